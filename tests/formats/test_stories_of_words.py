"""Words that mean one thing here and another there: cost, done, steps, an epoch counted from 0."""

import pytest

from train_watch.core.records import Record
from train_watch.core.series import Series
from train_watch.core.totals import Totals
from train_watch.formats import events
from train_watch.formats.reader import Reader
from train_watch.lines.line import Line


def read(lines: list[str]) -> list[Record]:
    reader = Reader()
    made = [
        record for number, text in enumerate(lines, 1) for record in reader.feed(Line(text, number))
    ]
    return made + reader.flush()


@pytest.mark.parametrize(
    ("shape", "time", "loss"),
    [
        ("step {0} cost=2.98{0} || 0.25 sec", 0.25, True),
        ("iter {0} train cost: 2.9{0} time 1.5", 1.5, True),
        ("step: {0} time cost: 0.27 loss: 2.{0}", 0.27, True),
        ("step: {0} batch_cost: 0.27 sec, loss: 2.{0}", 0.27, True),
        ("step: {0} avg_batch_cost: 0.27 loss: 2.{0}", 0.27, True),
        ("step: {0} cost(s): 0.27", 0.27, False),
    ],
)
def test_a_cost_is_a_loss_unless_it_is_said_to_be_a_time(
    shape: str, time: float, loss: bool
) -> None:
    last = read([shape.format(number) for number in range(1, 10)])[-1]
    assert (last.kind, last.step, last.step_time_s) == ("step", 9, time)
    assert ("loss" in last.metrics) is loss


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("k.sh: line 4: 23170 Killed                  python x.py --max_iters=2000", "killed"),
        ("k.sh: line 4: 23170 Terminated              python x.py --max_iters=2000", "killed"),
        ("k.sh: line 4:  2317 Bus error               python x.py --max_iters=2000", "crash"),
        ("k.sh: line 4:  2317 Segmentation fault      python x.py --max_iters=2000", "crash"),
    ],
)
def test_what_a_shell_tells_of_its_child_is_a_fault_and_no_option(text: str, fault: str) -> None:
    [made] = read([text])
    assert (made.kind, made.fault) == ("fault", fault)


def test_a_traceback_may_end_with_an_interrupt() -> None:
    made = read(
        ["Traceback (most recent call last):", '  File "x.py", line 1', "KeyboardInterrupt"]
    )
    assert made[-1].fault == "interrupted"


@pytest.mark.parametrize(
    ("text", "is_done"),
    [
        ("INFO train: done", True),
        ("2024-01-01 10:00:00 - root - INFO - Finished.", True),
        ("INFO eval: done", False),
        ("INFO loading weights: done", False),
        ("saving: done", False),
    ],
)
def test_done_behind_a_log_prefix_counts_like_a_bare_one(text: str, is_done: bool) -> None:
    steps = [f"INFO train: step {step} loss {3 - step / 100:.3f}" for step in range(1, 9)]
    assert (read([*steps, text])[-1].kind == "done") is is_done
    assert events.find(text) is None or read([text])[-1].kind == "other"


@pytest.mark.parametrize(
    "text",
    [
        "Namespace(lr=0.1, steps=400)",
        '{"steps": 400}',
        '{"lr": 0.1, "steps": 400, "seed": 1}',
        "iterations: 400",
        "Training for 400 steps",
    ],
)
def test_plain_words_tell_the_total_where_they_can_only_be_options(text: str) -> None:
    [made] = read([text])
    assert (made.kind, made.facts) == ("config", {"total_steps": 400.0})


@pytest.mark.parametrize("shape", ["iterations: {0}00", '{{"steps": {0}00, "lr": 0.1}}'])
def test_a_second_plain_number_is_no_option_but_a_counter(shape: str) -> None:
    made = read([shape.format(number) for number in range(1, 7)])
    assert [record.kind for record in made].count("config") == 1


@pytest.mark.parametrize(
    "text", ['{"steps": 400, "loss": 1.5}', "warmup training for 400 steps", "steps: 400"]
)
def test_a_number_of_steps_that_may_be_something_else_is_no_total(text: str) -> None:
    assert all(not record.facts for record in read([text]))


def test_thousands_on_both_sides_of_a_slash() -> None:
    last = read([f"step {number}k/100k loss 2.{number}" for number in range(1, 9)])[-1]
    assert (last.step, last.total_steps) == (8000, 100_000)


def bars_of(epochs: int, denominator: int) -> list[Record]:
    return read(
        [
            f"Epoch {epoch}/{denominator}: {part}%|##| {part}/100 [00:0{part // 25}<00:0{4 - part // 25}, 25.00it/s, loss=1.{epoch}]"
            for epoch in range(epochs)
            for part in (25, 50, 75, 100)
        ]
    )


def test_an_epoch_counted_from_0_does_not_end_the_run_before_its_denominator() -> None:
    made = bars_of(5, 4)
    assert {
        record.total_epochs for record in made if record.epoch is not None and record.epoch < 4
    } == {None}
    assert made[-1].total_epochs == 5


def test_a_round_denominator_is_the_number_of_epochs_until_it_is_reached() -> None:
    made = bars_of(11, 10)
    assert (made[0].total_epochs, made[-1].total_epochs) == (10, 11)


def test_the_remaining_time_of_the_run_tells_its_steps_though_the_counter_is_of_the_epoch() -> None:
    reader, series = Reader(), Series(Totals(None))
    for number in range(1, 25):
        epoch, batch = divmod(number * 20, 371)
        left = 12 * 371 - number * 20
        text = f"Epoch(train) [{epoch + 1}][{batch}/371]  lr: 1.0e-02  eta: 0:{left // 120:02}:{left // 2 % 60:02}  time: 0.5000  data_time: 0.0100  loss: 0.9"
        for record in reader.feed(Line(text, number)):
            series.step(record, series.place(record))
    assert series.end is not None
    assert (series.end.steps, series.end.source) == (12 * 371, "eta")


def counting(first: int, last: int, total: str = "") -> list[str]:
    return [f"step {number}{total} loss 2.{number}" for number in range(first, last + 1)]


def kinds_of_done(lines: list[str]) -> list[str]:
    return [made.kind for made in read(lines) if made.text.strip("!.").lower() == "done"]


def test_a_done_behind_a_checkpoint_is_the_checkpoints_while_steps_are_left() -> None:
    saved = ["saving checkpoint to out/a.pt", "Done."]
    assert kinds_of_done([*counting(1, 9, "/30"), *saved]) == ["other"]
    assert kinds_of_done([*counting(1, 30, "/30"), *saved]) == ["done"]


def test_where_steps_followed_one_done_the_next_ends_nothing_either() -> None:
    assert kinds_of_done([*counting(1, 9), "done", *counting(10, 19), "done"]) == ["done", "other"]


def test_a_line_of_a_block_above_which_nobody_counted_is_read_by_whoever_can() -> None:
    lines = [
        f"step {number} of 50, loss 2.{number}, Mean reward: 0.{number}" for number in range(1, 9)
    ]
    assert {(one.kind, one.format) for one in read(lines)} == {("step", "generic")}


@pytest.mark.parametrize(
    ("shape", "loss"),
    [
        ("step {0}, Loss span/answer/total=0.5{0}/0.125/0.75", 0.75),
        ("step {0} | train/loss=0.5", 0.5),
        ("step {0} Lr 1.6e-05 Loss scale 32768 loss = 0.5", 0.5),
        ("step {0}: Cross entropy = 0.25", 0.25),
        ("Epoch 1, {0}/900; acc: 4.5; xent: 10.5; 3678 tgt tok/s; 98{0} s elapsed", 10.5),
    ],
)
def test_the_whole_loss_is_the_one_that_is_called_so(shape: str, loss: float) -> None:
    last = read([shape.format(number) for number in range(1, 10)])[-1]
    assert (last.kind, last.step, last.metrics["loss"]) == ("step", 9, loss)


def test_a_time_said_behind_another_name_is_the_clock() -> None:
    shape = "Epoch 1, {0}/900; 3678 tgt tok/s; {1} s elapsed"
    last = read([shape.format(50 * number, 37 * number) for number in range(1, 10)])[-1]
    assert (last.clock_s, last.step_time_s) == (333.0, None)


def test_a_counter_glued_to_its_name_is_one() -> None:
    last = read([f"epoch 0 iteration{100 * number}, Loss: 2.{number}" for number in range(9)])[-1]
    assert (last.kind, last.step, last.epoch, last.metrics) == ("step", 800, 0.0, {"loss": 2.8})
