"""What a verb can do without while it loads what it needs."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Final

_BACKPORTS: Final = "typing_extensions"


@contextmanager
def without_backports() -> Iterator[None]:
    """Have nobody import `typing_extensions`, which takes as long to load as all of argparse.

    msgspec asks for it for the sake of Pythons older than ours, and makes do with `typing`. It is
    installed because Textual needs it, which only the reader loads.
    """
    # With None for a module, `import` says that there is none (see the docs of `sys.modules`).
    modules: dict[str, ModuleType | None] = sys.modules  # type: ignore[assignment] # without None
    known = modules.setdefault(_BACKPORTS, None)
    try:
        yield
    finally:
        if known is None:
            del modules[_BACKPORTS]
