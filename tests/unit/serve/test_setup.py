"""A server as it is set up: what is made once, what is made anew, and what is refused."""

from __future__ import annotations

import os
import pwd
import subprocess
from pathlib import Path

import msgspec
import pytest

from briefing.library.library import Library
from briefing.serve.options import Limits, Options, OptionsError, SharedSettings
from briefing.serve.setup import ServerSetup, Sshd, SshdError, Wanted, fingerprints_in, set_up
from briefing.settings.config import Config, Places
from tests.programs import need
from tests.unit.library.samples import make_briefing

ME = pwd.getpwuid(os.geteuid())
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can do that")


class Server:
    """A server that is to be set up, for an account whose home is a folder of the test."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.folder = home / "serve"
        self.places = Places(home / "library", home / "state", home / "config.toml")
        self.keys = home / "keys"
        self.key = new_key(home / "id")
        self.keys.write_text(self.key.with_suffix(".pub").read_text())
        self.keys.chmod(0o600)
        self.options = Options(
            user=ME.pw_name, folder=str(self.folder), authorized_keys=str(self.keys)
        )
        self.sshd: Sshd | None = Sshd("/bin/true", (9, 2))
        self.said: list[str] = []
        Library(self.places.library).publish([make_briefing("dam")])

    def set_up(self, **changes: object) -> ServerSetup:
        options = msgspec.structs.replace(self.options, **changes)
        wanted = Wanted(options, Config(theme="dark"), self.places)
        return set_up(wanted, self.sshd, self.said.append)

    def refusal(self, **changes: object) -> str:
        with pytest.raises(OptionsError) as refused:
            self.set_up(**changes)
        return str(refused.value)


def new_key(path: Path) -> Path:
    need("ssh-keygen")
    words = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "ann", "-f", str(path)]
    subprocess.run(words, check=True, stdin=subprocess.DEVNULL)
    return path


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Server:
    """A server of whoever runs the tests, whose home is a folder where nobody else can write."""
    account = pwd.struct_passwd((*ME[:5], str(tmp_path), ME.pw_shell))
    monkeypatch.setattr("pwd.getpwnam", lambda _: account)
    monkeypatch.setattr("pwd.getpwuid", lambda _: account)
    monkeypatch.setenv("HOME", str(tmp_path))
    return Server(tmp_path)


@pytest.fixture
def ordinary(server: Server, monkeypatch: pytest.MonkeyPatch) -> Server:
    """The same, of an ordinary user."""
    mine = pwd.getpwnam("me")
    account = pwd.struct_passwd((mine[0], "x", 4711, 4711, *mine[4:]))
    monkeypatch.setattr("pwd.getpwuid", lambda _: account)
    monkeypatch.setattr("os.geteuid", lambda: 4711)
    server.options = msgspec.structs.replace(server.options, user=None)
    return server


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


# -- what is made ----------------------------------------------------------------------------------


def test_a_server_has_all_it_needs_in_its_folder(server: Server) -> None:
    made = server.set_up(limits=Limits(idle=7))
    assert {path.name: mode(path) for path in server.folder.iterdir()} == {
        "host_ed25519": 0o600,
        "host_ed25519.pub": 0o644,
        "session": 0o755,
        "session.json": 0o600,
        "sshd_config": 0o600,
    }
    assert made.sshd_config_file.read_text() == made.sshd_config_text
    assert SharedSettings.read(str(made.settings_file)) == SharedSettings(
        library=str(server.places.library),
        state=str(server.places.state),
        theme="dark",
        limits=Limits(idle=7),
    )
    assert server.said == [
        f"The host key is new; keep a copy of “{made.sshd_config.host_key}”.",
    ]


def test_where_the_systems_sshd_is_used_it_is_left_alone(server: Server) -> None:
    server.sshd = None
    made = server.set_up()
    assert sorted(path.name for path in server.folder.iterdir()) == ["session", "session.json"]
    assert "Match User" in made.sshd_config_text
    assert server.said == []


def test_an_sshd_that_does_not_take_its_configuration_stops_the_start(server: Server) -> None:
    server.sshd = Sshd("/bin/false", (9, 2))
    with pytest.raises(SshdError, match="sshd does not take its configuration"):
        server.set_up()


def test_the_session_is_a_script_that_does_not_look_at_what_it_is_called_with(
    server: Server,
) -> None:
    server.options = msgspec.structs.replace(
        server.options, folder=str(server.home / "a 'folder' $HOME")
    )
    made = server.set_up()
    (server.places.state / "sessions.log").touch()
    done = subprocess.run(
        [made.sshd_config.session_script, "-c", "echo escaped"],
        env={"SSH_ORIGINAL_COMMAND": "list", "BASH_ENV": "/dev/full", "PYTHONPATH": "/nonexistent"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (126, "")
    assert done.stderr.startswith("You have not proved a key")


def test_the_host_key_is_made_once(server: Server) -> None:
    made = server.set_up()
    (first,) = fingerprints_in(made.sshd_config.host_key)
    assert first.startswith("SHA256:")
    server.said.clear()
    again = server.set_up()
    assert fingerprints_in(again.sshd_config.host_key) == [first]
    assert server.said == []


def test_the_host_key_of_an_earlier_version_is_moved(server: Server) -> None:
    server.places.state.mkdir()
    earlier = new_key(server.places.state / "host_ed25519")
    known = fingerprints_in(earlier)
    made = server.set_up()
    assert fingerprints_in(made.sshd_config.host_key) == known
    assert not earlier.exists()
    where = made.sshd_config.host_key
    assert server.said == [
        f"The host key that readers know was moved to “{where}”; keep a copy of it."
    ]


def test_a_link_is_no_host_key_of_an_earlier_version(server: Server) -> None:
    server.places.state.mkdir()
    (server.places.state / "host_ed25519").symlink_to(server.key)
    made = server.set_up()
    assert fingerprints_in(made.sshd_config.host_key) != fingerprints_in(server.key)
    assert server.key.exists()


def test_what_is_configured_is_written_anew_at_each_start(server: Server) -> None:
    made = server.set_up()
    made.sshd_config_file.write_text("Port 1")
    made.sshd_config.session_script.unlink()
    made.settings_file.chmod(0o666)
    again = server.set_up(listen="127.0.0.1:4022")
    assert "ListenAddress 127.0.0.1:4022\n" in again.sshd_config_file.read_text()
    assert again.sshd_config.session_script.exists()
    assert mode(again.settings_file) == 0o600


def test_a_link_in_the_folder_is_replaced_and_not_followed(server: Server) -> None:
    server.folder.mkdir(mode=0o700)
    victim = server.home / "victim"
    victim.write_text("as it was")
    for name in ("sshd_config", ".sshd_config.new", "session.json", "session"):
        (server.folder / name).symlink_to(victim)
    server.set_up()
    assert victim.read_text() == "as it was"


def test_an_empty_library_gets_the_briefing_of_the_program(server: Server) -> None:
    server.places = server.places._replace(library=server.home / "none")
    server.set_up()
    assert len(Library(server.home / "none").entries()) == 1


# -- who comes in ----------------------------------------------------------------------------------


def test_who_serves_themselves_comes_in_by_any_key_of_their_own(ordinary: Server) -> None:
    (ordinary.home / ".ssh").mkdir()
    keys = [new_key(ordinary.home / ".ssh" / name) for name in ("id_ed25519", "id_work")]
    made = ordinary.set_up(authorized_keys=None)
    assert made.sshd_config.keys == ordinary.folder / "authorized_keys"
    expected = {one for key in keys for one in fingerprints_in(key.with_suffix(".pub"))}
    assert set(fingerprints_in(made.sshd_config.keys)) == expected
    assert mode(made.sshd_config.keys) == 0o600
    assert "AuthorizedKeysCommand " not in made.sshd_config_text


def test_who_has_no_key_is_told_how_to_make_one(ordinary: Server) -> None:
    assert ordinary.refusal(authorized_keys=None) == (
        "There is no key of yours in ~/.ssh. Make one with `ssh-keygen -t ed25519`, then start"
        " again; or name the readers' keys with --authorized-keys FILE."
    )


def test_an_ordinary_user_lets_nobody_in_with_any_key(ordinary: Server) -> None:
    assert ordinary.refusal(any_key=True, authorized_keys=None) == (
        "With any key everybody would come in as you. Give a list of keys, with --authorized-keys"
        " FILE, or have root serve with --any-key --user NAME."
    )


@as_root
def test_any_key_lets_everybody_in_to_an_account(server: Server) -> None:
    made = server.set_up(any_key=True, authorized_keys=None)
    assert made.sshd_config.keys is None
    assert "AuthorizedKeysCommand " in made.sshd_config_text


@as_root
def test_root_says_who_can_log_in(server: Server) -> None:
    assert server.refusal(authorized_keys=None).startswith("Say who can log in: readers whose keys")


@pytest.mark.parametrize("content", [None, "", "# nobody\n", "no key\n", "ssh-ed25519 AAAA\n"])
def test_a_list_without_keys_is_told(server: Server, content: str | None) -> None:
    server.keys.unlink()
    if content is not None:
        server.keys.write_text(content)
    assert server.refusal() == (
        f"“{server.keys}” has no key that can be read. Write into it the public keys of readers,"
        " one a line, as in id_ed25519.pub."
    )


def test_a_list_may_have_options_and_notes(server: Server) -> None:
    line = server.keys.read_text()
    server.keys.write_text(f'# Ann\nfrom="192.0.2.0/24" {line}\n\n{line}')
    made = server.set_up()
    assert made.sshd_config.keys
    assert fingerprints_in(made.sshd_config.keys) == fingerprints_in(server.key) * 2
