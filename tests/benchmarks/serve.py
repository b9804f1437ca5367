"""A host under load, beside `ssh host true` on a stock ``sshd`` in the same run.

Run by hand: ``python -m tests.benchmarks.serve [WORDS…]``; with words, only parts whose name
has one of them. It takes about ten minutes on two cores, all on loopback, with the real ``ssh``.
"""

from __future__ import annotations

import asyncio
import fcntl
import os
import pty
import pwd
import random
import shutil
import signal
import statistics
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager, suppress
from itertools import product
from pathlib import Path
from tempfile import mkdtemp
from typing import Final

from briefing.authoring.load import load_briefing
from briefing.library.library import Library
from tests.served.conftest import FREE, FREE_SSHD
from tests.served.host import Host, client_environment, descendants, words_of
from tests.served.stock import stock_sshd
from tests.terminal.conftest import ROOT

CONTENT: Final = ROOT / "content"
READERS: Final = 25
ROOMS: Final = (25, 50)
PAIRS: Final = 15
CALLS: Final = 1000
AT_A_TIME: Final = 16
_CARDS: Final = (b"J", b"J", b" ", b">", b" ")
_EVIDENCE: Final = (b"e", b"J", b"\x1b")
_FIND: Final = (b"/", b"treaty\r", b"\x1b")
_TICK: Final = os.sysconf("SC_CLK_TCK")
_MEBIBYTE: Final = 1 << 20
_LONGEST: Final = 30.0


class Seat:
    """Somebody at a terminal, with ``ssh`` running in it.

    Attributes:
        received: Bytes so far.
        ready: Set when the reader is on the screen.
    """

    def __init__(self, command: list[str], sign: bytes) -> None:
        self.received = 0
        self.ready = asyncio.Event()
        self._sign = sign
        self._seen = b""
        self._came = asyncio.Event()
        self._loop = asyncio.get_running_loop()
        self._file, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        self.process = subprocess.Popen(
            command,
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env=client_environment(),
            start_new_session=True,
        )
        os.close(slave)
        os.set_blocking(self._file, False)
        self._loop.add_reader(self._file, self._read)

    def _read(self) -> None:
        try:
            data = os.read(self._file, 1 << 16)
        except OSError:
            data = b""
        if not data:
            self._loop.remove_reader(self._file)
            return
        self.received += len(data)
        if not self.ready.is_set():
            self._seen += data
            if self._sign in self._seen:
                self.ready.set()
        self._came.set()

    def press(self, keys: bytes) -> None:
        """Press keys; where there is no room for more, they are not pressed."""
        with suppress(BlockingIOError):
            os.write(self._file, keys)

    def resize(self, columns: int, rows: int) -> None:
        """Have a terminal of another size."""
        fcntl.ioctl(self._file, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.process.send_signal(signal.SIGWINCH)

    async def answer(self, keys: bytes) -> float:
        """Press keys; give the seconds until the first byte comes back."""
        self._came.clear()
        began = time.perf_counter()
        self.press(keys)
        await asyncio.wait_for(self._came.wait(), _LONGEST)
        return time.perf_counter() - began

    def leave(self) -> None:
        """Go without a word."""
        self._loop.remove_reader(self._file)
        self.process.kill()
        self.process.wait()
        os.close(self._file)


async def sit_down(host: Host, count: int, version: str = "full") -> list[Seat]:
    """Have readers come in, one after the other."""
    seats = []
    for _ in range(count):
        seat = Seat(host.ssh(), b"read on")
        await asyncio.wait_for(seat.ready.wait(), _LONGEST)
        if version == "short":
            await seat.answer(b"a")
        seats.append(seat)
    return seats


@contextmanager
def hosting(*, pool: bool = True) -> Iterator[Host]:
    """A host with the bundled briefing, and no limits on how many may come."""
    home = Path(mkdtemp(prefix=".briefing-bench-", dir=pwd.getpwuid(os.geteuid()).pw_dir))
    try:
        library = Library(home / "library")
        loaded = [load_briefing(path.parent).briefing for path in CONTENT.glob("*/briefing.md")]
        library.publish([briefing for briefing in loaded if briefing])
        (home / "library").chmod(0o755)
        with Host(home, limits=FREE, sshd=FREE_SSHD, pool=pool) as host:
            yield host
    finally:
        shutil.rmtree(home, ignore_errors=True)


# -- what is measured ------------------------------------------------------------------------------


async def connect() -> None:
    """Connect to first paint, beside `ssh host true` on a stock sshd and cold."""
    folder = Path(mkdtemp(prefix=".briefing-bench-", dir=pwd.getpwuid(os.geteuid()).pw_dir))
    with hosting() as host, hosting(pool=False) as cold, stock_sshd(folder) as stock:
        times: dict[str, list[float]] = {"true": [], "pool": [], "cold": []}
        for _ in range(PAIRS):
            began = time.perf_counter()
            await _call([*stock.ssh(), "true"])
            times["true"].append(time.perf_counter() - began)
            for name, one in (("pool", host), ("cold", cold)):
                began = time.perf_counter()
                seat = Seat(one.ssh(), b"read on")
                await asyncio.wait_for(seat.ready.wait(), _LONGEST)
                times[name].append(time.perf_counter() - began)
                seat.leave()
        ms = {name: statistics.median(some) * 1000 for name, some in times.items()}
        print(
            f"connect to first paint     {ms['pool']:6.0f} ms, cold {ms['cold']:.0f} ms;"
            f" `ssh host true` {ms['true']:.0f} ms (target ≤ {ms['true'] + 150:.0f})"
        )
    shutil.rmtree(folder, ignore_errors=True)


async def memory() -> None:
    """Memory of each of many readers, sshd and thin client included, and what is left of it."""
    for pool in (True, False):
        with hosting(pool=pool) as host:
            before = memory_of(host.process.pid)
            seats = await sit_down(host, READERS)
            stages = (("first paint", ()), ("cards", _CARDS), ("evidence", _EVIDENCE))
            for name, keys in (*stages, ("find", _FIND)):
                for key in keys:
                    for seat in seats:
                        seat.press(key)
                    await asyncio.sleep(1)
                await asyncio.sleep(2)
                each = (memory_of(host.process.pid) - before) / READERS / _MEBIBYTE
                how = "" if pool else ", cold"
                print(f"memory of a reader{how}, {name:<12} {each:5.1f} MiB (target ≤ 25)")
            parts = _parts(host)
            for seat in seats:
                seat.leave()
            await asyncio.to_thread(host.wait_for_sessions, 0)
            await asyncio.sleep(0.5)
            alone, after = before / _MEBIBYTE, memory_of(host.process.pid) / _MEBIBYTE
            print(f"of that                    {parts}")
            print(
                f"memory of the host alone   {alone:.0f} MiB, after {READERS} readers {after:.0f}"
            )


def _parts(host: Host) -> str:
    """What each kind of process takes, of one reader."""
    kinds = {
        "sshd: ": "sshd",
        "thin_client.py": "thin client",
        "briefing.serve.session": "session",
        "briefing.serve.pool": "session",
    }
    sums: dict[str, int] = dict.fromkeys(kinds.values(), 0)
    for pid in descendants(host.process.pid):
        words = words_of(pid)
        if name := next((name for sign, name in kinds.items() if sign in words), None):
            sums[name] += pss_of(pid)
    each = (f"{name} {size / READERS / _MEBIBYTE:.1f}" for name, size in sums.items())
    return f"{', '.join(each)} MiB"


async def latency() -> None:
    """From a key to its first byte, with many who read, in either version."""
    for room, version in product(ROOMS, ("short", "full")):
        with hosting() as host:
            alone = await sit_down(host, 1, version)
            normal = await _paced(alone[0], 40)
            seats = [*alone, *await sit_down(host, room - 1, version)]
            times: list[float] = []

            async def read(seat: Seat, times: list[float] = times) -> None:
                await asyncio.sleep(random.random() * 4)
                for number in range(12):
                    times.append(await seat.answer(b"J" if number % 10 < 5 else b"K"))
                    await asyncio.sleep(4)

            cpu = _cpu_of(host)
            began = time.perf_counter()
            await asyncio.gather(*map(read, seats))
            used = (_cpu_of(host) - cpu) / (time.perf_counter() - began)
            for seat in seats:
                seat.leave()
            print(
                f"key to first byte, {room} {version:<5} {_of(times)} (target p95 ≤ 40);"
                f" one reader alone {_of(normal)}; {used:.0%} of a core"
            )


async def idle() -> None:
    """What a host does while nobody does anything."""
    with hosting() as host:
        seats = await sit_down(host, READERS)
        await asyncio.sleep(3)
        cpu, received = _cpu_of(host), sum(seat.received for seat in seats)
        await asyncio.sleep(20)
        used = (_cpu_of(host) - cpu) / 20
        sent = sum(seat.received for seat in seats) - received
        for seat in seats:
            seat.leave()
        print(
            f"at rest, {READERS} readers      {used:7.2%} of a core (target ≤ 2 %), {sent} B sent"
        )


async def calls() -> None:
    """Many short commands, twice: what is not given back would grow again."""
    with hosting() as host:
        command = host.ssh("--", "help")
        before = _footprint(host)
        turn = asyncio.Semaphore(AT_A_TIME)

        async def call() -> int:
            async with turn:
                return await _call(command)

        for _ in range(2):
            began = time.perf_counter()
            codes = await asyncio.gather(*(call() for _ in range(CALLS)))
            seconds = time.perf_counter() - began
            await asyncio.sleep(2)
            after = _footprint(host)
            print(
                f"`ssh host help`            {codes.count(0)} of {CALLS} answered,"
                f" {CALLS / seconds:.0f}/s; descriptors {before[0]} → {after[0]}, memory"
                f" {before[1] / _MEBIBYTE:.1f} → {after[1] / _MEBIBYTE:.1f} MiB"
            )
            before = after


async def neighbours() -> None:
    """What others do to one who reads."""
    with hosting() as host:
        (seat,) = await sit_down(host, 1)
        normal = await _paced(seat, 60)
        print(f"a key, nobody else         {_of(normal)}")
        for name, disturb in (
            ("a spinning neighbour", _spinning),
            ("a stalled reader", _stalled),
            ("a resize bomb", _bomb),
        ):
            stop = asyncio.Event()
            task = asyncio.create_task(disturb(host, stop))
            await asyncio.sleep(1)
            times = await _paced(seat, 60)
            stop.set()
            await task
            ratio = _p95(times) / _p95(normal)
            print(f"{name:<26} {_of(times)}; p95 {ratio:.1f} × normal (target ≤ 2)")
        seat.leave()


async def _spinning(host: Host, stop: asyncio.Event) -> None:
    (seat,) = await sit_down(host, 1)
    while not stop.is_set():
        seat.press(b"\x0c" * 1000)  # its whole screen, as often as it can draw it
        await asyncio.sleep(0.01)
    seat.leave()


async def _stalled(host: Host, stop: asyncio.Event) -> None:
    (seat,) = await sit_down(host, 1)
    seat.process.send_signal(signal.SIGSTOP)
    for _ in range(200):
        seat.press(b"\x0c")
        await asyncio.sleep(0.005)
    await stop.wait()
    seat.leave()


async def _bomb(host: Host, stop: asyncio.Event) -> None:
    (seat,) = await sit_down(host, 1)
    size = 20
    while not stop.is_set():
        seat.resize(65_535 - size, 65_535)
        seat.press(b"\x1b[48;20000;20000;1;1t")
        seat.resize(20 + size % 100, 24)
        size += 1
        await asyncio.sleep(0.05)
    seat.leave()


# -- how it is measured ----------------------------------------------------------------------------


async def _paced(seat: Seat, count: int) -> list[float]:
    """Turn to the next card and back, again and again."""
    times = []
    for number in range(count):
        await asyncio.sleep(0.1)
        times.append(await seat.answer(b"K" if number % 2 else b"J"))
    return times


async def _call(command: list[str]) -> int:
    process = await asyncio.create_subprocess_exec(
        *command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, env=client_environment()
    )
    return await process.wait()


def _cpu_of(host: Host) -> float:
    """Seconds of processor time of a host and all that belongs to it, children that ended too."""
    ticks = 0
    for pid in [host.process.pid, *descendants(host.process.pid)]:
        with suppress(OSError):
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            ticks += sum(map(int, fields[11:13]))
    return ticks / _TICK


def _footprint(host: Host) -> tuple[int, int]:
    pids = [host.process.pid, *descendants(host.process.pid)]
    files = sum(len(list(Path(f"/proc/{pid}/fd").iterdir())) for pid in pids)
    return files, memory_of(host.process.pid)


def _of(times: list[float]) -> str:
    return f"p50 {statistics.median(times) * 1000:.0f} ms, p95 {_p95(times) * 1000:.0f} ms"


def memory_of(pid: int) -> int:
    """Memory of a process and all below it, in bytes: what is shared is counted once (PSS)."""
    return sum(map(pss_of, [pid, *descendants(pid)]))


def pss_of(pid: int) -> int:
    """Memory of a process, in bytes, with its part of what it shares; 0 if it is gone."""
    with suppress(OSError, ValueError):
        text = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
        (line,) = (line for line in text.splitlines() if line.startswith("Pss:"))
        return int(line.split()[1]) * 1024
    return 0


def _p95(times: list[float]) -> float:
    return sorted(times)[int(len(times) * 0.95)]


PARTS: Final[tuple[Callable[[], Coroutine[None, None, None]], ...]] = (
    connect,
    memory,
    latency,
    idle,
    calls,
    neighbours,
)


def main(words: list[str]) -> int:
    """Measure; print a line for each figure."""
    for part in PARTS:
        if not words or any(word in part.__name__ for word in words):
            asyncio.run(part())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
