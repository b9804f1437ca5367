"""How values, entries, citations, quotations and cards are typed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

import yaml

from briefing.authoring.fields import compose
from briefing.desk.edits import EditRefusedError
from briefing.evidence.texts import Passage

Given = Mapping[str, str | Sequence[str] | None]
"""Fields with their values, of which those without any are not typed."""

_MARKUP: Final = re.compile(r"([\\`*_\[\]<>{}#&~|^!])")

_WIDTH: Final = 100
"""Characters of a line of fields, from which on each field has a line of its own."""


class Citation(NamedTuple):
    """A citation of one passage.

    Attributes:
        place: Paragraph and, unless all of it is meant, first and last words: ``¶4 “a … b”``.
    """

    source: str
    place: str

    @property
    def in_markdown(self) -> str:
        return f"@{self.source}, {self.place}"

    @property
    def in_fields(self) -> str:
        return f"{self.source} {self.place}"


def citation_of(passage: Passage, source: str) -> Citation:
    """Cite a passage, if it is too short with more of the text.

    Raises:
        EditRefusedError: The whole text is too short to be found again.
    """
    place = passage.text.cite(passage)
    if place is None:
        raise EditRefusedError("That is too short to be found again; mark more of the text.")
    return Citation(source, place)


def in_brackets(citations: Sequence[Citation]) -> str:
    return f"[{'; '.join(one.in_markdown for one in citations)}]"


def as_yaml(text: str) -> str:
    """Type a text so that YAML reads it as it is, in any place: plainly where that will do."""
    text = " ".join(text.split())
    doubled = text.replace("'", "''")
    for typed in (text, f'"{text}"', f"'{doubled}'"):
        if all(_value_in(around) == text for around in (f"a: {typed}", f"{{a: {typed}}}")):
            return typed
    raise EditRefusedError(f"“{text}” has characters that YAML does not allow.")


def _value_in(typed: str) -> str | None:
    """The text of the one field of a mapping; None where it cannot be read so."""
    try:
        node = compose(typed)
    except (yaml.YAMLError, ValueError):
        return None
    values = [value for _, value in node.value] if isinstance(node, yaml.MappingNode) else []
    return getattr(values[0], "value", None) if len(values) == 1 else None


def as_fields(fields: Given) -> list[str]:
    """Type fields, each on a line of its own."""
    return [f"{name}: {as_value(value)}" for name, value in fields.items() if value]


def as_value(value: str | Sequence[str]) -> str:
    """Type the value of a field: one, or a list of them."""
    return as_yaml(value) if isinstance(value, str) else f"[{', '.join(map(as_yaml, value))}]"


def entry(fields: Given) -> str:
    """Type an entry of a list: on one line where there is room, else a field a line."""
    typed = as_fields(fields)
    line = f"{{{', '.join(typed)}}}"
    return line if len(line) <= _WIDTH else "\n".join(typed)


def keyed(key: str, lines: Sequence[str]) -> str:
    """Type what has a key, its fields on lines of their own."""
    return "\n".join([f"{key}:", *(f"  {line}" for line in lines)])


def escaped(text: str) -> str:
    """Type words so that none of their characters is taken for Markdown."""
    return _MARKUP.sub(r"\\\1", text)


def quotation(words: str, citations: Sequence[Citation], attributes: Mapping[str, str]) -> str:
    """Type a quotation as a block of its own."""
    typed = " ".join(f"{name}={value}" for name, value in attributes.items() if value)
    return f"> {words} {in_brackets(citations)}{f' {{{typed}}}' if typed else ''}"


def sentence(citations: Sequence[Citation]) -> str:
    """Type a block that has its citations, and waits for the words before them."""
    return f" {in_brackets(citations)}"


def new_card(fields: Given, body: str, to_fill: Sequence[str] = ()) -> str:
    """Type a card; the fields `to_fill` are there without a value."""
    text = body.rstrip("\n")
    empty = [f"{name}:" for name in to_fill]
    return "\n".join(["---", *as_fields(fields), *empty, "---", *([text] if text else []), ""])
