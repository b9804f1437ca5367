"""Runs sshd and the pool, watches both, and ends everything when it is told to.

No part of it stands between a reader and their session: sshd goes on if it hangs, and sessions
start by themselves where no pool answers.
"""

from __future__ import annotations

import os
import pwd
import select
import signal
import socket
import subprocess
import time
from argparse import Namespace
from collections.abc import Callable, Collection, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

from briefing.library.library import Library
from briefing.library.storage import Stamp
from briefing.model.errors import BriefingError
from briefing.serve.client import status_of
from briefing.serve.options import Limits, OptionsError, read_options
from briefing.serve.sandbox import adopt_orphans, end_with_parent
from briefing.serve.setup import (
    Say,
    ServerSetup,
    SshdConfig,
    Wanted,
    acting_as,
    find_sshd,
    fingerprints_in,
    python,
    set_up,
)
from briefing.serve.slots import Slot, digest_of, taken_slots
from briefing.serve.thin_client import HELLO, READY, SOCKET
from briefing.settings.config import Config, Places, find_places, load_config
from briefing.views.context import Context
from briefing.views.verbs import OK

_BETWEEN_LOOKS: Final = 2.0  # seconds, as all below; at the library
_BETWEEN_QUESTIONS: Final = 10.0  # whether the pool answers
_LOADING: Final = 60.0  # in which a pool has loaded everything; after which another may be started
_STAYS: Final = 10.0  # after which an sshd that ends was one that could run
_LISTENING: Final = 10.0  # in which an sshd that was told to reload listens again
_PATIENCE: Final = 3.0  # that sessions get to end
_ANSWER: Final = 2.0  # in which a pool answers

_SIGNALS: Final = {signal.SIGCHLD, signal.SIGHUP, signal.SIGTERM, signal.SIGINT}
_Process = subprocess.Popen[bytes]


class Supervisor:
    """Runs a server as it is set up, and sets it up anew for a reload."""

    def __init__(
        self, setup: ServerSetup, set_up_again: Callable[[], ServerSetup], say: Say
    ) -> None:
        self._setup = setup
        self._set_up_again = set_up_again
        self._say = say
        self._library = Library(Path(setup.shared.library))
        self._sshd: _Process | None = None
        self._pool: _Process | None = None
        self._next_pool: _Process | None = None
        self._started_at = {"sshd": 0.0, "pool": 0.0}
        self._asked_at = 0.0
        self._readable: set[str] = set()
        self._served_change: Stamp | None = None
        self._last_change: Stamp | None = None

    def run(self) -> int:
        """Serve until a signal says to stop, and give 0; 1 where sshd does not stay."""
        signal.pthread_sigmask(signal.SIG_BLOCK, _SIGNALS)
        # Whoever loses its parent becomes our child, and so can be found at the end.
        adopt_orphans()
        try:
            self._renew_pool()
            while self._next_pool:
                self._await_pool(0.1)
            self._start_sshd()
            return self._watch()
        finally:
            self._stop()

    def _watch(self) -> int:
        while True:
            told = signal.sigtimedwait(_SIGNALS, 0.1 if self._next_pool else _BETWEEN_LOOKS)
            if told and told.si_signo in (signal.SIGTERM, signal.SIGINT):
                return 0
            if told and told.si_signo == signal.SIGHUP:
                self._reload()
            if self._next_pool:
                self._await_pool(0)
            if not self._reap():
                return 1
            self._watch_library()
            if self._pool and time.monotonic() - self._asked_at > _BETWEEN_QUESTIONS:
                self._asked_at = time.monotonic()
                if not pool_answers(self._setup.shared.places.state):
                    self._say("The pool does not answer and is replaced.")
                    self._pool.kill()  # sessions that it has forked go on

    # -- processes ------------------------------------------------------------------

    def _start(self, words: list[str], output: int, *, as_account: bool) -> _Process:
        def before() -> None:
            signal.pthread_sigmask(signal.SIG_SETMASK, ())
            end_with_parent()

        user = self._setup.account if as_account and self._setup.has_own_account else None
        return subprocess.Popen(
            words,
            stdin=subprocess.DEVNULL,
            stdout=output,
            env={"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "TEXTUAL_FPS": "30"},
            cwd="/",
            preexec_fn=before,  # noqa: PLW1509 - there is one thread
            start_new_session=True,
            user=user and user.pw_uid,
            group=user and user.pw_gid,
            extra_groups=user and [],
        )

    def _start_sshd(self) -> None:
        if self._setup.sshd is not None:
            words = [self._setup.sshd.path, "-D", "-f", str(self._setup.sshd_config_file)]
            if not self._setup.has_own_account or not Path("/dev/log").exists():
                words.append("-e")  # else to syslog, which bounds what one client can have written
            self._sshd = self._start(words, subprocess.DEVNULL, as_account=False)
            self._started_at["sshd"] = time.monotonic()

    def _renew_pool(self) -> None:
        """Have a pool loaded, which takes the place of the present one when it is ready."""
        self._served_change = self._last_change = self._library.last_change()
        self._readable = {one.id for one in self._library.entries() if one.problem is None}
        if self._next_pool:
            self._next_pool.kill()  # it may have read what was there before
            self._next_pool.wait()
        if self._setup.options.pool:
            number = [self._setup.sshd_config.pid_file] if self._setup.sshd else []
            words = python("briefing.serve.pool", self._setup.settings_file, *number)
            self._next_pool = self._start(words, subprocess.PIPE, as_account=True)
            self._started_at["pool"] = time.monotonic()

    def _await_pool(self, seconds: float) -> None:
        """Look whether the pool that loads is ready, or has failed."""
        assert self._next_pool is not None
        assert self._next_pool.stdout is not None
        if not select.select([self._next_pool.stdout], [], [], seconds)[0]:
            if time.monotonic() - self._started_at["pool"] > _LOADING:
                self._next_pool.kill()
            return
        ready = self._next_pool.stdout.read(len(READY)) == READY
        self._next_pool.stdout.close()
        old: _Process | None = self._next_pool
        if ready:
            old, self._pool = self._pool, self._next_pool
        else:
            self._say("The pool cannot start, so each session starts by itself, more slowly.")
        self._next_pool = None
        if old is not None:
            old.kill()
            old.wait()

    def _reap(self) -> bool:
        """Replace what has ended; tell whether there is an sshd."""
        now = time.monotonic()
        if self._pool is not None and self._pool.poll() is not None:
            self._pool = None
            self._say("The pool has ended.")
        if self._pool is None and now - self._started_at["pool"] > _LOADING:
            self._renew_pool()
        if self._sshd is not None and self._sshd.poll() is not None:
            if now - self._started_at["sshd"] < _STAYS:
                self._say("sshd does not stay; its reason is above.")
                return False
            self._say("sshd has ended and is started again.")
            self._start_sshd()
        _reap_others([one.pid for one in (self._pool, self._sshd, self._next_pool) if one])
        return True

    # -- what changes ------------------------------------------------------------------------------

    def _watch_library(self) -> None:
        """Have a new pool for what was published, once whoever publishes has paused."""
        now = self._library.last_change()
        if now != self._served_change and now == self._last_change:
            entries = self._library.entries()
            lost = [one.problem for one in entries if one.problem and one.id in self._readable]
            if lost:
                self._served_change = now
                self._say(f"What was published is not read: {' '.join(lost)}")
            else:
                self._renew_pool()
        self._last_change = now

    def _reload(self) -> None:
        """Read the configuration again; end the sessions of keys that are not listed any more."""
        number = self._setup.sshd_config.pid_file  # another folder counts from the next start
        try:
            self._setup = self._set_up_again()
        except BriefingError as error:
            self._say(f"Not reloaded: {error}")
            return
        if self._sshd is not None:
            number.unlink(missing_ok=True)  # sshd writes it once it listens again
            self._sshd.send_signal(signal.SIGHUP)
        self._renew_pool()
        if self._setup.sshd_config.keys is not None:
            known = set(map(digest_of, fingerprints_in(self._setup.sshd_config.keys)))
            for slot in list(self._slots()):
                if slot.key not in known:
                    _signal(slot.pid, signal.SIGUSR1)
        end = time.monotonic() + _LISTENING
        while self._sshd is not None and not number.exists():
            if self._sshd.poll() is not None or time.monotonic() > end:
                self._say("Reloaded, but sshd does not listen again.")
                return
            time.sleep(0.02)
        self._say("Reloaded.")

    def _slots(self) -> Iterator[Slot]:
        account = self._setup.account
        with acting_as(account), suppress(OSError):
            for slot in taken_slots(self._setup.shared.places.state):
                # What the account has written is not to be trusted further than the account.
                if status_of(slot.pid).get("Uid", "").split()[:1] == [str(account.pw_uid)]:
                    yield slot

    # -- the end -----------------------------------------------------------------------------------

    def _stop(self) -> None:
        """Let nobody in, have sessions take their leave, and end what is left."""
        for one in (self._sshd, self._pool, self._next_pool):
            if one is not None:
                one.terminate()
        for slot in list(self._slots()):
            _signal(slot.pid, signal.SIGTERM)
        end = time.monotonic() + _PATIENCE
        while (left := _descendants(os.getpid())) and time.monotonic() < end:
            signal.sigtimedwait({signal.SIGCHLD}, 0.1)
            _reap_others(())
        for pid in left:
            _signal(pid, signal.SIGKILL)


def pool_answers(state: Path) -> bool:
    """Tell whether there is a pool, and it does not hang."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as line:
        line.settimeout(_ANSWER)
        folder = -1
        try:
            folder = os.open(state, os.O_PATH | os.O_DIRECTORY)
            # The path of a socket may be too long for its address.
            line.connect(f"/proc/self/fd/{folder}/{SOCKET}")
            return line.recv(1) == HELLO
        except OSError:
            return False
        finally:
            if folder >= 0:
                os.close(folder)


def _reap_others(mine: Collection[int]) -> None:
    """Take leave of processes that have ended, but for those whose owner does so."""
    with suppress(ChildProcessError):
        while ended := os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT):
            if ended.si_pid in mine:
                return
            os.waitpid(ended.si_pid, 0)


def _signal(pid: int, number: int) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.kill(pid, number)


def _descendants(pid: int) -> list[int]:
    children: list[int] = []
    with suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            children += map(int, (task / "children").read_text(encoding="ascii").split())
    return [*children, *(one for child in children for one in _descendants(child))]


def run(context: Context, arguments: Namespace) -> int:
    """Serve, print sshd's configuration, or ask a server that runs."""

    def say(sentence: str) -> None:
        context.say(sentence)
        context.stderr.flush()

    wanted = _read(context, arguments)
    options = wanted.options
    if arguments.status:
        config = SshdConfig(options.listen, Path(options.folder), "", None)
        context.write(_status(config, wanted.places.state, options.limits))
        return OK
    sshd = None if arguments.pool_only else find_sshd()
    made = set_up(wanted, sshd, say)
    if arguments.print_config:
        context.write(made.sshd_config_text)
        return OK

    def again() -> ServerSetup:
        return set_up(_read(context, arguments), sshd, say)

    if sshd is not None:
        say(f"Serving at {options.listen}. To read: {_how_to_read(made)}")
        say(f"Host key {fingerprints_in(made.sshd_config.host_key)[0]}")
    return Supervisor(made, again, say).run()


def _read(context: Context, arguments: Namespace) -> Wanted:
    """Read what is configured, whatever it was before, and put together what was typed with it."""
    config, complaints = load_config(context.places.config)
    if complaints:
        raise OptionsError(
            f"{' '.join(complaints)} A server does not start with a configuration that is wrong."
        )
    user = read_options(config.serve, arguments, context.places).user
    places = _places_of(user, arguments, context.places, config)
    return Wanted(read_options(config.serve, arguments, places), config, places)


def _places_of(user: str | None, arguments: Namespace, places: Places, config: Config) -> Places:
    """Say where things are for the account; the configuration stays that of who starts it."""
    try:
        account = pwd.getpwnam(user) if user else None
    except KeyError:
        return places  # this is told where the account is looked at
    if account is None or account.pw_uid == os.geteuid():
        return places
    kept = {name: value for name, value in os.environ.items() if not name.startswith("XDG_")}
    override = Path(arguments.library) if arguments.library else None
    found = find_places(kept | {"HOME": account.pw_dir}, override, config.library)
    return found._replace(config=places.config)


def _how_to_read(made: ServerSetup) -> str:
    host, _, port = made.options.listen.rpartition(":")
    host = "localhost" if host in ("127.0.0.1", "[::1]", "localhost") else "HOST"
    return f"ssh -p {port} {f'{made.account.pw_name}@' if made.has_own_account else ''}{host}"


def _status(config: SshdConfig, state: Path, limits: Limits) -> str:
    try:
        sessions = len(taken_slots(state))
    except OSError as error:
        raise BriefingError(
            f"“{state}” cannot be read: {error.strerror}. Ask as root or as its owner."
        ) from error
    number = config.pid_file.read_text().strip() if config.pid_file.exists() else ""
    runs = number and Path(f"/proc/{number}").exists()
    answers = pool_answers(state)
    return (
        f"sshd      {f'process {number}, at {config.listen}' if runs else 'none of ours runs'}\n"
        f"Pool      {'ready' if answers else 'none: each session starts by itself'}\n"
        f"Sessions  {sessions}{f' of {limits.sessions}' if limits.sessions else ''}\n"
    )
