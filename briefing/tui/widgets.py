"""What all screens are made of: a scrolling pane of items, the line at the bottom, the prompt.

Every list and every text is an `ItemPane`: sections, cards, the open card, figures, evidence, what
was found, help. It holds lines that are already wrapped, so its cost is that of the lines on the
screen, and a move of the cursor sends only the lines that changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, ClassVar, Final

from rich.highlighter import Highlighter
from rich.segment import Segment, Segments
from rich.style import Style as RichStyle
from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import var
from textual.screen import Screen
from textual.scroll_view import ScrollView
from textual.scrollbar import ScrollBarRender
from textual.strip import Strip
from textual.style import Style
from textual.widgets import Input, Label

from briefing.tui.rendering.text import (
    Item,
    between,
    find_spot,
    first_key,
    is_beyond_first,
    one_line,
    role_class,
    spot_at,
)


def drawn_style(screen: Screen[Any], role: str) -> Style:
    """How the style sheet draws a role on a screen; what it does not say is left open."""
    # Textual's own partial styles lose opaque backgrounds and reverse video.
    styles = screen.get_component_styles(role_class(role))
    text = styles.text_style
    return Style(
        background=styles.background if styles.has_rule("background") else None,
        foreground=styles.color if styles.has_rule("color") else None,
        bold=text.bold,
        dim=text.dim,
        underline=text.underline,
        strike=text.strike,
        reverse=text.reverse,
    )


class RoleView(ScrollView, inherit_bindings=False):
    """A scrolling widget whose lines are drawn in roles."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self._role_styles: dict[str, Style] = {}

    def role_style(self, role: str | Style) -> Style:
        if isinstance(role, Style):
            return role
        if role not in self._role_styles:
            self._role_styles[role] = drawn_style(self.screen, role)
        return self._role_styles[role]

    def notify_style_update(self) -> None:
        """Forget how roles are drawn: the theme or the focus changed."""
        self._role_styles.clear()
        super().notify_style_update()


class ItemPane(RoleView, can_focus=True, inherit_bindings=False):
    """A pane of items with a cursor.

    Subclasses give the items for a width. Keys are the screen's business: the pane offers moves as
    methods and posts `Chosen` when an item is clicked.
    """

    GUTTER_SIGN: ClassVar[str | None] = None
    """Stands before the lines under the cursor; without it they are drawn in another style.

    Of rows of several lines that takes a tenth of the bytes.
    """

    KEEPS_PLACE: ClassVar[bool] = False
    """Whether the cursor is shown while another pane has focus."""

    STANDS_ON_FIRST: ClassVar[bool] = False
    """Whether the cursor, sent nowhere, stands on the first item."""

    UNSEEN_WIDTH: ClassVar[int] = 0
    """Cells of a line for as long as the pane has not been shown; 0 leaves it empty till then."""

    DEFAULT_CSS = """
    ItemPane {
        height: 1fr;
        min-width: 1;
        overflow-x: hidden;
        scrollbar-size-vertical: 1;
    }
    """

    class Chosen(Message):
        """An item was clicked.

        Attributes:
            again: Whether the cursor stood on it already.
        """

        def __init__(self, pane: ItemPane, key: str, again: bool) -> None:
            super().__init__()
            self.pane = pane
            self.key = key
            self.again = again

    class Shown(Message):
        """What is visible changed: the pane was filled, resized or scrolled."""

        def __init__(self, pane: ItemPane) -> None:
            super().__init__()
            self.pane = pane

        def can_replace(self, message: Message) -> bool:
            """Only the latest state of a pane is of interest."""
            return isinstance(message, ItemPane.Shown) and message.pane is self.pane

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self._items: list[Item] = []
        self._lines: list[tuple[Content, int]] = []
        self._starts: list[int] = []
        self._cursor: int | None = None
        self._wanted: str | None = None
        self._sought: str | None = None
        self._width = self.UNSEEN_WIDTH
        self._page = 0

    def items(self, width: int) -> Iterable[Item]:
        raise NotImplementedError

    def lines_at(self, width: int) -> int:
        return sum(len(item.lines) for item in self.items(max(1, width)))

    # -- filling -----------------------------------------------------------------------------------

    def rebuild(self, *, top: bool = False) -> None:
        """Ask for the items anew, keeping the cursor on the same item."""
        if not self._width:
            return
        self._items = list(self.items(self._width))
        self._lines = []
        self._starts = []
        for index, item in enumerate(self._items):
            self._starts.append(len(self._lines))
            self._lines += [(line, index) for line in item.lines]
        self._cursor = self.index_of(self._wanted)
        self.virtual_size = Size(self._width, len(self._lines))
        if top:
            self._scroll(0)
        self.refresh()
        self.post_message(self.Shown(self))

    def rebuild_in_place(self) -> None:
        """Ask for the items anew, keeping the one at the top of the window there."""
        top = None if self.at_start else spot_at(self._items, self.scroll_offset.y)
        self.rebuild()
        y = None if top is None else find_spot(self._items, top)
        if y is not None:
            self._scroll(y)

    def on_resize(self, event: events.Resize) -> None:
        """Wrap again when the width changed; what was in sight stays there."""
        del event
        self._fit()
        if self.cursor_in_sight:
            self._reveal_cursor()
        self._reveal_sought()
        self._page = self.page_height
        # Textual moves the bar only while it is seen.
        self.vertical_scrollbar.position = self.scroll_offset.y
        self.post_message(self.Shown(self))

    @property
    def cursor_in_sight(self) -> bool:
        """Whether the item under the cursor begins in the window, as high as that was till now.

        In a pane that has had no window yet it is to be shown, as if it had been.
        """
        if not self._page:
            return True
        top = self.scroll_offset.y
        return self._cursor is not None and top <= self._starts[self._cursor] < top + self._page

    def _fit(self) -> None:
        width = self.scrollable_content_region.width
        if width != self._width:
            in_sight = self.cursor_in_sight
            self._width = width
            self.rebuild_in_place()
            if in_sight:
                self._reveal_cursor()

    # -- the cursor --------------------------------------------------------------------------------

    @property
    def cursor_key(self) -> str | None:
        return None if self._cursor is None else self._items[self._cursor].key

    @property
    def keys(self) -> list[str]:
        """Keys of the items that the cursor can stand on, in order."""
        return [item.key for item in self._items if item.selectable]

    def is_beyond_first(self, key: str | None) -> bool:
        return is_beyond_first(self._items, key)

    def select(self, key: str | None, *, reveal: bool = True) -> None:
        """Put the cursor on an item, as soon as there is one of this key; None sends it nowhere."""
        self._wanted, self._sought = key, None
        previous, self._cursor = self._cursor, self.index_of(key)
        for index in {previous, self._cursor} - {None}:
            self._refresh_item(index)
        if reveal:
            self._reveal_cursor()

    def begin_at(self, key: str | None) -> None:
        """Put the cursor on an item as if nothing had been scrolled."""
        self._scroll(0)
        self.select(key)

    def seek(self, role: str) -> None:
        """Scroll to what is drawn in a role, also when resized, until cursor or text is moved."""
        self._sought = role
        self._reveal_sought()

    def neighbour(self, step: int) -> str | None:
        """The selectable item some steps from the cursor, at most the last or first; or None."""
        keys = self.keys
        if not keys:
            return None
        key = self.cursor_key
        if key not in keys:
            return keys[0] if step > 0 else keys[-1]
        return keys[max(0, min(len(keys) - 1, keys.index(key) + step))]

    def index_of(self, key: str | None) -> int | None:
        selectable = {item.key: i for i, item in enumerate(self._items) if item.selectable}
        first = selectable.get(first_key(self._items) or "") if self.STANDS_ON_FIRST else None
        return selectable.get(key, first) if key is not None else first

    # -- scrolling ---------------------------------------------------------------------------------

    @property
    def page_height(self) -> int:
        return max(1, self.scrollable_content_region.height)

    @property
    def at_end(self) -> bool:
        return self.scroll_offset.y + self.page_height >= len(self._lines)

    @property
    def is_fitted(self) -> bool:
        """Whether there is room for the text, and it is wrapped for that."""
        region = self.scrollable_content_region
        return bool(region) and region.width == self._width

    @property
    def at_start(self) -> bool:
        return self.scroll_offset.y == 0

    def _scroll(self, y: int) -> None:
        # By force: until the first layout Textual takes a pane without a scroll bar for one that
        # need not scroll.
        self.scroll_to(y=y, animate=False, force=True, immediate=True)

    def scroll_lines(self, lines: int) -> None:
        self._sought = None
        self._scroll(self.scroll_offset.y + lines)
        self.post_message(self.Shown(self))

    def scroll_pages(self, pages: int) -> None:
        """Scroll by whole pages, keeping one line of the last one in view."""
        self.scroll_lines(pages * max(1, self.page_height - 1))

    def scroll_to_end(self) -> None:
        if not self.at_end:
            self.scroll_lines(len(self._lines))

    def move(self, step: int) -> None:
        """Move the cursor by some items; scroll where it cannot move."""
        key = self.neighbour(step)
        if key is None or key == self.cursor_key:
            self.scroll_lines(step)
        else:
            self.select(key)

    def turn_page(self, step: int) -> bool:
        """Scroll by a page, the cursor staying in sight; say whether it had to move."""
        self.scroll_pages(step)
        visible = self.visible_keys()
        if not visible or self.cursor_key in visible:
            return False
        self.select(visible[0 if step > 0 else -1], reveal=False)
        return True

    def visible_keys(self) -> list[str]:
        first = self.scroll_offset.y
        seen = {index for _, index in self._lines[first : first + self.page_height]}
        return [item.key for i, item in enumerate(self._items) if i in seen and item.selectable]

    def _reveal_cursor(self) -> None:
        if self._cursor is not None:
            self._reveal(self._cursor)

    def _reveal(self, index: int) -> None:
        # What stands above the first item without being one, such as a title, belongs to it.
        first = first_key(self._items[:index]) is None
        self._bring(0 if first else self._starts[index], self._end_of(index))

    def _reveal_sought(self) -> None:
        """Scroll to the lines that have the role, with the item they stand in if it has room."""
        lines = [n for n, (line, _) in enumerate(self._lines) if self._has_sought(line)]
        if lines:
            index = self._lines[lines[0]][1]
            self._bring(self._starts[index], self._end_of(index))
            self._bring(lines[0], lines[-1] + 1)

    def _has_sought(self, line: Content) -> bool:
        return self._sought is not None and any(span.style == self._sought for span in line.spans)

    def _end_of(self, index: int) -> int:
        return self._starts[index] + len(self._items[index].lines)

    def _bring(self, start: int, end: int) -> None:
        """Scroll no more than is needed to see some lines, or the first of too many."""
        top, page = self.scroll_offset.y, self.page_height
        if start < top or end - start >= page:
            target = start
        elif end > top + page:
            target = end - page
        else:
            return
        self._scroll(target)
        self.post_message(self.Shown(self))

    # -- drawing -----------------------------------------------------------------------------------

    def _refresh_item(self, index: int | None) -> None:
        if index is None or index >= len(self._items):
            return
        y = self._starts[index] - self.scroll_offset.y
        height = len(self._items[index].lines)
        self.refresh(Region(0, y, self.size.width, height).intersection(self.size.region))

    def render_lines(self, crop: Region) -> list[Strip]:
        """Draw some lines, wrapped for the width that the pane has by now."""
        self._fit()
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        number = self.scroll_offset.y + y
        width = self.scrollable_content_region.width
        base = self.visual_style
        if number >= len(self._lines):
            return Strip.blank(width, base.rich_style)
        line, index = self._lines[number]
        if index == self._cursor:
            if self.GUTTER_SIGN is None:
                if self.has_focus:
                    base = base + self.role_style("cursor")
                elif self.KEEPS_PLACE:
                    base = base + self.role_style("cursor-elsewhere")
            elif line.plain.strip() and (role := self._sign_role) is not None:
                line = Content.styled(self.GUTTER_SIGN, role) + line[len(self.GUTTER_SIGN) :]
        look = self._in_reverse if base.reverse else self.role_style
        segments = [
            Segment(text, style.rich_style)
            for text, style in line.render(base, end="", parse_style=look)
        ]
        strip = Strip(segments).adjust_cell_length(width, base.rich_style)
        return strip.apply_offsets(0, number)

    @property
    def _sign_role(self) -> str | None:
        """How the sign of the cursor is drawn; None where it is not."""
        if self.has_focus or self.has_class("-follows"):
            return "mark"
        return "rule" if self.KEEPS_PLACE else None

    def _in_reverse(self, role: str | Style) -> Style:
        """A role in reverse video, where colours and faint text would make a patch of each word."""
        style = self.role_style(role)
        return Style(
            bold=style.bold,
            underline=style.underline,
            strike=style.strike,
            reverse=not style.reverse,
        )

    # -- mouse -------------------------------------------------------------------------------------

    def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        number = self.scroll_offset.y + (offset.y if offset else -1)
        if offset is None or not 0 <= number < len(self._lines):
            return
        index = self._lines[number][1]
        if self._items[index].selectable:
            self.post_message(self.Chosen(self, self._items[index].key, index == self._cursor))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        event.prevent_default()
        self.scroll_lines(3)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        event.prevent_default()
        self.scroll_lines(-3)


Fill = Callable[[int], Iterable[Item]]
"""Gives the items of a pane for a width in cells."""


class FilledPane(ItemPane):
    """A pane that a function fills."""

    def __init__(self, fill: Fill, id: str) -> None:  # noqa: A002 - as in all widgets
        super().__init__(id=id)
        self._fill = fill

    def items(self, width: int) -> Iterable[Item]:
        return self._fill(width)


class FooterBar(ItemPane, can_focus=False):
    """What the keys do, or a message; at the right where the reader is."""

    class Pressed(Message):
        """A hint was clicked.

        Attributes:
            key: As the hint names it.
        """

        def __init__(self, key: str) -> None:
            super().__init__()
            self.key = key

    hints: var[Sequence[tuple[str, str]]] = var[Sequence[tuple[str, str]]]((), init=False)
    """Keys and what they do, the most important first; the last is shown if it can be."""

    message: var[str] = var("", init=False)
    """Said until the next key."""

    position: var[str] = var("", init=False)
    """Where the reader is."""

    covered: var[bool] = var(False, init=False)
    """Whether another screen lies over it, where the keys do other things."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - as in all widgets
        super().__init__(id=id)
        self._hint_ends: list[tuple[int, str]] = []
        """For each hint that is shown the cell behind it, and its key."""

    def items(self, width: int) -> Iterator[Item]:
        """The message, on lines of its own if it is long; or as many hints as one line holds."""
        self._hint_ends = []
        right = Content.styled(self.position, "label").truncate(width // 2, ellipsis=True)
        if self.message:
            left = Content.styled(one_line(self.message), "strong")
            if left.cell_length + 1 + right.cell_length > width:
                yield Item("message", tuple(left.wrap(width)), selectable=False)
                return
        else:
            left = self._hints(0 if self.covered else width - right.cell_length - 1)
        yield Item("footer", (between(left, right, width),), selectable=False)

    def _hints(self, room: int) -> Content:
        """As many hints as there is room for; only the first goes before the last."""
        drawn = [Content.assemble((key, "key"), f" {label}  ") for key, label in self.hints]
        last = len(drawn) - 1
        kept = drawn[last].cell_length if drawn else 0
        line = Content("")
        for number, ((key, _), hint) in enumerate(zip(self.hints, drawn, strict=True)):
            needed = hint.cell_length + (kept if 0 < number < last else 0)
            if line.cell_length + needed <= room:
                line += hint
                self._hint_ends.append((line.cell_length, key))
            else:
                room = min(room, line.cell_length + kept)
        return line

    def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        x = -1 if offset is None else offset.x
        key = next((key for end, key in self._hint_ends if 0 <= x < end), None)
        if key is not None:
            self.post_message(self.Pressed(key))

    def watch_hints(self) -> None:
        self.rebuild()

    watch_message = watch_position = watch_covered = watch_hints


SCROLL_THUMB: Final = "▐"


class ThinScrollBar(ScrollBarRender):
    """A scroll bar of half a cell: it stands apart from the text beside it, and needs no colour.

    Textual's, where it is vertical, with a sign in place of a background.
    """

    VERTICAL_BARS: ClassVar[list[str]] = [ScrollBarRender.BLANK_GLYPH]

    @classmethod
    def render_bar(cls, *args: Any, **options: Any) -> Segments:  # noqa: ANN401 - handed on
        drawn = super().render_bar(*args, **options)
        if not options.get("vertical", True):
            return drawn
        return Segments(map(_thin, drawn.segments), new_lines=True)


def _thin(cell: Segment) -> Segment:
    """What Textual draws in reverse video is what moves."""
    if cell.style is None or not cell.style.reverse:
        return cell
    return Segment(SCROLL_THUMB * len(cell.text), cell.style + RichStyle(reverse=False))


class TokenMarker(Highlighter):
    """Underlines a part of what is typed."""

    span: tuple[int, int] | None = None

    def highlight(self, text: Text) -> None:
        if self.span is not None:
            text.stylize("bold underline", *self.span)


class Prompt(Vertical):
    """Asks for words at the bottom of the screen."""

    def __init__(self, id: str | None = None) -> None:  # noqa: A002 - as in all widgets
        super().__init__(id=id)
        self._marker = TokenMarker()
        self._fault = ""
        self._notice = ""

    def compose(self) -> ComposeResult:
        yield Label("", id="prompt-fault", markup=False)
        with Horizontal(id="prompt-row"):
            yield Label("", id="prompt-label", markup=False)
            entry = Input(compact=True, id="prompt-entry", highlighter=self._marker)
            entry.cursor_blink = False
            yield entry
            yield Label("", id="prompt-count", markup=False)

    def ask(self, label: str, words: str) -> None:
        self.query_one("#prompt-label", Label).update(Content(label))
        self.display = True
        entry = self.query_one(Input)
        entry.value = words
        entry.cursor_position = len(words)
        entry.focus()

    def tell(self, text: str, fault: str = "", token: tuple[int, int] | None = None) -> None:
        """Say what the words lead to, or what is wrong with them, marking the token at fault."""
        self.query_one("#prompt-count", Label).update(Content(text))
        self._fault, self._marker.span = fault, token
        self._show_fault()
        self.query_one(Input).refresh()

    def notice(self, text: str) -> None:
        """Say something else in the place of what is wrong; an empty text takes it back."""
        if text != self._notice:
            self._notice = text
            self._show_fault()

    def _show_fault(self) -> None:
        said = self._notice or self._fault
        line = self.query_one("#prompt-fault", Label)
        line.display = bool(said)
        line.set_class(bool(self._notice) or self._marker.span is None, "-hint")
        line.update(Content(one_line(said)))
