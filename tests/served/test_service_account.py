"""Root serves an account that is for nothing else, to everybody who has a key.

The account exists only where the server runs: in a namespace of its own, over whose lists of users
others are laid (``unshare(1)``), so that nothing of the machine changes.
"""

from __future__ import annotations

import os
import pwd
import shlex
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

import pytest

from briefing.library.library import Library
from tests.programs import unable
from tests.samples import two_towns
from tests.served.conftest import as_root
from tests.served.host import (
    client_environment,
    descendants,
    fingerprint_of,
    free_port,
    new_key,
    options_of,
    run,
    words_of,
)
from tests.served.raw import elsewhere
from tests.terminal.conftest import COMMAND, ROOT
from tests.terminal.pty import Terminal
from tests.waiting import HANGS, until

pytestmark = [pytest.mark.terminal, as_root]

NAME: Final = "briefings"
USER: Final = 47_321
INSIDE: Final = """\
set -e
cd /
mount --bind {folder}/passwd /etc/passwd
mount --bind {folder}/shadow /etc/shadow
# Python may be in root's home, where the account could not run it.
python={python}
case $python in {home}/*)
    mkdir -p {folder}/python && mount --bind "$python" {folder}/python
    mount -t tmpfs -o mode=755 tmpfs {home}
    mkdir -p "$python" && mount --move {folder}/python "$python"
esac
exec "$@"
"""


class Account:
    """A server for an account of its own.

    Attributes:
        folder: With the home of the account, its library and state.
        said: File of what it says.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.said = folder / "said"
        self.port = free_port()
        self.home = folder / "home"
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def state(self) -> Path:
        """Where sessions keep things."""
        return self.home / "state"

    def write(self, *, shell: str | None = None, password: str = "*") -> None:
        """Write the lists of users."""
        shell = shell or f"{self.folder}/serve/session"
        line = f"{NAME}:x:{USER}:{USER}::{self.home}:{shell}\n"
        for name, more in (("passwd", line), ("shadow", f"{NAME}:{password}:19000::::::\n")):
            (self.folder / name).write_text(Path(f"/etc/{name}").read_text() + more)
            (self.folder / name).chmod(0o644 if name == "passwd" else 0o600)

    def command(self, *words: str) -> list[str]:
        """The command that starts the server in a namespace."""
        home, python = map(shlex.quote, (pwd.getpwuid(0).pw_dir, sys.base_prefix))
        inside = INSIDE.format(folder=self.folder, home=home, python=python)
        return [
            *("unshare", "--mount", "sh", "-c", inside, "sh", *COMMAND, "serve"),
            *("--listen", f"127.0.0.1:{self.port}", "--user", NAME, "--any-key"),
            *("--folder", f"{self.folder}/serve", *words),
        ]

    @property
    def environment(self) -> dict[str, str]:
        """Variables of root, who starts it; the account's places are those of its home."""
        return {
            **{"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "HOME": str(self.folder)},
            **{"BRIEFING_CONFIG": str(self.folder / "config.toml"), "LANG": "C.UTF-8"},
            **{"BRIEFING_LIBRARY": str(self.home / "library"), "BRIEFING_STATE": str(self.state)},
            "PYTHONDONTWRITEBYTECODE": "1",
        }

    def is_up(self) -> bool:
        """Whether sshd listens, or nothing will; what it says may go to the system's log."""
        with suppress(OSError):
            socket.create_connection(("127.0.0.1", self.port)).close()
            return True
        return self.process is None or self.process.poll() is not None

    def ssh(self, key: Path, *words: str) -> list[str]:
        """The command by which somebody comes."""
        options = options_of(self.port, key)
        return ["ssh", "-b", elsewhere(), *options, f"{NAME}@127.0.0.1", *words]


def new_account() -> Account:
    """Make the folder of an account, where that account can go and nobody else can write."""
    folder = Path(f"/var/tmp/briefing-tests-{os.getpid()}")
    folder = Path("/opt") / folder.name if Path("/opt").is_dir() else folder
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o755)
    made = Account(folder)
    made.home.mkdir(mode=0o755)
    Library(made.home / "library").publish([two_towns()])
    for path in (made.home, *made.home.rglob("*")):
        os.chown(path, USER, USER)
    (folder / "config.toml").write_text('version = "full"\n')
    made.write()
    return made


@pytest.fixture(scope="module")
def account() -> Iterator[Account]:
    """A server for an account of its own, with a pool."""
    if subprocess.run(["unshare", "--mount", "true"], capture_output=True, check=False).returncode:
        unable("there are no namespaces here, so that no account can be made for the test")
    made = new_account()
    try:
        with (
            made.said.open("wb") as said,
            subprocess.Popen(
                made.command(), env=made.environment, stdout=said, stderr=subprocess.STDOUT
            ) as process,
        ):
            made.process = process
            try:
                until(made.is_up, made.said.read_text)
                assert process.poll() is None, made.said.read_text()
                yield made
            finally:
                process.terminate()
    finally:
        shutil.rmtree(made.folder, ignore_errors=True)


def test_everybody_with_a_key_reads_and_has_their_own_marks(
    account: Account, tmp_path: Path
) -> None:
    for number in range(2):
        key = new_key(tmp_path / f"key{number}")
        with Terminal(account.ssh(key, "-t"), client_environment()) as terminal:
            terminal.wait_for("Lakeside and Hilltop agreed on 1 May")
            terminal.press("b", "q")
            assert terminal.wait_end() == 0
        assert fingerprint_of(key) in (account.state / "sessions.log").read_text()
    marks = list((account.state / "readers").glob("*/reader.json"))
    assert len(marks) == 2
    for path in (*marks, account.state / "sessions.log"):
        assert (path.stat().st_uid, path.stat().st_mode & 0o777) == (USER, 0o600)


def test_nobody_comes_in_without_a_key_or_as_somebody_else(
    account: Account, tmp_path: Path
) -> None:
    key = new_key(tmp_path / "key")
    for method in ("none", "password", "keyboard-interactive"):
        words = account.ssh(key, "list")
        words.insert(1, f"-oPreferredAuthentications={method}")
        assert run(words).returncode == 255
    for name in ("root", "nobody"):
        words = [word.replace(NAME, name) for word in account.ssh(key, "list")]
        assert run(words).returncode == 255


def test_all_that_a_reader_has_is_the_accounts_and_nothing_is_roots(
    account: Account, tmp_path: Path
) -> None:
    assert account.process is not None
    key = new_key(tmp_path / "key")
    with Terminal(account.ssh(key, "-t"), client_environment()) as terminal:
        terminal.wait_for("read on")
        ours = [pid for pid in descendants(account.process.pid) if "briefing" in words_of(pid)]
        users = [
            line.split()[1]
            for pid in ours
            for line in Path(f"/proc/{pid}/status").read_text().splitlines()
            if line.startswith("Uid:")
        ]
        sessions = [pid for pid in ours if "thin" in words_of(pid) or "pool" in words_of(pid)]
        assert len(sessions) >= 3, "the pool, a session, its thin client"
        assert users.count(str(USER)) >= len(sessions)
        terminal.press("q")
        assert terminal.wait_end() == 0
    folder = account.folder / "serve"
    for path in (folder, *folder.iterdir()):
        assert path.stat().st_uid == 0
        assert not path.stat().st_mode & 0o022
    assert (folder / "host_ed25519").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("words", [(), ("-c", "id"), ("-c", "touch /tmp/by-su")], ids=str)
def test_the_shell_of_the_account_is_the_session_and_lets_nobody_in(
    account: Account, words: tuple[str, ...]
) -> None:
    done = subprocess.run(
        [str(account.folder / "serve" / "session"), *words],
        user=USER,
        group=USER,
        extra_groups=[],
        env={"PATH": "/usr/bin:/bin"},
        cwd="/",
        capture_output=True,
        text=True,
        input="",
        timeout=HANGS,
        check=False,
    )
    assert done.returncode != 0
    assert "uid=" not in done.stdout
    assert not Path("/tmp/by-su").exists()


@pytest.mark.parametrize(
    ("shell", "password", "told"),
    [
        ("/bin/sh", "*", "usermod --shell"),
        (None, "!", "usermod --password '*'"),
        (None, "", "usermod --password '*'"),
    ],
    ids=["shell", "locked", "no password"],
)
def test_an_account_that_lets_others_in_is_refused(
    account: Account, shell: str | None, password: str, told: str
) -> None:
    account.write(shell=shell, password=password)
    try:
        done = subprocess.run(
            account.command("--print-config"),
            env=account.environment,
            capture_output=True,
            text=True,
            timeout=HANGS,
            check=False,
        )
    finally:
        account.write()
    assert (done.returncode, done.stdout) == (1, "")
    assert told in done.stderr
    assert "Traceback" not in done.stderr
