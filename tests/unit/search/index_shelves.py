"""Small libraries in memory, and an index kept of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from briefing.model.briefing import Briefing, Revision
from briefing.model.cards import Card, Section
from briefing.model.claims import Claim
from briefing.model.dates import parse_date
from briefing.model.vocabulary import SectionKind
from briefing.search.index.building import update
from briefing.search.index.keeper import IndexKeeper
from briefing.search.language import parse
from briefing.search.query import Query
from tests.waiting import HANGS

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
        opened: Ids in the order in which they were opened.

    Args:
        *briefings: What is published.
        before: Called before one is opened, with the number of those that were.
    """

    def __init__(
        self, *briefings: Briefing, before: Callable[[int], object] = lambda _: None
    ) -> None:
        self.revisions: dict[str, Revision | None] = {}
        self._before = before
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
        self._before(len(self.opened))
        self.opened.append(id_)
        return self.revisions[id_]


MANY = [simple_briefing(f"b{number:02}", f"peace number{number}", "war") for number in range(12)]


def query(text: str) -> Query:
    """Read what is asked for."""
    read = parse(text)
    assert isinstance(read, Query)
    return read


@contextmanager
def keeping(shelf: MemoryShelf, *paths: Path) -> Iterator[IndexKeeper]:
    """Keep an index that is up to date at the start."""
    with closing(IndexKeeper(shelf, paths)) as kept:
        kept.start()
        assert kept.wait(HANGS)
        yield kept


def found(kept: IndexKeeper, text: str) -> list[str]:
    """The cards that are found in a whole index, as ``BRIEFING/CARD``."""
    results = kept.search(query(text), 99)
    assert not results.partial
    return [f"{row.briefing_id}/{row.card_id}" for row in results.rows]


def built(path: Path) -> MemoryShelf:
    """Index `MANY`."""
    shelf = MemoryShelf(*MANY)
    update(path, shelf)
    shelf.opened.clear()
    return shelf
