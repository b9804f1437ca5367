"""`briefing review` on the screen: what is seen, what is signed, and what is taken back."""

from __future__ import annotations

import re
from argparse import Namespace
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from textual.widgets import Input

from briefing.authoring.anchor_lock import write_lock
from briefing.authoring.load import load_briefing
from briefing.authoring.review_lock import REVIEWS_NAME
from briefing.evidence.reviewing import Question, questions
from briefing.library.library import Library
from briefing.library.state import ReaderState
from briefing.model.briefing import Briefing
from briefing.model.reviews import SignOff
from briefing.settings.config import Config, find_places
from briefing.tui.review_app import ReviewApp
from briefing.tui.screens.review import ReviewScreen, ReviewTask, summary
from briefing.tui.screens.source_text import SourceTextScreen
from briefing.tui.session import new_session
from briefing.tui.widgets import FooterBar, ItemPane
from briefing.views.context import Context
from briefing.views.review import open_desk, signer_of
from tests.articles import anchored, copy_towns
from tests.pilot.harness import Keyed, Size, text_of
from tests.samples import TEXTS

SIZES = ((80, 24), (120, 40), (160, 45))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return copy_towns(tmp_path)


@dataclass(frozen=True)
class Reviewing(Keyed[ReviewApp]):
    """A review that runs without a terminal."""

    @property
    def screen(self) -> ReviewScreen:
        return self.app.review

    @property
    def seen(self) -> str:
        """All that is drawn, on one line each."""
        panes = [*self.app.screen.query(ItemPane)]
        return "\n".join(text_of(pane) for pane in panes)

    @property
    def words(self) -> str:
        return " ".join(re.sub("[▸◂▌]", "", self.seen).split())

    @property
    def message(self) -> str:
        return self.screen.query_one(FooterBar).message

    @property
    def stop(self) -> str:
        stop = self.screen.walk.stop
        assert stop is not None
        return stop.question.key

    @property
    def signed(self) -> tuple[SignOff, ...]:
        briefing = load_briefing(self.folder).briefing
        assert briefing is not None
        return briefing.sign_offs


def review_app(
    folder: Path,
    *,
    corpus: Path | None = TEXTS,
    name: str = "Cy",
    asks_name: bool = False,
    drill: int = 0,
) -> ReviewApp:
    """The application, as the command makes it."""
    home = folder.parent
    environment = {"BRIEFING_LIBRARY": str(home / "library"), "BRIEFING_STATE": str(home / "state")}
    places = find_places(environment, corpus_override=corpus)
    context = Context(
        places=places,
        config=Config(),
        complaints=(),
        open_to_read=lambda _: Library(places.library),
        open_to_write=lambda: Library(places.library),
        stdout=StringIO(),
        stderr=StringIO(),
        width=80,
    )
    desk = open_desk(context, Namespace(folder=str(folder), signers=None))
    session = new_session(
        Library(places.library),
        ReaderState.open(places.marks),
        Config(),
        desk.examination.corpus,
        places=places,
    )
    wanted = ReviewTask(name, asks_name, drill, seed=7)
    return ReviewApp(session, ReviewScreen(session, desk, signer_of(None), wanted))


@asynccontextmanager
async def reviewing(
    folder: Path,
    size: Size = (80, 24),
    **options: Any,  # noqa: ANN401 - those of `review_app`
) -> AsyncIterator[Reviewing]:
    """Review a folder."""
    app = review_app(folder, **options)
    async with app.run_test(size=size) as pilot:
        found = Reviewing(app, pilot, folder)
        await found.rest()
        yield found


def read(folder: Path) -> Briefing:
    briefing = load_briefing(folder).briefing
    assert briefing is not None
    return briefing


async def go_to(review: Reviewing, key: str) -> None:
    while review.stop != key:
        at = review.screen.walk.at
        await review.press("space")
        assert review.screen.walk.at >= at
        assert "This is the end" not in review.message


def question(briefing: Briefing, key: str) -> Question:
    return next(one for one in questions(briefing) if one.key == key)


@pytest.mark.parametrize("size", SIZES)
async def test_a_sentence_is_seen_with_its_neighbours_its_passages_and_shared_words(
    folder: Path, size: Size
) -> None:
    async with reviewing(folder, size) as review:
        await go_to(review, "share#in-winter-the-shares")
        assert "7 of 127 · Hilltop gets two thirds of the water in summer" in review.words
        assert "Hilltop takes two thirds of the water from June to August." in review.words
        assert "In winter the shares are equal." in review.words
        assert "Either side may leave with a year's notice." in review.words
        assert "The Herald, paragraph 3 · paraphrase · exact" in review.words
        assert "p passages carry it" in review.words
        assert "0 signed · 0 remarked" in review.words


async def test_it_carries_is_written_at_once_and_the_next_comes(folder: Path) -> None:
    async with reviewing(folder) as review:
        first = review.stop
        await review.press("p")
        (signed,) = review.signed
        assert (signed.about, signed.by, signed.how) == (first, "Cy", "stated")
        assert signed.carries
        assert review.stop == "bottom-line#so-what"
        assert review.message == "Signed; U takes it back."
        assert "1 signed · 0 remarked" in review.screen.query_one(FooterBar).position


async def test_a_remark_is_typed_and_an_empty_one_is_none(folder: Path) -> None:
    async with reviewing(folder) as review:
        first = review.stop
        await review.press("r", "enter")
        assert not review.signed
        await review.type("Not both p and r")
        await review.press("enter")
        (said,) = review.signed
        assert (said.about, said.remark) == (first, "Not both p and r")
        assert not said.carries
        await review.press("backspace")
        assert "You said: Not carried: “Not both p and r”." in review.words


async def test_a_remark_is_left_by_escape(folder: Path) -> None:
    async with reviewing(folder) as review:
        await review.press("r", "x", "escape", "p")
        assert [one.remark for one in review.signed] == [""]
        assert review.screen.walk.at == 1


async def test_undo_takes_the_last_word_back_out_of_the_file(folder: Path) -> None:
    async with reviewing(folder) as review:
        await review.press("U")
        assert review.message == "There is nothing to take back."
        await review.press("p", "p", "space", "U")
        assert [one.about for one in review.signed] == ["bottom-line#lakeside-and-hilltop-agreed"]
        assert review.stop == "bottom-line#so-what"
        await review.press("U")
        assert review.signed == ()
        assert review.screen.walk.at == 0


async def test_a_review_goes_on_where_it_was_left(folder: Path) -> None:
    async with reviewing(folder) as review:
        await review.press("p", "p")
        third = review.stop
    async with reviewing(folder, name="cy") as review:
        assert review.stop == third
    async with reviewing(folder, name="Bo Marsh") as review:
        assert review.stop == "bottom-line#lakeside-and-hilltop-agreed"


async def test_what_changed_since_is_asked_for_again_and_says_so(folder: Path) -> None:
    async with reviewing(folder) as review:
        await go_to(review, "share#summer")
        await review.press("p")
    card = folder / "cards" / "terms" / "share.md"
    card.write_text(card.read_text().replace("two thirds of the water from", "most water from"))
    async with reviewing(folder) as review:
        await go_to(review, "share#summer")
        assert "Changed since Cy (stated) on" in review.words


async def test_nobody_signs_what_has_no_text_at_hand(folder: Path) -> None:
    async with reviewing(folder, corpus=None) as review:
        await review.press("p", "r")
        assert review.signed == ()
        assert review.screen.walk.at == 0
        assert "Nobody can sign this here: @herald, ¶1: No text on this machine" in review.words
        assert review.message.startswith("Nobody can sign this here.")


async def test_after_the_sentences_come_cards_and_at_last_the_whole(folder: Path) -> None:
    async with reviewing(folder, (120, 40)) as review:
        await go_to(review, "share:fairness")
        assert "Fairness: Is it fair to everybody whom it is about?" in review.words
        assert "We trust them for now." in review.words
        assert "p yes" in review.words
        while review.stop != ":length":
            await review.press("space")
        assert "of 6" in review.words
        await review.press("p")
        assert review.message == (
            "Signed; U takes it back. This is the end; 126 have no verdict: Space goes to the"
            " first, q leaves."
        )
        assert [one.about for one in review.signed] == [""]
        await review.press("space")
        assert review.screen.walk.at == 0
        assert review.message == ""


async def test_the_source_is_read_at_the_passage_and_left_again(folder: Path) -> None:
    async with reviewing(folder, (120, 40)) as review:
        await review.press("]", "s")
        assert isinstance(review.app.screen, SourceTextScreen)
        assert "The Valley Post" in review.words
        await review.press("escape")
        assert len(review.app.screen_stack) == 1


async def test_cards_are_leapt_over_and_back(folder: Path) -> None:
    async with reviewing(folder) as review:
        await review.press("J", "J")
        assert review.stop == "will-it-hold#both-towns-have-sold"
        await review.press("space", "K")
        assert review.stop == "will-it-hold#both-towns-have-sold"
        await review.press("K", "K", "K")
        assert review.screen.walk.at == 0


async def test_cards_are_leapt_over_among_the_questions_too(folder: Path) -> None:
    async with reviewing(folder) as review:
        while not review.stop.endswith(":title"):
            await review.press("J")
        cards = [review.stop.partition(":")[0]]
        for _ in range(3):
            await review.press("J")
            cards.append(review.stop.partition(":")[0])
        assert len(set(cards)) == 4
        await review.press("K")
        assert review.stop == f"{cards[2]}:title"


async def test_questions_about_people_show_who_they_are_and_no_empty_passages(
    folder: Path,
) -> None:
    people = folder / "cards" / "people" / "towns.md"
    people.write_text(people.read_text().partition("Ann Lee-Marsh has")[0])
    async with reviewing(folder) as review:
        while not review.stop.startswith("towns:"):
            await review.press("J")
        assert "Ann Lee-Marsh: Mayor of Lakeside · also called Lee-Marsh" in review.words
        assert "Orkhan Aliyev: Engineer who proposed the shares" in review.words
        assert "assage" not in review.words
        assert "assumed" not in review.words
        await review.press("]")
        assert review.message == "There is no passage here to go to."
        await review.press("K")
        assert "Passages (" in review.words


async def test_a_title_that_the_first_line_cuts_stands_above_the_sentence(folder: Path) -> None:
    title = "Card: Hilltop gets two thirds of the water in summer"
    async with reviewing(folder, (60, 24), name="Ann Lee-Marsh") as review:
        await go_to(review, "share#summer")
        assert title in review.words
        await review.pilot.resize_terminal(100, 24)
        await review.rest()
        assert title not in review.words


async def test_a_whole_text_of_which_the_beginning_is_seen_says_what_shows_it(
    folder: Path,
) -> None:
    card = folder / "cards" / "terms" / "share.md"
    card.write_text(card.read_text().replace("[@herald, ¶2; @post, ¶4] ^summer", "[@post] ^summer"))
    briefing = anchored(read(folder), TEXTS)
    write_lock(folder, briefing.anchors, briefing.articles)
    async with reviewing(folder, (120, 40)) as review:
        await go_to(review, "share#summer")
        assert "s shows it whole." in review.words
        await review.press("space")
        assert "s shows it whole." not in review.words


async def test_words_in_no_passage_are_neither_who_says_so_nor_that_they_say_it(
    folder: Path,
) -> None:
    card = folder / "cards" / "terms" / "share.md"
    more = "In winter, the Valley Post writes, the shares of tin are equal."
    card.write_text(card.read_text().replace("In winter the shares are equal.", more))
    async with reviewing(folder, (120, 40)) as review:
        await go_to(review, "share#in-winter-the-valley")
        assert "In no passage: tin " in review.words


async def test_who_signs_is_asked_once_and_has_a_name(folder: Path) -> None:
    async with reviewing(folder, name="", asks_name=True) as review:
        await review.press("enter")
        assert review.screen.walk.stops == []
        await review.type("Di")
        await review.press("enter")
        assert len(review.screen.walk.stops) > 100
        await review.press("p")
        assert [one.by for one in review.signed] == ["Di"]


async def test_escape_says_how_to_leave_and_q_leaves(folder: Path) -> None:
    async with reviewing(folder) as review:
        await review.press("p", "escape")
        assert review.message == "q leaves; what you said is kept. 126 have no verdict."
        await review.press("q")
        await review.rest()
        assert not review.app.is_running
        assert summary(review.screen) == [
            "Cy signed 1 thing and remarked on 0; all of it is kept.",
            "126 have no verdict: the next review begins with the first.",
        ]


@pytest.mark.parametrize("size", SIZES)
async def test_help_and_palette_know_the_keys(folder: Path, size: Size) -> None:
    async with reviewing(folder, size) as review:
        await review.press("?")
        assert "Sign that the passages carry it" in review.words
        await review.press("escape", ":")
        await review.type("take back")
        await review.press("escape", "escape")
        assert review.app.screen is review.screen


async def test_a_key_of_the_reader_that_means_nothing_here_says_so(folder: Path) -> None:
    async with reviewing(folder) as review:
        await review.press("x")
        assert review.message.startswith("x does nothing here. p passages carry it, r they do not")


# -- the drill -------------------------------------------------------------------------------------


async def walk_through(review: Reviewing, verdict: Callable[[bool], str | None]) -> None:
    """Give a verdict on each stop, told whether it is falsified; None goes on without one."""
    while not review.app.screen.query("#sheet-pane") and "the end" not in review.message:
        if "ends the drill" in review.message:
            await review.press("J")
            continue
        stop = review.screen.walk.stop
        assert stop is not None
        key = verdict(stop.falsified is not None)
        at = review.screen.walk.at
        if key == "r":
            await review.press("r")
            review.screen.query_one(Input).value = "No."
            await review.press("enter")
        elif key == "p":
            await review.press("p")
        while key is None and review.screen.walk.at == at and review.app.screen is review.screen:
            await review.press("space")
            if "have no verdict" in review.message:
                break


async def test_falsified_sentences_are_taken_back_and_told_and_never_written(folder: Path) -> None:
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    async with reviewing(folder, (120, 40), drill=3) as review:
        stops = review.screen.walk.stops
        false = [one for one in stops if one.falsified]
        assert len(false) == 3
        keys = iter(["r", "p", None])
        await walk_through(review, lambda is_false: next(keys) if is_false else None)
        assert "Drill: 1 of 3 caught" in review.seen
        for one in false:
            assert one.question.key in review.words
        assert not review.signed
        assert not (folder / REVIEWS_NAME).exists()
        await review.press("escape")
        assert review.message == "These are the true sentences."
        stop = review.screen.walk.stop
        assert stop is not None
        assert stop.falsified is None
        assert stop.question is false[0].question
        await review.press("p")
        assert [one.about for one in review.signed] == [false[0].question.about]
        # Nothing false is left, and none of the questions about cards was asked before.
        assert not any(one.falsified for one in review.screen.walk.stops)
        assert len(review.screen.walk.stops) == len(stops)
        await review.press("p", "p")
        stop = review.screen.walk.stop
        assert stop is not None
        assert stop.question.asks
        assert "3 signed · 0 remarked" in review.screen.query_one(FooterBar).position
        drill, *each = summary(review.screen)[2:]
        assert drill.startswith("Drill: 1 of 3 falsified sentences caught, 1 signed, 1 without")
        assert len(each) == 3
    after = {path: path.read_bytes() for path in before}
    assert after == before


async def test_a_drill_ends_only_when_asked_while_sentences_have_no_verdict(folder: Path) -> None:
    async with reviewing(folder, (120, 40), drill=2) as review:
        last = review.screen.walk.sentences - 1
        await review.press("p")
        while review.screen.walk.at < last:
            await review.press("J")
        await review.press("J")
        left = f"{last} have no verdict: Space goes to the first, J ends the drill."
        assert review.message == left
        assert review.screen.walk.at == last
        await review.press("space")
        assert review.screen.walk.at == 1
        assert review.app.screen is review.screen
        while not review.message:
            await review.press("J")
        await review.press("J")
        assert "Drill: 0 of 2 caught" in review.seen


async def test_the_footer_does_not_give_the_drill_away(folder: Path) -> None:
    async with reviewing(folder, drill=2) as review:
        place = next(n for n, one in enumerate(review.screen.walk.stops) if one.falsified)
        while review.screen.walk.at < place:
            await review.press("space")
        await review.press("p")
        assert "1 signed · 0 remarked" in review.screen.query_one(FooterBar).position
        assert review.signed == ()
        assert "signed 0 things" in summary(review.screen)[0]


async def test_what_explains_the_true_sentence_does_not_stand_below_the_false_one(
    folder: Path,
) -> None:
    people = folder / "cards" / "people" / "towns.md"
    allowed = ' allow="negation: He says so of the other town."}'
    people.write_text(people.read_text().replace("{date=2021?}", "{date=2021?" + allowed))
    async with reviewing(folder, (120, 40), drill=1000) as review:
        while not review.stop.startswith("towns#ann-lee-marsh"):
            await review.press("J")
        stop = review.screen.walk.stop
        assert stop is not None
        assert stop.falsified is not None
        assert stop.falsified.bearer.allowed
        assert "has not been mayor" in review.words
        assert "xplained" not in review.words
        assert "of the other town" not in review.words


async def test_a_falsified_sentence_looks_like_any_other(folder: Path) -> None:
    async with reviewing(folder, (120, 40), drill=2) as review:
        place = next(n for n, one in enumerate(review.screen.walk.stops) if one.falsified)
        while review.screen.walk.at < place:
            await review.press("space")
        stop = review.screen.walk.stop
        assert stop is not None
        assert stop.falsified is not None
        assert " ".join(stop.falsified.text.split()) in review.words
        assert stop.question.text not in review.words
        assert "alsif" not in review.words
        assert "rill" not in review.words
        # Beside its neighbour it must not stand as it truly is.
        await review.press("J", "K")
        assert stop.question.text not in review.words


async def test_who_leaves_before_the_end_is_told_all_the_same(folder: Path) -> None:
    async with reviewing(folder, drill=2) as review:
        await review.press("p", "q")
        await review.rest()
        first, left, drill, *each = summary(review.screen)
        assert left.startswith("12")
        assert "all of it is kept" in first
        assert drill.startswith("Drill: 0 of 2 falsified sentences caught")
        assert "All are taken back; none was written." in drill
        assert len(each) == 2
        assert all("True: “" in line and "False: “" in line for line in each)


async def test_hostile_text_reaches_no_screen_as_anything_but_text(folder: Path) -> None:
    card = folder / "cards" / "terms" / "share.md"
    card.write_text(card.read_text().replace("Hilltop takes two", "[/x] [sic] Hilltop takes two"))
    async with reviewing(folder) as review:
        await go_to(review, "share#summer")
        assert "[/x] [sic] Hilltop takes two thirds" in review.words
