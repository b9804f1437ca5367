"""Short phrases and signs: dates, citations, stances, states, and how well something is supported.

Meaning stands in the word; sign and role repeat it for the quick eye.
"""

from __future__ import annotations

from collections.abc import Iterable
from string import ascii_uppercase
from typing import Final

from textual.content import Content

from briefing.evidence.anchors import Outcome
from briefing.evidence.support import Bearer, Fate, Standing, fate_of, standing, supporting
from briefing.model.actors import Source
from briefing.model.briefing import Revision
from briefing.model.cards import Reaction
from briefing.model.claims import Evidence
from briefing.model.dates import EdtfDate
from briefing.model.vocabulary import DisagreementState, Stance, Support
from briefing.tui.reader.state import Checked
from briefing.tui.rendering.text import hanging, one_line
from briefing.views.phrases import NOT_GIVEN, count, sources_words
from briefing.views.sourcing import anchor_words, outcome_words, support_words

_PREFIX = {Support.SUPPORTS: "", Support.CONTRADICTS: "but ", Support.CONTEXT: "cf. "}


def short_date(date: EdtfDate | None) -> str:
    """A date, with ``?`` where it is uncertain, or that it is not given."""
    return date.label if date else NOT_GIVEN


def citations(evidence: Iterable[Evidence]) -> str:
    """Where a claim is said, in short: ``[iria ¶4, ¶6; but weekly ¶6]``; nothing where nowhere."""
    by_source: dict[str, dict[str, None]] = {}
    for piece in evidence:
        places = by_source.setdefault(f"{_PREFIX[piece.stance]}{piece.source}", {})
        if piece.paragraph is not None:
            places[f"¶{piece.paragraph}"] = None
    parts = [" ".join([source, ", ".join(places)]).rstrip() for source, places in by_source.items()]
    return f"[{'; '.join(parts)}]" if parts else ""


def headline(revision: Revision, *, full: bool = False) -> list[str]:
    """What the header says beneath the title, the most important first."""
    briefing = revision.briefing
    short, whole = briefing.short_minutes, briefing.reading_minutes
    return [
        f"revision {revision.number}",
        f"as of {short_date(briefing.cutoff)}",
        f"{whole} min, short {short}" if full else f"{short} min, full {whole}",
        sources_words(briefing, brief=True),
    ]


def source_name(source: Source) -> str:
    return ", ".join((source.outlet, *source.authors))


_STANCES: Final = {
    Stance.WELCOMES: ("▲", "good"),
    Stance.SUPPORTS: ("▲", "good"),
    Stance.CONDITIONAL: ("◆", "doubt"),
    Stance.NEUTRAL: ("–", "quiet"),
    Stance.SKEPTICAL: ("?", "doubt"),
    Stance.OPPOSES: ("▼", "bad"),
    Stance.SILENT: ("·", "quiet"),
}
_SIGNS: Final[dict[type, dict[str, tuple[str, str]]]] = {
    Support: {
        Support.SUPPORTS: ("+", "good"),
        Support.CONTRADICTS: ("−", "bad"),
        Support.CONTEXT: ("·", "quiet"),
    },
    DisagreementState: {
        DisagreementState.OPEN: ("?", "doubt"),
        DisagreementState.EXPLAINED: ("~", "quiet"),
        DisagreementState.RESOLVED: ("=", "good"),
    },
    Outcome: {
        Outcome.EXACT: ("≡", "good"),
        Outcome.ALTERED: ("≠", "bad"),
        Outcome.AMBIGUOUS: ("‡", "bad"),
        Outcome.MISSING: ("!", "bad"),
        Outcome.UNCHECKED: ("◦", "quiet"),
    },
}
"""Sign and role of each word. Words of two lists are the same, so the list goes first."""


def stance_sign(reaction: Reaction) -> Content:
    """Show what an actor does: ``▲ welcomes``; without a stance ``· urges an early treaty``."""
    sign, role = _STANCES[reaction.stance] if reaction.stance else ("·", "quiet")
    return Content.styled(f"{sign} ", role) + Content(
        one_line(reaction.verb or reaction.stance or "")
    )


def sign_of(value: Support | DisagreementState | Outcome) -> Content:
    """Show a word of these lists after its sign: ``+ supports``, ``? open``, ``≡ exact``."""
    sign, role = _SIGNS[type(value)][value]
    words = outcome_words(value) if isinstance(value, Outcome) else value
    return Content.styled(f"{sign} {words}", role)


LOST: Final = "×"
"""Sign of what no source supports, or none any more."""

_SOUND: Final = (Outcome.EXACT, Outcome.UNCHECKED)


def is_lost(bearer: Bearer, check: Checked) -> bool:
    return fate_of(bearer, check.aside) is Fate.LOST


def support_words_of(bearer: Bearer, check: Checked, *, brief: bool = False) -> Content:
    """Say how well something is supported: ``● 2 sources, origins unknown, exact``."""
    fate = fate_of(bearer, check.aside)
    if fate is Fate.LOST:
        gone = ", ".join(supporting(bearer))
        return Content.styled(f"{LOST} no source left without {gone}", "bad")
    how = standing(bearer, check.examination, check.aside)
    sign, role = _sign(how)
    words = count(len(how.sources), "source") if brief and how.sources else support_words(how)
    if fate is Fate.SINGLE:
        words = f"left with {words}"
    said = ", ".join(filter(None, (words, anchor_words(how))))
    return Content.styled(f"{sign} {'; '.join((*_against(how), said))}", role)


def support_places(bearer: Bearer, check: Checked) -> Content:
    """Say where something is said: ``[iria ¶4; weekly ¶2]``, sources set aside left out."""
    counted = [one for one in bearer.evidence if one.source not in check.aside]
    return Content.styled(citations(counted), "label")


def support_lines(
    bearer: Bearer,
    check: Checked,
    width: int,
    *,
    indent: int = 0,
    brief: bool = False,
) -> list[Content]:
    """Say how well something is supported and where it is said, wrapped beside the sign."""
    line = support_words_of(bearer, check, brief=brief)
    where = support_places(bearer, check)
    lines = hanging(Content(" " * indent) + line[:2], line[2:], width, indent + 2)
    if not where:
        return lines
    if lines[-1].cell_length + 1 + where.cell_length <= width:
        return [*lines[:-1], lines[-1] + Content(" ") + where]
    return lines + hanging("", where, width, indent + 2)


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
        f"Without {', '.join(sorted(radius.aside))}:"
        f" {count(len(radius.claims_lost), 'claim')} lose all support, {kept}"
        f"{f'; also lost: {lost}' if lost else ''}."
    )


def _against(how: Standing) -> list[str]:
    against = [f"contested by {', '.join(how.contradicted_by)}"] if how.contradicted_by else []
    return [*against, "disputed (d)"] if how.disputed_in else against


def _sign(how: Standing) -> tuple[str, str]:
    """The sign of what must be known first, and its role."""
    if how.assumed:
        return "?", "doubt"
    if not how.sources:
        return LOST, "bad"
    if how.worst not in _SOUND:
        return "!", "bad"
    if how.contested:
        return "±", "doubt"
    return ("●" if len(how.sources) > 1 else "○"), "label"


def position_name(number: int) -> str:
    return ascii_uppercase[number % len(ascii_uppercase)]
