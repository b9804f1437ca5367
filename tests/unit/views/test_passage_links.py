from __future__ import annotations

import re
from urllib.parse import unquote

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.model.actors import Source
from briefing.model.claims import Anchor
from briefing.views.sourcing import passage_link
from tests.samples import ANCHOR

_CHAR = r"(?:[!$'()*+./:;=?@_~A-Za-z0-9]|%[0-9A-Fa-f]{2})"
TEXT_DIRECTIVE = re.compile(
    rf"text=(?:(?P<prefix>{_CHAR}+)-,)?(?P<start>{_CHAR}+)"
    rf"(?:,(?P<end>{_CHAR}+))?(?:,-(?P<suffix>{_CHAR}+))?"
)
"""TextDirective of the WICG's grammar: its explicit characters, which are those of an address
without ``&``, ``-`` and ``,``, and percent-encoded bytes."""


def source(url: str | None = "https://example.org/dam") -> Source:
    return Source(key="herald", type="webpage", title="T", outlet="O", url=url)


def link(anchor: Anchor | None = ANCHOR, url: str | None = "https://example.org/dam") -> str | None:
    return passage_link(source(url), anchor)


def directive(made: str | None) -> dict[str, str | None]:
    """The parts of a text directive, decoded."""
    assert made is not None
    match = TEXT_DIRECTIVE.fullmatch(made.partition(":~:")[2])
    assert match, made
    return {name: part and unquote(part) for name, part in match.groupdict().items()}


def test_the_ends_of_the_passage_are_enough_where_they_tell() -> None:
    assert link() == (
        "https://example.org/dam#:~:text=the%20two%20towns%20share,until%20the%20summer%20ends"
    )


@pytest.mark.parametrize(
    "changes", [{"occurrences": 2}, {"head": "the two towns"}, {"tail": "ends"}]
)
def test_what_stands_around_it_is_added_where_the_ends_may_not_tell(
    changes: dict[str, object],
) -> None:
    parts = directive(link(msgspec.structs.replace(ANCHOR, **changes)))
    assert (parts["prefix"], parts["suffix"]) == ("on Monday that", "The council will")


def test_at_an_end_of_the_text_there_is_nothing_to_add() -> None:
    first = msgspec.structs.replace(ANCHOR, occurrences=2, before="")
    ends = {"start": ANCHOR.head, "end": ANCHOR.tail}
    assert directive(link(first)) == {"prefix": None, **ends, "suffix": ANCHOR.after}
    last = msgspec.structs.replace(ANCHOR, occurrences=2, after="")
    assert directive(link(last)) == {"prefix": ANCHOR.before, **ends, "suffix": None}


TERM = st.text(min_size=1).filter(lambda text: text.strip() == text)


@given(head=TERM, tail=TERM, before=TERM, after=TERM, occurrences=st.integers(1, 2))
def test_any_words_make_a_directive_of_the_grammar(
    head: str, tail: str, before: str, after: str, occurrences: int
) -> None:
    anchor = msgspec.structs.replace(
        ANCHOR, head=head, tail=tail, before=before, after=after, occurrences=occurrences
    )
    made = link(anchor)
    assert made is not None
    assert made.isascii()
    assert made.isprintable()
    parts = directive(made)
    assert (parts["start"], parts["end"]) == (anchor.head, anchor.tail)
    assert parts["prefix"] in (None, anchor.before)
    assert parts["suffix"] in (None, anchor.after)


@pytest.mark.parametrize(
    ("url", "begins"),
    [
        ("https://example.org/dam#terms", "https://example.org/dam#terms:~:text=the"),
        ("https://example.org/dam#", "https://example.org/dam#:~:text=the"),
        ("https://example.org/dam#:~:text=old", "https://example.org/dam#:~:text=the"),
        ("https://example.org/dam?a=1&b=%20", "https://example.org/dam?a=1&b=%20#:~:text=the"),
        ("HTTP://example.org", "HTTP://example.org#:~:text=the"),
        ("https://example.org/դամ", "https://example.org/%D5%A4%D5%A1%D5%B4#:~:text=the"),
    ],
)
def test_the_address_of_the_page_is_kept(url: str, begins: str) -> None:
    made = link(url=url)
    assert made is not None
    assert made.startswith(begins)


@pytest.mark.parametrize(
    "url",
    [None, "", "javascript:alert(1)", "file:///etc/passwd", "ftp://example.org", "https://"],
)
def test_what_is_not_on_the_web_is_no_link(url: str | None) -> None:
    assert link(url=url) is None


def test_a_space_ends_no_address() -> None:
    assert link(url="https://example.org/a b") is None


def test_without_a_passage_the_link_is_the_page() -> None:
    for changes in ({"paragraph": None}, {"head": ""}, {"tail": ""}):
        assert link(msgspec.structs.replace(ANCHOR, **changes)) == "https://example.org/dam"
    assert link(None) == "https://example.org/dam"
