"""paragraphs and affects: what is made of one source of a folder."""

from __future__ import annotations

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
