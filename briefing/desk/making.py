"""Putting what was found in a source into the text of a card: citations, blocks, entries.

All of it is about text as typed: only what is put in changes, and a card with mistakes elsewhere
can be written in, too. Offsets count characters from 0.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

import yaml

from briefing.authoring.citations import QUOTED
from briefing.authoring.claims import Block, parse_suffix, read_blocks
from briefing.authoring.fields import MarkdownFile, split_front_matter
from briefing.authoring.folder import SourceFile
from briefing.authoring.problems import Location, Report
from briefing.desk.typed import as_yaml
from briefing.evidence.texts import Passage
from briefing.model.errors import BriefingError

_CITATIONS: Final = re.compile(rf"\s*\[(?:{QUOTED}|[^\[\]])*\]")
_CITE: Final = "cite"
_WIDTH: Final = 100
"""Characters of a line of fields, from which on each field has a line of its own."""


class NoPlaceError(BriefingError):
    """What was found cannot be put where the cursor is; the sentence says where it can."""


class Typed(NamedTuple):
    """The text of a card, and where its cursor is."""

    text: str
    cursor: int


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
    """Cite a passage by its paragraph and, unless that is all of it, by its ends.

    Raises:
        NoPlaceError: It has too few words to be found again.
    """
    text, number = passage.text, passage.paragraph
    whole = text.paragraph(number)
    place = None if whole == passage else text.cited_by_ends(passage)
    if place is None and whole == passage:
        place = text.cited(number)
    if place is None:
        raise NoPlaceError("That is too short to be found again; mark more of the text.")
    return Citation(source, place)


# -- values and entries ----------------------------------------------------------------------------


def flow(values: Sequence[str]) -> str:
    return f"[{', '.join(map(as_yaml, values))}]"


def entry(fields: Mapping[str, str | Sequence[str]]) -> str:
    """Type an entry of a list: on one line where there is room, else a field a line.

    Fields without a value are left out.
    """
    typed = _typed(fields)
    line = f"{{{', '.join(typed)}}}"
    return line if len(line) <= _WIDTH else "\n".join(typed)


def _typed(fields: Mapping[str, str | Sequence[str]]) -> list[str]:
    return [
        f"{name}: {as_yaml(value) if isinstance(value, str) else flow(value)}"
        for name, value in fields.items()
        if value
    ]


def quotation(words: str, citations: Sequence[Citation], attributes: Mapping[str, str]) -> str:
    """Type a quotation as a block of its own."""
    typed = " ".join(f"{name}={value}" for name, value in attributes.items() if value)
    cited = _brackets(citations)
    return f"> {words} {cited}{f' {{{typed}}}' if typed else ''}"


def sentence(citations: Sequence[Citation]) -> str:
    """Type a block that has its citations, and waits for the words before them."""
    return f" {_brackets(citations)}"


def new_card(fields: Mapping[str, str | Sequence[str]], body: str) -> str:
    """Type a card of some fields; those without a value are left out."""
    end = f"{body.rstrip()}\n" if body else ""
    return f"---\n{as_fields(fields)}---\n{end}"


def as_fields(fields: Mapping[str, str | Sequence[str]], indent: str = "") -> str:
    """Type fields, each on a line of its own; those without a value are left out."""
    return "".join(f"{indent}{line}\n" for line in _typed(fields))


def _brackets(citations: Sequence[Citation]) -> str:
    return f"[{'; '.join(one.in_markdown for one in citations)}]"


# -- into the text ---------------------------------------------------------------------------------


def cite(text: str, cursor: int, citations: Sequence[Citation]) -> Typed:
    """Put citations where the cursor is: behind those of its block or entry, or into a new block.

    Raises:
        NoPlaceError: The cursor is in fields that cite nothing.
    """
    page = _page(text)
    if cursor < _body_start(text, page):
        return _cite_in_fields(text, cursor, page, citations)
    block = _block_at(text, cursor, page)
    if block is None:
        return add_block(text, cursor, sentence(citations))
    end = _offset(text, block.text.at(len(block.text.text)))
    suffix = parse_suffix(block.text, Report())
    behind = _offset(text, suffix.text.at(len(suffix.text.text)))
    known = _CITATIONS.match(text, behind, end) if suffix.citations else None
    if known is None:
        typed = f" {_brackets(citations)}"
        return Typed(text[:behind] + typed + text[behind:], behind + len(typed))
    typed = "".join(f"; {one.in_markdown}" for one in citations)
    at = known.end() - 1
    return Typed(text[:at] + typed + text[at:], at + len(typed) + 1)


def add_block(text: str, cursor: int, block: str) -> Typed:
    """Put a block behind the one that the cursor is in, or where it is between blocks.

    From within the fields it goes to the end of the card. The cursor stands before the block's
    first blank, where its words are missing, else behind the block.
    """
    page = _page(text)
    body = _body_start(text, page)
    at = len(text) if cursor < body else cursor
    here = _block_at(text, at, page)
    if here is not None:
        at = _line_end(text, _offset(text, here.text.at(len(here.text.text))))
    before, after = text[:at].rstrip("\n "), text[at:].lstrip("\n")
    is_first = len(before) < body
    gap = "\n" if is_first else "\n\n"
    start = len(before) + len(gap)
    made = f"{before}{gap}{block}\n" + (f"\n{after}" if after.strip() else "")
    return Typed(made, start if block.startswith(" ") else start + len(block))


def add_entry(text: str, field: str, typed: str) -> Typed:
    """Put an entry at the end of a list in a card's fields, which is made where there is none."""
    page = _page(text)
    start = text.index("\n") + 1
    listed = next((value for name, value in _fields(page, top=True) if name.value == field), None)
    if listed is None:
        at = start + len(page.front_matter) + (1 if page.front_matter else 0)
        return _put(text, at, f"{field}:\n{_dashed(typed, '  ')}\n")
    if not isinstance(listed, yaml.SequenceNode):
        raise NoPlaceError(f"“{field}” has to be a list before an entry can be added to it.")
    end = start + listed.end_mark.index
    if listed.flow_style:
        at = text.rindex("]", start, end)
        one_line = typed if "\n" not in typed else f"{{{', '.join(typed.splitlines())}}}"
        return _put(text, at, f"{', ' if listed.value else ''}{one_line}")
    last = listed.value[-1]
    at = _line_end(text, start + _trimmed_end(page.front_matter, last)) + 1
    indent = " " * listed.start_mark.column
    return _put(text, at, f"{_dashed(typed, indent)}\n")


def _put(text: str, at: int, typed: str) -> Typed:
    return Typed(text[:at] + typed + text[at:], at + len(typed.rstrip("\n")))


def _dashed(typed: str, indent: str) -> str:
    first, *others = typed.splitlines()
    return "\n".join([f"{indent}- {first}", *(f"{indent}  {line}" for line in others)])


def _trimmed_end(front_matter: str, node: yaml.Node) -> int:
    """Where a node ends; a block's mark stands behind the blank lines and comments after it."""
    return node.start_mark.index + len(
        front_matter[node.start_mark.index : node.end_mark.index].rstrip()
    )


def _cite_in_fields(
    text: str, cursor: int, page: MarkdownFile, citations: Sequence[Citation]
) -> Typed:
    """Put citations into the innermost entry that the cursor is in."""
    start = text.index("\n") + 1
    entry_ = _entry_at(page, cursor - start)
    if entry_ is None:
        raise NoPlaceError("Nothing is cited here: put the cursor into a sentence or an entry.")
    typed = "; ".join(one.in_fields for one in citations)
    known = next((value for name, value in entry_.value if name.value == _CITE), None)
    if isinstance(known, yaml.ScalarNode):
        value = json.dumps(f"{known.value}; {typed}", ensure_ascii=False)
        first, last = start + known.start_mark.index, start + known.end_mark.index
        return Typed(text[:first] + value + text[last:], first + len(value))
    value = f"{_CITE}: {json.dumps(typed, ensure_ascii=False)}"
    if entry_.flow_style:
        at = text.rindex("}", start, start + entry_.end_mark.index)
        return _put(text, at, f", {value}")
    at = _line_end(text, start + _trimmed_end(page.front_matter, entry_))
    return _put(text, at, f"\n{' ' * entry_.start_mark.column}{value}")


def _entry_at(page: MarkdownFile, offset: int) -> yaml.MappingNode | None:
    """The innermost mapping around an offset, but for that of all fields."""
    found = None
    for _, value in _fields(page):
        entries = value.value if isinstance(value, yaml.SequenceNode) else [value]
        for one in entries:
            if isinstance(one, yaml.MappingNode):
                begins = one.start_mark.index
                if not one.flow_style:
                    begins = page.front_matter.rfind("\n", 0, begins) + 1
                if begins <= offset <= _trimmed_end(page.front_matter, one) + 1:
                    found = one
    return found


def _fields(
    page: MarkdownFile, *, top: bool = False
) -> Iterator[tuple[yaml.ScalarNode, yaml.Node]]:
    """The names and values of the fields, and of what is in them; of the card alone with `top`."""
    try:
        root = yaml.compose(page.front_matter, Loader=yaml.SafeLoader)
    except (yaml.YAMLError, ValueError) as error:
        raise NoPlaceError("The fields of the card cannot be read; correct them first.") from error
    waiting = [root] if root is not None else []
    while waiting:
        node = waiting.pop(0)
        if isinstance(node, yaml.SequenceNode):
            waiting += node.value
        elif isinstance(node, yaml.MappingNode):
            for name, value in node.value:
                yield name, value
                waiting += [] if top else [value]


def _page(text: str) -> MarkdownFile:
    page = split_front_matter(SourceFile("", text), Report())
    if page is None:
        raise NoPlaceError("The card does not begin with its fields between two “---”.")
    return page


def _body_start(text: str, page: MarkdownFile) -> int:
    """Where the text behind the fields begins."""
    return _offset(text, Location("", page.body_line, 1))


def _block_at(text: str, cursor: int, page: MarkdownFile) -> Block | None:
    """The block on one of whose lines the cursor is."""
    for block in read_blocks(page, Report()):
        first = block.text.at().line
        last = block.text.at(len(block.text.text)).line
        if first <= text.count("\n", 0, cursor) + 1 <= last:
            return block
    return None


def _offset(text: str, location: Location) -> int:
    at = 0
    for _ in range(location.line - 1):
        at = text.find("\n", at) + 1
        if not at:
            return len(text)
    return min(at + location.column - 1, len(text))


def _line_end(text: str, offset: int) -> int:
    end = text.find("\n", offset)
    return len(text) if end < 0 else end
