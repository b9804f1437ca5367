"""A card as the index keeps it: its folded texts as columns, the rest as what follows from them."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from functools import partial
from typing import Final

import msgspec

from briefing.search.document import BETWEEN, BriefingHead, SearchedCard
from briefing.search.facts import CardFacts
from briefing.search.index.database import DamagedCardError

READ_CARD: Final = (
    "SELECT briefing, section, id, checksum, facts, title, body, document FROM cards WHERE row = ?"
)
StoredRow = tuple[int, int, str, int, bytes, str, str, bytes]
"""What `READ_CARD` gives."""

Texts = tuple[tuple[str, str], ...]

encoder: Final = msgspec.msgpack.Encoder()
head_decoder: Final = msgspec.msgpack.Decoder(BriefingHead)
facts_decoder: Final = msgspec.msgpack.Decoder(CardFacts)
_texts_decoder: Final = msgspec.msgpack.Decoder(Texts)


def pack_texts(texts: Sequence[tuple[str, str]], folded: str) -> bytes:
    """Pack texts as what differs from the same texts folded, which are a dictionary for zlib.

    The format (RFC 1950) has checksums of both.
    """
    packer = zlib.compressobj(zdict=_dictionary(folded))
    return packer.compress(encoder.encode(texts)) + packer.flush()


def unpack_texts(packed: bytes, folded: str) -> Texts:
    """Unpack what `pack_texts` packed.

    Raises:
        zlib.error: The bytes, or the folded texts, are no longer what they were.
        msgspec.MsgspecError: They are those of something else.
    """
    unpacker = zlib.decompressobj(zdict=_dictionary(folded))
    return _texts_decoder.decode(unpacker.decompress(packed) + unpacker.flush())


def joined_columns(title: str, body: str) -> str:
    """All texts of a card, folded and joined, from its columns."""
    return f"{title}{BETWEEN}{body}" if body else title


def checksum(folded: str, facts: bytes) -> int:
    """Give what tells whether what a card is decided by is what was put there."""
    return zlib.crc32(facts, zlib.crc32(folded.encode()))


def read_card(row: StoredRow, head: BriefingHead) -> SearchedCard:
    """Read a card back.

    Raises:
        DamagedCardError: It is not what was put there.
    """
    _, section, id_, check, facts, title, body, document = row
    folded = joined_columns(title, body)
    if checksum(folded, facts) != check:
        raise DamagedCardError
    return SearchedCard(
        head=head,
        section=section,
        id=id_,
        folded=folded,
        load_texts=partial(unpack_texts, document, folded),
        load_facts=partial(facts_decoder.decode, facts),
    )


def _dictionary(folded: str) -> bytes:
    return folded.encode() or b" "
