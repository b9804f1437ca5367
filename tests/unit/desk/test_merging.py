"""Two versions of a folder come to one, or to a clear word on what is for a person to decide."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from briefing.desk.merging import Conflict, merge_folders, merge_lines, merge_sets

lines = st.sampled_from([b"a\n", b"b\n", b"c\n", b"d\r\n", b"\n"])
texts = st.builds(
    lambda whole, rest: [*whole, *rest],
    st.lists(lines, max_size=8),
    st.lists(st.sampled_from([b"e", b"f"]), max_size=1),
)
files = st.dictionaries(
    st.sampled_from(["briefing.md", "cards/terms/a.md", "cards/terms/b.md", "x.lock.jsonl"]),
    st.lists(lines, max_size=4).map(b"".join),
)


def merged(base: str, mine: str, theirs: str) -> str | None:
    """Merge texts of which each letter is a line."""
    typed: list[list[bytes]] = [
        [f"{one}\n".encode() for one in text] for text in (base, mine, theirs)
    ]
    found = merge_lines(*typed)
    return None if found is None else b"".join(found).decode().replace("\n", "")


@given(texts, texts)
def test_what_one_side_changed_is_taken_from_it(base: list[bytes], side: list[bytes]) -> None:
    assert merge_lines(base, side, base) == side
    assert merge_lines(base, base, side) == side
    assert merge_lines(base, side, side) == side


@given(texts, texts, texts)
def test_both_sides_have_their_say(
    base: list[bytes], mine: list[bytes], theirs: list[bytes]
) -> None:
    one, other = merge_lines(base, mine, theirs), merge_lines(base, theirs, mine)
    assert (one is None) == (other is None)
    if one is None or other is None:
        return

    def ended(some: Sequence[bytes]) -> Counter[bytes]:
        return Counter(line.rstrip(b"\r\n") for line in some)

    assert ended(one) == ended(other)
    # What a side put in is there, whatever the other did.
    for side in (mine, theirs):
        assert not (ended(side) - ended(base)) - ended(one)
    assert all(line.endswith(b"\n") for line in one[:-1])


def test_lines_that_differ_merge() -> None:
    assert merged("abcd", "Abcd", "abcD") == "AbcD"
    assert merged("abcd", "bcd", "abc") == "bc"
    assert merged("ab", "xab", "aby") == "xaby"
    assert merged("abc", "aXc", "abcy") == "aXcy"
    assert merged("abc", "aXc", "aybc") == "ayXc", "what is inserted before a line stays before it"


def test_two_insertions_at_one_point_are_both_kept_ours_last() -> None:
    assert merged("ab", "axb", "ayb") == "ayxb"
    assert merged("ab", "axb", "axb") == "axb"
    assert merged("", "x", "y") == "yx"
    assert merge_lines([], [b"mine"], [b"theirs"]) == [b"theirs\n", b"mine"]


def test_the_same_lines_changed_twice_are_a_conflict() -> None:
    assert merged("abc", "aXc", "aYc") is None
    assert merged("abc", "aXc", "ac") is None
    assert merged("abcd", "ad", "abd") is None
    assert merged("abcd", "aXYd", "abxcd") is None
    assert merged("abc", "aXc", "aXc") == "aXc"


@given(texts, texts, texts)
def test_sets_of_lines_always_merge(
    base: list[bytes], mine: list[bytes], theirs: list[bytes]
) -> None:
    def closed(some: list[bytes]) -> list[bytes]:
        return [line if line.endswith(b"\n") else line + b"\n" for line in some]

    base, mine, theirs = map(closed, (base, mine, theirs))
    found = set(merge_sets(base, mine, theirs))
    assert found == {
        line
        for line in {*base, *mine, *theirs}
        if (line in mine and line in theirs)
        or (line in mine and line not in base)
        or (line in theirs and line not in base)
    }
    assert merge_sets(base, base, theirs) == theirs


def test_what_we_signed_stands_where_it_stood_with_us() -> None:
    head, one, two, three = b"head\n", b"one\n", b"two\n", b"three\n"
    assert merge_sets([head], [head, one], [head, three]) == [head, one, three]
    assert merge_sets([head, one], [head, one, two], [head, three]) == [head, two, three]


@given(files, files)
def test_a_folder_that_one_side_changed_is_that_side(
    base: dict[str, bytes], side: dict[str, bytes]
) -> None:
    for mine, theirs in ((side, base), (base, side), (side, side)):
        found = merge_folders(base, mine, theirs)
        assert not found.conflicts
        assert found.files == side


@given(files, files, files)
def test_a_file_of_both_is_merged_or_told(
    base: dict[str, bytes], mine: dict[str, bytes], theirs: dict[str, bytes]
) -> None:
    found = merge_folders(base, mine, theirs)
    told = {one.path for one in found.conflicts}
    for path in {*base, *mine, *theirs}:
        before, our, their = base.get(path), mine.get(path), theirs.get(path)
        if path in told:
            assert path not in found.files
            assert before != our != their != before
        elif our == before:
            assert found.files.get(path) == their
        elif their in (before, our):
            assert found.files.get(path) == our
        else:
            assert not path.startswith("cards/")


def test_a_card_changed_on_both_sides_is_for_a_person() -> None:
    base = {"cards/terms/a.md": b"one", "cards/terms/b.md": b"one"}
    mine = {"cards/terms/a.md": b"mine", "cards/terms/c.md": b"mine"}
    theirs = {"cards/terms/a.md": b"other", "cards/terms/b.md": b"two", "cards/terms/c.md": b"x"}
    found = merge_folders(base, mine, theirs)
    assert found.files == {}
    assert found.conflicts == [
        Conflict("cards/terms/a.md", "changed", "changed"),
        Conflict("cards/terms/b.md", "gone", "changed"),
        Conflict("cards/terms/c.md", "new", "new"),
    ]


def test_records_of_one_side_are_not_of_both() -> None:
    lock = {"verified.lock.json": b"{}", "published.lock.json": b"{}"}
    assert merge_folders({}, lock, {"briefing.md": b"x", **lock}).files == {"briefing.md": b"x"}
