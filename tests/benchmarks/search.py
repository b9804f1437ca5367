"""How long a keystroke of search takes, beside a plain scan of the same texts in the same run.

Run by hand: ``python tests/benchmarks/search.py [FOLDER]``, where FOLDER holds a briefing; without
one, a briefing of 60 cards is made up.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

from briefing.authoring.load import load_briefing
from briefing.model.actors import Actor, Name
from briefing.model.briefing import Briefing
from briefing.model.cards import Card, Section
from briefing.model.claims import Claim
from briefing.model.parts import card_texts
from briefing.model.vocabulary import ActorType, SectionKind
from briefing.search.finder import Finder
from briefing.search.language import parse

QUERIES = (
    *("a", "pris", "aliyev", "yerevan", "united states", '"peace treaty', "us", "zzz"),
    *("in:terms", "actor:aliyev date:2023-12", "(peace or war) -treaty", "fig:>30 is:disputed"),
)
PARSED = 'in:terms by:"ilham aliyev" fig:>30 -date:2023-12 (peace or war) "peace tre'
ROUNDS = 30


def main(arguments: list[str]) -> None:
    """Print the time of each query and its ratio to the scan."""
    briefing = load(Path(arguments[0])) if arguments else made_up()
    texts = [text for _, card in briefing.cards() for text in card_texts(card)]
    finder = Finder(briefing)
    scan = best(lambda: sum("pris" in text.lower() for text in texts))
    print(f"{len(texts)} texts, {sum(map(len, texts)):,} characters, {len(briefing.actors)} actors")
    print(f"plain scan                 {scan * 1e3:8.3f} ms      1 ×")
    report("prepare", best(lambda: Finder(briefing)), scan)
    report("parse a long one", best(lambda: parse(PARSED)), scan)
    for query in QUERIES:
        report(query, best(lambda query=query: finder.find(query)), scan)  # type: ignore[misc]


def report(label: str, seconds: float, scan: float) -> None:
    """Print one line."""
    print(f"{label:<26} {seconds * 1e3:8.3f} ms {seconds / scan:6.0f} ×")


def best(action: Callable[[], object]) -> float:
    """Shortest of several runs, in seconds: the one least disturbed by other work."""
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        action()
        times.append(time.perf_counter() - start)
    return min(times)


def load(folder: Path) -> Briefing:
    """Read a briefing from its folder of text."""
    briefing = load_briefing(folder).briefing
    if briefing is None:
        raise SystemExit(f"{folder} has mistakes; run “briefing check” on it.")
    return briefing


def made_up() -> Briefing:
    """Sixty cards of about 110 words, with names in several spellings and typographic quotes."""
    sentence = "The prisoners’ release — 32 for two — was agreed in Yerevan (Երևան), Əliyev said. "
    names = [("Yerevan", "Երևան"), ("Ilham Aliyev", "İlham Əliyev"), ("United States", "US")]
    names += [(f"Person Name{number}", f"Pərson Nəme{number}") for number in range(40)]
    actors = tuple(
        Actor(
            id=f"a{number}", type=ActorType.PERSON, names=tuple(Name(text=text) for text in texts)
        )
        for number, texts in enumerate(names)
    )
    claims = tuple(Claim(id=f"c{number}", text=sentence * 2) for number in range(4))
    cards = tuple(
        Card(id=f"k{number}", title=f"Card {number} tells of peace", claims=claims)
        for number in range(60)
    )
    section = Section(id="terms", kind=SectionKind.TERMS, title="Terms", cards=cards)
    return Briefing(id="made-up", title="Made up", sections=(section,), actors=actors)


if __name__ == "__main__":
    main(sys.argv[1:])
