"""What the reader says of sign-offs: with the evidence and in the health, and nowhere else."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from briefing.model.briefing import Briefing
from briefing.model.vocabulary import ReviewKind, ReviewVerdict, SignedHow
from briefing.tui.reader.layout import Pane
from tests.articles import anchored
from tests.pilot.harness import Reading, Shelf, Size
from tests.pilot.test_health import take_stock
from tests.pilot.test_sourcing import in_sheet
from tests.samples import SIGN_OFF, TEXTS

SUMMER = replace(SIGN_OFF, about="share#summer")
SIZES = ((80, 60), (120, 40))


@pytest.fixture
def signed(briefing: Briefing) -> Briefing:
    """A sentence that one signed and one remarked on, and a title that was signed."""
    remark = replace(
        SUMMER, by="Bo Marsh", verdict=ReviewVerdict.DOES_NOT, remark="[/x] A third, says ¶2."
    )
    key = replace(SUMMER, by="Cy", how=SignedHow.SIGNED)
    title = replace(SUMMER, about="share", kind=ReviewKind.TITLE)
    return replace(anchored(briefing, TEXTS), sign_offs=(SUMMER, remark, key, title))


def evidence(reading: Reading) -> str:
    """The evidence on one line, without the sign of the cursor."""
    return " ".join(reading.text(Pane.EVIDENCE).replace("▌", "").split())


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_the_evidence_says_who_signed_and_who_has_a_remark(
    shelf: Shelf, signed: Briefing, size: Size
) -> None:
    shelf.publish(signed)
    async with shelf.open(size, address="two-towns/terms/share", corpus=TEXTS) as reading:
        assert "(stated)" not in reading.text()
        await reading.press("e")
        said = evidence(reading)
        assert "Signed by Ann Lee (stated) on 3 May 2024 and Cy (signed, not verified" in said
        assert "not carried, says Bo Marsh (stated) on 3 May 2024: “[/x] A third, says ¶2.”" in said
        await reading.press("j")
        assert "Signed by nobody." in evidence(reading)


async def test_nothing_is_said_of_signatures_where_nobody_signed(
    shelf: Shelf, briefing: Briefing
) -> None:
    shelf.publish(briefing)
    async with shelf.open((80, 60), address="two-towns/terms/share") as reading:
        await reading.press("e")
        assert "igned by" not in reading.text()


async def test_health_counts_what_is_signed_and_leads_to_it(shelf: Shelf, signed: Briefing) -> None:
    shelf.publish(signed)
    async with shelf.open((120, 60), corpus=TEXTS) as reading:
        await take_stock(reading)
        sheet = " ".join(reading.sheet_text().split())
        assert "Reviews 1 sound signed by two people or more 1 signed by one person" in sheet
        assert "1 wrong with a remark that nobody answered" in sheet
        while in_sheet(reading) != "signed-by-one":
            await reading.press("j")
        await reading.press("enter")
        cases = " ".join(reading.sheet_text().split())
        assert "in summer (title) share:title · signed by Ann Lee (stated) on 3 May 2024" in cases
        await reading.press("enter")
        assert (reading.card, reading.focus) == ("share", Pane.CARD)
        await reading.press("escape")
        assert in_sheet(reading) == "0"


async def test_what_is_about_the_whole_leads_nowhere_and_says_so(
    shelf: Shelf, briefing: Briefing
) -> None:
    whole = replace(SIGN_OFF, about="", kind=ReviewKind.LENGTH)
    shelf.publish(replace(briefing, sign_offs=(whole,)))
    async with shelf.open((80, 60)) as reading:
        await take_stock(reading)
        while in_sheet(reading) != "signed-by-one":
            await reading.press("j")
        await reading.press("enter", "enter")
        assert "This is about the briefing as a whole." in reading.text("footer")
