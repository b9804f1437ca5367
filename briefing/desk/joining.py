"""Two of a kind made one: cards, sections, sources, actors; and one card made two."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

import yaml

from briefing.authoring.folder import BriefingFolder
from briefing.authoring.problems import OUTLINE, IdKind, Report
from briefing.desk.arranging import is_form, list_cards, set_list, unlist, unlist_section
from briefing.desk.change import FILE_OF, Change, Target
from briefing.desk.consequences import edit_of
from briefing.desk.edits import Edit, EditRefusedError
from briefing.desk.forms import as_yaml
from briefing.desk.recording import card_was, claim_was, former_cards
from briefing.desk.renaming import followed
from briefing.desk.typed import Pair, Typed, items_of
from briefing.model.text import count

_COPIED: Final = frozenset(
    [
        *("actors", "tags", "written-by", "status"),
        *("actor", "stance", "verb", "country", "speaker", "date", "by", "doubts"),
    ]
)
"""Fields that hold for a part of a card as for the whole."""


class _Rule(NamedTuple):
    """What becomes of the fields of one that is merged into another.

    Fields of no list must say the same.

    Attributes:
        united: Lists of which the other gets what it lacks.
        appended: Lists of which the other gets all.
        dropped: Fields that go with the one.
        adds: Whether the other gets fields that it lacks.
    """

    united: Sequence[str] = ()
    appended: Sequence[str] = ()
    dropped: Sequence[str] = ()
    adds: bool = True


_RULES: Final = {
    IdKind.CARD: _Rule(
        ("actors", "tags"), ("figures", "commitments"), ("title", "was"), adds=False
    ),
    IdKind.ACTOR: _Rule(united=("names",), dropped=("status",)),
    IdKind.SOURCE: _Rule(dropped=("accessed", "corpus", "sha256", "extractor")),
}


def merge(folder: Path, what: str, into: str) -> Edit:
    """Make one of two cards, sections, sources or actors; what names the first names the other.

    Refused where the first says something else than the other.
    """
    change = Change(folder)
    one = change.find(what, *_MERGES)
    other = change.find(into, one.kind)
    if one == other:
        raise EditRefusedError(f"A {one.kind} cannot be merged into itself.")
    return edit_of(
        change, f"Merged {one.id} into {other.id}; {_MERGES[one.kind](change, one, other)}."
    )


def _merge_cards(change: Change, one: Target, other: Target) -> str:
    """Append claims, figures and commitments."""
    card, into = one.id, other.id
    file, its = change.typed(change.card_path(card)), change.typed(change.card_path(into))
    renamed = change.pin(card, taken=_taken_ids(change, into, card))
    commitments = its.pairs(its.fields).get("commitments")
    number = len(commitments.value.value) if commitments else 0
    for key in change.claims(card):
        claim_was(change, key, f"{into}#{renamed.get(key, key.partition('#')[2])}")
    card_was(change, its.path, [card, *former_cards(change, file.path)], but=into)
    _join_fields(change, one, other)
    _append_claims(file, its)

    def about(key: str) -> str:
        of, _, item = key.partition("#")
        if of != card or not item:
            return key
        if item.startswith("commitment:"):
            item = f"commitment:{number + int(item.partition(':')[2])}"
        return f"{into}#{renamed.get(key, item)}"

    change.gone.append(card)
    change.follow(about)
    change.move(file.path, None)
    unlist(change, file.path.split("/")[1], card)
    return "its title is gone"


def _taken_ids(change: Change, card: str, but: str) -> set[str]:
    """What the claims of a card are called, and what others than those of another card were."""
    own = {former for key in change.claims(but) for former in change.former_keys(key)}
    former = [key for key in change.ledger.former(IdKind.CLAIM) if key not in own]
    keys = [key for key in (*change.claims(card), *former) if key.startswith(f"{card}#")]
    return {key.partition("#")[2] for key in keys}


def _merge_sections(change: Change, one: Target, other: Target) -> str:
    """Put the cards of one at the end of the other, in the short version, too, if both list it."""
    mapping, its = change.section(one.id), change.section(other.id)
    cards, moved = change.cards(other.id), change.cards(one.id)
    names = BriefingFolder(change.folder, Report()).names("cards", one.id)
    for name in names:
        change.move(f"cards/{one.id}/{name}", f"cards/{other.id}/{name}")
    list_cards(change, other.id, [*cards, *moved])
    shorts = [change.listed(each, "short") or [] for each in (its, mapping)]
    if all(short and not is_form(short) for short in shorts):
        set_list(change, its, "short", [*shorts[0], *shorts[1]])
    change.settle(OUTLINE)
    unlist_section(change, one.id)
    change.gone.append(one.id)
    return f"{count(len(names), 'card')} moved"


def _merge_actors(change: Change, one: Target, other: Target) -> str:
    """Give the other the names that it lacks."""
    _join_fields(change, one, other)
    change.follow(lambda key: f"actor:{other.id}" if key == f"actor:{one.id}" else key)
    return _merge_ids(change, one, other, IdKind.ACTOR)


def _merge_sources(change: Change, one: Target, other: Target) -> str:
    """Cite the other instead, whose text must be the same."""
    texts = [dict(_text_marks(change, each)) for each in (one, other)]
    if not texts[0].items() & texts[1].items():
        raise EditRefusedError(
            f"Nothing shows that “{one.id}” and “{other.id}” have the same text: neither the name"
            " of its file, nor its fingerprint, nor the anchors. Cite the right one by hand."
        )
    _join_fields(change, one, other)
    change.source = one.id, other.id
    change.only_ids = True
    return _merge_ids(change, one, other, IdKind.DOCUMENT, IdKind.SOURCE)


def _text_marks(change: Change, source: Target) -> Iterator[tuple[str, object]]:
    """What tells one text from another, as far as it is known."""
    file, fields = change.entry(source)
    for name, pair in file.pairs(fields).items():
        if name in ("corpus", "sha256") and isinstance(pair.value, yaml.ScalarNode):
            yield name, pair.value.value
    for one in change.before.briefing.articles if change.before.briefing else ():
        if one.source == source.id:
            yield "paragraphs", one.paragraphs


def _merge_ids(change: Change, one: Target, other: Target, *kinds: IdKind) -> str:
    """Have all that names one name the other, and delete its entry."""
    references = sum(change.rename(kind, one.id, other.id) for kind in kinds)
    file = change.typed(FILE_OF[one.kind])
    file.remove_field(file.fields, one.id)
    return followed(references)


_MERGES: Final[Mapping[IdKind, Callable[[Change, Target, Target], str]]] = {
    IdKind.CARD: _merge_cards,
    IdKind.SECTION: _merge_sections,
    IdKind.SOURCE: _merge_sources,
    IdKind.ACTOR: _merge_actors,
}


# -- fields ----------------------------------------------------------------------------------------


def _join_fields(change: Change, one: Target, other: Target) -> None:
    """Give one the fields of another, by the rule of its kind."""
    rule = _RULES[one.kind]
    (file, fields), (its, mapping) = change.entry(one), change.entry(other)
    known, given = its.pairs(mapping), file.pairs(fields)
    if "status" in known and "status" not in given:
        raise EditRefusedError(f"“{other.id}” is a draft, and “{one.id}” is none. Accept it first.")
    for name, pair in given.items():
        if name in rule.dropped:
            continue
        if name not in known and (rule.adds or name in (*rule.united, *rule.appended)):
            _add(file, pair, its, mapping)
        elif name in rule.united:
            texts = {_text_of(its, item) for item in items_of(known[name].value)}
            lacking = [item for item in items_of(pair.value) if _text_of(file, item) not in texts]
            _extend(file, lacking, its, mapping, name)
        elif name in rule.appended:
            _extend(file, items_of(pair.value), its, mapping, name)
        elif name not in known or _said(file, pair.value) != _said(its, known[name].value):
            raise EditRefusedError(
                f"“{one.id}” says more than a merged {one.kind} can keep: its {name}. Take that"
                f" out, or write the same in “{its.path}”, first."
            )


def _add(file: Typed, pair: Pair, its: Typed, mapping: yaml.MappingNode) -> None:
    typed = file.lines(*pair)
    if isinstance(pair.value, yaml.ScalarNode):
        typed = f"{pair.key.value}: {as_yaml(pair.value.value)}"
    if mapping.flow_style and "\n" in typed:
        raise _between_brackets(its, pair.key.value)
    its.add_field(mapping, typed)


def _extend(
    file: Typed, items: Sequence[yaml.Node], its: Typed, mapping: yaml.MappingNode, name: str
) -> None:
    """Put items at the end of a list."""
    node = its.pairs(mapping)[name].value
    new = [
        as_yaml(item.value) if isinstance(item, yaml.ScalarNode) else file.lines(item, item)
        for item in items
    ]
    are_lines = any(isinstance(one, yaml.CollectionNode) and not one.flow_style for one in items)
    if are_lines and isinstance(node, yaml.SequenceNode) and node.flow_style:
        raise _between_brackets(its, name)
    if new:
        its.set_list(mapping, name, [*range(len(items_of(node))), *new])


def _between_brackets(its: Typed, name: str) -> EditRefusedError:
    return EditRefusedError(
        f"What would get the {name} stands between brackets in “{its.path}”. Put each part on a"
        " line of its own first."
    )


def _text_of(file: Typed, item: yaml.Node) -> str:
    """The text of an item, which may have fields beside it."""
    text = file.pairs(item)["text"].value if "text" in file.pairs(item) else item
    return _said(file, text)


def _said(file: Typed, node: yaml.Node) -> str:
    return node.value if isinstance(node, yaml.ScalarNode) else file.raw(node)


def _append_claims(one: Typed, other: Typed) -> None:
    text = one.became(one.body).strip().replace(one.eol, other.eol)
    if not text:
        return
    end = len(other.text.rstrip())
    gap = other.eol * (2 if end > other.body else 1)
    other.replace(end, end, gap + text)


def split(folder: Path, claim: str, new: str, title: str) -> Edit:
    """Make a card of a claim and all that follow it in its card, with the title given.

    It is about the same actors, with the same stance, and stands after the card, in the short
    version too. Figures stay where they are. What names its claims follows.
    """
    change = Change(folder)
    target = change.find(claim, IdKind.CLAIM)
    card = target.id.partition("#")[0]
    file = change.typed(change.card_path(card))
    section = file.path.split("/")[1]
    change.check_new(IdKind.CARD, new)
    change.pin(card)
    keys = list(change.claims(card))
    moved = frozenset(keys[keys.index(target.id) :])
    cut = file.line_start(file.offset(change.claims(card)[target.id].location))
    fields = [
        file.text[file.line_start(file.start_of(pair.key)) : file.line_end(file.end_of(pair.value))]
        for name, pair in file.pairs(file.fields).items()
        if name in _COPIED
    ]
    fence = f"---{file.eol}"
    head = "".join((fence, f"title: {as_yaml(title)}{file.eol}", *fields, fence))

    def about(key: str) -> str:
        return f"{new}#{key.partition('#')[2]}" if key in moved else key

    for key in moved:
        claim_was(change, key, about(key))
    change.gone += moved
    change.follow(about)
    change.write(f"cards/{section}/{new}.md", head + file.became(cut))
    kept = max(len(file.text[:cut].rstrip()), file.body)
    file.replace(file.line_end(kept) if kept > file.body else kept, len(file.text), "")
    _list_after(change, section, card, new)
    return edit_of(change, f"Split {card}: {len(moved)} of its claims are in {new} now.")


def _list_after(change: Change, section: str, card: str, new: str) -> None:
    """List a new card after another, in the short version only if that is there."""
    cards = [one for one in change.cards(section) if one != new]
    cards.insert(cards.index(card) + 1 if card in cards else len(cards), new)
    list_cards(change, section, cards)
    mapping = change.section(section)
    short = change.listed(mapping, "short")
    if short and not is_form(short) and card in short:
        short.insert(short.index(card) + 1, new)
        set_list(change, mapping, "short", short)
