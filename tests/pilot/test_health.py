"""Taking stock of the sourcing: counts, the lists behind them, what is left without a source."""

from __future__ import annotations

import shutil
import threading
from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from briefing.model.briefing import Briefing, Verified
from briefing.tui.reader.layout import Pane
from briefing.tui.reader.sourcing import HealthCounts
from briefing.tui.reader.state import Checked
from tests.articles import anchored
from tests.pilot.harness import Reading, Shelf, Size, lines_of
from tests.pilot.test_sourcing import SIZES, in_sheet
from tests.samples import TEXTS
from tests.thorough import spread
from tests.waiting import HANGS


async def take_stock(reading: Reading) -> None:
    """Ask for the health of the sourcing, and wait until it has been taken."""
    await reading.press("H")
    await reading.app.workers.wait_for_complete()
    await reading.caught_up()


@pytest.mark.parametrize("size", spread(SIZES, 1), ids=str)
async def test_health_counts_and_each_count_leads_to_its_list_and_on(
    shelf: Shelf, size: Size
) -> None:
    async with shelf.open((size[0], 60), address="two-towns/background/dam") as reading:
        await take_stock(reading)
        lines = lines_of(reading.sheet_text())
        assert lines[0].startswith("Not verified against the texts of its")
        assert lines[lines.index("Citations") + 1].startswith(
            "–         exact: the words are where"
        )
        assert "errors: not so in the source, or it cannot be read (not checked)" in " ".join(lines)
        unchecked = next(line for line in lines if "not checked: no text" in line)
        assert "doubt" in unchecked
        assert in_sheet(reading) == "unchecked"
        await reading.press("j", "j", "enter")
        assert "Claims: on a single source (" in reading.text()
        shown_cases = " ".join(reading.sheet_text().split())
        assert "bottom-line/bottom-line#so-what" in shown_cases
        await reading.press("escape")
        assert in_sheet(reading) == "single-source"
        await reading.press("enter", "j", "enter")
        assert reading.sheet is None
        assert reading.focus == Pane.CARD
        assert reading.card != "dam"
        await take_stock(reading)
        await reading.press("escape")
        assert reading.sheet is None
        reading.assert_in_order()


async def test_counts_that_come_late_leave_the_screen_over_the_reader_alone(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on = threading.Event()
    count = HealthCounts.taken

    def count_late(counts: HealthCounts, check: Checked) -> HealthCounts:
        assert go_on.wait(HANGS)
        return count(counts, check)

    monkeypatch.setattr(HealthCounts, "taken", count_late)
    async with shelf.open((80, 60)) as reading:
        await reading.press("H", "?")
        help_ = reading.app.screen
        go_on.set()
        await reading.app.workers.wait_for_complete()
        await reading.press("?")
        assert reading.app.screen is help_
        await reading.press("escape")
        assert "Holding the briefing" not in reading.text("footer")
        await reading.press("H")
        assert "Health of the sourcing" in reading.text()


async def test_health_of_what_was_checked_says_so(shelf: Shelf, briefing: Briefing) -> None:
    shelf.publish(anchored(briefing, TEXTS))
    async with shelf.open((80, 60), corpus=TEXTS) as reading:
        await take_stock(reading)
        assert "58  sound  exact: the words are where" in reading.sheet_text()
        await reading.press("G", "k", "k")
        assert in_sheet(reading) == "errors", "there is no text of the engineers"
        await reading.press("k", "k")
        assert in_sheet(reading) == "origin-unknown"
        await reading.press("enter", "enter")
        assert reading.in_source()


DAY = Verified(on=date(2026, 12, 2), by="briefing 0.3", passages=66, claims=34, warnings=0)


@pytest.mark.parametrize("corpus", [None, TEXTS], ids=["without texts", "with texts"])
@pytest.mark.parametrize(
    "case",
    [
        (None, "not verified (H)", "Not verified against the texts of its sources."),
        (
            DAY,
            "verified 2 Dec 2026 (H)",
            "Verified on 2 Dec 2026 by briefing 0.3: 66 passages, 34 claims.",
        ),
    ],
    ids=["unverified", "verified"],
)
@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=str)
async def test_the_header_and_health_say_whether_the_briefing_was_verified(
    shelf: Shelf,
    briefing: Briefing,
    size: Size,
    case: tuple[Verified | None, str, str],
    corpus: Path | None,
) -> None:
    known, said, sentence = case
    shelf.publish(replace(briefing, verified=known))
    async with shelf.open(size, corpus=corpus) as reading:
        told = header(reading)
        assert told.endswith(f" · {said}")
        assert "full 4 min, short 2" in told
        await take_stock(reading)
        lines = lines_of(reading.sheet_text())
        assert lines[0] == sentence
        missing = "No text on this machine: `briefing --corpus DIR`."
        assert lines[1] == ("Citations" if corpus else missing)


async def test_where_there_is_little_room_that_nobody_looked_falls_last(
    shelf: Shelf, briefing: Briefing
) -> None:
    long = "Lakeside and Hilltop agree to share the dam, and both councils are to vote on it"
    shelf.publish(replace(briefing, title=long, verified=DAY))
    async with shelf.open((80, 24)) as reading:
        assert header(reading).endswith("full 4 min, short 2 · verified 2 Dec 2026 (H)")
        await reading.resize((76, 24))
        assert header(reading).endswith("full 4 min, short 2 · verified (H)")
        await reading.resize((50, 24))
        assert header(reading).endswith("on it · verified (H)")
    shelf.publish(replace(briefing, verified=DAY))
    async with shelf.open((40, 24)) as reading:
        assert header(reading).endswith("the dam · news until 2 May 2024")
    shelf.publish(briefing)
    async with shelf.open((40, 24)) as reading:
        assert header(reading).endswith("the dam · not verified (H)")


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (None, "The corpus folder has no file “herald.txt”."),
        (b"%PDF-1.7", "“herald.txt” is a PDF."),
    ],
)
async def test_a_text_that_cannot_be_read_is_an_error_of_health(
    shelf: Shelf, tmp_path: Path, data: bytes | None, why: str
) -> None:
    corpus = tmp_path / "texts"
    shutil.copytree(TEXTS, corpus)
    (corpus / "herald.txt").unlink()
    if data is not None:
        (corpus / "herald.txt").write_bytes(data)
    async with shelf.open((120, 60), corpus=corpus) as reading:
        await take_stock(reading)
        assert number_of(reading, "errors: not so in the source") == "2"
        await reading.press("G")
        while in_sheet(reading) != "errors":
            await reading.press("k")
        await reading.press("enter")
        cases = " ".join(reading.sheet_text().split())
        assert (
            f"herald: Two towns, one dam herald · {why} No passage of @herald was looked at."
            in cases
        )


async def test_nothing_is_held_against_its_sources_before_it_is_asked_for(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []
    monkeypatch.setattr("briefing.evidence.verify.verify", asked.append)
    async with shelf.open((120, 40), corpus=TEXTS) as reading:
        await reading.press("3", "l", "e", "j")
        assert asked == []


def number_of(reading: Reading, label: str) -> str:
    """The number that stands before a label in the counts."""
    lines = lines_of(reading.sheet_text())
    return next(line.split()[0] for line in lines if label in line)


def frame(reading: Reading) -> str:
    """The heading of the sheet."""
    assert reading.sheet is not None
    return str(reading.sheet.border_title)


@pytest.mark.parametrize("size", spread([(40, 120), (80, 60)], 1), ids=str)
async def test_without_a_source_health_is_that_of_what_is_left(shelf: Shelf, size: Size) -> None:
    async with shelf.open(size, address="two-towns/sources/about-herald") as reading:
        await take_stock(reading)
        assert frame(reading) == "Health of the sourcing"
        assert number_of(reading, "on several") == "6"
        assert number_of(reading, "that no passage") == "0"
        await reading.press("escape", "x")
        assert "16 claims lose all support, 6 keep one source" in header(reading)
        await take_stock(reading)
        assert frame(reading) == "Health of the sourcing without herald"
        assert number_of(reading, "on several") == "0"
        assert number_of(reading, "that no passage") == "16"
        assert "The Herald" not in reading.sheet_text()
        while in_sheet(reading) != "unsupported":
            await reading.press("j")
        await reading.press("enter")
        assert frame(reading) == "Claims: that no passage supports (16) without herald"
        assert "rested on herald" in " ".join(reading.sheet_text().split())
        await reading.press("escape", "escape", "x")
        await take_stock(reading)
        assert frame(reading) == "Health of the sourcing"
        assert number_of(reading, "that no passage") == "0"


def header(reading: Reading) -> str:
    """The header, on one line."""
    return " ".join(reading.text("header").split())


@pytest.mark.parametrize("size", spread(SIZES, 1), ids=str)
async def test_escape_leads_from_a_case_back_to_its_list_then_to_the_counts_and_out(
    shelf: Shelf, size: Size
) -> None:
    async with shelf.open(size) as reading:
        await take_stock(reading)
        await reading.press("j", "j", "enter", "j", "enter")
        there = (reading.card, reading.item)
        await reading.press("escape")
        assert "Claims: on a single source" in reading.text()
        assert in_sheet(reading) == "1"
        await reading.press("j", "enter")
        assert (reading.card, reading.item) != there
        there = (reading.card, reading.item)
        await reading.press("e", "escape")
        assert reading.sheet is None, "what was opened there is closed first"
        await reading.press("escape")
        assert in_sheet(reading) == "2"
        await reading.press("escape")
        assert in_sheet(reading) == "single-source"
        await reading.press("escape", "escape")
        assert reading.sheet is None
        assert reading.card == there[0]


async def test_who_has_moved_on_from_a_case_is_not_led_back(shelf: Shelf) -> None:
    async with shelf.open() as reading:
        await take_stock(reading)
        await reading.press("j", "j", "enter", "enter", "J", "escape")
        assert reading.sheet is None


async def test_escape_leads_from_the_text_of_a_source_back_to_the_list(
    shelf: Shelf, briefing: Briefing
) -> None:
    shelf.publish(anchored(briefing, TEXTS))
    async with shelf.open((80, 60), corpus=TEXTS) as reading:
        await take_stock(reading)
        await reading.press("G", "k", "k")
        assert in_sheet(reading) == "errors", "there is no text of the engineers"
        await reading.press("k", "k")
        assert in_sheet(reading) == "origin-unknown"
        await reading.press("enter", "enter")
        assert reading.in_source()
        await reading.press("escape")
        assert in_sheet(reading) == "0"
        assert "that does not say where it got it" in reading.text()
