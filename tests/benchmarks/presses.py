"""How often `Space` must be pressed to read a briefing, short and in full.

Run by hand: ``python -m tests.benchmarks.presses [FOLDER]``, where FOLDER holds a briefing; without
one, the bundled briefing is read. The reader runs in a real terminal; every press that changes what
is on the screen counts, until the reader says that the end is reached.
"""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from briefing.authoring.load import load_briefing
from briefing.library.library import Library
from tests.terminal.conftest import COMMAND, ROOT, environment_of
from tests.terminal.pty import Terminal

SIZES: Final = ((80, 24), (120, 40), (160, 45))
ENDS: Final = ("End of the short version", "This is the last card.")
QUIET: Final = 0.15
"""Seconds without output after which a press has had its effect."""

_MOST: Final = 1_000


def main(arguments: list[str]) -> None:
    """Print a table."""
    folder = Path(arguments[0]) if arguments else next((ROOT / "content").iterdir())
    briefing = load_briefing(folder).briefing
    if briefing is None:
        raise SystemExit(f"{folder} has mistakes; run “briefing check” on it.")
    print("version  words  minutes" + "".join(f"{f'{w}×{h}':>10}" for w, h in SIZES))
    for version, words, minutes in (
        ("short", briefing.short_word_count, briefing.short_minutes),
        ("full", briefing.word_count, briefing.reading_minutes),
    ):
        counts = []
        for columns, rows in SIZES:
            with TemporaryDirectory() as name:
                home = Path(name)
                Library(home / "library").publish([briefing])
                (home / "config.toml").write_text(f'version = "{version}"\n')
                counts.append(presses(home, columns, rows))
        print(
            f"{version:<7}{words:>7,}{minutes:>9}" + "".join(f"{number:>10}" for number in counts)
        )


def presses(home: Path, columns: int, rows: int) -> int:
    """Read to the end, and count the presses.

    Args:
        home: Folder with the library and the configuration.
        columns: Width of the terminal, in cells.
        rows: Height of the terminal.
    """
    with Terminal(COMMAND, environment_of(home), columns, rows, answers=True) as terminal:
        terminal.wait_for("read on")
        _rest(terminal)
        for number in range(_MOST):
            terminal.press("space")
            _rest(terminal)
            if any(end in terminal.text for end in ENDS):
                return number
    raise SystemExit(f"The end was not reached with {_MOST} presses.")


def _rest(terminal: Terminal) -> None:
    while terminal.pump(QUIET):
        pass


if __name__ == "__main__":
    main(sys.argv[1:])
