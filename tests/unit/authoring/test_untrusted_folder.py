"""A folder that somebody else has filled: nothing leads out of it, hangs or fills the memory."""

from __future__ import annotations

import os
import shutil
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from briefing.authoring.load import load_briefing
from briefing.authoring.problems import Problem
from briefing.model.vocabulary import Severity

SHARE = Path("cards", "terms", "share.md")
SECRET = "---\ntitle: The secret of somebody else\n---\nIt is 4711. [@herald, ¶2]\n"


def problems(topic: Path) -> list[tuple[str, str]]:
    loaded = load_briefing(topic)
    assert loaded.briefing is None
    return [(one.path.removeprefix("two-towns/"), one.code) for one in loaded.problems]


def only(topic: Path) -> Problem:
    loaded = load_briefing(topic)
    assert loaded.briefing is None
    (problem,) = loaded.problems
    return problem


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    """A file beside the briefing's folder that would be a valid card."""
    path = tmp_path / "secret.md"
    path.write_text(SECRET, "utf-8")
    return path


@pytest.mark.parametrize(
    "name",
    [
        "cards/terms/share.md",
        "sources.yaml",
        "actors.yaml",
        "briefing.md",
        "anchors.lock.json",
        "anchors.lock.jsonl",
    ],
)
@pytest.mark.parametrize("relative", [True, False])
def test_a_link_to_a_file_outside_is_not_followed(
    topic: Path, tmp_path: Path, name: str, *, relative: bool
) -> None:
    file, outside = topic / name, tmp_path / "outside"
    if file.exists():
        file.rename(outside)
    else:
        outside.write_text('{"version": 1, "anchors": []}')
    file.symlink_to(os.path.relpath(outside, file.parent) if relative else outside)
    assert problems(topic) == [(name, "outside-file")]


def test_nothing_of_the_file_outside_is_told(topic: Path, secret: Path) -> None:
    (topic / SHARE).unlink()
    (topic / SHARE).symlink_to(secret)
    assert str(only(topic)) == (
        "two-towns/cards/terms/share.md:1:1: error: This leads out of the briefing's folder."
        " Put the file itself here, not a link. [outside-file]"
    )


def test_a_link_to_a_link_to_a_file_outside_is_not_followed(topic: Path, secret: Path) -> None:
    (topic / "between").symlink_to(secret)
    (topic / SHARE).unlink()
    (topic / SHARE).symlink_to("../../between")
    assert only(topic).code == "outside-file"


def test_a_link_to_a_file_of_the_briefing_is_followed(topic: Path) -> None:
    plain = load_briefing(topic).briefing
    (topic / SHARE).rename(topic / "share.md")
    (topic / SHARE).symlink_to("../../share.md")
    assert load_briefing(topic).briefing == plain


def test_the_folder_itself_may_be_a_link(topic: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    moved = Path(shutil.move(topic, tmp_path / "elsewhere" / "moved"))
    topic.symlink_to(moved)
    briefing = load_briefing(topic).briefing
    assert briefing is not None
    assert briefing.id == "two-towns"


@pytest.mark.parametrize("name", ["cards/terms", "cards"])
def test_a_link_to_a_folder_outside_is_not_followed_and_told_once(
    topic: Path, tmp_path: Path, name: str
) -> None:
    (topic / name).rename(tmp_path / "outside")
    (topic / name).symlink_to(tmp_path / "outside")
    assert problems(topic) == [(name, "outside-folder")]


def test_a_link_that_leads_to_the_root_is_not_walked(topic: Path) -> None:
    shutil.rmtree(topic / "cards" / "background")
    (topic / "cards" / "background").symlink_to("/")
    assert only(topic).code == "outside-folder"


def _pipe(path: Path) -> None:
    os.mkfifo(path)


def _socket(path: Path) -> None:
    before = Path.cwd()
    os.chdir(path.parent)  # the address of a socket must be short
    try:
        with socket.socket(socket.AF_UNIX) as listening:
            listening.bind(path.name)
    finally:
        os.chdir(before)


@pytest.mark.parametrize("make", [_pipe, _socket, Path.mkdir])
@pytest.mark.parametrize(
    "name", [str(SHARE), "briefing.md", "actors.yaml", "anchors.lock.json", "anchors.lock.jsonl"]
)
def test_what_is_no_regular_file_is_not_read(
    topic: Path, make: Callable[[Path], None], name: str
) -> None:
    (topic / name).unlink(missing_ok=True)
    make(topic / name)
    loaded = load_briefing(topic)
    assert [(one.path, one.code) for one in loaded.problems] == [
        (f"two-towns/{name}", "unreadable-file")
    ]
    assert loaded.problems[0].message == "This is not a regular file."


def test_a_device_is_not_read(topic: Path) -> None:
    (topic / SHARE).unlink()
    (topic / SHARE).symlink_to("/dev/zero")
    assert only(topic).code == "outside-file"


def test_a_device_in_the_folder_is_not_read(topic: Path) -> None:
    (topic / SHARE).unlink()
    try:
        os.mknod(topic / SHARE, 0o600 | 0o020000, os.makedev(1, 5))
    except PermissionError:
        pytest.skip("only root can make a device")
    assert only(topic).code == "unreadable-file"


def test_a_pipe_for_a_folder_of_cards_holds_nothing(topic: Path) -> None:
    shutil.rmtree(topic / "cards" / "background")
    os.mkfifo(topic / "cards" / "background")
    assert {problem.code for problem in load_briefing(topic).problems} == {"empty-section"}


def test_a_file_swapped_for_a_link_while_it_is_opened_is_not_followed(
    topic: Path, secret: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    resolve = os.path.realpath

    def resolve_and_swap(path: str | Path) -> str:
        resolved = resolve(path)
        if str(path).endswith(str(SHARE)) and not (topic / SHARE).is_symlink():
            (topic / SHARE).unlink()
            (topic / SHARE).symlink_to(secret)
        return resolved

    monkeypatch.setattr("briefing.model.untrusted_files.os.path.realpath", resolve_and_swap)
    assert only(topic).code == "unreadable-file"
    assert (topic / SHARE).is_symlink()


def test_a_file_of_3_mb_is_not_read(topic: Path) -> None:
    (topic / SHARE).write_bytes(b"a" * 3_000_000)
    assert (only(topic).code, only(topic).message) == (
        "large-file",
        "The file has more than 2 MB.",
    )


def test_of_a_file_without_end_in_sight_only_a_little_is_read(
    topic: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with (topic / SHARE).open("wb") as file:
        file.truncate(1 << 40)
    assert only(topic).code == "large-file"


def limit(monkeypatch: pytest.MonkeyPatch, name: str, most: int) -> None:
    monkeypatch.setattr(f"briefing.authoring.folder.{name}", most)


def test_files_that_are_too_much_in_all_are_told_once(
    topic: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = sum(one.stat().st_size for one in topic.rglob("*.*") if one.is_file())
    limit(monkeypatch, "LARGEST_BRIEFING", before)
    assert load_briefing(topic).briefing is not None
    limit(monkeypatch, "LARGEST_BRIEFING", before - 500)
    assert only(topic).code == "large-briefing"
    assert only(topic).path.startswith("two-towns/cards/")
    assert "in all" in only(topic).message


def test_too_many_files_are_told_once(topic: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    limit(monkeypatch, "MOST_FILES", load_briefing(topic).files + 20)
    for number in range(40):
        shutil.copy(topic / "cards" / "background" / "dam.md", topic / f"cards/terms/{number}.md")
    (error,) = (one for one in load_briefing(topic).problems if one.severity is Severity.ERROR)
    assert error.code == "large-briefing"
    assert "files" in error.message


def test_too_many_files_in_the_lists_are_told_once(
    topic: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    limit(monkeypatch, "MOST_FILES", 10)
    assert [code for _, code in problems(topic)] == ["large-briefing"]


def test_a_section_named_over_and_over_is_not_read_over_and_over(
    topic: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    limit(monkeypatch, "MOST_FILES", load_briefing(topic).files + 20)
    outline = topic / "briefing.md"
    text = outline.read_text("utf-8")
    outline.write_text(
        text.replace("sections:\n", "sections:\n" + "  - {id: terms, title: T}\n" * 30)
    )
    errors = [one for one in load_briefing(topic).problems if one.severity is Severity.ERROR]
    assert {one.code for one in errors} == {"duplicate-id", "large-briefing"}
    assert sum(one.code == "large-briefing" for one in errors) == 1


def test_a_file_full_of_control_characters_is_one_problem(topic: Path) -> None:
    (topic / SHARE).write_bytes(b"---\ntitle: A\n" + b"\0" * 1_000_000)
    problem = only(topic)
    assert (problem.code, problem.line, problem.column) == ("control-character", 3, 1)
    assert "1,000,000" in problem.message


def test_all_files_are_counted_once(topic: Path) -> None:
    assert load_briefing(topic).files == len([one for one in topic.rglob("*.*") if one.is_file()])
