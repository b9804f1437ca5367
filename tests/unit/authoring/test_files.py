"""Folders and files that cannot be read or do not belong: problems, never exceptions."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from briefing.authoring.load import load_briefing
from briefing.authoring.problems import Problem
from briefing.model.vocabulary import Severity
from tests.unit.authoring.topics import change


def only(topic: Path, code: str) -> Problem:
    found = [problem for problem in load_briefing(topic).problems if problem.code == code]
    assert len(found) == 1, load_briefing(topic).problems
    return found[0]


def test_missing_folder(tmp_path: Path) -> None:
    loaded = load_briefing(tmp_path / "nowhere")
    assert loaded.briefing is None
    assert [(p.path, p.code) for p in loaded.problems] == [("nowhere", "missing-folder")]


def test_file_for_a_folder(topic: Path) -> None:
    assert load_briefing(topic / "briefing.md").problems[0].code == "missing-folder"


@pytest.mark.parametrize("name", ["briefing.md", "sources.yaml"])
def test_missing_file(topic: Path, name: str) -> None:
    (topic / name).unlink()
    assert only(topic, "missing-file").path == f"two-towns/{name}"


def test_missing_sources_do_not_make_every_citation_unknown(topic: Path) -> None:
    (topic / "sources.yaml").unlink()
    assert [p.code for p in load_briefing(topic).problems] == ["missing-file"]


def test_card_that_cannot_be_read_does_not_make_its_figures_unknown(topic: Path) -> None:
    (topic / "cards" / "terms" / "turbines.md").write_text("---\n[\n---\n", "utf-8")
    assert [p.code for p in load_briefing(topic).problems] == ["bad-yaml"]


def test_folder_without_actors_is_read(topic: Path) -> None:
    (topic / "actors.yaml").unlink()
    codes = {problem.code for problem in load_briefing(topic).problems}
    assert codes == {"unknown-actor"}


def test_not_utf_8(topic: Path) -> None:
    (topic / "sources.yaml").write_bytes(b"herald:\n  title: Caf\xe9\n")
    problem = only(topic, "not-utf-8")
    assert (problem.line, problem.column) == (2, 13)
    assert "0xE9" in problem.message


def _folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def _loop(path: Path) -> None:
    path.unlink()
    path.symlink_to(path)


@pytest.mark.parametrize("spoil", [_folder, _loop])
def test_unreadable_file(topic: Path, spoil: Callable[[Path], None]) -> None:
    spoil(topic / "cards" / "terms" / "share.md")
    assert only(topic, "unreadable-file").path == "two-towns/cards/terms/share.md"


def test_reserved_name(topic: Path, tmp_path: Path) -> None:
    moved = Path(shutil.move(topic, tmp_path / "search"))
    problem = only(moved, "reserved-id")
    assert (problem.path, problem.severity) == ("search", Severity.ERROR)


def test_name_that_is_no_id(topic: Path, tmp_path: Path) -> None:
    moved = Path(shutil.move(topic, tmp_path / "Two Towns"))
    assert "“two-towns”" in only(moved, "bad-id").fix


def test_relative_folder(topic: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(topic)
    briefing = load_briefing(Path()).briefing
    assert briefing is not None
    assert briefing.id == "two-towns"


def test_same_card_in_two_sections(topic: Path) -> None:
    shutil.copy(topic / "cards" / "background" / "dam.md", topic / "cards" / "people" / "dam.md")
    problem = only(topic, "duplicate-id")
    assert "two-towns/cards/" in problem.message


def test_card_of_a_reserved_name(topic: Path) -> None:
    old = topic / "cards" / "background" / "dam.md"
    old.rename(old.with_name("bottom-line.md"))
    assert only(topic, "duplicate-id").path == "two-towns/cards/background/bottom-line.md"


def test_card_whose_name_is_no_id(topic: Path) -> None:
    old = topic / "cards" / "background" / "dam.md"
    old.rename(old.with_name("The Dam.md"))
    assert "“the-dam.md”" in only(topic, "bad-id").fix


def warnings(topic: Path) -> list[tuple[str, str]]:
    loaded = load_briefing(topic)
    assert loaded.briefing is not None
    assert {problem.severity for problem in loaded.problems} == {Severity.WARNING}
    return [(problem.path.removeprefix("two-towns/"), problem.code) for problem in loaded.problems]


def test_unlisted_card_is_left_out_with_a_warning(topic: Path) -> None:
    text = (topic / "cards" / "background" / "dam.md").read_text("utf-8")
    (topic / "cards" / "terms" / "draft.md").write_text(text, "utf-8")
    assert warnings(topic) == [("cards/terms/draft.md", "unlisted-card")]
    briefing = load_briefing(topic).briefing
    assert briefing is not None
    assert "draft" not in {card.id for _, card in briefing.cards()}


def test_mistakes_in_an_unlisted_card_are_found(topic: Path) -> None:
    (topic / "cards" / "terms" / "draft.md").write_text("---\ntitel: x\n---\n", "utf-8")
    assert only(topic, "unknown-field").path == "two-towns/cards/terms/draft.md"


def test_files_that_nobody_would_see(topic: Path) -> None:
    (topic / "cards" / "term").mkdir()
    (topic / "cards" / "terms" / "share.txt").write_text("x", "utf-8")
    (topic / "cards" / "terms" / ".hidden").write_text("x", "utf-8")
    (topic / "cards" / "terms" / "share.md~").write_text("x", "utf-8")
    assert warnings(topic) == [
        ("cards/term", "stray-file"),
        ("cards/terms/share.txt", "stray-file"),
    ]


def test_section_without_cards(topic: Path) -> None:
    (topic / "cards" / "background" / "dam.md").unlink()
    assert warnings(topic) == [("briefing.md", "empty-section")]


def test_unused_source(topic: Path) -> None:
    change(
        topic,
        "sources.yaml",
        "herald:",
        "gazette:\n  type: article\n  title: A\n  container-title: B\nherald:",
    )
    assert warnings(topic) == [("sources.yaml", "unused-source")]


def test_unused_actor(topic: Path) -> None:
    change(topic, "actors.yaml", "lakeside:", "nobody:\n  type: person\n  names: [N]\nlakeside:")
    assert warnings(topic) == [("actors.yaml", "unused-actor")]


def test_unused_figure(topic: Path) -> None:
    change(topic, "briefing.md", "years, ", "")
    assert warnings(topic) == [("cards/terms/duration.md", "unused-figure")]


def test_figure_without_date(topic: Path) -> None:
    change(topic, "cards/terms/duration.md", "as-of: 2024-05-01, ", "")
    assert warnings(topic) == [("cards/terms/duration.md", "undated-figure")]


@pytest.mark.parametrize("text", ["Short. [@post]", "long " * 91 + "[@post]"])
def test_length_of_the_bottom_line(topic: Path, text: str) -> None:
    file = topic / "briefing.md"
    front = file.read_text("utf-8").rpartition("---\n")[0]
    file.write_text(f"{front}---\n{text}\n", "utf-8")
    assert warnings(topic) == [("briefing.md", "bottom-line-length")]


def test_missing_bottom_line(topic: Path) -> None:
    file = topic / "briefing.md"
    file.write_text(file.read_text("utf-8").rpartition("---\n")[0] + "---\n", "utf-8")
    assert only(topic, "missing-bottom-line").severity is Severity.ERROR


def test_problem_reads_as_a_compiler_writes(topic: Path) -> None:
    change(topic, "cards/reactions/anglers.md", "opposes", "oposes")
    (problem,) = load_briefing(topic).problems
    assert str(problem) == (
        "two-towns/cards/reactions/anglers.md:4:9: error: "
        "“oposes” is not one of the words known here. Write “opposes”. [unknown-value]"
    )


def test_problems_come_in_the_order_of_places(topic: Path) -> None:
    change(topic, "sources.yaml", "type: report", "type: reprot")
    change(topic, "cards/terms/share.md", "^summer", "^Summer")
    change(topic, "cards/terms/share.md", "title: Hilltop", "titel: Hilltop")
    places = [(p.path, p.line, p.column) for p in load_briefing(topic).problems]
    assert len(places) >= 4
    assert places == sorted(places)


def test_figure_of_an_unlisted_card_does_not_count(topic: Path) -> None:
    change(topic, "briefing.md", "cards: [share, duration, turbines]", "cards: [share, turbines]")
    change(topic, "briefing.md", "years, dam-cost", "dam-cost")
    assert only(topic, "unknown-figure").message == "No card has a figure “households”."


def test_list_of_missing_cards_is_not_also_an_empty_section(topic: Path) -> None:
    change(topic, "briefing.md", "[share, duration, turbines]", "[other]")
    codes = {problem.code for problem in load_briefing(topic).problems}
    assert codes == {"unknown-card", "unlisted-card"}


@pytest.mark.parametrize(
    ("marked", "columns"),
    [
        ("In *winter* the *shares* are **equal**.", [6, 19, 32]),
        ("In winter &lt;&lt; and &lt; equal.", [13, 17, 26]),
    ],
)
def test_every_mark_in_a_claim_is_pointed_at(marked: str, columns: list[int], topic: Path) -> None:
    card = topic / "cards" / "terms" / "share.md"
    card.write_text(card.read_text("utf-8").replace("In winter the shares are equal.", marked))
    problems = [one for one in load_briefing(topic).problems if one.code.startswith("markdown-")]
    assert [one.column for one in problems] == columns
