"""The walk over a card, whole: what belongs to what, what names whom, and what is searched."""

from __future__ import annotations

import pytest

from briefing.model.cards import Detail, Disagreement, Judgement, Reaction, Unknown
from briefing.model.parts import (
    Part,
    actor_parts,
    card_parts,
    count_card_words,
    count_text_words,
    detail_parts,
    source_parts,
)
from briefing.model.vocabulary import Confidence, Dimension, SectionKind
from tests.samples import ALL_FIELDS

CLAIMS = [
    "claim: Hilltop takes the water. *c1 (Claim)",
    "claim: It holds. *c2 (Claim)",
    "claim: We trust them. *q1 (Quote)",
    "speaker: Ann Lee *q1 →mayor",
]
REST = [
    "actor: Lakeside *actor:lakeside →lakeside",
    "actor: Ann Lee *actor:mayor →mayor",
    "tag: water",
]


def shown(part: Part) -> str:
    """A part in a line; a dash before what is not searched, a star before its item."""
    return (
        f"{'' if part.searched else '-'}{part.field}: {part.text}"
        f"{f' *{part.item}' if part.item else ''}{f' →{part.refers}' if part.refers else ''}"
        f"{f' ({type(part.bearer).__name__})' if part.bearer else ''}"
    )


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (
            SectionKind.TERMS,
            [
                "by: Lakeside *commitment:0 →lakeside",
                "to: Ann Lee *commitment:0 →mayor",
                "commitment: let the water through *commitment:0 (Commitment)",
                "status: promised *commitment:0",
                CLAIMS[0],
                "-corrected: 3 May 2024: it said “Lakeside takes the water.” The names were"
                " exchanged. *c1",
                *CLAIMS[1:],
                "measure: Share of the water *figure:share (Figure)",
                "amount: about 66.6 per cent *figure:share",
                "-as of: 2024-05 *figure:share",
                "as reported: two thirds *figure:share",
                "note: in a dry year *figure:share",
                "said by: Ann Lee *figure:share →mayor",
                "-component: Levy, 3–5,000 francs *figure:share →levy",
                "-rival: Levy, 3–5,000 francs *figure:share →levy",
                "measure: Levy *figure:levy (Figure)",
                "amount: 3–5,000 francs *figure:levy",
                "-as of:  *figure:levy",
                "-said by: the article itself *figure:levy",
                *REST,
            ],
        ),
        (
            SectionKind.REACTIONS,
            [
                "actor: Lakeside *actor:lakeside →lakeside",
                "-country: CH",
                "-stance: welcomes",
                "-verb: praises the deal",
                "speaker: Ann Lee →mayor",
                "-date: 2023-12~",
                *CLAIMS,
                *REST,
            ],
        ),
        (
            SectionKind.DISAGREEMENTS,
            [
                "question: How much water?",
                "-dimension: number",
                "-state: explained",
                "position: Two thirds. *position:0 (Position)",
                "position: A half. *position:1 (Position)",
                "-matters: yes",
                "why: It decides who pays.",
                *CLAIMS,
                *REST,
            ],
        ),
        (
            SectionKind.PEOPLE,
            [
                *CLAIMS,
                "name: Lakeside *actor:lakeside →lakeside (Name)",
                "name: Seestadt *actor:lakeside →lakeside (Name)",
                "-actor type: state *actor:lakeside",
                "-country: CH *actor:lakeside",
                "name: Ann Lee *actor:mayor →mayor (Name)",
                "-actor type: person *actor:mayor",
                "role: Mayor *actor:mayor →mayor (Actor)",
                "tag: water",
            ],
        ),
        (
            SectionKind.SOURCES,
            [
                "source title: Two towns, one dam →herald",
                "outlet: The Herald →herald",
                "-citation key: herald",
                "-source type: article-newspaper",
                "author: Ann Lee →herald",
                "author: Bo Marsh →herald",
                "-published: 2024-05-01",
                "-retrieved: 2024-05-03",
                "-language: en",
                "-url: https://example.org/",
                "origin: Regional Press →herald",
                "descriptor: Local daily →herald",
                "-slip: “year” for “day”",
                *CLAIMS,
                *REST,
            ],
        ),
    ],
)
def test_all_that_a_card_tells(kind: SectionKind, expected: list[str]) -> None:
    section = next(one for one in ALL_FIELDS.sections if one.kind is kind)
    (card,) = section.cards
    parts = [shown(part) for part in card_parts(ALL_FIELDS, section, card)]
    assert parts == [f"title: {card.title}", *expected]


def test_what_is_not_listed_is_named_by_its_id_and_not_searched() -> None:
    assert [shown(part) for part in actor_parts("gone", ALL_FIELDS)] == [
        "-name: gone *actor:gone →gone"
    ]
    assert [shown(part) for part in source_parts("gone", ALL_FIELDS)] == [
        "-source: unknown source gone →gone"
    ]
    assert [shown(part) for part in source_parts("herald", None)] == [
        "-source: unknown source herald →herald"
    ]


@pytest.mark.parametrize(
    ("kind", "text", "whole"),
    [
        (SectionKind.TERMS, 9 + 4 + 1, 9 + 4 + 1 + 3 + 4 + 4 + 2 + 4 + 1 + 2),
        (SectionKind.REACTIONS, 9 + 3, 9 + 3 + 3),
        (SectionKind.DISAGREEMENTS, 9 + 3 + 2 + 2 + 4, 9 + 3 + 2 + 2 + 4 + 3),
    ],
)
def test_the_words_of_a_card(kind: SectionKind, text: int, whole: int) -> None:
    section = next(one for one in ALL_FIELDS.sections if one.kind is kind)
    (card,) = section.cards
    assert (count_text_words(card), count_card_words(card)) == (text, whole)


@pytest.mark.parametrize(
    ("detail", "expected"),
    [
        (Reaction(actor="gone"), ["-actor: gone *actor:gone →gone", "-speaker: ", "-date: "]),
        (
            Disagreement(question="Q", dimension=Dimension.DATE, positions=(), matters=False),
            ["question: Q", "-dimension: date", "-state: open", "-matters: no"],
        ),
        (Unknown(question="Q", settled_by="S"), ["question: Q", "settled by: S"]),
        (
            Judgement(statement="S", confidence=Confidence.LOW, confidence_basis="B"),
            ["statement: S", "-confidence: low", "confidence basis: B"],
        ),
    ],
)
def test_what_is_not_given_is_not_told(detail: Detail, expected: list[str]) -> None:
    assert [shown(part) for part in detail_parts(detail, ALL_FIELDS)] == expected
