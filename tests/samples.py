"""Briefings that tests share: one with every field of the model filled, and that of two towns."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Final, TypeVar

import msgspec
from msgspec.structs import replace

from briefing.authoring.load import load_briefing
from briefing.model.actors import Actor, Dateline, Name, Slip, Source
from briefing.model.briefing import Briefing, Revision, Verified
from briefing.model.cards import (
    Card,
    Commitment,
    Deal,
    Detail,
    Disagreement,
    Doubt,
    Judgement,
    Position,
    Reaction,
    Section,
    SourceNote,
    Unknown,
)
from briefing.model.claims import Allowance, Anchor, ArticleMark, Claim, Evidence, Figure, Quote
from briefing.model.dates import EdtfDate, parse_date
from briefing.model.records import Correction, Retraction, Withdrawal
from briefing.model.reviews import ReviewRule, SignOff
from briefing.model.vocabulary import (
    ActorType,
    Basis,
    Confidence,
    Dimension,
    DisagreementState,
    Likelihood,
    Mode,
    NameKind,
    Qualifier,
    ReviewKind,
    ReviewVerdict,
    SectionKind,
    ShortForm,
    SignedHow,
    Stance,
    Support,
)

T = TypeVar("T")

TWO_TOWNS: Final = Path(__file__).parent / "fixtures" / "two-towns"
"""Folder of a briefing as a curator writes it."""
JOINT_STATEMENT: Final = Path(__file__).parents[1] / "content/armenia-azerbaijan-joint-statement"
"""Folder of the briefing that comes with the program."""
TEXTS: Final = TWO_TOWNS.with_name("two-towns-corpus")
"""Folder with the texts of its sources."""

_ALLOWED: Final = (Allowance(code="number-not-in-passage", reason="The caption has it."),)
_PASSAGE: Final = "the two … summer ends"
_HERALD: Final = Evidence(source="herald", paragraph=2)
_POST: Final = Evidence(source="post", paragraph=3)
_EVIDENCE: Final = (
    Evidence(source="herald", paragraph=2, passage=_PASSAGE, number=2, mode=Mode.QUOTE),
    Evidence(source="post", paragraph=6, stance=Support.CONTRADICTS),
    Evidence(source="post", stance=Support.CONTEXT, mode=Mode.INFERENCE),
)
CLAIMS: Final = (
    Claim(
        id="c1",
        text="Hilltop takes the water.",
        evidence=_EVIDENCE,
        allowed=_ALLOWED,
        was=("c0",),
    ),
    Claim(
        id="c2",
        text="It holds.",
        evidence=(_HERALD,),
        basis=Basis.ASSESSED,
        item=True,
        date=parse_date("2024-05-01"),
    ),
    Quote(id="q1", text="We trust them.", evidence=(_HERALD,), speaker="mayor"),
)
FIGURES: Final = (
    Figure(
        id="share",
        measure="Share of the water",
        unit="per cent",
        value=Decimal("66.6"),
        qualifier=Qualifier.ABOUT,
        as_of=parse_date("2024-05"),
        as_reported="two thirds",
        said_by="mayor",
        described_by="lakeside",
        note="in a dry year",
        parts=("levy",),
        rivals=("levy",),
        evidence=_EVIDENCE,
        allowed=_ALLOWED,
    ),
    Figure(id="levy", measure="Levy", unit="francs", low=Decimal(3), high=Decimal(5000)),
)
DETAILS: Final[dict[SectionKind, Detail]] = {
    SectionKind.REACTIONS: Reaction(
        actor="lakeside",
        stance=Stance.WELCOMES,
        verb="praises the deal",
        country="CH",
        speaker="mayor",
        date=parse_date("2023-12~"),
    ),
    SectionKind.DISAGREEMENTS: Disagreement(
        question="How much water?",
        dimension=Dimension.NUMBER,
        positions=(
            Position(says="Two thirds.", evidence=(_HERALD,), allowed=_ALLOWED),
            Position(says="A half.", evidence=(_POST,)),
        ),
        matters=True,
        why="It decides who pays.",
        state=DisagreementState.EXPLAINED,
        claims=("card-terms#c1", "card-terms#share"),
    ),
    SectionKind.TERMS: Deal(
        commitments=(
            Commitment(
                by=("lakeside",),
                to=("mayor",),
                does="let the water through",
                status="promised",
                evidence=(_HERALD,),
                allowed=_ALLOWED,
            ),
        )
    ),
    SectionKind.SKEPTICS: Doubt(by="mayor", doubts="the gauge"),
    SectionKind.UNKNOWNS: Unknown(
        question="Who sits in the committee?",
        why="It sets the level.",
        settled_by="Its first minutes.",
    ),
    SectionKind.JUDGEMENTS: Judgement(
        statement="The deal is likely to hold.",
        likelihood=Likelihood.LIKELY,
        confidence=Confidence.LOW,
        confidence_basis="Two articles.",
    ),
    SectionKind.SOURCES: SourceNote(source="herald"),
}
_SOURCES: Final = (
    Source(
        key="herald",
        type="article-newspaper",
        title="Two towns, one dam",
        outlet="The Herald",
        authors=("Ann Lee", "Bo Marsh"),
        published=parse_date("2024-05-01"),
        retrieved=parse_date("2024-05-03"),
        language="en",
        url="https://example.org/",
        origin="Regional Press",
        corpus="herald.txt",
        descriptor="Local daily",
        slips=(Slip(paragraph=9, note="“year” for “day”"),),
        sha256="0c" * 32,
        extractor="trafilatura 2.3.1",
    ),
    Source(
        key="post",
        type="webpage",
        title="A dam",
        outlet="Post",
        dateline=Dateline(date=parse_date("2024-05-02?"), paragraph=1),
        slips=(Slip(paragraph=3, note="A half of what?"),),
        label="Po",
    ),
    Source(key="radio", type="broadcast", title="News at six", outlet="Valley Radio"),
)
_ACTORS: Final = (
    Actor(
        id="lakeside",
        type=ActorType.STATE,
        names=(
            Name(text="Lakeside", kind=NameKind.USUAL),
            Name(text="Seestadt", kind=NameKind.NATIVE, language="de", evidence=(_POST,)),
        ),
        country="CH",
    ),
    Actor(
        id="mayor",
        type=ActorType.PERSON,
        names=(Name(text="Ann Lee", kind=NameKind.USUAL),),
        role="Mayor",
        described_by="lakeside",
        evidence=(_HERALD,),
        allowed=_ALLOWED,
    ),
)
ANCHOR: Final = Anchor(
    source="herald",
    paragraph=2,
    head="the two towns share",
    tail="until the summer ends",
    before="on Monday that",
    after="The council will",
    words=30,
    sha256="0" * 64,
    sentences="0" * 16,
    numbers="0" * 16,
    norm=1,
)
"""Of a paragraph that is in no text."""

SIGN_OFF: Final = SignOff(
    about="card-terms#c1",
    kind=ReviewKind.CLAIM,
    verdict=ReviewVerdict.CARRIES,
    by="Ann Lee",
    on=date(2024, 5, 3),
    of="a" * 64,
    passages="b" * 64,
)
"""Of no text."""
VERIFIED: Final = Verified(
    on=date(2024, 5, 3), by="briefing 0.3", passages=70, claims=30, warnings=1
)

ALL_FIELDS: Final = Briefing(
    id="two-towns",
    title="Two towns share a dam",
    sections=tuple(
        Section(
            id=kind.value,
            kind=kind,
            title=f"About {kind}",
            cards=(
                Card(
                    id=f"card-{kind}",
                    title=f"Card on {kind}",
                    claims=CLAIMS,
                    detail=DETAILS.get(kind),
                    figures=FIGURES if kind is SectionKind.TERMS else (),
                    actors=("lakeside", "mayor"),
                    tags=("water",),
                    written_by=("Bo Marsh",) if kind is SectionKind.TERMS else (),
                    was=("deal",) if kind is SectionKind.TERMS else (),
                ),
            ),
            short=ShortForm.NONE if kind is SectionKind.BACKGROUND else None,
        )
        for kind in SectionKind
    ),
    sources=_SOURCES,
    actors=_ACTORS,
    cutoff=parse_date("2024-05-02"),
    language="en-GB",
    key_figures=("levy",),
    quote_limit=15,
    anchors=(
        replace(
            ANCHOR,
            passage=_PASSAGE,
            number=2,
            leading="1" * 16,
            trailing="2" * 16,
            occurrences=2,
            which=2,
        ),
    ),
    articles=(ArticleMark(source="herald", paragraphs=("3" * 16, "4" * 16), followed=(2, 0)),),
    not_held=(Source(key="deal", type="treaty", title="Deal over the dam", outlet="Both towns"),),
    written_by=("Ann Lee",),
    reviews=ReviewRule(short=3, titles=1, quotations=3, numbers=1, rest=2),
    sign_offs=(
        SIGN_OFF,
        replace(
            SIGN_OFF,
            by="Bo Marsh",
            kind=ReviewKind.FAIRNESS,
            about="card-terms",
            verdict=ReviewVerdict.DOES_NOT,
            remark="Only one side speaks.",
            answered="The other was asked.",
        ),
    ),
    void_sign_offs=(replace(SIGN_OFF, how=SignedHow.SIGNED, signature="-----BEGIN\n"),),
    verified=VERIFIED,
    corrections=(
        Correction(
            claim="card-terms#c1",
            was="Lakeside takes the water.",
            reason="The names were exchanged.",
            on=parse_date("2024-05-03"),
        ),
    ),
    retractions=(
        Retraction(source="radio", reason="Its author made it up.", on=parse_date("2024-05-04")),
    ),
)
"""A section of every kind, with one card each; no reference in it leads nowhere."""

_CODES: Final = frozenset(
    [
        *("Source.corpus", "Reaction.country", "Actor.country", "Allowance.code"),
        *("Evidence.source", "Reaction.actor", "Reaction.speaker", "Quote.speaker"),
        *("Figure.said_by", "Figure.described_by", "Figure.parts", "Figure.rivals"),
        *("Disagreement.claims", "SourceNote.source", "Card.actors", "Actor.described_by"),
        *("Commitment.by", "Commitment.to", "Doubt.by", "Source.label"),
        *("Source.key", "Briefing.key_figures", "Section.short", "Verified.by"),
        *("SignOff.about", "SignOff.of", "SignOff.passages", "SignOff.signature"),
        *("Correction.claim", "Retraction.source", "Card.was", "Claim.was", "Quote.was"),
    ]
)
"""Fields that hold no free text; ids are left out beside them."""


def worded(value: T, say: Callable[[str], str]) -> T:
    """The same briefing, or part of one, with other words in every free text.

    Args:
        value: A struct of the model, a tuple of them, or anything else, which stays.
        say: Gives the words instead of some words.
    """
    if isinstance(value, tuple):
        return tuple(worded(one, say) for one in value)  # type: ignore[return-value]
    if not isinstance(value, msgspec.Struct) or isinstance(value, Anchor | ArticleMark | EdtfDate):
        return value
    fields: dict[str, Any] = msgspec.structs.asdict(value)
    for name, content in fields.items():
        if name == "id" or f"{type(value).__name__}.{name}" in _CODES:
            continue
        if isinstance(content, tuple):
            fields[name] = tuple(
                say(one) if type(one) is str else worded(one, say) for one in content
            )
        else:
            fields[name] = say(content) if type(content) is str else worded(content, say)
    return type(value)(**fields)


@cache
def two_towns() -> Briefing:
    """The briefing of two towns, which loads without errors."""
    loaded = load_briefing(TWO_TOWNS)
    assert loaded.briefing is not None, loaded.problems
    return loaded.briefing


def joint_statement() -> Briefing:
    """The briefing that comes with the program."""
    loaded = load_briefing(JOINT_STATEMENT)
    assert loaded.briefing is not None, loaded.problems
    return loaded.briefing


def published(briefing: Briefing = ALL_FIELDS) -> Revision:
    """Publish a briefing on a fixed day, outside any library."""
    taken = Withdrawal(revision=1, reason="It was not finished.", on=parse_date("2024-05-03"))
    return Revision(
        number=3,
        published=datetime(2024, 5, 4, 9, 5, tzinfo=UTC),
        briefing=briefing,
        note="The deal has a text now",
        withdrawals=(taken,),
    )


NOT_SAID: Final = (
    (SectionKind.REACTIONS, "verb", None, "As reported"),
    (SectionKind.REACTIONS, "stance", None, "Stance"),
    (SectionKind.DISAGREEMENTS, "why", "", "Why"),
    (SectionKind.UNKNOWNS, "why", "", "Why it matters"),
    (SectionKind.JUDGEMENTS, "likelihood", None, "Likelihood"),
)
"""What a detail need not have: the section's kind, the field, its value then, and its label."""


def without_field(kind: SectionKind, field: str, value: object) -> tuple[Briefing, Section, Card]:
    """The briefing with all fields but one of a detail, and where that stands."""
    section, card = next(pair for pair in ALL_FIELDS.cards() if pair[0].kind is kind)
    assert card.detail is not None
    card = replace(card, detail=replace(card.detail, **{field: value}))
    section = replace(section, cards=(card,))
    sections = tuple(section if one.kind is kind else one for one in ALL_FIELDS.sections)
    return replace(ALL_FIELDS, sections=sections), section, card
