"""The Markdown of a card: its blocks, what stands at the end of each, and the claims they are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from enum import Enum
from functools import partial
from typing import Final

import msgspec
from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from briefing.authoring.citations import (
    QUOTED,
    Citation,
    as_evidence,
    parse_citations,
    read_allowances,
)
from briefing.authoring.fields import MarkdownFile, free_id, is_id, slug, to_date, to_id, to_word
from briefing.authoring.problems import (
    IdKind,
    Located,
    Location,
    MistakeError,
    ParseContext,
    PartLocation,
    Report,
    joined,
    write_instead,
)
from briefing.authoring.rules import check_prose, check_quotation
from briefing.model.claims import Claim, Quote
from briefing.model.record import sha256
from briefing.model.vocabulary import Basis, Mode

_BLOCKS: Final = MarkdownIt("commonmark").enable("table").disable(["inline", "reference"])
_INLINE: Final = MarkdownIt("commonmark").enable("strikethrough").disable("text_join")
_LISTS: Final = ("bullet_list", "ordered_list")

_NAMES: Final = {
    "heading": "headings",
    "code": "code",
    "table": "tables",
    "html": "HTML",
    "rule": "rules",
    "emphasis": "emphasis",
    "link": "links",
    "image": "images",
}
_BAD_BLOCKS: Final = {
    "heading": ("heading", "Make it the card's title, or a sentence of its own."),
    "code_block": ("code", "Remove the indent."),
    "fence": ("code", "Write it as a sentence."),
    "table": ("table", "Write list items, or figures in the front matter."),
    "html_block": ("html", "Remove it, or write it as a sentence."),
    "hr": ("rule", "Remove it; a blank line separates two claims."),
}
_BAD_INLINE: Final = {
    "em_open": ("emphasis", None, "Remove the marks."),
    "strong_open": ("emphasis", None, "Remove the marks."),
    "s_open": ("emphasis", None, "Remove the marks."),
    "code_inline": ("code", "`", "Remove the backticks."),
    "link_open": ("link", "[", "Write the words only, and cite the source at the block's end."),
    "image": ("image", "![", "Say in words what it shows."),
    "html_inline": ("html", "<", "Remove it."),
}
ATTRIBUTES: Final = ("allow", "basis", "date", "mode", "speaker", "was")
_WITHIN_BRACKETS: Final = rf"(?>{QUOTED}|[^\[\]])*+"
_PIECE: Final = re.compile(
    rf"(?P<citations>\[(?=[^\[\]]*[@¶]){_WITHIN_BRACKETS}\])$"
    r"|(?P<attributes>\{[^{}]*\})$"
    r"|(?:^|(?<=\s))(?P<id>\^\S*)$"
)
_ATTRIBUTE: Final = re.compile(
    r"""(?P<name>[^\s={}"“”]+)=(?:"(?P<plain>[^"]*)"|“(?P<curly>[^”]*)”|(?P<bare>[^\s"“”]+))(?:\s+|$)"""
)
_STRAYS: Final = (
    (re.compile(rf"\[(?=[^\[\]]*@){_WITHIN_BRACKETS}\]?"), "citation"),
    (re.compile(r"\{\s*[a-z-]+\s*=[^{}]*\}?"), "list of attributes"),
    (re.compile(r"(?<=\s)\^[a-z0-9-]+(?=\s|$)"), "id"),
)
_ORDER: Final = ("citations", "attributes", "id")
_WORDS_OF_AN_ID = 4
_WORD: Final = re.compile(r"\S+")


class BlockKind(Enum):
    """How a block of a card's Markdown is written."""

    PARAGRAPH = "paragraph"
    ITEM = "list item"
    QUOTATION = "quotation"


class Block(msgspec.Struct, frozen=True):
    """The text of one claim with its citations still in it."""

    kind: BlockKind
    text: Located


def read_blocks(file: MarkdownFile, report: Report) -> list[Block]:
    """Part a card's Markdown into blocks; what a card cannot hold is reported."""
    reader = _BlockReader(file.path, file.body.split("\n"), file.body_line, report)
    return reader.blocks(SyntaxTreeNode(_BLOCKS.parse(file.body)))


def plain_text(text: Located, report: Report) -> Located:
    """Resolve the backslash escapes of a claim without its citations, and report mark-up."""
    cursor = 0
    content = ""
    for token in _INLINE.parseInline(text.text)[0].children or []:
        if token.type == "text_special" and token.info == "entity":
            cursor = _report_inline(
                text, cursor, token.markup, ("html", f"Write “{token.content}” itself."), report
            )
        elif token.type in ("text", "text_special"):
            typed = token.markup or token.content
            cursor = max(text.text.find(typed, cursor), cursor) + len(typed)
            content += token.content
        elif token.type in _BAD_INLINE:
            code, mark, fix = _BAD_INLINE[token.type]
            typed = "<" if token.markup == "autolink" else mark or token.markup
            cursor = _report_inline(text, cursor, typed, (code, fix), report)
            content += token.content
    return text.resolved(content.strip())


def _report_inline(
    text: Located, cursor: int, mark: str, problem: tuple[str, str], report: Report
) -> int:
    found = max(text.text.find(mark, cursor), cursor)
    code, fix = problem
    report.error(
        text.at(found), f"markdown-{code}", f"A claim is plain text, without {_NAMES[code]}.", fix
    )
    return found + len(mark)


class _BlockReader(msgspec.Struct, frozen=True):
    path: str
    lines: list[str]
    first_line: int
    report: Report

    def blocks(self, root: SyntaxTreeNode) -> list[Block]:
        found: list[Block] = []
        for node in root.children:
            if node.type in _BAD_BLOCKS:
                self._report_block(node)
            elif node.type in _LISTS:
                found += [self._only(item, BlockKind.ITEM) for item in node.children]
            elif node.type == "blockquote":
                found.append(self._only(node, BlockKind.QUOTATION))
            else:
                found.append(Block(BlockKind.PARAGRAPH, self._text(node)))
        return found

    def _only(self, node: SyntaxTreeNode, kind: BlockKind) -> Block:
        """The one paragraph of a list item or quotation; whatever else it holds is a problem."""
        text = joined(self.path, [("", *self._place(node)[1:])])
        for i, child in enumerate(node.children):
            if child.type in _BAD_BLOCKS:
                self._report_block(child)
            elif i or child.type != "paragraph":
                message = f"A {kind.value} is one claim and cannot contain a second block."
                fix = "Write it on its own, with a blank line before it and without indent or “>”."
                self.report.error(self._place(child), "markdown-nesting", message, fix)
            else:
                text = self._text(child)
        return Block(kind, text)

    def _text(self, paragraph: SyntaxTreeNode) -> Located:
        top = self._top(paragraph)
        lines = []
        for i, typed in enumerate(paragraph.children[0].content.split("\n")):
            if typed.endswith("\\"):
                self._report_break(top + i)
            number = min(top + i, len(self.lines) - 1)
            column = max(self.lines[number].rfind(typed.strip()), 0) + 1
            lines.append((typed.strip(), self.first_line + number, column))
        return joined(self.path, lines)

    def _report_block(self, node: SyntaxTreeNode) -> None:
        code, fix = _BAD_BLOCKS[node.type]
        self.report.error(
            self._place(node), f"markdown-{code}", f"A card cannot contain {_NAMES[code]}.", fix
        )

    def _report_break(self, number: int) -> None:
        location = Location(self.path, self.first_line + number, len(self.lines[number].rstrip()))
        message = "A claim cannot contain a line break."
        fix = "Remove the backslash."
        self.report.error(location, "markdown-line-break", message, fix)

    def _top(self, node: SyntaxTreeNode) -> int:
        return node.map[0] if node.map else 0

    def _place(self, node: SyntaxTreeNode) -> Location:
        number = self._top(node)
        line = self.lines[number]
        return Location(self.path, self.first_line + number, len(line) - len(line.lstrip(" >")) + 1)


class BlockSuffix(msgspec.Struct):
    """What a block says after its text: the text is without it.

    Attributes:
        cites: Whether it was meant to cite, even where no citation could be read.
    """

    text: Located
    cites: bool
    citations: tuple[Citation, ...] = ()
    attributes: dict[str, Located] = msgspec.field(default_factory=dict)
    id: Located | None = None


def parse_suffix(block: Located, report: Report) -> BlockSuffix:
    pieces: list[tuple[str, Located]] = []
    text = block
    while match := _PIECE.search(text.text):
        kind = str(match.lastgroup)
        pieces.insert(0, (kind, text.part(*match.span(kind))))
        text = text.part(0, match.start(kind))
    cites = any(kind == "citations" for kind, _ in pieces) or "[@" in text.text
    suffix = BlockSuffix(text, cites)
    _check_order(pieces, report)
    for kind, piece in pieces:
        if kind == "citations":
            suffix.citations += parse_citations(piece.part(1, -1), report, at_sign=True)
        elif kind == "attributes":
            suffix.attributes |= _parse_attributes(piece.part(1, -1), report)
        else:
            suffix.id = piece.part(1)
    _check_strays(text, report)
    return suffix


def _check_order(pieces: list[tuple[str, Located]], report: Report) -> None:
    kinds = [kind for kind, _ in pieces]
    for i, (kind, piece) in enumerate(pieces):
        if kind in kinds[:i]:
            fix = "Join the two, with a semicolon between citations."
            report.error(piece.at(), "bad-block-end", f"A block has its {kind} once.", fix)
        elif any(_ORDER.index(later) < _ORDER.index(kind) for later in kinds[i + 1 :]):
            message = f"The {kind} of a block come too early."
            fix = "Write citations, then attributes, then id: “[@key, ¶4] {basis=…} ^id”."
            report.error(piece.at(), "bad-block-end", message, fix)


def _check_strays(text: Located, report: Report) -> None:
    """Report what looks like the end of a block but stands amid its text or is left open."""
    for pattern, what in _STRAYS:
        for match in pattern.finditer(text.text):
            if what == "id" or match[0][-1] in "]}":
                message = f"This {what} is not at the end of its block."
                fix = "Move it to the end of the block, after the full stop; a new claim begins"
                fix += " after a blank line."
            else:
                message = f"This {what} has no closing bracket."
                fix = "Close it at the end of the block."
            report.error(text.at(match.start()), "bad-block-end", message, fix)


def _parse_attributes(text: Located, report: Report) -> dict[str, Located]:
    found: dict[str, Located] = {}
    offset = 0
    while offset < len(text.text):
        match = _ATTRIBUTE.match(text.text, offset)
        if match is None:
            message = f"“{text.text[offset:].split()[0]}” is not an attribute."
            fix = "Write name=value, and quotes around a value with spaces."
            report.error(text.at(offset), "bad-attribute", message, fix)
            return found
        offset = match.end()
        name = match["name"]
        if name in ATTRIBUTES and name not in found:
            group = next(g for g in ("plain", "curly", "bare") if match[g] is not None)
            found[name] = text.part(*match.span(group))
            continue
        message, fix = f"“{name}” is given twice.", "Keep one of the two."
        if name not in ATTRIBUTES:
            message, fix = f"There is no attribute “{name}”.", write_instead(name, ATTRIBUTES)
        report.error(text.at(match.start("name")), "bad-attribute", message, fix)
    return found


class _Draft(msgspec.Struct, frozen=True):
    block: Block
    suffix: BlockSuffix
    text: Located


def read_claims(
    blocks: Iterable[Block], context: ParseContext, *, dated: bool
) -> tuple[Claim, ...]:
    """Make a claim of each block of one card; quotations are quotes.

    An id that is not given is made of the claim's first words, so that it stays the same while
    other claims come and go. With `dated` every claim must have a date, as in a timeline.
    """
    drafts = []
    for block in blocks:
        suffix = parse_suffix(block.text, context.report)
        drafts.append(_Draft(block, suffix, plain_text(suffix.text, context.report)))
    ids = _ids(drafts, context)
    return tuple(_claim(draft, next(ids), context, dated=dated) for draft in drafts)


def _ids(drafts: list[_Draft], context: ParseContext) -> Iterator[str]:
    given = [context.report.value(draft.suffix.id, to_id) for draft in drafts]
    # What one of them was called before means that one for ever.
    former = (id_ for draft in drafts for id_ in _former_ids(draft.suffix))
    taken = {*filter(None, given), *former}
    seen: set[str] = set()
    for draft, id_ in zip(drafts, given, strict=True):
        if id_ in seen and draft.suffix.id is not None:
            message = f"The claim id “{id_}” is already used in this card."
            fix = "Give one of the two another id."
            context.report.error(draft.suffix.id.at(), "duplicate-id", message, fix)
        known = id_ or free_id(derived_id(draft.text.text), taken)
        taken.add(known)
        seen.add(known)
        yield known


def _former_ids(suffix: BlockSuffix) -> list[str]:
    typed = suffix.attributes.get("was")
    return typed.text.split() if typed else []


def derived_id(text: str) -> str:
    """The id of a claim that is given none, unless another of its card has it."""
    if words := slug(" ".join(text.split()[:_WORDS_OF_AN_ID])):
        return words
    return f"claim-{sha256(text.encode())[:8]}"


def _claim(draft: _Draft, id_: str, context: ParseContext, *, dated: bool) -> Claim:
    report, suffix = context.report, draft.suffix
    kind = draft.block.kind
    quoted = kind is BlockKind.QUOTATION
    typed = suffix.attributes
    basis = report.value(typed.get("basis"), partial(to_word, Basis))
    if "basis" not in typed:
        basis = Basis.REPORTED
    date = report.value(typed.get("date"), to_date)
    mode = report.value(typed.get("mode"), partial(to_word, Mode))
    mode = mode or _usual_mode(basis, kind)
    allowed = read_allowances(typed.get("allow"), report)
    was = _read_former(typed.get("was"), context)
    speaker = report.value(typed.get("speaker"), context.to_actor)
    evidence, cited_at = as_evidence(suffix.citations, mode, context)
    named = typed if suffix.id is None else {**typed, "id": suffix.id}
    context.enter(
        id_,
        PartLocation(
            location=draft.text.at(),
            text=draft.text,
            fields={name: value.at() for name, value in named.items()},
            citations=cited_at,
            end=draft.block.text.at(len(draft.block.text.text)),
        ),
    )
    if not draft.text.text:
        fix = "Write one, or remove the mark."
        report.error(draft.block.text.at(), "empty-claim", "There is no sentence here.", fix)
    else:
        check_text = check_quotation if quoted else check_prose
        check_text(draft.text, context.quote_limit, report)
        _check_suffix(draft, basis, context, dated=dated)
    if quoted:
        return Quote(
            id=id_,
            text=draft.text.text,
            evidence=evidence,
            basis=basis or Basis.REPORTED,
            date=date,
            allowed=allowed,
            was=was,
            speaker=speaker or "",
        )
    return Claim(
        id=id_,
        text=draft.text.text,
        evidence=evidence,
        basis=basis or Basis.REPORTED,
        item=kind is BlockKind.ITEM,
        date=date,
        allowed=allowed,
        was=was,
    )


def _read_former(typed: Located | None, context: ParseContext) -> tuple[str, ...]:
    """Take the ids that a claim had before, ``CARD#ID`` where that was in another card."""
    words = [] if typed is None else [typed.part(*one.span()) for one in _WORD.finditer(typed.text)]
    found = []
    for word in context.report.duplicates(words, IdKind.CLAIM):
        if id_ := context.report.value(word, _to_former):
            key = id_ if "#" in id_ else f"{context.card}#{id_}"
            context.ledger.define_former(IdKind.CLAIM, key, word.at(), context.report)
            found.append(id_)
    return tuple(found)


def _to_former(typed: Located) -> str:
    card, mark, item = typed.text.partition("#")
    if is_id(card) and (is_id(item) or not mark):
        return typed.text
    message = f"“{typed.text}” is not an id that a claim can have had."
    fix = "Write an id, or card#id where the claim was in another card."
    raise MistakeError(typed.at(), "bad-id", message, fix)


def _usual_mode(basis: Basis | None, kind: BlockKind) -> Mode:
    if kind is BlockKind.QUOTATION:
        return Mode.QUOTE
    return Mode.INFERENCE if basis is Basis.ASSESSED else Mode.PARAPHRASE


def _check_suffix(
    draft: _Draft, basis: Basis | None, context: ParseContext, *, dated: bool
) -> None:
    """Report what a claim must say after its text and does not; the basis is None if unknown."""
    report, suffix = context.report, draft.suffix
    end = suffix.text.at(len(suffix.text.text))
    quoted = draft.block.kind is BlockKind.QUOTATION
    if basis in (Basis.REPORTED, Basis.ASSESSED) and not suffix.cites:
        message = f"This {basis} claim cites nothing."
        fix = "Add “[@key, ¶4]” at its end, or “{basis=assumed}” where it is an assumption."
        report.error(end, "missing-citation", message, fix)
    if dated and "date" not in suffix.attributes:
        message = "A claim in a timeline needs a date."
        fix = "Add “{date=2023-12}” after its citations."
        report.error(end, "missing-date", message, fix)
    if quoted and "speaker" not in suffix.attributes:
        message = "The quotation has no speaker."
        fix = "Add “{speaker=…}” with an id of actors.yaml after its citations."
        report.error(end, "missing-speaker", message, fix)
    if not quoted and (speaker := suffix.attributes.get("speaker")) is not None:
        message = "Only a quotation can have a speaker."
        fix = "Begin the block with “> ”, or remove the speaker."
        report.error(speaker.at(), "speaker-without-quotation", message, fix)
