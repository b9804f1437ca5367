"""A briefing as it stood: every verb that shows what is published can be asked for it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from briefing.library.library import Library
from tests.revising import publish_three, second
from tests.unit.library.samples import NOON

from .conftest import Run
from .test_cli_reading_verbs import valid

VERBS = [
    ("show", "two-towns"),
    ("show", "two-towns/terms/share", "--format", "json"),
    ("figures", "two-towns", "--format", "csv"),
    ("figures", "two-towns", "--history"),
    ("export", "two-towns"),
    ("evidence", "two-towns/terms"),
    ("health", "two-towns"),
    ("without", "two-towns", "herald"),
    ("search", "water", "--briefing", "two-towns"),
    ("actor", "mayor", "two-towns"),
]


@pytest.fixture(autouse=True)
def library(home: Path) -> Library:
    """Three revisions of two towns, and another briefing from the day of the second on."""
    library = Library(home / "library")
    publish_three(library)
    library.publish([replace(second(), id="copy")], NOON + timedelta(days=1))
    return library


@pytest.mark.parametrize("words", VERBS, ids=" ".join)
def test_a_number_or_a_day_means_the_same_revision_by_either_name(
    run: Run, words: tuple[str, ...]
) -> None:
    shown = run(*words, "--as-of", "2")
    assert shown.code == 0
    assert shown.out
    assert run(*words, "--as-of", "2024-05-03") == shown
    assert run(*words, "--revision", "2") == shown
    assert run(*words, "--as-of", "2024-05") == run(*words)


@pytest.mark.parametrize("words", VERBS, ids=" ".join)
def test_before_the_first_revision_there_was_nothing(run: Run, words: tuple[str, ...]) -> None:
    code, out, err = run(*words, "--as-of", "2024-05-01")
    assert (code, out) == (1, "")
    assert "“two-towns” was not published yet on 2024-05-01" in err
    assert run(*words, "--as-of", "12").code == 1
    bad = run(*words, "--as-of", "2024-02-30")
    assert (bad.code, bad.out) == (2, "")
    assert "“2024-02-30” is neither the number of a revision nor a day" in bad.err


def test_an_address_may_name_its_revision(run: Run) -> None:
    assert run("show", "two-towns/terms/share@1").out == run("show", "two-towns/share@1").out
    assert "two thirds of the water from June" in run("show", "two-towns/share#summer@1").out
    assert run("evidence", "two-towns/share#summer@1").out.count("\nClaim: ") == 1
    other = run("show", "two-towns/share@1", "--as-of", "2")
    assert (other.code, other.out) == (2, "")
    lost = run("show", "two-towns/share#sumer@1")
    assert lost.code == 1
    assert "“two-towns/share” has no claim, figure or position “sumer”; did you mean" in lost.err


def test_all_briefings_are_searched_as_they_stood(run: Run) -> None:
    now = valid("search", run("search", "fifths", "--json").out)["cards"]
    assert [one["briefing"] for one in now] == ["two-towns"]
    then = run("search", "fifths", "--as-of", "2024-05-03")
    assert (then.code, then.out) == (1, "")
    first = run("search", "in:share or thirds", "--as-of", "2024-05-02", "--json")
    found = valid("search", first.out)["cards"]
    assert {(one["briefing"], one["revision"]) for one in found} == {("two-towns", 1)}
    assert all(one["permanent"].endswith("@1") for one in found)
    both = valid("search", run("search", "thirds", "--as-of", "2024-05-03", "--json").out)["cards"]
    assert {(one["briefing"], one["revision"]) for one in both} == {("two-towns", 2), ("copy", 1)}
    assert max(len(one["places"]) for one in both) <= 2


def test_an_actor_is_told_as_all_briefings_stood(run: Run) -> None:
    pages = valid("actor", run("actor", "mayor", "--as-of", "2024-05-02", "--json").out)["pages"]
    assert [(one["briefing"], one["revision"]) for one in pages] == [("two-towns", 1)]
    pages = valid("actor", run("actor", "mayor", "--as-of", "2024-05-03", "--json").out)["pages"]
    assert {(one["briefing"], one["revision"]) for one in pages} == {("two-towns", 2), ("copy", 1)}


@pytest.mark.parametrize(
    "words",
    [
        ("search", "water", "--as-of", "2"),
        ("actor", "mayor", "--as-of", "2"),
        ("actor", "mayor", "two-towns", "--all", "--as-of", "2"),
    ],
    ids=" ".join,
)
def test_a_number_means_nothing_for_several_briefings(run: Run, words: tuple[str, ...]) -> None:
    code, out, err = run(*words)
    assert (code, out) == (2, "")
    assert err.startswith("Revision 2 is one of a briefing")


def test_what_cannot_be_read_is_left_out_of_the_past_and_told(run: Run, home: Path) -> None:
    (home / "library" / "briefings" / "copy.json").write_text("{")
    code, out, err = run("search", "thirds", "--as-of", "2024-05-03")
    assert code == 0
    assert out
    assert "“copy” was not looked through. " in err
