"""Where connections come in: counted before any work is done for them."""

from __future__ import annotations

import asyncio
import errno
import socket
import struct
from collections.abc import Coroutine, Sequence
from contextlib import suppress
from typing import Any, Final

import asyncssh
from asyncssh.packet import PacketDecodeError

from briefing.serve.admission import Refusal, address_of
from briefing.serve.algorithms import CIPHERS, COMPRESSION, KEY_EXCHANGES, MACS, SIGNATURES
from briefing.serve.connection import Connection, Peer
from briefing.serve.front import Front
from briefing.serve.host_key import HostKey
from briefing.serve.limits import Limits
from briefing.serve.options import Address, OptionsError

_VERSION: Final = "briefing"
_WINDOW: Final = 256 << 10
"""Bytes that a client may send before they are taken."""

_BACKLOG: Final = 64
_MOST_FAREWELLS: Final = 16
_FAREWELL: Final = 2.0
"""Seconds in which a client that is refused can read why."""

_SHORTAGE: Final = 0.2
_DISCONNECT: Final = 1
_TOO_MANY: Final = 12
"""``SSH_DISCONNECT_TOO_MANY_CONNECTIONS``; RFC 4253, section 11.1."""


def listen(address: Address) -> list[socket.socket]:
    """Open the sockets.

    Raises:
        OptionsError: It is not possible there.
    """
    sockets: list[socket.socket] = []
    try:
        found = socket.getaddrinfo(
            address.host or None,
            address.port,
            type=socket.SOCK_STREAM,
            flags=socket.AI_PASSIVE,
        )
        for family, _, _, _, where in dict.fromkeys(found):
            sockets.append(_listen(family, where))
    except OSError as error:
        for opened in sockets:
            opened.close()
        hint = ""
        if error.errno == errno.EADDRINUSE:
            hint = " Another program listens there; choose another port with --listen HOST:PORT."
        elif error.errno == errno.EACCES:
            hint = " Ports below 1024 need root or CAP_NET_BIND_SERVICE."
        raise OptionsError(f"Cannot listen at {address}: {error.strerror}.{hint}") from error
    return sockets


def _listen(family: int, where: tuple[Any, ...]) -> socket.socket:
    opened = socket.socket(family, socket.SOCK_STREAM)
    try:
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            opened.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        opened.bind(where)
        opened.listen(_BACKLOG)
        opened.setblocking(False)
    except OSError:
        opened.close()
        raise
    return opened


def ssh_options(host_key: HostKey, limits: Limits) -> asyncssh.SSHServerConnectionOptions:
    """Say how SSH is spoken.

    Args:
        host_key: The server's own key.
        limits: How much everyone gets.
    """
    return asyncssh.SSHServerConnectionOptions(
        server_host_keys=[host_key.key],
        server_version=_VERSION,
        kex_algs=KEY_EXCHANGES,
        encryption_algs=CIPHERS,
        mac_algs=MACS,
        signature_algs=SIGNATURES,
        compression_algs=COMPRESSION,
        password_auth=False,
        host_based_auth=False,
        gss_host=None,
        agent_forwarding=False,
        x11_forwarding=False,
        allow_scp=False,
        line_editor=False,
        encoding=None,
        window=_WINDOW,
        login_timeout=limits.login,
        keepalive_interval=limits.keepalive,
        keepalive_count_max=max(1, limits.keepalives),
    )


class Listener:
    """Takes connections until it is closed.

    Args:
        front: What all connections share.
        sockets: Where they come in; they are closed with the listener.
        options: How SSH is spoken.
    """

    def __init__(
        self,
        front: Front,
        sockets: Sequence[socket.socket],
        options: asyncssh.SSHServerConnectionOptions,
    ) -> None:
        self._front = front
        self._sockets = sockets
        self._options = options
        self._loop = asyncio.get_running_loop()
        self._farewells = 0
        self._tasks: set[asyncio.Task[None]] = set()
        self._accepting = [self._loop.create_task(self._accept(one)) for one in sockets]

    async def close(self) -> None:
        """Take no more; those that are in stay."""
        for task in self._accepting:
            task.cancel()
        # A socket is closed only when nobody waits for it any more: its number is soon another's.
        await asyncio.gather(*self._accepting, return_exceptions=True)
        for opened in self._sockets:
            opened.close()

    async def _accept(self, listening: socket.socket) -> None:
        while True:
            try:
                opened, where = await self._loop.sock_accept(listening)
            except OSError as error:
                # Too few descriptors or too little memory: those who wait may have better luck.
                self._front.audit.write("accept_failed", why=error.strerror)
                await asyncio.sleep(_SHORTAGE)
                continue
            peer = Peer(str(where[0]), int(where[1]), address_of(str(where[0])))
            refusal = self._front.admission.knock(peer.address)
            if refusal is None:
                self._spawn(self._serve(opened, peer))
            else:
                self._front.refuse(refusal, address=peer.host, port=peer.port)
                self._spawn(self._bid_farewell(opened, refusal))

    def _spawn(self, work: Coroutine[object, object, None]) -> None:
        task = self._loop.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _serve(self, opened: socket.socket, peer: Peer) -> None:
        try:
            # Once it returns, somebody has logged in. All else is for the connection to tell.
            with suppress(OSError, asyncssh.Error, PacketDecodeError):
                await asyncssh.run_server(
                    opened,
                    options=self._options,
                    server_factory=lambda: Connection(self._front, peer),
                )
        finally:
            self._front.admission.logged_in(peer.address)

    async def _bid_farewell(self, opened: socket.socket, refusal: Refusal) -> None:
        """Say why, in the words of the protocol, before any key is exchanged."""
        with opened:
            if self._farewells >= _MOST_FAREWELLS:
                return
            self._farewells += 1
            try:
                async with asyncio.timeout(_FAREWELL):
                    await self._loop.sock_sendall(opened, _disconnect(refusal.sentence))
                    opened.shutdown(socket.SHUT_WR)
                    while await self._loop.sock_recv(opened, 4096):
                        pass
            except OSError:
                pass
            finally:
                self._farewells -= 1


def _disconnect(sentence: str) -> bytes:
    """A version and a message to disconnect, not yet encrypted (RFC 4253, sections 4.2 and 6)."""
    text = sentence.encode()
    payload = struct.pack(f">BII{len(text)}sI", _DISCONNECT, _TOO_MANY, len(text), text, 0)
    padding = 8 - (len(payload) + 5) % 8
    padding += 8 if padding < 4 else 0
    packet = struct.pack(">IB", len(payload) + padding + 1, padding) + payload + bytes(padding)
    return f"SSH-2.0-{_VERSION}\r\n".encode() + packet
