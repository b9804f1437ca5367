"""Lines to choose from: one, or several that are ticked; some letters find among them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input

from briefing.search.folding import fold
from briefing.tui.rendering.text import Item, hanging, one_line
from briefing.tui.screens.sheets import Sheet
from briefing.tui.widgets import ItemPane

_TICKED: Final = "*"
_SIGN: Final = 2
"""Cells before a line that can be ticked."""
_GROUP: Final = "group:"
_FEW: Final = 9
"""Lines that are all seen, so that nobody need find one by its letters."""


class Chooser(Sheet):
    """Ends with the key of the line chosen, or None."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "find", "Find among the lines by some letters of them.", id="find"),
    ]

    def __init__(self, title: str, lines: Mapping[str, str], *, finds: bool | None = None) -> None:
        """Offer lines by their keys; of many, letters `find` at once, of few after a key."""
        self._finds = len(lines) > _FEW if finds is None else finds
        how = "letters find, ↓ moves" if self._finds else "/ finds"
        super().__init__(title, self.items, f"{how}, Enter chooses, Esc goes back")
        self.lines = lines
        self._sought: list[str] = []

    def compose(self) -> ComposeResult:
        with Vertical(id="sheet"):
            yield self._pane
            entry = Input(compact=True, id="sheet-find", placeholder="letters of the line")
            entry.cursor_blink = False
            entry.display = self._finds
            yield entry

    def on_mount(self) -> None:
        if self._finds:
            self._entry.focus()

    def items(self, width: int) -> Iterator[Item]:
        """Draw the lines that have what is looked for."""
        for key, line in self.lines.items():
            if self._has(line):
                yield Item(key, tuple(Content(one_line(line)).wrap(max(1, width))))

    def _has(self, line: str) -> bool:
        folded = fold(line).text
        return all(word in folded for word in self._sought)

    @property
    def _entry(self) -> Input:
        return self.query_one("#sheet-find", Input)

    def action_find(self) -> None:
        self._entry.display = True
        self._entry.focus()

    @on(Input.Changed)
    def seek(self, message: Input.Changed) -> None:
        """Show what has all the words typed; the cursor stands on the first."""
        self._sought = fold(message.value).text.split()
        self._pane.rebuild(top=True)
        self._pane.select(next((key for key in self._pane.keys if key in self.lines), None))

    @on(Input.Submitted)
    def end_finding(self) -> None:
        self.take_found()

    def take_found(self) -> None:
        """Choose the first line that is found, or that the cursor was moved to."""
        self.action_choose()

    def action_close(self) -> None:
        """Show all lines again, or go back."""
        if self._entry.value:
            self._entry.value = ""
        else:
            self.dismiss(None)


class Ticking(Chooser):
    """Lines in groups, of which several may be ticked; what is chosen is in `ticked`."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(".", "tick", "Tick the line or its group, or untick it.", id="mark-sentence"),
    ]

    def __init__(self, title: str, groups: Mapping[str, Mapping[str, str]]) -> None:
        """Offer lines by their keys, in groups by their names."""
        lines = {key: line for group in groups.values() for key, line in group.items()}
        super().__init__(title, lines, finds=False)
        self._groups = groups
        self.ticked: set[str] = set()
        self._say_ticked()

    def items(self, width: int) -> Iterator[Item]:
        """Draw each group below its name, without those in which nothing is found."""
        for name, group in self._groups.items():
            found = {key: line for key, line in group.items() if self._has(line)}
            if found:
                heading = Content.styled(f"{name} ({len(found)})", "heading")
                yield Item(f"{_GROUP}{name}", (heading,))
            for key, line in found.items():
                sign = Content.styled(_TICKED if key in self.ticked else "", "mark")
                yield Item(key, tuple(hanging(sign, Content(one_line(line)), width, _SIGN)))

    def _at_cursor(self) -> set[str]:
        """The line under the cursor, or all of its group that are found."""
        key = self._pane.cursor_key or ""
        if not key.startswith(_GROUP):
            return {key} & self.lines.keys()
        group = self._groups[key.removeprefix(_GROUP)]
        return {key for key, line in group.items() if self._has(line)}

    def action_tick(self) -> None:
        """Tick, and go on: behind a group that is ticked as a whole to the next."""
        at_cursor = self._at_cursor()
        is_group = (self._pane.cursor_key or "").startswith(_GROUP)
        if at_cursor <= self.ticked:
            self.ticked -= at_cursor
        else:
            self.ticked |= at_cursor
        self._pane.rebuild_in_place()
        self._pane.move(1 + len(at_cursor) * is_group)
        self._say_ticked()

    def _say_ticked(self) -> None:
        taken = f"the {len(self.ticked)} ticked" if self.ticked else "that under the cursor"
        self.hint = f". ticks, / finds, Enter takes {taken}, Esc goes back"
        self.tell("")

    @on(ItemPane.Chosen)
    def choose_by_mouse(self, message: ItemPane.Chosen) -> None:
        """Tick what is clicked."""
        self._pane.select(message.key)
        self.action_tick()

    def take_found(self) -> None:
        """Go back to the lines, to tick some of what is found."""
        self._pane.focus()

    def action_choose(self) -> None:
        """Take what is ticked, or else what the cursor is on."""
        self.ticked = self.ticked or self._at_cursor()
        super().action_choose()
