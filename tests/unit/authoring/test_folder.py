"""What is read of a briefing's folder, how far, and what is said of what is not."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from briefing.authoring.folder import BriefingFolder, SourceFile, as_source_file
from briefing.authoring.load import load_briefing
from briefing.authoring.problems import Report


def said(report: Report) -> list[str]:
    return [str(one) for one in report.problems()]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "topic"
    (made / "cards").mkdir(parents=True)
    (made / "one.md").write_bytes(b"12345")
    (made / "two.md").write_bytes(b"12345")
    return made


@pytest.mark.parametrize(
    ("data", "text", "problems"),
    [
        ("\ufeffa\r\nb\rc\n".encode(), "a\nb\nc\n", []),
        (
            b"ab\r\nc\xffd",
            None,
            [
                "x.md:2:2: error: The byte 0xFF is not UTF-8 text."
                " Save the file in the encoding UTF-8. [not-utf-8]"
            ],
        ),
        (
            "a\r\nb\x1bc\u2028".encode(),
            "a\nb\ufffdc\ufffd",
            [
                "x.md:2:2: error: The character U+001B is not allowed: it could control the"
                " terminal. Delete it. [control-character]",
                "x.md:2:4: error: The character U+2028 is not allowed: it could control the"
                " terminal. Delete it. [control-character]",
            ],
        ),
        (
            b"a\n" + b"b" + b"\x1b" * 101,
            None,
            [
                "x.md:2:2: error: The first of 101 characters that are not allowed is here."
                " Save the file as plain text. [control-character]"
            ],
        ),
    ],
)
def test_a_file_is_text_or_says_where_it_is_not(
    data: bytes, text: str | None, problems: list[str]
) -> None:
    report = Report()
    found = as_source_file(data, "x.md", report)
    assert found == (None if text is None else SourceFile("x.md", text))
    assert said(report) == problems


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The town of L\u0430keside", "x.md:1:13: error: “L\u0430keside”"),
        ("a\nHillt\u03bfp", "x.md:2:1: error: “Hillt\u03bfp”"),
        ("\u0421offee", "x.md:1:1: error: “\u0421offee”"),
        ("М\u043eск\u0062а", "x.md:1:1: error: “Моск\u0062а”"),
        ("Lakeside", None),
        ("Москва", None),
        ("Αθήνα", None),
        ("Երևան", None),
        ("Orxan Əliyev", None),
        ("5 µm, 5 μm", None),
        ("Москва-City", None),
        ("Lakeside Москва Αθήνα", None),
        ("x2\u0430", None),
    ],
)
def test_a_word_in_letters_that_only_look_alike(text: str, expected: str | None) -> None:
    report = Report()
    found = as_source_file(text.encode(), "x.md", report)
    assert found == SourceFile("x.md", text)
    wanted = " has letters of two scripts that look alike."
    fix = " Type the word anew, in letters of one script. [mixed-scripts]"
    assert said(report) == ([] if expected is None else [expected + wanted + fix])


def test_each_word_of_two_scripts_is_told() -> None:
    report = Report()
    as_source_file("L\u0430ke, l\u0430ke and Lake".encode(), "x.md", report)
    assert [one.partition(" error")[0] for one in said(report)] == ["x.md:1:1:", "x.md:1:7:"]


def test_a_hundred_characters_that_are_not_allowed_are_told_one_by_one() -> None:
    report = Report()
    found = as_source_file(b"\x1b" * 100, "x.md", report)
    assert found == SourceFile("x.md", "\ufffd" * 100)
    assert len(said(report)) == 100


def test_names_are_listed_in_order_without_hidden_ones_and_copies(folder: Path) -> None:
    for name in ("b.md", "a.md", ".c.md", "d.md~", "#e.md#", "f"):
        (folder / "cards" / name).touch()
    content = BriefingFolder(folder, Report())
    assert content.names("cards") == ["a.md", "b.md", "f"]
    assert content.names("gone") == content.names("one.md") == []
    assert content.lists("cards")
    assert content.lists("gone")
    assert (content.has("one.md"), content.has("gone.md")) == (True, False)
    assert content.name("cards", "a.md") == "topic/cards/a.md"


def test_as_many_files_as_may_be_are_read_and_nothing_after_them(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("briefing.authoring.folder.MOST_FILES", 2)
    report = Report()
    content = BriefingFolder(folder, report)
    assert content.read("gone.md") is None
    assert content.read("one.md") == SourceFile("topic/one.md", "12345")
    assert content.read("two.md") == SourceFile("topic/two.md", "12345")
    assert content.files == 2
    assert content.read("one.md") is None
    assert content.read("two.md") is None
    assert content.names("cards") == []
    assert said(report) == [
        "topic/gone.md:1:1: error: There is no such file. Write it. [missing-file]",
        "topic/one.md:1:1: error: The briefing has more than 2 files. Nothing from here on was"
        " looked at: remove files, or make it several briefings. [large-briefing]",
    ]


@pytest.mark.parametrize(
    ("largest", "in_all", "problem"),
    [
        (5, 10, None),
        (4, 10, "topic/one.md:1:1: error: The file has more than 0 MB. Remove what is not text, or"
         " split it. [large-file]"),
        (4, 4, "topic/one.md:1:1: error: The file has more than 0 MB. Remove what is not text, or"
         " split it. [large-file]"),
        (5, 9, "topic/two.md:1:1: error: The files of the briefing have more than 0 MB in all."
         " Nothing from here on was looked at: remove files, or make it several briefings."
         " [large-briefing]"),
    ],
)  # fmt: skip
def test_a_file_and_all_of_them_have_a_largest_size(
    folder: Path, monkeypatch: pytest.MonkeyPatch, largest: int, in_all: int, problem: str | None
) -> None:
    monkeypatch.setattr("briefing.authoring.folder.LARGEST_FILE", largest)
    monkeypatch.setattr("briefing.authoring.folder.LARGEST_BRIEFING", in_all)
    report = Report()
    content = BriefingFolder(folder, report)
    content.read("one.md")
    content.read("two.md")
    assert said(report)[:1] == ([] if problem is None else [problem])


def test_what_cannot_be_read_says_what_to_put_there(folder: Path) -> None:
    (folder / "loop").symlink_to("loop")
    (folder / "out").symlink_to("../..")
    report = Report()
    content = BriefingFolder(folder, report)
    for name in ("loop", "out", "cards"):
        assert content.read(name) is None
    for name in ("loop", "out"):
        assert content.names(name) == []
        assert not content.lists(name)
        assert not content.lists(name, "within")
    found = [line.partition("error: ")[2] for line in said(report)]
    assert found == [
        "This is not a regular file. Put a text file here, or remove it. [unreadable-file]",
        "The file cannot be read: Too many levels of symbolic links."
        " Make it a regular file that you can read. [unreadable-file]",
        "The folder cannot be read: Too many levels of symbolic links."
        " Make it a folder that you can read. [unreadable-folder]",
        "This leads out of the briefing's folder. Put the file itself here, not a link."
        " [outside-file]",
        "This leads out of the briefing's folder. Put the folder itself here, not a link."
        " [outside-folder]",
    ]


def test_a_content_that_a_file_is_to_have_is_read_in_its_place(topic: Path) -> None:
    report = Report()
    content = BriefingFolder(topic, report, {("briefing.md",): b"new", ("x", "y.md"): b"more"})
    assert [content.read(*parts) for parts in (("briefing.md",), ("x", "y.md"))] == [
        SourceFile("two-towns/briefing.md", "new"),
        SourceFile("two-towns/x/y.md", "more"),
    ]
    assert (content.has("briefing.md"), content.has("new.md"), content.files) == (True, False, 2)
    assert BriefingFolder(topic, report, {("new.md",): b""}).has("new.md")
    assert report.problems() == ()


def test_files_that_are_new_or_gone_are_listed_as_if_they_were(folder: Path) -> None:
    given = {
        ("one.md",): None,
        ("cards", "terms", "new.md"): b"new",
        ("cards", "terms", "old.md"): None,
    }
    read = BriefingFolder(folder, Report(), given)
    assert (read.has("one.md"), read.has("two.md")) == (False, True)
    assert read.names("cards") == ["terms"]
    assert read.names("cards", "terms") == ["new.md"]
    assert read.read("cards", "terms", "new.md") == SourceFile("topic/cards/terms/new.md", "new")
    assert read.read("one.md") is None


def test_all_that_is_wrong_with_the_folders_of_cards_is_told_in_one_run(topic: Path) -> None:
    outline = topic / "briefing.md"
    typed = outline.read_text("utf-8")
    listed = "[share, duration, turbines, ferry, shares, zzz, share]"
    typed = typed.replace("[share, duration, turbines]", listed)
    more = "  - {id: skeptics, title: E, cards: [new]}\n  - {id: sources"
    outline.write_text(typed.replace("  - {id: sources", more), "utf-8")
    cards = topic / "cards"
    one = "---\ntitle: T\n---\nIt is. [@herald]"
    for name in ("terms/draft.md", "terms/x.txt", "background/The Dam.md", "people/share.md"):
        (cards / name).write_text(one, "utf-8")
    (cards / "term").mkdir()
    (cards / "qqqq").mkdir()
    shutil.rmtree(cards / "unknowns")
    loaded = load_briefing(topic)
    assert (loaded.briefing, loaded.files) == (None, 24)
    assert [str(one).removeprefix("two-towns/") for one in loaded.problems] == [
        "briefing.md:9:76: error: There is no file cards/terms/ferry.md."
        " It is in cards/side-deals/: move it, or list it there. [unknown-card]",
        "briefing.md:9:83: error: There is no file cards/terms/shares.md."
        " Write “share”. [unknown-card]",
        "briefing.md:9:91: error: There is no file cards/terms/zzz.md."
        " Write one of: draft, duration, share, turbines. [unknown-card]",
        "briefing.md:9:96: error: The card “share” is in this list already."
        " Name it once. [duplicate-id]",
        "briefing.md:14:10: warning: The section “unknowns” has no cards."
        " Write cards in cards/unknowns/, or remove the section. [empty-section]",
        "briefing.md:18:38: error: There is no file cards/skeptics/new.md."
        " Write the file. [unknown-card]",
        "cards/background/The Dam.md:1:1: error: The file's name “The Dam” is not an id:"
        " lower-case letters, digits, hyphens. Rename it, for example to “the-dam.md”. [bad-id]",
        "cards/people/share.md:1:1: error: The card id “share” is taken by"
        " two-towns/cards/terms/share.md:1. Give one of the two another id. [duplicate-id]",
        "cards/qqqq:1:1: warning: This belongs to no section, so readers do not see it."
        " Add a section of that id. [stray-file]",
        "cards/term:1:1: warning: This belongs to no section, so readers do not see it."
        " Rename it to “terms”. [stray-file]",
        "cards/terms/draft.md:1:1: warning: The section “terms” does not list this card, so"
        " readers do not see it. Add “draft” to the section's cards in briefing.md, or delete the"
        " file. [unlisted-card]",
        "cards/terms/x.txt:1:1: warning: This file is ignored, because its name does not end in"
        " .md. Rename it, or move it out of the folder of cards. [stray-file]",
    ]
