"""What goes wrong inside, and what must not get out: processes that die or hang, faults, text."""

from __future__ import annotations

import itertools
import os
import re
import shutil
import signal
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hostile import NEEDLE, STRINGS, hostile_briefing
from tests.served.conftest import FREE, new_home
from tests.served.ends import assert_given_back, left_on
from tests.served.host import Host, descendants, is_there, wait_until_gone
from tests.terminal.conftest import ROOT
from tests.terminal.test_hostile import assert_clean, kinds_in, read_all
from tests.thorough import LONG, long, spread
from tests.waiting import HANGS, idle_seconds, until

pytestmark = pytest.mark.terminal

FAULT = 70
FAILED = "An internal error ended the session; log in again."
SECRET = "what only those who mend it may see"


# -- processes that die or hang --------------------------------------------------------------------


def test_a_session_that_is_killed_gives_the_terminal_back(served: Host) -> None:
    with served.reader() as other:
        other.wait_for("read on")
        (untouched,) = served.wait_for_sessions(1)
        with served.reader() as terminal:
            terminal.wait_for("read on")
            (child,) = set(served.sessions) - {untouched}
            os.kill(child, signal.SIGKILL)
            assert terminal.wait_end() == FAULT
            assert_given_back(terminal, FAILED)
        assert served.wait_for("close", why="killed")["exit"] == FAULT
        other.press("q")
        assert other.wait_end() == 0


def test_a_session_that_hangs_ends_with_its_client(served: Host) -> None:
    with served.reader() as terminal:
        terminal.wait_for("read on")
        (child,) = served.wait_for_sessions(1)
        os.kill(child, signal.SIGSTOP)
        terminal.process.kill()
        wait_until_gone([child])
    served.wait_for_sessions(0)


def test_without_a_pool_sessions_start_all_the_same_and_another_one_comes(home: Path) -> None:
    with Host(home, limits=FREE) as host, host.reader() as before:
        before.wait_for("read on")
        (pool,) = host.pools
        os.kill(pool, signal.SIGKILL)
        wait_until_gone([pool])
        assert host.run("list").returncode == 0
        with host.reader() as terminal:
            terminal.wait_for("read on")
            terminal.press("q")
            assert terminal.wait_end() == 0
        before.press("J", "q")
        assert before.wait_end() == 0, "whoever read when it died reads on"
        until(lambda: "The pool has ended." in host.said.read_text(), "nobody notices")
        assert host.faults == ""


def test_a_pool_that_hangs_or_an_sshd_that_dies_keeps_nobody_from_reading(home: Path) -> None:
    with Host(home, limits=FREE) as host, host.reader() as before:
        before.wait_for("read on")
        (pool,) = host.pools
        os.kill(pool, signal.SIGSTOP)
        with host.reader() as terminal:
            terminal.wait_for("read on")
            assert host.run("list").returncode == 0
            terminal.press("q")
            assert terminal.wait_end() == 0
        until(lambda: len(host.sessions) == 1, "a place leaks (D10)")
        until(lambda: not is_there(pool), "it is not replaced")
        assert "The pool does not answer and is replaced." in host.said.read_text()

        until(lambda: age_of(host.sshd) > 11, "it does not count as one that can run")
        os.kill(host.sshd, signal.SIGKILL)
        until(lambda: host.run("version").returncode == 0, "there is no other one")
        assert "sshd has ended and is started again." in host.said.read_text()
        before.press("J", "q")
        assert before.wait_end() == 0, "whoever read when they died reads on"


def age_of(pid: int) -> float:
    """Seconds since a process was started."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    now = float(Path("/proc/uptime").read_text().split()[0])
    return now - int(fields[19]) / os.sysconf("SC_CLK_TCK")


def test_a_pool_that_hangs_does_not_keep_the_server_from_stopping(home: Path) -> None:
    with Host(home, limits=FREE) as host, host.reader() as terminal:
        terminal.wait_for("read on")
        os.kill(host.pools[0], signal.SIGSTOP)
        processes = descendants(host.process.pid)
        idle = idle_seconds()
        host.process.terminate()
        assert terminal.wait_end() == 75
        assert host.process.wait(HANGS) == 0
        assert idle_seconds() - idle < 10
        wait_until_gone(processes)


@long  # `tests/unit/serve/test_supervisor.py` always tries it, without processes
def test_a_pool_that_dies_while_it_loads_is_no_hindrance(home: Path) -> None:
    with Host(home, limits=FREE) as host:
        before = host.pools
        host.reload()
        until(lambda: len(set(host.pools) - set(before)) == 1, "nothing is loaded")
        (loading,) = set(host.pools) - set(before)
        os.kill(loading, signal.SIGKILL)
        until(lambda: "The pool cannot start" in host.said.read_text(), "it is not told")
        assert host.run("list").returncode == 0


# -- faults of the program -------------------------------------------------------------------------


def spoil(package: Path, name: str, place: str, what: str) -> None:
    """Have a module of a copy of the program do something at a place."""
    path = package / name
    text = path.read_text()
    assert text.count(place) == 1
    indent = re.search(rf"^( *){re.escape(place)}", text, re.MULTILINE)
    assert indent
    path.write_text(text.replace(place, f"{what}\n{indent[1]}{place}"))


@pytest.mark.parametrize("pool", spread([False, True], 1))
def test_of_a_fault_a_reader_sees_a_number_and_the_log_has_the_rest(
    home: Path, tmp_path: Path, pool: bool
) -> None:
    package = shutil.copytree(ROOT / "briefing", tmp_path / "copy" / "briefing")
    fails = f"raise RuntimeError({SECRET!r})"
    spoil(package, "tui/reader/screen.py", "revision = self.session.reopen(", fails)
    spoil(
        package,
        "serve/session.py",
        "code = verb.run(",
        f"if arguments.json: raise MemoryError\n        {fails}",
    )
    variables = {"PYTHONPATH": str(tmp_path / "copy"), "PYTHONSAFEPATH": "1"}
    with Host(home, pool=pool, limits=FREE, variables=variables) as host:
        with host.reader() as terminal:
            terminal.wait_for("read on")
            terminal.press("R")
            assert terminal.wait_end() == FAULT
            shown = terminal.written
            assert left_on(shown) == set()
            assert terminal.attributes == terminal.before
        answer = host.run("list")
        assert (answer.returncode, answer.stdout) == (FAULT, "")
        for said in (shown, answer.stderr):
            (id_,) = re.findall(r"look up ([0-9a-f]{8})", said)
            assert id_ in host.faults
            assert SECRET not in said
            assert "Traceback" not in said
        assert host.faults.count(f"RuntimeError: {SECRET}") == 2
        assert SECRET not in host.log.read_text()
        assert (host.state / "errors.log").stat().st_mode & 0o777 == 0o600
        memory = host.run("list", "--json")
        assert memory.returncode == FAULT
        assert [one["why"] for one in host.events("close")] == ["fault"] * 3, "D15: never “left”"

        (host.state / "errors.log").unlink()
        (host.state / "errors.log").symlink_to("/dev/full")
        assert host.run("list").returncode == FAULT
        assert host.run("version").returncode == 0


@long
def test_a_pool_that_is_too_slow_gives_no_second_session(home: Path, tmp_path: Path) -> None:
    package = shutil.copytree(ROOT / "briefing", tmp_path / "copy" / "briefing")
    spoil(package, "serve/pool.py", "variables = variables_of(pid)", slow := "import time")
    spoil(package, "serve/pool.py", slow, "__import__('time').sleep(1.5)")
    variables = {"PYTHONPATH": str(tmp_path / "copy"), "PYTHONSAFEPATH": "1"}
    with Host(home, variables=variables) as host:
        done = host.run("version")
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout.count("briefing ") == 1
        with host.reader() as terminal:
            terminal.wait_for("read on")
            terminal.pump_for(1)
            assert len(host.sessions) == 1
            assert terminal.written.count("\x1b[?1049h") == 1
            terminal.press("q")
            assert terminal.wait_end() == 0
        assert [one["event"] for one in host.events()] == ["open", "close"] * 2


def test_without_room_for_logs_readers_read_on(home: Path) -> None:
    (home / "state").mkdir(mode=0o700)
    (home / "state" / "sessions.log").symlink_to("/dev/full")
    with Host(home, pool=False, limits=FREE) as host, host.reader() as terminal:
        terminal.wait_for("read on")
        assert host.run("list").returncode == 0
        terminal.press("q")
        assert terminal.wait_end() == 0


# -- text that is written to do harm ---------------------------------------------------------------


SCREENS = (
    (("3", "e"), "Evidence"),
    (("H",), "Health"),
    (("q", "o"), "Library"),
    (("q", "Y"), "clipboard"),
    (("/", NEEDLE, "enter"), NEEDLE),
)
"""Keys that lead to screens beside the text, and what is then on them."""


@pytest.fixture(scope="module")
def hostile(homes: Path) -> Iterator[Host]:
    """A host that serves a briefing full of hostile text, and one that harms nobody."""
    words = itertools.cycle(text for text in STRINGS if len(text) < 100)
    briefings = [
        hostile_briefing("harmless", "plain words".__str__),
        hostile_briefing("hostile", words.__next__),
    ]
    with Host(new_home(homes, *briefings), pool=False, limits=FREE) as host:
        yield host


def harmful_in(text: str) -> set[str]:
    """Characters that do something at a terminal, or turn the direction of what follows."""
    turning = range(0x202A, 0x202F), range(0x2066, 0x206A)
    return {
        char
        for char in text
        if (unicodedata.category(char) == "Cc" and char not in "\n\t")
        or any(ord(char) in turn for turn in turning)
    }


def written(host: Host, id_: str) -> str:
    """All that a reader is sent who opens a briefing and looks into other screens."""
    with host.reader("-t", "--", id_, rows=60) as terminal:
        if LONG:  # `tests/terminal/test_hostile.py` always does, at home
            read_all(terminal)
        terminal.wait_for("read on")
        terminal.settle()
        for keys, seen in SCREENS:
            for key in keys:
                terminal.press(key)
                terminal.settle()
            terminal.wait_for(seen)
        return terminal.written


def test_hostile_text_is_harmless_in_the_reader(hostile: Host) -> None:
    allowed = kinds_in(written(hostile, "harmless"))
    assert_clean(written(hostile, "hostile"), STRINGS, allowed)


@pytest.mark.parametrize(
    "words",
    [
        ("show", "hostile"),
        ("search", NEEDLE),
        ("figures", "hostile"),
        ("export", "hostile"),
    ],
    ids=lambda words: words[0],
)
def test_hostile_text_is_harmless_in_what_is_printed(hostile: Host, words: tuple[str, ...]) -> None:
    answer = hostile.run(*words, options=("-tt",))
    assert NEEDLE in answer.stdout
    assert harmful_in(answer.stdout.replace("\r\n", "\n")) == set()
