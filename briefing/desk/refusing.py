"""Why a page is no article: what stands between a reader and the text, or that there is none.

Only a short text is held against the words of walls and challenges: an article may tell of both.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Final

from briefing.desk.extracting import Article
from briefing.evidence.word_lists import lines_of
from briefing.model.text import count, count_words

_WALLS: Final = Path(__file__).with_name("walls.txt")
_FEWEST: Final = 30
"""Words under which nothing is an article."""

_SHORT: Final = 150
"""Words up to which a text may be what a wall shows of an article, or says itself."""

_WHOLE_PAGE: Final = 300
"""Words up to which a page has nothing but a wall."""

_SAID: Final = 0.3
"""Share of a short text that the paragraphs have in which a wall speaks."""

_LONG_WALL: Final = 900
"""Words up to which a wall may be long: some list all that is done with data."""

_DENSE: Final = 0.06
"""Share of the words of such a wall that speak of consent; no article about it comes near."""

_LETTERS_A_WORD: Final = 2.0
"""How many letters count as a word where words have no blanks between them."""

_UNSPACED: Final = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")


_SAVE: Final = "Open it in a browser, get past this, save the page, and add the file."
_WHY: Final = {
    "robots": "It is a page that keeps programs out, not the article.",
    "consent": "It is a page that asks for consent to cookies, not the article.",
    "login": "It is a page to log in, not the article.",
    "script": "Its text comes by JavaScript, which is not run here.",
    "paid": "Only the beginning can be read without a subscription.",
    "error": "It is a page about an error, not the article.",
}
"""What is said of each kind of page in ``walls.txt``, in the order in which they are tried."""

_CONSENT_WORD: Final = re.compile(
    r"\b(?:cookies?|consent\w*|privacy|partners?|personali[sz]\w+|advertis\w+|preferences?|data"
    r"|vendors?|gdpr|iab|datenschutz\w*|einwilligung\w*|zustimm\w+|werbung|daten|personalisier\w+"
    r"|partenaires|consentement|données|publicit\w+|privacidad|datos|socios|consentimiento)\b",
    re.IGNORECASE,
)


def why_refused(article: Article) -> str | None:
    """Say why something is taken for no article, and what to do; None where it may be one."""
    words = _size(article.text)
    kind = _wall(article, words) if words <= _SHORT else None
    if kind is None and words <= _LONG_WALL:
        is_dense = len(_CONSENT_WORD.findall(article.text)) > _DENSE * words
        kind = "consent" if is_dense else None
    if kind is not None:
        return f"{_WHY[kind]} {_SAVE}"
    if words == 0:
        return "It has no text. If its words are in pictures, type them, and add the text."
    if words < _FEWEST:
        return f"Its text has {count(round(words), 'word')}, and an article has {_FEWEST} or more."
    return None


def _wall(article: Article, words: float) -> str | None:
    """The kind of wall that a short text is, or is the beginning of an article before."""
    visible = " ".join(article.visible.split())
    is_all = _size(visible) <= _WHOLE_PAGE
    for kind in _WHY:
        title, text = _phrases()[kind]
        signs = bool(title.search(article.given.title or "")) + bool(text.search(visible))
        is_sure = signs > 1 or kind in ("robots", "paid") or words < _FEWEST
        if is_all and signs and is_sure:
            return kind
        # Around an article stand a banner about cookies, a log-in and an offer to subscribe.
        said = [one for one in article.paragraphs if text.search(one)]
        if said and (kind == "paid" or _size(" ".join(said)) >= _SAID * words):
            return kind
    if not article.given.is_free:
        return "paid"
    return "login" if article.asks_password and is_all else None


@cache
def _phrases() -> dict[str, tuple[re.Pattern[str], re.Pattern[str]]]:
    """Of each kind of page what its title and what its text says."""
    found: dict[str, dict[str, list[str]]] = {}
    for line in lines_of(_WALLS):
        if line.startswith("["):
            of_kind = found.setdefault(line.strip("[]"), {"title": [], "text": []})
        elif line:
            where, _, pattern = line.partition(" ")
            of_kind[where].append(pattern)
    return {
        kind: (_any_of(lines["title"]), _any_of(lines["text"])) for kind, lines in found.items()
    }


def _any_of(patterns: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.IGNORECASE)


def _size(text: str) -> float:
    return count_words([text]) + len(_UNSPACED.findall(text)) / _LETTERS_A_WORD
