"""The key by which readers know the host: made once, never replaced, refused if others know it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.served.host import Host, fingerprint_of, new_key
from tests.served.starting import host_key_of, refused, words_for

pytestmark = pytest.mark.terminal


def test_the_host_key_is_made_once_and_kept(home: Path) -> None:
    known = home / "known"
    names: set[str] = set()
    for start in range(2):
        with Host(home, pool=False) as host:
            said = host.said.read_text()
            assert ("is new; keep a copy" in said) == (start == 0)
            names.add(fingerprint_of(host.folder / "host_ed25519"))
            assert f"Host key {fingerprint_of(host.folder / 'host_ed25519')}" in said
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
    assert (home / "serve" / "host_ed25519").stat().st_mode & 0o777 == 0o600


def test_the_key_of_the_server_before_is_moved_and_told(home: Path) -> None:
    (home / "state").mkdir(mode=0o700)
    key = new_key(home / "state" / "host_ed25519")
    before = key.read_bytes()
    with Host(home, pool=False) as host:
        moved = host.folder / "host_ed25519"
        assert f"The host key that readers know was moved to “{moved}”" in host.said.read_text()
        assert "is new" not in host.said.read_text()
        assert moved.read_bytes() == before
        assert not key.exists()
        assert moved.stat().st_mode & 0o777 == 0o600
        assert host.run("version").returncode == 0


def widen(key: Path) -> str:
    key.chmod(0o640)
    return "Others can read the host key. Run: chmod 600"


def put_something_else_there(key: Path) -> str:
    key.write_text("no key\n")
    return "is no key. Put back your copy of the host key"


def put_a_folder_there(key: Path) -> str:
    key.unlink()
    key.mkdir()
    return "host key"


@pytest.mark.parametrize(
    "spoil", [widen, put_something_else_there, put_a_folder_there], ids=lambda one: one.__name__
)
def test_a_host_key_that_is_not_as_it_should_be_is_refused_and_never_replaced(
    home: Path, spoil: Callable[[Path], str]
) -> None:
    key = host_key_of(home)
    why = spoil(key)
    before = (key.lstat().st_mode, key.lstat().st_ino, key.is_file() and key.read_bytes())
    answer = refused(home, *words_for(home))
    assert answer.returncode == 1
    assert why in answer.stderr
    assert str(key) in answer.stderr
    assert (key.lstat().st_mode, key.lstat().st_ino, key.is_file() and key.read_bytes()) == before
