"""anchor, on a copy of the two towns and texts of our own."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from briefing.authoring.anchor_lock import LOCK_NAME
from tests.samples import TWO_TOWNS

from .conftest import Outcome, Run


@pytest.fixture
def draft(home: Path) -> Path:
    """A folder of a briefing without anchors."""
    folder = Path(shutil.copytree(TWO_TOWNS, home / "drafts" / "two-towns"))
    (folder / LOCK_NAME).unlink(missing_ok=True)
    return folder


class Desk:
    """A draft, its texts and the command that ties one to the other."""

    def __init__(self, run: Run, draft: Path, corpus: Path) -> None:
        self._run = run
        self.draft = draft
        self.corpus = corpus

    def anchor(self, *options: str) -> Outcome:
        return self._run("anchor", str(self.draft), "--corpus", str(self.corpus), *options)

    @property
    def lock(self) -> bytes:
        return (self.draft / LOCK_NAME).read_bytes()

    @property
    def anchors(self) -> list[dict[str, Any]]:
        anchors: list[dict[str, Any]] = json.loads(self.lock)["anchors"]
        return anchors

    def rewrite(self, name: str, old: str, new: str) -> None:
        """Change a text, or a card, where it says something once."""
        folder = self.corpus if name.endswith(".txt") else self.draft
        text = (folder / name).read_text()
        assert text.count(old) == 1
        (folder / name).write_text(text.replace(old, new))


@pytest.fixture
def desk(run: Run, draft: Path, corpus: Path) -> Desk:
    return Desk(run, draft, corpus)


def counts(outcome: Outcome) -> tuple[int, ...]:
    """Anchors, new, kept, dropped and renewed, as the last line has them."""
    match = re.fullmatch(
        r"(\d+) anchors?: (\d+) new, (\d+) kept, (\d+) dropped, (\d+) renewed\.\n", outcome.out
    )
    assert match, outcome
    return tuple(map(int, match.groups()))


def test_each_passage_cited_gets_one_anchor(desk: Desk) -> None:
    total, new, *others = counts(desk.anchor())
    assert total == new == len(desk.anchors) > 10
    assert others == [0, 0, 0]
    places = [(one["source"], one.get("paragraph")) for one in desk.anchors]
    assert len(set(places)) == len(places)
    assert {source for source, _ in places} == {"herald", "post"}


def test_a_source_without_text_is_an_error_and_told_once(desk: Desk) -> None:
    done = desk.anchor()
    assert done.code == 1
    assert done.err == (
        "error: @engineers was not looked into, so its passages have no anchor."
        " The source “engineers” names no file of the corpus. Save its text there, and name the"
        " file with `corpus` in sources.yaml.\n"
    )


def test_a_second_run_changes_nothing(desk: Desk) -> None:
    total = counts(desk.anchor())[0]
    before = desk.lock
    assert counts(desk.anchor()) == (total, 0, total, 0, 0)
    assert counts(desk.anchor("--renew")) == (total, 0, total, 0, 0)
    assert desk.lock == before


def test_what_is_newly_cited_is_added_and_what_is_no_longer_cited_dropped(desk: Desk) -> None:
    total = counts(desk.anchor())[0]
    before = desk.lock
    desk.rewrite("cards/terms/share.md", "August. [@herald", "August. [@post, ¶9; @herald")
    assert counts(desk.anchor()) == (total + 1, 1, total, 0, 0)
    desk.rewrite("cards/terms/share.md", "[@post, ¶9; @herald", "[@herald")
    assert counts(desk.anchor()) == (total, 0, total, 1, 0)
    assert desk.lock == before


def test_a_passage_that_changed_is_told_and_its_anchor_kept(desk: Desk) -> None:
    total = counts(desk.anchor())[0]
    before = desk.lock
    desk.rewrite("herald.txt", "In part 3 the herald tells", "In part 3 the herald never tells")
    done = desk.anchor()
    assert done.code == 1
    assert counts(done) == (total, 0, total, 0, 0)
    assert desk.lock == before
    line = next(line for line in done.err.splitlines() if ": error: " in line)
    assert re.match(re.escape(f"{desk.draft}/cards/") + r"\S+\.md:\d+:\d+: error: ", line)
    assert "Read the passage again, then run with --renew. [altered-passage]" in line


def test_the_error_stands_at_the_citation(desk: Desk) -> None:
    desk.anchor()
    desk.rewrite("post.txt", "In part 6 the post tells", "In part 6 the post never tells")
    lines = [line for line in desk.anchor().err.splitlines() if ": error: " in line]
    assert lines
    for line in lines:
        path, row, column, _ = line.split(":", 3)
        typed = Path(path).read_text().splitlines()[int(row) - 1]
        assert re.match(r"@?post\b", typed[int(column) - 1 :])


def test_renewing_makes_anew_what_changed_and_nothing_else(desk: Desk) -> None:
    total = counts(desk.anchor())[0]
    before = {json.dumps(one) for one in desk.anchors}
    desk.rewrite("herald.txt", "In part 3 the herald tells", "In part 3 the herald never tells")
    done = desk.anchor("--renew")
    assert ": error: " not in done.err
    # The paragraph, and the source as a whole.
    assert counts(done) == (total, 0, total - 2, 0, 2)
    assert len(before - {json.dumps(one) for one in desk.anchors}) == 2
    assert counts(desk.anchor()) == (total, 0, total, 0, 0)


def test_the_anchors_of_a_text_that_is_gone_are_kept(desk: Desk) -> None:
    total = counts(desk.anchor())[0]
    before = desk.lock
    of_post = sum(one["source"] == "post" for one in desk.anchors)
    assert 1 < of_post != total - of_post
    (desk.corpus / "post.txt").unlink()
    done = desk.anchor()
    assert done.code == 1
    assert counts(done) == (total, 0, total, 0, 0)
    assert desk.lock == before
    assert f"error: @post was not looked into, so its {of_post} anchors stayed. " in done.err


def test_a_passage_that_no_anchor_can_hold_is_told_with_the_fix(desk: Desk) -> None:
    desk.rewrite("cards/terms/share.md", "@post, ¶6]", "@post, ¶99]")
    done = desk.anchor()
    assert done.code == 1
    assert "There is no paragraph 99; the text has 10. Count the blocks" in done.err
    assert counts(done)[0] == len(desk.anchors)


def test_a_damaged_lock_file_does_not_stand_in_the_way(desk: Desk) -> None:
    total = counts(desk.anchor())[0]
    before = desk.lock
    (desk.draft / LOCK_NAME).write_bytes(before[:-30])
    done = desk.anchor()
    assert counts(done) == (total, total, 0, 0, 0)
    assert f"The anchors of “{desk.draft}” are damaged, so all are regenerated.\n" in done.err
    assert desk.lock == before


def test_beside_a_damaged_lock_file_other_mistakes_are_told(desk: Desk) -> None:
    desk.anchor()
    (desk.draft / LOCK_NAME).write_bytes(b"{")
    desk.rewrite("cards/terms/share.md", "title: ", "titel: ")
    done = desk.anchor()
    assert (done.code, counts(done)) == (1, (0, 0, 0, 0, 0))
    assert "share.md:2:1: error" in done.err
    assert f"{desk.draft}/{LOCK_NAME}:" in done.err
    assert "so all are regenerated" not in done.err


def test_a_briefing_with_an_error_is_left_alone(desk: Desk) -> None:
    desk.rewrite("cards/terms/share.md", "title: ", "titel: ")
    done = desk.anchor()
    assert done.code == 1
    assert "share.md:2:1: error" in done.err
    assert counts(done) == (0, 0, 0, 0, 0)
    assert not (desk.draft / LOCK_NAME).exists()


def test_without_a_corpus_there_is_nothing_to_do(run: Run, draft: Path) -> None:
    assert run("anchor", str(draft)) == (
        2,
        "",
        "Name the folder of the source texts with --corpus DIR.\n",
    )
    assert not (draft / LOCK_NAME).exists()


def test_a_published_briefing_has_its_anchors(desk: Desk, run: Run) -> None:
    desk.anchor()
    assert run("publish", str(desk.draft)).code == 0
    corpus = str(desk.corpus)
    out = run("evidence", "two-towns/terms/share#summer", "--corpus", corpus).out
    assert "    Passage: exact\n" in out
    out = run("evidence", "two-towns/terms/share#summer").out
    assert "    The source's first and last words: “In part 2 the … part 2 of it”, 30" in out
    desk.rewrite("herald.txt", "In part 2 the herald tells", "In part 2 the herald never tells")
    out = run("evidence", "two-towns/terms/share#summer", "--corpus", corpus).out
    assert "  Passages: 1 of 2 passages altered\n" in out
    assert "    What is there now:\n    > In part 2 the herald never tells" in out
