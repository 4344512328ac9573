"""A line of an unknown trainer, understood: which number is the counter, the total, the time, the loss."""

import re

from train_watch.formats.counter import (
    find_counter,
    find_epoch,
    find_epoch_counter,
    find_share,
    is_column,
    unit_of,
    weigh,
)
from train_watch.formats.holes import Holes
from train_watch.formats.items import Item, items
from train_watch.formats.lexer import Token, lex
from train_watch.formats.losses import place_losses
from train_watch.formats.measures import place_measures
from train_watch.formats.values import contains, tells_loss
from train_watch.formats.vocabulary import EVALUATING, OF_RUN, PREPARING, RESULTS, REWARDS

BUILDS = (" PASSED", " FAILED", " SKIPPED", " Building ", " Linking ", " Compiling ")
"""Lines of test runners and compilers, which count and time what they do."""
EPOCH_WEIGHT = 1.5
"""An epoch as the counter: any counter of steps in the same log is better."""

_OVERALL = re.compile(r"[ \t]{1,2}\(?(?:overall|in total|total|of the run)\b")
_HEAD_WORDS = re.compile(r"[A-Za-z_]{2,24}")
_BLANKS = re.compile(r"[\s\d]{1,200}")


class Reading:
    """What the numbers of one line are, and what sort of line it is."""

    __slots__ = (
        "bare", "by_batch", "columns", "counts_first", "evaluating", "has_loss", "has_result", "has_time", "holes", "key", "needs_proof", "of_percent", "of_run", "preparing", "unit",
        "weight",
    )  # fmt: skip

    def __init__(self, tokens: list[Token]) -> None:
        self.holes = Holes(tokens)
        self.weight = 0.0
        """How well the counter's name says so (0: there is no counter)."""
        self.key = ""
        """Lines with this key belong to one series."""
        self.evaluating = self.preparing = False
        self.has_time = self.has_loss = False
        self.has_result = False
        """A reward, a score or an accuracy: what is printed of training where no loss is."""
        self.columns = False
        """Numbers without any word."""
        self.of_percent = False
        """The counter is a percentage of the run, or of the epoch beside it."""
        self.of_run = False
        """The counter's name, or that of its total, says that it is the run's."""
        self.counts_first = False
        """The counter stands before the epoch on the line: it is not one within the epoch."""
        self.by_batch = False
        """The counter is called batch."""
        self.unit: str | None = None
        """What the counter counts, where its name says so and it is no plain step."""
        self.bare = False
        """Nothing is said behind the counter."""
        self.needs_proof: str | None = None
        """`time` or `interval` if the name leaves open what the step time is: the history tells."""

    @property
    def rates_steps(self) -> bool:
        """The step time is made from a rate of steps."""
        at = self.holes.index("step_time")
        return at is not None and self.holes.at(at)[1] == "per_s"


def read(text: str) -> Reading | None:
    """The reading of a line; None if it holds no number."""
    tokens = lex(text)
    if not tokens:
        return None
    reading = Reading(tokens)
    found = items(tokens, text)
    counter = find_counter(found, text)
    epoch = find_epoch_counter(found) if counter is None else None
    share = find_share(found, epoch) if counter is None else None
    at = counter or share or epoch
    if at is not None:
        _place_counter(reading, found, at)
        reading.of_run = not OF_RUN.isdisjoint(at.first.key.words) or bool(
            _OVERALL.match(text, (at.second or at.first).after)
        )
    by_epoch = counter is None and share is None and at is not None
    reading.needs_proof = place_measures(reading.holes, found, counter, text, by_epoch=by_epoch)
    place_losses(reading.holes, found, text)
    _drop_time_of_work(reading)
    reading.of_run |= (
        counter is not None and counter.sort == "one" and "total_steps" in reading.holes.names
    )
    head = text[: found[0].first.start]
    _judge(reading, at, head)
    reading.preparing |= not reading.has_loss and contains(text, BUILDS)
    reading.has_result = at is not None and _has_result(reading, text)
    if at is not None:
        reading.weight = EPOCH_WEIGHT if counter is None else weigh(at, found.index(at), text)
        last = at.second or at.first
        reading.bare = not any(map(str.isalpha, text[last.after :]))
        reading.columns = is_column(text)
        reading.key = _series_key(at, head, evaluating=reading.evaluating)
        _name_unit(reading, at, of_percent=at is share)
    return reading


def _name_unit(reading: Reading, at: Item, *, of_percent: bool) -> None:
    """What the counter counts: `ep` beside a reward are episodes."""
    reading.unit = unit_of(at)
    if at.first.key.words == ("ep",) and any(_is_reward(token) for token in reading.holes.tokens):
        reading.unit = "episode"
    if of_percent:
        reading.of_percent, reading.unit = True, "percent"
        reading.weight *= reading.has_loss  # a share of what, without a loss?


def _drop_time_of_work(reading: Reading) -> None:
    """`batch 3 of 60 in 2.4 seconds`: any work is told so; without a loss it is no training."""
    holes = reading.holes
    at = holes.index("step_time")
    if at is not None and "loss" not in holes.names and holes.tokens[at].key.words[-1:] == ("in",):
        holes.drop(at)
        reading.needs_proof = None


def _place_counter(reading: Reading, found: list[Item], counter: Item) -> None:
    holes = reading.holes
    if counter.sort == "range":
        holes.put(counter.at + 1, "step", "count")
    else:
        holes.put(counter.at, "step", "count")
        if counter.sort == "pair":
            holes.put(counter.at + 1, "total_steps", "count")
    reading.by_batch = any(word.startswith("batch") for word in counter.first.key.words)
    epoch = find_epoch(found, counter) if counter.first.key.role != "epoch" else None
    if epoch is not None:
        reading.counts_first = epoch.at > counter.at
        holes.put(epoch.at, "epoch", "finite")
        if epoch.sort == "pair":
            holes.put(epoch.at + 1, "total_epochs", "count")


def _judge(reading: Reading, at: Item | None, head: str) -> None:
    """Training, evaluation or preparation, by the first words, the counter's name and the units."""
    names = reading.holes.names
    reading.has_loss = tells_loss(names)
    reading.has_time = not names.isdisjoint({"step_time", "clock", "eta", "rate"})
    words = {word.lower() for word in _HEAD_WORDS.findall(head[:200])}
    by_name = not EVALUATING.isdisjoint(words) or (at is not None and at.first.key.evaluating)
    reading.evaluating = by_name or ("val_loss" in names and not reading.has_loss)
    bytewise = any(token.unit.endswith("b/s") for token in reading.holes.tokens)
    reading.preparing = (bytewise or not PREPARING.isdisjoint(words)) and not reading.has_loss


def _is_reward(token: Token) -> bool:
    return not REWARDS.isdisjoint(token.key.words)


def _has_result(reading: Reading, text: str) -> bool:
    """A result that is none of an evaluation, nor told of one episode (`truncated at step 900`)."""
    keys = [token.key for token in reading.holes.tokens]
    if any(key.role == "step" and "at" in key.words for key in keys):
        return False
    told = any(key.role == "metric" and not RESULTS.isdisjoint(key.words) for key in keys)
    return told and EVALUATING.isdisjoint(map(str.lower, _HEAD_WORDS.findall(text[:400])))


def _series_key(at: Item, head: str, *, evaluating: bool) -> str:
    """Lines whose counter has the same name in the same surroundings are one series."""
    start = "{" if head.lstrip()[:1] == "{" else _BLANKS.sub(" ", head)[:32]
    mark = "~" if evaluating else ""
    return f"{mark}{start}|{at.first.key.name.lower()}{at.first.key.opener}|{at.sort}"
