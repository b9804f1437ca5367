"""Write docs/keys.md, all keys and signs, from the program: ``python docs/make_keys.py``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Final

from briefing.tui.commands import ALL_COMMANDS, KeyLine, key_label, listing, sections_as_one
from briefing.tui.rendering.signs import SIGN_GROUPS
from briefing.tui.screens.actor import ActorScreen
from briefing.tui.screens.common import own_keys
from briefing.tui.screens.library_search import LibraryScreen
from briefing.tui.screens.review import ReviewScreen
from briefing.tui.screens.sheets import Sheet
from briefing.tui.screens.source_text import SourceTextScreen

FILE: Final = Path(__file__).with_name("keys.md")
HEAD: Final = """\
# Keys and signs

`?` shows them in the program, `briefing keys` prints the keys of the reader screen. The id is what
the configuration calls a command: a line such as `next-unread = "f5"` under `[keys]` gives it
another key, on all screens. A key that does nothing where you are says in the bottom line which
ones do. This file is made from the program: `python docs/make_keys.py`.
"""
SCREENS: Final = {
    "The text of a source": SourceTextScreen.BINDINGS,
    "The page of an actor": ActorScreen.BINDINGS,
    "All briefings": LibraryScreen.BINDINGS,
    "What is to be signed (`briefing review`)": ReviewScreen.BINDINGS,
    "Help, library, health and other lists over the reader": Sheet.BINDINGS,
}


def document() -> str:
    """Give the whole file."""
    return "\n".join([HEAD, *_reader(), *_screens(), *_signs()])


def _reader() -> Iterator[str]:
    yield "## The reader screen\n"
    for group, lines in groupby(listing({}), key=lambda line: line.group):
        yield f"### {group}\n"
        yield from _table(("key", "what it does", "id"), map(_row, sections_as_one(list(lines))))


def _row(line: KeyLine) -> tuple[str, ...]:
    id_ = "`section-1` … `section-10`" if line.id == "sections" else f"`{line.id}`"
    return _keys(line), line.help, id_


def _screens() -> Iterator[str]:
    yield "## The other screens\n"
    keymap = {command.id: command.keys for command in ALL_COMMANDS}
    for title, bound in SCREENS.items():
        yield f"### {title}\n"
        lines = own_keys(title, bound, keymap)
        yield from _table(("key", "what it does"), ((_keys(line), line.help) for line in lines))


def _keys(line: KeyLine) -> str:
    keys = " ".join(f"`{key_label(key)}`" for key in dict.fromkeys(line.keys))
    return keys.replace(" … ", "` … `")


def _signs() -> Iterator[str]:
    yield "## Signs\n"
    for title, signs in SIGN_GROUPS.items():
        yield f"### {title}\n"
        yield from _table(("sign", "means"), ((f"`{sign}`", means) for sign, means in signs))


def _table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield f"| {' | '.join(heads)} |"
    yield f"|{'---|' * len(heads)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"
    yield ""


if __name__ == "__main__":
    FILE.write_text(document(), encoding="utf-8")
    print(FILE.name)
