"""What is known of a question to the library, from one key or answer to the next."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from briefing.search.index.results import PageEnd, Progress, Results, Stage
from briefing.search.language import read_words
from briefing.search.query import Query, QueryError
from briefing.tui.library_pages import MOST_COUNTED, PAGE, ResultPages
from briefing.tui.screens.library_asking import Asking, begun, taken, typed
from tests.pilot.library_screens import LongKeeper

FAULT = QueryError(0, 3, "Nobody knows it.")
OTHER_FAULT = QueryError(1, 2, "There is no such field.")


def results(count: int = 0, *, more: bool = False, partial: bool = False) -> Results:
    rows = tuple(map(LongKeeper.row, range(count)))
    return Results(rows=rows, more=PageEnd(row=count) if more else None, partial=partial)


def pages_of(*found: Results) -> ResultPages:
    pages = ResultPages()
    for number, one in enumerate(found):
        pages.add(number, one)
    return pages


def query(words: str) -> Query:
    read = read_words(words)
    assert isinstance(read, Query)
    return read


def answered(words: str, found: Results) -> Asking:
    """What is known once words have their answer."""
    return replace(taken(begun(typed(Asking(), words)), found, words), answered=True)


def facts(asking: Asking) -> dict[str, object]:
    """All that is known, pages by their rows."""
    known = {name: getattr(asking, name) for name in asking.__struct_fields__}
    return known | {"pages": (asking.pages.rows, asking.pages.total)}


SOME, ALL, NONE = pages_of(results(2, more=True)), pages_of(results(1234)), ResultPages()


# -- what is said of it ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stage", "under_way"),
    [
        (Stage.CHECKING, True),
        (Stage.BUILDING, True),
        (Stage.READY, False),
        (Stage.WITHOUT, False),
    ],
)
def test_the_index_is_under_way_until_it_is_ready_or_given_up(
    stage: Stage, under_way: bool
) -> None:
    assert Asking(progress=Progress(stage=stage)).under_way is under_way


@pytest.mark.parametrize(
    ("pages", "counted", "total"),
    [
        (SOME, None, ""),
        (SOME, 0, "0"),
        (SOME, MOST_COUNTED - 1, "999"),
        (SOME, MOST_COUNTED, "1,000+"),
        (ALL, None, "1,234"),
        (ALL, 5, "1,234"),
        (pages_of(results(0)), MOST_COUNTED, "0"),
    ],
)
def test_the_total_is_that_of_the_last_page_or_what_was_counted(
    pages: ResultPages, counted: int | None, total: str
) -> None:
    assert Asking(pages=pages, counted=counted).total == total


@pytest.mark.parametrize(
    ("pages", "stage", "partial", "so_far"),
    [
        (SOME, Stage.BUILDING, False, " so far"),
        (SOME, Stage.READY, True, ""),
        (ALL, Stage.BUILDING, False, ""),
        (ALL, Stage.READY, True, " so far"),
    ],
)
def test_a_count_grows_with_the_index_and_a_list_if_it_was_partial(
    pages: ResultPages, stage: Stage, partial: bool, so_far: str
) -> None:
    found, progress = results(partial=partial), Progress(stage=stage)
    asking = Asking(pages=pages, progress=progress, results=found, counted=5)
    assert asking.position(2) == f"3 of {asking.total}{so_far}"
    assert asking.position(None) == f"{asking.total} cards{so_far}"


@pytest.mark.parametrize(
    ("counted", "row", "said"), [(None, 1233, "1,234"), (None, None, ""), (0, None, "")]
)
def test_nothing_is_said_of_a_number_that_is_not_known_or_none(
    counted: int | None, row: int | None, said: str
) -> None:
    assert Asking(pages=SOME, counted=counted).position(row) == said


@pytest.mark.parametrize(
    ("pages", "counting", "counted", "again"),
    [
        (SOME, False, 0, True),
        (SOME, False, MOST_COUNTED - 1, True),
        (SOME, False, MOST_COUNTED, False),
        (SOME, False, None, False),
        (SOME, True, 5, False),
        (ALL, False, 5, False),
        (ALL, True, 5, False),
    ],
)
def test_what_was_counted_is_counted_again_unless_it_cannot_be_more(
    pages: ResultPages, counting: bool, counted: int | None, again: bool
) -> None:
    assert Asking(pages=pages, counting=counting, counted=counted).counts_again is again


@pytest.mark.parametrize(
    ("done", "asked", "behind"),
    [
        (True, ("peace", query("peace")), False),
        (True, ("peace ", query("peace")), True),
        (True, ("peace", query("war")), True),
        (False, ("war", query("war")), False),
    ],
)
def test_a_list_is_behind_if_something_else_was_asked_for_and_answered(
    done: bool, asked: tuple[str, Query], behind: bool
) -> None:
    asking = Asking(words="peace", query=query("peace"), answered=done, asked=asked)
    assert asking.is_behind is behind


@pytest.mark.parametrize(
    ("row", "done", "page_asked", "page"),
    [
        (PAGE // 2 - 1, True, None, None),
        (PAGE // 2, True, None, 1),
        (PAGE // 2, True, 2, 1),
        (PAGE // 2, True, 1, None),
        (PAGE // 2, False, None, None),
    ],
)
def test_the_next_page_is_asked_for_once_and_not_while_an_answer_is_awaited(
    row: int, done: bool, page_asked: int | None, page: int | None
) -> None:
    first = pages_of(results(PAGE, more=True))
    asking = Asking(pages=first, answered=done, page_asked=page_asked)
    assert asking.page_near(row) == page


# -- from one to the next --------------------------------------------------------------------------


def test_nothing_was_asked_and_nothing_is_awaited_at_first() -> None:
    asking = Asking()
    assert (asking.answered, asking.settled, asking.outdated, asking.counting) == (
        True,
        False,
        False,
        False,
    )
    assert (asking.number, asking.total, asking.position(None)) == (0, "", "")
    assert not asking.is_behind
    assert not asking.partial


def test_words_are_asked_for_as_they_are_typed_and_are_not_settled() -> None:
    before = Asking(fault=FAULT, settled=True)
    after = replace(before, fault=None, asked=("peace", query("peace")), settled=False)
    assert facts(typed(before, "peace")) == facts(after)


def test_words_with_a_mistake_are_not_asked_for() -> None:
    before = answered("peace", results(2))
    after = typed(before, "peace stance:opposed")
    assert after.fault is not None
    assert after.fault.span == (6, 20)
    assert facts(after) == facts(before) | {"fault": after.fault}


def test_a_new_question_has_a_number_and_forgets_what_the_one_before_led_to() -> None:
    before = Asking(number=4, page_asked=3, answered=True, outdated=True, counted=7)
    after = replace(before, number=5, page_asked=None, answered=False, outdated=False)
    assert facts(begun(before)) == facts(after)


def test_what_was_found_is_listed_and_not_counted_yet() -> None:
    before = typed(replace(Asking(), counted=7, counting=True), "peace")
    found = results(2, partial=True)
    after = taken(before, found, "peace")
    assert facts(after) == facts(before) | {
        "words": "peace",
        "query": query("peace"),
        "results": found,
        "pages": (list(found.rows), 2),
        "counted": None,
        "counting": False,
    }
    assert after.partial
    assert taken(before, results(PAGE, more=True), "peace").pages.start(1) == PageEnd(row=PAGE)


@pytest.mark.parametrize("latest", ["by:zzz", "by:zzz and more"])
def test_of_a_mistake_in_words_before_the_latest_nothing_is_said(latest: str) -> None:
    before = replace(answered("peace", results(2)), fault=OTHER_FAULT)
    before = replace(before, asked=("by:zzz", Query()))
    after = taken(before, FAULT, latest)
    assert facts(after) == facts(before) | {
        "fault": FAULT if latest == "by:zzz" else OTHER_FAULT,
        "asked": ("peace", query("peace")),
    }
    assert after.pages is before.pages


def test_words_listed_that_turn_out_to_be_a_mistake_find_nothing() -> None:
    before = replace(answered("peace", results(2)), counted=7)
    after = taken(before, FAULT, "peace")
    assert facts(after) == facts(before) | {
        "results": Results(),
        "pages": ([], 0),
        "fault": FAULT,
        "counted": None,
    }


@pytest.mark.parametrize(
    ("listed", "words", "settled", "found", "stays"),
    [
        (results(2), "peace t", False, results(0), True),
        (results(2), "peace tx", False, results(0), False),
        (results(2), "peace t", True, results(0), False),
        (results(2), "peace t", False, results(1), False),
        (results(2), "peace t", False, results(0, partial=True), False),
        (results(2, partial=True), "peace t", False, results(0), False),
        (results(0), "peace t", False, results(0), False),
    ],
)
def test_a_list_stays_while_what_is_typed_may_become_a_field(
    listed: Results, words: str, settled: bool, found: Results, stays: bool
) -> None:
    before = replace(typed(answered("peace", listed), words), settled=settled)
    after = taken(before, found, words)
    assert (after is before) is stays
    assert after.words == ("peace" if stays else words)
    assert after.pages.rows == list((listed if stays else found).rows)
