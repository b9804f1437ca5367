"""What was verified holds of the very bytes that it was verified of, and of no others."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.authoring.anchor_lock import LOCK_NAME
from briefing.authoring.folder import BriefingFolder
from briefing.authoring.load import Loaded, load_briefing
from briefing.authoring.problems import Report
from briefing.authoring.verified_lock import (
    VERIFIED_NAME,
    VerifiedLock,
    fingerprints_of,
    remove_verified,
    write_verified,
)
from briefing.authoring.writing import FileNotWrittenError
from briefing.model.briefing import Verified
from briefing.model.vocabulary import Severity
from tests.curating import lay_out
from tests.samples import TWO_TOWNS, VERIFIED
from tests.strategies import any_of
from tests.thorough import examples


def record(topic: Path, verified: Verified = VERIFIED) -> None:
    write_verified(topic, VerifiedLock(load_briefing(topic).fingerprints, verified))


def holds(loaded: Loaded) -> bool:
    """Whether what was verified holds; else it has to be said to be void."""
    verified = loaded.briefing.verified if loaded.briefing else None
    assert {verified, loaded.void} == {None, VERIFIED}
    return loaded.void is None


@pytest.fixture
def verified(topic: Path) -> Path:
    """A folder of which something was verified."""
    record(topic)
    assert holds(load_briefing(topic))
    return topic


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with anchors, of which something was verified; who changes it, restores it."""
    draft = lay_out(tmp_path_factory.mktemp("desk")).draft
    record(draft)
    return draft


def test_where_nothing_was_verified_nothing_is_void(topic: Path) -> None:
    loaded = load_briefing(topic)
    assert loaded.briefing
    assert (loaded.briefing.verified, loaded.void, loaded.problems) == (None, None, ())


@examples(20)
@given(any_of(Verified))
def test_what_is_written_is_read(shared: Path, known: Verified) -> None:
    kept = (shared / VERIFIED_NAME).read_bytes()
    record(shared, known)
    loaded = load_briefing(shared)
    assert loaded.briefing
    assert loaded.briefing.verified == known
    (shared / VERIFIED_NAME).write_bytes(kept)


@contextmanager
def changed(file: Path, change: Callable[[bytes], bytes]) -> Iterator[None]:
    before = file.read_bytes()
    file.write_bytes(change(before))
    yield
    file.write_bytes(before)


NAMES = sorted([*(str(file.relative_to(TWO_TOWNS)) for file in TWO_TOWNS.rglob("*.*")), LOCK_NAME])


@examples(60)
@given(st.sampled_from(NAMES), st.floats(0, 1, exclude_max=True), st.integers(0, 255))
def test_any_other_byte_of_what_is_authored_or_anchored_voids_it(
    shared: Path, name: str, where: float, byte: int
) -> None:
    def change(data: bytes) -> bytes:
        at = int(where * len(data))
        # The same byte would be no change.
        return data[:at] + bytes([byte if byte != data[at] else byte ^ 1]) + data[at + 1 :]

    with changed(shared / name, change):
        assert not holds(load_briefing(shared))
    assert holds(load_briefing(shared))


@pytest.mark.parametrize("name", NAMES)
def test_so_does_a_blank_at_the_end_and_a_file_that_is_gone(shared: Path, name: str) -> None:
    with changed(shared / name, lambda data: data + b"\n"):
        assert not holds(load_briefing(shared))
        (shared / name).unlink()
        assert not holds(load_briefing(shared))
    assert holds(load_briefing(shared))


@pytest.mark.parametrize(
    "name", ["cards/terms/new.md", "cards/terms/anchors.lock.md", "cards/terms/x.lock.md"]
)
def test_so_does_a_card_more_whatever_it_is_called(verified: Path, name: str) -> None:
    shutil.copy(verified / "cards/terms/share.md", verified / name)
    assert not holds(load_briefing(verified))


def test_so_does_another_line_end_such_as_git_may_make(verified: Path) -> None:
    card = verified / "cards/terms/share.md"
    card.write_bytes(card.read_bytes().replace(b"\n", b"\r\n"))
    assert load_briefing(verified).briefing
    assert not holds(load_briefing(verified))


def test_so_does_a_card_that_takes_the_place_of_another(verified: Path) -> None:
    one, other = verified / "cards/terms/share.md", verified / "cards/terms/duration.md"
    kept = one.read_bytes()
    one.write_bytes(other.read_bytes())
    other.write_bytes(kept)
    assert not holds(load_briefing(verified))


def test_so_does_another_name_of_a_card(verified: Path) -> None:
    (verified / "cards/background/dam.md").rename(verified / "cards/background/dan.md")
    assert not holds(load_briefing(verified))


@pytest.mark.parametrize(
    "name", ["reviews.lock.jsonl", "notes.txt", "cards/.terms.swp", "cards/terms/share.md~"]
)
def test_what_is_no_part_of_the_briefing_leaves_it_alone(verified: Path, name: str) -> None:
    (verified / name).write_text('{"version":1}\n')
    assert holds(load_briefing(verified))


@pytest.mark.parametrize(
    ("name", "counts"),
    [
        ("reviews.lock.jsonl", set()),
        ("anchors.lock.jsonl", {"anchors"}),
        ("corrections.yaml", {"content"}),
    ],
)
def test_a_file_that_is_read_counts_unless_something_else_is_generated(
    topic: Path, name: str, counts: set[str]
) -> None:
    folder = BriefingFolder(topic, Report())
    before = fingerprints_of(folder)
    (topic / name).write_text("anything")
    assert folder.read(name)
    after = fingerprints_of(folder)
    changed = {one for one in ("content", "anchors") if getattr(before, one) != getattr(after, one)}
    assert changed == counts


def test_another_name_of_the_folder_leaves_it_alone(verified: Path) -> None:
    assert holds(load_briefing(verified.rename(verified.with_name("three-towns"))))


def test_it_is_no_file_of_the_briefing(topic: Path) -> None:
    before = load_briefing(topic).files
    record(topic)
    assert load_briefing(topic).files == before


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "This is not what a check has written: "),
        (b"<<<<<<< ours", "This is not what a check has written: "),
        (b"[" * 5000, "This is not what a check has written: "),
        (b"{}", "This is not what a check has written: "),
        (b'{"of": {"content": "a", "anchors": "b"}}', "This is not what a check has written: "),
        (b"\xff", "The byte 0xFF is not UTF-8 text."),
        (b'{"of": "\x1b[2J"}', "The character U+001B is not allowed"),
    ],
)
def test_a_damaged_file_counts_for_nothing_and_is_only_warned_of(
    topic: Path, data: bytes, message: str
) -> None:
    (topic / VERIFIED_NAME).write_bytes(data)
    assert_warned(topic, message)


def assert_warned(topic: Path, message: str) -> None:
    loaded = load_briefing(topic)
    (problem,) = loaded.problems
    assert (problem.path, problem.code) == (f"two-towns/{VERIFIED_NAME}", "bad-verified")
    assert problem.severity is Severity.WARNING
    assert problem.message.startswith(message)
    assert problem.message.endswith(" So nothing counts as verified.")
    assert loaded.briefing
    assert (loaded.briefing.verified, loaded.void) == (None, None)


def test_what_a_later_version_has_written_counts_for_nothing(verified: Path) -> None:
    lock = verified / VERIFIED_NAME
    lock.write_text(lock.read_text().replace('"version": 1', '"version": 2'))
    assert_warned(verified, "The file has version 2; this program knows 1.")


def test_what_is_no_file_of_the_folder_counts_for_nothing(verified: Path) -> None:
    outside = verified.rename(verified.with_name("kept")) / VERIFIED_NAME
    shutil.copytree(TWO_TOWNS, verified)
    (verified / VERIFIED_NAME).symlink_to(outside)
    assert_warned(verified, "This leads out of the briefing's folder.")
    (verified / VERIFIED_NAME).unlink()
    os.mkfifo(verified / VERIFIED_NAME)
    assert_warned(verified, "This is not a regular file.")


def test_what_can_be_neither_written_nor_removed_says_so(topic: Path) -> None:
    (topic / VERIFIED_NAME / "full").mkdir(parents=True)
    with pytest.raises(FileNotWrittenError, match=r"cannot be written: .+ It is unchanged; make"):
        record(topic)
    with pytest.raises(FileNotWrittenError, match=r"cannot be removed: .+ Delete it: it does not"):
        remove_verified(topic)
    assert [path.name for path in topic.iterdir() if VERIFIED_NAME in path.name] == [VERIFIED_NAME]


def test_what_is_not_there_needs_no_removing(topic: Path) -> None:
    remove_verified(topic)
    record(topic)
    remove_verified(topic)
    remove_verified(topic)
    assert not (topic / VERIFIED_NAME).exists()
