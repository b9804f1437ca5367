"""How well something is supported, in a line under it: a sign, and what the sign means in words."""

from __future__ import annotations

from typing import Final

from textual.content import Content

from briefing.evidence.anchors import Outcome
from briefing.evidence.support import Bearer, Fate, Standing, fate_of, standing, supporting
from briefing.tui.rendering.facts import citations
from briefing.tui.rendering.text import hanging
from briefing.tui.state import Checked
from briefing.views.phrases import count
from briefing.views.sourcing import anchor_words, support_words

LOST: Final = "×"
"""Sign of what no source supports, or none any more."""

_SOUND: Final = (Outcome.EXACT, Outcome.UNCHECKED)


def is_lost(bearer: Bearer, check: Checked) -> bool:
    """Whether all that supports something is set aside."""
    return fate_of(bearer, check.aside) is Fate.LOST


def support_words_of(bearer: Bearer, check: Checked, *, brief: bool = False) -> Content:
    """Say how well something is supported.

    Args:
        bearer: A claim, a figure, or whatever else cites evidence.
        check: How its briefing stands against its sources, and which of them are set aside.
        brief: Whether to leave out the origins.

    Returns:
        A sign and the words for it, for example ``● 2 sources, origins unknown, exact``.
    """
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
    """Say how well something is supported and where it is said, wrapped beside the sign.

    Args:
        bearer: Whatever cites evidence.
        check: How its briefing stands against its sources.
        width: Cells of a line.
        indent: Cells before the sign.
        brief: Whether to leave out the origins.
    """
    line = support_words_of(bearer, check, brief=brief)
    where = support_places(bearer, check)
    lines = hanging(Content(" " * indent) + line[:2], line[2:], width, indent + 2)
    if not where:
        return lines
    if lines[-1].cell_length + 1 + where.cell_length <= width:
        return [*lines[:-1], lines[-1] + Content(" ") + where]
    return lines + hanging("", where, width, indent + 2)


def without_words(check: Checked) -> str:
    """Say what falls with the sources set aside; nothing where none is.

    Args:
        check: How a briefing stands against its sources, and which of them are set aside.
    """
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
