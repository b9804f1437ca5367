"""What a library keeps, and gives back."""

from __future__ import annotations

import os
import shutil
from datetime import timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from msgspec.structs import replace

from briefing.library.errors import (
    BusyError,
    FileKind,
    LibraryError,
    NotPublishedError,
)
from briefing.library.files import (
    Catalogue,
    CatalogueEntry,
    CatalogueLine,
    is_settled,
    read_revision,
)
from briefing.library.library import Library, PublishOutcome
from briefing.library.storage import Stamp, exclusive
from briefing.model.briefing import Briefing
from tests.strategies import briefings
from tests.thorough import examples
from tests.unit.library.samples import NOON, current, make_briefing


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Ids of the briefings that are read, as they are read."""
    ids: list[str] = []

    def note(path: Path, id_: str, number: int | None = None) -> Any:  # noqa: ANN401
        ids.append(id_)
        return read_revision(path, id_, number)

    monkeypatch.setattr("briefing.library.revisions.read_revision", note)
    return ids


@examples(12)
@given(briefing=briefings)
def test_any_briefing_comes_back_as_it_was_published(
    tmp_path_factory: pytest.TempPathFactory, briefing: Briefing
) -> None:
    library = Library(tmp_path_factory.mktemp("any"))

    library.publish([briefing], NOON)
    revision = library.open(briefing.id)

    assert revision.briefing == briefing
    assert (revision.number, revision.published) == (1, NOON)
    assert revision.briefing.digest == briefing.digest
    (entry,) = library.entries()
    assert (entry.words, entry.sources) == (briefing.word_count, len(briefing.sources))


def test_a_new_library_is_empty_until_something_is_published(library: Library) -> None:
    assert library.is_empty()
    assert library.entries() == []
    assert not library.folder.exists()

    (publication,) = library.publish([make_briefing()])

    assert (publication.number, publication.outcome) == (1, PublishOutcome.NEW)
    assert not library.is_empty()


def written(folder: Path) -> dict[Path, tuple[int, int]]:
    """The files of a library, each as it was written last."""
    files = {path: path.stat() for path in folder.rglob("*.json")}
    return {path: (about.st_ino, about.st_mtime_ns) for path, about in files.items()}


def test_publishing_the_same_again_writes_nothing(library: Library) -> None:
    library.publish([make_briefing()], NOON)
    before = written(library.folder)

    (publication,) = library.publish([make_briefing()], NOON + timedelta(days=1))

    assert (publication.number, publication.outcome) == (1, PublishOutcome.UNCHANGED)
    assert written(library.folder) == before


def test_changed_content_makes_a_revision_and_earlier_ones_stay(library: Library) -> None:
    texts = ["one", "two", "three"]
    numbers = [
        library.publish([make_briefing(words=text)], NOON + timedelta(hours=hour))[0].number
        for hour, text in enumerate(texts)
    ]

    assert numbers == library.revisions("dam") == [1, 2, 3]
    assert library.open("dam").number == 3
    for number, text in zip(numbers, texts, strict=True):
        revision = library.open("dam", number)
        assert revision.briefing == make_briefing(words=text)
        assert revision.published == NOON + timedelta(hours=number - 1)


def test_a_revision_replaced_while_we_look_for_it_is_found(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    library.publish([make_briefing(words="one")])
    looks = []

    def look(path: Path, id_: str, number: int | None = None) -> Any:  # noqa: ANN401
        looks.append(path)
        found = read_revision(path, id_, number)
        if len(looks) == 1:
            library.publish([make_briefing(words="two")])
        return found

    monkeypatch.setattr("briefing.library.revisions.read_revision", look)

    assert library.open("dam", 1).briefing == make_briefing(words="one")


def test_going_back_to_an_earlier_wording_is_a_further_revision(library: Library) -> None:
    for text in ("one", "two", "one"):
        library.publish([make_briefing(words=text)])

    assert library.open("dam").number == 3


def test_the_list_has_what_was_published_last_first(library: Library) -> None:
    library.publish([make_briefing("old", cards=3)], NOON)
    library.publish([make_briefing("new")], NOON + timedelta(hours=1))

    new, old = library.entries()

    assert (new.id, old.id, old.title, old.cards) == ("new", "old", "old agreed", 3)
    assert (old.words, old.reading_minutes, old.published) == (21, 1, NOON)
    assert (old.short_words, old.short_minutes) == (7, 1)


def test_a_list_reads_no_briefing_that_the_catalogue_knows(
    library: Library, read: list[str]
) -> None:
    library.publish([make_briefing("a"), make_briefing("b")])
    library.publish([make_briefing("b", "changed")])
    read.clear()
    library.entries()
    assert read == []

    current(library, "a").touch()
    library.entries()
    library.entries()
    assert read == ["a"]


def test_of_a_copied_library_only_that_is_read_anew_which_lost_its_time(
    library: Library, tmp_path: Path, read: list[str]
) -> None:
    library.publish([make_briefing("a"), make_briefing("b")], NOON)
    for file in (library.folder / "briefings").iterdir():
        os.utime(file, (NOON.timestamp(), NOON.timestamp()))
    entries = library.entries()
    copy = Library(shutil.copytree(library.folder, tmp_path / "copy"))
    current(copy, "b").touch()
    read.clear()
    assert copy.entries() == entries
    assert read == ["b"]


def test_two_revisions_of_one_size_and_one_time_are_told_apart(library: Library) -> None:
    catalogue = library.folder / "catalogue.json"
    library.publish([make_briefing(words="one")], NOON)
    before, content = current(library).stat(), catalogue.read_bytes()
    library.publish([make_briefing(words="two")], NOON)
    assert current(library).stat().st_size == before.st_size
    os.utime(current(library), ns=(before.st_mtime_ns, before.st_mtime_ns))
    catalogue.write_bytes(content)
    os.utime(catalogue, ns=(before.st_mtime_ns + 1, before.st_mtime_ns + 1))

    assert [entry.revision for entry in library.entries()] == [2]


def test_who_waits_while_many_briefings_are_read_is_told(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("briefing.library.library._MANY", 1)
    told: list[str] = []
    library.publish([make_briefing("a")], say=told.append)
    library.entries(told.append)
    assert told == []
    library.publish([make_briefing("b"), make_briefing("c")], say=told.append)
    (library.folder / "catalogue.json").unlink()
    library.entries(told.append)
    library.entries(told.append)
    assert [sentence.split()[0] for sentence in told] == ["2", "3"]


@pytest.mark.parametrize(
    ("count", "told"), [(100, []), (101, ["101 briefings are read first, once."])]
)
def test_a_hundred_briefings_are_read_without_a_word(
    library: Library, monkeypatch: pytest.MonkeyPatch, count: int, told: list[str]
) -> None:
    said: list[str] = []
    monkeypatch.setattr(library, "stamps", lambda: {f"b{n}": WRITTEN for n in range(count)})
    assert library.entries(said.append) == []
    assert said == told


def test_who_publishes_waits_half_a_minute_and_who_reads_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits: list[float] = []

    def note(lock: Path, kind: FileKind, *, seconds: float) -> Any:  # noqa: ANN401
        waits.append(seconds)
        return exclusive(lock, kind, seconds=0)

    monkeypatch.setattr("briefing.library.library.exclusive", note)
    library = Library(tmp_path)
    library.publish([make_briefing()])
    (tmp_path / "catalogue.json").unlink()
    library.entries()
    Library(tmp_path, patience=0.5).publish([make_briefing()])
    library.renew(make_briefing(words="new"), [make_briefing().digest, "1"])
    assert waits == [30, 0, 0.5, 0]


def test_the_time_of_publication_is_told_in_utc(library: Library) -> None:
    library.publish([make_briefing()], NOON.astimezone(timezone(timedelta(hours=5))))
    revision = library.open("dam")
    assert (revision.published, revision.published.utcoffset()) == (NOON, timedelta(0))


def test_each_publication_leaves_the_library_in_another_state(library: Library) -> None:
    assert library.last_change() is None
    library.publish([make_briefing()])
    first = library.last_change()
    assert first is not None
    assert library.last_change() == first
    library.publish([make_briefing(words="new")])
    assert library.last_change() != first


def test_states_are_told_in_the_order_of_ids(library: Library) -> None:
    assert library.stamps() == {}
    library.publish([make_briefing(id_) for id_ in ("c", "a", "b")])
    assert list(library.stamps()) == ["a", "b", "c"]
    assert library.stamps()["a"] == library.stamp("a")


def test_a_list_and_a_briefing_are_read_while_somebody_publishes(library: Library) -> None:
    library.publish([make_briefing()])
    (library.folder / "catalogue.json").unlink()
    kind = FileKind(format=1, if_damaged="", elsewhere="")

    with exclusive(library.folder / ".lock", kind, seconds=0):
        assert [entry.id for entry in library.entries()] == ["dam"]
        assert library.open("dam").number == 1


def test_a_publisher_that_hangs_is_named(library: Library) -> None:
    library.publish([make_briefing()])
    kind = FileKind(format=1, if_damaged="", elsewhere="")

    with (
        exclusive(library.folder / ".lock", kind, seconds=0),
        pytest.raises(BusyError, match=f"process {os.getpid()} on"),
    ):
        library.publish([make_briefing(words="new")])


def test_a_briefing_deleted_by_hand_leaves_the_list_but_its_numbers_go_on(library: Library) -> None:
    library.publish([make_briefing(words="one")])
    library.publish([make_briefing(words="two")])
    current(library).unlink()

    assert library.entries() == []
    assert library.is_empty()
    (publication,) = library.publish([make_briefing(words="three")])
    assert (publication.number, publication.outcome) == (2, PublishOutcome.CHANGED)


@pytest.mark.parametrize(
    ("id_", "hint"),
    [
        ("dan", "Did you mean dam?"),
        ("two", "Did you mean two-towns?"),
        ("dams", "Did you mean dam?"),
        ("o", "Did you mean one or two-towns?"),
        ("r", "Did you mean river-1 or river-2 or river-3?"),
        ("zzz", "`briefing list` shows all."),
        ("../briefings/dam", "`briefing list` shows all."),
        ("dam\x1b[2J", "Did you mean dam?"),
        ("", "Did you mean dam or one or river-1?"),
        ("a" * 300, "`briefing list` shows all."),
    ],
)
def test_an_unknown_name_suggests_the_nearest(library: Library, id_: str, hint: str) -> None:
    ids = ("dam", "one", "two-towns", *(f"river-{number}" for number in range(1, 5)))
    library.publish([make_briefing(one) for one in ids])

    with pytest.raises(NotPublishedError) as caught:
        library.open(id_)
    assert str(caught.value).endswith(hint)
    assert str(caught.value).isprintable()
    with pytest.raises(NotPublishedError):
        library.revisions(id_)


def test_an_unknown_revision_lists_those_there_are(library: Library) -> None:
    library.publish([make_briefing(words="one")])
    library.publish([make_briefing(words="two")])

    with pytest.raises(NotPublishedError, match="no revision 3; it has 1, 2"):
        library.open("dam", 3)


def test_an_empty_library_says_so(library: Library) -> None:
    with pytest.raises(NotPublishedError) as caught:
        library.open("dam")
    assert str(caught.value) == (
        f"There is no briefing “dam”: the library “{library.folder}” is empty. Publish one with"
        " `briefing publish FOLDER`, or choose another library with --library."
    )


@pytest.mark.parametrize("id_", ["", "../dam", "Dam", "a/b", ".dam", "-dam", "a" * 101, "dam\n"])
def test_nothing_is_published_under_an_id_that_is_no_slug(library: Library, id_: str) -> None:
    with pytest.raises(LibraryError, match="cannot be the id"):
        library.publish([make_briefing("fine"), make_briefing(id_)])

    assert not library.folder.exists()


WRITTEN = Stamp(size=100, modified=5_000_000_000, inode=7)
OVER = WRITTEN.modified + 2_000_000_000  # every file system tells the two times apart


@pytest.mark.parametrize(
    ("stamp", "written", "known"),
    [
        (WRITTEN, 0, True),
        (replace(WRITTEN, inode=8), OVER + 1, True),
        (replace(WRITTEN, inode=8), OVER, False),
        (replace(WRITTEN, inode=8, size=101), OVER + 1, False),
        (replace(WRITTEN, inode=8, modified=WRITTEN.modified - 1), OVER + 1, False),
    ],
)
def test_a_copy_of_a_file_is_known_once_its_time_was_over(
    stamp: Stamp, written: int, known: bool
) -> None:
    line = CatalogueLine(
        entry=CatalogueEntry(id="dam", title="Dam", revision=1, published=NOON), stamp=WRITTEN
    )
    catalogue = Catalogue(lines={"dam": line}, written=written)
    expected = replace(line, stamp=stamp) if known else None
    assert catalogue.line("dam", stamp) == expected
    assert catalogue.line("other", stamp) is None


def test_an_earlier_edition_is_wanted_and_what_is_the_owners_is_not_looked_at_again(
    library: Library,
) -> None:
    library.publish([make_briefing("one"), make_briefing("two")])
    digest = library.open("one").briefing.digest[:16]
    assert library.wants_edition("one", (digest, "1" * 16)) is True
    assert library.wants_edition("one", ("0" * 16, digest)) is False
    assert library.wants_edition("gone", (digest, "1" * 16)) is False
    for id_ in ("one", "two"):
        assert library.wants_edition(id_, ("0" * 16, "1" * 16)) is False
    settled = [
        is_settled(library.folder, id_, edition, library.stamp(id_))
        for id_, edition in (("one", "1" * 16), ("two", "1" * 16), ("one", "2" * 16))
    ]
    assert settled == [True, True, False]
    library.publish([make_briefing("one", words="Other words.")])
    assert not is_settled(library.folder, "one", "1" * 16, library.stamp("one"))
    (library.folder / "editions.json").write_text("torn {")
    assert not is_settled(library.folder, "two", "1" * 16, library.stamp("two"))
