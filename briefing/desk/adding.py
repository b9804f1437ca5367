"""Adding a source to a folder: its text to the corpus, its entry to ``sources.yaml``.

All is worked out, to be seen, before anything is written.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from difflib import SequenceMatcher
from itertools import zip_longest
from pathlib import Path
from typing import IO, Final, NamedTuple
from urllib.parse import urlsplit

import msgspec

from briefing.authoring.fields import free_id, is_id, slug
from briefing.authoring.load import load_briefing
from briefing.authoring.writing import write_files
from briefing.desk.extracting import Article, extract
from briefing.desk.fetching import read
from briefing.desk.refusing import why_refused
from briefing.desk.source_list import FactError, SourceList
from briefing.evidence.anchors import find, make_anchor
from briefing.evidence.corpus import Corpus
from briefing.evidence.support import bearers
from briefing.evidence.texts import PassageError, SourceText
from briefing.model.actors import Source
from briefing.model.briefing import Briefing
from briefing.model.claims import CitedPlace, Evidence, cited_place
from briefing.model.errors import BriefingError
from briefing.model.record import Record

MOVED: Final = "moved"
_LONGEST_KEY: Final = 24


class NotAddedError(BriefingError):
    """A source cannot be added to a folder, or is there already; nothing was written."""


class ParagraphChange(Record, frozen=True, kw_only=True, omit_defaults=False):
    """A paragraph that is not what it was.

    Attributes:
        before: Its number and words in the text before; None for one that came.
        after: Likewise in the text now; None for one that is gone.
    """

    before: tuple[int, str] | None
    after: tuple[int, str] | None


class PassageChange(Record, frozen=True, kw_only=True, omit_defaults=False):
    """A passage that is cited and does not stand as it was, where it was.

    Attributes:
        cited: The citation, such as ``@herald, ¶2``.
        outcome: ``moved``, or as looking for an anchor ends: ``altered``, ``missing`` …
        said: What became of it, as a sentence.
        addresses: What rests on it.
    """

    cited: str
    outcome: str
    said: str
    addresses: tuple[str, ...]


class Addition(msgspec.Struct, frozen=True, kw_only=True):
    """What adding comes to: the list and the text as they would be, and what would change.

    Attributes:
        listed: The list of sources when this was worked out.
        text: Where the text is to be.
        is_new: Whether the source was not there before.
    """

    source: Source
    article: Article
    listed: SourceList
    after: SourceList
    text: Path
    is_new: bool
    paragraphs: tuple[ParagraphChange, ...] = ()
    passages: tuple[PassageChange, ...] = ()


class Wish(NamedTuple):
    """What the curator says of a source, which counts instead of what its page says.

    None leaves a fact as the page gives it; an empty one leaves it out.

    Attributes:
        issued: When it was published, in EDTF.
        accessed: When it was retrieved, likewise.
        language: As in BCP 47, such as ``de``.
    """

    key: str | None = None
    title: str | None = None
    outlet: str | None = None
    authors: Sequence[str] | None = None
    issued: str | None = None
    accessed: str | None = None
    language: str | None = None
    url: str | None = None

    @property
    def texts(self) -> dict[str, str]:
        """All of it that is one text, by name."""
        return {name: value for name, value in self._asdict().items() if isinstance(value, str)}

    @property
    def facts(self) -> dict[str, str | Sequence[str]]:
        """What is said, by the names of the fields in ``sources.yaml``."""
        said = {
            "title": self.title,
            "container-title": self.outlet,
            "author": self.authors,
            "issued": self.issued,
            "accessed": self.accessed,
            "language": self.language,
            "URL": self.url,
        }
        return {name: value for name, value in said.items() if value is not None}


def names_in(typed: str) -> tuple[str, ...]:
    """The names in what is typed for authors, with ``;`` between them."""
    return tuple(filter(None, map(str.strip, typed.split(";"))))


def gather(source: str, stdin: IO[bytes], today: date) -> Article:
    """Take an article from an address, a file or standard input.

    Raises:
        BriefingError: There is none; the message says why.
    """
    original = read(source, stdin)
    article = extract(original)
    if refused := why_refused(article):
        raise NotAddedError(refused)
    if article.given.url and _host(article.given.url) is None:
        given = msgspec.structs.replace(article.given, url=None)
        article = msgspec.structs.replace(article, given=given)
    if original.url is None:
        return article
    url = _address(article.given.url, original.url)
    given = msgspec.structs.replace(article.given, url=url, accessed=today.isoformat())
    return msgspec.structs.replace(article, given=given)


def _address(declared: str | None, fetched: str) -> str:
    """The address that a page gives itself, unless that is of another host, or its front page."""
    if declared is None:
        return fetched
    if _host(declared) != _host(fetched):
        return fetched
    here, there = urlsplit(declared), urlsplit(fetched)
    return declared if here.path.strip("/") or not there.path.strip("/") else fetched


def _host(url: str) -> str | None:
    """The host of an address; None where it has none, or is none."""
    try:
        return urlsplit(url).hostname
    except ValueError:
        return None


def work_out(folder: Path, corpus: Path, article: Article, wish: Wish) -> Addition:
    """Work out what adding an article comes to. Nothing is written.

    Raises:
        BriefingError: It cannot be added, or is there already; the message says why.
    """
    listed = SourceList.read(folder)
    same = [one for one in listed.sources.values() if one.sha256 == article.sha256]
    wish = wish._replace(**{name: value.strip() for name, value in wish.texts.items()})
    url = article.given.url if wish.url is None else wish.url
    if wish.url and _host(wish.url) is None:
        raise FactError(f"“{wish.url}” is no address of the web.")
    known = same[0] if same else _known(listed.sources, url, wish.key)
    if known is None:
        return _new(listed, corpus, article, wish)
    if same and wish.key not in (None, known.key):
        raise NotAddedError(f"It is there already as “{known.key}”.")
    _check_needed({**dict.fromkeys(_NEEDED, "there"), **wish.facts})
    old = Corpus(corpus).read(known).text
    is_same = bool(same) or (old is not None and old.lines == list(article.paragraphs))
    if is_same and not wish.facts:
        raise NotAddedError(f"It is there already as “{known.key}”, and has not changed.")
    return _updated(listed, corpus, article, known, wish)


def add(addition: Addition) -> None:
    """Write what was worked out: the text and the list, or neither."""
    if SourceList.read(addition.listed.folder) != addition.listed:
        raise NotAddedError("sources.yaml changed meanwhile; nothing was written. Add it again.")
    text = addition.article.text.encode()
    write_files({addition.text: text, addition.after.path: addition.after.typed})


def _known(sources: Mapping[str, Source], url: str | None, key: str | None) -> Source | None:
    """The source that this is a newer state of: that of its address, or of the key asked for."""
    by_page = {_plain(one.url): one for one in sources.values() if one.url}
    by_url, by_key = by_page.get(_plain(url or "")), sources.get(key or "")
    if by_url and key and by_key is not by_url:
        raise NotAddedError(
            f"It is there already as “{by_url.key}”; give it that key to update it."
        )
    if by_key and by_key.url and url and by_url is None:
        raise NotAddedError(f"“{key}” is another source, {by_key.url}. Choose another key.")
    return by_key or by_url


def _plain(url: str) -> str:
    """What two addresses of one page have in common."""
    return re.sub(r"^https?://(?:www\.)?", "", url.partition("#")[0], flags=re.I).rstrip("/")


# -- a new source ----------------------------------------------------------------------------------


def _new(listed: SourceList, corpus: Path, article: Article, wish: Wish) -> Addition:
    given = article.given
    facts = {
        "title": given.title,
        "container-title": given.outlet,
        "author": given.authors,
        "issued": given.issued,
        "accessed": given.accessed,
        "language": given.language,
        "URL": given.url,
        **wish.facts,
    }
    _check_needed(facts)
    outlet = str(facts["container-title"])
    key = wish.key or _free_key(outlet, given.url, listed.sources)
    if not is_id(key):
        raise FactError(f"“{key}” is no key: write lower-case letters, digits and hyphens.")
    name = _name_of_same(corpus, article) or _free_name(corpus, key)
    entry = {
        "type": given.type,
        **facts,
        "corpus": name,
        "sha256": article.sha256,
        "extractor": article.extractor,
    }
    after = listed.appended(key, entry)
    return Addition(
        source=after.sources[key],
        article=article,
        listed=listed,
        after=after,
        text=corpus / name,
        is_new=True,
    )


_NEEDED: Final = {"title": "title", "container-title": "outlet"}
"""Fields without which there is no source, with what the curator calls them."""


def _check_needed(facts: Mapping[str, object]) -> None:
    lacking = [name for field, name in _NEEDED.items() if not facts[field]]
    if lacking:
        names = " and ".join(lacking)
        raise FactError(f"It does not give its {names}, which a source needs.", lacking)


def _name_of_same(corpus: Path, article: Article) -> str | None:
    """The name of a text in the corpus that is this one: another briefing may have it, too."""
    text = article.text.encode()
    alike = (path for path in sorted(corpus.glob("*.txt")) if path.stat().st_size == len(text))
    return next((path.name for path in alike if path.read_bytes() == text), None)


def _free_key(outlet: str, url: str | None, taken: Collection[str]) -> str:
    host = _host(url or "") or ""
    name = slug(outlet).removeprefix("the-") or slug(host.removeprefix("www.")) or "source"
    if len(name) > _LONGEST_KEY:
        name = name[: _LONGEST_KEY + 1].rpartition("-")[0] or name[:_LONGEST_KEY]
    return free_id(name, taken)


def _free_name(corpus: Path, key: str) -> str:
    """The name of a file that is not there: the corpus may have texts of other briefings."""
    return f"{free_id(key, {path.stem for path in corpus.glob('*.txt')})}.txt"


# -- one that is there already ---------------------------------------------------------------------


def _updated(
    listed: SourceList, corpus: Path, article: Article, known: Source, wish: Wish
) -> Addition:
    old = Corpus(corpus).read(known).text
    name = known.corpus or _free_name(corpus, known.key)
    fields = {
        "accessed": article.given.accessed,
        **wish.facts,
        "corpus": name,
        "sha256": article.sha256,
        "extractor": article.extractor,
    }
    after = listed.with_fields(known.key, fields)
    briefing = load_briefing(listed.folder).briefing
    return Addition(
        source=after.sources[known.key],
        article=article,
        listed=listed,
        after=after,
        text=corpus / name,
        is_new=False,
        paragraphs=tuple(_paragraph_changes(old.lines if old else [], article.paragraphs)),
        passages=tuple(_passage_changes(briefing, known.key, old, article)) if briefing else (),
    )


def _paragraph_changes(old: Sequence[str], new: Sequence[str]) -> Iterator[ParagraphChange]:
    numbered, others = list(enumerate(old, 1)), list(enumerate(new, 1))
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for tag, first, last, begin, end in matcher.get_opcodes():
        if tag != "equal":
            for before, after in zip_longest(numbered[first:last], others[begin:end]):
                yield ParagraphChange(before=before, after=after)


def _passage_changes(
    briefing: Briefing, key: str, old: SourceText | None, article: Article
) -> Iterator[PassageChange]:
    """Look for all that is cited of a source in its new text, by anchors or else by the old one."""
    new = SourceText(article.text)
    cited: dict[CitedPlace, tuple[Evidence, dict[str, None]]] = {}
    for bearer in bearers(briefing):
        for one in bearer.evidence:
            if one.source == key:
                cited.setdefault(one.place, (one, {}))[1][bearer.address] = None
    for place, (one, addresses) in cited.items():
        anchor = briefing.anchor(one)
        if anchor is None and old is not None:
            try:
                anchor = make_anchor(old, one)
            except PassageError:  # which `check` tells
                continue
        if anchor is None:
            continue
        found = find(anchor, new)
        moved = found.moved_from(one.paragraph)
        if found.is_exact and moved is None:
            continue
        yield PassageChange(
            cited=cited_place(place),
            outcome=MOVED if found.is_exact else found.outcome,
            said=f"It is in ¶{moved} now." if found.is_exact else found.reason,
            addresses=tuple(addresses),
        )
