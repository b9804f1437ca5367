"""From bytes to paragraphs."""

from __future__ import annotations

import re
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.desk.extracting import Article, NotExtractedError, extract
from briefing.desk.fetching import Original
from tests.thorough import examples

from .pages import PARAGRAPHS, page, pdf

WITH_TITLE = ("Two towns, one dam", *PARAGRAPHS)
LINES = (
    "The councils of Lakeside and Hilltop agreed on Wednesday to share the water of the dam, af-",
    "ter talks that went on for most of the night in the old mill.",
    "It has six articles.",
    "Hilltop will take two thirds of the water from June to August, said the mayor of Lakeside,",
    "and in winter the shares are equal.",
)


def text_of(data: bytes, media_type: str = "") -> tuple[str, ...]:
    return extract(Original(data, media_type)).paragraphs


def test_of_a_page_the_article_is_taken_and_what_surrounds_it_is_not() -> None:
    found = extract(Original(page()))
    assert found.paragraphs == WITH_TITLE
    assert found.text == "\n\n".join(WITH_TITLE) + "\n"
    assert found.words == sum(len(one.split()) for one in WITH_TITLE)
    assert (found.extractor or "").startswith("trafilatura 2.")
    assert "Imprint" in found.visible
    assert found.given.title == "Two towns, one dam"
    assert found.sha256 == extract(Original(page(), "text/html")).sha256


@pytest.mark.parametrize(
    "label",
    [
        '[<a href="https://example.org/x"><strong>The Verge</strong></a>]',
        "<strong>[</strong><a href='/x'><strong>Tom's Guide</strong></a><strong>]</strong><br>",
        '— <a href="/x">Digital Foundry</a>',
    ],
)
def test_whose_words_something_is_stays_where_it_stood(label: str) -> None:
    paragraphs = text_of(page([PARAGRAPHS[0], label, *PARAGRAPHS[1:]]))
    said = re.sub("<[^>]*>", "", label)
    assert paragraphs[1:4] == (PARAGRAPHS[0], said, PARAGRAPHS[1])


@pytest.mark.parametrize(
    ("quotation", "text"),
    [
        ("<p>It works, <em>they write</em>.</p>", ["“It works, they write.”"]),
        ("<p>It <b>works</b></p><p>They write.</p>", ["“It works”", "“They write.”"]),
        ("It works, they write.", ["“It works, they write.”"]),
        ("<p>“It works, they write.”</p>", ["“It works, they write.”"]),
        ("<p>It works.</p>" * 7, ["It works."] * 7),
    ],
)
def test_what_is_set_apart_as_a_quotation_gets_its_marks(quotation: str, text: list[str]) -> None:
    article = page([PARAGRAPHS[0], f"<blockquote>{quotation}</blockquote>", *PARAGRAPHS[1:]])
    paragraphs = text_of(article.replace(b"<p><blockquote>", b"<blockquote>"))
    assert list(paragraphs[2 : 2 + len(text)]) == text


def test_soft_hyphens_and_line_breaks_within_a_paragraph_go() -> None:
    typed = [
        one.replace("councils", "coun\u00adcils").replace(" to ", "\n to\t") for one in PARAGRAPHS
    ]
    assert text_of(page(typed)) == WITH_TITLE


def test_of_a_text_paragraphs_are_the_blocks_each_on_one_line() -> None:
    text = (
        "\ufeffTwo towns,\none dam\n\n \n\n  The so-\ncalled deal was so-called.\r\n\r\nIt holds."
    )
    assert text_of(text.encode()) == (
        "Two towns, one dam",
        "The so-called deal was so-called.",
        "It holds.",
    )
    found = extract(Original("Zwölf Städte".encode("utf-16")))
    assert (found.paragraphs, found.extractor) == (("Zwölf Städte",), None)


def test_of_a_pdf_lines_are_joined_to_paragraphs_across_pages() -> None:
    found = extract(Original(pdf(LINES[:4], [LINES[4], "It runs for ten years."])))
    assert found.paragraphs == (
        " ".join(LINES[:2]).replace("af- ter", "after"),
        LINES[2],
        " ".join(LINES[3:]),
        "It runs for ten years.",
    )
    assert (found.extractor or "").startswith("pypdf ")


def test_headings_and_items_of_lists_are_paragraphs_of_a_pdf() -> None:
    lines = ["2.1 What was agreed", *LINES[:2], "\\225 the shares", "\\225 the gauge", *LINES[3:]]
    whole = " ".join(LINES[:2]).replace("af- ter", "after")
    assert text_of(pdf(lines)) == (
        lines[0],
        whole,
        "• the shares",
        "• the gauge",
        " ".join(LINES[3:]),
    )


def test_numbers_and_headings_of_pages_are_no_text() -> None:
    pages = [["Water and towns", *LINES[:2], f"Page {number} of 3"] for number in range(1, 4)]
    whole = " ".join(LINES[:2]).replace("af- ter", "after")
    assert " ".join(text_of(pdf(*pages))) == " ".join([whole] * 3)
    assert text_of(pdf([*LINES[:2], "7"])) == (whole,)


@pytest.mark.parametrize(
    ("info", "title", "authors"),
    [
        ("/Title(Two towns, one dam)/Author(Ann Lee)", "Two towns, one dam", ("Ann Lee",)),
        ("/Title(Microsoft Word - dam 3.doc)/Author(user)", None, ()),
        ("/Title(untitled)", None, ()),
        ("", None, ()),
    ],
)
def test_a_pdf_gives_what_no_word_processor_put_there(
    info: str, title: str | None, authors: tuple[str, ...]
) -> None:
    given = extract(Original(pdf(LINES, info=info))).given
    assert (given.title, given.authors, given.issued, given.type) == (
        title,
        authors,
        None,
        "document",
    )


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"%PDF-1.7 and nothing more", "The PDF cannot be read."),
        (b"PK\x03\x04 and more", "It is an archive, such as a Word document."),
        (b"\0\1\2\3" * 50, "It is binary."),
        (b"", "It is empty."),
    ],
)
def test_what_has_no_text_is_told(data: bytes, said: str) -> None:
    with pytest.raises(NotExtractedError) as told:
        extract(Original(data))
    assert said in str(told.value)


@pytest.mark.parametrize(("module", "data"), [("trafilatura", page()), ("pypdf", pdf(LINES))])
def test_without_the_extra_it_is_told_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch, module: str, data: bytes
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(NotExtractedError, match=rf"{module}: `pip install 'briefing\[desk\]'`"):
        extract(Original(data))
    assert text_of(b"A text needs no other program.") == ("A text needs no other program.",)


BEGINNINGS = st.sampled_from(
    [b"", b"%PDF-1.4\n", b"<html><body><p>", b"<!doctype html>\n", pdf(LINES)]
)


@examples(60)
@given(BEGINNINGS, st.one_of(st.binary(max_size=200), st.text(max_size=200).map(str.encode)))
def test_whatever_comes_is_an_article_or_told(beginning: bytes, rest: bytes) -> None:
    try:
        found: Article | None = extract(Original(beginning + rest))
    except NotExtractedError:
        found = None
    for paragraph in found.paragraphs if found else ():
        assert paragraph.strip() == paragraph
        assert paragraph
        assert "\n" not in paragraph
