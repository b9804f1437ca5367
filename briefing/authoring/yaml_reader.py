"""YAML as typed text with places: composed, never loaded.

Every scalar stays the string that was typed, so ``country: NO`` and ``2020-11-09`` mean what they
say. Anchors, aliases and tags are refused: a briefing has no use for them, and aliases can make a
small file unfold into an endless one.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import msgspec
import yaml

from briefing.authoring.files import SourceFile
from briefing.authoring.located import Located, joined
from briefing.authoring.problems import Place, Report, write_instead
from briefing.model.text import unsafe_characters

_DEEPEST: Final = 12


class _RefusedError(yaml.MarkedYAMLError):
    """YAML that is well formed, but that a briefing has no use for."""


class _TextLoader(yaml.SafeLoader):
    """Composes nodes, and refuses anchors, aliases, tags and deep nesting."""

    depth = 0

    def compose_node(self, parent: yaml.Node | None, index: object) -> yaml.Node | None:
        event = self.peek_event()  # type: ignore[no-untyped-call]  # the stubs leave it untyped
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise _RefusedError(
                None, None, "anchors and aliases (& and *) are not read here", event.start_mark
            )
        if getattr(event, "tag", None):
            raise _RefusedError(None, None, "tags (!) are not read here", event.start_mark)
        if self.depth >= _DEEPEST:
            raise _RefusedError(None, None, "this is nested too deeply", event.start_mark)
        self.depth += 1
        try:
            return super().compose_node(parent, index)  # type: ignore[arg-type]
        finally:
            self.depth -= 1


class Document(msgspec.Struct, frozen=True):
    """A YAML text inside a file.

    Attributes:
        path: The file.
        text: The YAML.
        first_line: Line of the file at which the YAML begins, counted from 1.
        report: Takes the problems.
    """

    path: str
    text: str
    first_line: int
    report: Report

    def place(self, node: yaml.Node) -> Place:
        """Where a node begins."""
        mark = node.start_mark
        return Place(self.path, self.first_line + mark.line, mark.column + 1)

    def start(self, node: yaml.Node) -> Place:
        """Where what a node says begins: in a quoted text, after the mark."""
        place = self.place(node)
        quoted = isinstance(node, yaml.ScalarNode) and node.style in ("'", '"')
        return place._replace(column=place.column + 1) if quoted else place

    def scalar(self, node: yaml.ScalarNode) -> Located:
        """The text of a scalar, on one line, with the places of its characters."""
        place = self.place(node)
        raw = self.text[node.start_mark.index : node.end_mark.index]
        lines = raw.split("\n")
        if node.style in ("'", '"'):
            lines[-1] = lines[-1][:-1]
            lines[0] = lines[0][1:]
            start = place.column + 1
        else:
            start = place.column
        numbered = [(line, place.line + i, 1 if i else start) for i, line in enumerate(lines)]
        if node.style in ("|", ">"):
            numbered = numbered[1:] or numbered
        located = joined(self.path, numbered).resolved(" ".join(node.value.split()))
        for _, code_point in unsafe_characters(node.value):
            self.report.error(
                place,
                "control-character",
                f"This is an escape for the character {code_point}, which is not allowed: it could"
                " control the terminal.",
                "Delete it.",
            )
        return located


class Fields:
    """A mapping of known fields; takes them by name and reports what does not belong.

    Args:
        document: The YAML that the mapping stands in.
        node: The mapping.
        known: Names that it may have; None where names are free.
    """

    def __init__(
        self, document: Document, node: yaml.MappingNode, known: Sequence[str] | None
    ) -> None:
        self.document = document
        self.place = document.place(node)
        self._nodes: dict[str, tuple[Located, yaml.Node]] = {}
        for key, value in node.value:
            self._take(key, value, known)

    def _take(self, key: yaml.Node, value: yaml.Node, known: Sequence[str] | None) -> None:
        report = self.document.report
        if not isinstance(key, yaml.ScalarNode):
            report.error(
                self.document.place(key), "bad-field", "A field's name must be text.", "Write one."
            )
            return
        name = self.document.scalar(key)
        if known is not None and name.text not in known:
            report.error(
                name.at(),
                "unknown-field",
                f"There is no field “{name.text}” here.",
                write_instead(name.text, known),
            )
        elif name.text in self._nodes:
            first = self._nodes[name.text][0].at().line
            report.error(
                name.at(),
                "duplicate-field",
                f"“{name.text}” is given twice, first in line {first}.",
                "Keep one of the two.",
            )
        else:
            self._nodes[name.text] = (name, value)

    def __contains__(self, name: str) -> bool:
        return name in self._nodes

    def names(self) -> list[Located]:
        """The names of all fields, in the order written."""
        return [name for name, _ in self._nodes.values()]

    def field_place(self, name: str) -> Place:
        """Where a field's value stands; the mapping's own place where there is no such field."""
        return self.document.place(self._nodes[name][1]) if name in self else self.place

    def places(self) -> dict[str, Place]:
        """Where what each field says begins."""
        return {name: self.document.start(value) for name, (_, value) in self._nodes.items()}

    def text(self, name: str) -> Located | None:
        """Take a field that is a text; None where it is not given or is no text."""
        if name not in self:
            return None
        return self._as_text(self._nodes[name][1], f"“{name}”")

    def required(self, name: str) -> Located | None:
        """Take a field that is a text and must be given."""
        self.require(name)
        return self.text(name)

    def require(self, *names: str) -> None:
        """Report those of some fields that are not given."""
        for name in names:
            if name not in self:
                self.document.report.error(
                    self.place,
                    "missing-field",
                    f"The field “{name}” is missing.",
                    f"Add “{name}: …”.",
                )

    def texts(self, name: str) -> list[Located]:
        """Take a field that is a list of texts, or one text."""
        if name not in self:
            return []
        found = (self._as_text(node, f"each of “{name}”") for node in self._items(name))
        return [text for text in found if text is not None]

    def fields(self, name: str, known: Sequence[str]) -> Fields | None:
        """Take a field that is itself a mapping."""
        return self._as_fields(self._nodes[name][1], f"“{name}”", known) if name in self else None

    def each_fields(self, name: str, known: Sequence[str]) -> list[Fields]:
        """Take a field that is a list of mappings."""
        if name not in self:
            return []
        found = (self._as_fields(node, f"each of “{name}”", known) for node in self._items(name))
        return [fields for fields in found if fields is not None]

    def each(self, name: str, known: Sequence[str]) -> list[Located | Fields]:
        """Take a field that is a list of texts and mappings."""
        found: list[Located | Fields | None] = []
        for node in self._items(name) if name in self else []:
            if isinstance(node, yaml.MappingNode):
                found.append(Fields(self.document, node, known))
            else:
                found.append(self._as_text(node, f"each of “{name}”"))
        return [item for item in found if item is not None]

    def _items(self, name: str) -> list[yaml.Node]:
        node = self._nodes[name][1]
        return list(node.value) if isinstance(node, yaml.SequenceNode) else [node]

    def _as_text(self, node: yaml.Node, what: str) -> Located | None:
        if not isinstance(node, yaml.ScalarNode):
            self._wrong(node, f"{_sentence(what)} must be a single text.", "Write one text here.")
            return None
        text = self.document.scalar(node)
        if not text.text:
            self.document.report.error(
                text.at(), "empty-field", f"{_sentence(what)} is empty.", "Fill it or leave it out."
            )
            return None
        return text

    def _as_fields(self, node: yaml.Node, what: str, known: Sequence[str]) -> Fields | None:
        if isinstance(node, yaml.MappingNode):
            return Fields(self.document, node, known)
        self._wrong(
            node, f"{_sentence(what)} must be a set of fields.", f"Write “{known[0]}: …” and so on."
        )
        return None

    def _wrong(self, node: yaml.Node, message: str, fix: str) -> None:
        self.document.report.error(self.document.place(node), "wrong-shape", message, fix)


def read_fields(
    file: SourceFile, text: str, first_line: int, known: Sequence[str] | None, report: Report
) -> Fields | None:
    """Read a YAML mapping.

    Args:
        file: The file that the YAML stands in.
        text: The YAML.
        first_line: Line of the file at which it begins, counted from 1.
        known: Names that the mapping may have; None where names are free.
        report: Takes the problems.

    Returns:
        The mapping; None where the text is not YAML or no mapping.
    """
    document = Document(file.path, text, first_line, report)
    start = Place(file.path, first_line)
    try:
        node = yaml.compose(text, Loader=_TextLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = start if mark is None else Place(file.path, first_line + mark.line, mark.column + 1)
        report.error(
            place,
            "bad-yaml",
            f"This YAML cannot be read: {error.problem or error.context}.",
            "Remove it, or put the value between quotes."
            if isinstance(error, _RefusedError)
            else "Correct it; put a value with “: ”, “#” or quotation marks between quotes.",
        )
        return None
    except (yaml.YAMLError, ValueError):
        message = "This is an escape or a character that YAML does not allow."
        report.error(start, "bad-yaml", message, "Delete it.")
        return None
    if isinstance(node, yaml.MappingNode):
        return Fields(document, node, known)
    report.error(start, "bad-yaml", "There are no fields here.", "Write “name: value” lines.")
    return None


def _sentence(text: str) -> str:
    return text[0].upper() + text[1:]
