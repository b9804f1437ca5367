"""Text that remembers where it was typed."""

from __future__ import annotations

from bisect import bisect_right
from typing import NamedTuple

import msgspec

from briefing.authoring.problems import Place


class Run(NamedTuple):
    """A stretch of characters that stand one after the other in one line of a file.

    Attributes:
        offset: Index of its first character in the text.
        line: Line of the file, counted from 1.
        column: Column of its first character, counted from 1.
    """

    offset: int
    line: int
    column: int


class Located(msgspec.Struct, frozen=True):
    """A text together with the place of each of its characters.

    Attributes:
        text: The text, with soft line breaks as single spaces.
        path: The file it stands in.
        runs: Where its stretches stand, by offset; at least one, the first at offset 0.
        exact: Whether characters map one to one; False where escapes were resolved, and then
            every place is the place of the first character.
    """

    text: str
    path: str
    runs: tuple[Run, ...]
    exact: bool = True

    def at(self, offset: int = 0) -> Place:
        """The place of a character.

        Args:
            offset: Index in the text; its length means the place after its end.
        """
        if not self.exact:
            offset = 0
        run = self.runs[bisect_right(self.runs, offset, key=lambda run: run.offset) - 1]
        return Place(self.path, run.line, run.column + offset - run.offset)

    def part(self, start: int, end: int | None = None) -> Located:
        """Cut out a part, without the white space around it.

        Args:
            start: Index of the first character.
            end: Index after the last one; None for the rest.
        """
        cut = self.text[start:end]
        start += len(cut) - len(cut.lstrip())
        place = self.at(start)
        later = (
            Run(run.offset - start, run.line, run.column)
            for run in self.runs
            if self.exact and run.offset > start
        )
        runs = (Run(0, place.line, place.column), *later)
        return Located(cut.strip(), self.path, runs, self.exact)

    def resolved(self, text: str) -> Located:
        """The same place with the text that its escapes stand for."""
        return self if text == self.text else Located(text, self.path, self.runs[:1], exact=False)


def joined(path: str, lines: list[tuple[str, int, int]]) -> Located:
    """Join soft-wrapped lines by single spaces.

    Args:
        path: The file.
        lines: Each line's text, its line number and the column of its first character.

    Returns:
        The text; lines that are blank leave no trace in it.
    """
    runs: list[Run] = []
    parts: list[str] = []
    offset = 0
    for text, line, column in lines:
        stripped = text.strip()
        if not stripped:
            continue
        runs.append(Run(offset, line, column + len(text) - len(text.lstrip())))
        parts.append(stripped)
        offset += len(stripped) + 1
    if not runs:
        _, line, column = lines[0]
        runs.append(Run(0, line, column))
    return Located(" ".join(parts), path, tuple(runs))
