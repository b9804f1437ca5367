"""What is shown beside the text or over it: figures, copies, help, library, themes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from briefing.model.errors import BriefingError
from briefing.tui.citing import cite_card, cite_item
from briefing.tui.layout import Pane
from briefing.tui.screens.sheets import help_sheet, library_sheet, text_sheet
from briefing.tui.themes import theme_after

if TYPE_CHECKING:
    from briefing.tui.screens.reader import ReaderScreen


class Showing:
    """Shows and hides things on a screen."""

    def __init__(self, reader: ReaderScreen) -> None:
        self.reader = reader
        self._copied = ""

    def toggle_figures(self) -> None:
        """Show or hide the key figures."""
        reader = self.reader
        reader.figures_wanted = Pane.FIGURES not in reader.arrangement.visible()
        if reader.figures_wanted:
            reader.wanted = Pane.FIGURES
        elif reader.wanted is Pane.FIGURES:
            reader.wanted = Pane.CARD
        reader.lay_out()
        reader.follow_cursor()

    def copy(self) -> None:
        """Copy what the cursor is on, with citation."""
        reader = self.reader
        self._copy(cite_item(reader.current, reader.card, reader.item_key))

    def copy_card(self) -> None:
        """Copy the card, with citations."""
        self._copy(cite_card(self.reader.current, self.reader.card))

    def _copy(self, text: str) -> None:
        """Show the text if the same is asked for again."""
        reader = self.reader
        if text == self._copied:
            self._copied = ""
            reader.app.push_screen(text_sheet("Copy from here", text))
            return
        self._copied = text
        reader.app.copy_to_clipboard(text)
        reader.tell("Sent to the terminal's clipboard; the same key again shows the text.")

    def notices(self, sentences: Sequence[str]) -> None:
        """Say what was noticed at start; what the footer cannot hold gets a sheet."""
        said = " ".join(sentences)
        width, height = self.reader.app.size
        if len(said) > width * (height // 4):
            self.reader.app.push_screen(text_sheet("Messages at start", "\n\n".join(sentences)))
        elif said:
            self.reader.tell(said)

    def help(self) -> None:
        """Open the help."""
        self.reader.app.push_screen(help_sheet(self.reader.session.keymap))

    def library(self) -> None:
        """Open the list of briefings; choosing one opens it."""
        reader = self.reader
        try:
            entries = reader.session.entries()
        except BriefingError as error:
            self._chosen()
            reader.tell(str(error))
            return
        if entries:
            reader.app.push_screen(library_sheet(entries, reader.briefing.id), self._open)
        else:
            self._chosen()
            where = "here" if reader.session.served else f"in {reader.session.library.folder}"
            reader.tell(f"There is no briefing left {where}.")

    def _chosen(self) -> None:
        """From now on what is seen of the briefing counts."""
        self.reader.choosing = False
        self.reader.marking.look()

    def _open(self, name: str | None) -> None:
        self._chosen()
        if name is None or name == self.reader.briefing.id:
            return
        try:
            self.reader.open_revision(self.reader.session.open(name))
        except BriefingError as error:
            self.reader.tell(str(error))

    def next_theme(self) -> None:
        """Take the next theme, unless there are to be no colours."""
        app = self.reader.app
        if app.no_color:
            self.reader.tell("NO_COLOR is set: the terminal's own colours stay.")
            return
        name, theme = theme_after(app.theme)
        app.theme = theme.name
        self.reader.tell(f'Theme: {name}. To keep it, write theme = "{name}" in the configuration.')
