"""How fast a large library is searched, opened and published to, beside raw FTS5 and others.

Run by hand: ``python -m tests.benchmarks.library [--briefings 1000] [--cards 100] [--folder DIR]``.
Makes a library (see `generate`) in a temporary folder, or uses the one that an earlier run left in
DIR; prints tables. Queries are run once to warm up, then measured; wall time of a whole search,
from the text typed to fifty rows with their matches.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from datetime import date
from functools import partial
from pathlib import Path
from typing import Final

from briefing.library.library import Library
from briefing.model.briefing import Briefing
from briefing.model.errors import BriefingError
from briefing.search.document import head_of, searched_cards
from briefing.search.evaluate import refuse
from briefing.search.facts import BriefingValues
from briefing.search.folding import fold
from briefing.search.index.building import update
from briefing.search.index.reading import IndexReader
from briefing.search.index.words import pieces
from briefing.search.language import parse
from briefing.search.query import Query
from briefing.settings.config import Places
from briefing.views.indexing import INDEX_FILE, LibraryShelf, update_index
from tests.benchmarks.generate import COUNTRIES, Generator, write_library

ROWS: Final = 50


Queries = dict[str, tuple[list[str], float]]
"""By the name of a kind: queries, and the most milliseconds that 99 of 100 may take."""


def main() -> None:
    """Make what is missing, measure, print."""
    arguments = read_arguments()
    if arguments.probe:
        probe(Path(arguments.probe))
        return
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(arguments.folder or temporary) / "library"
        if not folder.exists():
            print(f"write the library  {timed(lambda: write(folder, arguments)):8.1f} s")
        cards = arguments.briefings * arguments.cards
        report_build(folder, cards)
        queries = make_queries(cards)
        raw = raw_index(folder)
        with closing(IndexReader(folder / INDEX_FILE)) as reader, closing(raw):
            report_queries(reader, raw, queries)
            report_paging(reader)
        report_fresh_process(folder)
        report_opening(folder, Path(temporary))
        report_publishing(folder, Path(temporary))


def read_arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--briefings", type=int, default=1000)
    parser.add_argument("--cards", type=int, default=100, help="in each briefing")
    parser.add_argument("--folder", help="where to keep the library for the next run")
    parser.add_argument("--probe", help=argparse.SUPPRESS)
    return parser.parse_args()


def write(folder: Path, arguments: argparse.Namespace) -> None:
    """Write the library."""
    write_library(folder, arguments.briefings, arguments.cards)


def report_build(folder: Path, cards: int) -> None:
    """Make the index, unless one of this version is there, and say what it takes."""
    index = folder / INDEX_FILE
    try:
        IndexReader(index).close()
    except BriefingError:
        for file in folder.glob(f"{INDEX_FILE}*"):
            file.unlink()
        seconds = timed(lambda: update(index, LibraryShelf(Library(folder))))
        print(f"build the index    {seconds:8.1f} s, {seconds / cards * 1e6:.0f} µs a card")
    size = index.stat().st_size
    files = sum(file.stat().st_size for file in (folder / "briefings").iterdir())
    print(f"{cards:,} cards: briefings {files / 1e6:.0f} MB, index {size / 1e6:.0f} MB")


def make_queries(cards: int) -> Queries:
    """Make queries of every kind, out of the words, names and values of the library."""
    generator, chance = Generator(), random.Random(1)
    words, weights = generator.words, generator.weights
    names = [name.text for actor in generator.actors for name in actor.names]

    def frequent(count: int) -> list[str]:
        """Words as frequent as in the texts; none that the query language takes for its own."""
        found = chance.choices(words, cum_weights=weights, k=count * 3)
        return [word for word in found if word not in ("and", "or", "not")][:count]

    def typing(before: str, word: str) -> list[str]:
        return [f"{before}{word[:end]}" for end in range(1, len(word) + 1)]

    def each(make: Callable[[], str], count: int = 200) -> list[str]:
        return [make() for _ in range(count)]

    once = [chance.choice([frequent(1)[0], chance.choice(words[:3000])]) for _ in range(60)]
    typed = [text for word in once for text in typing("", word)]
    second = [
        text
        for _ in range(40)
        for text in typing(f"{frequent(1)[0]} ", chance.choice(words[:3000]))
    ]
    fields: list[Callable[[], str]] = [
        lambda: f"stance:opposes {frequent(1)[0]}",
        lambda: f"country:{chance.choice(COUNTRIES)}",
        lambda: f"by:{chance.choice(names).split()[-1]}",
        lambda: f"in:reactions tag:{chance.choice(words[100:160])}",
        lambda: f"kind:quote {frequent(1)[0]}",
        lambda: f"source:{chance.choice(words[200:206])}",
        lambda: f"is:disputed {frequent(1)[0]}",
        lambda: "sources:>=3",
        lambda: f"briefing:{chance.choice(words[100:3000])}",
    ]
    ranges: list[Callable[[], str]] = [
        lambda: f"date:{chance.randrange(2016, 2026)}-{chance.randrange(1, 13):02}",
        lambda: f"date:2017..2019-03 {frequent(1)[0]}",
        lambda: "date:..2016-05",
        lambda: f"fig:>{chance.choice((30, 1000, 999_000))}",
        lambda: f"unit:people fig:<{chance.choice((5, 100))}",
    ]
    limit = 16.0 if cards <= 100_000 else 50.0
    ranked = [*typed[::3], *each(lambda: " ".join(frequent(2)), 60)]
    return {
        "one word, as typed": (typed, limit),
        "second word, as typed": (second, limit),
        "three words": (each(lambda: " ".join(frequent(3))), limit),
        "phrase": (each(lambda: '"{} {}"'.format(*frequent(2))), limit),
        "rare word": (each(lambda: chance.choice(words[5000:])), limit),
        "name, any spelling": (each(lambda: chance.choice(names)), limit),
        "not": (each(lambda: "{} -{}".format(*frequent(2))), limit),
        "or": (each(lambda: "{} or {}".format(*frequent(2))), limit),
        "fields": ([make() for make in fields * 22], limit),
        "dates and figures": ([make() for make in ranges * 40], limit),
        "ranked": ([f"{text} sort:relevance" for text in ranked], 60.0),
    }


def report_queries(reader: IndexReader, raw: sqlite3.Connection, queries: Queries) -> None:
    """Print a line for each kind of query; beside it raw FTS5, where it can be asked the same."""
    print()
    print(f"{'ms, first 50 results':<24}{'p50':>8}{'p99':>8}{'max':>8}   target  | raw FTS5:")
    for kind, (texts, target) in queries.items():
        read = [query for text in texts if isinstance(query := parse(text), Query)]
        ours = measured([partial(search, reader, query) for query in read])
        line = f"{kind:<24}{spread(ours)}   ≤ {target:<4.0f} {verdict(ours, target)} |"
        if matches := [match for text in texts if (match := raw_match(text))]:
            rank = kind == "ranked"
            ask = partial(raw_search, raw, rank=rank)
            # It takes a second for each where there are a million cards.
            theirs = measured([partial(ask, match) for match in matches[:: 10 if rank else 1]])
            line += spread(theirs)
        print(line)


def report_paging(reader: IndexReader) -> None:
    """Print what the first, and a late, page of many results costs."""
    query = parse("the")
    assert isinstance(query, Query)
    times, mark = [], None
    for _ in range(1000):
        start = time.perf_counter()
        results = reader.search(query, ROWS, mark, refuse)
        times.append((time.perf_counter() - start) * 1e3)
        mark = results.more
        if mark is None:
            break
    first, last = statistics.median(times[:20]), statistics.median(times[-20:])
    print(f"\n{len(times)} pages of 50: first {first:.2f} ms, last {last:.2f} ms a page")


def report_fresh_process(folder: Path) -> None:
    """Print the first query of a process, and its memory after many."""
    runs = []
    for _ in range(5):
        command = [sys.executable, "-m", "tests.benchmarks.library", "--probe", str(folder)]
        runs.append(json.loads(subprocess.run(command, check=True, capture_output=True).stdout))
    first = statistics.median(run["first"] for run in runs)
    memory = statistics.median(run["memory"] for run in runs)
    print(f"fresh process: open and first query {first:.1f} ms (≤ 50)")
    print(f"memory after 500 queries {memory:.0f} MB (≤ 120)")


def probe(folder: Path) -> None:
    """Print the first query of this process, and its memory after 500."""
    query = parse("prisoners")
    assert isinstance(query, Query)
    start = time.perf_counter()
    reader = IndexReader(folder / INDEX_FILE)
    search(reader, query)
    first = (time.perf_counter() - start) * 1e3
    for texts, _ in make_queries(100_000).values():
        for text in texts[:: max(1, len(texts) // 45)]:
            if isinstance(read := parse(text), Query):
                search(reader, read)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
    print(json.dumps({"first": first, "memory": memory}))


def report_opening(folder: Path, temporary: Path) -> None:
    """Print what opening costs in a library of one and in this one."""
    name = sorted((folder / "briefings").iterdir())[0].name
    alone = temporary / "alone" / "briefings"
    alone.mkdir(parents=True)
    shutil.copy(folder / "briefings" / name, alone)
    id_ = name.removesuffix(".json")
    ratios = []
    for _ in range(40):
        many = timed(lambda: Library(folder).open(id_))
        one = timed(lambda: Library(alone.parent).open(id_))
        ratios.append(many / one)
    print(f"open a briefing: {statistics.median(ratios):.2f} × that in a library of one (≤ 1.1)")


def report_publishing(folder: Path, temporary: Path) -> None:
    """Print what publishing one more briefing of 50 cards costs; it is taken out again."""
    places = Places(library=folder, state=temporary, config=temporary / "config")
    library = Library(folder)
    library.entries()
    whole, index = [], []
    for number in range(7):
        briefing = Generator(number).briefing(99_990 + number, 50, date(2026, 1, 1))
        published = timed(lambda briefing=briefing: library.publish([briefing]))  # type: ignore[misc]
        indexed = timed(lambda: update_index(library, places, print))
        whole.append((published + indexed) * 1e3)
        index.append(indexed * 1e3)
    for number in range(7):
        (folder / "briefings" / f"b{99_990 + number}.json").unlink()
    update_index(library, places, print)
    library.entries()
    print(
        f"publish 50 more cards: {statistics.median(whole):.0f} ms (≤ 100),"
        f" of which the index {statistics.median(index):.0f} ms; worst {max(whole):.0f} ms"
    )


def search(reader: IndexReader, query: Query) -> object:
    """Find the first rows."""
    return reader.search(query, ROWS, None, refuse)


def raw_index(folder: Path) -> sqlite3.Connection:
    """Make, unless it is there, what FTS5 alone would be: folded text, one column, no content."""
    path = folder.parent / "raw.sqlite3"
    there = path.exists()
    connection = sqlite3.connect(path, isolation_level=None)
    if there:
        return connection
    connection.execute(
        "CREATE VIRTUAL TABLE text USING fts5 (body, content='', prefix='1 2 3', tokenize='ascii')"
    )
    start = time.perf_counter()
    library = Library(folder)
    for number, name in enumerate(sorted(library.stamps())):
        briefing = library.open(name).briefing
        connection.execute("BEGIN")
        connection.executemany(
            "INSERT INTO text (rowid, body) VALUES (?, ?)",
            ((number << 16 | row, words) for row, words in enumerate(card_words(briefing))),
        )
        connection.execute("COMMIT")
    seconds = time.perf_counter() - start
    print(f"raw FTS5: built in {seconds:.1f} s, {path.stat().st_size / 1e6:.0f} MB")
    return connection


def card_words(briefing: Briefing) -> Iterator[str]:
    """The folded words of each card, in reading order."""
    for card, _ in searched_cards(head_of(briefing), briefing, BriefingValues(briefing)):
        yield " ".join(pieces(card.folded))


def raw_match(text: str) -> str:
    """Write words and phrases as FTS5 wants them; empty for what it cannot be asked."""
    plain = text.removesuffix(" sort:relevance")
    if ":" in plain or " -" in plain or " or " in plain:
        return ""
    if plain.startswith('"'):
        return plain
    words = pieces(fold(plain).text)
    return " ".join(f'"{word}"' for word in words[:-1]) + f' "{words[-1]}" *'


def raw_search(raw: sqlite3.Connection, match: str, rank: bool) -> list[object]:
    """Find the numbers of the first fifty, without anything that could be shown."""
    order = "rank" if rank else "rowid DESC"
    return raw.execute(
        f"SELECT rowid FROM text WHERE text MATCH ? ORDER BY {order} LIMIT {ROWS}", (match,)
    ).fetchall()


def measured(actions: Sequence[Callable[[], object]]) -> list[float]:
    """Run each once to warm up, then three times for the median of its milliseconds."""
    for action in actions:
        action()
    return sorted(statistics.median(timed(action) for _ in range(3)) * 1e3 for action in actions)


def spread(times: Sequence[float]) -> str:
    """Median, 99th percentile and maximum."""
    return "".join(f"{value:8.2f}" for value in (percentile(times, 50), *tail(times)))


def tail(times: Sequence[float]) -> Iterator[float]:
    """The 99th percentile and the maximum."""
    yield percentile(times, 99)
    yield times[-1]


def percentile(times: Sequence[float], percent: int) -> float:
    """Nearest-rank percentile of sorted times."""
    return times[min(len(times) - 1, len(times) * percent // 100)]


def verdict(times: Sequence[float], target: float) -> str:
    """Whether the 99th percentile is within its target."""
    return "met   " if percentile(times, 99) <= target else "MISSED"


def timed(action: Callable[[], object]) -> float:
    """Seconds of one run."""
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
