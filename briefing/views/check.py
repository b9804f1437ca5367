"""``briefing check``: what is wrong with the text of briefings, and against their sources."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Final, NamedTuple

import msgspec
from msgspec import Meta

from briefing import __version__
from briefing.authoring.problems import Location, Locations, Problem
from briefing.authoring.verified_lock import (
    VERIFIED_NAME,
    VerifiedLock,
    remove_verified,
    write_verified,
)
from briefing.authoring.writing import FileNotWrittenError
from briefing.desk.watching import names_of, stamps, watch
from briefing.evidence.checking import Derivation, Remark, Tally
from briefing.evidence.corpus import Corpus, Examination
from briefing.evidence.passages import MISSING_TEXT
from briefing.evidence.verify import verify
from briefing.model.briefing import Briefing, Verified
from briefing.model.errors import UsageError
from briefing.model.text import count
from briefing.model.vocabulary import Severity
from briefing.views.authored import BY_PLACE, Authored, count_errors, load_as_typed, place_key
from briefing.views.context import NAME_THE_CORPUS, Context
from briefing.views.phrases import day_words
from briefing.views.shapes import NonNegative, Ordinal, Shape, as_json
from briefing.views.sign_offs import remark_words, void_words
from briefing.views.signatures import Looked, look_at_signatures, signers_file
from briefing.views.verbs import NOTHING, OK

_KINDS: Final = ("passage", "claim", "quote", "figure", "number", "name", "date")
"""What is verified, in the order of the summary; the tallies have them in the plural."""

_REMARK: Final = "reviewer-remark"
_SIGNATURE: Final = "bad-signature"
REVIEW_CODES: Final = frozenset([_REMARK, _SIGNATURE])
"""Codes of the problems, for which no text of a source is needed."""

_WHOLE: Final = "bottom-line"
"""Key of the place of what is about the whole."""


class CheckedProblem(Shape, frozen=True, kw_only=True):
    """One mistake in the text of a briefing, or one thing that does not agree with its sources."""

    path: str
    line: Ordinal
    column: Annotated[int, Meta(ge=1, description="In characters.")]
    severity: Annotated[str, Meta(pattern="^(error|warning|look|draft)$")]
    code: Annotated[str, Meta(description="Stable name of the kind of mistake.")]
    message: Annotated[str, Meta(description="What is wrong.")]
    fix: Annotated[str, Meta(description="What to do about it.")]
    reason: Annotated[
        str | None, Meta(description="Why the curator allows it; null if not allowed.")
    ]

    @property
    def stands_out(self) -> bool:
        """Whether it is an error, a warning that nobody has explained, or in a draft."""
        return self.severity != Severity.LOOK and self.reason is None

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}:{self.column}"
        if self.reason is not None:
            return f"{place}: explained: {self.message} {self.reason} [{self.code}]"
        return f"{place}: {self.severity}: {self.message} {self.fix} [{self.code}]"


class DerivedDate(Shape, frozen=True, kw_only=True):
    """A date that a source does not print but that follows from when it speaks."""

    path: str
    line: Ordinal
    column: Annotated[int, Meta(ge=1, description="In characters.")]
    date: Annotated[str, Meta(description="As the briefing has it, for a reader.")]
    source: Annotated[str, Meta(description="Citation key.")]
    how: Annotated[str, Meta(description="Out of what it follows, in words.")]

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}:{self.column}"
        return f"{place}: derived: {self.date} from @{self.source}: {self.how}."


class CheckedTally(Shape, frozen=True, kw_only=True):
    """How many things of a kind there are, and what came of checking them."""

    total: NonNegative
    verified: Annotated[int, Meta(ge=0, description="How many agree with their sources.")]
    unchecked: Annotated[int, Meta(ge=0, description="How many lack a text to check them in.")]


class CheckResult(Shape, frozen=True, kw_only=True):
    """Printed by ``briefing check --format json``."""

    files: Annotated[int, Meta(ge=0, description="Files looked at.")]
    errors: NonNegative
    warnings: Annotated[int, Meta(ge=0, description="Those not explained.")]
    looks: Annotated[int, Meta(ge=0, description="What is only worth a reviewer's eye.")]
    explained: Annotated[int, Meta(ge=0, description="Warnings and looks that the curator allows.")]
    drafts: Annotated[int, Meta(ge=0, description="Cards and actors that are not published.")]
    problems: Annotated[
        tuple[CheckedProblem, ...],
        Meta(
            description="Those explained are among them only with --explained, looks with --look."
        ),
    ]
    derived_dates: tuple[DerivedDate, ...]
    verified: Annotated[
        dict[str, CheckedTally],
        Meta(description="By kind: passages, claims, quotes, figures, numbers, names, dates."),
    ]


class CheckedFolder(msgspec.Struct, frozen=True):
    """What came of checking a folder.

    Attributes:
        with_texts: Whether there was a folder of source texts.
        problems: By path, line and column; those explained among them.
        derived: How dates were reckoned, in reading order.
        tallies: By kind, how much of the briefing agrees with its sources.
    """

    authored: Authored
    with_texts: bool
    problems: Sequence[CheckedProblem]
    derived: Sequence[DerivedDate] = ()
    tallies: Mapping[str, Tally] = msgspec.field(default_factory=dict)

    @property
    def passages(self) -> Tally:
        return self.tallies.get("passages", Tally())

    @property
    def is_refuted(self) -> bool:
        """Whether something is certainly wrong, or a passage is not known to be as it was."""
        wrong = [one for one in self.problems if one.code != MISSING_TEXT]
        found = self.passages.verified + self.passages.unchecked
        return count_errors(wrong) > 0 or found < self.passages.total

    @property
    def verified(self) -> Verified | None:
        """What is recorded where every passage was found and nothing is certainly wrong."""
        passages = self.passages
        if count_errors(self.problems) or not passages.total == passages.verified > 0:
            return None
        return Verified(
            on=datetime.now(UTC).date(),
            by=f"briefing {__version__}",
            passages=passages.verified,
            claims=self.tallies["claims"].verified,
            warnings=sum(map(_is_warning, self.problems)),
        )


class Kept(NamedTuple):
    """What is recorded of a folder after a check.

    Attributes:
        verified: None where nothing is.
        news: What became of the record, in a sentence; empty where it is what it was.
    """

    verified: Verified | None
    news: str = ""


def run(context: Context, arguments: Namespace) -> int:
    """Check folders of briefings; the exit code is 1 where there is an error, not for a warning.

    With ``--strict`` it is 1 for a warning, too, and where a passage was not looked at. With
    ``--watch`` it ends with Ctrl-C only.
    """
    if not arguments.watch:
        return _check(context, arguments)
    if arguments.ask or arguments.format == "json":
        raise UsageError("--watch prints lines after each save: without --format json and --ask.")
    context.say("Folders and texts are checked after each save; Ctrl-C ends it.")
    paths, texts = [Path(path) for path in arguments.paths], context.places.corpus
    for saved in watch(lambda: {k: v for one in paths for k, v in stamps(one, texts).items()}):
        _check(context, arguments, heading=_heading(saved))
        context.stdout.flush()
    return OK


def _heading(saved: Sequence[str]) -> str:
    """Say when it is, and what was saved; further words follow."""
    said = f"after {names_of(saved)}: " if saved else ""
    return f"{datetime.now().astimezone():%H:%M:%S} {said}"


def _check(context: Context, arguments: Namespace, heading: str = "") -> int:
    """Check once; under a heading the count comes first, where one looks for what is new."""
    corpus = context.texts_to_check()
    signers = signers_file(arguments.signers)
    checked = [check_folder(load_as_typed(Path(path)), corpus, signers) for path in arguments.paths]
    if arguments.ask:
        checked = list(_asked(arguments.ask, checked, corpus, context))
    problems = [one for each in checked for one in each.problems]
    tallies = _sum(each.tallies for each in checked)
    errors, warnings = count_errors(problems), sum(map(_is_warning, problems))
    result = CheckResult(
        files=sum(each.authored.files for each in checked),
        errors=errors,
        warnings=warnings,
        looks=sum(one.severity == Severity.LOOK and one.reason is None for one in problems),
        explained=sum(one.reason is not None for one in problems),
        drafts=sum(len(each.authored.drafts) for each in checked),
        problems=tuple(one for one in problems if _is_asked_for(one, arguments)),
        derived_dates=tuple(one for each in checked for one in each.derived),
        verified={
            kind: CheckedTally(**msgspec.structs.asdict(one)) for kind, one in tallies.items()
        },
    )
    if heading:
        context.write(f"{heading}{_summary(result)}")
    if arguments.format == "json":
        context.write(as_json(result))
    else:
        context.write_lines(map(str, result.problems))
        if arguments.explained:
            context.write_lines(map(str, result.derived_dates))
    if not heading:
        context.say(_summary(result))
    if tallies:
        context.say(_verified(tallies, with_texts=corpus.folder is not None))
    for each in checked:
        if said := _said(each, keep_record(each)):
            context.say(said)
        if each.authored.briefing and (void := void_words(each.authored.briefing)):
            context.say(void)
    unlooked = sum(tally.unchecked for tally in tallies.values())
    return NOTHING if errors or (arguments.strict and (warnings or unlooked)) else OK


def _asked(
    typed: str, checked: Iterable[CheckedFolder], corpus: Corpus, context: Context
) -> Iterator[CheckedFolder]:
    """Ask a program about each folder that can be read; its answers are among the problems."""
    from briefing.views.asking import ask, command_of  # noqa: PLC0415 - only for who asks

    command = command_of(typed)
    for each in checked:
        authored, briefing = each.authored, each.authored.briefing
        if briefing is None:
            yield each
            continue
        asked = ask(command, Examination(briefing, corpus))
        context.say(asked.words)
        found = [
            _checked(
                authored.problem(
                    authored.places.at(place_key(briefing, one.bearer) if one.bearer else ""),
                    one.severity,
                    one.code,
                    one.message,
                    one.fix,
                )
            )
            for one in asked.answers
        ]
        problems = sorted([*each.problems, *found], key=BY_PLACE)
        yield msgspec.structs.replace(each, problems=problems)


def _is_warning(problem: CheckedProblem) -> bool:
    return problem.stands_out and problem.severity == Severity.WARNING


def _is_asked_for(problem: CheckedProblem, arguments: Namespace) -> bool:
    if problem.reason is not None:
        return bool(arguments.explained)
    return problem.stands_out or bool(arguments.look or arguments.ask)


def _said(checked: CheckedFolder, kept: Kept) -> str:
    """Say what is recorded of a folder, or that nobody looked into its sources."""
    folder = checked.authored.folder
    if checked.authored.briefing is None:
        return f"“{folder}” was not held against its sources: correct its errors first."
    if kept.news or kept.verified is None:
        return kept.news
    return f"“{folder}” was verified on {day_words(kept.verified.on)}."


def keep_record(checked: CheckedFolder) -> Kept:
    """Bring the record of a folder up to date with what a check has found."""
    authored, briefing = checked.authored, checked.authored.briefing
    if briefing is None:
        return Kept(None)
    if not checked.with_texts:
        return Kept(briefing.verified, _void(authored))
    try:
        return _recorded(checked, briefing.verified)
    except FileNotWrittenError as error:
        return Kept(checked.verified, str(error))


def _recorded(checked: CheckedFolder, known: Verified | None) -> Kept:
    folder, found = checked.authored.folder, checked.verified
    if known is not None and _agrees(checked, known):
        return Kept(known)
    if found is None:
        remove_verified(folder)
        return Kept(None, _unrecorded(checked))
    write_verified(folder, VerifiedLock(checked.authored.fingerprints, found))
    return Kept(found, f"“{folder}” is verified: recorded in {VERIFIED_NAME}.")


def _agrees(checked: CheckedFolder, known: Verified) -> bool:
    """Whether a check came to the same as one on another day, perhaps by another version.

    One that lacks texts does, if nothing that it could look at is against it.
    """
    if checked.verified is None:
        return not checked.is_refuted
    return msgspec.structs.replace(checked.verified, on=known.on, by=known.by) == known


def _void(authored: Authored) -> str:
    if authored.void is None:
        return ""
    day = day_words(authored.void.on)
    return f"“{authored.folder}” was verified on {day}, but has changed since."


def _unrecorded(checked: CheckedFolder) -> str:
    """Say what is not obvious: that something was recorded before, or that nothing is wrong."""
    authored, passages = checked.authored, checked.passages
    if authored.void is not None or (authored.briefing and authored.briefing.verified):
        return f"“{authored.folder}” is not verified any more: {VERIFIED_NAME} is removed."
    if count_errors(checked.problems):
        return ""
    if not passages.total:
        return f"“{authored.folder}” is not verified: it cites nothing."
    without = f"{passages.total - passages.verified:,} of {count(passages.total, 'passage')}"
    return f"“{authored.folder}” is not verified: {without} without an anchor."


def _summary(result: CheckResult) -> str:
    found = [count(result.errors, "error"), count(result.warnings, "warning")]
    if result.looks:
        found.append(f"{count(result.looks, 'look')} (--look lists them)")
    if result.explained:
        found.append(f"{result.explained:,} explained")
    if result.drafts:
        found.append(count(result.drafts, "draft"))
    return f"{', '.join(found)} in {count(result.files, 'file')}"


def _verified(tallies: Mapping[str, Tally], *, with_texts: bool) -> str:
    """Say how much agrees with its sources, or how that is found out."""
    if not with_texts:
        return f"{count(tallies['passages'].unchecked, 'passage')} not looked at. {NAME_THE_CORPUS}"
    found = ", ".join(count(tallies[f"{kind}s"].verified, kind) for kind in _KINDS)
    return f"{found} verified; {count(tallies['passages'].unchecked, 'passage')} not looked at."


def check_folder(authored: Authored, corpus: Corpus, signers: Path | None = None) -> CheckedFolder:
    """Check the text of a folder and, if it has no error, whether it agrees with its sources.

    What reviewers have against it is a problem too. Drafts are checked apart, beside all the rest:
    nothing is right or wrong in this because of them.
    """
    problems = [_checked(problem) for problem in authored.problems]
    briefing = authored.without_drafts
    if briefing is None or authored.briefing is None:
        return CheckedFolder(authored, corpus.folder is not None, problems)
    verification = verify(Examination(briefing, corpus))
    problems += (_of_remark(one, authored, briefing) for one in verification.remarks)
    looked = look_at_signatures(briefing, signers)
    problems += map(_checked, _review_problems(authored, looked))
    derived = [_derived(one, authored, briefing) for one in verification.derivations]
    if authored.briefing is not briefing:
        problems += _in_drafts(authored, authored.briefing, corpus)
    return CheckedFolder(
        authored,
        corpus.folder is not None,
        sorted(problems, key=BY_PLACE),
        derived,
        verification.tallies,
    )


def _review_problems(authored: Authored, looked: Looked) -> Iterator[Problem]:
    """Yield each remark that nobody has answered, and each signature that is wrong.

    A program's remark is only worth a look.
    """
    for one in looked.briefing.sign_offs:
        if not one.is_open:
            continue
        said = remark_words(one, looked.trust(one))
        yield authored.problem(
            authored.places.at(one.about or _WHOLE),
            Severity.ERROR if one.is_personal else Severity.LOOK,
            _REMARK,
            f"{said[0].upper()}{said[1:]}.",
            f"Change the text; or say why it stands: `briefing review {authored.folder} --answer"
            f" {one.key} “…”`.",
        )
    for one, why in looked.wrong:
        yield authored.problem(
            authored.places.at(one.about or _WHOLE),
            Severity.ERROR,
            _SIGNATURE,
            f"The sign-off by {one.by} does not count. {why}",
            "Have it signed again, or delete its line in reviews.lock.jsonl.",
        )


def _in_drafts(authored: Authored, briefing: Briefing, corpus: Corpus) -> Iterator[CheckedProblem]:
    for one in verify(Examination(briefing, corpus)).remarks:
        if one.bearer is None or one.severity is Severity.LOOK or one.reason is not None:
            continue
        if place_key(briefing, one.bearer).partition("#")[0] in authored.drafts:
            yield _of_remark(
                msgspec.structs.replace(one, severity=Severity.DRAFT), authored, briefing
            )


def _checked(problem: Problem, reason: str | None = None) -> CheckedProblem:
    return CheckedProblem(**msgspec.structs.asdict(problem), reason=reason)


def _of_remark(remark: Remark, authored: Authored, briefing: Briefing) -> CheckedProblem:
    place = _remark_place(remark, authored.places, briefing)
    problem = authored.problem(place, remark.severity, remark.code, remark.message, remark.fix)
    return _checked(problem, None if remark.is_error else remark.reason)


def _remark_place(remark: Remark, places: Locations, briefing: Briefing) -> Location:
    """The very word or value that a remark is about, else the citation, else all of it."""
    if remark.bearer is None:
        return places.field(f"source:{remark.source}", remark.field or "")
    key = place_key(briefing, remark.bearer)
    if remark.offset is not None:
        return places.at(key, remark.offset)
    if remark.field is not None:
        return places.field(key, remark.field)
    if remark.citation is not None:
        return places.citation(key, remark.citation)
    return places.at(key)


def _derived(derivation: Derivation, authored: Authored, briefing: Briefing) -> DerivedDate:
    bearer = derivation.bearer
    key = place_key(briefing, bearer)
    typed = authored.places.field(key, "as-of" if bearer.figure else "date")
    path, line, column = authored.as_typed(typed)
    return DerivedDate(
        path=path,
        line=line,
        column=column,
        date=derivation.date,
        source=derivation.source,
        how=derivation.how,
    )


def _sum(tallies: Iterable[Mapping[str, Tally]]) -> dict[str, Tally]:
    sums: dict[str, Tally] = {}
    for of_one in tallies:
        for kind, one in of_one.items():
            so_far = sums.get(kind, Tally())
            sums[kind] = Tally(
                so_far.total + one.total,
                so_far.verified + one.verified,
                so_far.unchecked + one.unchecked,
            )
    return sums
