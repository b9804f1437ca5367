"""What comes of looking for every passage of some texts after every mutation.

Run by hand: ``python -m tests.evidence_mutations CORPUS`` prints tables in Markdown, for the texts
of a folder together and for each.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

from briefing.authoring.load import load_briefing
from briefing.evidence.anchors import Outcome, make_anchor
from briefing.evidence.support import bearers
from briefing.evidence.texts import ELLIPSIS, FEWEST_WORDS, PassageError, SourceText
from briefing.evidence.tokens import is_word, tokens
from briefing.model.claims import Evidence
from tests.mutators import AROUND, CHANGED, TYPOGRAPHIC, Case, Mutator, repeated

CONTENT: Final = Path(__file__).parents[1] / "content" / "armenia-azerbaijan-joint-statement"


def cases(text: SourceText, cited: Iterable[Evidence]) -> list[Case]:
    """A text's passages that an anchor can hold: those cited, each paragraph and sentence."""
    made: dict[tuple[int, int], Case] = {}
    for evidence in (*cited, *_paragraphs(text), *_sentences(text)):
        try:
            anchor = make_anchor(text, evidence)
        except PassageError:
            continue
        passage = text.passage(evidence.paragraph, evidence.passage)
        made.setdefault((passage.first, passage.last), Case(passage, anchor))
    return list(made.values())


def _paragraphs(text: SourceText) -> Iterator[Evidence]:
    for number in range(1, len(text.paragraphs) + 1):
        if sum(map(is_word, text.paragraph(number).tokens)) >= FEWEST_WORDS:
            yield Evidence(source="s", paragraph=number)


def _sentences(text: SourceText) -> Iterator[Evidence]:
    """Every sentence, cited by its ends or, when it is short, as a whole."""
    for number, paragraph in enumerate(text.paragraphs, 1):
        for sentence in re.split(r"(?<=[.!?”])\s+(?=[A-Z“])", text.text[slice(*paragraph)]):
            words = sentence.replace(ELLIPSIS, " ").split()
            if len(tokens(sentence)) >= FEWEST_WORDS:
                ends = f"{' '.join(words[:4])} {ELLIPSIS} {' '.join(words[-4:])}"
                passage = " ".join(words) if len(words) <= 8 else ends
                yield Evidence(source="s", paragraph=number, passage=passage)


def outcomes(mutator: Mutator, found: Iterable[Case]) -> Counter[Outcome]:
    """What comes of looking for passages after a mutation."""
    return Counter(case.find(changed).outcome for case in found for changed in mutator(case))


def gone_with_a_repeat(found: Iterable[Case]) -> Counter[Outcome]:
    """What comes of looking for passages that are gone while their words still stand elsewhere."""
    again = (repeated(case) for case in found)
    return outcomes(lambda case: iter([case.put(case.passage.span, "")]), filter(None, again))


def citations(corpus: Path) -> Mapping[str, list[Evidence]]:
    """What the bundled briefing cites, by the name of the file in the corpus."""
    briefing = load_briefing(CONTENT).briefing
    assert briefing is not None
    found: dict[str, list[Evidence]] = {}
    for bearer in bearers(briefing):
        for evidence in bearer.evidence:
            name = briefing.sources_by_key[evidence.source].corpus
            if name and evidence.paragraph is not None:
                found.setdefault(name, []).append(evidence)
    return found


def all_cases(corpus: Path) -> dict[str, list[Case]]:
    """The passages of all texts of a folder, by file name."""
    cited = citations(corpus)
    return {
        path.name: cases(SourceText(path.read_text("utf-8")), cited.get(path.name, ()))
        for path in sorted(corpus.glob("*.txt"))
    }


def main(corpus: Path) -> None:
    """Print one table for all texts together and one for each."""
    found = all_cases(corpus)
    together = [case for one in found.values() for case in one]
    for title, some in (("All texts", together), *found.items()):
        print(f"\n### {title}: {len(some)} passages\n")
        print("| mutation | texts | exact | altered | ambiguous | missing |")
        print("|---|--:|--:|--:|--:|--:|")
        for mutator in (*TYPOGRAPHIC, *AROUND, *CHANGED):
            _print_row(mutator.__name__, outcomes(mutator, some))
        _print_row("gone_with_a_repeat", gone_with_a_repeat(some))


def _print_row(name: str, counts: Counter[Outcome]) -> None:
    shown = [Outcome.EXACT, Outcome.ALTERED, Outcome.AMBIGUOUS, Outcome.MISSING]
    cells = [name.replace("_", " "), str(counts.total()), *(str(counts[one]) for one in shown)]
    print(f"| {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
