"""What a figure was before, told where somebody looks at it."""

from __future__ import annotations

from decimal import Decimal
from unittest.mock import patch

import pytest

from briefing.library import past_figures
from briefing.library.changes.history import figure_history
from briefing.settings.config import Config
from briefing.tui.reader.layout import Pane
from tests.pilot.harness import Reading, Shelf, Size
from tests.revising import NAME, publish_three, third, with_figure
from tests.samples import two_towns

COURSE = "12,400 → 13,100 → 13,400"
SINCE = "since revision 3, 4 May 2024"
DURATION = f"{NAME}/terms/duration"


@pytest.fixture(autouse=True)
def _nothing_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(past_figures, "_known", {})


@pytest.fixture
def towns(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    """The two towns in three revisions, in each of which the households are others."""
    shelf = Shelf(tmp_path_factory.mktemp("towns"))
    publish_three(shelf.library)
    return shelf


async def followed(reading: Reading) -> None:
    await reading.until(lambda: reading.screen.state.past is not None)


def told(reading: Reading, pane: Pane) -> str:
    lines = (line.strip(" ┃│▐▌IWHPT") for line in reading.text(pane).splitlines())
    return " ".join(filter(None, " ".join(lines).split()))


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (60, 30)], ids=str)
async def test_on_a_card_each_figure_that_changed_says_how(towns: Shelf, size: Size) -> None:
    async with towns.open(size, address=DURATION) as reading:
        await followed(reading)
        pane = Pane.FIGURES if size[0] >= 110 else Pane.CARD
        if pane is Pane.FIGURES:
            assert COURSE not in told(reading, pane), "only of the one under the cursor"
            await reading.press("f")
            while reading.pane(pane).cursor_key != "households":
                await reading.press("j")
        shown = told(reading, pane)
        assert COURSE in shown
        assert "▁▆█" in reading.text(pane)
        assert SINCE in shown
        assert reading.text(pane).count("→") == 2, "of nothing else"


async def test_the_first_figure_is_told_in_full_once_the_panel_has_focus(towns: Shelf) -> None:
    made = with_figure(third(), "share", "water-share", value=Decimal(60))
    towns.publish(made)
    async with towns.open((120, 40), address=f"{NAME}/reactions/anglers") as reading:
        await reading.press("f")
        await followed(reading)
        assert reading.pane(Pane.FIGURES).cursor_key == "water-share"
        assert "66.6 → 60" in told(reading, Pane.FIGURES)


async def test_in_ascii_it_is_told_in_words(towns: Shelf) -> None:
    config = Config()._replace(signs="ascii")
    async with towns.open((80, 24), address=DURATION, config=config) as reading:
        await followed(reading)
        assert "12,400, then 13,100, then 13,400" in told(reading, Pane.CARD)
        assert "▁" not in reading.text(Pane.CARD)


async def test_revisions_are_read_once_and_only_where_a_figure_is_looked_at(towns: Shelf) -> None:
    with patch.object(past_figures, "figure_history", wraps=figure_history) as follow:
        async with towns.open((80, 24), address=f"{NAME}/reactions/anglers") as reading:
            await reading.press("escape", "h", "l")
            assert reading.screen.state.past is None
            assert follow.call_count == 0
            await reading.press("f")
            await followed(reading)
            await reading.press("f", "J", "J", "K", "K", "f", "j", "R")
            await followed(reading)
            assert follow.call_count == 1
        async with towns.open((80, 24), address=DURATION) as reading:
            await followed(reading)
            assert follow.call_count == 1, "what is known in this process stays known"


async def test_where_nothing_changed_nothing_is_said(shelf: Shelf) -> None:
    async with shelf.open((80, 24), address=DURATION) as reading:
        await reading.press("f", "f")
        assert reading.screen.state.past is None, "there is no revision before"
        assert "→" not in reading.text(Pane.CARD)


async def test_an_earlier_revision_tells_what_was_before_it(towns: Shelf) -> None:
    async with towns.open((80, 24), address=DURATION) as reading:
        await reading.until(lambda: COURSE in told(reading, Pane.CARD))
        reading.screen.read_as_of(2)
        await reading.until(lambda: "12,400 → 13,100 ▁█" in told(reading, Pane.CARD))
        assert "13,400" not in told(reading, Pane.CARD)
        await reading.press("R")
        await reading.until(lambda: COURSE in told(reading, Pane.CARD))


async def test_a_new_revision_is_followed_anew(towns: Shelf) -> None:
    async with towns.open((80, 24), address=DURATION) as reading:
        await followed(reading)
        towns.publish(with_figure(two_towns(), "duration", "households", value=Decimal(9000)))
        await reading.press("R")
        while reading.sheet is not None:
            await reading.press("escape")
        await reading.until(lambda: "13,400 → 9,000" in told(reading, Pane.CARD))


async def test_revisions_that_cannot_be_read_are_left_out(towns: Shelf) -> None:
    (towns.library.folder / "revisions" / NAME / "0002.json").write_text("{")
    async with towns.open((80, 24), address=DURATION) as reading:
        await followed(reading)
        assert "12,400 → 13,400" in told(reading, Pane.CARD)
