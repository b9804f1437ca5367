"""``briefing search``: where words occur, in all briefings or in one."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Generator, Iterable, Iterator
from contextlib import closing
from datetime import date
from itertools import groupby, islice
from typing import TYPE_CHECKING, Annotated, Final, NamedTuple

import msgspec
from msgspec import Meta

from briefing.model.briefing import Revision
from briefing.model.dates import parse_date
from briefing.model.errors import BriefingError, UsageError
from briefing.model.parts import Field
from briefing.model.text import count
from briefing.search.finder import Hit
from briefing.search.index.keeper import IndexKeeper
from briefing.search.index.results import CardRow, Results
from briefing.search.language import read_words
from briefing.search.query import Query, QueryError
from briefing.search.similar import Similar, similar_to
from briefing.search.snippets import snippet
from briefing.views.address import permanent, permanent_address
from briefing.views.context import Context
from briefing.views.indexing import LibraryStates, new_finder, open_index
from briefing.views.layout import cell_width, field, wrap
from briefing.views.moments import AsOf, open_as_of, past_revisions, tell_of_withdrawal
from briefing.views.shapes import PERMANENT, NonNegative, Ordinal, Shape, as_json
from briefing.views.verbs import NOTHING, OK, USAGE

if TYPE_CHECKING:
    from briefing.library.library import Library

_PAGE: Final = 100
_PATIENCE: Final = 1.0
"""Seconds after which it is said that an index is being made."""

_ATTEMPTS: Final = 3
"""How often an index that turns out to be damaged is waited for."""


class FoundPlace(Shape, frozen=True, kw_only=True):
    """One text of a card in which words were found."""

    field: Annotated[str, Meta(description="What the text is: title, claim, speaker and so on.")]
    claim: Annotated[
        str | None,
        Meta(description="Id of the claim that the text belongs to; null in a search of all."),
    ]
    part: Annotated[
        str | None,
        Meta(description="Figure id, actor id, citation key or number of the position."),
    ]
    permanent: Annotated[
        str | None, Meta(description=f"{PERMANENT} Null in a search of all, and of a title.")
    ]
    text: str
    spans: Annotated[
        tuple[tuple[NonNegative, NonNegative], ...],
        Meta(description="Start and end of each match in the text, in Unicode code points."),
    ]


class FoundCard(Shape, frozen=True, kw_only=True):
    """A card that a query means."""

    briefing: Annotated[str, Meta(description="Name of the briefing.")]
    briefing_title: str
    revision: Ordinal
    day: Annotated[date, Meta(description="Cut-off of the briefing, else when it was published.")]
    section: Annotated[str, Meta(description="Id of the section.")]
    card: Annotated[str, Meta(description="Id of the card.")]
    permanent: Annotated[str | None, Meta(description=PERMANENT)]
    title: Annotated[str, Meta(description="Title of the card.")]
    places: Annotated[
        tuple[FoundPlace, ...],
        Meta(
            description="Where the words are. In a search of all briefings the title and the"
            " first other text that has them; where no word was asked for, the first text."
        ),
    ]


class SimilarWord(Shape, frozen=True, kw_only=True):
    """A word that occurs nowhere, and names that sound like it."""

    word: Annotated[str, Meta(description="As typed.")]
    names: Annotated[tuple[str, ...], Meta(description="What was looked for in its place.")]


class SearchResult(Shape, frozen=True, kw_only=True):
    """Printed by ``briefing search --json``."""

    query: str
    similar: Annotated[
        tuple[SimilarWord, ...],
        Meta(description="Words of the query that have others in their place; mostly none."),
    ]
    more: Annotated[bool, Meta(description="Whether more cards were found than are listed.")]
    cards: tuple[FoundCard, ...]


class Answer(NamedTuple):
    """Cards as they are found; where they are not what was typed, what they are."""

    cards: Iterable[FoundCard]
    similar: Similar | None


def run(context: Context, arguments: Namespace) -> int:
    """Find what a query means; the exit code is 1 for nothing, 2 for a query without sense."""
    text = " ".join(arguments.query)
    found = _search(context, text, arguments.briefing, arguments.as_of)
    if isinstance(found, QueryError):
        return complain(context, text, found)
    cards, similar = iter(found.cards), found.similar
    shown = islice(cards, arguments.limit)
    if arguments.json:
        listed = tuple(shown)
        more = next(cards, None) is not None
        words = tuple(
            SimilarWord(word=word, names=names)
            for word, names in (similar.words if similar else ())
        )
        context.write(as_json(SearchResult(query=text, similar=words, more=more, cards=listed)))
        number = len(listed)
    else:
        number = _write(context, shown, similar, whole=bool(arguments.briefing))
        more = next(cards, None) is not None
    context.say(_summary(text, number, similar, more=more))
    return OK if number else NOTHING


def complain(context: Context, text: str, error: QueryError) -> int:
    """Say what is wrong with a query, and give the exit code."""
    context.say("\n".join(fault_lines(text, error, context.width)))
    return USAGE


def fault_lines(text: str, error: QueryError, width: int) -> list[str]:
    """Say what is wrong with a query, with carets under the token where a line has room for it."""
    lines = wrap(error.message, width)
    if not text.isprintable() or cell_width(text) > width:
        return lines
    start, end = error.span
    carets = "^" * max(1, cell_width(text[start:end]))
    return [text, " " * cell_width(text[:start]) + carets, *lines]


def _write(
    context: Context, cards: Iterable[FoundCard], similar: Similar | None, *, whole: bool
) -> int:
    """Write cards as they are found, and say how many."""
    number = 0
    for word, names in similar.words if similar else ():
        context.write_lines(field(word, similar_to(names), context.width))
    for index, (_, group) in enumerate(groupby(cards, key=lambda card: card.briefing)):
        for place, card in enumerate(group):
            lines = [] if index == place == 0 and not similar else [""]
            if place == 0:
                day = parse_date(card.day.isoformat()).label
                lines += [*field("Briefing", f"{card.briefing_title} ({day})", context.width), ""]
            lines += field("Card", card.title, context.width)
            address = f"{card.briefing}/{card.section}/{card.card}"
            lines += field("Address", address, context.width, "  ")
            for one in card.places:
                lines += _place_lines(one, context.width, whole=whole)
            context.write_lines(lines)
            number += 1
    return number


def _place_lines(place: FoundPlace, width: int, *, whole: bool) -> Iterator[str]:
    """A text that was found: all of it, or as much around the words as fits a line."""
    label = f"Found in {place.field}" if place.spans else place.field.capitalize()
    text = place.text
    if not whole:
        text, _ = snippet(text, place.spans, max(20, width - cell_width(label) - 4))
    yield from field(label, text, width, "  ")


def _summary(query: str, number: int, similar: Similar | None, *, more: bool) -> str:
    if not number:
        return f"Nothing found for “{query}”."
    cards = f"more than {count(number, 'card')}" if more else count(number, "card")
    return f"Found {cards}{f' {similar.said}' if similar else ''}."


def _search(
    context: Context, text: str, name: str | None, as_of: AsOf | None
) -> QueryError | Answer:
    if name is not None:
        return _search_briefing(context, text, name, as_of)
    if as_of is None:
        return search_library(context, text)
    if not isinstance(as_of, date):
        raise UsageError(
            f"Revision {as_of} is one of a briefing: name it with --briefing NAME, or give a day."
        )
    return _search_past(context, text, as_of)


def _search_briefing(
    context: Context, text: str, name: str, as_of: AsOf | None
) -> QueryError | Answer:
    """Find cards of one briefing in reading order, with all places that hold the words."""
    library = context.library()
    revision = open_as_of(library, name, as_of)
    tell_of_withdrawal(context, library, revision)
    finder = new_finder(revision, states_of(context, library))
    query = finder.read(text)
    if isinstance(query, QueryError):
        return query
    cards, similar = _cards(revision, finder.find(query)), None
    if not cards and (similar := finder.similar(query)) is not None:
        cards = _cards(revision, finder.find(similar.query))
    return Answer(cards, similar)


def _cards(revision: Revision, found: Iterable[Hit]) -> list[FoundCard]:
    briefing = revision.briefing
    titles = {card.id: card.title for _, card in briefing.cards()}
    return [
        FoundCard(
            briefing=briefing.id,
            briefing_title=briefing.title,
            revision=revision.number,
            day=revision.day,
            section=hits[0].section_id,
            card=card,
            permanent=permanent_address(revision, card),
            title=titles[card],
            places=tuple(_place(revision, hit) for hit in hits if hit.spans),
        )
        for card, of_card in groupby(found, key=lambda hit: hit.card_id)
        for hits in [list(of_card)]
    ]


def _search_past(context: Context, text: str, day: date) -> QueryError | Answer:
    """Find cards of all briefings as they stood at the end of a day, the newest briefing first.

    No index knows what has been replaced, so each is looked through by itself, one at a time.
    """
    query = read_words(text)
    if isinstance(query, QueryError):
        return query
    library = context.library()
    states = states_of(context, library)
    found = (
        msgspec.structs.replace(card, places=_first_places(card))
        for revision in past_revisions(context, library, day)
        for card in _cards(revision, new_finder(revision, states).find(query))
    )
    return Answer(found, None)


def _first_places(card: FoundCard) -> tuple[FoundPlace, ...]:
    """The title, and the first other text: a search of all tells no more of a card."""
    titles = [one for one in card.places if one.field == Field.TITLE]
    others = [one for one in card.places if one.field != Field.TITLE]
    return (*titles, *others[:1])


def search_library(context: Context, text: str) -> QueryError | Answer:
    """Find cards of all briefings, by the index of the library, which is made where need be.

    They come newest first unless the query says otherwise.
    """
    query = read_words(text)
    if isinstance(query, QueryError):
        return query
    library, makes = context.library(), context.makes_index
    index = open_index(library, context.places, states_of(context, library), makes=makes)
    try:
        first = _page(context, index, query, Results())
        unknown = None if first.rows else index.unknown(query, text)
        similar = None if first.rows or unknown else index.similar(query)
        if similar:
            query, first = similar.query, _page(context, index, similar.query, Results())
        _tell_what_is_left_out(context, library, index)
    except BaseException:
        index.close()
        raise
    if unknown is not None:
        index.close()
        return unknown
    return Answer(_rows(context, index, query, first), similar if first.rows else None)


def states_of(context: Context, library: Library) -> LibraryStates:
    """Decides on states of cards; marks and texts are opened when they are first asked for."""
    return LibraryStates(library, context.marks, context.corpus)


def _rows(
    context: Context, index: IndexKeeper, query: Query, page: Results
) -> Generator[FoundCard]:
    with closing(index):
        yield from map(_found, page.rows)
        while page.more is not None:
            page = _page(context, index, query, page)
            yield from map(_found, page.rows)


def _page(context: Context, index: IndexKeeper, query: Query, before: Results) -> Results:
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
        permanent=permanent(row.briefing_id, row.card_id, row.revision),
        title=row.card_title,
        places=tuple(
            FoundPlace(field=field, claim=None, part=None, permanent=None, text=text, spans=spans)
            for field, text, spans in kept
            if text
        ),
    )


def _place(revision: Revision, hit: Hit) -> FoundPlace:
    is_of_claim = hit.field in (Field.CLAIM, Field.SPEAKER)
    kind, _, id_ = ("" if is_of_claim else hit.item or "").partition(":")
    return FoundPlace(
        field=hit.field,
        claim=hit.item if is_of_claim else None,
        part=str(int(id_) + 1) if kind == "position" else id_ or hit.refers,
        permanent=permanent_address(revision, f"{hit.card_id}#{hit.item}") if hit.item else None,
        text=hit.text,
        spans=hit.spans,
    )
