"""What the index keeps of a briefing."""

from __future__ import annotations

from functools import cached_property
from typing import Final

import msgspec

from briefing.model.actors import Actor, Name
from briefing.model.briefing import Briefing, Revision
from briefing.search.folding import fold
from briefing.search.index.document import join
from briefing.search.spellings import Spellings


class Head(msgspec.Struct, frozen=True, array_like=True, dict=True):
    """A briefing without its cards.

    Attributes:
        id: Id of the briefing.
        title: Its title.
        number: Number of the revision.
        day: Last day that its cut-off can mean, else the day of its publication (UTC), as
            `datetime.date.toordinal` counts.
        names: All names of its actors, folded and joined.
        packed_actors: Its actors, of which only type and names are kept, as bytes.
    """

    id: str
    title: str
    number: int
    day: int
    names: str
    packed_actors: msgspec.Raw

    @cached_property
    def actors(self) -> tuple[Actor, ...]:
        """Its actors; few queries ask for them, so they are read when one does."""
        return _actors_decoder.decode(self.packed_actors)

    @cached_property
    def spellings(self) -> Spellings:
        """Its actors' names as a dictionary."""
        return Spellings(self.actors)

    @cached_property
    def briefing(self) -> Briefing:
        """A briefing with its id and title, and nothing else."""
        return Briefing(id=self.id, title=self.title, sections=())


_encoder: Final = msgspec.msgpack.Encoder()
_actors_decoder: Final = msgspec.msgpack.Decoder(tuple[Actor, ...])
_decoder: Final = msgspec.msgpack.Decoder(Head)


def head_of(revision: Revision) -> Head:
    """Make the head of a published briefing."""
    briefing = revision.briefing
    return Head(
        id=briefing.id,
        title=briefing.title,
        number=revision.number,
        day=revision.day.toordinal(),
        names=join(fold(name.text).text for actor in briefing.actors for name in actor.names),
        packed_actors=msgspec.Raw(_encoder.encode(tuple(map(_lean, briefing.actors)))),
    )


def pack_head(head: Head) -> bytes:
    """Make bytes of a head."""
    return _encoder.encode(head)


def unpack_head(data: bytes) -> Head:
    """Read a head back.

    Raises:
        msgspec.DecodeError: The bytes are no longer what they were.
    """
    return _decoder.decode(data)


def _lean(actor: Actor) -> Actor:
    names = tuple(Name(text=name.text) for name in actor.names)
    return Actor(id=actor.id, type=actor.type, names=names)
