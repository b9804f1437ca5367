"""``briefing health``: what is sound in the sourcing of a briefing, what is not, and where."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Sequence
from itertools import groupby
from typing import Annotated

from msgspec import Meta

from briefing.evidence.corpus import Examination
from briefing.evidence.health import Case, Count, Grade, Group, health
from briefing.evidence.verify import verify
from briefing.model.briefing import Briefing, Revision, Verified
from briefing.model.reviews import SignOff
from briefing.views.address import bearer_address, named, open_whole
from briefing.views.context import NAME_THE_CORPUS, Context
from briefing.views.layout import field, fields, wrap
from briefing.views.phrases import NOTHING_TO_CHECK, verified_words
from briefing.views.shapes import NonNegative, Ordinal, RevisionNumber, Shape, as_json
from briefing.views.sign_offs import ShownSignOff, Trust, case_note, shown, unverified
from briefing.views.signatures import look_at_signatures, signers_file
from briefing.views.verbs import NOTHING, OK

Trusting = Callable[[SignOff], Trust]
"""Says what is known of the name under a sign-off."""


class HealthCase(Shape, frozen=True, kw_only=True):
    """One of the things that a count of ``briefing health`` counts."""

    text: str
    note: str
    address: Annotated[str | None, Meta(description="Of what in the briefing it is about.")]
    source: Annotated[str | None, Meta(description="Key of the source it is about.")]
    paragraph: Annotated[Ordinal | None, Meta(description="Of the source.")]
    sign_offs: Annotated[
        tuple[ShownSignOff, ...], Meta(description="Who signed it, in the group Reviews.")
    ]


class HealthCount(Shape, frozen=True, kw_only=True):
    """One count of ``briefing health``."""

    key: str
    group: Group
    label: str
    grade: Annotated[Grade, Meta(description="What it says of the sourcing, if not 0.")]
    count: Annotated[
        NonNegative | None, Meta(description="Null where nothing was checked, for want of a text.")
    ]
    cases: Annotated[
        tuple[HealthCase, ...] | None,
        Meta(description="What was counted; null unless asked for with --list."),
    ]


class HealthReport(Shape, frozen=True, kw_only=True):
    """Printed by ``briefing health --format json``."""

    briefing: Annotated[str, Meta(description="Name of the briefing.")]
    revision: RevisionNumber
    sound: Annotated[
        bool | None,
        Meta(description="Whether all counts of grade wrong are 0; null if not all was checked."),
    ]
    verified: Annotated[
        Verified | None,
        Meta(description="What the last check with the texts came to; null without one."),
    ]
    counts: tuple[HealthCount, ...]


def run(context: Context, arguments: Namespace) -> int:
    """Print how a briefing is sourced; the exit code is 1 where anything counted is wrong."""
    revision = open_whole(context, arguments)
    if revision.is_notice:
        context.say(NOTHING_TO_CHECK)
        if arguments.format == "json":
            context.write(as_json(_report(revision, (), None, unverified)))
        return OK
    corpus = context.texts_to_check()
    looked = None
    if arguments.list and context.open_texts is None:
        # It costs a process, which who only wants the counts need not pay, and no server may start.
        looked = look_at_signatures(revision.briefing, signers_file(arguments.signers))
    briefing = looked.briefing if looked else revision.briefing
    examination = Examination(briefing, corpus)
    counts = health(examination, verify(examination).remarks)
    wanted = _wanted(counts, arguments.list)
    trust = looked.trust if looked else unverified
    if arguments.format == "json":
        context.write(as_json(_report(revision, counts, wanted, trust)))
    elif wanted:
        context.write_lines(_case_lines(briefing, wanted, trust, context.width))
    else:
        context.write_lines(_lines(revision.briefing, counts, context.width))
    if corpus.folder is None:
        # Who sits at another host has no folder to give.
        advice = NAME_THE_CORPUS if context.open_texts is None else corpus.why_none
        context.say(f"No passage was checked. {advice}")
    for one, why in looked.wrong if looked else ():
        context.say(f"The sign-off of “{one.key}” by {one.by} does not count. {why}")
    return OK if _is_sound(counts) else NOTHING


def _wanted(counts: Sequence[Count], key: str | None) -> Count | None:
    by_key = {count.key: count for count in counts}
    return None if key is None else named("There is no health count", key, by_key)


def _is_sound(counts: Sequence[Count]) -> bool:
    return not any(count.cases for count in counts if count.grade is Grade.WRONG)


def _lines(briefing: Briefing, counts: Sequence[Count], width: int) -> list[str]:
    lines = field("Briefing", briefing.title, width)
    lines += field("Check", verified_words(briefing), width)
    for group, members in groupby(counts, key=lambda count: count.group):
        lines += ["", f"{group}:"]
        for count in members:
            # What a number means is said beside it where it is not nought.
            means = count.cases and count.grade not in (Grade.PLAIN, Grade.SOUND)
            grade = f" ({count.grade})" if means else ""
            line = f"{_counted(count)}{grade} [{count.key}]"
            lines += wrap(line, width, first="  ", rest="    ")
    return lines


def _counted(count: Count) -> str:
    """Say how many, or that nobody could look: that is not the same as none."""
    return (
        f"{len(count.cases):,} {count.words}" if count.checked else f"{count.label} (not checked)"
    )


def _case_lines(briefing: Briefing, count: Count, trust: Trusting, width: int) -> list[str]:
    lines = field("Briefing", briefing.title, width)
    lines += ["", *field(count.group, _counted(count), width)]
    for case in _cases(briefing, count, trust):
        lines += wrap(case.text, width, first="- ", rest="  ")
        paragraph = "" if case.paragraph is None else f", paragraph {case.paragraph}"
        known = [
            ("Note", case.note),
            ("Address", case.address),
            ("Source", case.source and f"{case.source}{paragraph}"),
        ]
        lines += fields([(label, value) for label, value in known if value], width, "  ")
    return lines


def _report(
    revision: Revision, counts: Sequence[Count], wanted: Count | None, trust: Trusting
) -> HealthReport:
    known = all(count.checked for count in counts)
    return HealthReport(
        briefing=revision.briefing.id,
        revision=revision.number or None,
        sound=_is_sound(counts) and (known or None),
        verified=revision.briefing.verified,
        counts=tuple(
            HealthCount(
                key=count.key,
                group=count.group,
                label=count.label,
                grade=count.grade,
                count=len(count.cases) if count.checked else None,
                cases=_cases(revision.briefing, count, trust) if count is wanted else None,
            )
            for count in counts
        ),
    )


def _cases(briefing: Briefing, count: Count, trust: Trusting) -> tuple[HealthCase, ...]:
    return tuple(
        HealthCase(
            text=case.text,
            note=case_note(case, trust),
            address=_address(briefing, case),
            source=case.source,
            paragraph=case.paragraph,
            sign_offs=tuple(
                shown(one, trust(one)) for one in (case.question.sign_offs if case.question else ())
            ),
        )
        for case in count.cases
    )


def _address(briefing: Briefing, case: Case) -> str | None:
    if case.bearer is not None:
        return bearer_address(briefing, case.bearer)
    asked = case.question
    if asked is None:
        return None
    parts = (briefing.id, asked.section and asked.section.id, asked.card and asked.card.id)
    return "/".join(part for part in parts if part)
