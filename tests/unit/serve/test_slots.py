"""How many sessions there may be at a time, and how many of them are logged."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import msgspec
import pytest

from briefing.serve.options import Limits
from briefing.serve.slots import Admission, digest_of, take_slot, taken_slots

ROOT = Path(__file__).parents[3]
NONE = Limits(sessions=0, sessions_per_key=0, sessions_per_address=0)


class Many:
    """Sessions that took slots at once."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        assert process.stdout
        self.got: list[str] = json.loads(process.stdout.readline())
        self.taken = [number for number, got in enumerate(self.got) if got == "-"]

    def kill(self, *numbers: int) -> list[int]:
        """Kill some; give how many slots are taken then, and how many files there are."""
        assert self._process.stdin
        assert self._process.stdout
        print(*numbers, file=self._process.stdin, flush=True)
        return [int(word) for word in self._process.stdout.readline().split()]


@contextmanager
def many(state: Path, limits: Limits, *who: tuple[str, str]) -> Iterator[Many]:
    words = [str(state), msgspec.json.encode(limits).decode(), *map(",".join, who)]
    with subprocess.Popen(
        [sys.executable, "-m", "tests.unit.serve.many_slots", *words],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        yield Many(process)


@pytest.fixture
def state(tmp_path: Path) -> Iterator[Path]:
    """A state folder, in which the slots that this process takes are left at the end."""
    yield tmp_path
    for number in os.listdir("/proc/self/fd"):  # noqa: PTH208
        with suppress(OSError):
            if os.readlink(f"/proc/self/fd/{number}").startswith(f"{tmp_path}/sessions/"):  # noqa: PTH115
                os.close(int(number))


def take(state: Path, key: str = "ann", address: str = "192.0.2.7", **most: int) -> Admission:
    return take_slot(state, key, address, msgspec.structs.replace(NONE, **most))


# -- how many there may be -------------------------------------------------------------------------


def test_of_thirty_who_come_at_once_as_many_get_a_seat_as_there_are(tmp_path: Path) -> None:
    who = [(f"key {n}", f"address {n}") for n in range(30)]
    with many(tmp_path, msgspec.structs.replace(NONE, sessions=7), *who) as sessions:
        assert Counter(sessions.got) == {"-": 7, "sessions": 23}
        assert sessions.kill() == [7, 8]


def test_whoever_dies_leaves_a_seat(tmp_path: Path) -> None:
    who = [(f"key {n}", f"address {n}") for n in range(6)]
    with many(tmp_path, msgspec.structs.replace(NONE, sessions=4), *who) as sessions:
        first, second, *rest = sessions.taken
        assert sessions.kill(first, second) == [2, 3]
        with many(tmp_path, msgspec.structs.replace(NONE, sessions=4), *who) as others:
            assert Counter(others.got) == {"-": 2, "sessions": 4}
        assert sessions.kill(*rest) == [0, 1]


def test_each_key_and_each_address_has_its_own_limit(tmp_path: Path) -> None:
    limits = Limits(sessions=0, sessions_per_key=2, sessions_per_address=3)
    who = [(f"key {n % 2}", f"address {n}") for n in range(8)]
    with many(tmp_path, limits, *who) as sessions:
        assert Counter(sessions.got) == {"-": 4, "sessions-per-key": 4}
        assert {n % 2: 2 for n in sessions.taken} == {0: 2, 1: 2}
        who = [(f"other {n}", f"other {n % 2}") for n in range(8)]
        with many(tmp_path, limits, *who) as others:
            assert Counter(others.got) == {"-": 6, "sessions-per-address": 2}


def test_0_is_any_number(tmp_path: Path) -> None:
    with many(tmp_path, NONE, *[("ann", "here")] * 12) as sessions:
        assert sessions.got == ["-"] * 12


@pytest.mark.parametrize(
    ("most", "told"),
    [
        ({"sessions": 1}, "This host has as many sessions open as are allowed: 1."),
        ({"sessions_per_key": 1}, "Your key has as many sessions open as are allowed: 1."),
        ({"sessions_per_address": 1}, "Your address has as many sessions open as are allowed: 1."),
    ],
)
def test_whoever_gets_no_seat_is_told_why(state: Path, most: dict[str, int], told: str) -> None:
    assert take(state).sentence == ""
    taken = take_slot(state, "ann", "192.0.2.7", msgspec.structs.replace(NONE, **most))
    assert taken.sentence.startswith(told)
    assert taken.refused.replace("-", "_") in most
    assert len(taken_slots(state)) == 1


def test_seats_say_whose_they_are_and_not_who_that_is(state: Path) -> None:
    slot = take(state, "SHA256:a/b+c", "2001:db8::/64").slot
    assert taken_slots(state) == [slot]
    assert (slot.key, slot.pid) == (digest_of("SHA256:a/b+c"), os.getpid())
    names = " ".join(path.name for path in (state / "sessions").iterdir())
    assert "SHA256" not in names
    assert "2001" not in names


def test_where_nobody_ever_came_there_are_none(tmp_path: Path) -> None:
    assert taken_slots(tmp_path) == []
    assert list(tmp_path.iterdir()) == []


def test_other_files_among_the_seats_are_left_alone(state: Path) -> None:
    (state / "sessions").mkdir()
    (state / "sessions" / "note.txt").write_text("x")
    assert len(taken_slots(state)) == 0
    take(state)
    assert len(taken_slots(state)) == 1
    assert (state / "sessions" / "note.txt").exists()


# -- how many are logged ---------------------------------------------------------------------------


def test_of_those_who_come_in_a_minute_600_are_logged_and_the_next_one_tells_of_the_rest(
    state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [60_000.0]
    monkeypatch.setattr("briefing.serve.slots.time.time", lambda: now[0])
    take(state)
    refused = [take(state, sessions=1) for _ in range(612)]
    assert [one.logged for one in refused] == [True] * 599 + [False] * 13
    assert {one.unlogged for one in refused} == {0}
    now[0] += 59
    assert not take(state, sessions=1).logged
    now[0] += 1
    first, second = take(state, sessions=1), take(state, sessions=1)
    assert (first.logged, first.unlogged) == (True, 14)
    assert (second.logged, second.unlogged) == (True, 0)
    now[0] += 600
    assert take(state, sessions=1).unlogged == 0


@pytest.mark.parametrize("odd", [b"", b"x", b"1", b"1 2 3", b"\xff", b"9" * 200])
def test_a_count_that_cannot_be_read_begins_anew(state: Path, odd: bytes) -> None:
    (state / "sessions").mkdir()
    (state / "sessions" / "turn").write_bytes(odd)
    taken = take(state)
    assert (taken.refused, taken.logged, taken.unlogged) == ("", True, 0)
