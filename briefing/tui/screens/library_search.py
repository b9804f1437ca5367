"""Searching in all briefings: a screen over the reader, closed with Escape."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import ClassVar, Final, NamedTuple, TypeVar

from msgspec.structs import replace
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.events import DescendantFocus, Resize
from textual.timer import Timer
from textual.widgets import Input
from textual.worker import Worker

from briefing.model.errors import BriefingError
from briefing.search.index.results import CardRow, Results, Stage
from briefing.search.language import read_words
from briefing.search.query import QueryError
from briefing.settings.searches import SavedSearch
from briefing.tui.library_pages import PAGE, Choice, LibrarySearch, Preview, ResultPages
from briefing.tui.reader.layout import WIDE
from briefing.tui.reader.leaping import CARD_GONE
from briefing.tui.rendering.evidence import cite_card
from briefing.tui.screens.common import FAR, GENERAL, bind, moves
from briefing.tui.screens.keyed import KeyedScreen
from briefing.tui.screens.library_asking import (
    Asking,
    BackgroundTasks,
    Left,
    SavedSearches,
    TaskKind,
    begun,
    left,
    taken,
    typed,
)
from briefing.tui.screens.library_panes import (
    HitList,
    HitsPane,
    PreviewPane,
    capitalised,
    row_key,
    row_number,
    saved_name,
    title_beside,
    title_of,
)
from briefing.tui.screens.sheets import Copying
from briefing.tui.session import Session
from briefing.tui.widgets import FooterBar, ItemPane, Prompt

_ROW: Final = 2
"""Lines of a card in the list."""

_CHOOSE: Final = "Open the card, or run the saved search."
_BACK: Final = "Go back from the list to the words, from there to the reader."

_PREVIEW_REST: Final = 0.15
"""Seconds that the cursor rests on a card before it is opened."""

_FIRST: Final = 20
"""Cards of a saved search that a pane has room for."""

_LOOK: Final = 0.5
"""Seconds between two looks at how far the index is, as long as it is being made."""

_PAUSE: Final = 0.3
"""Seconds without typing before all that was found is counted."""

T = TypeVar("T")


class _FirstHits(NamedTuple):
    """A saved search and what it finds."""

    search: SavedSearch
    found: HitList


class LibraryScreen(KeyedScreen[Choice | None], Copying, inherit_bindings=False):
    """Words below, what they find above; it ends with the card to go to, or None."""

    AUTO_FOCUS = ""
    HEADING = "Searching all briefings"
    BINDINGS: ClassVar[list[BindingType]] = [
        *moves("top", "bottom"),
        bind("open", "choose", _CHOOSE),
        bind("right", "choose", _CHOOSE),
        bind("find", "words", "Change the words."),
        bind("find-in-library", "words", "Change the words."),
        Binding("S", "save", "Save the search under a name."),
        bind("source-text", "saved", "List the saved searches."),
        Binding("D", "delete", "Delete the saved search."),
        bind("copy", "copy", "Copy the card with its citations; or delete, if asked."),
        bind("back", "back", _BACK),
        bind("left", "back", _BACK),
        bind("quit", "close", "Go back to the reader."),
        *GENERAL,
    ]

    def __init__(self, session: Session, search: LibrarySearch) -> None:
        super().__init__(session.keymap)
        self._session = session
        self.search = search
        self.tasks = BackgroundTasks(self)
        self.asking = Asking()
        self.saved = SavedSearches(session, self.tasks, search, self.list_on)
        self.hits = HitsPane()
        self.preview = PreviewPane()
        self._previewed: object = None  # a card and what it was found by, or a saved search
        self._preview_timer: Timer | None = None
        self._count_timer: Timer | None = None
        self._looking: Timer | None = None
        self._walk = 0  # how many keys were pressed in the list; what began at one ends at the next
        self._chose_at = -1  # the one that chose a card while none was listed yet
        self._naming = False
        self._deleting: str | None = None

    def compose(self) -> ComposeResult:
        with Horizontal(id="library-body"):
            yield self.hits
            yield self.preview
        yield Prompt(id="prompt")
        yield FooterBar(id="footer")

    def on_mount(self) -> None:
        """Go on with what was asked for last, where the list was left."""
        self.query_one(Input).select_on_focus = False
        self.search.begin()
        self.saved.read()
        words = self.search.words
        if isinstance(left_at := self.search.place, Left) and left_at.words == words:
            self._go_on(left_at)
        else:
            self._search(words)
            if self.asking.fault is not None:  # then beside it stands what there is without words
                self._search("")
                self.asking = typed(self.asking, words)
        self._ask_for_words(words)
        self._say_fault()
        self.query_one(Input).select_all()
        self._say_title()

    def _go_on(self, left_at: Left) -> None:
        self.asking = left_at.asking
        self._look()
        self.hits.list_again(self._listing(), left_at.at, left_at.y)
        self.cursor_moved()
        self._count_later()
        # Who read on below the first page is not taken away from there.
        if not self.asking.pages.first and self.at_top:
            self._ask(again=True)

    def _leave(self, choice: Choice | None) -> None:
        """End with a card or without one; how the list was left is kept for the next time."""
        at, y = self.hits.cursor_key, self.hits.scroll_offset.y
        self.search.place = left(self.asking, self.search.words, at, y)
        self.dismiss(choice)

    def on_resize(self, event: Resize) -> None:
        del event
        self.preview.display = self.size.width >= WIDE
        self._preview_soon()

    @on(Worker.StateChanged)
    def note_task(self, message: Worker.StateChanged) -> None:
        self.tasks.ended(message.worker)

    @on(DescendantFocus)
    def note_focus(self) -> None:
        """Other keys can be pressed now."""
        self._say_keys()
        if self.hits.has_focus:
            self.asking = replace(self.asking, settled=True)
            if self.asking.is_behind:
                self._ask(again=False)

    # -- asking ------------------------------------------------------------------------------------

    def _give(
        self, kind: TaskKind, work: Callable[[], T], take: Callable[[T | BriefingError], None]
    ) -> None:
        """Have something done for what is asked now; what comes too late is passed over."""
        number = self.asking.number

        def done(result: T | BriefingError) -> None:
            if number == self.asking.number:
                take(result)

        self.tasks.give(kind, work, done)

    def _search(self, words: str) -> None:
        self.asking = typed(self.asking, words)
        if self.asking.fault is None:
            self._ask(again=False)

    def _ask(self, *, again: bool) -> None:
        """Ask for the first page; ``again`` where the index has more for the same words by now."""
        self.asking = begun(self.asking)
        words, query = self.asking.asked
        work = partial(self.search.first, query, words, self.tasks.overtaken)
        self._give(TaskKind.PAGE, work, partial(self._take, again))

    def _ask_again(self) -> None:
        if self.asking.answered:
            self._ask(again=True)
        else:
            self.asking = replace(self.asking, outdated=True)

    def _take(self, again: bool, results: Results | QueryError | BriefingError) -> None:
        self.asking = replace(self.asking, answered=True)
        self._look()
        failed = isinstance(results, BriefingError)
        if isinstance(results, BriefingError):
            self.tell(str(results))
        else:
            self._show(
                taken(self.asking, results, self.search.words),
                again=again or isinstance(results, QueryError),
            )
        if self._chose_at == self._walk:
            return self.action_choose()
        grown = self.asking.partial and self.asking.progress.stage is Stage.READY
        if self.asking.outdated or (grown and not failed and self.at_top):
            self._ask_again()

    def _show(self, asking: Asking, *, again: bool) -> None:
        before, self.asking = self.asking, asking
        if asking.fault != before.fault:
            self._say_fault()
        if asking.pages is before.pages:
            return
        again = again and asking.words == before.words
        if not (again and asking.pages.rows and asking.pages.rows == before.pages.rows):
            self.list_anew(again=again)
        self._say_title()
        self.say_where()
        self._count_later()

    def _near(self, row: int) -> None:
        """Fetch the page beyond what is at hand, if the cursor is near its end."""
        asking, page = self.asking, self.asking.page_near(row)
        if page is not None:
            self.asking = replace(asking, page_asked=page)
            start = asking.pages.start(page)
            work = partial(self.search.page, asking.found_by, start, self.tasks.overtaken)
            self._give(TaskKind.PAGE, work, partial(self._take_page, page))

    def _take_page(self, page: int, results: Results | BriefingError) -> None:
        self.asking = replace(self.asking, page_asked=None)
        if isinstance(results, BriefingError):
            self.tell(str(results))
            return
        self.asking.pages.add(page, results)
        self.list_on()

    def _go_to_end(self) -> bool:
        """Go to the last page, if it is not at hand, until another key; say if it is fetched."""
        asking, walk = self.asking, self._walk
        if asking.pages.complete or not (asking.pages.rows and asking.answered):
            return False
        stays = lambda: walk != self._walk or self.tasks.abandoned()  # noqa: E731 - said once
        work = partial(self.search.to_end, asking.found_by, asking.pages.copy(), stays)
        self._give(TaskKind.PAGE, work, partial(self._take_end, walk))
        return True

    def _take_end(self, walk: int, pages: ResultPages | BriefingError) -> None:
        if walk != self._walk:
            return
        self.asking = replace(self.asking, page_asked=None)
        if isinstance(pages, BriefingError):
            self.tell(str(pages))
            return
        self.asking = replace(self.asking, pages=pages)
        self._list_end()

    def _count_later(self) -> None:
        self.tasks.drop(TaskKind.COUNT)
        if self._count_timer is not None:
            self._count_timer.stop()
        if self.asking.pages.total is None:
            self._count_timer = self.set_timer(_PAUSE, self._count)

    def _count(self) -> None:
        self.asking = replace(self.asking, counting=True)
        work = partial(self.search.count, self.asking.found_by, self.tasks.overtaken)
        self._give(TaskKind.COUNT, work, self._take_count)

    def _take_count(self, count: int | BriefingError) -> None:
        self.asking = replace(self.asking, counting=False)
        if isinstance(count, int):
            self.asking = replace(self.asking, counted=count)
            self.say_where()

    def _look(self) -> bool:
        """See how far the index is, now and for as long as it is not complete; say if it moved."""
        before, now = self.asking.progress, self.search.progress()
        self.asking = replace(self.asking, progress=now)
        if self.asking.under_way and self._looking is None:
            self._looking = self.set_interval(_LOOK, self._look_again)
        elif not self.asking.under_way and self._looking is not None:
            self._looking.stop()
            self._looking = None
        if now.stage != before.stage:
            self.saved.forget()
            self.saved.count()
        if now != before:
            self._say_title()
            self.say_where()
            if now.notice != before.notice:
                self.list_on()
        return now != before

    def _look_again(self) -> None:
        if not self._look():
            return
        found_all = not self.asking.under_way or self.asking.pages.complete
        # Who reads on below the first page is not taken away from there.
        if self.at_top and found_all:
            self._ask_again()
        elif self.asking.counts_again:
            self._count()

    # -- what is listed ----------------------------------------------------------------------------

    def list_anew(self, *, again: bool) -> None:
        """List what was found; `again` where the same was, so that the cursor stays on its card."""
        self.hits.list_anew(self._listing(), self._place_kept() if again else None)
        self.cursor_moved()

    def list_on(self) -> None:
        self.hits.list_on(self._listing())
        self.say_where()

    def _list_end(self) -> None:
        self.hits.list_anew(self._listing(), row_key(self.asking.pages.end - 1))
        self.tell("")
        self.cursor_moved()

    def _place_kept(self) -> str | None:
        """Where the card under the cursor is listed now."""
        at, old = self.hits.cursor_key, dict(self.hits.listing.rows)
        number = row_number(at)
        if number is None or number not in old:
            return at
        same = (old[number].briefing_id, old[number].card_id)
        rows = enumerate(self.asking.pages.rows)
        found = (n for n, row in rows if (row.briefing_id, row.card_id) == same)
        return row_key(next(found, number))

    def _listing(self) -> HitList:
        asking = self.asking
        blank = not asking.words.strip()
        told = [asking.progress.notice or "", *(self.saved.notices if blank else ())]
        nothing = "There is no card" if blank else "No card is found"
        return HitList(
            notices=tuple(filter(None, told)),
            saved=tuple(self.saved.listed) if blank else (),
            rows=tuple(enumerate(asking.pages.rows, start=asking.pages.first)),
            nothing=f"{nothing} so far." if asking.partial else f"{nothing}.",
        )

    def cursor_moved(self) -> None:
        """Say where the cursor is, fetch what it is near to, and show its card."""
        number = row_number(self.hits.cursor_key)
        if number is not None:
            self._near(number)
        self.say_where()
        self._say_keys()
        self._preview_soon()

    @property
    def at_top(self) -> bool:
        return (row_number(self.hits.cursor_key) or 0) < PAGE

    # -- what is under the cursor ------------------------------------------------------------------

    def _preview_soon(self) -> None:
        if self._preview_timer is not None:
            self._preview_timer.stop()
        if self.preview.display:
            self._preview_timer = self.set_timer(_PREVIEW_REST, self._show_preview)

    def _show_preview(self) -> None:
        asking, key = self.asking, self.hits.cursor_key
        row, name = self._row_at(key), saved_name(key)
        if row is not None:
            work = partial(self.search.preview, row, asking.words, asking.found_by)
            self._fetch((row, asking.words), work)
        elif name is not None:
            search = self.saved.named(name)
            self._fetch((search, asking.under_way), partial(self._look_into, search))
        else:
            self._previewed = None
            self.preview.show_instead("")

    def _row_at(self, key: str | None) -> CardRow | None:
        number = row_number(key)
        return None if number is None else self.asking.pages.row(number)

    def _fetch(self, wanted: object, work: Callable[[], Preview | _FirstHits | None]) -> None:
        if self._previewed != wanted:
            self._previewed = wanted
            done = partial(self._take_preview, wanted)
            self.tasks.give(TaskKind.PREVIEW, work, done)

    def _look_into(self, search: SavedSearch) -> _FirstHits:
        """Find the first cards of a saved search; in another thread."""
        query = read_words(search.query)
        if not isinstance(query, QueryError):
            found = self.search.first(query, search.query, self.tasks.overtaken)
            if not isinstance(found, QueryError):
                nothing = f"No card is found{' so far' if found.partial else ''}."
                rows = tuple(enumerate(found.rows[:_FIRST]))
                told = (capitalised(found.similar.said),) if found.similar else ()
                return _FirstHits(search, HitList(notices=told, rows=rows, nothing=nothing))
            query = found
        return _FirstHits(search, HitList(notices=(query.message,)))

    def _take_preview(self, of: object, shown: Preview | _FirstHits | BriefingError | None) -> None:
        if of != self._previewed:
            return
        if isinstance(shown, Preview):
            self.preview.show(shown, self._session.check(shown.revision.briefing))
        elif isinstance(shown, _FirstHits):
            self.preview.show_search(*shown)
        else:
            self.preview.show_instead(CARD_GONE if shown is None else str(shown))

    # -- the words ---------------------------------------------------------------------------------

    def _ask_for_words(self, words: str) -> None:
        self.query_one(Prompt).ask("Search all: ", words)

    @on(Input.Changed)
    def take_words(self, message: Input.Changed) -> None:
        if self._naming or message.value == self.search.words:
            return
        self.search.words = message.value
        self.tell("")
        self._search(message.value)
        self._say_fault()

    def _say_fault(self) -> None:
        """Point at what is wrong with the words, or take back what was said of that."""
        fault, prompt = self.asking.fault, self.query_one(Prompt)
        if fault is None:
            prompt.tell("")
        else:
            prompt.tell("", fault.message, None if fault.incomplete else fault.span)
        self._say_title()

    @on(Input.Submitted)
    def accept_words(self, message: Input.Submitted) -> None:
        """Enter goes to the list, unless the words have a mistake; or it gives a name."""
        fault = self.asking.fault
        if self._naming:
            told = self.saved.save(message.value, self.asking.words)
            self._end_naming()
            self.list_on()
            self.tell(told)
        elif fault is None or fault.incomplete:
            self.hits.focus()
        else:
            back = self.key("back")
            self.tell(f"Nothing is searched for until that is mended; {back} goes back.")

    def _end_naming(self) -> None:
        self._naming = False
        self._ask_for_words(self.search.words)
        self.hits.focus()
        self._say_fault()

    # -- keys --------------------------------------------------------------------------------------

    def action_move(self, step: int) -> None:
        if self._in_list():
            self._select(self.hits.neighbour(step))

    def action_page(self, step: int) -> None:
        if self._in_list():
            self._select(self.hits.neighbour(step * max(1, self.hits.page_height // _ROW - 1)))

    def action_top(self) -> None:
        """Go to the first of all, and list anew where the first page is not the best there is."""
        if not self._in_list():
            return
        stale = self.asking.partial and self.asking.progress.stage is Stage.READY
        if self.asking.pages.first or stale:
            self._ask(again=False)
        else:
            self._select(self.hits.neighbour(-FAR))

    def action_bottom(self) -> None:
        """Go to the last of all, which may take a while."""
        if not self._in_list():
            return
        if self._go_to_end():
            self.tell("Going to the last card; any key stops.")
        else:
            self._select(self.hits.neighbour(FAR))

    def action_choose(self) -> None:
        if not self._in_list():
            return
        name, row = saved_name(self.hits.cursor_key), self._row_at(self.hits.cursor_key)
        if name is not None:
            entry = self.query_one(Input)
            entry.value = self.saved.named(name).query
            entry.cursor_position = len(entry.value)
        elif row is not None:
            asking = self.asking
            self._leave(Choice(row, asking.words, asking.found_by, asking.similar))
        elif not self.asking.answered:
            self._chose_at = self._walk

    def action_words(self) -> None:
        self._begin()
        self.query_one(Input).focus()

    def action_save(self) -> None:
        self._begin()
        if not self.asking.words.strip():
            self.tell("There is no search to save; / begins one.")
            return
        self._naming = True
        prompt = self.query_one(Prompt)
        prompt.ask("Save as: ", "")
        prompt.tell("")

    def action_saved(self) -> None:
        self._begin()
        self.query_one(Input).value = ""
        if not self.saved.listed:
            self.tell("No search is saved; S saves the present one.")

    def action_delete(self) -> None:
        self._begin()
        name = saved_name(self.hits.cursor_key)
        if name is None:
            self.tell("Only saved searches can be deleted; s lists them.")
            return
        yes = self.key("copy")
        self.tell(f"Delete “{name}”? {yes} deletes it, any other key keeps it.")
        self._deleting = name

    def action_copy(self) -> None:
        """Copy the card, or take the saved search away that was asked about."""
        name, row = self._deleting, self._row_at(self.hits.cursor_key)
        self._begin()
        if name is None and row is None:
            self.tell("There is no card here to copy.")
        elif name is None and row is not None:
            asking = self.asking
            work = partial(self.search.preview, row, asking.words, asking.query)
            self.tasks.give(TaskKind.COPY, work, self._copy_card)
        elif name is not None:
            told = self.saved.delete(name)
            self.list_on()
            self.cursor_moved()
            self.tell(told)

    def _copy_card(self, card: Preview | BriefingError | None) -> None:
        if isinstance(card, Preview):
            check = self._session.check(card.revision.briefing)
            self.copy_out(cite_card(card.revision, check, card.card))
        else:
            self.tell(CARD_GONE if card is None else str(card))

    def action_back(self) -> None:
        """From a question, from the list to the words, from there to the reader."""
        asked = self._deleting is not None
        self._begin()
        if self._naming:
            self._end_naming()
        elif asked:
            return
        elif self.hits.has_focus:
            self.query_one(Input).focus()
        else:
            self._leave(None)

    def action_help(self) -> None:
        self._begin()
        super().action_help()

    def action_close(self) -> None:
        self._leave(None)

    @on(ItemPane.Chosen)
    def choose_by_mouse(self, message: ItemPane.Chosen) -> None:
        """A click moves the cursor; a click where it stands does what Enter does."""
        self.hits.focus()
        self._begin()
        if message.pane is not self.hits:
            return
        self._select(message.key)
        if message.again:
            self.action_choose()

    def _begin(self) -> None:
        """A key was pressed: what was said and asked before is over."""
        self._walk += 1
        self.tell("")

    def _in_list(self) -> bool:
        """Focus the list; say whether it had focus already."""
        self._begin()
        if self.hits.has_focus:
            return True
        if not self._naming:
            self.hits.focus()
        return False

    def _select(self, key: str | None) -> None:
        if key is not None:
            self.hits.select(key)
            self.cursor_moved()

    # -- what is said ------------------------------------------------------------------------------

    def _say_title(self) -> None:
        """Say in what order cards are listed, and whether the index is complete.

        Words that are not understood find nothing: then say by which words the list was found.
        """
        asking, results = self.asking, self.asking.results
        fault = asking.fault
        if fault is not None and not fault.incomplete:
            said = title_beside(self.search.words[slice(*fault.span)], asking.words)
        else:
            said = title_of(
                asking.progress,
                ranked=results.ranked,
                partial=results.partial,
                similar=asking.similar,
            )
        title = Content(said)
        if self.hits.border_title != title.plain:
            self.hits.border_title = title

    def say_where(self) -> None:
        position = self.asking.position(row_number(self.hits.cursor_key))
        self.query_one(FooterBar).position = position

    def tell(self, message: str) -> None:
        """Say something, until the next key; a question that it takes the place of is over."""
        self._deleting = None
        super().tell(message)

    def _say_keys(self) -> None:
        back, enter = self.key("back"), self.key("open")
        if not self.hits.has_focus:
            keys = [(back, "back"), ("Enter", "keep" if self._naming else "to the list")]
        elif saved_name(self.hits.cursor_key) is not None:
            keys = [(back, "words"), (enter, "search"), ("D", "delete")]
        else:
            keys = [(back, "words"), (enter, "read"), ("S", "save"), ("s", "saved")]
            keys += [(self.key("read-on"), "page"), (self.key("copy"), "copy")]
        self.query_one(FooterBar).hints = keys
