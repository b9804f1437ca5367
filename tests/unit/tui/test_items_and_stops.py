"""Where the line of a pane is after all is wrapped anew, and which passage of a text is next."""

from __future__ import annotations

import pytest
from textual.content import Content

from briefing.evidence.corpus import Corpus, Examination
from briefing.model.briefing import Briefing
from briefing.tui.reader.state import Checked
from briefing.tui.rendering.source_text import SourceUse
from briefing.tui.rendering.text import Item, LineName, find_spot, spot_at
from tests.articles import anchored
from tests.samples import TEXTS


def items(*heights: int) -> list[Item]:
    return [Item(f"i{n}", (Content("x"),) * height) for n, height in enumerate(heights)]


@pytest.mark.parametrize(
    ("y", "spot"),
    [
        (0, LineName("i0", 0, 2)),
        (1, LineName("i0", 1, 2)),
        (2, LineName("i1", 0, 3)),
        (4, LineName("i1", 2, 3)),
        (5, None),
    ],
)
def test_a_line_is_found_by_its_name(y: int, spot: LineName | None) -> None:
    assert spot_at(items(2, 3), y) == spot
    if spot is not None:
        assert find_spot(items(2, 3), spot) == y


def test_of_an_item_with_other_lines_by_now_the_first_line_stands_for_all() -> None:
    assert find_spot(items(4, 2), LineName("i1", 2, 3)) == 4
    assert find_spot(items(4), LineName("i1", 2, 3)) is None


def test_stops_follow_each_other_in_the_text(briefing: Briefing) -> None:
    check = Checked(Examination(anchored(briefing, TEXTS), Corpus(TEXTS)))
    use = SourceUse(check, briefing.sources_by_key["herald"])
    first, second = use.stops[0], use.stops[1]
    begins = [stop.paragraphs[0] for stop in use.stops]
    assert begins == sorted(begins)
    assert use.stop_beyond(first, begins[0], 1) == second
    assert use.stop_beyond(second, second.paragraphs[0], -1) == first
    assert use.stop_beyond(first, begins[0], -1) is None
    assert use.stop_beyond(use.stops[-1], begins[-1], 1) is None
    for paragraph in range(begins[0], begins[-1] + 1):  # where the cursor has left the stop
        after = use.stop_beyond(None, paragraph, 1)
        assert (after and after.paragraphs[0]) == next((n for n in begins if n > paragraph), None)
        before = use.stop_beyond(None, paragraph, -1)
        assert (before and before.paragraphs[0]) == max(
            (n for n in begins if n < paragraph), default=None
        )


def test_a_source_cited_as_a_whole_stands_before_its_paragraphs(briefing: Briefing) -> None:
    check = Checked(Examination(briefing, Corpus(None)))
    for source in briefing.sources:
        for one in SourceUse(check, source).citing:
            assert list(one.paragraphs) == [one.evidence.paragraph or 0]
