"""The short version in plain views: lines, JSON, Markdown, lists."""

from __future__ import annotations

import pytest

from briefing.authoring.load import load_briefing
from tests.samples import TWO_TOWNS

from .conftest import Run
from .test_cli_reading_verbs import valid

IN_FULL_ONLY = (
    "In full only: What was agreed on the side; People and organisations; Background; Sources"
)


def test_show_prints_views_as_rows_and_cards_whole(run: Run) -> None:
    code, out, err = run("show", "two-towns", "--short")
    assert (code, err) == (0, "")
    assert "Reading time: 2 minutes" in out
    assert "Hilltop takes two thirds of the water from June to August." in out
    assert "Card 1 of 3: Hilltop gets two thirds" in out
    assert "Three turbines" not in out
    assert "- Lakeside (Ann Lee-Marsh), welcomes: “A good day for both our towns.”" in out
    assert "The anglers fear for the spawning grounds" not in out
    assert " ".join(out.split()).endswith(IN_FULL_ONLY)


def test_rows_say_who_does_what_when_and_how_far_it_is_settled(run: Run) -> None:
    out = run("show", "two-towns/reactions", "--short").out
    assert "- Anglers of the Valley, opposes: The anglers oppose any change" in out
    out = run("show", "two-towns/disagreements", "--short").out
    assert "On which day did the councils sign? (explained)\n- " in out
    out = run("show", "two-towns/timeline", "--short").out
    assert "- since 1 Jun 2024: The shares apply." in out


def test_a_section_of_which_it_has_nothing_is_told_as_such(run: Run) -> None:
    code, out, _ = run("show", "two-towns/background", "--short")
    assert code == 0
    assert out.rstrip().endswith("Section 11 of 12: Background\nThe short version leaves this out.")


def test_a_card_is_whole_in_either_version(run: Run) -> None:
    address = "two-towns/reactions/anglers"
    assert run("show", address, "--short").out == run("show", address).out
    assert run("show", address, "--short", "--format", "json") == run(
        "show", address, "--format", "json"
    )


def test_json_has_rows_and_cards(run: Run) -> None:
    shown = valid("show", run("show", "two-towns", "--short", "--format", "json").out)
    assert shown["briefing"] is shown["section"] is shown["card"] is None
    short = shown["short"]
    assert short["words"] == load_briefing(TWO_TOWNS).briefing.short_word_count  # type: ignore[union-attr]
    sections = {section["id"]: section for section in short["sections"]}
    assert "background" not in sections
    assert [card["id"] for card in sections["terms"]["cards"]] == ["share", "duration"]
    assert sections["terms"]["rows"] == []
    assert [row["card"] for row in sections["doubts"]["rows"]] == ["gauge"]
    assert [source["key"] for source in short["sources"]] == ["herald", "post", "engineers"]
    assert (
        run("export", "two-towns", "--short", "--format", "json").out
        == run("show", "two-towns", "--short", "--format", "json").out
    )


def test_json_of_one_section(run: Run) -> None:
    out = run("show", "two-towns/terms", "--short", "--format", "json").out
    (section,) = valid("show", out)["short"]["sections"]
    assert section["id"] == "terms"


def test_markdown_has_a_list_for_a_view(run: Run) -> None:
    out = run("export", "two-towns", "--short").out
    assert "## Who says what\n\n- " in out
    assert "### The anglers oppose" not in out
    assert "### Hilltop gets two thirds" in out
    assert "## Background" not in out
    assert run("show", "two-towns", "--short", "--format", "md").out == out


@pytest.mark.parametrize("kind", ["csv", "csl"])
def test_figures_and_sources_have_no_short_version(run: Run, kind: str) -> None:
    code, out, err = run("export", "two-towns", "--short", "--format", kind)
    assert (code, out) == (2, "")
    assert "--short goes with --format md or json" in err


def test_the_list_gives_both_times(run: Run) -> None:
    assert "Reading time: 2 minutes; in full 4 minutes, " in run("list").out
    (briefing,) = valid("list", run("list", "--json").out)["briefings"]
    assert briefing["short_minutes"] == 2
    assert briefing["short_words"] < briefing["words"]
