"""Whole little logs whose epochs are announced on one line and whose losses stand on the next."""

from train_watch.core.run import Run
from train_watch.core.state import RunState
from train_watch.formats.reader import Reader
from train_watch.lines.split import Splitter


def read(text: str) -> tuple[RunState, Reader]:
    reader, run = Reader(), Run()
    made = [one for line in Splitter().feed(text.encode()) for one in reader.feed(line)]
    for one in made + reader.flush():
        run.update(one)
    return run.state(), reader


def epochs(body: str, numbers: range, head: str = "Epoch {n}/50") -> str:
    return "".join(f"{head}\n{body}\n".format(n=n, loss=4 / (1 + n)) for n in numbers)


def test_the_loss_below_an_announced_epoch_is_of_that_epoch() -> None:
    state, reader = read(
        epochs("loss: {loss:.4f} - dice: 0.65 - val_loss: 0.5168 - val_dice: 0.7", range(1, 21))
    )
    assert (state.step, state.total_steps, state.counter_name) == (20, 50, "epoch")
    assert (state.loss.last, reader.format) == (0.1905, "generic")


def test_four_epochs_are_enough_and_two_are_not() -> None:
    body = "Train loss: {loss:.3f}\nVal loss: 0.8"
    assert read(epochs(body, range(1, 5)))[0].step == 4  # the first of its words is not read
    assert read(epochs(body, range(1, 3)))[0].step is None


def test_epochs_may_be_announced_without_their_number() -> None:
    state, _ = read(epochs("Train loss: {loss:.3f}", range(1, 9), "===== EPOCH: {n} ====="))
    assert (state.step, state.total_steps) == (8, None)


def test_epochs_from_0_are_counted_from_0() -> None:
    state, _ = read(epochs("Train loss: {loss:.3f}", range(8)))
    assert state.step == 7
    assert state.total_steps in {50, None}


def test_the_first_line_with_a_loss_below_the_epoch_counts() -> None:
    body = "Train loss: {loss:.3f}\n  part loss: 9.5\n  other loss: 7.5"
    for count in (6, 12):
        state, _ = read(epochs(body, range(1, count)))
        assert (state.step, state.loss.last) == (count - 1, round(4 / count, 3))


def test_a_long_block_below_each_epoch_does_not_end_the_counting() -> None:
    block = "\n".join(f"metric_{number} 0.{number}" for number in range(30))
    assert read(epochs("Train loss: {loss:.3f}\n" + block, range(1, 41)))[0].step == 40


def test_lines_that_come_again_within_an_epoch_tell_batches_and_no_epoch() -> None:
    body = "\n".join(["Batch loss: {loss:.3f}"] * 5)
    assert read(epochs(body, range(1, 12)))[0].step is None


def test_a_counter_that_is_printed_wins_over_the_line_above() -> None:
    """As coqui's logs: the first losses stand between the epoch and the first counter."""
    body = "  | > loss_disc: {loss:.3f}\n   --> STEP: {n}4/36\n  | > loss_gen: 2.5"
    for count in range(3, 12):
        state, _ = read(epochs(body, range(1, count), " > EPOCH: {n}/1000"))
        assert state.total_steps != 1000


def test_a_counter_that_begins_late_takes_over() -> None:
    early = epochs("Train loss: {loss:.3f}", range(1, 6))
    late = "".join(f"step {n} loss 0.5 time 0.25s/step\n" for n in range(100, 3000, 10))
    assert read(early + late)[0].step == 2990


def test_a_bar_below_the_epoch_wins() -> None:
    bar = "\r".join(
        f" {n}%|####      | {n}/100 [00:{n // 4:02d}<00:10,  4.00it/s]" for n in range(1, 60, 3)
    )
    state, _ = read(epochs(bar + "\nTrain loss: {loss:.3f}", range(1, 7)))
    assert (state.step, state.total_steps) == (5 * 100 + 58, 50 * 100)


def test_the_time_below_an_epoch_is_not_claimed() -> None:
    """It may be that of a batch, of the training or of all of it."""
    state, _ = read(epochs("loss: {loss:.3f} time: 12.5", range(1, 12)))
    assert (state.step, state.step_time.value_s) == (11, None)


def test_a_loss_of_an_evaluation_alone_is_no_training() -> None:
    assert read(epochs("val_loss: {loss:.3f}", range(1, 12)))[0].step is None
