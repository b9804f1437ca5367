"""How many may read, how long, and how much of them is kept: what sshd does not limit for us."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.served.conftest import FREE, new_home
from tests.served.ends import assert_given_back, bells_of, left_on
from tests.served.host import Host
from tests.served.raw import Packets, elsewhere
from tests.thorough import spread

pytestmark = pytest.mark.terminal

BUSY = 75
IDLE = "The session was idle for too long and has ended. Your place is kept."
IDLE_SOON = "is idle and ends in a minute"
LONGEST = "The session has reached its time limit; log in again. Your place is kept."


# -- how many --------------------------------------------------------------------------------------


@pytest.fixture(scope="module", params=spread([False, True], 1))
def tight(homes: Path, request: pytest.FixtureRequest) -> Iterator[Host]:
    """A host that has few places."""
    limits = {"sessions": 3, "sessions-per-address": 2, "sessions-per-key": 1}
    with Host(new_home(homes), pool=request.param, limits=limits) as host:
        yield host


def test_there_are_so_many_places(tight: Host) -> None:
    here, there = ("-b", elsewhere()), ("-b", elsewhere())
    one, two, three, four = (tight.new_reader(f"key{number}") for number in range(4))
    with tight.reader(*here, key=one), tight.reader(*here, key=two):
        tight.wait_for_sessions(2)
        assert_refused(tight, there, one, "sessions-per-key", "Your key has as many sessions open")
        assert_refused(
            tight, here, three, "sessions-per-address", "Your address has as many sessions"
        )
        with tight.reader(*there, key=three):
            tight.wait_for_sessions(3)
            assert_refused(tight, there, four, "sessions", "This host has as many sessions open")
    tight.wait_for_sessions(0)
    assert tight.run("list", key=one, options=here).returncode == 0


def assert_refused(host: Host, options: tuple[str, ...], key: Path, why: str, told: str) -> None:
    """Whether a reader and a command hear in a sentence that they cannot come in now."""
    before = len(host.events("refuse"))
    with host.reader(*options, key=key) as terminal:
        assert terminal.wait_end() == BUSY
        assert terminal.text.startswith(told)
        assert "\x1b" not in terminal.written
    done = host.run("list", key=key, options=options)
    assert (done.returncode, done.stdout) == (BUSY, "")
    assert done.stderr.startswith(told)
    assert done.stderr.count("\n") == 1
    host.wait_for("refuse", before + 2)
    refused = host.events("refuse")[before:]
    assert [one["why"] for one in refused] == [why, why]
    assert all(one["address"] == options[1] for one in refused), "for fail2ban"


def test_sessions_over_one_connection_count_too(tight: Host) -> None:
    with Packets(tight) as line:
        first, second = line.session(), line.session()
        line.terminal(first)
        line.begin(first)
        line.wait_for(first, b"read on")
        line.terminal(second)
        line.begin(second)
        assert line.wait_end(second) == BUSY
        assert b"Your key has as many sessions open" in second.output
    tight.wait_for_sessions(0)


# -- how long --------------------------------------------------------------------------------------


def test_who_does_nothing_is_warned(home: Path) -> None:
    with (
        Host(home, pool=False, limits=FREE | {"idle": 65}) as host,
        host.reader() as reads,
        host.reader() as looks,
    ):
        reads.wait_for(IDLE_SOON)
        assert bells_of(reads) == 1
        # A key puts off the end, and the warning comes again: here while a sheet is open.
        looks.wait_for(IDLE_SOON)
        looks.press("?")
        looks.wait_for("Keys")
        looks.wait_until(lambda: bells_of(looks) == 2, "no second bell")
        looks.press("q")
        looks.wait_for(IDLE_SOON)
        for terminal in (reads, looks):
            terminal.press("q")
            assert terminal.wait_end() == 0
            assert_given_back(terminal, "")


@pytest.mark.parametrize("pool", spread([False, True], 1))
def test_who_does_nothing_and_who_never_leaves_are_ended(home: Path, pool: bool) -> None:
    with Host(home, pool=pool, limits=FREE | {"idle": 3, "longest": 6}) as host:
        with host.reader() as busy, host.reader() as idle:
            busy.wait_for("read on")
            while busy.process.poll() is None:
                if busy.pump(0.3):
                    busy.pump(0.1)
                if busy.process.poll() is None:
                    busy.press("J")
                idle.pump(0)
            assert busy.wait_end() == BUSY
            assert LONGEST in busy.written
            assert left_on(busy.written) == set()
            assert idle.wait_end() == BUSY
            assert_given_back(idle, IDLE)
        assert {one["why"] for one in host.events("close")} == {"idle", "longest"}


# -- how large -------------------------------------------------------------------------------------


def test_a_terminal_is_used_as_far_as_it_may_be(home: Path) -> None:
    with (
        Host(home, pool=False, limits={"columns": 60, "rows": 20}) as host,
        host.reader() as terminal,
    ):
        terminal.wait_for("read on")
        for _ in range(2):
            drawn = terminal.lines
            assert not any(line[60:].strip() for line in drawn)
            assert not any(line.strip() for line in drawn[20:])
            assert drawn[19].strip()
            terminal.resize(100, 30)
            terminal.settle(0.5)


def test_marks_are_kept_up_to_a_size_and_of_so_many_readers(home: Path) -> None:
    with Host(home, pool=False, limits={"readers": 1, "marks": 300}) as host:
        other = host.new_reader("other")
        with host.reader("-t", "--", "two-towns/terms") as terminal:
            terminal.wait_for("Card 1 of 3")
            terminal.press("b")
            terminal.wait_for("This host keeps no more marks for you")
            terminal.press("q")
            assert terminal.wait_end() == 0
        assert host.marks_of().stat().st_size <= 300
        with host.reader(key=other) as terminal:
            terminal.wait_for("This host keeps the marks of no more readers")
            terminal.press("b", "q")
            assert terminal.wait_end() == 0
        assert not host.marks_of(other).exists()


# -- the log ---------------------------------------------------------------------------------------


def test_the_log_is_set_aside_when_it_is_large(host: Host) -> None:
    assert host.run("version").returncode == 0
    with host.log.open("ab") as file:
        file.truncate(16 << 20)
    assert host.run("version").returncode == 0
    host.wait_for("close")
    assert host.log.stat().st_size < 4096
    assert host.log.with_name("sessions.log.1").stat().st_size >= 16 << 20


def test_of_a_thousand_sessions_in_a_minute_not_all_are_logged(host: Host) -> None:
    assert host.run("version").returncode == 0  # from then on there is a file that counts
    for _ in range(3):  # the minute may end meanwhile
        before, minute = len(host.events()), int(time.time() / 60)
        (host.state / "sessions" / "turn").write_text(f"{minute} 1000")
        assert host.run("version").returncode == 0
        if int(time.time() / 60) == minute:
            assert len(host.events()) == before
            (host.state / "sessions" / "turn").write_text(f"{minute - 1} 1000")
            assert host.run("version").returncode == 0
            assert host.wait_for("open")["unlogged"] == 400
            return
