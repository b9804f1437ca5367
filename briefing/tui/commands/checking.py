"""Commands for checking what is said: evidence, sources, disagreements, figures, copies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.tui.commands.command import Command, Group

if TYPE_CHECKING:
    from briefing.tui.screens.reader import ReaderScreen


class Evidence(Command):
    """Show the evidence for the sentence under the cursor: source, outlet, date, paragraph."""

    group, keys, label, footer = Group.CHECKING, ("e",), "evidence", 6

    def run(self, reader: ReaderScreen) -> None:
        """Open or close the drawer."""
        reader.checking.toggle_evidence()


class NextEvidence(Command):
    """Go to the next piece of evidence for the sentence."""

    group, keys, label = Group.CHECKING, ("]",), "next evidence"

    def run(self, reader: ReaderScreen) -> None:
        """Step on; open the drawer if need be."""
        reader.checking.step_evidence(1)


class PreviousEvidence(Command):
    """Go to the previous piece of evidence."""

    group, keys, label = Group.CHECKING, ("[",), "previous evidence"

    def run(self, reader: ReaderScreen) -> None:
        """Step back; open the drawer if need be."""
        reader.checking.step_evidence(-1)


class SourceText(Command):
    """Read the text of the source at the passage that the evidence names."""

    group, keys, label = Group.CHECKING, ("s",), "source text"

    def run(self, reader: ReaderScreen) -> None:
        """Open it over the reader."""
        reader.checking.open_source()


class Claims(Command):
    """List every claim on the source in the order of its text, with the paragraphs not cited."""

    group, keys, label = Group.CHECKING, ("c",), "claims on the source"

    def run(self, reader: ReaderScreen) -> None:
        """Open the list over the reader."""
        reader.checking.open_claims()


class Dispute(Command):
    """Go to the disagreement that the sentence is part of, and back."""

    group, keys, label = Group.CHECKING, ("d",), "disagreement"

    def run(self, reader: ReaderScreen) -> None:
        """Go there, or back."""
        reader.weighing.go_to_dispute()


class SetAside(Command):
    """Set the source aside, to see what falls without it; again, undo that."""

    group, keys, label = Group.CHECKING, ("x",), "set source aside"

    def run(self, reader: ReaderScreen) -> None:
        """Show the briefing without it; nothing is stored."""
        reader.weighing.toggle_aside()


class Health(Command):
    """Show how well the briefing is sourced; each count opens its list."""

    group, keys, label, footer = Group.CHECKING, ("H",), "health", 13

    def run(self, reader: ReaderScreen) -> None:
        """Open the counts over the reader."""
        reader.weighing.show_health()


class Figures(Command):
    """Show or hide the key figures; the one under the cursor in detail."""

    group, keys, label, footer = Group.CHECKING, ("f",), "figures", 7

    def run(self, reader: ReaderScreen) -> None:
        """Show or hide the panel."""
        reader.showing.toggle_figures()


class Copy(Command):
    """Copy the sentence under the cursor with its citation; pressed again, show the text."""

    group, keys, label, footer = Group.CHECKING, ("y",), "copy", 10

    def run(self, reader: ReaderScreen) -> None:
        """Send it to the terminal's clipboard."""
        reader.showing.copy(whole_card=False)


class CopyCard(Command):
    """Copy the whole card with its citations; pressed again, show the text."""

    group, keys, label = Group.CHECKING, ("Y",), "copy card"

    def run(self, reader: ReaderScreen) -> None:
        """Send it to the terminal's clipboard."""
        reader.showing.copy(whole_card=True)


CHECKING: tuple[Command, ...] = (
    Evidence(),
    NextEvidence(),
    PreviousEvidence(),
    SourceText(),
    Claims(),
    Dispute(),
    SetAside(),
    Health(),
    Figures(),
    Copy(),
    CopyCard(),
)
