"""A folder with errors in cards, read for whoever wants to see the rest."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from briefing.authoring.load import Loaded, load_briefing
from briefing.model.cards import Card
from tests.samples import TWO_TOWNS

SHARE = ("cards", "terms", "share.md")
RIGHT = TWO_TOWNS.joinpath(*SHARE).read_text()


def forgiven(text: str | bytes, *parts: str) -> Loaded:
    data = text.encode() if isinstance(text, str) else text
    return load_briefing(TWO_TOWNS, forgiving=True, instead={parts or SHARE: data})


def card_of(loaded: Loaded, id_: str = "share") -> Card:
    assert loaded.briefing is not None
    return next(card for _, card in loaded.briefing.cards() if card.id == id_)


def texts(card: Card) -> list[str]:
    return [claim.text for claim in card.claims]


def test_without_errors_it_is_the_same_briefing() -> None:
    loaded = load_briefing(TWO_TOWNS, forgiving=True)
    usual = replace(load_briefing(TWO_TOWNS), ledger=loaded.ledger)
    assert (loaded, loaded.broken) == (usual, frozenset())


def test_a_card_with_an_error_is_its_text_up_to_the_error_and_on() -> None:
    loaded = forgiven(RIGHT.replace("value: 66.6", "value: sixty"))
    assert loaded.broken == {"share"}
    card = card_of(loaded)
    assert card.title == "Hilltop gets two thirds of the water in summer"
    first, second, *_ = texts(card)
    assert first.endswith("    value: sixty")
    assert second.startswith("    unit: per cent")
    assert loaded.locations.at("share#line-8").line == 1
    assert "share#summer" not in loaded.locations.parts
    assert card_of(loaded, "duration") == card_of(load_briefing(TWO_TOWNS), "duration")


def test_of_a_file_that_is_no_text_there_is_only_its_name() -> None:
    loaded = forgiven(b"\xff\xfe")
    assert (card_of(loaded).title, texts(card_of(loaded))) == ("share.md", [])


def test_the_bottom_line_is_forgiven_and_the_rest_of_its_file_is_not() -> None:
    outline = (TWO_TOWNS / "briefing.md").read_text()
    head, _, _ = outline.rpartition("---\n")
    loaded = forgiven(f"{head}---\nIt cites nothing.\n", "briefing.md")
    assert texts(card_of(loaded, "bottom-line")) == ["It cites nothing."]
    assert forgiven(outline.replace("title:", "titel:", 1), "briefing.md").briefing is None
    assert forgiven("- x", "sources.yaml").briefing is None


def test_a_name_that_leads_nowhere_is_forgiven() -> None:
    outline = (TWO_TOWNS / "briefing.md").read_text()
    named = outline.replace("key-figures: [", "key-figures: [nowhere, ", 1)
    loaded = forgiven(named, "briefing.md")
    assert loaded.briefing is not None
    assert [one.code for one in loaded.problems if one.severity == "error"] == ["unknown-figure"]


def test_two_cards_of_one_id_can_be_told_apart() -> None:
    loaded = forgiven(RIGHT, "cards", "side-deals", "share.md")
    assert loaded.briefing is not None
    ids = [card.id for _, card in loaded.briefing.cards()]
    assert len(ids) == len(set(ids))


def test_a_draft_is_shown_and_what_names_it() -> None:
    loaded = forgiven(RIGHT.replace("title:", "status: draft\ntitle:", 1))
    assert (sorted(loaded.broken), sorted(loaded.drafts)) == ([], ["share"])
    assert {one.code for one in loaded.problems if one.severity == "error"} == {"draft-named"}


def test_a_draft_with_errors_is_its_text_and_so_is_what_names_something_in_it() -> None:
    loaded = forgiven(RIGHT.replace("title:", "status: draft\ntitel:", 1))
    assert sorted(loaded.broken) == ["share", "share-or-level"]


LINES = st.lists(st.sampled_from([*RIGHT.splitlines(), "", "---", "x: [", "> y", "{", "^z"]))


@given(LINES)
@settings(max_examples=60)
def test_whatever_stands_in_a_card_all_of_it_is_shown(lines: list[str]) -> None:
    loaded = forgiven("\n".join(lines))
    assert loaded.briefing is not None
    if "share" in loaded.broken:
        shown = "\n".join(texts(card_of(loaded))).split("\n")
        assert [line for line in shown if line] == [line for line in lines if line.strip()]
