"""Short phrases and signs: dates, citations, stances, states, and how well something is supported.

Meaning stands in the word; sign and role repeat it for the quick eye.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from string import ascii_uppercase
from typing import Final

from textual.content import Content

from briefing.evidence.anchors import Outcome
from briefing.evidence.support import Bearer, Fate, Standing, fate_of, standing, supporting
from briefing.model.actors import Name, Source
from briefing.model.briefing import Briefing, Revision
from briefing.model.cards import Reaction
from briefing.model.text import count
from briefing.model.vocabulary import Basis, DisagreementState, NameKind, Stance, Support
from briefing.tui.reader.state import Checked
from briefing.tui.rendering.text import Marker, one_line
from briefing.views.phrases import date_words, revision_words, sources_words
from briefing.views.sourcing import anchor_words, outcome_words, support_words


def headline(revision: Revision, *, full: bool = False) -> list[str]:
    """What the header says beneath the title, the most important first."""
    briefing = revision.briefing
    short, whole = briefing.short_minutes, briefing.reading_minutes
    return [
        f"news until {date_words(briefing.cutoff)}",
        f"full {whole} min, short {short}" if full else f"short {short} min, full {whole}",
        sources_words(briefing, brief=True),
        revision_words(revision),
    ]


def source_name(source: Source) -> str:
    return ", ".join((source.outlet, *source.authors))


def name_facts(name: Name) -> str:
    """What is known of a spelling: its kind, its language."""
    kind = "" if name.kind is NameKind.ALIAS else name.kind
    return ", ".join(filter(None, (kind, name.language)))


def outlet_name(source: Source) -> str:
    """The name of an outlet, without what explains it: ``IRIA`` of ``IRIA - Insights``."""
    return re.split(r"\s[-–—:(]", one_line(source.outlet))[0]


def outlets(keys: Iterable[str], briefing: Briefing) -> str:
    """Name the outlets of some sources, each with the letters that stand for it in the gutter."""
    known, labels = briefing.sources_by_key, briefing.source_labels
    return ", ".join(
        f"{outlet_name(known[key])} ({labels[key]})" if key in known else key for key in keys
    )


_STANCES: Final = {
    Stance.WELCOMES: ("▲", "good"),
    Stance.SUPPORTS: ("▲", "good"),
    Stance.CONDITIONAL: ("◆", "doubt"),
    Stance.SKEPTICAL: ("◆", "doubt"),
    Stance.OPPOSES: ("▼", "bad"),
}
_NO_STANCE: Final = ("·", "quiet")
_ROLES: Final[dict[type, dict[str, str]]] = {
    Support: {Support.CONTRADICTS: "bad", Support.CONTEXT: "quiet"},
    DisagreementState: {DisagreementState.OPEN: "doubt"},
    Outcome: {
        Outcome.EXACT: "good",
        Outcome.UNCHECKED: "quiet",
        **dict.fromkeys((Outcome.ALTERED, Outcome.AMBIGUOUS, Outcome.MISSING), "bad"),
    },
}
"""Role of each word. Words of two lists are the same, so the list goes first."""


def stance_sign(stance: Stance | None) -> Content:
    sign, role = _STANCES.get(stance, _NO_STANCE) if stance else _NO_STANCE
    return Content.styled(sign, role)


def stance_words(reaction: Reaction) -> Content:
    """Show what an actor does: ``▲ welcomes``; without a stance ``· urges an early treaty``."""
    return stance_sign(reaction.stance) + f" {one_line(reaction.verb or reaction.stance or '')}"


def word_of(value: Support | DisagreementState | Outcome) -> Content:
    words = outcome_words(value) if isinstance(value, Outcome) else value
    return Content.styled(words, _ROLES[type(value)].get(value, "label"))


LOST: Final = "×"
"""Sign of what no source supports, or none any more."""

FEWER: Final = "−"
"""Sign of what has lost a source."""

SOUND: Final = (Outcome.EXACT, Outcome.UNCHECKED)
"""What may come of looking for a passage without a word to the reader."""


def is_lost(bearer: Bearer, check: Checked) -> bool:
    """Whether no source is left without those that the reader set aside."""
    return _fate(bearer, check) is Fate.LOST


def _fate(bearer: Bearer, check: Checked) -> Fate:
    return fate_of(bearer, check.aside, check.examination.briefing.retracted)


def said(bearer: Bearer, check: Checked, mark: Marker) -> Content:
    """What something says, marked; struck through as far as its sources are set aside."""
    text = mark(bearer.text)
    if is_lost(bearer, check):
        return text.stylize_before("lost")
    for span in check.lost_words(bearer):
        text = text.stylize("lost", *span)
    return text


def support_words_of(bearer: Bearer, check: Checked) -> Content:
    """Say how well something is supported: ``2 sources, origins unknown, exact; disputed``."""
    briefing, fate = check.examination.briefing, _fate(bearer, check)
    if fate is Fate.LOST:
        gone = outlets(supporting(bearer, briefing.retracted), briefing)
        return Content.styled(f"{LOST} no source left without {gone}", "bad")
    how = standing(bearer, check.examination, check.aside)
    words = support_words(how)
    if fate is Fate.SINGLE:
        words = f"left with {words}"
    anchors = anchor_words(how) if check.examination.corpus.folder is not None else ""
    said = ", ".join(filter(None, (words, anchors)))
    against = _against(how, briefing)
    return Content.styled("; ".join((*against, said)), _role(how))


def remark_words(bearer: Bearer, check: Checked) -> list[str]:
    """Say in words what the gutter says beside the sources of something."""
    how = standing(bearer, check.examination)
    briefing = check.examination.briefing
    remarks = {
        f"retracted: {outlets(how.retracted, briefing)}": how.retracted,
        "corrected": briefing.corrections_by_claim.get(bearer.key),
        "disputed": how.disputed_in,
        "assessed by us": bearer.claim is not None and bearer.claim.basis is Basis.ASSESSED,
        "a passage changed since it was cited": how.worst not in SOUND,
    }
    return [words for words, holds in remarks.items() if holds]


def without_words(check: Checked) -> str:
    """Say what falls with the sources set aside; nothing where none is."""
    radius = check.radius
    if radius is None:
        return ""
    kept = f"{len(radius.claims_single)} keep one source"
    lost = ", ".join(
        count(number, word)
        for number, word in (
            (len(radius.figures_lost), "figure"),
            (len(radius.reactions), "reaction"),
            (len(radius.disagreements), "disagreement"),
        )
        if number
    )
    return (
        f"Without {outlets(sorted(radius.aside), check.examination.briefing)}:"
        f" {count(len(radius.claims_lost), 'claim')} lose all support, {kept}"
        f"{f'; also lost: {lost}' if lost else ''}."
    )


def _against(how: Standing, briefing: Briefing) -> list[str]:
    by = outlets(how.contradicted_by, briefing)
    against = [f"contested by {by}"] if by else []
    return [*against, "disputed (d)"] if how.disputed_in else against


def _role(how: Standing) -> str:
    """The role of what must be known first."""
    if how.unsupported or how.worst not in SOUND:
        return "bad"
    return "doubt" if how.contested or how.assumed else "label"


def position_name(number: int) -> str:
    return ascii_uppercase[number % len(ascii_uppercase)]
