"""JSON Schemas (draft 2020-12) of what the program prints.

The files in ``schemas/`` are the contract with those who read our JSON. They are made from
`briefing.plain.shapes`, `briefing.plain.sourcing_shapes` and `briefing.export.json`, and committed,
so that a change of shape shows in a review::

    python -m briefing.plain.contract
"""

from __future__ import annotations

import inspect
import json
from pathlib import Path
from typing import Any, Final

import msgspec

from briefing.export.json import Exported
from briefing.model.record import Record
from briefing.plain.shapes import (
    BriefingList,
    CheckResult,
    FigureList,
    KeyList,
    SearchResult,
)
from briefing.plain.sourcing_shapes import BlastRadius, EvidenceList, HealthReport

SHAPES: Final[dict[str, type[Record]]] = {
    "list": BriefingList,
    "show": Exported,
    "search": SearchResult,
    "figures": FigureList,
    "check": CheckResult,
    "evidence": EvidenceList,
    "health": HealthReport,
    "without": BlastRadius,
    "keys": KeyList,
}
"""Shape of the JSON that each verb prints."""

FOLDER: Final = Path(__file__).parent / "schemas"
"""Where the schema files are, one for each verb."""


def schema(verb: str) -> dict[str, Any]:
    """Make the JSON Schema of what a verb prints.

    Args:
        verb: A key of `SHAPES`.

    Returns:
        A schema that stands on its own.
    """
    shape = SHAPES[verb]
    (root,), definitions = msgspec.json.schema_components([shape], ref_template="#/$defs/{name}")
    made = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"briefing {verb}",
        **root,
        "$defs": {name: _plain(part) for name, part in sorted(definitions.items())},
    }
    plain: dict[str, Any] = json.loads(json.dumps(made))  # msgspec leaves tuples in it
    return plain


def write_schemas() -> None:
    """Write all schema files anew."""
    for verb in SHAPES:
        text = json.dumps(schema(verb), indent=2, ensure_ascii=False)
        (FOLDER / f"{verb}.json").write_text(f"{text}\n", encoding="utf-8")


def _plain(definition: dict[str, Any]) -> dict[str, Any]:
    """Take the indentation of a docstring out of a description, and what OpenAPI alone knows."""
    definition = {key: value for key, value in definition.items() if key != "discriminator"}
    if "description" in definition:
        definition["description"] = inspect.cleandoc(definition["description"])
    return definition


if __name__ == "__main__":
    write_schemas()
