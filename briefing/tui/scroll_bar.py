"""A scroll bar of half a cell: it stands apart from the text beside it, and needs no colour."""

from __future__ import annotations

from typing import Any, ClassVar, Final

from rich.segment import Segment, Segments
from rich.style import Style
from textual.scrollbar import ScrollBarRender

THUMB: Final = "▐"


class ThinScrollBar(ScrollBarRender):
    """Draws Textual's scroll bar, where this is vertical, with a sign in place of a background."""

    VERTICAL_BARS: ClassVar[list[str]] = [ScrollBarRender.BLANK_GLYPH]

    @classmethod
    def render_bar(cls, *args: Any, **options: Any) -> Segments:  # noqa: ANN401 - handed on
        drawn = super().render_bar(*args, **options)
        if not options.get("vertical", True):
            return drawn
        return Segments(map(_thin, drawn.segments), new_lines=True)


def _thin(cell: Segment) -> Segment:
    """What Textual draws in reverse video is what moves."""
    if cell.style is None or not cell.style.reverse:
        return cell
    return Segment(THUMB * len(cell.text), cell.style + Style(reverse=False))
