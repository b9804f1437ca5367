"""The folder that is worked on: what is read, typed, written and kept."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from briefing.authoring.anchor_lock import LOCK_NAME
from briefing.authoring.load import load_briefing
from briefing.evidence.corpus import Corpus
from briefing.model.errors import BriefingError
from briefing.tui.desk.work import NotTextError, OpenFile, Work
from tests.samples import TEXTS, TWO_TOWNS

SHARE = "cards/terms/share.md"


@pytest.fixture
def work(tmp_path: Path) -> Work:
    folder = Path(shutil.copytree(TWO_TOWNS, tmp_path / "two-towns"))
    return Work(folder, Corpus(TEXTS))


def typed(work: Work, path: str, old: str, new: str) -> dict[tuple[str, ...], bytes]:
    text = work.open(path).text
    assert old in text
    return {tuple(path.split("/")): text.replace(old, new).encode()}


def test_what_is_typed_is_checked_and_not_written(work: Work) -> None:
    before = (work.folder / SHARE).read_bytes()
    found = work.look_again(typed(work, SHARE, "In winter", "In 1999"))
    assert "1999" in " ".join(one.message for one in found.problems(SHARE, looks=True))
    assert (work.folder / SHARE).read_bytes() == before


def test_nothing_counts_as_fine_before_it_is_checked(work: Work) -> None:
    assert work.look.checked is None
    assert work.state == "checking …"
    work.take(work.look_again(), saved=True)
    assert work.state.startswith("1 error")


def test_a_card_with_an_error_keeps_its_anchors(work: Work) -> None:
    work.take(work.look_again(), saved=True)
    before = (work.folder / LOCK_NAME).read_bytes()
    path = work.folder / SHARE
    path.write_text(path.read_text().replace("[@herald, ¶2", "[@herald, ¶2 “open"))
    work.take(work.look_again(), saved=True)
    assert "share" in work.look.authored.broken
    assert (work.folder / LOCK_NAME).read_bytes() == before


def test_where_the_outline_cannot_be_read_all_is_as_it_was(work: Work) -> None:
    sections = work.sections
    (work.folder / "briefing.md").write_text("---\ntitle: [\n---\n")
    work.take(work.look_again(), saved=True)
    assert work.sections == sections
    assert work.look.problems("briefing.md")


def test_an_anchor_is_made_of_what_is_cited_anew(work: Work) -> None:
    work.take(work.look_again(), saved=True)
    kept = load_briefing(work.folder).briefing
    assert kept is not None
    assert {one.source for one in kept.anchors} == {"herald", "post"}
    assert not any(one.code == "unanchored-passage" for one in work.look.problems(SHARE))


@pytest.mark.parametrize("data", [b"\xef\xbb\xbf---\r\ntitle: A\r\n---\r\n", b"a\nb", b""])
def test_a_file_is_written_as_it_was_typed(work: Work, data: bytes) -> None:
    file = OpenFile("x.md", data)
    assert file.encoded(file.text) == data


def test_what_is_no_text_is_not_opened(work: Work) -> None:
    (work.folder / SHARE).write_bytes(b"\xff\xfe")
    with pytest.raises(NotTextError, match="not text in UTF-8"):
        _ = work.open(SHARE).text


def test_nothing_that_changed_elsewhere_is_overwritten(work: Work) -> None:
    file = work.open(SHARE)
    (work.folder / SHARE).write_text("theirs")
    with pytest.raises(BriefingError, match="changed meanwhile"):
        work.write(file, "mine", "A word.")
    assert (work.folder / SHARE).read_text() == "theirs"
    work.keep_beside(file, "mine")
    assert (work.folder / f"{SHARE}.typed~").read_text() == "mine"
    assert load_briefing(work.folder).files == load_briefing(TWO_TOWNS).files


def test_the_bottom_line_is_the_card_of_the_outline(work: Work) -> None:
    card = work.card_at("briefing.md")
    assert card is not None
    assert card.id == "bottom-line"
    assert work.card_at("sources.yaml") is None
    section = work.section_at(SHARE)
    assert section is not None
    assert section.id == "terms"
