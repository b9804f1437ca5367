"""Small briefings and texts of our own, to be held against each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from briefing.evidence.checking import Remark, Verification
from briefing.evidence.corpus import Corpus, Examination, TextAtHand
from briefing.evidence.texts import SourceText
from briefing.evidence.verify import verify
from briefing.model.actors import Actor, Dateline, Name, Source
from briefing.model.briefing import Briefing
from briefing.model.cards import Card, Detail, Section
from briefing.model.claims import Allowance, Anchor, Claim, Evidence, Figure
from briefing.model.dates import parse_date
from briefing.model.vocabulary import ActorType, NameKind, SectionKind, Severity

HERALD = """\
Lakeside and Hilltop signed their deal over the dam today, the councils of both towns announced.

Mayor Ann Lee said that at least 80 boats and thirty-two rafts had been moored there. “We trust them
for now, and we will read the gauge together,” Lee told the Herald.

The Lakesiders had first asked for talks on March 3. Hilltop refused them in October 2022, and
the sluice stayed shut.

Engineer Orkhan Aliyev welcomed the signing and praised both sides. The gauge is 30 years old.

It was the fifth meeting since the drought of 2020, which had emptied two thirds of the ponds.
"""
LONG = f"{HERALD}\nNothing more was said of it on that day, they write.\n"
"""So many paragraphs that nobody cites them all."""

POST = """\
A ferry of Hilltop may land in Lakeside from Friday on, the Valley Post has learned from the pier.

Some 90 boats had been moored at the dam, the harbour office says. Anglers reject the deal.
"""

ACTORS = (
    Actor(id="lakeside", type=ActorType.STATE, names=(Name(text="Lakeside", kind=NameKind.USUAL),)),
    Actor(
        id="hilltop", type=ActorType.STATE, names=(Name(text="Hilltop"), Name(text="Upper Town"))
    ),
    Actor(
        id="mayor",
        type=ActorType.PERSON,
        names=(Name(text="Ann Lee"),),
        role="Mayor of Lakeside",
    ),
    Actor(id="engineer", type=ActorType.PERSON, names=(Name(text="Orkhan Aliyev"),)),
    Actor(id="us", type=ActorType.STATE, names=(Name(text="United States"), Name(text="US"))),
    Actor(id="anglers", type=ActorType.ORGANISATION, names=(Name(text="the anglers"),)),
    Actor(id="herald", type=ActorType.ORGANISATION, names=(Name(text="Herald"),)),
)
SOURCES = (
    Source(
        key="herald",
        type="article-newspaper",
        title="Lakeside and Hilltop signed their deal",
        outlet="The Herald",
        dateline=Dateline(date=parse_date("2024-05-01"), paragraph=1),
    ),
    Source(
        key="post",
        type="article-newspaper",
        title="A ferry of Hilltop may land",
        outlet="The Valley Post",
    ),
)


class Shelf(Corpus):
    """A corpus that needs no folder."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        super().__init__(None)
        self._texts = texts

    def read(self, source: Source) -> TextAtHand:
        if source.key not in self._texts:
            return TextAtHand(why_not="There is none.")
        return TextAtHand(SourceText(self._texts[source.key]))


def cite(*places: str, **more: object) -> tuple[Evidence, ...]:
    """Evidence from places such as ``herald 2`` or ``post`` for the whole of it."""
    found = []
    for place in places:
        key, _, paragraph = place.partition(" ")
        number = int(paragraph) if paragraph else None
        found.append(Evidence(source=key, paragraph=number, **more))  # type: ignore[arg-type]
    return tuple(found)


def allow(code: str) -> tuple[Allowance, ...]:
    return (Allowance(code=code, reason="Looked into."),)


def claim(text: str, *places: str, **more: object) -> Claim:
    return Claim(id="c", text=text, evidence=cite(*places), **more)  # type: ignore[arg-type]


def a_briefing(
    *claims: Claim,
    figures: Sequence[Figure] = (),
    detail: Detail | None = None,
    card_actors: Sequence[str] = (),
    actors: Sequence[Actor] = ACTORS,
    sources: Sequence[Source] = SOURCES,
    anchors: Sequence[Anchor] = (),
    more_cards: Sequence[Card] = (),
    title: str = "A card",
) -> Briefing:
    card = Card(
        id="card",
        title=title,
        claims=claims,
        figures=tuple(figures),
        detail=detail,
        actors=tuple(card_actors),
    )
    section = Section(id="terms", kind=SectionKind.TERMS, title="Terms", cards=(card, *more_cards))
    return Briefing(
        id="two-towns",
        title="Two towns",
        sections=(section,),
        sources=tuple(sources),
        actors=tuple(actors),
        anchors=tuple(anchors),
    )


def verified(briefing: Briefing, **texts: str) -> Verification:
    """Verify against the texts given, by default both of ours."""
    return verify(Examination(briefing, Shelf(texts or {"herald": HERALD, "post": POST})))


def about_bearers(verification: Verification, *, looks: bool = False) -> list[Remark]:
    """The remarks on what cites evidence; what is only worth a look if it is asked for."""
    return [
        one
        for one in verification.remarks
        if one.bearer is not None and (looks or one.severity is not Severity.LOOK)
    ]


def told(verification: Verification, *, looks: bool = False) -> list[tuple[str, str]]:
    """Severity and code of the remarks on what cites evidence."""
    return [(str(one.severity), one.code) for one in about_bearers(verification, looks=looks)]


def only(verification: Verification, *, looks: bool = False) -> Remark:
    """The one remark that is made about a bearer."""
    (remark,) = about_bearers(verification, looks=looks)
    return remark


def answers(text: str, passage: str, *codes: str, **more: object) -> str:
    """What comes of a sentence that cites the first paragraph of an article.

    Returns:
        Each error and warning, and each look with one of some codes: ``warning negation, look …``.
    """
    one = claim(text, "herald 1", **more)
    found = told(verified(a_briefing(one), herald=passage), looks=True)
    return ", ".join(f"{how} {code}" for how, code in found if how != "look" or code in codes)
