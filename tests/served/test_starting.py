"""The start of a server: what it insists on, and its key, by which readers know the host."""

from __future__ import annotations

import json
import os
import pwd
import re
import signal
import socket
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import pytest

from tests.served.host import Host, new_key, until
from tests.served.test_stopping import fork_servers_of
from tests.terminal.conftest import COMMAND, environment_of

pytestmark = pytest.mark.terminal

ANYWHERE = ("--listen", "127.0.0.1:0")
ME = ("--user", pwd.getpwuid(os.geteuid()).pw_name)
GUESTS = (*ANYWHERE, *ME, "--anonymous")
FINGERPRINT = re.compile("SHA256:[A-Za-z0-9+/]{43}")


def refused(home: Path, *words: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Start a server that is expected not to start."""
    return subprocess.run(
        [*COMMAND, "serve", *words],
        capture_output=True,
        text=True,
        env=environment_of(home) | variables,
        timeout=20,
        check=False,
    )


@contextmanager
def serving(home: Path, *words: str) -> Iterator[Path]:
    """Run a server that is set up by nothing but some words; give the file of what it says."""
    said = home / "said"
    with said.open("wb") as file:
        process = subprocess.Popen(
            [*COMMAND, "serve", *words],
            env=environment_of(home),
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=subprocess.STDOUT,
        )
    try:
        until(
            lambda: b"Host key" in said.read_bytes() or process.poll() is not None,
            "it does not start",
        )
        assert process.poll() is None, said.read_text()
        yield said
    finally:
        process.kill()
        process.wait()


def host_key_of(home: Path) -> Path:
    """Make a host key where the server looks for it."""
    (home / "state").mkdir(mode=0o700, exist_ok=True)
    return new_key(home / "state" / "host_ed25519")


def fingerprint_of(key: Path) -> str:
    """The fingerprint of a key, as OpenSSH tells it."""
    listed = subprocess.run(
        ["ssh-keygen", "-lf", str(key)], capture_output=True, text=True, check=True
    )
    return listed.stdout.split()[1]


def first_fingerprint(text: str) -> str:
    match = FINGERPRINT.search(text)
    assert match, text
    return match[0]


# -- who may come in, and who runs it --------------------------------------------------------------


def test_it_must_be_said_who_may_come_in(home: Path) -> None:
    answer = refused(home, *ANYWHERE, *ME)
    assert answer.returncode == 2
    assert "--authorized-keys FILE" in answer.stderr
    assert "--anonymous" in answer.stderr
    assert not (home / "state").exists()


def test_keys_of_which_none_can_be_used_let_nobody_in(home: Path) -> None:
    keys = home / "keys"
    keys.write_text("# none yet\nssh-ed25519 AAAA broken\n")
    answer = refused(home, *ANYWHERE, *ME, "--authorized-keys", str(keys))
    assert answer.returncode == 1
    assert f"{keys}:2: " in answer.stderr
    assert f"There is no key in “{keys}”" in answer.stderr


@pytest.mark.skipif(os.geteuid() != 0, reason="only root is told to become somebody")
def test_root_must_say_whom_to_become(home: Path) -> None:
    answer = refused(home, *ANYWHERE, "--anonymous")
    assert answer.returncode == 1
    assert "--user NAME" in answer.stderr
    nobody = refused(home, *ANYWHERE, "--anonymous", "--user", "no-such-user")
    assert nobody.returncode == 1
    assert "There is no user “no-such-user” here." in nobody.stderr


@pytest.mark.skipif(os.geteuid() == 0, reason="root may become anybody")
def test_only_root_may_become_somebody(home: Path) -> None:
    answer = refused(home, *ANYWHERE, "--anonymous", "--user", "root")
    assert answer.returncode == 1
    assert "Only root can become “root”" in answer.stderr


# -- where it listens ------------------------------------------------------------------------------


def test_without_a_word_it_listens_on_loopback_and_only_where_nobody_else_does(home: Path) -> None:
    with ExitStack() as stack:
        with suppress(OSError):  # whoever has the port, it is not free
            stack.enter_context(socket.create_server(("127.0.0.1", 2222)))
        answer = refused(home, *ME, "--anonymous")
    assert answer.returncode == 1
    assert "Nobody can listen at 127.0.0.1:2222: Address already in use." in answer.stderr
    assert "--listen HOST:PORT" in answer.stderr


@pytest.mark.parametrize("address", ["127.0.0.1", "127.0.0.1:99999"])
def test_an_address_must_be_one(home: Path, address: str) -> None:
    answer = refused(home, *ME, "--anonymous", "--listen", address)
    assert answer.returncode == 1
    assert f"“{address}” is no address to listen at." in answer.stderr


# -- the host key ----------------------------------------------------------------------------------


def test_the_host_key_is_made_once_and_kept(home: Path) -> None:
    known = home / "known"
    names: set[str] = set()
    for start in range(2):
        with Host(home) as host:
            said = host.said.read_text()
            assert ("(made just now" in said) == (start == 0)
            names |= {
                first_fingerprint(said),
                fingerprint_of(home / "state" / "host_ed25519"),
                host.status().fingerprint,
                host.events("start")[-1]["fingerprint"],
            }
            answer = host.run(
                "version",
                options=(
                    *("-o", f"UserKnownHostsFile={known}", "-o", "HostKeyAlias=briefings"),
                    *("-o", f"StrictHostKeyChecking={'yes' if start else 'accept-new'}"),
                ),
            )
            assert answer.returncode == 0, answer.stderr
    assert len(names) == 1
    assert (home / "state").stat().st_mode & 0o777 == 0o700
    assert (home / "state" / "host_ed25519").stat().st_mode & 0o777 == 0o600


def widen(key: Path) -> str:
    key.chmod(0o640)
    return "Others may read the host key"


def put_the_public_one_there(key: Path) -> str:
    key.write_bytes(key.with_suffix(".pub").read_bytes())
    return "is not a private key without passphrase"


def encrypt(key: Path) -> str:
    subprocess.run(["ssh-keygen", "-q", "-p", "-N", "secret", "-f", str(key)], check=True)
    return "is not a private key without passphrase"


def replace_by_a_link(key: Path) -> str:
    key.symlink_to(key.rename(key.with_name("elsewhere")))
    return "cannot be read: Too many levels of symbolic links"


@pytest.mark.parametrize(
    "spoil",
    [widen, put_the_public_one_there, encrypt, replace_by_a_link],
    ids=lambda spoil: spoil.__name__,
)
def test_a_host_key_that_is_not_as_it_should_be_is_refused_and_never_replaced(
    home: Path, spoil: Callable[[Path], str]
) -> None:
    key = host_key_of(home)
    why = spoil(key)
    before = (key.read_bytes(), key.lstat().st_mode, key.lstat().st_ino)
    answer = refused(home, *GUESTS)
    assert answer.returncode == 1
    assert why in answer.stderr
    assert str(key) in answer.stderr
    assert (key.read_bytes(), key.lstat().st_mode, key.lstat().st_ino) == before


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")
def test_a_host_key_of_somebody_else_is_refused(home: Path) -> None:
    key = host_key_of(home)
    os.chown(key, 12345, -1)
    answer = refused(home, *GUESTS)
    assert answer.returncode == 1
    assert "belongs to another user (number 12345)" in answer.stderr


def test_a_host_key_that_cannot_be_made_is_told(home: Path) -> None:
    answer = refused(home, *GUESTS, "--host-key", "/proc/none")
    assert answer.returncode == 1
    assert "The host key “/proc/none” cannot be made" in answer.stderr
    assert "--host-key FILE" in answer.stderr


# -- how it is set up ------------------------------------------------------------------------------


def test_what_is_configured_counts_and_what_is_typed_counts_more(home: Path) -> None:
    new_key(home / "id")
    (home / "keys").write_text((home / "id.pub").read_text())
    (home / "config.toml").write_text(
        f"""
        [serve]
        listen = "127.0.0.1:0"
        authorized-keys = "keys"
        anonymous = true
        host-key = "own/host"
        audit = "log/audit"
        user = "{ME[1]}"
        prefork = false
        limits = {{ sessions = 7, idle = "15m" }}
        """
    )
    with serving(home, "--limits", "sessions=8") as said:
        text = said.read_text()
        assert " at 127.0.0.1:" in text
        assert "guests may come in" in text
        assert first_fingerprint(text) == fingerprint_of(home / "own" / "host")
        assert '"event":"start"' in (home / "log" / "audit").read_text()
        status = refused(home, "--status").stdout
        assert "Readers       1 key, guests may come in" in status
        assert "Sessions      0 of 8" in status


@pytest.mark.parametrize(
    ("limits", "sentence"),
    [
        ("sesions=4", "There is no limit “sesions”. Did you mean “sessions”?"),
        ("idle=often", "The limit “idle” cannot be “often”."),
    ],
)
def test_a_wrong_limit_keeps_it_from_starting(home: Path, limits: str, sentence: str) -> None:
    answer = refused(home, *GUESTS, "--limits", limits)
    assert answer.returncode == 1
    assert sentence in answer.stderr


@pytest.mark.parametrize(
    ("content", "name", "fix"),
    [
        ("[serve]\nanonymos = true\n", "anonymos", "Did you mean “anonymous”?"),
        ('[serve]\nanonymous = "yes"\n', "anonymous", "expected `bool`"),
    ],
)
def test_a_mistake_in_its_table_keeps_it_from_starting(
    home: Path, content: str, name: str, fix: str
) -> None:
    (home / "config.toml").write_text(content)
    answer = refused(home, *GUESTS)
    assert answer.returncode == 1
    assert f"{home / 'config.toml'}:2: " in answer.stderr
    assert name in answer.stderr
    assert fix in answer.stderr


@pytest.mark.parametrize(
    ("content", "where"),
    [
        ("mouse = true\nthemes = 'dark'\n", ":2: there is no option “themes”"),
        ("[serve]\nanonymous = true\nlisten =\n", ":3: the file is not TOML"),
    ],
)
def test_any_other_mistake_keeps_it_from_starting_too(home: Path, content: str, where: str) -> None:
    (home / "config.toml").write_text(content)
    answer = refused(home, *GUESTS)
    assert answer.returncode == 1
    assert f"{home / 'config.toml'}{where}" in answer.stderr
    assert "A server does not start with a configuration that is wrong" in answer.stderr


def test_a_mistake_in_its_table_is_told_with_its_line(home: Path) -> None:
    (home / "config.toml").write_text("theme = 'dark'\n\n[serve]\nanonymos = true\n")
    assert f"{home / 'config.toml'}:4: " in refused(home, *GUESTS).stderr


def test_an_address_that_is_configured_wrong_is_told_with_its_file(home: Path) -> None:
    (home / "config.toml").write_text("[serve]\nlisten = 'here'\n")
    answer = refused(home, *ME, "--anonymous")
    assert answer.returncode == 1
    assert str(home / "config.toml") in answer.stderr


def test_what_is_missing_to_speak_ssh_is_named(home: Path) -> None:
    (home / "sitecustomize.py").write_text("import sys\nsys.modules['asyncssh'] = None\n")
    path = f"{home}:{environment_of(home)['PYTHONPATH']}"
    answer = refused(home, *GUESTS, PYTHONPATH=path)
    assert answer.returncode == 1
    assert "pip install 'briefing[serve]'" in answer.stderr
    assert "Traceback" not in answer.stderr


def test_what_is_broken_to_speak_ssh_is_named(home: Path) -> None:
    (home / "asyncssh.py").write_text("raise ImportError('no libcrypto')\n")
    path = f"{home}:{environment_of(home)['PYTHONPATH']}"
    answer = refused(home, *GUESTS, PYTHONPATH=path)
    assert answer.returncode == 1
    assert "briefing[serve]" in answer.stderr


def test_a_folder_of_texts_must_be_there(home: Path) -> None:
    answer = refused(home, *GUESTS, "--corpus", str(home / "texts"))
    assert answer.returncode == 2
    assert f"There is no folder “{home / 'texts'}”" in answer.stderr


def test_an_audit_log_that_cannot_be_written_keeps_it_from_starting(home: Path) -> None:
    answer = refused(home, *GUESTS, "--audit", str(home))
    assert answer.returncode == 1
    assert f"The audit log “{home}” cannot be written: Is a directory." in answer.stderr


# -- what it serves --------------------------------------------------------------------------------


def test_an_empty_library_gets_the_briefings_that_come_with_the_program(tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    with Host(tmp_path / "home") as host:
        answer = host.run("list", "--json")
        assert answer.returncode == 0, answer.stderr
        ids = {one["id"] for one in json.loads(answer.stdout)["briefings"]}
        assert ids == set(host.status().generations[0].revisions) != set()


@pytest.mark.parametrize("prefork", [(), ("--no-prefork",)], ids=["fork server", "without"])
def test_where_no_briefing_can_be_read_none_is_served(home: Path, prefork: tuple[str, ...]) -> None:
    (home / "library" / "briefings" / "two-towns.json").write_text("{")
    answer = refused(home, *GUESTS, *prefork)
    assert answer.returncode == 1
    assert str(home / "library") in answer.stderr
    assert "briefing publish FOLDER" in answer.stderr
    assert "Traceback" not in answer.stderr


def test_a_briefing_that_cannot_be_read_is_told_and_the_others_are_served(home: Path) -> None:
    (home / "library" / "briefings" / "broken.json").write_text("{")
    with Host(home) as host:
        assert "broken.json” is damaged" in host.said.read_text()
        assert host.status().generations[0].revisions == {"two-towns": 1}
        assert host.run("list").returncode == 0


def test_a_fork_server_that_dies_while_it_loads_is_told_in_a_sentence(home: Path) -> None:
    process = subprocess.Popen(
        [*COMMAND, "serve", *GUESTS],
        env=environment_of(home),
        stderr=subprocess.PIPE,
        text=True,
    )
    with process:
        until(lambda: fork_servers_of(process.pid), "there is no fork server")
        os.kill(fork_servers_of(process.pid)[0], signal.SIGKILL)
        said = process.communicate(timeout=20)[1]
    assert process.returncode == 1
    assert "The reader cannot be loaded" in said
    assert "Traceback" not in said


def test_of_two_with_the_same_state_the_second_does_not_start(home: Path) -> None:
    with Host(home) as host:
        answer = refused(home, *GUESTS)
        assert answer.returncode == 1
        assert f"“{host.state}” is running already" in answer.stderr
        assert host.status().pid == host.process.pid
