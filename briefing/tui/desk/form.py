"""A form: some fields, with what is probable already in them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar, NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.events import Resize
from textual.screen import ModalScreen
from textual.suggester import SuggestFromList
from textual.widgets import Input, Label

from briefing.tui.rendering.text import one_line
from briefing.tui.screens.common import REDRAW, Fitting

_WIDEST = 84


class FormField(NamedTuple):
    """One line of a form.

    Attributes:
        choices: What is offered while it is typed; anything may be.
        hint: What belongs there, said while the field has focus.
        needed: Whether it must not be empty.
    """

    name: str
    value: str = ""
    choices: Sequence[str] = ()
    hint: str = ""
    needed: bool = False


Filled = dict[str, str]
"""What was typed, by the names of the fields, without blanks around it."""

Verdict = Callable[[Filled], str]
"""Says what is wrong with what was typed; an empty text takes it."""


class Form(Fitting, ModalScreen[Filled | None], inherit_bindings=False):
    """Asks for some values; it ends with them, or with None."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,tab", "step(1)", "Go to the next field."),
        Binding("up,shift+tab", "step(-1)", "Go to the field before."),
        Binding("escape", "close", "Go back.", id="back"),
        Binding("f1", "app.help", "Show all keys."),
        REDRAW,
    ]

    hint = "Enter takes it all, ↓ next field, * needed, Esc goes back"

    def __init__(
        self, title: str, fields: Sequence[FormField], wrong: Verdict, said: str = ""
    ) -> None:
        """Begin with what is `said` of what was typed before."""
        super().__init__()
        self._said = said
        self._title = title
        self._fields = fields
        self._wrong = wrong

    def compose(self) -> ComposeResult:
        with Vertical(id="form") as form:
            form.border_title = Content(self._title)
            with VerticalScroll(id="form-rows", can_focus=False):
                for field in self._fields:
                    with Horizontal(classes="form-row"):
                        name = f"{field.name} *" if field.needed else field.name
                        yield Label(Content(name), classes="form-name", markup=False)
                        yield self._entry(field)
            yield Label("", id="form-said", markup=False)

    def _entry(self, field: FormField) -> Input:
        suggester = SuggestFromList(field.choices, case_sensitive=False) if field.choices else None
        entry = Input(field.value, compact=True, suggester=suggester, name=field.name)
        entry.cursor_blink = False
        return entry

    def on_mount(self) -> None:
        """Begin at the first field that is empty and must not be, else at the first."""
        entries = list(self.query(Input))
        needed = {field.name for field in self._fields if field.needed}
        empty = (one for one in entries if one.name in needed and not one.value)
        next(empty, entries[0]).focus()

    def on_resize(self, event: Resize) -> None:
        """Take no more room than there is."""
        del event
        width, height = self.size
        form = self.query_one("#form")
        form.styles.width = min(_WIDEST, max(1, width - 2))
        form.styles.height = max(3, min(len(self._fields) + 5, height - 2))

    def tell(self, message: str) -> None:
        """Say something, in place of what belongs into the field."""
        focused = self.focused
        name = focused.name if isinstance(focused, Input) else None
        field = next((one for one in self._fields if one.name == name), None)
        words = ", ".join(field.choices[:12]) if field and field.choices and not field.hint else ""
        said = message or (field.hint if field else "") or words
        self.query_one("#form-said", Label).update(Content(one_line(said)))
        self.query_one("#form").border_subtitle = Content(self.hint)

    def action_step(self, step: int) -> None:
        entries = list(self.query(Input))
        at = entries.index(self.focused) if isinstance(self.focused, Input) else 0
        entries[(at + step) % len(entries)].focus()

    def on_descendant_focus(self) -> None:
        """Say what belongs into the field, or first what is wrong."""
        said, self._said = self._said, ""
        self.tell(said)

    def action_close(self) -> None:
        self.dismiss(None)

    @on(Input.Submitted)
    def take(self) -> None:
        """Take what was typed, or say what is wrong with it."""
        filled = {one.name or "": one.value.strip() for one in self.query(Input)}
        missing = [one.name for one in self._fields if one.needed and not filled[one.name]]
        wrong = f"Fill in {', '.join(missing)}." if missing else self._wrong(filled)
        if wrong:
            self.tell(wrong)
        else:
            self.dismiss(filled)
