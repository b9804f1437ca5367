"""Clients that misbehave: before they log in by sockets alone, and after by packets of their own.

The real ``ssh`` logs in, and then lets another program speak the connection protocol (RFC 4254)
through it: the ``proxy`` mode of its multiplexing (PROTOCOL.mux of OpenSSH).
"""

from __future__ import annotations

import itertools
import os
import select
import signal
import socket
import struct
import subprocess
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from tests.closing import Closing
from tests.served.host import Host, client_environment
from tests.waiting import HANGS, until

GREETING: Final = b"SSH-2.0-nobody\r\n"
_HELLO, _PROXY = 1, 0x1000000F
_OPEN, _OPENED, _NOT_OPENED, _DATA, _ERRORS, _REQUEST = 90, 91, 92, 94, 95, 98
_CLOSE, _YES, _NO = 97, 99, 100
_NUMBERS: Final = itertools.count(1)


def elsewhere() -> str:
    """An address that nobody else comes from; on Linux all of 127.0.0.0/8 is ours."""
    number = next(_NUMBERS)
    return f"127.9.{number // 250}.{number % 250 + 1}"


def knock(host: Host, address: str) -> socket.socket:
    """Connect to sshd from an address, and say nothing."""
    return socket.create_connection(("127.0.0.1", host.port), HANGS, (address, 0))


def packet(kind: int, data: bytes = b"") -> bytes:
    """A packet as it is before there are keys (RFC 4253, section 6)."""
    padding = 8 - (6 + len(data)) % 8 + 4
    return struct.pack(">IBB", 2 + len(data) + padding, padding, kind) + data + bytes(padding)


def text(data: bytes) -> bytes:
    """A string of the protocol."""
    return struct.pack(">I", len(data)) + data


def is_hung_up_on(line: socket.socket) -> bool:
    """Read to the end, which comes before long."""
    with suppress(ConnectionError):
        while line.recv(1 << 16):
            pass
    return True


@dataclass
class Channel:
    """A session, or what is to be one; the numbers are those of the two ends."""

    theirs: int
    output: bytearray = field(default_factory=bytearray)
    errors: bytearray = field(default_factory=bytearray)
    answers: list[bool] = field(default_factory=list)
    code: int | None = None
    closed: bool = False


class Packets(Closing):
    """Somebody with a key who is logged in. Leave the context, and the connection is cut.

    Attributes:
        master: The `ssh` that has logged in.
    """

    def __init__(self, host: Host, *options: str, key: Path | None = None) -> None:
        path = host.home / f"m{next(_NUMBERS)}"
        self.master = subprocess.Popen(
            host.ssh("-M", "-S", str(path), "-N", *options, key=key),
            env=client_environment(),
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
        until(lambda: path.exists() or self.master.poll() is not None, "it never logs in")
        self._line = socket.socket(socket.AF_UNIX)
        self._line.settimeout(HANGS)
        self._line.connect(str(path))
        self._channels: dict[int, Channel] = {}
        self._refused: set[int] = set()
        for message in (struct.pack(">II", _HELLO, 4), struct.pack(">II", _PROXY, 0)):
            self._line.sendall(text(message))
            self._receive()

    def close(self) -> None:
        """Close the line, and end the ssh that it goes through."""
        self._line.close()
        with suppress(ProcessLookupError):
            os.killpg(self.master.pid, signal.SIGKILL)
        self.master.wait()

    # -- what is said ------------------------------------------------------------------------------

    def say(self, kind: int, data: bytes) -> None:
        """Send any packet."""
        self._line.sendall(text(bytes([0, kind]) + data))

    def open(
        self,
        kind: bytes = b"session",
        more: bytes = b"",
        *,
        window: int = 1 << 30,
        most: int = 1 << 15,
    ) -> Channel | None:
        """Open a channel; None where it is refused.

        Args:
            kind: What is wanted.
            more: What belongs to that kind.
            window: Bytes that may come before more are asked for.
            most: Bytes of data that a packet to us may have.
        """
        mine = len(self._channels) + len(self._refused)
        self.say(_OPEN, text(kind) + struct.pack(">III", mine, window, most) + more)
        while mine not in self._channels and mine not in self._refused:
            self.take()
        return self._channels.get(mine)

    def session(self, *, window: int = 1 << 30, most: int = 1 << 15) -> Channel:
        """Open a session, which is not refused."""
        channel = self.open(window=window, most=most)
        assert channel is not None
        return channel

    def ask(self, channel: Channel, what: bytes, data: bytes = b"") -> bool:
        """Ask for something; tell whether it is granted."""
        channel.answers.clear()
        self.tell(channel, what, data, answer=True)
        while not channel.answers:
            assert not channel.closed
            self.take()
        return channel.answers[0]

    def tell(
        self, channel: Channel, what: bytes, data: bytes = b"", *, answer: bool = False
    ) -> None:
        """Ask for something, and do not wait."""
        self.say(_REQUEST, struct.pack(">I", channel.theirs) + text(what) + bytes([answer]) + data)

    def type(self, channel: Channel, keys: bytes) -> None:
        """Press keys."""
        self.say(_DATA, struct.pack(">I", channel.theirs) + text(keys))

    def terminal(
        self, channel: Channel, size: tuple[int, int] = (80, 24), name: bytes = b"xterm-256color"
    ) -> bool:
        """Ask for a terminal."""
        return self.ask(
            channel, b"pty-req", text(name) + struct.pack(">IIII", *size, 0, 0) + text(b"")
        )

    def resize(self, channel: Channel, size: tuple[int, int]) -> None:
        """Say that the terminal has another size."""
        self.tell(channel, b"window-change", struct.pack(">IIII", *size, 0, 0))

    def begin(self, channel: Channel, command: bytes = b"") -> bool:
        """Have the session begin."""
        return self.ask(channel, b"exec", text(command)) if command else self.ask(channel, b"shell")

    # -- what comes --------------------------------------------------------------------------------

    def take(self) -> None:
        """Take one packet."""
        message = self._receive()
        kind, (mine,) = message[1], struct.unpack_from(">I", message, 2)
        rest = message[6:]
        if kind == _OPENED:
            self._channels[mine] = Channel(struct.unpack_from(">I", rest)[0])
        elif kind == _NOT_OPENED:
            self._refused.add(mine)
        elif kind == _DATA:
            self._channels[mine].output += rest[4:]
        elif kind == _ERRORS:
            self._channels[mine].errors += rest[8:]
        elif kind in (_YES, _NO):
            self._channels[mine].answers.append(kind == _YES)
        elif kind == _REQUEST and rest[4:15] == b"exit-status":
            (self._channels[mine].code,) = struct.unpack(">I", rest[-4:])
        elif kind == _CLOSE:
            self._channels[mine].closed = True

    def wait_for(self, channel: Channel, words: bytes) -> None:
        """Take packets until something was written."""
        while words not in channel.output:
            assert not channel.closed, (channel.output, channel.errors)
            self.take()

    def drain(self) -> int:
        """Take what comes at once, without a look at it; give the number of bytes."""
        ready, _, _ = select.select([self._line], [], [], 0.2)
        return len(self._line.recv(1 << 20)) if ready else 0

    def wait_end(self, channel: Channel) -> int | None:
        """Take packets until a session has ended; give its exit code."""
        while not channel.closed:
            self.take()
        return channel.code

    def _receive(self) -> bytes:
        (length,) = struct.unpack(">I", self._exactly(4))
        return self._exactly(length)

    def _exactly(self, count: int) -> bytes:
        data = b""
        while len(data) < count:
            more = self._line.recv(count - len(data))
            if not more:
                raise EOFError("the connection has ended")
            data += more
        return data
