"""What a check of the bundled briefing against its sources catches, and what it cannot see."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.articles import ARTICLES
from tests.falsifications import BRIEFING, FALSIFICATIONS, Falsification, remarks_on
from tests.thorough import spread

pytestmark = pytest.mark.skipif(not ARTICLES.is_dir(), reason="the articles' texts are not at hand")


def test_the_briefing_as_it_is_says_nothing_that_its_sources_do_not(tmp_path: Path) -> None:
    nothing = Falsification("nothing", "briefing.md", "---", "---", None)
    assert remarks_on(nothing, ARTICLES, tmp_path) == set()


@pytest.mark.parametrize("falsification", spread(FALSIFICATIONS, 15), ids=lambda one: one.name)
def test_a_falsification_is_caught_or_it_is_known_why_not(
    falsification: Falsification, tmp_path: Path
) -> None:
    said = remarks_on(falsification, ARTICLES, tmp_path)
    if falsification.caught is None:
        assert falsification.why_not
        assert said == set(), "it is caught: say so in the table"
        return
    assert falsification.caught in said
    gravest = "error" if any(how == "error" for how, _ in said) else "warning"
    assert gravest == falsification.caught[0]


def test_the_files_that_are_falsified_are_those_of_the_bundled_briefing() -> None:
    assert (BRIEFING / "briefing.md").is_file()
