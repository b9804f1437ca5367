"""A publication is taken back by a further one, and what was wrong does not come back."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from briefing.library.errors import (
    AlreadyWithdrawnError,
    DamagedFileError,
    NoFilesError,
    NotPublishedError,
)
from briefing.library.library import Library, Submission
from briefing.model.briefing import Briefing
from briefing.model.parts import count_card_words
from tests.unit.library.samples import NOON, current, make_briefing, snapshot

EDITIONS = (make_briefing(words="one").digest[:16], make_briefing(words="two").digest[:16])


def published(library: Library, words: Sequence[str]) -> list[Briefing]:
    briefings = [make_briefing(words=one) for one in words]
    for briefing, text in zip(briefings, words, strict=True):
        library.publish([Submission(briefing=briefing, files={"briefing.md": text.encode()})])
    return briefings


def withdrawn(library: Library) -> list[tuple[int, str]]:
    return [(one.revision, one.reason) for one in library.open("dam").withdrawals]


def test_the_current_revision_gives_way_to_the_one_before(library: Library) -> None:
    one, two = published(library, ["one", "two"])
    done = library.withdraw("dam", None, "It was a hoax.", NOON)
    assert (done.id, done.number) == ("dam", 3)
    assert library.open("dam").briefing == one
    assert library.files("dam") == {"briefing.md": b"one"}
    assert withdrawn(library) == [(2, "It was a hoax.")]
    assert library.open("dam").withdrawals[0].on.edtf == "2024-05-02"
    assert library.open("dam", 2).briefing == two
    assert [one.withdrawn is None for one in library.history("dam")] == [True, False, True]
    assert [entry.revision for entry in library.entries()] == [3]


def test_of_an_earlier_revision_only_the_record_is_added(library: Library) -> None:
    *_, three = published(library, ["one", "two", "three"])
    library.withdraw("dam", 2, "Wrong.", NOON)
    assert (library.open("dam").number, library.open("dam").briefing) == (4, three)
    assert library.files("dam") == {"briefing.md": b"three"}
    library.withdraw("dam", None, "Wrong, too.", NOON)
    assert library.open("dam").briefing == make_briefing(words="one")
    assert withdrawn(library) == [(2, "Wrong."), (3, "Wrong, too."), (4, "Wrong, too.")]


def test_what_is_withdrawn_does_not_come_back_under_another_number(library: Library) -> None:
    published(library, ["one", "two", "three", "two"])
    library.withdraw("dam", 2, "Wrong.", NOON)  # which is what the current one says, too
    assert library.open("dam").briefing == make_briefing(words="three")
    assert withdrawn(library) == [(2, "Wrong."), (4, "Wrong.")]


def test_later_revisions_remember(library: Library) -> None:
    published(library, ["one", "two"])
    library.withdraw("dam", None, "Wrong.", NOON)
    published(library, ["three"])
    assert withdrawn(library) == [(2, "Wrong.")]
    assert library.open("dam", 2).withdrawals == ()


def test_where_nothing_is_left_it_says_so(library: Library) -> None:
    title = "A title so long that there is hardly any room for another word before it ends now"
    library.publish([Briefing(id="dam", title=title, sections=make_briefing().sections)])
    library.withdraw("dam", None, "It was a hoax.", NOON)
    revision = library.open("dam")
    (section,) = revision.briefing.sections
    (card,) = section.cards
    assert card.claims[0].text == f"“{title}” was withdrawn on 2 May 2024. It was a hoax."
    assert revision.briefing.title == card.title
    assert card.title.startswith("Withdrawn: A title so long")
    assert len(card.title) <= 80
    assert count_card_words(card) < 150
    with pytest.raises(NoFilesError):
        library.files("dam")
    with pytest.raises(AlreadyWithdrawnError):
        library.withdraw("dam", None, "Again.", NOON)
    published(library, ["new"])
    assert library.open("dam").number == 3
    library.withdraw("dam", None, "Wrong.", NOON)
    assert library.open("dam").briefing.title.startswith("Withdrawn: dam agreed")


def test_a_file_that_has_another_revision_is_damaged(library: Library) -> None:
    published(library, ["one", "two", "three"])
    (library.folder / "revisions/dam/0001.json").replace(library.folder / "revisions/dam/0002.json")
    with pytest.raises(DamagedFileError, match="it contains another revision, 1"):
        library.open("dam", 2)
    assert "another revision, 1" in str(library.history("dam")[0].problem)


def test_nothing_is_withdrawn_twice_nor_what_is_not_there(library: Library) -> None:
    published(library, ["one", "two"])
    library.withdraw("dam", 2, "Wrong.", NOON)
    before = snapshot(library.folder)
    with pytest.raises(AlreadyWithdrawnError, match=r"withdrawn already, on 2 May 2024: Wrong\."):
        library.withdraw("dam", 2, "Again.", NOON)
    with pytest.raises(NotPublishedError, match="has no revision 9"):
        library.withdraw("dam", 9, "Wrong.", NOON)
    with pytest.raises(NotPublishedError):
        library.withdraw("lake", None, "Wrong.", NOON)
    assert snapshot(library.folder) == before


def test_a_damaged_revision_can_be_withdrawn_and_is_not_put_back(library: Library) -> None:
    published(library, ["one", "two", "three"])
    (library.folder / "revisions/dam/0002.json").write_text("torn {")
    library.withdraw("dam", 3, "Wrong.", NOON)
    assert library.open("dam").briefing == make_briefing(words="one")
    library.withdraw("dam", 2, "Torn.", NOON)
    assert withdrawn(library) == [(3, "Wrong."), (2, "Torn.")]


def test_a_withdrawn_edition_is_not_renewed(library: Library) -> None:
    published(library, ["one", "two"])
    library.withdraw("dam", None, "Not wanted.", NOON)
    assert library.open("dam").briefing == make_briefing(words="one")
    assert not library.wants_edition("dam", EDITIONS)
    library.renew(make_briefing(words="two"), EDITIONS)
    assert library.open("dam").number == 3


def test_a_damaged_current_revision_is_not_withdrawn(library: Library) -> None:
    published(library, ["one", "two"])
    current(library).write_text("torn {")
    before = snapshot(library.folder)
    with pytest.raises(Exception, match="damaged"):
        library.withdraw("dam", 1, "Wrong.", NOON)
    assert snapshot(library.folder) == before


def test_what_says_the_same_is_withdrawn_with_it(library: Library) -> None:
    first, _, _, _ = published(library, ["one", "two", "one", "two"])
    library.withdraw("dam", None, "Wrong.", NOON)
    assert {number for number, _ in withdrawn(library)} == {2, 4}
    assert library.open("dam").briefing == first
