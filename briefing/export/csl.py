"""The sources of a briefing for reference managers: CSL-JSON (Citation Style Language 1.0.2)."""

from __future__ import annotations

from typing import Any

import msgspec

from briefing.model.actors import NOT_HELD, Source
from briefing.model.briefing import Briefing
from briefing.model.dates import EdtfDate


def sources_csl(briefing: Briefing) -> str:
    """Write all sources of a briefing as CSL-JSON.

    What a source does not give is left out. Names of authors are those printed, not taken apart.

    Args:
        briefing: Whose sources they are.

    Returns:
        An indented array that ends in a newline.
    """
    items = [_item(source) for source in briefing.sources]
    items += [_item(document, NOT_HELD) for document in briefing.not_held]
    return msgspec.json.format(msgspec.json.encode(items), indent=2).decode() + "\n"


def _item(source: Source, remark: str = "") -> dict[str, Any]:
    given = {
        "id": source.key,
        "type": source.type,
        "title": source.title,
        "container-title": source.outlet,
        "author": [{"literal": name} for name in source.authors],
        "issued": _date(source.published),
        "accessed": _date(source.retrieved),
        "language": source.language,
        "URL": source.url,
        "note": "; ".join(filter(None, (source.descriptor, remark))),
    }
    return {name: value for name, value in given.items() if value}


def _date(date: EdtfDate | None) -> dict[str, Any] | None:
    if date is None:
        return None
    points = [point.rstrip("~?%") for point in date.edtf.split("/")]
    if ".." in points:
        return {"literal": date.label}
    parts = [[int(part) for part in point.split("-")] for point in points]
    circa = {"circa": True} if date.approximate or date.uncertain else {}
    return {"date-parts": parts, **circa}
