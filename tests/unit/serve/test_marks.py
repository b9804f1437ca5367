"""What readers mark, kept for each key by the front."""

from __future__ import annotations

import asyncio
import base64
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.library.changes import (
    BOOKMARKS,
    READ,
    Change,
    Marking,
    Place,
    Visit,
    marks_of,
    place_of,
)
from briefing.library.memory_keeper import MemoryKeeper
from briefing.serve.marks import MarkStore, file_of_marks

PLACE = Place(section="terms", card="a")


def key(number: int) -> str:
    """The fingerprint of a key."""
    return f"SHA256:{base64.b64encode(bytes([number]) * 32).decode().rstrip('=')}"


ANN, BEN = key(1), key(255)


class Keeping:
    """A store, and what it told."""

    def __init__(self, state: Path, largest: int = 0) -> None:
        self.state = state
        self.told: list[tuple[str, str]] = []
        self.store = MarkStore(state, largest, lambda who, what: self.told.append((who, what)))

    def file(self, who: str) -> Path:
        return file_of_marks(self.state, who)

    async def mark(self, who: str, *cards: str, mark: str | None = "d") -> str | None:
        return await self.change(who, Marking(READ, "dam", dict.fromkeys(cards, mark)))

    async def change(self, who: str, change: Change) -> str | None:
        """Make a change; give why it is not kept, or None."""
        return await self.store.change(who, change)

    async def marks(self, who: str) -> dict[str, str]:
        """What a session of the reader would get."""
        return marks_of(MemoryKeeper(await self.store.load(who)).load(), READ, "dam")


@pytest.fixture
def keeping(tmp_path: Path) -> Iterator[Keeping]:
    keeping = Keeping(tmp_path / "state")
    yield keeping
    keeping.store.close()


@pytest.fixture
def full(tmp_path: Path) -> Iterator[Keeping]:
    """A store in which the first mark of a reader is the last."""
    keeping = Keeping(tmp_path / "state", largest=1)
    yield keeping
    keeping.store.close()


async def test_a_reader_who_never_came_has_no_marks(keeping: Keeping, tmp_path: Path) -> None:
    assert await keeping.store.load(ANN) is None
    assert not (tmp_path / "state").exists()


async def test_what_is_marked_is_found_again(keeping: Keeping) -> None:
    assert await keeping.mark(ANN, "a", "b") is None
    assert await keeping.change(ANN, Visit("dam", PLACE)) is None
    assert await keeping.change(ANN, Marking(BOOKMARKS, "dam", {"c": "2024"})) is None
    assert await keeping.mark(ANN, "b", mark=None) is None
    assert await keeping.marks(ANN) == {"a": "d"}
    state = MemoryKeeper(await keeping.store.load(ANN)).load()
    assert place_of(state, "dam") == PLACE
    assert marks_of(state, BOOKMARKS, "dam") == {"c": "2024"}
    assert keeping.told == []


async def test_each_key_has_its_own(keeping: Keeping) -> None:
    await keeping.mark(ANN, "a")
    await keeping.mark(BEN, "b")
    assert (await keeping.marks(ANN), await keeping.marks(BEN)) == ({"a": "d"}, {"b": "d"})
    assert await keeping.store.load(key(3)) is None


async def test_changes_are_made_one_after_the_other_in_their_order(keeping: Keeping) -> None:
    changes = [keeping.mark(ANN, "a", f"card-{n}", mark=f"{n}") for n in range(25)]
    assert not any(await asyncio.gather(*changes))
    marks = await keeping.marks(ANN)
    assert marks.pop("a") == "24"
    assert marks == {f"card-{n}": f"{n}" for n in range(25)}


async def test_marks_outlive_the_server(keeping: Keeping, tmp_path: Path) -> None:
    await keeping.mark(ANN, "a")
    keeping.store.close()
    again = Keeping(tmp_path / "state")
    assert await again.marks(ANN) == {"a": "d"}
    again.store.close()


# -- files -----------------------------------------------------------------------------------------


def test_the_name_of_a_file_is_the_digest_of_a_key() -> None:
    assert file_of_marks(Path("/state"), BEN) == Path(f"/state/readers/{'ff' * 32}.json")


@given(st.binary(min_size=32, max_size=32), st.binary(min_size=32, max_size=32))
def test_no_two_keys_have_a_file_in_common(one: bytes, other: bytes) -> None:
    first, second = (
        file_of_marks(Path("/state"), f"SHA256:{base64.b64encode(digest).decode().rstrip('=')}")
        for digest in (one, other)
    )
    assert (first == second) == (one == other)


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "/etc/passwd", "SHA256:../../../x", "SHA256:/etc/x", "", "a\0b"]
)
def test_a_name_that_is_no_fingerprint_is_no_file(name: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        file_of_marks(Path("/state"), name)


@given(st.text() | st.text("./AB=+-_\0").map("SHA256:{}".format))
def test_no_name_leads_out_of_the_folder(name: str) -> None:
    folder = Path("/state/readers")
    try:
        file = file_of_marks(folder.parent, name)
    except ValueError:
        return
    assert file.parent == folder
    assert set(file.name.removesuffix(".json")) <= set("0123456789abcdef")


# -- as many as are kept ---------------------------------------------------------------------------


async def test_from_a_size_on_no_marks_are_added(full: Keeping) -> None:
    assert await full.mark(ANN, "a") is None
    assert await full.mark(ANN, "b")
    assert await full.marks(ANN) == {"a": "d"}
    assert await full.mark(BEN, "a") is None


async def test_whoever_has_too_many_marks_may_take_some_away_and_read_on(full: Keeping) -> None:
    assert await full.mark(ANN, "a", "b") is None
    assert await full.mark(ANN, "a", mark=None) is None
    assert await full.change(ANN, Visit("dam", PLACE)) is None
    assert await full.marks(ANN) == {"b": "d"}
    assert place_of(MemoryKeeper(await full.store.load(ANN)).load(), "dam") == PLACE


async def test_the_size_that_is_kept_is_the_one_that_was_set(tmp_path: Path) -> None:
    keeping = Keeping(tmp_path, largest=2000)
    count = 0
    while await keeping.mark(ANN, f"card-{count:04}") is None:
        count += 1
    keeping.store.close()
    assert 2000 <= keeping.file(ANN).stat().st_size < 2200
    assert len(kept_marks(keeping.file(ANN))) == count


def kept_marks(file: Path) -> dict[str, str]:
    """The marks in a file."""
    return marks_of(MemoryKeeper(file.read_bytes()).load(), READ, "dam")


# -- what goes wrong -------------------------------------------------------------------------------


async def test_a_file_that_is_damaged_is_told_and_set_aside_with_the_next_mark(
    keeping: Keeping,
) -> None:
    await keeping.mark(ANN, "a")
    file = keeping.file(ANN)
    file.write_text("{")
    assert await keeping.store.load(ANN) is None
    ((who, what),) = keeping.told
    assert who == ANN
    assert str(file) in what
    assert await keeping.mark(ANN, "b") is None
    assert await keeping.marks(ANN) == {"b": "d"}
    (aside,) = file.parent.glob(f"{file.name}.damaged-*")
    assert aside.read_text() == "{"


async def test_what_cannot_be_written_is_told_and_leaves_what_was_there(
    keeping: Keeping, monkeypatch: pytest.MonkeyPatch
) -> None:
    await keeping.mark(ANN, "a")

    def replace(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", replace)
        assert await keeping.mark(ANN, "b")
    assert [who for who, _ in keeping.told] == [ANN]
    assert keeping.told[0][1].startswith(f"The disk is full: “{keeping.file(ANN)}”")
    assert await keeping.marks(ANN) == {"a": "d"}
    assert await keeping.mark(ANN, "b") is None


async def test_a_folder_that_cannot_be_made_is_told(keeping: Keeping, tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file")
    assert await keeping.mark(ANN, "a")
    assert [who for who, _ in keeping.told] == [ANN]
