"""From a folder to a briefing, or to all that is wrong with it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

import msgspec

from briefing.authoring.cards import read_card
from briefing.authoring.claims import read_blocks, read_claims
from briefing.authoring.fields import (
    Fields,
    is_id,
    read_fields,
    slug,
    split_front_matter,
    to_count,
    to_date,
    to_id,
    to_language,
    to_word,
)
from briefing.authoring.folder import BriefingFolder, SourceFile
from briefing.authoring.lock import LOCK_NAME, LockedAnchor, live_anchors, read_lock
from briefing.authoring.problems import (
    IdKind,
    Ledger,
    Located,
    Location,
    Locations,
    ParseContext,
    PartLocation,
    Problem,
    Report,
    write_instead,
)
from briefing.authoring.rules import (
    RESERVED_IDS,
    TypedShort,
    check_bottom_line,
    check_length,
    check_prose,
    check_short,
    check_title,
    check_total,
    known_short,
    read_short,
)
from briefing.authoring.sources_and_actors import ReadSources, read_actors, read_sources
from briefing.model.briefing import Briefing
from briefing.model.cards import Card, Section
from briefing.model.dates import EdtfDate
from briefing.model.text import nearest
from briefing.model.vocabulary import SectionKind

OUTLINE_FIELDS: Final = ("title", "cut-off", "language", "quote-limit", "key-figures", "sections")
SECTION_FIELDS: Final = ("id", "kind", "title", "cards", "short")
BOTTOM_LINE: Final = SectionKind.BOTTOM_LINE.value
"""Id of the first section and of its one card."""


class SectionPlan(msgspec.Struct, frozen=True):
    """A section as ``briefing.md`` announces it.

    Attributes:
        id: The folder of its cards.
        kind: What its cards are about; None where the kind given is not known.
        title: As shown in the list of sections.
        cards: Ids of its cards with their places; None where all files of the folder are meant.
        place: Where the section is announced.
        short: What of it is in the short version.
    """

    id: str
    kind: SectionKind | None
    title: str
    cards: tuple[Located, ...] | None
    place: Location
    short: TypedShort = None


class Outline(msgspec.Struct, frozen=True):
    """What ``briefing.md`` says."""

    title: str
    cutoff: EdtfDate | None
    language: str
    key_figures: tuple[str, ...]
    bottom_line: Section
    sections: tuple[SectionPlan, ...]


def read_outline(file: SourceFile, context: ParseContext) -> Outline | None:
    """Read ``briefing.md``; sets the context's limit of words in a quotation.

    Args:
        file: The file.
        context: Takes problems, ids and places.

    Returns:
        What it says; None where its fields cannot be read.
    """
    report = context.report
    parts = split_front_matter(file, report)
    if parts is None:
        return None
    fields = read_fields(file, parts.front_matter, 2, OUTLINE_FIELDS, report)
    if fields is None:
        return None
    fields.require("sections")
    context.quote_limit = to_count(fields.text("quote-limit"), report) or context.quote_limit
    title = fields.required("title")
    context.enter(BOTTOM_LINE, PartLocation(fields.place, title, fields.places()))
    if title is not None:
        check_title(title, report)
        check_prose(title, context.quote_limit, report)
    blocks = read_blocks(file.path, parts.body, parts.body_line, report)
    card = Card(
        id=BOTTOM_LINE,
        title="" if title is None else title.text,
        claims=read_claims(blocks, context.within(BOTTOM_LINE), dated=False),
    )
    start = blocks[0].text.at() if blocks else Location(file.path, parts.body_line)
    if not blocks:
        report.error(
            start,
            "missing-bottom-line",
            "The briefing has no bottom line.",
            "Write what is new, and why it matters, after the front matter.",
        )
    else:
        check_bottom_line(card, start, report)
        check_length(card, start, report)
    for kind in (IdKind.SECTION, IdKind.CARD):
        context.ledger.define(kind, BOTTOM_LINE, start, report)
    return Outline(
        title=card.title,
        cutoff=to_date(fields.required("cut-off"), report),
        language=to_language(fields.text("language"), report) or "en",
        key_figures=_key_figures(fields, context),
        bottom_line=Section(
            id=BOTTOM_LINE, kind=SectionKind.BOTTOM_LINE, title="Bottom line", cards=(card,)
        ),
        sections=_sections(fields, context),
    )


def _key_figures(fields: Fields, context: ParseContext) -> tuple[str, ...]:
    found: list[str] = []
    for figure in fields.texts("key-figures"):
        if figure.text in found:
            context.report.error(
                figure.at(),
                "duplicate-id",
                f"The figure “{figure.text}” is in this list already.",
                "Name it once.",
            )
        found.append(context.ledger.name(IdKind.FIGURE, figure))
    return tuple(found)


def _sections(fields: Fields, context: ParseContext) -> tuple[SectionPlan, ...]:
    plans = (_section(item, context) for item in fields.each_fields("sections", SECTION_FIELDS))
    return tuple(plan for plan in plans if plan is not None)


def _section(fields: Fields, context: ParseContext) -> SectionPlan | None:
    typed_id, title = fields.required("id"), fields.required("title")
    if typed_id is None:
        return None
    context.ledger.define(IdKind.SECTION, typed_id.text, typed_id.at(), context.report)
    if title is not None:
        check_title(title, context.report)
    id_ = to_id(typed_id, context.report)
    kind = _kind(typed_id, fields, context)
    if id_ is None:
        return None
    return SectionPlan(
        id=id_,
        kind=kind,
        title="" if title is None else title.text,
        cards=tuple(fields.texts("cards")) if "cards" in fields else None,
        place=typed_id.at(),
        short=read_short(fields),
    )


def _kind(id_: Located, fields: Fields, context: ParseContext) -> SectionKind | None:
    kinds = [kind for kind in SectionKind if kind is not SectionKind.BOTTOM_LINE]
    if "kind" in fields:
        kind = fields.text("kind")
        if kind is None or kind.text in kinds:
            return None if kind is None else SectionKind(kind.text)
        if kind.text != BOTTOM_LINE:
            return to_word(kind, SectionKind, context.report)
        fix = "Remove the section; the text of briefing.md is the bottom line."
        context.report.error(kind.at(), "unknown-value", "A briefing has one bottom line.", fix)
        return None
    if id_.text in kinds:
        return SectionKind(id_.text)
    if is_id(id_.text) and id_.text != BOTTOM_LINE:
        context.report.error(
            id_.at(),
            "missing-field",
            f"“{id_.text}” is not the id of a standard section, so it needs a kind.",
            f"{write_instead(id_.text, kinds).removesuffix('.')}, or add “kind: …”.",
        )
    return None


class Loaded(msgspec.Struct, frozen=True, kw_only=True):
    """What came of reading a folder.

    Attributes:
        briefing: The briefing; None where there is any error.
        problems: All errors and warnings by path, line and column.
        places: Where each part was typed; those in files that could not be read are missing.
        files: How many files were looked at.
    """

    briefing: Briefing | None
    problems: tuple[Problem, ...]
    places: Locations = Locations()
    files: int = 0


def load_briefing(folder: Path, *, with_anchors: bool = True) -> Loaded:
    """Read a folder in the authoring format.

    Args:
        folder: The briefing's folder; its name is the briefing's id.
        with_anchors: Whether to read the lock file; not where it is to be made anew, so that a
            damaged one does not stand in the way of its own repair.

    Returns:
        The briefing and what is wrong with it. Nothing is raised: a folder or file that cannot be
        read is a problem like any other.
    """
    root = Path(os.path.abspath(folder))  # noqa: PTH100  # unlike resolve, it keeps a link's name
    context = ParseContext(Report())
    report = context.report
    content = BriefingFolder(root, report)
    loader = _Loader(root.name, content, context, with_anchors=with_anchors)
    briefing = loader.load() if _is_folder(root, report) else None
    return Loaded(
        briefing=briefing,
        problems=report.problems(),
        places=Locations(Location(f"{root.name}/briefing.md"), context.parts),
        files=content.files,
    )


def _is_folder(root: Path, report: Report) -> bool:
    place = Location(root.name or str(root))
    if not os.path.isdir(root):  # noqa: PTH112  # unlike Path.is_dir, it never raises
        report.error(place, "missing-folder", "There is no such folder.", "Check its name.")
        return False
    if root.name in RESERVED_IDS:
        report.error(
            place,
            "reserved-id",
            f"“{root.name}” is a verb of the command, so no briefing can have that name.",
            "Rename the folder.",
        )
    elif not is_id(root.name):
        report.error(
            place,
            "bad-id",
            f"The folder's name “{root.name}” is not an id: lower-case letters, digits, hyphens.",
            f"Rename it, for example to “{slug(root.name) or 'my-topic'}”.",
        )
    return True


class _Loader:
    def __init__(
        self, id_: str, folder: BriefingFolder, context: ParseContext, *, with_anchors: bool
    ) -> None:
        self._id = id_
        self._folder = folder
        self._with_anchors = with_anchors
        self._context = context

    def load(self) -> Briefing | None:
        context = self._context
        outline_file = self._folder.read("briefing.md")
        outline = read_outline(outline_file, context) if outline_file else None
        sources_file = self._folder.read("sources.yaml")
        sources = read_sources(sources_file, context) if sources_file else ReadSources()
        if sources_file is None:
            context.ledger.leave_open(IdKind.SOURCE)
        actors_file = self._folder.read("actors.yaml") if self._folder.has("actors.yaml") else None
        actors = read_actors(actors_file, context) if actors_file else ()
        if actors_file is None and self._folder.has("actors.yaml"):
            context.ledger.leave_open(IdKind.ACTOR)
        context.actors = {actor.id: actor for actor in actors}
        locked = self._locked()
        if outline is None:
            return None
        sections = self._sections(outline)
        briefing = Briefing(
            id=self._id,
            title=outline.title,
            sections=(outline.bottom_line, *sections),
            sources=sources.sources,
            not_held=sources.not_held,
            actors=actors,
            cutoff=outline.cutoff,
            language=outline.language,
            key_figures=outline.key_figures,
            quote_limit=context.quote_limit,
        )
        for total, place in context.totals:
            check_total(total, place, briefing.figures, context.report)
        for key, spot in context.parts.items():
            if "#" in key:
                context.ledger.define(IdKind.CLAIM, key, spot.place, context.report)
        context.ledger.check(context.report)
        if context.report.has_errors:
            return None
        check_short(briefing, [plan.place for plan in outline.sections], context.report)
        anchors = live_anchors(locked, briefing, context.report)
        return msgspec.structs.replace(briefing, anchors=anchors)

    def _locked(self) -> tuple[LockedAnchor, ...]:
        if not self._with_anchors or not self._folder.has(LOCK_NAME):
            return ()
        file = self._folder.read(LOCK_NAME)
        return () if file is None else read_lock(file, self._context.report)

    def _sections(self, outline: Outline) -> list[Section]:
        self._folder.names("cards")  # what is wrong with it is said once, not for each section
        files = {plan.id: self._card_files(plan.id) for plan in outline.sections}
        self._check_strays(set(files))
        return [self._section(plan, files) for plan in outline.sections]

    def _section(self, plan: SectionPlan, files: dict[str, list[str]]) -> Section:
        kind = plan.kind or SectionKind.BACKGROUND
        if not self._folder.lists("cards", plan.id):  # which is a problem already
            self._context.ledger.leave_open(IdKind.FIGURE, IdKind.CLAIM)
            return Section(id=plan.id, kind=kind, title=plan.title, cards=())
        present = files[plan.id]
        listed = present if plan.cards is None else self._listed(plan, files)
        for id_ in present:
            if id_ not in listed:
                self._warn_unlisted(plan, id_)
        if not listed and not plan.cards:
            self._context.report.warning(
                plan.place,
                "empty-section",
                f"The section “{plan.id}” has no cards.",
                f"Write cards in cards/{plan.id}/, or remove the section.",
            )
        cards = [self._card(plan, id_, self._context) for id_ in listed]
        return Section(
            id=plan.id,
            kind=kind,
            title=plan.title,
            cards=tuple(card for card in cards if card is not None),
            short=known_short(plan.short, listed, self._context.report),
        )

    def _listed(self, plan: SectionPlan, files: dict[str, list[str]]) -> list[str]:
        """The ids of a section's list that have a file; the others are problems."""
        report = self._context.report
        found: list[str] = []
        for card in plan.cards or ():
            if card.text in found:
                report.error(
                    card.at(),
                    "duplicate-id",
                    f"The card “{card.text}” is in this list already.",
                    "Name it once.",
                )
            elif card.text in files[plan.id]:
                found.append(card.text)
            else:
                self._context.ledger.leave_open(IdKind.FIGURE, IdKind.CLAIM)
                report.error(
                    card.at(),
                    "unknown-card",
                    f"There is no file cards/{plan.id}/{card.text}.md.",
                    _elsewhere(card.text, plan.id, files),
                )
        return found

    def _card(self, plan: SectionPlan, id_: str, context: ParseContext) -> Card | None:
        file = self._folder.read("cards", plan.id, f"{id_}.md")
        if file is None:
            context.ledger.leave_open(IdKind.FIGURE, IdKind.CLAIM)
            return None
        place = Location(file.path)
        if not is_id(id_):
            context.report.error(
                place,
                "bad-id",
                f"The file's name “{id_}” is not an id: lower-case letters, digits, hyphens.",
                f"Rename it, for example to “{slug(id_) or 'card'}.md”.",
            )
        context.ledger.define(IdKind.CARD, id_, place, context.report)
        if plan.kind is None:
            context.ledger.leave_open(IdKind.FIGURE, IdKind.CLAIM)
            return None
        card = read_card(file, id_, plan.kind, context)
        if card is None:
            context.ledger.leave_open(IdKind.FIGURE, IdKind.CLAIM)
        return card

    def _warn_unlisted(self, plan: SectionPlan, id_: str) -> None:
        """Warn of a card in no list, and still say what is wrong in it."""
        context = self._context
        context.report.warning(
            Location(self._folder.name("cards", plan.id, f"{id_}.md")),
            "unlisted-card",
            f"The section “{plan.id}” does not list this card, so readers do not see it.",
            f"Add “{id_}” to the section's cards in briefing.md, or delete the file.",
        )
        apart = ParseContext(
            context.report, Ledger(), quote_limit=context.quote_limit, actors=context.actors
        )
        self._card(plan, id_, apart)

    def _card_files(self, section: str) -> list[str]:
        names = self._folder.names("cards", section)
        return [name.removesuffix(".md") for name in names if name.endswith(".md")]

    def _check_strays(self, sections: set[str]) -> None:
        """Warn of what stands in the folder of cards and would not be read."""
        report = self._context.report
        for name in self._folder.names("cards"):
            if name not in sections:
                match = nearest(name, sections)
                report.warning(
                    Location(self._folder.name("cards", name)),
                    "stray-file",
                    "This belongs to no section, so readers do not see it.",
                    f"Rename it to “{match}”." if match else "Add a section of that id.",
                )
        for section in sorted(sections):
            for name in self._folder.names("cards", section):
                if not name.endswith(".md"):
                    report.warning(
                        Location(self._folder.name("cards", section, name)),
                        "stray-file",
                        "This file is ignored, because its name does not end in .md.",
                        "Rename it, or move it out of the folder of cards.",
                    )


def _elsewhere(card: str, section: str, files: dict[str, list[str]]) -> str:
    """Say what to do about a card that is not in its section's folder."""
    other = next((id_ for id_, cards in files.items() if card in cards), None)
    if other is not None:
        return f"It is in cards/{other}/: move it, or list it there."
    return "Write the file." if not files[section] else write_instead(card, files[section])
