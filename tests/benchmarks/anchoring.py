"""What 10,000 anchors in 1,000 articles cost, beside reading and hashing the same files.

Run by hand: ``python tests/benchmarks/anchoring.py [ARTICLES]``. Each round does everything once,
one kind of work after the other, so that a busy machine disturbs all kinds alike; what is printed
are medians.
"""

from __future__ import annotations

import hashlib
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

import msgspec

from briefing.evidence.anchors import find, make_anchor
from briefing.evidence.texts import SourceText
from briefing.model.claims import Anchor, Evidence

ARTICLES = 1_000
PARAGRAPHS = 20
SENTENCES = 3
WORDS = 17  # in a sentence: about 1,000 in an article
ROUNDS = 5

COMMON = (
    "the",
    "of",
    "and",
    "to",
    "a",
    "in",
    "that",
    "is",
    "was",
    "he",
    "for",
    "it",
    "with",
    "not",
)


def main(arguments: list[str]) -> None:
    """Print the time of each kind of work and its ratio to reading and hashing."""
    count = int(arguments[0]) if arguments else ARTICLES
    with tempfile.TemporaryDirectory() as folder:
        paths = write_articles(Path(folder), count)
        anchors = [anchors_of(path) for path in paths]
        stale = [
            [msgspec.structs.replace(one, sha256="0" * 64) for one in some] for some in anchors
        ]
        work: dict[str, Callable[[], object]] = {
            "read and hash": lambda: [read_and_hash(path) for path in paths],
            "read into tokens": lambda: [
                SourceText(path.read_text("utf-8")).tokens for path in paths
            ],
            "make anchors": lambda: [anchors_of(path) for path in paths],
            "find, all exact": lambda: look_for(paths, anchors),
            "find, all altered": lambda: look_for(paths, stale),
        }
        report(measure(work), sum(map(len, anchors)), paths)


def report(times: dict[str, float], count: int, paths: list[Path]) -> None:
    """Print a table: seconds, ratio to the first line, microseconds for each anchor."""
    size = sum(path.stat().st_size for path in paths)
    print(f"{count:,} passages, {len(paths):,} articles, {size / 1e6:.1f} MB")
    print("| work | s | ratio | µs a passage |\n|---|--:|--:|--:|")
    hashing = next(iter(times.values()))
    for label, seconds in times.items():
        each = seconds / count * 1e6
        print(f"| {label} | {seconds:.3f} | {seconds / hashing:.1f} | {each:.0f} |")


def measure(work: dict[str, Callable[[], object]]) -> dict[str, float]:
    """Median seconds of each kind of work, done by turns."""
    times: dict[str, list[float]] = {label: [] for label in work}
    for _ in range(ROUNDS):
        for label, action in work.items():
            start = time.perf_counter()
            action()
            times[label].append(time.perf_counter() - start)
    return {label: median(some) for label, some in times.items()}


def read_and_hash(path: Path) -> str:
    """SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def anchors_of(path: Path) -> list[Anchor]:
    """Read an article and make its anchors: whole paragraphs and sentences by turns."""
    text = SourceText(path.read_text("utf-8"))
    return [make_anchor(text, evidence) for evidence in citations(text)]


def citations(text: SourceText) -> Iterator[Evidence]:
    """Ten passages of an article, one in every second paragraph."""
    for number in range(1, PARAGRAPHS + 1, 2):
        first = text.paragraph(number).first
        ends = f"{text.slice(first, first + 4)} … {text.slice(first + WORDS - 4, first + WORDS)}"
        yield Evidence(source="s", paragraph=number, passage=ends if number % 4 == 1 else None)


def look_for(paths: list[Path], anchors: list[list[Anchor]]) -> int:
    """Read each article and look for its passages; how many are exact."""
    exact = 0
    for path, some in zip(paths, anchors, strict=True):
        text = SourceText(path.read_text("utf-8"))
        exact += sum(find(anchor, text).is_exact for anchor in some)
    return exact


def write_articles(folder: Path, count: int) -> list[Path]:
    """Write articles of made-up words, half of them common, with quotation marks and numbers."""
    chance = random.Random(20240501)
    syllables = [a + b for a in "bdfgklmnprst" for b in "aeiou"]
    rare = ["".join(chance.choices(syllables, k=chance.randint(2, 4))) for _ in range(8_000)]
    paths = []
    for number in range(count):
        paragraphs = (
            " ".join(sentence(chance, rare) for _ in range(SENTENCES)) for _ in range(PARAGRAPHS)
        )
        path = folder / f"{number:04}.txt"
        path.write_text("\n\n".join(paragraphs), "utf-8")
        paths.append(path)
    return paths


def sentence(chance: random.Random, rare: list[str]) -> str:
    """Seventeen words, every other sentence with a quotation."""
    words = [chance.choice(COMMON if chance.random() < 0.5 else rare) for _ in range(WORDS - 1)]
    words.append(str(chance.randint(2, 2_000)))
    chance.shuffle(words)
    if chance.random() < 0.5:
        words[3], words[7] = f"“{words[3]}", f"{words[7]},”"
    return " ".join(words).capitalize() + "."


if __name__ == "__main__":
    main(sys.argv[1:])
