"""Deliberate mistakes in the fixture briefing of two towns."""

from __future__ import annotations

from typing import Final

from tests.unit.authoring.mistakes import allowances, evidence, fields, passages, prose

MISTAKES: Final = (
    *fields.MISTAKES,
    *evidence.MISTAKES,
    *passages.MISTAKES,
    *allowances.MISTAKES,
    *prose.MISTAKES,
)
