"""``briefing edit``: an operation of the desk on a folder, from the command line."""

from __future__ import annotations

import difflib
from argparse import Namespace
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from briefing.desk.arranging import accept, delete, key_figures, move, order, set_field, short
from briefing.desk.edits import Contents, Edit, apply, recover
from briefing.desk.joining import merge, split
from briefing.desk.renaming import rename
from briefing.model.errors import UsageError
from briefing.views.context import Context
from briefing.views.verbs import OK


class _Action(NamedTuple):
    """An action with the words that it takes; ``…`` after the last, any number of it."""

    words: str
    make: Callable[[Path, Sequence[str]], Edit]

    def takes(self, count: int) -> bool:
        words = self.words.removesuffix("…").split()
        least = len([word for word in words if not word.startswith("[")])
        return least <= count and (count <= len(words) or self.words.endswith("…"))


def run(context: Context, arguments: Namespace) -> int:
    """Do it, or print the diff of what would be done; an `EditRefusedError` says why not."""
    folder = Path(arguments.folder)
    done = "" if arguments.dry_run else recover(folder)
    if done:
        context.say(done)
    if arguments.action == "recover":
        if not done:
            context.say("No edit was interrupted.")
        return OK
    action = _ACTIONS[arguments.action]
    if not action.takes(len(arguments.what)):
        raise UsageError(f"Write `briefing edit FOLDER {arguments.action} {action.words}`.")
    edit = action.make(folder, arguments.what)
    if arguments.dry_run:
        context.write_lines(difference(folder, edit))
        return OK
    apply(folder, edit)
    context.write(edit.says)
    return OK


def _move(folder: Path, words: Sequence[str]) -> Edit:
    card, *rest = words
    number = rest.pop() if rest[-1].isdecimal() else None
    if len(rest) > 1:
        raise UsageError(f"“{rest[1]}” is not a position from 1 up.")
    return move(folder, card, rest[0] if rest else None, int(number) if number else None)


_ACTIONS: Final[Mapping[str, _Action]] = {
    "rename": _Action("WHAT NEW-ID", lambda folder, words: rename(folder, *words)),
    "move": _Action("CARD SECTION-OR-POSITION [POSITION]", _move),
    "merge": _Action("WHAT INTO-WHAT", lambda folder, words: merge(folder, *words)),
    "split": _Action("CARD#CLAIM NEW-CARD TITLE", lambda folder, words: split(folder, *words)),
    "delete": _Action("WHAT", lambda folder, words: delete(folder, *words)),
    "order": _Action(
        "section:ID|sections|key-figures ID …",
        lambda folder, words: order(folder, words[0], words[1:]),
    ),
    "short": _Action(
        "section:ID view|none|CARD …", lambda folder, words: short(folder, words[0], words[1:])
    ),
    "key-figures": _Action("[FIGURE] …", key_figures),
    "accept": _Action("WHAT", lambda folder, words: accept(folder, *words)),
    "set": _Action("WHAT FIELD TEXT", lambda folder, words: set_field(folder, *words)),
}


def difference(folder: Path, edit: Edit) -> Iterator[str]:
    """A unified diff; a file that goes is set against one that comes, if as many come."""
    gone = [path for path, data in edit.after.items() if data is None]
    new = [path for path, data in edit.before.items() if data is None]
    others = [path for path in edit.after if path not in (*gone, *new)]
    pairs = [(path, path) for path in others]
    if len(gone) == len(new):
        pairs += zip(gone, new, strict=True)
    else:
        pairs += [*((path, "") for path in gone), *(("", path) for path in new)]
    for before, after in sorted(pairs, key=max):
        old, now = _lines(edit.before, before), _lines(edit.after, after)
        if old == now:
            yield f"rename {before} to {after}"
        yield from difflib.unified_diff(
            old, now, _shown(folder, before), _shown(folder, after), lineterm="", n=1
        )


def _shown(folder: Path, path: str) -> str:
    return str(folder / path) if path else "/dev/null"


def _lines(contents: Contents, path: str) -> list[str]:
    data = contents[path] if path else b""
    return (data or b"").decode(errors="replace").splitlines()
