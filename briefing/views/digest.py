"""``briefing digest``: what is new over all briefings, as one mails it to colleagues."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING, Annotated, Final, NamedTuple

from msgspec import Meta

from briefing.library.changes.kinds import Change, ChangeKind
from briefing.library.errors import LibraryError, NotPublishedError
from briefing.library.library import Library
from briefing.library.since import told_since
from briefing.model.briefing import Briefing, Revision
from briefing.model.text import count, with_capital
from briefing.model.vocabulary import SectionKind
from briefing.views.change_words import Between, count_words
from briefing.views.changed import unseen_cards
from briefing.views.context import Context
from briefing.views.layout import field, fields, wrap
from briefing.views.moments import MOST_BRIEFINGS, end_of
from briefing.views.news import BriefingNews, News, news_since
from briefing.views.phrases import Labelled, moment_words
from briefing.views.shapes import Shape, as_json
from briefing.views.verbs import NOTHING, OK, load

if TYPE_CHECKING:
    from briefing.library.state import ReaderState

_OF_A_KIND: Final = 5
"""Changes of a kind that are told one by one, unless another number stands in `_FEWER`."""

_FEWER: Final = {ChangeKind.SUPPORT_LOST: 3, ChangeKind.SUPPORT_GAINED: 2}
"""Of what follows from one other change, and may follow for half of a briefing."""

_LINES: Final = 40
"""Lines of a briefing, about: a digest is read in a minute or two."""

_WITH_ADDRESS: Final = (ChangeKind.CORRECTED, ChangeKind.RETRACTED)


class DigestEntry(BriefingNews, frozen=True, kw_only=True):
    """A briefing of which something is new."""

    bottom_line: Annotated[tuple[str, ...], Meta(description="What it says first.")]


class Digest(Shape, frozen=True, kw_only=True):
    """Printed by ``briefing digest --format json``."""

    since: Annotated[
        datetime | None,
        Meta(description="UTC; null for since each was read, which differs by briefing."),
    ]
    briefings: Annotated[tuple[DigestEntry, ...], Meta(description="Published last first.")]


def run(context: Context, arguments: Namespace) -> int:
    """Print what is new over all briefings; the exit code is 1 where nothing is."""
    moment = _moment(arguments.since)
    found = list(_news(context, moment))
    match arguments.format:
        case "json":
            briefings = tuple(
                DigestEntry.of(one, one.changes, bottom_line=_bottom_line(one.revision.briefing))
                for one in found
            )
            context.write(as_json(Digest(since=moment, briefings=briefings)))
        case "md":
            context.write_lines(_markdown(found, moment))
        case _:
            context.write_lines(_lines(found, context.width))
    if not found:
        since = f"since {moment_words(moment)}" if moment else "that you have not read"
        context.say(f"Nothing is new {since}.")
    return OK if found else NOTHING


def _moment(since: timedelta | date | str) -> datetime | None:
    """The moment since which something is new; None for since each briefing was read."""
    if isinstance(since, timedelta):
        return now() - since
    return end_of(since) if isinstance(since, date) else None


def now() -> datetime:
    return datetime.now(UTC)


def _news(context: Context, moment: datetime | None) -> Iterator[News]:
    """Look through the briefings, the one published last first, for those that are not as before.

    Most are not even opened: those that nobody has published since.
    """
    library = context.library()
    base_of = (
        partial(_number_at, library, moment)
        if moment
        else partial(_read_before, library, context.marks())
    )
    for number, entry in enumerate(library.entries(context.say)):
        if entry.problem:
            context.say(f"“{entry.id}” was not looked at. {entry.problem}")
            continue
        if moment is not None and entry.published is not None and entry.published <= moment:
            continue
        if number >= MOST_BRIEFINGS:
            context.say(f"Only the {MOST_BRIEFINGS} newest briefings were looked through.")
            return
        try:
            revision = library.open(entry.id)
            base = base_of(revision)
            news = news_since(library, revision, base) if base < revision.number else None
        except LibraryError as error:
            context.say(f"“{entry.id}” was not looked at. {error}")
        else:
            if news and _is_told(news):
                yield news


def _is_told(news: News) -> bool:
    has_notes = any(one.note for one in news.entries)
    return news.between is None or bool(news.changes or news.withdrawals or has_notes)


def _number_at(library: Library, moment: datetime, revision: Revision) -> int:
    """The revision that was the current one at a moment; 0 where there was none."""
    with suppress(NotPublishedError):
        return library.at(revision.briefing.id, moment)
    return 0


def _read_before(library: Library, marks: ReaderState, revision: Revision) -> int:
    """The last revision of which somebody has read all that had changed; 0 where there is none."""
    visit = marks.visit(revision.briefing.id)
    has_opened = visit is not None and visit.revision >= revision.number
    if has_opened and not unseen_cards(library, marks, revision):
        return revision.number
    return told_since(library, marks, revision) or 0


class _Told(NamedTuple):
    """A change as it is told.

    Attributes:
        address: Of what was wrong, for whoever has copied it; None of all else.
    """

    head: str
    facts: Labelled
    address: str | None = None

    @property
    def length(self) -> int:
        """Lines that it takes, about."""
        return sum(1 + len(text) // 76 for text in (self.head, *(said for _, said in self.facts)))


class _Group(NamedTuple):
    """The changes of a kind that are told, of how many there are."""

    kind: ChangeKind
    number: int
    told: Sequence[_Told]

    @property
    def heading(self) -> str:
        return f"{with_capital(self.kind.value)}: {self.number}"


def _chosen(news: News) -> tuple[list[_Group], str]:
    """Choose what is told within the lines that a briefing may take; and say what is not."""
    if news.between is None:
        return [], ""
    groups: list[_Group] = []
    left = [one for one in news.changes if one.is_folded]
    length = len(news.entries) + 4
    important = (one for one in news.changes if not one.is_folded)
    for kind, group in groupby(important, key=lambda one: one.kind):
        changes = list(group)
        told: list[_Told] = []
        for one in changes:
            said = _told(news.between, one)
            if len(told) >= _FEWER.get(kind, _OF_A_KIND) or length + said.length > _LINES:
                left.append(one)
                continue
            told.append(said)
            length += said.length
        if told:
            groups.append(_Group(kind, len(changes), told))
            length += 2
    command = f"`briefing changes {news.revision.briefing.id} --since {news.between.old.number}`"
    return groups, f"Not told here: {count_words(left)}; see {command}." if left else ""


def _told(between: Between, change: Change) -> _Told:
    facts = [fact for fact in between.facts(change) if fact[0] != "Card"]
    address = between.after(change) if change.kind in _WITH_ADDRESS else None
    return _Told(between.headline(change), facts, address)


def _introduction(news: News) -> Labelled:
    """What is to be known of a new briefing; nothing of one that has been there before."""
    if news.between is not None:
        return []
    briefing = news.revision.briefing
    return [
        ("Reading time", count(briefing.reading_minutes, "minute")),
        ("Bottom line", " ".join(_bottom_line(briefing))),
    ]


def _lines(found: Sequence[News], width: int) -> Iterator[str]:
    for number, news in enumerate(found, 1):
        yield from news.heading(number, len(found), width, _introduction(news))
        groups, left = _chosen(news)
        for group in groups:
            yield from ["", group.heading]
            for one in group.told:
                yield from wrap(one.head, width, first="- ", rest="  ")
                yield from fields(one.facts, width, "  ")
                yield from field("Address", one.address, width, "  ") if one.address else []
        if left:
            yield from ["", *wrap(left, width)]


def _markdown(found: Sequence[News], moment: datetime | None) -> Iterator[str]:
    """Write the digest as Markdown, in which no text of a briefing can be anything but text."""
    if not found:
        return
    inline: Callable[[str], str] = load("briefing.views.export:inline")
    block: Callable[[str], str] = load("briefing.views.export:block")
    yield f"# What is new{f' since {moment_words(moment)}' if moment else ''}"
    for news in found:
        yield from ["", f"## {inline(news.revision.briefing.title)}", ""]
        facts = news.facts(_introduction(news))
        yield from (f"- {inline(label)}: {inline(said)}" for label, said in facts)
        groups, left = _chosen(news)
        for group in groups:
            yield from ["", f"**{group.heading}**", ""]
            for one in group.told:
                yield f"- {block(one.head)}{f'<!-- {one.address} -->' if one.address else ''}"
                yield from (f"  - {inline(label)}: {inline(said)}" for label, said in one.facts)
        if left:
            yield from ["", inline(left)]


def _bottom_line(briefing: Briefing) -> tuple[str, ...]:
    sections = (one for one in briefing.sections if one.kind is SectionKind.BOTTOM_LINE)
    return tuple(
        claim.text for section in sections for card in section.cards for claim in card.claims
    )
