"""Who somebody is: the key that they proved to have, or nobody; never the name that they give."""

from __future__ import annotations

import base64
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

import asyncssh
import pytest

from briefing.library.state import ReaderState
from tests.served.clients import connect, run, ssh, written
from tests.served.conftest import FREE, new_home
from tests.served.host import Host, client_environment, new_key, until
from tests.terminal.pty import Terminal

pytestmark = pytest.mark.terminal

FIRST: Final = "Lakeside and Hilltop agreed on 1 May"
FOURTH: Final = "The deal runs for ten years"
KINDS: Final = {
    "victim": ("ed25519",),
    "other": ("ed25519",),
    "odd": ("ed25519",),
    "foreign": ("ed25519",),
    "ecdsa": ("ecdsa", "-b", "384"),
    "rsa 2048": ("rsa", "-b", "2048"),
    "rsa 1024": ("rsa", "-b", "1024"),
    "dsa": ("dsa",),
}
"""Keys that are in the file of those that may come in; the last two are weak."""


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Host]:
    """A host for guests and for keys of many kinds."""
    home = new_home(tmp_path_factory.mktemp("host") / "home")
    with Host(home, limits=FREE) as running:
        (home / "keys").mkdir()
        lines = []
        for name, kind in KINDS.items():
            with suppress(subprocess.CalledProcessError):  # a newer OpenSSH makes no weak ones
                new_key(home / "keys" / name, *kind)
                lines.append((home / "keys" / f"{name}.pub").read_text())
        lines[2] = lines[2].replace(" odd", " \x1b]0;Ann\x07\t")
        lines[3] = lines[3].replace(" foreign", " José Łódź\u202e")
        with (home / "authorized_keys").open("a") as file:
            file.write("".join(lines))
        (home / "keys" / "victim").unlink()
        running.reload()
        running.wait_for("reload")
        yield running


def fingerprint(key: Path) -> str:
    """What a key is known by."""
    return asyncssh.read_public_key(f"{key}.pub").get_fingerprint()


def marks_of(host: Host, key: Path) -> Path:
    """Where the marks of a key are kept."""
    digest = fingerprint(key).removeprefix("SHA256:")
    return host.state / "readers" / f"{base64.b64decode(f'{digest}=').hex()}.json"


def with_key(host: Host, key: Path, *words: str, user: str = "analyst") -> list[str]:
    """The command by which somebody comes with another key than that of the host."""
    command = host.ssh(*words, user=user, key=True)
    return [str(key) if word == str(host.key) else word for word in command]


def login_of(events: list[dict[str, Any]]) -> dict[str, Any]:
    """The one login among events."""
    (login,) = (one for one in events if one["event"] == "login")
    return login


# -- keys ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["other", "ecdsa", "rsa 2048"])
def test_a_good_key_lets_in(host: Host, name: str) -> None:
    key = host.home / "keys" / name
    with written(host) as events:
        assert run(with_key(host, key, "--", "version")).returncode == 0
    login = login_of(events)
    assert (login["key"], login["who"]) == (fingerprint(key), name)


@pytest.mark.parametrize("name", ["rsa 1024", "dsa", "stranger"])
def test_a_weak_key_or_an_unknown_one_does_not(host: Host, name: str) -> None:
    key = host.home / "keys" / name
    if name == "stranger":
        new_key(key)
    if not key.exists():
        pytest.skip("this OpenSSH makes no such key")
    command = with_key(host, key, "-o", "PubkeyAcceptedAlgorithms=+ssh-dss", "--", "version")
    with written(host) as events:
        done = run(command)
    assert (done.returncode, done.stdout) == (255, "")
    assert "Permission denied (publickey,keyboard-interactive)." in done.stderr
    assert [one["event"] for one in events] == ["accept", "end"]


def test_weak_keys_in_the_file_are_told(host: Host) -> None:
    problems = [event["problem"] for event in host.events("keys")]
    weak = [name for name in ("rsa 1024", "dsa") if (host.home / "keys" / name).exists()]
    numbers = [f"authorized_keys:{1 + 1 + list(KINDS).index(name)}: " for name in weak]
    assert all(any(number in problem for problem in problems) for number in numbers)
    assert not any("authorized_keys:2: " in problem for problem in problems), "it is a good key"


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("-o", "KexAlgorithms=diffie-hellman-group14-sha1"), "no matching key exchange method"),
        (("-o", "KexAlgorithms=diffie-hellman-group1-sha1"), "no matching key exchange method"),
        (("-c", "aes128-cbc"), "no matching cipher"),
        (("-c", "3des-cbc"), "no matching cipher"),
        (("-c", "aes128-ctr", "-m", "hmac-sha1"), "no matching MAC"),
        (("-c", "aes128-ctr", "-m", "hmac-md5-etm@openssh.com"), "no matching MAC"),
        (("-o", "HostKeyAlgorithms=ssh-rsa"), "no matching host key type"),
        (("-o", "PreferredAuthentications=password"), "denied (publickey,keyboard-interactive)"),
        (("-o", "PreferredAuthentications=hostbased"), "denied (publickey,keyboard-interactive)"),
        (
            ("-o", "PreferredAuthentications=publickey", "-o", "PubkeyAcceptedAlgorithms=ssh-rsa"),
            "denied (publickey,keyboard-interactive)",
        ),
    ],
    ids=lambda value: value[-1] if isinstance(value, tuple) else "",
)
def test_what_is_old_is_not_spoken(host: Host, options: tuple[str, ...], told: str) -> None:
    with written(host) as events:
        options = (*options, "-i", str(host.home / "keys" / "rsa 2048"))
        done = ssh(host, *options)
    assert (done.returncode, done.stdout) == (255, "")
    assert told in done.stderr
    assert [one["event"] for one in events] == ["accept", "end"]
    assert events[-1]["logged_in"] is False


def identities(host: Host, folder: Path, count: int) -> list[str]:
    """Options for so many keys that nobody knows, before the one that is let in."""
    keys = [str(new_key(folder / f"key{number}")) for number in range(count)]
    options = [word for key in keys for word in ("-i", key)]
    return ["-o", "PreferredAuthentications=publickey", *options, "-i", str(host.key)]


def test_so_many_keys_may_be_tried(host: Host, tmp_path: Path) -> None:
    assert ssh(host, *identities(host, tmp_path, 3)).returncode == 0
    with written(host) as events:
        done = ssh(host, *identities(host, tmp_path, 7))
    assert (done.returncode, done.stdout) == (255, "")
    assert "Too many keys were tried. Name yours, with ssh -o IdentitiesOnly=yes" in done.stderr
    assert [one["event"] for one in events] == ["accept", "refuse", "end"]
    assert events[1]["why"] == "attempts"
    assert host.status().refused["attempts"] >= 1


def test_a_right_key_counts_once(host: Host, tmp_path: Path) -> None:
    with written(host) as events:
        done = ssh(host, *identities(host, tmp_path, 4))
    assert done.returncode == 0
    assert login_of(events)["key"] == fingerprint(host.key)


# -- the key of somebody else ----------------------------------------------------------------------


def sit_down(command: list[str]) -> Terminal:
    """Come by a command, at a terminal."""
    return Terminal(command, client_environment())


def read_and_mark(terminal: Terminal) -> None:
    """Go some way, mark a card and leave."""
    terminal.wait_for(FIRST)
    terminal.press("3", "J")
    terminal.wait_for(FOURTH)
    terminal.press("b", "q")
    assert terminal.wait_end() == 0


@pytest.mark.parametrize("victim_first", [True, False])
def test_who_offers_the_key_of_another_is_who_they_prove_to_be(
    host: Host, victim_first: bool
) -> None:
    own, victim = host.home / "keys" / "ecdsa", host.home / "keys" / "victim"
    offered = (f"{victim}.pub", str(own)) if victim_first else (str(own), f"{victim}.pub")
    command = with_key(host, Path(offered[1]))
    with written(host) as events, sit_down(["ssh", "-i", offered[0], *command[1:]]) as terminal:
        terminal.wait_for("Sections")
        terminal.press("b", "q")
        assert terminal.wait_end() == 0
    assert login_of(events)["key"] == fingerprint(own)
    assert marks_of(host, own).exists()
    assert not marks_of(host, victim).exists()


def test_who_offers_the_key_of_another_and_proves_nothing_is_a_guest(host: Host) -> None:
    victim = host.home / "keys" / "victim"
    methods = ("-v", "-o", "PreferredAuthentications=publickey,keyboard-interactive")
    command = with_key(host, Path(f"{victim}.pub"))
    with written(host) as events, sit_down(["ssh", *methods, *command[1:]]) as terminal:
        terminal.wait_for("You are a guest: your marks are lost when you leave.")
        assert "Server accepts key" in terminal.written, "it was not even offered"
        read_and_mark(terminal)
    assert "key" not in login_of(events)
    assert not marks_of(host, victim).exists()


async def test_who_signs_for_the_key_of_another_is_a_guest(host: Host) -> None:
    victim = asyncssh.read_public_key(host.home / "keys" / "victim.pub")
    (pair,) = asyncssh.load_keypairs([str(host.key)])
    pair.public_data = pair.key_public_data = victim.public_data
    with written(host) as events:
        async with connect(host, keys=[pair]) as connection:
            assert (await connection.run("version")).returncode == 0
    assert "key" not in login_of(events)
    with written(host) as events, pytest.raises(asyncssh.PermissionDenied):
        await connect(host, keys=[pair], preferred_auth="publickey").__aenter__()
    assert [one["event"] for one in events] == ["accept", "end"]


# -- marks -----------------------------------------------------------------------------------------


def test_marks_of_a_key_come_back_and_nobody_else_sees_them(host: Host) -> None:
    other = host.home / "keys" / "other"
    with host.reader(key=True, user="../../x") as terminal:
        read_and_mark(terminal)
    until(marks_of(host, host.key).exists, "nothing is kept")
    kept = ReaderState.open(marks_of(host, host.key))
    place = kept.place("two-towns")
    assert place is not None
    assert kept.bookmarks("two-towns") == {place.card} == {"duration"}
    for command in (with_key(host, other, user="../../x"), host.ssh(user="../../x")):
        with sit_down(command) as terminal:
            terminal.wait_for(FIRST)
            terminal.press("q")
            assert terminal.wait_end() == 0
    with host.reader(key=True, user="another") as terminal:
        terminal.wait_for(FOURTH)
        terminal.press("b", "q")
        assert terminal.wait_end() == 0
    assert ReaderState.open(marks_of(host, host.key)).bookmarks("two-towns") == set()


def files_of(host: Host) -> dict[Path, bytes]:
    """All that is on the disk but the audit log."""
    found = (path for path in host.home.rglob("*") if path.is_file() and path != host.audit)
    return {path: path.read_bytes() for path in found}


def test_a_guest_leaves_nothing_on_the_disk(host: Host) -> None:
    host.await_index()
    before = files_of(host)
    with host.reader() as terminal:
        terminal.wait_for("You are a guest")
        terminal.press("/")
        terminal.wait_for("Find")
        terminal.press("dam")
        terminal.wait_for("9 matches")
        terminal.press("enter")
        terminal.wait_for("match 1 of 9")
        terminal.press("escape", "escape")
        read_and_mark(terminal)
    assert host.run("search", "dam").returncode == 0
    assert files_of(host) == before


def test_without_word_to_the_contrary_there_are_no_guests(tmp_path: Path) -> None:
    with Host(new_home(tmp_path / "home"), limits=FREE, anonymous=False) as host:
        with written(host) as events:
            done = host.run("version")
        assert (done.returncode, done.stdout) == (255, "")
        assert "Permission denied (publickey)." in done.stderr
        assert [one["event"] for one in events] == ["accept", "end"]
        assert host.run("version", key=True).returncode == 0
        assert not host.status().guests


def test_where_no_keys_are_known_everybody_is_a_guest(tmp_path: Path) -> None:
    with Host(new_home(tmp_path / "home"), limits=FREE, keys=False) as host:
        done = host.run("version", key=True)
        assert (done.returncode, done.stdout) == (255, "")
        assert "Permission denied (keyboard-interactive)." in done.stderr
        assert host.run("version").returncode == 0


# -- names -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["root", "../../x", "~root", "/etc/passwd", "a b", "é" * 400, ""])
async def test_a_name_is_nothing_but_a_word_in_the_log(host: Host, name: str) -> None:
    before = files_of(host)
    with written(host) as events:
        async with connect(host, user=name, keys=[str(host.key)]) as connection:
            assert (await connection.run("version")).returncode == 0
    login = login_of(events)
    assert login["user"] == (name if len(name) <= 200 else f"{name[:200]}…")
    assert login["key"] == fingerprint(host.key)
    assert files_of(host) == before


@pytest.mark.parametrize("name", ["a\nb", "\x1b[2J", "\0", "\u202eabc", "\x9b", "x" * 2000])
async def test_a_name_that_is_none_ends_the_connection(
    host: Host, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr("asyncssh.connection.saslprep", str)  # our own side would not send it
    with written(host) as events, pytest.raises(asyncssh.IllegalUserName):
        await connect(host, user=name).__aenter__()
    assert [one["event"] for one in events] == ["accept", "end"]
    assert events[-1]["why"].isprintable()
    assert events[-1]["logged_in"] is False


@pytest.mark.parametrize(
    ("name", "who"), [("odd", "\\x1b]0;Ann\\x07"), ("foreign", "José Łódź\\u202e")]
)
def test_what_is_written_beside_a_key_cannot_be_mistaken(host: Host, name: str, who: str) -> None:
    with written(host) as events:
        assert run(with_key(host, host.home / "keys" / name, "--", "version")).returncode == 0
    assert login_of(events)["who"] == who
    assert all(line.isprintable() for line in host.audit.read_text().splitlines())
