"""Folders to edit: those of the samples, signed, and typed in several ways."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

from briefing.authoring.review_lock import REVIEWS_NAME, Exchange, exchanged
from briefing.model.reviews import SignOff, reviewables
from briefing.model.vocabulary import ReviewVerdict
from tests.curating import lay_out
from tests.unit.authoring.topics import loaded

BLOCK_LISTS = {
    "key-figures: [water-share, households, turbines-total, years, dam-cost]": """\
# what the panel shows
key-figures:
  # the share first
  - water-share
  - households   # of the census

  - turbines-total
  - years
  # and what it costs
  - dam-cost""",
    "  - {id: terms, title: What was agreed, cards: [share, duration, turbines],"
    " short: [share, duration]}": """\
  # the terms
  - id: terms
    title: 'What was agreed'   # an assertion
    cards:
    - share
    - duration
    - turbines
    # in the short version
    short: [
      share,
      "duration",
    ]""",
}
"""What takes the place of lists between brackets in ``briefing.md``, with remarks."""


def contents(folder: Path) -> dict[str, bytes]:
    """All files of a folder."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def sign_all(folder: Path) -> None:
    """Have one person sign everything."""
    briefing = loaded(folder)
    given = []
    for one in reviewables(briefing):
        bound = one.bind(briefing)
        given.append(
            SignOff(
                about=one.about,
                kind=one.kind,
                verdict=ReviewVerdict.CARRIES,
                by="Ann Lee",
                on=date(2024, 5, 3),
                of=bound.of,
                passages=bound.passages,
            )
        )
    (folder / REVIEWS_NAME).write_bytes(exchanged(b"", Exchange(tuple(given), ())))


def two_towns(parent: Path) -> Path:
    """The two towns, anchored and signed."""
    folder = lay_out(parent).draft
    sign_all(folder)
    return folder


def with_remarks(parent: Path) -> Path:
    """The two towns with lists on lines of their own, and remarks between them."""
    folder = two_towns(parent)
    outline = folder / "briefing.md"
    text = outline.read_text("utf-8")
    for typed, other in BLOCK_LISTS.items():
        assert typed in text
        text = text.replace(typed, other)
    outline.write_text(text, "utf-8")
    return folder


def from_windows(parent: Path) -> Path:
    """The same with the line ends and byte-order marks of another system."""
    folder = with_remarks(parent)
    for path in [*folder.rglob("*.md"), *folder.rglob("*.yaml")]:
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    return folder


def copied(folder: Path, parent: Path) -> Path:
    return Path(shutil.copytree(folder, parent / folder.name))
