"""Logs that are tables: names once, then rows of values."""

import pytest

from train_watch.core.records import Record
from train_watch.formats.reader import Reader
from train_watch.formats.table import header
from train_watch.lines.split import Splitter


def read(text: str) -> list[Record]:
    reader = Reader()
    made = [one for line in Splitter().feed(text.encode()) for one in reader.feed(line)]
    return [one for one in [*made, *reader.flush()] if one.kind == "step"]


def test_a_csv_is_read_by_its_header() -> None:
    made = read(
        "epoch,step,train_loss,lr\n0,50,2.5,0.1\n0,100,2.4,0.1\n0,150,2.3,0.1\n1,200,2.2,0.1\n"
    )
    assert [one.step for one in made] == [50, 100, 150, 200]
    assert (made[-1].epoch, made[-1].metrics["loss"], made[-1].metrics["lr"]) == (1.0, 2.2, 0.1)


def test_tabs_and_drawn_tables_are_tables_too() -> None:
    assert len(read("step\tloss\tlr\n1\t2.5\t0.1\n2\t2.4\t0.1\n3\t2.3\t0.1\n")) == 3
    drawn = "| Epoch | Train Loss | Val Loss |\n|-------|-----------|----------|\n"
    made = read(
        drawn + "".join(f"| {n} | {3 - n / 10:.2f} | {3 - n / 20:.2f} |\n" for n in range(1, 6))
    )
    assert [one.step for one in made] == [1, 2, 3, 4, 5]
    assert made[-1].metrics == {"loss": 2.5, "val_loss": 2.75}


def test_a_table_parted_by_blanks_is_read() -> None:
    rows = "".join(f"{n}         0.51        0.42        0.88       00:12\n" for n in range(5))
    made = read("epoch     train_loss  valid_loss  accuracy   time\n" + rows)
    assert [one.step for one in made] == [0, 1, 2, 3, 4]
    assert (made[-1].step_time_s, made[-1].metrics["val_loss"]) == (12.0, 0.42)


def test_a_column_of_a_clock_stays_one_and_units_in_names_count() -> None:
    made = read("iter,elapsed (ms),loss\n" + "".join(f"{n},{n * 500},0.5\n" for n in range(1, 6)))
    assert made[-1].clock_s == 2.5


def test_other_lines_between_rows_do_not_end_the_table() -> None:
    made = read("epoch,step,loss\n1,10,2.5\na warning\n1,20,2.5\n\n1,30,2.5\n")
    assert [one.step for one in made] == [10, 20, 30]


def test_rows_with_missing_cells_keep_the_others() -> None:
    made = read("epoch,step,train_loss,val_loss\n0,10,2.5,\n0,20,,2.4\n0,30,2.3,\n")
    assert [one.metrics for one in made] == [{"loss": 2.5}, {"val_loss": 2.4}, {"loss": 2.3}]


@pytest.mark.parametrize(
    "text",
    [
        "no, such, names",
        "a sentence with many words",
        "lr,momentum,decay",
        "step",
        "",
        ",,,",
        "epoch, 3, 0.5",
    ],
)
def test_a_line_without_a_counter_among_its_names_is_no_header(text: str) -> None:
    assert header(text) is None
