"""The roles that text can have; the style sheet says how each is drawn.

No role stands for a colour, and none is told apart by colour alone: what a role means is also said
by a word, a sign or the place where it stands.
"""

from __future__ import annotations

from typing import Final

ROLES: Final = (
    "title",  # the assertion on top of a card
    "heading",  # names a part
    "label",  # names a value
    "quiet",  # may be overlooked: citations, dates
    "strong",  # must not be overlooked: numbers, unread
    "good",  # welcomes, agrees
    "bad",  # opposes, contradicts
    "doubt",  # skeptical, open, uncertain
    "match",  # found by the search
    "match-here",  # the match the reader is at
    "lost",  # rests on nothing that is not set aside; a line below says so
    "key",  # a key to press
    "mark",  # gutter sign of the claim under the cursor
    "cursor",  # line under the cursor of the focused pane
    "cursor-elsewhere",  # line under the cursor of another pane
)


def role_class(role: str) -> str:
    """Name of the class by which the style sheet knows a role.

    Args:
        role: One of `ROLES`.
    """
    return f"role--{role}"


ROLE_CLASSES: Final = {role_class(role) for role in ROLES}
"""For the component classes of each screen that has panes: they are looked up there, since every
pane with its own would have Textual match each rule once more for each role of each pane."""
