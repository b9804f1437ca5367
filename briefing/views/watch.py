"""``briefing watch``: whether something is new since it was last asked, for cron and mail.

What is remembered is the revision of each briefing that was looked at, by query. So a briefing is
opened only where it was published since, and nothing that is published is overlooked, whatever the
clocks say. It is noted after it has been printed: should that fail, it is told again.
"""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import islice
from typing import Annotated, Final, NamedTuple

from msgspec import Meta

from briefing.library.changes.kinds import ARRIVALS, Change, ChangeKind
from briefing.library.errors import LibraryError
from briefing.library.library import Library
from briefing.library.reader_tables import Watch
from briefing.library.state import ReaderState
from briefing.model.briefing import Revision
from briefing.model.errors import UsageError
from briefing.model.parts import card_evidence
from briefing.model.text import count
from briefing.search.language import read_words
from briefing.search.query import Query, QueryError
from briefing.settings.searches import load_searches, searches_file
from briefing.views.address import named, permanent_address
from briefing.views.context import Context
from briefing.views.indexing import LibraryStates, new_finder
from briefing.views.layout import field, wrap
from briefing.views.moments import MOST_BRIEFINGS
from briefing.views.news import BriefingNews, News, news_since
from briefing.views.search import complain, search_library, states_of
from briefing.views.shapes import Shape, as_json
from briefing.views.verbs import NOTHING, OK

_COUNTED: Final = 100
"""Cards that are counted when a watch begins."""

_NO_NEWS: Final = (ChangeKind.MOVED, ChangeKind.RENAMED)
"""Kinds that are told beside others, and alone are nothing to send a mail for."""


class FoundNow(Shape, frozen=True, kw_only=True):
    """A card that the query means, and did not mean before."""

    title: str
    address: Annotated[str, Meta(description="NAME/SECTION/CARD.")]
    permanent: Annotated[str | None, Meta(description="NAME/CARD@REVISION.")]


class WatchedBriefing(BriefingNews, frozen=True, kw_only=True):
    """A briefing in which something is new for a query."""

    found: Annotated[
        tuple[FoundNow, ...],
        Meta(description="Cards that it means now and did not before, whatever the reason."),
    ]


class WatchResult(Shape, frozen=True, kw_only=True):
    """Printed by ``briefing watch --json`` where something is new; else nothing is."""

    query: Annotated[str | None, Meta(description="As asked; null for all that is published.")]
    briefings: tuple[WatchedBriefing, ...]


class _Found(NamedTuple):
    """What is new in a briefing for a query.

    Attributes:
        changes: Those on the cards that the query means or meant.
    """

    news: News
    changes: Sequence[Change]
    cards: tuple[FoundNow, ...]


def run(context: Context, arguments: Namespace) -> int:
    """Print what is new since it was last asked, and note what is there.

    The exit code is 1, with nothing on standard output, where nothing is new. Asked for the first
    time, it only notes: whoever sets up a watch knows what there is.
    """
    text = _query_text(context, arguments)
    query = read_words(text)
    if isinstance(query, QueryError):
        return complain(context, text, query)
    library = context.library()
    marks = context.marks()
    known = marks.watch(text)
    if known is None:
        return _begin(context, library, marks, text)
    found, looked_at = _look(context, library, query if text else None, known.revisions)
    if found and arguments.json:
        briefings = tuple(
            WatchedBriefing.of(one.news, one.changes, found=one.cards) for one in found
        )
        context.write(as_json(WatchResult(query=text or None, briefings=briefings)))
    elif found:
        context.write_lines(_lines(found, context.width, unfolded=bool(text)))
    context.stdout.flush()
    _note(context, marks, text, looked_at)
    if not found:
        context.say(f"Nothing is new{f' for “{text}”' if text else ''}.")
    return OK if found else NOTHING


def _query_text(context: Context, arguments: Namespace) -> str:
    text = " ".join(" ".join(arguments.query).split())
    saved = getattr(arguments, "saved", None)
    if saved is None:
        return text
    if text:
        raise UsageError("Give a query or the name of a saved one, not both.")
    searches, notices = load_searches(searches_file(context.places))
    for notice in notices:
        context.say(notice)
    queries = {one.name: one.query for one in searches}
    return named("There is no saved search", saved, queries)


def _begin(context: Context, library: Library, marks: ReaderState, text: str) -> int:
    """Note what is there, and say how much that is."""
    said = f"“{text}”, which {_matching(context, text)} now" if text else "everything"
    revisions = {one.id: one.revision for one in library.entries() if not one.problem}
    if _note(context, marks, text, revisions):
        context.say(f"Watching {said}. Ask again, and what is new by then is told.")
    return NOTHING


def _matching(context: Context, text: str) -> str:
    """Say how many cards match; what no briefing has by now may be in one tomorrow."""
    number = 0
    found = search_library(context, text)
    if isinstance(found, QueryError):
        complain(context, text, found)
    elif found.similar is None:
        number = sum(1 for _ in islice(found.cards, _COUNTED))
    if number == _COUNTED:
        return f"{_COUNTED:,} cards or more match"
    return f"{count(number, 'card')} {'matches' if number == 1 else 'match'}"


def _note(context: Context, marks: ReaderState, text: str, revisions: Mapping[str, int]) -> bool:
    """Note what is known now; where that cannot be kept, say so."""
    watch = Watch(query=text, revisions=dict(revisions), asked=datetime.now(UTC))
    kept = marks.note_watch(watch)
    if not kept:
        why = " ".join(marks.notices)
        context.say(f"What there is now could not be noted, so it will be told again. {why}")
    return kept


def _look(
    context: Context, library: Library, query: Query | None, known: Mapping[str, int]
) -> tuple[list[_Found], dict[str, int]]:
    """Look at briefings that were published since they were looked at last.

    Returns:
        What is new, and the revision of each that was looked at by now; what could not be read is
        left as it was.
    """
    states, looked_at = states_of(context, library), dict(known)
    entries = library.entries(context.say)
    changed = [one for one in entries if one.problem or known.get(one.id) != one.revision]
    found = []
    for entry in changed[:MOST_BRIEFINGS]:
        try:
            news = news_since(library, library.open(entry.id), known.get(entry.id, 0))
            one = _for_query(news, query, states)
        except LibraryError as error:
            context.say(f"“{entry.id}” was not looked at. {error}")
            continue
        looked_at[entry.id] = news.revision.number
        found += [one] if one else []
    if len(changed) > MOST_BRIEFINGS:
        context.say(
            f"Only the {MOST_BRIEFINGS} newest of {count(len(changed), 'briefing')} that are"
            " new or changed were looked at; ask again for the others."
        )
    return found, looked_at


def _for_query(news: News, query: Query | None, states: LibraryStates) -> _Found | None:
    """Choose what is new for a query, for None all; None where there is nothing to tell."""
    if query is None:
        return _Found(news, news.changes, ()) if _is_news(news, news.changes) else None
    now = new_finder(news.revision, states).cards(query)
    were: set[str] = set()
    if news.between is not None:
        before = new_finder(news.between.old, states).cards(query)
        pairs = news.between.comparison.pairs
        were = {pairs.card(one) or one for one in before}
    changes = _on_cards(news.revision, news.changes, now | were)
    arrived = {one.card for one in changes if one.kind in ARRIVALS and one.item is None}
    cards = _found_now(news.revision, now - were - arrived)
    is_any = bool(cards) or (bool(changes) and _is_news(news, changes))
    return _Found(news, changes, cards) if is_any else None


def _is_news(news: News, changes: Sequence[Change]) -> bool:
    if news.between is None or news.withdrawals:
        return True
    return any(one.kind not in _NO_NEWS for one in changes)


def _on_cards(
    revision: Revision, changes: Sequence[Change], cards: Collection[str]
) -> tuple[Change, ...]:
    """Choose the changes on some cards, and the retractions of what is cited there."""
    cited = {
        f"source:{one.source}"
        for _, card in revision.briefing.cards()
        if card.id in cards
        for one in card_evidence(card)
    }
    return tuple(
        one
        for one in changes
        if one.card in cards or (one.kind is ChangeKind.RETRACTED and one.item in cited)
    )


def _found_now(revision: Revision, cards: Collection[str]) -> tuple[FoundNow, ...]:
    return tuple(
        FoundNow(
            title=card.title,
            address=f"{revision.briefing.id}/{section.id}/{card.id}",
            permanent=permanent_address(revision, card.id),
        )
        for section, card in revision.briefing.cards()
        if card.id in cards
    )


def _lines(found: Sequence[_Found], width: int, *, unfolded: bool) -> Iterator[str]:
    for number, (news, changes, cards) in enumerate(found, 1):
        yield from news.heading(number, len(found), width)
        if news.between is not None:
            yield from news.between.lines(changes, width, unfolded=unfolded)
        if cards:
            yield from ["", *field("Found now, and not before", str(len(cards)), width)]
        for one in cards:
            yield from wrap(one.title, width, first="- ", rest="  ")
            yield from field("Address", one.address, width, "  ")
