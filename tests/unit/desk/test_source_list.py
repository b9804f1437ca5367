"""sources.yaml, changed as text."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from briefing.desk.source_list import FactError, SourceList, SourceListError
from tests.thorough import examples

TYPED = """\
# The papers of both towns.
herald:   # our best
  type: article-newspaper
  title: "Two towns, one dam"
  container-title: The Herald
  author: [Ann Lee]
  corpus: herald.txt   # saved by Bo

# What we know through others.
deal:
    type: treaty
    title: Deal
    container-title: Both towns
    held: no
    slips:
      - paragraph: 3
        note: A half of what?
"""
ENTRY = {"type": "webpage", "title": "A dam: all of it", "container-title": "Post"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "sources.yaml").write_text(TYPED)
    return tmp_path


def typed(folder: Path, text: str) -> SourceList:
    (folder / "sources.yaml").write_bytes(text.encode())
    return SourceList.read(folder)


@pytest.mark.parametrize("before", [TYPED, "", "# Nothing yet\n", TYPED.rstrip()])
def test_an_entry_is_appended_and_all_else_stays(folder: Path, before: str) -> None:
    listed = typed(folder, before)
    after = listed.appended("post", ENTRY | {"author": ["Cy", "Di"], "issued": None})
    start, _, block = after.typed.decode().partition("post:\n")
    assert start == (before if before.endswith("\n") or not before else f"{before}\n")
    assert block.startswith('  type: webpage\n  title: "A dam: all of it"\n')
    assert after.sources["post"].authors == ("Cy", "Di")
    assert {**after.sources, **listed.sources} == after.sources
    (folder / "sources.yaml").write_bytes(after.typed)
    assert SourceList.read(folder) == after


def test_a_file_that_is_not_there_is_made(tmp_path: Path) -> None:
    assert list(SourceList.read(tmp_path).appended("post", ENTRY).sources) == ["post"]
    with pytest.raises(SourceListError, match=r"There is no folder “.*none” of a briefing\."):
        SourceList.read(tmp_path / "none")


def test_fields_are_set_in_place_or_after_the_last_one(folder: Path) -> None:
    after = SourceList.read(folder).with_fields("herald", {"corpus": "new.txt", "accessed": "2024"})
    assert after.typed.decode() == TYPED.replace(
        "  corpus: herald.txt   # saved by Bo\n",
        "  corpus: new.txt   # saved by Bo\n  accessed: 2024\n",
    )
    after = SourceList.read(folder).with_fields("deal", {"corpus": "deal.txt"})
    assert after.typed.decode() == f"{TYPED}    corpus: deal.txt\n"


def test_line_ends_and_a_byte_order_mark_stay(folder: Path) -> None:
    listed = typed(folder, "\ufeff" + TYPED.replace("\n", "\r\n"))
    for after in (
        listed.appended("post", ENTRY),
        listed.with_fields("herald", {"accessed": "2024"}),
        listed.with_fields("deal", {"accessed": "2024"}),
    ):
        assert after.typed.startswith("\ufeff# The".encode())
        assert after.typed.count(b"\n") == after.typed.count(b"\r\n") > TYPED.count("\n")


def test_what_cannot_be_changed_for_sure_is_refused(folder: Path) -> None:
    listed = typed(folder, "{herald: {type: webpage, title: A, container-title: B}}\n")
    with pytest.raises(SourceListError, match="in a way that this does not change"):
        listed.appended("post", ENTRY)
    with pytest.raises(SourceListError, match="in a way that this does not change"):
        listed.with_fields("herald", {"accessed": "2024"})


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("herald: {type: treaty, title: A, container-title: B}\n...\n", "\npost:\n  type: "),
        ("  herald:\n    type: treaty\n    title: A\n    container-title: B", "\n  post:\n    "),
    ],
)
def test_an_entry_stands_as_those_before_it(folder: Path, before: str, after: str) -> None:
    made = typed(folder, before).appended("post", ENTRY)
    assert after in made.typed.decode()
    assert list(made.sources) == ["herald", "post"]


@pytest.mark.parametrize(
    ("before", "said"),
    [
        ("herald: 7\n", r"First correct this: .*sources\.yaml:1:"),
        ("herald: [\n", r"First correct this: "),
        ("herald:\n  type: none\n", r"First correct this: "),
    ],
)
def test_mistakes_are_told_first(folder: Path, before: str, said: str) -> None:
    with pytest.raises(SourceListError, match=said):
        typed(folder, before)


def test_what_may_not_stand_in_the_file_is_told(folder: Path) -> None:
    with pytest.raises(FactError, match=r"alike\. Type the word anew"):
        SourceList.read(folder).appended("post", ENTRY | {"title": "The d\u0430m"})


def test_a_key_that_is_there_is_not_appended_again(folder: Path) -> None:
    with pytest.raises(FactError, match="given twice"):
        SourceList.read(folder).appended("herald", ENTRY)


SIGNS = "'\"#:[]{}&*!|>%@`-?,\\ \N{BULLET}…ü両"
LINES = st.text(st.sampled_from(f"ab1 {SIGNS}"), min_size=1).map(
    lambda text: " ".join(f"a {text}".split())
)


@examples(100)
@given(title=LINES, key=st.sampled_from(["herald", "deal", "post"]))
def test_whatever_a_page_gives_is_read_back(title: str, key: str) -> None:
    with TemporaryDirectory() as folder:
        listed = typed(Path(folder), TYPED)
    entry = {"title": title, "container-title": "Post"}
    if key == "post":
        after = listed.appended(key, entry | {"type": "webpage"})
    else:
        after = listed.with_fields(key, entry)
        expected = replace(listed.sources[key], title=title, outlet="Post")
        assert after.sources == {**listed.sources, key: expected}
    assert (after.sources[key].title, after.sources[key].outlet) == (title, "Post")
