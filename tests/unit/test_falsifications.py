"""What a check of the bundled briefing against its sources catches, and what it cannot see."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

import pytest

from tests.falsifications import BRIEFING, FALSIFICATIONS, Falsification, remarks_on

_BESIDE: Final = Path(__file__).parents[3] / "shared" / "seeds"
CORPUS: Final = Path(os.environ.get("BRIEFING_CORPUS") or _BESIDE)

pytestmark = pytest.mark.skipif(not CORPUS.is_dir(), reason="the articles' texts are not at hand")


def test_the_briefing_as_it_is_says_nothing_that_its_sources_do_not(tmp_path: Path) -> None:
    nothing = Falsification("nothing", "briefing.md", "---", "---", None)
    assert remarks_on(nothing, CORPUS, tmp_path) == set()


@pytest.mark.parametrize("falsification", FALSIFICATIONS, ids=lambda one: one.name)
def test_a_falsification_is_caught_or_it_is_known_why_not(
    falsification: Falsification, tmp_path: Path
) -> None:
    said = remarks_on(falsification, CORPUS, tmp_path)
    if falsification.caught is None:
        assert falsification.why_not
        assert said == set(), "it is caught: say so in the table"
        return
    assert falsification.caught in said
    gravest = "error" if any(how == "error" for how, _ in said) else "warning"
    assert gravest == falsification.caught[0]


def test_the_files_that_are_falsified_are_those_of_the_bundled_briefing() -> None:
    assert (BRIEFING / "briefing.md").is_file()
