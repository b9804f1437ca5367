"""Words typed into the prompt: what they find or leave, and what comes of taking them or not."""

from __future__ import annotations

from collections.abc import Callable, Collection

import pytest
from msgspec.structs import replace

from briefing.evidence.corpus import Corpus, Examination
from briefing.library.state import Place
from briefing.model.briefing import Briefing, Revision
from briefing.search.finder import Finder
from briefing.tui.reader import finding, navigation
from briefing.tui.reader.layout import Pane
from briefing.tui.reader.state import Checked, Found, Marks, ReadingState, Route, SearchStart
from tests.articles import anchored
from tests.samples import TEXTS

Begin = Callable[..., ReadingState]
HERE = Place(section="terms", card="share", claim="summer")
ROW = Place(section="terms", card="share", view=True)
ELSEWHERE = Place(section="timeline", card="years")


@pytest.fixture
def begin(revision: Revision) -> Begin:
    """Begin to read at a card, or at the first."""

    def begin_at(card: str = "bottom-line", **more: object) -> ReadingState:
        check = Checked(Examination(revision.briefing, Corpus(None)))
        state = navigation.begin(revision, check, Marks(), Place(section="", card=card), full=True)
        return replace(state, **more) if more else state

    return begin_at


@pytest.fixture
def finder(briefing: Briefing) -> Finder:
    return Finder(briefing)


def found(finder: Finder, words: str) -> Found:
    return Found(words, tuple(finder.matches(words)))


def told(state: ReadingState) -> tuple[str, str, list[str]]:
    """What the prompt shows of what was typed: the count, the mistake, the cards of the results."""
    question = state.question
    assert question is not None
    fault = question.fault.message if question.fault else ""
    return question.count, fault, [match.hit.card_id for match in state.results.matches]


# -- finding ---------------------------------------------------------------------------------------


def test_finding_begins_with_no_words_and_knows_where(begin: Begin, finder: Finder) -> None:
    state = finding.ask_find(begin("share", evidence_open=True), HERE)
    assert state.question is not None
    assert (state.question.label, state.question.words, told(state)) == ("Find: ", "", ("", "", []))
    assert state.question.before is None
    assert (state.finding, state.search) == (True, SearchStart(HERE, drawer=True))
    assert finding.ask_find(begin(), HERE).search == SearchStart(HERE, drawer=False)
    again = replace(state, found=found(finder, "sluice"))
    assert finding.ask_find(again, ELSEWHERE).search == SearchStart(HERE, drawer=True)


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("", ("", "", [])),
        ("  ", ("", "", [])),
        ("zzz", ("0 matches", "", [])),
        ("gauge census", ("0 matches", "", [])),
        ("committee", ("3 matches", "", ["bottom-line", "winter-level", "winter-level"])),
        ("census", ("1 match", "", ["duration"])),
        ("in:terms", ("3 matches", "", ["share", "duration", "turbines"])),
    ],
)
def test_matches_follow_the_words(
    begin: Begin, finder: Finder, words: str, shown: tuple[str, str, list[str]]
) -> None:
    state = finding.typed(finding.ask_find(begin(), HERE), words, finder)
    assert told(state) == shown
    assert (state.results.query, state.results.here) == (words, 0)
    assert (state.route, state.card_id) == (begin().route, "bottom-line")


def test_results_stay_while_a_field_is_begun_and_while_there_is_a_mistake(
    begin: Begin, finder: Finder
) -> None:
    asked = finding.typed(finding.ask_find(begin(), HERE), "census", finder)
    for words, count in (("census in", "0 matches"), ("census in:", ""), ("census in:zzz", "")):
        state = finding.typed(asked, words, finder)
        assert told(state)[0] == count
        assert told(state)[2] == ["duration"]
        assert state.results.query == "census"
    assert told(finding.typed(asked, "census in:", finder))[1].startswith("“in:” needs a value")
    assert told(finding.typed(asked, "census zzz", finder)) == ("0 matches", "", [])
    mended = finding.typed(finding.typed(asked, "census in:", finder), "sluice", finder)
    assert told(mended)[:2] == ("4 matches", "")
    nothing = finding.typed(finding.ask_find(begin(), HERE), "zzz in", finder)
    assert nothing.results.query == "zzz in"


def test_without_a_question_nothing_is_typed_taken_or_undone(begin: Begin, finder: Finder) -> None:
    state = begin()
    assert finding.typed(state, "sluice", finder) is state
    for after in (finding.accept(state, 0), finding.cancel(state), finding.leave(state)):
        assert (after.question, after.card_id, after.message) == (None, "bottom-line", "")


@pytest.mark.parametrize(
    ("words", "chosen", "opened"),
    [
        ("committee", 0, ("bottom-line", "so-what")),
        ("committee", 2, ("winter-level", "the-committee-is-named")),
    ],
)
def test_the_chosen_match_is_opened(
    begin: Begin, finder: Finder, words: str, chosen: int, opened: tuple[str, str]
) -> None:
    asked = finding.typed(finding.ask_find(begin("years"), ELSEWHERE), words, finder)
    state = finding.accept(asked, chosen)
    assert (state.card_id, state.goal) == opened
    assert (state.question, state.wanted, state.message) == (None, Pane.CARD, "")
    assert state.found is not None
    assert (state.found.query, state.found.here) == (words, chosen)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("", ""),
        ("  ", ""),
        ("zzz", "No card has all these words: zzz"),
        (
            "in:",
            "“in:” needs a value right after the colon: a section, such as in:reactions.",
        ),
    ],
)
def test_where_nothing_is_found_it_is_said_and_nothing_is_opened(
    begin: Begin, finder: Finder, words: str, message: str
) -> None:
    asked = finding.typed(finding.ask_find(begin("years"), ELSEWHERE), words, finder)
    state = finding.accept(asked, 0)
    assert (state.question, state.found, state.card_id, state.goal) == (None, None, "years", None)
    assert state.message == message


def test_a_mistake_is_to_be_mended_and_what_is_incomplete_is_taken(
    begin: Begin, finder: Finder
) -> None:
    asked = finding.typed(finding.ask_find(begin(), HERE), "fig:>x", finder)
    assert finding.accept(asked, 0) is asked
    incomplete = finding.typed(finding.ask_find(begin(), HERE), "census in:", finder)
    assert finding.accept(incomplete, 0).question is None


def test_finding_is_called_off_by_going_elsewhere(begin: Begin, finder: Finder) -> None:
    asked = finding.typed(finding.ask_find(begin("years"), ELSEWHERE), "census", finder)
    for state in (finding.leave(asked), finding.cancel(asked)):
        assert (state.question, state.found, state.card_id) == (None, None, "years")


# -- narrowing -------------------------------------------------------------------------------------


def narrowed(begin: Begin, finder: Finder, words: str, card: str = "bottom-line") -> ReadingState:
    return finding.typed(finding.ask_narrow(begin(card)), words, finder)


@pytest.mark.parametrize(
    ("words", "count", "visible"),
    [
        ("", "", None),
        ("census", "1 card", {"duration"}),
        ("committee", "2 cards", {"bottom-line", "winter-level"}),
        ("zzz", "0 cards", set()),
        ("dat", "0 cards", None),  # may become `date:`
        ("in:", "", None),
    ],
)
def test_only_cards_with_the_words_are_left(
    begin: Begin, finder: Finder, words: str, count: str, visible: Collection[str] | None
) -> None:
    state = narrowed(begin, finder, words)
    assert told(state)[0] == count
    assert state.route.visible == visible
    assert state.narrowing == ("" if visible is None else words)
    assert not state.finding


def test_a_narrowing_goes_on_from_the_one_before_and_back_to_it(
    begin: Begin, finder: Finder
) -> None:
    state = finding.accept(narrowed(begin, finder, "committee"), 0)
    asked = finding.ask_narrow(state)
    assert asked.question is not None
    assert (asked.question.label, asked.question.words) == ("Narrow to: ", "committee")
    other = finding.typed(asked, "census", finder)
    assert other.route.visible == frozenset({"duration"})
    back = finding.cancel(other)
    assert (back.route, back.narrowing, back.question) == (state.route, "committee", None)
    begun = finding.typed(asked, "dat", finder)
    assert begun.route.visible == frozenset({"bottom-line", "winter-level"})
    emptied = finding.typed(asked, "", finder)
    assert (emptied.route.visible, emptied.narrowing) == (None, "")


@pytest.mark.parametrize(
    ("words", "card", "after"),
    [
        ("committee", "bottom-line", "bottom-line"),
        ("committee", "winter-level", "winter-level"),
        ("committee", "share", "winter-level"),
        ("committee", "years", "winter-level"),
        ("census", "years", "duration"),
        ("census", "share", "duration"),
    ],
)
def test_the_next_card_that_is_left_is_opened_or_the_last(
    begin: Begin, finder: Finder, words: str, card: str, after: str
) -> None:
    asked = narrowed(begin, finder, words, card)
    for state in (finding.accept(asked, 0), finding.leave(asked)):
        assert (state.card_id, state.wanted, state.question) == (after, Pane.CARDS, None)
        assert (state.narrowing, state.message) == (words, "")


def test_where_no_card_is_left_all_are_listed_again(begin: Begin, finder: Finder) -> None:
    state = finding.accept(narrowed(begin, finder, "zzz", "share"), 0)
    assert (state.card_id, state.route.visible, state.narrowing) == ("share", None, "")
    assert state.message == "No card has these words; all are listed again."
    assert finding.show_all(narrowed(begin, finder, "census")).route == Route(state.briefing)


# -- what only the reader knows --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "cards"),
    [
        ("is:bookmarked", {"years"}),
        ("is:unread in:terms", {"duration", "turbines"}),
        ("is:new in:terms", {"turbines"}),
        ("is:unverified in:terms", {"share", "duration", "turbines"}),
    ],
)
def test_marks_and_texts_tell_which_cards_are_meant(
    begin: Begin, query: str, cards: Collection[str]
) -> None:
    marks = Marks(frozenset({"share"}), frozenset({"years"}))
    finder = finding.new_finder(lambda: begin(marks=marks), lambda: {"duration"})
    assert finder.cards(query) == cards


def test_what_is_borne_out_by_the_texts_is_verified(begin: Begin) -> None:
    state = begin()
    check = Checked(Examination(anchored(state.briefing, TEXTS), Corpus(TEXTS)))
    finder = finding.new_finder(lambda: replace(state, check=check), set)
    assert finder.cards("is:unverified in:terms") < {"share", "duration", "turbines"}


# -- from match to match ---------------------------------------------------------------------------


def test_matches_are_followed_round_and_round(begin: Begin, finder: Finder) -> None:
    state = begin("years")
    assert finding.step_match(state, 1) is state
    state = finding.follow(state, found(finder, "committee"))
    assert (state.card_id, state.goal, state.wanted) == ("bottom-line", "so-what", Pane.CARD)
    on = finding.step_match(state, 1)
    assert (on.card_id, on.goal, on.found and on.found.here) == ("winter-level", None, 1)
    assert finding.step_match(finding.step_match(on, 1), 1).card_id == "bottom-line"
    assert finding.step_match(state, -1).goal == "the-committee-is-named"
    nothing = finding.follow(begin("years"), Found("zzz"))
    assert (nothing.card_id, nothing.found) == ("years", Found("zzz"))


@pytest.mark.parametrize(
    ("search", "there"),
    [
        (None, ("years", None, Pane.CARD)),
        (SearchStart(HERE, drawer=False, last=ELSEWHERE), ("share", "summer", Pane.CARD)),
        (SearchStart(HERE, drawer=False, last=HERE), ("years", None, Pane.CARD)),
        (SearchStart(HERE, drawer=False), ("years", None, Pane.CARD)),
        (SearchStart(None, drawer=False, last=ELSEWHERE), ("years", None, Pane.CARD)),
        (SearchStart(ROW, drawer=False, last=ELSEWHERE), ("share", None, Pane.CARDS)),
    ],
)
def test_the_end_of_a_search_leads_back_to_its_start_unless_the_reader_moved(
    begin: Begin,
    finder: Finder,
    search: SearchStart | None,
    there: tuple[str, str | None, Pane],
) -> None:
    state = begin("years", wanted=Pane.CARD, search=search, found=found(finder, "sluice"))
    after = finding.end_search(state, ELSEWHERE)
    assert (after.card_id, after.goal, after.wanted) == there
    assert (after.found, after.search) == (None, search and SearchStart(None, drawer=False))


@pytest.mark.parametrize(
    ("words", "card", "match"),
    [
        ("committee", "winter-level", (None, 1)),
        ("committee", "bottom-line", ("so-what", 0)),
        ("committee", "years", (None, None)),
        ("zzz", "years", (None, None)),
    ],
)
def test_a_card_found_in_the_library_is_opened_at_its_first_match(
    begin: Begin, finder: Finder, words: str, card: str, match: tuple[str | None, int | None]
) -> None:
    state = finding.arrive(begin("share"), HERE, found(finder, words), card)
    assert (state.card_id, state.wanted) == (card, Pane.CARD)
    assert (state.goal, None if state.found is None else state.found.here) == match
    assert state.search == SearchStart(None, drawer=False)
    there = begin("share", evidence_open=True)
    assert finding.arrive(there, HERE, Found(""), card).search == SearchStart(None, drawer=True)
