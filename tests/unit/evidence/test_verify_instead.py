"""A name, an office or another word that stands where the passages have another."""

from __future__ import annotations

import pytest

from briefing.model.actors import Actor, Name
from briefing.model.cards import Disagreement, Position
from briefing.model.vocabulary import ActorType, Dimension
from tests.unit.evidence.verify_samples import (
    ACTORS,
    a_briefing,
    answers,
    cite,
    claim,
    told,
    verified,
)

TWO = "Lakeside pays for the gauge and the sluice. Hilltop met in the hall with the anglers."


@pytest.mark.parametrize(
    ("text", "passage", "expected"),
    [
        ("Hilltop pays for the gauge and the sluice.", TWO, "look name-instead"),
        ("Lakeside pays for the gauge and the sluice.", TWO, ""),
        ("Lakeside and Hilltop pay for the gauge and the sluice.", TWO, ""),
        ("The anglers pay for the gauge and the sluice.", TWO, ""),
        ("Hilltop met in the hall with the anglers.", TWO, ""),
        ("Hilltop pays for the gauge.", "It pays for the gauge. Hilltop met in the hall.", ""),
        ("Hilltoppers pay for the gauge and the sluice.", TWO, ""),
    ],
)
def test_a_name_where_another_stands(text: str, passage: str, expected: str) -> None:
    assert answers(text, passage, "name-instead") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A court in Yerevan sentenced the keeper.", ["name-instead"]),
        ("A court in Baku sentenced the keeper.", []),
        ("A court in Azerbaijan sentenced the Armenian keeper.", []),
    ],
)
def test_a_capital_is_not_named_by_an_adjective(text: str, expected: list[str]) -> None:
    states = [
        Actor(id=name, type=ActorType.STATE, names=(Name(text=name), Name(text=capital)))
        for name, capital in (("Armenia", "Yerevan"), ("Azerbaijan", "Baku"))
    ]
    briefing = a_briefing(claim(text, "herald 1"), actors=states)
    herald = "A court in Baku sentenced the Armenian keeper to a year, it says."
    assert [code for _, code in told(verified(briefing, herald=herald), looks=True)] == expected


@pytest.mark.parametrize(
    ("text", "passage", "expected"),
    [
        ("Two doctors left the dam.", "Two nurses left the dam at night.", "look kind-instead"),
        ("Two physicians left the dam.", "Two doctors left the dam at night.", ""),
        ("Two doctors left the dam.", "Two nurses and a doctor left the dam at night.", ""),
        ("Two nurses saw a doctor.", "Two nurses saw somebody at the dam in the night.", ""),
        ("Two doctors left the dam.", "Two left the dam at night.", ""),
        ("His sister left the dam.", "His brother left the dam at night.", "look kind-instead"),
    ],
)
def test_a_word_where_another_of_its_kind_stands(text: str, passage: str, expected: str) -> None:
    assert answers(text, passage, "kind-instead") == expected


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        ("Foreign minister of the town", [("warning", "kind-instead")]),
        ("Envoy of the town", []),
        ("Somebody in the town", []),
    ],
)
def test_an_office_in_a_role(role: str, expected: list[object]) -> None:
    mayor = Actor(
        id="lee",
        type=ActorType.PERSON,
        names=(Name(text="Ann Lee"),),
        role=role,
        evidence=cite("herald 1"),
    )
    herald = "Ann Lee, the ambassador of the town, signed the deal at the dam."
    assert told(verified(a_briefing(actors=[mayor]), herald=herald)) == expected


SAID = "The agency counted 14 boats at the dam.\n\nThe company spoke of nine rafts at the pier."


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Company: 14 boats at the dam; agency: nine rafts at the pier", True),
        ("Agency: 14 boats at the dam; company: nine rafts at the pier", False),
        ("Company: something else; agency: 14 boats at the dam", False),
        ("Company: 14 boats at the dam; anglers: nine rafts at the pier", False),
        ("14 boats at the dam; nine rafts at the pier", False),
    ],
)
def test_two_parties_that_say_each_what_the_other_says(title: str, *, expected: bool) -> None:
    positions = tuple(
        Position(says=says, evidence=cite(f"herald {number}"))
        for number, says in ((1, "The agency: 14 boats."), (2, "The company: nine rafts."))
    )
    dispute = Disagreement(
        question="How many?", dimension=Dimension.NUMBER, positions=positions, matters=True
    )
    briefing = a_briefing(detail=dispute, title=title, actors=ACTORS[:1])
    found = [code for _, code in told(verified(briefing, herald=SAID), looks=True)]
    assert ("attributed-elsewhere" in found) is expected
