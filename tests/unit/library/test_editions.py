"""A later edition of a bundled briefing takes the place of an earlier one, and of nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefing.library.files import is_settled
from briefing.library.library import Library
from briefing.library.storage import exclusive
from tests.unit.library.samples import NOON, current, make_briefing
from tests.unit.library.test_lock import KIND

EARLIER, LATER = make_briefing(words="Earlier."), make_briefing(words="Later.")
EDITIONS = (EARLIER.digest[:16], LATER.digest[:16])


def published(folder: Path, words: str) -> Library:
    library = Library(folder)
    library.publish([make_briefing(words=words)], NOON)
    return library


def is_looked_at_no_more(library: Library) -> bool:
    return is_settled(library.folder, "dam", EDITIONS[-1], library.stamp("dam"))


def test_an_earlier_edition_is_renewed_and_kept_among_the_earlier_revisions(
    tmp_path: Path,
) -> None:
    library = published(tmp_path, "Earlier.")
    assert library.wants_edition("dam", EDITIONS)
    assert not is_looked_at_no_more(library)
    library.renew(LATER, EDITIONS)
    assert (library.open("dam").number, library.open("dam").briefing) == (2, LATER)
    assert library.open("dam", 1).briefing == EARLIER
    assert [entry.revision for entry in library.entries()] == [2]
    assert is_looked_at_no_more(library)
    assert not library.wants_edition("dam", EDITIONS)


@pytest.mark.parametrize("words", ["Later.", "My own."])
def test_the_present_edition_and_what_is_the_owners_stay(tmp_path: Path, words: str) -> None:
    library = published(tmp_path, words)
    library.renew(LATER, EDITIONS)
    assert library.open("dam").number == 1
    assert not library.wants_edition("dam", EDITIONS)
    assert is_looked_at_no_more(library)
    assert not is_settled(library.folder, "dam", EDITIONS[0], library.stamp("dam"))
    assert not is_settled(library.folder, "lake", EDITIONS[-1], library.stamp("dam"))


def test_nothing_is_renewed_while_somebody_publishes_or_where_it_is_damaged(
    tmp_path: Path,
) -> None:
    library = published(tmp_path, "Earlier.")
    with exclusive(tmp_path / ".lock", KIND, seconds=0):
        library.renew(LATER, EDITIONS)
    assert library.open("dam").number == 1
    current(library).write_text("{")
    assert not library.wants_edition("dam", EDITIONS)
    library.renew(LATER, EDITIONS)
    assert current(library).read_text() == "{"


def test_what_is_not_published_is_not_renewed(tmp_path: Path) -> None:
    library = Library(tmp_path)
    assert not library.wants_edition("dam", EDITIONS)
    library.renew(LATER, EDITIONS)
    assert library.is_empty()
    assert not (tmp_path / "editions.json").exists()
