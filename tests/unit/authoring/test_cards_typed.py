"""Cards as typed: which claims the Markdown becomes, what the front matter holds, what is wrong."""

from __future__ import annotations

from decimal import Decimal

import pytest

from briefing.authoring.cards import read_card
from briefing.authoring.folder import SourceFile
from briefing.authoring.problems import Location, ParseContext, Report
from briefing.model.cards import (
    Card,
    Detail,
    Disagreement,
    Judgement,
    Position,
    Reaction,
    SourceNote,
    Unknown,
)
from briefing.model.claims import Allowance, Claim, Evidence, Figure, Quote
from briefing.model.dates import parse_date
from briefing.model.vocabulary import (
    Basis,
    Confidence,
    Dimension,
    Mode,
    Qualifier,
    SectionKind,
    Stance,
    Support,
)

EMPTY = "claim-e3b0c442"
KIND = SectionKind


def read(
    body: str, front: str = "title: T", kind: SectionKind = KIND.TERMS
) -> tuple[Card | None, list[str], ParseContext]:
    """A card with the front matter and, from line 4 on where that is one line, the body."""
    context = ParseContext(Report())
    card = read_card(SourceFile("c.md", f"---\n{front}\n---\n{body}"), "card", kind, context)
    problems = [f"{one.line}:{one.column} {one.code}" for one in context.report.problems()]
    return card, problems, context


def shown(claim: Claim) -> str:
    form = "quote" if isinstance(claim, Quote) else "item" if claim.item else "claim"
    basis = "" if claim.basis is Basis.REPORTED else f" ({claim.basis})"
    return f"{form} {claim.id}: {claim.text}{basis}"


@pytest.mark.parametrize(
    ("body", "claims", "problems"),
    [
        ("One claim. [@a]", ["claim one-claim: One claim."], []),
        ("One\nclaim [@a] ^id", ["claim id: One claim"], []),
        (
            "* Item one. [@a]\n* Item two. [@a]",
            ["item item-one: Item one.", "item item-two: Item two."],
            [],
        ),
        ("> Quoted words [@a] {speaker=x}", ["quote quoted-words: Quoted words"], []),
        ("> a [@a] {speaker=x basis=assessed}", ["quote a: a (assessed)"], []),
        ("> a [@a] {speaker=x basis=asessed}", ["quote a: a"], ["4:27 unknown-value"]),
        ("> Quoted words [@a]", ["quote quoted-words: Quoted words"], ["4:15 missing-speaker"]),
        ("Claim [@a] {speaker=x}", ["claim claim: Claim"], ["4:21 speaker-without-quotation"]),
        ("# Head", [], ["4:1 empty-card", "4:1 markdown-heading"]),
        ("One [@a]\n\n    code", ["claim one: One"], ["6:5 markdown-code"]),
        ("One [@a]\n\n```\nx\n```", ["claim one: One"], ["6:1 markdown-code"]),
        ("<div>", [], ["4:1 empty-card", "4:1 markdown-html"]),
        ("One [@a]\n\n---\n", ["claim one: One"], ["6:1 markdown-rule"]),
        ("* one [@a]\n\n  two [@a]", ["item one: one"], ["6:3 markdown-nesting"]),
        ("* one [@a]\n  * two [@a]", ["item one: one"], ["5:3 markdown-nesting"]),
        ("* # one", [f"item {EMPTY}: "], ["4:1 empty-claim", "4:1 markdown-heading"]),
        ("> a [@a] {speaker=x}\n>\n> b", ["quote a: a"], ["6:3 markdown-nesting"]),
        ("a\\\nb [@a]", ["claim a-b: a\\ b"], ["4:2 markdown-line-break"]),
        (
            "a *b* c *d* [@a]",
            ["claim a-b-c-d: a b c d"],
            ["4:3 markdown-emphasis", "4:9 markdown-emphasis"],
        ),
        ("a **b** [@a]", ["claim a-b: a b"], ["4:3 markdown-emphasis"]),
        ("a `b` [@a]", ["claim a-b: a b"], ["4:3 markdown-code"]),
        ("a [b](c) [@a]", ["claim a-b: a b"], ["4:3 markdown-link"]),
        ("a <http://x.y> [@a]", ["claim a-http-x-y: a http://x.y"], ["4:3 markdown-link"]),
        ("a ![b](c) [@a]", ["claim a-b: a b"], ["4:3 markdown-image"]),
        ("a <i> [@a]", ["claim a-i: a <i>"], ["4:3 markdown-html"]),
        ("a &amp; b [@a]", ["claim a-b: a  b"], ["4:3 markdown-html"]),
        ("a ~~b~~ [@a]", ["claim a-b: a b"], ["4:3 markdown-emphasis"]),
        ("a \\*b\\* *c* [@a]", ["claim a-b-c: a *b* c"], ["4:9 markdown-emphasis"]),
        ("a [@a] {date=2024-13}", ["claim a: a"], ["4:14 impossible-date"]),
        ("a [@a] {basis=asessed}", ["claim a: a"], ["4:15 unknown-value"]),
        ("a {basis=assumed}", ["claim a: a (assumed)"], []),
        ("a {basis=assessed}", ["claim a: a (assessed)"], ["4:2 missing-citation"]),
        ("a", ["claim a: a"], ["4:2 missing-citation"]),
        ("a [@a] [@b]", ["claim a: a"], ["4:8 bad-block-end"]),
        ("a ^id [@a]", ["claim id: a"], ["4:3 bad-block-end"]),
        ("a {date=2024} [@a]", ["claim a: a"], ["4:3 bad-block-end"]),
        ("a [@a] x", ["claim a-a-x: a [@a] x"], ["4:3 bad-block-end"]),
        ("a [@a x", ["claim a-a-x: a [@a x"], ["4:3 bad-block-end"]),
        ("a {date=2024} x [@a]", ["claim a-date-2024-x: a {date=2024} x"], ["4:3 bad-block-end"]),
        ("a {date=2024 [@a]", ["claim a-date-2024: a {date=2024"], ["4:3 bad-block-end"]),
        ("a ^id x [@a]", ["claim a-id-x: a ^id x"], ["4:3 bad-block-end"]),
        ("a [@a] {x=1}", ["claim a: a"], ["4:9 bad-attribute"]),
        ("a [@a] {date=2024 date=2025}", ["claim a: a"], ["4:19 bad-attribute"]),
        ("a [@a] {date}", ["claim a: a"], ["4:9 bad-attribute"]),
        ('a [@a] {mode="quote" basis=“assessed”}', ["claim a: a (assessed)"], []),
        ("[@a]", [f"claim {EMPTY}: "], ["4:1 empty-claim"]),
        ("* \n", [f"item {EMPTY}: "], ["4:1 empty-claim"]),
        ("> ", [f"quote {EMPTY}: "], ["4:3 empty-claim"]),
        ("A b [@a]\n\nA b [@a]", ["claim a-b: A b", "claim a-b-2: A b"], []),
        ("A b [@a] ^x\n\nA b [@a] ^x", ["claim x: A b", "claim x: A b"], ["6:11 duplicate-id"]),
        ("Ա [@a]", ["claim claim-6b8bdb1f: Ա"], []),
        ("a [@a] ^X", ["claim a: a"], ["4:9 bad-id"]),
        ("one two three four five [@a]", ["claim one-two-three-four: one two three four five"], []),
    ],
)
def test_blocks_are_claims(body: str, claims: list[str], problems: list[str]) -> None:
    card, found, _ = read(body)
    assert card is not None
    assert [shown(claim) for claim in card.claims] == claims
    assert found == problems


def test_a_claim_has_what_stands_at_the_end_of_its_block() -> None:
    body = (
        "It holds. [@a, ¶2; contradicts @b, ¶3]"
        ' {basis=assessed date=2024 allow="a: so it is"} ^c\n\n'
        "It is. [@a] {mode=silence}\n\n"
        "> We hold it. [@a, ¶1] {speaker=mayor}\n\n"
        "It was. [@a]"
    )
    card, problems, context = read(body)
    assert card is not None
    assert problems == []
    against = Evidence(source="b", paragraph=3, stance=Support.CONTRADICTS, mode=Mode.INFERENCE)
    assert card.claims == (
        Claim(
            id="c",
            text="It holds.",
            evidence=(Evidence(source="a", paragraph=2, mode=Mode.INFERENCE), against),
            basis=Basis.ASSESSED,
            date=parse_date("2024"),
            allowed=(Allowance(code="a", reason="so it is"),),
        ),
        Claim(id="it-is", text="It is.", evidence=(Evidence(source="a", mode=Mode.SILENCE),)),
        Quote(
            id="we-hold-it",
            text="We hold it.",
            evidence=(Evidence(source="a", paragraph=1, mode=Mode.QUOTE),),
            speaker="mayor",
        ),
        Claim(id="it-was", text="It was.", evidence=(Evidence(source="a", mode=Mode.PARAPHRASE),)),
    )
    place = context.parts["card#c"]
    assert place.location == Location("c.md", 4, 1)
    assert place.citations == (Location("c.md", 4, 13), Location("c.md", 4, 33))
    assert place.fields["date"] == Location("c.md", 4, 61)
    assert context.parts["card#we-hold-it"].location == Location("c.md", 8, 3)
    assert context.parts["card"].location == Location("c.md", 2, 1)


A, B = Evidence(source="a"), Evidence(source="b")
TWO = "positions:\n- {says: Yes, cite: a}\n- {says: No, cite: b}"


@pytest.mark.parametrize(
    ("kind", "front", "detail", "problems"),
    [
        (KIND.TERMS, "title: T\nstance: welcomes", None, ["3:1 unknown-field"]),
        (KIND.TERMS, "titel: T", None, ["2:1 missing-field", "2:1 unknown-field"]),
        (KIND.TERMS, f"title: {'x' * 81}", None, ["2:88 long-title"]),
        (
            KIND.REACTIONS,
            "title: T\nactor: x\nstance: welcomes\ndate: 2024\nspeaker: y",
            Reaction(actor="x", stance=Stance.WELCOMES, date=parse_date("2024"), speaker="y"),
            [],
        ),
        (KIND.REACTIONS, "title: T\nactor: x\nverb: hails", Reaction(actor="x", verb="hails"), []),
        (KIND.REACTIONS, "title: T\nactor: x", Reaction(actor="x"), ["2:1 missing-field"]),
        (KIND.REACTIONS, "title: T\nverb: hails", None, ["2:1 missing-field"]),
        (
            KIND.DISAGREEMENTS,
            f"title: T\nquestion: Q\ndimension: number\nmatters: yes\nclaims: [c]\n{TWO}",
            Disagreement(
                question="Q",
                dimension=Dimension.NUMBER,
                positions=(Position(says="Yes", evidence=(A,)), Position(says="No", evidence=(B,))),
                matters=True,
                claims=("c",),
            ),
            [],
        ),
        (
            KIND.DISAGREEMENTS,
            "title: T\nquestion: Q\ndimension: number\nmatters: no\n"
            "positions:\n- {says: Yes, cite: a}",
            Disagreement(
                question="Q",
                dimension=Dimension.NUMBER,
                positions=(Position(says="Yes", evidence=(A,)),),
                matters=False,
            ),
            ["7:1 too-few-positions"],
        ),
        (
            KIND.DISAGREEMENTS,
            "title: T\nquestion: Q\ndimension: number\nmatters: no\n"
            "positions:\n- {says: Yes}\n- {cite: a}",
            Disagreement(
                question="Q",
                dimension=Dimension.NUMBER,
                positions=(Position(says="Yes", evidence=()),),
                matters=False,
            ),
            ["7:3 missing-field", "8:3 missing-field"],
        ),
        (
            KIND.DISAGREEMENTS,
            "title: T\nquestion: Q\ndimension: number",
            None,
            ["2:1 missing-field", "2:1 missing-field"],
        ),
        (
            KIND.UNKNOWNS,
            "title: T\nquestion: Q\nsettled-by: S\nwhy: W",
            Unknown(question="Q", why="W", settled_by="S"),
            [],
        ),
        (KIND.UNKNOWNS, "title: T\nquestion: Q", None, ["2:1 missing-field"]),
        (
            KIND.JUDGEMENTS,
            "title: T\nstatement: S\nconfidence: high\nconfidence-basis: B",
            Judgement(statement="S", confidence=Confidence.HIGH, confidence_basis="B"),
            [],
        ),
        (
            KIND.JUDGEMENTS,
            "title: T\nstatement: S\nlikelihood: likely",
            None,
            ["2:1 missing-field", "2:1 missing-field"],
        ),
        (KIND.SOURCES, "title: T", None, []),
        (KIND.SOURCES, "title: T\nsource: a", SourceNote(source="a"), []),
    ],
)
def test_a_card_of_a_kind_has_its_detail(
    kind: SectionKind, front: str, detail: Detail | None, problems: list[str]
) -> None:
    card, found, _ = read("One. [@a]", front, kind)
    assert card is not None
    assert (card.detail, found) == (detail, problems)


@pytest.mark.parametrize(
    ("kind", "front", "is_empty"),
    [
        (KIND.TERMS, "title: T", True),
        (KIND.TERMS, "title: T\nactors: [x]", True),
        (KIND.TERMS, "title: T\nfigures: []", False),
        (KIND.PEOPLE, "title: T\nactors: [x]", False),
        (KIND.PEOPLE, "title: T", True),
        (KIND.REACTIONS, "title: T\nactor: x\nverb: hails", True),
        (KIND.UNKNOWNS, "title: T\nquestion: Q\nsettled-by: S", False),
        (KIND.SOURCES, "title: T\nsource: a", False),
    ],
)
def test_a_card_says_something(kind: SectionKind, front: str, is_empty: bool) -> None:
    _, problems, _ = read("", front, kind)
    line = front.count("\n") + 4
    assert problems == ([f"{line}:1 empty-card"] if is_empty else [])


def test_a_timeline_has_dates() -> None:
    assert read("One. [@a] {date=2024}", kind=KIND.TIMELINE)[1] == []
    assert read("One. [@a]", kind=KIND.TIMELINE)[1] == ["4:5 missing-date"]
    assert read("One. [@a]", kind=KIND.TERMS)[1] == []


@pytest.mark.parametrize("front", ["- x", "title: ["])
def test_a_card_whose_front_matter_cannot_be_read_is_none(front: str) -> None:
    card, problems, _ = read("One.", front)
    assert card is None
    assert [one.partition(" ")[2] for one in problems] == ["bad-yaml", "missing-citation"]


FIGURE = Figure(
    id="f", measure="M", unit="u", value=Decimal(3), as_of=parse_date("2024"), evidence=(A,)
)


@pytest.mark.parametrize(
    ("amount", "found", "problems"),
    [
        ("value: 3", (Decimal(3), None, None), []),
        ("value: 0", (Decimal(0), None, None), []),
        ("low: 3, high: 5", (None, Decimal(3), Decimal(5)), []),
        ("low: 5, high: 5", (None, Decimal(5), Decimal(5)), []),
        ("low: 6, high: 5", None, ["4:59 bad-amount"]),
        ("low: 3", None, ["4:3 bad-amount"]),
        ("value: 3, low: 3", None, ["4:61 bad-amount"]),
        ("value: 3, low: 2, high: 5", None, ["4:61 bad-amount"]),
        ("note: n", None, ["4:3 bad-amount"]),
        ("value: x", None, ["4:61 not-a-number"]),
        ("low: x, high: 5", None, ["4:59 not-a-number"]),
        ("low: 5, high: x", None, ["4:68 not-a-number"]),
    ],
)
def test_a_figure_has_a_value_or_two_ends(
    amount: str,
    found: tuple[Decimal | None, Decimal | None, Decimal | None] | None,
    problems: list[str],
) -> None:
    front = f"title: T\nfigures:\n- {{id: f, measure: M, unit: u, cite: a, as-of: 2024, {amount}}}"
    card, said, _ = read("", front)
    assert card is not None
    assert [(one.value, one.low, one.high) for one in card.figures] == ([found] if found else [])
    assert said == problems


@pytest.mark.parametrize(
    ("fields", "figures", "problems"),
    [
        ("{id: f, measure: M, unit: u, value: 3, cite: a, as-of: 2024}", [FIGURE], []),
        ("{id: F, measure: M, unit: u, value: 3, cite: a, as-of: 2024}", [], ["4:8 bad-id"]),
        ("{measure: M, unit: u, value: 3, cite: a, as-of: 2024}", [], ["4:3 missing-field"]),
        ("{id: f, measure: M, value: 3, cite: a, as-of: 2024}", [], ["4:3 missing-field"]),
        (
            "{id: f, measure: M, unit: u, value: 3, cite: a}",
            [Figure(id="f", measure="M", unit="u", value=Decimal(3), evidence=(A,))],
            ["4:3 undated-figure"],
        ),
        (
            "{id: f, measure: M, unit: u, value: 3, as-of: 2024, qualifier: about}",
            [
                Figure(
                    id="f",
                    measure="M",
                    unit="u",
                    value=Decimal(3),
                    as_of=parse_date("2024"),
                    qualifier=Qualifier.ABOUT,
                )
            ],
            ["4:3 missing-field"],
        ),
    ],
)
def test_a_figure_needs_an_id_a_measure_a_unit_and_evidence(
    fields: str, figures: list[Figure], problems: list[str]
) -> None:
    card, said, context = read("", f"title: T\nfigures:\n- {fields}")
    assert card is not None
    assert list(card.figures) == figures
    assert said == problems
    assert context.totals == []


def test_a_figure_with_parts_is_noted_with_their_place() -> None:
    fields = "{id: f, measure: M, unit: u, value: 3, cite: a, as-of: 2024, parts: [g, h]}"
    card, _, context = read("", f"title: T\nfigures:\n- {fields}")
    assert card is not None
    assert context.totals == [(card.figures[0], Location("c.md", 4, 71))]
    assert context.parts["card#figure:f"].location == Location("c.md", 4, 3)
