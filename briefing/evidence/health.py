"""The health of a briefing's sourcing: what is sound, what is not, and where."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING

import msgspec

from briefing.evidence.anchors import Outcome
from briefing.evidence.corpus import Examination
from briefing.evidence.support import (
    Bearer,
    Fate,
    Standing,
    bearers,
    fate_of,
    standing,
    supporting,
)
from briefing.evidence.texts import SourceText
from briefing.model.actors import UNKNOWN_ORIGIN, Source
from briefing.model.briefing import Briefing
from briefing.model.vocabulary import Basis

if TYPE_CHECKING:
    from briefing.evidence.checking import Remark


class Group(StrEnum):
    """What a count is about."""

    PASSAGES = "Citations"
    CLAIMS = "Claims"
    SOURCES = "Sources"
    CHECKS = "Checks"


class Grade(StrEnum):
    """What a count says of the sourcing, where it is not nought."""

    SOUND = "sound"
    DOUBT = "doubt"
    WRONG = "wrong"
    PLAIN = "plain"


class Case(msgspec.Struct, frozen=True):
    """One of the things counted.

    Attributes:
        text: What it is, in a line.
        note: What is to be said of it, in a sentence or a few words.
        bearer: Where it stands in the briefing; None for a source or a paragraph.
        source: Key of the source it is about; None where it is about no one source.
        paragraph: Paragraph of the source; None where it is about none.
    """

    text: str
    note: str = ""
    bearer: Bearer | None = None
    source: str | None = None
    paragraph: int | None = None


class Count(msgspec.Struct, frozen=True):
    """One count, with the list behind it.

    Attributes:
        key: Names it, for example ``altered``.
        group: What it is about.
        label: Names it to a reader, for example "altered passages".
        grade: What it says of the sourcing, where it is not nought.
        cases: What was counted.
        one: The label where a single thing is counted; None where it is the same.
        checked: Whether there was anything to look at, such as a text or, for passages, an anchor.
    """

    key: str
    group: Group
    label: str
    grade: Grade
    cases: Sequence[Case]
    one: str | None = None
    checked: bool = True

    @property
    def words(self) -> str:
        """The label as it stands after the number, for example "error" after 1."""
        return self.one if self.one is not None and len(self.cases) == 1 else self.label


_OUTCOMES = {
    Outcome.EXACT: ("exact: the words are where they were", Grade.SOUND),
    Outcome.ALTERED: ("altered: the words changed", Grade.WRONG),
    Outcome.AMBIGUOUS: ("ambiguous: more than one place is possible", Grade.WRONG),
    Outcome.MISSING: ("missing: no longer in the text", Grade.WRONG),
    Outcome.UNCHECKED: ("not checked: no text on this machine, or no anchor", Grade.DOUBT),
}


class _Stock(msgspec.Struct, frozen=True):
    """What stock is taken of: a briefing, as far as it rests on the sources that are relied on."""

    examination: Examination
    aside: Collection[str]

    @property
    def sources(self) -> list[Source]:
        return [one for one in self.examination.briefing.sources if one.key not in self.aside]

    @property
    def has_text(self) -> bool:
        return any(self.examination.text(one.key) is not None for one in self.sources)

    def concerns(self, remark: Remark) -> bool:
        """Whether a remark is about what is left."""
        bearer = remark.bearer
        if bearer is None:
            return remark.source not in self.aside
        cited = None if remark.citation is None else bearer.evidence[remark.citation].source
        fallen = fate_of(bearer, self.aside) is Fate.LOST
        return not fallen and not {cited, remark.source} & set(self.aside)


def health(
    examination: Examination, remarks: Sequence[Remark], aside: Collection[str] = frozenset()
) -> list[Count]:
    """Take stock of a briefing's sourcing.

    Args:
        examination: Of the briefing.
        remarks: What was remarked when it was checked, with all its sources.
        aside: Keys of sources not to rely on: what is cited from them does not count, nor what was
            remarked on it.

    Returns:
        The counts, group by group; those that are nought too.
    """
    everything = list(bearers(examination.briefing))
    stock = _Stock(examination, aside)
    return [
        *_passages(everything, stock),
        *_claims(everything, stock),
        *_sources(stock),
        *_checks([one for one in remarks if stock.concerns(one)], stock),
    ]


def cited_paragraphs(briefing: Briefing, source: str) -> frozenset[int]:
    """Find the paragraphs of a source that anything in a briefing cites."""
    return frozenset(
        one.paragraph
        for bearer in bearers(briefing)
        for one in bearer.evidence
        if one.source == source and one.paragraph is not None
    )


def country_of(briefing: Briefing, source: Source) -> str | None:
    """The country of a source's outlet, where the briefing lists the outlet as an actor.

    Args:
        briefing: Lists the actors.
        source: Any source.

    Returns:
        ISO 3166-1 alpha-2 code; None where none is given.
    """
    return next(
        (
            actor.country
            for actor in briefing.actors
            if actor.country and any(name.text == source.outlet for name in actor.names)
        ),
        None,
    )


def _passages(everything: Sequence[Bearer], stock: _Stock) -> Iterator[Count]:
    cases: dict[Outcome, list[Case]] = {outcome: [] for outcome in Outcome}
    for bearer in everything:
        for one in bearer.evidence:
            if one.source in stock.aside:
                continue
            finding = stock.examination.finding(one)
            cases[finding.outcome].append(
                Case(bearer.text, finding.reason, bearer, one.source, one.paragraph)
            )
    none = not any(found for outcome, found in cases.items() if outcome is not Outcome.UNCHECKED)
    for outcome, (label, grade) in _OUTCOMES.items():
        unknown = none and outcome is not Outcome.UNCHECKED
        yield Count(outcome, Group.PASSAGES, label, grade, cases[outcome], checked=not unknown)


def _claims(everything: Sequence[Bearer], stock: _Stock) -> Iterator[Count]:
    found = [
        (one, standing(one, stock.examination, stock.aside)) for one in everything if one.is_claim
    ]

    def cases(wanted: Iterable[tuple[Bearer, Standing]]) -> list[Case]:
        return [Case(one.text, _rests_on(one, how), one) for one, how in wanted]

    several = [(one, how) for one, how in found if len(how.sources) > 1]
    single = [(one, how) for one, how in found if len(how.sources) == 1]
    contested = [(one, how) for one, how in found if how.contested]
    bare = [(one, how) for one, how in found if how.unsupported]
    assumed = [(one, how) for one, how in found if how.assumed]
    assessed = [(one, how) for one, how in found if one.claim and one.claim.basis is Basis.ASSESSED]
    claims = Group.CLAIMS
    yield Count("several-sources", claims, "on several sources", Grade.SOUND, cases(several))
    yield Count("single-source", claims, "on a single source", Grade.DOUBT, cases(single))
    yield Count(
        "contested",
        claims,
        "contested: a source against, or in dispute",
        Grade.DOUBT,
        cases(contested),
    )
    yield Count("assessed", claims, "assessed, not reported", Grade.PLAIN, cases(assessed))
    yield Count("assumed", claims, "assumed, without a source", Grade.DOUBT, cases(assumed))
    yield Count("unsupported", claims, "that no passage supports", Grade.WRONG, cases(bare))


def _rests_on(bearer: Bearer, how: Standing) -> str:
    """Say what supports something; of what has fallen, what did."""
    before = supporting(bearer)
    return ", ".join(how.sources) or (f"rested on {', '.join(before)}" if before else "")


def _sources(stock: _Stock) -> Iterator[Count]:
    briefing = stock.examination.briefing
    by_outlet: dict[str, list[Case]] = {}
    by_country: dict[str, list[Case]] = {}
    unknown: list[Case] = []
    undated: list[Case] = []
    uncited: list[Case] = []
    for source in stock.sources:
        case = Case(f"{source.key}: {source.title}", source.outlet, source=source.key)
        by_outlet.setdefault(source.outlet, []).append(case)
        by_country.setdefault(country_of(briefing, source) or "country not given", []).append(case)
        unknown += [case] if source.origin == UNKNOWN_ORIGIN else []
        undated += [case] if source.published is None else []
        if (text := stock.examination.text(source.key)) is not None:
            uncited += _uncited(briefing, source, text)
    group = Group.SOURCES
    for name, cases in by_outlet.items():
        yield Count(f"outlet:{name}", group, f"from {name}", Grade.PLAIN, cases)
    for name, cases in by_country.items():
        yield Count(f"country:{name}", group, f"by country: {name}", Grade.PLAIN, cases)
    silent = "that do not say where they got it", "that does not say where it got it"
    yield Count("origin-unknown", group, silent[0], Grade.DOUBT, unknown, silent[1])
    yield Count("undated", group, "without a date of publication", Grade.DOUBT, undated)
    yield Count(
        "uncited",
        group,
        "paragraphs that nothing cites",
        Grade.PLAIN,
        uncited,
        "paragraph that nothing cites",
        checked=stock.has_text,
    )


def _uncited(briefing: Briefing, source: Source, text: SourceText) -> Iterator[Case]:
    cited = cited_paragraphs(briefing, source.key)
    for number in range(1, len(text.paragraphs) + 1):
        if number not in cited:
            passage = text.paragraph(number)
            words = f"{passage.printed(0, min(4, len(passage.tokens)))} …"
            yield Case(f"{source.key} ¶{number}", words, source=source.key, paragraph=number)


def _checks(remarks: Sequence[Remark], stock: _Stock) -> Iterator[Count]:
    def cases(wanted: Iterable[Remark]) -> list[Case]:
        return [
            Case(
                one.bearer.text if one.bearer else one.source or "the briefing as a whole",
                one.message if one.reason is None else f"{one.message} Accepted: {one.reason}",
                one.bearer,
                one.source,
            )
            for one in wanted
        ]

    kinds = [
        ("errors", ("error", ": not so in the source"), Grade.WRONG),
        ("warnings", ("warning", " without an explanation"), Grade.DOUBT),
        ("explained", ("warning", " that the curator explains"), Grade.PLAIN),
    ]
    parted: dict[str, list[Remark]] = {key: [] for key, _, _ in kinds}
    for remark in remarks:
        doubted = "warnings" if remark.stands_out else "explained"
        parted["errors" if remark.error else doubted].append(remark)
    for key, (what, which), grade in kinds:
        found = cases(parted[key])
        # A few warnings are about the briefing by itself; none of them tells nothing of the rest.
        checked = stock.has_text or bool(found)
        labels = f"{what}s{which}", f"{what}{which}"
        yield Count(key, Group.CHECKS, labels[0], grade, found, labels[1], checked=checked)
