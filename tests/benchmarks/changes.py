"""What the changes between two revisions cost, beside opening the later one.

Run by hand: ``python -m tests.benchmarks.changes``. Each round does everything once, one kind of
work after the other, so that a busy machine disturbs all kinds alike; what is printed are medians.
"""

from __future__ import annotations

import random
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from statistics import median

from msgspec.structs import replace

from briefing.library.changes.comparing import Comparison
from briefing.library.files import read_revision, write_revision
from briefing.model.briefing import Briefing, Revision
from briefing.model.cards import Card
from tests.benchmarks.generate import Generator
from tests.unit.library.changes.applying import applied

SIZES = (60, 1_000)
ROUNDS = 9

Edit = Callable[[Card, random.Random], Card]


def main() -> None:
    """Print, for each size and each kind of edit, milliseconds and ratios to opening."""
    print("| cards | edit | changes | open, ms | compare, ms | × opening it | × opening 60 |")
    print("|--:|---|--:|--:|--:|--:|--:|")
    small = 0.0
    with tempfile.TemporaryDirectory() as folder:
        for cards in SIZES:
            old = Generator().briefing(1, cards, date(2024, 5, 1))
            for label, edit in EDITS.items():
                new = edited(old, edit)
                opening, comparing = measure(Path(folder), old, new)
                small = small or opening
                changes = Comparison(old, new).changes
                assert applied(changes, old) == new
                print(
                    f"| {cards:,} | {label} | {len(changes):,} | {opening * 1e3:.1f}"
                    f" | {comparing * 1e3:.1f} | {comparing / opening:.2f}"
                    f" | {comparing / small:.1f} |"
                )


def measure(folder: Path, old: Briefing, new: Briefing) -> tuple[float, float]:
    """Median seconds of opening the later revision, and of comparing both."""
    path = folder / f"{new.id}.json"
    write_revision(path, Revision(number=2, published=datetime.now(UTC), briefing=new), ())
    opening, comparing = [], []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        read_revision(path, new.id)
        opened = time.perf_counter()
        _ = Comparison(old, new).changes
        opening.append(opened - start)
        comparing.append(time.perf_counter() - opened)
    return median(opening), median(comparing)


def edited(old: Briefing, edit: Edit) -> Briefing:
    """Give a later revision, each card edited."""
    chance = random.Random(20240501)
    return replace(
        old,
        sections=tuple(
            replace(section, cards=tuple(edit(card, chance) for card in section.cards))
            for section in old.sections
        ),
    )


def nothing(card: Card, chance: random.Random) -> Card:
    """Leave a card as it is."""
    return card


def a_few(card: Card, chance: random.Random) -> Card:
    """Reword a claim of every tenth card, and rename every thirtieth."""
    if chance.random() < 0.1:
        first, *others = card.claims
        card = replace(card, claims=(replace(first, text=reworded(first.text, chance)), *others))
    return replace(card, id=f"now-{card.id}") if chance.random() < 1 / 30 else card


def everything(card: Card, chance: random.Random) -> Card:
    """Rename a card and all its claims, and replace a third of their words."""
    claims = tuple(
        replace(claim, id=f"now-{claim.id}", text=reworded(claim.text, chance))
        for claim in card.claims
    )
    return replace(card, id=f"now-{card.id}", claims=claims)


def other_texts(card: Card, chance: random.Random) -> Card:
    """Rename a card and all its claims, and shuffle the letters of all their words."""
    claims = tuple(
        replace(claim, id=f"now-{claim.id}", text=reworded(claim.text, chance, share=1))
        for claim in card.claims
    )
    title = reworded(card.title, chance, share=1)
    return replace(card, id=f"now-{card.id}", title=title, claims=claims)


def reworded(text: str, chance: random.Random, share: float = 1 / 3) -> str:
    """Shuffle the letters of some words."""
    return " ".join(
        "".join(chance.sample(word, len(word))) if chance.random() < share else word
        for word in text.split()
    )


EDITS: dict[str, Edit] = {
    "none": nothing,
    "a claim of every tenth card": a_few,
    "all ids, a third of the words": everything,
    "all ids, all words": other_texts,
}

if __name__ == "__main__":
    main()
