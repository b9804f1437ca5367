"""The line from a child to the front: what is marked goes out, what is published comes in."""

from __future__ import annotations

import asyncio
import os
import socket
from collections.abc import Iterator
from contextlib import suppress
from functools import partial

import msgspec
from msgspec.structs import replace

from briefing.library.changes import Change, Marking, Visit
from briefing.library.errors import LibraryError
from briefing.library.memory_keeper import MemoryKeeper
from briefing.library.state import ReaderState
from briefing.serve.child.isolation import MARKS
from briefing.serve.child.upstream import Shown
from briefing.serve.protocol import (
    Fault,
    Fork,
    Marked,
    Message,
    Published,
    Visited,
    Warned,
    fits,
    receive,
    send,
    to_child,
)


class NotKeptError(LibraryError):
    """The front takes no more marks."""


class Line:
    """The line to the front; see `briefing.serve.child.upstream.Upstream`.

    Args:
        order: Says whether marks came with it, and whether they are kept.
        talk: Socket to the front.
    """

    tells_news = True

    def __init__(self, order: Fork, talk: socket.socket) -> None:
        self._order = order
        self._socket = talk

    def open_state(self) -> ReaderState:
        """Open the reader's state: what the front sent of it, in memory.

        The child has its own copy. Each change is made to it and told to the front, which makes it
        to what it keeps, whatever that is by then.
        """
        content = None
        if self._order.marks:
            with open(MARKS, "rb") as file:  # noqa: PTH123 - a handle
                file.seek(0, os.SEEK_SET)
                content = file.read()
        tell = partial(_tell, self._socket) if self._order.keeps else None
        return ReaderState(MemoryKeeper(content, tell))

    def attach(self, shown: Shown) -> None:
        """Do what the front says."""
        self._socket.setblocking(False)
        asyncio.get_running_loop().add_reader(self._socket, self._hear, shown)

    def fitted(self, size: tuple[int, int]) -> tuple[int, int]:
        """Use all of it: the front has made sure of its size."""
        return size

    def typed(self) -> None:
        """Say nothing: what is typed came by the front."""

    def report(self, id_: str, report: str) -> None:
        """Tell the front."""
        while not fits(fault := Fault(id=id_, report=report)):
            report = report[len(report) // 2 :]
        with suppress(OSError):
            send(self._socket, fault)

    def _hear(self, shown: Shown) -> None:
        with suppress(BlockingIOError):
            while True:
                received = receive(self._socket)
                if received is None:
                    asyncio.get_running_loop().remove_reader(self._socket)
                    shown.hang_up()
                    return
                match to_child.decode(received[0]):
                    case Published(revisions=revisions):
                        shown.publish(revisions)
                    case Warned(sentence=sentence):
                        shown.warn(sentence)


def _tell(line: socket.socket, change: Change) -> None:
    try:
        for message in _messages(change):
            send(line, message)
    except OSError as error:
        raise NotKeptError("The server does not accept your marks.") from error


def _messages(change: Change) -> Iterator[Message]:
    if isinstance(change, Visit):
        yield Visited(briefing=change.briefing, place=change.place)
        return
    assert isinstance(change, Marking), "there are no other changes"
    yield from _parts(msgspec.convert(change._asdict(), Marked))


def _parts(marked: Marked) -> Iterator[Marked]:
    """Halve a message until its parts can be sent."""
    if fits(marked) or len(marked.cards) == 1:
        yield marked
        return
    cards, middle = list(marked.cards.items()), len(marked.cards) // 2
    for some in (cards[:middle], cards[middle:]):
        only_if = marked.only_if and {card: marked.only_if.get(card) for card, _ in some}
        yield from _parts(replace(marked, cards=dict(some), only_if=only_if))
