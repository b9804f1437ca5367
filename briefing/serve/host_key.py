"""The key by which readers know the host: made once, never replaced without a word."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Final, NamedTuple

import asyncssh

from briefing.model.errors import BriefingError

_ALGORITHM: Final = "ssh-ed25519"


class HostKeyError(BriefingError):
    """The host key cannot be used, or not be made; the server must not start with another one."""


class HostKey(NamedTuple):
    """A host key.

    Attributes:
        key: The key.
        fingerprint: As `ssh` shows it to those who come for the first time: ``SHA256:…``.
        made: Whether it was made just now.
    """

    key: asyncssh.SSHKey
    fingerprint: str
    made: bool


def load_host_key(path: Path) -> HostKey:
    """Read the host key, or make one where there is none.

    Args:
        path: File of the private key, in OpenSSH's format.

    Raises:
        HostKeyError: It is no private key, others may read it, or it cannot be read or written.
    """
    try:
        # O_NONBLOCK: a pipe that nobody writes to is no key, and not to be waited for.
        file = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK)
    except FileNotFoundError:
        return _make(path)
    except OSError as error:
        raise _unreadable(path, error) from error
    try:
        _insist_on_secrecy(path, os.fstat(file))
    except HostKeyError:
        os.close(file)
        raise
    with open(file, "rb") as stream:  # noqa: PTH123 - a handle
        try:
            key = asyncssh.import_private_key(stream.read())
        except (asyncssh.KeyImportError, asyncssh.KeyEncryptionError, ValueError) as error:
            raise HostKeyError(
                f"“{path}” is not a private key without passphrase: {error}. Put the right file"
                " there; if it is lost for good, delete it, and tell your readers that the host has"
                " a new key."
            ) from error
        except OSError as error:
            raise _unreadable(path, error) from error
    return HostKey(key, key.get_fingerprint(), made=False)


def _make(path: Path) -> HostKey:
    key = asyncssh.generate_private_key(_ALGORITHM, comment="briefing")
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        # O_EXCL: what somebody has put there meanwhile is not overwritten.
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
        file = os.open(path, flags, 0o600)
        with open(file, "wb") as stream:  # noqa: PTH123 - a handle
            stream.write(key.export_private_key())
            stream.flush()
            os.fsync(stream.fileno())
    except OSError as error:
        raise HostKeyError(
            f"The host key “{path}” cannot be made: {error.strerror}. Name a file that can be"
            " written with --host-key FILE."
        ) from error
    return HostKey(key, key.get_fingerprint(), made=True)


def _insist_on_secrecy(path: Path, status: os.stat_result) -> None:
    if not stat.S_ISREG(status.st_mode):
        raise HostKeyError(f"The host key “{path}” is not a file.")
    if status.st_uid != os.geteuid():
        raise HostKeyError(
            f"The host key “{path}” belongs to another user (number {status.st_uid}). Let the"
            " user that the server runs as own it."
        )
    if status.st_mode & 0o077:
        raise HostKeyError(f"Others may read the host key “{path}”. Run: chmod 600 '{path}'")


def _unreadable(path: Path, error: OSError) -> HostKeyError:
    return HostKeyError(f"The host key “{path}” cannot be read: {error.strerror}.")
