"""Commands for reading on and moving about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.tui.commands.command import Command, Group

if TYPE_CHECKING:
    from briefing.tui.screens.reader import ReaderScreen


class ReadOn(Command):
    """Read on: the next page, then the next card or list of the version that you read."""

    group, keys, label, footer = Group.READING, ("space",), "read on", 1
    waits = True

    def run(self, reader: ReaderScreen) -> None:
        """Turn the page."""
        reader.travel.read_on()


class ReadBack(Command):
    """Read back: the previous page, then the previous card."""

    group, keys, label = Group.READING, ("backspace",), "read back"
    waits = True

    def run(self, reader: ReaderScreen) -> None:
        """Turn back the page."""
        reader.travel.read_back()


class NextUnread(Command):
    """Go to the next unread card, from the end back to the start."""

    group, keys, label, footer = Group.READING, ("u",), "next unread", 8

    def run(self, reader: ReaderScreen) -> None:
        """Find it and go there."""
        reader.travel.go_to_unread()


class ShortOrFull(Command):
    """Switch to the full version, or back to the short one; kept for each briefing."""

    group, keys, label, footer = Group.READING, ("a",), "short/full", 4

    def run(self, reader: ReaderScreen) -> None:
        """Switch, staying at the same card."""
        reader.travel.switch_version()


class NextCard(Command):
    """Go to the next card, wherever the cursor is."""

    group, keys, label = Group.READING, ("J",), "next card"
    hurries = True

    def run(self, reader: ReaderScreen) -> None:
        """Step over."""
        reader.travel.step_card(1)


class PreviousCard(Command):
    """Go to the previous card, wherever the cursor is."""

    group, keys, label = Group.READING, ("K",), "previous card"
    hurries = True

    def run(self, reader: ReaderScreen) -> None:
        """Step back."""
        reader.travel.step_card(-1)


class NextSection(Command):
    """Go to the next section."""

    group, keys, label = Group.READING, (">",), "next section"
    hurries = True

    def run(self, reader: ReaderScreen) -> None:
        """Step over."""
        reader.travel.step_section(1)


class PreviousSection(Command):
    """Go to the previous section."""

    group, keys, label = Group.READING, ("<",), "previous section"
    hurries = True

    def run(self, reader: ReaderScreen) -> None:
        """Step back."""
        reader.travel.step_section(-1)


class GoToSection(Command):
    """Go to the section of this number."""

    group = Group.READING

    def __init__(self, number: int) -> None:
        self.number = number
        self.keys = (str(number % 10),)
        self.label = f"section {number}"

    @property
    def id(self) -> str:
        """Name in the configuration: ``section-1`` to ``section-10``."""
        return f"section-{self.number}"

    @property
    def help(self) -> str:
        """What it does, in a sentence."""
        return f"Go to section {self.number}."

    def possible(self, reader: ReaderScreen) -> bool:
        """Only where there is such a section."""
        return self.number <= len(reader.briefing.sections)

    def run(self, reader: ReaderScreen) -> None:
        """Go to its first card."""
        reader.travel.go_to_section(self.number - 1)


class Down(Command):
    """Move down: to the next sentence, card, section or line of the pane."""

    group, keys, label = Group.MOVING, ("j", "down"), "down"
    hurries = True

    def run(self, reader: ReaderScreen) -> None:
        """Move the cursor of the focused pane."""
        reader.travel.move_cursor(1)


class Up(Command):
    """Move up."""

    group, keys, label = Group.MOVING, ("k", "up"), "up"
    hurries = True

    def run(self, reader: ReaderScreen) -> None:
        """Move the cursor of the focused pane."""
        reader.travel.move_cursor(-1)


class Left(Command):
    """Go to the pane on the left."""

    group, keys, label = Group.MOVING, ("h", "left"), "pane left"

    def run(self, reader: ReaderScreen) -> None:
        """Move the focus."""
        reader.travel.step_pane(-1, around=False)


class Right(Command):
    """Go to the pane on the right."""

    group, keys, label = Group.MOVING, ("l", "right"), "pane right"

    def run(self, reader: ReaderScreen) -> None:
        """Move the focus."""
        reader.travel.step_pane(1, around=False)


class NextPane(Command):
    """Go to the next pane, from the last to the first."""

    group, keys, label, footer = Group.MOVING, ("tab",), "next pane", 9

    def run(self, reader: ReaderScreen) -> None:
        """Move the focus."""
        reader.travel.step_pane(1, around=True)


class PreviousPane(Command):
    """Go to the previous pane."""

    group, keys, label = Group.MOVING, ("shift+tab",), "previous pane"

    def run(self, reader: ReaderScreen) -> None:
        """Move the focus."""
        reader.travel.step_pane(-1, around=True)


class Top(Command):
    """Go to the first entry of the pane."""

    group, keys, label = Group.MOVING, ("g", "home"), "first"

    def run(self, reader: ReaderScreen) -> None:
        """Move the cursor as far up as it goes."""
        reader.travel.move_cursor(-len(reader.pane.keys))


class Bottom(Command):
    """Go to the last entry of the pane."""

    group, keys, label = Group.MOVING, ("G", "end"), "last"

    def run(self, reader: ReaderScreen) -> None:
        """Move the cursor as far down as it goes."""
        reader.travel.move_cursor(len(reader.pane.keys))


class PageDown(Command):
    """Scroll the pane down by a page."""

    group, keys, label = Group.MOVING, ("pagedown", "ctrl+d"), "page down"
    waits = True

    def run(self, reader: ReaderScreen) -> None:
        """Scroll, the cursor staying in sight."""
        reader.travel.page(1)


class PageUp(Command):
    """Scroll the pane up by a page."""

    group, keys, label = Group.MOVING, ("pageup", "ctrl+u"), "page up"
    waits = True

    def run(self, reader: ReaderScreen) -> None:
        """Scroll, the cursor staying in sight."""
        reader.travel.page(-1)


class Open(Command):
    """Open what the cursor is on: at a sentence its evidence, then the text of the source."""

    group, keys, label = Group.MOVING, ("enter",), "open"

    def run(self, reader: ReaderScreen) -> None:
        """Go one step deeper."""
        reader.travel.go_deeper()


class Back(Command):
    """Go one step back: end the search, close the evidence, show all cards, leave the pane."""

    group, keys, label, footer = Group.MOVING, ("escape",), "back", 12

    def run(self, reader: ReaderScreen) -> None:
        """Undo the last step that opened something."""
        reader.travel.go_back()


MOVING: tuple[Command, ...] = (
    ReadOn(),
    ReadBack(),
    NextUnread(),
    ShortOrFull(),
    NextCard(),
    PreviousCard(),
    NextSection(),
    PreviousSection(),
    *(GoToSection(number) for number in range(1, 11)),
    Down(),
    Up(),
    Left(),
    Right(),
    NextPane(),
    PreviousPane(),
    Top(),
    Bottom(),
    PageDown(),
    PageUp(),
    Open(),
    Back(),
)
