"""What a page says of itself: in its JSON-LD, its meta tags and its microdata.

Nothing is guessed from its text, the classes of its layout or the name of its host.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from email.utils import parsedate_to_datetime
from typing import Any, Final

import msgspec

from briefing.model.dates import DateError, parse_date

_ARTICLE: Final = re.compile(r"Article$|Posting$|^(?:Report|Review|WebPage|ItemPage|Blog)$")
_LESS: Final = re.compile("Page$|^(?:Review|Blog|DiscussionForumPosting|JobPosting)$")
"""What may stand beside an article, or around it."""

_TITLE: Final = ("og:title", "citation_title", "dc.title", "dcterms.title", "twitter:title")
_OUTLET: Final = ("og:site_name", "citation_journal_title", "dc.publisher", "dcterms.publisher")
_AUTHOR: Final = (
    *("citation_author", "author", "article:author", "byl", "parsely-author", "sailthru.author"),
    *("dc.creator", "dcterms.creator", "og:article:author"),
)
_ISSUED: Final = (
    *("article:published_time", "og:article:published_time", "datepublished", "date"),
    *("citation_publication_date", "citation_date", "parsely-pub-date", "sailthru.date"),
    *("dc.date.issued", "dcterms.issued", "dc.date", "dcterms.date", "dcterms.created"),
    *("pubdate", "publishdate", "publish-date", "publication_date", "article.published"),
    *("cxenseparse:recs:publishtime", "originalpublicationdate", "rnews:datepublished"),
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
_MONTHS: Final = [
    "",
    "Jan",
    "Feb",
    "Mar",
    "Apr",
    "May",
    "Jun",
    "Jul",
    "Aug",
    "Sep",
    "Oct",
    "Nov",
    "Dec",
]
_WHEN: Final = re.compile(rf"({'|'.join(_MONTHS[1:])}) (\d\d) (\d{{4}})")
_ALIKE: Final = 0.6
"""Share of the words of a heading that the title has too, where both are one."""

_MOST_TITLE: Final = 300
_MOST_NAME: Final = 80


class Declared(msgspec.Struct, frozen=True, kw_only=True):
    """What a page gives; empty or None where it does not.

    Attributes:
        accessed: When it was saved, by the comment of the program that saved it.
        is_free: Whether it says that all may read it.
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
    saved = _SAVED.search(data[:4096])
    meta = _meta(tree)
    url = _url(tree, meta, saved)
    article = _article(tree, url)
    language = tree.get("lang") or article.get("inLanguage") or _first(meta, ["og:locale"])
    outlet = (
        _first(meta, _OUTLET) or _name(article.get("publisher")) or _name(article.get("isPartOf"))
    )
    title = (
        _text(article.get("headline"), _MOST_TITLE)
        or _first(meta, _TITLE)
        or _text(tree.findtext(".//title"), _MOST_TITLE)
    )
    return Declared(
        title=_as_printed(tree, title),
        outlet=_text(outlet, _MOST_NAME),
        authors=_authors(tree, meta, article, outlet),
        issued=next(_dates(tree, meta, article), None),
        language=_language(language),
        url=url,
        type="article-newspaper" if "NewsArticle" in str(article.get("@type")) else "webpage",
        accessed=_saved_on(saved),
        is_free=str(article.get("isAccessibleForFree", True)).lower() != "false",
    )


def _meta(tree: Any) -> Mapping[str, list[str]]:  # noqa: ANN401
    """The contents of all meta tags, by name in small letters."""
    found: dict[str, list[str]] = {}
    for tag in tree.iter("meta"):
        name = tag.get("property") or tag.get("name") or ""
        if content := tag.get("content", "").strip():
            found.setdefault(name.strip().lower(), []).append(content)
    return found


def _first(meta: Mapping[str, list[str]], names: Iterable[str]) -> str | None:
    found = (_text(text, _MOST_TITLE) for name in names for text in meta.get(name, ()))
    return next(filter(None, found), None)


def _text(value: object, most: int) -> str | None:
    """One line of text, if it is one: mark-up and entities are what some put there."""
    if not isinstance(value, str):
        return None
    from html import unescape  # noqa: PLC0415 - only pages need it

    text = " ".join(re.sub(r"<[^<>]+>", "", unescape(value)).split())
    return text if text and len(text) <= most else None


def _as_printed(tree: Any, title: str | None) -> str | None:  # noqa: ANN401
    """The heading of the page that says what its title does: titles name the site as well."""
    wanted = set(_words(title or ""))
    for heading in tree.iter("h1"):
        printed = _text(" ".join(heading.itertext()), _MOST_TITLE)
        found = set(_words(printed or ""))
        if printed and len(found) > 1 and len(found & wanted) >= _ALIKE * len(found):
            return printed
    return title


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _url(tree: Any, meta: Mapping[str, list[str]], saved: re.Match[bytes] | None) -> str | None:  # noqa: ANN401
    links = [link.get("href", "") for link in tree.iter("link") if link.get("rel") == "canonical"]
    own = (saved["single"] or saved["url"]).decode(errors="replace") if saved else ""
    found = [one.strip() for one in (*links, *meta.get("og:url", ()), own)]
    return next((one for one in found if re.fullmatch(r"https?://[^\s/]+\S*", one)), None)


def _saved_on(saved: re.Match[bytes] | None) -> str | None:
    when = _WHEN.search((saved["date"] or b"").decode(errors="replace")) if saved else None
    return f"{when[3]}-{_MONTHS.index(when[1]):02}-{when[2]}" if when else None


# -- JSON-LD ---------------------------------------------------------------------------------------


def _article(tree: Any, url: str | None) -> Mapping[str, Any]:  # noqa: ANN401
    """What JSON-LD says of the article; of several that which has the page's address."""
    things: list[dict[str, Any]] = []
    for script in tree.iter("script"):
        if script.get("type", "").split(";")[0].strip() == "application/ld+json":
            things += _things(_json(script.text or ""))
    by_id = {one["@id"]: one for one in things if isinstance(one.get("@id"), str) and len(one) > 1}
    articles = [one for one in things if any(map(_ARTICLE.search, _types(one)))]
    articles.sort(key=lambda one: _rank(one, url))
    if not articles:
        return {}
    names = ("author", "publisher", "isPartOf")
    linked = {name: _linked(articles[0].get(name), by_id) for name in names}
    return {**articles[0], **linked}


def _rank(article: Mapping[str, Any], url: str | None) -> tuple[bool, bool, bool]:
    page = article.get("mainEntityOfPage")
    addresses = [article.get("url"), article.get("@id"), page, *_values(page, "@id")]
    is_here = url is not None and any(str(one).split("#")[0] == url for one in addresses)
    return (
        "datePublished" not in article,
        any(map(_LESS.search, _types(article))),
        not is_here,
    )


def _json(text: str) -> object:
    text = text.strip().removeprefix("<!--").removesuffix("-->").removeprefix("//<![CDATA[")
    text = text.strip().removesuffix("//]]>").rstrip(";")
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
        yield from _things(value.get("@graph"))
        yield from _things(value.get("mainEntity"))


def _types(thing: Mapping[str, Any]) -> list[str]:
    given = thing.get("@type")
    return [str(one) for one in (given if isinstance(given, list) else [given])]


def _values(value: object, name: str) -> list[object]:
    return [value[name]] if isinstance(value, dict) and name in value else []


def _linked(value: object, by_id: Mapping[str, object]) -> object:
    if isinstance(value, list):
        return [_linked(one, by_id) for one in value]
    if isinstance(value, dict) and "name" not in value:
        return by_id.get(str(value.get("@id")), value)
    return value


def _name(value: object) -> str | None:
    if isinstance(value, list):
        return next(filter(None, map(_name, value)), None)
    if isinstance(value, dict):
        value = value.get("name") or value.get("legalName")
        return _name(value)
    return _text(value, _MOST_NAME)


# -- authors ---------------------------------------------------------------------------------------


def _authors(
    tree: Any,  # noqa: ANN401
    meta: Mapping[str, list[str]],
    article: Mapping[str, Any],
    outlet: str | None,
) -> tuple[str, ...]:
    """The names of the first place that gives any."""
    given = article.get("author")
    persons = given if isinstance(given, list) else [given]
    places: list[Iterable[str | None]] = [
        map(_name, persons),
        *(meta.get(name, ()) for name in _AUTHOR),
        (_content(tag) for tag in tree.xpath("//*[@itemprop='author']")),
        (_content(tag) for tag in tree.xpath("//a[contains(@rel, 'author')]")),
        (_content(tag) for tag in _classed(tree, "p-author") or _classed(tree, "vcard", "fn")),
    ]
    for place in places:
        names = dict.fromkeys(name for text in place for name in _names(text))
        names.pop(outlet or "", None)
        if names:
            return tuple(names)
    return ()


def _classed(tree: Any, *names: str) -> list[Any]:  # noqa: ANN401
    """The tags of a class of microformats, or of one within another."""
    has = "descendant::*[contains(concat(' ', @class, ' '), ' {} ')]"
    found: list[Any] = tree.xpath("//" + "/".join(map(has.format, names)))
    return found


def _content(tag: Any) -> str:  # noqa: ANN401
    """The words of a tag; of one with a name in it, the name."""
    named = (tag.xpath(".//*[@itemprop='name']") or [tag])[0]
    return named.get("content") or " ".join(named.itertext())


def _names(text: str | None) -> list[str]:
    """Take the names of persons apart, where each then still is one."""
    line = _text(text, 2 * _MOST_NAME)
    if line is None:
        return []
    line = _BY.sub("", line)
    parts = [one for one in _AND.split(line) if one]
    if not all(" " in one for one in parts):
        parts = [line]
    return [one for one in parts if len(one) <= _MOST_NAME and not _NO_NAME.search(one)]


# -- dates and languages ---------------------------------------------------------------------------


def _dates(
    tree: Any,  # noqa: ANN401
    meta: Mapping[str, list[str]],
    article: Mapping[str, Any],
) -> Iterator[str]:
    given = [article.get("datePublished")]
    given += [text for name in _ISSUED for text in meta.get(name, ())]
    given += [
        tag.get("datetime") or tag.get("content")
        for tag in tree.xpath("//*[@itemprop='datePublished'] | //time[@pubdate]")
    ]
    given += [
        tag.get("datetime") or tag.get("title")
        for tag in (*_classed(tree, "dt-published"), *_classed(tree, "published"))
    ]
    for one in given:
        if isinstance(one, str) and (date := _date(one)):
            yield date


def _date(text: str) -> str | None:
    """The day, month or year that a text begins with, or that of a mail; as EDTF."""
    match = _DAY.match(text)
    try:
        if match is None:
            return parsedate_to_datetime(text).date().isoformat()
        year, _, month, day = match.groups()
        date = "-".join(filter(None, (year, month, day)))
        parse_date(date)
    except (DateError, ValueError, TypeError, IndexError):
        return None
    return date


def _language(given: object) -> str | None:
    if isinstance(given, str) and _LOCALE.fullmatch(given.strip()):
        return given.strip().replace("_", "-")
    return None
