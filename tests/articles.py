"""Where the articles of the bundled briefings may be, and briefings with anchors in some texts."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path
from typing import Final

import msgspec

from briefing.authoring.anchor_lock import write_lock
from briefing.evidence.anchors import make_anchor
from briefing.evidence.articles import make_mark
from briefing.evidence.corpus import Corpus, Examination
from briefing.evidence.support import bearers
from briefing.evidence.texts import PassageError
from briefing.model.briefing import Briefing
from tests.samples import TEXTS, TWO_TOWNS, two_towns

_BESIDE: Final = Path(__file__).parents[2] / "shared" / "seeds"
ARTICLES: Final = Path(os.environ.get("BRIEFING_CORPUS") or _BESIDE)
"""Folder of the articles that the bundled briefings are made from, if they are at hand."""


def anchored(briefing: Briefing, corpus: Path) -> Briefing:
    """A briefing with marks of some texts, and the anchors of all its passages in them."""
    examination = Examination(msgspec.structs.replace(briefing, articles=()), Corpus(corpus))
    anchors = {}
    for bearer in bearers(briefing):
        for one in bearer.evidence:
            if (text := examination.text(one.source)) is not None:
                with suppress(PassageError):
                    anchors[one.place] = make_anchor(text, one)
    texts = {source.key: examination.text(source.key) for source in briefing.sources}
    articles = (make_mark(key, text) for key, text in texts.items() if text is not None)
    return msgspec.structs.replace(
        briefing, anchors=tuple(anchors.values()), articles=tuple(articles)
    )


def copy_towns(home: Path) -> Path:
    """A briefing that is anchored in all its texts but one."""
    copy = Path(shutil.copytree(TWO_TOWNS, home / "two-towns"))
    briefing = anchored(two_towns(), TEXTS)
    write_lock(copy, briefing.anchors, briefing.articles)
    return copy
