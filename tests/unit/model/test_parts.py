"""The walk over a card tells all of it, and the search and the views see what is theirs."""

from __future__ import annotations

from decimal import Decimal

import msgspec
import pytest

from briefing.model.actors import Actor, Name, Slip, Source
from briefing.model.briefing import Briefing
from briefing.model.cards import (
    Card,
    Detail,
    Disagreement,
    Judgement,
    Position,
    Reaction,
    Section,
    SourceNote,
    Unknown,
)
from briefing.model.claims import Claim, Evidence, Figure, Quote
from briefing.model.dates import parse_date
from briefing.model.parts import Field, Part, card_parts, card_texts, detail_parts, row_lines
from briefing.model.vocabulary import (
    ActorType,
    Confidence,
    Dimension,
    DisagreementState,
    Likelihood,
    NameKind,
    SectionKind,
    Stance,
)
from tests.samples import ALL_FIELDS

HERALD = Evidence(source="herald", paragraph=2)
POST = Evidence(source="post", paragraph=4)
DAY = parse_date("2023-12~")

REACTION = Reaction(
    actor="town", stance=Stance.OPPOSES, verb="protests", country="CH", speaker="mayor", date=DAY
)
DISAGREEMENT = Disagreement(
    question="How much?",
    dimension=Dimension.NUMBER,
    positions=(
        Position(says="A half.", evidence=(HERALD,)),
        Position(says="All.", evidence=(POST,)),
    ),
    matters=False,
    why="It decides who pays.",
)
JUDGEMENT = Judgement(
    statement="It holds.",
    confidence=Confidence.LOW,
    confidence_basis="Two articles.",
    likelihood=Likelihood.LIKELY,
)
UNKNOWN = Unknown(question="Who?", why="It matters.", settled_by="A list.")
CLAIM = Claim(id="a", text="It is so.", evidence=(HERALD,), date=DAY)
QUOTE = Quote(id="q", text="So it is.", speaker="mayor", evidence=(POST,))
SHARE = Figure(
    id="share",
    measure="Share",
    unit="per cent",
    value=Decimal(66),
    as_of=DAY,
    as_reported="two thirds",
    said_by="mayor",
    described_by="town",
    note="in a dry year",
    parts=("levy",),
    rivals=("gone",),
    evidence=(HERALD,),
)
LEVY = Figure(id="levy", measure="Levy", unit="francs", value=Decimal(3))
BRIEFING = Briefing(
    id="towns",
    title="Two towns",
    sections=(
        Section(
            id="terms",
            kind=SectionKind.TERMS,
            title="Terms",
            cards=(Card(id="figures", title="Figures", figures=(SHARE, LEVY)),),
        ),
    ),
    sources=(
        Source(
            key="herald",
            type="report",
            title="Dam",
            outlet="The Herald",
            authors=("Ann", "Bob"),
            published=DAY,
            origin="Agency",
            slips=(Slip(paragraph=3, note="“year” for “day”"),),
        ),
        Source(key="post", type="report", title="Levy", outlet="Post"),
    ),
    not_held=(Source(key="treaty", type="treaty", title="Treaty", outlet="State"),),
    actors=(
        Actor(
            id="town",
            type=ActorType.STATE,
            country="CH",
            role="owner",
            described_by="mayor",
            names=(
                Name(text="Lakeside", evidence=(HERALD,)),
                Name(text="Seestadt", kind=NameKind.NATIVE, language="de"),
            ),
            evidence=(POST,),
        ),
        Actor(id="mayor", type=ActorType.PERSON, names=(Name(text="Ann Lee"),)),
    ),
)


def parts_of(kind: SectionKind = SectionKind.TERMS, **card: object) -> list[Part]:
    made = msgspec.structs.replace(Card(id="card", title="Title"), **card)
    section = Section(id="section", kind=kind, title="Section", cards=(made,))
    return list(card_parts(BRIEFING, section, made))


def told(parts: list[Part]) -> list[tuple[str, str]]:
    return [(part.label, part.text) for part in parts]


@pytest.mark.parametrize(
    ("detail", "fields"),
    [
        (
            REACTION,
            [
                ("Actor", "Lakeside"),
                ("Country", "CH"),
                ("Stance", "opposes"),
                ("As reported", "protests"),
                ("Speaker", "Ann Lee"),
                ("Date", "2023-12~"),
            ],
        ),
        (Reaction(actor="lost"), [("Actor", "lost"), ("Speaker", ""), ("Date", "")]),
        (
            DISAGREEMENT,
            [
                ("Question", "How much?"),
                ("Differs in", "number"),
                ("State", "open"),
                ("Position 1 of 2", "A half."),
                ("Position 2 of 2", "All."),
                ("Matters", "no"),
                ("Why", "It decides who pays."),
            ],
        ),
        (
            UNKNOWN,
            [
                ("Question", "Who?"),
                ("Why it matters", "It matters."),
                ("What would settle it", "A list."),
            ],
        ),
        (
            JUDGEMENT,
            [
                ("Judgement", "It holds."),
                ("Likelihood", "likely"),
                ("Confidence", "low"),
                ("Basis of the confidence", "Two articles."),
            ],
        ),
        (
            SourceNote(source="herald"),
            [
                ("Title", "Dam"),
                ("Outlet", "The Herald"),
                ("Citation key", "herald"),
                ("Type", "report"),
                ("Authors", "Ann"),
                ("Authors", "Bob"),
                ("Published", "2023-12~"),
                ("Retrieved", ""),
                ("Language", ""),
                ("Address", ""),
                ("First reported by", "Agency"),
                ("Quality", ""),
                ("Probable slip in paragraph 3", "“year” for “day”"),
            ],
        ),
        (SourceNote(source="lost"), [("Source", "unknown source lost")]),
        (None, []),
    ],
)
def test_each_kind_of_card_tells_what_it_holds(
    detail: Detail | None, fields: list[tuple[str, str]]
) -> None:
    assert told(list(detail_parts(detail, BRIEFING))) == fields


def test_a_figure_tells_what_is_known_of_it() -> None:
    parts = parts_of(figures=(SHARE, LEVY))[1:]
    assert told(parts) == [
        ("Figure", "Share"),
        ("Amount", "66 per cent"),
        ("As of", "2023-12~"),
        ("As reported", "two thirds"),
        ("Note", "in a dry year"),
        ("Said by", "Ann Lee"),
        ("Made up of", "Levy, 3 francs"),
        ("Counted differently", "gone"),
        ("Figure", "Levy"),
        ("Amount", "3 francs"),
        ("As of", ""),
        ("Said by", "the article itself"),
    ]
    assert parts[0].described_by == "town"
    assert parts[6].refers == "levy"


def test_among_people_an_actor_tells_all_names_and_what_it_is() -> None:
    parts = parts_of(SectionKind.PEOPLE, actors=("town", "lost"))[1:]
    assert told(parts) == [
        ("Name", "Lakeside"),
        ("Also called", "Seestadt"),
        ("Kind", "state"),
        ("Country", "CH"),
        ("Role", "owner"),
        ("Name", "lost"),
    ]
    assert parts[4].described_by == "mayor"
    assert told(parts_of(actors=("town", "lost"))[1:]) == [("About", "Lakeside"), ("About", "lost")]


def test_what_is_searched_comes_in_the_order_of_stepping_through_matches() -> None:
    def searched(**card: object) -> list[tuple[Field, str, str | None]]:
        parts = parts_of(**card)  # type: ignore[arg-type] # a kind, or a field of the card
        return [(part.field, part.text, part.item) for part in parts[1:] if part.searched]

    assert searched(
        detail=REACTION, claims=(CLAIM, QUOTE), actors=("lost", "town"), tags=("t",)
    ) == [
        (Field.ACTOR, "Lakeside", "actor:town"),
        (Field.SPEAKER, "Ann Lee", None),
        (Field.CLAIM, "It is so.", "a"),
        (Field.CLAIM, "So it is.", "q"),
        (Field.SPEAKER, "Ann Lee", "q"),
        (Field.ACTOR, "Lakeside", "actor:town"),
        (Field.TAG, "t", None),
    ]
    assert searched(detail=DISAGREEMENT, figures=(SHARE,)) == [
        (Field.QUESTION, "How much?", None),
        (Field.POSITION, "A half.", "position:0"),
        (Field.POSITION, "All.", "position:1"),
        (Field.WHY, "It decides who pays.", None),
        (Field.MEASURE, "Share", "figure:share"),
        (Field.AMOUNT, "66 per cent", "figure:share"),
        (Field.AS_REPORTED, "two thirds", "figure:share"),
        (Field.NOTE, "in a dry year", "figure:share"),
        (Field.SAID_BY, "Ann Lee", "figure:share"),
    ]
    assert [field for field, _, _ in searched(detail=SourceNote(source="herald"))] == [
        *(Field.SOURCE_TITLE, Field.OUTLET, Field.AUTHOR, Field.AUTHOR, Field.ORIGIN),
    ]
    assert [
        field for field, _, _ in searched(kind=SectionKind.PEOPLE, actors=("town", "lost"))
    ] == [
        *(Field.NAME, Field.NAME, Field.ROLE),
    ]


def test_a_document_that_is_not_held_is_shown_and_not_searched() -> None:
    parts = parts_of(detail=SourceNote(source="treaty"))[1:]
    assert ("Text", "primary text not held") in told(parts)
    assert not any(part.searched for part in parts)


def test_all_that_rests_on_evidence_is_told_once() -> None:
    briefing = ALL_FIELDS
    for section, card in briefing.cards():
        parts = list(card_parts(briefing, section, card))
        bearers = [part.bearer for part in parts if part.bearer is not None]
        positions = card.detail.positions if isinstance(card.detail, Disagreement) else ()
        names = [one for one in bearers if isinstance(one, Name | Actor)]
        assert bearers == [*positions, *card.claims, *card.figures, *names]
        assert not names or section.kind is SectionKind.PEOPLE
        assert set(card_texts(card)) <= {part.text for part in parts}
        assert all(part.text for part in parts if part.searched)


@pytest.mark.parametrize(
    ("card", "lines"),
    [
        (Card(id="c", title="Title", detail=REACTION), ["Lakeside (Ann Lee), protests"]),
        (
            Card(id="c", title="Title", detail=Reaction(actor="x", stance=Stance.SILENT)),
            ["x, silent: Title"],
        ),
        (
            Card(id="c", title="Title", detail=REACTION, claims=(QUOTE,)),
            ["Lakeside (Ann Lee), protests: “So it is.”"],
        ),
        (Card(id="c", title="Title", detail=DISAGREEMENT), ["Title"]),
        (
            Card(
                id="c",
                title="Title",
                detail=msgspec.structs.replace(DISAGREEMENT, state=DisagreementState.RESOLVED),
            ),
            ["Title (resolved)"],
        ),
        (
            Card(id="c", title="Title", claims=(CLAIM, QUOTE)),
            ["Title", "c. Dec 2023: It is so.", "So it is."],
        ),
    ],
)
def test_a_row_of_a_view_tells_what_the_section_is_for(card: Card, lines: list[str]) -> None:
    section = Section(id="s", kind=SectionKind.TIMELINE, title="Section", cards=(card,))
    assert row_lines(BRIEFING, section, card) == lines
