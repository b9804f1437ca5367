"""Print how many falsifications of each kind are caught, as a Markdown table."""

from __future__ import annotations

import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from briefing.authoring.load import load_briefing
from briefing.evidence.support import bearers
from briefing.model.vocabulary import Severity
from tests.falsifications.sets import HARMLESS, SILENT, Subject, gravest, subjects

_GRADES = (*map(str, Severity), SILENT)


def _grades(subject: Subject) -> list[tuple[str, str, str]]:
    """Half, kind and gravest new severity of each falsification that can still be applied."""
    before = subject.said(subject.folder)
    found = []
    for one in subject.falsifications:
        with tempfile.TemporaryDirectory() as folder:
            try:
                changed = subject.changed(one, Path(folder))
            except ValueError:
                continue  # the bundled briefing has been edited since
            found.append((one.half, one.kind, gravest(subject.said(changed) - before)))
    return found


def _true(subject: Subject) -> str:
    """How many things of a briefing that is true are accused, as a line of a table."""
    about = defaultdict(set)
    for severity, code, key, _ in subject.said(subject.folder):
        if code not in ("undated-figure", "unused-figure", "unanchored-passage"):
            about[severity].add(key)
    briefing = load_briefing(subject.folder).briefing
    assert briefing is not None
    things = len(list(bearers(briefing)))
    cells = " | ".join(str(len(about[str(one)])) for one in Severity)
    return f"| {briefing.id} | {things} | {cells} |"


def _lines(grades: list[tuple[str, str, str]], half: str) -> Iterator[str]:
    kinds: dict[str, Counter[str]] = defaultdict(Counter)
    for of, kind, grade in grades:
        if of == half:
            kinds[kind][grade] += 1
    yield f"| {half} | n | {' | '.join(_GRADES)} |"
    yield "|---|--:|--:|--:|--:|--:|"
    harmless = kinds.pop(HARMLESS, Counter())
    total = sum(kinds.values(), Counter())
    for kind, counts in (*kinds.items(), ("**all**", total), (HARMLESS, harmless)):
        cells = " | ".join(str(counts[grade]) for grade in _GRADES)
        yield f"| {kind} | {counts.total()} | {cells} |"
    if total:
        seen = total["error"] + total["warning"]
        yield ""
        yield (
            f"Silent but for looks: {100 - 100 * seen / total.total():.0f} %;"
            f" silent: {100 * total[SILENT] / total.total():.0f} %."
        )


def main(private: Path | None) -> None:
    known = list(subjects(private))
    with ProcessPoolExecutor() as pool:
        grades = [one for found in pool.map(_grades, known) for one in found]
        true = list(pool.map(_true, known))
    for half in ("seen", "unseen"):
        print("\n".join(_lines(grades, half)), end="\n\n")
    print(f"| as it is | n | {' | '.join(map(str, Severity))} |\n|---|--:|--:|--:|--:|")
    print("\n".join(true))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
