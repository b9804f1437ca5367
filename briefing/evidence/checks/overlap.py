"""Whether a claim and its passages are about the same thing at all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from briefing.evidence.bearers import BearerKind
from briefing.evidence.checks.verdicts import Verdict
from briefing.evidence.excerpts import Cited, Desk, Excerpt
from briefing.evidence.numbers import read_numbers
from briefing.evidence.remarks import Remark
from briefing.evidence.wording import Wording
from briefing.evidence.words import content_stems, stem

_SMALL_SHARE: Final = 0.25
"""Up to this share of a claim's content words in its passages, they may be the wrong ones."""

_MORE: Final = 2
"""How many more content words another paragraph must have to be the likelier one."""

_FEWEST: Final = 3
"""With fewer content words nothing can be said."""


class _Place(NamedTuple):
    shared: int
    source: str
    paragraph: int


def check_overlap(cited: Cited, desk: Desk) -> Iterator[Verdict]:
    """Compare the content words of a claim or a position with those of its passages.

    A paraphrase may well share few words with what it renders. So few alone say nothing, unless
    there are none, or another paragraph of the same sources has clearly more of them.

    Args:
        cited: What says something, with its passages.
        desk: With the sources open.

    Yields:
        A warning where the wrong paragraph may be cited. An assessed claim is the curator's own
        thought, in the curator's own words, and gives none; nor does one that cites a source as a
        whole.
    """
    kinds = (BearerKind.CLAIM, BearerKind.POSITION)
    if cited.bearer.kind not in kinds or not cited.complete or not cited.is_certain:
        return
    if any(one.paragraph is None for one in cited.bearer.evidence):
        return
    own = _content(cited)
    shared = _shared(own, cited, cited.excerpts)
    if len(own) < _FEWEST or shared > _SMALL_SHARE * len(own):
        return
    likelier = max(_elsewhere(own, cited, desk), default=None)
    if likelier is not None and likelier.shared >= shared + _MORE:
        where = f"@{likelier.source}, ¶{likelier.paragraph}"
        hint, fix = f"; {where} has {likelier.shared}", f"See whether {where} is meant."
    elif shared == 0:
        hint, fix = "", "See whether another paragraph is meant."
    else:
        return
    yield Verdict(
        remark=Remark(
            code="little-in-common",
            message=f"Of its {len(own)} content words the passages cited have {shared}{hint}.",
            fix=fix,
            bearer=cited.bearer,
        )
    )


def _content(cited: Cited) -> frozenset[str]:
    """The content words of a claim, without those by which it says who speaks."""
    wording = Wording.of(cited.bearer.text)
    speaking = {
        stem(word)
        for named in cited.names
        if named.sources
        for word in cited.own_words.tokens[named.first : named.last]
    }
    return content_stems(wording, read_numbers(wording)) - speaking


def _elsewhere(own: frozenset[str], cited: Cited, desk: Desk) -> Iterator[_Place]:
    for key, excerpt in {one.source.key: one for one in cited.excerpts}.items():
        for number in range(1, len(excerpt.passage.text.paragraphs) + 1):
            other = desk.paragraph(excerpt, number)
            yield _Place(_shared(own, cited, [other]), key, number)


def _shared(own: frozenset[str], cited: Cited, excerpts: Iterable[Excerpt]) -> int:
    """How many content words stand in some passages; a name may do so in another spelling."""
    shared: set[str] = set()
    for excerpt in excerpts:
        shared |= own & excerpt.stems
        for named in cited.names:
            if named.actors & excerpt.actors:
                words = cited.own_words.tokens[named.first : named.last]
                shared |= own & {stem(word) for word in words}
    return len(shared)
