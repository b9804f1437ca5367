"""The health of a briefing's sourcing: what is sound, what is not, and where."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Final

import msgspec

from briefing.evidence.anchors import Outcome
from briefing.evidence.corpus import Examination
from briefing.evidence.reviewing import Question, questions
from briefing.evidence.support import Bearer, Fate, Standing, bearers, fate_of, standing, supporting
from briefing.model.actors import UNKNOWN_ORIGIN, Source
from briefing.model.briefing import Briefing
from briefing.model.vocabulary import Basis, Severity

if TYPE_CHECKING:
    from briefing.evidence.checking import Remark


class Group(StrEnum):
    """What a count is about."""

    PASSAGES = "Citations"
    CLAIMS = "Claims"
    SOURCES = "Sources"
    CHECKS = "Checks"
    REVIEWS = "Reviews"


class Grade(StrEnum):
    """What a count says of the sourcing, where it is not nought."""

    SOUND = "sound"
    DOUBT = "doubt"
    WRONG = "wrong"
    PLAIN = "plain"


class Case(msgspec.Struct, frozen=True):
    """One of the things counted: something in the briefing, a source, or a paragraph of one.

    Attributes:
        question: What somebody signed of it, or nobody.
    """

    text: str
    note: str = ""
    bearer: Bearer | None = None
    source: str | None = None
    paragraph: int | None = None
    question: Question | None = None


class Count(msgspec.Struct, frozen=True):
    """One count, with the list behind it.

    Attributes:
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


_OUTCOMES: Final = {
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
        bearer = remark.bearer
        if bearer is None:
            return remark.source not in self.aside
        cited = None if remark.citation is None else bearer.evidence[remark.citation].source
        fallen = fate_of(bearer, self.aside, frozenset()) is Fate.LOST
        return not fallen and not {cited, remark.source} & set(self.aside)


def health(
    examination: Examination, remarks: Sequence[Remark], aside: Collection[str] = frozenset()
) -> list[Count]:
    """Count what is sound in a briefing's sourcing and what is not, group by group.

    What is cited from the sources set aside, or retracted, does not count, nor what a check
    remarked on it.
    """
    everything = list(bearers(examination.briefing))
    stock = _Stock(examination, examination.briefing.retracted.union(aside))
    return [
        *_passages(everything, stock),
        *_claims(everything, stock),
        *_sources(stock),
        *_checks([one for one in remarks if stock.concerns(one)], stock),
        *_reviews(examination.briefing),
    ]


def cited_paragraphs(briefing: Briefing, source: str) -> frozenset[int]:
    return frozenset(
        one.paragraph
        for bearer in bearers(briefing)
        for one in bearer.evidence
        if one.source == source and one.paragraph is not None
    )


def country_of(briefing: Briefing, source: Source) -> str | None:
    """The country, by its ISO code, of an outlet that the briefing lists as an actor."""
    for actor in briefing.actors:
        if actor.country and any(name.text == source.outlet for name in actor.names):
            return actor.country
    return None


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
    for key, (label, grade, holds) in _CLAIMS.items():
        cases = [Case(one.text, _rests_on(one, how), one) for one, how in found if holds(one, how)]
        yield Count(key, Group.CLAIMS, label, grade, cases)
    yield _on_retracted(everything, stock.examination.briefing)


def _on_retracted(everything: Sequence[Bearer], briefing: Briefing) -> Count:
    """What cites a source that is retracted for what it says, claim or not; what has fallen first.

    What a source says of itself is not meant.
    """
    fallen: list[Case] = []
    others: list[Case] = []
    for one in everything:
        keys = [key for key in supporting(one) if key in briefing.retracted]
        if keys and not one.is_about_sources:
            left = supporting(one, briefing.retracted)
            note = f"{', '.join(keys)} retracted; left: {', '.join(left) or 'none'}"
            (others if left else fallen).append(Case(one.text, note, one))
    return Count(
        "rests-on-retracted",
        Group.CLAIMS,
        "that rest on a retracted source, figures and positions too",
        Grade.DOUBT,
        [*fallen, *others],
        "that rests on a retracted source",
    )


_CLAIMS: Final[dict[str, tuple[str, Grade, Callable[[Bearer, Standing], bool]]]] = {
    "several-sources": ("on several sources", Grade.PLAIN, lambda _, how: len(how.sources) > 1),
    "single-source": ("on a single source", Grade.DOUBT, lambda _, how: len(how.sources) == 1),
    "contested": (
        "contested: a source against, or in dispute",
        Grade.DOUBT,
        lambda _, how: how.contested,
    ),
    "assessed": (
        "assessed, not reported",
        Grade.PLAIN,
        lambda one, _: one.claim is not None and one.claim.basis is Basis.ASSESSED,
    ),
    "assumed": ("assumed, without a source", Grade.DOUBT, lambda _, how: how.assumed),
    "unsupported": ("that no passage supports", Grade.WRONG, lambda _, how: how.unsupported),
}


def _rests_on(bearer: Bearer, how: Standing) -> str:
    """Say what supports something; of what has fallen, what did."""
    before = supporting(bearer)
    return ", ".join(how.sources) or (f"rested on {', '.join(before)}" if before else "")


def _sources(stock: _Stock) -> Iterator[Count]:
    briefing, group = stock.examination.briefing, Group.SOURCES
    listed = [
        (source, Case(f"{source.key}: {source.title}", source.outlet, source=source.key))
        for source in stock.sources
    ]
    by_name: dict[tuple[str, str], list[Case]] = {}
    for source, case in listed:
        by_name.setdefault((f"outlet:{source.outlet}", f"from {source.outlet}"), []).append(case)
    for source, case in listed:
        country = country_of(briefing, source) or "country not given"
        by_name.setdefault((f"country:{country}", f"by country: {country}"), []).append(case)
    for (key, label), cases in by_name.items():
        yield Count(key, group, label, Grade.PLAIN, cases)
    yield Count(
        "origin-unknown",
        group,
        "that do not say where they got it",
        Grade.DOUBT,
        [case for source, case in listed if source.origin == UNKNOWN_ORIGIN],
        "that does not say where it got it",
    )
    retracted = [
        Case(f"{known.key}: {known.title}", f"Retracted {one.line}", source=known.key)
        for one in briefing.retractions
        if (known := briefing.sources_by_key.get(one.source))
    ]
    yield Count("retracted", group, "retracted, which count for nothing", Grade.PLAIN, retracted)
    undated = [case for source, case in listed if source.published is None]
    yield Count("undated", group, "without a date of publication", Grade.DOUBT, undated)
    yield Count(
        "uncited",
        group,
        "paragraphs that nothing cites",
        Grade.PLAIN,
        [case for source, _ in listed for case in _uncited(stock.examination, source.key)],
        "paragraph that nothing cites",
        checked=stock.has_text,
    )


def _uncited(examination: Examination, source: str) -> Iterator[Case]:
    text = examination.text(source)
    if text is None:
        return
    cited = cited_paragraphs(examination.briefing, source)
    for number in range(1, len(text.paragraphs) + 1):
        if number not in cited:
            passage = text.paragraph(number)
            words = f"{passage.printed(0, min(4, len(passage.tokens)))} …"
            yield Case(f"{source} ¶{number}", words, source=source, paragraph=number)


def _checks(remarks: Sequence[Remark], stock: _Stock) -> Iterator[Count]:
    for key, label, grade in (
        ("errors", "error{}: not so in the source, or it cannot be read", Grade.WRONG),
        ("warnings", "warning{} without an explanation", Grade.DOUBT),
        ("explained", "warning{} that the curator explains", Grade.PLAIN),
    ):
        cases = [_remarked(one, stock) for one in remarks if _key(one) == key]
        # A few warnings are about the briefing by itself; none of them tells nothing of the rest.
        checked = stock.has_text or bool(cases)
        one, several = label.format(""), label.format("s")
        yield Count(key, Group.CHECKS, several, grade, cases, one, checked=checked)


def _key(remark: Remark) -> str:
    if remark.is_error:
        return "errors"
    if remark.severity is Severity.LOOK:
        return "looks"  # for a reviewer, who is asked elsewhere
    return "warnings" if remark.stands_out else "explained"


def _remarked(remark: Remark, stock: _Stock) -> Case:
    bearer = remark.bearer
    source = stock.examination.briefing.sources_by_key.get(remark.source or "")
    about = f"{source.key}: {source.title}" if source else "the briefing as a whole"
    return Case(
        bearer.text if bearer else about,
        remark.message if remark.reason is None else f"{remark.message} Accepted: {remark.reason}",
        bearer,
        remark.source,
    )


def _reviews(briefing: Briefing) -> Iterator[Count]:
    """Count what people signed. That nobody did says nothing against the sourcing itself."""
    found = [(one, _signed(one)) for one in questions(briefing)]
    for key, (label, grade, holds) in _REVIEWS.items():
        yield Count(key, Group.REVIEWS, label, grade, [case for one, case in found if holds(one)])


def _signed(question: Question) -> Case:
    text = question.text if question.bearer else f"{question.text} ({question.kind})"
    return Case(text, bearer=question.bearer, question=question)


_REVIEWS: Final[dict[str, tuple[str, Grade, Callable[[Question], bool]]]] = {
    "signed-by-several": (
        "signed by two people or more",
        Grade.SOUND,
        lambda one: len(one.signed_by) > 1,
    ),
    "signed-by-one": ("signed by one person", Grade.PLAIN, lambda one: len(one.signed_by) == 1),
    "unsigned": ("signed by nobody but who wrote it", Grade.PLAIN, lambda one: not one.signed_by),
    "lacking": (
        "lacking a signature that the desk asks for",
        Grade.DOUBT,
        lambda one: one.lacks > 0,
    ),
    "remarks-open": (
        "with a remark that nobody answered",
        Grade.WRONG,
        lambda one: bool(one.remarks),
    ),
    "sign-offs-void": ("changed since they were signed", Grade.DOUBT, lambda one: bool(one.void)),
    "automated": (
        "looked at by a program, by no person",
        Grade.PLAIN,
        lambda one: one.only_automated,
    ),
}
