"""Who is there, at which terminal: what sshd says of the client, and how we know that it does."""

from __future__ import annotations

import base64
import codecs
import hashlib
import ipaddress
import os
import re
import socket
import struct
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Final, NamedTuple

from briefing.model.text import REPLACEMENT
from briefing.serve.options import Limits
from briefing.settings.config import wants_ascii

_LARGEST_AUTH: Final = 16 << 10
"""Characters of the file that tells the key."""
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
        """By the variables that sshd has set (``ssh(1)``, ENVIRONMENT)."""
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
    """Fingerprint, as ``ssh-keygen -l`` prints it, of the key by which the reader logged in.

    The file is the one that sshd names in ``SSH_USER_AUTH`` (``ExposeAuthInfo`` of
    ``sshd_config(5)``): a line for each method, such as ``publickey ssh-ed25519 AAAA…``.
    """
    if not path:
        return None
    try:
        with Path(path).open(encoding="ascii") as file:
            text = file.read(_LARGEST_AUTH + 1)
        lines = text.splitlines() if len(text) <= _LARGEST_AUTH else []
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
    sshd was started by it: by our listener or, where there is none, by any sshd of root's. Ours are
    processes from which sessions descend that sshd has not started.
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
    """Give the variables with which a process of our user was started; may raise `OSError`."""
    data = os.fsdecode(Path(f"/proc/{pid}/environ").read_bytes())
    return dict(one.split("=", 1) for one in data.split("\0") if "=" in one)


_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+-]{0,63}")
_VALUE: Final = re.compile(r"[A-Za-z0-9@._+:/=-]{0,64}")
ACCEPTED: Final = ("COLORTERM", "NO_COLOR", "LANG", "LC_ALL", "LC_CTYPE")
"""Variables of the client that are looked at; all others are dropped."""

_NO_READER: Final = frozenset({"dumb", "unknown", "network", "dialup", "emacs"})
_ALL_COLOURS: Final = frozenset(
    {
        *("alacritty", "contour", "contour-latest", "foot", "foot-extra", "ghostty", "iterm2"),
        *("kitty", "rio", "wezterm", "xterm-ghostty", "xterm-kitty", "xterm-truecolor"),
    }
)
"""Terminals with 16 million colours, by their names in terminfo."""

_NO_COLOURS: Final = re.compile(r"vt\d+.*|.*-mono|.*-m")
_MULTIPLEXERS: Final = re.compile(r"(?:tmux|screen)(?:[.-].*)?")
_CANONICAL: Final = "xterm-256color"
_FEW: Final = "xterm-16color"
_BASE: Final = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}
_WITHOUT: Final = 80
_OF_TERMINALS: Final = re.compile(
    "iso8859|cp(?:125[0-8]|437|85[0258]|866|874|932|949|950)$|koi8|euc_|gb|big5|shift_jis"
)
"""Encodings that locales have; other codecs of Python are not for terminals."""

_TRUE: Final = frozenset({"truecolor", "24bit"})
_UTF_8: Final = "utf-8"


class ClientTerminal(NamedTuple):
    """Where a reader sees what is written, by what the client says.

    OpenSSH sends TERM with the request for a terminal, and other variables only where both sides
    allow it; COLORTERM is not among those it sends by default. So names of terminals are known here
    that have all colours.
    """

    name: str  # as the client calls it
    is_there: bool  # or there are pipes
    columns: int  # of lines
    encoding: str  # as Python calls it
    environment: Mapping[str, str]  # all, with a name from which Rich and Textual conclude well

    @property
    def why_no_reader(self) -> str | None:
        if not self.is_there:
            return (
                "Reading needs a terminal, as with `ssh -t`; without one there are these commands:"
            )
        if not _NAME.fullmatch(self.name) or self.name in _NO_READER:
            shown = "".join(c if c.isprintable() else REPLACEMENT for c in self.name[:64])
            return (
                f"A terminal “{shown}” cannot show the reader. Without it there are these commands:"
            )
        return None


def read_terminal(sent: Mapping[str, str], limits: Limits) -> ClientTerminal:
    """Make sense of what a client's variables say of its terminal, which is that of our files."""
    known = {name: sent[name] for name in ACCEPTED if _VALUE.fullmatch(sent.get(name, "\n"))}
    encoding = _encoding(known)
    if not all(os.isatty(file) for file in (0, 1, 2)):
        return ClientTerminal("", False, _WITHOUT, encoding, {**_BASE, "TERM": "dumb"})
    name = sent.get("TERM", "")
    return ClientTerminal(
        name, True, clamped(os.get_terminal_size(0), limits)[0], encoding, _variables(name, known)
    )


def clamped(size: tuple[int, int], limits: Limits) -> tuple[int, int]:
    """Bring columns and rows into bounds; a client that does not know them gets 80 by 24."""
    columns, rows = size
    return max(20, min(columns or 80, limits.columns)), max(5, min(rows or 24, limits.rows))


def _variables(name: str, known: Mapping[str, str]) -> dict[str, str]:
    variables = {**_BASE, "TERM": _CANONICAL}
    if wants_ascii("auto", {**known, "TERM": name}):
        variables["LANG"] = "C"
    if _MULTIPLEXERS.fullmatch(name):
        variables["TMUX"] = name
    if known.get("NO_COLOR") or _NO_COLOURS.fullmatch(name):
        return {**variables, "TERM": _FEW, "NO_COLOR": "1"}
    if known.get("COLORTERM", "").lower() in _TRUE or name in _ALL_COLOURS or "-direct" in name:
        return {**variables, "COLORTERM": "truecolor"}
    return variables if "256color" in name else {**variables, "TERM": _FEW}


def _encoding(known: Mapping[str, str]) -> str:
    """The codec in which a client's locale writes; UTF-8 where none is named that we know.

    Of the locale the first counts that is given of ``LC_ALL``, ``LC_CTYPE`` and ``LANG``
    (POSIX.1-2024, chapter 8.2).
    """
    locale = known.get("LC_ALL") or known.get("LC_CTYPE") or known.get("LANG") or ""
    name = locale.partition(".")[2].partition("@")[0]
    try:
        codec = codecs.lookup(name).name
    except LookupError:
        return _UTF_8
    return codec if _OF_TERMINALS.match(codec) else _UTF_8
