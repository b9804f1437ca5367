"""The screen of `briefing review`: one thing to sign at a time, with its passages beside it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import ClassVar, Final, NamedTuple

import msgspec
from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container
from textual.content import Content
from textual.events import Resize
from textual.widgets import Input

from briefing.authoring.review_lock import sign, take_back
from briefing.evidence.checking import OpenSources, Remark
from briefing.evidence.drill import DrillTally, falsified
from briefing.evidence.reviewing import asked_of
from briefing.evidence.verify import remarks_on, verify
from briefing.model.cards import Card
from briefing.model.errors import BriefingError
from briefing.model.text import count
from briefing.tui.reader.state import Checked
from briefing.tui.rendering.review import Sight, passage_at, passage_items, said_items
from briefing.tui.rendering.source_text import SourceUse
from briefing.tui.rendering.text import Item, between, one_line, wrapped
from briefing.tui.review_walk import Stop, Walk, begin, counted
from briefing.tui.screens.common import GENERAL, PageHead, bind, moves
from briefing.tui.screens.keyed import KeyedScreen
from briefing.tui.screens.sheets import Sheet
from briefing.tui.screens.source_text import SourceTextScreen
from briefing.tui.session import Session
from briefing.tui.widgets import FilledPane, FooterBar, ItemPane, Prompt
from briefing.views.review import Desk, Signer, new_sign_off, reviewer_name

_BESIDE: Final = 110
"""Cells of a screen from which the passages stand beside the text."""

_FRAME: Final = 3
"""Cells of a line of a pane that are not for text."""

_PADDING: Final = 1
"""Cells at both ends of the first line."""

_DOES_IT: Final = "Does it say what its passages say?"
_ON = "Read on: the next page, then the next thing, without a verdict."
_BACK = "Go back to the thing before, without a verdict."


class _PassagePane(FilledPane):
    """The passages; the cursor is on that of which the source would be read."""

    GUTTER_SIGN = "▌"
    STANDS_ON_FIRST = True


class ReviewTask(NamedTuple):
    """What a review begins with.

    Attributes:
        name: Of the reviewer, or a guess at it.
        drill: How many sentences are falsified, as the seed says.
    """

    name: str
    asks_name: bool = True
    drill: int = 0
    seed: int = 0


class ReviewScreen(KeyedScreen[None], inherit_bindings=False):
    """Walks through what is to be signed, for one reviewer; all that is said is written at once.

    Nothing here measures time.
    """

    HEADING = "While you review"
    BINDINGS: ClassVar[list[BindingType]] = [
        bind("carries", "carries"),
        bind("remark", "remark"),
        bind("read-on", "on", _ON),
        bind("read-back", "step(-1)", _BACK),
        bind("next-card", "card(1)", "Go to the next card."),
        bind("previous-card", "card(-1)", "Go to the card before."),
        bind("undo", "undo", "Take back what you said last."),
        bind("next-evidence", "piece(1)", "Go to the next passage."),
        bind("previous-evidence", "piece(-1)", "Go to the passage before."),
        bind("source-text", "source", "Read the source at the passage."),
        bind("open", "source", "Read the source at the passage."),
        bind("next-pane", "other_pane", "Go to the other pane."),
        *(one for one in moves(ends=("start", "end")) if one.id not in ("read-on", "read-back")),
        bind("back", "back", "Leave the remark; else say how to leave."),
        bind("quit", "leave", "Leave; what you said is kept."),
        *GENERAL,
    ]

    def __init__(self, session: Session, desk: Desk, signer: Signer, wanted: ReviewTask) -> None:
        super().__init__(session.keymap)
        self.reviewer = wanted.name
        self.walk = begin(())
        self._session = session
        self._desk = desk
        self._signer = signer
        self._wanted = wanted
        self._asking = ""  # "name" or "remark" while that is asked for
        self._at_end = False  # whether the footer says what the next key does behind the end
        self._check = Checked(desk.examination)
        self._sources = OpenSources(desk.examination)
        self._remarks: dict[str, list[Remark]] = {}
        self._head = PageHead(self._head_items)
        self._said = FilledPane(partial(self._drawn, said_items), "review-said")
        self._said.border_title = Content(_DOES_IT)
        self._passages = _PassagePane(partial(self._drawn, passage_items), "review-passages")
        self._passages.border_title = Content("Passages")

    def compose(self) -> ComposeResult:
        yield self._head
        with Container(id="review-body"):
            yield self._said
            yield self._passages
        yield Prompt(id="prompt")
        yield FooterBar(id="footer")

    def on_mount(self) -> None:
        """Hold the briefing against its sources once, and ask who signs."""
        for one in verify(self._desk.examination).remarks:
            if one.bearer is not None:
                self._remarks.setdefault(one.bearer.key, []).append(one)
        self._passages.focus()
        if self._wanted.asks_name or not self.reviewer:
            self._ask_for("name", "You sign as: ", self.reviewer, "Enter begins, Esc leaves")
        else:
            self._begin()

    def on_resize(self, event: Resize) -> None:
        """Set the passages beside the text where there is room, else below it."""
        self.set_class(event.size.width >= _BESIDE, "-beside")
        self._fit()

    def _fit(self) -> None:
        """Give the text the height that it needs, at most about half of the screen."""
        if self.has_class("-beside") or not self._passages.display:
            self._said.styles.height = "1fr"
            return
        lines = self._said.lines_at(max(1, self.size.width - _FRAME)) + 1
        self._said.styles.height = max(4, min(lines, self._most_lines))

    @property
    def _most_lines(self) -> int:
        """The lines that the text may have with its frame."""
        room = self.size.height - 2
        return room if self.has_class("-beside") else room * 11 // 20

    # -- what is seen ------------------------------------------------------------------------------

    @property
    def sight(self) -> Sight | None:
        """The present stop; None before the walk begins and behind its end."""
        stop = self.walk.stop
        if stop is None or not self.walk.stops:
            return None
        card = stop.question.card
        sight = Sight(
            walk=self.walk,
            stop=stop,
            check=self._check,
            on_card=[one for one in self._desk.questions if card is not None and one.card is card],
            remarks=self._remarks_at(stop),
            why_not=self._desk.why_not(stop.question),
            source_key=self.key("source-text"),
        )
        return self._with_title(sight, card)

    def _drawn(self, draw: Callable[[Sight, int], Iterator[Item]], width: int) -> Iterable[Item]:
        return () if self.sight is None else draw(self.sight, width)

    def _remarks_at(self, stop: Stop) -> Sequence[Remark]:
        """What the checks say: of a falsified sentence, of that.

        What the writer explained was explained of the true sentence.
        """
        if stop.falsified is not None and stop.bearer is not None:
            found = remarks_on(stop.bearer, self._sources)
            return [one for one in found if one.reason is None]
        return self._remarks.get(stop.question.about, [])

    def _head_items(self, width: int) -> Iterator[Item]:
        left, right = Content.styled(self._head_text(), "title"), Content(self.reviewer)
        yield Item("head", (between(left, right.stylize("label"), width),), selectable=False)

    def _head_text(self) -> str:
        stop = self.walk.stop
        title = one_line(self._desk.looked.briefing.title)
        if stop is None:
            return title
        card = stop.question.card
        return f"{self.walk.place} · {title if card is None else one_line(card.title)}"

    def _with_title(self, sight: Sight, card: Card | None) -> Sight:
        """Have the title of the card above the text, if the first line cuts it and it fits."""
        room = self.size.width - 2 * _PADDING - Content(self.reviewer).cell_length - 1
        if card is None or Content(self._head_text()).cell_length <= room:
            return sight
        titled = msgspec.structs.replace(sight, title=card.title)
        columns = 2 if self.has_class("-beside") else 1
        width = max(1, self.size.width // columns - _FRAME)
        lines = sum(len(item.lines) for item in said_items(titled, width)) + 1
        return titled if lines <= self._most_lines else sight

    def _show(self, walk: Walk, message: str = "") -> None:
        moved = walk.at != self.walk.at or walk.stops is not self.walk.stops
        self.walk = walk
        self._head.rebuild()
        self._said.rebuild(top=moved)
        self._passages.rebuild(top=moved)
        sight, stop = self.sight, walk.stop
        self._passages.display = sight is None or sight.has_passages
        if moved:
            self._passages.begin_at(None)
            self._focus_pane()
        if stop is not None:
            asks = stop.question.kind.capitalize() if stop.question.asks else _DOES_IT
            self._said.border_title = Content(asks)
            number = len({one.place for one in stop.question.evidence})
            whole = not stop.question.about
            self._passages.border_title = Content("Articles" if whole else f"Passages ({number})")
        self._fit()
        self.tell(message)

    def tell(self, message: str) -> None:
        self._at_end = False
        super().tell(message)

    def say_where(self) -> None:
        carried, remarked = counted(self.walk.answers.values())
        said = f"{carried} signed · {remarked} remarked" if self.walk.stops else ""
        self.query_one(FooterBar).position = said
        asks = self.walk.stop is not None and self.walk.stop.question.asks
        self.say_keys(
            [
                ("carries", "yes" if asks else "passages carry it"),
                ("remark", "no" if asks else "they do not"),
                *[("read-on", "on"), ("read-back", "back"), ("source-text", "source")],
                *[("undo", "undo"), ("quit", "leave"), ("help", "help")],
            ]
        )

    def _focus_pane(self) -> None:
        (self._passages if self._passages.display else self._said).focus()

    # -- moving ------------------------------------------------------------------------------------

    @property
    def pane(self) -> ItemPane:
        return self._said if self.focused is self._said else self._passages

    def action_on(self) -> None:
        """Turn the page of what is not seen to its end, else go on; at the end to what is left."""
        left = self.walk.without_verdict
        if self._at_end and left:
            self._show(msgspec.structs.replace(self.walk, at=left[0]))
            return
        for pane in (self._said, self._passages):
            if pane.display and not pane.at_end:
                pane.scroll_pages(1)
                self.tell("")
                return
        self.action_step(1)

    def action_step(self, step: int) -> None:
        self._go(self.walk.moved(step))

    def action_card(self, step: int) -> None:
        if self._at_end and step > 0 and self.walk.is_drilled:
            self._end_drill(self.walk)
        else:
            self._go(self.walk.to_next_card(step))

    def _go(self, walk: Walk, message: str = "") -> None:
        """Show another stop; behind the last one end the drill, or say what has no verdict."""
        if walk.at < walk.end:
            self._show(walk, message)
        elif walk.is_drilled and not walk.without_verdict:
            self._end_drill(walk)
        else:
            last = msgspec.structs.replace(walk, at=max(0, walk.end - 1))
            self._show(last, f"{message} {self._end_words(walk)}".strip())
            self._at_end = True

    def _end_words(self, walk: Walk) -> str:
        leaves = f"{self.key('quit')} leaves"
        left = _without_verdict(len(walk.without_verdict))
        first = f"{left}: {self.key('read-on')} goes to the first"
        if walk.is_drilled:
            return f"{first}, {self.key('next-card')} ends the drill."
        return f"This is the end; {first}, {leaves}." if left else f"This is the end; {leaves}."

    def action_piece(self, step: int) -> None:
        if not self._passages.display:
            self.tell("There is no passage here to go to.")
            return
        self._passages.focus()
        self._passages.move(step)
        self.tell("")

    def action_other_pane(self) -> None:
        (self._said.focus if self.focused is self._passages else self._focus_pane)()

    @on(ItemPane.Chosen)
    def choose_by_mouse(self, message: ItemPane.Chosen) -> None:
        message.pane.select(message.key)

    # -- signing -----------------------------------------------------------------------------------

    async def action_carries(self) -> None:
        await self._sign("")

    def action_remark(self) -> None:
        if self._may_sign():
            self._ask_for("remark", "What is wrong? ", "", "Enter signs, Esc goes back")

    def _may_sign(self) -> bool:
        stop = self.walk.stop
        if stop is None:
            self.tell("There is nothing here to sign.")
            return False
        if why := self._desk.why_not(stop.question):
            self.tell(f"Nobody can sign this here. {why}")
            return False
        return True

    async def _sign(self, remark: str) -> None:
        stop = self.walk.stop
        if stop is None or not self._may_sign():
            return
        sign_off = new_sign_off(stop.question, self.reviewer, remark)
        done = None
        if stop.falsified is None:
            try:
                sign_off = await asyncio.to_thread(self._signer, sign_off)
                done = sign(self._desk.authored.folder, sign_off)
            except BriefingError as error:
                self.tell(str(error))
                return
        said = "Remarked" if remark else "Signed"
        self._go(self.walk.answered(sign_off, done), f"{said}; {self.key('undo')} takes it back.")

    def action_undo(self) -> None:
        """Take back what was said last, in the file too."""
        if not self.walk.said:
            self.tell("There is nothing to take back.")
            return
        last = self.walk.said[-1]
        try:
            if last.done is not None:
                take_back(self._desk.authored.folder, last.done)
        except BriefingError as error:
            self.tell(str(error))
            return
        self._show(self.walk.undone(), "Taken back.")

    # -- asking ------------------------------------------------------------------------------------

    def _ask_for(self, what: str, label: str, words: str, keys: str) -> None:
        self._asking = what
        self.query_one(Prompt).tell(keys)
        self.ask_words(label, words)

    @on(Input.Submitted)
    async def take_words(self, message: Input.Submitted) -> None:
        """Take the name or the remark; an empty one is asked for again."""
        words = " ".join(message.value.split())
        if self._asking == "name":
            try:
                self.reviewer = reviewer_name(words)
            except BriefingError:
                self.query_one(Prompt).tell("", "Type your name, of at most 80 characters.")
                return
            self.end_asking()
            self._begin()
        elif not words:
            self.query_one(Prompt).tell("", "Say in a few words what is wrong; Esc leaves it.")
        else:
            self.end_asking()
            await self._sign(words)

    def end_asking(self) -> None:
        self._asking = ""
        super().end_asking()
        self._focus_pane()

    def _begin(self) -> None:
        """Ask for all that lacks people and that this reviewer has not spoken of."""
        asked = asked_of(self.reviewer, self._desk.questions)
        number = self._wanted.drill
        drill = falsified(asked, self._sources, number, self._wanted.seed) if number else []
        walk = begin(asked, drill)
        if not asked:
            self._show(walk, f"Nothing waits for {self.reviewer} to sign it.")
            return
        fewer = f"Only {len(drill)} could be falsified." if len(drill) < number else ""
        self._show(walk, fewer)

    def action_back(self) -> None:
        if self._asking == "remark":
            self.end_asking()
            self.tell("")
        elif self._asking:
            self.action_leave()
        else:
            left = _without_verdict(len(self.walk.stops) - len(self.walk.kept))
            leaves = f"{self.key('quit')} leaves; what you said is kept."
            self.tell(f"{leaves} {left}." if left else leaves)

    # -- the drill ---------------------------------------------------------------------------------

    def _end_drill(self, walk: Walk) -> None:
        """Tell what was falsified and what was caught, then ask for the true sentences."""
        tally = walk.tally
        self._show(walk.taken_back())
        title = f"Drill: {tally.caught} of {len(tally.answers)} caught"
        fill = partial(_drill_items, drill_lines(tally))
        sheet = Sheet(title, fill, "Esc goes on to the true ones")
        self.app.push_screen(sheet, lambda _: self.tell("These are the true sentences."))

    # -- elsewhere ---------------------------------------------------------------------------------

    def action_source(self) -> None:
        sight = self.sight
        cited = passage_at(sight, self._passages.cursor_key) if sight else None
        source = cited and self._desk.looked.briefing.sources_by_key.get(cited.source)
        if sight is None or not source:
            self.tell("There is no passage here to read in its source.")
            return
        use, said = SourceUse(self._check, source), (sight.stop.text,)
        self.app.push_screen(SourceTextScreen(use, self._keymap, evidence=cited, said=said))

    def action_leave(self) -> None:
        self.app.exit(return_code=0)


def summary(screen: ReviewScreen) -> list[str]:
    """Say, after the screen is gone, what was signed and what was not, and what was falsified."""
    walk = screen.walk
    carried, remarked = counted(walk.kept)
    lines = [
        f"{screen.reviewer} signed {count(carried, 'thing')} and remarked on"
        f" {remarked:,}; all of it is kept."
    ]
    if left := _without_verdict(len(walk.stops) - carried - remarked):
        lines.append(f"{left}: the next review begins with the first.")
    tally = walk.tally if walk.is_drilled else walk.told
    return [*lines, *drill_lines(tally)] if tally else lines


def _without_verdict(number: int) -> str:
    return f"{number:,} {'has' if number == 1 else 'have'} no verdict" if number else ""


def drill_lines(tally: DrillTally) -> list[str]:
    """Say how many falsified sentences were caught, and what was falsified in each."""
    judged = [verdict for _, verdict in tally.answers if verdict is not None]
    lines = [
        f"Drill: {tally.caught} of {len(tally.answers)} falsified sentences caught,"
        f" {len(tally.passed)} signed, {len(tally.answers) - len(judged)} without a verdict."
        " All are taken back; none was written."
    ]
    for one, verdict in tally.answers:
        word = {None: "without a verdict", "carries": "signed"}.get(verdict, "caught")
        lines.append(
            f"{one.question.key} ({word}): {one.how}. True: “{one.was}” False: “{one.now}”"
        )
    return lines


def _drill_items(lines: Sequence[str], width: int) -> Iterator[Item]:
    for number, line in enumerate(lines):
        yield wrapped(str(number), [Content(line), Content("")], width, selectable=False)
