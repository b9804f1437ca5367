"""How well `briefing add` reads saved pages: ``python -m tests.benchmarks.adding FOLDER``.

The folder has what is measured, and none of it is kept with the program: ``aeb``, a checkout of
scrapinghub/article-extraction-benchmark; ``traf``, one of adbar/trafilatura; ``walls``, pages that
are no articles. Each line is of one half of the pages, so that one can be looked at and the other
only be measured.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from briefing.desk.extracting import Article, NotExtractedError, extract
from briefing.desk.fetching import Original
from briefing.desk.refusing import why_refused

_SHINGLE = 4


def _article(data: bytes) -> Article | None:
    try:
        return extract(Original(data, "text/html"))
    except NotExtractedError:
        return None


def _is_refused(data: bytes) -> bool:
    found = _article(data)
    return found is None or why_refused(found) is not None


def _shingles(text: str) -> Counter[tuple[str, ...]]:
    words = re.findall(r"\w+", text)
    last = max(1, len(words) - _SHINGLE + 1)
    return Counter(tuple(words[start : start + _SHINGLE]) for start in range(last))


def _f1(pages: Sequence[tuple[bytes, str]]) -> float:
    """The harmonic mean of precision and recall of runs of words, each averaged over the pages."""
    precision = recall = 0.0
    for data, gold in pages:
        article = _article(data)
        found, wanted = _shingles(article.text if article else ""), _shingles(gold)
        common = (found & wanted).total()
        precision += common / max(1, found.total()) / len(pages)
        recall += common / max(1, wanted.total()) / len(pages)
    return 2 * precision * recall / (precision + recall)


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def _gold_names(given: str | list[str]) -> set[str]:
    names = given if isinstance(given, list) else re.split(r";|,| und | and |&", given)
    return {plain for plain in map(_plain, names) if plain}


def _said(pages: Sequence[tuple[bytes, dict[str, str]]]) -> Iterator[str]:
    """Of what the gold gives, how much is right, is wrong, and is left out."""
    counted: Counter[tuple[str, str]] = Counter()
    for data, gold in pages:
        article = _article(data)
        if article is None:
            continue
        given = article.given
        names = {_plain(name) for name in given.authors}
        title, date = _plain(given.title or ""), given.issued or ""
        for what, found, wanted in (
            ("title", title, _plain(gold["title"] or "")),
            ("author", names, _gold_names(gold["author"] or "")),
            ("date", date, gold["date"] or ""),
        ):
            if wanted:
                kind = "right" if found == wanted else "wrong" if found else "left out"
                counted[what, kind] += 1
    for what in ("title", "author", "date"):
        kinds = (f"{counted[what, kind]} {kind}" for kind in ("right", "wrong", "left out"))
        yield f"{what}: {', '.join(kinds)}"


def main(folder: Path) -> None:
    gold = json.loads((folder / "aeb/ground-truth.json").read_text("utf-8"))
    texts = [
        (gzip.decompress((folder / f"aeb/html/{name}.html.gz").read_bytes()), one["articleBody"])
        for name, one in sorted(gold.items())
    ]
    tests = folder / "traf/tests"
    listed = sorted(json.loads((tests / "evaldata.json").read_text("utf-8")).items())
    found = [(next(tests.glob(f"*/{one['file']}"), None), one) for _, one in listed]
    pages = [(path.read_bytes(), one) for path, one in found if path is not None]
    walls = [path.read_bytes() for path in sorted((folder / "walls").glob("*.html"))]
    for half in (0, 1):
        articles = [data for data, _ in (*texts[half::2], *pages[half::2])]
        refused = sum(map(_is_refused, articles))
        print(f"half {half + 1}: F1 {_f1(texts[half::2]):.3f} of {len(texts[half::2])} texts")
        for line in _said([(data, one) for data, one in pages[half::2] if "author" in one]):
            print(f"  {line}")
        print(f"  articles refused: {refused} of {len(articles)}")
        print(f"  walls refused: {sum(map(_is_refused, walls[half::2]))} of {len(walls[half::2])}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
