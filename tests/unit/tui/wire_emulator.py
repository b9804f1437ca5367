"""A terminal in memory, which tells of each cell all that can be seen: glyph, colours, link."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

import pyte
from rich.cells import get_character_cell_size, split_graphemes

from tests.terminal.pty import Screen, cut

_SGR: Final = re.compile("\x1b\\[([0-9;]*)m")
_LINK: Final = re.compile("\x1b\\]8;([^;]*);(.*)\x1b\\\\", re.DOTALL)
_ALTERNATE_SCREEN: Final = ("\x1b[?1049h", "\x1b[?1049l")
_WRAP: Final = 7
_PRIVATE: Final = re.compile("\x1b\\[\\?")


class Cell(NamedTuple):
    """What is seen in one cell."""

    char: pyte.screens.Char
    others: frozenset[str]
    link: str


class Emulator:
    """Shows what was written to it. Lines do not wrap, as in Textual's mode.

    Attributes:
        screen: pyte's screen, on which characters have Rich's widths unless told otherwise.
    """

    def __init__(self, columns: int, rows: int, *, joins: bool = True, wide: bool = True) -> None:
        """Begin with an empty screen.

        Args:
            columns: Its width.
            rows: Its height.
            joins: Whether the parts of a joined emoji stand in one place.
            wide: Whether emoji have two cells.
        """
        self.screen = _LinkedScreen(columns, rows, joins, wide)
        self.screen.reset_mode(_WRAP, private=True)
        self._stream = pyte.Stream(self.screen)

    def write(self, data: str) -> None:
        """Take what a program writes."""
        for part, is_sequence in cut(data):
            if not is_sequence:
                self._stream.feed(part)
            elif sgr := _SGR.fullmatch(part):
                self.screen.note_others(sgr[1])
                self._stream.feed(part)
            elif link := _LINK.fullmatch(part):
                self.screen.link = link[2]
            elif part in _ALTERNATE_SCREEN:
                self.screen.reset()
                self.screen.reset_mode(_WRAP, private=True)
            elif not _PRIVATE.match(part):
                self._stream.feed(part)

    @property
    def cells(self) -> list[list[Cell]]:
        """The screen, cell by cell."""
        screen, plain = self.screen, (frozenset[str](), "")
        return [
            [
                Cell(screen.buffer[y][x], *screen.notes.get((y, x), plain))
                for x in range(screen.columns)
            ]
            for y in range(screen.lines)
        ]

    @property
    def text(self) -> list[str]:
        """The screen, line by line."""
        return ["".join(cell.char.data for cell in row) for row in self.cells]

    @property
    def cursor(self) -> tuple[int, int]:
        """Column and row of the cursor."""
        return self.screen.cursor.x, self.screen.cursor.y


class _LinkedScreen(Screen):
    """pyte's screen with links and the attributes that pyte has no place for."""

    def __init__(self, columns: int, rows: int, joins: bool, wide: bool) -> None:
        super().__init__(columns, rows)
        self.link = ""
        self.notes: dict[tuple[int, int], tuple[frozenset[str], str]] = {}
        self._others: frozenset[str] = frozenset()
        self._joins = joins
        self._wide = wide

    def note_others(self, parameters: str) -> None:
        left = parameters.split(";")[::-1]
        while left:
            code = left.pop()
            if code in ("38", "48"):
                del left[-2 if left[-1] == "5" else -4 :]
            elif code in ("", "0"):
                self._others = frozenset()
            elif code in ("2", "6", "8", "21", "51", "52", "53"):
                self._others |= {code}
            elif code in ("22", "24"):
                self._others -= {"2"} if code == "22" else {"21"}

    def reset(self) -> None:
        super().reset()
        self.notes = {}
        self.link = ""

    def draw(self, data: str) -> None:
        if data.isascii():
            first = self.cursor.x
            super().draw(data)
            for x in range(first, self.cursor.x):
                self.notes[self.cursor.y, x] = (self._others, self.link)
            return
        for start, end, width in split_graphemes(data)[0]:
            cluster = data[start:end]
            if width == 2 and (len(cluster) > 1 or cluster > "\U0001f000"):
                apart = [part for part in cluster if get_character_cell_size(part)]
                for part in [cluster] if self._joins else apart:
                    self._draw_noted(part, 2 if self._wide else 1)
            else:
                self._draw_noted(cluster, width)

    def _draw_noted(self, cluster: str, width: int) -> None:
        self.draw_cluster(cluster, width)
        for x in range(self.cursor.x - width, self.cursor.x):
            self.notes[self.cursor.y, x] = (self._others, self.link)

    def erase_in_line(self, how: int = 0, private: bool = False) -> None:
        super().erase_in_line(how, private)
        for x in range(self.columns):
            self.notes.pop((self.cursor.y, x), None)
