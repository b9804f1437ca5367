"""From the bytes of a page, a PDF or a text to the paragraphs of an article."""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from importlib.metadata import version
from io import BytesIO
from itertools import zip_longest
from typing import Any, Final

import msgspec

from briefing.desk.declared import Declared, declared
from briefing.desk.fetching import Original
from briefing.evidence.decoding import decode
from briefing.evidence.texts import ATTRIBUTION, SourceText
from briefing.model.errors import BriefingError
from briefing.model.record import sha256
from briefing.model.text import count_words

_PDF: Final = b"%PDF-"
_PAGE: Final = re.compile(rb"<(?:!doctype|html|head|body|meta|title|p|div)\b", re.IGNORECASE)
_PAGES: Final = frozenset({"text/html", "application/xhtml+xml"})
_INSTALL: Final = "{} are read with {}: `pip install 'briefing[desk]'`."

_WITHIN: Final = re.compile(r"\u00ad(?:[^\S\n]*\n[^\S\n]*)?|(?<=\w-)\n\s*(?=\w)")
"""What stands within a word: a soft hyphen, or the line end after the hyphen of a compound."""

_MARKED: Final = re.compile('^["\'“”„«‘]|["“”„»«]$')
_LONGEST_QUOTATION: Final = 6
"""Paragraphs from which on what is set apart is rather the page's own layout."""

_FULL_LINE: Final = 0.8
"""Share of the usual length of a line up to which one that ends a sentence ends a paragraph."""

_HEADING: Final = 0.6
"""Likewise for one that ends no sentence."""

_ENDS: Final = re.compile(r"[.!?:…][\"'”’»)\]]*\d{0,2}\s*$")
_BEGINS: Final = re.compile(r"\s*[\"'“„«(]*[^\W\d_a-zß-öø-ÿа-я]")
_ITEM: Final = re.compile(r"\s*[•▪●‣◦]\s")

_OFTEN: Final = 3
"""Pages on which a line stands at the top or at the bottom that is no part of the text."""


class NotExtractedError(BriefingError):
    """Bytes have no text that could be an article's."""


class Article(msgspec.Struct, frozen=True, kw_only=True):
    """The text of an article, and what its page says of it.

    Attributes:
        sha256: Of the bytes that it was taken from.
        extractor: Name and version of what made the paragraphs; None for a text, which has them.
        visible: All words of the page, also those that are no part of the article.
        asks_password: Whether the page has a field for one.
    """

    paragraphs: tuple[str, ...]
    sha256: str
    given: Declared = Declared()
    extractor: str | None = None
    visible: str = ""
    asks_password: bool = False

    @property
    def text(self) -> str:
        """As the corpus has it: one paragraph a line, with blank lines between."""
        return "\n\n".join(self.paragraphs) + "\n"

    @property
    def words(self) -> int:
        return count_words(self.paragraphs)


def extract(original: Original) -> Article:
    """Take the article out of what was fetched or read.

    Raises:
        NotExtractedError: It is no text, or what reads it is not installed; the message says which.
    """
    data = original.data
    if data[:1024].lstrip().startswith(_PDF):
        return _from_pdf(data)
    found = decode(data)
    is_page = original.media_type in _PAGES or _PAGE.search(data[:4096]) is not None
    if is_page and (found.text is None or original.media_type in _PAGES):
        return _from_page(data)
    if found.text is None:
        raise NotExtractedError(f"It {found.wrong}. {found.fix}")
    return Article(paragraphs=_paragraphs(found.text), sha256=sha256(data), visible=found.text)


def _paragraphs(text: str) -> tuple[str, ...]:
    """The blocks between blank lines, each on one line; words broken at line ends are joined."""
    source = SourceText(text)
    lines = (source.text[start:end] for start, end in source.paragraphs)
    return tuple(" ".join(_WITHIN.sub("", line).split()) for line in lines)


def _from_page(data: bytes) -> Article:
    try:
        import trafilatura  # noqa: PLC0415 - optional, and slow to load
    except ImportError as error:
        raise NotExtractedError(_INSTALL.format("Web pages", "trafilatura")) from error

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    tree = trafilatura.load_html(data)
    if tree is None:
        raise NotExtractedError("It is no page that could be read. Save the page anew.")
    given = declared(tree, data)
    for quotation in tree.iter("blockquote"):
        _put_in_marks(quotation)
    for paragraph in tree.iter("p"):
        if ATTRIBUTION.fullmatch(paragraph.text_content()):
            for link in paragraph.findall(".//a"):
                link.drop_tag()  # what is almost nothing but a link is taken for navigation
    text = trafilatura.extract(tree, include_comments=False) or ""
    return Article(
        paragraphs=_paragraphs("\n\n".join(text.split("\n"))),
        sha256=sha256(data),
        given=given,
        extractor=f"trafilatura {version('trafilatura')}",
        visible=trafilatura.html2txt(tree, clean=False),
        asks_password=bool(tree.xpath("//input[@type='password']")),
    )


def _put_in_marks(quotation: Any) -> None:  # noqa: ANN401 - lxml has no types
    """Put quotation marks around the paragraphs that a page sets apart as somebody's words.

    Without them the text would say as its own what it only quotes.
    """
    paragraphs = [one for one in quotation.iter("p") if one.text_content().strip()] or [quotation]
    if len(paragraphs) > _LONGEST_QUOTATION or "twitter" in (quotation.get("class") or ""):
        return
    for one in paragraphs:
        words = one.text_content().strip()
        if _MARKED.search(words) or ATTRIBUTION.fullmatch(words):
            continue
        one.text = f"“{(one.text or '').lstrip()}"
        if len(one):
            one[-1].tail = f"{(one[-1].tail or '').rstrip()}”"
        else:
            one.text = f"{one.text.rstrip()}”"


# -- PDF -------------------------------------------------------------------------------------------


def _from_pdf(data: bytes) -> Article:
    try:
        import pypdf  # noqa: PLC0415 - optional, and slow to load
    except ImportError as error:
        raise NotExtractedError(_INSTALL.format("PDFs", "pypdf")) from error

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = pypdf.PdfReader(BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise NotExtractedError("The PDF is locked. Save its text, and add that.")
        pages = [page.extract_text().split("\n") for page in reader.pages]
        given = _of_pdf(reader.metadata)
    except NotExtractedError:
        raise
    except Exception as error:  # what is damaged in a PDF comes out as any of them
        raise NotExtractedError(
            "The PDF cannot be read. Save its text, for example with `pdftotext`, and add that."
        ) from error
    text = "\n".join(_in_blocks(_without_edges(pages)))
    return Article(
        paragraphs=_paragraphs(text),
        sha256=sha256(data),
        given=given,
        extractor=f"pypdf {version('pypdf')}",
        visible=text,
    )


def _of_pdf(metadata: object) -> Declared:
    """Title and author, unless they are what a word processor put there by itself."""
    title, author = (getattr(metadata, name, None) for name in ("title", "author"))
    is_title = isinstance(title, str) and " " in title.strip() and not _FILE.search(title)
    is_author = isinstance(author, str) and " " in author.strip()
    return Declared(
        title=" ".join(str(title).split()) if is_title else None,
        authors=(" ".join(str(author).split()),) if is_author else (),
        type="document",
    )


_FILE: Final = re.compile(r"^Microsoft|\.(?:docx?|pdf|indd|odt|rtf|tex|qxd)\s*$", re.IGNORECASE)


def _without_edges(pages: Iterable[Sequence[str]]) -> Iterator[list[str]]:
    """The lines of each page without its number, and what stands at the edge of many."""
    stripped = [_without_blank_edges([line.rstrip() for line in page]) for page in pages]
    edges = Counter(_form(page[at]) for page in stripped if page for at in {0, len(page) - 1})
    for page in stripped:
        lines = page
        for at in (0, -1):
            if lines and (edges[_form(lines[at])] >= _OFTEN or lines[at].strip().isdecimal()):
                lines = lines[1:] if at == 0 else lines[:-1]
        yield _without_blank_edges(lines)


def _without_blank_edges(lines: list[str]) -> list[str]:
    kept = [number for number, line in enumerate(lines) if line.strip()]
    return lines[kept[0] : kept[-1] + 1] if kept else []


def _form(line: str) -> str:
    """A line with any number as one, so that headings with page numbers are alike."""
    return re.sub(r"\d+", "0", line.strip())


def _in_blocks(pages: Iterable[Sequence[str]]) -> Iterator[str]:
    """The lines of all pages, with a blank line after each that ends a paragraph.

    That is one that leaves room for more and ends a sentence; or leaves much, as a heading does,
    before one that begins a sentence or a list.
    """
    lines = [line for page in pages for line in page]
    lengths = sorted(len(line) for line in lines if line.strip())
    usual = lengths[len(lengths) * 3 // 4] if lengths else 0
    for line, following in zip_longest(lines, lines[1:], fillvalue=""):
        yield line
        is_end = len(line) < _FULL_LINE * usual and _ENDS.search(line)
        is_heading = len(line) < _HEADING * usual and _BEGINS.match(following)
        if is_end or is_heading or _ITEM.match(following):
            yield ""
