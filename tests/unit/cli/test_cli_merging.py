"""Two curators, each on a branch of git: what they anchored is merged line by line."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from briefing.authoring.anchor_lock import LOCK_NAME
from tests.curating import lay_out
from tests.programs import need
from tests.samples import TEXTS, TWO_TOWNS

from .conftest import Outcome, Run

SHARE, TURBINES = "cards/terms/share.md", "cards/terms/turbines.md"


class Repository:
    """A draft in git, and the articles beside it."""

    def __init__(self, run: Run, home: Path) -> None:
        self._run = run
        self.folder = home / "repository"
        self.folder.mkdir()
        draft, self.corpus = lay_out(home / "desk")
        self.draft = draft.rename(self.folder / draft.name)
        self.git("init", "--quiet", "--initial-branch=main")
        assert self("anchor").code == 0
        self.commit("Begin")

    def __call__(self, verb: str, *options: str) -> Outcome:
        return self._run(verb, str(self.draft), "--corpus", str(self.corpus), *options)

    def git(self, *words: str) -> int:
        who = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
        done = subprocess.run(
            ["git", *who, *words], cwd=self.folder, capture_output=True, check=False
        )
        return done.returncode

    def commit(self, message: str) -> None:
        assert self.git("add", "--all") == 0
        assert self.git("commit", "--quiet", "--message", message) == 0

    def on_branch(self, name: str, change: Callable[[], object]) -> None:
        """Change something on a branch of its own, anchor it and commit it."""
        assert self.git("checkout", "--quiet", "-b", name, "main") == 0
        change()
        assert self("anchor", "--renew").code == 0
        self.commit(name)

    def write(self, name: str, old: str, new: str) -> None:
        path = self.draft / name
        text = path.read_text("utf-8")
        assert text.count(old) == 1
        path.write_text(text.replace(old, new), "utf-8")

    @property
    def lock(self) -> list[str]:
        return (self.draft / LOCK_NAME).read_text("utf-8").splitlines()


@pytest.fixture
def repository(run: Run, home: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    need("git")
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", "/dev/null")
    return Repository(run, home)


def test_citations_that_two_branches_add_are_merged_and_nothing_is_wrong(
    repository: Repository,
) -> None:
    before = len(repository.lock)
    passage = "“At least 12,400 … December 2023”"
    repository.on_branch(
        "one",
        lambda: repository.write(
            TURBINES, "[@herald, ¶4] ^crews", f"[@herald, ¶4; @herald, ¶5 {passage}] ^crews"
        ),
    )
    other = "“The farmers of … of water”"
    repository.on_branch(
        "two",
        lambda: repository.write(SHARE, "[@herald, ¶3;", f"[@herald, ¶3; @herald, ¶5 {other};"),
    )
    assert repository.git("merge", "--quiet", "--no-edit", "one") == 0
    assert len(repository.lock) == before + 2
    done = repository("check")
    assert "anchor" not in done.out
    assert "passage]" not in done.out
    assert done.code == 0
    assert repository("anchor").out.endswith("0 new, 18 kept, 0 dropped, 0 renewed.\n")


def test_two_branches_that_renew_one_anchor_differently_end_in_an_error_that_names_it(
    repository: Repository,
) -> None:
    def correct(word: str) -> None:
        path = repository.corpus / "herald.txt"
        shutil.copy(TEXTS / "herald.txt", path)
        path.write_text(path.read_text("utf-8").replace("year’s notice", f"{word} notice"))

    repository.on_branch("one", lambda: correct("month’s"))
    repository.on_branch("two", lambda: correct("week’s"))
    assert repository.git("merge", "--quiet", "--no-edit", "one") == 0
    done = repository("check")
    assert done.code == 1
    assert "error: @herald, ¶3 has another line already, line " in done.out
    assert "error: The article @herald has another line already, line " in done.out
    assert done.out.count("[bad-anchors]") == 3
    assert "Delete the line that is not meant, or read the passages again and run" in done.out
    assert repository("anchor").code == 1
    assert repository("anchor", "--renew").code == 0
    assert "[bad-anchors]" not in repository("check").out


def test_where_git_is_not_told_how_to_merge_its_marks_are_an_error(repository: Repository) -> None:
    (repository.draft / ".gitattributes").write_text("")
    repository.commit("No union")
    repository.on_branch(
        "one",
        lambda: repository.write(
            TURBINES,
            "[@herald, ¶4] ^crews",
            "[@herald, ¶4; @herald, ¶5 “At least 12,400 … December 2023”] ^crews",
        ),
    )
    repository.on_branch(
        "two",
        lambda: repository.write(
            TURBINES,
            "[@herald, ¶4] ^crews",
            "[@herald, ¶4; @herald, ¶5 “The farmers of … of water”] ^crews",
        ),
    )
    assert repository.git("merge", "--quiet", "--no-edit", "one") == 1
    shutil.copy(TWO_TOWNS / TURBINES, repository.draft / TURBINES)
    done = repository("check")
    assert "Git could not merge the lines that begin here. Delete git’s marks and" in done.out
    kept = [line for line in repository.lock if line[:7] not in ("<<<<<<<", "=======", ">>>>>>>")]
    (repository.draft / LOCK_NAME).write_text("\n".join(kept), "utf-8")
    assert "[bad-anchors]" not in repository("check").out
