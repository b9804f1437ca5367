"""How other engines search the same library: tantivy in this process, notmuch as a command.

Run by hand after `library`, with its folder: ``python -m tests.benchmarks.search_peers DIR``. What
is not installed (``pip install tantivy``, ``apt install notmuch``) is left out. Each peer indexes
the folded texts of all cards as plain text; none of them decides on fields, names or snippets.
"""

from __future__ import annotations

import importlib
import importlib.util
import os
import random
import shutil
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from functools import partial
from pathlib import Path
from typing import Any, Final

from briefing.library.library import Library
from briefing.search.folding import fold
from briefing.search.index.reading import IndexReader
from briefing.search.index.words import pieces
from briefing.search.language import parse
from briefing.search.query import Query
from briefing.views.indexing import INDEX_FILE
from tests.benchmarks.library import (
    ROWS,
    Queries,
    card_words,
    make_queries,
    measured,
    raw_index,
    raw_match,
    raw_search,
    search,
    spread,
    timed,
)

KINDS: Final = ("one word, as typed", "three words", "phrase", "ranked")
COMMANDS: Final = 60
"""Queries that are put to commands."""


def main(words: list[str]) -> None:
    """Print both tables."""
    folder = Path(words[0]) / "library"
    library = Library(folder)
    queries = make_queries(len(library.stamps()) * 100)
    in_process(folder, queries)
    as_commands(folder, queries)


def in_process(folder: Path, queries: Queries) -> None:
    """Time the engines that can be called, on queries of words alone."""
    engines: dict[str, Callable[[str, bool], object]] = {}
    with closing(IndexReader(folder / INDEX_FILE)) as reader, closing(raw_index(folder)) as raw:
        engines["briefing"] = lambda text, _: search(reader, read(text))
        engines["raw FTS5"] = lambda text, rank: raw_search(raw, raw_match(text), rank=rank)
        if importlib.util.find_spec("tantivy"):
            engines["tantivy"] = tantivy_index(folder)
        print(f"{'ms, first 50 results':<24}" + "".join(f"{name:^26}" for name in engines))
        print(f"{'':<24}" + f"{'p50':>8}{'p99':>8}{'max':>8}  " * len(engines))
        for kind in KINDS:
            texts = [text for text in queries[kind][0] if raw_match(text)]
            line = f"{kind:<24}"
            for ask in engines.values():
                line += spread(measured([partial(ask, text, kind == "ranked") for text in texts]))
                line += "  "
            print(line)


def read(text: str) -> Query:
    """Read a query that makes sense."""
    query = parse(text)
    assert isinstance(query, Query)
    return query


# -- tantivy ---------------------------------------------------------------------------------------


def tantivy_index(folder: Path) -> Callable[[str, bool], object]:
    """Make, unless it is there, an index; give what asks it."""
    tantivy: Any = importlib.import_module("tantivy")
    place = folder.parent / "tantivy"
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("body", stored=True)
    builder.add_integer_field("number", stored=True, fast=True)
    schema = builder.build()
    made = place.exists()
    place.mkdir(exist_ok=True)
    index = tantivy.Index(schema, path=str(place))
    if not made:
        writer = index.writer(200_000_000)

        def fill() -> None:
            for number, text in enumerate(card_texts(folder)):
                writer.add_document(tantivy.Document(body=text, number=number))
            writer.commit()
            writer.wait_merging_threads()

        seconds = timed(fill)
        size = sum(file.stat().st_size for file in place.iterdir())
        print(f"tantivy: built in {seconds:.1f} s, {size / 1e6:.0f} MB")
    index.reload()
    searcher = index.searcher()

    def ask(text: str, rank: bool) -> object:
        query = tantivy_query(tantivy, schema, text)
        order = {} if rank else {"order_by_field": "number"}
        hits = searcher.search(query, ROWS, **order).hits
        return [searcher.doc(address) for _, address in hits]

    return ask


def tantivy_query(tantivy: Any, schema: Any, text: str) -> Any:  # noqa: ANN401 - not always there
    """All words, the last one perhaps unfinished; or a phrase."""
    plain = text.removesuffix(" sort:relevance")
    words = pieces(fold(plain).text)
    if plain.startswith('"') and len(words) > 1:
        return tantivy.Query.phrase_query(schema, "body", words)
    parts = [tantivy.Query.term_query(schema, "body", word) for word in words[:-1]]
    parts.append(tantivy.Query.regex_query(schema, "body", f"{words[-1]}.*"))
    if len(parts) == 1:
        return parts[0]
    return tantivy.Query.boolean_query([(tantivy.Occur.Must, part) for part in parts])


def card_texts(folder: Path) -> Iterator[str]:
    """The folded words of each card, the oldest briefing first."""
    library = Library(folder)
    for name in sorted(library.stamps()):
        yield from card_words(library.open(name).briefing)


# -- commands --------------------------------------------------------------------------------------


def as_commands(folder: Path, queries: Queries) -> None:
    """Time whole commands, with their start, in turn."""
    chance = random.Random(2)
    whole_words = [text for text in queries["three words"][0] if raw_match(text)]
    texts = chance.sample(whole_words, COMMANDS)
    environment = {**os.environ, "BRIEFING_LIBRARY": str(folder), "COLUMNS": "80"}
    ours = [sys.executable, "-m", "briefing", "search", "--limit", str(ROWS), "--"]
    commands: dict[str, Callable[[str], Sequence[str]]] = {
        "python -c pass": lambda _: [sys.executable, "-c", "pass"],
        "briefing search": lambda text: [*ours, text],
    }
    if shutil.which("notmuch"):
        environment["NOTMUCH_CONFIG"] = str(mail(folder, environment))
        ask = ["notmuch", "search", f"--limit={ROWS}", "--sort=newest-first", "--"]
        commands["notmuch search"] = lambda text: [*ask, f"{text}*"]
    times: dict[str, list[float]] = {name: [] for name in commands}
    for text in texts:
        for name, command in commands.items():
            run = partial(
                subprocess.run, command(text), env=environment, stdout=subprocess.DEVNULL, stderr=-3
            )
            times[name].append(timed(run) * 1e3)
    print(f"\n{'ms, whole command, three words':<34}{'p50':>8}{'p99':>8}{'max':>8}")
    for name, found in times.items():
        print(f"{name:<34}{spread(sorted(found))}  median {statistics.median(found):.0f}")


def mail(folder: Path, environment: dict[str, str]) -> Path:
    """Make, unless it is there, a mailbox with a message for each card; give its configuration."""
    box = folder.parent / "mail"
    config = box / "config"
    if config.exists():
        return config
    number = -1
    for number, text in enumerate(card_texts(folder)):
        place = box / f"{number // 1000:04}" / "cur"
        place.mkdir(parents=True, exist_ok=True)
        (place / f"{number}:2,S").write_text(message(number, text))
    config.write_text(f"[database]\npath={box}\n[user]\nname=A\nprimary_email=a@b.example\n")
    new = ["notmuch", "new", "--quiet"]
    seconds = timed(
        lambda: subprocess.run(new, env={**environment, "NOTMUCH_CONFIG": str(config)}, check=True)
    )
    size = sum(file.stat().st_size for file in (box / ".notmuch").rglob("*") if file.is_file())
    print(f"\nnotmuch: {number + 1:,} messages indexed in {seconds:.1f} s, {size / 1e6:.0f} MB")
    return config


def message(number: int, text: str) -> str:
    """A message; the later its number, the newer."""
    day = format_datetime(datetime(2010, 1, 1, tzinfo=UTC) + timedelta(minutes=number))
    head = f"From: A <a@b.example>\nDate: {day}\nMessage-ID: <{number}@b.example>\n"
    return f"{head}Subject: Card {number}\n\n{text}\n"


if __name__ == "__main__":
    main(sys.argv[1:])
