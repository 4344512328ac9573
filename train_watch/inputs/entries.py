"""What the values of a JSON document tell of a run: its entries in order, each an object of numbers.

Hugging Face's `trainer_state.json` (transformers, trainer_callback.py, TrainerState) holds a list
`log_history`, and beside it where the run is and where it ends. Its entries become

    {"trainer_state/max_steps": 900}
    {"trainer_state_step": 20, "epoch": 0.06, "loss": 3.98}
    {"trainer_state_evaluation": 150, "eval_loss": 2.57, "eval_runtime": 1.1}
    {"trainer_state_end": 900, "train_runtime": 66.7}
"""

from typing import Any, NamedTuple

SETTINGS = (
    "max_steps",
    "num_train_epochs",
    "logging_steps",
    "eval_steps",
    "save_steps",
    "train_batch_size",
)
"""Whole numbers of the state, in the order in which they are told."""


Entry = dict[str, Any]


class Told(NamedTuple):
    """What a document says."""

    settings: list[Entry]
    """What holds for the whole run; may change when the document is written anew."""
    history: list[Entry]
    """Grows at its end, as long as the run is the same."""
    newest: int | None
    """Index in `history` of the first entry that is of the moment at which the document was written."""
    place: list[Entry]
    """Where the run is, where its history does not tell."""


def told_by(values: list[Any]) -> Told:
    """The entries of a document's values; none if there are none."""
    if (
        len(values) == 1
        and isinstance(values[0], dict)
        and isinstance(values[0].get("log_history"), list)
    ):
        return _of_state(values[0], _objects(values[0]["log_history"]))
    found = [told for value in values for told in _listed(value)]
    return Told([], found, len(found) - 1, [])


def _objects(value: Any) -> list[dict[str, Any]]:
    return [_flat(one) for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _listed(value: Any) -> list[dict[str, Any]]:
    """The objects of a list, or of the longest list in an object, or the object itself."""
    if isinstance(value, list):
        return _objects(value)
    if not isinstance(value, dict):
        return []
    longest = max(map(_objects, value.values()), key=len, default=[])
    return longest or [_flat(value)]


def _flat(value: dict[str, Any]) -> dict[str, Any]:
    """What of an object is a number or a text, at most one level deep."""
    told: dict[str, Any] = {}
    for name, inner in value.items():
        if isinstance(inner, dict):
            told |= {f"{name}/{key}": one for key, one in inner.items() if _plain(one)}
        elif _plain(inner):
            told[name] = inner
    return told


def _plain(value: Any) -> bool:
    return isinstance(value, int | float | str) and not isinstance(value, bool)


def _whole(value: Any) -> int | None:
    """A count; None for anything else (a strategy may stand where a number is expected)."""
    return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else None


def _of_state(state: dict[str, Any], history: list[Entry]) -> Told:
    here = _whole(state.get("global_step"))
    made: list[Entry] = []
    newest = None
    settings = _settings(state, history)
    for told in history:
        step = told.pop("step", None)
        if _whole(step) is None and step != 0:
            continue
        if step == here and newest is None:
            newest = len(made)
        made.append({f"trainer_state_{_sort(told)}": step, **told})
    epoch = state.get("epoch")
    beside = {"epoch": epoch} if _plain(epoch) else {}
    place = [{"trainer_state_step": here, **beside}] if here and newest is None else []
    return Told(settings, made, newest, place)


def _sort(told: dict[str, Any]) -> str:
    if "train_runtime" in told:
        return "end"
    return "evaluation" if any(name.startswith("eval_") for name in told) else "step"


def _settings(state: dict[str, Any], history: list[Entry]) -> list[Entry]:
    """The counts of the state. Its intervals have values even where they are not in use, so they are told
    only where something happened at them."""
    evaluated = [one.get("step") for one in history if _sort(one) == "evaluation"]
    happened = {"eval_steps": evaluated[:1], "save_steps": [state.get("global_step")]}
    told = []
    for name in SETTINGS:
        count = _whole(state.get(name))
        seen = map(_whole, happened.get(name, [count]))
        if count and any(step is not None and step % count == 0 for step in seen):
            told.append({f"trainer_state/{name}": count})
    return told
