"""What is said of whole briefings when their articles change, and that nothing is when they do not.

Of two towns we wrote the articles ourselves; those of the bundled briefing are private.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Iterator
from functools import cache
from typing import Final, NamedTuple

import msgspec
import pytest

from briefing.evidence.anchors import make_anchor
from briefing.evidence.articles import make_mark
from briefing.evidence.checking import Remark
from briefing.evidence.corpus import Examination
from briefing.evidence.health import health
from briefing.evidence.passages import READ_AGAIN, READ_ARTICLE
from briefing.evidence.support import bearers
from briefing.evidence.texts import SourceText
from briefing.evidence.verify import verify
from briefing.model.briefing import Briefing
from briefing.model.claims import Claim, Evidence
from tests.articles import ARTICLES, anchored
from tests.mutators import hyphenated
from tests.samples import TEXTS, joint_statement, two_towns
from tests.unit.evidence.verify_samples import Shelf, a_briefing


class Stock(NamedTuple):
    """A briefing with anchors, and its articles.

    Attributes:
        source: Key of the article that is changed.
    """

    briefing: Briefing
    texts: dict[str, str]
    source: str


@cache
def stock(name: str) -> Stock:
    if name == "two towns":
        briefing, folder, source = two_towns(), TEXTS, "herald"
    else:
        if not any(ARTICLES.glob("*.txt")):
            pytest.skip("no corpus at hand")
        briefing, folder, source = joint_statement(), ARTICLES, "weekly"
    texts = {
        one.key: (folder / one.corpus).read_text("utf-8") for one in briefing.sources if one.corpus
    }
    return Stock(anchored(briefing, folder), texts, source)


def remarks(changed: Stock, **texts: str) -> list[Remark]:
    """What stands out when some articles have other texts."""
    shelf = Shelf({**changed.texts, **texts})
    found = verify(Examination(changed.briefing, shelf)).remarks
    return [one for one in found if one.stands_out]


def after(name: str, change: Callable[[str], str]) -> list[Remark]:
    """What stands out when one article is changed."""
    given = stock(name)
    text = given.texts[given.source]
    changed = change(text)
    assert changed != text
    return remarks(given, **{given.source: changed})


def codes(found: list[Remark]) -> set[str]:
    return {one.code for one in found}


both = pytest.mark.parametrize("name", ["two towns", "joint statement"])


@both
def test_of_the_articles_as_they_were_nothing_is_said(name: str) -> None:
    assert remarks(stock(name)) == []


def _wrapped(text: str) -> str:
    paragraphs = text.split("\n\n")
    fill = textwrap.TextWrapper(48, break_long_words=False, break_on_hyphens=False).fill
    return "\n\n".join(map(fill, paragraphs))


TYPESET: Final[dict[str, Callable[[str], str]]] = {
    "lines broken anew": _wrapped,
    "straight quotation marks": lambda text: text.translate(
        {ord("“"): '"', ord("”"): '"', ord("’"): "'"}
    ),
    "CRLF": lambda text: text.replace("\n", "\r\n"),
    "BOM": lambda text: f"\ufeff{text}",
    "soft hyphens": lambda text: re.sub(r"([a-z]{3})(?=[a-z]{4})", "\\1\u00ad", text),
    "more blank lines": lambda text: text.replace("\n\n", "\n \n\n"),
    **{
        f"words broken at line ends, {width} columns": lambda text, width=width: hyphenated(  # type: ignore[misc]
            text, width
        )
        for width in (45, 60, 72)
    },
}


@both
@pytest.mark.parametrize("change", TYPESET.values(), ids=TYPESET)
def test_of_an_article_that_is_only_typeset_anew_nothing_is_said(
    name: str, change: Callable[[str], str]
) -> None:
    assert [(one.code, one.message) for one in after(name, change)] == []


def test_words_broken_at_line_ends_are_not_told_without_a_mark_either() -> None:
    given = stock("two towns")
    without = msgspec.structs.replace(given.briefing, articles=())
    broken = {key: hyphenated(text) for key, text in given.texts.items()}
    found = remarks(given._replace(briefing=without), **broken)
    assert [one.code for one in found] == []


UPDATE: Final = (
    "UPDATE: All charges were dropped on Friday afternoon, the lawyers of both sides and the"
    " court say."
)
SHOWN: Final = "UPDATE: All charges were dropped on Friday afternoon, the lawyers of both …"


def _without_whole_citations(given: Stock) -> Stock:
    """The same briefing as if no source were cited as a whole."""
    anchors = tuple(one for one in given.briefing.anchors if one.paragraph is not None)
    return given._replace(briefing=msgspec.structs.replace(given.briefing, anchors=anchors))


@both
def test_what_is_appended_to_an_article_is_told_where_nothing_cites_it(name: str) -> None:
    given = _without_whole_citations(stock(name))
    text = given.texts[given.source].rstrip("\n")
    found = remarks(given, **{given.source: f"{text}\n\n{UPDATE}\n"})
    (remark,) = [one for one in found if one.code == "article-changed"]
    number = len(re.split(r"\n\s*\n", text.strip())) + 1
    assert remark.message == f"@{given.source}: ¶{number} is new: “{SHOWN}”."
    assert (remark.fix, remark.is_error, remark.bearer) == (READ_ARTICLE, False, None)
    assert remark.source == given.source
    assert codes(found) <= {"article-changed", "unanchored-passage"}


@both
def test_what_is_appended_is_told_by_whatever_cites_the_article_as_a_whole(name: str) -> None:
    given = stock(name)
    whole = [
        one
        for bearer in bearers(given.briefing)
        for one in bearer.evidence
        if one.source == given.source and one.paragraph is None
    ]
    found = after(name, lambda text: f"{text.rstrip()}\n\n{UPDATE}\n")
    assert codes(found) == {"altered-passage"}
    assert len(found) == len(whole) > 0
    for one in found:
        assert f" is new: “{SHOWN}”." in one.message
        assert one.fix == READ_AGAIN


@both
def test_of_a_paragraph_on_top_it_is_told_that_and_what_has_moved(name: str) -> None:
    given = _without_whole_citations(stock(name))
    changed = f"CORRECTION: It was not so.\n\n{given.texts[given.source]}"
    found = remarks(given, **{given.source: changed})
    assert codes(found) - {"source-date"} <= {
        *("moved-passage", "article-changed", "unanchored-passage", "ambiguous-passage")
    }
    assert [one.message for one in found if one.code == "article-changed"] == [
        f"@{given.source}: ¶1 is new: “CORRECTION: It was not so”."
    ]
    moved = [one for one in found if one.code == "moved-passage"]
    assert len(moved) > 10
    assert {one.fix for one in moved} == {"Run `briefing anchor --follow`."}
    assert not any(one.is_error for one in moved)


@both
def test_an_article_that_stands_twice_is_one_error_and_nothing_of_it_is_looked_for(
    name: str,
) -> None:
    given = stock(name)
    for changed in (
        lambda text: f"{text}\n\n{text}",
        lambda text: f"{text}\n\n{text.partition(chr(10) * 2)[2]}",
    ):
        found = after(name, changed)
        # What else a claim cites is still held against it.
        assert codes(found) <= {"text-twice", "qualifier-dropped"}
        (remark,) = [one for one in found if one.is_error]
        assert (remark.code, remark.is_error, remark.source) == ("text-twice", True, given.source)
        assert re.fullmatch(
            r"The text stands twice in “.+\.txt”: from ¶\d+ on it begins again\."
            r" No passage of it was looked for\.",
            remark.message,
        )
        assert remark.fix == "Delete one of the two."


@both
def test_articles_that_were_exchanged_are_told_once_each(name: str) -> None:
    given = stock(name)
    one, other = given.texts
    found = remarks(given, **{one: given.texts[other], other: given.texts[one]})
    assert [(each.code, each.source, each.is_error) for each in found] == [
        ("other-text", one, True),
        ("other-text", other, True),
    ]
    assert re.match(
        r"This is another text than the one anchored: 0 of \d+ paragraphs are the same\. No",
        found[0].message,
    )
    examination = Examination(given.briefing, Shelf({one: given.texts[other]}))
    assert examination.text(one) is None
    assert examination.why_no_text(one) == found[0].message


def _paragraphs(name: str) -> Iterator[tuple[int, str]]:
    given = stock(name)
    yield from enumerate(given.texts[given.source].split("\n\n"), 1)


@both
def test_of_a_paragraph_that_is_gone_something_is_told(name: str) -> None:
    for number, paragraph in _paragraphs(name):
        found = after(name, lambda text, gone=paragraph: text.replace(gone, "", 1))  # type: ignore[misc]
        told = codes(found) & {"missing-passage", "ambiguous-passage", "article-changed"}
        assert told or "altered-passage" in codes(found), number


@both
def test_of_a_word_put_in_anywhere_something_is_told(name: str) -> None:
    """Whether a passage has it, which is an error, or only the article, which is a warning."""
    given = _without_whole_citations(stock(name))
    text = given.texts[given.source]
    for found in list(re.finditer(r"(?<=[a-z]) (?=[a-z])", text))[::25]:
        changed = f"{text[: found.start()]} not{text[found.start() :]}"
        told = codes(remarks(given, **{given.source: changed}))
        assert told & {"altered-passage", "article-changed", "missing-passage"}, changed


@both
def test_where_paragraphs_are_parted_otherwise_it_is_the_same_article(name: str) -> None:
    found = after(name, lambda text: text.replace("\n\n", "\n"))
    assert "other-text" not in codes(found)


@both
def test_what_is_told_of_an_article_is_among_the_counts_of_health(name: str) -> None:
    given = _without_whole_citations(stock(name))
    text = f"{given.texts[given.source].rstrip()}\n\n{UPDATE}\n"
    examination = Examination(given.briefing, Shelf({**given.texts, given.source: text}))
    counts = {one.key: one for one in health(examination, verify(examination).remarks)}
    (case,) = [one for one in counts["warnings"].cases if "¶" in one.note and "UPDATE" in one.note]
    title = given.briefing.sources_by_key[given.source].title
    assert (case.text, case.source) == (f"{given.source}: {title}", given.source)
    twice = Examination(given.briefing, Shelf({**given.texts, given.source: text + "\n" + text}))
    counts = {one.key: one for one in health(twice, verify(twice).remarks)}
    assert given.source in {one.source for one in counts["errors"].cases}
    aside = health(twice, verify(twice).remarks, {given.source})
    errors = next(one for one in aside if one.key == "errors")
    assert given.source not in {one.source for one in errors.cases}


# -- one paragraph, cited in part ------------------------------------------------------------------

PARAGRAPH: Final = (
    "The so-called treaty divides the dues of both ports. It sets a tariff for everybody who fishes"
    " there. Nobody knows what the commission is for."
)
DIVIDES: Final = Evidence(source="herald", paragraph=1, passage="The so-called treaty … both ports")


def of_one_paragraph(changed: str, *cited: Evidence) -> list[tuple[str, str]]:
    """What is said of passages and the article when it has become another one, not of its head."""
    text = SourceText(PARAGRAPH)
    claims = Claim(id="c", text="The treaty divides the dues of both ports.", evidence=cited)
    anchors = [make_anchor(text, one) for one in cited]
    briefing = msgspec.structs.replace(
        a_briefing(claims, anchors=anchors), articles=(make_mark("herald", text),)
    )
    found = verify(Examination(briefing, Shelf({"herald": changed}))).remarks
    return [(one.code, one.message) for one in found if not one.code.startswith("source-")]


def test_what_changes_beside_a_passage_is_told_of_the_article() -> None:
    changed = PARAGRAPH.replace("Nobody knows", "Everybody knows")
    assert of_one_paragraph(changed, DIVIDES) == [
        (
            "article-changed",
            "@herald: ¶1 changed: “The so-called treaty divides the dues of both ports. It sets"
            " …”.",
        )
    ]


def test_what_changes_in_a_passage_is_told_of_the_passage() -> None:
    changed = PARAGRAPH.replace("divides", "never divides")
    for cited in (DIVIDES, Evidence(source="herald", paragraph=1), Evidence(source="herald")):
        told = {code for code, _ in of_one_paragraph(changed, cited)}
        assert told - {"negation"} == {"altered-passage"}


def test_a_paragraph_that_became_two_is_the_same_where_it_is_cited_whole() -> None:
    changed = PARAGRAPH.replace("ports. It", "ports.\n\nIt")
    assert of_one_paragraph(changed, Evidence(source="herald", paragraph=1)) == []
    assert {code for code, _ in of_one_paragraph(changed, DIVIDES)} == {"article-changed"}


def test_what_hyphens_at_line_ends_are_for_is_known_from_the_article_as_it_was() -> None:
    broken = PARAGRAPH.replace("so-called", "so-\ncalled").replace("divides", "divi-\ndes")
    for cited in (DIVIDES, Evidence(source="herald", paragraph=1), Evidence(source="herald")):
        assert of_one_paragraph(broken, cited) == []
