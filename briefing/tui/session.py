"""What all screens share: what is open, and what the reader has marked. Imports no Textual."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import msgspec
from msgspec.structs import replace

from briefing.evidence.corpus import Corpus, Examination
from briefing.library.errors import LibraryError, NotPublishedError
from briefing.library.files import CatalogueEntry
from briefing.library.library import Library, Say, silently
from briefing.library.reader_tables import Place, row_mark
from briefing.library.state import ReaderState
from briefing.library.storage import Stamp
from briefing.model.briefing import Briefing, Revision
from briefing.model.cards import Card, Section
from briefing.model.errors import BriefingError
from briefing.model.parts import card_digest, row_digest
from briefing.settings.config import Config, Places
from briefing.tui.commands import ALL_COMMANDS, Keymap, build_keymap, main_key
from briefing.tui.reader.state import Checked, Marks, marks_of
from briefing.views.address import Destination, NotFoundError, follow_address, name_in
from briefing.views.moments import AsOf
from briefing.views.phrases import day_words

if TYPE_CHECKING:
    from briefing.library.past_figures import PastFigures
    from briefing.library.revisions import HistoryEntry
    from briefing.library.since import Since
    from briefing.search.query import ChangedSince

_NOT_NOW: Final = "cannot be read here at the moment."


class Beginning(msgspec.Struct, frozen=True):
    """What a session begins with.

    Attributes:
        card_id: The card to open; None for where the reader left.
        item: What of that card the cursor is to be on; None for its beginning.
        choosing: Whether the reader is to choose among several briefings first.
        as_of: Whether the revision is an earlier one, read as it stood.
    """

    revision: Revision
    card_id: str | None = None
    item: str | None = None
    choosing: bool = False
    as_of: bool = False


@dataclass
class Session:
    """One session of a reader."""

    library: Library
    state: ReaderState
    config: Config
    keymap: Keymap
    places: Places
    notices: Sequence[str]  # to show at start
    corpus: Corpus
    served: bool  # whether the reader sits at another host, and nothing here is theirs
    writes: bool = True  # whether what is seen, and the place, are written
    unread_before: int = 0  # number of a revision that was read and cannot be read any more
    at_end: list[Callable[[], None]] = field(default_factory=list, init=False)
    _seen: dict[str, str] = field(default_factory=dict, init=False)
    _told: set[str] = field(default_factory=set, init=False)
    _stamps: dict[str, Stamp | None] = field(default_factory=dict, init=False)
    _newest: dict[str, int] = field(default_factory=dict, init=False)
    _history: dict[str, tuple[Stamp | None, Sequence[HistoryEntry]]] = field(
        default_factory=dict, init=False
    )

    def __post_init__(self) -> None:
        self._told.update(self.state.notices)

    def untold(self) -> list[str]:
        """What has come up about the reader's state since it was last said, in sentences."""
        news = [notice for notice in self.state.notices if notice not in self._told]
        self._told.update(news)
        return news

    def open(self, name: str) -> Revision:
        stamp = self.library.stamp(name)
        with self._telling_readers(name):
            revision = _with_cards(self.library.open(name))
        self._stamps[name] = stamp
        return revision

    def open_as_of(self, name: str, number: int) -> Revision:
        """Read a revision as it was published."""
        with self._telling_readers(name):
            return _with_cards(self.library.open(name, number))

    @contextmanager
    def _telling_readers(self, name: str) -> Iterator[None]:
        """Tell no more of files, and of their repair, than is the reader's business."""
        try:
            yield
        except LibraryError as error:
            if self.served and not isinstance(error, NotPublishedError):
                raise BriefingError(f"“{name}” {_NOT_NOW}") from error
            raise

    def history(self, name: str) -> Sequence[HistoryEntry]:
        """List the revisions of a briefing, the oldest first; read anew after each publication."""
        stamp = self.library.stamp(name)
        if name not in self._history or self._history[name][0] != stamp:
            entries: Sequence[HistoryEntry] = ()
            with suppress(LibraryError):
                entries = self.library.history(name)
            self._history[name] = stamp, entries
        return self._history[name][1]

    def as_of(self, revision: Revision) -> str:
        """Say of an earlier revision which it is, and how to leave it; nothing of the newest."""
        newest = self.open(revision.briefing.id)
        if newest.number == revision.number:
            return ""
        day, key = day_words(revision.published.date()), main_key(self.keymap, "reload")
        said = f"as of revision {revision.number}, {day}; {key}: newest"
        known = () if revision.is_notice else newest.withdrawals
        taken = next((one for one in known if one.revision == revision.number), None)
        return f"{said}; withdrawn {taken.on.label}: {taken.reason}" if taken else said

    def id_then(self, card_id: str, revision: Revision) -> str:
        """What a card of the newest revision was called in an earlier one; as now, if unknown."""
        if any(card.id == card_id for _, card in revision.briefing.cards()):
            return card_id
        from briefing.library.changes.things import card_key  # noqa: PLC0415 - few cards are renamed
        from briefing.library.since import compare_revisions  # noqa: PLC0415

        found = compare_revisions(revision, self.open(revision.briefing.id))
        then = found.pairs.before.get(card_key(card_id))
        return then.card if then else card_id

    def entries(self) -> list[CatalogueEntry]:
        entries = self.library.entries()
        if self.served:
            return [replace(one, problem=one.problem and f"It {_NOT_NOW}") for one in entries]
        return entries

    def reopen(self, name: str) -> Revision:
        """Read the newest revision of a briefing, and from now on of all others too."""
        self.library.pin()
        return self.open(name)

    def newer(self, revision: Revision) -> int | None:
        """Say which revision of a briefing was published since it was opened; None for none.

        Reads nothing as long as its file has not changed. One that cannot be read is not newer.
        """
        name = revision.briefing.id
        stamp = self.library.stamp(name)
        if self._stamps.get(name) != stamp:
            self._stamps[name] = stamp
            with suppress(BriefingError):
                # What is published, whatever a library that is pinned to a time would give.
                self._newest[name] = Library(self.library.folder).open(name).number
        newest = self._newest.get(name, 0)
        return newest if newest > revision.number else None

    def begin(
        self, address: str | None, say: Say = silently, as_of: AsOf | None = None
    ) -> Beginning:
        """Decide what to show first, and say so if this takes its time.

        That is the address, ``NAME[/SECTION[/CARD[#ITEM]]]``, perhaps `as_of` a revision or a day;
        without one the briefing read last, else the one published last. What a permanent address
        leads to is shown as it is now.
        """
        if address is not None:
            newest = self.open(name_in(address))
            with self._telling_readers(newest.briefing.id):
                place = follow_address(self.library, address, as_of)
            is_newest = place.revision.number == newest.number
            if not is_newest and as_of is None:
                return _begin_now(address, place, newest)
            card = place.card or (place.section and next(iter(place.section.cards), None))
            return Beginning(
                _with_cards(place.revision),
                card.id if card else None,
                place.item,
                as_of=not is_newest,
            )
        last = self.state.last_briefing()
        readable = [entry.id for entry in self.library.entries(say) if entry.problem is None]
        if not readable:
            raise BriefingError(
                f"There is no briefing to read in {self.library.folder}. Publish one with"
                " `briefing publish FOLDER`."
            )
        if last in readable:
            return Beginning(self.open(last))
        return Beginning(self.open(readable[0]), choosing=len(readable) > 1)

    def is_back(self, revision: Revision) -> bool:
        """Whether somebody who has read a briefing has not read this revision of it."""
        visit = self.state.visit(revision.briefing.id)
        if visit is None:
            return self.state.place(revision.briefing.id) is not None
        return visit.revision < revision.number

    def since(self, revision: Revision) -> Since | None:
        """Say what has changed since a briefing was read; marks and place go along to it.

        None where nothing has, where it was never read, and where it would have to be noted by
        somebody who writes nothing.
        """
        if not revision.is_published or (self.is_back(revision) and not self.writes):
            return None
        known = self.state.baseline(revision.briefing.id, revision.number)
        if known is None and not self.is_back(revision):
            return None
        # Who has read nothing else does not pay for comparing.
        from briefing.library.since import since_read  # noqa: PLC0415

        try:
            return since_read(self.library, self.state, revision)
        except BriefingError:
            self.unread_before = known or 0
            return None

    def changed_cards(self, revision: Revision, since: ChangedSince) -> frozenset[str]:
        """The ids of the cards in which something has changed since a revision or a day.

        Raises:
            LibraryError: There is no such revision, or it cannot be read.
        """
        from briefing.views.changed import changed_cards  # noqa: PLC0415 - few ask for it

        return changed_cards(self.library, self.state, revision, since)

    def known_past_figures(self, revision: Revision) -> PastFigures | None:
        """What figures were, as far as that was looked up for somebody; None where it was not."""
        from briefing.library.past_figures import known_past_figures  # noqa: PLC0415 - see below

        return known_past_figures(self.library, revision)

    def past_figures(self, revision: Revision) -> PastFigures:
        """Say what the figures of a revision were before; for a thread that does not draw."""
        # Who looks at no figure does not pay for comparing.
        from briefing.library.past_figures import past_figures  # noqa: PLC0415

        return past_figures(self.library, revision)

    def marks(self, briefing: Briefing) -> Marks:
        """The reader's marks on a briefing as it is now, those not written yet included."""
        read = self.state.read_marks(briefing.id) | self._seen
        return marks_of(briefing, read, self.state.bookmarks(briefing.id))

    def check(self, briefing: Briefing) -> Checked:
        """Look a briefing's passages up in the corpus, as far as its texts are there."""
        return Checked(Examination(briefing, self.corpus))

    def see(self, briefing: Briefing, card: Card) -> None:
        """Note that the end of a card was shown; `flush` writes it."""
        self._seen[card.id] = card_digest(briefing, card)

    def see_rows(self, briefing: Briefing, section: Section, cards: Iterable[Card]) -> None:
        for card in cards:
            self._seen[row_mark(card.id)] = row_digest(briefing, section, card)

    def flush(self, revision: Revision, place: Place) -> None:
        if not self.writes:
            return
        name = revision.briefing.id
        if self._seen:
            seen, self._seen = self._seen, {}
            self.state.mark_read(name, seen)
        self.state.remember(name, place, revision.number)

    def note_copied(self, revision: Revision, card: Card, item: str | None) -> None:
        """Note that something left the program, to tell of it first should it turn out wrong."""
        if self.writes and revision.is_published:
            key = card.id if item is None else f"{card.id}#{item}"
            self.state.note_copied(revision.briefing.id, key)

    @property
    def theme(self) -> str:
        """Name of the theme: the one chosen last, or the configured one."""
        return self.state.theme(self.config.theme)

    def choose_theme(self, name: str) -> None:
        self.state.choose_theme(name, self.config.theme)

    def set_read(self, briefing: Briefing, cards: Iterable[Card], on: bool) -> None:
        """Mark cards as read, or them and their rows as unread."""
        cards = list(cards)
        marks = [mark for card in cards for mark in (card.id, row_mark(card.id))]
        for mark in marks:
            self._seen.pop(mark, None)
        if on:
            self.state.mark_read(
                briefing.id, {card.id: card_digest(briefing, card) for card in cards}
            )
        else:
            self.state.mark_unread(briefing.id, marks)

    def set_rows_read(self, briefing: Briefing, section: Section, cards: Iterable[Card]) -> None:
        digests = {row_mark(card.id): row_digest(briefing, section, card) for card in cards}
        self.state.mark_read(briefing.id, digests)

    def close(self) -> None:
        for end in self.at_end:
            end()


def _begin_now(address: str, place: Destination, revision: Revision) -> Beginning:
    """Begin at what an earlier revision has at an address, wherever it stands by now."""
    # Few addresses name a revision, so the others do not pay for comparing.
    from briefing.library.since import compare_revisions  # noqa: PLC0415
    from briefing.views.became import Fates  # noqa: PLC0415

    if place.card is None:
        return Beginning(revision)
    key = place.card.id if place.item is None else f"{place.card.id}#{place.item}"
    became = Fates(compare_revisions(place.revision, revision)).of(key)
    if became is None or became.key is None:
        raise NotFoundError(
            f"“{address}” is not in revision {revision.number}, the current one. `briefing resolve"
            f" {address}` says what became of it, `briefing show` prints it."
        )
    card, mark, item = became.key.partition("#")
    return Beginning(revision, card, item if mark else None)


def new_session(  # noqa: PLR0913 - a session needs all of it
    library: Library,
    state: ReaderState,
    config: Config,
    corpus: Corpus,
    notices: Iterable[str] = (),
    *,
    places: Places,
    served: bool = False,
) -> Session:
    """Begin a session with the keys that the user wishes; notices of state and keys come last."""
    keymap, key_notices = build_keymap(ALL_COMMANDS, config.keys)
    notices = (*notices, *state.notices, *key_notices)
    return Session(library, state, config, keymap, places, notices, corpus, served)


def _with_cards(revision: Revision) -> Revision:
    if not any(True for _ in revision.briefing.cards()):
        raise BriefingError(
            f"“{revision.briefing.id}” has no card to read. Publish it again with"
            " `briefing publish FOLDER`."
        )
    return revision
