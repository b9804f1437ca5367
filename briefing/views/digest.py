"""``briefing digest``: what is new over all briefings, as one mails it to colleagues."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING, Annotated, Final, NamedTuple

from msgspec import Meta

from briefing.library.changes.kinds import FOLDED, Change, ChangeKind
from briefing.library.errors import LibraryError
from briefing.library.library import Library
from briefing.library.revisions import HistoryEntry
from briefing.library.since import told_since
from briefing.model.briefing import Briefing, Revision
from briefing.model.records import Withdrawal
from briefing.model.text import count, with_capital
from briefing.model.vocabulary import SectionKind
from briefing.views.change_words import Between, ShownChange, count_words
from briefing.views.changed import unseen_cards
from briefing.views.changes import (
    News,
    ShownRevision,
    note_facts,
    shown_revision,
    withdrawal_facts,
)
from briefing.views.context import Context
from briefing.views.layout import field, fields, wrap
from briefing.views.moments import (
    MOST_BRIEFINGS,
    end_of,
    latest_before,
)
from briefing.views.phrases import Labelled, moment_words
from briefing.views.shapes import Ordinal, Shape, as_json
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


class DigestEntry(Shape, frozen=True, kw_only=True):
    """A briefing of which something is new."""

    briefing: Annotated[str, Meta(description="Name of the briefing.")]
    title: str
    old: Annotated[
        Ordinal | None,
        Meta(description="Revision that it is held against; null where the briefing is new."),
    ]
    new: Annotated[Ordinal, Meta(description="The current revision.")]
    bottom_line: Annotated[tuple[str, ...], Meta(description="What it says first.")]
    revisions: Annotated[tuple[ShownRevision, ...], Meta(description="Those since, in order.")]
    withdrawals: Annotated[
        tuple[Withdrawal, ...], Meta(description="Revisions that were taken back since.")
    ]
    changes: Annotated[
        tuple[ShownChange, ...], Meta(description="As of `briefing changes`; empty of a new one.")
    ]


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
            context.write(as_json(_digest(found, moment)))
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
        partial(_current_at, moment) if moment else partial(_read_before, library, context.marks())
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
            found = _news_of(library, entry.id, base_of)
        except LibraryError as error:
            context.say(f"“{entry.id}” was not looked at. {error}")
        else:
            if found is not None:
                yield found


def _news_of(
    library: Library, name: str, base_of: Callable[[Revision, Sequence[HistoryEntry]], int]
) -> News | None:
    """Say what is new in a briefing since a revision, 0 for one before the first."""
    revision, entries = library.open(name), library.history(name)
    base = base_of(revision, entries)
    if base >= revision.number:
        return None
    old = latest_before(library, name, base + 1)
    since = [one for one in entries if one.number > base]
    found = News(revision, Between(old, revision) if old else None, since)
    is_news = old is None or found.changes or found.withdrawals or any(one.note for one in since)
    return found if is_news else None


def _current_at(moment: datetime, _: Revision, entries: Sequence[HistoryEntry]) -> int:
    return max(
        (one.number for one in entries if one.published and one.published <= moment), default=0
    )


def _read_before(
    library: Library, marks: ReaderState, revision: Revision, _: Sequence[HistoryEntry]
) -> int:
    """The revision since which something is to be read: the current one where all of it was."""
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


def _groups(news: News) -> tuple[list[_Group], list[Change]]:
    """Choose what is told within the lines that a briefing may take, and what is only counted."""
    groups: list[_Group] = []
    left: list[Change] = []
    length = len(news.entries) + 4
    important = (one for one in news.changes if one.kind not in FOLDED)
    for kind, group in groupby(important, key=lambda one: one.kind):
        changes = list(group)
        told: list[_Told] = []
        for one in changes:
            said = _told(news, one)
            if len(told) >= _FEWER.get(kind, _OF_A_KIND) or length + said.length > _LINES:
                left.append(one)
                continue
            told.append(said)
            length += said.length
        if told:
            groups.append(_Group(kind, len(changes), told))
            length += 2
    return groups, left


def _told(news: News, change: Change) -> _Told:
    assert news.between is not None, "what is new as a whole has no changes"
    facts = [fact for fact in news.between.facts(change) if fact[0] != "Card"]
    address = news.between.after(change) if change.kind in _WITH_ADDRESS else None
    return _Told(news.between.headline(change), facts, address)


def _facts(news: News) -> Labelled:
    """What is to be known of a briefing before its changes."""
    known: Labelled = [("Name", news.revision.briefing.id), ("Revision", news.which)]
    if news.between is None:
        minutes = count(news.revision.briefing.reading_minutes, "minute")
        known += [("Reading time", minutes)]
        known += [("Bottom line", " ".join(_bottom_line(news.revision.briefing)))]
    return [*known, *withdrawal_facts(news.withdrawals), *note_facts(news.entries)]


def _more(news: News, left: Sequence[Change]) -> str:
    """Say how many changes are not told, and what tells them; empty where all are."""
    said = count_words([*left, *(one for one in news.changes if one.kind in FOLDED)])
    if not said or news.between is None:
        return ""
    command = f"`briefing changes {news.revision.briefing.id} --since {news.between.old.number}`"
    return f"Not told here: {said}; see {command}."


def _lines(found: Sequence[News], width: int) -> Iterator[str]:
    for number, news in enumerate(found, 1):
        yield from ["", ""] if number > 1 else []
        yield from field(f"Briefing {number} of {len(found)}", news.revision.briefing.title, width)
        yield from fields(_facts(news), width, "  ")
        groups, left = _groups(news)
        for group in groups:
            yield from ["", group.heading]
            for one in group.told:
                yield from wrap(one.head, width, first="- ", rest="  ")
                yield from fields(one.facts, width, "  ")
                yield from field("Address", one.address, width, "  ") if one.address else []
        if more := _more(news, left):
            yield from ["", *wrap(more, width)]


def _markdown(found: Sequence[News], moment: datetime | None) -> Iterator[str]:
    """Write the digest as Markdown, in which no text of a briefing can be anything but text."""
    if not found:
        return
    inline: Callable[[str], str] = load("briefing.views.export:inline")
    block: Callable[[str], str] = load("briefing.views.export:block")
    yield f"# What is new{f' since {moment_words(moment)}' if moment else ''}"
    for news in found:
        yield from ["", f"## {inline(news.revision.briefing.title)}", ""]
        yield from (f"- {inline(label)}: {inline(said)}" for label, said in _facts(news))
        groups, left = _groups(news)
        for group in groups:
            yield from ["", f"**{group.heading}**", ""]
            for one in group.told:
                yield f"- {block(one.head)}{f'<!-- {one.address} -->' if one.address else ''}"
                yield from (f"  - {inline(label)}: {inline(said)}" for label, said in one.facts)
        if more := _more(news, left):
            yield from ["", inline(more)]


def _bottom_line(briefing: Briefing) -> tuple[str, ...]:
    sections = (one for one in briefing.sections if one.kind is SectionKind.BOTTOM_LINE)
    return tuple(
        claim.text for section in sections for card in section.cards for claim in card.claims
    )


def _digest(found: Sequence[News], moment: datetime | None) -> Digest:
    return Digest(
        since=moment,
        briefings=tuple(
            DigestEntry(
                briefing=news.revision.briefing.id,
                title=news.revision.briefing.title,
                old=news.between.old.number if news.between else None,
                new=news.revision.number,
                bottom_line=_bottom_line(news.revision.briefing),
                revisions=tuple(map(shown_revision, news.entries)),
                withdrawals=news.withdrawals,
                changes=tuple(map(news.between.shown, news.changes)) if news.between else (),
            )
            for news in found
        ),
    )
