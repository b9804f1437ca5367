"""Commands for finding and marking, and for the program itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.tui.commands.command import Command, Group

if TYPE_CHECKING:
    from briefing.tui.screens.reader import ReaderScreen


class Find(Command):
    """Find words or a "phrase" in the whole briefing, in any spelling of a name."""

    group, keys, label, footer = Group.FINDING, ("/",), "find", 5

    def run(self, reader: ReaderScreen) -> None:
        """Ask for the words."""
        reader.searching.ask_find()


class NextMatch(Command):
    """Go to the next match."""

    group, keys, label = Group.FINDING, ("n",), "next match"

    def possible(self, reader: ReaderScreen) -> bool:
        """Only after a search."""
        return reader.searching.found is not None

    def run(self, reader: ReaderScreen) -> None:
        """Step over, from the last to the first."""
        reader.searching.step_match(1)


class PreviousMatch(Command):
    """Go to the previous match."""

    group, keys, label = Group.FINDING, ("N",), "previous match"

    def possible(self, reader: ReaderScreen) -> bool:
        """Only after a search."""
        return reader.searching.found is not None

    def run(self, reader: ReaderScreen) -> None:
        """Step back, from the first to the last."""
        reader.searching.step_match(-1)


class Narrow(Command):
    """List only cards with some words; with no words, all again."""

    group, keys, label, footer = Group.FINDING, ("\\",), "narrow", 11

    def run(self, reader: ReaderScreen) -> None:
        """Ask for the words."""
        reader.searching.ask_narrow()


class FindInLibrary(Command):
    """Find cards of all briefings, by words, names, dates, numbers; searches can be saved."""

    group, keys, label = Group.FINDING, ("F",), "find in all briefings"

    def run(self, reader: ReaderScreen) -> None:
        """Ask for the words."""
        # Who does not search the library does not pay for SQLite.
        from briefing.tui.screens.to_library import search_library  # noqa: PLC0415

        search_library(reader)


class Bookmark(Command):
    """Bookmark the card, or remove the bookmark."""

    group, keys, label = Group.MARKING, ("b",), "bookmark"

    def run(self, reader: ReaderScreen) -> None:
        """Set or take away the mark."""
        reader.marking.toggle_bookmark()


class NextBookmark(Command):
    """Go to the next bookmarked card, from the end back to the start."""

    group, keys, label = Group.MARKING, ("B",), "next bookmark"

    def run(self, reader: ReaderScreen) -> None:
        """Find it and go there."""
        reader.travel.go_to_next(
            lambda card: card.id in reader.marks.bookmarks, "No bookmarks: b sets one."
        )


class ToggleRead(Command):
    """Mark the card as unread, or as read."""

    group, keys, label = Group.MARKING, ("m",), "mark read or unread"

    def run(self, reader: ReaderScreen) -> None:
        """Change the mark."""
        reader.marking.toggle_read()


class ToggleSectionRead(Command):
    """Mark all cards of the section as read, or, if all are read, as unread."""

    group, keys, label = Group.MARKING, ("M",), "mark section read or unread"

    def run(self, reader: ReaderScreen) -> None:
        """Change the marks."""
        reader.marking.toggle_section_read()


class Undo(Command):
    """Undo the last change of read marks or bookmarks."""

    group, keys, label = Group.MARKING, ("U",), "undo"

    def run(self, reader: ReaderScreen) -> None:
        """Take it back."""
        reader.marking.undo()


class Help(Command):
    """Show all keys and what they do."""

    group, keys, label, footer = Group.PROGRAM, ("?", "f1"), "help", 2

    def run(self, reader: ReaderScreen) -> None:
        """Open the help."""
        reader.showing.help()


class Palette(Command):
    """Choose a command by its name, or a card by its title."""

    group, keys, label = Group.PROGRAM, (":", "ctrl+p"), "palette"

    def run(self, reader: ReaderScreen) -> None:
        """Open the palette."""
        reader.app.action_command_palette()


class Library(Command):
    """Choose another briefing of the library."""

    group, keys, label = Group.PROGRAM, ("o",), "library"

    def run(self, reader: ReaderScreen) -> None:
        """Open the list of briefings."""
        reader.showing.library()


class Reload(Command):
    """Load the newest revision of the briefing."""

    group, keys, label = Group.PROGRAM, ("R",), "load newest"

    def run(self, reader: ReaderScreen) -> None:
        """Open it at the same place."""
        reader.news.load()


class Theme(Command):
    """Change the theme: dark, light, the terminal's own colours."""

    group, keys, label = Group.PROGRAM, ("t",), "theme"

    def run(self, reader: ReaderScreen) -> None:
        """Take the next theme."""
        reader.showing.next_theme()


class Redraw(Command):
    """Redraw the screen, after something else wrote on it."""

    group, keys, label = Group.PROGRAM, ("ctrl+l",), "redraw"

    def run(self, reader: ReaderScreen) -> None:
        """Send everything again."""
        reader.redraw()


class Suspend(Command):
    """Suspend the program; fg in the shell brings it back."""

    group, keys, label = Group.PROGRAM, ("ctrl+z",), "suspend"

    def possible(self, reader: ReaderScreen) -> bool:
        """Only where there is a shell to go to."""
        return not reader.session.served

    def run(self, reader: ReaderScreen) -> None:
        """Write what was read, and stop until the shell goes on."""
        if self.possible(reader):
            reader.marking.flush()
            reader.app.action_suspend_process()
        else:
            reader.tell("There is no shell to return to; q quits.")


class Interrupt(Command):
    """Quit, when pressed twice."""

    group, keys, label = Group.PROGRAM, ("ctrl+c",), "interrupt"

    def run(self, reader: ReaderScreen) -> None:
        """Leave at the second press."""
        reader.interrupt()


class Quit(Command):
    """Quit; the next start opens at the same place."""

    group, keys, label, footer = Group.PROGRAM, ("q", "ctrl+q"), "quit", 3

    def run(self, reader: ReaderScreen) -> None:
        """Remember the place and go."""
        reader.leave()


FINDING: tuple[Command, ...] = (
    Find(),
    NextMatch(),
    PreviousMatch(),
    Narrow(),
    FindInLibrary(),
)

WORKING: tuple[Command, ...] = (
    Bookmark(),
    NextBookmark(),
    ToggleRead(),
    ToggleSectionRead(),
    Undo(),
    Help(),
    Palette(),
    Library(),
    Reload(),
    Theme(),
    Redraw(),
    Suspend(),
    Interrupt(),
    Quit(),
)
