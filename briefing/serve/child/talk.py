"""The line from a child to the front: what is marked goes out, what is published comes in."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from functools import partial
from itertools import islice
from typing import Final

from briefing.library.changes import Change, Marking, Visit
from briefing.library.errors import LibraryError
from briefing.library.memory_keeper import MemoryKeeper
from briefing.library.state import ReaderState
from briefing.serve.child.isolation import MARKS
from briefing.serve.protocol import Fork, Marked, Message, Visited, send

_AT_ONCE: Final = 200
"""Cards marked in one message, so that it is never too large."""


class NotKeptError(LibraryError):
    """The front takes no more marks."""


def open_state(order: Fork, line: socket.socket | None) -> ReaderState:
    """Open the reader's state: what the front sent of it, in memory.

    The child has its own copy. Each change is made to it and told to the front, which makes it to
    what it keeps, whatever that is by then.

    Args:
        order: Says whether marks came with it, and whether they are kept.
        line: To the front; None for somebody who changes nothing.
    """
    content = None
    if order.marks:
        with open(MARKS, "rb") as file:  # noqa: PTH123 - a handle
            file.seek(0, os.SEEK_SET)
            content = file.read()
    tell = partial(_tell, line) if line is not None and order.keeps else None
    return ReaderState(MemoryKeeper(content, tell))


def _tell(line: socket.socket, change: Change) -> None:
    try:
        for message in _messages(change):
            send(line, message)
    except OSError as error:
        raise NotKeptError("The server does not take what you mark.") from error


def _messages(change: Change) -> Iterator[Message]:
    if isinstance(change, Visit):
        yield Visited(briefing=change.briefing, place=change.place)
        return
    assert isinstance(change, Marking), "there are no other changes"
    only_if = change.only_if
    cards = iter(change.cards.items())
    while some := dict(islice(cards, _AT_ONCE)):
        yield Marked(
            table=change.table,
            briefing=change.briefing,
            cards=some,
            only_if=None if only_if is None else {card: only_if[card] for card in some},
        )
