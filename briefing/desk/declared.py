"""What a page says of itself: in JSON-LD, meta tags, microdata and microformats.

Nothing is guessed from its text, its layout or the name of its host.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from email.utils import parsedate
from html import unescape
from typing import Any, Final

import msgspec

from briefing.model.dates import DateError, parse_date

_ARTICLE: Final = re.compile(r"Article$|Posting$|^(?:Report|Review|WebPage|ItemPage)$")
_LESS: Final = re.compile("Page$|^(?:Review|DiscussionForumPosting|JobPosting)$")
"""What may stand beside an article, or around it."""

_TITLE: Final = ("og:title", "citation_title", "dc.title", "dcterms.title", "twitter:title")
_OUTLET: Final = ("og:site_name", "citation_journal_title", "dc.publisher", "dcterms.publisher")
_SITE: Final = ("application-name", "apple-mobile-web-app-title")
_AUTHOR: Final = (
    *("citation_author", "author", "article:author", "byl", "parsely-author", "sailthru.author"),
    *("dc.creator", "dcterms.creator", "og:article:author"),
)
_ISSUED: Final = (
    *("article:published_time", "og:article:published_time", "datepublished", "date"),
    *("citation_publication_date", "citation_date", "parsely-pub-date", "sailthru.date"),
    *("dc.date.issued", "dcterms.issued", "dc.date", "dcterms.date", "dcterms.created"),
    *("pubdate", "publishdate", "publish-date", "publication_date", "article.published"),
)
_MARKED_AUTHOR: Final = (
    "//*[@itemprop='author']",
    "//a[contains(@rel, 'author')]",
    "//*[contains(concat(' ', @class, ' '), ' p-author ')]",
    "//*[contains(concat(' ', @class, ' '), ' vcard ')]"
    "//*[contains(concat(' ', @class, ' '), ' fn ')]",
)
_MARKED_DATE: Final = (
    "//*[@itemprop='datePublished'] | //time[@pubdate]",
    "//*[contains(concat(' ', @class, ' '), ' dt-published ')]",
    "//*[contains(concat(' ', @class, ' '), ' published ')]",
)
_DAY: Final = re.compile(r"\s*([12]\d{3})(?:([-/.]?)(\d{2})(?:\2(\d{2}))?)?(?!\d)")
_AND: Final = re.compile(r"\s*(?:,|;|\band\b|\bund\b|\bet\b|\by\b|&|\|)\s*")
_BY: Final = re.compile(r"^\s*(?:by|von|par|por|di)\s+", re.IGNORECASE)
_NO_NAME: Final = re.compile(
    r"https?:|www\.|@|/|\d{3}|admin"
    r"|^(?:editors?|guest|staff|unknown|super ?user|redaktion|autor|author)$",
    re.IGNORECASE,
)
_LOCALE: Final = re.compile("[A-Za-z]{2,3}(?:[-_][A-Za-z]{2,4})?")
_SAVED: Final = re.compile(
    rb"<!--\s*(?:saved from url=\(\d+\)(?P<url>\S+)"
    rb"|Page saved with SingleFile\s*url:\s*(?P<single>\S+)(?:\s*saved date:\s*(?P<date>[^\n]+))?)"
)
_HEAD: Final = 4096
"""Bytes of a page among which the comment of the program that saved it is."""

_ALIKE: Final = 0.6
"""Share of the words of a heading that the title has too, where both are one."""

_LONGEST: Final = 300
"""Most characters of a title; of a name, a quarter of it."""


class Declared(msgspec.Struct, frozen=True, kw_only=True):
    """What a page gives; empty or None where it does not.

    Attributes:
        type: Its CSL item type.
        accessed: When it was saved, by the comment of the program that saved it.
        is_free: Whether it does not say that only subscribers may read it.
    """

    title: str | None = None
    outlet: str | None = None
    authors: tuple[str, ...] = ()
    issued: str | None = None
    language: str | None = None
    url: str | None = None
    type: str = "webpage"
    accessed: str | None = None
    is_free: bool = True


def declared(tree: Any, data: bytes) -> Declared:  # noqa: ANN401 - lxml has no types
    """Read what a page says of itself.

    Args:
        tree: The page, as lxml parses it.
        data: The page as it came, whose comments the tree has not.
    """
    return _Page(tree, data).declared()


class _Page:
    def __init__(self, tree: Any, data: bytes) -> None:  # noqa: ANN401
        self._tree = tree
        self._saved = _SAVED.search(data[:_HEAD])
        self._meta: dict[str, list[str]] = {}
        for tag in tree.iter("meta"):
            name = tag.get("property") or tag.get("name") or ""
            if content := tag.get("content", "").strip():
                self._meta.setdefault(name.strip().lower(), []).append(content)
        self._url = self._address()
        self._article = _article(list(self._things()), self._url)

    def declared(self) -> Declared:
        said, saved = self._article, self._saved
        part_of = [said.get("publisher"), said.get("isPartOf")]
        outlets = [*self._given(_OUTLET), *part_of, *self._given(_SITE)]
        outlet = next(filter(None, map(_name, outlets)), None)
        language = [self._tree.get("lang"), said.get("inLanguage"), *self._given(["og:locale"])]
        return Declared(
            title=self._title(outlet or ""),
            outlet=outlet,
            authors=self._authors(outlet),
            issued=next(self._dates(), None),
            language=next(filter(None, map(_language, language)), None),
            url=self._url,
            type="article-newspaper" if "NewsArticle" in _types(said) else "webpage",
            accessed=_date((saved["date"] or b"").decode(errors="replace")) if saved else None,
            is_free=str(said.get("isAccessibleForFree", True)).lower() != "false",
        )

    def _given(self, names: Iterable[str]) -> list[str]:
        return [text for name in names for text in self._meta.get(name, ())]

    def _marked(self, paths: Iterable[str]) -> Iterator[Any]:
        return (tag for path in paths for tag in self._tree.xpath(path))

    def _address(self) -> str | None:
        links = self._tree.xpath("//link[@rel='canonical']/@href")
        saved = self._saved
        own = (saved["single"] or saved["url"]).decode(errors="replace") if saved else ""
        found = (one.strip() for one in (*links, *self._given(["og:url"]), own))
        return next((one for one in found if re.fullmatch(r"https?://[^\s/]+\S*", one)), None)

    def _title(self, outlet: str) -> str | None:
        """Its title as the page prints it: titles elsewhere name the site as well."""
        given = [
            self._article.get("headline"),
            *self._given(_TITLE),
            self._tree.findtext(".//title"),
        ]
        title = next(filter(None, map(_line, given)), None)
        wanted = set(re.findall(r"\w+", (title or "").casefold()))
        for heading in self._tree.iter("h1"):
            printed = _line(" ".join(heading.itertext()))
            found = set(re.findall(r"\w+", (printed or "").casefold()))
            if len(found) > 1 and len(found & wanted) >= _ALIKE * len(found):
                return printed
        return re.sub(rf"(?<=\S)\s+[-–—|·•:»]\s+{re.escape(outlet)}$", "", title) if title else None

    def _authors(self, outlet: str | None) -> tuple[str, ...]:
        """The names of the first place that gives any."""
        given = self._article.get("author")
        places: list[Iterable[str | None]] = [
            map(_name, given if isinstance(given, list) else [given]),
            *(self._given([name]) for name in _AUTHOR),
            *(map(_content, self._tree.xpath(path)) for path in _MARKED_AUTHOR),
        ]
        for place in places:
            names = dict.fromkeys(name for text in place for name in _names(text))
            names.pop(outlet or "", None)
            if names:
                return tuple(names)
        return ()

    def _dates(self) -> Iterator[str]:
        given = [self._article.get("datePublished"), *self._given(_ISSUED)]
        for tag in self._marked(_MARKED_DATE):
            given.append(tag.get("datetime") or tag.get("content") or tag.get("title"))
        return filter(None, (_date(one) for one in given if isinstance(one, str)))

    def _things(self) -> Iterator[dict[str, Any]]:
        for script in self._tree.iter("script"):
            if script.get("type", "").split(";")[0].strip() == "application/ld+json":
                yield from _things(_json(script.text or ""))


# -- JSON-LD ---------------------------------------------------------------------------------------


def _article(things: list[dict[str, Any]], url: str | None) -> Mapping[str, Any]:
    """What is said of the article; of several that which has a date and the page's address."""
    by_id = {one["@id"]: one for one in things if isinstance(one.get("@id"), str) and len(one) > 1}

    def linked(value: object) -> object:
        if isinstance(value, list):
            return [linked(one) for one in value]
        is_link = isinstance(value, dict) and "name" not in value
        return by_id.get(str(value.get("@id")), value) if is_link else value  # type: ignore[attr-defined] # it is a dict

    def rank(one: Mapping[str, Any]) -> tuple[bool, bool, bool]:
        page = one.get("mainEntityOfPage")
        page = page.get("@id") if isinstance(page, dict) else page
        is_here = bool(url) and url in (one.get("url"), one.get("@id"), page)
        is_less = any(map(_LESS.search, _types(one)))
        return "datePublished" not in one, is_less, not is_here

    articles = [one for one in things if any(map(_ARTICLE.search, _types(one)))]
    if not articles:
        return {}
    best = min(articles, key=rank)
    names = ("author", "publisher", "isPartOf")
    return {**best, **{name: linked(best.get(name)) for name in names}}


def _json(text: str) -> object:
    text = re.sub(r"^\s*(?:<!--|//<!\[CDATA\[)|(?:-->|//\]\]>|;)\s*$", "", text)
    try:
        # Line breaks within strings are no JSON, and common.
        return msgspec.json.decode(re.sub(r"[\x00-\x1f]+", " ", text))
    except (msgspec.DecodeError, UnicodeEncodeError, RecursionError):
        return None


def _things(value: object) -> Iterator[dict[str, Any]]:
    """All that has a type, on top or in a graph, not what it is made of."""
    if isinstance(value, list):
        for one in value:
            yield from _things(one)
    elif isinstance(value, dict):
        if "@type" in value:
            yield value
        yield from _things([value.get("@graph"), value.get("mainEntity")])


def _types(thing: Mapping[str, Any]) -> list[str]:
    given = thing.get("@type")
    return list(map(str, given if isinstance(given, list) else [given]))


# -- lines, names, dates, languages ----------------------------------------------------------------


def _line(value: object, most: int = _LONGEST) -> str | None:
    """One line of text, if it is one: mark-up and entities are what some put there."""
    if not isinstance(value, str):
        return None
    text = " ".join(re.sub(r"<[^<>]+>", "", unescape(value)).split())
    return text if 0 < len(text) <= most else None


def _name(value: object) -> str | None:
    if isinstance(value, list):
        return next(filter(None, map(_name, value)), None)
    if isinstance(value, dict):
        return _name(value.get("name") or value.get("legalName"))
    return _line(value, _LONGEST // 4)


def _content(tag: Any) -> str:  # noqa: ANN401
    """The words of a tag; of one with a name in it, the name."""
    named = (tag.xpath(".//*[@itemprop='name']") or [tag])[0]
    return named.get("content") or " ".join(named.itertext())


def _names(text: str | None) -> list[str]:
    """Take the names of persons apart, where each then still is one."""
    line = _BY.sub("", _line(text) or "")
    parts = [one for one in _AND.split(line) if one]
    whole = parts if all(" " in one for one in parts) else [line]
    return [one for one in whole if 0 < len(one) <= _LONGEST // 4 and not _NO_NAME.search(one)]


def _date(text: str) -> str | None:
    """The day, month or year that a text begins with, or that of a mail; as EDTF."""
    if match := _DAY.match(text):
        date = "-".join(filter(None, match.group(1, 3, 4)))
    elif parsed := parsedate(text):
        date = "{:04}-{:02}-{:02}".format(*parsed)
    else:
        return None
    try:
        parse_date(date)
    except DateError:
        return None
    return date


def _language(given: object) -> str | None:
    if isinstance(given, str) and _LOCALE.fullmatch(given.strip()):
        return given.strip().replace("_", "-")
    return None
