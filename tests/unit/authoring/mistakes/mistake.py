"""Deliberate mistakes in the fixture briefing of two towns.

Each says what is typed instead of what, at which character the problem must point (the caret
``‸``, which is not typed), and what must be said.
"""

from __future__ import annotations

from typing import Final, NamedTuple

CARET: Final = "‸"

ACTORS: Final = "actors.yaml"
BRIEFING: Final = "briefing.md"
HERALD: Final = "sources.yaml"
ANGLERS: Final = "cards/reactions/anglers.md"
DAM: Final = "cards/background/dam.md"
DURATION: Final = "cards/terms/duration.md"
GAUGE: Final = "cards/doubts/gauge.md"
JUDGEMENT: Final = "cards/judgements/will-it-hold.md"
LEVEL: Final = "cards/disagreements/share-or-level.md"
SHARE: Final = "cards/terms/share.md"
TURBINES: Final = "cards/terms/turbines.md"
YEARS: Final = "cards/timeline/years.md"


class Mistake(NamedTuple):
    """One mistake.

    Attributes:
        name: What is wrong, in our words.
        file: File of the fixture in which it is made.
        old: Text of the file; its first occurrence is replaced.
        new: What is typed instead, with a caret at the character to point at.
        code: Code of the problem.
        fix: Words that its fix must have.
    """

    name: str
    file: str
    old: str
    new: str
    code: str
    fix: str
