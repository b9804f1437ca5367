"""briefing preview: what is saved is shown, from the same place on; nothing else is written."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from briefing.desk.watching import stamps
from briefing.library.library import Library
from briefing.settings.config import Config, Places
from briefing.tui.preview_app import PreviewApp, new_preview
from briefing.tui.reader.layout import Pane
from briefing.views.context import Context
from briefing.views.folder_state import read_state
from tests.curating import Desk, lay_out
from tests.pilot.harness import Reading, Size
from tests.resting import at_rest

SHARE = "cards/terms/share.md"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return lay_out(tmp_path)


def save(desk: Desk, name: str, *changes: tuple[str, str]) -> None:
    """Change a file of the folder, as an editor does."""
    text = (desk.draft / name).read_text()
    for before, after in changes:
        assert before in text
        text = text.replace(before, after, 1)
    (desk.draft / name).write_text(text)


@asynccontextmanager
async def previewed(desk: Desk, size: Size = (80, 24)) -> AsyncIterator[Reading]:
    home = desk.draft.parent / "home"
    places = Places(home / "library", home / "state", home / "config.toml", desk.corpus)
    library = Library(places.library)
    context = Context(
        places, Config(), (), lambda _: library, lambda: library, sys.stdout, sys.stderr, 80
    )
    session = new_preview(
        desk.draft.parent / "temporary", context, desk.draft, read_state(desk.draft, desk.corpus)
    )
    app = PreviewApp(session, stamps(desk.draft, desk.corpus))
    async with app.run_test(size=size) as pilot:
        await at_rest()
        yield Reading(app, pilot)
    session.close()
    assert not home.exists(), "the user's own library and marks are left alone"


async def followed(reading: Reading, until: Callable[[], object]) -> None:
    """Have the application look for what was saved, now, and wait until it is shown."""
    assert isinstance(reading.app, PreviewApp)
    reading.app.look()
    await reading.until(until)
    await reading.caught_up()


async def go_to_share(reading: Reading) -> None:
    await reading.press("3", "l")
    assert reading.card == "share"


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (160, 45)], ids=str)
async def test_a_save_is_shown_where_the_reader_is(desk: Desk, size: Size) -> None:
    async with previewed(desk, size) as reading:
        await go_to_share(reading)
        await reading.press("j")
        item = reading.item
        save(desk, SHARE, ("In winter the shares are equal.", "In winter both shares are equal."))
        await followed(reading, lambda: "share.md loaded" in reading.message)
        assert "In winter both shares are equal." in reading.text(Pane.CARD)
        assert (reading.card, reading.item is not None) == ("share", item is not None)
        assert reading.message.startswith("share.md loaded; ")
        reading.assert_in_order()


async def test_a_wrong_number_is_told_below_its_claim(desk: Desk) -> None:
    async with previewed(desk, (120, 40)) as reading:
        await go_to_share(reading)
        assert "!" not in reading.text(Pane.CARD)
        save(desk, SHARE, ("takes two thirds of", "takes 56 per cent of"))
        await followed(reading, lambda: "problem" in reading.text(Pane.CARD))
        lines = [line.strip(" ▌▐") for line in reading.text(Pane.CARD).splitlines()]
        claim = next(n for n, line in enumerate(lines) if "56 per cent" in line)
        assert any(line.startswith("! share.md:26: “56”") for line in lines[claim + 1 : claim + 3])
        assert "problem" in reading.text(Pane.CARDS)
        save(desk, SHARE, ("takes 56 per cent of", "takes two thirds of"))
        await followed(reading, lambda: "problem" not in reading.text(Pane.CARD))


async def test_a_card_that_cannot_be_read_is_its_text_with_the_error_in_it(desk: Desk) -> None:
    async with previewed(desk, (120, 45)) as reading:
        await go_to_share(reading)
        save(desk, SHARE, ("value: 66.6", "value: sixty"))
        await followed(reading, lambda: "value: sixty" in reading.text(Pane.CARD))
        text = reading.text(Pane.CARD)
        assert text.index("value: sixty") < text.index("! share.md:8: “sixty” is not a number.")
        assert text.index("! share.md:8:") < text.index("unit: per cent")
        await reading.press("j", "J")
        assert reading.card == "duration"
        save(desk, SHARE, ("value: sixty", "value: 66.6"))
        await followed(reading, lambda: "share.md loaded; no problems." in reading.message)
        assert reading.card == "duration"


async def test_a_draft_is_called_one(desk: Desk) -> None:
    async with previewed(desk) as reading:
        await reading.press("3")
        save(desk, "cards/terms/turbines.md", ("title:", "status: draft\ntitle:"))
        await followed(reading, lambda: "1 draft." in reading.message)
        assert "draft" in reading.text(Pane.CARDS)
        await reading.press("l", "J", "J")
        assert reading.card == "turbines"
        assert "draft" in reading.text(Pane.CARD)


async def test_the_last_good_version_stays_with_the_reason(desk: Desk) -> None:
    async with previewed(desk) as reading:
        await go_to_share(reading)
        save(desk, "sources.yaml", ("title:", "titel:"))
        await followed(reading, lambda: "Shown as it was before." in reading.text("header"))
        assert "sources.yaml:" in reading.text("header")
        assert reading.card == "share"
        save(desk, "sources.yaml", ("titel:", "title:"))
        await followed(reading, lambda: "sources.yaml loaded" in reading.message)
        assert "Shown as it was" not in reading.text("header")


async def test_the_bottom_line_may_be_missing(desk: Desk) -> None:
    (desk.draft / "briefing.md").write_text(
        (desk.draft / "briefing.md").read_text().rpartition("---\n")[0] + "---\n"
    )
    async with previewed(desk) as reading:
        assert "The briefing has no bottom line." in reading.text(Pane.CARD)


async def test_a_text_of_the_corpus_is_followed_too(desk: Desk) -> None:
    async with previewed(desk, (120, 40)) as reading:
        await go_to_share(reading)
        text = desk.corpus / "herald.txt"
        text.write_text(text.read_text().replace("two thirds", "one half"))
        await followed(reading, lambda: "herald.txt loaded" in reading.message)
        assert "problem" in reading.text(Pane.CARD)


async def test_a_card_that_is_deleted_leads_to_its_section(desk: Desk) -> None:
    async with previewed(desk) as reading:
        await reading.press("3", "l", "J", "J")
        assert reading.card == "turbines"
        (desk.draft / "cards/terms/turbines.md").unlink()
        await followed(reading, lambda: "turbines.md loaded" in reading.message)
        assert reading.section == "terms"
        reading.assert_in_order()


async def test_nothing_is_new_unless_something_was_saved(desk: Desk) -> None:
    async with previewed(desk) as reading:
        await reading.press("R")
        assert reading.message == "Nothing was saved since."
        assert "not published" in (await header(reading, (160, 45)))
        save(desk, SHARE, ("equal.", "the same."))
        await reading.press("R")
        await reading.until(lambda: "share.md loaded" in reading.message)


async def header(reading: Reading, size: Size) -> str:
    await reading.resize(size)
    return reading.text("header")
