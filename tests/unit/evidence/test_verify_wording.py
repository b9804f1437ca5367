"""Whether a sentence uses words that its passage does not bear out, beside those that it does."""

from __future__ import annotations

import pytest

from briefing.model.actors import Actor, Name
from briefing.model.vocabulary import ActorType, Basis
from tests.unit.evidence.verify_samples import a_briefing, answers, cite, told, verified

CHARGED = "The keeper was charged with theft in the spring of the drought."


@pytest.mark.parametrize(
    ("text", "passage", "expected"),
    [
        ("The keeper was convicted of theft.", CHARGED, "warning strong-word"),
        ("The keeper was acquitted of theft.", CHARGED, "warning strong-word"),
        (
            "The keeper was sentenced for theft.",
            "The keeper faces two years for theft, the court of Lakeside says.",
            "warning strong-word",
        ),
        (
            "A leak in the gauge was proven.",
            "The engineer saw a leak in the gauge in the spring.",
            "warning strong-word",
        ),
        (
            "The keeper was convicted of theft.",
            f"{CHARGED} Years later somebody else was convicted upstream.",
            "look strong-word",
        ),
        (
            "The keeper was convicted of theft.",
            "The keeper was found guilty of theft in the spring of the drought.",
            "",
        ),
        (
            "The keeper was sentenced for theft.",
            "The keeper was jailed for theft in the spring of the drought.",
            "",
        ),
        ("The keeper was charged with theft.", CHARGED, ""),
        (
            "The keeper was not convicted of theft.",
            "The keeper was charged with theft, and never tried, in the spring.",
            "",
        ),
    ],
)
def test_a_verdict_that_no_court_has_given(text: str, passage: str, expected: str) -> None:
    assert answers(text, passage, "strong-word") == expected


@pytest.mark.parametrize(
    ("text", "passage", "expected"),
    [
        (
            "The water rose after the deal was signed.",
            "The water fell after the deal was signed in May.",
            "warning opposite",
        ),
        (
            "The deal was signed before the drought.",
            "The deal was signed after the drought of the valley.",
            "warning opposite",
        ),
        (
            "The engineer supports the shares of the deal.",
            "The engineer opposes the shares of the deal in May.",
            "warning opposite",
        ),
        (
            "More boats were moored at the dam.",
            "Fewer boats were moored at the dam in the spring.",
            "warning opposite",
        ),
        (
            "The ponds of the north are dry.",
            "The ponds of the south are dry, the keeper says.",
            "warning opposite",
        ),
        (
            "The water rose after the deal was signed.",
            "The water rose after the deal was signed in May.",
            "",
        ),
        (
            "The water did not fall after the deal.",
            "The water rose after the deal was signed in May.",
            "",
        ),
        (
            "The water rose and fell after the deal.",
            "The water fell and rose after the deal was signed.",
            "",
        ),
        (
            "The water rose after the deal.",
            "The water did not fall after the deal was signed in May.",
            "",
        ),
        (
            "The water rose after the deal was signed.",
            "The water fell after the deal was signed. In the end it rose again.",
            "look opposite",
        ),
    ],
)
def test_a_word_whose_opposite_stands_in_the_passage(
    text: str, passage: str, expected: str
) -> None:
    assert answers(text, passage, "opposite") == expected


@pytest.mark.parametrize(
    ("text", "passage", "expected"),
    [
        (
            "The deal was signed without the anglers.",
            "The deal was signed with the anglers in the hall.",
            "warning opposite",
        ),
        (
            "The deal was signed with the anglers.",
            "The deal was signed without the anglers in the hall.",
            "warning negation, warning opposite",
        ),
        (
            "The deal was signed with the anglers.",
            "The deal was signed with the anglers in the hall.",
            "",
        ),
        (
            "The deal was signed with the anglers.",
            "The deal was signed with the anglers, without pomp in the hall.",
            "",
        ),
        (
            "The deal was signed without pomp.",
            "The deal was signed with the anglers, without pomp in the hall.",
            "",
        ),
    ],
)
def test_with_and_without(text: str, passage: str, expected: str) -> None:
    assert answers(text, passage, "opposite") == expected


@pytest.mark.parametrize(
    ("text", "passage", "expected"),
    [
        (
            "The harbour master left the pier.",
            "The deputy harbour master left the pier on Friday.",
            "warning rank",
        ),
        (
            "The mayor of Lakeside signed the deal.",
            "The deputy mayor of Lakeside signed the deal in May.",
            "warning rank",
        ),
        (
            "The mayor signed the deal in May.",
            "The acting mayor signed the deal on the bridge in May.",
            "warning rank",
        ),
        (
            "The deputy harbour master left the pier.",
            "The deputy harbour master left the pier on Friday.",
            "",
        ),
        ("The harbour master left the pier.", "The harbour master left the pier on Friday.", ""),
        (
            "The harbour master left the pier.",
            "The harbour master left the pier, acting on orders of the town.",
            "",
        ),
        (
            "The mayor of Hilltop left the pier.",
            "The mayor of Hilltop left the pier with the deputy mayor of Lakeside.",
            "",
        ),
    ],
)
def test_an_office_without_its_rank(text: str, passage: str, expected: str) -> None:
    assert answers(text, passage, "rank") == expected


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        ("Harbour master of the town", [("warning", "rank")]),
        ("Deputy harbour master of the town", []),
    ],
)
def test_the_rank_of_a_role(role: str, expected: list[tuple[str, str]]) -> None:
    master = Actor(
        id="master",
        type=ActorType.PERSON,
        names=(Name(text="Bo Marsh"),),
        role=role,
        evidence=cite("herald 1"),
    )
    passage = "Bo Marsh, deputy harbour master of the town, left the pier."
    assert told(verified(a_briefing(actors=[master]), herald=passage)) == expected


ASKED = "The anglers had asked the council for talks in the spring."


@pytest.mark.parametrize(
    ("text", "passage", "expected"),
    [
        ("The anglers celebrate weddings under lanterns.", ASKED, "look nothing-of-it"),
        (
            "The anglers asked the council, and wolves devoured sheep nearby.",
            ASKED,
            "look nothing-of-it",
        ),
        ("The anglers asked the council for talks.", ASKED, ""),
        ("The anglers asked politely for negotiations.", ASKED, ""),
        ("The Lantern Bearers spoke with the anglers.", f"{ASKED} The Lantern Bearers left.", ""),
    ],
)
def test_what_the_passage_has_no_word_of(text: str, passage: str, expected: str) -> None:
    assert answers(text, passage, "nothing-of-it") == expected


SUED = "Hilltop sued Lakeside over the sluice of the dam."


@pytest.mark.parametrize(
    ("text", "passage", "expected"),
    [
        ("Lakeside sued Hilltop over the sluice.", SUED, "look order"),
        (
            "Ann Lee accused Orkhan Aliyev of theft.",
            "Orkhan Aliyev accused Ann Lee of theft in the hall.",
            "look order",
        ),
        ("Hilltop sued Lakeside over the sluice.", SUED, ""),
        ("Lakeside was sued by Hilltop over the sluice.", SUED, ""),
        (
            "Lakeside sued Hilltop over the sluice.",
            "Hilltop was sued by Lakeside over the sluice of the dam.",
            "",
        ),
        (
            "Lakeside and Hilltop sued the keeper.",
            "Hilltop and Lakeside sued the keeper there.",
            "",
        ),
    ],
)
def test_two_names_in_the_other_order(text: str, passage: str, expected: str) -> None:
    assert answers(text, passage, "order") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They bought the ship and hired lawyers.", "look nothing-of-it"),
        ("They purchased a vessel, and paid.", ""),
    ],
)
def test_two_words_that_are_news_to_the_passage(text: str, expected: str) -> None:
    passage = "They acquired the vessel in May and made a payment for it there."
    assert answers(text, passage, "nothing-of-it") == expected


def test_a_thought_of_the_curators_may_be_in_two_words_of_its_own() -> None:
    text, passage = "They bought the ship and hired lawyers.", "They acquired the vessel in May."
    assert answers(text, passage, "nothing-of-it") == "look nothing-of-it"
    assert answers(text, passage, "nothing-of-it", basis=Basis.ASSESSED) == ""
