"""Citations as numbered footnotes, and the table of what they cite."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from briefing.export.escaping import address, inline
from briefing.export.phrases import NOT_GIVEN, date_words
from briefing.export.tables import table
from briefing.model.actors import UNKNOWN_ORIGIN, Source
from briefing.model.briefing import Briefing
from briefing.model.claims import Evidence
from briefing.model.vocabulary import Mode, Support

_STANCES: Final = {
    Support.SUPPORTS: "",
    Support.CONTRADICTS: "Contradicted by ",
    Support.CONTEXT: "Context: ",
}
_MODES: Final = {
    Mode.QUOTE: " (quoted)",
    Mode.INFERENCE: " (inferred)",
    Mode.PARAPHRASE: "",
    Mode.SILENCE: " (does not say)",
}


class Notes:
    """The footnotes of one document, numbered in the order in which they are first needed.

    The same place in the same source, cited in the same way, is one footnote.
    """

    def __init__(self, briefing: Briefing) -> None:
        self._briefing = briefing
        self._numbers: dict[Evidence, int] = {}

    def marks(self, evidence: Iterable[Evidence]) -> str:
        """Write the marks of some citations: ``[^1][^2]``.

        Args:
            evidence: What is cited, in order.

        Returns:
            Markdown to stand right after the text; empty where nothing is cited.
        """
        numbers = [self._numbers.setdefault(one, len(self._numbers) + 1) for one in evidence]
        return "".join(f"[^{number}]" for number in dict.fromkeys(numbers))

    def definitions(self) -> list[str]:
        """Write all footnotes that were marked, in the order of their numbers."""
        return [f"[^{number}]: {self._text(one)}" for one, number in self._numbers.items()]

    def sources(self) -> list[str]:
        """Write the table of the sources that were cited, in the curator's order.

        Returns:
            Lines; none where nothing was cited.
        """
        cited = {one.source for one in self._numbers}
        rows = [source_fields(each) for each in self._briefing.sources if each.key in cited]
        return table([*rows[0]], [[*row.values()] for row in rows]) if rows else []

    def _text(self, evidence: Evidence) -> str:
        source = self._briefing.sources_by_key.get(evidence.source)
        name = self._name(source) if source else f"unknown source {inline(evidence.source)}"
        where = "as a whole" if evidence.paragraph is None else f"¶{evidence.paragraph}"
        slips = source.slips_at(evidence.paragraph) if source else ()
        odd = "".join(f" Probable slip of the source: {inline(note)}" for note in slips)
        return f"{_STANCES[evidence.stance]}{name}, {where}{_MODES[evidence.mode]}.{odd}"

    def _name(self, source: Source) -> str:
        twins = sum(other.outlet == source.outlet for other in self._briefing.sources)
        title = f", “{inline(source.title)}”" if twins > 1 else ""
        return f"{inline(source.outlet)}{title}"


def source_fields(source: Source) -> dict[str, str]:
    """Write all that is known of a source, and where something is not.

    Args:
        source: The source.

    Returns:
        Labels, the same for every source, and values as Markdown.
    """
    return {
        "Outlet": inline(source.outlet),
        "Title": inline(source.title),
        "Type": inline(source.type),
        "Authors": inline(", ".join(source.authors)) or NOT_GIVEN,
        "Published": date_words(source.published),
        "Retrieved": date_words(source.retrieved),
        "Language": inline(source.language or NOT_GIVEN),
        "First reported by": NOT_GIVEN
        if source.origin == UNKNOWN_ORIGIN
        else inline(source.origin),
        "Quality": inline(source.descriptor or NOT_GIVEN),
        "Address": address(source.url) if source.url else NOT_GIVEN,
    }
