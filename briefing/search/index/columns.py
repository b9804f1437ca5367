"""The words by which full-text search knows a card.

They follow from what the index keeps of the card and of its briefing, and from nothing else: to
take a card out of an index without content, the very words must be told that were put in.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain
from typing import NamedTuple

from briefing.search.index.document import CardDocument
from briefing.search.index.head import Head
from briefing.search.index.marks import card_marks
from briefing.search.index.names import Names, in_marks
from briefing.search.index.words import joined, pieces


class Columns(NamedTuple):
    """Words with spaces between them.

    Attributes:
        title: Of the title, in order.
        body: Of all other texts, in order.
        joined: Words that arise where marks inside words are skipped.
        known: Its marks, those of other names of whom it names among them.
    """

    title: str
    body: str
    joined: str
    known: str


class Wording:
    """Lists the words of the cards of one briefing."""

    def __init__(self, head: Head) -> None:
        self._head = head
        self._names = Names(head.actors)

    def columns(self, document: CardDocument) -> Columns:
        """List the words of a card.

        Args:
            document: What is kept of it.
        """
        title, *texts = document.folded_texts()
        title_words = pieces(title)
        body = list(chain.from_iterable(map(pieces, texts)))
        others = joined(title).union(*map(joined, texts))
        named = self._names.named(sorted({*title_words, *body, *others}))
        return Columns(
            title=" ".join(title_words),
            body=" ".join(body),
            joined=_listed(others),
            known=_listed(
                chain(named, map(in_marks, others), card_marks(self._head, document.facts))
            ),
        )


def _listed(words: Iterable[str]) -> str:
    return " ".join(sorted(set(words)))
