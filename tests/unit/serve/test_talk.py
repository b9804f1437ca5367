"""What a child says to the front while its reader marks."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator, Mapping

import pytest

from briefing.library.changes import Place
from briefing.library.memory_keeper import MemoryKeeper, as_json
from briefing.library.state import ReaderState
from briefing.serve.child.talk import Line
from briefing.serve.protocol import (
    LARGEST,
    Fault,
    Fork,
    Marked,
    Published,
    Visited,
    Warned,
    from_child,
    receive,
    send,
    socket_pair,
)

KEEPS = Fork(session=1, environment={}, keeps=True)
GUEST = Fork(session=1, environment={})
PLACE = Place(section="terms", card="a")
DIGEST = "0" * 64


@pytest.fixture
def ends() -> Iterator[tuple[socket.socket, socket.socket]]:
    """The front's end, and the child's."""
    front, child = socket_pair()
    with front, child:
        front.setblocking(False)
        yield front, child


def heard(front: socket.socket) -> list[Marked | Visited]:
    """All that was said."""
    messages: list[Marked | Visited] = []
    while True:
        try:
            received = receive(front)
        except BlockingIOError:
            return messages
        if received is None:
            return messages
        assert len(received[0]) <= LARGEST
        message = from_child.decode(received[0])
        assert isinstance(message, Marked | Visited)
        messages.append(message)


def test_the_front_hears_of_every_change(ends: tuple[socket.socket, socket.socket]) -> None:
    front, child = ends
    state = Line(KEEPS, child).open_state()
    state.remember("dam", PLACE)
    state.mark_read("dam", {"a": DIGEST, "b": DIGEST})
    state.set_bookmark("dam", "a", on=True)
    state.undo()
    elsewhere = MemoryKeeper()
    messages = heard(front)
    elsewhere.write([message.change for message in messages], 0)
    kept = ReaderState(MemoryKeeper(as_json(elsewhere.load())))
    assert kept.place("dam") == state.place("dam") == PLACE
    assert kept.read_marks("dam") == state.read_marks("dam") == {"a": DIGEST, "b": DIGEST}
    assert kept.bookmarks("dam") == state.bookmarks("dam") == set()
    assert [type(message) for message in messages] == [Visited, Marked, Marked, Marked]
    assert state.notices == ()


@pytest.mark.parametrize("length", [20, 80])
def test_a_section_of_any_size_is_marked_in_messages_that_arrive(
    ends: tuple[socket.socket, socket.socket], length: int
) -> None:
    front, child = ends
    state = Line(KEEPS, child).open_state()
    cards = {f"{number:0{length}}": DIGEST for number in range(450)}
    state.mark_read("dam", cards)
    messages = heard(front)
    state.undo()
    messages += heard(front)
    assert {message.briefing for message in messages} == {"dam"}
    elsewhere = MemoryKeeper()
    half = len(messages) // 2
    elsewhere.write([message.change for message in messages[:half]], 0)
    assert ReaderState(elsewhere).read_marks("dam") == cards
    elsewhere.write([message.change for message in messages[half:]], 0)
    assert ReaderState(elsewhere).read_marks("dam") == state.read_marks("dam") == {}


def test_what_is_taken_back_leaves_what_was_changed_elsewhere(
    ends: tuple[socket.socket, socket.socket],
) -> None:
    front, child = ends
    state = Line(KEEPS, child).open_state()
    state.mark_read("dam", {"a": "old", "b": "old"})
    state.undo()
    elsewhere = MemoryKeeper()
    marked, back = (message.change for message in heard(front))
    elsewhere.write([marked], 0)
    ReaderState(elsewhere).mark_read("dam", {"b": "new"})
    elsewhere.write([back], 0)
    assert ReaderState(elsewhere).read_marks("dam") == {"b": "new"}


def test_nobody_hears_of_what_a_guest_marks(ends: tuple[socket.socket, socket.socket]) -> None:
    front, child = ends
    state = Line(GUEST, child).open_state()
    state.mark_read("dam", {"a": DIGEST})
    assert state.read_marks("dam") == {"a": DIGEST}
    assert heard(front) == []


def test_a_reader_is_told_when_the_front_hears_nothing_more(
    ends: tuple[socket.socket, socket.socket],
) -> None:
    front, child = ends
    state = Line(KEEPS, child).open_state()
    front.close()
    state.mark_read("dam", {"a": DIGEST})
    assert state.read_marks("dam") == {"a": DIGEST}
    (notice,) = state.notices
    assert notice.startswith("The server does not accept your marks.")
    assert not state.save()


class Screen:
    """The reader on the screen, as far as the front has a say in it."""

    def __init__(self) -> None:
        self.done: list[object] = []

    def publish(self, revisions: Mapping[str, int]) -> None:
        self.done.append(dict(revisions))

    def warn(self, sentence: str) -> None:
        self.done.append(sentence)

    def leave(self, code: int) -> None:
        self.done.append(code)

    def hang_up(self) -> None:
        self.done.append("hung up")


async def test_a_reader_sees_what_the_front_says_until_it_is_gone(
    ends: tuple[socket.socket, socket.socket],
) -> None:
    front, child = ends
    screen = Screen()
    Line(KEEPS, child).attach(screen)
    send(front, Published(revisions={"dam": 2}))
    send(front, Warned(sentence="Soon."))
    front.close()
    async with asyncio.timeout(20):
        while "hung up" not in screen.done:
            await asyncio.sleep(0.005)
    await asyncio.sleep(0.02)
    assert screen.done == [{"dam": 2}, "Soon.", "hung up"]


def test_the_front_hears_of_a_fault(ends: tuple[socket.socket, socket.socket]) -> None:
    front, child = ends
    Line(GUEST, child).report("1234abcd", "what is known")
    assert message_of(front) == Fault(id="1234abcd", report="what is known")
    front.close()
    Line(GUEST, child).report("1234abcd", "nobody hears")


def message_of(front: socket.socket) -> object:
    received = receive(front)
    assert received is not None
    return from_child.decode(received[0])


@pytest.mark.parametrize("character", ["“", "\n", '"'])
def test_the_front_hears_the_end_of_a_long_report(
    ends: tuple[socket.socket, socket.socket], character: str
) -> None:
    front, child = ends
    Line(GUEST, child).report("1234abcd", f"{character * 100_000}last line")
    message = message_of(front)
    assert isinstance(message, Fault)
    assert message.report.endswith("last line")


def test_cards_may_have_long_ids(ends: tuple[socket.socket, socket.socket]) -> None:
    front, child = ends
    state = Line(KEEPS, child).open_state()
    cards = {f"{number:0250}": DIGEST for number in range(200)}
    state.mark_read("dam", cards)
    state.undo()
    assert len(heard(front)) >= 2
