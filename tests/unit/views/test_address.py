from __future__ import annotations

from pathlib import Path

import pytest

from briefing.library.library import Library
from briefing.model.errors import BriefingError
from briefing.views.address import closest, follow_address, not_found
from tests.samples import ALL_FIELDS


@pytest.fixture
def library(tmp_path: Path) -> Library:
    library = Library(tmp_path / "library")
    library.publish([ALL_FIELDS])
    return library


@pytest.mark.parametrize(
    ("address", "section", "card"),
    [
        ("two-towns", None, None),
        ("two-towns/", None, None),
        ("two-towns/reactions", "reactions", None),
        ("two-towns/reactions/card-reactions/", "reactions", "card-reactions"),
    ],
)
def test_an_address_leads_to_briefing_section_or_card(
    library: Library, address: str, section: str | None, card: str | None
) -> None:
    place = follow_address(library, address)
    assert place.briefing.id == "two-towns"
    assert (place.section and place.section.id) == section
    assert (place.card and place.card.id) == card


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("two-town", "There is no briefing “two-town”"),
        ("two-towns/reaction", "“two-towns” has no section “reaction”; did you mean “reactions”?"),
        (
            "two-towns/terms/cards",
            "“two-towns/terms” has no card “cards”; did you mean “card-terms”?",
        ),
        ("two-towns/terms/9", "“two-towns/terms” has no card “9”. There is: card-terms."),
        ("two-towns/terms/card-terms/c1", "has no card “card-terms/c1”"),
        ("", "There is no briefing “”"),
    ],
)
def test_a_wrong_address_is_met_with_the_closest_right_one(
    library: Library, address: str, sentence: str
) -> None:
    with pytest.raises(BriefingError) as caught:
        follow_address(library, address)
    assert sentence in str(caught.value)


def test_nothing_comes_close_to_what_is_far_away() -> None:
    assert closest("shwo", ["show", "search"]) == "show"
    assert closest("xyzzy", ["show", "search"]) is None
    assert closest("armenia", ["list", "armenia-azerbaijan-joint-statement"]) == (
        "armenia-azerbaijan-joint-statement"
    )
    assert closest("arm", ["list", "armenia-azerbaijan"]) == "armenia-azerbaijan"
    assert closest("ar", ["list", "armenia-azerbaijan"]) is None
    assert closest("ARMENIA", ["armenia-azerbaijan"]) == "armenia-azerbaijan"


@pytest.mark.parametrize(
    ("known", "told"),
    [
        ([], "There is: none at all."),
        (["a1", "b2"], "There is: a1, b2."),
        ([str(n) for n in range(30)], f"There is: {', '.join(map(str, range(30)))}."),
        ([str(n) for n in range(31)], f"There is: {', '.join(map(str, range(30)))} … (31 in all)."),
    ],
)
def test_what_there_is_is_named_up_to_thirty(known: list[str], told: str) -> None:
    assert not_found("“dam” has no card", "xyzzy", iter(known)) == (
        f"“dam” has no card “xyzzy”. {told}"
    )
