"""paragraphs and affects: what is made of one source of a folder."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.curating import Desk, lay_out

from .conftest import Run
from .test_cli_reading_verbs import valid

CARD = """---
title: The anglers fear for fish
status: draft
---
The anglers fear for the spawning grounds. [@post, ¶1]
"""


@pytest.fixture
def desk(home: Path) -> Desk:
    return lay_out(home)


def test_paragraphs_show_what_cites_each_and_what_nothing_does(desk: Desk, run: Run) -> None:
    (desk.draft / "cards/terms/fish.md").write_text(CARD, "utf-8")
    with (desk.corpus / "post.txt").open("a", encoding="utf-8") as text:
        text.write("\n\nSubscribe to the Valley Post.\n")
    options = (str(desk.draft), "post", "--corpus", str(desk.corpus))
    code, out, err = run("paragraphs", *options)
    assert (code, err) == (0, "")
    assert out.startswith("Source: The Valley Post (post)\nCited: 7 of 8 paragraphs\n")
    assert "\n¶3 ×" in out
    assert "\n¶8 –   Subscribe to the Valley Post.\n" in out
    assert "fish#the-anglers-fear-for" in out
    assert max(map(len, out.splitlines())) <= 80
    found = valid("paragraphs", run("paragraphs", *options, "--format", "json").out)
    assert found["cited"] == sum(bool(one["cited_by"]) for one in found["paragraphs"])


def test_affects_tells_the_gravest_first(desk: Desk, run: Run) -> None:
    desk.rewrite(
        "sources.yaml",
        lambda typed: (
            typed + b"radio: {type: broadcast, title: News, container-title: Radio,"
            b" corpus: radio.txt}\n"
        ),
    )
    text = "Some 9,000 households in Lakeside and Hilltop drink from the dam."
    (desk.corpus / "radio.txt").write_text(text, "utf-8")
    options = (str(desk.draft), "radio", "--corpus", str(desk.corpus))
    code, out, err = run("affects", *options)
    assert (code, err) == (0, "")
    assert "Address: terms/duration#figure:households\n  Why: ¶1 has 9,000, the card 12,400" in out
    assert "Agrees: nothing" in out
    assert max(map(len, out.splitlines())) <= 80
    found = valid("affects", run("affects", *options, "--format", "json").out)["affected"]
    assert (found[0]["effect"], found[0]["passage"]) == ("contradicts", text.rstrip("."))


@pytest.mark.parametrize("verb", ["paragraphs", "affects"])
def test_what_cannot_be_shown_says_why(desk: Desk, run: Run, verb: str) -> None:
    corpus = ("--corpus", str(desk.corpus))
    found = run(verb, str(desk.draft), "pots", *corpus)
    assert (found.code, found.out) == (1, "")
    assert "has no source “pots”; did you mean “post”?" in found.err
    (desk.corpus / "post.txt").unlink()
    assert "There is no text of “post”." in run(verb, str(desk.draft), "post", *corpus).err
    (desk.draft / "briefing.md").unlink()
    assert "`briefing check` lists them" in run(verb, str(desk.draft), "post", *corpus).err


RADIO = """Valley Radio, news at noon.

“The gauge is the heart of this deal,” said Council President Ida Moll on 6 May 2024.
"""


def heard(desk: Desk) -> tuple[str, ...]:
    (desk.corpus / "radio.txt").write_text(RADIO, "utf-8")
    desk.rewrite(
        "sources.yaml",
        lambda typed: (
            typed + b"radio: {type: broadcast, title: News, container-title: Radio,"
            b" corpus: radio.txt}\n"
        ),
    )
    return ("draft", str(desk.draft), "radio", "--corpus", str(desk.corpus))


def test_draft_lists_and_writes_once(desk: Desk, run: Run) -> None:
    command = heard(desk)
    before = {one for one in desk.draft.rglob("*") if one.is_file()}
    listed = run(*command, "--list")
    assert (listed.code, listed.err) == (0, "")
    assert (
        "Quotations: 1\n2. “The gauge is the heart of this deal”\n  Speaker: Ida Moll" in listed.out
    )
    assert max(map(len, listed.out.splitlines())) <= 80
    assert {one for one in desk.draft.rglob("*") if one.is_file()} == before
    found = valid("draft", run(*command, "--format", "json").out)
    assert [one["kind"] for one in found["proposals"]] == ["actor", "quotation", "date"]
    assert "cards/timeline/radio-dates.md" in found["files"]
    again = run(*command)
    assert (again.code, again.err) == (0, "Nothing was drafted.\n")
    assert "Quotations: nothing new" in again.out


@pytest.mark.parametrize(
    ("only", "files"),
    [
        ("2", {"cards/background/radio-quotations.md"}),
        ("date, actor", {"actors.yaml", "cards/timeline/radio-dates.md"}),
        ("1-2", {"actors.yaml", "cards/background/radio-quotations.md"}),
    ],
)
def test_some_of_the_proposals_are_drafted(
    desk: Desk, run: Run, only: str, files: set[str]
) -> None:
    found = valid("draft", run(*heard(desk), "--only", only, "--format", "json").out)
    assert set(found["files"]) - {"briefing.md"} == files


@pytest.mark.parametrize(
    "only", ["", ",", "1-", "0", "4", "3-2", "1-9", "x", "1-x", pytest.param("9" * 5000, id="long")]
)
def test_what_is_not_listed_is_not_drafted(desk: Desk, run: Run, only: str) -> None:
    found = run(*heard(desk), "--only", only)
    assert (found.code, found.out) == (2, "")
    assert found.err.startswith("--only: ")


def test_a_source_is_drafted_from_before_there_is_a_bottom_line(desk: Desk, run: Run) -> None:
    command = heard(desk)
    desk.rewrite("briefing.md", lambda typed: typed[: typed.rindex(b"---") + 4])
    found = run(*command)
    assert found.code == 0
    assert "Left out, because of errors that `briefing check` lists: “bottom-line”." in found.err
    assert "Drafted in " in found.err


def test_draft_asks_a_program(desk: Desk, run: Run, home: Path) -> None:
    command = heard(desk)
    program = home / "namer.py"
    program.write_text(
        "import json, sys\n"
        "print(json.dumps({'program': 'namer', 'version': '1'}))\n"
        "for line in sys.stdin:\n"
        "    one = json.loads(line)\n"
        "    print(json.dumps({'kind': 'actor', 'paragraph': one['paragraph'],"
        " 'words': 'Valley Radio', 'type': 'organisation'}))\n",
        "utf-8",
    )
    found = run(*command, "--list", "--with", f"{sys.executable} {program}")
    assert "4. Valley Radio\n  Type: organisation\n" in found.out
    assert "  By: namer 1\n" in found.out
    assert "Line 3 of namer 1 is left out: “Valley Radio” is not in ¶2." in found.err
    assert run(*command, "--with", "/no/such/program").code == 2
