"""What readers are told of a curator's notes, and of a revision that was taken back."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from briefing.library.library import Library, Submission
from tests.revising import second, third
from tests.samples import two_towns
from tests.unit.library.samples import NOON

from .conftest import Run
from .test_cli_reading_verbs import valid

NOTES = ("", "The households were counted again.", "The share was wrong.")


@pytest.fixture(autouse=True)
def library(home: Path, monkeypatch: pytest.MonkeyPatch) -> Library:
    """Three revisions with notes; the second was withdrawn the day after the third."""
    monkeypatch.setattr("briefing.views.digest.now", lambda: NOON + timedelta(days=3, hours=1))
    library = Library(home / "library")
    made = (two_towns(), second(), third())
    for number, (briefing, note) in enumerate(zip(made, NOTES, strict=True)):
        submission = Submission(briefing=briefing, note=note)
        library.publish([submission], NOON + timedelta(days=number))
    library.withdraw("two-towns", 2, "The census was a draft.", NOON + timedelta(days=3))
    return library


def test_a_log_has_the_notes_and_what_was_withdrawn(run: Run) -> None:
    newest, _, withdrawn, _ = run("log", "two-towns").out.split("\n\n")
    assert newest == (
        "Revision 4: 5 May 2024, 12:00 UTC\n  Changes: nothing that is read\n"
        "  Withdraws: revision 2"
    )
    assert "\n  Note: The households were counted again.\n" in withdrawn
    assert withdrawn.endswith("\n  Withdrawn: on 5 May 2024: The census was a draft.")
    found = valid("log", run("log", "two-towns", "--json").out)["revisions"]
    reasons = [
        one["revision"]["withdrawn"] and one["revision"]["withdrawn"]["reason"] for one in found
    ]
    assert reasons == [None, None, "The census was a draft.", None]
    assert [one["withdraws"] for one in found] == [[2], [], [], []]


def test_a_notice_that_all_is_withdrawn_is_not_withdrawn_itself(run: Run, library: Library) -> None:
    for number in (1, 4):
        library.withdraw("two-towns", number, "A hoax.", NOON + timedelta(days=4))
    newest = library.open("two-towns")
    assert newest.is_notice
    assert [one.is_notice for one in map(partial(library.open, "two-towns"), (1, 2, 3, 4))] == (
        [False] * 4
    )
    first = run("log", "two-towns").out.split("\n\n")[0]
    assert "  Withdraws: revision 3, 4" in first
    assert "  Withdrawn:" not in first
    assert "  Changes: all of the briefing is withdrawn\n" in first
    shown = run("show", "two-towns")
    assert "was withdrawn on 6 May 2024. A" in shown.out
    assert shown.err == ""
    assert run("health", "two-towns") == (
        0,
        "",
        "The briefing is withdrawn as a whole: there is nothing to check.\n",
    )
    report = valid("health", run("health", "two-towns", "--format", "json").out)
    assert (report["sound"], report["counts"]) == (True, [])
    code, out, err = run("changes", "two-towns", "--since", "3")
    assert (code, err) == (0, "“two-towns” was withdrawn as a whole.\n")
    assert out.count("withdrawn on 6 May 2024") == 3
    assert "Since revision" not in run("show", "two-towns", "--since", "1").out
    assert "“two-towns” was withdrawn already" in run("withdraw", "two-towns", "--reason", "x").err


def test_notes_stand_between_what_was_wrong_and_all_else(run: Run) -> None:
    out = run("changes", "two-towns", "--since", "1").out
    assert "  Revision 2" not in out.partition("Corrected")[0].replace(
        "\nRevision 2: withdrawn", ""
    )
    corrected, retracted = out.index("Corrected: 1"), out.index("Source retracted: 1")
    note = out.index("Revision 2, 3 May 2024: The households were counted again.\n")
    other = out.index("Revision 3, 4 May 2024: The share was wrong.\n")
    assert corrected < retracted < note < other < out.index("\nSupport lost")
    assert "\nRevision 2: withdrawn on 5 May 2024: The census was a draft.\n" in out


@pytest.mark.parametrize(
    "words",
    [
        ("show", "two-towns/share"),
        ("figures", "two-towns"),
        ("export", "two-towns"),
        ("evidence", "two-towns/share"),
        ("health", "two-towns"),
        ("without", "two-towns", "herald"),
        ("search", "water", "--briefing", "two-towns"),
        ("actor", "mayor", "two-towns"),
    ],
    ids=" ".join,
)
def test_who_is_shown_it_as_of_then_is_told(run: Run, words: tuple[str, ...]) -> None:
    said = "Revision 2 of “two-towns” was withdrawn on 5 May 2024: The census was a draft.\n"
    assert said in run(*words, "--as-of", "2").err
    assert said in run(*words, "--as-of", "2024-05-03").err
    assert said not in run(*words, "--as-of", "1").err
    assert said not in run(*words).err


def test_a_search_of_the_past_tells_it_too(run: Run) -> None:
    assert (
        "Revision 2 of “two-towns” was withdrawn" in run("search", "a", "--as-of", "2024-05-03").err
    )


def test_what_was_copied_from_it_is_not_as_it_was(run: Run) -> None:
    code, out, _ = run("resolve", "two-towns/duration#figure:years@2", "two-towns/duration@1")
    assert code == 1
    assert "  What became of it: its revision was withdrawn\n" in out
    assert "  Its revision was withdrawn: on 5 May 2024: The census was a draft.\n" in out
    lost = run("resolve", "two-towns/duration#nothing@2").out
    assert "  What became of it: not in that revision; its revision was withdrawn\n" in lost


def test_a_digest_has_the_notes_and_what_was_withdrawn(run: Run) -> None:
    out = run("digest", "--since", "2024-05-02").out
    assert "  Revision 3, 4 May 2024: The share was wrong.\n" in out
    assert "  Revision 2: withdrawn on 5 May 2024: The census was a draft.\n" in out


def test_a_withdrawal_alone_is_news(run: Run, library: Library) -> None:
    run("watch")
    library.withdraw("two-towns", None, "All of it was wrong.", NOON + timedelta(days=4))
    code, out, _ = run("watch")
    assert code == 0
    assert "  Revision 4: withdrawn on 6 May 2024: All of it was wrong.\n" in out
    library.withdraw("two-towns", 1, "An old mistake.", NOON + timedelta(days=5))
    assert "  Revision 1: withdrawn on 7 May 2024: An old mistake.\n" in run("watch").out
