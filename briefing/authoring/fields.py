"""The fields of a YAML mapping: composed, never loaded, and taken as values of the model.

Every scalar stays the string that was typed, so ``country: NO`` and ``2020-11-09`` mean what they
say. Anchors, aliases and tags are refused: a briefing has no use for them, and aliases can make a
small file unfold into an endless one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Container, Mapping, Sequence
from decimal import Decimal
from enum import StrEnum
from functools import partial
from itertools import chain, count
from typing import Any, Final, NamedTuple, TypeVar

import iso3166
import msgspec
import yaml

from briefing.authoring.folder import SourceFile
from briefing.authoring.problems import (
    IdKind,
    Located,
    Location,
    MistakeError,
    ParseContext,
    Report,
    Value,
    joined,
    write_instead,
)
from briefing.model.dates import DateError, EdtfDate, parse_date
from briefing.model.text import unsafe_characters, with_capital

Word = TypeVar("Word", bound=StrEnum)

_ID: Final = re.compile("[a-z0-9]+(?:-[a-z0-9]+)*")
_NUMBER: Final = re.compile(r"[-−]?[0-9]+(?:\.[0-9]+)?", re.ASCII)
_LONGEST_NUMBER: Final = 30
_BLOCS: Final = {"EU", "NATO", "UN", "OSCE", "CIS", "CSTO", "AU", "ASEAN"}
_EVERYDAY: Final = {"UK": "GB", "EL": "GR"}
_FENCE: Final = "---"
_DEEPEST: Final = 12


class MarkdownFile(NamedTuple):
    """A file in two parts; its front matter begins in line 2."""

    path: str
    front_matter: str
    body: str
    body_line: int


def split_front_matter(file: SourceFile, report: Report) -> MarkdownFile | None:
    lines = file.text.split("\n")
    fences = [number for number, line in enumerate(lines) if line.rstrip() == _FENCE][:2]
    if len(fences) == 2 and fences[0] == 0:
        end = fences[1]
        front_matter, body = "\n".join(lines[1:end]), "\n".join(lines[end + 1 :])
        return MarkdownFile(file.path, front_matter, body, end + 2)
    if fences == [0]:
        message = "The front matter that begins here is never closed."
        fix = "Write “---” in a line of its own after the last field."
    else:
        message = "The file does not begin with front matter."
        fix = "Begin it with “---”, the fields, and “---” again."
    report.error(Location(file.path), "missing-front-matter", message, fix)
    return None


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
    """A YAML text inside a file, from its line `first_line` on, counted from 1."""

    path: str
    text: str
    first_line: int
    report: Report

    def location(self, node: yaml.Node) -> Location:
        mark = node.start_mark
        return Location(self.path, self.first_line + mark.line, mark.column + 1)

    def start(self, node: yaml.Node) -> Location:
        """Where what a node says begins: in a quoted text, after the mark."""
        location = self.location(node)
        quoted = isinstance(node, yaml.ScalarNode) and node.style in ("'", '"')
        return location._replace(column=location.column + 1) if quoted else location

    def scalar(self, node: yaml.ScalarNode) -> Located:
        """The text of a scalar, on one line, with the locations of its characters."""
        location = self.location(node)
        raw = self.text[node.start_mark.index : node.end_mark.index]
        lines = raw.split("\n")
        if node.style in ("'", '"'):
            lines[-1] = lines[-1][:-1]
            lines[0] = lines[0][1:]
            start = location.column + 1
        else:
            start = location.column
        numbered = [(line, location.line + i, 1 if i else start) for i, line in enumerate(lines)]
        if node.style in ("|", ">"):
            numbered = numbered[1:] or numbered
        located = joined(self.path, numbered).resolved(" ".join(node.value.split()))
        for _, code_point in unsafe_characters(node.value):
            self.report.error(
                location,
                "control-character",
                f"This is an escape for the character {code_point}, which is not allowed: it could"
                " control the terminal.",
                "Delete it.",
            )
        return located


class Fields:
    """A mapping, of which fields are taken by name; one that is not known is reported.

    Where `known` is None names are free.
    """

    def __init__(
        self, document: Document, node: yaml.MappingNode, known: Sequence[str] | None
    ) -> None:
        self.document = document
        self.location = document.location(node)
        self._nodes: dict[str, tuple[Located, yaml.Node]] = {}
        for key, value in node.value:
            self._take(key, value, known)

    def _take(self, key: yaml.Node, value: yaml.Node, known: Sequence[str] | None) -> None:
        report = self.document.report
        if not isinstance(key, yaml.ScalarNode):
            location = self.document.location(key)
            report.error(location, "bad-field", "A field's name must be text.", "Write one.")
            return
        name = self.document.scalar(key)
        if known is not None and name.text not in known:
            message = f"There is no field “{name.text}” here."
            report.error(name.at(), "unknown-field", message, write_instead(name.text, known))
        elif name.text in self._nodes:
            first = self._nodes[name.text][0].at().line
            message = f"“{name.text}” is given twice, first in line {first}."
            report.error(name.at(), "duplicate-field", message, "Keep one of the two.")
        else:
            self._nodes[name.text] = (name, value)

    def __contains__(self, name: str) -> bool:
        return name in self._nodes

    def names(self) -> list[Located]:
        return [name for name, _ in self._nodes.values()]

    def field_location(self, name: str) -> Location:
        """Where a field's value stands; the mapping's own location where there is no such field."""
        return self.document.location(self._nodes[name][1]) if name in self else self.location

    def locations(self) -> dict[str, Location]:
        """Where what each field says begins."""
        return {name: self.document.start(value) for name, (_, value) in self._nodes.items()}

    def text(self, name: str) -> Located | None:
        """Take a field that is a text; None where it is not given or is no text."""
        if name not in self:
            return None
        return self._as_text(self._nodes[name][1], f"“{name}”")

    def string(self, name: str) -> str | None:
        text = self.text(name)
        return None if text is None else text.text

    def take(self, name: str, convert: Callable[[Located], Value]) -> Value | None:
        """Take a field as a value; None where it is not given or wrong."""
        return self.document.report.value(self.text(name), convert)

    def word(self, name: str, words: type[Word]) -> Word | None:
        return self.take(name, partial(to_word, words))

    def require(self, *names: str) -> None:
        """Report those of some fields that are not given."""
        for name in names:
            if name not in self:
                message = f"The field “{name}” is missing."
                fix = f"Add “{name}: …”."
                self.document.report.error(self.location, "missing-field", message, fix)

    def texts(self, name: str) -> list[Located]:
        """Take a field that is a list of texts, or one text."""
        found = (self._as_text(node, f"each of “{name}”") for node in self._items(name))
        return [text for text in found if text is not None]

    def fields(self, name: str, known: Sequence[str]) -> Fields | None:
        return self._as_fields(self._nodes[name][1], f"“{name}”", known) if name in self else None

    def each_fields(self, name: str, known: Sequence[str]) -> list[Fields]:
        found = (self._as_fields(node, f"each of “{name}”", known) for node in self._items(name))
        return [fields for fields in found if fields is not None]

    def each(self, name: str, known: Sequence[str]) -> list[Located | Fields]:
        """Take a field that is a list of texts and mappings."""
        found: list[Located | Fields | None] = []
        for node in self._items(name):
            if isinstance(node, yaml.MappingNode):
                found.append(Fields(self.document, node, known))
            else:
                found.append(self._as_text(node, f"each of “{name}”"))
        return [item for item in found if item is not None]

    def _items(self, name: str) -> list[yaml.Node]:
        if name not in self:
            return []
        node = self._nodes[name][1]
        return list(node.value) if isinstance(node, yaml.SequenceNode) else [node]

    def _as_text(self, node: yaml.Node, what: str) -> Located | None:
        if not isinstance(node, yaml.ScalarNode):
            self._wrong(node, f"{what} must be a single text.", "Write one text here.")
            return None
        text = self.document.scalar(node)
        if not text.text:
            message = with_capital(f"{what} is empty.")
            fix = "Fill it or leave it out."
            self.document.report.error(text.at(), "empty-field", message, fix)
            return None
        return text

    def _as_fields(self, node: yaml.Node, what: str, known: Sequence[str]) -> Fields | None:
        if isinstance(node, yaml.MappingNode):
            return Fields(self.document, node, known)
        fix = f"Write “{known[0]}: …” and so on."
        self._wrong(node, f"{what} must be a set of fields.", fix)
        return None

    def _wrong(self, node: yaml.Node, message: str, fix: str) -> None:
        location = self.document.location(node)
        self.document.report.error(location, "wrong-shape", with_capital(message), fix)


def compose(text: str) -> yaml.Node | None:
    """Take a text as YAML, which has marks of where each node stands; every scalar is a string.

    Raises:
        yaml.YAMLError: It is none, or has what a briefing has no use for.
        ValueError: It has an escape for a character that there is not.
    """
    node: yaml.Node | None = yaml.compose(text, Loader=_TextLoader)
    return node


def read_fields(
    path: str, text: str, first_line: int, known: Sequence[str] | None, report: Report
) -> Fields | None:
    """Read a YAML mapping that begins in a line; None where the text is not YAML or no mapping.

    Where `known` is None names are free.
    """
    document = Document(path, text, first_line, report)
    start = Location(path, first_line)
    try:
        node = compose(text)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        location = (
            start if mark is None else Location(path, first_line + mark.line, mark.column + 1)
        )
        message = f"This YAML cannot be read: {error.problem or error.context}."
        fix = "Correct it; put a value with “: ”, “#” or quotation marks between quotes."
        if isinstance(error, _RefusedError):
            fix = "Remove it, or put the value between quotes."
        report.error(location, "bad-yaml", message, fix)
        return None
    except (yaml.YAMLError, ValueError):
        message = "This is an escape or a character that YAML does not allow."
        report.error(start, "bad-yaml", message, "Delete it.")
        return None
    if isinstance(node, yaml.MappingNode):
        return Fields(document, node, known)
    report.error(start, "bad-yaml", "There are no fields here.", "Write “name: value” lines.")
    return None


Take = Callable[[Fields, str, ParseContext], object]
"""Takes the field of a name as what the model holds; None where it is not given or wrong."""

_IN_THE_MODEL: Final = {
    "container-title": "outlet",
    "author": "authors",
    "issued": "published",
    "accessed": "retrieved",
    "URL": "url",
}
"""What the model calls fields that have another name there."""


def take_all(
    fields: Fields, table: Mapping[str, Take], context: ParseContext, *needed: str
) -> dict[str, Any] | None:
    """Take the fields of a table as values by their names in the model.

    Those without a value are left out; None where one of those needed is, which is a problem.
    """
    fields.require(*needed)
    taken = {name: take(fields, name, context) for name, take in table.items()}
    if any(taken[name] is None for name in needed):
        return None
    return {
        _IN_THE_MODEL.get(name, name.replace("-", "_")): value
        for name, value in taken.items()
        if value is not None
    }


def as_string(fields: Fields, name: str, _: ParseContext) -> str | None:
    return fields.string(name)


def as_strings(fields: Fields, name: str, _: ParseContext) -> tuple[str, ...]:
    return tuple(text.text for text in fields.texts(name))


def as_actor(fields: Fields, name: str, context: ParseContext) -> str | None:
    return fields.take(name, context.to_actor)


def as_value(convert: Callable[[Located], object]) -> Take:
    return lambda fields, name, _: fields.take(name, convert)


def as_word(words: type[StrEnum]) -> Take:
    return lambda fields, name, _: fields.word(name, words)


def as_names(kind: IdKind) -> Take:
    return lambda fields, name, context: tuple(
        context.ledger.name(kind, one) for one in fields.texts(name)
    )


def slug(text: str) -> str:
    """Make an id of a text; empty where it has no Latin letters or digits."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii")
    return "-".join(re.findall("[a-z0-9]+", plain.lower().replace("'", "")))


def free_id(wanted: str, taken: Container[str]) -> str:
    """An id that nothing has: the one wanted, or that with the first number that is free."""
    numbered = (f"{wanted}-{number}" for number in count(2))
    return next(one for one in chain([wanted], numbered) if one not in taken)


def is_id(text: str) -> bool:
    """Whether a text is lower-case letters, digits and single hyphens between them."""
    return _ID.fullmatch(text) is not None


def to_id(text: Located) -> str:
    if is_id(text.text):
        return text.text
    proposal = slug(text.text)
    message = f"“{text.text}” is not an id: ids are lower-case letters, digits and hyphens."
    fix = f"Write “{proposal}”." if proposal else "Write one in Latin letters."
    raise MistakeError(text.at(), "bad-id", message, fix)


def to_word(words: type[Word], text: Located) -> Word:
    if text.text in set(words):
        return words(text.text)
    message = f"“{text.text}” is not one of the words known here."
    fix = write_instead(text.text, words)
    raise MistakeError(text.at(), "unknown-value", message, fix)


def matching(
    pattern: str, make: Callable[[str], Value], code: str, message: str, fix: str
) -> Callable[[Located], Value]:
    """Make what takes a text of some form; in the message ``{}`` stands for another text."""
    form = re.compile(pattern)

    def convert(text: Located) -> Value:
        if form.fullmatch(text.text):
            return make(text.text)
        raise MistakeError(text.at(), code, message.format(text.text), fix)

    return convert


to_truth: Final = matching(
    "yes|no",
    lambda word: word == "yes",
    "unknown-value",
    "“{}” is neither yes nor no.",
    "Write “yes” or “no”.",
)


def to_date(text: Located) -> EdtfDate:
    try:
        return parse_date(text.text)
    except DateError as error:
        wrong, _, fix = str(error).partition("; ")
        message = f"{wrong.removesuffix('.')}."
        fix = with_capital(fix) if fix else "Write a date such as 2023-12-13."
        raise MistakeError(text.at(), "impossible-date", message, fix) from error


def to_number(text: Located) -> Decimal:
    """Take a decimal number without separators of thousands."""
    if _NUMBER.fullmatch(text.text) and len(text.text) <= _LONGEST_NUMBER:
        return Decimal(text.text.replace("−", "-"))
    bare = re.sub(r"(?<=\d)[,\s_’'](?=\d{3})", "", text.text)
    if _NUMBER.fullmatch(bare) and len(bare) <= _LONGEST_NUMBER:
        fix = f"Write “{bare}”."
    else:
        fix = "Write digits only, and the rest in unit, qualifier or note."
    raise MistakeError(text.at(), "not-a-number", f"“{text.text}” is not a number.", fix)


to_count: Final = matching(
    "[1-9][0-9]{0,5}",
    int,
    "not-a-number",
    "“{}” is not a whole number of at least one.",
    "Write digits only, for example 12.",
)

to_signatures: Final = matching(
    "[0-9]",
    int,
    "not-a-number",
    "“{}” is not a number of people from 0 to 9.",
    "Write one digit, for example 2.",
)

to_language: Final = matching(
    "[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*",
    str,
    "bad-language",
    "“{}” is not a language tag.",
    "Write a BCP 47 tag such as en, hy or az-Latn.",
)
"""Takes a BCP 47 tag, of which only the shape is checked."""


def to_country(text: Located) -> str:
    """Take an ISO 3166-1 alpha-2 code."""
    code = text.text
    if code in iso3166.countries_by_alpha2:
        return code
    message = f"“{code}” is not an ISO 3166-1 alpha-2 country code."
    fix = _country_fix(code.upper())
    raise MistakeError(text.at(), "unknown-country", message, fix)


def _country_fix(code: str) -> str:
    if code in _BLOCS:
        return f"{code} is not a country: make the actor a “bloc” or “organisation”; remove this."
    known = (
        iso3166.countries_by_alpha2.get(_EVERYDAY.get(code, code))
        or iso3166.countries_by_alpha3.get(code)
        or iso3166.countries_by_name.get(code)
        or iso3166.countries_by_apolitical_name.get(code)
    )
    if known is not None:
        return f"Write “{known.alpha2}”."
    return "Write its two capital letters, for example CH."
