"""The evidence behind what the cursor is on, as it is shown and as text to paste elsewhere.

What is copied are the briefing's own words, never the text of a source; the address of a passage on
the web names it by its first and last words.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Final

import msgspec
from textual.content import Content
from textual.style import Style

from briefing.evidence.anchors import Finding, Outcome
from briefing.evidence.support import Bearer, BearerKind
from briefing.evidence.texts import ELLIPSIS, Passage, SourceText
from briefing.evidence.tokens import Span
from briefing.evidence.words import shared_tokens
from briefing.model.actors import Actor, Name, Source
from briefing.model.briefing import Briefing, Revision
from briefing.model.cards import Card
from briefing.model.claims import Anchor, CitedPlace, Claim, Evidence, Figure, Quote
from briefing.model.overview import line_at
from briefing.model.parts import (
    Field,
    Part,
    actor_parts,
    card_evidence,
    figure_parts,
    item_parts,
)
from briefing.model.text import with_capital
from briefing.model.vocabulary import Support
from briefing.tui.reader.state import Checked
from briefing.tui.rendering.phrases import (
    outlet_name,
    position_name,
    remark_words,
    source_name,
    support_words_of,
    word_of,
)
from briefing.tui.rendering.text import GUTTER, Item, hanging, one_line, quiet_lines, with_gutter
from briefing.views.address import permanent_address
from briefing.views.phrases import date_words, retracted_words, revision_words
from briefing.views.sign_offs import review_words
from briefing.views.sourcing import passage_link

BEGIN: Final = "▸"
END: Final = "◂"
"""A passage stands between these two, so that nobody needs colours to see where it ends."""

_BEGINNING: Final = 40
"""Words that stand for a whole text."""


def passage_parts(passage: Passage, shared: Collection[int]) -> dict[int, Content]:
    """Draw a passage by its paragraphs, between `BEGIN` and `END`, with the rest of them."""
    drawn: dict[int, Content] = {}
    text = passage.text
    span = passage.printed_span
    last = text.paragraph_of(passage.last - 1)
    for number in range(passage.paragraph, last + 1):
        whole = text.paragraphs[number - 1]
        start, end = max(span.start, whole.start), min(span.end, whole.end)
        drawn[number] = Content.assemble(
            (text.line(whole.start, start), "quiet"),
            (BEGIN if start == span.start else "", "mark"),
            marked(text, Span(start, end), shared),
            (END if end == span.end else "", "mark"),
            (text.line(end, whole.end), "quiet"),
        )
    return drawn


def paragraph_line(text: SourceText, number: int) -> Content:
    start, end = text.paragraphs[number - 1]
    return Content(text.line(start, end))


def passage_beginning(passage: Passage) -> str:
    words = passage.text.slice(passage.first, min(passage.first + _BEGINNING, passage.last))
    return f"{words} {ELLIPSIS}" if len(passage.tokens) > _BEGINNING else words


def shows_beginning(check: Checked, piece: Piece) -> bool:
    """Whether `piece_lines` draws but the first words: a whole text is cited, and it is long."""
    passage = check.examination.finding(piece.cited).passage
    is_whole = piece.cited.paragraph is None
    return is_whole and passage is not None and len(passage.tokens) > _BEGINNING


def passage_ends(evidence: Evidence, anchor: Anchor | None) -> str:
    """The first and last words of a passage, in quotation marks, if they are kept."""
    if anchor is not None:
        return (
            f"“{one_line(anchor.head)} {ELLIPSIS} {one_line(anchor.tail)}” ({anchor.words} words)"
        )
    return one_line(evidence.words)


def marked(text: SourceText, span: Span, shared: Collection[int]) -> Content:
    """Draw some of a source's text on one line, the tokens of some indices marked."""
    pieces: list[tuple[str, str] | str] = []
    at = span.start
    for index in sorted(shared):
        token = text.spans[index]
        if span.start <= token.start and token.end <= span.end:
            pieces += [text.line(at, token.start), (text.line(*token), "match")]
            at = token.end
    return Content.assemble(*pieces, text.line(at, span.end))


_SIGN_WIDTH: Final = 14
_NARROW: Final = 56
"""Cells of a line below which the card is not seen beside the evidence."""

_ROOMY: Final = 90
"""Cells of a line from which what a piece does stands beside it."""


class Piece(msgspec.Struct, frozen=True):
    """A passage that something rests on.

    Attributes:
        says: What rests on it; several texts where they have the same evidence.
        part: The first of what rests on it.
    """

    key: str
    says: tuple[str, ...]
    part: Part
    evidence: tuple[Evidence, ...]
    first: bool = True

    @property
    def cited(self) -> Evidence:
        return self.evidence[0]


def grounds(briefing: Briefing, card: Card, key: str | None) -> list[Part]:
    """Find what is claimed by an item of the open card, of the panel, the people or first screen.

    Its key is a claim id, ``figure:ID``, ``actor:ID``, ``positions``, ``position:N`` or that of a
    line of the first screen.
    """
    line = line_at(briefing, key)
    if line is not None and line.figure is not None:
        key = f"figure:{line.figure.id}"
    kind, _, id_ = (key or "").partition(":")
    parts = item_parts(card, briefing)
    if line is not None and line.figure is None:
        claim = Claim(id=key or "", text=line.words, evidence=tuple(line.evidence))
        parts = iter([Part(Field.CLAIM, "", line.words, item=key, bearer=claim)])
    elif kind == "figure":
        figure = briefing.figures.get(id_)
        parts = figure_parts(figure) if figure else iter(())
    elif kind == "actor":
        told = [part for part in actor_parts(id_, briefing) if part.evidence]
        parts = iter(sorted(told, key=lambda part: part.field is not Field.ROLE))
    whole = Field.POSITION if key == "positions" else None
    return [part for part in parts if part.bearer and (part.item == key or part.field is whole)]


def _said(part: Part) -> str:
    """What is claimed: of a position after its name, of a figure with its number."""
    if isinstance(part.bearer, Figure):
        return part.bearer.line
    if part.field is Field.POSITION and part.item:
        return f"{position_name(int(part.item.partition(':')[2]))}  {part.text}"
    return part.text


def pieces(found: Sequence[Part]) -> list[Piece]:
    """Take the evidence apart into passages; things that have the same evidence share them."""
    together: dict[tuple[Evidence, ...], list[Part]] = {}
    for part in found:
        together.setdefault(part.evidence, []).append(part)
    return [
        Piece(f"{number}:{place}", tuple(map(_said, parts)), parts[0], same, first=place == 0)
        for number, (evidence, parts) in enumerate(together.items())
        for place, same in enumerate(_same_passages(evidence))
    ]


def evidence_items(check: Checked, card: Card, found: Sequence[Part], width: int) -> Iterator[Item]:
    """Draw the evidence with the keys of `pieces`; what has none cannot be selected."""
    if not found:
        hint = "Nothing is claimed here. Move to a sentence with j and k in the open card."
        yield _item("none", quiet_lines(hint, width - GUTTER), selectable=False)
        return
    room = max(1, width - GUTTER)
    for piece in pieces(found):
        heading = _heading(piece.says, room) if piece.first else []
        if heading and piece.evidence:
            how = support_words_of(_bearer_of(check, card, piece.part), check)
            heading += (how + ".").wrap(room)
            heading += quiet_lines(_review(check, card, piece.part), room)
        yield _item(piece.key, [*heading, *piece_lines(check, piece, room), Content("")])
    for number, part in enumerate(found):
        if not part.evidence:
            none = Content.styled("assumed, without a source", "doubt").wrap(room)
            lines = [*_heading([_said(part)], room), *none]
            yield _item(f"none:{number}", lines, selectable=False)
    if not check.has_texts and any(part.evidence for part in found):
        why = check.examination.corpus.why_none
        yield _item("no texts", quiet_lines(why, room), selectable=False)


def _bearer_of(check: Checked, card: Card, part: Part) -> Bearer:
    """What is claimed, as the counting of its sources sees it."""
    known = check.figures.get((part.item or "").removeprefix("figure:"))
    if known is not None and isinstance(part.bearer, Figure):
        return known
    claim = part.bearer if isinstance(part.bearer, Claim) else None
    item = part.item or ""
    return Bearer(BearerKind.CLAIM, item, part.text, part.evidence, card=card, claim=claim)


def _review(check: Checked, card: Card, part: Part) -> str:
    """Who signed it, as a sentence; nobody signs how a name is spelt."""
    if isinstance(part.bearer, Name):
        return ""
    bearer = _bearer_of(check, card, part)
    if isinstance(part.bearer, Actor):
        bearer = msgspec.structs.replace(bearer, card=None)
    said = review_words(check.examination.briefing, bearer)
    return f"{with_capital(said)}." if said else ""


def _same_passages(evidence: Sequence[Evidence]) -> list[tuple[Evidence, ...]]:
    """Put together what one passage does in the same way, in the order cited."""
    groups: dict[tuple[CitedPlace, Support], list[Evidence]] = {}
    for one in evidence:
        groups.setdefault((one.place, one.stance), []).append(one)
    return [tuple(group) for group in groups.values()]


def _item(key: str, lines: Sequence[Content], *, selectable: bool = True) -> Item:
    return with_gutter(Item(key, tuple(lines), selectable))


def _heading(says: Sequence[str], width: int) -> list[Content]:
    """What is claimed, on one line each; whole where the card is not seen beside it."""
    lines = [Content.styled(one_line(text), "label") for text in says]
    if width < _NARROW:
        return [part for line in lines for part in line.wrap(width)]
    return [line.truncate(width, ellipsis=True) for line in lines]


def piece_lines(
    check: Checked, piece: Piece, width: int, *, with_link: bool = True
) -> list[Content]:
    """Draw a piece of evidence: what it does, where it is, its words, and what it is from."""
    examination = check.examination
    cited = piece.cited
    source = examination.briefing.sources_by_key.get(cited.source)
    finding = examination.finding(cited)
    link = None
    if source is not None and with_link:
        link = passage_link(source, examination.briefing.anchor(cited))
    sign = word_of(cited.stance)
    beside = width >= _ROOMY
    indent = _SIGN_WIDTH if beside else 2
    where = _where(check, piece, source, finding, link)
    if beside:
        lines = hanging(sign, where, width, indent)
    else:
        lines = hanging("", Content.assemble(sign, "  ", where), width, indent)
        lines[0] = lines[0][indent:]
    for lead, content in _passage(check, piece, finding):
        lines += hanging(lead, content, width, indent)
    if source is not None:
        for note in source.slips_at(cited.paragraph):
            lines += hanging(
                "", Content.styled(f"Probable slip of the source: {note}", "doubt"), width, indent
            )
        lines += hanging("", Content.styled(_article(source), "quiet"), width, indent)
    if link is not None:
        # On lines of its own, without an indent that would be copied with it.
        lines += Content.styled(link, Style(link=link)).stylize_before("quiet").wrap(width)
    return lines


def _where(
    check: Checked, piece: Piece, source: Source | None, finding: Finding, link: str | None
) -> Content:
    """Outlet, paragraph, how the passage is used, and what came of looking for it."""
    cited = piece.cited
    place = "the whole text" if cited.paragraph is None else f"paragraph {cited.paragraph}"
    if source is None:
        return Content.assemble((f"source “{cited.source}” is not listed", "bad"), f", {place}")
    outlet = Content.styled(outlet_name(source), "strong")
    if link is not None:
        outlet = outlet.stylize(Style(link=link))
    found = finding.moved_from(cited.paragraph)
    modes = ", ".join(dict.fromkeys(one.mode for one in piece.evidence))
    return Content.assemble(
        outlet,
        f", {place}",
        (f", but found in paragraph {found}", "doubt") if found else "",
        (f" · {modes}", "quiet"),
        Content(" · ") + word_of(finding.outcome) if check.has_texts else "",
        (" · set aside", "doubt") if cited.source in check.aside else "",
        (f" · {retracted_words(check.examination.briefing, cited.source)}", "bad")
        if cited.source in check.examination.briefing.retracted
        else "",
    )


def _passage(
    check: Checked, piece: Piece, finding: Finding
) -> Iterator[tuple[Content | str, Content]]:
    """What is said of the passage, and the passage; each paragraph with what stands before it."""
    examination = check.examination
    cited, passage = piece.cited, finding.passage
    if finding.outcome is Outcome.ALTERED:
        yield "", Content.styled(f"{finding.reason} What is there now:", "doubt")
    elif finding.reason and check.has_texts:
        role = "quiet" if finding.outcome is Outcome.UNCHECKED else "doubt"
        yield "", Content.styled(finding.reason, role)
    if passage is None:
        is_whole = cited.paragraph is None and not cited.passage
        if not is_whole and (kept := passage_ends(cited, examination.briefing.anchor(cited))):
            label = "Passage cited: " if check.has_texts else ""
            yield "", Content.assemble((label, "label"), kept)
    elif cited.paragraph is None:
        begins = f"{BEGIN}{passage_beginning(passage)}"
        yield "", Content.assemble(("The whole text is cited; it begins: ", "label"), begins)
    else:
        shared = shared_tokens(piece.says, passage, check.lexicon)
        drawn = passage_parts(passage, shared)
        for number, content in drawn.items():
            yield Content.styled(f"¶{number}", "label") if len(drawn) > 1 else "", content


def _article(source: Source) -> str:
    """What the source gives of itself; what it does not give stands on its card."""
    by = f" by {', '.join(source.authors)}" if source.authors else ""
    dates = (("published", source.published), ("retrieved", source.retrieved))
    given = [f"{word} {date_words(date)}" for word, date in dates if date]
    return " · ".join([f"in “{one_line(source.title)}”{by}", *given])


_DOES: Final = {
    Support.SUPPORTS: "",
    Support.CONTRADICTS: "contradicted by ",
    Support.CONTEXT: "context: ",
}


def cite_item(revision: Revision, check: Checked, card: Card, key: str | None) -> str:
    briefing = revision.briefing
    found = grounds(briefing, card, key)
    if not found:
        return cite_card(revision, check, card)
    lines = [_cited(check, card, part) for part in found]
    sources = _sources(briefing, (one for part in found for one in part.evidence))
    # Neither all positions together nor a line of the first screen has an address of its own.
    item = None if key == "positions" or line_at(briefing, key) else key
    return "\n".join([*lines, *sources, _origin(revision, _giving(briefing, card, key), item)])


def cite_card(revision: Revision, check: Checked, card: Card) -> str:
    """Give a whole card with its citations, and the sources in full below."""
    briefing = revision.briefing
    lines = [card.title, ""]
    for part in item_parts(card):
        if part.bearer:
            lines += [_cited(check, card, part), ""]
    sources = _sources(briefing, card_evidence(card))
    return "\n".join([*lines, *sources, _origin(revision, card)])


def _cited(check: Checked, card: Card, part: Part) -> str:
    """What is claimed, where it is said, and what the gutter says of it, in words."""
    briefing = check.examination.briefing
    said = _said(part)
    if isinstance(part.bearer, Quote):
        said = f"“{said}” — {briefing.actor_name(part.bearer.speaker)}"
    places = _places(briefing, part.evidence)
    remarks = remark_words(_bearer_of(check, card, part), check)
    return f"{said} ({'; '.join([places, *remarks])})"


def _places(briefing: Briefing, evidence: Sequence[Evidence]) -> str:
    places = []
    for piece in evidence:
        source = briefing.sources_by_key.get(piece.source)
        name = piece.source if source is None else source_name(source)
        paragraph = "" if piece.paragraph is None else f", ¶{piece.paragraph}"
        places.append(f"{_DOES[piece.stance]}{name}{paragraph}")
    return "; ".join(places) or "no source: assumed"


def _sources(briefing: Briefing, evidence: Iterable[Evidence]) -> Iterator[str]:
    """Each source in full, and under it the addresses of the passages cited."""
    by_source: dict[str, list[Evidence]] = {}
    for piece in evidence:
        by_source.setdefault(piece.source, []).append(piece)
    for key, pieces in by_source.items():
        source = briefing.sources_by_key.get(key)
        if source is None:
            continue
        gone = retracted_words(briefing, key)
        yield f"{source_line(source)} {with_capital(gone)}".rstrip()
        links = (passage_link(source, briefing.anchor(piece)) for piece in pieces)
        yield from dict.fromkeys(link for link in links if link is not None)


def source_line(source: Source) -> str:
    published, retrieved = date_words(source.published), date_words(source.retrieved)
    return f"{source_name(source)}: “{source.title}”; published {published}, retrieved {retrieved}."


def _giving(briefing: Briefing, card: Card, key: str | None) -> Card:
    """The card that gives an item: of a figure of the panel it need not be the open one."""
    figure = (key or "").removeprefix("figure:")
    cards = (one for _, one in briefing.cards() if any(fig.id == figure for fig in one.figures))
    return next(cards, card) if key and key.startswith("figure:") else card


def _origin(revision: Revision, card: Card, item: str | None = None) -> str:
    """Say what it is from, with an address that stays right whatever is published later."""
    briefing, key = revision.briefing, f"{card.id}#{item}" if item else card.id
    section = next(section for section, one in briefing.cards() if one.id == card.id)
    address = permanent_address(revision, key) or f"{briefing.id}/{section.id}/{key}"
    return f"Briefing “{briefing.title}”, {revision_words(revision)}: {address}"
