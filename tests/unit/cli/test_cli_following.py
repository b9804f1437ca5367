"""anchor --follow, on a copy of the two towns and its own articles."""

from __future__ import annotations

import re
import shutil
from argparse import Namespace
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.authoring.anchor_lock import LOCK_NAME
from briefing.authoring.load import load_briefing
from briefing.authoring.review_lock import REVIEWS_NAME
from briefing.authoring.verified_lock import VERIFIED_NAME
from briefing.evidence.corpus import Corpus, Examination
from briefing.evidence.support import bearers
from briefing.evidence.texts import SourceText
from briefing.model.briefing import Briefing
from briefing.model.claims import Evidence
from briefing.settings.config import Config, Places
from briefing.views.context import Context
from briefing.views.verbs import load
from tests.curating import lay_out
from tests.samples import TEXTS
from tests.thorough import examples

from .conftest import Outcome, Run

SHARE = "cards/terms/share.md"
CORRECTION = "CORRECTION: It was not so, the editors write today.\n\n"


class Desk:
    """A draft, its articles and the command that ties one to the other."""

    def __init__(self, run: Run, home: Path) -> None:
        self._run = run
        self.draft, self.corpus = lay_out(home / "desk")

    def __call__(self, verb: str, *options: str) -> Outcome:
        return self._run(verb, str(self.draft), "--corpus", str(self.corpus), *options)

    def text(self, name: str, change: Callable[[str], str]) -> None:
        path = self.corpus / name
        before = path.read_text("utf-8")
        path.write_text(change(before), "utf-8")
        assert path.read_text("utf-8") != before

    def card(self, name: str, old: str, new: str) -> None:
        path = self.draft / name
        with path.open(newline="") as file:
            text = file.read()
        assert old in text
        path.write_bytes(text.replace(old, new).encode())

    @property
    def files(self) -> dict[str, bytes]:
        """All but what a check has written."""
        found = (path for path in self.draft.rglob("*") if path.is_file())
        found = (path for path in found if path.name != VERIFIED_NAME)
        return {str(path.relative_to(self.draft)): path.read_bytes() for path in found}

    @property
    def codes(self) -> set[str]:
        """Of all that check says."""
        return set(re.findall(r"\[([a-z-]+)\]$", self("check").out, re.MULTILINE))


@pytest.fixture
def desk(run: Run, home: Path) -> Desk:
    return Desk(run, home)


def on_top(text: str) -> str:
    return CORRECTION + text


def renumbered(before: bytes, by: dict[str, int]) -> bytes:
    """A file with the paragraphs of some sources renumbered."""

    def number(found: re.Match[str]) -> str:
        return f"{found[1]}{int(found[3]) + by.get(found[2], 0)}"

    return re.sub(r"(\b([a-z]+),? ¶)(\d+)", number, before.decode()).encode()


def test_every_citation_follows_its_passage_and_nothing_else_changes(desk: Desk) -> None:
    before = desk.files
    assert desk("anchor").code == 0
    assert desk.files == before
    assert desk.codes == set()
    desk.text("herald.txt", on_top)
    assert desk.codes >= {"moved-passage", "altered-passage"}
    done = desk("anchor", "--follow")
    after = desk.files
    assert before.keys() == after.keys()
    for name, content in before.items():
        if name != LOCK_NAME:
            assert after[name] == renumbered(content, {"herald": 1}), name
    # The Herald is cited as a whole, too, and that has changed.
    assert desk.codes == {"altered-passage"}
    assert done.code == 1
    assert (
        "error: Its words changed; its numbers did not. ¶1 is new: “CORRECTION: It was" in done.err
    )
    changed = sum(after[name] != before[name] for name in before) - 1
    assert re.search(
        rf"^(\d+) citations rewritten in {changed} files\.\n\Z", done.out, re.MULTILINE
    )
    again = desk("anchor", "--follow")
    assert again.out == "0 citations rewritten in 0 files.\n"
    assert desk.files == after


def test_a_difference_is_printed(desk: Desk) -> None:
    desk.text("post.txt", on_top)
    done = desk("anchor", "--follow")
    path = desk.draft / "actors.yaml"
    assert (
        f"--- {path}\n+++ {path}\n@@ -5,3 +5,3 @@\n     - {{text: Lakeside, kind: usual}}\n"
    ) in done.out
    assert '\n-    - {text: Seestadt, kind: native, language: de, cite: "post ¶3"}\n' in done.out
    assert '\n+    - {text: Seestadt, kind: native, language: de, cite: "post ¶4"}\n' in done.out
    assert LOCK_NAME not in done.out


def test_line_ends_a_byte_order_mark_and_spacing_are_kept(desk: Desk) -> None:
    card = desk.draft / SHARE
    typed = card.read_bytes().replace(b"\n", b"\r\n")
    typed = typed.replace("[@herald, ¶2".encode(), "[@herald ,\r\n  ¶  2".encode(), 1)
    card.write_bytes(b"\xef\xbb\xbf" + typed)
    assert desk.codes == set()
    desk.text("herald.txt", on_top)
    desk("anchor", "--follow")
    after = card.read_bytes()
    assert after.startswith(b"\xef\xbb\xbf---\r\n")
    assert "[@herald ,\r\n  ¶  3".encode() in after
    assert b"\n" not in after.replace(b"\r\n", b"")
    assert len(after) == len(typed) + 3


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('cite: "herald ¶2; post ¶4"', "cite: 'herald ¶2 \"it''s said … x\"; post ¶4'", None),
        ('cite: "herald ¶2; post ¶4"', 'cite: "post ¶4; herald, ¶2;\\n  herald ¶2"', "herald, ¶3"),
        ('cite: "herald ¶2; post ¶4"', "cite: herald ¶2; post ¶4", "cite: herald ¶3; post ¶4"),
        (
            'cite: "herald ¶2; post ¶4"',
            'cite: "context herald ¶2; \\u0040post ¶4; herald ¶3"',
            'cite: "context herald ¶3; \\u0040post ¶4; herald ¶4"',
        ),
        (
            'cite: "herald ¶2; post ¶4"',
            "cite: >\n      herald ¶2;\n      post ¶4",
            "cite: >\n      herald ¶3;\n      post ¶4",
        ),
    ],
)
def test_citations_in_front_matter_follow_however_they_are_quoted(
    desk: Desk, old: str, new: str, expected: str | None
) -> None:
    if expected is None:
        new = new.replace("it''s said … x", "Ann Lee-Marsh … the water")
    desk.card(SHARE, old, new.replace("\\n", "\n"))
    assert desk("anchor").code == 0, desk("anchor").err
    desk.text("herald.txt", on_top)
    desk("anchor", "--follow")
    text = (desk.draft / SHARE).read_text("utf-8")
    assert (expected or new.replace("herald ¶2", "herald ¶3")) in text
    assert "moved-passage" not in desk.codes


def test_what_is_typed_with_an_escape_for_the_sign_is_refused_and_nothing_is_written(
    desk: Desk,
) -> None:
    desk.card(SHARE, 'cite: "herald ¶2; post ¶4"', 'cite: "herald \\u00b62; post ¶4"')
    assert desk("anchor").code == 0
    desk.text("herald.txt", on_top)
    before = desk.files
    done = desk("anchor", "--follow")
    assert (done.code, done.out) == (1, "0 citations rewritten in 0 files.\n")
    assert re.match(
        re.escape(f"{desk.draft / SHARE}:") + r"\d+:\d+: This is typed in a way that is not"
        r" rewritten, so nothing was\. Type citations on one line and without escapes",
        done.err,
    )
    assert desk.files == before


def test_dateline_and_slips_follow_the_paragraphs_of_the_article(desk: Desk) -> None:
    desk.card(
        "sources.yaml",
        "  corpus: post.txt\n",
        "  corpus: post.txt\n  dateline: 2024-05-01, ¶2\n  slips:\n"
        "    - {note: A half, paragraph: 4}\n    - paragraph: '7'\n      note: A pier\n",
    )
    assert desk("anchor").code == 0
    desk.text("post.txt", lambda text: text.replace("It was on", f"{CORRECTION}It was on"))
    assert re.search(
        r"sources\.yaml:\d+:1: warning: @post: what was ¶7 is ¶8 now\. Run `briefing anchor"
        r" --follow`\. \[moved-passage\]",
        desk("check").out,
    )
    desk("anchor", "--follow")
    assert (
        "  dateline: 2024-05-01, ¶3\n  slips:\n"
        "    - {note: A half, paragraph: 5}\n    - paragraph: '8'\n      note: A pier\n"
    ) in (desk.draft / "sources.yaml").read_text()
    assert "moved-passage" not in desk.codes
    # They are not followed twice.
    before = desk.files
    desk("anchor", "--follow")
    assert desk.files == before
    desk.text("post.txt", on_top)
    desk("anchor", "--follow")
    assert "  dateline: 2024-05-01, ¶4\n" in (desk.draft / "sources.yaml").read_text()
    assert desk("anchor", "--renew").code == 0
    assert desk.codes == {"source-date"}  # of which the Post says nothing there


def test_an_altered_passage_goes_along_and_stays_an_error(desk: Desk) -> None:
    desk.text("herald.txt", lambda text: on_top(text).replace("one council", "either council"))
    assert {"moved-passage", "altered-passage"} <= desk.codes
    desk("anchor", "--follow")
    out = desk("check").out
    assert "[moved-passage]" not in out
    assert "error: @herald, ¶4: Its words changed; its numbers did not. " in out
    done = desk("anchor", "--renew")
    assert done.code == 0
    assert "@herald, ¶4: renewed\n    was: “The deal runs for … a year’s notice” (" in done.out
    assert desk.codes == set()


def test_what_is_gone_is_not_taken_for_what_has_its_number_now(desk: Desk) -> None:
    """The paragraph of the first round of talks takes the number of that of the households."""
    gone = TEXTS.joinpath("herald.txt").read_text("utf-8").split("\n\n")[4]
    desk.text("herald.txt", lambda text: text.replace(f"{gone}\n\n", ""))
    before = desk.files
    done = desk("anchor", "--follow")
    assert done.code == 1
    assert re.search(
        r"error: @herald, ¶5 would also be what @herald, ¶6 is now, so that nothing of “herald” was"
        r" followed\. Cite another passage here by its first and last words, in the paragraph in"
        r" which it stands now, or take the citation out; then run `briefing anchor --follow`"
        r" again\."
        r" \[not-followed\]",
        done.err,
    )
    assert desk.files == before
    for name in (path for path, content in before.items() if "herald ¶5".encode() in content):
        desk.card(name, "herald ¶5", "herald ¶4 “Orkhan Aliyev, the engineer … a new one”")
    for name in (path for path, content in before.items() if "herald, ¶5".encode() in content):
        desk.card(name, "herald, ¶5", "herald, ¶4 “Orkhan Aliyev, the engineer … a new one”")
    desk("anchor", "--follow")
    assert "moved-passage" not in desk.codes
    assert "missing-passage" not in desk.codes


def test_renewing_does_not_take_another_paragraph_for_one_that_is_gone(desk: Desk) -> None:
    gone = TEXTS.joinpath("herald.txt").read_text("utf-8").split("\n\n")[4]
    desk.text("herald.txt", lambda text: text.replace(f"{gone}\n\n", ""))
    done = desk("anchor", "--renew")
    assert done.code == 1
    assert "@herald, ¶5" not in done.out
    assert (
        "error: The passage is gone, and what stands here now was ¶6. Cite the passage that is"
        " meant by its first and last words, or take the citation out; then run `briefing anchor`."
    ) in done.err


def test_two_paragraphs_that_became_one_are_not_cited_by_one_number(desk: Desk) -> None:
    desk.text(
        "herald.txt",
        lambda text: text.replace("six articles.\n\nThe deal", "six articles. The deal"),
    )
    before = desk.files
    done = desk("anchor", "--follow")
    assert desk.files == before
    told = re.findall(
        r"@herald, ¶2 would also be what @herald, ¶3 is now.*Write (.*) here; then run", done.err
    )
    assert set(told) == {"¶2 “The mayor of Lakeside … signed has six articles”"}
    assert len(told) == sum(
        text.decode().count("herald ¶2") + text.decode().count("herald, ¶2")
        for text in before.values()
    )
    for name, content in before.items():
        if name != LOCK_NAME:
            (desk.draft / name).write_bytes(
                re.sub(
                    "(herald,? ¶2)", f"\\1 {told[0].partition(' ')[2]}", content.decode()
                ).encode()
            )
    assert "not-followed" not in desk("anchor", "--follow").err
    assert desk("anchor").code == 1
    assert desk.codes == {"article-changed"}


def test_a_number_is_written_where_passages_begin_alike_now(desk: Desk) -> None:
    desk.card(SHARE, "@post, ¶6]", '@post, ¶6 "Neither side may … were told"]')
    assert desk("anchor").code == 0
    desk.text(
        "post.txt",
        lambda text: text.replace(
            "Neither side may", "Neither side may be glad of it. Neither side may"
        ),
    )
    assert "of the passages that begin with these words it is number (2) now." in desk("check").out
    desk("anchor", "--follow")
    assert '@post, ¶6 "Neither side may … were told" (2)]' in (desk.draft / SHARE).read_text()
    assert "moved-passage" not in desk.codes
    desk.text("post.txt", lambda text: text.replace("Neither side may be glad of it. ", ""))
    desk("anchor", "--follow")
    assert '@post, ¶6 "Neither side may … were told" (1)]' in (desk.draft / SHARE).read_text()
    assert "moved-passage" not in desk.codes


def test_where_a_file_cannot_be_written_all_stay_as_they_were(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.text("herald.txt", on_top)
    before = desk.files
    replace = Path.replace

    def refuse(path: Path, target: Path) -> Path:
        if target.name == "share.md":
            raise OSError(28, "No space left on device")
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", refuse)
    done = desk("anchor", "--follow")
    assert done.code == 1
    assert "share.md” cannot be written: No space left on device." in done.err
    assert desk.files == before


def test_what_is_signed_does_not_keep_citations_from_following(desk: Desk) -> None:
    signed = desk("review", "--sign-off", "bottom-line#so-what", "--by", "Ann Lee")
    assert signed.code == 0
    before = (desk.draft / REVIEWS_NAME).read_bytes()
    desk.text("post.txt", on_top)
    desk("anchor", "--follow")
    assert "moved-passage" not in desk.codes
    assert (desk.draft / REVIEWS_NAME).read_bytes() == before


def test_a_source_without_a_text_is_told(desk: Desk) -> None:
    (desk.corpus / "post.txt").unlink()
    desk.text("herald.txt", lambda text: f"{text}\n\n{text}")
    done = desk("anchor", "--follow")
    assert "error: @post was not looked into. The corpus folder has no file “post.txt”" in done.err
    assert "[text-twice]" in done.err
    assert done.code == 1


def test_a_dateline_of_an_article_of_which_nothing_is_kept_is_told(desk: Desk) -> None:
    desk.card("sources.yaml", "  corpus: post.txt\n", "  corpus: post.txt\n  dateline: 2024, ¶2\n")
    lock = desk.draft / LOCK_NAME
    kept = [
        line for line in lock.read_bytes().splitlines(keepends=True) if b"paragraphs" not in line
    ]
    lock.write_bytes(b"".join(kept))
    desk.text("post.txt", on_top)
    done = desk("anchor", "--follow")
    assert "Nothing is kept of the article yet, so that its dateline and slips were not" in done.err
    assert "citations rewritten" in done.out
    assert "dateline: 2024, ¶2" in (desk.draft / "sources.yaml").read_text()


# -- any change ------------------------------------------------------------------------------------

_FILLER = "Part {} of the {} tells of the weather at the dam, which was fine and is of no interest."


def widened(name: str) -> str:
    """An article with a paragraph that nothing cites before each of its own."""
    paragraphs = TEXTS.joinpath(name).read_text("utf-8").strip().split("\n\n")
    source = name.removesuffix(".txt")
    return "\n\n".join(
        f"{_FILLER.format(number, source)}\n\n{paragraph}"
        for number, paragraph in enumerate(paragraphs)
    )


@pytest.fixture(scope="module")
def widened_desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An anchored draft of the widened articles, and those, to be copied."""
    folder = tmp_path_factory.mktemp("widened")
    draft, corpus = lay_out(folder)
    (draft / LOCK_NAME).unlink()
    for path in draft.rglob("*.*"):
        text = path.read_text("utf-8")
        doubled = re.sub(r"¶(\d+)", lambda one: f"¶{2 * int(one[1])}", text)
        path.write_text(doubled, "utf-8")
    for name in ("herald.txt", "post.txt"):
        (corpus / name).write_text(widened(name), "utf-8")
    assert quietly("anchor", folder) == (0, "")
    return folder


def quietly(verb: str, folder: Path, **options: bool) -> tuple[int, str]:
    """Run a verb on the draft of a folder; the exit code, and what is wrong."""
    out, err = StringIO(), StringIO()
    context = Context(
        places=Places(folder, folder, folder),
        config=Config(),
        complaints=(),
        open_to_read=lambda _: pytest.fail("no library"),
        open_to_write=lambda: pytest.fail("no library"),
        stdout=out,
        stderr=err,
        width=80,
        open_texts=lambda: Corpus(folder / "corpus"),
    )
    none = dict.fromkeys(["renew", "follow", "explained", "look", "strict", "watch"], False)
    given_ = {**none, "format": "text", "ask": None, "signers": None, **options}
    arguments = Namespace(paths=[str(folder / "two-towns")], **given_)
    code: int = load(f"briefing.views.{verb}:run")(context, arguments)
    lines = (out.getvalue() + err.getvalue()).splitlines()
    return code, "\n".join(line for line in lines if re.search(r": (error|warning): ", line))


@contextmanager
def copy_of(folder: Path) -> Iterator[Path]:
    with TemporaryDirectory() as temporary:
        yield Path(shutil.copytree(folder, Path(temporary) / "desk"))


Edits = st.lists(st.tuples(st.sampled_from(["insert", "remove"]), st.integers(0, 14)), max_size=5)


def edit(path: Path, edits: list[tuple[str, int]]) -> SourceText:
    """Put paragraphs into an article and take others out."""
    paragraphs = path.read_text("utf-8").split("\n\n")
    for number, (how, place) in enumerate(edits):
        at = place % len(paragraphs)
        new = [f"NEWS: Item {number} of today, which no other paragraph has in it."]
        paragraphs[at : at + (how == "remove")] = new if how == "insert" else []
    path.write_text("\n\n".join(paragraphs), "utf-8")
    return SourceText(path.read_text("utf-8"))


def cited(folder: Path) -> tuple[Briefing, list[Evidence]]:
    briefing = load_briefing(folder / "two-towns").briefing
    assert briefing is not None
    return briefing, [one for bearer in bearers(briefing) for one in bearer.evidence]


def masked(folder: Path) -> dict[str, str]:
    """All that the files say, but for numbers of paragraphs; without those that are generated."""
    paths = (path for path in (folder / "two-towns").rglob("*.*") if ".lock." not in path.name)
    return {str(path): re.sub("¶[0-9]+", "¶", path.read_bytes().decode()) for path in paths}


@examples(25)
@given(Edits, Edits)
def test_whatever_comes_and_goes_each_citation_names_the_paragraph_that_has_its_words(
    widened_desk: Path, herald: list[tuple[str, int]], post: list[tuple[str, int]]
) -> None:
    with copy_of(widened_desk) as folder:
        briefing, before = cited(folder)
        old = Examination(briefing, Corpus(widened_desk / "corpus"))
        texts = {
            "herald": edit(folder / "corpus" / "herald.txt", herald),
            "post": edit(folder / "corpus" / "post.txt", post),
        }
        files = masked(folder)
        _, told = quietly("anchor", folder, follow=True)
        assert masked(folder) == files
        left = set(re.findall("nothing of “([a-z]+)” was followed", told))
        briefing, after = cited(folder)
        new = Examination(briefing, Corpus(folder / "corpus"))
        for was, now in zip(before, after, strict=True):
            assert (was.source, was.passage, was.stance) == (now.source, now.passage, now.stance)
            passage = old.finding(was).passage
            if was.paragraph is None or passage is None:
                assert now == was
                continue
            if was.source in left:
                assert now == was
                continue
            places = texts[was.source].find(passage.tokens)
            paragraphs = {texts[was.source].paragraph_of(place) for place in places}
            if paragraphs:
                assert now.paragraph in paragraphs
            else:
                assert not new.finding(now).is_exact
        moved = re.findall(r"@([a-z]+), .*\[moved-passage\]", quietly("check", folder)[1])
        assert set(moved) <= left
        _, again = quietly("anchor", folder, follow=True)
        assert cited(folder)[1] == after
        assert set(re.findall("nothing of “([a-z]+)” was followed", again)) == left


OF_PASSAGES = frozenset(
    [
        *("missing-passage", "altered-passage", "ambiguous-passage", "moved-passage"),
        *("bad-passage", "unanchored-passage", "article-changed", "text-twice", "other-text"),
        *("bad-anchors", "not-followed"),
    ]
)


def problems_in(told: str) -> dict[str, list[str]]:
    """Lines that are about passages and articles, by their codes."""
    found: dict[str, list[str]] = {}
    for line in told.splitlines():
        code = line.rpartition("[")[2].rstrip("]")
        if code in OF_PASSAGES:
            found.setdefault(code, []).append(line)
    return found


def write_number(line: str, number: str) -> None:
    """Write another paragraph in what a line is about."""
    retype(line, r"^([a-z]+,? ¶)\d+", rf"\g<1>{number}")


def take_out(line: str) -> None:
    """Cite something else in place of what a line is about."""
    retype(line, r'^[a-z]+(?:,? ¶\d+)?(?: (?:"[^"]*"|“[^”]*”))?(?: \(\d+\))?', "engineers")


def retype(line: str, pattern: str, instead: str) -> None:
    path, row, column, _ = line.split(":", 3)
    text = Path(path).read_text("utf-8").split("\n")
    typed = text[int(row) - 1]
    start = int(column) - 1
    rest = re.sub(pattern, instead, typed[start:])
    assert rest != typed[start:]
    text[int(row) - 1] = typed[:start] + rest
    Path(path).write_text("\n".join(text), "utf-8")


Changes = st.lists(
    st.tuples(
        st.sampled_from(["insert", "remove", "alter", "swap", "twice", "merge", "damage"]),
        st.integers(0, 14),
    ),
    max_size=4,
)


def change(folder: Path, changes: list[tuple[str, int]]) -> None:
    path, lock = folder / "corpus" / "herald.txt", folder / "two-towns" / LOCK_NAME
    for number, (how, place) in enumerate(changes):
        paragraphs = path.read_text("utf-8").split("\n\n")
        at = place % (len(paragraphs) - 1)
        match how:
            case "insert":
                paragraphs.insert(at, f"NEWS: Item {number} of today, which nobody has.")
            case "remove":
                del paragraphs[at]
            case "alter":
                words = paragraphs[at].split(" ")
                words.insert(min(3, len(words)), "never")
                paragraphs[at] = " ".join(words)
            case "swap":
                paragraphs[at], paragraphs[at + 1] = paragraphs[at + 1], paragraphs[at]
            case "twice":
                paragraphs += paragraphs
            case "merge":
                paragraphs[at : at + 2] = [" ".join(paragraphs[at : at + 2])]
            case "damage":
                lines = lock.read_text("utf-8").split("\n")
                row = 1 + place % (len(lines) - 2)
                lines[row] = lines[row][:30]
                lock.write_text("\n".join(lines), "utf-8")
        path.write_text("\n\n".join(paragraphs), "utf-8")


def delete_one(folder: Path, line: str) -> None:
    """Take the second copy out of an article that stands twice in its file."""
    article = folder / "corpus" / "herald.txt"
    start = re.search(r"from ¶(\d+) on it begins again.* Delete one of the two\.", line)
    assert start is not None
    paragraphs = article.read_text("utf-8").split("\n\n")
    article.write_text("\n\n".join(paragraphs[: int(start[1]) - 1]), "utf-8")


def renew(folder: Path) -> None:
    """Renew, and do what the command tells instead of doing it."""
    refused = problems_in(quietly("anchor", folder, renew=True)[1])
    for line in refused.get("text-twice", ()):
        delete_one(folder, line)
    for line in refused.get("bad-passage", ()):
        take_out(line)
    for line in refused.get("moved-passage", ()):
        if number := re.search("Write ¶(\\d+) if that is meant", line):
            write_number(line, number[1])
        elif "take the citation out; then" in line or "or cite the passage by its" in line:
            take_out(line)
        else:
            assert "Run `briefing anchor --follow` first." in line
            quietly("anchor", folder, follow=True)


def obey(folder: Path, told: dict[str, list[str]]) -> None:
    """Do what the first of some problems says."""
    lines = [line for group in told.values() for line in group]
    if twice := told.get("text-twice"):
        delete_one(folder, twice[0])
    elif "moved-passage" in told:
        assert all("Run `briefing anchor --follow`" in one for one in told["moved-passage"])
        refused = problems_in(quietly("anchor", folder, follow=True)[1]).get("not-followed", [])
        for line in refused:
            assert line.endswith("; then run `briefing anchor --follow` again. [not-followed]")
            if proposed := re.search("Write (¶.+) here; then", line):
                retype(line, r"^([a-z]+,? )¶\d+", rf"\g<1>{proposed[1]}")
            else:
                take_out(line)
    elif "bad-passage" in told:
        take_out(told["bad-passage"][0])
    elif any("--renew`" in line for line in lines):
        renew(folder)
    else:
        assert all("Run `briefing anchor`." in line for line in lines), lines
        quietly("anchor", folder)


@examples(25)
@given(Changes)
def test_who_does_what_is_told_is_soon_told_nothing_more(
    widened_desk: Path, changes: list[tuple[str, int]]
) -> None:
    with copy_of(widened_desk) as folder:
        change(folder, changes)
        seen = []
        for _ in range(20):
            told = problems_in(quietly("check", folder)[1])
            if not told:
                return
            seen.append(sorted(told))
            obey(folder, told)
        raise AssertionError(seen)
