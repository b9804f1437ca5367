"""Weighing the sources: disagreements, the health of the sourcing, and what hangs on a source."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec

from briefing.evidence.corpus import Examination
from briefing.model.cards import Card, Disagreement, SourceNote
from briefing.model.claims import Evidence
from briefing.tui.layout import Pane
from briefing.tui.panes.side_panes import EvidencePane
from briefing.tui.screens.sheet import Sheet
from briefing.tui.state import Checked

if TYPE_CHECKING:
    from briefing.evidence.checking import Verification
    from briefing.evidence.health import Case, Count
    from briefing.tui.screens.reader import ReaderScreen


class Visit(msgspec.Struct, frozen=True):
    """A visit to the disagreements that something takes a side in.

    Attributes:
        pane: The pane that the reader came from.
        card_id: The card that the reader came from.
        item: What the cursor stood on there.
        cards: The disagreements to see, the one that is open first.
    """

    pane: Pane
    card_id: str
    item: str | None
    cards: Sequence[Card]


class Weighing:
    """Asks on a screen how far the sources carry."""

    def __init__(self, reader: ReaderScreen) -> None:
        self.reader = reader
        self._counts: Sequence[Count] = ()
        self._taken_of: Checked | None = None
        self._verified: Examination | None = None
        self._verification: Verification | None = None
        self._visit: Visit | None = None

    # -- disagreements -----------------------------------------------------------------------------

    def go_to_dispute(self) -> None:
        """Go to the disagreement that the sentence takes a side in, to the next, then back."""
        reader = self.reader
        if self._visit is not None and reader.card is self._visit.cards[0]:
            self._go_on(self._visit)
        elif isinstance(reader.card.detail, Disagreement):
            self._go_to_side(reader.card.detail)
        elif disputes := reader.briefing.disputes.get(self._key_here(), ()):
            self._go_in(Visit(reader.wanted, reader.card_id, reader.item_key, disputes))
        else:
            reader.tell("No disagreement is about this sentence; ± marks those that have one.")

    def _go_in(self, visit: Visit) -> None:
        reader = self.reader
        self._visit, reader.wanted = visit, Pane.CARD
        reader.show_card(visit.cards[0].id)
        more = len(visit.cards) - 1
        onward = f"on to the next, {more} more" if more else "back"
        reader.tell(f"d again goes {onward}.")

    def _go_on(self, visit: Visit) -> None:
        """On to the next disagreement; after the last one back."""
        if visit.cards[1:]:
            self._go_in(msgspec.structs.replace(visit, cards=visit.cards[1:]))
            return
        self._visit, self.reader.wanted = None, visit.pane
        self.reader.show_card(visit.card_id, visit.item)

    def _go_to_side(self, detail: Disagreement) -> None:
        """From a disagreement that was opened by itself to the first sentence that it lists."""
        reader = self.reader
        listed = (key.partition("#") for key in detail.claims)
        card_id, _, item = next(listed, ("", "", ""))
        if not card_id:
            reader.tell("This disagreement is about no one sentence.")
            return
        reader.wanted = Pane.CARD
        reader.show_card(card_id, item)
        reader.tell("The disagreement is about this; d leads back to it.")

    def _key_here(self) -> str:
        """What the cursor is on, as disagreements list it; a figure by the card that gives it."""
        reader = self.reader
        item = reader.item_key or ""
        figure = reader.check.figures.get(item.removeprefix("figure:"))
        if item.startswith("figure:") and figure is not None:
            return figure.key
        return f"{reader.card_id}#{item}"

    # -- without a source --------------------------------------------------------------------------

    def toggle_aside(self) -> None:
        """Set aside the source of the card, or of the evidence shown; again, or elsewhere, undo."""
        key = self._source_here()
        if key is None and self.reader.check.aside:
            self.take_back()
            return
        if key is None:
            self.reader.tell(
                "x sets a source aside: on its card in Sources, or where evidence (e) is open."
            )
            return
        self._set_aside(self.reader.check.aside ^ {key})
        if self.reader.check.aside:
            self.reader.tell("Nothing is stored; x or Esc undoes it.")

    def take_back(self) -> None:
        """Rely on all sources again."""
        self._set_aside(frozenset())

    def _set_aside(self, aside: frozenset[str]) -> None:
        reader = self.reader
        reader.checked = Checked(reader.check.examination, aside)
        # The header needs a line more or less.
        reader.lay_out()

    def _source_here(self) -> str | None:
        reader = self.reader
        if isinstance(reader.card.detail, SourceNote):
            return reader.card.detail.source
        piece = reader.query_one(EvidencePane).piece
        return piece.cited.source if piece is not None and reader.evidence_open else None

    # -- the health of the sourcing ----------------------------------------------------------------

    def show_health(self) -> None:
        """Open the counts of the sourcing's health, once they have been taken."""
        reader = self.reader
        if self._taken_of is reader.check:
            self._show_counts()
            return
        reader.tell("Holding the briefing against its sources …")
        reader.run_worker(self._take_stock(reader.check), exclusive=True, group="health")

    async def _take_stock(self, check: Checked) -> None:
        """Count aside of the screen; show the counts unless the reader went elsewhere meanwhile."""
        if self._verified is not check.examination or self._verification is None:
            self._verification = await asyncio.to_thread(_verify, check.examination)
            self._verified = check.examination
        counts = await asyncio.to_thread(_counts, check, self._verification)
        reader = self.reader
        if reader.check is not check:
            return
        self._counts, self._taken_of = counts, check
        reader.tell("")
        if reader.is_active:
            self._show_counts()

    def _show_counts(self, at: str | None = None) -> None:
        from briefing.tui.rendering.health import count_items  # noqa: PLC0415

        counts = self._counts
        sheet = Sheet(
            f"Health of the sourcing{self._without}",
            lambda width: count_items(counts, width),
            "Enter lists the cases, Esc closes",
            at=at,
        )
        self.reader.app.push_screen(sheet, self._show_cases)

    def _show_cases(self, key: str | None) -> None:
        found = next((one for one in self._counts if one.key == key), None)
        if found is None:
            return
        from briefing.tui.rendering.health import case_items  # noqa: PLC0415

        cases = found.cases
        sheet = Sheet(
            f"{found.group}: {found.words} ({len(cases):,}){self._without}",
            lambda width: case_items(cases, width),
            "Enter goes there, Esc goes back to the counts",
        )

        def go(chosen: str | None) -> None:
            if chosen is None:
                self._show_counts(found.key)
            else:
                self._go_to(cases[int(chosen)])

        self.reader.app.push_screen(sheet, go)

    @property
    def _without(self) -> str:
        """What is not counted, for a heading."""
        aside = sorted(self.reader.check.aside)
        return f" without {', '.join(aside)}" if aside else ""

    def _go_to(self, case: Case) -> None:
        checking = self.reader.checking
        if case.bearer is not None:
            checking.go_to(case.bearer)
        elif case.source is not None:
            paragraph = case.paragraph
            evidence = paragraph and Evidence(source=case.source, paragraph=paragraph)
            checking.show_source(case.source, evidence or None)


# Taking stock is asked for now and then; the first screen does not wait for it.


def _verify(examination: Examination) -> Verification:
    from briefing.evidence.verify import verify  # noqa: PLC0415

    return verify(examination)


def _counts(check: Checked, verification: Verification) -> list[Count]:
    from briefing.evidence.health import health  # noqa: PLC0415

    return health(check.examination, verification.remarks, check.aside)
