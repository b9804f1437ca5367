"""Sources for reference managers."""

from __future__ import annotations

import json

import pytest

from briefing.model.actors import Source
from briefing.model.briefing import Briefing
from briefing.model.dates import parse_date
from briefing.views.export import sources_csl


def item_of(**given: object) -> dict[str, object]:
    source = Source(key="post", type="article-newspaper", title="T", outlet="The Post", **given)  # type: ignore[arg-type]
    briefing = Briefing(id="b", title="B", sections=(), sources=(source,))
    (item,) = json.loads(sources_csl(briefing))
    assert isinstance(item, dict)
    return item


def test_what_is_not_given_is_left_out() -> None:
    assert item_of() == {
        "id": "post",
        "type": "article-newspaper",
        "title": "T",
        "container-title": "The Post",
    }


def test_what_is_given_has_the_names_of_csl() -> None:
    item = item_of(
        authors=("Ann Example", "B. Example"),
        published=parse_date("2024-05-02"),
        retrieved=parse_date("2024-06"),
        language="en",
        url="https://post.example/1",
    )
    assert item["author"] == [{"literal": "Ann Example"}, {"literal": "B. Example"}]
    assert item["issued"] == {"date-parts": [[2024, 5, 2]]}
    assert item["accessed"] == {"date-parts": [[2024, 6]]}
    assert (item["language"], item["URL"]) == ("en", "https://post.example/1")


@pytest.mark.parametrize(
    ("edtf", "date"),
    [
        ("2024~", {"date-parts": [[2024]], "circa": True}),
        ("2024-05?", {"date-parts": [[2024, 5]], "circa": True}),
        ("2024-05-01/2024-06", {"date-parts": [[2024, 5, 1], [2024, 6]]}),
        ("../2024", {"literal": "until 2024"}),
    ],
)
def test_dates_are_as_precise_as_they_were(edtf: str, date: object) -> None:
    assert item_of(published=parse_date(edtf))["issued"] == date
