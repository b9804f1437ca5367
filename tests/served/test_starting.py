"""The start of a server: what it insists on, in a sentence each, before anybody can come in."""

from __future__ import annotations

import json
import os
import socket
from contextlib import ExitStack
from pathlib import Path
from tempfile import mkdtemp

import pytest

from tests.served.conftest import as_root
from tests.served.host import ACCOUNT, Host, free_port, new_key
from tests.served.starting import refused, words_for
from tests.terminal.conftest import FULL
from tests.thorough import spread

pytestmark = pytest.mark.terminal

not_as_root = pytest.mark.skipif(os.geteuid() == 0, reason="root can do that")


def assert_refused(home: Path, *words: str, code: int, told: str, **variables: str) -> None:
    """Whether it does not start, says why, and has no traceback."""
    answer = refused(home, *words, **variables)
    assert told in answer.stderr
    assert "Traceback" not in answer.stderr
    assert answer.returncode == code
    assert answer.stdout == ""


# -- who may come in -------------------------------------------------------------------------------


@as_root
def test_root_must_say_who_can_log_in_and_as_whom(home: Path) -> None:
    words = words_for(home, keys=False)
    assert_refused(home, *words, code=1, told="Say who can log in: readers whose keys are in a")
    here = ("--folder", str(home / "serve"))
    assert_refused(
        home, "--any-key", *here, code=1, told="with --user NAME. It is for nothing else"
    )
    nobody = ("--any-key", "--user", "no-such-user", *here)
    assert_refused(home, *nobody, code=1, told="There is no user “no-such-user” here. Make one: ")


@as_root
def test_an_account_that_is_for_other_things_too_is_refused(home: Path) -> None:
    words = ("--folder", str(home / "serve"), "--user", "daemon", "--any-key")
    away = {"BRIEFING_STATE": str(home / "daemons"), "XDG_STATE_HOME": str(home)}
    answer = refused(home, *words, **away)
    assert answer.returncode == 1
    assert "Traceback" not in answer.stderr
    assert "daemon" in answer.stderr


@not_as_root
def test_only_root_serves_as_somebody_else_or_admits_every_key(home: Path) -> None:
    words = words_for(home, "--user", "root")
    assert_refused(home, *words, code=1, told="Only root can serve as “root”; leave --user out.")
    words = words_for(home, "--any-key", keys=False)
    assert_refused(home, *words, code=1, told="With any key everybody would come in as you.")


@not_as_root
def test_without_a_list_it_is_the_users_own_keys(home: Path) -> None:
    words = words_for(home, keys=False)
    assert_refused(home, *words, code=1, told="There is no key of yours in ~/.ssh. Make one with `")


def test_an_empty_list_lets_nobody_in(home: Path) -> None:
    (home / "authorized_keys").write_text("# none yet\nssh-ed25519 AAAA broken\n")
    assert_refused(home, *words_for(home), code=1, told="authorized_keys” has no key")
    (home / "authorized_keys").unlink()
    (home / "authorized_keys").mkdir()
    assert_refused(home, *words_for(home), code=1, told="has no key")
    words = words_for(home, "--authorized-keys", str(home / "none"))
    assert_refused(home, *words, code=1, told=str(home / "none"))


@pytest.mark.parametrize("mode", spread([0o666, 0o620], 1))
def test_a_list_that_others_can_write_is_refused(home: Path, mode: int) -> None:
    words = words_for(home)
    (home / "authorized_keys").chmod(mode)
    assert_refused(home, *words, code=1, told=f"thers can write to “{home / 'authorized_keys'}”")


def test_so_is_one_in_a_folder_that_others_can_write(home: Path) -> None:
    (home / "open").mkdir()
    (home / "open").chmod(0o777)
    keys = home / "open" / "keys"
    keys.write_text(new_key(home / "id").with_suffix(".pub").read_text())
    words = words_for(home, "--authorized-keys", str(keys))
    assert_refused(home, *words, code=1, told=f"thers can write to “{home / 'open'}”")


@pytest.mark.parametrize("name", spread(["library", "serve", "state"], 1))
def test_a_folder_that_others_can_write_is_refused(home: Path, name: str) -> None:
    (home / name).mkdir(exist_ok=True)
    (home / name).chmod(0o777)
    assert_refused(
        home, *words_for(home), code=1, told=f"Others can write to “{home / name}”, so what is"
    )


# -- where it listens ------------------------------------------------------------------------------


def test_a_port_that_is_taken_is_told_by_sshd(home: Path) -> None:
    with ExitStack() as stack:
        port = free_port()
        stack.enter_context(socket.create_server(("127.0.0.1", port)))
        answer = refused(home, *words_for(home, "--listen", f"127.0.0.1:{port}", "--no-pool"))
    assert answer.returncode == 1
    assert f"Bind to port {port} on 127.0.0.1 failed: Address already in use." in answer.stderr
    assert "sshd does not stay; its reason is above." in answer.stderr


@pytest.mark.parametrize(
    "address", spread(["127.0.0.1", "127.0.0.1:99999", "127.0.0.1:0", "a b:1"], 2)
)
def test_an_address_must_be_one(home: Path, address: str) -> None:
    answer = refused(home, *words_for(home, "--listen", address))
    assert answer.returncode in (1, 2)
    assert "HOST:PORT" in answer.stderr or "bad port number" in answer.stderr
    assert "Traceback" not in answer.stderr


# -- how it is set up ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "told"),
    spread(
        [
            ("anonymous = true", "anonymous: gone: Nobody comes in without a key: any-key = true"),
            ('host-key = "own"', "host-key: gone: host_ed25519"),
            ('audit = "log"', "audit: gone: sessions.log"),
            ("prefork = false", "prefork: gone: pool = false"),
            ("limits = { handshakes = 5 }", "handshakes: gone: MaxStartups"),
            ("limits = { attempts = 5 }", "attempts: gone: MaxAuthTries"),
            ("limits = { commands-per-address = 5 }", "gone: sessions-per-address"),
            ("limits = { sesions = 5 }", "sesions: id you mean “sessions”?"),
            ("anykey = true", "anykey: id you mean “any-key”?"),
            ('any-key = "yes"', "any-key: xpected `bool`"),
            ('sshd = ["a\\nPermitRootLogin yes"]', "sshd"),
            ('sshd = ["Nonsense yes"]', "sshd does not take its configuration: Nonsense"),
            ('any-key = true\nauthorized-keys = "k"', "any-key: authorized-keys"),
        ],
        3,
    ),
    ids=lambda value: value.partition(" = ")[0],
)
def test_a_mistake_in_its_table_keeps_it_from_starting(home: Path, line: str, told: str) -> None:
    (home / "config.toml").write_text(f"{FULL}\n[serve]\n{line}\n")
    answer = refused(home, *words_for(home, keys="any-key =" not in line))
    assert all(part in answer.stderr for part in told.split(": ")), answer.stderr
    assert answer.returncode == 1
    assert "Traceback" not in answer.stderr


@pytest.mark.parametrize(
    ("content", "where"),
    spread(
        [
            ("mouse = true\nthemes = 'dark'\n", ":2: there is no option “themes”"),
            ("[serve]\nany-key = true\nlisten =\n", ":3: the file is not TOML"),
            ("theme = 'dark'\n\n[serve]\nanonymous = true\n", ":4: "),
        ],
        1,
    ),
)
def test_a_mistake_anywhere_is_told_with_its_line(home: Path, content: str, where: str) -> None:
    (home / "config.toml").write_text(content)
    assert_refused(home, *words_for(home), code=1, told=f"{home / 'config.toml'}{where}")


@pytest.mark.parametrize(
    ("words", "told"),
    spread(
        [
            (
                ("--anonymous",),
                "does not take “--anonymous”. Nobody comes in without a key any more",
            ),
            (
                ("--host-key", "FILE"),
                "The host key is host_ed25519 in the folder that --folder names",
            ),
            (("--no-prefork",), "Its name is --no-pool now."),
            (("--limits", "sesions=4"), "id you mean “sessions”?"),
            (("--limits", "burst=3"), "PerSourcePenalties"),
            (("--corpus", "/none/such"), "There is no folder “/none/such”"),
        ],
        3,
    ),
    ids=lambda value: value[0].partition("=")[0] if isinstance(value, tuple) else "",
)
def test_a_flag_that_makes_no_sense_is_wrong_usage(
    home: Path, words: tuple[str, ...], told: str
) -> None:
    answer = refused(home, *words_for(home, *words))
    assert told in answer.stderr
    assert answer.returncode in (1, 2)
    assert "Traceback" not in answer.stderr


def test_what_is_configured_counts_and_what_is_typed_counts_more(home: Path) -> None:
    key = new_key(home / "id")
    (home / "keys").write_text(key.with_suffix(".pub").read_text())
    (home / "config.toml").write_text(
        f"""
        [serve]
        listen = "127.0.0.1:{free_port()}"
        authorized-keys = "keys"
        folder = "own"
        user = "{ACCOUNT}"
        pool = false
        sshd = ["LoginGraceTime 7"]
        limits = {{ sessions = 7, idle = "15m" }}
        """
    )
    answer = refused(home, "--print-config", "--limits", "sessions=8")
    assert answer.returncode == 0, answer.stderr
    lines = [line.strip() for line in answer.stdout.splitlines()]
    first = next(line for line in lines if line.startswith("LoginGraceTime"))
    assert first == "LoginGraceTime 7", "of what is said twice the first counts"
    assert f'AuthorizedKeysFile "{home / "keys"}"' in lines
    assert f'HostKey "{home / "own" / "host_ed25519"}"' in lines
    limits = json.loads((home / "own" / "session.json").read_bytes())["limits"]
    assert (limits["sessions"], limits["idle"]) == (8, 15 * 60)


def test_where_there_is_no_openssh_that_is_said(home: Path) -> None:
    words = words_for(home)
    told = "is not installed. Install it (on Debian and Ubuntu: apt install openssh-server)"
    assert_refused(home, *words, code=1, told=told, PATH="/nonexistent")


# -- what it serves --------------------------------------------------------------------------------


def test_an_empty_library_gets_the_briefings_that_come_with_the_program(homes: Path) -> None:
    home = Path(mkdtemp(dir=homes))
    with Host(home, pool=False) as host:
        answer = host.run("list", "--json")
        assert answer.returncode == 0, answer.stderr
        assert json.loads(answer.stdout)["briefings"]


@pytest.mark.parametrize("pool", spread([False, True], 1))
def test_a_briefing_that_cannot_be_read_leaves_the_others(home: Path, pool: bool) -> None:
    (home / "library" / "briefings" / "broken.json").write_text("{")
    with Host(home, pool=pool) as host:
        assert host.run("show", "two-towns").returncode == 0
        assert str(home) not in host.run("show", "broken").stderr
