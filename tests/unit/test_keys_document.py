"""The document of keys and signs, which is made from the program."""

from __future__ import annotations

import runpy
from pathlib import Path

DOCS = Path(__file__).parents[2] / "docs"


def test_the_document_of_keys_is_what_the_program_says() -> None:
    made = runpy.run_path(str(DOCS / "make_keys.py"))["document"]()
    assert (DOCS / "keys.md").read_text(encoding="utf-8") == made, "run: python docs/make_keys.py"
