"""One connection: who is there, and that nothing but sessions is to be had."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Final, NamedTuple, NoReturn

import asyncssh
from asyncssh.auth import KbdIntChallenge, KbdIntResponse

from briefing.serve.admission import Refusal
from briefing.serve.authorized_keys import weakness
from briefing.serve.front import Front
from briefing.serve.leaving import KEY_GONE
from briefing.serve.run import Visitor
from briefing.serve.session import Session

_UNASKED: Final = 20.0
"""Seconds that somebody who has logged in may ask for nothing."""

_STALLED: Final = 1 << 20
"""Bytes that a client may send while it takes nothing of what is sent to it."""

_TRIES: Final = (
    "Too many keys were tried. Name yours, with ssh -o IdentitiesOnly=yes -i KEY, or come as a"
    " guest, with ssh -o PreferredAuthentications=keyboard-interactive."
)
"""In ASCII, as all that is said with a disconnect: OpenSSH escapes the rest."""


class Peer(NamedTuple):
    """Where a connection comes from.

    Attributes:
        host: Address, as the socket has it.
        port: Port there.
        address: What it is counted to; see `briefing.serve.admission.address_of`.
    """

    host: str
    port: int
    address: str


class Connection(asyncssh.SSHServer):
    """One connection, from the first byte on.

    A key counts when the login is complete, and only the one that completed it: a client may offer
    any key that it knows of, before it proves one of its own.

    Args:
        front: What all connections share.
        peer: Where it comes from; it has been counted as logging in.
    """

    def __init__(self, front: Front, peer: Peer) -> None:
        self.number = front.number()
        self._front = front
        self._peer = peer
        self._user = ""
        self._attempts = 0
        self._offered: str | None = None
        self._shown: str | None = None
        self._fingerprint: str | None = None
        self._logged_in = False
        self._shut_out = False
        self._rejected: set[str] = set()
        self._open: set[Session] = set()
        self._paused = False
        self._unread = 0
        self._timer: asyncio.TimerHandle | None = None

    # -- from first to last byte -------------------------------------------------------------------

    def connection_made(self, conn: asyncssh.SSHServerConnection) -> None:
        """Begin."""
        self._connection = conn
        self._front.connections.add(self)
        self._audit("accept", address=self._peer.host, port=self._peer.port)
        self._watch_flow(conn)
        # asyncssh asks nobody before it says no to these two.
        conn.create_agent_listener = self._refuse_agent  # type: ignore[method-assign]
        conn.attach_x11_listener = self._refuse_x11  # type: ignore[assignment,method-assign]

    def connection_lost(self, exc: Exception | None) -> None:
        """End."""
        self._front.connections.discard(self)
        self._cancel_timer()
        why = "left" if exc is None else str(exc) or type(exc).__name__
        self._audit("end", why=why, logged_in=self._logged_in)

    @property
    def key(self) -> str | None:
        """Fingerprint of the key that let it in; None for a guest, and before."""
        return self._fingerprint

    def shut_out(self) -> None:
        """End what it opened, then the connection: its key lets in no more."""
        self._shut_out = True
        for session in list(self._open):
            session.end("key", KEY_GONE)
        if not self._open:
            self.bid_farewell(KEY_GONE)

    def bid_farewell(self, sentence: str) -> None:
        """End the connection, with a sentence to the client."""
        self._connection.disconnect(asyncssh.DISC_BY_APPLICATION, sentence)

    # -- logging in --------------------------------------------------------------------------------

    def begin_auth(self, username: str) -> bool:
        """Somebody gives a name, which is not who they are, and has to log in."""
        self._user = username
        self._offered = None
        self._count_attempt()
        return True

    def public_key_auth_supported(self) -> bool:
        """Whether keys are of use here."""
        return bool(self._front.keys)

    def validate_public_key(self, username: str, key: asyncssh.SSHKey) -> bool:
        """Say whether a key is known; whether it is the client's own is still to be proved."""
        del username
        self._offered = None
        fingerprint = key.get_fingerprint()
        # A right key is looked at twice, when it is shown and when it is proved: one attempt.
        shown, self._shown = self._shown, None
        if fingerprint != shown:
            self._count_attempt()
        if fingerprint in self._front.keys and weakness(key) is None:
            self._offered = fingerprint
            self._shown = fingerprint if fingerprint != shown else None
        return self._offered is not None

    def kbdint_auth_supported(self) -> bool:
        """Whether guests can log in."""
        return self._front.anonymous

    def get_kbdint_challenge(self, username: str, lang: str, submethods: str) -> KbdIntChallenge:
        """Ask a guest nothing (RFC 4256 allows it), so that those who have keys use them."""
        del username, lang, submethods
        self._offered = None
        self._count_attempt()
        return "", "", "", []

    def validate_kbdint_response(self, username: str, responses: KbdIntResponse) -> KbdIntChallenge:
        """Let a guest in."""
        del username
        self._offered = None
        return self._front.anonymous and not responses

    def auth_completed(self) -> None:
        """Somebody is in: now it is settled who they are."""
        self._logged_in = True
        self._fingerprint = self._offered
        version = self._connection.get_extra_info("client_version", "")
        self._audit(
            "login",
            user=self._user,
            key=self._fingerprint,
            who=self._front.keys.get(self._fingerprint or "") or None,
            client=version.removeprefix("SSH-2.0-"),
        )
        self._await_request()
        if self._fingerprint is not None and self._fingerprint not in self._front.keys:
            self.shut_out()

    def _count_attempt(self) -> None:
        self._attempts += 1
        limit = self._front.limits.attempts
        if 0 < limit < self._attempts:
            self._front.refuse(
                Refusal("attempts", _TRIES), connection=self.number, address=self._peer.host
            )
            self.bid_farewell(_TRIES)

    # -- what may be asked for ---------------------------------------------------------------------

    def session_requested(self) -> asyncssh.SSHServerSession[bytes]:
        """Open a session, as long as there are not too many over this connection."""
        if self._shut_out:
            raise asyncssh.ChannelOpenError(asyncssh.OPEN_ADMINISTRATIVELY_PROHIBITED, KEY_GONE)
        limit = self._front.limits.channels
        if 0 < limit <= len(self._open):
            refusal = Refusal("channels", f"A connection can have at most {limit} sessions.")
            if refusal.why not in self._rejected:
                self._rejected.add(refusal.why)
                self._front.refuse(refusal, connection=self.number, address=self._peer.host)
            raise asyncssh.ChannelOpenError(asyncssh.OPEN_RESOURCE_SHORTAGE, refusal.sentence)
        visitor = Visitor(
            self.number, self._peer.host, self._peer.address, self._user, self._fingerprint
        )
        session = Session(self._front, visitor, self._reject, self._closed)
        self._open.add(session)
        self._cancel_timer()
        if self._paused:
            session.hold("line")
        return session

    def _closed(self, session: Session) -> None:
        self._open.discard(session)
        if self._open:
            return
        if self._shut_out:
            self.bid_farewell(KEY_GONE)
        else:
            self._await_request()

    def _await_request(self) -> None:
        self._cancel_timer()
        loop = asyncio.get_running_loop()
        self._timer = loop.call_later(
            _UNASKED, self.bid_farewell, "The connection was not used and has been closed."
        )

    def _cancel_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    # -- what may not ------------------------------------------------------------------------------

    def connection_requested(
        self, dest_host: str, dest_port: int, orig_host: str, orig_port: int
    ) -> NoReturn:
        """Forward nothing (``ssh -L``, ``-D``, ``-W``)."""
        del orig_host, orig_port
        self._forbid("forwarding", f"{dest_host}:{dest_port}")

    def server_requested(self, listen_host: str, listen_port: int) -> bool:
        """Listen nowhere (``ssh -R``)."""
        return self._reject("listening", f"{listen_host}:{listen_port}")

    def unix_connection_requested(self, dest_path: str) -> NoReturn:
        """Forward nothing."""
        self._forbid("forwarding", dest_path)

    def unix_server_requested(self, listen_path: str) -> bool:
        """Listen nowhere."""
        return self._reject("listening", listen_path)

    def tun_requested(self, unit: int | None) -> NoReturn:
        """Make no network (``ssh -w``)."""
        self._forbid("tunnel", f"tun {unit}")

    def tap_requested(self, unit: int | None) -> NoReturn:
        """Make no network."""
        self._forbid("tunnel", f"tap {unit}")

    async def _refuse_agent(self) -> bool:
        return self._reject("agent", None)

    async def _refuse_x11(self, *_: object) -> None:
        self._reject("X11", None)

    def _forbid(self, what: str, detail: str) -> NoReturn:
        self._reject(what, detail)
        raise asyncssh.ChannelOpenError(
            asyncssh.OPEN_ADMINISTRATIVELY_PROHIBITED, "This host serves briefings only."
        )

    def _reject(self, what: str, detail: str | None) -> bool:
        """Note, once for each kind, what is not to be had; the answer is always no."""
        if what not in self._rejected:
            self._rejected.add(what)
            self._front.refused[what] += 1
            self._audit("reject", what=what, detail=detail)
        return False

    # -- a client that takes nothing of what it is sent --------------------------------------------

    def _watch_flow(self, conn: asyncssh.SSHServerConnection) -> None:
        """Have what is sent never pile up here.

        A client can allow any number of bytes on a channel and then not read them; asyncssh leaves
        these methods of a protocol of asyncio to do nothing. Answers to what the client sends
        pile up too, so one that sends and does not read is cut off.
        """
        receive: Callable[[bytes], None] = conn.data_received

        def data_received(data: bytes, datatype: int | None = None) -> None:
            del datatype
            if self._paused:
                self._unread += len(data)
                if self._unread > _STALLED:
                    conn.abort()
                    return
            receive(data)

        conn.pause_writing = self._pause  # type: ignore[method-assign]
        conn.resume_writing = self._resume  # type: ignore[method-assign]
        conn.data_received = data_received  # type: ignore[method-assign]

    def _pause(self) -> None:
        self._paused = True
        self._unread = 0
        for session in self._open:
            session.hold("line")

    def _resume(self) -> None:
        self._paused = False
        for session in self._open:
            session.release("line")

    def _audit(self, event: str, **values: object) -> None:
        self._front.audit.write(event, connection=self.number, **values)
