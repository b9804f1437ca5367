"""What all screens share: keys, what help, footer and palette say of commands, and the size."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import Any, ClassVar, Final, NamedTuple, Protocol, TypeVar, cast, runtime_checkable

from textual import events
from textual.binding import Binding, BindingType
from textual.command import CommandList, CommandPalette, DiscoveryHit, Hit, Hits, Provider
from textual.content import Content, Span
from textual.events import Resize
from textual.message_pump import MessagePump
from textual.screen import Screen
from textual.widgets import Input

from briefing.search.folding import fold
from briefing.tui.commands import ALL_COMMANDS, Command, KeyLine, Keymap, key_label, key_of_label
from briefing.tui.themes import THEMES
from briefing.tui.widgets import Fill, FilledPane, FooterBar

T = TypeVar("T")

_COMMANDS: Final = {command.id: command for command in ALL_COMMANDS}


def _joined(keys: Iterable[str]) -> str:
    # Textual parts keys at commas, so the comma itself goes by its name.
    return ",".join("comma" if key == "," else key for key in keys)


def bind(id_: str, action: str, does: str = "", *, priority: bool = False) -> Binding:
    """Bind an action of a screen to the keys of the command that does the like in the reader.

    So the user's keymap holds for it too. What it does is said in a sentence, unless it is just
    what the command does.
    """
    command = _COMMANDS[id_]
    return Binding(_joined(command.keys), action, does or command.help, id=id_, priority=priority)


PALETTE: Final = bind("palette", "app.command_palette", "Commands by name.")
THEME: Final = bind("theme", "app.next_theme", "Change the theme.")
HELP: Final = bind("help", "help", "Show this help.")
REDRAW: Final = bind("redraw", "app.redraw", "Redraw.")

GENERAL: Final[list[BindingType]] = [PALETTE, THEME, HELP, REDRAW]
"""For the screens over the reader that have keys of their own."""

INTERRUPT: Final = bind("interrupt", "app.interrupt", priority=True)
"""For the application: fields to type in would copy with this key."""

_BACK: Final = "Go back to the reader."
LEAVE: Final[list[BindingType]] = [
    bind("left", "close", _BACK),
    bind("jump-back", "close", _BACK),
    bind("quit", "close", _BACK),
]
"""Close what lies over the reader, whatever is begun there."""

FAR: Final = 1_000_000
"""A step beyond the end of any list or text."""


def moves(
    top: str = f"move(-{FAR})",
    bottom: str = f"move({FAR})",
    ends: tuple[str, str] = ("first", "last"),
) -> list[Binding]:
    """Bind the keys that move about a screen over the reader; `ends` is what is found there."""
    return [
        bind("down", "move(1)", "Move down."),
        bind("up", "move(-1)", "Move up."),
        bind("top", top, f"Go to the {ends[0]}."),
        bind("bottom", bottom, f"Go to the {ends[1]}."),
        bind("page-down", "page(1)", "Page down."),
        bind("read-on", "page(1)", "Page down."),
        bind("page-up", "page(-1)", "Page up."),
        bind("read-back", "page(-1)", "Page up."),
    ]


def bindings(commands: Iterable[Command]) -> list[BindingType]:
    """Bind every command to its default keys; `textual_keymap` changes them at start."""
    return [bind(one.id, f"command('{one.id}')", one.label) for one in commands]


def textual_keymap(keymap: Keymap) -> dict[str, str]:
    """Put what a user changed of the keys the way `App.set_keymap` wants it.

    Textual goes through all of a keymap for each key that is pressed: with the defaults in it, a
    seventh of the time that a key takes would be spent there.
    """
    changed = ((id_, keys) for id_, keys in keymap.items() if keys != _COMMANDS[id_].keys)
    return {id_: _joined(keys) for id_, keys in changed}


def own_keys(title: str, bound: Iterable[BindingType], keymap: Keymap) -> list[KeyLine]:
    """List the keys of a screen over the reader, as the help shows them, in the order bound.

    Each binding is described in a sentence; one with the id of a command goes by its keys.
    """
    keys: dict[str, list[str]] = {}
    for one in [*bound, INTERRUPT]:
        if isinstance(one, Binding):
            keys.setdefault(one.description, []).extend(
                keymap[one.id] if one.id else one.key.split(",")
            )
    return [KeyLine(help_, title, tuple(all_), help_, help_) for help_, all_ in keys.items()]


@runtime_checkable
class Hinting(Protocol):
    """A screen without a footer that says elsewhere what its keys are."""

    hint: str


_HINTS_TOLD: Final = 4
"""Hints in the answer to a key that does nothing; a line of 80 cells holds them."""


def nothing_here(event: events.Key, screen: Screen[object], keymap: Keymap) -> str:
    """Say that a key does nothing on a screen, and which ones do something there."""
    shown = event.character if event.is_printable and event.character != " " else None
    pressed = f"{shown or key_label(event.key)} does nothing here."
    if isinstance(screen, Hinting):
        return f"{pressed} {screen.hint}"
    help_ = [key_label(key) for key in keymap["help"]]
    told = [
        f"{key} {label}"
        for footer in screen.query(FooterBar)
        for key, label in footer.hints
        if key not in help_
    ]
    # A field to type in takes the first of them.
    typing = isinstance(screen.focused, Input)
    return f"{pressed} {', '.join([*told[:_HINTS_TOLD], f'{help_[-typing]} all keys'])}"


def press_of(label: str) -> events.Key:
    """The event of pressing the key that a hint names."""
    key = key_of_label(label)
    (bound,) = Binding.make_bindings([Binding(_joined([key]), "")])
    character = key if len(key) == 1 else " " if key == "space" else None
    return events.Key(bound.key, character)


class Fitting(MessagePump):
    """For a screen: it takes the size that the terminal has now, and none that it had before.

    Laid out for a size, Textual's screen tells itself that size once more. Where another one has
    come meanwhile, the two would be laid out in turn, for ever, each sent to the terminal.
    """

    def on_resize(self, event: Resize) -> None:
        """Pass over a size that is out of date; the one that is not has come or will."""
        if event.size != self.app.size:
            event.prevent_default()


class Overlay(Fitting):
    """For a screen that lies over another, whose keys do nothing meanwhile: its footer has none."""

    _footers: Sequence[FooterBar] = ()

    def on_mount(self) -> None:
        below = self.app.screen_stack[:-1][-1:]
        self._footers = [footer for screen in below for footer in screen.query(FooterBar)]
        self._set_covered(True)

    def on_unmount(self) -> None:
        self._set_covered(False)

    def _set_covered(self, covered: bool) -> None:
        for footer in self._footers:
            footer.covered = covered


class PageHead(FilledPane, can_focus=False):
    """What stands above a page: who or what it is about."""

    def __init__(self, fill: Fill) -> None:
        super().__init__(fill, "header")


class Entry(NamedTuple):
    """Something the palette offers.

    Attributes:
        named: Whether the help gives other names of it, by which it is found too.
    """

    title: str
    help: str
    run: Callable[[], object]
    named: bool = False


def theme_entries(screen: Screen[Any]) -> Iterator[Entry]:
    for name in THEMES:
        run = partial(screen.run_action, f"app.theme('{name}')")
        yield Entry(f"Theme: {name}", "Use these colours, from now on.", run)


def offered_over(
    screen: Screen[Any], bound: Iterable[BindingType], keymap: Keymap
) -> Iterator[Entry]:
    """Offer on a screen over the reader what it can do itself, themes, and places in the reader.

    Whoever chooses such a place leaves the screen.
    """
    actions = {one.description: one.action for one in bound if isinstance(one, Binding)}
    for line in own_keys("On this screen", bound, keymap):
        if line.help in actions and line.help != PALETTE.description:
            title = f"{line.help.removesuffix('.')}  ({' '.join(map(key_label, line.keys))})"
            yield Entry(title, line.group, partial(screen.run_action, actions[line.help]))
    yield from theme_entries(screen)
    below = screen.app.screen_stack[0]
    for entry in below.places() if isinstance(below, Leading) else ():
        yield entry._replace(run=partial(_leave_for, screen, entry))


def _leave_for(screen: Screen[Any], entry: Entry) -> None:
    # Not by its end: whoever waits for that would go elsewhere.
    screen.app.pop_screen()
    entry.run()


class Offering(Protocol):
    """A screen that says what the palette offers on it."""

    def palette_entries(self) -> Iterator[Entry]: ...


@runtime_checkable
class Leading(Protocol):
    """A screen that has places to go to."""

    def places(self) -> Iterator[Entry]: ...


class ReaderPalette(Overlay, CommandPalette):
    """Textual's palette, in our words and with a cursor that does not blink; the style is ours."""

    BINDINGS: ClassVar[list[BindingType]] = [REDRAW]
    hint = "Enter chooses, Esc closes"

    def __init__(self) -> None:
        super().__init__(placeholder="A command, setting, theme, section, name or card")

    def on_mount(self) -> None:
        self.query_one(Input).cursor_blink = False
        self.tell("")

    def tell(self, message: str) -> None:
        self.query_one("#--input").border_title = Content(message or "Go to, or do")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Let no key page through the list before it has lines: Textual's list raises then."""
        if action == "command_list" and not self.query_one(CommandList).size:
            return False
        return super().check_action(action, parameters)


class ReaderProvider(Provider):
    """What the screen offers: what can be done now, what can be set, and where one can go."""

    def _entries(self) -> Iterator[Entry]:
        return cast("Offering", self.screen).palette_entries()

    async def discover(self) -> Hits:
        for entry in self._entries():
            yield DiscoveryHit(_drawn(entry), entry.run, text=entry.title)

    async def search(self, query: str) -> Hits:
        """Offer what has all the words at the beginning of its own, whatever their accents.

        What begins with all of them, as typed, goes first; then what begins with the first.
        """
        wanted = fold(query).text.split()
        whole = re.compile(rf"{re.escape(' '.join(wanted))}(?!\w)")
        for entry in self._entries():
            folded = fold(f"{entry.title}\n{entry.help}" if entry.named else entry.title)
            starts = [_word_start(folded.text, word) for word in wanted]
            if not wanted or None in starts:
                continue
            marks = [
                Span(*folded.span(at, at + len(word)), self.matcher("").match_style or "")
                for at, word in zip(starts, wanted, strict=True)
                if at is not None
            ]
            score = 1.0 if whole.match(folded.text) else 0.75 if starts[0] == 0 else 0.5
            yield Hit(score, _drawn(entry, marks), entry.run, text=entry.title)


def _word_start(text: str, word: str) -> int | None:
    """Where a word of the text begins with the word looked for; None where none does."""
    found = re.search(rf"(?<!\w){re.escape(word)}", text)
    return found.start() if found else None


def _drawn(entry: Entry, marks: Sequence[Span] = ()) -> Content:
    """Put the help below the title; on its own the palette would take it for mark-up."""
    return Content.assemble(entry.title, "\n", (entry.help, "dim")).add_spans(marks)
