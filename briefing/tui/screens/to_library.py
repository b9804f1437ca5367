"""From the reader to the search in all briefings, and back to the card that was chosen there."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from briefing.model.errors import BriefingError
from briefing.tui.finding import Found
from briefing.tui.layout import Pane
from briefing.tui.library_search import Choice
from briefing.tui.screens.library_search import LibraryScreen
from briefing.tui.screens.previewing import NO_CARD

if TYPE_CHECKING:
    from briefing.tui.screens.reader import ReaderScreen


def search_library(reader: ReaderScreen) -> None:
    """Ask for a card of any briefing, and go there.

    Args:
        reader: The screen to come back to.
    """
    # What was read counts for the search.
    reader.marking.flush()
    reader.app.push_screen(LibraryScreen(reader.session), partial(_go_to, reader))


def _go_to(reader: ReaderScreen, choice: Choice | None) -> None:
    if choice is None:
        return
    try:
        revision = reader.session.open(choice.row.briefing_id)
    except BriefingError as error:
        reader.tell(str(error))
        return
    current = reader.current
    if (revision.briefing.id, revision.number) != (current.briefing.id, current.number):
        reader.open_revision(revision)
    card, searching = choice.row.card_id, reader.searching
    if card not in {one.id for _, one in revision.briefing.cards()}:
        reader.tell(NO_CARD)
        return
    searching.end()
    searching.drawer_before = reader.evidence_open
    matches = tuple(searching.finder.matches(choice.query)) if choice.words.strip() else ()
    here = (number for number, match in enumerate(matches) if match.hit.card_id == card)
    number = next(here, None)
    if number is not None:
        searching.follow(Found(choice.words, matches, number))
    else:
        reader.wanted = Pane.CARD
        reader.show_card(card)
