"""A briefing as JSON, and its figures as comma-separated values."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime
from decimal import Decimal

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.model.actors import Actor, Name
from briefing.model.briefing import Briefing, Revision
from briefing.model.cards import Card, Section
from briefing.model.claims import Claim, Evidence, Figure
from briefing.model.dates import parse_date
from briefing.model.vocabulary import ActorType, Qualifier, SectionKind, Support
from briefing.views.export import Exported, to_json
from briefing.views.figures import CSV_COLUMNS, figures_csv


def briefing(*figures: Figure) -> Briefing:
    card = Card(id="card", title="Երևան", claims=(Claim(id="a", text="Əliyev"),), figures=figures)
    other = Card(id="other", title="Other")
    section = Section(id="terms", kind=SectionKind.TERMS, title="Terms", cards=(card, other))
    mayor = Actor(id="mayor", type=ActorType.PERSON, names=(Name(text="Ann Lee"),))
    return Briefing(
        id="dam", title="Dam", sections=(section,), actors=(mayor,), key_figures=("share",)
    )


REVISION = Revision(number=2, published=datetime(2024, 5, 3, 10, tzinfo=UTC), briefing=briefing())


def test_json_of_a_briefing_is_read_back_as_it_was() -> None:
    text = to_json(REVISION)
    assert "Երևան" in text
    assert text.endswith("}\n")
    assert text == to_json(REVISION)
    exported = msgspec.json.decode(text, type=Exported)
    assert exported == Exported(
        address="dam",
        revision=2,
        published=REVISION.published,
        permanent=exported.permanent,
        briefing=REVISION.briefing,
    )
    assert exported.permanent["card"] == "dam/card@2"


def test_json_of_a_part_holds_that_part_alone() -> None:
    (section,) = REVISION.briefing.sections
    whole_section = json.loads(to_json(REVISION, section))
    assert whole_section["address"] == "dam/terms"
    assert [card["id"] for card in whole_section["section"]["cards"]] == ["card", "other"]
    assert whole_section["briefing"] is None
    one_card = json.loads(to_json(REVISION, section, section.cards[0]))
    assert one_card["address"] == "dam/terms/card"
    assert one_card["card"]["title"] == "Երևան"
    assert (one_card["briefing"], one_card["section"]) == (None, None)


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_a_figure_is_a_row() -> None:
    figure = Figure(
        id="share",
        measure="Share, of “water”",
        unit="per cent",
        value=Decimal("66.60"),
        qualifier=Qualifier.ABOUT,
        as_of=parse_date("2024-05~"),
        as_reported="two\nthirds",
        said_by="mayor",
        note="dry; year",
        parts=("day", "night"),
        rivals=("other",),
        evidence=(
            Evidence(source="herald", paragraph=2),
            Evidence(source="post", stance=Support.CONTRADICTS),
        ),
    )
    span = Figure(id="span", measure="Span", unit="m", low=Decimal("1E+3"), high=Decimal(2000))
    first, second = rows(figures_csv(briefing(figure, span)))
    assert first == {
        "card": "dam/terms/card",
        "figure": "share",
        "key": "yes",
        "measure": "Share, of “water”",
        "qualifier": "about",
        "value": "66.60",
        "low": "",
        "high": "",
        "unit": "per cent",
        "as_of": "2024-05~",
        "as_reported": "two\nthirds",
        "said_by": "Ann Lee",
        "described_by": "",
        "note": "dry; year",
        "parts": "day; night",
        "rivals": "other",
        "citations": "herald ¶2; contradicts post",
        "corrected": "",
    }
    assert (second["value"], second["low"], second["high"]) == ("", "1000", "2000")
    assert second["key"] == "no"


def test_without_figures_there_is_a_header() -> None:
    assert figures_csv(briefing()) == ",".join(CSV_COLUMNS) + "\n"


@pytest.mark.parametrize(
    ("note", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("+cmd", "'+cmd"),
        ("-cmd", "'-cmd"),
        ("@SUM(1)", "'@SUM(1)"),
        ("\t=1", "'\t=1"),
        (" =1", "' =1"),
        ("＝1", "'＝1"),
        ("-5", "-5"),
        ("+5.25", "+5.25"),
        ("-5 people", "'-5 people"),
        ("a=b", "a=b"),
        ("in May", "in May"),
    ],
)
def test_no_cell_is_a_formula(note: str, cell: str) -> None:
    figure = Figure(id="f", measure="M", unit="u", value=Decimal(-3), note=note)
    (row,) = rows(figures_csv(briefing(figure)))
    assert row["note"] == cell
    assert row["value"] == "-3"


@given(st.text(min_size=1))
def test_any_text_comes_back_from_its_cell(text: str) -> None:
    figure = Figure(id="f", measure=text, unit="u", value=Decimal(1))
    (row,) = rows(figures_csv(briefing(figure)))
    assert row["measure"].removeprefix("'") == figure.measure.removeprefix("'")
    assert row["measure"][0] not in "=@\t"
