"""What stands behind the bottom line, in a line each, the most important first."""

from __future__ import annotations

from decimal import Decimal

from msgspec.structs import replace

from briefing.model.actors import Actor, Name
from briefing.model.briefing import Briefing
from briefing.model.cards import (
    Card,
    Detail,
    Disagreement,
    Doubt,
    Position,
    Reaction,
    Section,
    Unknown,
)
from briefing.model.claims import Claim, Figure
from briefing.model.dates import parse_date
from briefing.model.overview import Topic, overview
from briefing.model.vocabulary import (
    ActorType,
    Dimension,
    DisagreementState,
    NameKind,
    SectionKind,
    Stance,
)

EMPTY = Briefing(id="b", title="B", sections=())


def card(id_: str, detail: Detail | None = None, **more: object) -> Card:
    return Card(id=id_, title=f"Title of {id_}", detail=detail, **more)  # type: ignore[arg-type]


def section(kind: SectionKind, *cards: Card) -> Section:
    return Section(id=kind.value, kind=kind, title=kind.value, cards=cards)


def lines(briefing: Briefing, topic: Topic) -> list[str]:
    return [line.words for line in overview(briefing) if line.topic is topic]


def actor(id_: str, usual: str, *short: str) -> Actor:
    names = [Name(text=usual, kind=NameKind.USUAL)]
    names += [Name(text=text, kind=NameKind.SHORT) for text in short]
    return Actor(id=id_, type=ActorType.STATE, names=tuple(names))


def test_reactions_that_amount_to_the_same_share_a_line() -> None:
    cards = (
        card("a", Reaction(actor="us", stance=Stance.WELCOMES)),
        card("b", Reaction(actor="eu", stance=Stance.SUPPORTS, speaker="x")),
        card("c", Reaction(actor="eu", stance=Stance.WELCOMES, speaker="y")),
        card("d", Reaction(actor="ru", stance=Stance.SKEPTICAL)),
        card("e", Reaction(actor="tr", verb="urges a treaty")),
        card("f", Reaction(actor="am", stance=Stance.SILENT)),
    )
    briefing = replace(
        EMPTY,
        sections=(section(SectionKind.REACTIONS, *cards),),
        actors=(actor("us", "United States", "USA", "US"), actor("tr", "Turkey")),
    )
    assert lines(briefing, Topic.REACTIONS) == [
        "US, eu (x, y) welcome or support",
        "ru has reservations",
        "Turkey urges a treaty; am: silent",
    ]


def disagreement(dimension: Dimension, *, matters: bool, is_open: bool = True) -> Disagreement:
    state = DisagreementState.OPEN if is_open else DisagreementState.EXPLAINED
    sides = (Position(says="A", evidence=()), Position(says="B", evidence=()))
    return Disagreement(
        question="Q?", dimension=dimension, positions=sides, matters=matters, state=state
    )


def test_open_disagreements_that_matter_and_are_no_words_come_first() -> None:
    cards = (
        card("words", disagreement(Dimension.WORDING, matters=True)),
        card("little", disagreement(Dimension.DATE, matters=False)),
        card("settled", disagreement(Dimension.DATE, matters=True, is_open=False)),
        card("number", disagreement(Dimension.NUMBER, matters=True)),
        card("date", disagreement(Dimension.DATE, matters=True)),
    )
    briefing = replace(EMPTY, sections=(section(SectionKind.DISAGREEMENTS, *cards),))
    order = [title.removeprefix("Title of ") for title in lines(briefing, Topic.DISPUTED)]
    assert order == ["number", "date", "words", "little"]


def figure(id_: str, value: int, *rivals: str) -> Figure:
    return Figure(id=id_, measure=f"M{id_}", unit="people", value=Decimal(value), rivals=rivals)


def test_rival_figures_come_first_and_take_the_place_of_their_dispute() -> None:
    figures = (figure("a", 1), figure("b", 55, "c"), figure("c", 80, "b"))
    cards = (
        card("number", disagreement(Dimension.NUMBER, matters=True)),
        card("date", disagreement(Dimension.DATE, matters=True)),
    )
    briefing = replace(
        EMPTY,
        sections=(
            section(SectionKind.TERMS, card("t", figures=figures)),
            section(SectionKind.DISAGREEMENTS, *cards),
        ),
        key_figures=("a", "b", "c"),
    )
    assert lines(briefing, Topic.FIGURES) == ["55 people: Mb", "80 people: Mc", "1 people: Ma"]
    told = [line for line in overview(briefing) if line.topic is Topic.FIGURES]
    assert [len(line.rivals) for line in told] == [2, 2, 0]
    assert lines(briefing, Topic.DISPUTED) == ["Title of date", "Title of number"]


def test_what_is_next_is_what_can_only_be_after_the_cut_off() -> None:
    days = ("2024-05-01", "2024-06-01/..", "2024-05-03", "2024-05", "../2024")
    claims = [
        Claim(id=f"c{n}", text=f"On {day}.", date=parse_date(day)) for n, day in enumerate(days)
    ]
    briefing = replace(
        EMPTY,
        sections=(section(SectionKind.TIMELINE, card("t", claims=tuple(claims))),),
        cutoff=parse_date("2024-05-02"),
    )
    assert lines(briefing, Topic.NEXT) == [
        "3 May 2024: On 2024-05-03.",
        "since 1 Jun 2024: On 2024-06-01/...",
    ]
    assert lines(replace(briefing, cutoff=None), Topic.NEXT) == []


def test_doubts_have_who_and_unknowns_their_title() -> None:
    briefing = replace(
        EMPTY,
        sections=(
            section(
                SectionKind.SKEPTICS, card("a", Doubt(by="press", doubts="the gauge")), card("b")
            ),
            section(SectionKind.UNKNOWNS, card("u", Unknown(question="Q?", settled_by="Time."))),
        ),
    )
    assert lines(briefing, Topic.DOUBTS) == ["Press: the gauge"]
    assert lines(briefing, Topic.UNKNOWN) == ["Title of u"]


def test_a_briefing_of_a_bottom_line_has_nothing_behind_it() -> None:
    assert list(overview(EMPTY)) == []
