"""The private folder of source texts, and what a briefing may make it read."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from briefing.evidence.corpus import Corpus, TextAtHand
from briefing.model.actors import Source
from briefing.model.untrusted_files import LARGEST_FILE

WORDS = "They agreed on Tuesday to share the harbour."


def source(name: str | None, key: str = "herald") -> Source:
    return Source(
        key=key, type="article-newspaper", title="Two ports", outlet="The Herald", corpus=name
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A corpus beside a file that is none of its own."""
    (tmp_path / "secret.txt").write_text("secret", "utf-8")
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    return corpus


def read(folder: Path | None, name: str | None) -> TextAtHand:
    return Corpus(folder).read(source(name))


def why_not(folder: Path | None, name: str | None) -> str:
    reading = read(folder, name)
    assert reading.text is None
    assert reading.why_not.endswith(".")
    return reading.why_not


def test_a_text_is_read_once(folder: Path) -> None:
    file = folder / "herald.txt"
    file.write_text(WORDS, "utf-8")
    corpus = Corpus(folder)
    reading = corpus.read(source("herald.txt"))
    file.write_text("Something else.", "utf-8")
    assert corpus.read(source("herald.txt")) is reading
    assert reading.why_not == ""
    assert reading.text is not None
    assert reading.text.text == WORDS
    assert corpus.read(source("herald.txt", "post")) is not reading


def test_two_briefings_may_call_different_files_by_one_key(folder: Path) -> None:
    (folder / "one.txt").write_text("One.", "utf-8")
    (folder / "two.txt").write_text("Two.", "utf-8")
    corpus = Corpus(folder)
    texts = [corpus.read(source(name)).text for name in ("one.txt", "two.txt")]
    assert [text and text.text for text in texts] == ["One.", "Two."]


@pytest.mark.parametrize("name", ["a b.txt", "Հայ.txt", "..txt", "a..b", ".hidden", "[x]*?.txt"])
def test_any_name_of_a_file_will_do(folder: Path, name: str) -> None:
    (folder / name).write_text(WORDS, "utf-8")
    assert read(folder, name).text is not None


def test_a_byte_order_mark_and_other_line_ends_are_no_part_of_the_text(folder: Path) -> None:
    (folder / "a.txt").write_bytes(b"\xef\xbb\xbfOne.\r\n\r\nTwo \x1b[2J.")
    reading = read(folder, "a.txt")
    assert reading.text is not None
    assert reading.text.text == "One.\n\nTwo \N{REPLACEMENT CHARACTER}[2J."
    assert len(reading.text.paragraphs) == 2


def test_no_folder_and_no_name_are_said(folder: Path) -> None:
    assert "No text on this machine" in why_not(None, "a.txt")
    assert "“herald” names no file" in why_not(folder, None)
    assert "does not exist" in why_not(folder / "gone", "a.txt")
    assert "has no file “a.txt”" in why_not(folder, "a.txt")


@pytest.mark.parametrize(
    "name", ["", ".", "..", "../secret.txt", "/etc/passwd", "a/b.txt", "..\\secret.txt", "a/../a"]
)
def test_a_path_is_no_name(folder: Path, name: str) -> None:
    assert "is a path, not the name of a file" in why_not(folder, name)


def test_a_link_may_lead_to_a_file_of_the_corpus_and_to_no_other(folder: Path) -> None:
    (folder / "real.txt").write_text(WORDS, "utf-8")
    (folder / "inside.txt").symlink_to("real.txt")
    (folder / "outside.txt").symlink_to("../secret.txt")
    (folder / "twice.txt").symlink_to("outside.txt")
    (folder / "nowhere.txt").symlink_to("gone.txt")
    (folder / "circle.txt").symlink_to("circle.txt")
    assert read(folder, "inside.txt").text is not None
    assert "leads out of the corpus folder" in why_not(folder, "outside.txt")
    assert "leads out of the corpus folder" in why_not(folder, "twice.txt")
    assert "has no file" in why_not(folder, "nowhere.txt")
    assert "“circle.txt”" in why_not(folder, "circle.txt")


def test_a_corpus_may_be_a_link_itself(folder: Path, tmp_path: Path) -> None:
    (folder / "a.txt").write_text(WORDS, "utf-8")
    (tmp_path / "link").symlink_to("corpus")
    assert read(tmp_path / "link", "a.txt").text is not None


def test_what_is_no_file_is_not_opened(folder: Path) -> None:
    (folder / "folder").mkdir()
    os.mkfifo(folder / "pipe")
    assert "has no file “folder”" in why_not(folder, "folder")
    assert "has no file “pipe”" in why_not(folder, "pipe")


def test_an_impossible_name_is_no_crash(folder: Path) -> None:
    assert "cannot be read" in why_not(folder, "a" * 300)
    assert "has no file" in why_not(folder, "a\nb\x1b[2J\ud800")
    assert "\x1b" not in why_not(folder, "a\x1b[2J")


def test_a_file_that_may_not_be_read_says_so(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    (folder / "a.txt").write_text(WORDS, "utf-8")
    monkeypatch.setattr(os, "open", refuse)
    assert why_not(folder, "a.txt") == "“a.txt” cannot be read: Permission denied."


SENTENCE = "The mayors of Zürich and Łódź met — “at last”, they said — and shared the harbour."
LATIN = "The mayor’s café is “open”, he said – and the harbour of Malmö is shared by both towns."


@pytest.mark.parametrize(
    ("text", "encoding", "name"),
    [
        (SENTENCE, "utf-8", None),
        (SENTENCE, "utf-8-sig", None),
        (SENTENCE, "utf-16", "UTF-16"),
        (SENTENCE, "utf-16-le", "UTF-16"),
        (SENTENCE, "utf-16-be", "UTF-16"),
        (LATIN, "cp1252", "Windows-1252"),
    ],
)
def test_an_encoding_that_can_be_told_is_read_and_said(
    folder: Path, text: str, encoding: str, name: str | None
) -> None:
    (folder / "a.txt").write_bytes(text.encode(encoding))
    reading = read(folder, "a.txt")
    assert reading.text is not None
    assert (reading.text.text, reading.encoding) == (text, name)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (LATIN.encode("mac-roman", "replace"), "is no text in UTF-8, UTF-16 or Windows-1252"),
        ("Два города делят гавань поровну.".encode("cp1251"), "is no text in UTF-8"),
        ("Two ports".encode("utf-16") + b"\0", "is no text in UTF-8"),
        (bytes(range(256)) * 8, "is no text in UTF-8"),
        (b"\x01\x02\x03\x04\x05\x06 and a word", "is binary"),
        (b"%PDF-1.7\n1 0 obj", "is a PDF"),
        (b"PK\x03\x04word/document.xml", "is an archive, such as a Word document"),
        (b"{\\rtf1 Two ports}", "is Rich Text"),
        (b"", "is empty"),
        (b" \n\n\xef\xbb\xbf ", "is empty"),
        (b"\n<!-- saved --><!DOCTYPE html><html><p>Two ports", "is HTML"),
        (b"<p>Two</p> <p>ports</p> <p>share</p> <p>a</p> <p>harbour</p>", "is HTML"),
    ],
)
def test_what_is_no_text_says_so_and_what_to_do(folder: Path, data: bytes, message: str) -> None:
    (folder / "a.txt").write_bytes(data)
    reading = read(folder, "a.txt")
    assert f"“a.txt” {message}" in reading.why_not
    assert reading.fix.startswith("Save")


def test_an_article_may_print_a_tag(folder: Path) -> None:
    (folder / "a.txt").write_text("He typed <p> and </p>, then left; 3 < 4 and 5 > 4.", "utf-8")
    assert read(folder, "a.txt").text is not None


def test_of_a_misspelt_name_the_nearest_is_proposed(folder: Path) -> None:
    (folder / "herald-harbour.txt").write_text(WORDS, "utf-8")
    assert read(folder, "herald-harbor.txt").fix.startswith("Write “herald-harbour.txt”")
    assert "`corpus` in sources.yaml" in read(folder, "x").fix
    (folder / "gone.txt").symlink_to("nothing")
    assert read(folder, "gone.txt").fix.startswith("See whether"), "its own name is no help"


def test_what_is_too_large_is_not_read(folder: Path) -> None:
    (folder / "a.txt").write_bytes(b"a" * LARGEST_FILE)
    (folder / "b.txt").write_bytes(b"a" * (LARGEST_FILE + 1))
    reading = read(folder, "a.txt")
    assert reading.text is not None
    assert "has more than 2,097,152 bytes" in why_not(folder, "b.txt")


def test_what_never_ends_is_not_read(folder: Path) -> None:
    (folder / "zero.txt").symlink_to("/dev/zero")
    with (folder / "huge.txt").open("wb") as file:
        file.truncate(1 << 40)
    assert "leads out of the corpus folder" in why_not(folder, "zero.txt")
    assert "has more than" in why_not(folder, "huge.txt")


def test_a_text_swapped_for_a_link_while_it_is_opened_is_not_followed(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = folder / "a.txt"
    file.write_text(WORDS, "utf-8")
    resolve = os.path.realpath

    def resolve_and_swap(path: str | Path) -> str:
        resolved = resolve(path)
        if str(path).endswith("a.txt") and not file.is_symlink():
            file.unlink()
            file.symlink_to("../secret.txt")
        return resolved

    monkeypatch.setattr("briefing.model.untrusted_files.os.path.realpath", resolve_and_swap)
    assert "“a.txt” cannot be read" in why_not(folder, "a.txt")
    assert file.is_symlink()
