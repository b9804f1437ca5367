"""Whether a sentence cites what it should, and as it should: each passage, and what it does."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from msgspec.structs import replace

from briefing.evidence.checking import Cited, Excerpt, Remark, Verdict
from briefing.evidence.checks.held import Roots
from briefing.evidence.cues import Cue, has
from briefing.evidence.support import SENTENCES, supporting
from briefing.evidence.words import content_stems
from briefing.model.briefing import Briefing
from briefing.model.vocabulary import Basis, Mode, Severity, Support

_FEWEST: Final = 4
"""With fewer content words nothing can be said of what a passage does for a sentence."""

_AGREES: Final = 0.6
"""Share of them from which a passage hardly contradicts the sentence."""


def check_citing(cited: Cited) -> Iterator[Verdict]:
    """Point at a passage that agrees with the sentence and is said to contradict it.

    Warn of an article that is cited as a whole where one paragraph would do.
    """
    bearer = cited.bearer
    if bearer.kind not in SENTENCES or not cited.is_readable or not cited.is_certain:
        return
    if bearer.is_aside:
        return
    yield from _whole(cited)
    own = content_stems(cited.own_words)
    if len(own) < _FEWEST:
        return
    for number, (evidence, excerpt) in enumerate(
        zip(cited.bearer.evidence, cited.excerpts, strict=True)
    ):
        share = _share(own, cited, excerpt)
        if (
            evidence.stance is Support.CONTRADICTS
            and share >= _AGREES
            and not has([cited.own_words, excerpt.passage], Cue.NOT)
        ):
            message = f"@{evidence.source}, ¶{evidence.paragraph}: it seems to say the same."
            fix = "See whether it contradicts the sentence."
            remark = cited.remark("citation", message, fix)
            yield Verdict(remark=replace(remark, citation=number))


def check_silence(cited: Cited) -> Iterator[Verdict]:
    """Warn of what is marked as said by nobody, and has no word for that."""
    assumed = cited.bearer.claim is None or cited.bearer.claim.basis is Basis.ASSUMED
    if not assumed and not has([cited.own_words], Cue.NOT, Cue.UNDONE):
        message = "It is marked `mode=silence`, and does not say that something is not said."
        fix = "Say what no source says, or cite the passage that says it."
        yield Verdict(remark=cited.remark("negation", message, fix))


def _share(own: frozenset[str], cited: Cited, excerpt: Excerpt) -> float:
    shared = sum(map(Roots(excerpt.stems).have, own))
    if any(named.actors & excerpt.actors for named in cited.names):
        shared += 1
    return shared / len(own)


def check_retracted(cited: Cited, briefing: Briefing) -> Iterator[Remark]:
    """Warn of what rests on a retracted source alone; what only cites one is worth a look.

    What a source says of itself, on the card that describes it, it has said all the same.
    """
    bearer, gone = cited.bearer, briefing.retracted
    numbers = [number for number, one in enumerate(bearer.evidence) if one.source in gone]
    if not numbers or bearer.is_about_sources:
        return
    keys = dict.fromkeys(f"@{bearer.evidence[number].source}" for number in numbers)
    named = f"{' and '.join(keys)} {'is' if len(keys) == 1 else 'are'} retracted"
    if supporting(bearer) and not supporting(bearer, gone):
        message = f"{named}, and nothing else supports this."
        fix = "Cite another source for it, or take it out."
        yield replace(cited.remark("rests-on-retracted", message, fix), citation=numbers[0])
    else:
        message = f"{named}: that does not count any more."
        fix = "Take the citation out, and whatever only that source has."
        remark = cited.remark("cites-retracted", message, fix)
        yield replace(remark, severity=Severity.LOOK, citation=numbers[0])


_SHORT: Final = 3
"""Paragraphs up to which a text may well be cited as a whole."""


def _whole(cited: Cited) -> Iterator[Verdict]:
    if cited.bearer.is_about_sources:
        return
    for number, evidence in enumerate(cited.bearer.evidence):
        if evidence.paragraph is None and evidence.mode is not Mode.SILENCE:
            passage = cited.excerpts[number].passage
            if evidence.stance is Support.CONTEXT or len(passage.text.paragraphs) <= _SHORT:
                continue
            found = passage.paragraph
            message = (
                f"@{evidence.source} is cited as a whole; ¶{found} is nearest to the sentence."
            )
            proposed = f"@{evidence.source}, {passage.text.cited(found)}"
            fix = f"Cite {proposed}, or the paragraphs that are meant."
            remark = cited.remark("whole-article", message, fix)
            yield Verdict(remark=replace(remark, citation=number))
