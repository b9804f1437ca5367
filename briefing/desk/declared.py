"""What a page says of itself: in its JSON-LD, its meta tags and its microdata.

Nothing is guessed from its text, the classes of its layout or the name of its host.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from email.utils import parsedate
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
