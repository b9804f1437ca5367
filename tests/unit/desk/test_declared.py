"""What pages say of themselves."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace
from trafilatura import load_html

from briefing.desk.declared import Declared, declared

from .pages import ARTICLE, page

PEOPLE = [{"@id": f"#{name}", "@type": "Person", "name": name} for name in ("Ann Lee", "Bo Marsh")]
HERALD = Declared(
    title="Two towns, one dam",
    outlet="The Herald",
    authors=("Ann Lee", "Bo Marsh"),
    issued="2024-05-01",
    language="en-GB",
    type="article-newspaper",
)


def given(head: str = "", said: object = None, **options: Any) -> Declared:  # noqa: ANN401
    data = page((), head, said=said, **options)
    return declared(load_html(data), data)


def meta(**content: str) -> str:
    names = {"site": "og:site_name", "title": "og:title", "locale": "og:locale", "url": "og:url"}
    names |= {"published": "article:published_time", "date": "dc.date"}
    return "".join(
        f'<meta property="{names.get(name, name)}" content="{text}">'
        for name, text in content.items()
    )


def test_a_page_that_says_nothing_gives_its_title() -> None:
    assert given() == Declared(title="Two towns, one dam")


@pytest.mark.parametrize(
    "said",
    [
        ARTICLE,
        [{"@type": "WebPage", "headline": "Herald"}, ARTICLE],
        {"@graph": [{"@type": "WebSite", "name": "Site"}, ARTICLE]},
        [ARTICLE | {"author": [{"@id": "#Ann Lee"}, {"@id": "#Bo Marsh"}]}, *PEOPLE],
        {"@type": "WebPage", "mainEntity": ARTICLE},
        ARTICLE | {"@type": ["Thing", "NewsArticle"], "author": "By Ann Lee and Bo Marsh"},
    ],
)  # fmt: skip
def test_json_ld_gives_it_in_whatever_form(said: object) -> None:
    assert given(said=said) == HERALD


def test_of_several_articles_that_of_the_page_is_meant() -> None:
    others = [ARTICLE | {"headline": f"Dam {number}", "url": f"https://example.org/{number}"}
              | {"datePublished": f"2024-04-0{number}"} for number in range(1, 4)]  # fmt: skip
    link = '<link rel="canonical" href="https://example.org/2">'
    assert given(link, others).issued == "2024-04-02"


def test_meta_tags_give_it_too() -> None:
    head = meta(
        title="Two towns, one dam - Herald",
        site="The Herald",
        author="Ann Lee, Bo Marsh",
        published="2024-05-01T01:00:00Z",
        locale="en_GB",
        url="https://example.org/dam",
    )
    assert given(head) == replace(HERALD, type="webpage", url="https://example.org/dam")


@pytest.mark.parametrize(
    ("typed", "date"),
    [
        ("2024-05-01", "2024-05-01"),
        ("20240501", "2024-05-01"),
        ("2024/05/01 10:00", "2024-05-01"),
        ("2024-05", "2024-05"),
        ("2024", "2024"),
        ("Wed, 01 May 2024 10:00:00 GMT", "2024-05-01"),
        ("2024-13-45", None),
        ("1714521600000", None),
        ("today", None),
        ("05/01/2024", None),
    ],
)
def test_dates_are_taken_as_far_as_they_are_sure(typed: str, date: str | None) -> None:
    assert given(meta(date=typed)).issued == date


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("By Ann Lee &amp; Bo Marsh", ("Ann Lee", "Bo Marsh")),
        ("Lee, Ann", ("Lee, Ann",)),
        ("https://example.org/ann", ()),
        ("ann@example.org", ()),
        ("admin", ()),
        ("Staff", ()),
        ("The Herald", ()),
    ],
)
def test_names_of_authors_are_those_of_people(typed: str, names: tuple[str, ...]) -> None:
    assert given(meta(author=typed, site="The Herald")).authors == names


@pytest.mark.parametrize(
    "before",
    [
        "<!--\n Page saved with SingleFile \n url: https://example.org/dam \n"
        " saved date: Fri May 03 2024 10:00:00 GMT+0200 (CEST)\n-->",
        "<!-- saved from url=(0023)https://example.org/dam -->",
    ],
)
def test_a_saved_page_says_where_it_is_from(before: str) -> None:
    found = given(before=before)
    assert found.url == "https://example.org/dam"
    assert found.accessed == ("2024-05-03" if "SingleFile" in before else None)


def test_a_heading_is_the_title_only_where_it_says_the_same() -> None:
    assert given(title="Herald: Two towns, one dam, says paper").title == "Two towns, one dam"
    assert given(title="Water for all").title == "Water for all"


def test_an_outlet_is_the_name_of_the_site_where_no_publisher_is_given() -> None:
    head = '<meta name="application-name" content="Gazette">'
    assert given(head).outlet == "Gazette"
    assert given(head, ARTICLE).outlet == "The Herald"


def test_a_title_does_not_end_with_the_outlet() -> None:
    for title in ("Water for all | The Herald", "Water for all", "Water for all – The Herald"):
        assert given(meta(site="The Herald"), title=title).title == "Water for all"
    assert given(meta(site="The Herald"), title="The Herald").title == "The Herald"


@pytest.mark.parametrize(
    "said", [7, None, "x", [[]], {"@type": 7}, {"@type": "Article", "author": 7, "publisher": [7]},
             {"@type": "Article", "headline": ["a"], "datePublished": 7, "inLanguage": {}}],
)  # fmt: skip
def test_what_is_no_json_ld_gives_nothing(said: object) -> None:
    assert given(said=said) == Declared(title="Two towns, one dam")


def test_damaged_json_ld_is_passed_over() -> None:
    broken = '<script type="application/ld+json">{"@type": "Article", "headline": </script>'
    assert given(broken, ARTICLE) == HERALD
