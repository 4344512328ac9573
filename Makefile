# make check is the whole gate, the same as .ci/run; the others are its parts.
PYTHON ?= python3
BIN = .venv/bin

.PHONY: install fmt lint type layers test catalog check bench shape

install: .venv/bin/train-watch

.venv/bin/train-watch: pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install -q -e '.[dev]'
	touch $@

fmt: install
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lint: install
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

type: install
	$(BIN)/mypy

layers: install
	$(BIN)/lint-imports

test: install
	$(BIN)/python -m pytest

# Compiles formats/catalog/*.toml into formats/_catalog.py, which is what starts up.
catalog: install
	$(BIN)/python -m train_watch.formats.build

check:
	bash .ci/run

bench: install
	$(BIN)/python benchmarks/cold_start.py

# The ten longest files and functions, as a mirror.
shape: install
	$(BIN)/python benchmarks/shape.py
