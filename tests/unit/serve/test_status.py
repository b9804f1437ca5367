"""The socket over which a running server says how it is doing."""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import msgspec
import pytest

from briefing.serve.status import Status, StatusError, StatusSocket, ask_status, memory_of
from tests.unit.serve.test_telling import STATUS

BLOCK = 64 << 20
HOLD = f"x = bytearray({BLOCK}); print(flush=True); input()"
"""A program that holds memory until it is told that it may go."""


@pytest.fixture
def state(tmp_path: Path) -> Path:
    return tmp_path / "state"


@pytest.fixture
async def server(state: Path) -> AsyncIterator[StatusSocket]:
    """A server that says how it is doing."""
    running = StatusSocket(state, lambda: msgspec.structs.replace(STATUS, pid=os.getpid()))
    await running.open()
    yield running
    running.close()
    await answered()


async def answered() -> None:
    """Wait until everybody who asked has their answer."""
    async with asyncio.timeout(20):
        while len(asyncio.all_tasks()) > 1:
            await asyncio.sleep(0.01)


async def ask(state: Path) -> Status:
    return await asyncio.to_thread(ask_status, state)


def answering(state: Path, answer: bytes) -> Callable[[], None]:
    """Have something else at the place of the socket, which gives an answer."""
    state.mkdir()
    listening = socket.socket(socket.AF_UNIX)
    listening.bind(str(state / "serve.sock"))
    listening.listen()

    def serve() -> None:
        with listening, listening.accept()[0] as line:
            line.sendall(answer)

    return serve


async def test_a_server_says_how_it_is_doing_and_what_memory_it_has(
    server: StatusSocket, state: Path
) -> None:
    del server
    told = await ask(state)
    assert told.memory > 1 << 20
    assert msgspec.structs.replace(told, memory=STATUS.memory, pid=STATUS.pid) == STATUS


async def test_a_server_says_so_as_often_as_it_is_asked(server: StatusSocket, state: Path) -> None:
    del server
    told = await asyncio.gather(*(ask(state) for _ in range(5)))
    assert {one.pid for one in told} == {os.getpid()}


async def test_only_its_own_user_may_ask(server: StatusSocket, state: Path) -> None:
    del server
    assert (state / "serve.sock").stat().st_mode & 0o777 == 0o600
    assert state.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("exists", [False, True])
def test_where_no_server_runs_none_answers(state: Path, *, exists: bool) -> None:
    if exists:
        state.mkdir()
    with pytest.raises(StatusError) as told:
        ask_status(state)
    assert str(told.value) == f"No server answers at “{state / 'serve.sock'}”."


async def test_a_second_server_is_told_of_the_first(server: StatusSocket, state: Path) -> None:
    server.claim()
    second = StatusSocket(state, lambda: STATUS)
    with pytest.raises(StatusError) as told:
        second.claim()
    assert str(told.value) == (
        f"A server with the state folder “{state}” is running already. Ask it:"
        " `briefing serve --status`."
    )
    assert (await ask(state)).pid == os.getpid()


async def test_what_a_server_left_behind_that_was_killed_is_in_nobodys_way(state: Path) -> None:
    state.mkdir()
    with socket.socket(socket.AF_UNIX) as dead:
        dead.bind(str(state / "serve.sock"))
    running = StatusSocket(state, lambda: STATUS)
    await running.open()
    assert (await ask(state)).pid == STATUS.pid
    running.close()
    await answered()


async def test_a_server_that_has_ended_leaves_nothing(server: StatusSocket, state: Path) -> None:
    server.close()
    assert list(state.iterdir()) == []
    with pytest.raises(StatusError):
        await ask(state)


async def test_a_server_that_never_began_can_be_closed(state: Path) -> None:
    StatusSocket(state, lambda: STATUS).close()
    assert not state.exists()


async def test_a_folder_may_have_a_longer_name_than_a_socket(tmp_path: Path) -> None:
    state = tmp_path / ("deep/" * 60)
    running = StatusSocket(state, lambda: STATUS)
    await running.open()
    assert (await ask(state)).fingerprint == STATUS.fingerprint
    running.close()
    await answered()


async def test_a_socket_that_cannot_be_made_is_told(state: Path) -> None:
    state.write_text("a file")
    with pytest.raises(StatusError, match=r"serve\.sock” cannot be made: File exists\."):
        await StatusSocket(state, lambda: STATUS).open()


@pytest.mark.parametrize("answer", [b"", b"{", b"{}", b"[]", b"\xff", b'{"pid": "x"}'])
async def test_what_answers_something_else_is_no_server(state: Path, answer: bytes) -> None:
    serving = asyncio.create_task(asyncio.to_thread(answering(state, answer)))
    with pytest.raises(StatusError):
        await ask(state)
    await serving


async def test_somebody_who_asks_and_goes_does_no_harm(server: StatusSocket, state: Path) -> None:
    del server
    for _ in range(3):
        with socket.socket(socket.AF_UNIX) as line:
            line.connect(str(state / "serve.sock"))
    assert (await ask(state)).pid == os.getpid()


def test_the_memory_of_a_process_is_with_that_of_all_that_come_from_it() -> None:
    inner = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {HOLD!r}])"
    with subprocess.Popen(
        [sys.executable, "-c", inner], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as outer:
        assert outer.stdin
        assert outer.stdout
        outer.stdout.readline()
        assert BLOCK < memory_of(outer.pid) < 3 * BLOCK
        assert memory_of(os.getpid()) > memory_of(outer.pid)
        outer.stdin.close()


def test_a_process_that_is_not_there_has_no_memory() -> None:
    with subprocess.Popen([sys.executable, "-c", ""]) as gone:
        gone.wait()
    assert memory_of(gone.pid) == 0
