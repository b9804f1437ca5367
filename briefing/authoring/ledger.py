"""Which ids there are, and where they are named: what ties the files of a briefing together."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from briefing.authoring.located import Located
from briefing.authoring.problems import Place, Report, write_instead


class Kind(StrEnum):
    """What an id can be the id of."""

    SOURCE = "source"
    DOCUMENT = "document"
    ACTOR = "actor"
    FIGURE = "figure"
    SECTION = "section"
    CARD = "card"
    CLAIM = "claim"


_UNKNOWN: Final = {
    Kind.SOURCE: ("unknown-citation", "The citation key “{}” is not in sources.yaml."),
    Kind.ACTOR: ("unknown-actor", "The actor “{}” is not in actors.yaml."),
    Kind.FIGURE: ("unknown-figure", "No card has a figure “{}”."),
    Kind.CLAIM: ("unknown-claim", "No card has a claim or figure “{}”."),
}
_UNUSED: Final = {
    Kind.SOURCE: ("The source “{}” is cited nowhere.", "Cite it, or remove it from sources.yaml."),
    Kind.ACTOR: (
        "The actor “{}” is named by no card.",
        "Name it in a card's actors, or remove it from actors.yaml.",
    ),
    Kind.FIGURE: (
        "The figure “{}” is neither a key figure nor a part or rival of another.",
        "Add it to key-figures in briefing.md, or remove it.",
    ),
}


class Ledger:
    """Ids as they are defined and as they are named, across all files of a briefing."""

    def __init__(self) -> None:
        self._defined: dict[Kind, dict[str, Place]] = {kind: {} for kind in Kind}
        self._named: dict[Kind, list[tuple[str, Place]]] = {kind: [] for kind in Kind}
        self._incomplete: set[Kind] = set()

    def define(self, kind: Kind, id_: str, place: Place, report: Report) -> None:
        """Enter an id where it is defined; a second definition is a problem."""
        first = self._defined[kind].setdefault(id_, place)
        if first != place:
            report.error(
                place,
                "duplicate-id",
                f"The {kind} id “{id_}” is taken by {first.path}:{first.line}.",
                "Give one of the two another id.",
            )

    def name(self, kind: Kind, named: Located) -> str:
        """Enter an id where it is named, and hand it on."""
        self._named[kind].append((named.text, named.at()))
        return named.text

    def defines(self, kind: Kind, id_: str) -> bool:
        """Whether an id has been defined by now."""
        return id_ in self._defined[kind]

    def leave_open(self, *kinds: Kind) -> None:
        """Note that not all ids of some kinds could be read, so that none can be called unknown."""
        self._incomplete.update(kinds)

    def check(self, report: Report) -> None:
        """Report what is named but not defined, and what is defined but not named.

        Nothing is called unused where a name could not be resolved or a file could not be read:
        the use may be in there.
        """
        for kind in _UNKNOWN:
            if kind not in self._incomplete and not self._report_unknown(kind, report):
                self._warn_unused(kind, report)

    def _report_unknown(self, kind: Kind, report: Report) -> bool:
        code, message = _UNKNOWN[kind]
        known = self._defined[kind]
        unknown = [(id_, place) for id_, place in self._named[kind] if id_ not in known]
        for id_, place in unknown:
            if kind is Kind.SOURCE and self.defines(Kind.DOCUMENT, id_):
                report.error(
                    place,
                    "not-held",
                    f"The text of “{id_}” is marked “held: no”, so it cannot be cited.",
                    "Cite the source that reports what it says.",
                )
            else:
                report.error(place, code, message.format(id_), write_instead(id_, known))
        return bool(unknown)

    def _warn_unused(self, kind: Kind, report: Report) -> None:
        if kind not in _UNUSED:
            return
        message, fix = _UNUSED[kind]
        used = {id_ for id_, _ in self._named[kind]}
        for id_, place in self._defined[kind].items():
            if id_ not in used and not self._incomplete:
                report.warning(place, f"unused-{kind}", message.format(id_), fix)
