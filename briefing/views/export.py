"""``briefing export``: a briefing for another program, as Markdown, JSON, CSL-JSON or CSV."""

from __future__ import annotations

import re
from argparse import Namespace
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any, Final

import msgspec
from msgspec.structs import replace

from briefing.evidence.support import card_bearers, sources_of
from briefing.model.actors import NOT_HELD, Actor, Source
from briefing.model.briefing import Briefing, Revision, Verified
from briefing.model.cards import Card, Commitment, Deal, Position, Section
from briefing.model.claims import Claim, Evidence, Quote
from briefing.model.dates import EdtfDate
from briefing.model.errors import UsageError
from briefing.model.overview import OverviewLine, Topic, overview
from briefing.model.parts import (
    Field,
    Part,
    actors_parts,
    commitment_line,
    correction_parts,
    detail_parts,
    figure_parts,
    item_parts,
    row_lines,
    source_parts,
    tag_parts,
)
from briefing.model.text import with_capital
from briefing.model.vocabulary import Basis, Likelihood, SectionKind, Support
from briefing.views.address import open_whole, permanent_address
from briefing.views.context import Context
from briefing.views.phrases import (
    MODES,
    NOT_GIVEN,
    basis_words,
    described_by,
    publication_words,
    retracted_words,
    say,
    source_name,
    verified_words,
)
from briefing.views.shapes import Shape, as_json
from briefing.views.verbs import OK, load

_SPACE: Final = re.compile(r"[^\S\u00a0\u202f]+")
_ANYWHERE: Final = re.compile(r"([\\`*_{}\[\]<>|~&$^@#]|!$)")
_AT_START: Final = re.compile(r"([-+=:]|\d{1,9}(?=[.)]))")
_ADDRESS: Final = re.compile(r"https?://[^\s<>|\\`]+", re.IGNORECASE)

_FIGURE_COLUMNS: Final = ("Figure", "Amount", "As of", "As reported", "Said by", "Note")
_ORDER: Final = {
    Field.OUTLET: -1,
    Field.URL: 1,
    Field.NOT_HELD: 2,
    Field.SLIP: 3,
    Field.RETRACTED: 4,
}
"""What comes sooner or later here than among the parts of a card."""

_NOT_OF_ALL: Final = frozenset([Field.NOT_HELD, Field.SLIP, Field.RETRACTED])
"""What is known of some sources only, so that it is no column of their table."""

_STANCES: Final = {
    Support.SUPPORTS: "",
    Support.CONTRADICTS: "Contradicted by ",
    Support.CONTEXT: "Context: ",
}


class ShortRow(Shape, frozen=True, kw_only=True):
    """What a section's view tells of a card.

    Attributes:
        card: Id of the card.
        lines: Texts in reading order.
    """

    card: str
    lines: tuple[str, ...]


class ShortSection(Shape, frozen=True, kw_only=True):
    """What the short version has of a section: rows, or cards, whole.

    Attributes:
        id: Unique in the briefing.
        kind: What its cards are about.
        title: As shown in the list of sections.
        rows: One for each card, where the section's view is read.
        cards: Those that are read whole.
    """

    id: str
    kind: SectionKind
    title: str
    rows: tuple[ShortRow, ...]
    cards: tuple[Card, ...]


class OverviewEntry(Shape, frozen=True, kw_only=True):
    """Something that stands behind the bottom line, in a line.

    Attributes:
        topic: What it is about.
        words: What it says.
        card: Id of the card that says more.
        sources: Keys of those that support it.
    """

    topic: Topic
    words: str
    card: str
    sources: tuple[str, ...]


class ShortVersion(Shape, frozen=True, kw_only=True):
    """The short version of a briefing or of a section.

    Attributes:
        title: Of the briefing.
        cutoff: Date after which nothing was taken in.
        verified: What a check with the texts of its sources came to; None where there was none.
        words: Number of words of the short version of the briefing.
        minutes: Minutes to read it.
        overview: What is behind the bottom line; of a section nothing.
        sections: Those that it has anything of.
        sources: Of the briefing.
        actors: Of the briefing.
    """

    title: str
    cutoff: EdtfDate | None
    verified: Verified | None
    words: int
    minutes: int
    overview: tuple[OverviewEntry, ...]
    sections: tuple[ShortSection, ...]
    sources: tuple[Source, ...]
    actors: tuple[Actor, ...]


class Exported(Shape, frozen=True, kw_only=True):
    """What is written: the one of briefing, section and card that was asked for; the rest is null.

    In what comes from the model, a field that is not given, or has its default, is left out.

    Attributes:
        address: ``NAME``, ``NAME/SECTION`` or ``NAME/SECTION/CARD``.
        revision: Number of the publication, counted from 1; null of a folder, which is none.
        published: Time of publication, UTC; null of a folder.
        permanent: Permanent addresses of cards, ``CARD``, and of what rests on evidence in them,
            ``CARD#ITEM``, by these; `briefing resolve` says what became of each. None of a folder.
        briefing: The whole briefing.
        section: One section of it.
        card: One card of it.
        short: The short version of the briefing or section at the address.
    """

    address: str
    revision: int | None
    published: datetime | None
    permanent: dict[str, str]
    briefing: Briefing | None = None
    section: Section | None = None
    card: Card | None = None
    short: ShortVersion | None = None


def run(context: Context, arguments: Namespace) -> int:
    if arguments.short and arguments.format in ("csv", "csl"):
        raise UsageError(
            "--short goes with --format md or json; figures and sources have no short version."
        )
    revision = open_whole(context, arguments)
    match arguments.format:
        case "json":
            context.write(short_json(revision) if arguments.short else to_json(revision))
        case "csv":
            context.write(load("briefing.views.figures:figures_csv")(revision.briefing))
        case "csl":
            context.write(sources_csl(revision.briefing))
        case _:
            context.write(to_markdown(revision, short=arguments.short))
    return OK


def to_json(revision: Revision, section: Section | None = None, card: Card | None = None) -> str:
    """Write a briefing, one section of it, or one card of that section, as JSON.

    The same content is always the same text.
    """
    whole = None if section else revision.briefing
    exported = _exported(revision, section, card)
    return as_json(replace(exported, briefing=whole, section=None if card else section, card=card))


def _exported(revision: Revision, section: Section | None, card: Card | None = None) -> Exported:
    return Exported(
        address="/".join(part.id for part in (revision.briefing, section, card) if part),
        revision=revision.number or None,
        published=revision.published if revision.is_published else None,
        permanent=_permanent(revision, section, card),
    )


def _permanent(revision: Revision, section: Section | None, card: Card | None) -> dict[str, str]:
    sections = (section,) if section else revision.briefing.sections
    found: dict[str, str] = {}
    for within in sections:
        for one in (card,) if card else within.cards:
            keys = [one.id, *(bearer.key for bearer in card_bearers(within, one))]
            found |= {key: said for key in keys if (said := permanent_address(revision, key))}
    return found


def short_json(revision: Revision, section: Section | None = None) -> str:
    """Write the short version of a briefing, or what it has of one section, as JSON."""
    briefing = revision.briefing
    sections = (section,) if section else briefing.sections
    short = ShortVersion(
        title=briefing.title,
        cutoff=briefing.cutoff,
        verified=briefing.verified,
        words=briefing.short_word_count,
        minutes=briefing.short_minutes,
        overview=()
        if section
        else tuple(_overview_entry(briefing, line) for line in overview(briefing)),
        sections=tuple(_short(briefing, one) for one in sections if one.is_in_short),
        sources=briefing.sources,
        actors=briefing.actors,
    )
    return as_json(replace(_exported(revision, section), short=short))


def _overview_entry(briefing: Briefing, line: OverviewLine) -> OverviewEntry:
    return OverviewEntry(
        topic=line.topic,
        words=line.words,
        card=line.card.id,
        sources=tuple(key for key in sources_of(line.evidence) if key not in briefing.retracted),
    )


def _short(briefing: Briefing, section: Section) -> ShortSection:
    viewed = section.cards if section.is_viewed else ()
    rows = (
        ShortRow(card=card.id, lines=tuple(row_lines(briefing, section, card))) for card in viewed
    )
    return ShortSection(
        id=section.id,
        kind=section.kind,
        title=section.title,
        rows=tuple(rows),
        cards=section.short_cards,
    )


def sources_csl(briefing: Briefing) -> str:
    """Write all sources for reference managers: CSL-JSON (Citation Style Language 1.0.2).

    What a source does not give is left out. Names of authors are those printed, not taken apart.
    """
    items = [
        _csl_item(source, with_capital(retracted_words(briefing, source.key)))
        for source in briefing.sources
    ]
    items += [_csl_item(document, NOT_HELD) for document in briefing.not_held]
    return msgspec.json.format(msgspec.json.encode(items), indent=2).decode() + "\n"


def _csl_item(source: Source, remark: str = "") -> dict[str, Any]:
    given = {
        "id": source.key,
        "type": source.type,
        "title": source.title,
        "container-title": source.outlet,
        "author": [{"literal": name} for name in source.authors],
        "issued": _csl_date(source.published),
        "accessed": _csl_date(source.retrieved),
        "language": source.language,
        "URL": source.url,
        "note": "; ".join(filter(None, (source.descriptor, remark))),
    }
    return {name: value for name, value in given.items() if value}


def _csl_date(date: EdtfDate | None) -> dict[str, Any] | None:
    if date is None:
        return None
    points = [point.rstrip("~?%") for point in date.edtf.split("/")]
    if ".." in points:
        return {"literal": date.label}
    parts = [[int(part) for part in point.split("-")] for point in points]
    circa = {"circa": True} if date.approximate or date.uncertain else {}
    return {"date-parts": parts, **circa}


def to_markdown(
    revision: Revision,
    section: Section | None = None,
    card: Card | None = None,
    *,
    short: bool = False,
) -> str:
    """Write a briefing, one section of it, or one card of that section, as Markdown.

    Headings, claims with numbered footnotes for their citations, figures as tables, and a table of
    the sources cited. It is CommonMark with the tables and footnotes that GitHub and Pandoc share.
    Text of the briefing is escaped: it can make no heading, link, table or HTML of its own. The
    same content is always the same text.
    """
    briefing = revision.briefing
    notes = Footnotes(revision)
    blocks = [[f"# {inline(briefing.title)}"], _header(revision)]
    for shown in (section,) if section else briefing.sections:
        if short and not shown.is_in_short:
            continue
        blocks.append([f"## {inline(shown.title)}"])
        if short and shown.is_viewed:
            blocks.append(_rows(revision, shown))
            continue
        for one in (card,) if card else shown.short_cards if short else shown.cards:
            blocks += _card_blocks(briefing, shown, one, notes)
    if sources := notes.sources():
        blocks += [["## Sources cited"], sources]
    if records := [] if section else _records(briefing):
        blocks += [["## Corrections and retractions"], records]
    blocks.append(notes.definitions())
    return "\n\n".join("\n".join(lines) for lines in blocks if lines) + "\n"


def _header(revision: Revision) -> list[str]:
    return [
        f"- Briefing: {inline(revision.briefing.id)}",
        f"- Revision: {publication_words(revision)}",
        f"- Information cut-off: {_date(revision.briefing.cutoff)}",
        f"- Check: {inline(verified_words(revision.briefing))}",
    ]


def _rows(revision: Revision, section: Section) -> list[str]:
    rows: list[str] = []
    for card in section.cards:
        first, *others = row_lines(revision.briefing, section, card)
        address = _comment(permanent_address(revision, card.id))
        rows += [f"- {block(first)}{address}", *(f"  - {block(other)}" for other in others)]
    return rows


def _comment(address: str | None) -> str:
    return f"<!-- {address} -->" if address else ""


class Footnotes:
    """The footnotes of one document, numbered in the order in which they are first needed.

    The same place in the same source, cited in the same way, is one footnote.
    """

    def __init__(self, revision: Revision) -> None:
        self._revision, self._briefing = revision, revision.briefing
        self._numbers: dict[Evidence, int] = {}

    def marks(self, evidence: Iterable[Evidence]) -> str:
        """Write the marks of some citations, to stand right after a text: ``[^1][^2]``."""
        numbers = [self._numbers.setdefault(one, len(self._numbers) + 1) for one in evidence]
        return "".join(f"[^{number}]" for number in dict.fromkeys(numbers))

    def claimed(self, card: Card, item: str | None, evidence: Iterable[Evidence]) -> str:
        """Write marks, and behind them in a comment the permanent address of what they are for."""
        address = permanent_address(self._revision, f"{card.id}#{item}")
        return f"{self.marks(evidence)}{_comment(address)}"

    def definitions(self) -> list[str]:
        """Write all footnotes that were marked, in the order of their numbers."""
        return [f"[^{number}]: {self._text(one)}" for one, number in self._numbers.items()]

    def sources(self) -> list[str]:
        """Write the table of the sources that were cited, in the curator's order."""
        cited = {one.source for one in self._numbers}
        rows = [
            dict(_fields(self._briefing, _source_parts(self._briefing, each.key)))
            for each in self._briefing.sources
            if each.key in cited
        ]
        return _table([*rows[0]], [[*row.values()] for row in rows]) if rows else []

    def _text(self, evidence: Evidence) -> str:
        name = inline(source_name(self._briefing, evidence.source))
        where = "as a whole" if evidence.paragraph is None else f"¶{evidence.paragraph}"
        source = self._briefing.sources_by_key.get(evidence.source)
        slips = source.slips_at(evidence.paragraph) if source else ()
        odd = "".join(f" Probable slip of the source: {inline(note)}" for note in slips)
        if gone := retracted_words(self._briefing, evidence.source):
            odd += f" {inline(with_capital(gone))}"
        return f"{_STANCES[evidence.stance]}{name}, {where}{MODES[evidence.mode]}.{odd}"


def _source_parts(briefing: Briefing, key: str) -> list[Part]:
    return [part for part in source_parts(key, briefing) if part.field not in _NOT_OF_ALL]


def _card_blocks(
    briefing: Briefing, section: Section, card: Card, notes: Footnotes
) -> list[list[str]]:
    blocks = [[f"### {inline(card.title)}"], *_detail_blocks(briefing, section, card, notes)]
    items: list[str] = []
    for claim in card.claims:
        text = _claim_text(briefing, section, card, claim, notes)
        if claim.item:
            items.append(f"- {text}")
            continue
        blocks += [items, [f"> {text}" if isinstance(claim, Quote) else text]]
        items = []
    return [*blocks, items, _figure_table(briefing, card, notes)]


def _detail_blocks(
    briefing: Briefing, section: Section, card: Card, notes: Footnotes
) -> list[list[str]]:
    """Write what a card holds beside claims and figures: fields, and positions as a list."""
    blocks: list[list[str]] = []
    lines: list[str] = []
    parts = [*detail_parts(card.detail, briefing), *correction_parts(briefing, card)]
    if isinstance(card.detail, Deal):
        # What else there is of a commitment stands in its line.
        parts = [one for one in parts if _is_listed(one) or one.field is Field.CORRECTED]
    for is_listed, group in groupby(parts, key=_is_listed):
        if is_listed:
            sides = (_side(briefing, card, part, notes) for part in group)
            blocks += [lines, [f"{number}. {side}" for number, side in enumerate(sides, 1)]]
            lines = []
        else:
            lines = _field_lines(briefing, group)
    if section.kind is SectionKind.PEOPLE:
        actors = [briefing.actors_by_id.get(id_) for id_ in card.actors]
        lines += [_actor_line(briefing, actor, notes) for actor in actors if actor]
    else:
        lines += _field_lines(briefing, actors_parts(briefing, section, card))
    return [*blocks, lines + _field_lines(briefing, tag_parts(card))]


def _is_listed(part: Part) -> bool:
    return isinstance(part.bearer, Position | Commitment)


def _side(briefing: Briefing, card: Card, part: Part, notes: Footnotes) -> str:
    owed = part.bearer if isinstance(part.bearer, Commitment) else None
    said = commitment_line(briefing, owed) if owed else part.text
    return f"{block(said)}{notes.claimed(card, part.item, part.evidence)}"


def _field_lines(briefing: Briefing, parts: Iterable[Part]) -> list[str]:
    # Claims in a list begin with a hyphen; another sign keeps the two lists apart.
    return [f"* **{label}:** {value}" for label, value in _fields(briefing, parts)]


def _fields(briefing: Briefing, parts: Iterable[Part]) -> list[tuple[str, str]]:
    """Give labels and values; a list is one value, and a country stands behind its actor."""
    said: list[tuple[str, str]] = []
    for part in sorted(parts, key=lambda part: _ORDER.get(part.field, 0)):
        if part.field is Field.CITATION_KEY:
            continue
        label, value = part.label.replace("paragraph ", "¶"), _value(briefing, part)
        if part.field is Field.COUNTRY:
            label, actor = said.pop()
            value = f"{actor} ({value})"
        say(said, part.field, label, value)
    return said


def _value(briefing: Briefing, part: Part) -> str:
    match part.field:
        case Field.DATE | Field.AS_OF | Field.PUBLISHED | Field.RETRIEVED:
            return _date(part.date)
        case Field.LIKELIHOOD:
            low, high = Likelihood(part.text).percent
            return f"{part.text} ({low}–{high} per cent)"
        case Field.AS_REPORTED:
            return f"“{inline(part.text)}”"
        case Field.URL if part.text:
            return address(part.text)
    return (inline(part.text) or NOT_GIVEN) + inline(described_by(briefing, part.described_by))


def _actor_line(briefing: Briefing, actor: Actor, notes: Footnotes) -> str:
    said = [f"**{inline(actor.name)}**{notes.marks(actor.names[0].evidence)}", str(actor.type)]
    if actor.country:
        said.append(inline(actor.country))
    if actor.role:
        whose = inline(described_by(briefing, actor.described_by))
        said.append(f"{inline(actor.role)}{whose}{notes.marks(actor.evidence)}")
    for name in actor.names[1:]:
        kind = ", ".join(filter(None, (name.kind, inline(name.language or ""))))
        said.append(f"{inline(name.text)} ({kind}){notes.marks(name.evidence)}")
    return f"* {'; '.join(said)}"


def _claim_text(
    briefing: Briefing, section: Section, card: Card, claim: Claim, notes: Footnotes
) -> str:
    remarks = [] if claim.basis is Basis.REPORTED else [basis_words(claim.basis)]
    remarks += ["disputed"] if briefing.open_disputes(f"{card.id}#{claim.id}") else []
    remarks += _corrections(briefing, f"{card.id}#{claim.id}")
    text = block(claim.text)
    if isinstance(claim, Quote):
        text = f"“{inline(claim.text)}” — {inline(briefing.actor_name(claim.speaker))}"
    if section.kind is SectionKind.TIMELINE:
        text = f"**{_date(claim.date)}:** {text}"
    elif claim.date:
        remarks.append(claim.date.label)
    remark = f" *({'; '.join(remarks)})*" if remarks else ""
    return f"{text}{remark}{notes.claimed(card, claim.id, claim.evidence)}"


def _corrections(briefing: Briefing, key: str) -> list[str]:
    return [f"corrected {inline(one.line)}" for one in briefing.corrections_by_claim.get(key, ())]


def _records(briefing: Briefing) -> list[str]:
    """What was wrong and is gone, and sources that are retracted, as a list."""
    known = {f"{card.id}#{part.item}" for _, card in briefing.cards() for part in item_parts(card)}
    gone = (one for one in briefing.corrections if one.claim not in known)
    withdrawn = [f"- {block(f'Withdrawn, and corrected {one.line}')}" for one in gone]
    return withdrawn + [
        f"- {block(source_name(briefing, one.source))}: {inline(f'retracted {one.line}')}"
        for one in briefing.retractions
    ]


def _figure_table(briefing: Briefing, card: Card, notes: Footnotes) -> list[str]:
    rows = []
    for figure in card.figures:
        told = dict(_fields(briefing, figure_parts(figure, briefing)))
        told["Figure"] += notes.claimed(card, f"figure:{figure.id}", figure.evidence)
        for said in _corrections(briefing, f"{card.id}#figure:{figure.id}"):
            told["Note"] = "; ".join(filter(None, (told.get("Note", ""), said)))
        row = {column: told.pop(column, "") for column in _FIGURE_COLUMNS}
        more = [f"{label.lower()}: {value}" for label, value in told.items()]
        row["Note"] = "; ".join(filter(None, (row["Note"], *more)))
        rows.append([*row.values()])
    return _table(_FIGURE_COLUMNS, rows) if rows else []


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """Write a table of GitHub's Markdown, which Pandoc reads too; its cells are Markdown."""
    return [f"| {' | '.join(cells)} |" for cells in (head, ["---"] * len(head), *rows)]


def _date(date: EdtfDate | None) -> str:
    return inline(date.label) if date else NOT_GIVEN


def inline(text: str) -> str:
    """Write a text so that Markdown shows it as it is, on one line or in a cell of a table.

    Escaped is what means something in CommonMark, in GitHub's tables and mentions, and in Pandoc's
    citations, mathematics and attributes; and an exclamation mark at the end, which would make an
    image of a footnote.
    """
    return _ANYWHERE.sub(r"\\\1", _SPACE.sub(" ", text).strip())


def block(text: str) -> str:
    """Write a text so that it can begin a paragraph, a list item or a quotation, and stays one."""
    escaped = inline(text)
    start = _AT_START.match(escaped)
    if start is None:
        return escaped
    at = start.end() if start.group().isdecimal() else start.start()
    return f"{escaped[:at]}\\{escaped[at:]}"


def address(url: str) -> str:
    """Write an address as a link where its scheme is http or https, else as text."""
    return f"<{url}>" if _ADDRESS.fullmatch(url) else inline(url)
