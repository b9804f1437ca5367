"""Putting what was found in a source into a briefing: into a card at the cursor, or as a new one.

Only what is put in changes, and a card with mistakes elsewhere can be written in, too.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final, NamedTuple

import yaml

from briefing.authoring.citations import QUOTED, read_allowances
from briefing.authoring.claims import Block, BlockSuffix, parse_suffix
from briefing.authoring.problems import OUTLINE, IdKind, Located, Report, Run
from briefing.desk.arranging import SECTIONS, set_list
from briefing.desk.change import FILE_OF, Change
from briefing.desk.edits import Edit, EditRefusedError
from briefing.desk.forms import Citation, Given, as_fields, entry, in_brackets, keyed, sentence
from briefing.desk.typed import Typed, mappings_in
from briefing.model.text import with_capital

_CITATIONS: Final = re.compile(rf"\s*\[(?:{QUOTED}|[^\[\]])*\]")
_CITE: Final = "cite"
_ALLOW: Final = "allow"
_CARD: Final = "card.md"
_QUOTES: Final = '"”'
_NOTHING_TO_ALLOW: Final = "What cites nothing of its own allows nothing; change its words instead."


class Written(NamedTuple):
    """The text of a card, and where its cursor is, in characters from 0."""

    text: str
    cursor: int


def _opened(text: str, path: str = _CARD) -> Typed:
    return Typed(path, text.encode("utf-8", "replace"))


# -- into a card -----------------------------------------------------------------------------------


def cite(text: str, cursor: int, citations: Sequence[Citation], path: str = _CARD) -> Written:
    """Put citations where the cursor is: behind those of its block or entry, or into a new block.

    Raises:
        EditRefusedError: The cursor is in fields that cite nothing.
    """
    file = _opened(text, path)
    if cursor < file.body:
        return _cite_in_fields(file, cursor, citations)
    block = _block_at(file, cursor)
    if block is None:
        return add_block(text, cursor, sentence(citations))
    suffix = parse_suffix(block.text, Report())
    start, end = _brackets_of(file, block, suffix)
    if start == end:
        file.replace(end, end, f" {in_brackets(citations)}")
    else:
        more = "".join(f"; {one.in_markdown}" for one in citations)
        file.replace(end - 1, end, f"{more}]")
    return Written(file.became(), file.cursor)


def allow(text: str, cursor: int, allowance: str, path: str = _CARD) -> Written:
    """Let a warning stand at what the cursor is in: a sentence, an entry, or an actor.

    Args:
        allowance: As it is typed: ``code: reason``.

    Raises:
        EditRefusedError: The cursor is in what can allow nothing.
    """
    file = _opened(text, path)
    if cursor < file.body:
        return _allow_in_fields(file, cursor, allowance)
    block = _block_at(file, cursor)
    if block is None:
        raise EditRefusedError(_NOTHING_TO_ALLOW)
    suffix = parse_suffix(block.text, Report())
    if known := suffix.attributes.get(_ALLOW):
        _, end = file.within(known)
        file.replace(end, end, f"; {allowance}")
    elif suffix.attributes:
        end = max(file.within(one)[1] for one in suffix.attributes.values())
        end += text[end] in _QUOTES
        file.replace(end, end, f' {_ALLOW}="{allowance}"')
    else:
        _, end = _brackets_of(file, block, suffix)
        file.replace(end, end, f' {{{_ALLOW}="{allowance}"}}')
    return Written(file.became(), cursor)


def add_block(text: str, cursor: int, block: str) -> Written:
    """Put a block behind the one that the cursor is in, or where it is between blocks.

    From within the fields it goes to the end of the card. The cursor stands before the block's
    first blank, where its words are missing, else behind the block.
    """
    file = _opened(text)
    at = len(text) if cursor < file.body else cursor
    if here := _block_at(file, at):
        at = file.line_end(file.within(here.text)[1])
    before, after = text[:at].rstrip("\n "), text[at:].lstrip("\n")
    gap = "\n" if len(before) < file.body else "\n\n"
    start = len(before) + len(gap)
    made = f"{before}{gap}{block}\n" + (f"\n{after}" if after.strip() else "")
    return Written(made, start if block.startswith(" ") else start + len(block))


def add_entry(text: str, field: str, typed: str) -> Written:
    """Put an entry at the end of a list in a card's fields, which is made where there is none."""
    file = _opened(text)
    file.add_item(file.fields, field, typed)
    return Written(file.became(), file.cursor)


def why_no_reason(code: str, reason: str) -> str:
    """Why a warning cannot be allowed for a reason as it is typed; empty where it can be."""
    if marks := set(reason) & set('"”“{}[]'):
        return f"A reason has no {min(marks)}, which would end it."
    report = Report()
    read_allowances(Located(f"{code}: {reason}", _CARD, (Run(0, 1, 1),)), report)
    return next((f"{one.message} {one.fix}" for one in report.problems()), "")


def _brackets_of(file: Typed, block: Block, suffix: BlockSuffix) -> tuple[int, int]:
    """Where the citations behind the words of a block are; both ends are one where none are."""
    _, end = file.within(block.text)
    _, behind = file.within(suffix.text)
    known = _CITATIONS.match(file.text, behind, end) if suffix.citations else None
    return known.span() if known else (behind, behind)


def _allow_in_fields(file: Typed, cursor: int, allowance: str) -> Written:
    around = [one for one in mappings_in(file.fields) if _is_in(file, cursor, one)]
    if file.path == FILE_OF[IdKind.ACTOR]:
        citing = around[:1]  # what names it cites shares its allowances
    else:
        citing = [one for one in around if _CITE in file.pairs(one)]
    if not citing:
        raise EditRefusedError(_NOTHING_TO_ALLOW)
    known = file.pairs(citing[-1]).get(_ALLOW)
    if known is not None and isinstance(known.value, yaml.ScalarNode):
        allowance = f"{known.value.value}; {allowance}"
    file.set_value(citing[-1], _ALLOW, json.dumps(allowance, ensure_ascii=False))
    return Written(file.became(), cursor)


def _cite_in_fields(file: Typed, cursor: int, citations: Sequence[Citation]) -> Written:
    """Put citations into the innermost entry that the cursor is in."""
    around = [one for one in mappings_in(file.fields) if _is_in(file, cursor, one)]
    if not around or file.path == FILE_OF[IdKind.SOURCE]:
        raise EditRefusedError("Nothing is cited here: put the cursor into a sentence or an entry.")
    known = file.pairs(around[-1]).get(_CITE)
    cited = [one.in_fields for one in citations]
    if known is not None and isinstance(known.value, yaml.ScalarNode):
        cited.insert(0, known.value.value)
    file.set_value(around[-1], _CITE, json.dumps("; ".join(cited), ensure_ascii=False))
    return Written(file.became(), file.cursor)


def _is_in(file: Typed, cursor: int, one: yaml.MappingNode) -> bool:
    start, end = file.start_of(one), file.end_of(one)
    if one.flow_style:
        return start <= cursor <= end
    return file.line_start(start) <= cursor < file.line_end(end)


def _block_at(file: Typed, cursor: int) -> Block | None:
    """The block on one of whose lines the cursor is; of the last one also the line below it."""
    line = file.line_start(cursor)
    for block in file.blocks:
        start, end = file.within(block.text)
        below = file.line_end(end)
        is_last = not file.text[below:].strip()
        last = below if is_last else file.line_start(end)
        if file.line_start(start) <= line <= last:
            return block
    return None


# -- cards and actors of their own -----------------------------------------------------------------


def add_card(folder: Path, section: str, card: str, text: str, heading: str = "") -> Edit:
    """Write a card's file, and list it where its section has a list.

    A section that is not there is made, with a heading, or else with one of its id.

    Unlike other edits it may add errors: who makes a card has the sentences still to write.
    """
    change = Change(folder)
    is_new = section not in dict(change.sections())
    place_card(change, section, card, text, heading)
    made = f"Section {section} and card {card}" if is_new else f"Card {card}"
    return change.edit(f"{made} made.")


def place_card(change: Change, section: str, card: str, text: str, heading: str = "") -> None:
    """Do the same as part of a change."""
    change.write(f"cards/{section}/{card}.md", text)
    node = dict(change.sections()).get(section)
    if node is None:
        title = heading or with_capital(section.replace("-", " "))
        made = entry({"id": section, "title": title})
        change.outline.add_item(change.outline.fields, SECTIONS, made)
    elif isinstance(node, yaml.MappingNode):
        listed = change.listed(node, "cards")
        if listed is not None:
            set_list(change, node, "cards", [*listed, card])
    change.settle(OUTLINE)


def add_actor(folder: Path, actor: str, fields: Given) -> Edit:
    """Write an entry at the end of ``actors.yaml``, which is made where it is not there."""
    change = Change(folder)
    file = change.typed(FILE_OF[IdKind.ACTOR], made=True)
    file.add_field(file.fields, keyed(actor, as_fields(fields)))
    return change.edit(f"Actor {actor} listed.")
