"""What is said of a card as a whole: its title, whom it is about, its date and its stance."""

from __future__ import annotations

from decimal import Decimal

import pytest

from briefing.model.actors import Actor, Name
from briefing.model.briefing import Briefing
from briefing.model.cards import Disagreement, Position, Reaction
from briefing.model.claims import Claim, Figure
from briefing.model.dates import EdtfDate, parse_date
from briefing.model.vocabulary import ActorType, Dimension, Mode, Stance
from tests.unit.evidence.verify_samples import (
    a_briefing,
    about_bearers,
    cite,
    claim,
    told,
    verified,
)

MOORED = "Boats and rafts had been moored at the dam."


def said(briefing: Briefing) -> list[tuple[str, str, str]]:
    """Code, message and fix of what is warned of; there is no error."""
    found = about_bearers(verified(briefing))
    assert not any(one.is_error for one in found)
    return [(one.code, one.message, one.fix) for one in found]


def test_a_title_says_what_no_passage_of_its_card_has() -> None:
    title = "The US and Hilltop have “a deal” on 77 boats, twelve piers, of March 4"
    briefing = a_briefing(claim(MOORED, "herald 2"), title=title)
    assert said(briefing) == [
        (
            "quote-not-in-passage",
            "In the card’s title: “a deal” is not in the passage cited.",
            "Copy the words from the passage, or say it in your own words without quotation marks.",
        ),
        (
            "number-not-in-passage",
            "In the card’s title: “77” is not in the passage cited, neither in digits nor in"
            " words.",
            "Correct it, or cite the passage that has it.",
        ),
        (
            "name-not-in-passage",
            "In the card’s title: “US” is not in the passage cited, in any spelling, nor elsewhere"
            " in the sources cited.",
            "Correct the name.",
        ),
        (
            "date-not-in-passage",
            "In the card’s title: “March 4” is not in the passage cited and does not follow from"
            " it.",
            "Correct it, or cite the passage that has it.",
        ),
    ]
    assert verified(briefing).tallies["numbers"].total == 0


THEY_SAY = "its passages say"
NO_WORD = "no passage has a word for it."


def not_named(*missing: tuple[str, str, str]) -> list[tuple[str, str, str]]:
    return [
        (
            "actor-not-in-passage",
            f"No passage cited in this card names {name}, its `{field}`.",
            f"Cite a passage that does, or remove {actor}.",
        )
        for actor, name, field in missing
    ]


@pytest.mark.parametrize(
    ("places", "detail", "actors", "expected"),
    [
        ("post 2", None, "engineer anglers us", [("engineer", "Orkhan Aliyev", "actors")]),
        ("post 2, engineers", None, "engineer", []),
        ("post 2, herald 4", None, "engineer", []),
        ("post 2, herald 1", None, "engineer", []),
        ("herald 2", None, "engineer mayor herald nobody us", []),
        ("post 1", None, "herald", [("herald", "Herald", "actors")]),
        (
            "post 1",
            Reaction(actor="engineer", stance=Stance.NEUTRAL, speaker="mayor"),
            "engineer herald",
            [
                ("engineer", "Orkhan Aliyev", "actor"),
                ("mayor", "Ann Lee", "speaker"),
                ("herald", "Herald", "actors"),
            ],
        ),
        ("post 2", Reaction(actor="engineer", stance=Stance.SILENT), "", []),
        ("post 2", Reaction(actor="engineer"), "", [("engineer", "Orkhan Aliyev", "actor")]),
        ("herald 2", Reaction(actor="engineer"), "", []),
        ("herald 2", Reaction(actor="mayor", speaker="mayor"), "mayor", []),
    ],
)
def test_those_whom_a_card_is_about_are_named_in_its_passages(
    places: str, detail: Reaction | None, actors: str, expected: list[tuple[str, str, str]]
) -> None:
    one = claim(MOORED, *places.split(", "))
    briefing = a_briefing(one, detail=detail, card_actors=actors.split())
    found = [remark for remark in said(briefing) if remark[0] == "actor-not-in-passage"]
    assert found == not_named(*expected)


@pytest.mark.parametrize(
    ("stance", "verb", "place", "severity", "message"),
    [
        (Stance.OPPOSES, "", "herald 4", "warning", f"“opposes”; {THEY_SAY} “welcomed”"),
        (Stance.SKEPTICAL, "", "herald 4", "warning", f"“skeptical”; {THEY_SAY} “welcomed”"),
        (Stance.OPPOSES, "", "post 2", None, ""),
        (Stance.OPPOSES, "", "herald 1", "look", f"“opposes”; {NO_WORD}"),
        (Stance.WELCOMES, "", "herald 1", "look", f"“welcomes”; {NO_WORD}"),
        (Stance.WELCOMES, "", "post 2", "warning", f"“welcomes”; {THEY_SAY} “reject”"),
        (Stance.SUPPORTS, "", "post 2", "warning", f"“supports”; {THEY_SAY} “reject”"),
        (Stance.SUPPORTS, "", "herald 4", None, ""),
        (Stance.CONDITIONAL, "", "post 2", "look", "no passage has a condition."),
        (Stance.NEUTRAL, "", "post 2", "warning", f"“neutral”; {THEY_SAY} “reject”"),
        (Stance.NEUTRAL, "", "herald 4", "warning", f"“neutral”; {THEY_SAY} “welcomed”"),
        (Stance.NEUTRAL, "", "herald 1", None, ""),
        (Stance.SILENT, "", "post 2", "warning", f"“silent”; {THEY_SAY} “reject”"),
        (Stance.SILENT, "", "herald 1", None, ""),
        (None, "Rejects sharply", "herald 4", "warning", f"“Rejects sharply”; {THEY_SAY} “welc"),
        (None, "Sharply rejects", "herald 4", "warning", f"“Sharply rejects”; {THEY_SAY} “welc"),
        (None, "hails", "post 2", "warning", f"“hails”; {THEY_SAY} “reject”"),
        (None, "hails but rejects", "post 2", None, ""),
        (None, "praises", "herald 4", None, ""),
        (None, "rejecting it", "post 2", None, ""),
        (None, "spoke", "post 2", "warning", "No passage has a word of “spoke”."),
        (None, "", "post 2", None, ""),
    ],
)
def test_a_stance_against_the_words_of_its_passages(
    stance: Stance | None, verb: str, place: str, severity: str | None, message: str
) -> None:
    detail = Reaction(actor="nobody", stance=stance, verb=verb or None)
    briefing = a_briefing(claim("So.", place), detail=detail)
    found = [
        one
        for one in about_bearers(verified(briefing), looks=True)
        if one.code == "stance-not-in-passage"
    ]
    assert [str(one.severity) for one in found] == ([] if severity is None else [severity])
    assert all(message in one.message for one in found)
    assert all(one.fix == "Read the passages again and correct it." for one in found)


CONDITION = "Anglers reject the deal unless the level stays."


@pytest.mark.parametrize(
    ("stance", "text", "warned"),
    [
        (Stance.OPPOSES, CONDITION, True),
        (Stance.SUPPORTS, "The anglers support the deal if the level stays.", True),
        (Stance.CONDITIONAL, CONDITION, False),
        (Stance.SKEPTICAL, CONDITION, False),
        (Stance.SUPPORTS, "The anglers support the deal, gift and all.", False),
    ],
)
def test_a_stance_without_the_condition_of_its_passages(
    stance: Stance, text: str, warned: bool
) -> None:
    detail = Reaction(actor="anglers", stance=stance)
    briefing = a_briefing(claim("So.", "post 1"), detail=detail)
    codes = told(verified(briefing, post=text))
    assert (("warning", "stance-not-in-passage") in codes) is warned


def test_of_a_card_with_a_text_missing_nothing_is_said() -> None:
    detail = Reaction(actor="us", stance=Stance.OPPOSES, date=parse_date("2024-06-01"))
    briefing = a_briefing(claim("So.", "herald 4", "engineers"), detail=detail)
    assert said(briefing) == []
    tally = verified(briefing).tallies["dates"]
    assert (tally.total, tally.unchecked) == (1, 1)


@pytest.mark.parametrize(
    ("text", "places", "message"),
    [
        ("Nobody bought cheese.", "herald 4", "look 3 content words the passages cited have 0."),
        ("Nobody bought.", "herald 4", None),
        ("Nobody bought cheese and a gauge.", "herald 4", None),
        ("Nobody bought cheese.", "herald", None),
        ("Nobody bought boats.", "herald 4", "look 3 content words the passages cited have 0."),
        (
            "Nobody bought boats, rafts.",
            "herald 4",
            "look 4 content words the passages cited have 0; @herald, ¶2 has 2.",
        ),
        (
            "Nobody bought boats, rafts, moored.",
            "herald 4",
            "warning 5 content words the passages cited have 0; @herald, ¶2 has 3.",
        ),
        (
            "Engineer bought boats, rafts, moored.",
            "herald 4",
            "look 5 content words the passages cited have 1; @herald, ¶2 has 3.",
        ),
        ("Engineer bought boats, rafts, milk.", "herald 4", None),
        ("Engineer bought boats, rafts.", "herald 4", None),
    ],
)
def test_few_words_in_common_are_told_where_another_paragraph_has_more(
    text: str, places: str, message: str | None
) -> None:
    found = [
        one
        for one in about_bearers(verified(a_briefing(claim(text, places))), looks=True)
        if one.code == "little-in-common"
    ]
    paragraph = "@herald, ¶2" if message and "¶2" in message else "another paragraph"
    assert [(str(one.severity), one.message, one.fix) for one in found] == (
        []
        if message is None
        else [
            (
                message.partition(" ")[0],
                f"Of its {message.partition(' ')[2]}",
                f"See whether {paragraph} is meant.",
            )
        ]
    )


def boats(id_: str, place: str, measure: str = "Boats moored", **more: object) -> Figure:
    return Figure(id=id_, measure=measure, evidence=cite(place), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("one", "other", "unit", "as_of", "conflicting"),
    [
        ((80, 80), (81, 90), "boats", None, True),
        ((80, 81), (81, 90), "boats", None, False),
        ((91, 95), (81, 90), "boats", None, True),
        ((90, 95), (81, 90), "boats", None, False),
        ((80, 80), (81, 90), "Boats", None, True),
        ((80, 80), (81, 90), "rafts", None, False),
        ((80, 80), (81, 90), "boats", parse_date("2024"), True),
    ],
)
def test_two_figures_conflict_where_their_ranges_are_apart(
    one: tuple[int, int],
    other: tuple[int, int],
    unit: str,
    as_of: EdtfDate | None,
    conflicting: bool,
) -> None:
    figures = [
        boats("a", "herald", unit="boats", low=Decimal(one[0]), high=Decimal(one[1])),
        boats("b", "post", unit=unit, low=Decimal(other[0]), high=Decimal(other[1]), as_of=as_of),
    ]
    codes = [one.code for one in verified(a_briefing(figures=figures)).remarks]
    assert ("conflicting-figures" in codes) is conflicting


def test_a_card_is_proposed_for_figures_in_conflict() -> None:
    figures = [
        boats("a", "herald", unit="boats", value=Decimal(80)),
        boats("b", "post 2", unit="boats", value=Decimal(90), measure="Boat mooring"),
    ]
    (remark,) = [
        one
        for one in verified(a_briefing(figures=figures)).remarks
        if one.code == "conflicting-figures"
    ]
    assert remark.bearer is not None
    assert (remark.is_error, remark.bearer.key) == (False, "card#figure:b")
    assert remark.message == (
        "Boats moored: 80 in “a”, 90 in “b”, and nothing says that the sources disagree."
    )
    assert remark.fix == (
        "Link them with `rivals`, or write a disagreement card: {question: What is the number of"
        ' boats moored?, dimension: number, positions: [{says: "80", cite: "herald"},'
        ' {says: "90", cite: "post ¶2"}]}.'
    )


def test_what_is_said_of_a_card_hangs_on_the_first_thing_in_it() -> None:
    first, second = claim("So.", "post 2"), Claim(id="d", text="So.", evidence=cite("post 2"))
    detail = Reaction(actor="engineer", stance=Stance.WELCOMES, date=parse_date("2019"))
    briefing = a_briefing(first, second, detail=detail, title="77 boats")
    found = [(one.code, one.bearer and one.bearer.key) for one in about_bearers(verified(briefing))]
    assert found == [
        (code, "card#c")
        for code in (
            *("number-not-in-passage", "actor-not-in-passage"),
            *("date-not-in-passage", "stance-not-in-passage"),
        )
    ]


def test_only_claims_with_evidence_count_as_claims() -> None:
    detail = Disagreement(
        question="Is it?",
        dimension=Dimension.NUMBER,
        positions=(Position(says="Yes.", evidence=cite("herald 2")),),
        matters=True,
        why="So.",
    )
    mayor = Actor(
        id="mayor",
        type=ActorType.PERSON,
        names=(Name(text="Ann Lee", evidence=cite("herald 2")),),
        role="Mayor",
        evidence=cite("herald 2"),
    )
    unsupported = Claim(id="d", text="So it is.", evidence=())
    tally = verified(
        a_briefing(claim(MOORED, "herald 2"), unsupported, detail=detail, actors=[mayor])
    ).tallies["claims"]
    assert (tally.total, tally.verified, tally.unchecked) == (1, 1, 0)


@pytest.mark.parametrize(
    ("of_actor", "of_reaction", "warned"),
    [
        ("AM", "AZ", True),
        ("US", "GB", True),
        ("AM", "AM", False),
        (None, "AM", False),
        ("AM", None, False),
    ],
)
def test_a_reaction_is_of_the_country_of_its_actor(
    of_actor: str | None, of_reaction: str | None, *, warned: bool
) -> None:
    mayor = Actor(
        id="mayor", type=ActorType.PERSON, names=(Name(text="Ann Lee"),), country=of_actor
    )
    detail = Reaction(actor="mayor", country=of_reaction)
    briefing = a_briefing(claim(MOORED, "herald 2"), detail=detail, actors=[mayor])
    message = f"The reaction is of {of_reaction}; Ann Lee is of {of_actor}."
    assert said(briefing) == (
        [("country", message, "Give the country of the actor.")] if warned else []
    )


@pytest.mark.parametrize(
    ("detail", "warned"),
    [
        (Reaction(actor="us", stance=Stance.SILENT), True),
        (Reaction(actor="us", verb="resigns"), True),
        (Reaction(actor="us", verb="no reaction reported"), False),
    ],
)
def test_a_reaction_that_no_source_has_is_not_looked_for(detail: Reaction, *, warned: bool) -> None:
    places = cite("herald 4", "post 2"), cite("herald", "post", mode=Mode.SILENCE)
    found = []
    for evidence in places:
        one = Claim(id="c", text="Neither has a word of it.", evidence=evidence)
        codes = [code for code, _, _ in said(a_briefing(one, detail=detail))]
        found.append("stance-not-in-passage" in codes)
    assert found == [warned, False]
