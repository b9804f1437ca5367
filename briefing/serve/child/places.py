"""Where things are for a child, and what it may look into."""

from __future__ import annotations

from pathlib import Path

from briefing.evidence.corpus import Corpus
from briefing.serve.protocol import Begin
from briefing.settings.places import Places


def served_texts(begin: Begin) -> Corpus:
    """Open the texts of sources, if readers may look into them.

    Args:
        begin: How the server is set.
    """
    folder = Path(begin.corpus) if begin.corpus else None
    return Corpus(folder, "This host does not show the texts of sources.")


def served_places(begin: Begin) -> Places:
    """Say where things are for a child: what is the host's own is nowhere.

    Args:
        begin: How the server is set.
    """
    state = Path(begin.state)
    return Places(
        library=Path(begin.library),
        state=state,
        config=state / "none" / "config.toml",
        corpus=Path(begin.corpus) if begin.corpus else None,
    )
