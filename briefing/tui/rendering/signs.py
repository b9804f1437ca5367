"""What every sign on the screens means: one table, for the help and for ``docs/keys.md``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from briefing.tui.rendering.evidence import BEGIN, END
from briefing.tui.rendering.gutter import SIGNS
from briefing.tui.rendering.phrases import LOST

SIGN_GROUPS: Final[Mapping[str, tuple[tuple[str, str], ...]]] = {
    "To the right of a text": (
        ("I W", "the sources that say so; the line below the bottom line has their names"),
        ("4 src", "so many sources say so"),
        *((f"{sign} W" if sign == "but" else sign, means) for sign, means in SIGNS.items()),
    ),
    "To the left of a text": (
        ("▌", "what the cursor is on"),
        ("4 f", "on the first screen, the key that opens where more is said"),
        ("•", "unread"),
        ("+ ~ !", "new, changed, corrected since you read the briefing; in lists in place of •"),
        ("*", "bookmarked"),
        ("−", "some of it has fewer sources without the one that is set aside"),
        (LOST, "no source of it is left without the one that is set aside, or only one side"),
    ),
    "What was agreed": (("→", "who owes it, and to whom"),),
    "Reactions": (
        ("▲", "welcomes or supports"),
        ("◆", "conditional or skeptical"),
        ("▼", "opposes"),
        ("·", "neutral, silent, or no stance: the words beside it say what the actor does"),
    ),
    "Disagreements": (
        ("A B", "the positions; each has its own sources"),
        ("open", "not settled; explained or resolved is said in these words"),
    ),
    "Sections": (
        ("3", "so many cards or rows are unread; with a source set aside, are affected"),
        (
            "~2 3",
            "two have changed since you read the briefing and are to be seen; three are unread",
        ),
        ("✓", "all is read"),
        ("full", "nothing of it is in the short version: a switches to the full one"),
        ("none", "no card of it has the words that the list is narrowed to"),
    ),
    "Timeline": (
        ("●", "an event, on the day or in the month beside it"),
        ("║", "an event that lasts from one day to another, or happened between them"),
        ("░", "the date is probable or approximate"),
        ("│", "the rail, which leads from one event to the next"),
        ("┊", "a gap: nothing is told for so long"),
    ),
    "Figures": (
        ("≈ ≥ ≤", "about, at least, at most"),
        ("███", "counts that rival each other, to the same scale"),
        ("= 1 + 2", "the parts that it is the sum of"),
    ),
    "Evidence, and the text of a source": (
        (f"{BEGIN} {END}", "the passage cited, with the words of the sentence underlined"),
        ("¶4", "the fourth paragraph"),
    ),
    "All briefings": (("▶", "the briefing that is open"),),
}
"""Every sign with what it means, by where it stands."""
