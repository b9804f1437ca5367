"""A room full of readers for some minutes: random keys, abrupt deaths, new revisions, reloads.

Run by hand: ``python -m tests.benchmarks.soak [READERS [MINUTES]]``, 50 and 10 if not said. Prints
what was lost and what is left behind; both should be nothing.
"""

from __future__ import annotations

import asyncio
import json
import random
import sys
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import Final

import msgspec

from briefing.authoring.load import load_briefing
from briefing.library.library import Library
from briefing.serve.marks import folder_of_marks
from tests.benchmarks.serve import CONTENT, Seat, hosting, memory_of
from tests.served.host import Host, descendants, fingerprint_of, new_key

_KEYS: Final = (
    *("J", "K", " ", "\x7f", "j", "k", "l", "h", "\t", "<", ">", "u", "e", "]", "[", "v", "H", "?"),
    *("/", "n", "N", "F", "R", "d", "x", "f", "1", "4", "6", "\x1b", "\x1b", "\x1b", "\r", "\x0c"),
    *("\x1b[A", "\x1b[B", "\x1b[6~", "\x1b[5~", "the\r", "is:disputed\r"),
)
_SITTING: Final = (5.0, 60.0)
"""Seconds that somebody stays, at least and at most."""

_PAUSE: Final = (0.4, 3.6)
"""Seconds between two keys: fifty readers twice as fast are more than two cores can serve."""

_PUBLISHED: Final = 30.0
"""Seconds between two new revisions."""

_LONGEST: Final = 20.0
_SIGN: Final = b"read on"


class Reader:
    """Somebody with a key of their own, who comes and goes.

    Args:
        host: Where they read.
        number: Which of them it is.
        counts: What happened, for all of them together.
    """

    def __init__(self, host: Host, number: int, counts: Counter[str]) -> None:
        self._host = host
        self._counts = counts
        self._key = new_key(host.home / f"reader_{number}")
        self._chance = random.Random(number)

    @property
    def public(self) -> str:
        """The line for ``authorized_keys``."""
        return self._key.with_suffix(".pub").read_text()

    async def read(self, end: float) -> None:
        """Come and go until some time."""
        while time.monotonic() < end:
            seat = Seat(self._host.ssh(key=self._key), _SIGN)
            try:
                await asyncio.wait_for(seat.ready.wait(), _LONGEST)
            except TimeoutError:
                self._counts["never shown"] += 1
                seat.leave()
                continue
            self._counts["sittings"] += 1
            await self._sit(seat, min(end, time.monotonic() + self._chance.uniform(*_SITTING)))

    async def _sit(self, seat: Seat, end: float) -> None:
        while time.monotonic() < end and seat.process.poll() is None:
            await asyncio.sleep(self._chance.uniform(*_PAUSE))
            with suppress(OSError):
                seat.press(self._chance.choice(_KEYS).encode())
                self._counts["keys"] += 1
        if seat.process.poll() is not None:
            self._counts["ended by itself"] += 1
        elif self._chance.random() < 0.5:
            await self._bookmark(seat)
            self._counts["killed"] += 1
        else:
            self._counts["quit" if await self._quits(seat) else "did not quit"] += 1
        seat.leave()

    async def _quits(self, seat: Seat) -> bool:
        """Leave by the key, from whatever lies over the reader."""
        for key in (b"\x1b", b"\x1b", b"\x1b", b"\x1b", b"q"):
            seat.press(key)
            await asyncio.sleep(0.3)
        end = time.monotonic() + _LONGEST
        while seat.process.poll() is None and time.monotonic() < end:
            await asyncio.sleep(0.05)
        return seat.process.poll() == 0

    async def _bookmark(self, seat: Seat) -> None:
        """Set or take away a bookmark, and see that it is kept."""
        for key in (b"\x1b", b"\x1b", b"\x1b", b"\x1b", b"2"):
            seat.press(key)
            await asyncio.sleep(0.3)
        before = self._bookmarks()
        seat.press(b"b")
        end = time.monotonic() + _LONGEST
        while self._bookmarks() == before:
            if time.monotonic() > end:
                self._counts["bookmarks lost"] += 1
                return
            await asyncio.sleep(0.05)
        self._counts["bookmarks kept"] += 1

    def _bookmarks(self) -> object:
        path = folder_of_marks(self._host.state, self._fingerprint) / "reader.json"
        return json.loads(path.read_bytes()).get("bookmarks") if path.exists() else None

    @property
    def _fingerprint(self) -> str:
        return fingerprint_of(self._key)


async def _publish(host: Host, end: float, counts: Counter[str]) -> None:
    library = Library(host.home / "library")
    (path,) = CONTENT.glob("*/briefing.md")
    briefing = load_briefing(path.parent).briefing
    assert briefing is not None
    while time.monotonic() + _PUBLISHED < end:
        await asyncio.sleep(_PUBLISHED)
        counts["revisions"] += 1
        title = f"{briefing.title} ({counts['revisions']})"
        await asyncio.to_thread(library.publish, [msgspec.structs.replace(briefing, title=title)])
        await asyncio.to_thread(host.reload)


def _footprint(host: Host) -> str:
    pids = [host.process.pid, *descendants(host.process.pid)]
    files = sum(len(list(Path(f"/proc/{pid}/fd").iterdir())) for pid in pids)
    memory = memory_of(host.process.pid) / (1 << 20)
    return f"{len(pids)} processes, {files} descriptors, {memory:.0f} MiB"


async def soak(count: int, minutes: float) -> None:
    """Fill a room, and look at it when all are gone."""
    counts: Counter[str] = Counter()
    with hosting() as host:
        readers = [Reader(host, number, counts) for number in range(count)]
        host.keys.write_text("".join(one.public for one in readers))
        await asyncio.to_thread(host.reload)
        await asyncio.sleep(2)
        print(f"before   {_footprint(host)}")
        end = time.monotonic() + minutes * 60
        await asyncio.gather(*(reader.read(end) for reader in readers), _publish(host, end, counts))
        await asyncio.to_thread(host.wait_for_sessions, 0)
        await asyncio.sleep(3)
        print(f"after    {_footprint(host)}")
        print("happened", ", ".join(f"{name} {n}" for name, n in sorted(counts.items())))
        why = Counter(event["why"] for event in host.events("close"))
        print("closed  ", ", ".join(f"{name} {n}" for name, n in sorted(why.items())))
        print("refused ", len(host.events("refuse")), "faults", host.faults[-3000:] or "none")


if __name__ == "__main__":
    given = dict(enumerate(sys.argv[1:]))
    asyncio.run(soak(int(given.get(0, "50")), float(given.get(1, "10"))))
