"""The start of a server: what it insists on, and its key, by which readers know the host."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest

from tests.served.host import Host, new_key, until
from tests.served.starting import (
    ANYWHERE,
    GUESTS,
    ME,
    fingerprint_of,
    first_fingerprint,
    refused,
    serving,
)
from tests.served.test_stopping import fork_servers_of
from tests.terminal.conftest import COMMAND, environment_of

pytestmark = pytest.mark.terminal


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


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can stay root")
def test_who_stays_root_is_told_what_that_means(home: Path) -> None:
    with Host(home) as host:
        assert "Everything runs as root here" in host.said.read_text()


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
    assert "Cannot listen at 127.0.0.1:2222: Address already in use." in answer.stderr
    assert "--listen HOST:PORT" in answer.stderr


@pytest.mark.parametrize("address", ["127.0.0.1", "127.0.0.1:99999"])
def test_an_address_must_be_one(home: Path, address: str) -> None:
    answer = refused(home, *ME, "--anonymous", "--listen", address)
    assert answer.returncode == 2
    assert f"“{address}” is not an address to listen at." in answer.stderr


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
        assert "guests can log in" in text
        assert first_fingerprint(text) == fingerprint_of(home / "own" / "host")
        assert '"event":"start"' in (home / "log" / "audit").read_text()
        status = refused(home, "--status").stdout
        assert "Readers       1 key, guests can log in" in status
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
    assert answer.returncode == 2
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
        assert "Nothing was published in “" in host.said.read_text()


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
