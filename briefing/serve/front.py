"""What all connections and sessions of one server share."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from briefing.serve.admission import Admission, Refusal
from briefing.serve.audit import AuditLog
from briefing.serve.faults import FaultLog
from briefing.serve.generations import Generations
from briefing.serve.limits import Limits
from briefing.serve.marks import MarkStore
from briefing.serve.protocol import Message


class OpenSession(Protocol):
    """A session that is open, for those who look after all of them.

    Attributes:
        generation: Number of the generation that it reads.
    """

    generation: int

    def tell(self, message: Message) -> None:
        """Tell its process something."""

    def end(self, why: str, sentence: str) -> None:
        """End it.

        Args:
            why: In a word or two, for the audit log.
            sentence: For the one who sits there.
        """


class OpenConnection(Protocol):
    """A connection that is open."""

    @property
    def key(self) -> str | None:
        """Fingerprint of the key that let it in; None for a guest, and before."""

    def shut_out(self) -> None:
        """End what it opened, then the connection: its key lets in no more."""

    def bid_farewell(self, sentence: str) -> None:
        """End it, with a sentence to the client."""


@dataclass
class Front:
    """What all connections and sessions share.

    Attributes:
        limits: How much everyone gets.
        admission: Counts who is there.
        audit: Where it is written what happens.
        faults: Where it is written what must be mended.
        marks: What readers mark.
        generations: Where processes come from.
        anonymous: Whether somebody without a key may come in.
        keys: The keys of readers: a comment by fingerprint.
        sessions: Those that are open, by number.
        connections: Those that are open.
        refused: How often somebody was refused, by reason.
        opened: How many sessions there have been, by kind.
    """

    limits: Limits
    admission: Admission
    audit: AuditLog
    faults: FaultLog
    marks: MarkStore
    generations: Generations
    anonymous: bool
    keys: Mapping[str, str] = field(default_factory=dict)
    sessions: dict[int, OpenSession] = field(default_factory=dict)
    connections: set[OpenConnection] = field(default_factory=set)
    refused: Counter[str] = field(default_factory=Counter)
    opened: Counter[str] = field(default_factory=Counter)
    _numbers: itertools.count[int] = field(default_factory=lambda: itertools.count(1))

    def number(self) -> int:
        """Give a number to a connection or a session that no other has."""
        return next(self._numbers)

    def shut_out_strangers(self) -> None:
        """End the connections of keys that are known no more."""
        for connection in list(self.connections):
            if connection.key is not None and connection.key not in self.keys:
                connection.shut_out()

    def refuse(self, refusal: Refusal, **who: object) -> None:
        """Note that somebody was refused.

        Args:
            refusal: Why.
            **who: What is known of them.
        """
        self.refused[refusal.why] += 1
        self.audit.write("refuse", why=refusal.why, **who)
