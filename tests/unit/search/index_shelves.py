"""Small libraries in memory, to be indexed."""

from __future__ import annotations

import time
from datetime import UTC, datetime

from briefing.model.briefing import Briefing, Revision
from briefing.model.cards import Card, Section
from briefing.model.claims import Claim
from briefing.model.dates import parse_date
from briefing.model.vocabulary import SectionKind

NOW = datetime(2024, 1, 1, tzinfo=UTC)


def simple_briefing(
    id_: str, *texts: str, cutoff: str | None = None, title: str = "Title"
) -> Briefing:
    """A briefing with a card for each text: c0, c1 and so on."""
    cards = tuple(
        Card(id=f"c{number}", title=f"Card {number}", claims=(Claim(id="a", text=text),))
        for number, text in enumerate(texts)
    )
    section = Section(id="s", kind=SectionKind.TERMS, title="Section", cards=cards)
    return Briefing(
        id=id_, title=title, sections=(section,), cutoff=parse_date(cutoff) if cutoff else None
    )


class MemoryShelf:
    """A library in memory.

    Attributes:
        revisions: By id; may be changed.
        slowness: Seconds that it takes to open one.
        opened: Ids in the order in which they were opened.
    """

    def __init__(self, *briefings: Briefing, slowness: float = 0) -> None:
        self.revisions: dict[str, Revision | None] = {}
        self.slowness = slowness
        self.opened: list[str] = []
        self._states: dict[str, int] = {}
        for briefing in briefings:
            self.publish(briefing)

    def publish(self, briefing: Briefing) -> None:
        number = self._states.get(briefing.id, 0) + 1
        self._states[briefing.id] = number
        self.revisions[briefing.id] = Revision(number=number, published=NOW, briefing=briefing)

    def stamps(self) -> dict[str, str]:
        return {id_: str(self._states[id_]) for id_ in self.revisions}

    def open(self, id_: str) -> Revision | None:
        time.sleep(self.slowness)
        self.opened.append(id_)
        return self.revisions[id_]
