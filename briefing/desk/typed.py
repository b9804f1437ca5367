"""A file as it was typed, and what takes the place of what in it: every other byte stays."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import pairwise
from typing import Final, NamedTuple

import yaml

from briefing.authoring.claims import Block, read_blocks
from briefing.authoring.fields import MarkdownFile, compose, split_front_matter
from briefing.authoring.folder import as_source_file
from briefing.authoring.problems import Located, Location, Report
from briefing.desk.edits import EditRefusedError

_LINE_END: Final = re.compile(r"\r\n|\r|\n")


class Splice(NamedTuple):
    """Characters of a file that others take the place of; offsets are those of the file.

    Attributes:
        rank: Of what is put in at one place, the lower comes first.
    """

    start: int
    end: int
    text: str
    rank: int = 0


class Pair(NamedTuple):
    """A field of a YAML mapping."""

    key: yaml.Node
    value: yaml.Node


class Typed:
    """One file of a folder, with what is to be changed in it.

    Offsets are in characters of its text as it stands, line ends and byte-order mark included.
    """

    def __init__(self, path: str, data: bytes) -> None:
        self.path = path
        file = as_source_file(data, path, Report())
        if file is None:
            raise EditRefusedError(f"“{path}” is no text in UTF-8. `briefing check` says where.")
        self.text = data.decode("utf-8")
        ends = list(_LINE_END.finditer(self.text))
        self.eol = ends[0][0] if ends else "\n"
        self._starts = [int(self.text.startswith("\ufeff")), *(end.end() for end in ends)]
        self._file = file
        self._splices: dict[Splice, None] = {}

    # -- where things stand

    def offset(self, location: Location) -> int:
        return self._starts[location.line - 1] + location.column - 1

    def line_start(self, offset: int) -> int:
        return max(start for start in self._starts if start <= offset)

    def line_end(self, offset: int) -> int:
        """Where the next line begins; at the end of the file, its length."""
        return next((start for start in self._starts if start > offset), len(self.text))

    @cached_property
    def _page(self) -> MarkdownFile:
        """The file in two parts; one in YAML has no second, and begins in line 1."""
        if not self.path.endswith(".md"):
            return MarkdownFile(self.path, self._file.text, "", len(self._starts) + 1)
        page = split_front_matter(self._file, Report())
        if page is None:
            raise self._unread()
        return page

    @cached_property
    def fields(self) -> yaml.MappingNode:
        """The fields on top, which may be none."""
        try:
            node = compose(self._page.front_matter)
        except (yaml.YAMLError, ValueError) as error:
            raise self._unread() from error
        if node is None:
            start = yaml.Mark("", 0, 0, 0, None, 0)
            return yaml.MappingNode("", [], start, start)
        if not isinstance(node, yaml.MappingNode):
            raise self._unread()
        return node

    @property
    def body(self) -> int:
        """Where the Markdown begins, after the front matter."""
        return (*self._starts, len(self.text))[self._page.body_line - 1]

    @property
    def blocks(self) -> Sequence[Block]:
        """The blocks of the Markdown."""
        return read_blocks(self._page, Report())

    def within(self, span: Located) -> tuple[int, int]:
        """Where a text that was read in the file begins and ends."""
        return self.offset(span.at()), self.offset(span.at(len(span.text)))

    def _unread(self) -> EditRefusedError:
        return EditRefusedError(
            f"The fields of “{self.path}” cannot be read. Correct what `briefing check` says of it."
        )

    def start_of(self, node: yaml.Node) -> int:
        return self._at(node.start_mark)

    def end_of(self, node: yaml.Node) -> int:
        """Where the last thing typed of a node ends, without what stands after it in its line."""
        if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
            last = node.value[-1]
            return self.end_of(last[1] if isinstance(last, tuple) else last)
        start = self.start_of(node)
        return start + len(self.text[start : self._at(node.end_mark)].rstrip())

    def _at(self, mark: yaml.Mark) -> int:
        first = 2 if self.path.endswith(".md") else 1
        if first + mark.line > len(self._starts):
            return len(self.text)
        return self.offset(Location(self.path, first + mark.line, mark.column + 1))

    def raw(self, node: yaml.Node) -> str:
        """What was typed for a node."""
        return self.text[self.start_of(node) : self.end_of(node)]

    # -- changing

    def replace(self, start: int, end: int, text: str, rank: int = 0) -> None:
        self._splices[Splice(start, end, text, rank)] = None

    def replace_word(self, location: Location, old: str, new: str) -> None:
        """Put a word in the place of one that stands there plainly."""
        start = self.offset(location)
        if not self.text.startswith(old, start):
            raise EditRefusedError(
                f"{self.path}:{location.line}:{location.column}: “{old}” is typed here in a way"
                " that is not rewritten, so nothing was. Type it without escapes."
            )
        self.replace(start, start + len(old), new)

    def became(self, start: int = 0, end: int | None = None) -> str:
        """The text as it becomes, or a part of it."""
        end = len(self.text) if end is None else end
        parts: list[str] = []
        for splice in sorted(self._splices, key=lambda one: (one.start, one.end, one.rank)):
            if start <= splice.start and splice.end <= end:
                parts += (self.text[start : splice.start], splice.text)
                start = splice.end
        return "".join((*parts, self.text[start:end]))

    @property
    def cursor(self) -> int:
        """Where in the text as it becomes the last change ends."""
        return len(self.became(0, max(one.end for one in self._splices)).rstrip("\r\n"))

    # -- YAML

    def pairs(self, mapping: yaml.Node) -> dict[str, Pair]:
        """The fields of a mapping by name; none where it is no mapping."""
        found: dict[str, Pair] = {}
        for key, value in mapping.value if isinstance(mapping, yaml.MappingNode) else ():
            if isinstance(key, yaml.ScalarNode):
                found.setdefault(key.value, Pair(key, value))
        return found

    def add_field(self, mapping: yaml.MappingNode, typed: str) -> None:
        """Put a field, with its name, at the end of a mapping, or into the file that has none."""
        start, indent = self._end_of_fields, ""
        if mapping.value:
            end = self.end_of(mapping.value[-1][1])
            if mapping.flow_style:
                self.replace(end, end, f", {typed}")
                return
            start, indent = self.line_end(end), " " * mapping.value[0][0].start_mark.column
        is_open = self.text[:start].lstrip("\ufeff") and self.text[start - 1] not in "\n\r"
        lines = f"\n{indent}".join(typed.split("\n")).replace("\n", self.eol)
        self.replace(start, start, f"{self.eol if is_open else ''}{indent}{lines}{self.eol}")

    @property
    def _end_of_fields(self) -> int:
        """Where the file, or its front matter, ends."""
        return self.line_start(self.body - 1) if self.path.endswith(".md") else len(self.text)

    def remove_field(self, mapping: yaml.MappingNode, name: str) -> None:
        """Take a field out of a mapping, with its lines where it stands on lines of its own."""
        pair = self.pairs(mapping)[name]
        number = mapping.value.index(tuple(pair))
        key, value = pair
        start, end = self.start_of(key), self.end_of(value)
        if not mapping.flow_style:
            line = self.line_start(start)
            if self.text[line:start].strip():
                raise EditRefusedError(
                    f"“{name}” stands beside a dash in “{self.path}”. Put another field first."
                )
            self.replace(line, self.line_end(end), "")
        elif number:
            self.replace(self.end_of(mapping.value[number - 1][1]), end, "")
        else:
            after = mapping.value[1:2]
            self.replace(start, self.start_of(after[0][0]) if after else end, "")

    def set_value(self, mapping: yaml.MappingNode, name: str, typed: str) -> None:
        """Give a field another value, or add it."""
        pair = self.pairs(mapping).get(name)
        if pair is None:
            self.add_field(mapping, f"{name}: {typed}")
            return
        start, end = self.start_of(pair.value), self.end_of(pair.value)
        if isinstance(pair.value, yaml.CollectionNode) and not pair.value.flow_style:
            start = self.text.index(":", self.end_of(pair.key)) + 1
            self.replace(start, self.line_end(end), f" {typed}{self.eol}")
        else:
            self.replace(start, end, typed if end > start else f" {typed}")

    def set_list(self, mapping: yaml.MappingNode, name: str, order: Sequence[int | str]) -> None:
        """Arrange a list: present items by number from 0, new ones as typed; or add it as a field.

        What stands between the items of a list between brackets goes along with the one before.
        """
        pair = self.pairs(mapping).get(name)
        if pair is None:
            self.add_field(mapping, f"{name}: {_brackets(map(str, order))}")
            return
        node = pair.value
        items = items_of(node)
        if list(order) == list(range(len(items))) and isinstance(node, yaml.SequenceNode):
            return
        if order and isinstance(node, yaml.SequenceNode) and not node.flow_style:
            self._arrange_lines(items, order)
            return
        texts = [self.raw(items[one]) if isinstance(one, int) else one for one in order]
        if not isinstance(node, yaml.SequenceNode) or not texts or not items:
            self.set_value(mapping, name, _brackets(texts))
            return
        gaps = [
            self.text[self.end_of(one) : self.start_of(other)] for one, other in pairwise(items)
        ]
        last = order[-1]
        if isinstance(last, int) and last < len(gaps) and "#" in gaps[last]:
            raise EditRefusedError(
                f"A remark stands within “{name}” of “{self.path}” where an item would come last."
                " Put each item on a line of its own, with a dash before it."
            )
        usual = next((gap for gap in gaps if "#" not in gap), ", ")
        new = ""
        for one, text in zip(order[:-1], texts[:-1], strict=True):
            is_kept = isinstance(one, int) and one < len(gaps)
            new += text + (gaps[one] if is_kept else usual)  # type: ignore[index] # it is a number
        self.replace(self.start_of(items[0]), self.end_of(items[-1]), new + texts[-1])

    def add_item(self, mapping: yaml.MappingNode, name: str, typed: str) -> None:
        """Put an item at the end of a list, its later lines as under its first; or make one."""
        pair = self.pairs(mapping).get(name)
        if pair is None:
            self.add_field(mapping, f"{name}:\n  - " + typed.replace("\n", "\n    "))
            return
        if not isinstance(pair.value, yaml.SequenceNode):
            raise EditRefusedError(f"“{name}” has to be a list before anything is added to it.")
        if pair.value.flow_style and "\n" in typed:
            typed = f"{{{', '.join(typed.splitlines())}}}"
        self.set_list(mapping, name, [*range(len(pair.value.value)), typed])

    def _arrange_lines(self, items: Sequence[yaml.Node], order: Sequence[int | str]) -> None:
        """Arrange a list with a dash before each item; comments above an item go along with it."""
        ends = [self.line_end(self.end_of(item)) for item in items]
        first = self._dash_line(items[0])
        starts = [first, *ends[:-1]]
        lines = [self.text[start:end] for start, end in zip(starts, ends, strict=True)]
        indent = self.text[first : self.text.index("-", first)]
        under = f"{self.eol}{indent}  "
        chunks = (
            lines[one] if isinstance(one, int) else f"{indent}- " + one.replace("\n", under)
            for one in order
        )
        new = "".join(c if c.endswith(("\n", "\r")) else c + self.eol for c in chunks)
        self.replace(first, ends[-1], new)

    def _dash_line(self, item: yaml.Node) -> int:
        line = self.line_start(self.start_of(item))
        while not self.text[line:].lstrip(" ").startswith("-"):
            line = self.line_start(line - 1)
        return line

    def lines(self, first: yaml.Node, last: yaml.Node) -> str:
        """What was typed from a node up to another, the later lines as under the first."""
        own = first.start_mark.column
        typed = _LINE_END.split(self.text[self.start_of(first) : self.end_of(last)])
        cut = (line[min(own, len(line) - len(line.lstrip(" "))) :] for line in typed[1:])
        return "\n".join((typed[0], *cut))

    def without_double(self, offsets: Collection[int], other: str) -> Iterator[int]:
        """Take items at some offsets out of lists that have another text; yield which those are."""
        for mapping in (self.fields, *mappings_in(self.fields)) if offsets else ():
            for name, pair in self.pairs(mapping).items():
                if other not in list_items(pair.value):
                    continue
                spans = [
                    range(self.start_of(one), self.end_of(one)) for one in items_of(pair.value)
                ]
                kept = [at for at, one in enumerate(spans) if not any(o in one for o in offsets)]
                if len(kept) < len(spans):
                    self.set_list(mapping, name, kept)
                    yield from (o for o in offsets if any(o in one for one in spans))


def mappings_in(node: yaml.Node) -> Iterator[yaml.MappingNode]:
    """The mappings within a node, each before those within it."""
    for child in node.value if isinstance(node, yaml.CollectionNode) else ():
        for one in child if isinstance(child, tuple) else (child,):
            if isinstance(one, yaml.MappingNode):
                yield one
            yield from mappings_in(one)


def items_of(node: yaml.Node) -> Sequence[yaml.Node]:
    """The items of a list, or the one that stands for a list."""
    return node.value if isinstance(node, yaml.SequenceNode) else [node]


def list_items(node: yaml.Node) -> Iterator[str]:
    """The texts of a list, or the one text that stands for a list."""
    for item in items_of(node):
        yield item.value if isinstance(item, yaml.ScalarNode) else ""


def _brackets(texts: Iterable[str]) -> str:
    return f"[{', '.join(texts)}]"
