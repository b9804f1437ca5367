"""A server's folders, without a server, and keys that somebody has proved."""

from __future__ import annotations

import base64
from pathlib import Path

import msgspec

from briefing.library.library import Library
from briefing.serve.client import fingerprint_of
from briefing.serve.options import Limits, SharedSettings
from tests.unit.library.samples import make_briefing


def make_server(home: Path, limits: Limits = Limits(), cards: int = 2) -> Path:  # noqa: B008 - it is frozen
    """Make ``library``, ``state`` and ``serve`` in a folder; give the file of `SharedSettings`."""
    for name in ("state", "serve"):
        (home / name).mkdir(mode=0o700)
    library = Library(home / "library")
    library.publish([make_briefing("dam", cards=cards)])
    served = SharedSettings(library=str(library.folder), state=str(home / "state"), limits=limits)
    settings = home / "serve" / "session.json"
    settings.write_bytes(msgspec.json.encode(served))
    return settings


def proof(folder: Path, number: int) -> tuple[Path, str]:
    """Write what sshd tells of a key that was proved; give the file and the fingerprint."""
    file = folder / f"sshauth.{number}"
    blob = base64.b64encode(bytes([number]) * 51).decode()
    file.write_text(f"publickey ssh-ed25519 {blob}\n")
    fingerprint = fingerprint_of(str(file))
    assert fingerprint
    return file, fingerprint


def variables(file: Path, command: str) -> dict[str, str]:
    """The variables that sshd gives to a session."""
    return {
        "PATH": "/usr/bin:/bin",
        "LOGNAME": "briefing",
        "SSH_CONNECTION": "192.0.2.7 50000 192.0.2.1 22",
        "SSH_USER_AUTH": str(file),
        "SSH_ORIGINAL_COMMAND": command,
    }
