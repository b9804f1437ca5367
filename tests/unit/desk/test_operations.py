"""What each operation of the desk does to files, references, anchors and sign-offs."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from briefing.authoring.anchor_lock import LOCK_NAME
from briefing.authoring.corrections import CORRECTIONS_NAME
from briefing.authoring.load import load_briefing
from briefing.authoring.review_lock import REVIEWS_NAME
from briefing.desk.arranging import accept, delete, key_figures, move, order, set_field, short
from briefing.desk.edits import Edit, EditRefusedError, apply, reversed_
from briefing.desk.joining import merge, split
from briefing.desk.recording import correct, retract
from briefing.desk.renaming import rename
from briefing.model.cards import Disagreement
from briefing.model.dates import parse_date
from briefing.model.vocabulary import ReviewKind
from tests.unit.authoring.topics import loaded
from tests.unit.desk.folders import contents, copied, two_towns


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return two_towns(tmp_path_factory.mktemp("desk"))


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    """The two towns, anchored and signed by one person."""
    return copied(made, tmp_path)


def rewrite(folder: Path, name: str, old: str, new: str) -> None:
    path = folder / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def done(folder: Path, make: Callable[..., Edit], *words: object) -> str:
    """Do an edit, see that it can be undone, and say what it was."""
    before = contents(folder)
    edit = make(folder, *words)
    apply(folder, edit)
    after = contents(folder)
    apply(folder, reversed_(edit))
    assert contents(folder) == before
    apply(folder, edit)
    assert contents(folder) == after
    return edit.says


def refused(folder: Path, make: Callable[..., Edit], *words: object) -> str:
    before = contents(folder)
    with pytest.raises(EditRefusedError) as why:
        make(folder, *words)
    assert contents(folder) == before
    return str(why.value)


def text(folder: Path, name: str) -> str:
    return (folder / name).read_text("utf-8")


# -- rename ----------------------------------------------------------------------------------------


def test_a_renamed_card_takes_its_references_along(folder: Path) -> None:
    assert (
        done(folder, rename, "share", "split-it")
        == "Renamed share to split-it; 4 references follow."
    )
    assert "cards: [split-it, duration, turbines], short: [split-it" in text(folder, "briefing.md")
    disagreement = text(folder, "cards/disagreements/share-or-level.md")
    assert "claims: [split-it#summer, split-it#figure:water-share]" in disagreement
    assert not loaded(folder).void_sign_offs


def test_a_card_of_a_section_without_a_list_keeps_its_place(folder: Path) -> None:
    done(folder, rename, "text-is-final", "will-be-final")
    assert "cards:" not in text(folder, "briefing.md").splitlines()[7]
    done(folder, rename, "will-be-final", "zz")
    section = loaded(folder).sections[1]
    assert [card.id for card in section.cards] == ["zz", "will-it-hold"]


def test_a_renamed_source_keeps_anchors_and_sign_offs(folder: Path) -> None:
    before = loaded(folder)
    assert done(folder, rename, "source:herald", "bugle").startswith("Renamed herald to bugle; 37 ")
    after = loaded(folder)
    assert len(after.sign_offs) == len(before.sign_offs)
    assert len(after.anchors) == len(before.anchors)
    assert {one.source for one in after.anchors} == {"bugle", "post", "engineers"}
    assert "herald" not in text(folder, LOCK_NAME)
    assert "corpus: herald.txt" in text(folder, "sources.yaml")
    assert not [one for one in load_briefing(folder).problems if one.code == "stale-anchor"]


def test_an_actor_and_a_figure_take_sign_offs_along(folder: Path) -> None:
    signed = len(loaded(folder).sign_offs)
    done(folder, rename, "actor:mayor", "first-mayor")
    done(folder, rename, "figure:water-share", "summer-share")
    done(folder, rename, "duration#figure:households", "homes")
    after = loaded(folder)
    assert len(after.sign_offs) == signed
    assert after.key_figures[:2] == ("summer-share", "homes")
    assert "share#figure:summer-share" in text(folder, "cards/disagreements/share-or-level.md")
    assert "rivals: [summer-share]" in text(folder, "cards/terms/share.md")


def test_a_sign_off_with_a_signature_is_left_alone_and_told(folder: Path) -> None:
    path = folder / REVIEWS_NAME
    lines = path.read_bytes().splitlines(keepends=True)
    number = next(n for n, line in enumerate(lines) if b'"about":"share#summer"' in line)
    lines[number] = lines[number].replace(b'"passages"', b'"signature":"-----","passages"')
    path.write_bytes(b"".join(lines))
    assert done(folder, rename, "share#summer", "hot") == (
        "Renamed summer to hot; 1 reference follows; now void: 1 sign-off."
    )
    assert lines[number] in path.read_bytes()


def test_a_claim_without_an_id_is_given_one(folder: Path) -> None:
    rewrite(
        folder,
        "cards/disagreements/share-or-level.md",
        "claims: [share#summer,",
        "claims: [share#in-winter-the-shares,",
    )
    done(folder, rename, "share#in-winter-the-shares", "winter")
    card = text(folder, "cards/terms/share.md")
    assert "are equal. [@herald, ¶3] {was=in-winter-the-shares} ^winter\n" in card
    assert "claims: [share#winter," in text(folder, "cards/disagreements/share-or-level.md")


def test_a_section_that_is_named_after_its_kind_keeps_it(folder: Path) -> None:
    done(folder, rename, "section:terms", "deal")
    assert loaded(folder).sections[2].kind == "terms"
    assert not (folder / "cards" / "terms").exists()
    done(folder, rename, "section:doubts", "who-doubts")
    assert "{id: who-doubts, kind: skeptics," in text(folder, "briefing.md")


def test_names_in_cards_that_no_section_lists_follow(folder: Path) -> None:
    rewrite(folder, "briefing.md", "cards: [share, duration, turbines]", "cards: [share, duration]")
    rewrite(folder, "briefing.md", " turbines-total,", "")
    done(folder, rename, "actor:lakeside", "lower-town")
    assert "by: [lower-town]" in text(folder, "cards/terms/turbines.md")
    done(folder, delete, "turbines")
    assert not (folder / "cards/terms/turbines.md").exists()


@pytest.mark.parametrize(
    ("what", "new", "why"),
    [
        ("shares", "x", "There is no card “shares”. Write “share”."),
        ("share#x", "y", "There is no claim “share#x”."),
        ("share", "Not an id", "is not an id"),
        ("share", "duration", "There is a card “duration” already."),
        ("share#summer", "in-winter-the-shares", "There is a claim"),
        ("actor:mayor", "lakeside", "“lakeside” already."),
        ("bottom-line", "x", "no card of its own"),
        ("section:bottom-line", "x", "no section of its own"),
        ("", "x", "There is no card “”."),
        ("figure:", "x", "There is no figure “”."),
    ],
)
def test_a_rename_is_refused_with_a_reason(folder: Path, what: str, new: str, why: str) -> None:
    assert why in refused(folder, rename, what, new)


def test_an_id_that_is_typed_with_an_escape_is_not_guessed_at(folder: Path) -> None:
    rewrite(folder, "cards/background/dam.md", "tags: [water]", 'actors: ["l\\x61keside"]')
    why = refused(folder, rename, "actor:lakeside", "x")
    assert why.startswith("cards/background/dam.md:3:11: “lakeside” is typed here in a way")


def test_a_file_in_the_way_stays(folder: Path) -> None:
    rewrite(folder, "briefing.md", "title: Background,", "title: Background, cards: [dam],")
    (folder / "cards/background/share.md").write_text("mine", "utf-8")
    assert "already" in refused(folder, move, "share", "background")


# -- what something was called before --------------------------------------------------------------


def test_what_is_renamed_says_what_it_was(folder: Path) -> None:
    done(folder, rename, "share", "split-it")
    done(folder, rename, "split-it", "halves")
    assert "\nwas: [split-it, share]\n" in text(folder, "cards/terms/halves.md")
    done(folder, rename, "halves", "share")
    assert "\nwas: [halves, split-it]\n" in text(folder, "cards/terms/share.md")
    assert not loaded(folder).void_sign_offs


def test_a_claim_says_what_it_was_before_its_id_and_among_its_attributes(folder: Path) -> None:
    done(folder, rename, "share#summer", "hot")
    done(folder, rename, "share#hot", "june")
    done(folder, rename, "share#we-trust-them-for", "trust")
    card = text(folder, "cards/terms/share.md")
    assert '¶4] {was="hot summer"} ^june\n' in card
    assert "¶5] {was=we-trust-them-for speaker=mayor date=2024-05-01} ^trust\n" in card
    done(folder, rename, "share#june", "summer")
    assert '¶4] {was="june hot"} ^summer\n' in text(folder, "cards/terms/share.md")


def test_what_was_split_off_and_merged_again_has_its_id_back(folder: Path) -> None:
    done(folder, split, "share#in-winter-the-shares", "winter", "In winter")
    done(folder, merge, "winter", "share")
    card = text(folder, "cards/terms/share.md")
    assert "are equal. [@herald, ¶3] {was=winter#in-winter-the-shares}\n" in card
    assert "\nwas: [winter]\n" in card
    share = loaded(folder).sections[2].cards[0]
    assert [one.id for one in share.claims][1] == "in-winter-the-shares"


def test_an_id_that_something_else_had_is_not_given_again(folder: Path) -> None:
    done(folder, rename, "share", "halves")
    why = refused(folder, rename, "duration", "share")
    assert why.startswith("cards/terms/halves.md:")
    assert "was the card “share” before" in why
    done(folder, rename, "halves#summer", "hot")
    why = refused(folder, rename, "halves#in-winter-the-shares", "summer")
    assert "was the claim “halves#summer” before" in why
    assert "“share” before" in refused(folder, split, "halves#hot", "share", "Again")


# -- what was wrong --------------------------------------------------------------------------------

DAY = parse_date("2024-05-03")


def records(folder: Path) -> str:
    return text(folder, CORRECTIONS_NAME)


def test_a_source_is_retracted_once(folder: Path) -> None:
    before = text(folder, "sources.yaml")
    done(folder, retract, "post", "Its author: made up", DAY)
    assert records(folder) == (
        'retractions:\n  - {source: post, reason: "Its author: made up", on: 2024-05-03}\n'
    )
    assert text(folder, "sources.yaml") == before
    done(folder, retract, "herald", "withdrawn by the paper", DAY)
    assert loaded(folder).retracted == {"post", "herald"}
    assert "retracted already, on 2024-05-03" in refused(folder, retract, "post", "again", DAY)
    assert "no source “pots”. Write “post”." in refused(folder, retract, "pots", "x", DAY)
    assert "Give a reason" in refused(folder, retract, "engineers", " ", DAY)
    assert "never closed" in refused(folder, retract, "engineers", "“open", DAY)
    assert "characters that YAML" in refused(folder, retract, "engineers", "a\x1b[31m", DAY)


def test_what_was_wrong_is_recorded_when_it_is_mended(folder: Path) -> None:
    now = "In winter the shares are equal."
    why = refused(folder, correct, "share#in-winter-the-shares", now, "a slip", DAY)
    assert "still says" in why
    assert "Mend the sentence first" in why
    done(folder, correct, "share#in-winter-the-shares", "In winter it has more.", "a slip", DAY)
    assert records(folder) == (
        "corrections:\n  - {claim: share#in-winter-the-shares, was: In winter it has more.,"
        " reason: a slip, on: 2024-05-03}\n"
    )
    assert "are equal. [@herald, ¶3] ^in-winter-the-shares\n" in text(
        folder, "cards/terms/share.md"
    )
    assert not loaded(folder).void_sign_offs
    again = ("share#in-winter-the-shares", "In winter it  has more.", "again", DAY)
    assert "recorded already, on 2024-05-03" in refused(folder, correct, *again)
    done(folder, correct, "share#figure:water-share", "50 per cent", "a slip", DAY)
    done(folder, correct, "day-of-signature#position:0", "On Monday", "a slip", DAY)
    assert len(loaded(folder).corrections) == 3


@pytest.mark.parametrize(
    ("claim", "was", "why"),
    [
        ("share#sumer", "A.", "no claim or figure “share#sumer”. Write “share#summer”."),
        ("share", "A.", "There is no claim or figure “share”"),
        ("actor:mayor#name:0", "A.", "There is no claim or figure"),
        ("share#figure:water-share", "about 66.6 per cent", "still says “about 66.6 per cent”"),
        ("share#summer", "", "Give what it said"),
        ("share#summer", "a\x1b[31m", "characters that YAML"),
    ],
)
def test_a_correction_is_refused_with_a_reason(
    folder: Path, claim: str, was: str, why: str
) -> None:
    assert why in refused(folder, correct, claim, was, "a slip", DAY)


def test_what_is_in_a_draft_is_not_corrected(folder: Path) -> None:
    rewrite(folder, "cards/terms/turbines.md", "title:", "status: draft\ntitle:")
    rewrite(folder, "briefing.md", " turbines-total,", "")
    assert "is in a draft" in refused(folder, correct, "turbines#crews", "A.", "a slip", DAY)


def test_records_follow_what_they_name(folder: Path) -> None:
    done(folder, correct, "share#summer", "It takes half.", "a slip", DAY)
    done(folder, correct, "share#figure:water-share", "50 per cent", "a slip", DAY)
    done(folder, retract, "post", "made up", DAY)
    done(folder, rename, "share", "halves")
    done(folder, rename, "halves#summer", "hot")
    done(folder, rename, "source:post", "mail")
    done(folder, rename, "figure:water-share", "part")
    done(folder, split, "halves#hot", "cool", "New")
    briefing = loaded(folder)
    assert [one.claim for one in briefing.corrections] == ["cool#hot", "halves#figure:part"]
    assert briefing.retracted == {"mail"}


def test_what_was_wrong_is_kept_where_it_is_deleted(folder: Path) -> None:
    done(folder, correct, "ferry#the-ferry-is-a", "A.", "a slip", DAY)
    done(folder, correct, "turbines#crews", "B.", "a slip", DAY)
    done(folder, delete, "turbines#crews")
    assert "claim: turbines#crews, was: B., reason: a slip, on: 2024-05-03, withdrawn: yes" in (
        records(folder)
    )
    done(folder, delete, "section:side-deals")
    assert records(folder).count("withdrawn: yes") == 2
    codes = {one.code for one in load_briefing(folder).problems}
    assert not codes & {"unknown-corrected", "not-withdrawn"}


def test_a_retracted_source_stays_when_nothing_cites_it(folder: Path) -> None:
    radio = "radio: {type: report, title: A, container-title: B}\nherald:"
    rewrite(folder, "sources.yaml", "herald:", radio)
    done(folder, retract, "radio", "made up", DAY)
    assert "still referred to in corrections.yaml:2." in refused(folder, delete, "source:radio")


# -- move, order, short, key figures ---------------------------------------------------------------


def test_a_card_moves_within_its_section_and_to_another(folder: Path) -> None:
    done(folder, move, "share", None, 3)
    assert [card.id for card in loaded(folder).sections[2].cards] == [
        "duration",
        "turbines",
        "share",
    ]
    done(folder, move, "share", "background")
    briefing = loaded(folder)
    assert "cards: [duration, turbines], short: [duration]" in text(folder, "briefing.md")
    assert [card.id for card in briefing.sections[-2].cards] == ["dam", "share"]
    assert not (folder / "cards/terms/share.md").exists()
    done(folder, move, "share", "section:terms", 1)
    assert [card.id for card in loaded(folder).sections[2].cards] == [
        "share",
        "duration",
        "turbines",
    ]


def test_a_card_that_lacks_what_a_section_needs_does_not_move_there(folder: Path) -> None:
    assert "The field “question” is missing" in refused(folder, move, "share", "unknowns")
    assert "There is no field “actor” here" in refused(folder, move, "anglers", "terms")
    assert "There is no position 9" in refused(folder, move, "share", None, 9)
    assert "already" in refused(folder, move, "share", "terms")


def test_what_is_named_first_comes_first(folder: Path) -> None:
    done(folder, order, "section:judgements", ["will-it-hold"])
    done(folder, order, "sections", ["terms", "timeline"])
    done(folder, order, "key-figures", ["years"])
    briefing = loaded(folder)
    assert [section.id for section in briefing.sections[1:4]] == ["terms", "timeline", "judgements"]
    assert [card.id for card in briefing.sections[3].cards] == ["will-it-hold", "text-is-final"]
    assert briefing.key_figures[:3] == ("years", "water-share", "households")
    assert "is not there" in refused(folder, order, "sections", ["none-such"])
    assert "is named twice" in refused(folder, order, "key-figures", ["years", "years"])


def test_the_short_version_and_the_panel_are_set(folder: Path) -> None:
    done(folder, short, "section:terms", ["view"])
    done(folder, short, "doubts", ["gauge"])
    done(folder, key_figures, ["figure:years", "dam-cost"])
    briefing = loaded(folder)
    assert (briefing.sections[2].short, briefing.sections[5].short) == ("view", ("gauge",))
    assert briefing.key_figures == ("years", "dam-cost")
    assert "no card “dam”" in refused(folder, short, "terms", ["dam"])
    assert "No card has a figure “x, y”" in refused(folder, key_figures, ["x, y"])
    assert "No card has a figure “x”" in refused(folder, key_figures, ["x"])
    assert "It is so already" in refused(folder, short, "terms", ["view"])


# -- merge, split ----------------------------------------------------------------------------------


def test_a_merged_card_gives_all_it_has(folder: Path) -> None:
    claims = sum(one.kind is ReviewKind.CLAIM for one in loaded(folder).sign_offs)
    rewrite(folder, "cards/terms/turbines.md", "title:", "actors: [mayor, hilltop]\ntitle:")
    done(folder, merge, "turbines", "share")
    briefing = loaded(folder)
    share = briefing.sections[2].cards[0]
    assert share.actors == ("lakeside", "hilltop", "mayor")
    assert [one.id for one in share.figures][2:] == [
        *("turbines-total", "turbines-lakeside", "turbines-hilltop"),
    ]
    assert [one.id for one in share.claims][-1] == "crews"
    assert sum(one.kind is ReviewKind.CLAIM for one in briefing.sign_offs) == claims


def test_references_to_a_merged_card_follow_also_where_ids_clash(folder: Path) -> None:
    rewrite(folder, "cards/terms/turbines.md", "^crews", "^summer")
    rewrite(
        folder,
        "cards/disagreements/share-or-level.md",
        "claims: [share#summer,",
        "claims: [share#summer, turbines#summer, turbines#lakeside-keeps-three-of,",
    )
    done(folder, merge, "share", "turbines")
    card = text(folder, "cards/disagreements/share-or-level.md")
    assert (
        "claims: [turbines#summer-2, turbines#summer, turbines#lakeside-keeps-three-of,"
        " turbines#figure:water-share]" in card
    )
    card = text(folder, "cards/terms/turbines.md")
    assert "¶4] {was=share#summer} ^summer-2\n" in card
    assert "was: [share]\n" in card


def test_two_cards_that_say_different_things_are_not_merged(folder: Path) -> None:
    assert "its actor" in refused(folder, merge, "anglers", "hilltop-council")
    assert "into itself" in refused(folder, merge, "share", "share")
    assert "no card of its own" in refused(folder, merge, "share", "bottom-line")
    words = f"{'The deal runs on. ' * 28}[@herald, ¶3]\n\nThe deal runs for"
    rewrite(folder, "cards/terms/duration.md", "---\nThe deal runs for", f"---\n{words}")
    assert "150 is the most" in refused(folder, merge, "duration", "turbines")


def test_a_split_card_takes_claims_with_what_names_them(folder: Path) -> None:
    rewrite(
        folder,
        "cards/disagreements/share-or-level.md",
        "claims: [share#summer,",
        "claims: [share#summer, share#either-side-may-leave,",
    )
    done(folder, split, "share#in-winter-the-shares", "winter", "In winter: all is equal")
    assert text(folder, "cards/terms/winter.md") == (
        '---\ntitle: "In winter: all is equal"\nactors: [lakeside, hilltop]\n'
        "tags: [water, summer]\n---\n"
        "- In winter the shares are equal. [@herald, ¶3] {was=share#in-winter-the-shares}\n"
        "- Either side may leave with a year's notice. [@herald, ¶3; contradicts @post, ¶6]"
        " {was=share#either-side-may-leave}\n\n> We trust them for now."
        " [@post, ¶5] {was=share#we-trust-them-for speaker=mayor date=2024-05-01}\n"
    )
    assert text(folder, "cards/terms/share.md").endswith("^summer\n")
    card = text(folder, "cards/disagreements/share-or-level.md")
    assert "claims: [share#summer, winter#either-side-may-leave, share#figure:" in card
    assert "cards: [share, winter, duration, turbines], short: [share, winter," in text(
        folder, "briefing.md"
    )


def test_an_id_that_follows_from_other_claims_is_typed(folder: Path) -> None:
    twice = "- Either side may leave at once. [@herald, ¶3]\n- Either side may leave with a year"
    rewrite(folder, "cards/terms/share.md", "- Either side may leave with a year", twice)
    rewrite(
        folder,
        "cards/disagreements/share-or-level.md",
        "claims: [share#summer,",
        "claims: [share#either-side-may-leave-2,",
    )
    done(folder, split, "share#either-side-may-leave-2", "leaving", "Either side may leave")
    assert "^either-side-may-leave-2\n" in text(folder, "cards/terms/leaving.md")
    (detail,) = [
        card.detail
        for _, card in loaded(folder).cards()
        if isinstance(card.detail, Disagreement) and card.detail.claims
    ]
    assert detail.claims[0] == "leaving#either-side-may-leave-2"


def test_a_split_that_would_leave_half_a_card_is_refused(folder: Path) -> None:
    assert "no content" in refused(folder, split, "years#the-first-dry-summer", "x", "X")
    assert "is missing" in refused(
        folder, split, "share-or-level#the-engineers-report-predates", "x", "X"
    )
    assert "no card of its own" in refused(folder, split, "bottom-line#so-what", "x", "X")
    assert "The title has 81" in refused(folder, split, "share#summer", "x", "x" * 81)


# -- delete, accept, set ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("what", "where"),
    [
        ("share", "cards/disagreements/share-or-level.md:12"),
        ("section:terms", "cards/disagreements/share-or-level.md:12"),
        ("source:herald", "briefing.md:21"),
        ("actor:mayor", "cards/people/towns.md:3"),
        ("share#summer", "cards/disagreements/share-or-level.md:12"),
        ("figure:unofficial-share", "cards/terms/share.md:15"),
    ],
)
def test_what_is_referred_to_is_not_deleted(folder: Path, what: str, where: str) -> None:
    why = refused(folder, delete, what)
    assert "is still referred to in" in why
    assert re.search(r"[\w./-]+:\d+", why)
    if what != "actor:mayor":
        assert where in why


@pytest.mark.parametrize(
    ("what", "figures"),
    [("ferry", ["dam-cost"]), ("figure:households", ["households"])],
)
def test_figures_that_are_deleted_are_no_key_figures_any_more(
    folder: Path, what: str, figures: list[str]
) -> None:
    before = loaded(folder).key_figures
    said = done(folder, delete, what)
    assert f", and off the key figures {figures[0]}" in said
    assert loaded(folder).key_figures == tuple(one for one in before if one not in figures)


def test_what_nothing_refers_to_is_deleted(folder: Path) -> None:
    assert "no section of its own" in refused(folder, delete, "section:bottom-line")
    (folder / REVIEWS_NAME).unlink()
    assert done(folder, delete, "gauge") == "Deleted the card “gauge”."
    assert done(folder, delete, "text-is-final") == "Deleted the card “text-is-final”."
    assert "{id: judgements, title: What we judge, short: none}" in text(folder, "briefing.md")
    assert done(folder, delete, "section:background") == (
        "Deleted the section “background” with 1 card."
    )
    assert not (folder / "cards/background").exists()
    rewrite(folder, "actors.yaml", "yerevan:", "spare: {type: place, names: [S]}\nyerevan:")
    done(folder, delete, "actor:spare")
    assert "spare" not in text(folder, "actors.yaml")


@pytest.mark.parametrize(
    ("typed", "what", "left"),
    [
        ("One.\n\nTwo.\n\nThree.\n", "gauge#two", "One.\n\nThree.\n"),
        ("One.\n\nTwo.\n", "gauge#two", "One.\n"),
        ("One.\n\nTwo.\n", "gauge#one", "Two.\n"),
        ("One.\n\n- Two\n  and more.\n- Three.\n", "gauge#two-and-more", "One.\n\n- Three.\n"),
        ("One.\n\n- Two.\n- Three.\n", "gauge#three", "One.\n\n- Two.\n"),
        ("Two. ^a\n\n\nTwo.\n\nTwo.\n", "gauge#two", "Two. ^a\n\n\nTwo.\n"),
    ],
)
def test_a_deleted_claim_takes_its_lines_along(
    folder: Path, typed: str, what: str, left: str
) -> None:
    path = folder / "cards/doubts/gauge.md"
    fields = path.read_text("utf-8").rpartition("---\n")[0] + "---\n"
    cited = re.sub(r"(?m)\.(?=$| \^)", ". [@post, ¶4]", typed)
    path.write_text(fields + cited, "utf-8")
    done(folder, delete, what)
    assert text(folder, "cards/doubts/gauge.md") == fields + left.replace(".", ". [@post, ¶4]")


def test_a_deleted_figure_leaves_the_others(folder: Path) -> None:
    rewrite(folder, "cards/terms/share.md", "    rivals: [unofficial-share]\n", "")
    done(folder, delete, "share#figure:unofficial-share")
    share = text(folder, "cards/terms/share.md")
    assert "unofficial-share" not in share
    assert "id: water-share" in share
    rewrite(
        folder,
        "cards/background/dam.md",
        "tags:",
        "figures:\n"
        "- {id: age, measure: Age, value: 9, unit: years, as-of: 2023, cite: post}\n"
        "tags:",
    )
    done(folder, delete, "figure:age")
    assert "figures" not in text(folder, "cards/background/dam.md")


def test_a_deleted_source_leaves_no_anchors(folder: Path) -> None:
    for path in [*folder.rglob("*.md"), folder / "actors.yaml"]:
        cited = re.sub(r"engineers(?=[]\";])", "post", path.read_text("utf-8"))
        path.write_text(cited, "utf-8")
    done(folder, delete, "source:engineers")
    assert "engineers" not in text(folder, LOCK_NAME)


def test_a_draft_is_accepted(folder: Path) -> None:
    rewrite(folder, "cards/background/dam.md", "tags:", "status: draft\ntags:")
    rewrite(folder, "actors.yaml", "  role: Mayor", "  status: draft\n  role: Mayor")
    assert done(folder, accept, "dam") == "Accepted the card “dam”."
    done(folder, accept, "actor:mayor")
    assert "status" not in text(folder, "cards/background/dam.md") + text(folder, "actors.yaml")
    assert "“dam” is no draft" in refused(folder, accept, "dam")


def test_a_field_is_set_and_nothing_else(folder: Path) -> None:
    before = text(folder, "cards/terms/share.md")
    done(folder, set_field, "share", "title", "Hilltop: two thirds")
    assert text(folder, "cards/terms/share.md") == before.replace(
        "title: Hilltop gets two thirds of the water in summer", 'title: "Hilltop: two thirds"'
    )
    done(folder, set_field, "figure:years", "value", "11")
    done(folder, set_field, "section:terms", "title", "Agreed, and signed")
    done(folder, set_field, "source:herald", "origin", "")
    done(folder, set_field, "bottom-line", "cut-off", "2024-05-05")
    assert 'title: "Agreed, and signed", cards' in text(folder, "briefing.md")
    assert "rename" in refused(folder, set_field, "figure:years", "id", "x")
    assert "no single text" in refused(folder, set_field, "share", "actors", "x")
    assert "“x” is not in actors.yaml" in refused(folder, set_field, "gauge", "by", "x")
    assert "no name of a field" in refused(folder, set_field, "share", "a: b\nc", "x")
    assert "There is no field “colour”" in refused(folder, set_field, "share", "colour", "x")
    assert "“title” is missing" in refused(folder, set_field, "share", "title", " ")


# -- folders with mistakes -------------------------------------------------------------------------


def test_a_folder_with_a_mistake_elsewhere_is_edited(folder: Path) -> None:
    (folder / REVIEWS_NAME).unlink()
    rewrite(folder, "cards/background/dam.md", "title: The dam", f"title: {'x' * 90} The dam")
    before = list(load_briefing(folder).problems)
    done(folder, rename, "actor:mayor", "first-mayor")
    done(folder, move, "share", "side-deals")
    done(folder, merge, "duration", "turbines")
    assert list(load_briefing(folder).problems) == before


def test_what_may_be_named_where_nothing_can_be_read_is_not_renamed(folder: Path) -> None:
    (folder / REVIEWS_NAME).unlink()
    rewrite(folder, "cards/background/dam.md", "tags: [water]", "actors: [mayor, {")
    why = refused(folder, rename, "actor:mayor", "x")
    assert re.match(r"cards/background/dam\.md:\d has a mistake and seems to name “mayor”", why)
    done(folder, rename, "actor:yerevan", "capital")
    rewrite(folder, "cards/reactions/anglers.md", "[@post, ¶6]", "[@post, ¶6; herald, 4]")
    assert "seems to name “herald”" in refused(folder, rename, "source:herald", "x")


def test_sign_offs_that_cannot_follow_stop_a_rename(folder: Path) -> None:
    rewrite(folder, "cards/background/dam.md", "title: The dam", f"title: {'x' * 90} The dam")
    assert "has sign-offs" in refused(folder, rename, "actor:mayor", "x")
    done(folder, rename, "share", "shares")
    assert b'"about":"shares#summer"' in contents(folder)[REVIEWS_NAME]


def test_a_damaged_outline_or_lock_is_said(folder: Path) -> None:
    lines = (folder / LOCK_NAME).read_bytes().splitlines(keepends=True)
    (folder / LOCK_NAME).write_bytes(b"".join([*lines[:-1], b"{broken\n"]))
    (folder / REVIEWS_NAME).unlink()
    assert "file of anchors is damaged" in refused(folder, rename, "source:post", "x")
    rewrite(folder, "briefing.md", "key-figures: [", "key-figures: [[")
    assert "briefing check" in refused(folder, rename, "share", "x")
    assert "briefing check" in refused(folder, order, "sections", ["terms"])


def test_nothing_leads_out_of_the_folder(folder: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (folder / "cards/background/dam.md").unlink()
    (folder / "cards/background").rmdir()
    (folder / "cards/background").symlink_to(outside)
    refused(folder, move, "share", "background")
    assert [*outside.iterdir()] == []


def test_files_and_edits_go_as_json(folder: Path) -> None:
    edit = rename(folder, "section:terms", "deal")
    assert msgspec.json.decode(msgspec.json.encode(edit), type=Edit) == edit
