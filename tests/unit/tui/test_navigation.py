"""Where commands lead, from one state of the reader screen to the next, with no screen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from briefing.evidence.corpus import Corpus, Examination
from briefing.evidence.support import bearers
from briefing.library.library import Library
from briefing.library.reader_tables import Place
from briefing.library.state import MemoryKeeper, ReaderState
from briefing.model.briefing import Briefing, Revision
from briefing.settings.config import Config, Places
from briefing.tui.reader import marking, navigation, sourcing
from briefing.tui.reader.layout import Pane
from briefing.tui.reader.state import Checked, Found, Marks, Question, ReadingState, Stop
from briefing.tui.session import Session, new_session

Begin = Callable[..., ReadingState]
Move = Callable[[ReadingState], ReadingState | None]
SHORT_WAY = [
    *("bottom-line", "text-is-final", "share", "duration", "hilltop-council", "gauge"),
    *("day-of-signature", "winter-level", "years"),
]
"""The first card of each stop of the short version."""

UNREAD = Marks()


@pytest.fixture
def begin(revision: Revision) -> Begin:
    """Begin to read at a card, or at the beginning."""

    def begin_at(
        card: str | None = None, *, full: bool = True, marks: Marks = UNREAD, **more: object
    ) -> ReadingState:
        check = Checked(Examination(revision.briefing, Corpus(None)))
        place = Place(section="", card=card, view=True) if card else None
        state = navigation.begin(revision, check, marks, place, full=full)
        return replace(state, **more) if more else state

    return begin_at


def ids(briefing: Briefing) -> list[str]:
    return [card.id for _, card in briefing.cards()]


def way(state: ReadingState | None, move: Move) -> list[str]:
    """The cards that the same move leads through, until it leads nowhere."""
    found: list[str] = []
    while state is not None and state.card_id not in found:
        found.append(state.card_id)
        state = move(state)
    return found


# -- opening ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("place", "full", "card", "wanted"),
    [
        (None, True, "bottom-line", Pane.CARD),
        (Place(section="terms", card="turbines"), True, "turbines", Pane.CARD),
        (Place(section="terms", card="turbines"), False, "turbines", Pane.CARD),
        (Place(section="terms", card="gone"), False, "share", Pane.CARD),
        (Place(section="side-deals", card="gone"), False, "ferry", Pane.CARD),
        (Place(section="gone", card="gone"), False, "bottom-line", Pane.CARD),
        (Place(section="reactions", card="anglers", view=True), False, "anglers", Pane.CARDS),
        (Place(section="reactions", card="anglers", view=False), False, "anglers", Pane.CARD),
        (Place(section="reactions", card="anglers", view=False), True, "anglers", Pane.CARD),
        (Place(section="reactions", card="gone"), False, "hilltop-council", Pane.CARDS),
    ],
)
def test_reading_begins_where_it_was_left(
    revision: Revision, place: Place | None, card: str, wanted: Pane, *, full: bool
) -> None:
    check = Checked(Examination(revision.briefing, Corpus(None)))
    state = navigation.begin(revision, check, Marks(), place, full=full)
    assert (state.card_id, state.text_id, state.wanted) == (card, card, wanted)
    assert state.route.full is full


def test_another_revision_keeps_the_pane_and_what_is_set_aside(
    begin: Begin, revision: Revision
) -> None:
    before = begin("share", wanted=Pane.CARD, narrowing="dam", found=Found("dam"), newer="out")
    before = sourcing.toggle_aside(before, "herald")
    after = navigation.go_on(before, begin("years"))
    assert (after.card_id, after.wanted, after.narrowing, after.found, after.newer) == (
        *("years", Pane.CARD, "", None, ""),
    )
    assert after.check.aside == {"herald"}
    other = replace(revision, briefing=replace(revision.briefing, id="other"))
    begun = navigation.begin(other, begin().check, Marks(), None, full=True)
    assert navigation.go_on(before, begun).check.aside == frozenset()
    assert navigation.go_on(before, begun).wanted is Pane.CARD


# -- through the briefing --------------------------------------------------------------------------


def test_stops_lead_through_each_version_and_back(begin: Begin, briefing: Briefing) -> None:
    assert way(begin(), lambda state: navigation.step_stop(state, 1)) == ids(briefing)
    assert way(begin(full=False), lambda state: navigation.step_stop(state, 1)) == SHORT_WAY
    back = way(begin("about-post"), lambda state: navigation.step_stop(state, -1))
    assert back == ids(briefing)[::-1]
    back = way(begin("years", full=False), lambda state: navigation.step_stop(state, -1))
    assert back == SHORT_WAY[::-1]


def test_cards_lead_through_the_rows_of_a_view_and_say_where_they_end(
    begin: Begin, briefing: Briefing
) -> None:
    short = way(begin(full=False), lambda state: navigation.step_card(state, 1))
    views = ("reactions", "doubts", "disagreements", "unknowns", "timeline")
    rows = [card.id for one in briefing.sections if one.id in views for card in one.cards]
    assert short == [*SHORT_WAY[:4], *rows]
    last = navigation.step_card(begin("about-post"), 1)
    assert (last.card_id, last.message) == ("about-post", "This is the last card.")
    assert navigation.step_card(begin(), -1).message == "This is the first card."
    assert navigation.step_card(begin("share"), -1).card_id == "will-it-hold"
    assert navigation.step_section(begin("about-post"), 1).message == "This is the last section."
    assert navigation.step_section(begin("share"), 1).card_id == "ferry"
    assert navigation.step_section(begin("turbines"), -1).card_id == "text-is-final"
    assert navigation.step_section(begin(), -1).message == "This is the first section."
    assert navigation.go_to_section(begin(), 2).card_id == "share"
    assert navigation.go_to_section(begin(), 99).message.startswith("No card of that section")


@pytest.mark.parametrize(
    ("stop", "full", "shown"),
    [
        ("reactions", False, Pane.CARDS),
        ("reactions", True, Pane.CARD),
        ("terms", False, Pane.CARD),
        ("terms", True, Pane.CARD),
    ],
)
@pytest.mark.parametrize("wanted", [Pane.SECTIONS, Pane.CARDS, Pane.CARD, Pane.EVIDENCE])
def test_a_stop_is_shown_in_the_pane_that_reads_it(
    begin: Begin, stop: str, wanted: Pane, shown: Pane, *, full: bool
) -> None:
    state = begin(full=full, wanted=wanted)
    (section,) = (one for one in state.briefing.sections if one.id == stop)
    viewed = state.route.viewed(section)
    cards = section.cards if viewed else section.cards[:1]
    assert navigation.show_stop(state, Stop(section, cards, viewed)).wanted is shown


@pytest.mark.parametrize("wanted", Pane)
def test_a_section_that_is_gone_to_shows_its_list(begin: Begin, wanted: Pane) -> None:
    state = begin(wanted=wanted)
    assert navigation.go_to_section(state, 2).wanted is Pane.CARDS
    assert navigation.step_section(state, 1).wanted is Pane.CARDS


def test_the_end_of_the_way_says_what_is_left_and_the_other_version_goes_on_there(
    begin: Begin, briefing: Briefing
) -> None:
    assert navigation.end_of_way(begin("about-post"), "V", "U").message == "This is the last card."
    everything = frozenset(ids(briefing))
    some = Marks(everything - {"turbines", "dam"}, rows=everything)
    ended = navigation.end_of_way(begin("years", full=False, marks=some), "V", "U")
    assert ended.message == "End of the short version. V: the full version, 4 min."
    unread = navigation.end_of_way(begin("years", full=False), "V", "U").message
    assert "U: 9 parts of it unread. V: the full version, 4 min." in unread
    full = navigation.switch_version(ended)
    assert (full.card_id, full.message) == ("turbines", "The full version, 4 minutes.")
    assert full.ended_at == ""
    moved = navigation.switch_version(replace(ended, card_id="gauge"))
    assert (moved.card_id, moved.route.full) == ("gauge", True)
    short = navigation.switch_version(moved)
    assert (short.message, short.route.full) == ("The short version, 2 minutes.", False)
    all_ = Marks(everything, rows=everything)
    read = navigation.end_of_way(begin("years", full=False, marks=all_), "V", "U")
    assert read.message == "End of the short version. All cards are read."
    assert navigation.switch_version(read).card_id == "years"


def test_what_is_unread_is_looked_for_onwards_and_then_from_the_start(
    begin: Begin, briefing: Briefing
) -> None:
    everything = frozenset(ids(briefing))
    marks = Marks(everything - {"share", "years"}, rows=everything - {"anglers"})
    seen = [
        navigation.next_unread(begin(card, marks=marks)).card_id
        for card in ("bottom-line", "share", "duration", "years", "towns")
    ]
    assert seen == ["share", "years", "years", "share", "share"]
    short = begin("duration", full=False, marks=marks)
    assert navigation.next_unread(short).card_id == "anglers"
    only = begin("share", marks=Marks(everything - {"share"}))
    assert navigation.next_unread(only).message == "This is the only one."
    for full, told in ((True, "All is read."), (False, "All of the short version is read.")):
        read = begin(full=full, marks=Marks(everything, rows=everything))
        assert navigation.next_unread(read).message == told


def test_bookmarks_are_gone_through_round_and_round(begin: Begin) -> None:
    marks = Marks(bookmarks=frozenset(["share", "anglers"]))
    seen = [
        navigation.next_bookmark(begin(card, marks=marks)).card_id
        for card in ("bottom-line", "share", "anglers", "years")
    ]
    assert seen == ["share", "anglers", "share", "share"]
    short = navigation.next_bookmark(begin("share", full=False, marks=marks))
    assert (short.card_id, short.wanted) == ("anglers", Pane.CARD)
    one = Marks(bookmarks=frozenset(["share"]))
    assert navigation.next_bookmark(begin("share", marks=one)).message == "This is the only one."
    assert navigation.next_bookmark(begin("share")).message == "No bookmarks: b sets one."


def test_a_figure_is_gone_to_on_its_card(begin: Begin) -> None:
    state = navigation.go_to_figure(begin(), "households")
    assert (state.card_id, state.goal, state.wanted) == (
        *("duration", "figure:households", Pane.CARD),
    )
    same = begin("years")
    assert navigation.go_to_figure(same, None) is same


# -- panes -----------------------------------------------------------------------------------------


def test_panes_are_gone_through_to_the_end_or_around(begin: Begin) -> None:
    order = [Pane.SECTIONS, Pane.CARDS, Pane.CARD]
    for pane, onward, back, around in (
        (Pane.SECTIONS, Pane.CARDS, Pane.SECTIONS, Pane.CARD),
        (Pane.CARDS, Pane.CARD, Pane.SECTIONS, Pane.SECTIONS),
        (Pane.CARD, Pane.CARD, Pane.CARDS, Pane.CARDS),
    ):
        state = begin("share", wanted=pane)
        assert navigation.step_pane(state, 1).wanted is onward
        assert navigation.step_pane(state, -1).wanted is back
        assert navigation.step_pane_around(state, -1).wanted is around
        after = order[(order.index(pane) + 1) % 3]
        assert navigation.step_pane_around(state, 1).wanted is after


def test_figures_are_gone_to_and_left_again(begin: Begin) -> None:
    for pane in (Pane.CARD, Pane.CARDS):
        there = navigation.toggle_figures(
            begin("share", wanted=pane, listed_last=pane is Pane.CARDS)
        )
        assert (there.wanted, there.figures_beside) == (Pane.FIGURES, True)
        assert there.list_alone is (pane is Pane.CARDS)
        assert navigation.toggle_figures(there).wanted is pane
    wide = begin("share", size=(120, 40), wanted=Pane.CARD, evidence_open=True)
    assert not wide.figures_beside
    assert navigation.toggle_figures(wide).figures_beside
    wider = replace(wide, size=(160, 45))
    assert wider.figures_beside
    assert navigation.toggle_figures(wider).evidence_open


@pytest.mark.parametrize(
    ("card", "full", "several", "rows", "front"),
    [
        ("bottom-line", True, False, False, True),
        ("share", True, True, False, False),
        ("text-is-final", True, True, False, False),
        ("text-is-final", False, False, False, False),
        ("ferry", False, False, False, False),
        ("anglers", True, True, False, False),
        ("anglers", False, True, True, False),
        ("gauge", False, True, True, False),
        ("share-or-level", True, True, False, False),
        ("about-post", False, True, False, False),
    ],
)
def test_a_section_tells_which_panes_it_needs(
    begin: Begin, card: str, *, full: bool, several: bool, rows: bool, front: bool
) -> None:
    state = begin(card, full=full, wanted=Pane.CARDS)
    told = state.arrangement
    assert (told.several, told.front) == (several, front)
    assert (state.list_alone, state.reads_rows) == (several, rows)
    assert (told.width, told.height) == (80, 24)


def test_a_narrowing_does_not_shorten_the_list_of_a_section(begin: Begin) -> None:
    state = begin("share")
    narrowed = replace(state, route=replace(state.route, visible=frozenset(["share"])))
    assert narrowed.arrangement.several


def test_the_text_is_behind_while_it_is_that_of_another_card(begin: Begin) -> None:
    state = begin("share")
    assert not state.behind
    assert state.at("years").behind
    assert not state.at("years").at("share").behind


def test_only_words_to_find_have_results(begin: Begin) -> None:
    narrowing = begin(question=Question("Only", "dam"))
    finding = begin(question=Question("Find", "dam", found=Found("dam")))
    assert (narrowing.finding, finding.finding, begin().finding) == (False, True, False)
    assert (narrowing.results, finding.results) == (Found(""), Found("dam"))


@pytest.mark.parametrize(
    ("card", "evidence", "texts", "compares"),
    [
        ("share-or-level", False, True, True),
        ("share-or-level", False, False, False),
        ("share-or-level", True, True, False),
        ("share", False, True, False),
    ],
)
def test_positions_are_compared_where_there_are_texts_and_no_evidence_is_open(
    begin: Begin, tmp_path: Path, card: str, *, evidence: bool, texts: bool, compares: bool
) -> None:
    state = begin(card, wanted=Pane.CARD, evidence_open=evidence, size=(120, 40))
    examination = Examination(state.briefing, Corpus(tmp_path if texts else None))
    assert replace(state, check=Checked(examination)).compares is compares


# -- sources ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "size", "opens", "wanted", "goal"),
    [
        ({"wanted": Pane.CARD}, (80, 24), True, Pane.CARD, "summer"),
        ({"wanted": Pane.CARD}, (71, 24), True, Pane.EVIDENCE, "summer"),
        ({"wanted": Pane.EVIDENCE, "evidence_open": True}, (71, 24), False, Pane.CARD, None),
        ({"wanted": Pane.CARD}, (140, 40), False, Pane.EVIDENCE, None),
        ({"wanted": Pane.EVIDENCE}, (140, 40), False, Pane.CARD, None),
        ({"wanted": Pane.EVIDENCE, "evidence_open": True}, (80, 24), False, Pane.CARD, None),
        ({"wanted": Pane.CARDS}, (80, 24), True, Pane.CARD, "summer"),
    ],
)
def test_the_drawer_of_evidence_opens_and_closes(
    begin: Begin,
    before: dict[str, object],
    size: tuple[int, int],
    wanted: Pane,
    goal: str | None,
    *,
    opens: bool,
) -> None:
    after = sourcing.toggle_evidence(begin("share", size=size, **before), "summer")
    assert (after.evidence_open, after.wanted, after.goal) == (opens, wanted, goal)


def test_evidence_of_a_view_is_that_of_its_card(begin: Begin) -> None:
    view = begin("anglers", full=False, evidence_open=True)
    after = sourcing.toggle_evidence(view, None)
    assert (after.evidence_open, after.wanted, after.list_alone) == (True, Pane.CARD, False)


@pytest.mark.parametrize("claim", ["disputed", "figures", "to:nowhere/share"])
def test_a_sentence_with_the_name_of_a_topic_is_no_line_of_the_first_screen(
    begin: Begin, claim: str
) -> None:
    after = sourcing.go_to_dispute(begin("share"), claim)
    assert (after.card_id, after.message[:15]) == ("share", "No disagreement")


def test_disagreements_are_visited_and_left_again(begin: Begin) -> None:
    start = begin("share", wanted=Pane.CARD)
    there = sourcing.go_to_dispute(start, "summer")
    assert (there.card_id, there.message) == ("share-or-level", "d again goes back.")
    back = sourcing.go_to_dispute(there, None)
    assert (back.card_id, back.goal, back.visit) == ("share", "summer", None)
    figure = sourcing.go_to_dispute(start, "figure:water-share")
    assert figure.card_id == "share-or-level"
    none = sourcing.go_to_dispute(start, "figure:unofficial-share")
    assert none.message.startswith("No disagreement is about this sentence")
    alone = sourcing.go_to_dispute(begin("share-or-level"), None)
    assert (alone.card_id, alone.goal, alone.wanted) == ("share", "summer", Pane.CARD)
    assert alone.message == "The disagreement is about this; d leads back to it."
    elsewhere = sourcing.go_to_dispute(there.at("years"), "c1")
    assert (elsewhere.card_id, elsewhere.message[:15]) == ("years", "No disagreement")
    nothing = sourcing.go_to_dispute(begin("day-of-signature"), None)
    assert nothing.message == "This disagreement is about no one sentence."


def test_of_several_disagreements_each_is_visited(begin: Begin) -> None:
    state = begin("share")
    cards = {card.id: card for _, card in state.briefing.cards()}
    both = (cards["day-of-signature"], cards["share-or-level"])
    disputed = replace(state.briefing)
    vars(disputed)["disputes"] = {"share#summer": both}
    state = replace(state, route=replace(state.route, briefing=disputed))
    first = sourcing.go_to_dispute(state, "summer")
    assert (first.card_id, first.message) == (
        *("day-of-signature", "d again goes on to the next, 1 more."),
    )
    second = sourcing.go_to_dispute(first, None)
    assert (second.card_id, second.message) == ("share-or-level", "d again goes back.")
    assert sourcing.go_to_dispute(second, None).card_id == "share"


@pytest.mark.parametrize(
    ("item", "card"),
    [("actor:mayor", "towns"), ("actor:engineer", "towns"), ("actor:lakeside", None)],
)
def test_what_an_actor_is_called_is_on_the_card_of_people(
    begin: Begin, item: str, card: str | None
) -> None:
    state = begin()
    found = next(one for one in bearers(state.briefing) if one.item == item)
    after = sourcing.go_to_bearer(state, found)
    if card is None:
        assert (after.card_id, after.message) == (state.card_id, "No card shows this.")
    else:
        assert (after.card_id, after.goal, after.wanted) == (card, item, Pane.CARD)


def test_sources_are_set_aside_and_relied_on_again(begin: Begin) -> None:
    state = begin()
    assert sourcing.toggle_aside(state, None).message.startswith("x sets a source aside")
    one = sourcing.toggle_aside(state, "herald")
    assert (one.check.aside, one.message) == (
        *(frozenset(["herald"]), "Nothing is stored; x undoes it."),
    )
    two = sourcing.toggle_aside(one, "post")
    assert two.check.aside == {"herald", "post"}
    assert sourcing.toggle_aside(two, "herald").check.aside == {"post"}
    assert sourcing.toggle_aside(two, None).check.aside == frozenset()
    none = sourcing.toggle_aside(replace(one, message=""), "herald")
    assert (none.check.aside, none.message) == (frozenset(), "")


# -- marks -----------------------------------------------------------------------------------------


@pytest.fixture
def session(tmp_path: Path) -> Session:
    """A session whose marks are kept in memory."""
    library, state = Library(tmp_path / "library"), ReaderState(MemoryKeeper())
    places = Places(library.folder, tmp_path / "state", tmp_path / "config.toml")
    return new_session(library, state, Config(), Corpus(None), places=places)


def test_a_card_is_marked_and_the_mark_taken_back(begin: Begin, session: Session) -> None:
    read = marking.toggle_read(begin("share"), session)
    assert (set(read.marks.read), read.message) == ({"share"}, "Marked as read.")
    unread = marking.toggle_read(read, session)
    assert (set(unread.marks.read), unread.message) == (set(), "Marked as unread.")
    undone = marking.undo(unread, session)
    assert undone.marks.read == {"share"}
    assert undone.message.endswith(".")
    assert undone.message != "There is nothing to undo."


def test_what_the_reader_said_of_the_open_card_stays_when_its_end_is_seen(
    begin: Begin, session: Session
) -> None:
    unread = marking.toggle_read(marking.toggle_read(begin("share"), session), session)
    assert marking.see_card(unread, session) is unread
    assert marking.see_card(replace(unread, decided=None), session).marks.read == {"share"}


def test_where_nothing_was_done_nothing_is_undone(begin: Begin, session: Session) -> None:
    assert marking.undo(begin(), session).message == "There is nothing to undo."


def test_in_a_view_the_row_is_marked_and_not_the_card(begin: Begin, session: Session) -> None:
    row = marking.toggle_read(begin("anglers", full=False), session)
    assert (set(row.marks.rows), set(row.marks.read)) == ({"anglers"}, set())
    assert marking.toggle_read(row, session).marks.rows == frozenset()


def test_a_section_is_marked_whole_first_and_then_not_at_all(
    begin: Begin, session: Session
) -> None:
    some = marking.toggle_read(begin("share"), session)
    whole = marking.toggle_section_read(some, session)
    assert whole.marks.read == {"share", "duration", "turbines"}
    assert whole.message == "Marked 2 cards as read."
    none = marking.toggle_section_read(whole, session)
    assert (set(none.marks.read), none.message) == (set(), "Marked 3 cards as unread.")


def test_rows_that_were_on_the_screen_are_read(begin: Begin, session: Session) -> None:
    view = begin("anglers", full=False)
    seen = marking.see_rows(view, session, {"anglers", "rivers-union", "share"})
    assert seen.marks.rows == {"anglers", "rivers-union"}
    assert marking.see_rows(seen, session, {"anglers"}) is seen
    unread = marking.toggle_read(seen, session)
    assert marking.see_rows(unread, session, {"anglers", "hilltop-council"}) is unread


def test_bookmarks_are_set_and_removed(begin: Begin, session: Session) -> None:
    there = marking.toggle_bookmark(begin("share"), session)
    assert (set(there.marks.bookmarks), there.message) == ({"share"}, "Bookmarked.")
    gone = marking.toggle_bookmark(there, session)
    assert (set(gone.marks.bookmarks), gone.message) == (set(), "Bookmark removed.")
