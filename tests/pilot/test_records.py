"""What was corrected and retracted, as a reader sees it."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from briefing.model.briefing import Briefing
from briefing.model.dates import parse_date
from briefing.model.records import Correction, Retraction
from briefing.tui.reader.layout import Pane
from tests.articles import anchored
from tests.pilot.harness import Shelf
from tests.samples import TEXTS

DAY = parse_date("2024-05-03")
MADE_UP = "3 May 2024: Its author made it up."
HALF = "Corrected 3 May 2024: it said “Hilltop takes half of it.” We misread it."


def slip(claim: str, was: str = "Hilltop takes half of it.") -> Correction:
    return Correction(claim=claim, was=was, reason="we misread it", on=DAY)


@pytest.fixture
def recorded(tmp_path: Path, briefing: Briefing) -> Shelf:
    """The two towns: a source retracted, a claim, a figure and others corrected, one withdrawn."""
    shelf = Shelf(tmp_path)
    items = ("share#summer", "share#figure:water-share", "turbines#crews", "turbines#commitment:0")
    others = ("day-of-signature#position:0", "years#the-shares-apply", "gone#all")
    made_up = Retraction(source="post", reason="its author made it up", on=DAY)
    shelf.publish(
        replace(
            briefing,
            corrections=tuple(slip(one) for one in (*items, *others)),
            retractions=(made_up,),
        )
    )
    return shelf


def shown(text: str) -> str:
    """A text without its line breaks, the sign of the cursor and rails."""
    return " ".join(text.translate({ord(sign): " " for sign in "▌│"}).split())


async def test_below_a_claim_stands_what_it_said(recorded: Shelf) -> None:
    async with recorded.open((80, 60), address="two-towns/terms/share") as reading:
        text = shown(reading.text(Pane.CARD))
        assert f"June TH to August. corr disp {HALF}" in text
        assert text.count(HALF) == 2  # that of the figure is corrected, too
        assert "We trust them for now.” retr" in text
        assert "VP" not in text.split()
        await reading.press("e")
        evidence = shown(reading.text(Pane.EVIDENCE))
        assert "disputed (d); 1 source, one origin; post retracted." in evidence
        assert f"retracted {MADE_UP}" in evidence


@pytest.mark.parametrize(
    ("address", "width"),
    [
        ("terms/turbines", 80),
        ("disagreements/day-of-signature", 80),
        ("disagreements/day-of-signature", 160),
        ("timeline/years", 80),
        ("timeline/years", 50),
    ],
)
async def test_so_it_does_below_all_that_can_be_wrong(
    recorded: Shelf, address: str, width: int
) -> None:
    async with recorded.open((width, 60), address=f"two-towns/{address}") as reading:
        text = shown(reading.text(Pane.CARD))
        assert "corr" in text.split()
        assert "Corrected 3 May" in text


async def test_the_first_screen_ends_with_what_was_wrong_elsewhere(recorded: Shelf) -> None:
    async with recorded.open((80, 24)) as reading:
        text = shown(reading.text(Pane.CARD))
        assert "corrected: 3 May 2024, " in text
        assert "retr" in text.split()
    async with recorded.open((120, 60)) as reading:
        assert "3 sources, 1 retracted, 2 origins" in shown(reading.text())
        pane = reading.pane(Pane.CARD)
        keys = [key for key in pane.keys if key.startswith("to:corrected/")]
        assert keys == [
            *("to:corrected/bottom-line", "to:corrected/years", "to:corrected/day-of-signature"),
            *("to:corrected/turbines", "to:corrected/turbines/1"),
        ]
        pane.select(keys[-1])
        await reading.press("enter")
        assert (reading.card, reading.item) == ("turbines", "crews")
        text = shown(reading.text(Pane.CARD))
        assert HALF in text


async def test_a_retracted_source_says_so_and_is_not_taken_back(
    recorded: Shelf, briefing: Briefing
) -> None:
    async with recorded.open((80, 40), address="two-towns/sources/about-post") as reading:
        assert f"Retracted {MADE_UP}" in shown(reading.text(Pane.CARD))
        await reading.press("x")
        assert reading.message == "It is retracted and counts for nothing; x cannot take that back."
        await reading.press("H")
        assert "that rest on a retracted source" in shown(reading.sheet_text())


async def test_what_is_copied_says_so(recorded: Shelf) -> None:
    async with recorded.open((80, 40), address="two-towns/terms/share") as reading:
        await reading.press("y")
        copied = shown(reading.app.clipboard)
        assert "retracted: The Valley Post (VP); corrected; disputed)" in copied
        assert f"retrieved not given. Retracted {MADE_UP}" in copied


async def test_its_text_says_so_on_top(tmp_path: Path, briefing: Briefing) -> None:
    shelf = Shelf(tmp_path)
    made_up = Retraction(source="post", reason="its author made it up", on=DAY)
    shelf.publish(replace(anchored(briefing, TEXTS), retractions=(made_up,)))
    address = "two-towns/terms/share"
    async with shelf.open((80, 40), address=address, corpus=TEXTS) as reading:
        reading.pane(Pane.CARD).select("we-trust-them-for")
        await reading.press("s")
        assert f"Retracted {MADE_UP}" in shown(reading.text())
