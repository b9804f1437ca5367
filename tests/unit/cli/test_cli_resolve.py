"""resolve: what became of what somebody pasted."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from briefing.library.library import Library
from tests.revising import publish_three

from .conftest import Outcome, Run
from .test_cli_reading_verbs import valid


@pytest.fixture(autouse=True)
def library(home: Path) -> Library:
    library = Library(home / "library")
    publish_three(library)
    return library


@pytest.fixture
def pasted(monkeypatch: pytest.MonkeyPatch, run: Run) -> Run:
    """Resolve a text that is on standard input."""

    def resolve(text: str, *options: str) -> Outcome:
        monkeypatch.setattr(sys, "stdin", io.StringIO(text))
        return run("resolve", "-", *options)

    return resolve


def test_a_correction_and_a_retraction_are_told_with_both_wordings(run: Run) -> None:
    code, out, err = run("resolve", "two-towns/share#summer@1")
    assert (code, err) == (1, "It is not as it was.\n")
    assert out == (
        "Address 1 of 1: two-towns/share#summer@1\n"
        "  What became of it: corrected; its source was retracted\n"
        "  It said: Hilltop takes two thirds of the water from June to August.\n"
        "  It says now: Hilltop takes three fifths of the water from June to August.\n"
        "  Corrected: on 4 May 2024: The text says 60 per cent.\n"
        "  Its source was retracted: The Valley Post, on 4 May 2024: The paper withdrew\n"
        "    the article.\n"
        "  Support now: The Herald\n"
        "  Address now: two-towns/share#summer@3\n"
        "  Where it is read: two-towns/terms/share#summer\n"
    )


def test_where_all_is_as_it_was_the_exit_code_says_so(run: Run) -> None:
    code, out, err = run("resolve", "two-towns/duration#figure:years@1", "two-towns/duration@3")
    assert (code, err) == (0, "Of 2 addresses 2 are as they were.\n")
    assert out.count("What became of it: as it was\n") == 2
    assert "now" not in out


def test_nothing_that_supports_it_any_more_is_said(run: Run) -> None:
    out = run("resolve", "two-towns/anglers#the-anglers-fear-for@2").out
    assert "  Support now: nothing any more\n" in out


def test_a_card_that_has_another_name_has_its_new_address(run: Run) -> None:
    out = run("resolve", "two-towns/ferry#figure:dam-cost@1").out
    assert "  What became of it: its source was retracted; moved or renamed\n" in out
    assert "  Address now: two-towns/pier#figure:dam-cost@3\n" in out


@pytest.mark.parametrize(
    ("address", "fate"),
    [
        ("nobody/share@1", "no such briefing"),
        ("two-towns/share#summer@7", "no such revision"),
        ("two-towns/share#summer@0", "no such revision"),
        ("two-towns/share#nothing@1", "not in that revision"),
        ("two-towns/pier@1", "not in that revision"),
        ("two-towns/gauge#nobody-has-offered-to@2", "withdrawn"),
        ("two-towns/winter-level@2", "its source was retracted; its question was settled"),
    ],
)
def test_what_is_gone_or_never_was_is_told(run: Run, address: str, fate: str) -> None:
    code, out, _ = run("resolve", address)
    assert code == 1
    assert f"  What became of it: {fate}\n" in out


def test_a_revision_that_cannot_be_read_is_told(run: Run, home: Path) -> None:
    (home / "library" / "revisions" / "two-towns" / "0001.json").write_text("{")
    code, out, _ = run("resolve", "two-towns/share#summer@1", "two-towns/share#summer@2")
    assert code == 1
    assert "  What became of it: cannot be read\n" in out
    assert "  What became of it: corrected; its source was retracted\n" in out


def test_a_mail_may_have_addresses_anywhere_and_twice(pasted: Run) -> None:
    mail = (
        "Hello,\n> he says “two thirds” (two-towns/terms/share#summer@1), see also"
        " <two-towns/duration#figure:years@1>.\n> > two-towns/share#summer@1; write to desk@1.org\n"
    )
    found = valid("resolve", pasted(mail, "--json").out)
    assert [one["address"] for one in found["addresses"]] == [
        "two-towns/share#summer@1",
        "two-towns/duration#figure:years@1",
    ]
    assert [one["findings"][0]["fate"] for one in found["addresses"]] == ["corrected", "as it was"]


def test_what_was_copied_and_exported_is_found_again(run: Run, pasted: Run) -> None:
    exported = run("export", "two-towns", "--as-of", "2").out
    code, out, err = pasted(exported)
    assert code == 1
    assert out.count("What became of it: corrected") == 1
    assert "no such" not in out
    numbers = exported.count("<!-- "), out.count("as it was")
    assert err == f"Of {numbers[0]} addresses {numbers[1]} are as they were.\n"
    shown = run("show", "two-towns/share#summer@1", "--format", "json").out
    assert "corrected" in pasted(shown).out


def test_of_a_text_without_addresses_that_is_said(pasted: Run) -> None:
    code, out, err = pasted("Nothing here but desk@example.org.")
    assert (code, out) == (1, "")
    assert err.startswith("There is no permanent address in it")
    assert valid("resolve", pasted("", "--json").out)["addresses"] == []


def test_what_is_typed_must_be_an_address(run: Run) -> None:
    code, out, err = run("resolve", "two-towns/terms/share")
    assert (code, out) == (2, "")
    assert "“two-towns/terms/share” is no permanent address" in err


def test_a_flood_is_cut_and_that_is_told(pasted: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("briefing.views.resolve._LONGEST", 100)
    monkeypatch.setattr("briefing.views.resolve._MOST", 2)
    code, _, err = pasted("two-towns/duration@1 two-towns/duration@2 two-towns/duration@3 " * 9)
    assert code == 1
    assert "Only the first 100 characters were read." in err
    assert "Only the first 2 of 3 addresses were looked up." in err
