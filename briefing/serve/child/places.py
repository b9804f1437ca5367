"""Where things are for a child."""

from __future__ import annotations

from pathlib import Path

from briefing.serve.protocol import Begin
from briefing.settings.places import Places


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
