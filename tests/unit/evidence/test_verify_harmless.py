"""What is true in other words than its passage's: no error, and no warning."""

from __future__ import annotations

from decimal import Decimal

import pytest

from briefing.model.claims import Figure
from briefing.model.vocabulary import Basis
from tests.unit.evidence.verify_samples import (
    a_briefing,
    answers,
    cite,
    claim,
    only,
    told,
    verified,
)

AT_THE_GATE = "They met at the gate; Governor Ann Lee of Lakeside spoke for Hilltop, too."
"""A second paragraph, which names those whom the first one means."""


@pytest.mark.parametrize(
    ("text", "passage"),
    [
        ("The gauge is 30 years old.", "The gauge was put in three decades ago by the mill."),
        (
            "The sluice stood shut for thirty years.",
            "For three decades the sluice of the dam stood shut.",
        ),
        ("The other 14 boats are moored.", "Of 16 boats at the dam two have left; others stay."),
        ("The other two boats are moored.", "Of 16 boats at the dam 14 have left; others stay."),
        ("In all 18 boats are moored.", "There were 16 boats and two rafts at the dam."),
        (
            "The shares apply until December 31, 2023.",
            "The shares of the water apply until the end of 2023.",
        ),
        (
            "The shares apply until December 31, 2024.",
            "The shares of the water apply until the end of the year.",
        ),
        (
            "The shares apply until 31 December.",
            "The shares of the water apply until the end of the year.",
        ),
        ("The talks took two days.", "The talks of the councils were held on 11–12 December."),
        ("The talks took two days.", "The talks were held in the hall on 11 and 12 December."),
        (
            "Fishermen resent the accord.",
            "Anglers of the valley are angry about the deal, they told us.",
        ),
        (
            "Officials said the pier is old.",
            "The keeper of the dam said that the pier is old.",
        ),
        (
            "Ann Lee signed the deal.",
            f"The governor signed the deal on the bridge in May.\n\n{AT_THE_GATE}",
        ),
        (
            "Lakeside signed the deal.",
            f"The town signed the deal and opened its sluice.\n\n{AT_THE_GATE}",
        ),
        (
            "Lakeside and Hilltop signed the deal.",
            f"Both signed the deal on the bridge in May.\n\n{AT_THE_GATE}",
        ),
        ("Rafts left on April 28.", "On April 28, 2022, the rafts left the dam for the valley."),
        (
            "Rafts left on April 28, 2022, and boats followed on April 28.",
            "On April 28, 2022, the rafts left the dam, and the boats followed.",
        ),
        ("The deal was signed on 1 May.", "The deal was signed on the bridge today, they say."),
        (
            "The British envoy left in May.",
            "The envoy of the United Kingdom left the talks in May.",
        ),
        (
            "London left the talks in May.",
            "The envoy of the United Kingdom left the talks in May.",
        ),
        ("They met on Monday.", "They met in the hall of the council to talk."),
    ],
)
def test_what_is_true_in_other_words(text: str, passage: str) -> None:
    assert answers(text, passage) == ""


@pytest.mark.parametrize(
    ("text", "passage", "expected"),
    [
        (
            "The gauge is 31 years old.",
            "The gauge was put in three decades ago by the mill.",
            "error number-not-in-passage",
        ),
        (
            "The other 13 boats are moored.",
            "Of 16 boats at the dam two have left; others stay.",
            "error number-not-in-passage",
        ),
        (
            "There are 81 boats at the dam.",
            "There are 80 boats and a raft at the dam.",
            "error number-not-in-passage",
        ),
        (
            "A third round of talks failed.",
            "A second round of talks in the hall failed.",
            "warning number-not-in-passage",
        ),
        (
            "The shares apply until 30 December.",
            "The shares of the water apply until the end of the year.",
            "warning date-not-in-passage",
        ),
        (
            "Rafts left on April 27.",
            "On April 28, 2022, the rafts left the dam for the valley.",
            "error date-not-in-passage",
        ),
        (
            "The deal was signed on 2 May.",
            "The deal was signed on the bridge today, they say.",
            "warning date-not-in-passage",
        ),
        (
            "The French envoy left in May.",
            "The envoy of the United Kingdom left the talks in May.",
            "warning name-not-in-passage",
        ),
        (
            "The US signed the deal.",
            f"The town signed the deal and opened its sluice.\n\n{AT_THE_GATE}",
            "error name-not-in-passage",
        ),
    ],
)
def test_what_is_not_true_beside_it(text: str, passage: str, expected: str) -> None:
    assert answers(text, passage) == expected


SIX = "\n\n".join(["The keeper left the dam in the rain."] * 6)


@pytest.mark.parametrize(
    ("passage", "expected"),
    [
        (f"The anglers signed the deal in May.\n\n{AT_THE_GATE}", "warning name-not-in-passage"),
        (f"It was she who signed the deal.\n\n{SIX}\n\n{AT_THE_GATE}", "warning name-not-in-pa"),
        (f"It was she who signed the deal.\n\n{AT_THE_GATE}", "look name-not-in-passage"),
    ],
)
def test_somebody_stands_for_a_person_who_is_named_close_by(passage: str, expected: str) -> None:
    found = answers("Ann Lee signed the deal.", passage, "name-not-in-passage")
    assert found.startswith(expected)
    assert ", " not in found


@pytest.mark.parametrize(
    ("unit", "passage", "expected"),
    [
        ("US dollars", "The sluice cost $40, the keeper of the dam writes.", []),
        ("US dollars", "The sluice cost 40 dollars, the keeper writes.", []),
        ("Swiss francs", "The sluice cost 40 francs, the keeper writes.", []),
        ("US dollars", "The sluice cost 40 euros, the keeper writes.", [("warning", "unit")]),
    ],
)
def test_the_state_in_a_unit(unit: str, passage: str, expected: list[tuple[str, str]]) -> None:
    figure = Figure(id="f", measure="Cost", value=Decimal(40), unit=unit, evidence=cite("herald 1"))
    assert told(verified(a_briefing(figures=[figure]), herald=passage)) == expected


def test_an_assumption_names_whom_it_likes() -> None:
    assumed = claim("The US will pay for the dam.", basis=Basis.ASSUMED)
    assert told(verified(a_briefing(assumed)), looks=True) == []
    cited = claim("The US will pay for the dam.", "herald 1", basis=Basis.ASSUMED)
    assert told(verified(a_briefing(cited))) == []
    assessed = claim("The US will pay for the dam.", "herald 1", basis=Basis.ASSESSED)
    assert only(verified(a_briefing(assessed))).code == "name-not-in-passage"
