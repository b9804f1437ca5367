"""The supervisor on a machine of the test's own: what it starts, replaces, tells and ends."""

from __future__ import annotations

import io
import os
import pwd
import signal
import subprocess
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from pathlib import Path
from types import SimpleNamespace

import msgspec
import pytest

from briefing.cli.main import main
from briefing.library.library import Library
from briefing.model.errors import BriefingError
from briefing.serve.options import Options, SharedSettings
from briefing.serve.setup import ServerSetup, Sshd, SshdConfig, Wanted
from briefing.serve.slots import Slot, digest_of
from briefing.serve.supervisor import Supervisor
from briefing.serve.thin_client import READY
from tests.unit.library.samples import make_briefing
from tests.unit.serve.server_folder import make_server

ME = pwd.getpwuid(os.geteuid())
MODULE = "briefing.serve.supervisor"
Step = Callable[[], object] | int | None
"""What happens before a look: something, a signal, or nothing."""


class Process:
    """A process that does as the test says."""

    def __init__(self, number: int, words: Sequence[str], options: dict[str, object]) -> None:
        self.pid = number
        self.words = words
        self.options = options
        self.stdout = io.BytesIO()
        self.speaks = False
        self.got: list[str] = []
        self.ended = False
        self.on_signal: Callable[[], object] = lambda: None

    @property
    def is_pool(self) -> bool:
        return any("briefing.serve.pool" in word for word in self.words)

    def says(self, text: bytes) -> None:
        self.stdout, self.speaks = io.BytesIO(text), True

    def poll(self) -> int | None:
        return 0 if self.ended else None

    def wait(self) -> int:
        assert self.ended, "it would be waited for in vain"
        return 0

    def kill(self) -> None:
        self.got.append("kill")
        self.ended = self.speaks = True

    def terminate(self) -> None:
        self.got.append("terminate")
        self.ended = True

    def send_signal(self, number: int) -> None:
        self.got.append(signal.Signals(number).name)
        self.on_signal()


class Machine:
    """A machine on which a server is served.

    Attributes:
        pool_says: What each new pool says at once; None where it says nothing yet.
        sshd_takes: How long an sshd that is told to reload takes to listen again, in seconds.
        left: Processes that stay when all are told to end.
        signals: Those that were sent to processes of others.
    """

    def __init__(self, home: Path, patch: pytest.MonkeyPatch) -> None:
        make_server(home)
        self.library = Library(home / "library")
        self.setup = ServerSetup(
            Options(),
            Sshd("/usr/sbin/sshd", (9, 2)),
            ME,
            SharedSettings(library=str(home / "library"), state=str(home / "state")),
            SshdConfig("127.0.0.1:2222", home / "serve", ME.pw_name, home / "keys"),
        )
        self.now = 1000.0
        self.answers = True
        self.pool_says: bytes | None = READY
        self.sshd_takes = 0.5
        self.started: list[Process] = []
        self.said: list[str] = []
        self.slots: list[tuple[Slot, int]] = []
        self.left: list[int] = []
        self.signals: list[tuple[int, int]] = []
        self.set_up_again: Callable[[], ServerSetup] = lambda: self.setup
        self._steps: list[Step] = []
        self._listens_at = 0.0
        programs = SimpleNamespace(
            Popen=self._start, PIPE=subprocess.PIPE, DEVNULL=subprocess.DEVNULL
        )
        patch.setattr(f"{MODULE}.subprocess", programs)
        clock = SimpleNamespace(monotonic=lambda: self.now, sleep=self._sleep)
        patch.setattr(f"{MODULE}.time", clock)
        patch.setattr(f"{MODULE}.select", SimpleNamespace(select=self._select))
        patch.setattr(f"{MODULE}.adopt_orphans", lambda: None)
        patch.setattr(f"{MODULE}.pool_answers", lambda _: self.answers)
        patch.setattr(f"{MODULE}.fingerprints_in", lambda _: ["listed"])
        patch.setattr(f"{MODULE}.taken_slots", lambda _: [slot for slot, _ in self.slots])
        patch.setattr(f"{MODULE}.status_of", self._status)
        patch.setattr(f"{MODULE}._descendants", lambda _: self.left)
        patch.setattr("signal.pthread_sigmask", lambda *_: None)
        patch.setattr("signal.sigtimedwait", self._wait)
        patch.setattr("os.waitid", lambda *_: None)
        patch.setattr("os.kill", lambda *told: self.signals.append(told))

    def serve(self, *steps: Step) -> int:
        """Serve while something happens, then have it stop; give the exit code."""
        self._steps = [*steps, signal.SIGTERM]
        return Supervisor(self.setup, self.set_up_again, self.said.append).run()

    @property
    def pools(self) -> list[Process]:
        return [one for one in self.started if one.is_pool]

    @property
    def sshds(self) -> list[Process]:
        return [one for one in self.started if not one.is_pool]

    def is_at(self, when: float) -> Callable[[], None]:
        """Have time passed since the start."""

        def pass_() -> None:
            self.now = 1000.0 + when

        return pass_

    def _start(self, words: list[str], **options: object) -> Process:
        process = Process(100 + len(self.started), words, options)
        self.started.append(process)
        if process.is_pool and self.pool_says is not None:
            process.says(self.pool_says)
        process.on_signal = self._restart_sshd
        return process

    def _restart_sshd(self) -> None:
        """Be an sshd that stops listening, and writes its number when it listens again."""
        assert not self._number.exists(), "who looks for the number finds the one before"
        self._listens_at = self.now + self.sshd_takes

    def _sleep(self, seconds: float) -> None:
        self.now += seconds
        if self.now >= self._listens_at:
            self._number.touch()

    @property
    def _number(self) -> Path:
        return self.setup.sshd_config.pid_file

    def _select(
        self, files: list[object], _: object, __: object, seconds: float
    ) -> tuple[list[object], ...]:
        ready = [one.stdout for one in self.started if one.speaks and one.stdout in files]
        self.now += 0 if ready else seconds
        return [*ready], [], []

    def _wait(self, wanted: set[int], seconds: float) -> SimpleNamespace | None:
        self.now += seconds
        if signal.SIGTERM not in wanted:
            return None
        step = self._steps.pop(0)
        if isinstance(step, int):
            return SimpleNamespace(si_signo=step)
        if step is not None:
            step()
        return None

    def _status(self, pid: int) -> dict[str, str]:
        users = {slot.pid: user for slot, user in self.slots}
        return {"Uid": f"{users[pid]}\t{users[pid]}\t0\t0"} if pid in users else {}


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    return Machine(tmp_path, monkeypatch)


def ends(process: Process) -> None:
    process.ended = True


# -- what it starts --------------------------------------------------------------------------------


def test_a_pool_is_ready_before_sshd_lets_anybody_in(machine: Machine) -> None:
    assert machine.serve(None) == 0
    pool, sshd = machine.started
    config = machine.setup.sshd_config
    assert pool.words[-2:] == [str(machine.setup.settings_file), str(config.pid_file)]
    assert pool.options["stdout"] == subprocess.PIPE
    assert sshd.words == ["/usr/sbin/sshd", "-D", "-f", str(machine.setup.sshd_config_file), "-e"]
    assert (pool.got, sshd.got) == (["terminate"], ["terminate"])
    # Ctrl-C in the terminal of the supervisor is for the supervisor.
    assert all(one.options["start_new_session"] for one in machine.started)
    assert machine.said == []


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_stops_when_it_is_told_to(machine: Machine, number: int) -> None:
    assert machine.serve(number, pytest.fail) == 0


def test_what_is_not_wanted_is_not_started(machine: Machine) -> None:
    machine.setup = machine.setup._replace(
        sshd=None, options=msgspec.structs.replace(machine.setup.options, pool=True)
    )
    assert machine.serve(*[None] * 40) == 0
    (pool,) = machine.started
    assert pool.words[-1] == str(machine.setup.settings_file)
    machine.started.clear()
    machine.setup = machine.setup._replace(
        sshd=Sshd("sshd", (9, 2)),
        options=msgspec.structs.replace(machine.setup.options, pool=False),
    )
    assert machine.serve(*[None] * 40) == 0
    assert [one.is_pool for one in machine.started] == [False]


@pytest.mark.parametrize("logs", [True, False])
def test_with_an_account_of_its_own_the_pool_is_that_accounts_and_sshd_is_roots(
    machine: Machine, monkeypatch: pytest.MonkeyPatch, *, logs: bool
) -> None:
    account = pwd.struct_passwd(("ann", "x", 4711, 4712, "", "/", "/"))
    machine.setup = machine.setup._replace(account=account)
    monkeypatch.setattr(Path, "exists", lambda path: logs if str(path) == "/dev/log" else True)
    monkeypatch.setattr(f"{MODULE}.acting_as", nullcontext)
    machine.serve()
    pool, sshd = machine.started
    kept = [(one.options["user"], one.options["group"], one.options["extra_groups"])
            for one in (pool, sshd)]  # fmt: skip
    assert kept == [(4711, 4712, []), (None, None, None)]
    assert ("-e" in sshd.words) is not logs


# -- what ends -------------------------------------------------------------------------------------


@pytest.mark.parametrize(("after", "code"), [(0, 1), (9.9, 1), (10, 0), (3600, 0)])
def test_an_sshd_that_stays_is_started_again_and_one_that_does_not_ends_the_server(
    machine: Machine, after: float, code: int
) -> None:
    def end() -> None:
        machine.is_at(after)()
        ends(machine.sshds[0])

    assert machine.serve(end, None) == code
    assert len(machine.sshds) == 2 - code
    told = (
        "sshd does not stay; its reason is above."
        if code
        else ("sshd has ended and is started again.")
    )
    assert machine.said == [told]


def test_an_sshd_that_was_started_again_has_to_stay_too(machine: Machine) -> None:
    def end() -> None:
        ends(machine.sshds[-1])

    assert machine.serve(machine.is_at(50), end, end) == 1


def test_a_pool_that_ends_is_replaced_a_minute_after_its_start(machine: Machine) -> None:
    steps = [machine.is_at(10), lambda: ends(machine.pools[0]), machine.is_at(60)]
    assert machine.serve(*steps) == 0
    assert (len(machine.pools), machine.said) == (1, ["The pool has ended."])
    machine.started.clear()
    machine.now = 1000
    machine.serve(*steps, machine.is_at(60.1), None)
    assert len(machine.pools) == 2
    assert machine.pools[1].got == ["terminate"]


def test_a_pool_that_cannot_start_is_tried_again_and_keeps_nobody_waiting(machine: Machine) -> None:
    machine.pool_says = b""

    def can() -> None:
        machine.pool_says = READY

    machine.serve(None, can, machine.is_at(61), None, None)
    assert machine.said == ["The pool cannot start, so each session starts by itself, more slowly."]
    assert [one.got for one in machine.pools] == [["kill"], ["terminate"]]
    assert len(machine.sshds) == 1


def test_a_pool_that_never_gets_ready_is_given_up_after_a_minute(machine: Machine) -> None:
    machine.pool_says = None
    machine.serve()
    assert machine.pools[0].got[0] == "kill"
    assert machine.sshds
    assert machine.said == ["The pool cannot start, so each session starts by itself, more slowly."]
    assert 1060 < machine.now < 1063


def test_a_pool_that_hangs_is_replaced(machine: Machine) -> None:
    def hang() -> None:
        machine.answers = False

    machine.serve(*[None] * 40, hang, *[None] * 6)
    assert machine.pools[0].got == ["kill"]
    assert machine.said == ["The pool does not answer and is replaced.", "The pool has ended."]
    assert len(machine.pools) == 2


def test_a_pool_is_asked_every_ten_seconds(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[float] = []

    def answers(_: Path) -> bool:
        asked.append(machine.now)
        return True

    monkeypatch.setattr(f"{MODULE}.pool_answers", answers)
    machine.serve(*[None] * 14)
    assert asked == [1002, 1014, 1026]


# -- what changes ----------------------------------------------------------------------------------


def test_what_is_published_gets_a_new_pool_once_whoever_publishes_has_paused(
    machine: Machine,
) -> None:
    counts: list[int] = []

    def publish() -> None:
        machine.library.publish([make_briefing(f"new{len(counts)}")])
        look()

    def look() -> None:
        counts.append(len(machine.pools))

    machine.serve(look, publish, publish, look, look, look)
    assert counts == [1, 1, 1, 1, 2, 2]
    old, new = machine.pools
    assert (old.got, new.got) == (["kill"], ["terminate"])
    assert machine.said == []


def test_a_pool_that_loads_what_was_there_before_is_given_up(machine: Machine) -> None:
    def publish(name: str) -> None:
        machine.pool_says = None
        machine.library.publish([make_briefing(name)])

    machine.serve(lambda: publish("one"), None, lambda: publish("two"), None, None)
    first, second, third = machine.pools
    assert (second.got, third.got) == (["kill"], ["terminate"])
    assert first.got == ["terminate"]


def test_what_cannot_be_read_any_more_is_told_once_and_the_pool_goes_on(machine: Machine) -> None:
    def damage() -> None:
        (machine.library.folder / "briefings" / "dam.json").write_text("{")
        machine.library.publish([make_briefing("other")])

    machine.serve(damage, *[None] * 5)
    assert len(machine.pools) == 1
    (told,) = machine.said
    assert told.startswith("What was published is not read: ")


def test_what_could_never_be_read_keeps_nothing_else_from_being_served(machine: Machine) -> None:
    (machine.library.folder / "briefings" / "dam.json").write_text("{")
    machine.serve(lambda: machine.library.publish([make_briefing("other")]), None, None, None)
    assert len(machine.pools) == 2
    assert machine.said == []


# -- to read the configuration again ---------------------------------------------------------------


def test_a_reload_ends_the_sessions_of_keys_that_are_not_listed_any_more(machine: Machine) -> None:
    another = make_slot("gone", 9)
    machine.slots = [
        (make_slot("listed", 7), os.geteuid()),
        (make_slot("gone", 8), os.geteuid()),
        (another, 4711),
    ]
    machine.serve(signal.SIGHUP, machine.slots.clear)
    assert machine.signals == [(8, signal.SIGUSR1)]
    assert machine.sshds[0].got == ["SIGHUP", "terminate"]
    assert [one.got for one in machine.pools] == [["kill"], ["terminate"]]
    assert machine.said == ["Reloaded."]


def test_a_reload_is_done_once_sshd_listens_again(machine: Machine) -> None:
    machine.sshd_takes = 7
    machine.setup.sshd_config.pid_file.touch()
    when: list[float] = []
    machine.serve(signal.SIGHUP, lambda: when.append(machine.now))
    assert machine.said == ["Reloaded."]
    assert 1011 <= when[0] < 1011.5  # two looks took 4


def test_an_sshd_that_does_not_listen_again_is_told(machine: Machine) -> None:
    machine.sshd_takes = 11
    machine.serve(signal.SIGHUP)
    assert machine.said == ["Reloaded, but sshd does not listen again."]


def test_an_sshd_that_ends_instead_of_reloading_is_not_waited_for(machine: Machine) -> None:
    def reload() -> ServerSetup:
        machine.now += 20  # it had stayed so long
        machine.sshds[0].on_signal = lambda: ends(machine.sshds[0])
        return machine.setup

    machine.set_up_again = reload
    machine.serve(signal.SIGHUP)
    assert machine.said == [
        "Reloaded, but sshd does not listen again.",
        "sshd has ended and is started again.",
    ]
    assert machine.now < 1026


def test_where_every_key_comes_in_a_reload_ends_no_session(machine: Machine) -> None:
    config = machine.setup.sshd_config._replace(keys=None)
    machine.setup = machine.setup._replace(sshd_config=config)
    machine.slots = [(make_slot("gone", 8), os.geteuid())]
    machine.serve(signal.SIGHUP, machine.slots.clear)
    assert machine.signals == []
    assert machine.said == ["Reloaded."]


def test_a_configuration_that_is_wrong_is_told_and_changes_nothing(machine: Machine) -> None:
    def refuse() -> ServerSetup:
        raise BriefingError("It is wrong.")

    machine.set_up_again = refuse
    machine.serve(signal.SIGHUP, None)
    assert machine.said == ["Not reloaded: It is wrong."]
    assert [one.got for one in machine.started] == [["terminate"], ["terminate"]]


def make_slot(key: str, pid: int) -> Slot:
    return Slot("0123abcd", digest_of(key), "", pid)


# -- the end ---------------------------------------------------------------------------------------


def test_at_the_end_sessions_take_their_leave_and_what_stays_is_killed(machine: Machine) -> None:
    machine.slots = [(make_slot("listed", 7), os.geteuid()), (make_slot("listed", 9), 4711)]
    machine.left = [7]
    machine.serve()
    assert machine.signals == [(7, signal.SIGTERM), (7, signal.SIGKILL)]
    assert 1005 <= machine.now < 1005.2


def test_at_the_end_nobody_is_waited_for_who_is_gone(machine: Machine) -> None:
    machine.serve()
    assert (machine.signals, machine.now) == ([], 1002)


# -- the verb --------------------------------------------------------------------------------------


class Verb:
    """`briefing serve`, whose server is set up and run by stand-ins."""

    def __init__(self, home: Path, patch: pytest.MonkeyPatch) -> None:
        for name in ("library", "state"):
            patch.setenv(f"BRIEFING_{name.upper()}", str(home / name))
        patch.setenv("BRIEFING_CONFIG", str(home / "config.toml"))
        self.config = home / "config.toml"
        self.account = ME
        self.wanted: list[Wanted] = []
        patch.setattr(f"{MODULE}.find_sshd", lambda: Sshd("sshd", (9, 2)))
        patch.setattr(f"{MODULE}.set_up", self._set_up)
        patch.setattr(f"{MODULE}.fingerprints_in", lambda path: [f"SHA256:{path.name}"])
        patch.setattr(Supervisor, "run", lambda _: 7)

    def __call__(self, *words: str) -> int:
        return main(["serve", *words])

    def _set_up(self, wanted: Wanted, sshd: Sshd | None, _: object) -> ServerSetup:
        self.wanted.append(wanted)
        config = SshdConfig(wanted.options.listen, Path("folder"), self.account.pw_name, None)
        shared = SharedSettings(library=str(wanted.places.library), state=str(wanted.places.state))
        return ServerSetup(wanted.options, sshd, self.account, shared, config)


@pytest.fixture
def verb(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Verb:
    return Verb(tmp_path, monkeypatch)


@pytest.mark.parametrize(
    ("listen", "own", "told"),
    [
        ("127.0.0.1:2222", False, "ssh -p 2222 localhost"),
        ("[::1]:2022", False, "ssh -p 2022 localhost"),
        ("localhost:22", True, "ssh -p 22 ann@localhost"),
        ("0.0.0.0:22", True, "ssh -p 22 ann@HOST"),
        (":22", False, "ssh -p 22 HOST"),
    ],
)
def test_who_serves_is_told_how_to_read(
    verb: Verb, capsys: pytest.CaptureFixture[str], listen: str, told: str, *, own: bool
) -> None:
    if own:
        verb.account = pwd.struct_passwd(("ann", "x", 4711, 4711, "", "/", "/"))
    assert verb("--listen", listen) == 7
    assert capsys.readouterr() == (
        "",
        f"Serving at {listen}. To read: {told}\nHost key SHA256:host_ed25519\n",
    )


def test_where_the_systems_sshd_is_in_front_no_way_in_is_told(
    verb: Verb, capsys: pytest.CaptureFixture[str]
) -> None:
    assert verb("--pool-only") == 7
    assert capsys.readouterr() == ("", "")


def test_the_configuration_of_sshd_is_printed_and_nothing_served(
    verb: Verb, capsys: pytest.CaptureFixture[str]
) -> None:
    assert verb("--print-config", "--listen", ":4022") == 0
    out, err = capsys.readouterr()
    assert "\nPort 4022\n" in out
    assert err == ""


def test_a_server_does_not_start_with_a_configuration_that_is_wrong(
    verb: Verb, capsys: pytest.CaptureFixture[str]
) -> None:
    verb.config.write_text("mouse = 3\n")
    assert verb() == 1
    assert "A server does not start with a configuration that is wrong." in capsys.readouterr().err
    assert verb.wanted == []


def test_what_is_the_accounts_is_in_its_home_but_for_what_is_named(
    verb: Verb, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ann = pwd.struct_passwd(("ann", "x", 4711, 4711, "", "/home/ann", "/"))
    monkeypatch.setattr("pwd.getpwnam", lambda _: ann)
    monkeypatch.setenv("XDG_STATE_HOME", "/mine")
    verb("--user", "ann")
    verb("--user", "ann", "--library", "/typed")
    monkeypatch.delenv("BRIEFING_STATE")
    monkeypatch.delenv("BRIEFING_LIBRARY")
    verb("--user", "ann")
    monkeypatch.setattr("pwd.getpwnam", lambda _: ME)
    verb("--user", ME.pw_name)
    places = [(str(one.places.library), str(one.places.state)) for one in verb.wanted]
    assert places[:2] == [
        (str(tmp_path / "library"), str(tmp_path / "state")),
        ("/typed", str(tmp_path / "state")),
    ]
    assert all(one.startswith("/home/ann/") for one in places[2])
    assert places[3][1].startswith("/mine")
    assert {one.places.config for one in verb.wanted} == {verb.config}


@pytest.mark.parametrize("most", [0, 4])
def test_the_status_tells_of_sshd_the_pool_and_sessions(
    verb: Verb, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
    most: int,
) -> None:  # fmt: skip
    words = ("--status", "--folder", str(tmp_path), "--limits", f"sessions={most}")
    of_most = f" of {most}" if most else ""
    assert verb(*words) == 0
    assert capsys.readouterr().out == (
        "sshd      none of ours runs\nPool      none: each session starts by itself\n"
        f"Sessions  0{of_most}\n"
    )
    monkeypatch.setattr(f"{MODULE}.pool_answers", lambda _: True)
    monkeypatch.setattr(f"{MODULE}.taken_slots", lambda _: [make_slot("ann", 1)] * 2)
    (tmp_path / "sshd.pid").write_text(f"{os.getpid()}\n")
    verb(*words)
    assert capsys.readouterr().out == (
        f"sshd      process {os.getpid()}, at 127.0.0.1:2222\nPool      ready\n"
        f"Sessions  2{of_most}\n"
    )
    (tmp_path / "sshd.pid").write_text(f"{1 << 23}\n")
    verb(*words)
    assert capsys.readouterr().out.startswith("sshd      none of ours runs\n")
    assert verb.wanted == []


def test_a_status_that_cannot_be_read_says_whom_to_ask(
    verb: Verb, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(_: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(f"{MODULE}.taken_slots", refuse)
    assert verb("--status", "--folder", str(tmp_path)) == 1
    assert capsys.readouterr().err == (
        f"“{tmp_path / 'state'}” cannot be read: Permission denied. Ask as root or as its owner.\n"
    )
