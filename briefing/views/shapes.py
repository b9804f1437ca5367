"""What the JSON that the program prints has in common, and the JSON Schemas of it.

The shape of each verb's JSON stands beside the verb. Fields of our own shapes are always there,
null where there is nothing to give. In what comes from a briefing (`briefing.model`), a field that
is not given is left out, or stands for its default.

The files in ``schemas/`` (JSON Schema, draft 2020-12) are the contract with those who read our
JSON. They are committed, so that a change of shape shows in a review, and made by::

    python -m briefing.views.shapes
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Final

import msgspec
from msgspec import Meta

from briefing.model.record import Record
from briefing.views.verb_table import VERBS
from briefing.views.verbs import load

NonNegative = Annotated[int, Meta(ge=0)]
Ordinal = Annotated[int, Meta(ge=1)]
RevisionNumber = Annotated[
    Ordinal | None, Meta(description="Null of a folder, which is not published.")
]

PERMANENT: Final = (
    "Permanent address, NAME/CARD#ITEM@REVISION; `briefing resolve` says what became of it. Null"
    " of what is in no card, and of a folder."
)

SHAPES: Final = {
    **{verb.name: verb.shape for verb in VERBS if verb.shape},
    "figures-history": "briefing.views.figure_history:FigureHistoryList",
    "keys": "briefing.views.shapes:KeyList",
    "ask": "briefing.views.asking:AskedClaim",
    "draft-with": "briefing.views.draft:SentParagraph",
}
"""Where the shape of the JSON that each verb prints is, and that of what programs are sent."""

FOLDER: Final = Path(__file__).parent / "schemas"
"""Where the schema files are, one for each verb."""


class Shape(Record, frozen=True, kw_only=True, omit_defaults=False):
    """Base of our own shapes: no field is left out."""


class ListedKey(Shape, frozen=True, kw_only=True):
    """One thing to do in the reader, and the keys that do it."""

    id: Annotated[str, Meta(description="Name to remap it by in the configuration.")]
    group: str
    keys: tuple[str, ...]
    label: str
    help: str


class KeyList(Shape, frozen=True, kw_only=True):
    """Printed by ``briefing keys --json``."""

    keys: tuple[ListedKey, ...]


def as_json(shape: Record) -> str:
    """Write a shape as JSON (RFC 8259): indented, UTF-8, one newline at the end."""
    return msgspec.json.format(msgspec.json.encode(shape), indent=2).decode() + "\n"


def schema(verb: str) -> dict[str, Any]:
    """Make the JSON Schema of what a verb prints; it stands on its own."""
    import json  # noqa: PLC0415 - only who makes schemas pays for it

    shape: type[Record] = load(SHAPES[verb])
    (root,), definitions = msgspec.json.schema_components([shape], ref_template="#/$defs/{name}")
    made = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"briefing {verb}",
        **root,
        "$defs": {name: _plain(part) for name, part in sorted(definitions.items())},
    }
    plain: dict[str, Any] = json.loads(json.dumps(made))  # msgspec leaves tuples in it
    return plain


def _plain(definition: dict[str, Any]) -> dict[str, Any]:
    """Take the indentation of a docstring out of a description, and what OpenAPI alone knows."""
    import inspect  # noqa: PLC0415 - only who makes schemas pays for it

    definition = {key: value for key, value in definition.items() if key != "discriminator"}
    if "description" in definition:
        definition["description"] = inspect.cleandoc(definition["description"])
    return definition


def write_schemas() -> None:
    import json  # noqa: PLC0415 - only who makes schemas pays for it

    for verb in SHAPES:
        text = json.dumps(schema(verb), indent=2, ensure_ascii=False)
        (FOLDER / f"{verb}.json").write_text(f"{text}\n", encoding="utf-8")


if __name__ == "__main__":
    write_schemas()
