"""What keeps a server from being set up: others who could write, and accounts that are none."""

from __future__ import annotations

import os
import pwd
import shlex
from contextlib import nullcontext
from pathlib import Path

import pytest

from briefing.model.errors import BriefingError
from briefing.serve import setup
from briefing.serve.options import OptionsError
from briefing.serve.setup import acting_as
from tests.unit.serve.test_setup import ME, Server, as_root, ordinary, server

__all__ = ["ordinary", "server"]  # fixtures

NOBODY = pwd.getpwnam("nobody")


# -- others who could write ------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["serve", "state", "library", "keys"])
@pytest.mark.parametrize("bits", [0o020, 0o002])
def test_what_others_can_write_is_refused(server: Server, name: str, bits: int) -> None:
    path = server.home / name
    if not path.exists():
        path.mkdir(mode=0o700)
    path.chmod(path.stat().st_mode | bits)
    assert server.refusal() == (
        f"Others can write to “{path}”, so what is served would be theirs to decide. Run: chmod"
        f" go-w {shlex.quote(str(path))}"
    )


def test_a_list_in_a_folder_where_others_can_write_is_refused(server: Server) -> None:
    (server.home / "lists").mkdir()
    keys = server.keys.rename(server.home / "lists" / "keys")
    server.set_up(authorized_keys=str(keys))
    keys.parent.chmod(0o777)
    assert server.refusal(authorized_keys=str(keys)).startswith(
        f"Others can write to “{keys.parent}”"
    )


@as_root
@pytest.mark.parametrize("name", ["serve", "state", "library", "keys"])
def test_what_belongs_to_another_user_is_refused(server: Server, name: str) -> None:
    path = server.home / name
    if not path.exists():
        path.mkdir(mode=0o700)
    os.chown(path, NOBODY.pw_uid, NOBODY.pw_gid)
    told = server.refusal()
    assert told == f"“{path}” belongs to another user. Run: chown {ME.pw_name} {path}"


@pytest.mark.parametrize("bits", [0o644, 0o640, 0o604])
def test_a_host_key_that_others_can_read_is_refused(server: Server, bits: int) -> None:
    key = server.set_up().sshd_config.host_key
    key.chmod(bits)
    assert server.refusal() == f"Others can read the host key. Run: chmod 600 {key}"


@pytest.mark.parametrize("content", ["", "x", "ssh-ed25519 AAAA"])
def test_a_host_key_that_is_none_is_told_and_not_replaced(server: Server, content: str) -> None:
    key = server.set_up().sshd_config.host_key
    key.write_text(content)
    assert server.refusal() == (
        f"“{key}” is no key. Put back your copy of the host key; or move the file away, and a new"
        " one is made, of which every reader's ssh will warn."
    )
    assert key.read_text() == content


def test_a_host_key_that_is_a_folder_is_told(server: Server) -> None:
    server.folder.mkdir(mode=0o700)
    (server.folder / "host_ed25519").mkdir(mode=0o700)
    with pytest.raises(BriefingError):
        server.set_up()


def test_a_folder_that_cannot_be_written_is_told(server: Server) -> None:
    server.folder.mkdir(mode=0o700)
    (server.folder / "session.json").mkdir()
    with pytest.raises(BriefingError, match=r"session\.json” cannot be written: Is a directory\."):
        server.set_up()


# -- accounts --------------------------------------------------------------------------------------


@as_root
def test_root_names_the_account(server: Server) -> None:
    assert server.refusal(user=None) == (
        "Name the account that readers log in to, with --user NAME. It is for nothing else; make"
        f" one with: useradd --system --create-home --shell {server.folder}/session NAME"
    )


def test_an_account_that_is_not_there_is_told(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unknown(name: str) -> None:
        raise KeyError(name)

    monkeypatch.setattr("pwd.getpwnam", unknown)
    assert server.refusal(user="ann") == (
        "There is no user “ann” here. Make one: useradd --system --create-home --shell"
        f" {server.folder}/session ann"
    )


def test_an_ordinary_user_serves_as_nobody_else(
    ordinary: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pwd.getpwnam", lambda _: NOBODY)
    told = "Only root can serve as “nobody”; leave --user out."
    assert ordinary.refusal(user="nobody") == told


ACCOUNT = {"shell": "", "password": "*", "home": True, "runs": "true"}


@as_root
@pytest.mark.parametrize(
    ("account", "told"),
    [
        ({"shell": "/bin/bash"}, "has another shell than the session, and a way into the account"),
        ({"password": "!"}, "is locked or has no password at all: sshd lets nobody in to the one"),
        ({"password": "!*"}, "is locked or has no password at all"),
        ({"password": ""}, "is locked or has no password at all"),
        ({"home": False}, "has no home. Run: mkhomedir_helper ann"),
        ({"runs": "false"}, "cannot run the program. Install it, and Python too, where that user"),
        ({}, None),
        ({"password": "$6$salt$hash"}, None),
    ],
)
def test_an_account_that_sshd_would_not_let_in_or_that_leads_elsewhere_is_refused(
    server: Server, monkeypatch: pytest.MonkeyPatch, account: dict[str, object], told: str | None
) -> None:
    is_ = ACCOUNT | account
    home = server.home if is_["home"] else server.home / "none"
    shell = is_["shell"] or f"{server.folder}/session"
    ann = pwd.struct_passwd(("ann", "x", 4711, 4711, "", str(home), str(shell)))
    monkeypatch.setattr("pwd.getpwnam", lambda _: ann)
    monkeypatch.setattr("sys.executable", f"/usr/bin/{is_['runs']}")
    real = Path.read_text

    def read_text(path: Path, *words: str, **options: str) -> str:
        if path == Path("/etc/shadow"):
            return f"root:*:1::::::\nanna:!:1::::::\nann:{is_['password']}:19000::::::\n"
        return real(path, *words, **options)

    monkeypatch.setattr(Path, "read_text", read_text)
    # The folders of tests are closed to other users, so all is made as root.
    monkeypatch.setattr(setup, "acting_as", nullcontext)
    if told:
        with pytest.raises(OptionsError) as refused:
            server.set_up(user="ann", any_key=True, authorized_keys=None)
        assert str(refused.value).startswith(f"The account “ann” {told}")
        return
    made = server.set_up(user="ann", any_key=True, authorized_keys=None)
    assert made.has_own_account
    assert made.settings_file.stat().st_mode & 0o777 == 0o644
    assert made.sshd_config.host_key.stat().st_mode & 0o777 == 0o600


@as_root
def test_what_is_made_as_another_user_belongs_to_them(tmp_path: Path) -> None:
    tmp_path.chmod(0o777)
    groups, before = os.getgroups(), (os.geteuid(), os.getegid())
    folder = os.open(tmp_path, os.O_RDONLY)
    with acting_as(NOBODY):
        os.close(os.open("made", os.O_CREAT | os.O_WRONLY, dir_fd=folder))
        assert (os.geteuid(), os.getegid(), os.getgroups()) == (
            *(NOBODY.pw_uid, NOBODY.pw_gid),
            [NOBODY.pw_gid],
        )
        with pytest.raises(PermissionError):
            Path("/etc/shadow").read_bytes()
    os.close(folder)
    assert ((os.geteuid(), os.getegid()), os.getgroups()) == (before, groups)
    about = (tmp_path / "made").stat()
    assert (about.st_uid, about.st_gid) == (NOBODY.pw_uid, NOBODY.pw_gid)


@as_root
def test_whatever_happens_as_another_user_it_ends_as_root() -> None:
    with pytest.raises(RuntimeError), acting_as(NOBODY):
        raise RuntimeError
    assert os.geteuid() == 0


def test_who_is_the_account_stays_who_they_are() -> None:
    with acting_as(ME):
        assert os.geteuid() == ME.pw_uid


@pytest.mark.parametrize("name", ["serve", "state"])
def test_a_folder_that_cannot_be_made_is_told(server: Server, name: str) -> None:
    (server.home / name).write_text("a file")
    assert server.refusal() == f"“{server.home / name}” cannot be made: File exists."
