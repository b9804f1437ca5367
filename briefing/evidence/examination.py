"""All passages that a briefing cites, looked for in the texts at hand."""

from __future__ import annotations

from briefing.evidence.anchors import Finding, find, unchecked
from briefing.evidence.corpus import Corpus
from briefing.evidence.texts import Passage, PassageError, SourceText
from briefing.model.briefing import Briefing
from briefing.model.claims import CitedPlace, Evidence


class Examination:
    """What came of looking for each passage of a briefing. Each is looked for once, when asked for.

    Attributes:
        briefing: Whose passages they are.
        corpus: Where the texts are.
    """

    def __init__(self, briefing: Briefing, corpus: Corpus) -> None:
        self.briefing = briefing
        self.corpus = corpus
        self._findings: dict[CitedPlace, Finding] = {}

    def text(self, source: str) -> SourceText | None:
        """The text of a source, by its citation key; None where there is none at hand."""
        known = self.briefing.sources_by_key.get(source)
        return None if known is None else self.corpus.read(known).text

    def why_no_text(self, source: str) -> str:
        """Why the text of a source is not at hand, in a sentence; empty where it is."""
        known = self.briefing.sources_by_key.get(source)
        if known is None:
            return f"The source “{source}” is not listed."
        return self.corpus.read(known).why_not

    def finding(self, evidence: Evidence) -> Finding:
        """What came of looking for a passage.

        Args:
            evidence: Any evidence of the briefing.

        Returns:
            Unchecked where there is no text at hand, or no anchor; with the passage that the
            citation names where there is a text.
        """
        if evidence.place not in self._findings:
            self._findings[evidence.place] = self._find(evidence)
        return self._findings[evidence.place]

    def passage(self, evidence: Evidence) -> Passage | None:
        """The passage itself, as it stands in the text; None where it cannot be shown."""
        return self.finding(evidence).passage

    def _find(self, evidence: Evidence) -> Finding:
        text = self.text(evidence.source)
        if text is None:
            return unchecked(self.why_no_text(evidence.source))
        anchor = self.briefing.anchor(evidence)
        if anchor is not None:
            return find(anchor, text)
        try:
            passage = text.passage(evidence.paragraph, evidence.passage)
        except PassageError as error:
            return unchecked(f"It has no anchor. {error}")
        return unchecked("It has no anchor, so no change would be noticed.", passage)
