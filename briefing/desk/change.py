"""A change of a briefing's folder in the making: what there is, and what is to become of it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

import yaml

from briefing.authoring.claims import derived_id
from briefing.authoring.fields import free_id, is_id
from briefing.authoring.folder import SourceFile
from briefing.authoring.load import Loaded, load_briefing
from briefing.authoring.problems import (
    OUTLINE,
    IdKind,
    Location,
    PartLocation,
    Report,
    write_instead,
)
from briefing.authoring.review_lock import REVIEWS_NAME, read_sign_offs
from briefing.authoring.writing import JOURNAL_NAME
from briefing.desk.edits import Contents, Edit, EditRefusedError, read_file
from briefing.desk.typed import Typed, list_items
from briefing.model.reviews import SignOff

_ENDS: Final = {"=": "} \t\r\n", '"': '"', "“": "”"}
"""By what stands before the value of an attribute, what ends it."""

FILE_OF: Final = {IdKind.SOURCE: "sources.yaml", IdKind.ACTOR: "actors.yaml"}

_KINDS: Final = {
    kind.value: kind
    for kind in (IdKind.CARD, IdKind.SECTION, IdKind.SOURCE, IdKind.ACTOR, IdKind.FIGURE)
}


class Target(NamedTuple):
    """What an operation is about."""

    kind: IdKind
    id: str

    @property
    def item(self) -> str:
        """Of a claim its id within its card."""
        return self.id.partition("#")[2]

    def __str__(self) -> str:
        return f"the {self.kind} “{self.id}”"


class Change:
    """A folder, and what is to become of its files.

    Attributes:
        about: What becomes of a ``CARD#ITEM`` by which something is named, or signed.
        gone: Ids that nothing may name any more.
        source: The key of a source that gets another, or none.
        only_ids: Whether nothing but ids is changed, so that all sign-offs still hold.

    Raises:
        EditRefusedError: The folder is not there, or an earlier edit of it was interrupted.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.before = load_briefing(folder)
        self.ledger = self.before.ledger
        if not folder.is_dir():
            raise EditRefusedError(f"There is no folder “{folder}”. Check its name.")
        if (folder / JOURNAL_NAME).exists():
            raise EditRefusedError(
                f"An edit of “{folder}” was interrupted. Run `briefing edit {folder} recover`,"
                " which finishes it."
            )
        self.about: Callable[[str], str] = str
        self.gone: list[str] = []
        self.source: tuple[str, str | None] | None = None
        self.only_ids = False
        self._data: dict[str, bytes | None] = {}
        self._typed: dict[str, Typed] = {}
        self._paths: dict[str, str | None] = {}
        self._new: dict[str, str] = {}

    # -- what there is

    def data(self, path: str) -> bytes | None:
        """What a file has, read once; None where there is none."""
        if path not in self._data:
            self._data[path] = read_file(self.folder, path)
        return self._data[path]

    def typed(self, path: str, *, made: bool = False) -> Typed:
        """A file to be changed; with `made` it is an empty one where it is not there."""
        if path not in self._typed:
            data = self.data(path)
            if data is None and not made:
                raise EditRefusedError(f"There is no file “{path}”.")
            self._typed[path] = Typed(path, data or b"")
        return self._typed[path]

    @property
    def outline(self) -> Typed:
        return self.typed(OUTLINE)

    def at(self, location: Location) -> Typed:
        return self.typed(path_of(location))

    def find(self, what: str, *kinds: IdKind) -> Target:
        """Take what was typed: `CARD`, `CARD#CLAIM`, or an id after its kind and a colon.

        Kinds are those that will do; without any all of these do.
        """
        named, colon, id_ = what.partition(":")
        if colon and named in _KINDS:
            target = Target(_KINDS[named], id_)
        elif "#figure:" in what:
            target = Target(IdKind.FIGURE, what.partition("#figure:")[2])
        else:
            target = Target(IdKind.CLAIM if "#" in what else IdKind.CARD, what)
        if kinds and target.kind not in kinds:
            raise EditRefusedError(f"“{what}” is a {target.kind}, with which this is not done.")
        known = self.known(target.kind)
        if target.id not in known:
            why = f"There is no {target.kind} “{target.id}”."
            if self.before.briefing is None:
                why += " But what `briefing check` finds may be why it could not be read."
            raise EditRefusedError(f"{why} {write_instead(target.id, known)}" if known else why)
        return target

    def known(self, kind: IdKind) -> Mapping[str, Location]:
        """Where each id of a kind is defined; of a claim its text."""
        if kind is IdKind.CLAIM:
            parts = self.before.locations.parts.items()
            return {key: part.location for key, part in parts if part.end is not None}
        found = dict(self.ledger.definitions(kind))
        if kind is IdKind.SOURCE:
            found |= self.ledger.definitions(IdKind.DOCUMENT)
        return found

    def card_path(self, card: str) -> str:
        """The file of a card that is there."""
        target = self.find(card, IdKind.CARD)
        path = path_of(self.known(IdKind.CARD)[target.id])
        if path == OUTLINE:
            raise EditRefusedError("The bottom line is no card of its own. Edit briefing.md.")
        return path

    def claims(self, card: str) -> dict[str, PartLocation]:
        """The claims of a card by their keys, in the order written."""
        parts = self.before.locations.parts.items()
        return {k: p for k, p in parts if k.startswith(f"{card}#") and p.end is not None}

    def sections(self) -> list[tuple[str, yaml.Node]]:
        """The entries of sections in ``briefing.md``, each with its id, which may be empty."""
        pair = self.outline.pairs(self.outline.fields).get("sections")
        nodes = pair.value.value if pair and isinstance(pair.value, yaml.SequenceNode) else []
        ids = (self.outline.pairs(node).get("id") for node in nodes)
        return [
            (id_.value.value if id_ else "", node) for id_, node in zip(ids, nodes, strict=True)
        ]

    def section(self, id_: str) -> yaml.MappingNode:
        """The entry of a section that is there, in ``briefing.md``."""
        target = self.find(f"section:{id_.removeprefix('section:')}")
        for known, node in self.sections():
            if known == target.id and isinstance(node, yaml.MappingNode):
                return node
        raise EditRefusedError("The bottom line is no section of its own. Edit briefing.md.")

    def listed(self, mapping: yaml.Node, name: str) -> list[str] | None:
        """The texts of a list in ``briefing.md``; None where there is no such field."""
        pair = self.outline.pairs(mapping).get(name)
        return None if pair is None else list(list_items(pair.value))

    def cards(self, section: str) -> list[str]:
        """The cards of a section in the order in which they are read."""
        listed = self.listed(self.section(section), "cards")
        return self.cards_by_name(section) if listed is None else listed

    def cards_by_name(self, section: str) -> list[str]:
        """The cards in a section's folder."""
        found = (path_of(one) for one in self.known(IdKind.CARD).values())
        paths = sorted(path for path in found if path.startswith(f"cards/{section}/"))
        return [path.rpartition("/")[2].removesuffix(".md") for path in paths]

    def entry(self, target: Target) -> tuple[Typed, yaml.MappingNode]:
        """The fields of a card, section, source, actor or figure, and the file they are in."""
        node: yaml.Node | None
        if target.kind is IdKind.SECTION:
            return self.outline, self.section(target.id)
        file = self.at(self.known(target.kind)[target.id])
        node = file.fields
        if target.kind in FILE_OF:
            pair = file.pairs(node).get(target.id)
            node = pair.value if pair else None
        elif target.kind is IdKind.FIGURE:
            pair = file.pairs(node).get("figures")
            node = next(
                (
                    figure
                    for figure in (pair.value.value if pair else ())
                    if (id_ := file.pairs(figure).get("id")) and id_.value.value == target.id
                ),
                None,
            )
        if not isinstance(node, yaml.MappingNode) or not node.value:
            raise EditRefusedError(f"The fields of {target} cannot be read in “{file.path}”.")
        return file, node

    def sign_offs(self) -> list[SignOff]:
        """All that were given, void ones too; those that are damaged are left out."""
        data = self.data(REVIEWS_NAME) or b""
        file = SourceFile(REVIEWS_NAME, data.decode(errors="replace"))
        return [one.sign_off for one in read_sign_offs(file, Report())]

    def referrers(self, kind: IdKind, ids: Iterable[str], *, but: Iterable[str] = ()) -> list[str]:
        """Where some ids are named, as ``file:line``, without what some files name.

        A correction keeps what it names from nothing.
        """
        wanted, own = set(ids), set(but)
        names = self.ledger.names(kind, recalled=False)
        found = (place for id_, place in names if id_ in wanted)
        return [f"{path_of(one)}:{one.line}" for one in found if path_of(one) not in own]

    # -- what becomes of it

    def write(self, path: str, text: str) -> None:
        """Make a new file; refused where something stands there."""
        self._check_free(path)
        self._new[path] = text

    def move(self, path: str, to: str | None) -> None:
        """Give a file another path, or delete it."""
        if to is not None:
            self._check_free(to)
        self.typed(path)
        self._paths[path] = to

    def _check_free(self, path: str) -> None:
        if self.data(path) is not None:
            raise EditRefusedError(f"There is a file “{path}” already. Choose another id.")

    def check_new(
        self, kind: IdKind, id_: str, key: str = "", own: Collection[Location] = ()
    ) -> None:
        """Refuse an id that is none, or that something has or had before.

        Args:
            key: Of a claim what must be free.
            own: Where it may be said that this was the id, as it is about to be again.
        """
        if not is_id(id_):
            raise EditRefusedError(
                f"“{id_}” is not an id: ids are lower-case letters, digits and hyphens."
            )
        if (key or id_) in self.known(kind):
            raise EditRefusedError(f"There is a {kind} “{key or id_}” already. Choose another id.")
        place = self.ledger.former(kind).get(key or id_)
        if place is not None and place not in own:
            raise EditRefusedError(
                f"{path_of(place)}:{place.line} was the {kind} “{key or id_}” before, which readers"
                " may have marked. Choose another id."
            )

    def rename(self, kind: IdKind, old: str, new: str) -> int:
        """Rewrite an id wherever it is named, and say how often it is.

        In a list that names the new one, too, the old one is taken out instead.
        """
        self.gone.append(old)
        places = {place for id_, place in self.ledger.names(kind) if id_ == old}
        for path in {path_of(place) for place in places}:
            file = self.typed(path)
            within = {file.offset(one): one for one in places if path_of(one) == path}
            for offset in within.keys() - set(file.without_double(within, new)):
                file.replace_word(within[offset], old, new)
        return len(places)

    def settle(self, path: str) -> None:
        """Take what a file becomes as what it is, to change what is changed in it once more."""
        self._typed[path] = Typed(path, self.typed(path).became().encode())

    def follow(self, about: Callable[[str], str]) -> int:
        """Have what names claims and figures by ``CARD#ITEM``, and sign-offs, name others."""
        self.about = about
        places = {(id_, place) for id_, place in self.ledger.names(IdKind.CLAIM)}
        moved = [(id_, about(id_), place) for id_, place in places if about(id_) != id_]
        for id_, new, place in moved:
            self.at(place).replace_word(place, id_, new)
        return len(moved)

    def pin(self, card: str, *, taken: Collection[str] = ()) -> dict[str, str]:
        """Give claims ids of their own where something names them and theirs could change.

        An id follows from the claim's words and from what other claims of its card are called.

        Args:
            taken: Ids of another card that the claims are going to be in.

        Returns:
            By the keys of those claims their ids.
        """
        used = {*taken, *(key.partition("#")[2] for key in self.claims(card))}
        named = {id_ for id_, _ in self.ledger.names(IdKind.CLAIM)}
        named |= {one.about for one in self.sign_offs()}
        changed = {}
        for key, part in self.claims(card).items():
            id_ = key.partition("#")[2]
            new = free_id(id_, used) if id_ in taken else id_
            if "id" in part.fields and new != id_:
                self.at(part.location).replace_word(part.fields["id"], id_, new)
            elif "id" not in part.fields and key in named and new != derived_id(_text(part)):
                self.name_claim(part, new)
            else:
                continue
            used.add(new)
            changed[key] = new
        return changed

    def name_claim(self, part: PartLocation, id_: str) -> None:
        """Type a claim's id after its block."""
        assert part.end is not None
        file = self.at(part.location)
        end = file.offset(part.end)
        file.replace(end, end, f" ^{id_}", rank=1)

    def former_keys(self, key: str) -> list[str]:
        """By what a claim was known before, as is said after it: each as ``CARD#ID``."""
        card = key.partition("#")[0]
        part = self.claims(card)[key]
        if "was" not in part.fields:
            return []
        file = self.at(part.location)
        words = _value_at(file.text, file.offset(part.fields["was"])).split()
        # Within a quotation a line begins with “>”.
        return [one if "#" in one else f"{card}#{one}" for one in words if one != ">"]

    def say_former(self, key: str, ids: Sequence[str]) -> None:
        """Type after a claim's block, before its id, what ids it had before, and no others."""
        part = self.claims(key.partition("#")[0])[key]
        assert part.end is not None
        file, own = self.at(part.location), part.fields.get("id")
        typed = " ".join(ids)
        attributes = [file.offset(at) for name, at in part.fields.items() if name != "id"]
        if "was" in part.fields:
            start = file.offset(part.fields["was"])
            end = start + len(_value_at(file.text, start))
            is_bare = file.text[start - 1] == "="
            file.replace(start, end, f'"{typed}"' if is_bare and len(ids) > 1 else typed)
            return
        said = f"was={typed}" if len(ids) == 1 else f'was="{typed}"'
        if attributes:
            start = file.text.rindex("{", 0, min(attributes)) + 1
            file.replace(start, start, f"{said} ")
        elif own is not None:
            start = file.offset(own) - 1
            file.replace(start, start, f"{{{said}}} ")
        else:
            end = file.offset(part.end)
            file.replace(end, end, f" {{{said}}}")

    def edit(self, says: str, contents: Contents | None = None) -> Edit:
        """The edit that makes files what they become, or what is given; without consequences."""
        given = self.contents() if contents is None else contents
        after = {path: data for path, data in given.items() if data != self.data(path)}
        return Edit({path: self.data(path) for path in after}, after, says)

    def loaded(self, contents: Contents, *, forgiving: bool = False) -> Loaded:
        """The folder as it would be read with other contents of some files."""
        instead = {tuple(path.split("/")): data for path, data in contents.items()}
        return load_briefing(self.folder, instead=instead, forgiving=forgiving)

    def contents(self) -> dict[str, bytes | None]:
        """What files become, by their paths."""
        found: dict[str, bytes | None] = {path: text.encode() for path, text in self._new.items()}
        for path, file in self._typed.items():
            to = self._paths.get(path, path)
            if to != path:
                found[path] = None
            if to is not None:
                found[to] = file.became().encode()
        return found


def _value_at(text: str, start: int) -> str:
    """The value of an attribute, without the marks around it."""
    ends = _ENDS[text[:start].rstrip()[-1]]
    return text[start : min(at for one in ends if (at := text.find(one, start)) >= 0)]


def path_of(location: Location) -> str:
    """The path of a location's file within the folder."""
    return location.path.partition("/")[2]


def _text(part: PartLocation) -> str:
    return part.text.text if part.text else ""
