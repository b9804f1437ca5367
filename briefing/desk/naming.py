"""The names in a source: of actors that are listed, and of those that might be."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

import msgspec

from briefing.evidence.cues import Cue, cues_of
from briefing.evidence.dates import read_dates
from briefing.evidence.names import Lexicon
from briefing.evidence.states import state_named, state_of, states_in
from briefing.evidence.texts import ATTRIBUTION, Passage, SourceText
from briefing.evidence.words import is_telling, word_set
from briefing.model.vocabulary import ActorType


class Mention(msgspec.Struct, frozen=True):
    """A name where it stands in a text, from one token up to another.

    Attributes:
        actor: Id of the one listed actor whose name it is.
        key: The same for all mentions that mean the same, as far as can be told.
    """

    first: int
    last: int
    words: str
    key: str
    actor: str | None = None
    type: ActorType | None = None
    country: str | None = None


class ActorFound(msgspec.Struct, frozen=True):
    """Somebody, or something, that a text names.

    Attributes:
        names: As printed, the fullest first.
        actor: Id, where it is listed.
        type: As listed, else what its name and the words beside it say.
        country: ISO 3166-1 alpha-2, where the name is that of a state or it is listed.
    """

    names: tuple[str, ...]
    actor: str | None = None
    type: ActorType | None = None
    country: str | None = None


def actors_in(passage: Passage, lexicon: Lexicon) -> list[ActorFound]:
    """Find whom a passage names, in order, each once with all spellings.

    A name that is not listed is found only where something beside it says whose it is: a title, a
    word of saying, a word such as ministry or region. What is left is left to the reader.
    """
    found: dict[str, list[Mention]] = defaultdict(list)
    all_ = mentions(passage, lexicon)
    enumerated = _enumerated(passage.text, all_)
    for one in all_:
        found[one.key].append(one)
    return [
        _actor(together)
        for together in found.values()
        if together[0].actor or not {one.first for one in together} <= enumerated
    ]


def _enumerated(text: SourceText, found: Sequence[Mention]) -> set[int]:
    """Where states only stand in a list of many, as those do where something is sold."""
    places: set[int] = set()
    run: list[Mention] = []
    for one in (*(each for each in found if each.type is ActorType.STATE), None):
        if run and (one is None or not _LISTING.fullmatch(_between(text, run[-1], one))):
            places.update(each.first for each in run if len(run) >= _MANY)
            run = []
        if one is not None:
            run.append(one)
    return places


def _between(text: SourceText, one: Mention, other: Mention) -> str:
    return text.text[text.spans[one.last - 1].end : text.spans[other.first].start]


_LISTING: Final = re.compile(r",?\s+(?:and\s+)?(?:the\s+)?|,\s*")
_MANY: Final = 5
"""States of a list none of which is taken for an actor."""


def _actor(together: Sequence[Mention]) -> ActorFound:
    names = dict.fromkeys(one.words for one in together)
    first = together[0]
    fullest = sorted(names, key=lambda name: -len(name.split()))
    if first.type is ActorType.STATE:
        fullest.sort(key=lambda name: not _is_state(name))
    return ActorFound(tuple(fullest), first.actor, first.type, first.country)


def mentions(passage: Passage, lexicon: Lexicon) -> list[Mention]:
    """Find the names in a passage, in order; what the rest of the text tells of them counts."""
    all_ = _all_mentions(passage.text, lexicon)
    return [one for one in all_ if passage.first <= one.first and one.last <= passage.last]


@lru_cache(maxsize=4)
def _all_mentions(text: SourceText, lexicon: Lexicon) -> Sequence[Mention]:
    listed = list(_listed(text.whole, lexicon))
    taken = {at for one in listed for at in range(one.first, one.last)}
    taken |= {at for one in read_dates(text.whole, None) for at in range(one.first, one.last)}
    runs = list(_runs(text.whole, taken))
    found = [one for run in runs for one in _classified(text.whole, *run)]
    people = [one for one in found if one.type is ActorType.PERSON]
    found += list(_surnames(text.whole, runs, people))
    outlets = [one for one in _labelled(text) if one.first not in taken]
    all_ = [*_of_states(text, found, lexicon), *outlets, *listed]
    return sorted({one.first: one for one in all_}.values(), key=lambda one: one.first)


def labels(text: SourceText) -> Iterator[Passage]:
    """Find the paragraphs that only say whose words those before them are."""
    for number, span in enumerate(text.paragraphs, 1):
        if ATTRIBUTION.fullmatch(text.text, *span):
            yield text.paragraph(number)


def _labelled(text: SourceText) -> Iterator[Mention]:
    """Take what stands alone in brackets for who carried what is above: “[CNET]”."""
    for one in labels(text):
        words = one.printed(0, len(one.tokens))
        if one.tokens and text.text[text.spans[one.first].start - 1] in "[(":
            yield Mention(one.first, one.last, words, words.casefold(), type=ActorType.ORGANISATION)


def _surnames(
    passage: Passage, runs: Sequence[tuple[int, int]], people: Sequence[Mention]
) -> Iterator[Mention]:
    """Find last names that stand alone: of whoever was last named in full by it."""
    in_full = [one for one in people if one.last - one.first > 1]
    for first, last in runs:
        at = last - 1
        if at != first and not (at == first + 1 and _begins(passage, first)):
            continue
        same = [one for one in in_full if passage.tokens[one.last - 1] == passage.tokens[at]]
        before = [one for one in same if one.last <= at]
        for one in (*before[-1:], *same[:1])[:1]:
            words = passage.printed(at, last)
            yield Mention(at, last, words, one.key, type=ActorType.PERSON)


def _of_states(text: SourceText, found: Sequence[Mention], lexicon: Lexicon) -> Iterator[Mention]:
    """Tell capitals that stand for their states from places; a state listed has its id.

    A capital stands for its state where that is named otherwise too, and it does so somewhere.
    """
    by_name = {code for at, code in states_in(text.whole) if not _is_capital(text.tokens[at])}
    stand_ins = {
        one.words.casefold()
        for one in found
        if one.type is ActorType.STATE and one.country in by_name
    }
    listed = {one.country: one.id for one in lexicon.actors.values() if one.type is ActorType.STATE}
    for one in found:
        code = one.country if state_named(one.words) or one.type is ActorType.STATE else None
        if code is None:
            yield one
        elif _is_capital(one.words) and one.words.casefold() not in stand_ins:
            yield msgspec.structs.replace(one, type=ActorType.PLACE, key=one.words)
        else:
            id_ = listed.get(code)
            yield msgspec.structs.replace(one, type=ActorType.STATE, key=id_ or code, actor=id_)


def _listed(passage: Passage, lexicon: Lexicon) -> Iterator[Mention]:
    for named in lexicon.read(passage):
        if len(named.actors) != 1:
            continue
        (id_,) = named.actors
        actor = lexicon.actors[id_]
        words = passage.printed(named.first, named.last)
        yield Mention(named.first, named.last, words, id_, id_, actor.type, actor.country)


# -- names that are not listed ---------------------------------------------------------------------

_OF: Final = word_set("of for")
_JOINTS: Final = (" ", "-", "\u2011", "\n")
_TITLES: Final = word_set("""
president minister pm chancellor secretary spokesman spokeswoman spokesperson premier king queen
senator general colonel mr mrs ms dr sir representative ambassador chairman chairwoman director
mayor governor judge pope professor commissioner envoy
""")
_ROLES: Final = _TITLES | word_set("""
analyst advocate activist expert lawyer journalist author lawmaker official leader head deputy
writer scientist economist diplomat engineer doctor prisoner
""")
_POSTS: Final = _ROLES | word_set("""
ceo cto cfo coo vp chief founder cofounder producer editor reporter researcher correspondent
""")
_FIRMS: Final = word_set("""
firm company startup maker giant publisher developer studio manufacturer broadcaster retailer
""")
_OWNING: Final = word_set("a an the its his her their our this that")
_RANKS: Final = word_set("""
prime foreign deputy vice defence defense interior finance special high security affairs
""")
_BODIES: Final = word_set("""
ministry department council committee agency institute university party court forces group union
bank commission conference bureau office administration association center centre parliament
assembly organisation organization federation foundation front army police senate alliance
""")
_LANDS: Final = word_set(
    "region province district city village island border corridor exclave town"
)
_BLOCS: Final = word_set("eu nato un osce cis csto asean g7 g20 opec brics")
_BLOC_NAMES: Final = ("european union", "united nations", "african union", "arab league")
_LONGEST: Final = 4
"""Most tokens of the name of a person."""


def _runs(passage: Passage, taken: set[int]) -> Iterator[tuple[int, int]]:
    """Where words with capitals stand together, and not only as a sentence begins."""
    at, end = 0, len(passage.tokens)
    while at < end:
        if at in taken or not _has_capital(passage, at):
            at += 1
            continue
        last = at + 1
        while (following := _next_of(passage, at, last, taken)) is not None:
            last = following
        first = at
        while first < last and _only_begins(passage, first, last):
            first += 1
        if first < last:
            yield first, last
        at = last


def _has_capital(passage: Passage, at: int) -> bool:
    return passage.tokens[at][0].isalpha() and passage.capital(at)


def _next_of(passage: Passage, first: int, last: int, taken: set[int]) -> int | None:
    if last >= len(passage.tokens) or last in taken:
        return None
    gap = passage.gap(last - 1)
    initial = len(passage.tokens[last - 1]) == 1 and gap in (". ", ".", "’", "'")
    if gap not in _JOINTS and not initial:
        return None
    if _has_capital(passage, last):
        return last + 1
    is_body = not _BODIES.isdisjoint(passage.tokens[first:last])
    if passage.tokens[last] in _OF and is_body and last + 1 < len(passage.tokens):
        follows = last + 1 not in taken and _has_capital(passage, last + 1)
        return last + 2 if follows and passage.gap(last) == " " else None
    return None


def _only_begins(passage: Passage, at: int, last: int) -> bool:
    """Whether a word has its capital from its place alone."""
    token = passage.tokens[at]
    if not _begins(passage, at) or state_named(token):
        return False
    if not is_telling(token) or cues_of(token):
        return True
    if last - at > 1:
        return False
    places = passage.text.positions[token]
    return not any(passage.capital(one) and not _begins(passage, one) for one in places)


def _begins(passage: Passage, at: int) -> bool:
    return not at or bool(set(passage.gap(at - 1)) & set('.:?!“"\n'))


def _classified(passage: Passage, first: int, last: int) -> Iterator[Mention]:
    """Say what some words with capitals name, as far as they and those beside them tell."""
    words = passage.tokens[first:last]
    titles = [at for at, word in enumerate(words) if word in _TITLES]
    if titles:
        after = titles[-1] + 1
        before = titles[0]
        while before and words[before - 1] in _RANKS:
            before -= 1
        if before:
            yield from _classified(passage, first, first + before)
        if after < len(words):
            yield from _person(passage, first + after, last, known=True)
        return
    if first < last:
        yield from _of_kind(passage, first, last)


def _of_kind(passage: Passage, first: int, last: int) -> Iterator[Mention]:
    words, printed = passage.tokens[first:last], passage.printed(first, last)
    joined = " ".join(words)
    if all(state_of(one) and not state_named(one) for one in words if len(one) > 1):
        yield from _abbreviated(passage, first, last)
    elif joined in _BLOC_NAMES or (joined in _BLOCS and printed.isupper()):
        yield Mention(first, last, printed, joined, type=ActorType.BLOC)
    elif code := state_named(joined):
        is_place = _before(passage, first) in ("in", "at", "near") or _is_land(passage, first, last)
        type_ = ActorType.PLACE if is_place and not _is_state(joined) else ActorType.STATE
        key = code if type_ is ActorType.STATE else joined
        yield Mention(first, last, printed, key, type=type_, country=code)
    elif (not _BODIES.isdisjoint(words) and len(words) > 1) or _is_firm(passage, first):
        yield _body(passage, first, last)
    elif _is_land(passage, first, last):
        yield Mention(first, last, printed, joined, type=ActorType.PLACE)
    else:
        while first < last and state_of(passage.tokens[first]):
            first += 1  # “Armenian” before a name
        yield from _person(passage, first, last, known=False)


def _is_firm(passage: Passage, first: int) -> bool:
    """Whether the words before a name call it a firm: “research firm IDC”, “CEO of Take-Two”."""
    two, one = passage.tokens[first - 2 : first] if first > 1 else ("", _before(passage, first))
    return one in _FIRMS or (one in _OF and two in _POSTS - _ROLES)


def _before(passage: Passage, at: int) -> str:
    return passage.tokens[at - 1] if at else ""


def _abbreviated(passage: Passage, first: int, last: int) -> Iterator[Mention]:
    """Find a state in its letters: “U.S.”, “UK”; no adjective is a name."""
    printed = passage.printed(first, last)
    code = state_of(" ".join(passage.tokens[first:last]))
    if code and printed.isupper() and len(printed) <= _LETTERS:
        stop = "." if "." in printed and passage.gap(last - 1).startswith(".") else ""
        yield Mention(first, last, printed + stop, code, type=ActorType.STATE, country=code)


_LETTERS: Final = 4


def _body(passage: Passage, first: int, last: int) -> Mention:
    """An organisation; of a state where that stands before it: “Turkey’s Foreign Ministry”."""
    if passage.tokens[first - 1 : first] == ["s"] and passage.gap(first - 2) in ("’", "'"):
        owner = state_named(passage.tokens[first - 2])
        first -= 2 if owner else 0
    code = state_of(passage.tokens[first]) or state_of(" ".join(passage.tokens[first : first + 2]))
    key = " ".join(passage.tokens[first:last])
    printed = passage.printed(first, last)
    return Mention(first, last, printed, key, type=ActorType.ORGANISATION, country=code)


def _is_capital(name: str) -> bool:
    return state_named(name) is not None and not _is_state(name)


def _is_state(name: str) -> bool:
    return state_named(name, capitals=False) is not None


def _is_land(passage: Passage, first: int, last: int) -> bool:
    after, before = passage.tokens[last : last + 1], passage.tokens[max(0, first - 2) : first]
    if after and after[0] in _LANDS and passage.gap(last - 1) == " ":
        return True
    return before[-1:] == ["exclave"] or (
        len(before) > 1 and before[0] in _LANDS and before[-1] in _OF
    )


def _person(passage: Passage, first: int, last: int, *, known: bool) -> Iterator[Mention]:
    words = passage.tokens[first:last]
    if words[:1] == (["of"] if known else ["the"]):
        return
    if not 1 <= len(words) <= _LONGEST or any(not word.isalpha() for word in words):
        return
    if not known and (
        " " not in passage.printed(first, last) or not _is_called_so(passage, first, last)
    ):
        return
    if _BODIES.isdisjoint(words):
        printed = passage.printed(first, last)
        yield Mention(first, last, printed, " ".join(words), type=ActorType.PERSON)


def _is_called_so(passage: Passage, first: int, last: int) -> bool:
    """Whether the words beside a name, or the text elsewhere, take it for that of a person."""
    before = _before(passage, first) if first and passage.gap(first - 1) == " " else ""
    if before in _OWNING or before[:1].isdigit():
        return False
    if before in _ROLES:
        return True
    if "," in passage.gap(last - 1) and not _POSTS.isdisjoint(passage.tokens[last : last + 4]):
        return True
    if any(Cue.SAID in cues_of(one) for one in passage.tokens[last : last + 2]):
        return True
    surname = _alone(passage, last - 1)
    return surname > 0 and surname >= _alone(passage, first)


def _alone(passage: Passage, at: int) -> int:
    """How often a word of a name stands with a capital elsewhere, with none before or behind it."""
    return sum(
        passage.capital(one)
        and not (one and _has_capital(passage, one - 1) and passage.gap(one - 1) == " ")
        and not (_next_of(passage, one, one + 1, set()) and passage.gap(one) == " ")
        for one in passage.text.positions[passage.tokens[at]]
        if one != at
    )
