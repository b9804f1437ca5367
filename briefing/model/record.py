"""The base of every struct of the model."""

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
                cleaned: object = clean(value)
            elif type(value) is tuple and value and type(value[0]) is str:
                cleaned = tuple(clean(item) for item in value)
            else:
                continue
            if cleaned != value:
                msgspec.structs.force_setattr(self, name, cleaned)
