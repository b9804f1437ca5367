"""How far the sources carry: evidence, disagreements, and what falls without a source."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from briefing.evidence.support import Bearer
from briefing.model.cards import Card, Disagreement
from briefing.model.overview import Topic, line_at
from briefing.model.text import with_capital
from briefing.model.vocabulary import SectionKind
from briefing.tui.reader.layout import Pane
from briefing.tui.reader.state import Checked, DisputeVisit, ReadingState
from briefing.views.phrases import verified_words

if TYPE_CHECKING:
    from briefing.evidence.checking import Verification
    from briefing.evidence.health import Case, Count

# -- evidence --------------------------------------------------------------------------------------


def toggle_evidence(state: ReadingState, item: str | None) -> ReadingState:
    """Open the evidence, or close it; where it has a column, go there and back."""
    if state.list_alone:
        state = replace(state, wanted=Pane.CARD, evidence_open=False)
    if state.has_evidence_column:
        back = state.focus is Pane.EVIDENCE
        return replace(state, wanted=Pane.CARD if back else Pane.EVIDENCE, evidence_open=False)
    opens, wanted = not state.evidence_open, state.wanted
    if opens and state.one_pane:
        wanted = Pane.EVIDENCE
    elif wanted is Pane.EVIDENCE:
        wanted = Pane.CARD
    goal = item if opens else state.goal
    return replace(state, evidence_open=opens, wanted=wanted, goal=goal)


def go_to_bearer(state: ReadingState, bearer: Bearer) -> ReadingState:
    """Go to a claim that was chosen; what an actor is called stands on the actor's card."""
    card = bearer.card or _card_of_actor(state, bearer.item.removeprefix("actor:"))
    if card is None:
        return state.told("No card shows this.")
    return state.at(card.id, bearer.item, Pane.CARD)


def go_to_case(state: ReadingState, case: Case) -> ReadingState:
    """Go to what a case of the health is about, or to the card that somebody signs."""
    if case.bearer is not None:
        return go_to_bearer(state, case.bearer)
    if case.question is None or case.question.card is None:
        return state.told("This is about the briefing as a whole.")
    return state.at(case.question.card.id, pane=Pane.CARD)


def _card_of_actor(state: ReadingState, actor: str) -> Card | None:
    people = (
        card
        for section, card in state.briefing.cards()
        if section.kind is SectionKind.PEOPLE and actor in card.actors
    )
    return next(people, None)


# -- disagreements ---------------------------------------------------------------------------------


def go_to_dispute(state: ReadingState, item: str | None) -> ReadingState:
    """Go to the disagreement that a sentence takes a side in, to the next, then back.

    From a line of the first screen to the disagreement that it tells, or of the figure.
    """
    line = line_at(state.briefing, item)
    if line is not None and line.topic is Topic.DISPUTED:
        return state.at(line.card.id, pane=Pane.CARD)
    if line is not None and line.figure is not None:
        item = f"figure:{line.figure.id}"
    visit, card = state.visit, state.card
    if visit is not None and card is visit.cards[0]:
        if visit.cards[1:]:
            return _visit(state, replace(visit, cards=visit.cards[1:]))
        return replace(state, visit=None).at(visit.card_id, visit.item, visit.pane)
    if isinstance(card.detail, Disagreement):
        return _go_to_side(state, card.detail)
    if disputes := state.briefing.disputes.get(_key_of(state, item or ""), ()):
        return _visit(state, DisputeVisit(state.wanted, card.id, item, disputes))
    return state.told("No disagreement is about this sentence; disp marks those that have one.")


def _visit(state: ReadingState, visit: DisputeVisit) -> ReadingState:
    more = len(visit.cards) - 1
    onward = f"on to the next, {more} more" if more else "back"
    state = replace(state, visit=visit).told(f"d again goes {onward}.")
    return state.at(visit.cards[0].id, pane=Pane.CARD)


def _go_to_side(state: ReadingState, detail: Disagreement) -> ReadingState:
    """From a disagreement that was opened by itself to the first sentence that it lists."""
    card_id, _, item = next(iter(detail.claims), "").partition("#")
    if not card_id:
        return state.told("This disagreement is about no one sentence.")
    told = state.told("The disagreement is about this; d leads back to it.")
    return told.at(card_id, item, Pane.CARD)


def _key_of(state: ReadingState, item: str) -> str:
    """What the cursor is on, as disagreements list it; a figure by the card that gives it."""
    figure = state.check.figures.get(item.removeprefix("figure:"))
    if item.startswith("figure:") and figure is not None:
        return figure.key
    return f"{state.card_id}#{item}"


# -- without a source ------------------------------------------------------------------------------


def toggle_aside(state: ReadingState, source: str | None) -> ReadingState:
    """Set a source aside, to see what falls without it; again, or elsewhere, undo that."""
    aside = state.check.aside
    if source is None:
        hint = "x sets a source aside: on its card in Sources, or where evidence (e) is open."
        return rely_on_all(state) if aside else state.told(hint)
    if source in state.briefing.retracted:
        return state.told("It is retracted and counts for nothing; x cannot take that back.")
    state = _set_aside(state, aside ^ {source})
    return state.told("Nothing is stored; x undoes it.") if state.check.aside else state


def rely_on_all(state: ReadingState) -> ReadingState:
    return _set_aside(state, frozenset())


def _set_aside(state: ReadingState, aside: frozenset[str]) -> ReadingState:
    return replace(state, check=Checked(state.check.examination, aside))


# -- the health of the sourcing --------------------------------------------------------------------


class HealthCounts(NamedTuple):
    """What was counted of the sourcing's health.

    Attributes:
        verification: What came of holding each claim against its passages, to count again by.
    """

    of: Checked | None = None
    counts: Sequence[Count] = ()
    verification: Verification | None = None

    @property
    def without(self) -> str:
        aside = sorted(self.of.aside) if self.of else ()
        return f" without {', '.join(aside)}" if aside else ""

    @property
    def known(self) -> list[str]:
        """Say whether the briefing was verified, and why it cannot be here, in sentences."""
        if self.of is None:
            return []
        examination = self.of.examination
        said = [f"{with_capital(verified_words(examination.briefing))}."]
        return said if self.of.has_texts else [*said, examination.corpus.why_none]

    def taken(self, check: Checked) -> HealthCounts:
        """Count, for which a thread is best; what was verified of the same examination is kept."""
        # Health is asked for now and then; the first screen does not wait for it.
        from briefing.evidence.health import health  # noqa: PLC0415
        from briefing.evidence.verify import verify  # noqa: PLC0415

        known = self.verification
        if known is None or self.of is None or self.of.examination is not check.examination:
            known = verify(check.examination)
        counts = health(check.examination, known.remarks, check.aside)
        return HealthCounts(check, counts, known)
