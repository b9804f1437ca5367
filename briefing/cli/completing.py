"""Answering a shell that asks what may come next: fast, and silent whatever goes wrong."""

from __future__ import annotations

import os
from argparse import Namespace
from collections.abc import Callable, Iterable
from functools import wraps
from itertools import pairwise
from pathlib import Path

from argcomplete.completers import DirectoriesCompleter, FilesCompleter
from argcomplete.finders import CompletionFinder

from briefing.authoring.load import load_briefing
from briefing.authoring.problems import IdKind
from briefing.cli.verbs import ALL_VERBS, build_parser
from briefing.evidence.corpus import Corpus, Examination
from briefing.evidence.health import health
from briefing.library.library import Library
from briefing.model.briefing import Briefing
from briefing.settings.config import find_places, load_config
from briefing.settings.searches import load_searches, searches_file
from briefing.views.actor import actor_lists
from briefing.views.address import folder_meant
from briefing.views.verbs import Completer, Completes

Offer = Callable[[Library, str, Namespace], Iterable[str]]
"""What to offer for the beginning of a word, from a library, after the words before it."""


def complete() -> None:
    """Answer the shell, as argcomplete's protocol has it, and leave the interpreter."""
    offers = completers()
    names = offers[Completes.NAME](parsed_args=Namespace(library=_library_typed()))
    parser = build_parser(sorted(set(names) - ALL_VERBS.keys()), offers)
    CompletionFinder()(parser, always_complete_options=False)


def completers() -> dict[Completes, Completer]:
    names = _from_library(lambda library, *_: list(library.stamps()))
    return {
        Completes.NAME: names,
        Completes.ACTOR: _from_library(lambda library, *_: actors(library)),
        Completes.NAME_OR_FOLDER: _or_folder(names),
        Completes.ADDRESS: _or_folder(
            _from_library(lambda library, prefix, _: addresses(library, prefix))
        ),
        Completes.SOURCE: _from_library(lambda library, _, typed: sources(library, typed.name)),
        Completes.COUNT: lambda **_: counts(),
        Completes.PATH: FilesCompleter(),
        Completes.KEY: _from_library(lambda _library, _, typed: source_keys(typed.folder)),
        Completes.PART: _parts,
        Completes.SAVED: lambda **_: saved_searches(),
    }


def addresses(library: Library, prefix: str) -> list[str]:
    """Offer briefings, then sections of the one typed, then cards of the section typed.

    Each is a whole address, with a slash at the end where more may follow. After ``@`` stand the
    revisions.
    """
    name, slash, within = prefix.partition("/")
    before, mark, _ = prefix.rpartition("@")
    if mark:
        return [f"{before}@{number}" for number in library.revisions(before.partition("/")[0])]
    if not slash:
        return [f"{id_}{end}" for id_ in library.stamps() for end in ("", "/")]
    sections = library.open(name).briefing.sections
    section_id, slash, _ = within.partition("/")
    if not slash:
        return [f"{name}/{section.id}{end}" for section in sections for end in ("", "/")]
    return [
        f"{name}/{section.id}/{card.id}"
        for section in sections
        if section.id == section_id
        for card in section.cards
    ]


def sources(library: Library, name: str) -> Iterable[str]:
    """Offer the citation keys of a briefing, or of a folder without errors."""
    found = folder_meant(name, lambda: library)
    briefing = load_briefing(found.folder).briefing if found else library.open(name).briefing
    return briefing.sources_by_key if briefing else ()


def actors(library: Library) -> list[str]:
    """Offer ids and all spellings of the actors of the newest briefings."""
    newest, _ = actor_lists(library)
    listed = [actor for actors in newest.values() for actor in actors]
    return [*(actor.id for actor in listed), *(name.text for one in listed for name in one.names)]


def counts() -> list[str]:
    """Offer the counts of sourcing that every briefing has; which is meant cannot be told yet."""
    examination = Examination(Briefing(id="", title="", sections=()), Corpus(None))
    return [count.key for count in health(examination, ())]


def saved_searches() -> list[str]:
    searches, _ = load_searches(searches_file(find_places(os.environ)))
    return [one.name for one in searches]


def source_keys(folder: str) -> list[str]:
    """Offer the sources of a folder that can be read."""
    briefing = load_briefing(Path(folder)).briefing
    return list(briefing.sources_by_key) if briefing else []


def _parts(prefix: str = "", parsed_args: Namespace | None = None, **_: object) -> Iterable[str]:
    """Offer what a folder has: cards, after # their claims, and others after their kinds."""
    loaded = load_briefing(Path(getattr(parsed_args, "folder", "")))
    if "#" in prefix:
        return [key for key, part in loaded.locations.parts.items() if part.end is not None]
    kinds = (IdKind.SECTION, IdKind.SOURCE, IdKind.ACTOR, IdKind.FIGURE)
    others = [f"{kind}:{id_}" for kind in kinds for id_ in loaded.ledger.definitions(kind)]
    return [*loaded.ledger.definitions(IdKind.CARD), *others]


def _or_folder(names: Completer) -> Completer:
    folders = DirectoriesCompleter()
    return lambda **asked: [*names(**asked), *folders(asked.get("prefix", ""))]


def _from_library(offer: Offer) -> Completer:
    @wraps(offer)
    def completer(
        prefix: str = "", parsed_args: Namespace | None = None, **_: object
    ) -> Iterable[str]:
        try:
            typed = getattr(parsed_args, "library", None)
            override = Path(typed) if typed else None
            config, _complaints = load_config(find_places(os.environ).config)
            places = find_places(os.environ, override, config.library)
            return list(offer(Library(places.library), prefix, parsed_args or Namespace()))
        except Exception:
            # A traceback in the middle of somebody's command line would help nobody.
            return []

    return completer


def _library_typed() -> str | None:
    """Find ``--library`` in the line that the shell hands over, before it is parsed."""
    words = os.environ.get("COMP_LINE", "").split()
    for word, following in pairwise(words):
        if word == "--library":
            return following
    return None
