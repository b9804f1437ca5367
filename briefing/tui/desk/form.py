"""A form: some fields, with what is probable already in them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import ClassVar, NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.events import Resize
from textual.screen import ModalScreen
from textual.suggester import Suggester, SuggestFromList
from textual.widgets import Input, Label

from briefing.tui.rendering.text import one_line
from briefing.tui.screens.common import REDRAW, Overlay

_WIDEST = 84


class FormField(NamedTuple):
    """One line of a form.

    Attributes:
        choices: What is offered while it is typed; anything may be.
        only: Whether it has to be one of the choices, or begin like one of them.
        hint: What belongs there, said while the field has focus.
        needed: Whether it must not be empty.
        is_path: Whether files are offered while it is typed.
    """

    name: str
    value: str = ""
    choices: Sequence[str] = ()
    hint: str = ""
    needed: bool = False
    only: bool = False
    is_path: bool = False

    def meant(self, typed: str) -> str | None:
        """What was meant by what was typed; None where that is none of the only choices."""
        if not self.only or not typed or typed in self.choices:
            return typed
        begun = self.begun(typed)
        return begun[0] if len(begun) == 1 else None

    def begun(self, typed: str) -> list[str]:
        """The choices that begin so."""
        return [one for one in self.choices if one.startswith(typed.lower())]


Filled = dict[str, str]
"""What was typed, by the names of the fields, without blanks around it."""

Verdict = Callable[[Filled], str]
"""Says what is wrong with what was typed; an empty text takes it."""


class _Rows(VerticalScroll, can_focus=False, inherit_bindings=False):
    """The fields; the keys that go from one to another are the form's."""


class Form(Overlay, ModalScreen[Filled | None], inherit_bindings=False):
    """Asks for some values; it ends with them, or with None."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "complete", "Type what is offered, or go to the next field."),
        Binding("down", "step(1)", "Go to the next field."),
        Binding("up,shift+tab", "step(-1)", "Go to the field before."),
        Binding("escape", "close", "Go back.", id="back"),
        Binding("f1", "app.help", "Show all keys."),
        REDRAW,
    ]

    AUTO_FOCUS = ""  # `on_mount` chooses the field
    hint = "Enter takes it all, Tab completes, ↓ next field, * needed, Esc goes back"

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
            with _Rows(id="form-rows"):
                for field in self._fields:
                    with Horizontal(classes="form-row"):
                        name = f"{field.name} *" if field.needed else field.name
                        yield Label(Content(name), classes="form-name", markup=False)
                        yield self._entry(field)
            yield Label("", id="form-said", markup=False)

    def _entry(self, field: FormField) -> Input:
        suggester: Suggester | None = _Paths() if field.is_path else None
        if field.choices:
            suggester = SuggestFromList(field.choices, case_sensitive=False)
        entry = Input(field.value, compact=True, suggester=suggester, name=field.name)
        entry.cursor_blink = False
        return entry

    def on_mount(self) -> None:
        self.query(Input).first().focus()

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

    def action_complete(self) -> None:
        """Take what is offered behind the cursor; go on where nothing is, or nothing is lacking."""
        entry = self.focused
        if isinstance(entry, Input) and entry.cursor_position == len(before := entry.value):
            field = next(one for one in self._fields if one.name == entry.name)
            if before not in field.choices:
                entry.action_cursor_right()
            if entry.value != before:
                return
        self.action_step(1)

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
        typed = {one.name or "": one.value.strip() for one in self.query(Input)}
        meant = {one.name: one.meant(typed[one.name]) for one in self._fields}
        filled = {name: value for name, value in meant.items() if value is not None}
        missing = [one.name for one in self._fields if one.needed and not typed[one.name]]
        odd = [one for one in self._fields if one.name not in filled]
        if missing:
            self._tell_of(missing[0], f"Fill in {', '.join(missing)}.")
        elif odd:
            self._tell_of(odd[0].name, _why_not(odd[0], typed[odd[0].name]))
        elif wrong := self._wrong(filled):
            self.tell(wrong)
        else:
            self.dismiss(filled)

    def _tell_of(self, name: str, wrong: str) -> None:
        """Go to a field and say what is wrong with it."""
        entry = next(one for one in self.query(Input) if one.name == name)
        if entry is self.focused:
            self.tell(wrong)
        else:
            self._said = wrong
            entry.focus()


def _why_not(field: FormField, typed: str) -> str:
    """Why what was typed is none of the only choices."""
    if begun := field.begun(typed):
        return f"“{typed}” may be {', '.join(begun)}."
    instead = f". {field.hint}" if field.hint else f": {', '.join(field.choices)}."
    return f"There is no {field.name} “{typed}”{instead}"


class _Paths(Suggester):
    """Offers the first file, by its name, whose path begins like what is typed."""

    def __init__(self) -> None:
        super().__init__(use_cache=False, case_sensitive=True)

    async def get_suggestion(self, value: str) -> str | None:
        return await asyncio.to_thread(_path_like, value)


def _path_like(typed: str) -> str | None:
    """The path typed, with the rest of a file's name; a folder's ends with a stroke."""
    before, slash, begun = typed.rpartition("/")
    if not typed or "://" in typed:
        return None
    try:
        folder = Path(f"{before}{slash}" or ".").expanduser()
        names = sorted(one.name for one in folder.iterdir() if one.name.startswith(begun))
        name = next((one for one in names if begun or not one.startswith(".")), None)
        ending = "/" if name is not None and (folder / name).is_dir() else ""
    except (OSError, RuntimeError, ValueError):
        return None
    return None if name is None else f"{before}{slash}{name}{ending}"
