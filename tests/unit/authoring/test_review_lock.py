"""The file of sign-offs: one a line, put in and taken out by themselves, merged by git."""

from __future__ import annotations

import json
import shutil
import subprocess
from datetime import date
from pathlib import Path

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from msgspec.structs import replace

from briefing.authoring.folder import SourceFile
from briefing.authoring.load import load_briefing
from briefing.authoring.problems import Report
from briefing.authoring.review_lock import (
    REVIEWS_NAME,
    Exchange,
    exchange,
    read_sign_offs,
    sign,
    take_back,
)
from briefing.authoring.writing import FileNotWrittenError
from briefing.model.reviews import SignOff, same_person
from briefing.model.vocabulary import ReviewVerdict, SignedHow
from tests import strategies
from tests.samples import SIGN_OFF


def of(about: str, by: str = "Ann Lee") -> SignOff:
    return replace(SIGN_OFF, about=about, by=by)


def read(folder: Path) -> tuple[SignOff, ...]:
    report = Report()
    text = (folder / REVIEWS_NAME).read_text("utf-8")
    found = read_sign_offs(SourceFile("x", text), report)
    assert report.problems() == ()
    lines = text.split("\n")
    for one in found:
        assert json.loads(lines[one.location.line - 1])["about"] == one.sign_off.about
    return tuple(one.sign_off for one in found)


def usable(one: SignOff) -> SignOff:
    verdict = ReviewVerdict.CARRIES if not one.remark.strip() else one.verdict
    return replace(one, by=one.by.strip() or "Ann", verdict=verdict)


@given(st.lists(strategies.sign_offs.map(usable), max_size=5))
def test_what_is_signed_is_read_and_the_last_of_a_person_stays(
    tmp_path_factory: pytest.TempPathFactory, signed: list[SignOff]
) -> None:
    folder = tmp_path_factory.mktemp("any")
    last = {}
    for one in signed:
        sign(folder, one)
        last[one.subject, same_person(one.by), one.is_personal] = one
    if signed:
        assert set(read(folder)) == set(last.values())
        lines = (folder / REVIEWS_NAME).read_bytes().splitlines()
        assert lines[0] == b'{"version":1}'
        abouts = [json.loads(line)["about"] for line in lines[1:]]
        assert abouts == sorted(abouts)


def test_others_lines_stay_as_they_are_byte_for_byte(tmp_path: Path) -> None:
    lines = [
        b'{"version": 1}\r\n',
        b'{ "about":"a#1","kind":"claim","verdict":"carries","by":"Bo","on":"2024-05-01",'
        b'"of":"","passages":"" }\r\n',
        b"damaged \xff\n",
        b'{"about":"z#1"}\n',
    ]
    file = tmp_path / REVIEWS_NAME
    file.write_bytes(b"".join(lines))
    done = sign(tmp_path, of("m#1"))
    found = file.read_bytes().splitlines(keepends=True)
    assert [line for line in found if line in lines] == lines
    assert len(found) == len(lines) + 1
    take_back(tmp_path, done)
    assert file.read_bytes() == b"".join(lines)


def test_undoing_brings_back_what_was_said_before(tmp_path: Path) -> None:
    sign(tmp_path, of("share#summer"))
    before = (tmp_path / REVIEWS_NAME).read_bytes()
    done = sign(tmp_path, replace(of("share#summer"), on=date(2024, 6, 1)))
    assert done.removed == (of("share#summer"),)
    assert len(read(tmp_path)) == 1
    take_back(tmp_path, done)
    assert (tmp_path / REVIEWS_NAME).read_bytes() == before


def test_a_program_does_not_replace_what_a_person_of_its_name_says(tmp_path: Path) -> None:
    person, program = of("share#summer"), replace(of("share#summer"), how=SignedHow.AUTOMATED)
    sign(tmp_path, person)
    sign(tmp_path, program)
    assert set(read(tmp_path)) == {person, program}


def test_an_answer_stands_in_the_line_of_the_remark(tmp_path: Path) -> None:
    remark = replace(of("a#1"), verdict=ReviewVerdict.DOES_NOT, remark="Three, not two.")
    sign(tmp_path, of("a#0"))
    sign(tmp_path, remark)
    answer = replace(remark, answered="Two are meant.")
    exchange(tmp_path, Exchange(added=(answer,), removed=(remark,)))
    assert read(tmp_path) == (of("a#0"), answer)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("nonsense", "no sign-off"),
        ("<<<<<<< HEAD", "Git could not merge"),
        ("=======", "Git could not merge"),
        ('{"about":"a#1"}', "`kind`"),
        ("{}", "changed by hand"),
        pytest.param("[" * 5000, "Expected `object`", id="too deep"),
    ],
)
def test_a_damaged_line_is_an_error_that_names_it_and_what_to_do(
    topic: Path, line: str, message: str
) -> None:
    sign(topic, of("share#summer"))
    with (topic / REVIEWS_NAME).open("a") as file:
        file.write(f"{line}\n")
    loaded = load_briefing(topic)
    assert loaded.briefing is None
    (problem,) = loaded.problems
    assert (problem.path, problem.line) == (f"two-towns/{REVIEWS_NAME}", 3)
    assert (problem.code, problem.severity.value) == ("bad-sign-off", "error")
    assert message in problem.message
    assert "Delete" in problem.fix or "delete" in problem.fix


@pytest.mark.parametrize(
    ("changes", "missing"),
    [({"by": "  "}, "name"), ({"verdict": ReviewVerdict.DOES_NOT}, "remark")],
)
def test_a_sign_off_names_somebody_and_says_what_is_wrong(
    changes: dict[str, object], missing: str
) -> None:
    report = Report()
    line = msgspec.json.encode(replace(SIGN_OFF, **changes)).decode()
    read_sign_offs(SourceFile("x", line), report)
    assert [problem.message for problem in report.problems()] == [f"The sign-off has no {missing}."]


def test_a_file_of_a_later_version_is_not_guessed_at() -> None:
    report = Report()
    assert read_sign_offs(SourceFile("x", '{"version":2}\n{"new":1}'), report) == ()
    assert [problem.fix for problem in report.problems()] == ["Update the program."]


def test_the_same_line_twice_is_one(tmp_path: Path) -> None:
    sign(tmp_path, of("a#1"))
    file = tmp_path / REVIEWS_NAME
    file.write_text(file.read_text() * 2)
    assert read(tmp_path) == (of("a#1"),)


def test_a_file_that_cannot_be_replaced_or_read_stays(tmp_path: Path) -> None:
    (tmp_path / REVIEWS_NAME).mkdir()
    with pytest.raises(FileNotWrittenError, match="cannot be read, so nothing was signed"):
        sign(tmp_path, of("a#1"))
    with pytest.raises(FileNotWrittenError, match="cannot be opened"):
        sign(tmp_path / "nowhere", of("a#1"))
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / REVIEWS_NAME).symlink_to("/etc/hostname")
    with pytest.raises(FileNotWrittenError):
        sign(outside, of("a#1"))


@given(st.text() | st.text(alphabet='{}[]:,"abouton\n'))
@example('{"version":1e400}')
@example('{"about":"\\ud800"}')
def test_any_text_is_a_file_of_sign_offs_or_a_problem(text: str) -> None:
    report = Report()
    read_sign_offs(SourceFile("x", text), report)
    lines = text.split("\n")
    assert all(problem.line <= len(lines) for problem in report.problems())


@pytest.mark.skipif(shutil.which("git") is None, reason="there is no git")
def test_git_merges_what_two_people_signed(tmp_path: Path) -> None:
    def git(*words: str) -> None:
        identity = ("-c", "user.name=T", "-c", "user.email=t@example.org")
        subprocess.run(["git", *identity, *words], cwd=tmp_path, check=True, capture_output=True)

    git("init", "-b", "main")
    (tmp_path / ".gitattributes").write_text("*.lock.jsonl merge=union\n")
    sign(tmp_path, of("a#1"))
    git("add", ".")
    git("commit", "-m", "a")
    git("checkout", "-b", "other")
    sign(tmp_path, of("a#2", "Bo Marsh"))
    git("commit", "-am", "b")
    git("checkout", "main")
    sign(tmp_path, of("a#2"))
    sign(tmp_path, of("a#3"))
    git("commit", "-am", "c")
    git("merge", "other", "-m", "both")
    assert set(read(tmp_path)) == {of("a#1"), of("a#2"), of("a#3"), of("a#2", "Bo Marsh")}


def test_sign_offs_are_loaded_with_the_briefing_and_void_ones_apart(topic: Path) -> None:
    briefing = load_briefing(topic).briefing
    assert briefing is not None
    assert (briefing.sign_offs, briefing.void_sign_offs) == ((), ())
    sign(topic, of("share#summer"))
    loaded = load_briefing(topic)
    assert loaded.problems == ()
    assert loaded.briefing is not None
    assert loaded.briefing.void_sign_offs == (of("share#summer"),)


def test_signing_does_not_change_what_was_verified(topic: Path) -> None:
    before = load_briefing(topic).fingerprints
    sign(topic, of("share#summer"))
    assert load_briefing(topic).fingerprints == before


def test_the_rule_and_the_writers_are_read(topic: Path) -> None:
    outline = topic / "briefing.md"
    text = outline.read_text("utf-8")
    rule = "reviews: {short: 3, rest: 0}\nwritten-by: [Ann Lee, Bo Marsh]\n"
    outline.write_text(text.replace("sections:", f"{rule}sections:", 1), "utf-8")
    card = topic / "cards" / "terms" / "share.md"
    card.write_text(card.read_text("utf-8").replace("tags:", "written-by: Cy\ntags:", 1), "utf-8")
    briefing = load_briefing(topic).briefing
    assert briefing is not None
    rules = briefing.reviews
    assert (rules.short, rules.titles, rules.rest) == (3, 2, 0)
    assert briefing.written_by == ("Ann Lee", "Bo Marsh")
    share = next(card for _, card in briefing.cards() if card.id == "share")
    assert share.written_by == ("Cy",)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("{short: two}", "not-a-number"),
        ("{short: 10}", "not-a-number"),
        ("{shorts: 2}", "unknown-field"),
        ("2", "wrong-shape"),
    ],
)
def test_mistakes_in_the_rule_are_told(topic: Path, typed: str, code: str) -> None:
    outline = topic / "briefing.md"
    text = outline.read_text("utf-8")
    outline.write_text(text.replace("sections:", f"reviews: {typed}\nsections:", 1), "utf-8")
    assert code in {problem.code for problem in load_briefing(topic).problems}
