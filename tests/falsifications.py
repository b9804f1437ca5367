"""Deliberate falsifications of the bundled briefing, and what a check against its sources says.

Run by hand, it prints them as a Markdown table::

    python -m tests.falsifications CORPUS
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from briefing.authoring.load import load_briefing
from briefing.evidence.corpus import Corpus, Examination
from briefing.evidence.verify import verify

BRIEFING: Final = Path(__file__).parents[1] / "content" / "armenia-azerbaijan-joint-statement"

Caught = tuple[str, str]
"""How it is caught: "error" or "warning", and the code."""


@dataclass(frozen=True)
class Falsification:
    """One change that makes the briefing say what its sources do not.

    Attributes:
        name: What is falsified, in our words.
        file: File of the briefing.
        old: Its text; the first occurrence is replaced.
        new: What stands there instead.
        caught: The gravest remark that it must bring; None where no check can see it.
        why_not: Why not, where none can.
    """

    name: str
    file: str
    old: str
    new: str
    caught: Caught | None
    why_not: str = ""


def _error(code: str) -> Caught:
    return "error", code


def _warning(code: str) -> Caught:
    return "warning", code


_PRISONERS: Final = "cards/terms/prisoners.md"
_TREATY: Final = "cards/terms/treaty.md"
_CONFIDENCE: Final = "cards/terms/confidence.md"
_BIDS: Final = "cards/side-deals/armenia-withdraws.md"
_HELD: Final = "cards/skeptics/still-held.md"
_COUNTS: Final = "cards/disagreements/still-held-count.md"
_VOSKANYAN: Final = "cards/skeptics/voskanyan.md"
_BIAS: Final = "cards/skeptics/bias.md"
_AMERICANS: Final = "cards/reactions/united-states.md"
_RUSSIA: Final = "cards/reactions/russia.md"
_TURKEY: Final = "cards/reactions/turkey.md"
_BOTTOM_LINE: Final = "briefing.md"
_DECEMBER: Final = "cards/timeline/december-2023.md"

# fmt: off
FALSIFICATIONS: Final = (
    Falsification("number of a figure changed", _PRISONERS,
                  "value: 32", "value: 23", _error("number-not-in-passage")),
    Falsification("number in a sentence changed", _BOTTOM_LINE,
                  "to free 32 Armenians", "to free 35 Armenians",
                  _error("number-not-in-passage")),
    Falsification("two numbers of a sentence exchanged", _BOTTOM_LINE,
                  "32 Armenians and Armenia two Azerbaijanis",
                  "two Armenians and Armenia 32 Azerbaijanis",
                  None, "both numbers stand in the passage, and no check reads who frees whom"),
    Falsification("“two” made “three”", _BOTTOM_LINE,
                  "Armenia two Azerbaijanis, a joint", "Armenia three Azerbaijanis, a joint",
                  _warning("number-not-in-passage")),
    Falsification("“at least” dropped from a figure", _HELD,
                  "    qualifier: at least\n", "", _warning("qualifier-dropped")),
    Falsification("“at least” dropped from a position", _COUNTS,
                  "at least 80 “prisoners", "80 “prisoners", _warning("qualifier-dropped")),
    Falsification("a part that no longer adds up", _HELD,
                  "value: 41", "value: 42", _error("figure-parts")),
    Falsification("quotation altered by a word", _TREATY,
                  "a “historical chance”", "a “historical moment”",
                  _error("quote-not-in-passage")),
    Falsification("quotation of a speaker altered by a word", _AMERICANS,
                  "represents an important", "represents a vital",
                  _error("quote-not-in-passage")),
    Falsification("quotation given to another speaker of the article", _AMERICANS,
                  "{speaker=miller}", "{speaker=zakharova}", _warning("speaker-not-in-passage")),
    Falsification("paragraph off by one", _CONFIDENCE,
                  '[@iria, ¶11; @iria, ¶9 "The two countries … peace efforts"]', "[@iria, ¶10]",
                  _warning("little-in-common")),
    Falsification("paragraph off by one, the other way", _RUSSIA,
                  "international organisations. [@weekly, ¶21]",
                  "international organisations. [@weekly, ¶20]", _warning("little-in-common")),
    Falsification("passage that is not in its paragraph", _BIAS,
                  '¶14 "Azerbaijan refused to', '¶13 "Azerbaijan refused to',
                  _error("bad-passage")),
    Falsification("name of one actor put for that of another", _RUSSIA,
                  "Zakharova also commended", "Miller also commended",
                  _error("name-not-in-passage")),
    Falsification("two actors of one passage exchanged", _BIDS,
                  "Armenia supports Azerbaijan’s bid", "Azerbaijan supports Armenia’s bid",
                  None, "both names stand in the passage, and no check reads who does what"),
    Falsification("attribution moved to the other source, citation left", _CONFIDENCE,
                  "IRIA adds contacts", "The Armenian Weekly adds contacts",
                  _warning("attributed-elsewhere")),
    Falsification("attribution and citation moved to the other source", _DECEMBER,
                  "IRIA: both hope to sign a treaty by then. [@iria, ¶5]",
                  "The Armenian Weekly: both hope to sign a treaty by then. [@weekly, ¶7]",
                  _warning("date-not-in-passage")),
    Falsification("stance reversed, the passage having a word for it", _RUSSIA,
                  "stance: welcomes", "stance: opposes", _warning("stance-not-in-passage")),
    Falsification("stance made a verb, and reversed", _RUSSIA,
                  "stance: welcomes", "verb: rejects the agreement",
                  _warning("stance-not-in-passage")),
    Falsification("verb reversed, the passage having no plain word for it", _TURKEY,
                  "verb: urges an early treaty", "verb: rejects an early treaty",
                  None, "“stressed the urgency” is on no list of words for or against"),
    Falsification("date of an event moved by a day", _DECEMBER,
                  "{date=2023-12-13?} ^exchange", "{date=2023-12-14?} ^exchange",
                  _warning("date-not-in-passage")),
    Falsification("date in a sentence moved by a day", _BIAS,
                  "for 20 November", "for 21 November", _error("date-not-in-passage")),
    Falsification("prison term lengthened", _VOSKANYAN,
                  "value: 18", "value: 28", _error("number-not-in-passage")),
    Falsification("“not” put into the curator’s sentence", _TURKEY,
                  "could be a pivotal", "could not be a pivotal",
                  None, "no check reads for sense; the passage stands beside the sentence on `e`"),
    Falsification("a reported silence made a report", _BOTTOM_LINE,
                  "Neither article reports a signed treaty.",
                  "Both articles report a signed treaty.",
                  None,
                  "both articles are cited as a whole, and no check reads what they do not say"),
    Falsification("sentence that its passage does not carry", _RUSSIA,
                  "Zakharova also commended the release, and the support given by Yerevan and Baku"
                  " in international organisations.",
                  "She warned of a new gas pipeline and asked for observers on bridges.",
                  _warning("little-in-common")),
    Falsification("source of a “described by” changed", "cards/background/september-2023.md",
                  "described-by: iria", "described-by: armenian-weekly",
                  None, "whose words a measure is in is the curator’s to say"),
)
# fmt: on


def remarks_on(falsification: Falsification, corpus: Path, folder: Path) -> set[Caught]:
    """Check the briefing with one falsification in it.

    Args:
        falsification: What to change.
        corpus: Folder of the articles' texts.
        folder: An empty folder to work in.

    Returns:
        What is said of it, beyond what is said of the briefing as it is: errors, and warnings that
        nobody has explained.

    Raises:
        ValueError: The text to change is not in its file.
    """
    copy = folder / BRIEFING.name
    shutil.copytree(BRIEFING, copy)
    file = copy / falsification.file
    text = file.read_text(encoding="utf-8")
    if falsification.old not in text:
        raise ValueError(f"{falsification.file} has no “{falsification.old}”")
    file.write_text(text.replace(falsification.old, falsification.new, 1), encoding="utf-8")
    return _remarks(copy, corpus)


def _remarks(folder: Path, corpus: Path) -> set[Caught]:
    loaded = load_briefing(folder)
    found = {(str(one.severity), one.code) for one in loaded.problems}
    if loaded.briefing is not None:
        verification = verify(Examination(loaded.briefing, Corpus(corpus)))
        found |= {(str(one.severity), one.code) for one in verification.remarks if one.stands_out}
    return found


def main(corpus: Path) -> None:
    """Print the table."""
    print("| falsification | must be caught by | said |")
    print("|---|---|---|")
    for one in FALSIFICATIONS:
        with tempfile.TemporaryDirectory() as folder:
            said = sorted(remarks_on(one, corpus, Path(folder)))
        must = f"{one.caught[0]} `{one.caught[1]}`" if one.caught else f"nothing: {one.why_not}"
        print(f"| {one.name} | {must} | {', '.join(f'{how} `{code}`' for how, code in said)} |")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
