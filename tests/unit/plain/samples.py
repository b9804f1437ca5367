"""A briefing with every field of the model filled, with plain or with hostile text."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Final

from briefing.model.actors import Actor, Name, Source
from briefing.model.briefing import Briefing, Revision
from briefing.model.cards import (
    Card,
    Detail,
    Disagreement,
    Judgement,
    Position,
    Reaction,
    Section,
    SourceNote,
    Unknown,
)
from briefing.model.claims import Claim, Evidence, Figure, Quote
from briefing.model.dates import parse_date
from briefing.model.vocabulary import (
    ActorType,
    Basis,
    Confidence,
    Dimension,
    Likelihood,
    Mode,
    NameKind,
    Qualifier,
    SectionKind,
    Stance,
    Support,
)

HOSTILE: Final = (
    "\x1b[2J\x1b]0;owned\x07",
    "\x9b31m C1 \x85 \x9d",
    "\u202eright to left\u202c \u2066isolate\u2069",
    "[/x] [b  [sic] [link=javascript:alert(1)]x[/link]",
    "zero\u200bwidth\u200d and \U000e0041tags",
    "long" * 200,
    "Հայերեն Əliyev العربية 東京 e\u0301 👩‍👩‍👧",
    "tab\tand\nnew line\r\nand \u2028 separator",
    "lone \ud800 surrogate \x7f",
    "",
)


def make_briefing(text: str | None = None) -> Briefing:
    """Build a briefing of every kind of section.

    Args:
        text: Added to every free text; None leaves them plain.
    """

    def say(words: str) -> str:
        return words if text is None else f"{words} {text}"

    supports = Evidence(source="herald", paragraph=2)
    evidence = (
        supports,
        Evidence(source="post", paragraph=6, stance=Support.CONTRADICTS),
        Evidence(source="post", stance=Support.CONTEXT, mode=Mode.INFERENCE),
    )
    details: dict[SectionKind, Detail] = {
        SectionKind.REACTIONS: Reaction(
            actor="lakeside",
            stance=Stance.WELCOMES,
            country="CH",
            speaker="mayor",
            date=parse_date("2023-12~"),
        ),
        SectionKind.DISAGREEMENTS: Disagreement(
            question=say("How much water?"),
            dimension=Dimension.NUMBER,
            positions=(
                Position(says=say("Two thirds."), evidence=(supports,)),
                Position(says=say("A half."), evidence=(Evidence(source="post", paragraph=3),)),
            ),
            matters=True,
            why=say("It decides who pays."),
        ),
        SectionKind.UNKNOWNS: Unknown(
            question=say("Who sits in the committee?"),
            why=say("It sets the level."),
            settled_by=say("Its first minutes."),
        ),
        SectionKind.JUDGEMENTS: Judgement(
            statement=say("The deal is likely to hold."),
            likelihood=Likelihood.LIKELY,
            confidence=Confidence.LOW,
            confidence_basis=say("Two articles."),
        ),
        SectionKind.SOURCES: SourceNote(source="herald"),
    }
    claims = (
        Claim(id="c1", text=say("Hilltop takes the water."), evidence=evidence),
        Claim(
            id="c2",
            text=say("It holds."),
            evidence=(supports,),
            basis=Basis.ASSESSED,
            item=True,
            date=parse_date("2024-05-01"),
        ),
        Quote(id="q1", text=say("We trust them."), evidence=(supports,), speaker="mayor"),
    )
    figures = (
        Figure(
            id="share",
            measure=say("Share of the water"),
            unit=say("per cent"),
            value=Decimal("66.6"),
            qualifier=Qualifier.ABOUT,
            as_of=parse_date("2024-05"),
            as_reported=say("two thirds"),
            said_by="mayor",
            note=say("in a dry year"),
            parts=("levy",),
            rivals=("levy",),
            evidence=evidence,
        ),
        Figure(id="levy", measure=say("Levy"), unit="francs", low=Decimal(3), high=Decimal(5000)),
    )
    sections = tuple(
        Section(
            id=kind.value,
            kind=kind,
            title=say(f"About {kind}"),
            cards=(
                Card(
                    id=f"card-{kind}",
                    title=say(f"Card on {kind}"),
                    claims=claims,
                    detail=details.get(kind),
                    figures=figures if kind is SectionKind.TERMS else (),
                    actors=("lakeside", "mayor"),
                    tags=(say("water"),),
                ),
            ),
        )
        for kind in SectionKind
    )
    return Briefing(
        id="two-towns",
        title=say("Two towns share a dam"),
        sections=sections,
        sources=_sources(say("x")),
        actors=_actors(say("Seestadt")),
        cutoff=parse_date("2024-05-02"),
        key_figures=("levy",),
    )


def make_revision(text: str | None = None) -> Revision:
    """Publish `make_briefing` on a fixed day, outside any library."""
    return Revision(
        number=3, published=datetime(2024, 5, 4, 9, 5, tzinfo=UTC), briefing=make_briefing(text)
    )


def _sources(text: str) -> tuple[Source, ...]:
    full = Source(
        key="herald",
        type="article-newspaper",
        title=f"Two towns, one dam {text}",
        outlet=f"The Herald {text}",
        authors=(f"Ann Lee {text}",),
        published=parse_date("2024-05-01"),
        retrieved=parse_date("2024-05-03"),
        language="en",
        url=f"https://example.org/{text}",
        origin=f"Regional Press {text}",
        descriptor=f"Local daily {text}",
    )
    return (full, Source(key="post", type="webpage", title=f"A dam {text}", outlet=f"Post {text}"))


def _actors(text: str) -> tuple[Actor, ...]:
    town = Actor(
        id="lakeside",
        type=ActorType.STATE,
        country="CH",
        names=(
            Name(text=f"Lakeside {text}", kind=NameKind.USUAL),
            Name(
                text=text,
                kind=NameKind.NATIVE,
                language="de",
                evidence=(Evidence(source="post", paragraph=3),),
            ),
        ),
    )
    mayor = Actor(
        id="mayor",
        type=ActorType.PERSON,
        role=f"Mayor {text}",
        names=(Name(text=f"Ann {text}", kind=NameKind.USUAL),),
        evidence=(Evidence(source="herald", paragraph=2),),
    )
    return (town, mayor)
