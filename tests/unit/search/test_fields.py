"""What queries with fields, alternatives and exclusions mean in the briefing of two towns."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

import msgspec
import pytest

from briefing.model.briefing import Briefing
from briefing.model.cards import Card, Section
from briefing.model.claims import Claim, Evidence
from briefing.model.dates import parse_date
from briefing.model.parts import Field
from briefing.model.vocabulary import SectionKind, Support
from briefing.search.facts import NAME, briefing_values
from briefing.search.fields import FIELDS
from briefing.search.finder import Finder
from briefing.search.query import Asked, QueryError, State
from tests.samples import two_towns


@pytest.fixture(scope="module")
def briefing() -> Briefing:
    return two_towns()


@pytest.fixture(scope="module")
def finder(briefing: Briefing) -> Finder:
    def states(asked: Asked) -> Collection[str] | None:
        return {"share", "dam"} if asked is State.BOOKMARKED else None

    return Finder(briefing, states, today=lambda: date(2024, 6, 10))


def ids(finder: Finder, text: str) -> list[str]:
    """The cards that a query means, in reading order."""
    assert not isinstance(finder.read(text), QueryError)
    return list(dict.fromkeys(hit.card_id for hit in finder.find(text)))


@pytest.mark.parametrize(
    ("text", "cards"),
    [
        ("in:terms", ["duration", "share", "turbines"]),
        ("IN:Terms turbines", ["turbines"]),
        ("in:terms -turbines", ["duration", "share"]),
        ("in:terms in:unknowns", ["duration", "share", "turbines", "winter-level"]),
        ("in:terms and in:unknowns", []),
        ("by:lee-marsh", ["share", "lakeside-council"]),
        ('by:"ann lee"', ["share", "lakeside-council"]),
        ("by:anglers", ["anglers"]),
        ("country:LI in:reactions", ["hilltop-council"]),
        ("country:hilltop in:reactions", ["hilltop-council"]),
        ("country:seestadt in:reactions", ["lakeside-council"]),
        ("country:ch in:terms", ["duration", "share"]),
        ("stance:welcomes", ["lakeside-council"]),
        ("stance:welcomes stance:silent", ["lakeside-council", "rivers-union"]),
        ("tag:summer", ["share"]),
        ("tag:water", ["share", "dam"]),
        ("unit:turbines", ["turbines"]),
        ('unit:"per cent"', ["share"]),
        ("fig:>60", ["duration", "share"]),
        ("fig:60 in:terms", ["share"]),
        ("fig:66.6", ["share"]),
        ("fig:<=2", ["turbines", "ferry"]),
        ("fig:<2", []),
        ("fig:11..57", []),
        ("fig:11..58", ["share"]),
        ("fig:>=12,400", ["duration"]),
        ("fig:>12400", []),
        ("fig:>60 unit:years", ["duration"]),
        ("kind:reaction", ["anglers", "hilltop-council", "lakeside-council", "rivers-union"]),
        ("kind:quote in:terms", ["share"]),
        ("kind:figure", ["duration", "share", "turbines", "ferry"]),
        ("kind:disagreement", ["day-of-signature", "share-or-level"]),
        ("is:disputed", ["share", "share-or-level", "years"]),
        ("is:bookmarked", ["share", "dam"]),
        ("-is:bookmarked tag:water", []),
        ("source:engineers in:disagreements", ["share-or-level"]),
        ("source:institute in:disagreements", ["share-or-level"]),
        ("date:2024-04-28", ["anglers", "ferry"]),
        ("date:2024-05-20", ["share", "hilltop-council", "ferry"]),
        ("date:..2022 in:terms", []),
        ("date:..2023-06 in:terms", ["share"]),
        ("date:last-month kind:reaction", ["hilltop-council", "lakeside-council"]),
        ("briefing:two in:terms", ["duration", "share", "turbines"]),
        ("(stance:welcomes or tag:summer) trust", ["share"]),
        ("", []),
        ("sort:newest", []),
    ],
)
def test_cards_meant(finder: Finder, text: str, cards: list[str]) -> None:
    assert sorted(ids(finder, text)) == sorted(cards)


def test_sources_that_support_something_in_a_card_are_counted(
    briefing: Briefing, finder: Finder
) -> None:
    everything = {card.id for _, card in briefing.cards()}
    several, one = set(ids(finder, "sources:>=2")), set(ids(finder, "sources:1"))
    assert {"share", "rivers-union"} <= several
    assert {"turbines", "anglers"} <= one
    assert set(ids(finder, "is:single-source")) == one
    assert everything - several - one == set(ids(finder, "sources:0"))


def test_a_source_cited_against_or_for_context_supports_nothing(briefing: Briefing) -> None:
    cited = (
        Evidence(source="herald"),
        Evidence(source="post", stance=Support.CONTRADICTS),
        Evidence(source="engineers", stance=Support.CONTEXT),
    )
    card = Card(id="c", title="C", claims=(Claim(id="x", text="x", evidence=cited),))
    section = Section(id="s", kind=SectionKind.TERMS, title="S", cards=(card,))
    finder = Finder(msgspec.structs.replace(briefing, sections=(section,)))
    for text in ("sources:1", "source:post", "is:disputed", "is:single-source"):
        assert ids(finder, text) == ["c"], text


def test_what_is_not_asked_by_words_is_found_by_its_title(
    briefing: Briefing, finder: Finder
) -> None:
    (hit,) = finder.find("tag:summer")
    titles = {card.id: card.title for _, card in briefing.cards()}
    assert (hit.field, hit.text, hit.spans) == (Field.TITLE, titles["share"], ())
    assert [match.span for match in finder.matches("tag:summer")] == [None]
    assert finder.count("in:terms") == 3


def test_only_alternatives_that_hold_are_marked(finder: Finder) -> None:
    hits = finder.find("in:terms (ferry turbines or crews)")
    marked = {hit.text[start:end] for hit in hits for start, end in hit.spans}
    assert marked == {"crews"}
    hits = finder.find("in:terms crews (turbines or ferry) -gauge")
    marked = {hit.text[start:end].lower() for hit in hits for start, end in hit.spans}
    assert marked == {"crews", "turbines"}


def test_quoted_words_are_whole_and_starred_words_are_what_they_are(finder: Finder) -> None:
    assert "share" in ids(finder, "counc or trus")
    assert ids(finder, '"trus"') == []
    assert ids(finder, '"trust"') == ids(finder, '"trus*"') == ids(finder, '"trus') == ["share"]
    assert ids(finder, "Seestadt in:terms") == ids(finder, "lakeside in:terms")
    assert ids(finder, "seestadt* in:terms") == []


def test_words_side_by_side_name_somebody_together_and_alternatives_do_not(
    finder: Finder,
) -> None:
    together = finder.find("orkhan aliyev")
    assert {hit.card_id for hit in together} == {hit.card_id for hit in finder.find("aliev")}


@pytest.mark.parametrize(
    ("text", "said", "suggestion"),
    [
        ("tag:sumer", "did you mean “summer”", "tag:summer"),
        ("actor:alieyv", "did you mean “Aliev”", "actor:Aliev"),
        ('actor:"lakside"', "did you mean “Lakeside”", "actor:Lakeside"),
        ("in:reactoins x", "did you mean “reactions”", "in:reactions"),
        ("country:XX", "There is: ", None),
        ("by:— x", "not a name", None),
        ("-(x or source:times)", "There is: herald, The Herald", None),
        ("is:unread", "“is:unread” works in the reader only", None),
        ("is:changed", "“is:changed” works in the reader only", None),
        ("since:last x", "“since:last” works in the reader only", None),
    ],
)
def test_what_nobody_knows_is_told_with_what_is_near(
    finder: Finder, text: str, said: str, suggestion: str | None
) -> None:
    error = finder.read(text)
    assert isinstance(error, QueryError)
    assert said in error.message
    assert error.message.endswith((".", "?", "…"))
    assert (error.suggestion or "").casefold() == (suggestion or "").casefold()
    assert ":" in text[slice(*error.span)]
    assert not error.incomplete
    assert finder.find(text) == []


def test_the_beginning_of_something_known_is_incomplete(finder: Finder) -> None:
    error = finder.read("in:reac")
    assert isinstance(error, QueryError)
    assert error.incomplete
    error = finder.read("in:reac x")
    assert isinstance(error, QueryError)
    assert not error.incomplete


def test_every_field_without_a_closed_list_is_held_against_names(
    finder: Finder, briefing: Briefing
) -> None:
    for field in FIELDS.values():
        error = finder.read(f"{field.name}:zzz")
        is_told = isinstance(error, QueryError) and "is not known here. There is: " in error.message
        assert is_told is field.is_open, field.name
    known = {name for name, _ in briefing_values(briefing)} - {NAME} | {"tag", "unit"}
    assert known == {field.name for field in FIELDS.values() if field.is_open}


def test_what_differs_by_capitals_and_hyphens_only_is_listed_once(finder: Finder) -> None:
    error = finder.read("actor:zzz")
    assert isinstance(error, QueryError)
    listed = error.message.partition("There is: ")[2].rstrip(" ….").split(", ")
    alike = [name.casefold().replace("-", " ") for name in listed]
    assert len(alike) == len(set(alike)) > 1
    assert any(name != name.lower() for name in listed)


@pytest.mark.parametrize(
    ("told", "asked", "meant"),
    [
        ("2023-12~", "2023-12-13", True),
        ("2023", "2023-12-13", True),
        ("2023-12-13", "2023", True),
        ("2023-12-13", "2023-12-14..", False),
        ("2023-12-13", "..2023-12-12", False),
        ("2023-12-13", "2023-12-13..2023-12-13", True),
        ("../2020", "2019", True),
        ("../2020", "2021", False),
        ("2023-09/..", "2030..", True),
        ("2023-09/..", "..2023-08", False),
    ],
)
def test_imprecise_dates_match_by_their_bounds(
    briefing: Briefing, told: str, asked: str, meant: bool
) -> None:
    card = Card(id="c", title="C", claims=(Claim(id="x", text="x", date=parse_date(told)),))
    section = Section(id="s", kind=SectionKind.TERMS, title="S", cards=(card,))
    dated = Finder(msgspec.structs.replace(briefing, sections=(section,)))
    assert ids(dated, f"date:{asked}") == (["c"] if meant else [])


def test_references_that_lead_nowhere_are_no_mistake(briefing: Briefing) -> None:
    bare = msgspec.structs.replace(briefing, actors=(), sources=())
    assert Finder(bare).cards("in:terms") == {"duration", "share", "turbines"}
    assert Finder(bare).cards("actor:mayor") == set()


def test_numbers_are_compared_exactly(finder: Finder) -> None:
    assert ids(finder, "fig:66.6..66.60 in:terms") == ["share"]
    assert ids(finder, "fig:>66.6 in:terms unit:cent") == []
