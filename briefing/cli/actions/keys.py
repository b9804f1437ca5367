"""``briefing keys``: what the keys of the reader do, as configured."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from briefing.plain.context import Context
from briefing.plain.layout import field
from briefing.plain.table import OK, load

if TYPE_CHECKING:
    from briefing.tui.commands import KeyLine


def run(context: Context, arguments: Namespace) -> int:
    """List the keys.

    Args:
        context: Places, streams and width.
        arguments: ``json``.

    Returns:
        0.
    """
    listing, notices = load("briefing.tui.commands:listing"), load("briefing.tui.commands:notices")
    for notice in notices(context.config.keys):
        context.say(notice)
    lines = listing(context.config.keys)
    if arguments.json:
        context.write(_as_json(lines))
    else:
        context.write_lines(key_lines(lines, context.width))
    return OK


def _as_json(lines: Sequence[KeyLine]) -> str:
    # What JSON needs takes longer to load than all else that there is to print.
    from briefing.plain.shapes import KeyList, ListedKey, as_json  # noqa: PLC0415

    keys = [
        ListedKey(
            id=line.id, group=line.group, keys=tuple(line.keys), label=line.label, help=line.help
        )
        for line in lines
    ]
    return as_json(KeyList(keys=tuple(keys)))


def key_lines(keys: Sequence[KeyLine], width: int) -> list[str]:
    """Lay out the keys by group.

    Args:
        keys: Those of one group next to each other.
        width: Most cells of a line.

    Returns:
        Labelled lines; the id to remap a key by stands last.
    """
    lines: list[str] = []
    for group, members in groupby(keys, key=lambda key: key.group):
        lines += ["", f"{group}:"]
        for key in members:
            names = " or ".join(key.keys) or "no key"
            lines += field(names, f"{key.help} ({key.id})", width, "  ")
    return lines[1:]
