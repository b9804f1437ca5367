"""The scroll bar: a sign that needs no colour, and that the mouse can take hold of."""

from __future__ import annotations

import pytest
from rich.color import Color
from rich.segment import Segment

from briefing.tui.widgets import SCROLL_THUMB as THUMB
from briefing.tui.widgets import ThinScrollBar

GREY, BLACK = Color.parse("#808080"), Color.parse("#000000")


def drawn(**options: object) -> list[Segment]:
    bar = ThinScrollBar.render_bar(
        **{"size": 10, "back_color": BLACK, "bar_color": GREY, **options}
    )
    return list(bar.segments)


@pytest.mark.parametrize(
    ("seen", "of", "at", "shown"),
    [
        (10, 10, 0, "          "),
        (10, 20, 0, "▐▐▐▐▐     "),
        (10, 20, 10, "     ▐▐▐▐▐"),
        (10, 40, 15, "   ▐▐▐    "),
        (10, 4000, 0, "▐         "),
    ],
)
def test_what_of_the_text_is_in_sight(seen: int, of: int, at: int, shown: str) -> None:
    cells = drawn(window_size=seen, virtual_size=of, position=at)
    assert "".join(cell.text for cell in cells) == shown
    for cell in cells:
        assert cell.style is not None
        assert not cell.style.reverse
        if cell.text == THUMB:
            assert (cell.style.color, cell.style.meta) == (GREY, {"@mouse.down": "grab"})


def test_a_bar_across_is_left_as_it_is() -> None:
    cells = drawn(window_size=10, virtual_size=20, vertical=False)
    assert THUMB not in {cell.text for cell in cells}
    assert any(cell.style and cell.style.reverse for cell in cells)
