"""The key of the host: made once, and used only while it is a secret."""

from __future__ import annotations

import base64
import hashlib
import os
from pathlib import Path

import asyncssh
import pytest

from briefing.serve.host_key import HostKey, HostKeyError, load_host_key


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state" / "host_ed25519"


@pytest.fixture
def made(path: Path) -> HostKey:
    """A key that was just made."""
    return load_host_key(path)


def refusal(path: Path) -> str:
    """Why a key is not used; whatever is there must stay as it was."""
    before = path.read_bytes() if path.is_file() else None
    with pytest.raises(HostKeyError) as refused:
        load_host_key(path)
    assert (path.read_bytes() if path.is_file() else None) == before
    return str(refused.value)


def write_secret(path: Path, content: bytes) -> None:
    """Put a file where the key should be, which nobody else can read."""
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content)
    path.chmod(0o600)


def test_a_key_is_made_where_there_is_none(path: Path, made: HostKey) -> None:
    assert made.made
    assert made.key.get_algorithm() == "ssh-ed25519"
    assert asyncssh.read_private_key(path) == made.key


def test_the_key_stays_the_same(path: Path, made: HostKey) -> None:
    again = load_host_key(path)
    assert again == (made.key, made.fingerprint, False)


def test_the_fingerprint_is_the_one_that_ssh_shows(made: HostKey) -> None:
    blob = base64.b64decode(made.key.export_public_key().split()[1])
    digest = base64.b64encode(hashlib.sha256(blob).digest()).decode().rstrip("=")
    assert made.fingerprint == f"SHA256:{digest}"


def test_nobody_else_can_read_what_is_made(path: Path) -> None:
    before = os.umask(0)
    try:
        load_host_key(path)
    finally:
        os.umask(before)
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700


def test_a_key_that_somebody_puts_there_meanwhile_is_not_overwritten(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = asyncssh.generate_private_key

    def generate(algorithm: str, comment: str) -> asyncssh.SSHKey:
        write_secret(path, b"somebody else's")
        return original(algorithm, comment=comment)

    monkeypatch.setattr(asyncssh, "generate_private_key", generate)
    with pytest.raises(HostKeyError, match=r"cannot be made: File exists\. Name a file that can"):
        load_host_key(path)
    assert path.read_bytes() == b"somebody else's"


@pytest.mark.parametrize("kind", ["ssh-ed25519", "ecdsa-sha2-nistp256"])
def test_a_key_of_another_kind_may_be_put_there(path: Path, kind: str) -> None:
    key = asyncssh.generate_private_key(kind)
    write_secret(path, key.export_private_key())
    assert load_host_key(path) == (key, key.get_fingerprint(), False)


@pytest.mark.parametrize("mode", [0o640, 0o620, 0o610, 0o604, 0o602, 0o601, 0o644, 0o666])
def test_a_key_that_others_can_touch_is_refused(path: Path, made: HostKey, mode: int) -> None:
    path.chmod(mode)
    assert refusal(path) == f"Others may read the host key “{path}”. Run: chmod 600 '{path}'"
    path.chmod(0o400)
    assert load_host_key(path).fingerprint == made.fingerprint


def test_a_key_of_another_user_is_refused(
    path: Path, made: HostKey, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert made.made
    owner = os.geteuid()
    monkeypatch.setattr(os, "geteuid", lambda: owner + 1)
    assert f"“{path}” belongs to another user (number {owner})." in refusal(path)


@pytest.mark.parametrize("dangling", [False, True])
def test_a_link_is_not_followed(path: Path, tmp_path: Path, *, dangling: bool) -> None:
    target = tmp_path / "elsewhere"
    if not dangling:
        load_host_key(target)
    path.parent.mkdir()
    path.symlink_to(target)
    assert f"The host key “{path}” cannot be read: " in refusal(path)
    assert target.exists() is not dangling


@pytest.mark.parametrize("content", [b"", b"\0" * 100, b"not a key\n", b"-----BEGIN "])
def test_what_is_no_key_is_refused(path: Path, content: bytes) -> None:
    write_secret(path, content)
    assert f"“{path}” is not a private key without passphrase: " in refusal(path)


def test_half_a_key_is_refused(path: Path, made: HostKey) -> None:
    content = made.key.export_private_key()
    write_secret(path, content[: len(content) // 2])
    assert "is not a private key without passphrase" in refusal(path)


def test_a_public_key_is_refused(path: Path, made: HostKey) -> None:
    write_secret(path, made.key.export_public_key())
    assert "is not a private key without passphrase" in refusal(path)


def test_a_key_with_a_passphrase_is_refused(path: Path, made: HostKey) -> None:
    write_secret(path, made.key.export_private_key("pkcs8-pem", passphrase="secret"))
    told = refusal(path)
    assert "is not a private key without passphrase" in told
    assert "delete it, and tell your readers that the host has a new key" in told


def test_a_folder_that_cannot_be_made_is_told(path: Path) -> None:
    path.parent.write_text("a file")
    assert "cannot be read: Not a directory" in refusal(path)


def test_a_folder_is_refused(path: Path) -> None:
    path.mkdir(parents=True, mode=0o700)
    assert refusal(path) == f"The host key “{path}” is not a file."
