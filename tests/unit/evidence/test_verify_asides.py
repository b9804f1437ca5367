"""What a card says without a citation of its own, held against all that it cites."""

from __future__ import annotations

from decimal import Decimal

import pytest

from briefing.model.cards import (
    Commitment,
    Deal,
    Detail,
    Disagreement,
    Doubt,
    Judgement,
    Position,
    Reaction,
    Unknown,
)
from briefing.model.claims import Figure
from briefing.model.vocabulary import Confidence, Dimension
from tests.unit.evidence.verify_samples import (
    a_briefing,
    about_bearers,
    cite,
    claim,
    told,
    verified,
)

MOORED = "Ann Lee says that boats and rafts had been moored."


def said(detail: Detail | None = None, **more: object) -> list[str]:
    """Severity, code and field of what is said of a card that cites what Ann Lee said."""
    briefing = a_briefing(claim(MOORED, "herald 2"), detail=detail, **more)  # type: ignore[arg-type]
    found = []
    for one in about_bearers(verified(briefing), looks=True):
        if one.message.startswith("In the card’s "):
            label = one.message.removeprefix("In the card’s ").partition(":")[0]
            found.append(f"{one.severity} {one.code} in {label}")
    return found


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Ann Lee moored 77 boats", ["warning number-not-in-passage in title"]),
        ("Ann Lee does not trust them", ["warning negation in title"]),
        ("No boats are moored", ["look negation in title"]),
        ("The US moored boats and rafts", ["warning name-not-in-passage in title"]),
        ("Ann Lee calls it «a bad day»", ["warning quote-not-in-passage in title"]),
        ("At most 80 boats are moored", ["warning qualifier-changed in title"]),
        ("All boats and rafts are moored", ["warning quantifier in title"]),
        ("In all boats and rafts are moored", []),
        ("Thirty-two rafts are moored", []),
        ("Ann Lee trusts them «for now»", []),
        ("At least 80 boats are moored", []),
    ],
)
def test_a_title(title: str, expected: list[str]) -> None:
    assert said(title=title) == expected


def unknown(**fields: str) -> Unknown:
    return Unknown(**{"question": "Who?", "settled_by": "A census.", **fields})


def judgement(**fields: str) -> Judgement:
    fields = {"statement": "Boats stay.", "confidence_basis": "So.", **fields}
    return Judgement(confidence=Confidence.LOW, **fields)  # type: ignore[arg-type]


def deal(status: str) -> Deal:
    owed = Commitment(
        by=("lakeside",), does="read the gauge together", status=status, evidence=cite("herald 2")
    )
    return Deal(commitments=(owed,))


BAD = "So says «a bad day»."


@pytest.mark.parametrize(
    ("detail", "expected"),
    [
        (unknown(question="Who moored the 77 boats?"), ["look number-not-in-passage in question"]),
        (
            unknown(why="The US may take 77 boats."),
            ["look number-not-in-passage in why", "look name-not-in-passage in why"],
        ),
        (unknown(settled_by="A census of 77 boats."), ["look number-not-in-passage in settled by"]),
        (unknown(question=BAD), ["warning quote-not-in-passage in question"]),
        (unknown(why=BAD), ["warning quote-not-in-passage in why"]),
        (unknown(settled_by=BAD), ["warning quote-not-in-passage in settled by"]),
        (
            unknown(
                question="Who moored the 80 boats?",
                why="They «trust them».",
            ),
            [],
        ),
        (
            judgement(statement="The 77 boats stay there."),
            ["warning number-not-in-passage in statement"],
        ),
        (
            judgement(confidence_basis="The 77 boats stay there."),
            ["look number-not-in-passage in confidence basis"],
        ),
        (judgement(statement="The 32 rafts stay there."), []),
        (Doubt(by="mayor", doubts="the 77 boats"), ["warning number-not-in-passage in doubts"]),
        (Doubt(by="mayor", doubts="the 32 rafts"), []),
        (deal("of 77 boats by then"), ["warning number-not-in-passage in status"]),
        (deal("of 32 rafts by then"), []),
        (deal("not yet, says Lee"), []),
        (
            Reaction(actor="mayor", verb="trusts 77 of them"),
            ["warning number-not-in-passage in verb"],
        ),
        (Reaction(actor="mayor", verb="trusts them"), []),
    ],
)
def test_the_fields_of_a_card(detail: Detail, expected: list[str]) -> None:
    assert said(detail) == expected


def figure(measure: str, note: str | None = None) -> Figure:
    return Figure(
        id="f",
        measure=measure,
        value=Decimal(32),
        unit="rafts",
        note=note,
        evidence=cite("herald 2"),
    )


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (figure("Rafts of the US"), ["warning name-not-in-passage in measure"]),
        (figure("Rafts moored outside the 77"), ["warning number-not-in-passage in measure"]),
        (figure("Rafts", "beside 77 boats"), ["warning number-not-in-passage in note"]),
        (figure("Rafts", "«a bad day»"), ["warning quote-not-in-passage in note"]),
        (figure("Rafts that had been moored"), []),
        (figure("Rafts", "beside at least 80 boats"), []),
        (figure("Rafts", "«trust them»"), []),
    ],
)
def test_the_measure_and_the_note_of_a_figure(one: Figure, expected: list[str]) -> None:
    assert said(figures=[one]) == expected


def test_a_status_is_held_against_what_its_commitment_cites() -> None:
    owed = Commitment(
        by=("engineer",), does="welcome it", status="praised 37 rafts", evidence=cite("herald 4")
    )
    briefing = a_briefing(claim(MOORED, "herald 2"), detail=Deal(commitments=(owed,)))
    (remark,) = [one for one in about_bearers(verified(briefing)) if "status" in one.message]
    assert remark.bearer is not None
    assert (remark.code, remark.bearer.item) == ("number-not-in-passage", "commitment:0")


def test_nothing_said_without_a_citation_is_counted_or_an_error() -> None:
    briefing = a_briefing(claim(MOORED, "herald 2"), title="The US has 77 boats, «a bad day»")
    verification = verified(briefing)
    assert {severity for severity, _ in told(verification)} == {"warning"}
    counted = verified(a_briefing(claim(MOORED, "herald 2")))
    assert verification.tallies == {
        **counted.tallies,
        "claims": verification.tallies["claims"],
    }


def test_the_title_of_a_disagreement_is_held_against_both_sides() -> None:
    sides = tuple(
        Position(says="Boats had been moored.", evidence=cite(place))
        for place in ("herald 2", "post 2")
    )
    detail = Disagreement(
        question="Are 80 or 90 boats moored?",
        dimension=Dimension.NUMBER,
        positions=sides,
        matters=False,
        why="",
    )
    for title, wrong in (("Some 90 boats or at least 80", []), ("Some 70 boats", ["number"])):
        found = told(verified(a_briefing(detail=detail, title=title)))
        assert found == [("warning", f"{one}-not-in-passage") for one in wrong]
