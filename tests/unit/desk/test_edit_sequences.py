"""Random sequences of the desk's operations: whatever is done, the folder stays whole."""

from __future__ import annotations

import atexit
import re
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from briefing.authoring.load import Loaded, load_briefing
from briefing.authoring.problems import IdKind
from briefing.desk.arranging import delete, key_figures, move, order, set_field, short
from briefing.desk.edits import Edit, EditRefusedError, History, apply, reversed_
from briefing.desk.joining import merge, split
from briefing.desk.recording import correct, retract, today
from briefing.desk.renaming import rename
from briefing.model.briefing import Briefing
from briefing.model.cards import Disagreement
from briefing.model.vocabulary import ReviewKind, SectionKind, Severity
from tests.thorough import examples, often
from tests.unit.desk.folders import contents, copied, from_windows, two_towns, with_remarks

MAKE = {one.__name__: one for one in (two_towns, with_remarks, from_windows)}
PLAIN = {SectionKind.TERMS, SectionKind.SIDE_DEALS, SectionKind.BACKGROUND}
TITLES = ("It holds", "What’s said: “all”", "It's # so, [sic]", "yes", "2024-05-01", "a: b", "- c")


@cache
def prepared(name: str) -> Path:
    parent = tempfile.mkdtemp(prefix="briefing-edits-")
    atexit.register(shutil.rmtree, parent, ignore_errors=True)
    return MAKE[name](Path(parent))


def claim_texts(briefing: Briefing) -> Counter[str]:
    return Counter(claim.text for _, card in briefing.cards() for claim in card.claims)


def signed_claims(briefing: Briefing) -> int:
    """How many sign-offs of what cites passages hold."""
    return sum(one.kind is ReviewKind.CLAIM for one in briefing.sign_offs)


def referred(briefing: Briefing) -> list[str]:
    """What disagreements name, in their order, by its words."""
    named: dict[str, str] = {}
    for _, card in briefing.cards():
        named |= {f"{card.id}#{claim.id}": claim.text for claim in card.claims}
        named |= {f"{card.id}#figure:{figure.id}": figure.measure for figure in card.figures}
    details = (card.detail for _, card in briefing.cards())
    names = [one for d in details if isinstance(d, Disagreement) for one in d.claims]
    return sorted(named[one] for one in names)


def corrected(briefing: Briefing) -> Counter[str]:
    """What was corrected and is there, by its words."""
    texts = {
        f"{card.id}#{claim.id}": claim.text for _, card in briefing.cards() for claim in card.claims
    }
    return Counter(texts[one.claim] for one in briefing.corrections if one.claim in texts)


def found(briefing: Briefing, key: str) -> str | None:
    """What is said now by what had a key once, as cards and claims say what they were before."""
    card_id, _, item = key.partition("#")
    for _, card in briefing.cards():
        for claim in card.claims:
            former = {one if "#" in one else f"{card.id}#{one}" for one in claim.was}
            if key in (f"{card.id}#{claim.id}", *former):
                return claim.text
    renamed = (card.id for _, card in briefing.cards() if card_id in card.was)
    return next((text for one in renamed if (text := found(briefing, f"{one}#{item}"))), None)


class Desk(RuleBasedStateMachine):
    """A folder that is edited: each rule is an operation on what there is."""

    @initialize(name=st.sampled_from(sorted(MAKE)))
    def open(self, name: str) -> None:
        self.parent = Path(tempfile.mkdtemp(prefix="briefing-edits-"))
        self.folder = copied(prepared(name), self.parent)
        self.begin = contents(self.folder)
        self.history = History(self.folder)
        self.edits = 0
        self.number = 0
        self.look()
        stops = self.briefing.cards()
        self.first = {f"{card.id}#{one.id}": one.text for _, card in stops for one in card.claims}

    def look(self) -> None:
        self.now: Loaded = load_briefing(self.folder)
        assert self.now.briefing is not None, self.now.problems
        self.briefing: Briefing = self.now.briefing

    def teardown(self) -> None:
        if hasattr(self, "folder"):
            for _ in range(self.edits):
                self.history.undo()
            assert contents(self.folder) == self.begin
            shutil.rmtree(self.parent)

    def new_id(self) -> str:
        self.number += 1
        return f"zz{self.number}"

    def ids(self, kind: IdKind) -> list[str]:
        return sorted(set(self.now.ledger.definitions(kind)) - {"bottom-line"})

    def draw(self, data: st.DataObject, kind: IdKind) -> str:
        return data.draw(st.sampled_from(self.ids(kind)), label=kind)

    def draw_claim(self, data: st.DataObject) -> str:
        parts = self.now.locations.parts.items()
        return data.draw(st.sampled_from([key for key, part in parts if part.end]), label="claim")

    def do(self, make: Callable[..., Edit], *words: object) -> Edit | None:
        """Do something if it is not refused, and look that nothing else happened."""
        before, files = self.briefing, contents(self.folder)
        try:
            edit = make(self.folder, *words)
        except EditRefusedError:
            assert contents(self.folder) == files
            return None
        self.history.do(edit)
        self.edits += 1
        self.look()
        after = contents(self.folder)
        changed = {p for p in {*files, *after} if files.get(p) != after.get(p)}
        assert changed == set(edit.after)
        if make is delete:
            assert not Counter(referred(self.briefing)) - Counter(referred(before))
        else:
            assert corrected(self.briefing) >= corrected(before)
            assert len(self.briefing.retractions) >= len(before.retractions)
            assert referred(self.briefing) == referred(before)
            assert claim_texts(self.briefing) == claim_texts(before)
            assert len(self.briefing.figures) == len(before.figures)
            assert signed_claims(self.briefing) == signed_claims(before)
        return edit

    @invariant()
    def nothing_dangles(self) -> None:
        if not hasattr(self, "folder"):
            return
        assert not [*self.parent.rglob(".*edit*")]
        assert {one.code for one in self.now.problems} <= {
            *("unused-source", "unused-actor", "unused-figure", "empty-section", "long-short"),
            *("one-sided-short", "missing-short", "stale-anchor"),
            "bottom-line-length",
        }

    @invariant()
    def what_is_left_is_found_by_what_it_was_called(self) -> None:
        texts = claim_texts(self.briefing) if hasattr(self, "folder") else {}
        for key, text in self.first.items() if texts else ():
            assert text not in texts or found(self.briefing, key) == text

    @rule(data=st.data(), kind=st.sampled_from(["card", "source", "actor", "figure", "section"]))
    def rename(self, data: st.DataObject, kind: str) -> None:
        old, new = self.draw(data, IdKind(kind)), self.new_id()
        signed = len(self.briefing.sign_offs)
        edit = self.do(rename, f"{kind}:{old}", new)
        assert edit is not None
        assert len(self.briefing.sign_offs) == signed
        self.assert_only_renamed(edit, old, new)

    @rule(data=st.data())
    def rename_claim(self, data: st.DataObject) -> None:
        old, new = self.draw_claim(data), self.new_id()
        signed = len(self.briefing.sign_offs)
        edit = self.do(rename, old, new)
        assert edit is not None
        assert len(self.briefing.sign_offs) == signed

    def assert_only_renamed(self, edit: Edit, old: str, new: str) -> None:
        """Look that files are what they were, but for the id, and an order that is said now."""
        before = Counter(normal(edit.before.values(), old, new))
        after = Counter(normal(edit.after.values(), old, new))
        assert before == after

    @rule(data=st.data(), position=st.none() | st.integers(1, 4))
    def move(self, data: st.DataObject, position: int | None) -> None:
        card = self.draw(data, IdKind.CARD)
        plain = [one.id for one in self.briefing.sections if one.kind in PLAIN]
        sections = st.sampled_from(self.ids(IdKind.SECTION))
        section = data.draw(sections | st.sampled_from([None, *plain]))
        if self.do(move, card, section, position) is None:
            return
        found = next(s for s in self.briefing.sections if any(c.id == card for c in s.cards))
        assert section in (None, found.id)
        if position is not None:
            assert found.cards[position - 1].id == card

    @rule(data=st.data())
    def merge(self, data: st.DataObject) -> None:
        card, other = self.draw(data, IdKind.CARD), self.draw(data, IdKind.CARD)
        sections = [[one.id for one in section.cards] for section in self.briefing.sections]
        near = [one for ids in sections if card in ids for one in ids if one != card]
        into = data.draw(st.sampled_from(near)) if near else other
        before = {card.id: card for _, card in self.briefing.cards()}
        if self.do(merge, card, into) is None:
            return
        after = {card.id: card for _, card in self.briefing.cards()}
        assert card not in after
        merged = [*before[into].claims, *before[card].claims]
        assert [one.text for one in after[into].claims] == [one.text for one in merged]
        assert [one.evidence for one in after[into].claims] == [one.evidence for one in merged]
        assert set(after[into].actors) == {*before[into].actors, *before[card].actors}
        assert after[into].figures == (*before[into].figures, *before[card].figures)

    @rule(data=st.data())
    def merge_sections(self, data: st.DataObject) -> None:
        one, other = self.draw(data, IdKind.SECTION), self.draw(data, IdKind.SECTION)
        before = {section.id: section.cards for section in self.briefing.sections}
        if self.do(merge, f"section:{one}", f"section:{other}"):
            after = {section.id: section.cards for section in self.briefing.sections}
            assert one not in after
            assert after[other] == (*before[other], *before[one])

    @rule(data=st.data(), title=st.sampled_from(TITLES))
    def split(self, data: st.DataObject, title: str) -> None:
        claim, new = self.draw_claim(data), self.new_id()
        card = claim.partition("#")[0]
        before = {card.id: card for _, card in self.briefing.cards()}
        if self.do(split, claim, new, title) is None:
            return
        after = {card.id: card for _, card in self.briefing.cards()}
        parted = [*after[card].claims, *after[new].claims]
        assert [one.text for one in parted] == [one.text for one in before[card].claims]
        assert [one.evidence for one in parted] == [one.evidence for one in before[card].claims]
        assert after[new].title == title
        assert after[card].figures == before[card].figures

    @rule(data=st.data(), kind=st.sampled_from(["card", "source", "actor", "section"]))
    def delete(self, data: st.DataObject, kind: str) -> None:
        id_ = self.draw(data, IdKind(kind))
        if self.do(delete, f"{kind}:{id_}"):
            assert id_ not in self.ids(IdKind(kind))

    @rule(data=st.data(), is_claim=st.booleans())
    def delete_part(self, data: st.DataObject, is_claim: bool) -> None:
        """A claim or a figure; all others stay as they are."""
        what = self.draw_claim(data) if is_claim else f"figure:{self.draw(data, IdKind.FIGURE)}"
        claims, figures = claim_texts(self.briefing), self.ids(IdKind.FIGURE)
        if self.do(delete, what):
            gone = Counter(claims) - Counter(claim_texts(self.briefing))
            assert gone.total() == int(is_claim)
            assert len(self.ids(IdKind.FIGURE)) == len(figures) - int(not is_claim)

    @rule(data=st.data())
    def order_cards(self, data: st.DataObject) -> None:
        section = data.draw(st.sampled_from(self.briefing.sections[1:]))
        wanted = data.draw(st.permutations([card.id for card in section.cards]))
        if self.do(order, f"section:{section.id}", wanted):
            now = next(one for one in self.briefing.sections if one.id == section.id)
            assert [card.id for card in now.cards] == wanted

    @rule(data=st.data())
    def order_sections(self, data: st.DataObject) -> None:
        wanted = data.draw(st.permutations(self.ids(IdKind.SECTION)))
        if self.do(order, "sections", wanted):
            assert [one.id for one in self.briefing.sections[1:]] == wanted

    @rule(data=st.data())
    def set_short(self, data: st.DataObject) -> None:
        section = data.draw(st.sampled_from(self.briefing.sections[1:]))
        cards = st.permutations([card.id for card in section.cards])
        wanted = data.draw(st.sampled_from([["view"], ["none"]]) | cards.map(lambda ids: ids[:2]))
        if self.do(short, section.id, wanted):
            now = next(one for one in self.briefing.sections if one.id == section.id)
            assert now.short in (tuple(wanted), *wanted)

    @rule(data=st.data())
    def set_key_figures(self, data: st.DataObject) -> None:
        figures = data.draw(st.permutations(self.ids(IdKind.FIGURE)))
        wanted = figures[: data.draw(st.integers(0, len(figures)))]
        if self.do(key_figures, wanted):
            assert list(self.briefing.key_figures) == wanted

    @rule(data=st.data(), title=st.sampled_from(TITLES))
    def set_title(self, data: st.DataObject, title: str) -> None:
        card = self.draw(data, IdKind.CARD)
        if self.do(set_field, card, "title", title):
            assert title in [one.title for _, one in self.briefing.cards() if one.id == card]

    @rule(data=st.data())
    def correct(self, data: st.DataObject) -> None:
        claim, before = self.draw_claim(data), len(self.briefing.corrections)
        if self.do(correct, claim, f"Before {self.new_id()}.", "a slip", today()):
            assert len(self.briefing.corrections) == before + 1
            assert self.briefing.corrections_by_claim[claim]

    @rule(data=st.data())
    def retract(self, data: st.DataObject) -> None:
        source = self.draw(data, IdKind.SOURCE)
        if self.do(retract, source, "made up", today()):
            assert source in self.briefing.retracted

    @precondition(lambda self: self.edits)
    @rule()
    def undo_and_redo(self) -> None:
        done = contents(self.folder)
        self.history.undo()
        assert load_briefing(self.folder).briefing is not None
        self.history.redo()
        assert contents(self.folder) == done


def normal(files: Iterable[bytes | None], *ids: str) -> list[str]:
    """The lines of files without some ids, fingerprints, and what is only said now."""
    text = "\n".join(data.decode() for data in files if data)
    text = re.sub(rf"(?<![a-z0-9-])({'|'.join(ids)})(?![a-z0-9-])", "*", text.replace("\r", ""))
    text = re.sub(r'"(of|passages)":"[0-9a-f]{64}"', "", text)
    text = re.sub(r",? *kind: [a-z*-]+| *cards: \[[a-z0-9*, -]*\],?", "", text)
    text = re.sub(r"^was: \[.*\]$", "", text, flags=re.MULTILINE)
    return [line.rstrip(" ,}") for line in text.split("\n") if line.strip()]


def test_any_sequence_leaves_a_folder_whole_and_is_undone_byte_for_byte() -> None:
    run_state_machine_as_test(
        Desk,
        settings=settings(
            max_examples=often(12, 1000),
            stateful_step_count=8,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def errors(folder: Path) -> Counter[str]:
    problems = load_briefing(folder).problems
    return Counter(one.code for one in problems if one.severity is Severity.ERROR)


DAMAGE = st.lists(
    st.tuples(
        st.floats(0, 1),
        st.integers(0, 3),
        st.sampled_from(
            ["", "\n", "---\n", "[", "{", ": ", "- ", "? [a]: b\n", "&a ", "\x07", "\udcff"]
        ),
    ),
    max_size=3,
)
FILES = ("briefing.md", "sources.yaml", "actors.yaml", "cards/terms/share.md")
WORDS = (
    *(("share", "zz"), ("duration", "share"), ("actor:mayor", "zz"), ("source:herald", "zz")),
    *(("section:terms", "zz"), ("figure:water-share", "zz"), ("share#summer", "zz")),
)


@examples(60)
@given(data=st.data(), damage=DAMAGE, name=st.sampled_from(FILES), words=st.sampled_from(WORDS))
def test_a_damaged_folder_is_edited_or_left_alone(
    data: st.DataObject, damage: list[tuple[float, int, str]], name: str, words: tuple[str, str]
) -> None:
    what, other = words
    with tempfile.TemporaryDirectory() as parent:
        folder = copied(prepared("with_remarks"), Path(parent))
        text = (folder / name).read_text("utf-8")
        for place, gone, new in damage:
            start = int(place * len(text))
            text = text[:start] + new + text[start + gone :]
        (folder / name).write_bytes(text.encode("utf-8", "surrogateescape"))
        known = errors(folder)
        makes: list[Callable[[], Edit]] = [
            lambda: rename(folder, what, other),
            lambda: move(folder, what, "background", 1),
            lambda: merge(folder, what, other),
            lambda: merge(folder, "section:side-deals", "section:background"),
            lambda: split(folder, "share#in-winter-the-shares", other, "A: title"),
            lambda: delete(folder, what),
            lambda: order(folder, "section:terms", ["turbines"]),
            lambda: order(folder, "sections", ["terms"]),
            lambda: short(folder, "terms", ["share"]),
            lambda: key_figures(folder, ["years"]),
            lambda: set_field(folder, what, "title", "A: title"),
        ]
        make = data.draw(st.sampled_from(makes))
        before = contents(folder)
        try:
            edit = make()
        except EditRefusedError:
            return
        apply(folder, edit)
        assert not errors(folder) - known
        apply(folder, reversed_(edit))
        assert contents(folder) == before


def test_samples_have_cards_of_every_kind(tmp_path: Path) -> None:
    loaded = load_briefing(two_towns(tmp_path)).briefing
    assert loaded is not None
    assert {section.kind for section in loaded.sections} == set(SectionKind)
    assert len(loaded.sign_offs) > 100
