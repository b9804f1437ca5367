"""The briefing that tests share has something in every field of the model."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator

import msgspec

import briefing.model
from briefing.model.record import Record
from tests.samples import ALL_FIELDS, published, worded


def structs(base: type[msgspec.Struct]) -> Iterator[type[msgspec.Struct]]:
    for struct in base.__subclasses__():
        if struct.__module__.startswith("briefing.model."):
            yield struct
        yield from structs(struct)


def filled(value: object) -> Iterator[str]:
    """The fields below a value that are not what they are by default, as ``Card.title``."""
    if isinstance(value, tuple):
        for one in value:
            yield from filled(one)
    elif isinstance(value, msgspec.Struct):
        for field in msgspec.structs.fields(value):
            content = getattr(value, field.name)
            if content not in (field.default, "", ()):
                yield from (f"{one.__name__}.{field.name}" for one in type(value).__mro__)
                yield from filled(content)


def test_every_field_of_every_struct_of_the_model_is_filled() -> None:
    for module in pkgutil.iter_modules(briefing.model.__path__, "briefing.model."):
        importlib.import_module(module.name)
    fields = {
        f"{struct.__name__}.{name}" for struct in structs(Record) for name in struct.__annotations__
    }
    assert fields - set(filled(published())) == set()


def test_every_free_text_can_be_worded_otherwise() -> None:
    upper = worded(ALL_FIELDS, str.upper)
    assert upper.title == "TWO TOWNS SHARE A DAM"
    assert upper.sections[0].cards[0].tags == ("WATER",)
    assert worded(upper, str.lower) == worded(ALL_FIELDS, str.lower)
    assert list(upper.figures) == list(ALL_FIELDS.figures)
