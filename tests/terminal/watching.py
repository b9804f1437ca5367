"""The reader with lean output, watched: does its terminal show what it would with stock output?

Run by hand for as long as you like: ``python -m tests.terminal.watching [SEQUENCES [SEED]]`` types
60 keys in each sequence, at all sizes, in all colours and themes, and reports every mismatch.
"""

from __future__ import annotations

import itertools
import random
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from briefing.library.library import Library
from tests.closing import Closing
from tests.hostile import STRINGS, hostile_briefing
from tests.samples import two_towns
from tests.terminal.conftest import FULL, environment_of
from tests.terminal.pty import Terminal
from tests.unit.tui.wire_emulator import Emulator
from tests.unit.tui.wire_samples import CHUNKS

SIZES: Final = ((10, 5), (40, 12), (80, 24), (120, 40))
THEMES: Final = ("auto", "light", "terminal")
COLOURS: Final[Mapping[str, Mapping[str, str]]] = {
    "truecolor": {},
    "256": {"COLORTERM": ""},
    "16": {"COLORTERM": "", "TERM": "xterm"},
    "none": {"NO_COLOR": "1"},
}
KEYS: Final = (
    *("j", "k", "J", "K", ">", "<", "g", "G", "h", "l", "tab", "shift+tab", "space", "backspace"),
    *("enter", "pagedown", "pageup", "u", "e", "s", "d", "f", "y", "b", "m", "n", "N", "\\", "?"),
    *(":", "o", "t", "H", "c", "[", "]", "escape", "escape", "escape", "ctrl+l", "/", "a", "1"),
    *("3", "7", "9", "0"),
)
"""What is typed: the reader's keys, those that leave it or suspend it excepted."""

ENDED: Final = "the reader ended"
_LOOKS: Final = 3
"""How often to look before a difference counts: on a busy machine it may not be at rest yet."""


@dataclass(frozen=True)
class Look:
    """How the reader is started."""

    columns: int = 80
    rows: int = 24
    colours: str = "truecolor"
    theme: str = "auto"
    briefing: str = "two-towns"


class Watched(Closing):
    """A reader under watch. Leave the context, and it is dead.

    Attributes:
        terminal: Where it runs.
    """

    def __init__(self, home: Path, look: Look) -> None:
        """Start it.

        Args:
            home: An empty folder of its own.
            look: How to start it.
        """
        wide = itertools.cycle((*(" ".join(CHUNKS[n:] + CHUNKS[:n]) for n in range(7)), *STRINGS))
        Library(home / "library").publish([two_towns(), hostile_briefing("wide", wide.__next__)])
        (home / "config.toml").write_text(f'{FULL}theme = "{look.theme}"\n')
        self._stock_file = home / "stock"
        self._stock_file.write_bytes(b"")
        self.terminal = Terminal(
            (sys.executable, "-m", "tests.terminal.teeing", str(self._stock_file), look.briefing),
            {**environment_of(home), **COLOURS[look.colours]},
            look.columns,
            look.rows,
            answers=True,
        )
        self.blank(look.columns, look.rows)

    def close(self) -> None:
        """End the program that is watched."""
        self.terminal.close()

    def blank(self, columns: int, rows: int) -> None:
        """Empty the screen, as if another program had been there; nothing tells the reader."""
        self._stock, self._lean = Emulator(columns, rows), Emulator(columns, rows)
        self._sent, self._written = len(self.terminal.raw), self._stock_file.stat().st_size

    def resize(self, columns: int, rows: int) -> None:
        """Give the terminal another size; nothing of what it shows is left."""
        self.terminal.settle()
        self.blank(columns, rows)
        self.terminal.resize(columns, rows)

    def show(self) -> list[str]:
        """Wait for the reader to be at rest, and give the lines that its terminal shows."""
        self.terminal.settle()
        sent, written = self.terminal.raw, self._stock_file.read_bytes()
        self._lean.write(sent[self._sent :].decode())
        self._stock.write(written[self._written :].decode())
        self._sent, self._written = len(sent), len(written)
        return self._lean.text

    def differences(self) -> list[str]:
        """Cells that differ from those with stock output, once the reader is at rest."""
        for _ in range(_LOOKS):
            self.show()
            if self._stock.cells == self._lean.cells:
                return []
        return [
            f"row {y} column {x}: {lean} instead of {stock}"
            for y, rows in enumerate(zip(self._stock.cells, self._lean.cells, strict=True))
            for x, (stock, lean) in enumerate(zip(*rows, strict=True))
            if stock != lean
        ]

    def type(self, bursts: Sequence[Sequence[str]]) -> list[str]:
        """Type; give the first differences, and after which bursts of keys they came.

        The end of the reader counts too; then it gives what is left on the screen.
        """
        if found := self.differences():
            return ["at the start", *found]
        for number, keys in enumerate(bursts, start=1):
            self.terminal.press(*keys)
            found = self.differences()
            if self.terminal.process.poll() is not None:
                return [f"{ENDED} after {bursts[:number]}", *self.show()]
            if found:
                return [f"after {bursts[:number]}", *found]
        return []


def main(arguments: list[str]) -> int:
    """Type many sequences; give 1 if there was a mismatch."""
    sequences = int(arguments[0]) if arguments else 96
    random_ = random.Random(int(arguments[1]) if len(arguments) > 1 else 1)
    looks = [
        Look(*size, colours, theme, briefing)
        for colours, briefing, theme, size in itertools.product(
            COLOURS, ("two-towns", "wide"), THEMES, SIZES
        )
    ]
    mismatches = ends = keys = sent = stock = 0
    started = time.monotonic()
    for number in range(sequences):
        look = looks[number * 37 % len(looks)]
        bursts = [random_.choices(KEYS, k=random_.randrange(1, 4)) for _ in range(30)]
        with TemporaryDirectory() as folder, Watched(Path(folder), look) as watched:
            found = watched.type(bursts)
            sent += len(watched.terminal.raw)
            stock += (Path(folder) / "stock").stat().st_size
        keys += sum(map(len, bursts))
        if found:
            has_ended = found[0].startswith(ENDED)
            ends += has_ended
            mismatches += not has_ended
            print(number, look, found[0], *(found[-6:]), sep="\n  ", flush=True)
    minutes = (time.monotonic() - started) / 60
    print(f"{sequences} sequences at {min(sequences, len(looks))} looks, {keys:,} keys:")
    print(f"{mismatches} mismatches, {ends} times the reader ended by itself;")
    print(f"{sent:,} instead of {stock:,} bytes; {minutes:.0f} min")
    return int(mismatches + ends > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
