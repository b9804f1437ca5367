"""Libraries, states and served marks that earlier versions wrote open unchanged."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from briefing.library.errors import NoFilesError
from briefing.library.library import Library, PublishOutcome, Submission
from briefing.library.reader_tables import Place
from briefing.library.state import ReaderState
from briefing.serve.marks import folder_of_marks, open_marks, prepare_marks
from briefing.tui.reader.state import marks_of

WRITTEN = Path(__file__).parents[2] / "fixtures" / "format-1"
KEY = "SHA256:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"
JOINT = "armenia-azerbaijan-joint-statement"


@pytest.fixture
def written(tmp_path: Path) -> Path:
    """What version 0.1 left behind: ``library``, ``state`` and ``served``."""
    return Path(shutil.copytree(WRITTEN, tmp_path / "written"))


def format_of(file: Path) -> int:
    number: int = json.loads(file.read_text("utf-8"))["meta"]["1"]["format"]
    return number


def served_marks(written: Path) -> ReaderState:
    """Open them as a session does."""
    folder = folder_of_marks(written / "served", KEY)
    assert prepare_marks(folder, 0)
    return open_marks(folder, pytest.fail)


def test_they_are_of_the_format_before(written: Path) -> None:
    files = sorted(written.rglob("*.json"))
    assert len(files) == 6
    assert {format_of(file) for file in files} == {1}


def test_every_revision_opens_and_keeps_its_fingerprint(written: Path) -> None:
    library = Library(written / "library")
    assert library.revisions("two-towns") == [1, 2]
    first, second = library.open("two-towns", 1), library.open("two-towns")
    assert first.briefing.title == "Lakeside and Hilltop talk about the dam"
    assert second.briefing.title == "Lakeside and Hilltop agree to share the dam"
    # A fingerprint that moved would call each card changed, and the bundled briefing the owner's.
    digest = "c91ee67336d2f29e08ba8db42f0ef28f749b811b11061366b72b4bce801dc09c"
    assert library.open(JOINT).briefing.digest == digest


def test_the_list_is_made_anew_with_the_short_versions(written: Path) -> None:
    newest, oldest = Library(written / "library").entries()
    assert (newest.id, oldest.id) == ("two-towns", JOINT)
    assert 0 < newest.short_words < newest.words
    assert 0 < oldest.short_minutes < oldest.reading_minutes
    assert format_of(written / "library" / "catalogue.json") == 2


def test_publishing_over_them_keeps_the_old_file_as_it_was(written: Path) -> None:
    library = Library(written / "library")
    current = written / "library" / "briefings" / "two-towns.json"
    before, briefing = current.read_bytes(), library.open("two-towns").briefing
    (same,) = library.publish([briefing])
    assert (same.outcome, same.number) == (PublishOutcome.UNCHANGED, 2)
    (changed,) = library.publish([msgspec.structs.replace(briefing, title="Another")])
    assert (changed.outcome, changed.number) == (PublishOutcome.CHANGED, 3)
    assert (written / "library" / "revisions" / "two-towns" / "0002.json").read_bytes() == before
    assert format_of(current) == 3
    assert library.open("two-towns", 2).briefing == briefing


def test_a_library_from_before_files_were_kept_opens_and_says_that_it_has_none(
    tmp_path: Path,
) -> None:
    before = WRITTEN.with_name("format-2") / "library"
    library = Library(Path(shutil.copytree(before, tmp_path / "library")))
    file = library.folder / "briefings" / "two-towns.json"
    assert format_of(file) == format_of(library.folder / "revisions/two-towns/0001.json") == 2
    assert library.revisions("two-towns") == [1, 2]
    first, second = library.open("two-towns", 1), library.open("two-towns")
    assert (first.note, second.withdrawals) == ("", ())
    assert first.briefing.title == "Lakeside and Hilltop talk about the dam"
    digest = "54750223f086f3a40a7a7184cfaa1e3a3e2781ebe8e431100cb6e526281e2458"
    assert second.briefing.digest == digest
    assert [(one.number, one.problem) for one in library.history("two-towns")] == [
        (1, None),
        (2, None),
    ]
    for number in (1, 2):
        with pytest.raises(NoFilesError, match=f"Revision {number} of “two-towns” has no files"):
            library.files("two-towns", number)

    kept = file.read_bytes()
    changed = msgspec.structs.replace(second.briefing, title="Another")
    library.publish([Submission(briefing=changed, files={"briefing.md": b"Another"})])
    assert library.files("two-towns") == {"briefing.md": b"Another"}
    assert (library.folder / "revisions/two-towns/0002.json").read_bytes() == kept
    with pytest.raises(NoFilesError):
        library.files("two-towns", 2)


@pytest.mark.parametrize(
    "open_state",
    [
        lambda written: ReaderState.open(written / "state" / "reader.json"),
        served_marks,
    ],
    ids=["own", "served"],
)
def test_places_and_marks_are_where_they_were(
    written: Path, open_state: Callable[[Path], ReaderState]
) -> None:
    briefing = Library(written / "library").open(JOINT).briefing
    state = open_state(written)
    assert state.notices == ()
    assert state.last_briefing() == "two-towns"
    assert state.place(JOINT) == Place(section="reactions", card="russia", claim="agreement")
    marks = marks_of(briefing, state.read_marks(JOINT), state.bookmarks(JOINT))
    assert marks.read == {"bottom-line", "prisoners", "russia", "deadline", "next-talks"}
    assert marks.bookmarks == {"treaty"}


def test_a_state_that_is_written_to_keeps_what_it_had(written: Path) -> None:
    file = written / "state" / "reader.json"
    place = Place(section="terms", card="treaty", full=True)
    ReaderState.open(file).remember(JOINT, place)
    assert format_of(file) == 2
    state = ReaderState.open(file)
    assert state.place(JOINT) == place
    assert state.place("two-towns") == Place(section="terms", card="share", claim="summer")
    assert state.bookmarks("two-towns") == {"ferry"}


def test_a_state_from_before_themes_were_kept_opens_and_takes_one(tmp_path: Path) -> None:
    before = WRITTEN.with_name("format-2") / "state" / "reader.json"
    file = Path(shutil.copy(before, tmp_path))
    state = ReaderState.open(file)
    assert state.theme("auto") == "auto"
    assert state.place("two-towns") == Place(
        section="terms", card="share", claim="summer", full=True
    )
    state.choose_theme("light", "auto")
    again = ReaderState.open(file)
    assert (again.theme("auto"), again.theme("dark")) == ("light", "dark")
    assert again.last_briefing() == "two-towns"
    assert again.bookmarks("two-towns") == {"ferry"}
    again.remember("two-towns", Place(section="terms", card="duration"))
    assert ReaderState.open(file).theme("auto") == "light"
    assert format_of(file) == 2, "versions before leave alone what they do not know"
