"""``briefing anchor``: fingerprints of the cited passages, so that each is found again.

Anchors are made anew without hiding that a text has changed since.
"""

from __future__ import annotations

from argparse import Namespace
from collections import Counter
from collections.abc import Sequence
from enum import Enum
from pathlib import Path
from typing import Final, NamedTuple

import msgspec

from briefing.authoring.anchor_lock import write_lock
from briefing.authoring.problems import Location, Problem
from briefing.evidence.anchors import find, make_anchor
from briefing.evidence.corpus import Corpus
from briefing.evidence.support import bearers
from briefing.evidence.texts import PassageError, SourceText
from briefing.model.briefing import Briefing
from briefing.model.claims import Anchor, CitedPlace, Evidence
from briefing.model.vocabulary import Severity
from briefing.views.authored import BY_PLACE, Authored, count_errors, load_as_typed, place_key
from briefing.views.context import NAME_THE_CORPUS, Context
from briefing.views.phrases import count
from briefing.views.verbs import NOTHING, OK, USAGE

_DAMAGED: Final = "bad-anchors"
"""Code of the problems of a lock file."""

_STALE: Final = "stale-anchor"
"""Code of the problem of an anchor that no citation names any more."""

_READ_AGAIN: Final = "Read the passage again, then run with --renew."


class AnchorState(Enum):
    """What became of an anchor."""

    NEW = "new"
    KEPT = "kept"
    RENEWED = "renewed"


class Anchoring(msgspec.Struct):
    """What came of anchoring a briefing.

    Attributes:
        anchors: One for each passage that is cited and could be anchored, now or before.
        states: How many of them are new, kept and renewed.
        problems: What a person has to look into, at the citations.
        without_text: By source, why its text is not at hand.
    """

    anchors: list[Anchor] = msgspec.field(default_factory=list)
    states: Counter[AnchorState] = msgspec.field(default_factory=Counter)
    problems: list[Problem] = msgspec.field(default_factory=list)
    without_text: dict[str, str] = msgspec.field(default_factory=dict)


class AnchoredPassage(NamedTuple):
    """What came of anchoring one passage: its anchor, if there is one, and what is wrong."""

    anchor: Anchor | None
    state: AnchorState = AnchorState.KEPT
    problem: tuple[str, str, str] | None = None  # code, message, fix


def run(context: Context, arguments: Namespace) -> int:
    """Write lock files; the exit code is 1 where a passage has changed or was not looked at."""
    corpus = context.texts_to_check()
    if corpus.folder is None:
        context.say(NAME_THE_CORPUS)
        return USAGE
    folders = [_load(context, Path(path)) for path in arguments.paths]
    states: Counter[AnchorState] = Counter()
    dropped = unread = 0
    problems: list[Problem] = []
    for authored in folders:
        if authored.briefing is None:
            problems += authored.problems
            continue
        done = _anchor_briefing(authored, authored.briefing, corpus, renew=arguments.renew)
        write_lock(authored.folder, done.anchors)
        for sentence in _without_text(done, authored.briefing):
            context.say(sentence)
        unread += len(done.without_text)
        states += done.states
        dropped += sum(problem.code == _STALE for problem in authored.problems)
        problems += done.problems
    for problem in sorted(problems, key=BY_PLACE):
        context.say(str(problem))
    context.write(_summary(states, dropped))
    return NOTHING if unread or count_errors(problems) else OK


def _load(context: Context, folder: Path) -> Authored:
    """Read a folder, without its lock file where only that is damaged."""
    authored = load_as_typed(folder)
    if authored.briefing is not None or not any(
        problem.code == _DAMAGED for problem in authored.problems
    ):
        return authored
    without_lock = load_as_typed(folder, with_anchors=False)
    if without_lock.briefing is None:
        return authored
    context.say(f"The anchors of “{folder}” are damaged, so all are regenerated.")
    return without_lock


def _without_text(done: Anchoring, briefing: Briefing) -> Sequence[str]:
    """Say of each source whose text is not at hand what became of its passages."""
    sentences = []
    for key, why_not in done.without_text.items():
        kept = sum(anchor.source == key for anchor in briefing.anchors)
        what = f"its {count(kept, 'anchor')} stayed" if kept else "its passages have no anchor"
        sentences.append(f"error: @{key} was not looked into, so {what}. {why_not}")
    return sentences


def _summary(states: Counter[AnchorState], dropped: int) -> str:
    new, kept, renewed = (states[fate] for fate in AnchorState)
    total = count(states.total(), "anchor")
    return f"{total}: {new} new, {kept} kept, {dropped} dropped, {renewed} renewed."


def _anchor_briefing(
    authored: Authored, briefing: Briefing, corpus: Corpus, *, renew: bool
) -> Anchoring:
    """Make an anchor for each passage that a briefing cites.

    An anchor that still finds its passage is kept as it is. One that does not is kept too, and
    told: a person has to read the passage again before it is made anew, which `renew` says is done.
    """
    done = Anchoring()
    for evidence, place in _citations(authored, briefing):
        source = briefing.sources_by_key[evidence.source]
        reading = corpus.read(source)
        existing = briefing.anchor(evidence)
        if reading.text is None:
            done.without_text[source.key] = reading.advice
            made = AnchoredPassage(existing)
        else:
            made = _anchor_passage(evidence, existing, reading.text, renew=renew)
        if made.problem is not None:
            done.problems.append(authored.problem(place, Severity.ERROR, *made.problem))
        if made.anchor is not None:
            done.anchors.append(made.anchor)
            done.states[made.state] += 1
    return done


def _anchor_passage(
    evidence: Evidence, existing: Anchor | None, text: SourceText, *, renew: bool
) -> AnchoredPassage:
    if existing is not None:
        found = find(existing, text)
        if found.is_exact:
            return AnchoredPassage(existing)
        if not renew:
            changed = (f"{found.outcome}-passage", found.reason, _READ_AGAIN)
            return AnchoredPassage(existing, problem=changed)
    try:
        made = make_anchor(text, evidence)
    except PassageError as error:
        return AnchoredPassage(existing, problem=("bad-passage", str(error), error.fix))
    return AnchoredPassage(made, AnchorState.NEW if existing is None else AnchorState.RENEWED)


def _citations(authored: Authored, briefing: Briefing) -> Sequence[tuple[Evidence, Location]]:
    """Each passage that is cited, with the first place that cites it."""
    found: dict[CitedPlace, tuple[Evidence, Location]] = {}
    for bearer in bearers(briefing):
        for number, one in enumerate(bearer.evidence):
            place = authored.places.citation(place_key(briefing, bearer), number)
            found.setdefault(one.place, (one, place))
    return list(found.values())
