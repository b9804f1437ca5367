"""No more than twelve words in a row of a source's text get into a briefing, or out of the program.

The texts of articles are copyrighted. What is kept of a passage is its anchor: some words at its
ends and around it, and fingerprints of the rest.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import pytest

from briefing.authoring.load import load_briefing
from briefing.evidence.tokens import tokens
from briefing.library.library import Library
from briefing.model.briefing import Briefing, Revision
from briefing.views.export import to_json, to_markdown
from briefing.views.figures import figures_csv
from briefing.views.show import briefing_lines
from tests.articles import ARTICLES, anchored
from tests.samples import TWO_TOWNS

MOST: Final = 12
"""Words of a quotation; more in a row are a passage."""

ROOT: Final = Path(__file__).parents[2]
FIXTURES: Final = ROOT / "tests" / "fixtures"
CONTENT: Final = sorted(path.parent for path in ROOT.glob("content/*/briefing.md"))
needs_texts = pytest.mark.skipif(not ARTICLES.is_dir(), reason="the articles are not at hand")


class Passages:
    """All runs of words in some texts that are longer than what may be quoted.

    The title of an article and the full name of somebody are no passages, however long.
    """

    def __init__(self, folder: Path, *briefings: Briefing) -> None:
        texts = [
            path.read_text(encoding="utf-8", errors="replace") for path in folder.glob("*.txt")
        ]
        names = [source.title for one in briefings for source in one.sources]
        names += [name.text for one in briefings for actor in one.actors for name in actor.names]
        self._runs = {run for text in texts for run in runs(text)}
        self._runs -= {run for name in names for run in runs(name)}
        assert self._runs

    def found_in(self, text: str) -> list[str]:
        return [" ".join(run) for run in runs(text) if run in self._runs]


def runs(text: str) -> Iterator[tuple[str, ...]]:
    found = tokens(text)
    return zip(*(found[start:] for start in range(MOST + 1)), strict=False)


def loaded(folder: Path, texts: Path) -> Briefing:
    """A briefing with an anchor for each passage that it cites."""
    briefing = load_briefing(folder).briefing
    assert briefing
    with_anchors = anchored(briefing, texts)
    assert with_anchors.anchors
    return with_anchors


def written(briefing: Briefing, folder: Path) -> Iterator[tuple[str, str]]:
    """Everything that the program writes of a briefing, by name."""
    revision = Revision(number=1, published=datetime(2024, 5, 4, tzinfo=UTC), briefing=briefing)
    yield "text", "\n".join(briefing_lines(revision, 80))
    yield "Markdown", to_markdown(revision)
    yield "JSON", to_json(revision)
    yield "CSV", figures_csv(briefing)
    Library(folder).publish([briefing])
    for path in folder.rglob("*.json"):
        yield path.name, path.read_text(encoding="utf-8")


def test_a_passage_is_noticed_and_a_quotation_is_not(tmp_path: Path) -> None:
    words = [f"word{number}" for number in range(30)]
    (tmp_path / "text.txt").write_text(" ".join(words))
    text = Passages(tmp_path)
    assert text.found_in(f"They say “{' '.join(words[5 : 5 + MOST])}” of it.") == []
    assert len(text.found_in(f"They say “{' '.join(words[5 : 6 + MOST])}” of it.")) == 1


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    """Texts for the two towns in which every word stands once, so that each is known again."""
    folder = tmp_path / "texts"
    folder.mkdir()
    for name in ("herald", "post"):
        paragraphs = (
            " ".join(f"{name}{paragraph}word{number}" for number in range(40)) + "."
            for paragraph in range(1, 10)
        )
        (folder / f"{name}.txt").write_text("\n\n".join(paragraphs))
    return folder


def test_no_passage_gets_out_with_its_anchor(texts: Path, tmp_path: Path) -> None:
    passages = Passages(texts)
    briefing = loaded(TWO_TOWNS, texts)
    outputs = dict(written(briefing, tmp_path / "library"))
    assert "herald2word0 herald2word1" in outputs["JSON"]
    for name, text in outputs.items():
        assert passages.found_in(text) == [], name


@needs_texts
@pytest.mark.parametrize("folder", CONTENT, ids=lambda folder: folder.name)
def test_no_passage_of_the_articles_gets_out_of_the_program(folder: Path, tmp_path: Path) -> None:
    briefing = loaded(folder, ARTICLES)
    passages = Passages(ARTICLES, briefing)
    for name, text in written(briefing, tmp_path / "library"):
        assert passages.found_in(text) == [], name


@needs_texts
@pytest.mark.parametrize("folder", ["briefing", "content", "docs", "tests", "README.md"])
def test_no_passage_of_the_articles_is_part_of_the_project(folder: str) -> None:
    passages = Passages(ARTICLES, *(loaded(content, ARTICLES) for content in CONTENT))
    top = ROOT / folder
    for path in [top] if top.is_file() else top.rglob("*.*"):
        if path.suffix in (".json", ".md", ".py", ".tcss", ".toml", ".txt", ".yaml"):
            assert passages.found_in(path.read_text(encoding="utf-8")) == [], path
