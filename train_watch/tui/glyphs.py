"""The characters that frames, bars and curves are drawn with, once for Unicode and once for ASCII."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Glyphs:
    """One character each, one cell wide."""

    ascii: bool
    top_left: str
    top_right: str
    bottom_left: str
    bottom_right: str
    across: str
    down: str
    axis: str
    full: str
    half: str
    rest: str
    ellipsis: str
    dot: str
    cursor: str


UNICODE = Glyphs(
    ascii=False,
    top_left="╭",
    top_right="╮",
    bottom_left="╰",
    bottom_right="╯",
    across="─",
    down="│",
    axis="┤",
    full="━",
    half="╸",
    rest="─",
    ellipsis="…",
    dot="·",
    cursor="▏",
)
ASCII = Glyphs(
    ascii=True,
    top_left="+",
    top_right="+",
    bottom_left="+",
    bottom_right="+",
    across="-",
    down="|",
    axis="|",
    full="#",
    half="-",
    rest="-",
    ellipsis="~",
    dot=".",
    cursor="_",
)


def glyphs(*, ascii_only: bool) -> Glyphs:
    return ASCII if ascii_only else UNICODE
