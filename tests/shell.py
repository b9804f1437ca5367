"""A shell that asks what may be typed next."""

from __future__ import annotations

from pathlib import Path


def asks_what_comes_next(line: str, answer: Path) -> dict[str, str]:
    """Variables by which a shell asks at the end of a line; the answer comes in a file."""
    return {
        "_ARGCOMPLETE": "1",
        "_ARGCOMPLETE_STDOUT_FILENAME": str(answer),
        "_ARGCOMPLETE_IFS": "\n",
        "COMP_LINE": line,
        "COMP_POINT": str(len(line)),
        "COMP_TYPE": "9",
    }
