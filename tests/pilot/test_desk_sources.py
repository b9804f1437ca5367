"""`briefing desk` and articles: adding one, drafting from it; and the forms and lists that ask."""

from __future__ import annotations

from pathlib import Path
from threading import Event

import pytest
from textual.content import Content
from textual.widgets import Input

from briefing.desk.adding import NotAddedError
from briefing.desk.source_list import SourceList
from briefing.tui.desk.choosing import Chooser, Ticking
from briefing.tui.desk.form import Form
from briefing.tui.screens.sheets import Sheet
from briefing.tui.widgets import ItemPane
from tests.articles import copy_towns
from tests.pilot.harness import text_of
from tests.pilot.test_desk import SHARE, AtDesk, at_desk
from tests.samples import TEXTS
from tests.unit.desk.pages import PARAGRAPHS, page


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return copy_towns(tmp_path)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    made = tmp_path / "corpus"
    made.mkdir()
    for path in TEXTS.glob("*.txt"):
        (made / path.name).write_bytes(path.read_bytes())
    return made


RADIO = "Valley Radio, news at noon.\n\nThe gauge is the heart of the deal, as they all say here.\n"


def add_radio(folder: Path, corpus: Path, text: str = RADIO) -> None:
    """List another source, with its text in the corpus."""
    (corpus / "radio.txt").write_text(text)
    listed = folder / "sources.yaml"
    entry = "radio: {type: broadcast, title: News, container-title: Radio, corpus: radio.txt}\n"
    listed.write_text(listed.read_text() + entry)


def shown(desk: AtDesk) -> str:
    """The text of the sheet that is open."""
    assert isinstance(desk.app.screen, Sheet)
    return text_of(desk.app.screen.query_one(ItemPane))


def form_of(desk: AtDesk) -> tuple[dict[str, str], str]:
    """What the form that is open has in its fields, and what it says."""
    form = desk.app.screen
    assert isinstance(form, Form)
    said = form.query_one("#form-said").render()
    assert isinstance(said, Content)
    return {one.name or "": one.value for one in form.query(Input)}, said.plain


async def begin_adding(desk: AtDesk, source: Path) -> None:
    await desk.press("tab", ",", "+")
    await desk.fill(source=str(source))
    await desk.app.workers.wait_for_complete()
    await desk.rest()


# -- adding ----------------------------------------------------------------------------------------


async def test_a_page_is_added_as_it_is_or_with_what_is_corrected(
    folder: Path, corpus: Path, tmp_path: Path
) -> None:
    saved = tmp_path / "saved.html"
    saved.write_bytes(page(title="A dam for two"))
    async with at_desk(folder, corpus=corpus) as desk:
        await begin_adding(desk, saved)
        assert "Author     Ann Lee, Bo Marsh" in shown(desk)
        assert PARAGRAPHS[0][:40] in shown(desk)
        await desk.press("tab")
        fields, _ = form_of(desk)
        assert fields["authors"] == "Ann Lee; Bo Marsh"
        assert fields["published"] == "2024-05-01"
        await desk.fill(authors="", published="2024-05-33", outlet="Gazette")
        assert "2024-05-33" in form_of(desk)[1]
        await desk.fill(
            published="2024-05", key="gazette", language="en", address="https://example.org/the-dam"
        )
        assert "Published  May 2024" in shown(desk)
        assert "Author     not given" in shown(desk)
        await desk.press("enter")
        added = SourceList.read(folder).sources["gazette"]
        assert (added.outlet, added.authors, added.language) == ("Gazette", (), "en")
        assert added.url == "https://example.org/the-dam"
        assert added.published is not None
        assert added.published.edtf == "2024-05"
        assert (corpus / "gazette.txt").exists()


async def test_refusing_the_text_leads_back_and_adds_nothing(
    folder: Path, corpus: Path, tmp_path: Path
) -> None:
    saved = tmp_path / "saved.html"
    saved.write_bytes(page(title="A dam for two"))
    before = (folder / "sources.yaml").read_bytes()
    async with at_desk(folder, corpus=corpus) as desk:
        await begin_adding(desk, saved)
        await desk.press("escape")
        assert form_of(desk)[0] == {"source": str(saved)}
        await desk.press("escape")
        assert desk.app.screen is desk.screen
    assert (folder / "sources.yaml").read_bytes() == before
    assert sorted(one.name for one in corpus.iterdir()) == sorted(
        one.name for one in TEXTS.glob("*.txt")
    )


async def test_a_text_that_names_nothing_is_asked_about(
    folder: Path, corpus: Path, tmp_path: Path
) -> None:
    text = tmp_path / "notes.txt"
    text.write_text("\n\n".join(["Two towns share a dam", *PARAGRAPHS]))
    async with at_desk(folder, corpus=corpus) as desk:
        await begin_adding(desk, text)
        fields, said = form_of(desk)
        assert said == "It does not give its title and outlet, which a source needs."
        assert fields["title"] == "Two towns share a dam"
        await desk.fill(outlet="Notes")
        await desk.press("enter")
        assert SourceList.read(folder).sources["notes"].title == "Two towns share a dam"


async def test_what_cannot_be_read_is_asked_for_again(folder: Path, tmp_path: Path) -> None:
    async with at_desk(folder) as desk:
        await begin_adding(desk, tmp_path / "none.html")
        fields, said = form_of(desk)
        assert fields["source"].endswith("none.html")
        assert "There is no file" in said


async def test_tab_completes_a_path(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "saved pages").mkdir()
    (tmp_path / "saved pages" / "first.html").write_bytes(page())
    (tmp_path / "saved pages" / ".hidden").touch()
    async with at_desk(folder) as desk:
        await desk.press("tab", ",", "+")
        await desk.type(f"{tmp_path}/sav")
        await desk.press("tab")
        assert form_of(desk)[0]["source"] == f"{tmp_path}/saved pages/"
        await desk.press("tab")
        assert form_of(desk)[0]["source"] == f"{tmp_path}/saved pages/first.html"


# -- drafting --------------------------------------------------------------------------------------


async def test_only_what_is_ticked_is_drafted(folder: Path, corpus: Path) -> None:
    text = (
        "Valley Radio, news at noon.\n\n“The gauge is the heart of this deal,” said Council"
        " President Ida Moll on 6 May 2024.\n"
    )
    add_radio(folder, corpus, text)
    async with at_desk(folder, corpus=corpus) as desk:
        desk.screen.open_source("radio")
        await desk.press("tab", ",", "D")
        chooser = desk.app.screen
        assert isinstance(chooser, Ticking)
        assert "Actors (1)" in shown(desk)
        await desk.press("g", ".")  # the heading means its group, and the cursor goes on
        assert "* ¶2 Ida Moll" in shown(desk)
        assert chooser.query_one(ItemPane).cursor_key == "group:Quotations"
        await desk.press("g", ".")
        assert "*" not in shown(desk)
        await desk.press("slash")
        await desk.type("heart")
        assert "Actors" not in shown(desk)
        await desk.press("enter", "enter")
        assert "Drafted from radio." in desk.message
        await desk.look()
        made = {str(one.relative_to(folder)) for one in folder.rglob("radio*.md")}
        assert made == {"cards/background/radio-quotations.md"}
        assert "ida" not in (folder / "actors.yaml").read_text()
        assert desk.screen.file is not None
        assert desk.screen.file.path == "cards/background/radio-quotations.md"
        await desk.press("U")
        assert not list(folder.rglob("radio*.md"))
        await desk.press(",", "D", "escape")
        assert desk.message == "Nothing was drafted."


async def test_what_a_source_affects_is_shown_beside_its_sentence(
    folder: Path, corpus: Path
) -> None:
    text = (
        "Valley Radio, news at noon.\n\nIt was a dry winter. Some 9,000 households in Lakeside and"
        " Hilltop drink from the dam.\n"
    )
    add_radio(folder, corpus, text)
    async with at_desk(folder, corpus=corpus) as desk:
        desk.screen.open_source("radio")
        await desk.press("tab", ",", "l")
        assert "contradicts: At least 12,400 households" in shown(desk)
        await desk.press("enter")
        assert desk.screen.file is not None
        assert desk.screen.file.path == "cards/terms/duration.md"
        assert desk.screen.reading is not None
        assert desk.screen.reading.sentence.words.startswith("Some 9,000 households")
        assert desk.focus == "desk-source"


# -- lists and forms -------------------------------------------------------------------------------


async def test_a_list_finds_by_letters_and_shows_all_again(folder: Path) -> None:
    async with at_desk(folder) as desk:
        await desk.press("tab", ",", "?")
        await desk.type("FIGURES panel")
        assert isinstance(desk.app.screen, Chooser)
        assert ",k" in shown(desk)
        assert ",q" not in shown(desk)
        await desk.press("escape")
        assert ",q" in shown(desk)
        await desk.type("panel")
        await desk.press("enter")
        assert "figures" in form_of(desk)[0]


async def test_a_field_takes_the_beginning_of_its_choice_and_nothing_else(folder: Path) -> None:
    async with at_desk(folder) as desk:
        await desk.press("tab", ",", "n")
        await desk.fill(section="back", title="The deal runs for ten years from June")
        assert desk.screen.file is not None
        assert desk.screen.file.path.startswith("cards/background/")
        await desk.press("escape", ",", "r")
        await desk.fill(actor="Ann", title="Ann Lee is content", stance="glad")
        assert "There is no actor “Ann”. Listed in actors.yaml" in form_of(desk)[1]
        await desk.fill(actor="may")
        assert "There is no stance “glad”: welcomes" in form_of(desk)[1]


async def test_tab_goes_on_where_nothing_is_offered(folder: Path) -> None:
    async with at_desk(folder) as desk:
        await desk.press("tab", ",", "n")
        form = desk.app.screen
        assert isinstance(form.focused, Input)
        await desk.press("tab")
        assert isinstance(form.focused, Input)
        assert form.focused.name == "title"


async def test_a_card_split_off_is_named_by_its_title(folder: Path) -> None:
    async with at_desk(folder) as desk:
        await desk.open(SHARE)
        desk.screen.editor.place(desk.read(SHARE).index("In winter"))
        await desk.press("tab", ",", "s")
        await desk.fill(title="In winter both take the same")
        assert desk.screen.file is not None
        assert desk.screen.file.path == "cards/terms/in-winter-both-take-the.md"


async def test_a_card_at_the_end_says_so(folder: Path) -> None:
    async with at_desk(folder) as desk:
        section = desk.screen.work.sections[1]
        await desk.open(f"cards/{section.id}/{section.cards[0].id}.md")
        await desk.press("tab", ",", "K")
        assert "It is the first card of its section" in desk.message


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_paging_in_the_list_reaches_both_ends(folder: Path, size: tuple[int, int]) -> None:
    async with at_desk(folder, size) as desk:
        for key, end in (("pagedown", -1), ("pageup", 0)):
            for _ in range(5):
                await desk.press(key)
            assert desk.screen.list.cursor_key == desk.screen.list.keys[end]


async def test_a_sentence_of_the_source_is_found_by_letters(folder: Path) -> None:
    async with at_desk(folder) as desk:
        await desk.press("tab", "slash")
        await desk.type("Renews ITSELF")
        assert shown(desk).count("¶") == 1
        await desk.press("enter")
        assert desk.screen.reading is not None
        assert "renews itself" in desk.screen.reading.sentence.words
        assert desk.focus == "desk-source"


async def test_a_passage_below_the_card_leads_into_its_source(folder: Path) -> None:
    async with at_desk(folder) as desk:
        await desk.open(SHARE)
        desk.screen.editor.place(desk.read(SHARE).index("Either side"))
        await desk.press("tab", "e")
        desk.screen.focus_pane(desk.screen.below)
        await desk.press("j", "j", "enter")
        assert desk.screen.reading is not None
        assert (desk.screen.reading.source.key, desk.screen.reading.paragraph) == ("post", 6)
        assert desk.focus == "desk-source"


# -- what changes meanwhile ------------------------------------------------------------------------


async def test_marks_go_with_the_text_they_were_made_in(folder: Path, corpus: Path) -> None:
    add_radio(folder, corpus)
    async with at_desk(folder, corpus=corpus) as desk:
        desk.screen.open_source("radio")
        await desk.press("tab", "}", ".")
        (corpus / "radio.txt").write_text(f"A correction.\n\n{RADIO}")
        desk.screen.watch_files()
        await desk.look()
        assert desk.screen.reading is not None
        assert "A correction." in desk.source
        assert not desk.screen.reading.marked


async def test_of_a_source_that_is_gone_nothing_is_cited(folder: Path, corpus: Path) -> None:
    add_radio(folder, corpus)
    async with at_desk(folder, corpus=corpus) as desk:
        desk.screen.open_source("radio")
        await desk.press("tab", "}", ".", ",", "x")
        await desk.fill(what="source:radio")
        await desk.look()
        assert desk.screen.reading is not None
        assert desk.screen.reading.source.key == "herald"
        assert [one.source.key for one in desk.screen.marked_readings] == ["herald"]


async def test_an_added_source_is_taken_back(folder: Path, corpus: Path, tmp_path: Path) -> None:
    saved = tmp_path / "saved.html"
    saved.write_bytes(page(title="A dam for two"))
    before = (folder / "sources.yaml").read_bytes()
    async with at_desk(folder, corpus=corpus) as desk:
        await begin_adding(desk, saved)
        await desk.press("l", "enter")  # only Enter adds
        assert "is added" in desk.message
        assert (folder / "sources.yaml").read_bytes() != before
        await desk.press("U")
        assert (folder / "sources.yaml").read_bytes() == before


async def test_while_an_article_is_read_keys_go_nowhere_else_and_esc_gives_up(
    folder: Path, corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    goes_on = Event()

    def gather(*_: object) -> None:
        goes_on.wait()
        raise NotAddedError("It came too late.")

    monkeypatch.setattr("briefing.tui.desk.adding.gather", gather)
    before = (folder / "sources.yaml").read_bytes()
    async with at_desk(folder, corpus=corpus) as desk:
        await desk.press("tab", ",", "+")
        await desk.fill(source="slow.html")
        assert "Reading slow.html" in shown(desk)
        await desk.press("enter", "x")
        assert "Reading slow.html" in shown(desk)
        await desk.press("escape")
        assert desk.message == "Nothing was added."
        goes_on.set()
        await desk.rest()
        assert desk.app.screen is desk.screen
    assert (folder / "sources.yaml").read_bytes() == before


async def test_facts_lead_back_to_where_the_article_is(
    folder: Path, corpus: Path, tmp_path: Path
) -> None:
    saved = tmp_path / "saved.html"
    saved.write_bytes(page(title="A dam for two"))
    async with at_desk(folder, corpus=corpus) as desk:
        await begin_adding(desk, saved)
        await desk.press("tab")
        await desk.fill(title="Kept", address="https://[x")
        fields, said = form_of(desk)
        assert (fields["title"], said) == ("Kept", "“https://[x” is no address of the web.")
        await desk.press("escape")
        assert form_of(desk)[0] == {"source": str(saved)}


@pytest.mark.parametrize("place", ["~nobody-here/x.txt", "~x"])
async def test_a_home_of_nobody_is_no_place(folder: Path, place: str) -> None:
    async with at_desk(folder) as desk:
        await desk.press("tab", ",", "+")
        await desk.fill(source=place)
        await desk.app.workers.wait_for_complete()
        await desk.rest()
        assert "There is no file" in form_of(desk)[1]


async def test_a_folder_that_cannot_be_read_is_not_drafted_into(folder: Path) -> None:
    async with at_desk(folder) as desk:
        await desk.press("tab")
        (folder / "briefing.md").write_text("---\ntitle: [\n---\n")
        desk.screen.watch_files()
        await desk.look()
        await desk.press(",", "D")
        assert "The folder cannot be read" in desk.message


async def test_what_makes_no_id_asks_for_one(folder: Path) -> None:
    async with at_desk(folder) as desk:
        await desk.press("tab", ",", "n")
        await desk.fill(section="background", title="Ереван и Баку")
        assert "makes no id" in form_of(desk)[1]
        await desk.fill(id="two-capitals")
        assert (folder / "cards/background/two-capitals.md").exists()


async def test_a_file_that_is_no_text_any_more_is_told(folder: Path) -> None:
    async with at_desk(folder) as desk:
        await desk.open(SHARE)
        (folder / SHARE).write_bytes(b"---\ntitle: \xff\xfe\n---\n")
        desk.screen.watch_files()
        await desk.rest()
        assert "is not text in UTF-8" in desk.message


async def test_in_a_small_form_the_keys_reach_the_last_field(folder: Path) -> None:
    async with at_desk(folder, (60, 12)) as desk:
        await desk.open(SHARE)
        await desk.press("tab", ",", "f", *("down",) * 8)
        form = desk.app.screen
        assert isinstance(form.focused, Input)
        assert form.focused.name == "said-by"


async def test_a_beginning_of_several_choices_says_which(folder: Path) -> None:
    async with at_desk(folder) as desk:
        await desk.press("tab", ",", "n")
        await desk.fill(section="t", title="The deal runs for ten years from June")
        assert form_of(desk)[1] == "“t” may be terms, timeline."


async def test_words_that_look_like_markdown_are_quoted_as_they_are(folder: Path) -> None:
    async with at_desk(folder) as desk:
        await desk.open(SHARE)
        desk.screen.editor.place(len(desk.read(SHARE)))
        await desk.press("tab", ",", "q")
        await desk.fill(words="We [the towns] pay *all*", speaker="mayor")
        assert r"> We \[the towns\] pay \*all\*" in desk.read(SHARE)
