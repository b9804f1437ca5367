"""What the processes of a server say to each other."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.library.changes import Marking, Place, Visit
from briefing.library.memory_keeper import MemoryKeeper
from briefing.serve.protocol import (
    LARGEST,
    Begin,
    Ended,
    Fault,
    Fork,
    Forked,
    Kill,
    Marked,
    Message,
    NotReady,
    Published,
    Ready,
    Visited,
    Warned,
    from_child,
    from_fork_server,
    receive,
    send,
    socket_pair,
    to_child,
    to_fork_server,
)

Ends = tuple[socket.socket, socket.socket]

texts = st.text(max_size=30).filter(str.isprintable) | st.text('\0\n\x1b"\\“東')
maybe = st.none() | texts
numbers = st.integers(0, 2**53)
marks = st.dictionaries(texts, maybe, max_size=4)
revisions = st.dictionaries(texts, numbers, max_size=4)
places = st.builds(Place, section=texts, card=texts, claim=maybe)

KINDS: dict[msgspec.json.Decoder[Message], tuple[st.SearchStrategy[Message], ...]] = {
    to_fork_server: (
        st.builds(
            Begin, library=texts, state=texts, corpus=maybe, theme=texts, mouse=st.booleans()
        ),
        st.builds(
            Fork,
            session=numbers,
            environment=st.dictionaries(texts, texts, max_size=4),
            verb=st.lists(texts, max_size=4).map(tuple),
            encoding=texts,
            columns=numbers,
            address=maybe,
            marks=st.booleans(),
            keeps=st.booleans(),
            terminal=st.booleans(),
            memory=numbers,
            cpu=numbers,
            files=numbers,
        ),
        st.builds(Kill, session=numbers, signal=numbers),
    ),
    from_fork_server: (
        st.builds(Ready, revisions=revisions, problems=st.lists(texts, max_size=4).map(tuple)),
        st.builds(NotReady, why=texts),
        st.builds(Forked, session=numbers, pid=numbers),
        st.builds(
            Ended,
            session=numbers,
            status=st.integers(-64, 255),
            cpu=st.floats(0, 1e6),
            memory=numbers,
        ),
    ),
    from_child: (
        st.builds(
            Marked,
            table=st.sampled_from(("read", "bookmarks")),
            briefing=texts,
            cards=marks,
            only_if=st.none() | marks,
        ),
        st.builds(Visited, briefing=texts, place=places),
        st.builds(Fault, id=texts, report=texts),
    ),
    to_child: (
        st.builds(Published, revisions=revisions),
        st.builds(Warned, sentence=texts),
    ),
}
messages = st.one_of(
    [st.tuples(st.just(decoder), kind) for decoder, kinds in KINDS.items() for kind in kinds]
)


@pytest.fixture
def ends() -> Iterator[Ends]:
    here, there = socket_pair()
    with here, there:
        yield here, there


def received(end: socket.socket) -> bytes:
    """The next message, with which no files came."""
    taken = receive(end)
    assert taken is not None
    assert taken[1] == []
    return taken[0]


def say_much(end: socket.socket) -> None:
    for _ in range(10_000):
        send(end, Warned(sentence="x" * 1000))


def open_files() -> set[str]:
    """Numbers of the files of this process; the one that is used to list them is not there."""
    return {file.name for file in Path("/proc/self/fd").iterdir() if file.exists()}


@given(st.lists(messages, max_size=5))
def test_messages_come_as_they_were_sent_and_stay_apart(
    sent: list[tuple[msgspec.json.Decoder[Message], Message]],
) -> None:
    here, there = socket_pair()
    with here, there:
        for _, message in sent:
            send(here, message)
        assert [decoder.decode(received(there)) for decoder, _ in sent] == [
            message for _, message in sent
        ]


@given(messages)
def test_nobody_takes_a_message_that_is_not_for_them(
    sent: tuple[msgspec.json.Decoder[Message], Message],
) -> None:
    own, message = sent
    content = msgspec.json.encode(message)
    for decoder in KINDS.keys() - {own}:
        with pytest.raises(msgspec.ValidationError):
            decoder.decode(content)


@pytest.mark.parametrize("content", [b"", b"{", b"{}", b"[]", b"\xff", b'{"type":"Exec"}'])
def test_what_is_no_message_is_an_error_that_is_expected(content: bytes) -> None:
    for decoder in KINDS:
        with pytest.raises(msgspec.MsgspecError):
            decoder.decode(content)


def test_a_mark_and_a_place_are_changes_of_the_state() -> None:
    marked = Marked(table="read", briefing="dam", cards={"a": "d"}, only_if={"a": None})
    assert marked.change == Marking("read", "dam", {"a": "d"}, {"a": None})
    place = Place(section="terms", card="a")
    assert Visited(briefing="dam", place=place).change == Visit("dam", place)


def test_the_largest_message_arrives_whole(ends: Ends) -> None:
    here, there = ends
    empty = len(msgspec.json.encode(Fault(id="", report="")))
    fault = Fault(id="", report="x" * (LARGEST - empty - len('"report":,')))
    for _ in range(2):
        send(here, fault)
    for _ in range(2):
        content = received(there)
        assert LARGEST - 20 < len(content) <= LARGEST
        assert from_child.decode(content) == fault


def test_files_come_with_their_message(ends: Ends, tmp_path: Path) -> None:
    here, there = ends
    names = [tmp_path / str(number) for number in range(5)]
    for name in names:
        with name.open("wb") as file:
            send(here, Warned(sentence=name.name), [file.fileno()] * 2)
    for name in names:
        taken = receive(there)
        assert taken is not None
        content, files = taken
        assert to_child.decode(content) == Warned(sentence=name.name)
        assert len(files) == 2
        for number in files:
            assert os.path.samestat(os.fstat(number), name.stat())
            assert not os.get_inheritable(number)
            os.close(number)


def test_as_many_files_come_as_a_session_needs(ends: Ends) -> None:
    here, there = ends
    send(here, Fork(session=1, environment={}), [0] * 5)
    taken = receive(there)
    assert taken is not None
    assert len(taken[1]) == 5
    for file in taken[1]:
        os.close(file)


def test_whoever_is_gone_says_nothing_more(ends: Ends) -> None:
    here, there = ends
    send(here, Warned(sentence="last words"))
    here.close()
    assert to_child.decode(received(there)) == Warned(sentence="last words")
    assert receive(there) is None
    with pytest.raises(BrokenPipeError):
        send(there, Warned(sentence="anybody?"))


def test_whoever_does_not_wait_is_told_that_there_is_nothing(ends: Ends) -> None:
    here, there = ends
    there.setblocking(False)
    with pytest.raises(BlockingIOError):
        receive(there)
    send(here, Warned(sentence="now"))
    assert to_child.decode(received(there)) == Warned(sentence="now")


def test_whoever_does_not_listen_is_not_waited_for(ends: Ends) -> None:
    here, _ = ends
    here.setblocking(False)
    with pytest.raises(BlockingIOError):
        say_much(here)


def test_files_that_come_with_nothing_said_are_closed(ends: Ends) -> None:
    here, there = ends
    before = open_files()
    socket.send_fds(here, [b""], [0, 0])
    assert receive(there) is None
    left = open_files() - before
    for file in left:
        os.close(int(file))
    assert not left


@pytest.mark.parametrize(
    "count",
    [
        *(1, 1000, 40_000),
        4000,
    ],
)
def test_a_message_of_any_size_arrives_whole_or_is_refused(ends: Ends, count: int) -> None:
    here, there = ends
    ready = Ready(revisions={f"a-briefing-{number:08}": 1 for number in range(count)})
    try:
        send(here, ready)
    except OSError:
        return
    assert from_fork_server.decode(received(there)) == ready


@pytest.mark.parametrize("table", ["places", "meta", "_default", "x"])
def test_a_child_may_mark_in_the_tables_of_marks_alone(table: str) -> None:
    marked = {"type": "Marked", "table": table, "briefing": "dam", "cards": {"a": "d"}}
    content = msgspec.json.encode(marked)
    with pytest.raises(msgspec.ValidationError):
        from_child.decode(content)


def test_a_child_may_say_what_some_cards_must_have() -> None:
    marked = Marked(table="read", briefing="dam", cards={"a": "d", "b": "d"}, only_if={"a": None})
    MemoryKeeper().write([marked.change], 0)
