"""A session in this process, unconfined: when it ends and why, on a clock of the test's own."""

from __future__ import annotations

import heapq
import json
import os
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import count
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from briefing.library.library import Library
from briefing.model.errors import BriefingError, FaultError
from briefing.serve import served_app, session
from briefing.serve.client import Client
from briefing.serve.marks import folder_of_marks
from briefing.serve.options import Limits, SharedSettings
from briefing.serve.sandbox import Share
from briefing.serve.session import Channel, ClientSession
from briefing.serve.slots import Admission, take_slot
from briefing.serve.thin_client import LARGEST
from briefing.settings.config import Places
from briefing.views.indexing import index_files
from tests.unit.serve.server_folder import make_server, proof, variables

Call = Callable[..., None]
Happened = list[tuple[float, str, object]]
USUAL = Limits()
KEPT = f" {session.KEPT}"


def shows_nothing(_: ClientSession) -> int:
    pytest.fail("something was shown")


class Clock:
    """As much of an event loop as ends a session, whose time passes when the test says so."""

    def __init__(self) -> None:
        self.now = 0.0
        self.signals: dict[int, Callable[[], None]] = {}
        self.files: dict[object, Call] = {}
        self._due: list[tuple[float, int, dict[str, bool], Callable[[], None]]] = []
        self._numbers = count()

    def time(self) -> float:
        return self.now

    def call_at(self, when: float, call: Call, *words: object) -> SimpleNamespace:
        off = {"off": False}
        heapq.heappush(self._due, (when, next(self._numbers), off, lambda: call(*words)))
        return SimpleNamespace(cancel=lambda: off.update(off=True))

    def call_later(self, delay: float, call: Call, *words: object) -> SimpleNamespace:
        return self.call_at(self.now + delay, call, *words)

    def add_signal_handler(self, number: int, call: Call, *words: object) -> None:
        self.signals[number] = lambda: call(*words)

    def add_reader(self, file: object, call: Call) -> None:
        self.files[file] = call

    def remove_reader(self, file: object) -> None:
        del self.files[file]

    def run_to(self, end: float) -> None:
        while self._due and self._due[0][0] <= end:
            self.now, _, off, call = heapq.heappop(self._due)
            if not off["off"]:
                call()
        self.now = end


class Shown:
    """In the place of the reader: notes what becomes of it, and when."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.happened: Happened = []

    def warn(self, sentence: str) -> None:
        self.happened.append((self._clock.now, "warn", sentence))

    def leave(self, code: int) -> None:
        self.happened.append((self._clock.now, "leave", code))

    def hang_up(self) -> None:
        self.happened.append((self._clock.now, "hang up", None))


class Host:
    """A host in a folder, with one client at a terminal of 100 by 30.

    Attributes:
        confined: What each session may do.
        alarms: Seconds after which the system was asked to end it.
        said: What the thin client was told.
    """

    def __init__(self, home: Path, patch: pytest.MonkeyPatch) -> None:
        self._home = home
        self._patch = patch
        self.clock = Clock()
        self.shown = Shown(self.clock)
        self.state = home / "state"
        self.file, self.key = proof(home, 1)
        self.sent = variables(self.file, "") | {"TERM": "xterm-256color"}
        self.confined: list[Share] = []
        self.alarms: list[int] = []
        self.said: list[bytes] = []
        patch.setattr("os.isatty", lambda _: True)
        patch.setattr("os.get_terminal_size", lambda _: os.terminal_size((100, 30)))
        patch.setattr(session, "confine", self.confined.append)
        patch.setattr("signal.alarm", self.alarms.append)
        patch.setattr("asyncio.get_running_loop", lambda: self.clock)

    def serve(
        self,
        read: Callable[[ClientSession], int],
        limits: Limits = USUAL,
        corpus: Path | None = None,
    ) -> int:
        """Be a session that shows what `read` does; give its exit code."""
        shared = SharedSettings(
            library=str(self._home / "library"),
            state=str(self.state),
            corpus=str(corpus) if corpus else None,
            limits=limits,
        )
        self._patch.setattr(session, "load", lambda _: lambda one, *_: read(one))
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with ours, theirs:
            client = Client.of(self.sent)
            code = ClientSession(
                client, Channel(ours), shared, Library(shared.places.library)
            ).run()
            ours.shutdown(socket.SHUT_WR)
            while message := theirs.recv(LARGEST):
                self.said.append(message)
        return code

    def entries(self) -> list[dict[str, Any]]:
        """What is logged."""
        found = [one[one.index(b"{") :] for one in self.said if one[:1] in (b"*", b"=")]
        return [json.loads(one) for one in found]

    def show_until(
        self,
        end: float,
        limits: Limits = USUAL,
        then: Callable[[ClientSession], object] = lambda _: None,
    ) -> tuple[Happened, str]:
        """Show something until a time; give what became of it, and why it is said to end."""

        def read(one: ClientSession) -> int:
            one.attach(self.shown)
            then(one)
            self.clock.run_to(end)
            return 0

        self.serve(read, limits)
        return self.shown.happened, self.entries()[-1]["why"]


@pytest.fixture
def host(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Host]:
    make_server(tmp_path)
    yield Host(tmp_path, monkeypatch)
    for number in os.listdir("/proc/self/fd"):  # noqa: PTH208
        with suppress(OSError):
            if os.readlink(f"/proc/self/fd/{number}").startswith(f"{tmp_path}/state/sessions/"):  # noqa: PTH115
                os.close(int(number))


# -- when it ends ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("limits", "happens", "why"),
    [
        ({"idle": 900}, [(840, "warn"), (900, "leave")], "idle"),
        ({"idle": 61}, [(1, "warn"), (61, "leave")], "idle"),
        ({"idle": 60}, [(60, "leave")], "idle"),
        ({"idle": 1}, [(1, "leave")], "idle"),
        ({"idle": 0, "longest": 950}, [(950, "leave")], "longest"),
        ({"idle": 0, "longest": 0}, [], "left"),
        ({"idle": 0, "longest": 1001}, [], "left"),
    ],
)
def test_a_session_ends_when_its_time_is_up(
    host: Host,
    capsys: pytest.CaptureFixture[str],
    limits: dict[str, int],
    happens: list[tuple[float, str]],
    why: str,
) -> None:
    happened, told = host.show_until(1000, Limits(**limits))
    assert ([(when, what) for when, what, _ in happened], told) == (happens, why)
    farewell = {"idle": f"{session.IDLE}{KEPT}\n", "longest": f"{session.LONG}{KEPT}\n"}
    assert capsys.readouterr().err == farewell.get(why, "")
    assert {detail for _, what, detail in happened if what == "warn"} <= {session.IDLE_SOON}
    assert {detail for _, what, detail in happened if what == "leave"} <= {75}


def test_a_key_keeps_a_session(host: Host) -> None:
    def typing(one: ClientSession) -> None:
        for when in (10, 849, 1000):
            host.clock.run_to(when)
            one.typed()

    happened, _ = host.show_until(1900, Limits(idle=900), typing)
    assert [(when, what) for when, what, _ in happened] == [
        (1840, "warn"),
        (1900, "leave"),
    ]


def test_who_was_warned_and_types_is_warned_anew_and_not_in_between(host: Host) -> None:
    def typing(one: ClientSession) -> None:
        for when in (30, 31):
            host.clock.run_to(when)
            one.typed()

    happened, _ = host.show_until(200, Limits(idle=65), typing)
    whens = [(when, what) for when, what, _ in happened]
    assert whens == [(5, "warn"), (36, "warn"), (96, "leave")]


@pytest.mark.parametrize(
    ("number", "why", "sentence", "keeps"),
    [
        (signal.SIGTERM, "stop", session.STOPPING, True),
        (signal.SIGUSR1, "key", session.KEY_GONE, False),
        (signal.SIGXCPU, "cpu", session.SPENT, False),
    ],
)
def test_a_reader_whom_a_signal_ends_is_told_why_and_what_is_kept(
    host: Host,
    capsys: pytest.CaptureFixture[str],
    number: int,
    why: str,
    sentence: str,
    *,
    keeps: bool,
) -> None:
    happened, told = host.show_until(5, Limits(longest=100), lambda _: host.clock.signals[number]())
    assert (happened, told) == ([(0, "leave", 75)], why)
    assert capsys.readouterr().err.rstrip() == f"{sentence}{KEPT if keeps else ''}"
    assert host.alarms == [160, 10]


def test_of_two_reasons_the_first_is_told(host: Host, capsys: pytest.CaptureFixture[str]) -> None:
    _, why = host.show_until(99, Limits(idle=50), lambda _: host.clock.signals[signal.SIGUSR1]())
    assert why == "key"
    assert capsys.readouterr().err.rstrip() == session.KEY_GONE


def test_where_no_marks_are_kept_no_place_is(
    host: Host, capsys: pytest.CaptureFixture[str]
) -> None:
    folder_of_marks(host.state, proof(host.state.parent, 2)[1]).mkdir(parents=True)
    notices: list[tuple[str, ...]] = []
    host.show_until(50, Limits(idle=50, readers=1), lambda one: notices.append(one.notices))
    assert notices == [(session.TOO_MANY,)]
    assert capsys.readouterr().err.rstrip() == session.IDLE
    assert host.confined[0].writes is None


@pytest.mark.parametrize("how", ["signal", "channel"])
def test_where_nobody_is_there_any_more_the_reader_hangs_up(
    host: Host, capsys: pytest.CaptureFixture[str], how: str
) -> None:
    def leave(_: ClientSession) -> None:
        gone = [host.clock.signals[signal.SIGHUP]] if how == "signal" else host.clock.files.values()
        for one in [*gone]:
            one()

    happened, why = host.show_until(5, Limits(longest=0), leave)
    assert (happened, why) == ([(0, "hang up", None)], "gone")
    assert capsys.readouterr().err == ""
    assert (host.alarms, host.clock.files) == ([10], {})


# -- what is logged and said -----------------------------------------------------------------------


def test_a_session_is_logged_with_who_came_and_what_it_wrote(host: Host) -> None:
    def read(one: ClientSession) -> int:
        one.sent(10)
        one.sent(5)
        assert one.fitted((1000, 1)) == (400, 5)
        return 3

    assert host.serve(read) == 3
    begun, left = host.entries()
    id_ = begun.pop("session")
    assert host.said[0].startswith(f"*{id_} ".encode())
    assert begun.pop("time")
    assert begun == {
        "event": "open",
        "key": host.key,
        "address": "192.0.2.7",
        "command": "",
        "term": "xterm-256color",
    }
    assert (left["event"], left["session"], left["why"]) == ("close", id_, "left")
    assert (left["exit"], left["sent"]) == (3, 15)


def test_a_session_that_is_refused_is_logged_as_such_and_shows_nothing(
    host: Host, capsys: pytest.CaptureFixture[str]
) -> None:
    take_slot(host.state, "another", "elsewhere", Limits())
    assert host.serve(shows_nothing, Limits(sessions=1)) == 75
    assert [(one["event"], one["why"]) for one in host.entries()] == [
        ("refuse", "sessions"),
        ("close", "sessions"),
    ]
    assert capsys.readouterr().err.startswith("This host has as many sessions")
    assert host.confined == []


def test_who_has_proved_no_key_takes_no_slot(
    host: Host, capsys: pytest.CaptureFixture[str]
) -> None:
    host.file.unlink()
    assert host.serve(shows_nothing) == 126
    assert capsys.readouterr().err == f"{session.NO_KEY}\n"
    assert not (host.state / "sessions").exists()


@pytest.mark.parametrize(
    ("error", "code", "why", "reported"),
    [
        (BriefingError("“{library}/x” is gone."), 1, "left", False),
        (FaultError("the report"), 70, "fault", True),
        (RuntimeError("the report"), 70, "fault", True),
        (KeyboardInterrupt("the report"), 70, "fault", True),
        (BrokenPipeError(), 141, "gone", False),
    ],
)
def test_whatever_happens_in_a_session_becomes_an_exit_code(
    host: Host,
    capsys: pytest.CaptureFixture[str],
    error: BaseException,
    code: int,
    why: str,
    *,
    reported: bool,
) -> None:
    error.args = tuple(f"{one}".format(library=host.state.parent / "library") for one in error.args)

    def read(_: ClientSession) -> int:
        raise error

    assert host.serve(read) == code
    last = host.entries()[-1]
    assert (last["why"], last["exit"]) == (why, code)
    reports = [one for one in host.said if one[:1] == b"!"]
    assert [b"the report" in one for one in reports] == [True] * reported
    told = capsys.readouterr().err
    assert str(host.state.parent) not in told
    assert "the report" not in told
    assert bool(told) is (code in (1, 70))


def test_of_a_client_at_no_terminal_no_terminal_is_logged(
    host: Host, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("os.isatty", lambda _: False)
    host.sent |= {"SSH_ORIGINAL_COMMAND": "help"}
    del host.sent["SSH_CONNECTION"]
    assert host.serve(shows_nothing, Limits(readers=1)) == 0
    assert not host.entries()[0].keys() & {"term", "address", "why", "unlogged"}
    out, err = capsys.readouterr()
    assert out.startswith("This host serves news briefings")
    assert not out.endswith("\n\n")
    assert err == ""
    (share,) = host.confined
    assert (share.writes, (host.state / "readers").exists()) == (None, False)
    # Who has marks already may see by them what is read.
    folder_of_marks(host.state, host.key).mkdir(parents=True)
    host.serve(shows_nothing)
    assert host.confined[1].writes == folder_of_marks(host.state, host.key)


def test_where_there_is_no_terminal_nothing_is_read_and_no_notice_given(
    host: Host, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("os.isatty", lambda _: False)
    assert host.serve(shows_nothing) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("Reading needs a terminal, as with `ssh -t`")


def test_what_cannot_be_read_is_not_offered(
    host: Host, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    host.sent |= {"SSH_ORIGINAL_COMMAND": "dam"}
    assert host.serve(lambda _: 0) == 0
    (tmp_path / "library" / "briefings" / "dam.json").write_text("{")
    assert host.serve(shows_nothing) == 126
    assert "“dam” is not offered here." in capsys.readouterr().err


def test_one_session_too_many_of_a_minute_is_not_logged(
    host: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    for logged, unlogged in ((False, 0), (True, 7)):
        host.said.clear()

        def take(*given: Any, logged: bool = logged, unlogged: int = unlogged) -> Admission:  # noqa: ANN401
            return take_slot(*given)._replace(logged=logged, unlogged=unlogged)

        monkeypatch.setattr(session, "take_slot", take)
        host.serve(lambda _: 0)
        begun = [one for one in host.entries() if one["event"] == "open"]
        assert [one["unlogged"] for one in begun] == [7] * logged


# -- what it may do --------------------------------------------------------------------------------


def test_a_session_may_read_what_is_served_and_write_its_own_marks(
    host: Host, tmp_path: Path
) -> None:
    texts = tmp_path / "texts"
    texts.mkdir()
    host.serve(lambda _: 0, Limits(longest=100, memory=1 << 30, cpu=7, files=40, marks=99), texts)
    (share,) = host.confined
    marks = folder_of_marks(host.state, host.key)
    assert (share.memory, share.cpu, share.files, share.largest) == (1 << 30, 7, 40, 99)
    assert (share.writes, marks.is_dir()) == (marks, True)
    library = tmp_path / "library"
    aside = index_files(Library(library), Places(library, host.state, tmp_path / "none"))[1]
    index = {aside.with_name(f"{aside.name}{end}") for end in ("", "-wal", "-shm")}
    assert set(share.reads) == {library, *index, texts}
    assert (share.environment["TERM"], share.encoding) == ("xterm-256color", "utf-8")
    assert host.alarms == [160]


# -- the reader ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("returned", "report", "code"), [(None, "", 0), (75, "", 75), (1, "a report", 70)]
)
def test_the_reader_is_closed_and_its_marks_are_saved_whatever_it_ends_with(
    host: Host, monkeypatch: pytest.MonkeyPatch, returned: int | None, report: str, code: int
) -> None:
    done: list[object] = []

    class Reader:
        """In the place of the reader."""

        def __init__(self, one: ClientSession, address: str | None, as_of: object) -> None:
            done.append((address, as_of))
            state = SimpleNamespace(save=lambda: done.append("saved"))
            self.session = SimpleNamespace(close=lambda: done.append("closed"), state=state)
            self.report = report
            self.return_code = returned

        def run(self, *, mouse: bool, size: tuple[int, int]) -> None:
            done.append((mouse, size))

    monkeypatch.setattr(served_app, "ServedApp", Reader)
    given = host.serve(lambda one: served_app.read(one, "dam/terms"), Limits(columns=90, rows=20))
    assert given == code
    assert host.entries()[-1]["why"] == ("fault" if report else "left")
    assert done == [("dam/terms", None), (True, (90, 20)), "closed", "saved"]
