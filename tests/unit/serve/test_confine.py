"""The boundary of a session: what one may do that does what it likes."""

from __future__ import annotations

import ctypes
import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from briefing.library.library import Library
from briefing.library.state import ReaderState
from briefing.serve.marks import folder_of_marks
from briefing.serve.options import Limits
from tests.unit.library.samples import make_briefing
from tests.unit.serve.confined_child import MINE, OTHERS, TGKILL
from tests.unit.serve.server_folder import make_server
from tests.waiting import HANGS

ROOT = Path(__file__).parents[3]
LANDLOCK = ctypes.CDLL(None).syscall(444, None, 0, 1)
REFUSED = {"EACCES", "EPERM", "EXDEV"}
pytestmark = pytest.mark.skipif(LANDLOCK < 3, reason="this kernel has no Landlock")


class Outcome:
    """What came of all that a session has tried, and of the server around it."""

    def __init__(self, home: Path) -> None:
        self.state, self.folder = home / "state", home / "serve"
        settings = make_server(home, Limits())
        (self.folder / "host_ed25519").write_text("secret")
        (self.folder / "sshd_config").write_text("secret")
        for name in ("errors.log", "sessions.log"):
            (self.state / name).write_text("of others\n")
        for key in (MINE, OTHERS):
            file = folder_of_marks(self.state, key) / "reader.json"
            ReaderState.open(file).mark_read("dam", {f"card of {key[-1]}": "1"})
        ours, theirs = os.pipe()
        module = "tests.unit.serve.confined_child"
        words = map(str, (self.state, settings, self.folder, theirs))
        done = subprocess.run(
            [sys.executable, "-m", module, *words],
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=HANGS,
            check=False,
            pass_fds=[theirs],
        )
        os.close(theirs)
        with os.fdopen(ours, "rb") as stream:
            report = stream.read()
        assert report, done.stdout + done.stderr
        self.tried: dict[str, Any] = json.loads(report)
        assert done.returncode == 0, done.stderr
        self.process: dict[str, Any] = json.loads(done.stdout)

    def of(self, *kinds: str) -> dict[str, Any]:
        """What came of attempts whose names begin so."""
        found = {name: got for name, got in self.tried.items() if name.startswith(kinds)}
        assert found
        return found


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    return Outcome(tmp_path_factory.mktemp("server"))


def not_refused(tried: dict[str, Any]) -> dict[str, Any]:
    return {name: got for name, got in tried.items() if str(got) not in REFUSED}


def test_a_session_reads_neither_the_server_nor_what_others_mark_nor_other_processes(
    outcome: Outcome,
) -> None:
    assert not_refused(outcome.of("read ", "list ")) == {}


def test_a_session_writes_and_renames_nowhere_but_in_its_folder_of_marks(outcome: Outcome) -> None:
    tried = outcome.of("make ", "write ", "truncate ", "remove ", "rename ", "link ")
    own = tried.pop("make a file for a while")
    assert own.startswith("FileNotFoundError") or own in {"ENOENT", *REFUSED}
    assert not_refused(tried) == {}
    assert Library(outcome.state.parent / "library").open("dam").number == 1


def test_a_session_opens_nothing_up_and_gives_nothing_away(outcome: Outcome) -> None:
    # Landlock has no say in the mode, the owner and the times of a file; the filter has.
    assert not_refused(outcome.of("open up ", "give ", "date ")) == {}


def test_a_session_sets_no_limits_for_others(outcome: Outcome) -> None:
    # Such as a limit of processor time, at which the system ends a process.
    assert not_refused(outcome.of("limit ", "slow ")) == {}


def test_a_session_opens_no_connection(outcome: Outcome) -> None:
    tried = outcome.of("connect ", "send by", "ask ", "use ")
    assert set(tried.values()) == {"EPERM"}


def test_a_session_sends_nothing_to_sockets_of_others(outcome: Outcome) -> None:
    # With a pair of datagram sockets it needs no connection: the system's log is such a socket.
    assert outcome.tried["send to a socket"] in REFUSED


def test_a_session_starts_no_program(outcome: Outcome) -> None:
    tried = outcome.of("execute", "system", "spawn", "subprocess")
    assert not_refused(tried) == {}


def test_a_session_neither_signals_nor_traces_others(outcome: Outcome) -> None:
    assert not_refused(outcome.of("signal", "trace", "be its own debugger")) == {}
    assert outcome.process["alive"]


def test_a_session_signals_nobody_where_landlock_has_no_say_in_signals() -> None:
    # As on kernels before 6.12: what is left is the filter.
    code = (
        "import ctypes, os, signal, subprocess, sys\n"
        "from briefing.serve import sandbox\n"
        "sandbox._restrict_files = lambda *_: None\n"
        "victim = subprocess.Popen(['sleep', '600'])\n"
        "if not (pid := os.fork()):\n"
        "    sandbox.confine(sandbox.Share({}, 'utf-8', 0, 30, 64, 0))\n"
        "    call = ctypes.CDLL(None).syscall\n"
        f"    call({TGKILL}, victim.pid, victim.pid, 9)\n"
        "    signal.raise_signal(signal.SIGUSR1)\n"
        "_, status = os.waitpid(pid, 0)\n"
        "alive = victim.poll() is None\n"
        "victim.kill()\n"
        "print(alive, status)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["True", str(int(signal.SIGUSR1))]


def test_the_other_numbers_of_calls_lead_nowhere(outcome: Outcome) -> None:
    assert set(outcome.of("x32 ").values()) <= {"EPERM", "ENOSYS"}


def test_a_session_has_the_variables_and_files_it_is_given_and_no_others(outcome: Outcome) -> None:
    assert outcome.tried["variables"] == {
        "PATH": "/usr/bin:/bin",
        "LANG": "C.UTF-8",
        "TERM": "dumb",
    }
    assert (outcome.tried["privileges"], outcome.tried["dumpable"]) == (1, 0)


def test_a_session_can_do_all_that_it_needs(outcome: Outcome) -> None:
    told = outcome.tried
    assert (told["loop"], told["thread"]) == ("ticked", 1)
    assert told["imports"] == ["xmlrpc.client", "textual.widgets"]
    assert told["library"] == "dam agreed"
    assert told["mark"] >= 1
    assert told["index"][0]
    assert told["index"][1] <= 1, "SQLite keeps a file for each time that the index was asked"
    assert told["state"] == {f"card of {MINE[-1]}": "1", "card-0": "1"}
    assert told["files in marks"] == ["reader.json", "reader.json.lock"]
    assert outcome.process["code"] == 0
    assert outcome.process["said"] == ["#", "*", "="]


def test_what_a_session_marks_is_there_for_the_next_one_and_in_nobody_elses(
    outcome: Outcome,
) -> None:
    mine = ReaderState.open(folder_of_marks(outcome.state, MINE) / "reader.json")
    assert set(mine.read_marks("dam")) == {f"card of {MINE[-1]}", "card-0"}
    other = ReaderState.open(folder_of_marks(outcome.state, OTHERS) / "reader.json")
    assert set(other.read_marks("dam")) == {f"card of {OTHERS[-1]}"}


def test_the_library_of_the_tests_is_the_one_that_is_served(outcome: Outcome) -> None:
    library = Library(outcome.state.parent / "library")
    assert library.open("dam").briefing == make_briefing("dam")
