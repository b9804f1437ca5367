from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.evidence.support import bearers
from briefing.library.library import Library
from briefing.model.briefing import Briefing, Revision
from briefing.model.errors import BriefingError, UsageError
from briefing.views.address import (
    PermanentAddress,
    closest,
    follow_address,
    not_found,
    permanent_address,
    permanent_addresses,
)
from tests.samples import ALL_FIELDS, two_towns
from tests.strategies import briefings, slugs
from tests.unit.library.samples import NOON


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
        ("two-towns/card-reactions", "reactions", "card-reactions"),
        ("two-towns@1", None, None),
        ("two-towns/@1", None, None),
        ("two-towns/reactions@1", "reactions", None),
        ("two-towns/card-reactions@1", "reactions", "card-reactions"),
        ("two-towns/card-reactions#c1@1", "reactions", "card-reactions"),
        ("two-towns/reactions/card-reactions#figure:share@1/", "reactions", "card-reactions"),
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
        ("two-towns@2", "“two-towns” has no revision 2; it has 1."),
        ("two-towns@0", "“two-towns” has no revision 0; it has 1."),
        ("two-towns@last", "There is no briefing “two-towns@last”"),
        ("two-towns/cards@1", "“two-towns” has no section “cards”"),
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


def test_a_section_and_a_card_of_one_name_are_told_apart(tmp_path: Path) -> None:
    library = Library(tmp_path / "another")
    library.publish([two_towns()])
    section = follow_address(library, "two-towns/bottom-line")
    card = follow_address(library, "two-towns/bottom-line#so-what@1")
    assert (section.card, card.card and card.card.id) == (None, "bottom-line")
    assert (card.item, card.within) == ("so-what", "two-towns/bottom-line")


def test_an_address_that_names_a_revision_is_not_asked_for_in_another(library: Library) -> None:
    assert follow_address(library, "two-towns@1", 1).revision.number == 1
    with pytest.raises(UsageError, match="names a revision itself; leave out --as-of"):
        follow_address(library, "two-towns@1", 2)


items = st.none() | slugs | slugs.map("figure:{}".format) | st.just("position:1")
permanent_ones = st.builds(PermanentAddress, slugs, slugs, items, st.integers(1, 10**9 - 1))


@given(st.lists(permanent_ones), st.sampled_from(["\n", ", ", ").\n(", "> see ", " <!-- ", "…"]))
def test_permanent_addresses_are_found_in_whatever_stands_around_them(
    addresses: list[PermanentAddress], between: str
) -> None:
    text = between.join(["", *map(str, addresses), ""])
    assert permanent_addresses(text) == list(dict.fromkeys(addresses))


@given(briefings)
def test_what_has_a_permanent_address_is_where_it_says(briefing: Briefing) -> None:
    revision = Revision(number=7, published=NOON, briefing=briefing)
    for one in bearers(briefing):
        if one.card is not None:
            address = permanent_address(revision, one.key)
            assert address is None or [str(found) for found in permanent_addresses(address)] == [
                address
            ]


def test_what_the_line_before_ends_with_belongs_to_an_address_of_a_briefing_only() -> None:
    text = "the well-\ntowns/share@1 and two-\ntowns/share@2"
    names = {"towns", "two-towns"}
    assert [*map(str, permanent_addresses(text, names))] == ["towns/share@1", "two-towns/share@2"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("see two-towns/share#summer@3.", ["two-towns/share#summer@3"]),
        ("(two-towns/terms/share#summer@3)", ["two-towns/share#summer@3"]),
        (r"two-towns/share\#figure:levy\@3", ["two-towns/share#figure:levy@3"]),
        ("two-towns/share@3, two-towns/share@3; two-towns/share@4", 2),
        ("> two-\n> towns/share#\n> summer@3", ["two-towns/share#summer@3"]),
        ("two-towns/share\r\n#summer\n@3", ["two-towns/share#summer@3"]),
        ("two-towns/share#summer\n    -level@3", ["two-towns/share#summer-level@3"]),
        ("---\ntwo-towns/share@3\n-\ntwo-towns/ferry@3", 2),
        ("https://example.org/share@3", []),
        ("https://example.org/a/share@3", []),
        ("mail me at team/desk@3.example.org", []),
        ("two-towns/share#summer", []),
        ("two-towns@3", []),
        ("Two-Towns/share@3", []),
        ("two-towns/share#summer@12345678901", []),
        ("two-towns/share#summer@3x two-towns/share#summer@3/4", []),
        ("@" * 5000 + "a/" * 5000 + "#" * 5000, []),
    ],
)
def test_what_is_taken_for_a_permanent_address(text: str, found: list[str] | int) -> None:
    addresses = [*map(str, permanent_addresses(text))]
    assert (len(addresses) if isinstance(found, int) else addresses) == found
