"""From bytes to text: what can be told is read as it was written, all else is refused."""

from __future__ import annotations

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from briefing.evidence.decoding import decode

ENGLISH = st.text(
    st.sampled_from("abcdefghijklmnopqrstuvwxyz ABCDEFG,.“”’–—éüçñ\n"), min_size=20, max_size=300
)
"""What an article may be made of, all of it in Windows-1252."""


@given(st.binary(max_size=200))
@example(b"\xff\xfe")
@example(b"\xfe\xff\xd8")
@example(b"\xff\xfe\0\0a\0\0\0")
@example(b"\xef\xbb\xbf")
@example(b"\0")
@example(b"a\0")
@example(b"\x81\x8d")
def test_any_bytes_are_text_or_there_is_a_reason_and_a_fix(data: bytes) -> None:
    found = decode(data)
    if found.text is None:
        assert found.wrong.startswith("is ")
        assert found.fix.endswith(".")
        assert found.encoding is None
    else:
        assert any(map(str.isalnum, found.text))
        assert "\0" not in found.text
        assert (found.wrong, found.fix) == ("", "")


@given(st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=200))
def test_utf_8_is_never_taken_for_anything_else(text: str) -> None:
    assume("<" not in text and any(map(str.isalnum, text)))
    assume(not text.startswith(("PK", "%PDF", "{\\rtf", "\ufeff")))
    for encoding in ("utf-8", "utf-8-sig"):
        found = decode(text.encode(encoding))
        assert (found.text, found.encoding) == (text, None)


@given(ENGLISH, st.sampled_from(["utf-16", "utf-16-le", "utf-16-be"]))
def test_utf_16_is_read_with_its_mark_or_without_it(text: str, encoding: str) -> None:
    assume(any(map(str.isalnum, text)))
    assume(text.isascii() or encoding == "utf-16")
    found = decode(text.encode(encoding))
    assert (found.text, found.encoding) == (text, "UTF-16")


@given(ENGLISH, st.sampled_from(["cp1252", "utf-8"]))
def test_windows_1252_is_read_right_or_refused(text: str, encoding: str) -> None:
    found = decode(text.encode(encoding))
    assert found.text in (None, text)
    assert (found.encoding == "Windows-1252") <= (encoding == "cp1252")


@pytest.mark.parametrize(
    "data",
    [
        "The mayors’ “good day”, they said.".encode()[:-1] + b"\x99",
        "“Lakeside” said the mayor – of Hilltop.".encode()[1:],
        "The café of Malmö is ope\xe9".encode()[:-1],
        "The mayors’ good day, they said’".encode()[:-1],
        "une école, une église".encode() + b" \xe9t\xe9",
        b"\xef\xbb\xbfThe caf\xe9 is open.",
        "The mayor’s café is “open”.".encode("mac-roman"),
        "Два города делят гавань.".encode("cp1251"),
        "Два города делят гавань.".encode("koi8-r"),
        "二つの町が港を分け合う。".encode("shift-jis"),
        "两个城镇共享港口。".encode("gb18030"),
    ],
)
def test_what_is_damaged_or_in_another_encoding_is_no_windows_1252(data: bytes) -> None:
    assert decode(data).wrong == "is no text in UTF-8, UTF-16 or Windows-1252"


@pytest.mark.parametrize(
    ("data", "wrong"),
    [
        (b"Two\0ports share a harbour.", "is binary"),
        ("‘Two’ ports share it.\0".encode(), "is binary"),
        (bytes(range(1, 9)), "is binary"),
        (b"A word " + b"\x01" * 6, "is binary"),
        (b"\x7fELF\x02\x01\x01" + bytes(40), "is binary"),
        (b"\n\t \r\n--- * ---", "is empty"),
        (b"  \n%PDF-1.4", "is a PDF"),
        (b"<!-- a --> <!-- b --> <!DOCTYPE html>", "is HTML"),
        (b"<HTML lang=en><p>Two ports", "is HTML"),
        (b"Two ports<br>share<br/>a harbour" + b"<p>now</p>" * 3, "is HTML"),
    ],
)
def test_what_is_no_text_is_called_by_its_name(data: bytes, wrong: str) -> None:
    assert decode(data).wrong == wrong


@pytest.mark.parametrize(
    "text",
    ["Form\ffeed and five: \x01\x01\x01\x01\x01.", "<p>One</p> <p>two</p>", "a < b, b > c", "PK"],
)
def test_a_few_odd_characters_and_tags_make_no_text_binary_or_html(text: str) -> None:
    assert decode(text.encode()).text == text


def test_a_page_that_never_begins_is_found_out_at_once() -> None:
    assert decode(b"<!---->" * 20_000 + b"and a word").text is not None
    assert decode(b"<!-- a word " * 20_000).text is not None
