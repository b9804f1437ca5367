"""A folder that others may have filled: its own regular files are read, nothing else."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from briefing.model.untrusted_files import Refusal, RefusedError, names_inside, read_inside


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    inner = tmp_path / "folder" / "inner"
    inner.mkdir(parents=True)
    (inner / "one.md").write_bytes(b"12345")
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "secret.md").write_bytes(b"secret")
    return inner.parent


def refusal(folder: Path, *parts: str, most: int = 5) -> Refusal:
    with pytest.raises(RefusedError) as caught:
        read_inside(folder, *parts, most=most)
    assert str(caught.value) == f"It is not read: {caught.value.why.value}."
    return caught.value.why


def test_a_file_of_the_most_bytes_is_read_and_one_more_is_refused(folder: Path) -> None:
    assert read_inside(folder, "inner", "one.md", most=5) == b"12345"
    assert refusal(folder, "inner", "one.md", most=4) is Refusal.TOO_LARGE


def test_no_file_of_more_than_two_megabytes_is_read(folder: Path) -> None:
    os.truncate(folder / "inner" / "one.md", 2 << 20)
    assert len(read_inside(folder, "inner", "one.md")) == 2 << 20
    os.truncate(folder / "inner" / "one.md", (2 << 20) + 1)
    with pytest.raises(RefusedError):
        read_inside(folder, "inner", "one.md")


def test_as_many_names_as_asked_for_are_listed_and_one_more_is_refused(folder: Path) -> None:
    (folder / "inner" / "two.md").touch()
    assert sorted(names_inside(folder, "inner", most=2)) == ["one.md", "two.md"]
    assert names_inside(folder, most=1) == ["inner"]
    with pytest.raises(RefusedError) as caught:
        names_inside(folder, "inner", most=1)
    assert caught.value.why is Refusal.TOO_MANY


@pytest.mark.parametrize("target", ["../outside/secret.md", "../../outside", "/", ".."])
def test_a_link_that_leads_out_is_refused(folder: Path, target: str) -> None:
    (folder / "link").symlink_to(target)
    assert refusal(folder, "link") is Refusal.OUTSIDE
    assert refusal(folder, *Path("../outside/secret.md").parts) is Refusal.OUTSIDE


def test_links_within_the_folder_and_to_it_are_followed(folder: Path) -> None:
    (folder / "link").symlink_to("inner/one.md")
    (folder / "shelf").symlink_to("inner")
    (folder.parent / "named").symlink_to("folder")
    assert read_inside(folder.parent / "named", "link") == b"12345"
    assert read_inside(folder, "shelf", "one.md") == b"12345"


def test_what_is_no_regular_file_is_refused_at_once(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)  # the name of a socket is short
    os.mkfifo("pipe")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("socket")
        for name in ("pipe", "socket", "inner"):
            assert refusal(folder, name) is Refusal.NOT_REGULAR


def test_what_is_not_there_is_an_error_of_the_system(folder: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read_inside(folder, "inner", "gone.md")
    with pytest.raises(NotADirectoryError):
        read_inside(folder, "inner", "one.md", "more.md")


def test_no_file_stays_open(folder: Path) -> None:
    before = len(list(Path("/proc/self/fd").iterdir()))
    read_inside(folder, "inner", "one.md")
    names_inside(folder, "inner", most=9)
    refusal(folder, "inner", "one.md", most=1)
    assert len(list(Path("/proc/self/fd").iterdir())) == before
