"""The file of anchors: what is written is read again, all else that stands in it is a problem."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from msgspec.structs import replace

from briefing.authoring.anchor_lock import (
    EARLIER_NAME,
    LOCK_NAME,
    lock_content,
    read_lock,
    read_version_1,
    write_attributes,
    write_lock,
)
from briefing.authoring.folder import SourceFile
from briefing.authoring.load import load_briefing
from briefing.authoring.problems import Problem, Report
from briefing.authoring.writing import FileNotWrittenError, write_files
from briefing.model.claims import Anchor, ArticleMark
from briefing.model.vocabulary import Severity
from tests import strategies
from tests.samples import ANCHOR
from tests.unit.authoring.conftest import FIXTURE

RESTORE = "Restore the line from git, or read the passages again and run `briefing anchor --renew`."
DELETE = (
    "Delete the line that is not meant, or read the passages again and run"
    " `briefing anchor --renew`."
)


def anchor(source: str, paragraph: int | None, passage: str | None = None) -> Anchor:
    return replace(ANCHOR, source=source, paragraph=paragraph, passage=passage)


def line(value: Anchor | ArticleMark) -> str:
    return msgspec.json.encode(value).decode()


LIVE = (anchor("engineers", None), anchor("herald", 1), anchor("post", 4))
ARTICLES = (
    ArticleMark(source="herald", paragraphs=("0" * 16, "a" * 16)),
    ArticleMark(source="post", paragraphs=("b" * 16,), followed=(2,)),
)
START = '{"version":2}'


def put(topic: Path, *lines: str) -> None:
    (topic / LOCK_NAME).write_text("\n".join([*lines, ""]), "utf-8")


def lock_problems(topic: Path, name: str = LOCK_NAME) -> list[Problem]:
    problems = load_briefing(topic).problems
    assert {problem.path for problem in problems} <= {f"two-towns/{name}"}
    return list(problems)


def test_anchors_and_articles_are_read_with_the_briefing(topic: Path) -> None:
    write_lock(topic, LIVE, ARTICLES)
    loaded = load_briefing(topic)
    assert loaded.problems == ()
    assert loaded.briefing is not None
    assert loaded.briefing.anchors == LIVE
    assert loaded.briefing.articles == ARTICLES
    assert loaded.briefing.articles_by_source["post"].numbers == (2,)
    assert loaded.briefing.articles_by_source["herald"].numbers == (1, 2)


def test_a_folder_without_the_file_has_no_anchors() -> None:
    briefing = load_briefing(FIXTURE).briefing
    assert briefing is not None
    assert (briefing.anchors, briefing.articles) == ((), ())


@given(
    st.lists(strategies.anchors, max_size=4, unique_by=lambda one: one.place),
    st.lists(strategies.articles, max_size=3, unique_by=lambda one: one.source),
    st.randoms(),
)
def test_what_is_written_is_read_in_any_order(
    anchors: list[Anchor],
    articles: list[ArticleMark],
    random: Random,
) -> None:
    text = lock_content(anchors, articles).decode()
    assert text == lock_content(anchors[::-1], articles[::-1]).decode()
    first, *lines = text.splitlines()
    random.shuffle(lines)
    report = Report()
    shuffled = "\n".join([first, *lines, *lines[:2]])
    found = read_lock(SourceFile("x", shuffled), report)
    assert report.problems() == ()
    assert {one.mark for one in found.anchors} == set(anchors)
    assert {one.mark for one in found.articles} == set(articles)
    for one in found.anchors:
        assert shuffled.split("\n")[one.location.line - 1] == line(one.mark)


def test_one_thing_stands_in_one_line_in_order(tmp_path: Path) -> None:
    second = replace(anchor("b", 2, "x … y"), number=2)
    anchors = [anchor("b", 10), second, anchor("b", 2, "x … y"), anchor("b", 2), anchor("a", 3)]
    write_lock(tmp_path, [*anchors, anchor("herald", None)], ARTICLES)
    first, *lines = (tmp_path / LOCK_NAME).read_text("utf-8").split("\n")
    assert (first, lines[-1]) == (START, "")
    typed = [json.loads(one) for one in lines[:-1]]
    fields = ("source", "paragraph", "passage", "number")
    assert [tuple(filter(None, map(one.get, fields))) for one in typed] == [
        ("a", 3),
        ("b", 2),
        ("b", 2, "x … y"),
        ("b", 2, "x … y", 2),
        ("b", 10),
        ("herald",),
        ("herald",),
        ("post",),
    ]
    assert ["paragraphs" in one for one in typed[5:]] == [True, False, True]
    assert [path.name for path in tmp_path.iterdir()] == [LOCK_NAME]


def test_no_anchors_are_a_file_too(tmp_path: Path) -> None:
    write_lock(tmp_path, [], [])
    assert (tmp_path / LOCK_NAME).read_text("utf-8") == f"{START}\n"


def test_a_file_that_cannot_be_replaced_stays_and_nothing_is_left(tmp_path: Path) -> None:
    (tmp_path / LOCK_NAME).mkdir()
    with pytest.raises(FileNotWrittenError, match=r"cannot be written: .+ unchanged"):
        write_lock(tmp_path, LIVE, ())
    assert [path.name for path in tmp_path.iterdir()] == [LOCK_NAME]
    with pytest.raises(FileNotWrittenError):
        write_lock(tmp_path / "nowhere", LIVE, ())


def test_several_files_are_written_or_none(tmp_path: Path) -> None:
    one, two, three = tmp_path / "one", tmp_path / "two", tmp_path / "three"
    one.write_bytes(b"1")
    one.chmod(0o640)
    write_files({one: b"new", two: b"2"})
    assert (one.read_bytes(), two.read_bytes(), one.stat().st_mode & 0o777) == (b"new", b"2", 0o640)
    three.mkdir()
    with pytest.raises(FileNotWrittenError, match="three"):
        write_files({one: b"again", tmp_path / "four": b"4", three: b"3"})
    assert one.read_bytes() == b"new"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one", "three", "two"]


def test_who_presses_ctrl_c_finds_all_files_as_they_were(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    one.write_bytes(b"1")
    replace = Path.replace

    def interrupted(self: Path, target: Path) -> Path:
        if target == two:
            raise KeyboardInterrupt
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_files({one: b"new", two: b"2"})
    assert one.read_bytes() == b"1"
    assert [path.name for path in tmp_path.iterdir()] == ["one"]


def test_a_link_becomes_a_file_and_leads_nowhere(tmp_path: Path) -> None:
    outside, link = tmp_path / "outside", tmp_path / "link"
    outside.write_bytes(b"private")
    link.symlink_to(outside)
    write_files({link: b"new"})
    assert (outside.read_bytes(), link.read_bytes()) == (b"private", b"new")
    assert not link.is_symlink()


HERALD = line(LIVE[1])
PASSAGE = anchor("post", 4, "a … b")


@pytest.mark.parametrize(
    ("lines", "place", "message", "fix"),
    [
        ([], (1, 1), 'The first line of the file is not {"version":2}.', RESTORE),
        (["", HERALD], (1, 1), 'The first line of the file is not {"version":2}.', RESTORE),
        (['{"version":1}'], (1, 1), 'The first line of the file is not {"version":2}.', RESTORE),
        ([START, HERALD, "{"], (3, 1), "This line is not JSON.", RESTORE),
        ([START, "  [1]"], (2, 3), "This line is not JSON.", RESTORE),
        ([START, '{"x": ' + "[" * 5000], (2, 1), "This line is not JSON.", RESTORE),
        (
            [START, '{"source":"herald","paragraph":1}'],
            (2, 1),
            "The anchor of @herald, ¶1 is damaged: Object missing required field `head`.",
            RESTORE,
        ),
        (
            [START, HERALD.replace('"head"', '"haed"')],
            (2, 1),
            "The anchor of @herald, ¶1 is damaged: Object missing required field `head`.",
            RESTORE,
        ),
        (
            [START, HERALD.replace('"norm"', '"x":1,"norm"')],
            (2, 1),
            "The anchor of @herald, ¶1 is damaged: there is no field “x”.",
            RESTORE,
        ),
        (
            [START, HERALD.replace("0" * 64, "0" * 63)],
            (2, 1),
            "The anchor of @herald, ¶1 is damaged: a fingerprint is none.",
            RESTORE,
        ),
        ([START, '{"source":7}'], (2, 1), "This line is damaged: Expected `str`, got `int`"
         " - at `$.source`.", RESTORE),
        (
            [START, '{"source":"post","paragraphs":["xyz"]}'],
            (2, 1),
            "What is kept of the article @post is damaged: a fingerprint is none.",
            RESTORE,
        ),
        (
            [START, line(replace(ARTICLES[1], followed=(1, 2)))],
            (2, 1),
            "What is kept of the article @post is damaged: a fingerprint is none.",
            RESTORE,
        ),
        (
            [START, line(PASSAGE), line(replace(PASSAGE, words=9))],
            (3, 1),
            "@post, ¶4 “a … b” has another line already, line 2.",
            DELETE,
        ),
        (
            [START, line(ARTICLES[1]), HERALD, line(replace(ARTICLES[1], followed=()))],
            (4, 1),
            "The article @post has another line already, line 2.",
            DELETE,
        ),
        (
            [START, "<<<<<<< ours", HERALD, "||||||| base", "=======", HERALD, ">>>>>>> theirs"],
            (2, 1),
            "Git could not merge the lines that begin here.",
            "Delete git’s marks and, of two lines for one citation, the one that is not meant, or"
            " read the passages again and run `briefing anchor --renew`.",
        ),
    ],
)  # fmt: skip
def test_what_is_wrong_with_the_file(
    topic: Path, lines: list[str], place: tuple[int, int], message: str, fix: str
) -> None:
    put(topic, *lines)
    (problem,) = [one for one in lock_problems(topic) if one.severity is Severity.ERROR]
    assert (problem.code, problem.line, problem.column) == ("bad-anchors", *place)
    assert (problem.message, problem.fix) == (message, fix)


def test_a_file_of_a_later_version_is_left_alone(topic: Path) -> None:
    put(topic, '{"version":3,"more":1}', "anything")
    (problem,) = lock_problems(topic)
    assert (problem.code, problem.message, problem.fix) == (
        "newer-anchors",
        "The file has version 3; this program knows 2.",
        "Update the program.",
    )
    assert load_briefing(topic, repairing=True).briefing is None


def test_damaged_anchors_do_not_stand_in_the_way_of_their_repair(topic: Path) -> None:
    other = replace(LIVE[2], words=99)
    put(topic, START, "x", line(LIVE[1]), line(LIVE[2]), line(other), line(ARTICLES[0]))
    assert load_briefing(topic).briefing is None
    loaded = load_briefing(topic, repairing=True)
    assert [(one.code, one.line) for one in loaded.problems] == [
        ("bad-anchors", 2),
        ("bad-anchors", 5),
    ]
    assert loaded.briefing is not None
    assert loaded.briefing.anchors == (LIVE[1],)
    assert loaded.briefing.articles == (ARTICLES[0],)
    (topic / "cards" / "terms" / "share.md").write_text("x", "utf-8")
    assert load_briefing(topic, repairing=True).briefing is None


def test_the_same_line_twice_is_one(topic: Path) -> None:
    put(topic, START, HERALD, f" {HERALD}", START, line(ARTICLES[0]), line(ARTICLES[0]))
    loaded = load_briefing(topic)
    assert loaded.problems == ()
    assert loaded.briefing is not None
    assert loaded.briefing.anchors == (LIVE[1],)


def test_what_is_stale_is_left_out_with_a_warning(topic: Path) -> None:
    stale = (anchor("herald", 1, "a … b"), anchor("herald", 99), anchor("times", 1))
    gone = ArticleMark(source="times", paragraphs=())
    write_lock(topic, [*LIVE, *stale], [*ARTICLES, gone])
    problems = lock_problems(topic)
    assert [(problem.line, problem.code, problem.severity) for problem in problems] == [
        (line_, "stale-anchor", Severity.WARNING) for line_ in (5, 6, 9, 10)
    ]
    assert problems[-1].message == "The anchor is of “times”, which is not in sources.yaml."
    assert problems[-2].message == "The article is “times”, which is not in sources.yaml."
    assert {problem.fix for problem in problems} == {"Run `briefing anchor`, which leaves it out."}
    briefing = load_briefing(topic).briefing
    assert briefing is not None
    assert (briefing.anchors, briefing.articles) == (LIVE, ARTICLES)


def test_anchors_of_names_and_roles_are_not_stale(topic: Path) -> None:
    actors = topic / "actors.yaml"
    typed = actors.read_text("utf-8")
    typed = typed.replace("herald ¶6", "herald ¶77").replace('"herald ¶2"', '"herald ¶78"')
    actors.write_text(typed, "utf-8")
    write_lock(topic, [anchor("herald", 77), anchor("herald", 78)], ())
    assert lock_problems(topic) == []


def test_no_anchor_is_called_stale_where_a_citation_cannot_be_read(topic: Path) -> None:
    write_lock(topic, [anchor("herald", 99)], ())
    (topic / "cards" / "terms" / "turbines.md").write_text("---\n[\n---\n", "utf-8")
    assert {problem.code for problem in load_briefing(topic).problems} == {"bad-yaml"}


# -- version 1 -------------------------------------------------------------------------------------


def earlier(*anchors: Anchor) -> str:
    """A file as version 1 wrote it."""
    lines = ",\n    ".join(map(line, anchors))
    return f'{{\n  "version": 1,\n  "anchors": [\n    {lines}\n  ]\n}}\n'


def test_the_file_of_version_1_is_read_and_replaced(topic: Path) -> None:
    (topic / EARLIER_NAME).write_text(earlier(*LIVE), "utf-8")
    loaded = load_briefing(topic)
    assert loaded.problems == ()
    assert loaded.briefing is not None
    assert loaded.briefing.anchors == LIVE
    assert loaded.briefing.articles == ()
    write_lock(topic, LIVE, ())
    assert not (topic / EARLIER_NAME).exists()
    assert load_briefing(topic).briefing == loaded.briefing


def test_where_both_files_are_there_the_new_one_counts(topic: Path) -> None:
    write_lock(topic, LIVE[:1], ())
    (topic / EARLIER_NAME).write_text("anything", "utf-8")
    (problem,) = lock_problems(topic, EARLIER_NAME)
    assert (problem.code, problem.severity, problem.fix) == (
        "old-anchors",
        Severity.WARNING,
        "Delete it.",
    )
    briefing = load_briefing(topic).briefing
    assert briefing is not None
    assert briefing.anchors == LIVE[:1]
    write_lock(topic, LIVE, ())
    assert (topic / EARLIER_NAME).exists()


@pytest.mark.parametrize(
    ("text", "line_", "column", "message"),
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
def test_what_is_wrong_with_the_file_of_version_1(
    topic: Path, text: str, line_: int, column: int, message: str
) -> None:
    (topic / EARLIER_NAME).write_text(text, "utf-8")
    problems = lock_problems(topic, EARLIER_NAME)
    assert {(problem.code, problem.severity) for problem in problems} == {
        ("bad-anchors", Severity.ERROR)
    }
    assert any(
        (one.line, one.column) == (line_, column)
        and message in one.message
        and "briefing anchor --renew" in one.fix
        for one in problems
    ), problems


def test_two_anchors_of_one_passage_in_version_1_are_an_error(topic: Path) -> None:
    other = replace(LIVE[2], words=99)
    (topic / EARLIER_NAME).write_text(earlier(*LIVE, other, LIVE[1]), "utf-8")
    (problem,) = lock_problems(topic, EARLIER_NAME)
    assert (problem.code, problem.line) == ("bad-anchors", 7)
    assert problem.message == "@post, ¶4 has another line already, line 6."


# -- git -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "told"),
    [
        (None, False),
        ("*.lock.jsonl merge=union\n", False),
        ("*.md text\nanchors.lock.jsonl -text merge=union", False),
        ("*.md text\n", True),
        ("# *.lock.jsonl merge=union\n", True),
        ("*.lock.jsonl merge=unions\n", True),
    ],
)
def test_git_is_told_how_to_merge_unless_its_file_is_there(
    tmp_path: Path, before: str | None, told: bool
) -> None:
    path = tmp_path / ".gitattributes"
    if before is not None:
        path.write_text(before)
    sentence = write_attributes(tmp_path)
    assert path.read_text() == (before or "*.lock.jsonl merge=union\n")
    assert bool(sentence) is told
    assert not told or "add this line to it: *.lock.jsonl merge=union" in sentence


def test_a_pipe_in_place_of_git_s_file_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / ".gitattributes").mkdir()
    assert "was left alone" in write_attributes(tmp_path)


TEXTS = (
    st.text()
    | st.text(alphabet='{}[]:,"ver2sionacho\n<>=| ')
    | st.lists(
        st.sampled_from(
            [START, HERALD, HERALD[:40], line(ARTICLES[0]), "<<<<<<< a", "=======", "", "7"]
        )
    ).map("\n".join)
)


@given(TEXTS, st.sampled_from([read_lock, read_version_1]))
@example('{"version":1,"anchors":[{"a":1},{"a":1},[[{"a":1}]]]}', read_version_1)
@example('{"x":[7],"version":1,"anchors":[7]}', read_version_1)
@example('{"version":1,"anchors":["\\ud800"]}', read_version_1)
@example('{"version":1e400}', read_lock)
@example('{"version":2}\n{"source":"\\ud800"}', read_lock)
@example('{"version":2}\n{"paragraphs":"\ud800"}', read_lock)
def test_any_text_is_a_lock_file_or_a_problem(text: str, read: object) -> None:
    assert callable(read)
    report = Report()
    lock = read(SourceFile("x", text), report)
    assert report.has_errors() or text.strip().startswith("{")
    places = [one.location for part in lock for one in part]
    lines = text.split("\n")
    for place in (*places, *report.problems()):
        assert place.line <= len(lines)
        assert place.column <= len(lines[place.line - 1]) + 1
