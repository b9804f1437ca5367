"""Searching one briefing, or all of the library, for the plain views."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from contextlib import closing
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING, Final

from briefing.model.errors import BriefingError
from briefing.model.parts import Field
from briefing.plain.context import Context
from briefing.plain.indexing import open_index
from briefing.plain.shapes import FoundCard, FoundPlace
from briefing.search.evaluate import Allow
from briefing.search.finder import Finder, Hit
from briefing.search.index.keeper import IndexKeeper
from briefing.search.index.results import CardRow, Results
from briefing.search.language import read_words
from briefing.search.query import Query, QueryError, State

if TYPE_CHECKING:
    from briefing.library.library import Library
    from briefing.plain.states import LibraryStates

_PAGE: Final = 100
_PATIENCE: Final = 1.0
"""Seconds after which it is said that an index is being made."""

_ATTEMPTS: Final = 3
"""How often an index that turns out to be damaged is waited for."""


def search_briefing(context: Context, text: str, name: str) -> QueryError | list[FoundCard]:
    """Find cards of one briefing, with all places that hold the words.

    Args:
        context: Library, texts of sources and reader's marks.
        text: The query as typed.
        name: Of the briefing.

    Returns:
        The cards in reading order; or what is wrong with the query.

    Raises:
        BriefingError: There is no such briefing, or it cannot be read.
    """
    library = context.library()
    revision = library.open(name)
    briefing = revision.briefing
    allow = _allow(context, library)

    def cards_that_are(state: State) -> set[str]:
        ids = (card.id for _, card in briefing.cards())
        return {card for card in ids if allow(state, name, card)}

    finder = Finder(briefing, cards_that_are)
    query = finder.read(text)
    if isinstance(query, QueryError):
        return query
    titles = {card.id: card.title for _, card in briefing.cards()}
    return [
        FoundCard(
            briefing=briefing.id,
            briefing_title=briefing.title,
            revision=revision.number,
            day=revision.day,
            section=hits[0].section_id,
            card=card,
            title=titles[card],
            places=tuple(_place(hit) for hit in hits if hit.spans),
        )
        for card, found in groupby(finder.find(query), key=lambda hit: hit.card_id)
        for hits in [list(found)]
    ]


def search_library(context: Context, text: str) -> QueryError | Iterator[FoundCard]:
    """Find cards of all briefings, by the index of the library, which is made where need be.

    Args:
        context: Library, texts of sources, reader's marks; told what takes its time.
        text: The query as typed.

    Returns:
        The cards, the newest first unless the query says otherwise; or what is wrong with it.

    Raises:
        BriefingError: The library cannot be read.
    """
    query = read_words(text)
    if isinstance(query, QueryError):
        return query
    library, makes = context.library(), context.makes_index
    index = open_index(library, context.places, _allow(context, library), makes=makes)
    try:
        first = _page(context, index, query, Results())
        unknown = None if first.rows else index.unknown(query, text)
        _tell_what_is_left_out(context, library, index)
    except BaseException:
        index.close()
        raise
    if unknown is not None:
        index.close()
        return unknown
    return _rows(context, index, query, first)


def _allow(context: Context, library: Library) -> Allow:
    """Decides on states of cards; marks and texts are opened when they are first asked for."""

    @cache
    def states() -> LibraryStates:
        # Few queries ask for a state, so the others do not pay for marks and evidence.
        from briefing.plain.states import LibraryStates  # noqa: PLC0415

        return LibraryStates(library, context.marks(), context.corpus())

    def allow(state: State, briefing: str, card: str) -> bool:
        return states()(state, briefing, card)

    return allow


def _rows(
    context: Context, index: IndexKeeper, query: Query, page: Results
) -> Generator[FoundCard]:
    with closing(index):
        yield from map(_found, page.rows)
        while page.more is not None:
            page = _page(context, index, query, page)
            yield from map(_found, page.rows)


def _page(context: Context, index: IndexKeeper, query: Query, before: Results) -> Results:
    """Find a page once the index is up to date."""
    for _ in range(_ATTEMPTS):
        if not _wait(context, index):
            return index.search(query, _PAGE, before.more)
        page = index.search(query, _PAGE, before.more)
        if not page.partial:
            break
        if notice := index.progress().notice:
            context.say(notice)
    else:
        context.say("There may be more: the index of the library could not be brought up to date.")
    return page


def _wait(context: Context, index: IndexKeeper) -> bool:
    """Wait for the index, if it is ours to make; say whether it is up to date."""
    if index.wait(_PATIENCE):
        return True
    progress = index.progress()
    done, of = f"{progress.done:,}", f"{progress.of:,}"
    if not context.makes_index:
        context.say(f"There may be more: {done} of {of} briefings are indexed by now.")
        return False
    if progress.of:
        context.say(f"The library is being indexed, which happens once: {done} of {of} briefings.")
    else:
        context.say("The index of the library is being checked; another program may be using it.")
    return index.wait()


def _tell_what_is_left_out(context: Context, library: Library, index: IndexKeeper) -> None:
    if notice := index.progress().notice:
        context.say(notice)
    for name in index.unreadable():
        try:
            library.open(name)
        except BriefingError as error:
            context.say(f"“{name}” was not searched. {error}")


def _found(row: CardRow) -> FoundCard:
    texts = [(Field.TITLE, row.card_title, row.title_spans), (row.field, row.text, row.spans)]
    # Where no word was asked for, the first text tells more than a card without any.
    kept = [one for one in texts if one[2]] or texts[1:]
    return FoundCard(
        briefing=row.briefing_id,
        briefing_title=row.briefing_title,
        revision=row.revision,
        day=row.day,
        section=row.section_id,
        card=row.card_id,
        title=row.card_title,
        places=tuple(
            FoundPlace(field=field, claim=None, part=None, text=text, spans=spans)
            for field, text, spans in kept
            if text
        ),
    )


def _place(hit: Hit) -> FoundPlace:
    is_of_claim = hit.field in (Field.CLAIM, Field.SPEAKER)
    kind, _, id_ = ("" if is_of_claim else hit.item or "").partition(":")
    return FoundPlace(
        field=hit.field,
        claim=hit.item if is_of_claim else None,
        part=str(int(id_) + 1) if kind == "position" else id_ or hit.refers,
        text=hit.text,
        spans=hit.spans,
    )
