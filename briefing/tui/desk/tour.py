"""The tour: from an empty folder to a checked card, in five steps."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final, NamedTuple

from briefing.model.vocabulary import SectionKind
from briefing.tui.desk.reading import Reading
from briefing.tui.desk.work import Work


class Step(NamedTuple):
    """What to do next; keys stand as ids of commands between braces."""

    number: int
    says: str


_STEPS: Final = (
    "Add two articles: {add-source} asks for an address or a file of each. They stand on the left.",
    "{open} on a source shows its text. {down} and {up} lead to a sentence that is news;"
    " {mark-sentence} marks it.",
    "Make a card of it: {make-card} asks for a section and a title. The title is the news itself.",
    "Write the sentence before the brackets, which are its citation; {back} saves it.",
    "Correct what is said below, until nothing is wrong with the card.",
)
STEPS: Final = len(_STEPS)
_NOTHING_SAID: Final = "empty-claim"
"""Code of the error that a block has citations and no words."""


def next_step(work: Work, reading: Reading | None) -> Step | None:
    """Say what is next; None where a card is done, or there are several.

    Nothing is stored: a folder that has no card yet asks for one.
    """
    cards = [
        f"cards/{section.id}/{card.id}.md"
        for section in work.sections
        if section.kind is not SectionKind.BOTTOM_LINE
        for card in section.cards
    ]
    if len(cards) > 1:
        return None
    if cards:
        problems = work.look.problems(*cards)
        if any(one.code == _NOTHING_SAID for one in problems):
            return _step(4)
        return _step(5) if problems else None
    briefing = work.briefing
    if briefing is None or len(briefing.sources) < 2:
        return _step(1)
    return _step(3 if reading is not None and reading.marked else 2)


def _step(number: int) -> Step:
    return Step(number, _STEPS[number - 1])


def with_keys(step: Step, key: Callable[[str], str]) -> str:
    """What a step says, with the keys that the user has."""
    return re.sub(r"{([\w-]+)}", lambda named: key(named[1]), step.says)
