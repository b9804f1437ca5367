"""From a folder to a briefing, or to all that is wrong with it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final, NamedTuple

import msgspec

from briefing.authoring.anchor_lock import DAMAGED, live_marks, load_lock
from briefing.authoring.cards import read_card
from briefing.authoring.claims import read_blocks, read_claims
from briefing.authoring.corrections import (
    CORRECTIONS_NAME,
    ReadRecords,
    check_claims,
    read_corrections,
)
from briefing.authoring.drafts import is_draft, without_drafts
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
    to_signatures,
)
from briefing.authoring.folder import BriefingFolder, Contents, SourceFile
from briefing.authoring.problems import (
    DRAFT_NAMED,
    OUTLINE,
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
from briefing.authoring.published_lock import PUBLISHED_NAME, PublishedLock, read_published
from briefing.authoring.review_lock import REVIEWS_NAME, read_sign_offs
from briefing.authoring.rules import (
    RESERVED_IDS,
    TypedShort,
    check_bottom_line,
    check_length,
    check_short,
    check_title,
    check_total,
    known_short,
    read_prose,
    read_short,
)
from briefing.authoring.sources_and_actors import ReadSources, read_actors, read_sources
from briefing.authoring.substitutes import CardText, with_substitutes
from briefing.authoring.verified_lock import Fingerprints, fingerprints_of, read_verified
from briefing.authoring.writing import JOURNAL_NAME
from briefing.model.actors import Actor, Source
from briefing.model.briefing import Briefing, Verified
from briefing.model.cards import Card, Section
from briefing.model.reviews import USUAL_RULE, ReviewRule, Sorted, sort_out
from briefing.model.text import nearest
from briefing.model.vocabulary import SectionKind, Severity

OUTLINE_FIELDS: Final = (
    *("title", "cut-off", "language", "quote-limit", "key-figures"),
    *("written-by", "reviews", "sections"),
)
SECTION_FIELDS: Final = ("id", "kind", "title", "cards", "short")
BOTTOM_LINE: Final = SectionKind.BOTTOM_LINE.value
"""Id of the first section and of its one card."""


class SectionPlan(msgspec.Struct, frozen=True):
    """A section as ``briefing.md`` announces it.

    Attributes:
        id: The folder of its cards.
        kind: None where the kind given is not known.
        cards: Ids of its cards; None where all files of the folder are meant.
    """

    id: str
    kind: SectionKind | None
    title: str
    cards: tuple[Located, ...] | None
    location: Location
    short: TypedShort = None


class Outline(msgspec.Struct, frozen=True):
    """What `briefing.md` says: a briefing of the bottom line alone, and what sections it has."""

    briefing: Briefing
    sections: tuple[SectionPlan, ...]
    text: CardText


def read_outline(id_: str, file: SourceFile, context: ParseContext) -> Outline | None:
    """Read ``briefing.md``; sets the context's limit of words in a quotation.

    None where its fields cannot be read.
    """
    report = context.report
    page = split_front_matter(file, report)
    if page is None:
        return None
    fields = read_fields(file.path, page.front_matter, 2, OUTLINE_FIELDS, report)
    if fields is None:
        return None
    fields.require("title", "cut-off", "sections")
    context.quote_limit = fields.take("quote-limit", to_count) or context.quote_limit
    title = fields.text("title")
    context.enter(BOTTOM_LINE, PartLocation(fields.location, title, fields.locations()))
    if title is not None:
        check_title(title, report)
    blocks = read_blocks(page, report)
    card = Card(
        id=BOTTOM_LINE,
        title=read_prose(fields, "title", context) or "",
        claims=read_claims(blocks, context.within(BOTTOM_LINE), dated=False),
    )
    start = blocks[0].text.at() if blocks else Location(file.path, page.body_line)
    if not blocks:
        message = "The briefing has no bottom line."
        fix = "Write what is new, and why it matters, after the front matter."
        report.error(start, "missing-bottom-line", message, fix)
    else:
        check_bottom_line(card, start, report)
        check_length(card, start, report)
    for kind in (IdKind.SECTION, IdKind.CARD):
        context.ledger.define(kind, BOTTOM_LINE, start, report)
    key_figures = fields.texts("key-figures")
    report.duplicates(key_figures, IdKind.FIGURE)
    bottom_line = Section(
        id=BOTTOM_LINE, kind=SectionKind.BOTTOM_LINE, title="Bottom line", cards=(card,)
    )
    briefing = Briefing(
        id=id_,
        title=card.title,
        sections=(bottom_line,),
        cutoff=fields.take("cut-off", to_date),
        language=fields.take("language", to_language) or "en",
        key_figures=tuple(context.ledger.name(IdKind.FIGURE, figure) for figure in key_figures),
        quote_limit=context.quote_limit,
        written_by=tuple(name.text for name in fields.texts("written-by")),
        reviews=_review_rule(fields),
    )
    return Outline(briefing, _section_plans(fields, context), CardText(file, page.body_line))


def _review_rule(fields: Fields) -> ReviewRule:
    names = ReviewRule.__struct_fields__
    given = fields.fields("reviews", names)
    if given is None:
        return USUAL_RULE
    numbers = {name: given.take(name, to_signatures) for name in names if name in given}
    return ReviewRule(**{name: number for name, number in numbers.items() if number is not None})


def _section_plans(fields: Fields, context: ParseContext) -> tuple[SectionPlan, ...]:
    plans = (_plan(item, context) for item in fields.each_fields("sections", SECTION_FIELDS))
    return tuple(plan for plan in plans if plan is not None)


def _plan(fields: Fields, context: ParseContext) -> SectionPlan | None:
    fields.require("id", "title")
    typed_id, title = fields.text("id"), fields.text("title")
    if typed_id is None:
        return None
    context.ledger.define(IdKind.SECTION, typed_id.text, typed_id.at(), context.report)
    if title is not None:
        check_title(title, context.report)
    id_, kind = fields.take("id", to_id), _section_kind(typed_id, fields, context)
    if id_ is None:
        return None
    return SectionPlan(
        id=id_,
        kind=kind,
        title="" if title is None else title.text,
        cards=tuple(fields.texts("cards")) if "cards" in fields else None,
        location=typed_id.at(),
        short=read_short(fields),
    )


def _section_kind(id_: Located, fields: Fields, context: ParseContext) -> SectionKind | None:
    kinds = [kind for kind in SectionKind if kind is not SectionKind.BOTTOM_LINE]
    if "kind" in fields:
        kind = fields.text("kind")
        if kind is None or kind.text in kinds:
            return None if kind is None else SectionKind(kind.text)
        if kind.text == BOTTOM_LINE:
            wrong = "A briefing has one bottom line."
            fix = "Remove the section; the text of briefing.md is the bottom line."
        else:
            wrong = f"“{kind.text}” is not a kind of section."
            fix = write_instead(kind.text, kinds)
        context.report.error(kind.at(), "unknown-value", wrong, fix)
        return None
    if id_.text in kinds:
        return SectionKind(id_.text)
    if is_id(id_.text) and id_.text != BOTTOM_LINE:
        message = f"“{id_.text}” is not the id of a standard section, so it needs a kind."
        fix = f"{write_instead(id_.text, kinds).removesuffix('.')}, or add “kind: …”."
        context.report.error(id_.at(), "missing-field", message, fix)
    return None


class Loaded(msgspec.Struct, frozen=True, kw_only=True):
    """What came of reading a folder.

    Attributes:
        briefing: None where there is any error.
        locations: Where each part was typed; those in files that could not be read are missing.
        fingerprints: Of what was read.
        void: What was verified of the folder before it changed; None where nothing was, or where
            that still holds.
        drafts: Keys of all drafts, as in `Locations`: ``share``, ``actor:mayor``. Those that can be
            read are in the briefing; `without_drafts` leaves them out.
        ledger: Where ids are defined and named.
        broken: Ids of the cards that have errors, where the rest is read all the same: each is the
            text of its file.
        contents: The bytes of all that was read, by path, but for the record of the revision.
        base: The revision that the folder comes from; None where it does not say.
    """

    briefing: Briefing | None
    problems: tuple[Problem, ...]
    locations: Locations = Locations()
    files: int = 0
    fingerprints: Fingerprints = Fingerprints("", "")
    void: Verified | None = None
    drafts: frozenset[str] = frozenset()
    ledger: Ledger = msgspec.field(default_factory=Ledger)
    broken: frozenset[str] = frozenset()
    contents: Mapping[str, bytes] = MappingProxyType({})
    base: PublishedLock | None = None


def load_briefing(
    folder: Path,
    *,
    repairing: bool = False,
    forgiving: bool = False,
    instead: Contents = MappingProxyType({}),
) -> Loaded:
    """Read a folder in the authoring format; its name is the briefing's id. Nothing is raised.

    With `repairing` damaged anchors, which are told, do not stand in the way: the briefing has the
    others. With `forgiving` errors in cards and in the bottom line do not either, the text of each
    standing in its place, nor do lists in ``briefing.md`` of what is not there. Files that
    `instead` names are read as if they had that content.
    """
    root = Path(os.path.abspath(folder))  # noqa: PTH100  # unlike resolve, it keeps a link's name
    context = ParseContext(Report())
    report = context.report
    content = BriefingFolder(root, report, instead)
    briefing = verified = base = None
    loader = _Loader(root.name, content, context)
    if _is_folder(root, report):
        if content.has(JOURNAL_NAME):
            message = "An edit of several files was interrupted, so some may not belong together."
            fix = "Run `briefing edit FOLDER recover`, which finishes it."
            report.error(Location(content.name(JOURNAL_NAME)), "unfinished-edit", message, fix)
        briefing = loader.load(repairing=repairing, forgiving=forgiving)
        verified, base = read_verified(content, report), read_published(content, report)
    fingerprints = fingerprints_of(content)
    void = None if verified is None or verified.of == fingerprints else verified.verified
    if briefing and verified and not void:
        briefing = msgspec.structs.replace(briefing, verified=verified.verified)
    return Loaded(
        briefing=briefing,
        fingerprints=fingerprints,
        void=void,
        problems=report.problems(),
        locations=Locations(Location(f"{root.name}/briefing.md"), context.parts),
        files=content.files,
        drafts=report.drafts,
        ledger=context.ledger,
        broken=loader.broken,
        contents={path: one for path, one in content.contents.items() if path != PUBLISHED_NAME},
        base=base,
    )


def _is_folder(root: Path, report: Report) -> bool:
    location = Location(root.name or str(root))
    if not os.path.isdir(root):  # noqa: PTH112  # unlike Path.is_dir, it never raises
        report.error(location, "missing-folder", "There is no such folder.", "Check its name.")
        return False
    if mistake := name_mistake(root.name):
        report.error(location, *mistake)
    return True


class NameMistake(NamedTuple):
    """Why a folder's name cannot be the id of a briefing, as `Report.error` takes it."""

    code: str
    message: str
    fix: str


def name_mistake(name: str) -> NameMistake | None:
    if name in RESERVED_IDS:
        message = f"“{name}” is a verb of the command, so no briefing can have that name."
        return NameMistake("reserved-id", message, "Rename the folder.")
    if not is_id(name):
        message = f"The folder's name “{name}” is not an id: lower-case letters, digits, hyphens."
        fix = f"Rename it, for example to “{slug(name) or 'my-topic'}”."
        return NameMistake("bad-id", message, fix)
    return None


class _Loader:
    def __init__(self, id_: str, folder: BriefingFolder, context: ParseContext) -> None:
        self._id = id_
        self._folder = folder
        self._context = context
        self._ledger = context.ledger
        self._report = context.report
        self._texts: dict[tuple[str, str], CardText] = {}
        self.broken: frozenset[str] = frozenset()

    def load(self, *, repairing: bool, forgiving: bool) -> Briefing | None:
        context = self._context
        outline_file = self._folder.read(OUTLINE)
        outline = read_outline(self._id, outline_file, context) if outline_file else None
        sources, not_held, actors = self._sources_and_actors()
        lock = load_lock(self._folder, self._report)
        reviews = self._read_if_there(REVIEWS_NAME)
        signed = read_sign_offs(reviews, self._report) if reviews else ()
        corrections = self._read_if_there(CORRECTIONS_NAME)
        records = read_corrections(corrections, context) if corrections else ReadRecords()
        if outline is None:
            return None
        briefing = msgspec.structs.replace(
            outline.briefing,
            sections=(*outline.briefing.sections, *self._sections(outline)),
            sources=sources,
            not_held=not_held,
            actors=actors,
            corrections=records.corrections,
            retractions=records.retractions,
        )
        for total, location in context.totals:
            check_total(total, location, briefing.figures, self._report)
        for key, part in context.parts.items():
            if "#" in key:
                self._ledger.define(IdKind.CLAIM, key, part.location, self._report)
        self._ledger.check(self._report)
        if self._report.has_errors(but=DAMAGED if repairing else None) and not (
            forgiving and self._is_shown_all_the_same(outline)
        ):
            return None
        report, out = self._report, self._ledger.drafts_left_out(self._report)
        if forgiving:
            briefing, out = self._with_substitutes(briefing, outline, out)
        if self.broken:
            report = Report()  # what is too long or stale without them is nobody's mistake
        briefing = without_drafts(briefing, out)
        drafts = self._report.drafts
        plans = [plan.location for plan in outline.sections]
        check_short(without_drafts(briefing, drafts), plans, report)
        check_claims(records, self._ledger, report)
        anchors, articles = live_marks(lock, briefing, report)
        briefing = msgspec.structs.replace(briefing, anchors=anchors, articles=articles)
        to_sign = without_drafts(briefing, drafts)
        found = sort_out((one.sign_off for one in signed), to_sign) if signed else Sorted()
        return msgspec.structs.replace(briefing, sign_offs=found.valid, void_sign_offs=found.void)

    def _is_shown_all_the_same(self, outline: Outline) -> bool:
        """Whether all errors are in what can be shown as text, or are of what may be missing."""
        problems = self._report.problems()
        errors = [one for one in problems if one.severity is Severity.ERROR]
        inside, cards = outline.text.problems(errors), self._folder.name("cards", "")
        missing = (DRAFT_NAMED, "unknown-figure", "unknown-card", "empty-field", "missing-field")
        lists = {(outline.text.file.path, code) for code in missing}
        return all(
            one in inside or one.path.startswith(cards) or (one.path, one.code) in lists
            for one in errors
        )

    def _with_substitutes(
        self, briefing: Briefing, outline: Outline, out: set[str]
    ) -> tuple[Briefing, set[str]]:
        """Put its text in place of each broken card; give what else is to be left out."""
        texts = self._texts | {(BOTTOM_LINE, BOTTOM_LINE): outline.text}
        briefing, self.broken, found = with_substitutes(
            briefing, texts, self._report.problems(), out
        )
        parts = self._context.parts
        for key in [one for one in parts if one.partition("#")[0] in self.broken]:
            del parts[key]
        parts.update(found)
        return briefing, out - self.broken

    def _sources_and_actors(
        self,
    ) -> tuple[tuple[Source, ...], tuple[Source, ...], tuple[Actor, ...]]:
        sources, not_held = ReadSources()
        if file := self._folder.read("sources.yaml"):
            sources, not_held = read_sources(file, self._context)
        else:
            self._ledger.leave_open(IdKind.SOURCE)
        actors: tuple[Actor, ...] = ()
        if file := self._read_if_there("actors.yaml"):
            actors = read_actors(file, self._context)
            rest = self._report.text_but_drafts(file.path, file.text)
            if rest != file.text:
                self._folder.count_only(rest, "actors.yaml")
        elif self._folder.has("actors.yaml"):
            self._ledger.leave_open(IdKind.ACTOR)
        self._context.actors = {actor.id: actor for actor in actors}
        return sources, not_held, actors

    def _read_if_there(self, name: str) -> SourceFile | None:
        return self._folder.read(name) if self._folder.has(name) else None

    def _sections(self, outline: Outline) -> list[Section]:
        self._folder.names("cards")  # what is wrong with it is said once, not for each section
        files = {plan.id: self._card_files(plan.id) for plan in outline.sections}
        self._check_strays(set(files))
        return [self._section(plan, files) for plan in outline.sections]

    def _section(self, plan: SectionPlan, files: dict[str, list[str]]) -> Section:
        kind = plan.kind or SectionKind.BACKGROUND
        if not self._folder.lists("cards", plan.id):  # which is a problem already
            self._ledger.leave_open(IdKind.FIGURE, IdKind.CLAIM)
            return Section(id=plan.id, kind=kind, title=plan.title, cards=())
        present = files[plan.id]
        typed = {id_: self._folder.read("cards", plan.id, f"{id_}.md") for id_ in present}
        drafts = [id_ for id_, file in typed.items() if file and self._is_draft(plan, id_, file)]
        listed = present if plan.cards is None else self._listed(plan, plan.cards, files)
        listed = [*listed, *(id_ for id_ in drafts if id_ not in listed)]
        for named in (plan.cards or (), plan.short if isinstance(plan.short, tuple) else ()):
            for card in named:
                self._ledger.name(IdKind.CARD, card)
        for id_ in present:
            if id_ not in listed:
                self._warn_unlisted(plan, id_, typed[id_])
        if not set(listed) - set(drafts) and not plan.cards:
            message = f"The section “{plan.id}” has no cards."
            fix = f"Write cards in cards/{plan.id}/, or remove the section."
            self._report.warning(plan.location, "empty-section", message, fix)
        found = [self._card(plan, id_, typed[id_], self._context) for id_ in listed]
        if None in found:
            self._ledger.leave_open(IdKind.FIGURE, IdKind.CLAIM)
        for id_, file in typed.items():
            name = self._folder.name("cards", plan.id, f"{id_}.md")
            self._texts[plan.id, id_] = CardText(file or SourceFile(name, ""))
        return Section(
            id=plan.id,
            kind=kind,
            title=plan.title,
            cards=tuple(
                card or Card(id=id_, title="", claims=())  # which has an error
                for id_, card in zip(listed, found, strict=True)
            ),
            short=known_short(plan.short, listed, self._report),
        )

    def _listed(
        self, plan: SectionPlan, typed: tuple[Located, ...], files: dict[str, list[str]]
    ) -> list[str]:
        """The ids of a section's list that have a file; the others are problems."""
        found: list[str] = []
        for card in self._report.duplicates(typed, IdKind.CARD):
            if card.text in files[plan.id]:
                found.append(card.text)
            else:
                self._ledger.leave_open(IdKind.FIGURE, IdKind.CLAIM)
                message = f"There is no file cards/{plan.id}/{card.text}.md."
                fix = _elsewhere(card.text, plan.id, files)
                self._report.error(card.at(), "unknown-card", message, fix)
        return found

    def _is_draft(self, plan: SectionPlan, id_: str, file: SourceFile) -> bool:
        """Whether a card is a draft, which needs no place in a list and counts for no record."""
        if not is_draft(file):
            return False
        self._report.mark_draft(id_, Location(file.path))
        self._folder.count_only("", "cards", plan.id, f"{id_}.md")
        return True

    def _card(
        self, plan: SectionPlan, id_: str, file: SourceFile | None, context: ParseContext
    ) -> Card | None:
        if file is None:
            return None
        location = Location(file.path)
        if not is_id(id_):
            message = f"The file's name “{id_}” is not an id: lower-case letters, digits, hyphens."
            fix = f"Rename it, for example to “{slug(id_) or 'card'}.md”."
            self._report.error(location, "bad-id", message, fix)
        context.ledger.define(IdKind.CARD, id_, location, self._report)
        return None if plan.kind is None else read_card(file, id_, plan.kind, context)

    def _warn_unlisted(self, plan: SectionPlan, id_: str, file: SourceFile | None) -> None:
        """Warn of a card in no list, and still say what is wrong in it."""
        location = Location(self._folder.name("cards", plan.id, f"{id_}.md"))
        message = f"The section “{plan.id}” does not list this card, so readers do not see it."
        fix = f"Add “{id_}” to the section's cards in briefing.md, or delete the file."
        self._report.warning(location, "unlisted-card", message, fix)
        context = self._context
        apart = ParseContext(
            self._report,
            self._ledger.apart(),
            quote_limit=context.quote_limit,
            actors=context.actors,
        )
        self._card(plan, id_, file, apart)

    def _card_files(self, section: str) -> list[str]:
        names = self._folder.names("cards", section)
        return [name.removesuffix(".md") for name in names if name.endswith(".md")]

    def _check_strays(self, sections: set[str]) -> None:
        """Warn of what stands in the folder of cards and would not be read."""
        for name in self._folder.names("cards"):
            if name not in sections:
                match = nearest(name, sections)
                location = Location(self._folder.name("cards", name))
                message = "This belongs to no section, so readers do not see it."
                fix = f"Rename it to “{match}”." if match else "Add a section of that id."
                self._report.warning(location, "stray-file", message, fix)
        for section in sorted(sections):
            for name in self._folder.names("cards", section):
                if not name.endswith(".md"):
                    location = Location(self._folder.name("cards", section, name))
                    message = "This file is ignored, because its name does not end in .md."
                    fix = "Rename it, or move it out of the folder of cards."
                    self._report.warning(location, "stray-file", message, fix)


def _elsewhere(card: str, section: str, files: dict[str, list[str]]) -> str:
    """Say what to do about a card that is not in its section's folder."""
    other = next((id_ for id_, cards in files.items() if card in cards), None)
    if other is not None:
        return f"It is in cards/{other}/: move it, or list it there."
    return "Write the file." if not files[section] else write_instead(card, files[section])
