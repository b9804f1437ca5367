"""The key by which readers know the host: made once, never replaced, refused if others know it."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.served.host import Host
from tests.served.starting import GUESTS, fingerprint_of, first_fingerprint, host_key_of, refused

pytestmark = pytest.mark.terminal


def test_the_host_key_is_made_once_and_kept(home: Path) -> None:
    known = home / "known"
    names: set[str] = set()
    for start in range(2):
        with Host(home) as host:
            said = host.said.read_text()
            assert ("is new; keep a copy" in said) == (start == 0)
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


def test_a_host_key_that_was_made_for_nothing_is_told_all_the_same(home: Path) -> None:
    (home / "library" / "briefings" / "two-towns.json").write_text("{")
    assert "is new; keep a copy" in refused(home, *GUESTS).stderr


def test_a_host_key_that_cannot_be_made_is_told(home: Path) -> None:
    answer = refused(home, *GUESTS, "--host-key", "/proc/none")
    assert answer.returncode == 1
    assert "The host key “/proc/none” cannot be made" in answer.stderr
    assert "--host-key FILE" in answer.stderr
