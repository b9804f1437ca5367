"""``briefing anchor``: fingerprints of the cited passages, so that each is found again."""

from __future__ import annotations

from argparse import Namespace
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from briefing.authoring.lock import write_lock
from briefing.authoring.problems import Problem
from briefing.model.briefing import Briefing
from briefing.plain.anchoring import Anchoring, AnchorState, anchor_briefing
from briefing.plain.authored import Authored, by_place, count_errors, load_as_typed
from briefing.plain.context import Context
from briefing.plain.opening import NAME_THE_CORPUS
from briefing.plain.phrases import count
from briefing.plain.table import NOTHING, OK, USAGE

_DAMAGED: Final = "bad-anchors"
"""Code of the problems of a lock file."""

_STALE: Final = "stale-anchor"
"""Code of the problem of an anchor that no citation names any more."""


def run(context: Context, arguments: Namespace) -> int:
    """Write the lock files of folders of briefings.

    Args:
        context: Source texts and streams.
        arguments: ``paths``, ``renew``.

    Returns:
        1 where a briefing has an error, or a passage cannot be anchored or has changed; 2 where no
        folder of source texts is named.

    Raises:
        BriefingError: A lock file cannot be written.
    """
    corpus = context.corpus()
    if corpus.folder is None:
        context.say(NAME_THE_CORPUS)
        return USAGE
    folders = [_load(context, Path(path)) for path in arguments.paths]
    fates: Counter[AnchorState] = Counter()
    dropped = 0
    problems: list[Problem] = []
    for authored in folders:
        if authored.briefing is None:
            problems += authored.problems
            continue
        done = anchor_briefing(authored, authored.briefing, corpus, renew=arguments.renew)
        write_lock(authored.folder, done.anchors)
        for sentence in _without_text(done, authored.briefing):
            context.say(sentence)
        fates += done.fates
        dropped += sum(problem.code == _STALE for problem in authored.problems)
        problems += done.problems
    for problem in by_place(problems):
        context.say(str(problem))
    context.write(_summary(fates, dropped))
    return NOTHING if count_errors(problems) else OK


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
        sentences.append(f"“{key}” was not looked into, so {what}. {why_not}")
    return sentences


def _summary(fates: Counter[AnchorState], dropped: int) -> str:
    new, kept, renewed = (fates[one] for one in AnchorState)
    anchors = count(fates.total(), "anchor")
    return f"{anchors}: {new} new, {kept} kept, {dropped} dropped, {renewed} renewed."
