"""Small briefings, and ways to make files and disks fail."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from briefing.library.library import Library
from briefing.model.briefing import Briefing
from briefing.model.cards import Card, Section
from briefing.model.claims import Claim
from briefing.model.vocabulary import SectionKind

NOON = datetime(2024, 5, 2, 12, tzinfo=UTC)

STEPS = ("open", "write", "fsync", "replace", "mkdir")
"""The calls by which a change reaches the disk."""


def make_briefing(
    id_: str = "dam", words: str = "Two towns share a dam.", cards: int = 2
) -> Briefing:
    claim = Claim(id="c1", text=words)
    return Briefing(
        id=id_,
        title=f"{id_} agreed",
        sections=(
            Section(
                id="terms",
                kind=SectionKind.TERMS,
                title="Terms",
                cards=tuple(
                    Card(id=f"card-{n}", title="A card", claims=(claim,)) for n in range(cards)
                ),
            ),
        ),
    )


def current(library: Library, id_: str = "dam") -> Path:
    """File of a briefing's newest revision."""
    return library.folder / "briefings" / f"{id_}.json"


def edit(path: Path, change: Callable[[Any], object]) -> None:
    """Change what a file says."""
    content = json.loads(path.read_text())
    change(content)
    path.write_text(json.dumps(content))


def snapshot(folder: Path) -> dict[str, str]:
    """Everything in a folder but lock files: a digest of each file by its relative path."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "lock" not in path.name
    }


class Steps:
    """Counts the steps to the disk, and does something at one of them.

    Args:
        at: Which step, counted from 0; -1 for none.
        act: What to do instead of that step, given the original call.
        names: The calls of `os` that count.
    """

    def __init__(
        self,
        at: int,
        act: Callable[[Callable[[], Any]], Any],
        names: Sequence[str] = STEPS,
    ) -> None:
        self.at = at
        self.act = act
        self.names = names
        self.taken: list[str] = []

    def install(self, replace: Callable[[object, str, object], None]) -> None:
        """Put the counters into `os`.

        Args:
            replace: Like `setattr`, for example ``monkeypatch.setattr``.
        """
        for name in self.names:
            replace(os, name, self._counted(name, getattr(os, name)))

    def _counted(self, name: str, original: Callable[..., Any]) -> Callable[..., Any]:
        def step(*args: Any, **kwargs: Any) -> Any:  # noqa: ANN401
            self.taken.append(name)
            if len(self.taken) - 1 != self.at:
                return original(*args, **kwargs)
            return self.act(lambda: original(*args, **kwargs))

        return step
