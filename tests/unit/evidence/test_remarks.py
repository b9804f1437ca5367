"""What is said, whole, of words, numbers and names that do not stand in the passages cited."""

from __future__ import annotations

from decimal import Decimal

import pytest

from briefing.evidence.checking import Remark
from briefing.model.actors import Actor, Name
from briefing.model.briefing import Briefing
from briefing.model.cards import Disagreement, Position
from briefing.model.claims import Claim, Evidence, Figure, Quote
from briefing.model.dates import parse_date
from briefing.model.vocabulary import ActorType, Basis, Dimension, Mode, Qualifier, Support
from tests.unit.evidence.verify_samples import a_briefing, cite, claim, verified

COPY = "Copy the words from the passage, or say it in your own words without quotation marks."
IN_FULL = "Correct it, or cite the passage that has it."
NO_NUMBER = f"is not in the passage cited, neither in digits nor in words. {IN_FULL}"
NO_NAME = "is not in the passage cited, in any spelling"
AS_IT_HAS = "Give the number as the passage has it."


def said(briefing: Briefing) -> list[str]:
    """What is remarked on things that cite evidence: how grave, where, what, and what to do."""
    return [_line(one) for one in verified(briefing).remarks if one.bearer is not None]


def _line(remark: Remark) -> str:
    where = remark.offset if remark.field is None else remark.field
    at = "" if where is None else f" at {where}"
    return f"{remark.severity}{at}: {remark.message} {remark.fix}"


def of_claim(text: str, *places: str, **more: object) -> list[str]:
    return said(a_briefing(claim(text, *places, **more)))


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("We trust them for now", None),
        ("Lee said … boats", None),
        ("read the gauge together,” Lee told the Herald", None),
        ("trust … gauge together", None),
        ("trust you", f"is not in the passage cited. {COPY}"),
        ("trust them … you", f"is not in the passage cited. {COPY}"),
        ("been … had", f"is not in the passage cited. {COPY}"),
        (
            "trust you for",
            "is not verbatim: the source has “them” where the quotation has “you”."
            " Quote it exactly.",
        ),
        (
            "trust them for good",
            "is not verbatim: the source has “now” where the quotation has “good”."
            " Quote it exactly.",
        ),
        (
            "You trust them",
            "is not verbatim: the source has “We” where the quotation has “you”. Quote it exactly.",
        ),
        (
            "told the Post",
            "is not verbatim: the source has “Herald” where the quotation has “post”."
            " Quote it exactly.",
        ),
        (
            "by Mayor Ann Lee",
            "is not verbatim: the source does not have “by” there. Quote it exactly.",
        ),
        (
            "We trust trust them",
            "is not verbatim: the source does not have “trust” there. Quote it exactly.",
        ),
        (
            "told them the Herald",
            "is not verbatim: the source does not have “them” there. Quote it exactly.",
        ),
        (
            "We trust for now",
            "is not verbatim: the source has “them” there as well. Quote it exactly.",
        ),
        (
            "Aliyev welcomed the signing",
            "is not in the passage cited, but in ¶4. Cite @herald, ¶4.",
        ),
    ],
)
def test_of_a_quotation(words: str, message: str | None) -> None:
    expected = [] if message is None else [f"error at 10: “{words}” {message}"]
    assert of_claim(f"Lee said “{words}”.", "herald 2") == expected


def test_of_two_quotations_each_from_another_passage() -> None:
    assert of_claim("Lee said “We trust you for now” and “then”.", "herald 3", "herald 2") == [
        "error at 10: “We trust you for now” is not verbatim: the source has “them” where the"
        " quotation has “you”. Quote it exactly.",
        f"error at 37: “then” is not in the passage cited. {COPY}",
    ]


@pytest.mark.parametrize(
    ("text", "place", "expected"),
    [
        (
            "Rafts: 13 boats and thirteen.",
            "herald 2",
            [f"error at 7: “13” {NO_NUMBER}", f"error at 20: “thirteen” {NO_NUMBER}"],
        ),
        (
            "Twelve boats and 12 rafts.",
            "herald 2",
            [f"warning at 0: “Twelve” {NO_NUMBER}", f"error at 17: “12” {NO_NUMBER}"],
        ),
        (
            "Rafts: 33rd, thirty-third.",
            "herald 2",
            [f"error at 7: “33rd” {NO_NUMBER}", f"error at 13: “thirty-third” {NO_NUMBER}"],
        ),
        ("Rafts and ½.", "herald 2", [f"error at 10: “½” {NO_NUMBER}"]),
        (
            "Lee counted more than 80 boats, about 80 boats and exactly 80.",
            "herald 2",
            [
                f"warning at 38: The passage has at least 80, not about it. {AS_IT_HAS}",
                f"warning at 59: The passage has at least 80, not 80. {AS_IT_HAS}",
            ],
        ),
        (
            "Lee counted at least 32 rafts.",
            "herald 2",
            [f"look at 21: The passage has 32, without “at least”. {AS_IT_HAS}"],
        ),
        ("Engineers welcomed: the second, the first, the one, these two.", "herald 4", []),
        ("Engineers welcomed the two, a second, one.", "herald 4", []),
        ("Boats and rafts: a two.", "herald 2", [f"look at 19: “two” {NO_NUMBER}"]),
        ("Boats and rafts: the 2.", "herald 2", [f"error at 21: “2” {NO_NUMBER}"]),
        ("Boats and rafts: the 1.", "herald 2", [f"error at 21: “1” {NO_NUMBER}"]),
        ("Two boats and rafts.", "herald 2", [f"look at 0: “Two” {NO_NUMBER}"]),
        ("Third boats and rafts.", "herald 2", [f"warning at 0: “Third” {NO_NUMBER}"]),
        ("At least the fifth meeting since the drought.", "herald 5", []),
        ("Over the fifth meeting since the drought, more than fifth.", "herald 5", []),
    ],
)
def test_of_numbers_in_a_claim(text: str, place: str, expected: list[str]) -> None:
    assert of_claim(text, place) == expected


def test_of_a_number_that_is_not_reported_it_is_only_a_warning_and_no_hedge_counts() -> None:
    text = "That makes 113 boats, about 80."
    expected = [f"warning at 11: “113” {NO_NUMBER}"]
    assert of_claim(text, "herald 2", basis=Basis.ASSESSED) == expected
    evidence = cite("herald 2", mode=Mode.INFERENCE)
    assert said(a_briefing(Claim(id="c", text=text, evidence=evidence))) == expected


@pytest.mark.parametrize(
    ("text", "places", "expected"),
    [
        (
            "Aliyev and Lee moored boats.",
            ["herald 2"],
            [f"look at 0: “Aliyev” {NO_NAME}; it is in ¶4. Cite @herald, ¶4 as well."],
        ),
        ("Lakeside had boats moored, and Lakeside rafts.", ["herald 5"], []),
        (
            "Lakeside had boats moored, and Lakeside the dam.",
            ["post 2"],
            [f"warning at 0: “Lakeside” {NO_NAME}; it is in ¶1. Cite @post, ¶1 as well."],
        ),
        (
            "The US and the US moored boats.",
            ["herald 2", "post 1"],
            [f"error at 4: “US” {NO_NAME}, nor elsewhere in the sources cited. Correct the name."],
        ),
        (
            "The Herald, The Valley Post and The Valley Post say boats moored.",
            ["herald 2"],
            [
                "warning at 12: It is ascribed to The Valley Post, which is not cited."
                " Cite @post, or name the source it comes from."
            ],
        ),
        (
            "The Herald and The Valley Post say boats moored.",
            ["post 2"],
            [
                "warning at 0: It is ascribed to The Herald, which is not cited."
                " Cite @herald, or name the source it comes from."
            ],
        ),
    ],
)
def test_of_names_in_a_claim(text: str, places: list[str], expected: list[str]) -> None:
    others = ("content words", "hardly a word")
    found = [one for one in of_claim(text, *places) if not any(other in one for other in others)]
    assert found == expected


def test_of_a_name_in_a_paragraph_that_is_cited_in_part() -> None:
    part = Evidence(source="herald", paragraph=2, passage="We trust … gauge together")
    one = Claim(id="c", text="Ann Lee says that they will read the gauge.", evidence=(part,))
    assert said(a_briefing(one)) == [
        f"look at 0: “Ann Lee” {NO_NAME}; it is in ¶2."
        " Cite more of @herald, ¶2: the passage stops short of the name."
    ]


def test_of_a_spelling_in_the_passages_that_are_to_show_it() -> None:
    names = (
        Name(text="Orkhan Aliyev", evidence=cite("herald 4")),
        Name(text="Orkhan", evidence=cite("herald 4", "herald 5", "engineers 1")),
        Name(text="Orxan", evidence=(*cite("herald 4"), *cite("post 1", stance=Support.CONTEXT))),
    )
    person = Actor(id="engineer", type=ActorType.PERSON, names=names)
    verification = verified(a_briefing(actors=[person]))
    found = [(_line(one), one.citation) for one in verification.remarks if one.bearer]
    assert found == [
        ("error: “Orkhan” is not in the passage cited. Cite @herald, ¶4, where it is.", 1),
        (
            "error: “Orxan” is not in the passage cited."
            " Correct the spelling, or remove the citation.",
            0,
        ),
    ]
    tally = verification.tallies["names"]
    assert (tally.total, tally.verified, tally.unchecked) == (5, 2, 1)


def a_figure(value: str | None, places: str = "herald 2", **more: object) -> Figure:
    fields: dict[str, object] = {"value": value and Decimal(value), "unit": "rafts", **more}
    return Figure(id="f", measure="Rafts", evidence=cite(*places.split(", ")), **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("figure", "expected"),
    [
        (a_figure("1234"), [f"error at value: “1,234” {NO_NUMBER}"]),
        (
            a_figure("80"),
            [
                "warning at qualifier: The passage has at least 80, not 80."
                " Write `qualifier: at least`."
            ],
        ),
        (a_figure("80", parts=("g",)), []),
        (a_figure("33", parts=("g",)), []),
        (
            a_figure("32", qualifier=Qualifier.ABOUT),
            [
                "warning at qualifier: The passage has 32, without “about”."
                " Write `qualifier: exact`."
            ],
        ),
        (
            a_figure("80", qualifier=Qualifier.AT_MOST),
            [
                "warning at qualifier: The passage has at least 80, not at most it."
                " Write `qualifier: at least`."
            ],
        ),
        (
            a_figure("0.08", unit="thousand boats"),
            [
                "warning at qualifier: The passage has at least 0.08, not 0.08."
                " Write `qualifier: at least`."
            ],
        ),
        (a_figure("80", unit="thousand boats", qualifier=Qualifier.AT_LEAST), []),
        (a_figure("66.67", "herald 5", unit="percent"), []),
        (a_figure("66.66", "herald 5", unit="per cent"), []),
        (a_figure("67", "herald 5", unit="PER CENT of all"), []),
        (a_figure("66", "herald 5", unit="%"), []),
        (a_figure("6.7E+1", "herald 5", unit="%"), []),
        (
            a_figure("66.68", "herald 5", unit="percent"),
            [f"error at value: “66.68” {NO_NUMBER}"],
        ),
        (a_figure("67", "herald 5", unit="boats"), [f"error at value: “67” {NO_NUMBER}"]),
        (a_figure("3000", "herald 4", unit="%"), [f"error at value: “3,000” {NO_NUMBER}"]),
        (a_figure("67", "herald 2", unit="%"), [f"error at value: “67” {NO_NUMBER}"]),
        (
            a_figure(None, low=Decimal(31), high=Decimal(80)),
            [
                f"error at low: “31” {NO_NUMBER}",
                "warning at qualifier: The passage has at least 31–80, not 31–80."
                " Write `qualifier: at least`.",
            ],
        ),
        (a_figure("32", as_reported="thirty two", said_by="mayor"), []),
        (
            a_figure("32", as_reported="thirty three"),
            [f"error at as-reported: “thirty three” is not in the passage cited. {COPY}"],
        ),
        (
            a_figure("32", said_by="engineer"),
            [
                "warning at said-by: Orkhan Aliyev is not named in the passage cited or beside it;"
                " the name is in ¶4. Check who speaks there."
            ],
        ),
        (
            a_figure("32", said_by="us"),
            [
                "warning at said-by: United States is not named in the passage cited or beside it."
                " Check who speaks there."
            ],
        ),
        (a_figure("32", said_by="nobody"), []),
        (a_figure("32", said_by="herald"), []),
        (a_figure("30", "herald 4, post 2", said_by="lakeside"), []),
        (a_figure("33", "engineers", said_by="us"), []),
        (a_figure("32", "herald 2, engineers", said_by="us"), []),
        (a_figure("32", as_of=parse_date("2024-05-01")), []),
        (
            a_figure("32", as_of=parse_date("2024-05-02")),
            [
                "warning at as-of: “2 May 2024” is not in the passage cited and does not follow"
                f" from it. {IN_FULL}"
            ],
        ),
    ],
)
def test_of_a_figure(figure: Figure, expected: list[str]) -> None:
    assert said(a_briefing(figures=[figure])) == expected


@pytest.mark.parametrize(
    ("places", "parts", "counts"),
    [
        ("herald 2", (), (1, 0, 0)),
        ("herald 2", ("g",), (0, 0, 0)),
        ("herald 2, engineers", (), (1, 0, 1)),
        ("herald 2, engineers", ("g",), (1, 0, 1)),
    ],
)
def test_a_number_that_follows_from_parts_is_counted_only_where_it_may_stand_somewhere(
    places: str, parts: tuple[str, ...], counts: tuple[int, int, int]
) -> None:
    tally = verified(a_briefing(figures=[a_figure("33", places, parts=parts)])).tallies["numbers"]
    assert (tally.total, tally.verified, tally.unchecked) == counts


def test_of_a_quote_only_its_words_and_its_speaker_are_held_against_the_passage() -> None:
    words = "We trust the US 99 times since 4 May"
    quote = Quote(id="q", text=words, evidence=cite("herald 2"), speaker="us")
    assert said(a_briefing(quote)) == [
        f"error at 0: “{words}” is not in the passage cited. {COPY}",
        "warning: United States is not named in the passage cited or beside it."
        " Check who speaks there.",
    ]


def test_of_a_position_what_is_said_of_a_claim() -> None:
    positions = (
        Position(says="Lee counted 33 rafts on 4 March.", evidence=cite("herald 2")),
        Position(says="The US says “no” in The Valley Post.", evidence=cite("herald 2")),
    )
    detail = Disagreement(
        question="How many?",
        dimension=Dimension.NUMBER,
        positions=positions,
        matters=True,
        why="So.",
    )
    assert said(a_briefing(detail=detail)) == [
        f"error at 12: “33” {NO_NUMBER}",
        "warning at 24: “4 March” is not in the passage cited and does not follow from it."
        f" {IN_FULL}",
        f"error at 13: “no” is not in the passage cited. {COPY}",
        f"error at 4: “US” {NO_NAME}, nor elsewhere in the sources cited. Correct the name.",
        "warning at 20: It is ascribed to The Valley Post, which is not cited."
        " Cite @post, or name the source it comes from.",
    ]


def test_of_a_role_numbers_and_names_but_no_dates() -> None:
    mayor = Actor(
        id="mayor",
        type=ActorType.PERSON,
        names=(Name(text="Ann Lee"),),
        role="Mayor of the Herald, Lakeside and 33 rafts since 4 March 2021",
        evidence=cite("herald 2"),
    )
    lakeside = Actor(id="lakeside", type=ActorType.STATE, names=(Name(text="Lakeside"),))
    briefing = a_briefing(actors=[mayor, lakeside])
    assert said(briefing) == [f"error: “33” {NO_NUMBER}"]
    tallies = verified(briefing).tallies
    assert {name: one.total for name, one in tallies.items() if one.total} == {
        "passages": 1,
        "numbers": 1,
        "names": 1,
    }


def test_marks_without_a_word_are_no_quotation() -> None:
    assert verified(a_briefing(claim("Lee said “…”.", "herald 2"))).tallies["quotes"].total == 0


def test_of_two_hedges_in_the_passages_one_is_named_and_each_will_do() -> None:
    text = "The Herald says at least 80 boats were moored, or about 80 boats and rafts."
    counted = verified(a_briefing(claim("Moored were 80 boats.", "herald 1")), herald=text)
    assert [_line(one) for one in counted.remarks if one.bearer] == [
        f"warning at 12: The passage has about 80, not 80. {AS_IT_HAS}"
    ]
    for hedge in ("about", "at least"):
        one = claim(f"Moored were {hedge} 80 boats.", "herald 1")
        found = verified(a_briefing(one), herald=text)
        assert [each for each in found.remarks if each.bearer] == []


@pytest.mark.parametrize(
    ("value", "verified_"), [("7.6", True), ("7.7", True), ("7.5", False), ("7.8", False)]
)
def test_a_share_is_given_in_per_cent_where_it_rounds_up_or_down(
    value: str, verified_: bool
) -> None:
    text = "One thirteenth of all of the rafts had been moored."
    figure = a_figure(value, "herald 1", unit="per cent")
    tally = verified(a_briefing(figures=[figure]), herald=text).tallies["numbers"]
    assert (tally.total, tally.verified) == (1, int(verified_))


@pytest.mark.parametrize(
    ("place", "speaker", "near"),
    [
        ("herald 1", "lakeside", True),
        ("herald 1", "mayor", True),
        ("herald 1", "engineer", False),
        ("herald 3", "mayor", True),
        ("herald 3", "engineer", True),
        ("herald 5", "engineer", True),
        ("herald 5", "mayor", False),
        ("post 2", "hilltop", True),
    ],
)
def test_a_speaker_is_named_in_the_passage_or_the_paragraph_before_or_after_it(
    place: str, speaker: str, near: bool
) -> None:
    figure = Figure(id="f", measure="M", evidence=cite(place), unit="", said_by=speaker, value=None)
    codes = [one.code for one in verified(a_briefing(figures=[figure])).remarks if one.bearer]
    assert codes == ([] if near else ["speaker-not-in-passage"])
