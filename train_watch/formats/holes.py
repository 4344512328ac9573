"""What each number of a line is: a table of (name, kind) beside its tokens."""

from train_watch.formats.lexer import Token

Hole = tuple[str, str]
SKIP: Hole = ("_", "skip")


class Holes:
    """`rows[i]` is (name, kind) of token i for `plan.Plan`; SKIP where it is nothing of interest."""

    __slots__ = ("names", "rows", "time_is_bare", "time_is_sure", "time_is_unproven", "tokens")

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = tokens
        self.rows: list[Hole] = [SKIP] * len(tokens)
        self.names: set[str] = set()
        self.time_is_unproven = False
        """The name of the step time leaves open whether it is one, or what its unit is."""
        self.time_is_sure = False
        """Its name says that it is one step's."""
        self.time_is_bare = False
        """It has no unit."""

    def at(self, index: int) -> Hole:
        return self.rows[index]

    def is_free(self, index: int) -> bool:
        return self.rows[index] is SKIP

    def put(self, index: int, name: str, kind: str) -> None:
        """Name a token, unless the line has that name already."""
        if name not in self.names:
            self.names.add(name)
            self.rows[index] = (name, kind)

    def move(self, name: str, index: int, kind: str) -> None:
        """Name a token in place of the one that had the name."""
        known = self.index(name)
        if known is not None:
            self.rows[known] = SKIP
        self.names.add(name)
        self.rows[index] = (name, kind)

    def drop(self, index: int) -> None:
        """Take a token's name away."""
        self.names.discard(self.rows[index][0])
        self.rows[index] = SKIP

    def index(self, name: str) -> int | None:
        return (
            next((at for at, row in enumerate(self.rows) if row[0] == name), None)
            if name in self.names
            else None
        )

    def kept(self) -> tuple[list[Hole], list[str]]:
        """The holes that are kept and their printed numbers."""
        pairs = [
            (row, token.text)
            for row, token in zip(self.rows, self.tokens, strict=True)
            if row[1] != "skip"
        ]
        return [row for row, _ in pairs], [text for _, text in pairs]
