"""anchor, on a copy of the two towns and texts of our own."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from briefing.authoring.anchor_lock import LOCK_NAME
from tests.curating import ENGINEERS
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

    def complete(self) -> None:
        """Put in the one text that is missing."""
        (self.corpus / "engineers.txt").write_text(ENGINEERS)
        with (self.draft / "sources.yaml").open("a") as sources:
            sources.write("  corpus: engineers.txt\n")

    def anchor(self, *options: str) -> Outcome:
        return self._run("anchor", str(self.draft), "--corpus", str(self.corpus), *options)

    @property
    def lock(self) -> bytes:
        return (self.draft / LOCK_NAME).read_bytes()

    @property
    def anchors(self) -> list[dict[str, Any]]:
        """The lines of the file that are of a passage."""
        lines = [json.loads(line) for line in self.lock.splitlines()[1:]]
        return [line for line in lines if "paragraphs" not in line]

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
    match = re.search(
        r"^(\d+) anchors?: (\d+) new, (\d+) kept, (\d+) dropped, (\d+) renewed\.\n\Z",
        outcome.out,
        re.MULTILINE,
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
    line, *_, last = [line for line in done.err.splitlines() if ": error: " in line]
    assert re.match(re.escape(f"{desk.draft}/cards/") + r"\S+\.md:\d+:\d+: error: ", line)
    assert "Read the passage again, then run with --renew. [altered-passage]" in line
    assert last == (
        f"{desk.draft}/sources.yaml:1:1: error: ¶3 changed: “In part 3 the herald never tells at"
        " length how both councils …”. Read it, correct what rests on the article, then run"
        " `briefing anchor --renew`. [article-changed]"
    )


def test_the_error_stands_at_the_citation(desk: Desk) -> None:
    desk.anchor()
    desk.rewrite("post.txt", "In part 6 the post tells", "In part 6 the post never tells")
    lines = [line for line in desk.anchor().err.splitlines() if ": error: " in line]
    assert lines
    for line in lines:
        path, row, column, _ = line.split(":", 3)
        if path.endswith("sources.yaml"):
            continue
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


def damage(desk: Desk) -> None:
    """Break the line of a paragraph that is cited, so that it is no JSON."""
    lines = desk.lock.splitlines(keepends=True)
    index = next(at for at, line in enumerate(lines) if b'"herald","paragraph":3,' in line)
    lines[index] = lines[index][:40] + b"\n"
    (desk.draft / LOCK_NAME).write_bytes(b"".join(lines))


def test_nothing_is_made_anew_of_a_damaged_file(desk: Desk) -> None:
    desk.anchor()
    damage(desk)
    before = desk.lock
    desk.rewrite("herald.txt", "In part 3 the herald tells", "In part 3 the herald never tells")
    done = desk.anchor()
    assert (done.code, counts(done)) == (1, (0, 0, 0, 0, 0))
    assert re.search(
        rf"{LOCK_NAME}:\d+:1: error: This line is not JSON\. Restore the line from git, or read the"
        r" passages again and run `briefing anchor --renew`\. \[bad-anchors\]\n",
        done.err,
    )
    assert desk.lock == before


def test_other_folders_than_the_damaged_one_are_done(desk: Desk, run: Run, home: Path) -> None:
    other = Path(shutil.copytree(desk.draft, home / "other" / "two-towns"))
    desk.anchor()
    damage(desk)
    done = run("anchor", str(desk.draft), str(other), "--corpus", str(desk.corpus))
    assert done.code == 1
    assert counts(done)[0] > 10
    assert (other / LOCK_NAME).exists()


def test_renewing_repairs_a_damaged_file_and_shows_what_rests_on_it(desk: Desk) -> None:
    desk.complete()
    total = counts(desk.anchor())[0]
    before = desk.lock
    damage(desk)
    desk.rewrite("herald.txt", "In part 3 the herald tells", "In part 3 the herald never tells")
    done = desk.anchor("--renew")
    assert done.code == 0
    assert counts(done) == (total, 0, total - 2, 0, 2)
    assert (
        "@herald, ¶3: renewed\n"
        "    was: damaged\n"
        "    is: “In part 3 the … part 3 of it” (31 words)\n"
        "    rests on it: "
    ) in done.out
    assert "side-deals/ferry#" not in done.out
    whole = done.out[done.out.index("@herald: renewed") :]
    assert whole.splitlines()[1:3] == [
        "    was: “In part 1 the … part 10 of it” (300 words)",
        "    is: “In part 1 the … part 10 of it” (301 words)",
    ]
    assert (
        "@herald: the article is taken over as it is.\n"
        "    ¶3 changed: “In part 3 the herald never tells at length how both councils …”.\n"
    ) in done.out
    assert desk.lock != before
    assert counts(desk.anchor()) == (total, 0, total, 0, 0)


def test_two_lines_for_one_citation_are_neither_of_them(desk: Desk) -> None:
    total = counts(desk.anchor())[0]
    before = desk.lock
    line = next(line for line in before.splitlines() if b'"post","paragraph":6,' in line)
    (desk.draft / LOCK_NAME).write_bytes(
        before + line.replace(b'"words":30', b'"words":31') + b"\n"
    )
    done = desk.anchor()
    assert done.code == 1
    assert "error: @post, ¶6 has another line already, line " in done.err
    assert counts(desk.anchor("--renew")) == (total, 0, total - 1, 0, 1)
    assert desk.lock == before


def test_what_is_damaged_is_not_given_up_where_the_text_is_missing(desk: Desk) -> None:
    desk.anchor()
    damage(desk)
    before = desk.lock
    (desk.corpus / "herald.txt").unlink()
    done = desk.anchor("--renew")
    assert (done.code, counts(done)) == (1, (0, 0, 0, 0, 0))
    assert f"Nothing was written in “{desk.draft}”: not all can be made anew.\n" in done.err
    assert (
        "error: Anchors are damaged, and without the text this one cannot be made anew. Restore the"
        " damaged lines from git, or run it where the text is. [bad-anchors]"
    ) in done.err
    assert "[bad-anchors]" in done.err
    assert desk.lock == before


def test_beside_a_damaged_lock_file_other_mistakes_are_told(desk: Desk) -> None:
    desk.anchor()
    (desk.draft / LOCK_NAME).write_bytes(b"{")
    desk.rewrite("cards/terms/share.md", "title: ", "titel: ")
    for options in ((), ("--renew",)):
        done = desk.anchor(*options)
        assert (done.code, counts(done)) == (1, (0, 0, 0, 0, 0))
        assert "share.md:2:1: error" in done.err
        assert f"{desk.draft}/{LOCK_NAME}:" in done.err


def test_the_file_of_version_1_is_replaced(desk: Desk) -> None:
    desk.complete()
    total = counts(desk.anchor())[0]
    before = desk.lock
    anchors = [line.decode() for line in before.splitlines()[1:] if b"paragraphs" not in line]
    (desk.draft / LOCK_NAME).unlink()
    earlier = desk.draft / "anchors.lock.json"
    earlier.write_text(f'{{"version": 1, "anchors": [{",".join(anchors)}]}}')
    assert counts(desk.anchor()) == (total, 0, total, 0, 0)
    assert desk.lock == before
    assert not earlier.exists()
    earlier.write_text("{")
    done = desk.anchor()
    assert done.code == 0
    assert "anchors.lock.json:1:1: warning: This file does not count any more" in done.err
    assert earlier.exists()


def test_git_is_told_how_to_merge_the_file(desk: Desk) -> None:
    desk.anchor()
    attributes = desk.draft / ".gitattributes"
    assert attributes.read_text() == "*.lock.jsonl merge=union\n"
    attributes.write_text("*.md text\n")
    done = desk.anchor()
    assert f"“{attributes}” was left alone." in done.err
    assert attributes.read_text() == "*.md text\n"


def test_an_article_that_changed_where_nothing_cites_it_is_not_taken_over_silently(
    desk: Desk,
) -> None:
    desk.complete()
    total = counts(desk.anchor())[0]
    before = desk.lock
    text = desk.corpus / "herald.txt"
    text.write_text(f"{text.read_text()}\n\nUPDATE: All charges were dropped on Friday.")
    done = desk.anchor()
    assert (done.code, counts(done)) == (1, (total, 0, total, 0, 0))
    assert "error: ¶11 is new: “UPDATE: All charges were dropped on Friday”. Read it, " in done.err
    assert desk.lock == before
    done = desk.anchor("--renew")
    assert done.code == 0
    assert (
        "\n@herald: the article is taken over as it is.\n"
        "    ¶11 is new: “UPDATE: All charges were dropped on Friday”.\n"
    ) in done.out
    assert counts(done) == (total, 0, total - 1, 0, 1)
    assert desk.lock != before
    assert desk.anchor("--renew").out.count("\n") == 1


def test_a_text_that_stands_twice_is_not_looked_into_even_to_renew(desk: Desk) -> None:
    desk.complete()
    total = counts(desk.anchor())[0]
    before = desk.lock
    text = desk.corpus / "herald.txt"
    text.write_text(f"{text.read_text()}\n\n{text.read_text()}")
    for options in ((), ("--renew",)):
        done = desk.anchor(*options)
        assert (done.code, counts(done)) == (1, (total, 0, total, 0, 0))
        assert [line for line in done.err.splitlines() if "error" in line] == [
            f"{desk.draft}/sources.yaml:1:1: error: The text stands twice in “herald.txt”: from ¶11"
            " on it begins again. No passage of it was looked for. Delete one of the two."
            " [text-twice]"
        ]
    assert desk.lock == before


def test_another_text_is_told_once_and_may_be_taken_over(desk: Desk) -> None:
    desk.complete()
    total = counts(desk.anchor())[0]
    before = desk.lock
    other = "\n\n".join(f"Rain fell on day {day}, and the ferry stayed away." for day in range(12))
    (desk.corpus / "herald.txt").write_text(other)
    done = desk.anchor()
    assert (done.code, counts(done)) == (1, (total, 0, total, 0, 0))
    assert done.err.count(": error: ") == 1
    assert "another text than the one anchored: 0 of 10 paragraphs are the same." in done.err
    assert desk.lock == before
    assert counts(desk.anchor("--renew"))[4] > 5
    assert desk.anchor().code == 0


def test_renewing_does_not_anchor_what_took_the_number_of_a_passage(desk: Desk) -> None:
    total = counts(desk.anchor())[0]
    before = desk.lock
    text = desk.corpus / "herald.txt"
    changed = text.read_text().replace("In part 3 the herald tells", "In part 3 it tells")
    text.write_text(f"CORRECTION: It is not so, the editors write today.\n\n{changed}")
    done = desk.anchor("--renew")
    assert done.code == 1
    assert "error: What is left of the passage is @herald, ¶4 now." in done.err
    assert "Run `briefing anchor --follow` first. [moved-passage]" in done.err
    # The source as a whole is the only citation that does not name a paragraph.
    assert counts(done) == (total, 0, total - 1, 0, 1)
    assert [one for one in desk.lock.splitlines() if b'"herald","paragraph":3,' in one] == [
        one for one in before.splitlines() if b'"herald","paragraph":3,' in one
    ]


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
