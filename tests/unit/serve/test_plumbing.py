"""Bytes between a file and a channel, as fast as the slower side takes them."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import suppress

import pytest

from briefing.serve.plumbing import Inflow, Outflow

MUCH = bytes(range(256)) * 2048
"""More than a pipe and a flow hold."""


async def until(condition: Callable[[], object]) -> None:
    """Wait until something holds."""
    async with asyncio.timeout(20):
        while not condition():
            await asyncio.sleep(0.005)


async def turns() -> None:
    """Let the loop do all that it could do by now."""
    for _ in range(5):
        await asyncio.sleep(0.002)


def fill(file: int) -> int:
    """Write to a pipe until it takes nothing more; say how much it took."""
    written = 0
    with suppress(BlockingIOError):
        while True:
            written += os.write(file, bytes(4096))
    return written


def is_open(file: int) -> bool:
    try:
        os.fstat(file)
    except OSError:
        return False
    return True


class Channel:
    """Takes what comes out, and asks the client to wait."""

    def __init__(self) -> None:
        self.data = b""
        self.ends = 0
        self.asked: list[str] = []

    def write(self, data: bytes) -> None:
        self.data += data

    def end(self) -> None:
        self.ends += 1

    def pause(self) -> None:
        self.asked.append("pause")

    def resume(self) -> None:
        self.asked.append("resume")


@pytest.fixture
def channel() -> Channel:
    return Channel()


# -- out -------------------------------------------------------------------------------------------


class Out:
    """A flow out of a pipe.

    Attributes:
        ours: The end that it reads.
        theirs: The end that a child writes to.
    """

    def __init__(self, channel: Channel) -> None:
        self.ours, self.theirs = os.pipe()
        self.flow = Outflow(self.ours, channel.write, channel.end)

    def close_theirs(self) -> None:
        if self.theirs >= 0:
            os.close(self.theirs)
            self.theirs = -1


@pytest.fixture
async def out(channel: Channel) -> AsyncIterator[Out]:
    out = Out(channel)
    yield out
    out.flow.close()
    out.close_theirs()


async def test_all_that_a_child_writes_comes_out_and_then_the_end(
    out: Out, channel: Channel
) -> None:
    writing = asyncio.create_task(asyncio.to_thread(_write_all, out.theirs, MUCH))
    await until(lambda: len(channel.data) == len(MUCH))
    await writing
    assert (channel.data, channel.ends, out.flow.ended) == (MUCH, 0, False)
    out.close_theirs()
    await until(lambda: channel.ends)
    await turns()
    assert (channel.ends, out.flow.ended) == (1, True)
    assert not is_open(out.ours)


def _write_all(file: int, data: bytes) -> None:
    while data:
        data = data[os.write(file, data) :]


async def test_while_the_channel_is_full_the_child_waits(out: Out, channel: Channel) -> None:
    out.flow.pause()
    os.set_blocking(out.theirs, False)
    written = fill(out.theirs)
    await turns()
    assert fill(out.theirs) == 0
    assert channel.data == b""
    out.flow.resume()
    await until(lambda: len(channel.data) == written)
    assert os.write(out.theirs, b"more")


async def test_the_end_waits_for_the_channel_too(out: Out, channel: Channel) -> None:
    out.flow.pause()
    os.write(out.theirs, b"last words")
    out.close_theirs()
    await turns()
    assert channel.ends == 0
    out.flow.resume()
    await until(lambda: channel.ends)
    assert channel.data == b"last words"


async def test_what_is_closed_reads_nothing_and_tells_no_end(out: Out, channel: Channel) -> None:
    os.write(out.theirs, b"never read")
    out.flow.close()
    assert out.flow.ended
    assert not is_open(out.ours)
    for again in (out.flow.close, out.flow.pause, out.flow.resume):
        again()
    await turns()
    assert (channel.data, channel.ends) == (b"", 0)


async def test_a_terminal_that_nobody_has_open_any_more_is_at_its_end(channel: Channel) -> None:
    master, slave = os.openpty()
    flow = Outflow(master, channel.write, channel.end)
    os.write(slave, b"bye")
    os.close(slave)
    await until(lambda: channel.ends)
    assert (channel.data, flow.ended, is_open(master)) == (b"bye", True, False)


# -- in --------------------------------------------------------------------------------------------


class In:
    """A flow into a pipe.

    Attributes:
        theirs: The end that a child reads.
        ours: The end that it writes to.
    """

    def __init__(self, channel: Channel) -> None:
        self.theirs, self.ours = os.pipe()
        for end in (self.theirs, self.ours):
            os.set_blocking(end, False)
        self.flow = Inflow(self.ours, channel.pause, channel.resume)

    async def read(self, size: int) -> bytes:
        """Read as a child does."""
        data = b""
        async with asyncio.timeout(20):
            while len(data) < size:
                try:
                    data += os.read(self.theirs, size - len(data))
                except BlockingIOError:
                    await asyncio.sleep(0.001)
        return data


@pytest.fixture
async def into(channel: Channel) -> AsyncIterator[In]:
    into = In(channel)
    yield into
    into.flow.close()
    os.close(into.ours)
    if is_open(into.theirs):
        os.close(into.theirs)


async def test_what_is_typed_goes_in_at_once(into: In, channel: Channel) -> None:
    for key in (b"j", b"\x1b[A", b"q"):
        into.flow.write(key)
    assert os.read(into.theirs, 100) == b"j\x1b[Aq"
    assert (into.flow.total, channel.asked) == (5, [])


async def test_what_a_child_does_not_take_waits_and_goes_in_in_its_order(
    into: In, channel: Channel
) -> None:
    pieces = [MUCH[start : start + 1000] for start in range(0, len(MUCH), 1000)]
    for piece in pieces:
        into.flow.write(piece)
    assert channel.asked == ["pause"]
    assert await into.read(len(MUCH)) == MUCH
    await until(lambda: channel.asked == ["pause", "resume"])
    into.flow.write(b"more")
    assert await into.read(4) == b"more"
    assert into.flow.total == len(MUCH) + 4


async def test_a_client_that_types_little_need_not_wait(into: In, channel: Channel) -> None:
    filled = fill(into.ours)
    into.flow.write(b"key")
    assert await into.read(filled) == bytes(filled)
    await turns()
    assert os.read(into.theirs, 100) == b"key"
    assert channel.asked == []


async def test_a_client_may_have_to_wait_more_than_once(into: In, channel: Channel) -> None:
    for _ in range(2):
        into.flow.write(MUCH)
        await into.read(len(MUCH))
        await until(lambda: channel.asked[-1:] == ["resume"])
    assert channel.asked == ["pause", "resume"] * 2


async def test_what_waits_goes_before_what_is_typed_later(into: In) -> None:
    into.flow.write(MUCH)
    first = os.read(into.theirs, 10_000)
    into.flow.write(b"later")
    rest = await into.read(len(MUCH) + len(b"later") - len(first))
    assert first + rest == MUCH + b"later"


async def test_what_is_closed_takes_nothing_more(into: In, channel: Channel) -> None:
    into.flow.write(MUCH)
    into.flow.close()
    into.flow.close()
    into.flow.write(b"late")
    assert into.flow.total == len(MUCH)
    taken = len(os.read(into.theirs, 1 << 20))
    await turns()
    with pytest.raises(BlockingIOError):
        os.read(into.theirs, 1)
    assert taken < len(MUCH)
    assert channel.asked == ["pause"]


async def test_what_is_typed_for_a_child_that_is_gone_is_lost(into: In, channel: Channel) -> None:
    assert signal.getsignal(signal.SIGPIPE) == signal.SIG_IGN
    into.flow.write(MUCH)
    os.close(into.theirs)
    await until(lambda: channel.asked == ["pause", "resume"])
    into.flow.write(MUCH)
    await turns()
    assert channel.asked == ["pause", "resume"]
