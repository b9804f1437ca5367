"""``briefing edit``: an operation of the desk on a folder, from the command line."""

from __future__ import annotations

import difflib
from argparse import Namespace
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Final

from briefing.desk.arranging import accept, delete, key_figures, move, order, set_field, short
from briefing.desk.edits import Contents, Edit, apply, recover
from briefing.desk.joining import merge, split
from briefing.desk.renaming import rename
from briefing.model.errors import UsageError
from briefing.views.context import Context
from briefing.views.verb_table import EDITS
from briefing.views.verbs import OK


def run(context: Context, arguments: Namespace) -> int:
    """Do it, or print the diff of what would be done; an `EditRefusedError` says why not."""
    folder = Path(arguments.folder)
    done = finish(context, folder, dry_run=arguments.dry_run)
    if arguments.action == "recover":
        if not done:
            context.say("No edit was interrupted.")
        return OK
    if not _takes(EDITS[arguments.action], len(arguments.what)):
        words = EDITS[arguments.action]
        raise UsageError(f"Write `briefing edit FOLDER {arguments.action} {words}`.")
    edit = _MAKES[arguments.action](folder, *arguments.what)
    context.write_lines(write(folder, edit, dry_run=arguments.dry_run))
    return OK


def finish(context: Context, folder: Path, *, dry_run: bool) -> bool:
    """Finish an edit that was interrupted, before another is made; tell whether there was one."""
    done = "" if dry_run else recover(folder)
    if done:
        context.say(done)
    return bool(done)


def write(folder: Path, edit: Edit, *, dry_run: bool) -> list[str]:
    """Write an edit and give the lines that tell of it; with `dry_run` only give its diff."""
    if dry_run:
        return list(difference(folder, edit))
    apply(folder, edit)
    return [edit.says]


def _takes(usage: str, count: int) -> bool:
    """Whether an action whose words are given in `EDITS` takes so many of them."""
    words = usage.removesuffix("…").split()
    least = sum(not word.startswith("[") for word in words)
    return least <= count and (count <= len(words) or usage.endswith("…"))


def _move(folder: Path, card: str, *words: str) -> Edit:
    *rest, last = words
    number = int(last) if last.isdecimal() else None
    if number is None:
        rest.append(last)
    if len(rest) > 1:
        raise UsageError(f"“{rest[1]}” is not a position from 1 up.")
    return move(folder, card, rest[0] if rest else None, number)


_MAKES: Final[Mapping[str, Callable[..., Edit]]] = {
    "rename": rename,
    "move": _move,
    "merge": merge,
    "split": split,
    "delete": delete,
    "order": lambda folder, what, *ids: order(folder, what, ids),
    "short": lambda folder, section, *cards: short(folder, section, cards),
    "key-figures": lambda folder, *figures: key_figures(folder, figures),
    "accept": accept,
    "set": set_field,
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
