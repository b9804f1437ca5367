"""The keys of readers, in the format of OpenSSH's ``authorized_keys``.

Options before a key (``from=``, ``command=`` and so on) are refused, since nothing here would obey
them. A line that cannot be read is told and takes no other line with it.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final, NamedTuple

import asyncssh

from briefing.model.errors import BriefingError

_LARGEST: Final = 4 << 20
_LEAST_RSA: Final = 2048
_ACCEPTED: Final = ("ssh-ed25519", "ecdsa-sha2-", "sk-ssh-ed25519@", "sk-ecdsa-sha2-", "ssh-rsa")


class AuthorizedKeysError(BriefingError):
    """The file of keys cannot be read."""


class AuthorizedKeys(NamedTuple):
    """The keys of a file.

    Attributes:
        fingerprints: Of each key (``SHA256:…``), the comment beside it.
        problems: What is wrong with lines of the file, each with its number.
    """

    fingerprints: dict[str, str]
    problems: Sequence[str]


def load_authorized_keys(path: Path) -> AuthorizedKeys:
    """Read the keys.

    Args:
        path: The file.

    Raises:
        AuthorizedKeysError: It cannot be read.
    """
    try:
        with path.open("rb") as file:
            data = file.read(_LARGEST + 1)
    except OSError as error:
        raise AuthorizedKeysError(f"The keys “{path}” cannot be read: {error.strerror}.") from error
    if len(data) > _LARGEST:
        raise AuthorizedKeysError(f"“{path}” has more than {_LARGEST:,} bytes, so it is not read.")
    fingerprints: dict[str, str] = {}
    problems = []
    for number, line in enumerate(data.decode("utf-8-sig", "replace").split("\n"), start=1):
        text = line.strip()
        if not text or text.startswith("#"):
            continue
        found = _read(text)
        if isinstance(found, str):
            problems.append(f"{path}:{number}: {found}")
        else:
            fingerprints[found[0]] = found[1]
    return AuthorizedKeys(fingerprints, problems)


def _read(line: str) -> tuple[str, str] | str:
    """Read a line: fingerprint and comment, or what is wrong with it."""
    if not line.startswith(_ACCEPTED):
        if any(f" {start}" in line for start in _ACCEPTED):
            return "options before a key have no effect here; remove them."
        return "this is not a key of an accepted kind (ed25519, ecdsa, sk-…, rsa)."
    try:
        key = asyncssh.import_public_key(line.encode())
    except (asyncssh.KeyImportError, ValueError, OverflowError) as error:
        return f"this key cannot be read: {error}."
    if (weak := weakness(key)) is not None:
        return weak
    return key.get_fingerprint(), key.get_comment() or ""


def weakness(key: asyncssh.SSHKey) -> str | None:
    """Say why a key is not accepted, whoever has it; None where it is."""
    if not key.get_algorithm().startswith(_ACCEPTED):
        return f"keys of the kind {key.get_algorithm()} are not accepted."
    size = getattr(key.pyca_key, "key_size", _LEAST_RSA) if _is_rsa(key) else _LEAST_RSA
    if size < _LEAST_RSA:
        return f"an RSA key of {size} bits is too short; {_LEAST_RSA} are the least."
    return None


def _is_rsa(key: asyncssh.SSHKey) -> bool:
    return key.get_algorithm() == "ssh-rsa"
