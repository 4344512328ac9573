"""What log prefixes are made of: one anchored, bounded pattern a piece, by its first character.

Sources: the format strings of logging, loguru, absl and glog, hydra, rich, DeepSpeed, mmengine,
detectron2, fairseq, torchtitan, nanotron and Megatron-LM; Ray, torchrun, `srun -l`,
`mpirun --tag-output`; CRI, `kubectl logs --prefix`, syslog and journald.
"""

LEVEL = r"(?:INFO|DEBUG|WARNING|WARN|NOTICE|TRACE|SUCCESS|info|debug|warning|notice)"
"""ERROR, CRITICAL and FATAL are no prefix: they carry meaning and stay in the text."""
DATE = (
    r"[0-9]{4}[-/][0-9]{2}[-/][0-9]{2}|(?:19|20)[0-9]{6}(?=[T_ -])|[0-9]{2}/[0-9]{2}(?:/(?:[0-9]{4}|[0-9]{2}))?"
    r"|[0-9]{2}-[0-9]{2}-[0-9]{2}"
)
FRACTION = r"(?:[.,](?P<fraction>(?<=\.)[0-9]{1,9}|[0-9]{3}(?![0-9.]|,[^ ])))?"
"""After a comma only milliseconds, as logging prints them; else it separates columns."""
TIME = rf"(?P<time>[0-9]{{2}}:[0-9]{{2}}:[0-9]{{2}}){FRACTION}"
ZONE = r"(?P<zone>Z|[+-][0-9]{2}:?[0-9]{2})?(?![0-9]|:[0-9])"
STAMP = rf"(?P<date>{DATE})(?:[T_]|,? ?){TIME}{ZONE}"
NAME = r"[\w.<>/@-]{1,60}"
FILE = r"[\w./<>-]{1,60}:[0-9]{1,6}(?::[\w<>]{1,40})?"
RANK = r"(?:[Rr]ank|RANK|RK|GPU|default|local_rank)[ _:=]?(?P<rank>[0-9]{1,5})"

NO_DATE = r"(?P<date>(?!))?"
NO_ZONE = r"(?P<zone>(?!))?"
"""Every stamp has the same groups, so that they are read in one way."""

AFTER_STAMP = "|".join(
    (
        r" std(?:out|err) [FP](?= )",  # CRI
        rf"[ ,:|-]{{0,4}}\[ {{0,5}}{LEVEL} {{0,5}}(?:\|[^\]\n]{{1,80}})?\]",  # [INFO], [INFO|DP=0]
        rf" \| {LEVEL} {{0,8}}\| [\w.<>]{{1,60}}(?::[\w.<>]{{1,60}}){{0,2}}(?= -| \|)",  # loguru
        rf"(?: - {NAME})? - {LEVEL} - (?:__\w{{1,40}}__|\w{{1,40}}(?:\.\w{{1,40}}){{1,6}})(?= -)",
        rf"(?:[ ,:|-]{{1,8}}{NAME})?[ ,:|-]{{1,8}}{LEVEL}\b",  # - root - INFO, ppocr INFO
        rf" ?\({NAME}[ :][0-9]{{1,6}}\)(?= |:)",  # (main.py 226):
        rf":? ?\[{FILE}\]",  # [timer.py:264:stop]
        rf" ?\[{RANK}\]",
        r"\[\w{1,80}(?:\.\w{1,80}){0,4}\](?=:|\[[A-Z])",  # HugeCTR's [main]:, hydra's [module][INFO]
        r" [\w./-]{1,60}\.(?:py|cc|cpp|cu|c|h):[0-9]{1,6}(?::[\w<>]{1,40})?(?= )",
        r" [\w.-]{1,60} [\w./@-]{1,60}\[[0-9]{1,9}\](?=:)",  # journalctl: host program[pid]:
        r"(?: [\w.]{1,60}:[0-9]{1,6})? >>",  # transformers
    )
)
"""What is a prefix only once a stamp was seen: elsewhere a bare word is text."""
SEPARATORS = r"[ :,]{0,8}(?:(?:-|\||>>|::)(?= ))? {0,8}"
PLAIN_SEPARATORS = r"[ :,]{0,8}"
"""Behind what a launcher or a collector puts before a program's own line: its bar is a table's border."""


def _piece(source: str) -> str:
    return source + SEPARATORS


def _stamped(source: str) -> str:
    """A piece with a stamp: groups date, time, fraction, zone and rank, each possibly None."""
    behind = (
        rf"(?(zone){PLAIN_SEPARATORS}|{SEPARATORS})"  # a zone is printed by machines: Docker, CRI
    )
    return rf"{source}(?:{AFTER_STAMP}){{0,6}}{behind}"


def _launched(source: str) -> str:
    return source + PLAIN_SEPARATORS


PLAIN_STAMP = _stamped(STAMP)
PLAIN_TIME = _stamped(
    rf"{NO_DATE}{TIME}{NO_ZONE}(?= {{1,4}}(?:[|-] {{1,2}})?(?:{NAME} - )?(?:\[? {{0,5}}{LEVEL}|[Ss]tep|[Ii]ter|[Ee]poch)\b)"
)
"""Without a date only before a level or a counter. An elapsed time passes there as a clock does."""
IN_BRACKETS = _stamped(rf"\[(?:[A-Z] )?(?:(?P<date>{DATE})(?:[T_]|,? ))?{TIME}{ZONE}(?: {NAME})?\]")
RANK_IN_BRACKETS = _launched(rf"\[{RANK}\]:?")
RANK_IN_WORDS = _launched(
    rf"{RANK}(?=[ :,|-]{{1,3}}\[?(?:[Gg]lobal[ _]?)?(?:[Ss]tep|[Ii]ter|[Ee]poch|[Bb]atch))"
)
"""`rank 0 step 10`: a rank only before what it counts."""
MPI_TAG = _launched(r"\[[0-9]{1,4},(?P<rank>[0-9]{1,5})\]<std(?:out|err)>:")
LEVEL_IN_BRACKETS = _piece(rf"\[ {{0,5}}{LEVEL}(?:\|[^\]\n0-9][^\]\n]{{0,80}})? {{0,5}}\]")
LEVEL_AND_STAMP = _stamped(rf"\[{LEVEL}\|{STAMP}\]")
TAG = _piece(rf"\[[A-Za-z][\w.-]{{0,80}}\](?= ?\[?(?:{DATE}|[0-9]{{2}}:[0-9]{{2}}:|{LEVEL}\]))")
"""A name in brackets, if a stamp or a level follows: `[titan]`, `[HCTR]`, hydra's module."""
POD = _launched(r"\[pod/[\w./-]{1,120}\]")
RAY = _launched(r"\((?:[\w.:]{1,60} )?pid=[0-9]{1,9}(?:, ip=[0-9a-fA-F.:]{2,45})?\)")
GLOG = _stamped(
    rf"{NO_ZONE}[IW](?P<date>[0-9]{{8}}|[0-9]{{4}}) {TIME} {{1,7}}[0-9]{{1,20}} (?:[\w.-]{{1,60}} )?"
    r"[\w./-]{1,80}:[0-9]{1,6}\]"
)
LOGGING = _piece(rf"{LEVEL}:[\w.]{{1,80}}:")
LEVEL_FIRST = _piece(rf"{LEVEL}(?: {{0,8}}[:|-](?= )| {{1,8}}(?={DATE}|\[))")
_DAY_OF_MONTH = r"(?P<date>(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) [ 0-3][0-9]) "
SYSLOG = _stamped(
    rf"{NO_ZONE}{_DAY_OF_MONTH}"
    rf"{TIME} [\w.:-]{{1,60}} {NAME}(?:\[[0-9]{{1,9}}\])?:"
)
ASCTIME = _stamped(
    rf"{NO_ZONE}(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) {_DAY_OF_MONTH}{TIME}(?: [A-Z]{{3,4}})? (?:19|20)[0-9]{{2}}(?![0-9])"
)
"""`time.asctime()`, and `date` with its zone; the year is not needed for differences."""

NAMED_BEFORE = _stamped(rf"Training: {STAMP}(?=-)")
"""InsightFace: the logger's name, and no blank behind the stamp."""

BRACKETS = (IN_BRACKETS, RANK_IN_BRACKETS, LEVEL_IN_BRACKETS, LEVEL_AND_STAMP, TAG)
LEVELS = (LEVEL_FIRST, LOGGING)

STARTS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys("0123456789", (PLAIN_STAMP, PLAIN_TIME)),
    "[": (*BRACKETS, MPI_TAG, POD),
    "(": (RAY,),
    **dict.fromkeys(("ra", "Ra", "RA"), (RANK_IN_WORDS,)),
    "Tr": (NAMED_BEFORE,),
    **dict.fromkeys(("IN", "WA", "DE", "NO"), LEVELS),
    **dict.fromkeys([level + digit for level in "IW" for digit in "012"], (GLOG,)),
    **dict.fromkeys(("Ja", "Fe", "Ma", "Ap", "Ju", "Au", "Se", "Oc", "No", "De"), (SYSLOG,)),
    **dict.fromkeys(("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"), (ASCTIME,)),
}
"""The pieces that may stand where this character or these two do, in the order they are tried."""
NAMED_STAMP = (
    r"(?<![\w])[\"']?@?(?:timestamp|asctime|datetime|time|ts|date)[\"']? ?[:=] ?[\"']?" + STAMP
)
"""A stamp that is a field of a JSON object or of a logfmt row, wherever it stands."""
FIELDS = ("{", "time=", "ts=", "level=", "lvl=", "timestamp=")
"""How such rows begin."""
WITHIN = 400
"""Characters in which the stamp is looked for."""

BLANKS = 4
"""Blanks before a piece: Megatron-LM prints one before its stamp, srun aligns its labels."""

LABEL = r"(?P<rank>[0-9]{1,5}): "
