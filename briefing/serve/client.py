"""Who is there: what sshd says of the client, and how it is known that sshd says it."""

from __future__ import annotations

import base64
import hashlib
import ipaddress
import os
import socket
import struct
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Final, NamedTuple

_LARGEST_KEY: Final = 16 << 10
_PEER: Final = struct.Struct("3i")
"""``struct ucred`` of ``unix(7)``: process, user, group."""


class Client(NamedTuple):
    """Somebody for whom sshd has started a session."""

    key: str | None  # fingerprint of the one that they proved; None where sshd names none
    host: str  # their address
    command: str | None  # what they want, as they sent it; None for nothing
    variables: Mapping[str, str]

    @classmethod
    def of(cls, variables: Mapping[str, str]) -> Client:
        """Say who is there, by the variables that sshd has set (``ssh(1)``, ENVIRONMENT)."""
        host = variables.get("SSH_CONNECTION", "").partition(" ")[0]
        key = fingerprint_of(variables.get("SSH_USER_AUTH"))
        return cls(key, host, variables.get("SSH_ORIGINAL_COMMAND"), variables)

    @property
    def counted_to(self) -> str:
        """What they are counted to: an IPv4 address, or the first 64 bits of an IPv6 address."""
        try:
            address = ipaddress.ip_address(self.host.partition("%")[0])
        except ValueError:
            return self.host
        if isinstance(address, ipaddress.IPv4Address) or address.ipv4_mapped:
            return str(getattr(address, "ipv4_mapped", None) or address)
        return str(ipaddress.ip_network((address, 64), strict=False))


def fingerprint_of(path: str | None) -> str | None:
    """Say by which key the reader logged in.

    Args:
        path: Of the file that sshd names in ``SSH_USER_AUTH`` (``ExposeAuthInfo`` of
            ``sshd_config(5)``): a line for each method, such as ``publickey ssh-ed25519 AAAA…``.

    Returns:
        Its fingerprint as ``ssh-keygen -l`` prints it; None where no key is told.
    """
    if not path:
        return None
    try:
        with Path(path).open(encoding="ascii") as file:
            lines = file.read(_LARGEST_KEY).splitlines()
        words = next(line.split() for line in lines if line.startswith("publickey "))
        blob = base64.b64decode(words[2], validate=True)
    except (OSError, ValueError, StopIteration, IndexError):
        return None
    digest = base64.b64encode(hashlib.sha256(blob).digest()).decode().rstrip("=")
    return f"SHA256:{digest}"


def peer_of(line: socket.socket) -> tuple[int, int]:
    """Say which process is at the other end, and which user's: the kernel tells (``unix(7)``)."""
    data = line.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _PEER.size)
    pid, user, _ = _PEER.unpack(data)
    return pid, user


def comes_from_sshd(pid: int, listener: int | None, ours: Collection[int]) -> bool:
    """Tell whether sshd has started a process; what a process says of itself has no part in it.

    A process whose parent has ended gets another parent, but never sshd. So whoever descends from
    sshd was started by it.

    Args:
        pid: The process.
        listener: Our sshd; None for that of the system, which is any of root's.
        ours: Processes from which sessions descend that sshd has not started.
    """
    while pid > 1 and pid not in ours:
        if pid == listener:
            return True
        status = status_of(pid)
        roots = status.get("Uid", "").split()[:1] == ["0"]
        if listener is None and roots and status["Name"].startswith("sshd"):
            return True
        pid = int(status.get("PPid", 0))
    return False


def status_of(pid: int) -> dict[str, str]:
    """What the kernel tells everybody of a process (``proc(5)``); nothing if it is gone."""
    try:
        text = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace")
    except OSError:
        return {}
    return dict(line.split(":\t", 1) for line in text.splitlines() if ":\t" in line)


def variables_of(pid: int) -> dict[str, str]:
    """Give the variables with which a process of our user was started.

    Raises:
        OSError: It is gone, or does not let us look.
    """
    data = os.fsdecode(Path(f"/proc/{pid}/environ").read_bytes())
    return dict(one.split("=", 1) for one in data.split("\0") if "=" in one)
