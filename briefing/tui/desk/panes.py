"""The panes of the desk beside its editor; what is in them the screen says."""

from __future__ import annotations

from enum import Enum

from briefing.tui.widgets import FilledPane


class Below(Enum):
    """What is shown below the card."""

    PROBLEMS = "problems"
    EVIDENCE = "evidence"
    PREVIEW = "preview"


class ListPane(FilledPane):
    """Sources and cards."""

    KEEPS_PLACE = True
    STANDS_ON_FIRST = True


class ReadingPane(FilledPane):
    """The text of a source; the sentence under the cursor is drawn in it."""

    GUTTER_SIGN = "▌"
