"""add, on a copy of the two towns and its texts."""

from __future__ import annotations

import json
from importlib.metadata import version
from io import BytesIO, StringIO, TextIOWrapper
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from briefing.authoring.load import load_briefing
from briefing.desk.fetching import Original
from briefing.desk.source_list import SourceList
from briefing.views.shapes import schema
from tests.curating import lay_out
from tests.unit.desk.pages import PARAGRAPHS, page

from .conftest import Outcome, Run

HEAD = '<link rel="canonical" href="https://example.org/gazette">'
SAID = {
    "@type": "NewsArticle",
    "headline": "Two towns, one dam",
    "publisher": {"name": "The Gazette"},
    "datePublished": "2024-05-02",
}


class Desk:
    """A draft, its texts, pages to add, and the command that adds them."""

    def __init__(self, run: Run, home: Path) -> None:
        self._run = run
        self.home = home
        self.draft, self.corpus = lay_out(home / "desk")
        self.page = home / "page.html"
        self.page.write_bytes(page(head=HEAD, said=SAID))

    def __call__(self, *words: str, yes: bool = True) -> Outcome:
        options = ("--corpus", str(self.corpus), *(["--yes"] if yes else []))
        return self._run("add", str(self.draft), *(words or [str(self.page)]), *options)

    @property
    def files(self) -> dict[str, bytes]:
        found = (path for path in (self.home / "desk").rglob("*") if path.is_file())
        return {str(path.relative_to(self.home / "desk")): path.read_bytes() for path in found}


@pytest.fixture
def desk(run: Run, home: Path) -> Desk:
    return Desk(run, home)


class Terminal(StringIO):
    """Somebody who answers."""

    def isatty(self) -> bool:
        return True

    @property
    def buffer(self) -> BytesIO:
        return BytesIO()


def answer(monkeypatch: pytest.MonkeyPatch, *lines: str) -> None:
    monkeypatch.setattr("sys.stdin", Terminal("".join(f"{line}\n" for line in lines)))


def test_a_page_becomes_a_source_with_its_text(desk: Desk) -> None:
    before = desk.files
    done = desk()
    assert (done.code, done.err) == (0, "“gazette” is added.\n")
    assert done.out.splitlines() == [
        "Source: gazette",
        "Title: Two towns, one dam",
        "Outlet: The Gazette",
        "Author: not given",
        "Published: 2 May 2024",
        "Retrieved: not given",
        "Language: not given",
        "Address: https://example.org/gazette",
        f"Text: 5 paragraphs, 114 words, by trafilatura {version('trafilatura')}, in gazette.txt",
        "",
    ]
    after = desk.files
    assert after.keys() - before.keys() == {"corpus/gazette.txt"}
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {"two-towns/sources.yaml"}
    assert after["two-towns/sources.yaml"].startswith(before["two-towns/sources.yaml"])
    assert after["corpus/gazette.txt"].decode().split("\n\n")[1] == PARAGRAPHS[0]
    briefing = load_briefing(desk.draft).briefing
    assert briefing is not None
    source = briefing.sources_by_key["gazette"]
    assert (source.type, source.corpus) == ("article-newspaper", "gazette.txt")
    assert source.sha256 is not None
    assert str(source.extractor).startswith("trafilatura ")


@pytest.mark.parametrize(
    ("declared", "fetched", "url"),
    [
        ("https://example.org/gazette", "https://example.org/gazette?x=1", "gazette"),
        ("https://example.org/", "https://example.org/gazette", "gazette"),
        ("https://example.com/gazette", "https://example.org/gazette", "gazette"),
    ],
)
def test_what_is_fetched_has_the_day_and_its_address(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, declared: str, fetched: str, url: str
) -> None:
    data = page(head=f'<link rel="canonical" href="{declared}">', said=SAID)
    monkeypatch.setattr("briefing.desk.adding.read", lambda *_: Original(data, "", fetched))
    done = desk(fetched)
    assert done.err == f"{fetched}: fetching it.\n“gazette” is added.\n"
    source = SourceList.read(desk.draft).sources["gazette"]
    assert source.url == f"https://example.org/{url}"
    assert source.retrieved is not None
    assert source.retrieved.latest == source.retrieved.earliest


def test_what_is_there_already_is_refused(desk: Desk) -> None:
    desk()
    before = desk.files
    again = desk()
    assert (again.code, again.out) == (1, "")
    assert again.err == f"{desk.page}: It is there already as “gazette”, and has not changed.\n"
    # A banner that is another each day is no change.
    desk.page.write_bytes(page(head=f"{HEAD}<!-- 2 -->", said=SAID))
    assert "It is there already as “gazette”" in desk().err
    assert desk.files == before


def test_adding_again_updates_and_tells_what_changed(desk: Desk, run: Run) -> None:
    herald = (desk.corpus / "herald.txt").read_text("utf-8").strip().split("\n\n")
    gone = next(one for one in herald if "one council" in one)
    text = [*herald[:1], "CORRECTION: It was not so, the editors write.", *herald[1:]]
    text = [one.replace("one council", "either council") for one in text]
    new = desk.home / "herald.txt"
    new.write_text("\n\n".join(text), "utf-8")
    done = desk(str(new), "--key", "herald")
    assert (done.code, done.err) == (0, "“herald” is updated.\n")
    out = " ".join(done.out.split())
    assert "+ ¶2 CORRECTION: It was not so, the editors write." in out
    assert f"- ¶{herald.index(gone) + 1} " in out
    assert f"+ ¶{herald.index(gone) + 2} " in out
    assert "moved. It is in ¶3 now. Rests on it: " in out
    assert "altered. Its words changed; its numbers did not." in out
    assert "`briefing anchor --follow` rewrites citations that moved." in out
    assert (desk.corpus / "herald.txt").read_text("utf-8") == "\n\n".join(
        " ".join(one.split()) for one in text
    ) + "\n"  # fmt: skip
    listed = (desk.draft / "sources.yaml").read_text()
    assert "\n  corpus: herald.txt\n" in listed
    assert listed.count("sha256: ") == 1
    checked = run("check", str(desk.draft), "--corpus", str(desk.corpus))
    assert "[moved-passage]" in checked.out


def test_a_passage_without_an_anchor_is_looked_for_by_the_text_before(desk: Desk) -> None:
    (desk.draft / "anchors.lock.jsonl").unlink()
    herald = (desk.corpus / "herald.txt").read_text("utf-8")
    new = desk.home / "herald.txt"
    new.write_text(f"CORRECTION: It was not so.\n\n{herald}", "utf-8")
    assert "@herald, ¶3: moved. It is in ¶4 now." in " ".join(
        desk(str(new), "--key", "herald").out.split()
    )


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--key", "post"], "It is there already as “gazette”; give it that key to update it."),
        (["--key", "other"], "It is there already as “gazette”; give it that key to update it."),
    ],
)
def test_a_source_has_one_key(desk: Desk, options: list[str], said: str) -> None:
    desk()
    desk.page.write_bytes(page([*PARAGRAPHS, PARAGRAPHS[0]], HEAD, said=SAID))
    assert said in desk(str(desk.page), *options).err


def test_a_key_is_of_one_address(desk: Desk) -> None:
    desk()
    other = HEAD.replace("/gazette", "/other")
    desk.page.write_bytes(page(PARAGRAPHS[::-1], other, said=SAID))
    done = desk(str(desk.page), "--key", "gazette")
    assert (
        "“gazette” is another source, https://example.org/gazette. Choose another key." in done.err
    )
    assert "“gazette-2” is added." in desk().err


def test_a_text_of_another_briefing_is_not_overwritten(desk: Desk) -> None:
    (desk.corpus / "gazette.txt").write_text("Another.")
    desk()
    assert (desk.corpus / "gazette.txt").read_text() == "Another."
    assert (desk.corpus / "gazette-2.txt").exists()
    assert "\n  corpus: gazette-2.txt\n" in (desk.draft / "sources.yaml").read_text()


def test_one_that_fails_does_not_lose_the_others(desk: Desk) -> None:
    wall = desk.home / "wall.html"
    wall.write_text("<html><title>Just a moment...</title><body><p>Checking</p></body></html>")
    done = desk(str(wall), str(desk.page), str(desk.home / "none.html"))
    assert done.code == 1
    assert done.err.splitlines() == [
        f"{wall}: It is a page that keeps programs out, not the article. Open it in a browser, get"
        " past this, save the page, and add the file.",
        "“gazette” is added.",
        f"{desk.home}/none.html: There is no file “{desk.home}/none.html”, and it is no web"
        " address.",
    ]


def test_json_says_what_came_of_each(desk: Desk) -> None:
    done = desk(str(desk.page), str(desk.home / "none.html"), "--format", "json")
    said = json.loads(done.out)
    Draft202012Validator(schema("add")).validate(said)
    added, refused = said["sources"]
    assert (done.code, added["outcome"], refused["outcome"]) == (1, "added", "refused")
    assert (added["source"]["key"], added["paragraphs"][1]) == ("gazette", PARAGRAPHS[0])
    assert "There is no file" in refused["problem"]


def test_standard_input_is_taken_by_its_content(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO("\n\n".join(PARAGRAPHS).encode())))
    done = desk("-")
    assert "It does not give its title and outlet, which a source needs. Say it" in done.err
    monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO("\n\n".join(PARAGRAPHS).encode())))
    assert desk("-", "--title", "A dam", "--outlet", "Gazette", "--key", "g").code == 0
    assert (desk.corpus / "g.txt").read_text() == "\n\n".join(PARAGRAPHS) + "\n"


def test_on_a_terminal_the_text_is_shown_and_confirmed(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = desk.files
    answer(monkeypatch, "perhaps", "n")
    done = desk(yes=False)
    assert (done.code, desk.files) == (0, before)
    assert "\n¶3  Hilltop will take two thirds" in done.out
    assert done.err == "Add it as “gazette”? Type y or n.\n" * 2
    answer(monkeypatch, "y")
    assert desk(yes=False).err.endswith("“gazette” is added.\n")


def test_on_a_terminal_what_is_not_given_is_asked_for(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = desk.home / "dam.txt"
    text.write_text("\n\n".join(PARAGRAPHS))
    answer(monkeypatch, "A dam", "The Gazette", "y")
    done = desk(str(text), yes=False)
    assert done.err.startswith("It gives no title. Which has it?\nIt names no outlet.")
    assert "Title: A dam\nOutlet: The Gazette\n" in done.out
    assert (desk.corpus / "gazette.txt").exists()


def test_what_was_changed_while_it_asked_is_not_overwritten(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed = desk.draft / "sources.yaml"

    class Editing(Terminal):
        def readline(self, size: int | None = -1, /) -> str:  # type: ignore[override]
            listed.write_bytes(listed.read_bytes() + b"# One more.\n")
            return super().readline()

    monkeypatch.setattr("sys.stdin", Editing("y\n"))
    done = desk(yes=False)
    assert "sources.yaml changed meanwhile; nothing was written. Add it again." in done.err
    assert not (desk.corpus / "gazette.txt").exists()


def test_ctrl_c_leaves_all_as_it_was(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    before = desk.files
    replace = Path.replace

    def interrupted(self: Path, target: Path) -> Path:
        if target.name == "sources.yaml":
            raise KeyboardInterrupt
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", interrupted)
    assert desk().code == 130
    assert desk.files == before


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["a", "b", "--key", "k"], "--key is of one source; add them one by one."),
        (["a", "b", "--title", "t"], "--title is of one source"),
        (["-"], "Standard input has the text, so nothing can be asked there: use --yes."),
        (["a", "--format", "json"], "--format json asks nothing, so it needs --yes."),
        (["a"], "There is no terminal to show the text and ask; --yes adds it unseen."),
    ],
)
def test_wrong_usage_is_told(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, words: list[str], said: str
) -> None:
    monkeypatch.setattr("sys.stdin", StringIO())
    done = desk(*words, yes=False)
    assert (done.code, done.out) == (2, "")
    assert said in done.err


def test_without_a_corpus_it_says_what_to_do(desk: Desk, run: Run) -> None:
    done = run("add", str(desk.draft), str(desk.page), "--yes")
    assert done.code == 2
    assert done.err.startswith("Name the folder of the source texts with --corpus DIR. To keep one")


def test_a_key_that_is_none_is_told(desk: Desk) -> None:
    assert (
        "“The Gazette” is no key: write lower-case letters"
        in desk(str(desk.page), "--key", "The Gazette").err
    )


def test_what_the_curator_says_counts_instead_of_what_the_page_says(desk: Desk) -> None:
    said = ("--author", "Ann Lee; Bo Marsh", "--published", "2024-05", "--language", "de")
    more = ("--retrieved", "2024-06-01", "--address", "https://example.org/the-dam")
    assert desk(str(desk.page), *said, *more, "--title", "A dam").code == 0
    source = SourceList.read(desk.draft).sources["gazette"]
    assert (source.title, source.authors) == ("A dam", ("Ann Lee", "Bo Marsh"))
    assert source.published is not None
    assert (source.published.edtf, source.language) == ("2024-05", "de")
    assert source.retrieved is not None
    assert (source.retrieved.edtf, source.url) == ("2024-06-01", "https://example.org/the-dam")
    again = desk(str(desk.page), "--published", "", "--author", "Bo Marsh")
    assert (again.code, again.err) == (0, "“gazette” is updated.\n")
    source = SourceList.read(desk.draft).sources["gazette"]
    assert (source.published, source.authors, source.language) == (None, ("Bo Marsh",), "de")


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        ("--published", "2024-13", "“2024-13” is not in the calendar. Check the month and the day"),
        ("--language", "de_AT!", "“de_AT!” is not a language tag."),
        ("--key", "A B", "“A B” is no key"),
        ("--title", "", "It does not give its title, which a source needs. Say it (--title)."),
    ],
)
def test_what_does_not_do_is_told(desk: Desk, option: str, value: str, said: str) -> None:
    before = desk.files
    done = desk(str(desk.page), option, value)
    assert (done.code, desk.files) == (1, before)
    assert said in done.err


def test_a_text_that_is_in_the_corpus_is_not_written_twice(desk: Desk) -> None:
    text = "\n\n".join(PARAGRAPHS) + "\n"
    (desk.corpus / "of-another-briefing.txt").write_text(text)
    (desk.home / "dam.txt").write_text(text)
    options = ("--title", "A dam", "--outlet", "Gazette")
    assert desk(str(desk.home / "dam.txt"), *options).code == 0
    assert SourceList.read(desk.draft).sources["gazette"].corpus == "of-another-briefing.txt"
    assert not (desk.corpus / "gazette.txt").exists()


def test_what_is_of_one_source_is_not_said_of_several(desk: Desk) -> None:
    done = desk(str(desk.page), str(desk.page), "--author", "Ann Lee")
    assert "--author is of one source" in done.err


def test_an_address_that_is_none_is_left_out_or_told(desk: Desk) -> None:
    desk.page.write_bytes(page(head='<link rel="canonical" href="https://[x">', said=SAID))
    assert desk().code == 0
    assert SourceList.read(desk.draft).sources["gazette"].url is None
    desk.page.write_bytes(page(PARAGRAPHS[::-1], said=SAID))
    assert "is no address of the web" in desk(str(desk.page), "--address", "https://[x").err


def test_the_address_said_tells_what_is_updated(desk: Desk) -> None:
    desk.page.write_bytes(page(said=SAID))
    there = ("--address", "https://example.org/a")
    assert desk(str(desk.page), *there).code == 0
    desk.page.write_bytes(page([*PARAGRAPHS, PARAGRAPHS[0]], said=SAID))
    assert "“gazette” is updated." in desk(str(desk.page), *there).err
    assert "which a source needs" in desk(str(desk.page), *there, "--title", " ").err
