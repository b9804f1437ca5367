"""The walk over a card tells all of it, and the search and the views see what is theirs."""

from __future__ import annotations

import msgspec
import pytest

from briefing.model.actors import Actor, Name
from briefing.model.cards import (
    Card,
    Deal,
    Detail,
    Disagreement,
    Reaction,
    Section,
    SourceNote,
)
from briefing.model.parts import (
    Field,
    Part,
    card_evidence,
    card_parts,
    card_texts,
    detail_parts,
    row_lines,
)
from briefing.model.vocabulary import (
    SectionKind,
    Stance,
)
from tests.samples import ALL_FIELDS, CLAIMS, DETAILS, FIGURES

REACTION = DETAILS[SectionKind.REACTIONS]
DISAGREEMENT = DETAILS[SectionKind.DISAGREEMENTS]
SHARE, LEVY = FIGURES


def parts_of(kind: SectionKind = SectionKind.TERMS, **card: object) -> list[Part]:
    made = msgspec.structs.replace(Card(id="card", title="Title"), **card)
    section = Section(id="section", kind=kind, title="Section", cards=(made,))
    return list(card_parts(ALL_FIELDS, section, made))


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
                ("Stance", "welcomes"),
                ("As reported", "praises the deal"),
                ("Speaker", "Ann Lee"),
                ("Date", "2023-12~"),
            ],
        ),
        (Reaction(actor="lost"), [("Actor", "lost"), ("Speaker", ""), ("Date", "")]),
        (
            DISAGREEMENT,
            [
                ("Question", "How much water?"),
                ("Differs in", "number"),
                ("State", "explained"),
                ("Position 1 of 2", "Two thirds."),
                ("Position 2 of 2", "A half."),
                ("Matters", "yes"),
                ("Why", "It decides who pays."),
            ],
        ),
        (
            DETAILS[SectionKind.UNKNOWNS],
            [
                ("Question", "Who sits in the committee?"),
                ("Why it matters", "It sets the level."),
                ("What would settle it", "Its first minutes."),
            ],
        ),
        (
            DETAILS[SectionKind.JUDGEMENTS],
            [
                ("Judgement", "The deal is likely to hold."),
                ("Likelihood", "likely"),
                ("Confidence", "low"),
                ("Basis of the confidence", "Two articles."),
            ],
        ),
        (
            SourceNote(source="herald"),
            [
                ("Title", "Two towns, one dam"),
                ("Outlet", "The Herald"),
                ("Citation key", "herald"),
                ("Type", "article-newspaper"),
                ("Authors", "Ann Lee"),
                ("Authors", "Bo Marsh"),
                ("Published", "2024-05-01"),
                ("Retrieved", "2024-05-03"),
                ("Language", "en"),
                ("Address", "https://example.org/"),
                ("First reported by", "Regional Press"),
                ("Quality", "Local daily"),
                ("Probable slip in paragraph 9", "“year” for “day”"),
            ],
        ),
        (
            SourceNote(source="post"),
            [
                ("Title", "A dam"),
                ("Outlet", "Post"),
                ("Citation key", "post"),
                ("Type", "webpage"),
                ("Authors", ""),
                ("Published", ""),
                ("Retrieved", ""),
                ("Language", ""),
                ("Address", ""),
                ("First reported by", ""),
                ("Quality", ""),
                ("Probable slip in paragraph 3", "A half of what?"),
            ],
        ),
        (SourceNote(source="lost"), [("Source", "unknown source lost")]),
        (None, []),
    ],
)
def test_each_kind_of_card_tells_what_it_holds(
    detail: Detail | None, fields: list[tuple[str, str]]
) -> None:
    assert told(list(detail_parts(detail, ALL_FIELDS))) == fields


def test_a_figure_tells_what_is_known_of_it() -> None:
    parts = parts_of(figures=(msgspec.structs.replace(SHARE, rivals=("gone",)), LEVY))[1:]
    assert told(parts) == [
        ("Figure", "Share of the water"),
        ("Amount", "about 66.6 per cent"),
        ("As of", "2024-05"),
        ("As reported", "two thirds"),
        ("Note", "in a dry year"),
        ("Said by", "Ann Lee"),
        ("Made up of", "Levy, 3–5,000 francs"),
        ("Counted differently", "gone"),
        ("Figure", "Levy"),
        ("Amount", "3–5,000 francs"),
        ("As of", ""),
        ("Said by", "the article itself"),
    ]
    assert parts[0].described_by == "lakeside"
    assert parts[6].refers == "levy"


def test_claims_are_told_without_a_label_and_quotes_with_their_speaker() -> None:
    parts = parts_of(claims=CLAIMS)[1:]
    assert told(parts) == [
        ("", "Hilltop takes the water."),
        ("", "It holds."),
        ("Quote", "We trust them."),
        ("Speaker", "Ann Lee"),
    ]
    assert [part.date for part in parts] == [None, CLAIMS[1].date, None, None]
    assert [part.evidence for part in parts] == [*(one.evidence for one in CLAIMS), ()]
    assert [part.described_by for part in parts] == [None] * 4


def test_the_evidence_of_a_card_is_that_of_its_positions_claims_and_figures() -> None:
    assert isinstance(DISAGREEMENT, Disagreement)
    card = Card(id="c", title="Title", detail=DISAGREEMENT, claims=CLAIMS[1:], figures=(SHARE,))
    positions = [evidence for one in DISAGREEMENT.positions for evidence in one.evidence]
    claims = [evidence for one in CLAIMS[1:] for evidence in one.evidence]
    assert card_evidence(card) == [*positions, *claims, *SHARE.evidence]


def test_among_people_an_actor_tells_all_names_and_what_it_is() -> None:
    parts = parts_of(SectionKind.PEOPLE, actors=("lakeside", "mayor", "lost"))[1:]
    assert told(parts) == [
        ("Name", "Lakeside"),
        ("Also called", "Seestadt"),
        ("Kind", "state"),
        ("Country", "CH"),
        ("Name", "Ann Lee"),
        ("Kind", "person"),
        ("Role", "Mayor"),
        ("Name", "lost"),
    ]
    assert parts[6].described_by == "lakeside"
    elsewhere = parts_of(actors=("lakeside", "lost"))[1:]
    assert told(elsewhere) == [("About", "Lakeside"), ("About", "lost")]


def test_what_is_searched_comes_in_the_order_of_stepping_through_matches() -> None:
    def searched(**card: object) -> list[tuple[Field, str, str | None]]:
        parts = parts_of(**card)  # type: ignore[arg-type] # a kind, or a field of the card
        return [(part.field, part.text, part.item) for part in parts[1:] if part.searched]

    assert searched(detail=REACTION, claims=CLAIMS, actors=("lost", "lakeside"), tags=("t",)) == [
        (Field.ACTOR, "Lakeside", "actor:lakeside"),
        (Field.SPEAKER, "Ann Lee", None),
        (Field.CLAIM, "Hilltop takes the water.", "c1"),
        (Field.CLAIM, "It holds.", "c2"),
        (Field.CLAIM, "We trust them.", "q1"),
        (Field.SPEAKER, "Ann Lee", "q1"),
        (Field.ACTOR, "Lakeside", "actor:lakeside"),
        (Field.TAG, "t", None),
    ]
    assert searched(detail=DISAGREEMENT, figures=(SHARE,)) == [
        (Field.QUESTION, "How much water?", None),
        (Field.POSITION, "Two thirds.", "position:0"),
        (Field.POSITION, "A half.", "position:1"),
        (Field.WHY, "It decides who pays.", None),
        (Field.MEASURE, "Share of the water", "figure:share"),
        (Field.AMOUNT, "about 66.6 per cent", "figure:share"),
        (Field.AS_REPORTED, "two thirds", "figure:share"),
        (Field.NOTE, "in a dry year", "figure:share"),
        (Field.SAID_BY, "Ann Lee", "figure:share"),
    ]
    assert [field for field, _, _ in searched(detail=SourceNote(source="herald"))] == [
        *(Field.SOURCE_TITLE, Field.OUTLET, Field.AUTHOR, Field.AUTHOR, Field.ORIGIN),
        Field.DESCRIPTOR,
    ]
    people = searched(kind=SectionKind.PEOPLE, actors=("lakeside", "mayor", "lost"))
    assert [field for field, _, _ in people] == [Field.NAME, Field.NAME, Field.NAME, Field.ROLE]


def test_a_document_that_is_not_held_is_shown_and_not_searched() -> None:
    parts = parts_of(detail=SourceNote(source="deal"))[1:]
    assert ("Text", "primary text not held") in told(parts)
    assert not any(part.searched for part in parts)


def test_all_that_rests_on_evidence_is_told_once() -> None:
    briefing = ALL_FIELDS
    for section, card in briefing.cards():
        parts = list(card_parts(briefing, section, card))
        bearers = [part.bearer for part in parts if part.bearer is not None]
        sides = card.detail.positions if isinstance(card.detail, Disagreement) else ()
        owed = card.detail.commitments if isinstance(card.detail, Deal) else ()
        names = [one for one in bearers if isinstance(one, Name | Actor)]
        assert bearers == [*sides, *owed, *card.claims, *card.figures, *names]
        assert not names or section.kind is SectionKind.PEOPLE
        assert set(card_texts(card)) <= {part.text for part in parts}
        assert all(part.text for part in parts if part.searched)


@pytest.mark.parametrize(
    ("card", "lines"),
    [
        (Card(id="c", title="Title", detail=REACTION), ["Lakeside (Ann Lee), praises the deal"]),
        (
            Card(id="c", title="Title", detail=Reaction(actor="x", stance=Stance.SILENT)),
            ["x, silent: Title"],
        ),
        (
            Card(id="c", title="Title", detail=REACTION, claims=CLAIMS[2:]),
            ["Lakeside (Ann Lee), praises the deal: “We trust them.”"],
        ),
        (
            Card(id="c", title="Title", detail=DISAGREEMENT),
            ["How much water? (explained)", "Two thirds.", "A half."],
        ),
        (
            Card(id="c", title="Title", detail=DETAILS[SectionKind.TERMS]),
            ["Lakeside to Ann Lee: let the water through (promised)"],
        ),
        (
            Card(id="c", title="Title", detail=DETAILS[SectionKind.SKEPTICS], claims=CLAIMS),
            ["Ann Lee: the gauge", "Hilltop takes the water."],
        ),
        (
            Card(id="c", title="Title", detail=DETAILS[SectionKind.UNKNOWNS]),
            ["Who sits in the committee? Title", "Would be settled by: Its first minutes."],
        ),
        (
            Card(id="c", title="Title", claims=CLAIMS),
            ["Title", "Hilltop takes the water.", "1 May 2024: It holds.", "We trust them."],
        ),
    ],
)
def test_a_row_of_a_view_tells_what_the_section_is_for(card: Card, lines: list[str]) -> None:
    section = Section(id="s", kind=SectionKind.TIMELINE, title="Section", cards=(card,))
    assert row_lines(ALL_FIELDS, section, card) == lines


def test_a_row_of_any_other_view_is_the_title() -> None:
    card = Card(id="c", title="Title", claims=CLAIMS)
    section = Section(id="s", kind=SectionKind.UNKNOWNS, title="Section", cards=(card,))
    assert row_lines(ALL_FIELDS, section, card) == ["Title"]
