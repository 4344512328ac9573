"""What holds for any log: no text raises, every line becomes one record, in order, however it is fed."""

import string

from hypothesis import given, settings
from hypothesis import strategies as st

from train_watch.core.records import Record
from train_watch.formats.reader import Reader
from train_watch.lines.line import Line

WORDS = [
    "iter", "step", "Epoch", "epoch:", "[3/10]", "100/6000", "loss", "time", "ms", "eta:", "1:02:03", "nan", "inf", "lr",
    "val_loss", "{'loss':", "'epoch':", "0.5}", '{"step":', "50%|", "|", "[01:02<03:04,", "1.0s/it]", "Traceback",
    "(most recent call last):", "RuntimeError: CUDA out of memory", "saving checkpoint", "|", ",", "=", ":", "-", "%", "step:",
    "train_time:", "iteration", "elapsed", "max_iters", "=", "s/it", "it/s", "12.5", "1e-05", "25K", "99999999999999999999",
    "  File", "epoch,step,loss", "1,2,3", "\t", "  ", "é", "█", "\x00", "\uff11\uff12", "²",
]  # fmt: skip
WORDY = st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join)
ANY = st.text(st.characters(exclude_characters="\n\r"), max_size=120)
COUNTING = st.builds(
    "{} {}{} {}={} {} {}".format,
    st.sampled_from(["iter", "Epoch", "step:", "[", "batch", ""]),
    st.integers(0, 9999),
    st.sampled_from(["", "/100", "/0", "]", ":", ","]),
    st.sampled_from(["loss", "time", "eta", "lr"]),
    st.floats(allow_nan=True, allow_infinity=True),
    st.sampled_from(["ms", "s", "", "it/s"]),
    st.integers(-5, 5),
)
TEXTS = st.lists(WORDY | ANY | COUNTING, max_size=30)


def lines(texts: list[str]) -> list[Line]:
    return [Line(text, number, raw=text) for number, text in enumerate(texts, 1)]


def records(reader: Reader, fed: list[Line]) -> list[Record]:
    made: list[Record] = []
    for line in fed:
        made += reader.feed(line)
    return [*made, *reader.flush()]


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_every_line_becomes_one_record_in_order(texts: list[str]) -> None:
    made = records(Reader(), lines(texts))
    assert [(one.line, one.text) for one in made] == list(enumerate(texts, 1))


@settings(max_examples=150, deadline=None)
@given(TEXTS, st.lists(st.sampled_from(["reset", "skip", "flush"]), max_size=4), st.integers(0, 29))
def test_resets_and_skips_lose_no_line(texts: list[str], happenings: list[str], at: int) -> None:
    reader = Reader()
    made: list[Record] = []
    for line in lines(texts):
        made += reader.feed(line)
        if line.number == at:
            for what in happenings:
                made += getattr(reader, what)() or []
    made += reader.flush()
    assert [one.line for one in made] == list(range(1, len(texts) + 1))


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_no_record_holds_a_number_that_is_none(texts: list[str]) -> None:
    for made in records(Reader(), lines(texts)):
        for name in ("step_time_s", "clock_s", "data_s", "trainer_eta_s", "cost_s"):
            value = getattr(made, name)
            assert value is None or 0 <= value < 1e10, name
        assert made.step is None or isinstance(made.step, int)
        assert made.total_steps is None or isinstance(made.total_steps, int)
        assert all(isinstance(value, float | int) for value in made.metrics.values())


@settings(max_examples=100, deadline=None)
@given(TEXTS, st.sampled_from(["nanogpt", "hf_trainer", "generic", "keras"]))
def test_a_forced_format_raises_on_no_text_either(texts: list[str], name: str) -> None:
    assert len(records(Reader(format=name), lines(texts))) == len(texts)


@settings(max_examples=100, deadline=None)
@given(TEXTS)
def test_a_pattern_of_the_user_raises_on_no_text_either(texts: list[str]) -> None:
    reader = Reader(pattern=r"(?P<step>\d+)\D+(?P<loss>\S+)\D+(?P<time_ms>\S+)")
    assert len(records(reader, lines(texts))) == len(texts)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.integers(1, 5), min_size=4, max_size=12),
    st.sampled_from(string.ascii_lowercase.replace("v", "")),
)
def test_a_generic_counter_is_read_like_the_catalogue_reads_it(
    deltas: list[int], letter: str
) -> None:
    """Whatever the loss is called, three steps with one are enough, and none of them is lost."""
    steps = [sum(deltas[:n]) for n in range(1, len(deltas) + 1)]
    texts = [
        f"step {step} of this run, {letter}loss {1 / step:.4f}, took {step % 7}.25 s"
        for step in steps
    ]
    made = records(Reader(), lines(texts))
    assert [one.step for one in made if one.kind == "step"] == steps
