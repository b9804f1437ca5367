"""Hostile text in every field, on every screen, seen in the bytes that reach the terminal."""

from __future__ import annotations

import base64
import itertools
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final

import pytest

from briefing.library.library import Library
from briefing.model.briefing import Briefing
from briefing.model.text import clean
from briefing.model.vocabulary import SectionKind
from tests.hostile import HOSTILE, NEEDLE, STRINGS, hostile_briefing, texts_of
from tests.samples import two_towns
from tests.terminal.conftest import COMMAND, Start, environment_of
from tests.terminal.pty import SEQUENCE, Terminal, cut
from tests.thorough import LONG, long

pytestmark = pytest.mark.terminal

_NEVER: Final = re.compile(
    "[\x00-\x08\x0b-\x0c\x0e-\x1a\x1c-\x1f\x7f-\x9f"  # C0 but white space and escape, DEL, C1
    "\u2028-\u202e\u2066-\u2069\ufff9-\ufffb\U000e0000-\U000e007f]"
)
"""Characters of text that may never reach a terminal."""

_LINK_END: Final = "\x1b]8;;\x1b\\"
"""Ends every link, those that the reader draws too."""

_KEPT: Final = (
    *("Anchor.", "Allowance.", "ArticleMark.", "SignOff."),
    *("Source.sha256", "Source.extractor"),
)
"""What is kept for checking; of it the ends of a passage are shown, beside the text, and, where
somebody asks for what is signed, who signed it and what they remarked on."""

_TOUR: Final = (
    (("3", "e"), "Evidence"),
    (("j",), "Evidence"),
    (("]", "]", "[", "s"), "source"),
    (("c",), NEEDLE),
    (("escape",), "Evidence"),
    (("H",), "Health"),
    (("enter",), ""),
    (("escape", "escape", "d"), ""),
    (("e", "f", "pagedown"), ""),
    (("j", "j"), NEEDLE),
    (("f", "y"), "clipboard"),
    (("y",), "Copy from here"),
    (("q", "Y"), "clipboard"),
    (("Y",), "Copy from here"),
    (("q", "/", NEEDLE), NEEDLE),
    (("enter", "n", "n", "N"), NEEDLE),
    (("escape",), ""),
    (("\\", NEEDLE, "enter"), NEEDLE),
    (("escape",), ""),
    ((":", NEEDLE), " · section 1 · "),  # below a title: what was found
    (("escape",), ""),
    (("0", "enter"), "go there"),
    (("G", "G"), "Also written"),
    (("enter",), "read on"),
    (("z",), "go there"),
    (("z", "o"), "Library"),
    (("q", "?"), "Keys"),
    (("q",), ""),
)
"""Keys that lead to every screen beside the text, and what is then on it."""


_CHECKING: Final = (
    (("e", "]"), "Evidence 2 of 2"),
    (("s", "j", "G"), "cited"),
    (("c", "j", "G"), "cited"),
    (("escape", "6", "j"), ""),
    (("H", "enter"), ""),
    (("escape", "escape"), "next passage"),
)
"""Keys that lead to every screen with the text of a source, and what is then on it."""


def kind_of(sequence: str) -> str:
    """What a control sequence does, without its numbers and its text."""
    if sequence.startswith("\x1b["):
        # With a mode the number says what is done.
        numbers = "" if sequence[-1] in "hlp" else "[0-9;:]"
        return f"CSI {re.sub(numbers, '', sequence[2:])}"
    if sequence.startswith("\x1b]"):
        return f"OSC {re.split('[^0-9]', sequence[2:])[0]}"
    return f"ESC {sequence[1:2]}"


def kinds_in(written: str) -> set[str]:
    return {kind_of(part) for part, is_sequence in cut(written) if is_sequence}


def visible(text: str) -> str:
    """What of a text must be seen, wherever its lines end and its marks are put."""
    return "".join(
        char
        for char in unicodedata.normalize("NFD", text)
        if not char.isspace() and unicodedata.category(char) not in ("Mn", "Me", "Cf")
    )


def is_seen(text: str, rows: Sequence[str], gap: int) -> bool:
    """Tell whether a text is there from its first to its last character.

    It may be wrapped, other columns may stand beside it, and a page may end within it; so each next
    piece of it must be in one of the next rows.

    Args:
        text: What must be visible of it begins with a number of its own.
        rows: What was visible of each row of each screen, in order.
        gap: How many rows further on the next piece may be.
    """
    reached: dict[int, int] = {}
    for number, row in enumerate(rows):
        if text[:4] in row:
            reached[0] = number
        for offset, at in list(reached.items()):
            if number - at > gap:
                del reached[offset]
            elif text[offset : offset + 2] in row:
                length = min(len(text) - offset, len(row))
                while text[offset : offset + length] not in row:
                    length -= 1
                reached[offset + length] = number
        if len(text) in reached:
            return True
    return False


def not_shown(briefing: Briefing) -> set[str]:
    """Texts that the reader does not show, or shows by the name of what they refer to."""
    nowhere = {
        "Source.type",
        "Source.label",
        "Source.corpus",
        "Briefing.language",
        "Briefing.key_figures",
        "Card.actors",
        "Card.written_by",
        "Card.was",
        "Claim.was",
        "Quote.was",
        "Correction.claim",
        "Retraction.source",
        "Briefing.written_by",
        "Figure.parts",
        "Figure.rivals",
        "Figure.said_by",
        "Quote.speaker",
        "Reaction.actor",
        "Reaction.speaker",
        "Disagreement.claims",
        "Evidence.passage",
        "Dateline.date",
    }
    texts = {
        text
        for name, text in texts_of(briefing)
        if name in nowhere or name.endswith(".id") or name.startswith(_KEPT)
    }
    for section, card in briefing.cards():
        if section.kind is SectionKind.BOTTOM_LINE:
            texts.add(card.title)
        # The rail has a column for dates, which are of the model's making and fit there.
        texts |= {one.date.label for one in card.claims if one.date}
    return texts | {actor.names[0].language or "" for actor in briefing.actors}


def rows_of(terminal: Terminal) -> list[str]:
    return [visible(line.replace("▌", "")) for line in terminal.lines]


def read_all(terminal: Terminal) -> list[str]:
    """Read a briefing from where it opens to its end by Space alone; give the rows of all pages."""
    terminal.wait_for("read on")
    terminal.settle()
    rows = rows_of(terminal)
    while "This is the last card." not in terminal.lines[-1]:
        terminal.press("space")
        terminal.pump(5)
        terminal.settle()
        rows += rows_of(terminal)
    return rows


def tour(terminal: Terminal) -> list[str]:
    """Visit every screen beside the text; give the rows of all of them."""
    rows = []
    for keys, seen in _TOUR:
        for key in keys:
            terminal.press(key)
            terminal.settle()
            rows += rows_of(terminal)
        terminal.wait_for(seen)
    return rows


def assert_clean(written: str, hostile: Sequence[str], allowed: set[str]) -> None:
    """Prove from the bytes that nothing of a text worked on the terminal."""
    assert kinds_in(written) <= allowed
    for text in hostile:
        for sequence in SEQUENCE.findall(text):
            assert len(sequence) < 3 or sequence == _LINK_END or sequence not in written
    for part, is_sequence in cut(written):
        if not is_sequence:
            assert not _NEVER.search(part)
        elif part.startswith("\x1b]52;"):
            payload = part[2:-1].rpartition(";")[2]
            copied = base64.b64decode(payload, validate=True).decode()
            assert copied == clean(copied)
        elif part.startswith("\x1b]8;"):
            assert re.fullmatch("8;[^;]*;(https?://[!-~]*)?\x1b\\\\", part[2:])


def assert_whole(written: str, hostile: Sequence[str]) -> None:
    """Prove from the bytes that each text is there as it is, marks without width included."""
    text = "".join(part for part, is_sequence in cut(written) if not is_sequence)
    for one in hostile:
        for word in clean(one).split():
            assert word in text or len(word) > 40


def publish(tmp_path: Path, id_: str, words: Callable[[], str]) -> Briefing:
    briefing = hostile_briefing(id_, words)
    Library(tmp_path / "library").publish([briefing])
    return briefing


@pytest.fixture(scope="module")
def allowed(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The kinds of control sequences that the reader uses for words that harm nobody."""
    home = tmp_path_factory.mktemp("harmless")
    publish(home, "harmless", "plain words".__str__)
    with Terminal((*COMMAND, "harmless"), environment_of(home)) as terminal:
        read_all(terminal)
        tour(terminal)
        return kinds_in(terminal.written)


WORDS: Final = [text for group, texts in HOSTILE.items() if group != "shapes" for text in texts]


def one_of_each() -> Iterator[str]:
    """For field after field a text of each kind; all of them come up, again and again."""
    kinds = [itertools.cycle(texts) for group, texts in HOSTILE.items() if group != "shapes"]
    while True:
        yield " ".join(map(next, kinds))


@pytest.mark.parametrize("group", HOSTILE if LONG else ["one of each"])
def test_nothing_gets_out_and_nothing_is_dropped(
    tmp_path: Path, start: Start, allowed: set[str], group: str
) -> None:
    texts = HOSTILE.get(group, STRINGS)
    words = itertools.repeat(" ".join(texts)) if group in HOSTILE else one_of_each()
    briefing = publish(tmp_path, "hostile", words.__next__)
    columns, rows = (120, 60) if group == "shapes" else (80, 24)
    with start("hostile", columns=columns, rows=rows) as terminal:
        pages = read_all(terminal) + tour(terminal)
        assert_clean(terminal.written, texts, allowed)
        assert_whole(terminal.written, texts if group in HOSTILE else WORDS)
    hidden = not_shown(briefing)
    missing = [
        (name, text)
        for name, text in texts_of(briefing)
        if text not in hidden and not is_seen(visible(text), pages, gap=rows)
    ]
    assert missing == []


def test_texts_of_sources_may_be_hostile_too(
    tmp_path: Path, start: Start, allowed: set[str]
) -> None:
    Library(tmp_path / "library").publish([two_towns()])
    (tmp_path / "texts").mkdir()
    for source in ("herald", "post"):
        paragraphs = (f"{NEEDLE} {' '.join(texts)}" for texts in HOSTILE.values())
        (tmp_path / "texts" / f"{source}.txt").write_text(
            "\n\n".join(paragraphs), encoding="utf-8", errors="replace"
        )
    with start("two-towns/terms/share", BRIEFING_CORPUS=str(tmp_path / "texts")) as terminal:
        terminal.wait_for("read on")
        for keys, seen in _CHECKING:
            for key in keys:
                terminal.press(key)
                terminal.settle()
            terminal.wait_for(seen)
        links = {"OSC 8"}  # to the address of the source, which is none of the hostile ones
        assert_clean(terminal.written, STRINGS, allowed | links)


@long
@pytest.mark.parametrize(("columns", "rows"), [(120, 40), (40, 20)])
def test_texts_of_all_kinds_side_by_side(
    tmp_path: Path, start: Start, allowed: set[str], columns: int, rows: int
) -> None:
    words = itertools.cycle(text for text in STRINGS if len(text) < 100)
    publish(tmp_path, "hostile", words.__next__)
    with start("hostile", columns=columns, rows=rows) as terminal:
        read_all(terminal)
        tour(terminal)
        assert_clean(terminal.written, STRINGS, allowed)


def test_a_library_of_hostile_titles(tmp_path: Path, start: Start, allowed: set[str]) -> None:
    for number, group in enumerate(HOSTILE):
        publish(tmp_path, f"hostile-{number}", " ".join(HOSTILE[group]).__str__)
    with start("hostile-0") as terminal:
        terminal.wait_for("read on")
        for number in range(len(HOSTILE)):
            for keys in ("o", "g" + "j" * number, "enter"):
                terminal.press(keys)
                terminal.settle()
            terminal.wait_for("read on")
        assert_clean(terminal.written, STRINGS, allowed)


def test_what_was_typed_is_not_obeyed(start: Start, library: Library, allowed: set[str]) -> None:
    del library
    pasted = "".join(text.replace("\x1b", "").replace("\x9b", "") for text in STRINGS)
    typed = clean(pasted).replace("\n", " ")
    with start("two-towns") as terminal:
        terminal.wait_for("read on")
        for prompt in ("/", "\\", ":"):
            terminal.press(prompt)
            terminal.settle()
            terminal.press(f"\x1b[200~{typed}\x1b[201~")
            terminal.settle()
            terminal.press("[/x] [b ")
            terminal.settle()
            terminal.press("escape")
            terminal.settle()
        terminal.wait_for("read on")
        assert_clean(terminal.written, STRINGS, allowed)
