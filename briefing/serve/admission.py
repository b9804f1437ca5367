"""Who may come in, as far as numbers tell: rates, and how many at a time."""

from __future__ import annotations

import ipaddress
import math
from collections import Counter, OrderedDict
from collections.abc import Callable
from contextlib import suppress
from typing import Final, NamedTuple

from briefing.serve.limits import Limits

_BUCKETS: Final = 4096
"""Addresses of which it is known how often they came; the others are forgotten."""

_NETWORK: Final = 64
"""Bits of an IPv6 address that one household or one office shares."""


class Refusal(NamedTuple):
    """Why somebody does not come in.

    Attributes:
        why: In a word or two, for the audit log.
        sentence: For the one who is refused.
    """

    why: str
    sentence: str


def address_of(host: str) -> str:
    """Say to which address a connection is counted.

    Args:
        host: As the socket has it.

    Returns:
        An IPv4 address, or the network of an IPv6 address; the text itself where it is neither.
    """
    with suppress(ValueError):
        address = ipaddress.ip_address(host.partition("%")[0])
        if isinstance(address, ipaddress.IPv4Address):
            return str(address)
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return str(ipaddress.ip_network((address, _NETWORK), strict=False))
    return host


class Admission:
    """Counts who is there. Everything is given back by the one who took it, exactly once.

    Args:
        limits: How many may be there.
        clock: Seconds that only grow.
    """

    def __init__(self, limits: Limits, clock: Callable[[], float]) -> None:
        self.limits = limits
        self._clock = clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._handshakes: Counter[str] = Counter()
        self._sessions: Counter[str] = Counter()
        self._keys: Counter[str] = Counter()
        self._commands: Counter[str] = Counter()

    @property
    def handshakes(self) -> int:
        """Connections that have not logged in yet."""
        return self._handshakes.total()

    @property
    def sessions(self) -> int:
        """Sessions that are open, of readers and commands."""
        return self._sessions.total()

    # -- connections -------------------------------------------------------------------------------

    def knock(self, address: str) -> Refusal | None:
        """Somebody connects; unless refused, they begin to log in.

        Args:
            address: See `address_of`.

        Returns:
            Why they may not; None where they may.
        """
        limits = self.limits
        if wait := self._wait(address):
            return Refusal(
                "rate", f"Too many connections from your address; try again in {wait} seconds."
            )
        if _full(self.handshakes, limits.handshakes):
            return Refusal("handshakes", "Too many are logging in; try again in a moment.")
        if _full(self._handshakes[address], limits.handshakes_per_address):
            return Refusal(
                "handshakes of address",
                "Too many of your connections are logging in.",
            )
        self._handshakes[address] += 1
        return None

    def logged_in(self, address: str) -> None:
        """Somebody who knocked has logged in, or gone away before."""
        _give_back(self._handshakes, address)

    def _wait(self, address: str) -> int:
        """Seconds until the address may connect again; 0 if it may now, which is counted."""
        limits = self.limits
        if not limits.connections_per_minute:
            return 0
        rate, most = limits.connections_per_minute / 60, max(1, limits.burst)
        now = self._clock()
        tokens, last = self._buckets.pop(address, (float(most), now))
        tokens = min(most, tokens + (now - last) * rate)
        wait = 0 if tokens >= 1 else math.ceil((1 - tokens) / rate)
        self._buckets[address] = (tokens if wait else tokens - 1, now)
        while len(self._buckets) > _BUCKETS:
            self._buckets.popitem(last=False)
        return wait

    # -- sessions ----------------------------------------------------------------------------------

    def enter(self, address: str, key: str | None, *, command: bool) -> Refusal | None:
        """Somebody who has logged in wants a session.

        Args:
            address: See `address_of`.
            key: Fingerprint of their key; None for somebody without.
            command: Whether it is one verb, and not the reader.

        Returns:
            Why they may not; None where they may.
        """
        limits = self.limits
        if _full(self.sessions, limits.sessions):
            return Refusal("sessions", "The server is full; try again later.")
        if _full(self._sessions[address], limits.sessions_per_address):
            return Refusal("sessions of address", "Your address has too many sessions open.")
        if key is not None and _full(self._keys[key], limits.sessions_per_key):
            return Refusal("sessions of key", "Your key has too many sessions open.")
        if command and _full(self._commands[address], limits.commands_per_address):
            why = "Your other commands are still running; wait until one ends."
            return Refusal("commands of address", why)
        self._sessions[address] += 1
        if key is not None:
            self._keys[key] += 1
        if command:
            self._commands[address] += 1
        return None

    def leave(self, address: str, key: str | None, *, command: bool) -> None:
        """A session that was entered has ended; the arguments are those of `enter`."""
        _give_back(self._sessions, address)
        if key is not None:
            _give_back(self._keys, key)
        if command:
            _give_back(self._commands, address)


def _full(count: int, limit: int) -> bool:
    return limit > 0 and count >= limit


def _give_back(counter: Counter[str], name: str) -> None:
    counter[name] -= 1
    if counter[name] <= 0:
        del counter[name]
