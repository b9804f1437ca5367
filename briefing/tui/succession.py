"""How the reader takes the terminal over from the first frame: without a flicker, key for key."""

from __future__ import annotations

from typing import Final

from briefing.prelude.curtain import CURTAIN
from briefing.tui.outlet import OutletDriver

_OTHER_SCREEN: Final = "\x1b[?1049h"
"""Asked for once more, it makes some terminals clear the screen (xterm does)."""


class SuccessorDriver(OutletDriver):
    """Textual's driver, on a terminal that may show the first frame already.

    Attributes:
        taken_over: What the terminal shows; empty where that is not known.
    """

    taken_over = ""
    _on_other_screen = False

    def start_application_mode(self) -> None:
        """Take over what is there, or begin on a screen of our own."""
        shown = CURTAIN.hand_over()
        self._on_other_screen = shown is not None
        super().start_application_mode()
        self._on_other_screen = False
        if shown is not None:
            # Textual would go back to the keys without echo that the frame was shown with.
            self.attrs_before, drawing = shown
            self.taken_over = drawing.decode()

    def write(self, data: str) -> None:
        """Write to the terminal.

        Args:
            data: One drawing, or control sequences.
        """
        if not (self._on_other_screen and data == _OTHER_SCREEN):
            super().write(data)
