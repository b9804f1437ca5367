"""What is no article."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from briefing.desk.declared import Declared
from briefing.desk.extracting import extract
from briefing.desk.fetching import Original
from briefing.desk.refusing import why_refused

from .pages import ARTICLE, PARAGRAPHS, page

TEASER = PARAGRAPHS[:2]
ROBOTS = "It is a page that keeps programs out"
CONSENT = "It is a page that asks for consent to cookies"
LOGIN = "It is a page to log in"
SCRIPT = "Its text comes by JavaScript"
PAID = "Only the beginning can be read without a subscription"


def refused(body: str, title: str = "Lakeside", lang: str = "en") -> str | None:
    data = f"<html lang='{lang}'><head><title>{title}</title></head><body>{body}</body></html>"
    return why_refused(extract(Original(data.encode(), "text/html")))


@pytest.mark.parametrize(
    ("said", "title", "body"),
    [
        (ROBOTS, "Just a moment...", "<p>Checking your browser before you go on to the dam.</p>"),
        (ROBOTS, "Access Denied", "<p>You have no permission.</p><p>Reference #18.2</p>"),
        (ROBOTS, "Lakeside", "<p>Please verify you are a human.</p>"),
        (CONSENT, "Before you continue", "<p>We use cookies and data to run the dam.</p>"),
        (CONSENT, "Lakeside", "<p>Wir verwenden Cookies. Alle akzeptieren</p>"),
        (CONSENT, "Lakeside", "<p>Nos partenaires et nous utilisons des cookies.</p>"),
        (LOGIN, "Log in", "<form><input type='password'></form><p>Forgot password?</p>"),
        (LOGIN, "Lakeside", "<form>Name <input><input type='password'></form><p>Go on</p>"),
        (SCRIPT, "Lakeside", "<noscript>Please enable JavaScript to see the dam.</noscript>"),
        (PAID, "Lakeside", f"<p>{TEASER[0]}</p><p>Subscribe to continue reading.</p>"),
        (PAID, "Lakeside", f"<p>{TEASER[0]}</p><p>La suite est réservée aux abonnés.</p>"),
        ("It is a page about an error", "404", "<p>The page was not found.</p>"),
        ("It has no text.", "Lakeside", "<div></div>"),
        (
            "Its text has 5 words, and an article has 30 or more.",
            "",
            "<p>The dam is full again.</p>",
        ),
    ],
)
def test_walls_and_challenges_are_refused(said: str, title: str, body: str) -> None:
    assert (refused(body, title) or "accepted").startswith(said)


def test_a_long_wall_is_refused_by_what_it_speaks_of() -> None:
    partner = "<p>With your consent our partners use data and cookies to measure advertising.</p>"
    assert (refused(partner * 40) or "").startswith(CONSENT)


def test_a_page_that_says_it_is_not_free_must_have_more_than_the_beginning() -> None:
    said = ARTICLE | {"isAccessibleForFree": "False"}
    found = extract(Original(page(TEASER, said=said)))
    assert (why_refused(found) or "").startswith(PAID)
    assert why_refused(extract(Original(page(PARAGRAPHS * 2, said=said)))) is None


@pytest.mark.parametrize(
    "around",
    [
        "<div>We value your privacy. Accept all</div>",
        "<form><input type='password'> Log in to continue. Forgot password?</form>",
        "<noscript>Please enable JavaScript.</noscript>",
    ],
)
def test_an_article_is_none_the_less_for_what_stands_around_it(around: str) -> None:
    body = "".join(f"<p>{one}</p>" for one in PARAGRAPHS)
    assert refused(f"{around * 3}<article>{body}</article>{'<a>Dam</a> ' * 400}") is None


def test_an_article_may_tell_of_walls() -> None:
    about = (
        "The paper asks for consent to cookies; who wants to log in must verify they are a human."
    )
    assert why_refused(extract(Original(page([*PARAGRAPHS, about, *PARAGRAPHS])))) is None


def test_where_words_have_no_blanks_letters_are_counted() -> None:
    found = extract(Original("両町は水曜日にダムの水を分け合うことで合意した。".encode() * 4))
    assert why_refused(found) is None
    assert why_refused(replace(found, paragraphs=("両町は合意した。",))) is not None


def test_an_article_in_short_is_taken() -> None:
    text = extract(Original(" ".join(PARAGRAPHS).encode()))
    assert why_refused(replace(text, given=Declared(title="Sign in at the dam"))) is None
