"""What the editorial rules say, and where, at the very limit and one beyond it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from briefing.authoring.problems import Located, Location, Report, joined
from briefing.authoring.rules import (
    check_bottom_line,
    check_length,
    check_prose,
    check_quotation,
    check_short,
    check_title,
    check_total,
    known_short,
)
from briefing.model.actors import Actor, Name
from briefing.model.briefing import Briefing
from briefing.model.cards import Card, Reaction, Section
from briefing.model.claims import Claim, Figure
from briefing.model.vocabulary import ActorType, Qualifier, SectionKind, ShortForm, Stance

PLACE = Location("x.md", 3, 5)


def typed(text: str) -> Located:
    return joined("x.md", [(text, 3, 5)])


def said(report: Report) -> list[str]:
    return [f"{one.column} {one.code}: {one.message} {one.fix}" for one in report.problems()]


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("“a” and “b”", []),
        ('"a" and "b"', []),
        (
            "“a” b”",
            ["10 unpaired: The quotation mark ” closes nothing. Open it with “, or remove it."],
        ),
        (
            "“a “b” c”",
            [
                "8 unpaired: There is a quotation mark “ within a quotation."
                " Use ‘ ’ within a quotation.",
                "13 unpaired: The quotation mark ” closes nothing. Open it with “, or remove it.",
            ],
        ),
        (
            "b “a",
            ["7 unpaired: The quotation is never closed. Close it with ”, or remove the mark."],
        ),
        (
            '"a" "b',
            ["9 unpaired: The quotation is never closed. Write a second mark, or remove this one."],
        ),
        (
            '“a "',
            ["5 unpaired: The quotation is never closed. Close it with ”, or remove the mark."],
        ),
    ],
)
def test_quotation_marks_come_in_pairs(text: str, problems: list[str]) -> None:
    report = Report()
    check_prose(typed(text), 12, report)
    assert [one.replace("unpaired-quotation-mark", "unpaired") for one in said(report)] == problems


def test_a_long_quotation_is_told_where_it_begins() -> None:
    report = Report()
    check_prose(typed("So “a b” and “a b c”."), 2, report)
    assert said(report) == [
        "19 long-quotation: The quotation has 3 words; this briefing quotes at most 2 at once."
        " Quote the words that matter and put the rest in your own words."
    ]
    check_quotation(typed("a b"), 2, report)
    assert len(said(report)) == 1


def test_a_likelihood_beside_a_confidence_is_told_where_the_confidence_stands() -> None:
    report = Report()
    check_prose(typed("It is so. It is likely, with high confidence."), 12, report)
    assert said(report) == [
        "34 likelihood-with-confidence: “likely” and “high confidence” are in one sentence."
        " Say how likely it is in one sentence and how confident you are in another."
    ]


def test_a_title_is_told_from_where_it_is_too_long() -> None:
    report = Report()
    check_title(typed("x" * 83), report)
    assert said(report) == [
        "85 long-title: The title has 83 characters; 80 is the most. Shorten it by 3."
    ]


def card(words: int, id_: str = "c", **fields: object) -> Card:
    """A card of so many words, one of them that of its title."""
    text = " ".join(["word"] * (words - 1))
    claims = (Claim(id="a", text=text, evidence=()),) if text else ()
    return Card(id=id_, title="Title", claims=claims, **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(("words", "fine"), [(150, True), (151, False)])
def test_a_card_of_a_hundred_and_fifty_words(words: int, fine: bool) -> None:
    report = Report()
    check_length(card(words + 1), PLACE, report)
    assert said(report) == (
        []
        if fine
        else [
            "5 long-card: The card has 151 words; 150 is the most."
            " Shorten it, or make two cards of it."
        ]
    )


@pytest.mark.parametrize(("words", "fine"), [(39, False), (40, True), (90, True), (91, False)])
def test_a_bottom_line_of_forty_to_ninety_words(words: int, fine: bool) -> None:
    report = Report()
    check_bottom_line(card(words + 1), PLACE, report)
    assert said(report) == (
        []
        if fine
        else [
            f"5 bottom-line-length: The bottom line has {words} words."
            " Say what is new, and why it matters, in 40 to 90 words."
        ]
    )


def figure(id_: str, value: str, *parts: str, unit: str = "boats", **fields: object) -> Figure:
    return Figure(
        id=id_,
        measure="M",
        unit=unit,
        value=Decimal(value),
        parts=parts,
        **fields,  # type: ignore[arg-type]
    )


@pytest.mark.parametrize(
    ("total", "parts", "problem"),
    [
        (
            figure("t", "5", "a", "b"),
            [figure("a", "2"), figure("b", "2")],
            "The parts of “t” do not add up: 2 + 2 is not 5."
            " Correct a number or the list of parts.",
        ),
        (
            figure("t", "4", "a", "b"),
            [figure("a", "2"), figure("b", "2", unit="rafts")],
            "The part “b” counts rafts, but “t” counts boats. Give both the same unit.",
        ),
        (figure("t", "5", "a", "b"), [figure("a", "2")], None),
        (
            figure("t", "100", "a", qualifier=Qualifier.ABOUT),
            [figure("a", "90")],
            None,
        ),
        (
            figure("t", "100", "a", qualifier=Qualifier.ABOUT),
            [figure("a", "110")],
            None,
        ),
        (
            figure("t", "100", "a", qualifier=Qualifier.ABOUT),
            [figure("a", "110.1")],
            "The parts of “t” do not add up: 110.1 is not about 100."
            " Correct a number or the list of parts.",
        ),
        (
            figure("t", "-100", "a", qualifier=Qualifier.ABOUT),
            [figure("a", "-89.9")],
            "The parts of “t” do not add up: -89.9 is not about -100."
            " Correct a number or the list of parts.",
        ),
        (figure("t", "-100", "a", qualifier=Qualifier.ABOUT), [figure("a", "-90")], None),
        (figure("t", "90", "a"), [figure("a", "100", qualifier=Qualifier.ABOUT)], None),
        (figure("t", "110", "a"), [figure("a", "100", qualifier=Qualifier.ABOUT)], None),
    ],
)
def test_parts_that_do_not_add_up(total: Figure, parts: list[Figure], problem: str | None) -> None:
    report = Report()
    check_total(total, PLACE, {one.id: one for one in parts}, report)
    assert said(report) == ([] if problem is None else [f"5 figure-parts: {problem}"])


def test_a_short_version_names_cards_of_its_section_once() -> None:
    report = Report()
    assert known_short(None, ["a"], report) is None
    assert known_short(ShortForm.VIEW, ["a"], report) is ShortForm.VIEW
    assert known_short((typed("b"), typed("a")), ["a", "b"], report) == ("b", "a")
    assert said(report) == []
    assert known_short((typed("zzz"), typed("a")), ["a", "b"], report) == ("a",)
    assert said(report) == [
        "5 unknown-card: This section has no card “zzz”. Write one of: a, b, view, none."
    ]


def state(id_: str, country: str | None) -> Actor:
    return Actor(
        id=id_, type=ActorType.STATE, names=(Name(text=id_.capitalize()),), country=country
    )


def short(*sections: Section) -> list[str]:
    """What is said of the short version of a briefing with some sections after its bottom line."""
    line = Section(id="bottom-line", kind=SectionKind.BOTTOM_LINE, title="B", cards=(card(50),))
    briefing = Briefing(
        id="b",
        title="B",
        sections=(line, *sections),
        sources=(),
        actors=(state("peru", "PE"), state("chad", "TD"), state("oman", None)),
    )
    report = Report()
    places = [Location("x.md", number, number) for number, _ in enumerate(sections, start=1)]
    check_short(briefing, places, report)
    return said(report)


def section(
    id_: str, *cards: Card, short_: ShortForm | tuple[str, ...] | None = ShortForm.NONE
) -> Section:
    return Section(id=id_, kind=SectionKind.TERMS, title=id_, cards=cards, short=short_)


PERU, CHAD = card(9, "p", actors=("peru",)), card(9, "t", actors=("chad",))
OMAN, BOTH = card(9, "o", actors=("oman",)), card(9, "b", actors=("peru", "chad"))
SAYS_PERU = card(9, "r", detail=Reaction(actor="peru", stance=Stance.NEUTRAL))
NOBODY = card(9, "n", actors=("nobody",))


IN_S = "What the short version has of “s”"


def one_sided(what: str, only: str, other: str, at: int = 1) -> str:
    return (
        f"{at} one-sided-short: {what} is about {only} only; there are cards about {other} too."
        " Name a card of each side in `short`. If it is meant so, leave it."
    )


@pytest.mark.parametrize(
    ("sections", "problems"),
    [
        ([], []),
        ([section("s", PERU, CHAD)], []),
        ([section("s", PERU, CHAD, short_=("p", "t"))], []),
        ([section("s", PERU, CHAD, short_=("p",))], [one_sided(IN_S, "Peru", "Chad")]),
        ([section("s", PERU, CHAD, short_=("t",))], [one_sided(IN_S, "Chad", "Peru")]),
        ([section("s", SAYS_PERU, CHAD, short_=("r",))], [one_sided(IN_S, "Peru", "Chad")]),
        ([section("s", PERU, OMAN, short_=("p",))], []),
        ([section("s", PERU, NOBODY, short_=("p",))], []),
        ([section("s", BOTH, PERU, CHAD, short_=("b",))], []),
        ([section("s", PERU, CHAD, short_=ShortForm.VIEW)], []),
        (
            [section("s", PERU, short_=("p",)), section("u", CHAD)],
            [one_sided("The short version", "Peru", "Chad")],
        ),
        (
            [section("s", PERU, short_=ShortForm.VIEW), section("u", CHAD)],
            [one_sided("The short version", "Peru", "Chad")],
        ),
        (
            [section("s", PERU, short_=("p",)), section("u", PERU, CHAD, short_=("p",))],
            [one_sided("What the short version has of “u”", "Peru", "Chad", at=2)],
        ),
        ([section("s", short_=None)], []),
        (
            [section("s", OMAN, short_=None)],
            [
                "1 missing-short: The section “s” does not say what of it is in the short version;"
                " its first card, “o”, is taken."
                " Add “short: view”, “short: none” or “short: [card, …]”."
            ],
        ),
    ],
)
def test_a_short_version_is_chosen_and_shows_more_than_one_side(
    sections: list[Section], problems: list[str]
) -> None:
    assert short(*sections) == problems


@pytest.mark.parametrize(("words", "fine"), [(849, True), (850, True), (851, False)])
def test_a_short_version_of_nine_hundred_words(words: int, fine: bool) -> None:
    found = short(section("s", card(9, "z")), section("u", card(words), short_=("c",)))
    assert found == (
        []
        if fine
        else [
            "1 long-short: The short version has 901 words; 900 is the most."
            " Name fewer cards in the `short` of the sections, or shorten those that are named."
        ]
    )


def test_of_a_timeline_its_view_is_taken_where_nothing_is_chosen() -> None:
    one = Section(id="s", kind=SectionKind.TIMELINE, title="S", cards=(OMAN,))
    assert [problem.partition("; ")[2] for problem in short(one)] == [
        "its view is taken. Add “short: view”, “short: none” or “short: [card, …]”."
    ]
