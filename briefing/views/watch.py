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
from briefing.model.records import Withdrawal
from briefing.model.text import count
from briefing.search.language import read_words
from briefing.search.query import Query, QueryError
from briefing.settings.searches import load_searches, searches_file
from briefing.views.address import named, permanent_address
from briefing.views.change_words import Between, ShownChange
from briefing.views.changes import (
    News,
    ShownRevision,
    note_facts,
    shown_revision,
    withdrawal_facts,
)
from briefing.views.context import Context
from briefing.views.indexing import new_finder
from briefing.views.layout import field, fields, wrap
from briefing.views.moments import MOST_BRIEFINGS, latest_before
from briefing.views.phrases import Labelled
from briefing.views.search import fault_lines, search_library, states_of
from briefing.views.shapes import Ordinal, Shape, as_json
from briefing.views.verbs import NOTHING, OK, USAGE

_COUNTED: Final = 100
"""Cards that are counted when a watch begins."""

_NO_NEWS: Final = (ChangeKind.MOVED, ChangeKind.RENAMED)
"""Kinds that are told beside others, and alone are nothing to send a mail for."""


class FoundNow(Shape, frozen=True, kw_only=True):
    """A card that the query means, and did not mean before."""

    title: str
    address: Annotated[str, Meta(description="NAME/SECTION/CARD.")]
    permanent: Annotated[str | None, Meta(description="NAME/CARD@REVISION.")]


class WatchedBriefing(Shape, frozen=True, kw_only=True):
    """A briefing in which something is new."""

    briefing: Annotated[str, Meta(description="Name of the briefing.")]
    title: str
    old: Annotated[
        Ordinal | None, Meta(description="Revision looked at before; null for a new briefing.")
    ]
    new: Annotated[Ordinal, Meta(description="The current revision.")]
    revisions: Annotated[tuple[ShownRevision, ...], Meta(description="Those since, in order.")]
    withdrawals: Annotated[
        tuple[Withdrawal, ...], Meta(description="Revisions that were taken back since.")
    ]
    changes: Annotated[
        tuple[ShownChange, ...], Meta(description="On the cards that the query means or meant.")
    ]
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
        is_any: Whether there is anything to tell.
    """

    news: News
    changes: Sequence[Change]
    found: Sequence[FoundNow]
    is_any: bool


def run(context: Context, arguments: Namespace) -> int:
    """Print what is new since it was last asked, and note what is there.

    The exit code is 1, with nothing on standard output, where nothing is new. Asked for the first
    time, it only notes: whoever sets up a watch knows what there is.
    """
    text = _query_text(context, arguments)
    query = read_words(text)
    if isinstance(query, QueryError):
        return _complain(context, text, query)
    library = context.library()
    marks = context.marks()
    known = marks.watch(text)
    if known is None:
        return _begin(context, library, marks, text)
    looker = _Looker(context, library, query if text else None)
    news = looker.look(known.revisions)
    if news and arguments.json:
        briefings = tuple(map(_watched, news))
        context.write(as_json(WatchResult(query=text or None, briefings=briefings)))
    elif news:
        context.write_lines(_lines(news, context.width, unfolded=bool(text)))
    context.stdout.flush()
    _note(context, marks, text, looker.looked_at)
    if not news:
        context.say(f"Nothing is new{f' for “{text}”' if text else ''}.")
    return OK if news else NOTHING


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


def _complain(context: Context, text: str, error: QueryError) -> int:
    context.say("\n".join(fault_lines(text, error, context.width)))
    return USAGE


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
        _complain(context, text, found)
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


class _Looker:
    """Looks at briefings that were published since they were looked at last.

    Attributes:
        looked_at: The revision of each by now; what could not be read is left as it was.
    """

    def __init__(self, context: Context, library: Library, query: Query | None) -> None:
        self._context, self._library, self._query = context, library, query
        self._states = states_of(context, library)
        self.looked_at: dict[str, int] = {}

    def look(self, known: Mapping[str, int]) -> list[_Found]:
        self.looked_at = dict(known)
        entries = self._library.entries(self._context.say)
        changed = [one for one in entries if one.problem or known.get(one.id) != one.revision]
        found = []
        for entry in changed[:MOST_BRIEFINGS]:
            try:
                one = self._look_at(entry.id, known.get(entry.id, 0))
            except LibraryError as error:
                self._context.say(f"“{entry.id}” was not looked at. {error}")
                continue
            self.looked_at[entry.id] = one.news.revision.number
            if one.is_any:
                found.append(one)
        if len(changed) > MOST_BRIEFINGS:
            self._context.say(
                f"Only the {MOST_BRIEFINGS} newest of {count(len(changed), 'briefing')} that are"
                " new or changed were looked at; ask again for the others."
            )
        return found

    def _look_at(self, name: str, base: int) -> _Found:
        revision = self._library.open(name)
        old = None
        if 0 < base < revision.number:
            old = latest_before(self._library, name, base + 1)
        between = Between(old, revision) if old else None
        entries = [one for one in self._library.history(name) if one.number > base]
        news = News(revision, between, entries)
        if self._query is None:
            return _Found(news, news.changes, (), _is_news(news, news.changes))
        now = self._meant(revision, self._query)
        before = self._meant(old, self._query) if old else set()
        pairs = between.comparison.pairs if between else None
        were = {(pairs.card(one) or one) if pairs else one for one in before}
        changes = _on_cards(revision, news.changes, now | were)
        arrived = {one.card for one in changes if one.kind in ARRIVALS and one.item is None}
        found = _found(revision, now - were - arrived)
        is_any = bool(found) or (bool(changes) and _is_news(news, changes))
        return _Found(news, changes, found, is_any)

    def _meant(self, revision: Revision, query: Query) -> set[str]:
        return new_finder(revision, self._states).cards(query)


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


def _found(revision: Revision, cards: Collection[str]) -> tuple[FoundNow, ...]:
    return tuple(
        FoundNow(
            title=card.title,
            address=f"{revision.briefing.id}/{section.id}/{card.id}",
            permanent=permanent_address(revision, card.id),
        )
        for section, card in revision.briefing.cards()
        if card.id in cards
    )


def _watched(one: _Found) -> WatchedBriefing:
    news = one.news
    return WatchedBriefing(
        briefing=news.revision.briefing.id,
        title=news.revision.briefing.title,
        old=news.between.old.number if news.between else None,
        new=news.revision.number,
        revisions=tuple(map(shown_revision, news.entries)),
        withdrawals=news.withdrawals,
        changes=tuple(map(news.between.shown, one.changes)) if news.between else (),
        found=tuple(one.found),
    )


def _lines(found: Sequence[_Found], width: int, *, unfolded: bool) -> Iterator[str]:
    for number, (news, changes, cards, _) in enumerate(found, 1):
        briefing = news.revision.briefing
        yield from ["", ""] if number > 1 else []
        yield from field(f"Briefing {number} of {len(found)}", briefing.title, width)
        known: Labelled = [("Name", briefing.id), ("Revision", news.which)]
        known += [*withdrawal_facts(news.withdrawals), *note_facts(news.entries)]
        yield from fields(known, width, "  ")
        if news.between is not None:
            yield from news.between.lines(changes, width, unfolded=unfolded)
        if cards:
            yield from ["", *field("Found now, and not before", str(len(cards)), width)]
        for one in cards:
            yield from wrap(one.title, width, first="- ", rest="  ")
            yield from field("Address", one.address, width, "  ")
