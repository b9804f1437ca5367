"""`briefing desk` on the screen: from a sentence of a source to a card that is checked."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from textual.widgets import Input

from briefing.authoring.load import load_briefing
from briefing.desk.recognising import numbers_in
from briefing.desk.scaffold import begin_folder
from briefing.evidence.corpus import Corpus
from briefing.evidence.names import Lexicon
from briefing.evidence.texts import SourceText
from briefing.library.library import Library
from briefing.library.state import ReaderState
from briefing.model.actors import Source
from briefing.model.briefing import Briefing
from briefing.model.cards import Disagreement
from briefing.settings.config import Config, find_places
from briefing.tui.desk.app import DeskApp
from briefing.tui.desk.form import Form
from briefing.tui.desk.making import Marked
from briefing.tui.desk.reading import begin_reading
from briefing.tui.desk.screen import DeskScreen
from briefing.tui.desk.work import Work
from briefing.tui.screens.sheets import Sheet
from briefing.tui.session import new_session
from briefing.tui.widgets import FooterBar, ItemPane
from tests.articles import copy_towns
from tests.pilot.harness import Keyed, Size, text_of
from tests.samples import TEXTS

SIZES = ((80, 24), (120, 40), (160, 45))
SHARE = "cards/terms/share.md"
RECORDS = "corrections.yaml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return copy_towns(tmp_path)


@dataclass(frozen=True)
class AtDesk(Keyed[DeskApp]):
    """A desk without a terminal."""

    @property
    def screen(self) -> DeskScreen:
        return self.app.desk

    async def look(self) -> None:
        """What happens by itself a moment after the last key."""
        await self.screen.look_again()
        await self.rest()

    async def open(self, path: str) -> None:
        assert self.screen.open_file(path)
        await self.rest()

    async def fill(self, **values: str) -> None:
        """Fill in a form, and take it."""
        form = self.app.screen
        assert isinstance(form, Form)
        for name, value in values.items():
            entry = next(one for one in form.query(Input) if one.name == name.replace("_", "-"))
            entry.value = value
        await self.press("enter")

    def read(self, path: str) -> str:
        return (self.folder / path).read_text()

    @property
    def focus(self) -> str | None:
        return self.screen.focused.id if self.screen.focused else None

    @property
    def below(self) -> str:
        return " ".join(text_of(self.screen.below).split())

    @property
    def message(self) -> str:
        return self.screen.query_one(FooterBar).message

    @property
    def source(self) -> str:
        return text_of(self.screen.source)


@asynccontextmanager
async def at_desk(
    folder: Path, size: Size = (120, 40), corpus: Path | None = TEXTS
) -> AsyncIterator[AtDesk]:
    home = folder.parent
    environment = {"BRIEFING_LIBRARY": str(home / "library"), "BRIEFING_STATE": str(home / "state")}
    places = find_places(environment, corpus_override=corpus)
    session = new_session(
        Library(places.library),
        ReaderState.open(places.marks),
        Config(),
        Corpus(corpus),
        places=places,
    )
    app = DeskApp(session, DeskScreen(session, Work(folder, session.corpus)))
    async with app.run_test(size=size) as pilot:
        desk = AtDesk(app, pilot, folder)
        await desk.rest()
        yield desk


# -- seeing ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", SIZES)
async def test_the_text_says_how_often_each_paragraph_is_cited(folder: Path, size: Size) -> None:
    async with at_desk(folder, size) as desk:
        assert desk.screen.reading is not None
        assert desk.screen.reading.cited[2] > 1
        assert f"¶2 ×{desk.screen.reading.cited[2]}" in desk.source


async def test_the_list_opens_sources_and_cards(folder: Path) -> None:
    async with at_desk(folder) as desk:
        desk.screen.list.select("source:post")
        await desk.press("enter")
        assert desk.screen.reading is not None
        assert desk.screen.reading.source.key == "post"
        assert desk.focus == "desk-source"
        await desk.press("shift+tab")
        desk.screen.list.select(f"file:{SHARE}")
        await desk.press("enter")
        assert desk.screen.file is not None
        assert desk.screen.file.path == SHARE
        assert desk.focus == "desk-editor"
        assert desk.screen.editor.text == desk.read(SHARE)


async def test_cards_are_opened_one_after_the_other(folder: Path) -> None:
    async with at_desk(folder, (80, 24)) as desk:
        await desk.press("J", "J")
        assert desk.screen.file is not None
        assert desk.screen.file.path == desk.screen.work.paths[4]
        await desk.press("K")
        assert desk.screen.file.path == desk.screen.work.paths[3]


async def test_a_paragraph_that_nothing_cites_is_a_key_away(folder: Path) -> None:
    for path in [*folder.rglob("*.md"), folder / "actors.yaml"]:
        path.write_text(re.sub("(herald,?) ¶4", r"\1 ¶1", path.read_text()))
    async with at_desk(folder) as desk:
        await desk.press("tab", "u")
        reading = desk.screen.reading
        assert reading is not None
        assert (reading.paragraph, 4 in reading.cited) == (4, False)
        await desk.press("u")
        assert "No paragraph after this one" in desk.message


# -- citing ----------------------------------------------------------------------------------------


async def test_what_is_marked_is_cited_at_the_cursor_of_the_card(folder: Path) -> None:
    async with at_desk(folder) as desk:
        await desk.open(SHARE)
        desk.screen.editor.place(desk.read(SHARE).index("In winter"))
        await desk.press("tab", "}", "}", ".", "j", ".", "enter")
        assert "In winter the shares are equal. [@herald, ¶3; @herald, ¶3 “" in desk.read(SHARE)
        assert desk.screen.reading is not None
        assert desk.screen.reading.marked == frozenset()
        assert "takes it back" in desk.message


async def test_undoing_brings_back_every_byte(folder: Path) -> None:
    before = (folder / SHARE).read_bytes()
    async with at_desk(folder) as desk:
        await desk.open(SHARE)
        await desk.press("tab", "enter", "U")
        assert (folder / SHARE).read_bytes() == before
        assert desk.screen.editor.text.encode() == before
        await desk.press("U")
        assert "nothing to undo" in desk.message
        await desk.press(",", "U")
        assert (folder / SHARE).read_bytes() != before


async def test_anchors_are_kept_without_a_command(folder: Path) -> None:
    async with at_desk(folder) as desk:
        await desk.open(SHARE)
        desk.screen.editor.place(desk.read(SHARE).index("Hilltop takes"))
        await desk.press("tab", "}", "}", "}", "enter")
        await desk.look()
        assert desk.screen.work.look.problems(SHARE) == []
        briefing = load_briefing(folder).briefing
        assert briefing is not None
        cited = [one for one in briefing.anchors if one.source == "herald" and one.paragraph == 4]
        assert cited


async def test_where_nothing_can_be_cited_it_says_so(folder: Path) -> None:
    async with at_desk(folder) as desk:
        await desk.open(SHARE)
        desk.screen.editor.place(6)
        await desk.press("tab", "enter")
        assert "Nothing is cited here" in desk.message


# -- writing ---------------------------------------------------------------------------------------


async def test_what_is_typed_is_checked_and_saved_when_the_card_is_left(folder: Path) -> None:
    async with at_desk(folder) as desk:
        await desk.open(SHARE)
        desk.screen.focus_pane(desk.screen.editor)
        desk.screen.editor.place(desk.read(SHARE).index("two thirds of the water from"))
        await desk.type("99 per cent or ")
        assert "99 per cent" not in desk.read(SHARE)
        await desk.look()
        assert "99" in desk.below
        await desk.press("escape")
        assert "99 per cent or two thirds of the water from" in desk.read(SHARE)


async def test_an_ended_line_is_saved(folder: Path) -> None:
    async with at_desk(folder) as desk:
        await desk.open(SHARE)
        desk.screen.focus_pane(desk.screen.editor)
        await desk.type("A line\nand more")
        assert "A line\n" in desk.read(SHARE)
        assert "and more" not in desk.read(SHARE)


async def test_a_card_with_an_error_leaves_all_others_as_they_are(folder: Path) -> None:
    async with at_desk(folder) as desk:
        rows = desk.screen.list.keys
        await desk.open(SHARE)
        desk.screen.focus_pane(desk.screen.editor)
        await desk.type("[@")
        await desk.look()
        assert desk.screen.list.keys == rows
        assert "no closing bracket" in desk.below or "Tab takes" in desk.below
        assert len(desk.screen.coverages["herald"].times) > 1


async def test_the_tab_key_types_what_is_offered(folder: Path) -> None:
    async with at_desk(folder) as desk:
        await desk.open(SHARE)
        desk.screen.focus_pane(desk.screen.editor)
        await desk.type("So. [@he")
        assert "@herald" in desk.below
        await desk.press("tab")
        assert (
            desk.screen.editor.document.get_line(desk.screen.editor.cursor_location[0])[:14]
            == "So. [@herald, "
        )
        assert "¶1" in desk.below
        await desk.press("tab")
        assert "[@herald, ¶1" in desk.screen.editor.text


async def test_what_is_changed_elsewhere_appears_at_once(folder: Path) -> None:
    async with at_desk(folder) as desk:
        await desk.open(SHARE)
        (folder / SHARE).write_text(desk.read(SHARE).replace("In winter", "In cold winters"))
        desk.screen.watch_files()
        await desk.look()
        assert "In cold winters" in desk.screen.editor.text
        assert "changed elsewhere" in desk.message


@pytest.mark.parametrize(("which", "kept"), [("enter", "Mine. "), ("down", "Theirs. ")])
async def test_what_was_changed_elsewhere_meanwhile_is_not_overwritten(
    folder: Path, which: str, kept: str
) -> None:
    async with at_desk(folder) as desk:
        await desk.open(SHARE)
        desk.screen.focus_pane(desk.screen.editor)
        await desk.type("Mine. ")
        theirs = desk.read(SHARE).replace("Hilltop takes", "Theirs. Hilltop takes")
        (folder / SHARE).write_text(theirs)
        await desk.press("escape")
        sheet = desk.app.screen
        assert isinstance(sheet, Sheet)
        said = text_of(sheet.query_one(ItemPane))
        assert "here, with “Mine.”" in said
        assert "now, with “Theirs.”" in said
        assert desk.read(SHARE) == theirs
        await desk.press(which, *(["enter"] if which == "down" else []))
        assert kept in desk.read(SHARE)
        await desk.press("U")
        assert kept not in desk.read(SHARE)


async def test_what_is_no_text_is_not_taken_for_what_is_typed(folder: Path) -> None:
    async with at_desk(folder) as desk:
        await desk.open(SHARE)
        desk.screen.focus_pane(desk.screen.editor)
        await desk.type("Mine. ")
        (folder / SHARE).write_bytes(b"\xff\xfe")
        await desk.press("escape", "down", "enter")
        assert "is not text in UTF-8" in desk.message
        assert (folder / SHARE).read_bytes() == b"\xff\xfe"
        assert "Mine. " in desk.screen.editor.text


async def test_whoever_ends_the_program_loses_nothing(folder: Path) -> None:
    async with at_desk(folder) as desk:
        await desk.open(SHARE)
        desk.screen.focus_pane(desk.screen.editor)
        await desk.type("Late words. ")
        desk.app.leave(129)
        await desk.rest()
    assert "Late words. " in (folder / SHARE).read_text()


# -- making ----------------------------------------------------------------------------------------


async def test_a_quotation_is_made_with_its_speaker(folder: Path) -> None:
    async with at_desk(folder) as desk:
        await desk.open("cards/background/dam.md")
        await desk.press("tab", "}", "j", ",", "q")
        await desk.fill()
        assert "> A good day for both our towns" in desk.read("cards/background/dam.md")
        assert "speaker=mayor" in desk.read("cards/background/dam.md")


async def test_a_figure_is_made_with_what_it_counts(folder: Path) -> None:
    async with at_desk(folder) as desk:
        await desk.open("cards/background/dam.md")
        await desk.press("tab", *("}" * 4), ",", "f")
        if isinstance(desk.app.screen, Sheet):
            await desk.press("enter")
        await desk.fill(id="households", as_of="2023-12-31")
        made = desk.read("cards/background/dam.md")
        assert "id: households" in made
        assert "12400" in made
        assert "herald ¶5" in made


async def test_a_card_is_made_with_its_citation_and_listed(folder: Path) -> None:
    async with at_desk(folder) as desk:
        await desk.press("tab", "}", "}", ",", "n")
        await desk.fill(section="background", title="The deal runs for ten years")
        assert desk.screen.file is not None
        path = desk.screen.file.path
        assert path == "cards/background/the-deal-runs-for-ten.md"
        assert "[@herald, ¶" in desk.read(path)
        await desk.look()
        assert path in desk.screen.work.paths


async def test_a_form_says_what_is_missing(folder: Path) -> None:
    async with at_desk(folder) as desk:
        await desk.press("tab", ",", "n")
        await desk.fill(section="nowhere", title="T")
        form = desk.app.screen
        assert isinstance(form, Form)
        assert "no section “nowhere”. One of" in str(form.query_one("#form-said").render())
        await desk.press("escape")
        assert desk.app.screen is desk.screen


async def test_one_side_of_a_disagreement_goes_to_that_in_the_editor(folder: Path) -> None:
    path = "cards/disagreements/day-of-signature.md"
    async with at_desk(folder) as desk:
        await desk.open(path)
        await desk.press("tab", "}", ",", "d")
        await desk.fill(says="A third day.")
        assert "says: A third day." in desk.read(path)
        await desk.look()
        card = desk.screen.card
        assert card is not None
        assert isinstance(card.detail, Disagreement)
        assert card.detail.positions[-1].says == "A third day."


async def test_a_new_disagreement_is_a_draft_until_it_has_two_sides(folder: Path) -> None:
    async with at_desk(folder) as desk:
        await desk.press("tab", "}", ",", "d")
        await desk.fill(title="When?", question="When?", dimension="date", says="In May.")
        assert desk.screen.file is not None
        assert "status: draft" in desk.read(desk.screen.file.path)


# -- rearranging -----------------------------------------------------------------------------------


async def test_what_names_a_renamed_card_follows_and_the_card_stays_open(folder: Path) -> None:
    async with at_desk(folder) as desk:
        await desk.open(SHARE)
        await desk.press("tab", ",", "R")
        await desk.fill(new="water")
        assert desk.screen.file is not None
        assert desk.screen.file.path == "cards/terms/water.md"
        assert not (folder / SHARE).exists()
        assert "water" in desk.read("briefing.md")
        await desk.press("U")
        assert (folder / SHARE).exists()


async def test_what_was_wrong_is_recorded_once_it_is_mended(folder: Path) -> None:
    async with at_desk(folder) as desk:
        await desk.open(SHARE)
        await desk.press("tab")
        desk.screen.editor.move_cursor((25, 3))
        await desk.press(",", "c")
        now = "Hilltop takes two thirds of the water from June to August."
        await desk.fill(was=now, reason="a slip")
        form = desk.app.screen
        assert isinstance(form, Form)
        assert "Mend the sentence first" in str(form.query_one("#form-said").render())
        await desk.fill(was="It takes half.", reason="a slip")
        assert "{claim: share#summer, was: It takes half., reason: a slip" in desk.read(RECORDS)
        await desk.press("U")
        assert not (folder / RECORDS).exists()


async def test_a_source_is_retracted_where_the_list_is_at(folder: Path) -> None:
    async with at_desk(folder) as desk:
        await desk.press(",", "t")
        await desk.fill(source="post", reason="made up")
        assert "{source: post, reason: made up" in desk.read(RECORDS)
        await desk.press("U")
        assert not (folder / RECORDS).exists()


async def test_a_refused_edit_says_why(folder: Path) -> None:
    async with at_desk(folder) as desk:
        await desk.press("tab", ",", "x")
        await desk.fill(what="source:herald")
        form = desk.app.screen
        assert isinstance(form, Form)
        assert "still referred to" in str(form.query_one("#form-said").render())
        await desk.press("escape")
        assert "herald" in desk.screen.work.folder.joinpath("sources.yaml").read_text()


async def test_cards_change_places(folder: Path) -> None:
    async with at_desk(folder) as desk:
        section = desk.screen.work.sections[1]
        first, second = section.cards[0].id, section.cards[1].id
        await desk.open(f"cards/{section.id}/{first}.md")
        await desk.press("tab", ",", "J")
        await desk.look()
        assert [card.id for card in desk.screen.work.sections[1].cards[:2]] == [second, first]


async def test_a_letter_that_means_nothing_does_nothing(folder: Path) -> None:
    async with at_desk(folder) as desk:
        await desk.press("tab", ",", "Z", ",", "escape")
        assert desk.app.screen is desk.screen
        await desk.press(",", "?")
        assert isinstance(desk.app.screen, Sheet)


# -- an empty folder -------------------------------------------------------------------------------


async def test_the_tour_leads_from_an_empty_folder_to_a_checked_card(tmp_path: Path) -> None:
    folder = tmp_path / "my-topic"
    begin_folder(folder, "A topic", date(2024, 5, 2))
    async with at_desk(folder) as desk:
        assert "step 1 of 5" in str(desk.screen.below.border_title)
        texts = {key: TEXTS / f"{key}.txt" for key in ("herald", "post")}
        (folder / "sources.yaml").write_text(
            "".join(
                f"{key}:\n  type: article\n  title: {key}\n  container-title: {key}\n"
                f"  corpus: {path.name}\n"
                for key, path in texts.items()
            )
        )
        desk.screen.watch_files()
        await desk.look()
        assert "step 2 of 5" in str(desk.screen.below.border_title)
        desk.screen.open_source("herald")
        desk.screen.focus_pane(desk.screen.source)
        await desk.press("}", "}", ".")
        assert "step 3 of 5" in str(desk.screen.below.border_title)
        await desk.press(",", "n")
        await desk.fill(section="background", title="The deal runs for ten years from June")
        await desk.look()
        assert "step 4 of 5" in str(desk.screen.below.border_title)
        desk.screen.focus_pane(desk.screen.editor)
        await desk.type("The deal runs for twelve years.")
        await desk.press("escape")
        await desk.look()
        assert "step 5 of 5" in str(desk.screen.below.border_title)


async def test_letters_are_in_the_help_and_the_palette(folder: Path) -> None:
    async with at_desk(folder) as desk:
        await desk.press("tab", "?")
        assert isinstance(desk.app.screen, Sheet)
        await desk.press("escape")
        titles = [entry.title for entry in desk.screen.palette_entries()]
        assert any(one.startswith("Put the words of a speaker") and "(,q)" in one for one in titles)
        await desk.screen.run_action("letter('preview-card')")
        await desk.rest()
        assert "As readers see it" in str(desk.screen.below.border_title)


async def test_the_draft_of_an_actor_is_accepted_where_the_cursor_is(folder: Path) -> None:
    path = folder / "actors.yaml"
    path.write_text(
        f"{path.read_text()}ferry:\n  type: organisation\n  status: draft\n  names: [F]\n"
    )
    async with at_desk(folder) as desk:
        await desk.open("actors.yaml")
        desk.screen.editor.place(desk.read("actors.yaml").index("status: draft"))
        assert desk.screen.subject == "source:herald"
        await desk.press("tab")
        assert desk.screen.subject == "actor:ferry"
        await desk.press(",", "y")
        assert "status: draft" not in desk.read("actors.yaml")


async def test_a_warning_is_allowed_with_a_reason_where_it_is(folder: Path) -> None:
    wrong = (
        (folder / SHARE).read_text().replace("shares are equal.", "shares are equal, with Quell.")
    )
    (folder / SHARE).write_text(wrong)
    async with at_desk(folder) as at:
        await at.open(SHARE)
        await at.look()
        assert "“Quell” is not in" in at.below
        at.screen.focus_pane(at.screen.below)
        await at.press("j", "comma", "w")
        await at.fill(reason="too few")
        assert isinstance(at.app.screen, Form)
        await at.fill(reason="it is only a test")
        await at.look()
        assert '{allow="name-not-in-passage: it is only a test"}' in at.read(SHARE)
        assert "“Quell” is not in" not in at.below
        await at.press("U")
        assert at.read(SHARE) == wrong


async def test_an_error_is_not_allowed(folder: Path) -> None:
    async with at_desk(folder) as at:
        await at.open(SHARE)
        (folder / SHARE).write_text(at.read(SHARE).replace("title:", "tilte:"))
        at.screen.watch_files()
        await at.look()
        await at.press("comma", "w")
        assert "an error is corrected" in at.message


async def test_undo_leaves_the_cursor_in_its_sentence(folder: Path) -> None:
    async with at_desk(folder) as at:
        await at.open(SHARE)
        place = at.read(SHARE).index("In winter")
        at.screen.editor.place(place)
        row = at.screen.editor.cursor_location[0]
        await at.press("tab", "enter")
        assert f"cited in line {row + 1}." in at.message
        await at.press("U")
        assert at.screen.editor.cursor_location[0] == row
        await at.press("j", "enter")
        assert f"cited in line {row + 1}." in at.message


async def test_what_is_marked_in_several_sources_is_all_cited(folder: Path) -> None:
    async with at_desk(folder) as at:
        at.screen.open_source("herald")
        await at.press("tab", "}", ".")
        at.screen.open_source("post")
        await at.press("}", ".")
        assert "2 marked" in at.screen.query_one(FooterBar).position
        at.screen.open_source("herald")
        await at.rest()
        assert at.screen.reading is not None
        assert at.screen.reading.marked
        assert at.screen.reading.paragraph == 2
        await at.press(",", "n")
        await at.fill(section="background", title="Both papers say so, each in its own words")
        assert at.screen.file is not None
        text = at.read(at.screen.file.path)
        assert "@herald, ¶2" in text
        assert "@post, ¶2" in text
        await at.press("escape", "escape")
        assert "marked" not in at.screen.query_one(FooterBar).position


async def test_the_outermost_panes_have_none_beside_them(folder: Path) -> None:
    async with at_desk(folder) as at:
        await at.press("h")
        assert at.focus == "desk-list"
        at.screen.focus_pane(at.screen.below)
        await at.press("l")
        assert at.focus == "desk-below"
        await at.press("tab")
        assert at.focus == "desk-list"


async def test_a_figure_asks_for_a_card_and_cites_only_what_is_marked(folder: Path) -> None:
    async with at_desk(folder) as at:
        await at.press("tab", ",", "f")
        assert "A figure stands on a card" in at.message
        await at.open(SHARE)
        await at.press(",", "f")
        form = at.app.screen
        assert isinstance(form, Form)
        await at.fill(measure="Towns that share", id="", value="2", unit="towns")
        assert "id: towns-that-share" in at.read(SHARE)


async def test_enter_leads_to_what_is_missing(folder: Path) -> None:
    async with at_desk(folder) as at:
        await at.open(SHARE)
        await at.press("tab", ",", "n")
        form = at.app.screen
        assert isinstance(form, Form)
        assert isinstance(form.focused, Input)
        assert form.focused.name == "section"
        await at.press("enter")
        assert form.focused.name == "title"
        assert "Fill in title." in str(form.query_one("#form-said").render())


async def test_the_ends_of_the_file_are_a_key_away(folder: Path) -> None:
    async with at_desk(folder) as at:
        await at.open(SHARE)
        at.screen.focus_pane(at.screen.editor)
        await at.press("ctrl+home")
        assert at.screen.editor.cursor == 0
        await at.press("ctrl+end")
        assert at.screen.editor.cursor == len(at.screen.editor.text)


def test_what_is_found_is_cited_as_far_as_it_is_marked() -> None:
    text = SourceText(
        "Lakeside pays 40 crowns a month for water and TV. The price of a seat is 9 crowns in May."
    )
    source = Source(key="radio", type="broadcast", title="News", outlet="Radio")
    reading = begin_reading(source, text)
    assert len(reading.sentences) == 2
    briefing = Briefing(id="dam", title="A dam", sections=())
    lexicon = Lexicon(briefing)
    marked = Marked(briefing, [("radio", reading.sentence)], (), lexicon)
    (found,) = marked.each(numbers_in)
    assert found.passage == text.whole
    (cited,) = marked.citing(found)
    assert cited.place == "¶1 “Lakeside pays 40 crowns … for water and TV”"


async def test_what_is_typed_is_taken_back_in_the_editor(folder: Path) -> None:
    async with at_desk(folder) as at:
        await at.open(SHARE)
        before = at.read(SHARE)
        at.screen.focus_pane(at.screen.editor)
        await at.type("Oh ")
        await at.press("ctrl+underscore")
        assert at.screen.editor.text == before
        await at.press("ctrl+y", "escape")
        assert "Oh " in at.read(SHARE)


async def test_where_a_file_is_gone_the_one_before_it_is_shown(folder: Path) -> None:
    async with at_desk(folder) as at:
        await at.open(SHARE)
        await at.press("tab", ",", "n")
        await at.fill(section="background", title="The deal runs for ten years from June")
        await at.press("escape", "U")
        assert at.screen.file is not None
        assert at.screen.file.path == SHARE


async def test_of_a_card_that_is_merged_again_the_other_is_shown(folder: Path) -> None:
    async with at_desk(folder) as at:
        await at.open(SHARE)
        await at.press("tab", ",", "g")
        await at.type("ten years")
        await at.press("enter")
        merged = at.screen.file and at.screen.file.path
        assert merged != SHARE
        await at.press("U")
        assert (folder / SHARE).exists()
        assert at.screen.file is not None
        assert at.screen.file.path == SHARE
        await at.press(",", "U")
        assert at.screen.file.path == merged
