"""The base of every struct of the model, and fingerprints of them."""

from __future__ import annotations

import msgspec

from briefing.model.text import clean


class Record(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A frozen, keyword-only struct whose strings are safe to show in a terminal.

    Cleaning happens at construction and at decoding alike, so an object of the model cannot hold a
    control character, wherever it came from: a text file, TinyDB, or a test.
    """

    def __post_init__(self) -> None:
        for name in self.__struct_fields__:
            value = getattr(self, name)
            if type(value) is str:
                if value.isprintable():
                    continue  # as nearly all are; `clean` would say so too
                cleaned: object = clean(value)
            elif type(value) is tuple and value and type(value[0]) is str:
                cleaned = tuple(clean(item) for item in value)
            else:
                continue
            if cleaned != value:
                msgspec.structs.force_setattr(self, name, cleaned)


def sha256(data: bytes) -> str:
    """Fingerprint some bytes: 64 hexadecimal digits (FIPS 180-4)."""
    # Loading OpenSSL takes a third of Python's own start; most verbs compare no fingerprints.
    import hashlib  # noqa: PLC0415

    return hashlib.sha256(data).hexdigest()
