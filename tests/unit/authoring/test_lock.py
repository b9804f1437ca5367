"""The file of anchors: what is written is read again, all else that stands in it is a problem."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from msgspec.structs import replace

from briefing.authoring.anchor_lock import LOCK_NAME, LockNotWrittenError, read_lock, write_lock
from briefing.authoring.folder import SourceFile
from briefing.authoring.load import load_briefing
from briefing.authoring.problems import Problem, Report
from briefing.model.claims import Anchor
from briefing.model.vocabulary import Severity
from tests import strategies
from tests.samples import ANCHOR
from tests.unit.authoring.conftest import FIXTURE


def anchor(source: str, paragraph: int | None, passage: str | None = None) -> Anchor:
    return replace(ANCHOR, source=source, paragraph=paragraph, passage=passage)


LIVE = (anchor("engineers", None), anchor("herald", 1), anchor("post", 4))


def lock_problems(topic: Path) -> list[Problem]:
    problems = load_briefing(topic).problems
    assert {problem.path for problem in problems} <= {f"two-towns/{LOCK_NAME}"}
    return list(problems)


def test_anchors_are_read_with_the_briefing(topic: Path) -> None:
    write_lock(topic, LIVE)
    loaded = load_briefing(topic)
    assert loaded.problems == ()
    assert loaded.briefing is not None
    assert loaded.briefing.anchors == LIVE


def test_a_folder_without_the_file_has_no_anchors() -> None:
    briefing = load_briefing(FIXTURE).briefing
    assert briefing is not None
    assert briefing.anchors == ()


@given(st.lists(strategies.anchors, max_size=4, unique_by=lambda a: (a.source, a.paragraph)))
def test_what_is_written_is_read(
    tmp_path_factory: pytest.TempPathFactory, anchors: list[Anchor]
) -> None:
    folder, report = tmp_path_factory.mktemp("any"), Report()
    write_lock(folder, anchors)
    text = (folder / LOCK_NAME).read_text("utf-8")
    found = read_lock(SourceFile("x", text), report)
    assert report.problems() == ()
    assert {locked.anchor for locked in found} == set(anchors)
    lines = text.split("\n")
    for locked in found:
        assert json.loads(lines[locked.location.line - 1].strip(" ,"))["head"] == locked.anchor.head
        assert lines[locked.location.line - 1].index("{") + 1 == locked.location.column
    write_lock(folder, reversed(anchors))
    assert (folder / LOCK_NAME).read_text("utf-8") == text


def test_one_anchor_stands_in_one_line_in_order(tmp_path: Path) -> None:
    write_lock(tmp_path, [anchor("b", 10), anchor("b", 2, "x … y"), anchor("b", 2), anchor("a", 3)])
    lines = (tmp_path / LOCK_NAME).read_text("utf-8").split("\n")
    assert lines[:3] == ["{", '  "version": 1,', '  "anchors": [']
    assert lines[-3:] == ["  ]", "}", ""]
    typed = [json.loads(line.strip(" ,")) for line in lines[3:-3]]
    keys = [(one["source"], one["paragraph"], one.get("passage")) for one in typed]
    assert keys == [("a", 3, None), ("b", 2, None), ("b", 2, "x … y"), ("b", 10, None)]
    assert [path.name for path in tmp_path.iterdir()] == [LOCK_NAME]


def test_no_anchors_are_a_file_too(tmp_path: Path) -> None:
    write_lock(tmp_path, [])
    assert json.loads((tmp_path / LOCK_NAME).read_text("utf-8")) == {"version": 1, "anchors": []}


def test_a_file_that_cannot_be_replaced_stays_and_nothing_is_left(tmp_path: Path) -> None:
    (tmp_path / LOCK_NAME).mkdir()
    with pytest.raises(LockNotWrittenError, match=r"cannot be written: .+ unchanged"):
        write_lock(tmp_path, LIVE)
    assert [path.name for path in tmp_path.iterdir()] == [LOCK_NAME]
    with pytest.raises(LockNotWrittenError):
        write_lock(tmp_path / "nowhere", LIVE)


@pytest.mark.parametrize(
    ("text", "line", "column", "message"),
    [
        ('{"version": 1,\n "anchors": [}', 2, 14, "not JSON"),
        ("", 1, 1, "not JSON"),
        ("<<<<<<< ours\n{}", 1, 1, "not JSON"),
        pytest.param('{"x": ' + "[" * 5000, 1, 1, "not JSON", id="too deep"),
        ("[]", 1, 1, "Expected `object`"),
        ('{"version": "one"}', 1, 1, "Expected `int`"),
        ('{"anchors": []}', 1, 1, "`version`"),
        ('{"version": 1}', 1, 1, "`anchors`"),
        ('{"version": 2, "passages": []}', 1, 1, "has version 2"),
        ('{"version": 1, "anchors": [1]}', 1, 28, "Expected `object`"),
        ('{"version": 1, "anchors": [\n {"source": "é"}, {"source": 7}]}', 2, 2, "`head`"),
        ('{"version": 1, "anchors": [\n {"source": "é"}, {"source": 7}]}', 2, 19, "`str`"),
    ],
)
def test_what_is_wrong_with_the_file(
    topic: Path, text: str, line: int, column: int, message: str
) -> None:
    (topic / LOCK_NAME).write_text(text, "utf-8")
    problems = lock_problems(topic)
    assert {(problem.code, problem.severity) for problem in problems} == {
        ("bad-anchors", Severity.ERROR)
    }
    assert any(
        (p.line, p.column) == (line, column) and message in p.message and "briefing anchor" in p.fix
        for p in problems
    ), problems


def test_a_damaged_file_does_not_stand_in_the_way_of_its_repair(topic: Path) -> None:
    (topic / LOCK_NAME).write_text("{", "utf-8")
    assert load_briefing(topic).briefing is None
    loaded = load_briefing(topic, with_anchors=False)
    assert loaded.problems == ()
    assert loaded.briefing is not None


def test_two_anchors_of_one_passage_are_an_error(topic: Path) -> None:
    write_lock(topic, [*LIVE, anchor("post", 4)])
    problems = lock_problems(topic)
    assert [(problem.code, problem.line) for problem in problems] == [("bad-anchors", 7)]
    assert "line 6" in problems[0].message


def test_stale_anchors_are_left_out_with_a_warning(topic: Path) -> None:
    stale = (anchor("herald", 1, "a … b"), anchor("herald", 99), anchor("times", 1))
    write_lock(topic, [*LIVE, *stale])
    problems = lock_problems(topic)
    assert [(problem.line, problem.code, problem.severity) for problem in problems] == [
        (line, "stale-anchor", Severity.WARNING) for line in (6, 7, 9)
    ]
    assert "“times”, which is not in sources.yaml" in problems[-1].message
    assert all("briefing anchor" in problem.fix for problem in problems)
    briefing = load_briefing(topic).briefing
    assert briefing is not None
    assert briefing.anchors == LIVE


def test_anchors_of_names_and_roles_are_not_stale(topic: Path) -> None:
    actors = topic / "actors.yaml"
    typed = actors.read_text("utf-8")
    typed = typed.replace("herald ¶6", "herald ¶77").replace('"herald ¶2"', '"herald ¶78"')
    actors.write_text(typed, "utf-8")
    write_lock(topic, [anchor("herald", 77), anchor("herald", 78)])
    assert lock_problems(topic) == []


def test_a_file_that_was_laid_out_anew_is_pointed_at_where_it_is(topic: Path) -> None:
    write_lock(topic, [anchor("engineers", None), anchor("herald", 99)])
    lock = topic / LOCK_NAME
    lock.write_text(json.dumps(json.loads(lock.read_text("utf-8")), indent=1), "utf-8")
    stale = lock_problems(topic)[0]
    lines = lock.read_text("utf-8").split("\n")
    assert lines[stale.line - 1 : stale.line + 2] == [
        "  {",
        '   "source": "herald",',
        '   "paragraph": 99,',
    ]
    assert stale.column == 3


def test_no_anchor_is_called_stale_where_a_citation_cannot_be_read(topic: Path) -> None:
    write_lock(topic, [anchor("herald", 99)])
    (topic / "cards" / "terms" / "turbines.md").write_text("---\n[\n---\n", "utf-8")
    assert {problem.code for problem in load_briefing(topic).problems} == {"bad-yaml"}


@given(st.text() | st.text(alphabet='{}[]:,"ver1sion ancho\n'))
@example('{"version":1,"anchors":[{"a":1},{"a":1},[[{"a":1}]]]}')
@example('{"x":[7],"version":1,"anchors":[7]}')
@example('{"version":1,"anchors":["\\ud800"]}')
@example('{"version":1e400}')
def test_any_text_is_a_lock_file_or_a_problem(text: str) -> None:
    report = Report()
    assert read_lock(SourceFile("x", text), report) == () or not report.has_errors
    lines = text.split("\n")
    for problem in report.problems():
        assert problem.line <= len(lines)
        assert problem.column <= len(lines[problem.line - 1]) + 1
