"""How much of finished briefings `draft` and `affects` find in their articles, taken as new.

Run by hand: ``python -m tests.benchmarks.drafting [CORPUS] [--list]``: the bundled briefing, whose
texts are not in the repository, and the invented ones, for which nothing was tuned. “Used” is what
the finished cards say of that very passage; ``--list`` prints what they do not, for a person to say
what of it is wrong.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec
from msgspec.structs import replace

from briefing.authoring.load import load_briefing
from briefing.desk.affected import Effect, affected
from briefing.desk.proposing import Known, Proposal, propose
from briefing.desk.recognising import (
    ActorFound,
    DateFound,
    NumberFound,
    QuotationFound,
    ReactionFound,
)
from briefing.evidence.corpus import Corpus, Examination
from briefing.evidence.support import Bearer, BearerKind, bearers
from briefing.evidence.tokens import tokens
from briefing.model.briefing import Briefing
from briefing.model.cards import Reaction
from briefing.model.claims import Quote
from briefing.model.dates import parse_date
from briefing.model.text import quotations, words
from briefing.model.vocabulary import Mode
from briefing.settings.config import bundled_content
from tests.falsifications.sets import INVENTED

KINDS = (QuotationFound, NumberFound, DateFound, ActorFound, ReactionFound)
ELSEWHERE = "elsewhere"
HERE = Path(__file__).parents[1] / "falsifications"


def main(arguments: Sequence[str]) -> None:
    given = [Path(one) for one in arguments if one != "--list"]
    own = [(folder, corpus) for folder in bundled_content() for corpus in given]
    for folder, texts in (*own, *((HERE / name, HERE / "texts") for name in INVENTED)):
        finished = load_briefing(folder).briefing
        assert finished is not None
        for source in finished.sources:
            print(f"\n{finished.id}, {source.key}")
            tell_source(finished, source.key, texts, "--list" in arguments)


def tell_source(finished: Briefing, key: str, texts: Path, lists: bool) -> None:
    corpus = Corpus(texts)
    emptied = replace(finished, sections=(), actors=(), anchors=())
    for label, actors in (("actors drafted too", ()), ("actors listed", finished.actors)):
        print(f" draft, {label}:")
        proposed = propose(Examination(replace(emptied, actors=actors), corpus), key)
        tell(proposed, Examination(finished, corpus), key, lists)
    tell_affected(Examination(finished, corpus), key)
    tell_contradicted(finished, key, texts)


def tell(proposed: Sequence[Proposal], finished: Examination, key: str, lists: bool) -> None:
    """Print of each kind how much is proposed, used, and of what the cards have found."""
    known = Known(finished, key)
    names = {tuple(tokens(n.text)) for one in finished.briefing.actors for n in one.names}
    for kind in KINDS:
        some = [one for one in proposed if isinstance(one.found, kind)]
        used = [one for one in some if known.has(one) or named(one) & names]
        wanted = list(on_cards(kind, finished, key))
        found = [one for one in wanted if any(is_it(one, other, finished) for other in some)]
        print(f"  {kind.__name__}: proposed {len(some)}, used {len(used)};", end=" ")
        print(f"on the cards {len(wanted)}, found {len(found)}")
        for one in some if lists else ():
            if one not in used:
                fields = msgspec.structs.asdict(one.found)
                print(f"    ¶{one.passage.paragraph} {dict(fields, passage='')}")


def named(proposal: Proposal) -> set[tuple[str, ...]]:
    found = proposal.found
    return {tuple(tokens(n)) for n in found.names} if isinstance(found, ActorFound) else set()


def on_cards(kind: type, finished: Examination, key: str) -> Iterator[Any]:
    """What the finished briefing has of a kind from a source."""
    text = finished.text(key)
    assert text is not None
    if kind is ActorFound:
        for actor in finished.briefing.actors:
            if any(text.find(tokens(name.text)) for name in actor.names):
                yield actor
        return
    for one in bearers(finished.briefing):
        if not any(e.source == key and e.paragraph for e in one.evidence):
            continue
        if kind is QuotationFound:
            exact = [one.text] if isinstance(one.claim, Quote) else []
            for said in (*exact, *(q for _, q in quotations(one.text))):
                places = text.find(tokens(said))
                if len(words(said)) > 3 and any(
                    text.is_quoted(at, at + len(tokens(said))) for at in places
                ):
                    yield said
        elif (
            (kind is NumberFound and one.figure is not None)
            or (kind is DateFound and one.claim is not None and one.claim.date is not None)
            or (kind is ReactionFound and is_reaction(one))
        ):
            yield one


def is_reaction(one: Bearer) -> bool:
    return one.card is not None and isinstance(one.card.detail, Reaction)


def is_it(wanted: Any, proposal: Proposal, finished: Examination) -> bool:  # noqa: ANN401
    """Whether a proposal is of something that the cards have."""
    found = proposal.found
    if isinstance(found, QuotationFound):
        return " ".join(tokens(wanted)) in " ".join(tokens(found.words))
    if isinstance(found, ActorFound):
        return bool(named(proposal) & {tuple(tokens(name.text)) for name in wanted.names})
    spans = [finished.finding(one).passage for one in wanted.evidence]
    here = proposal.passage
    if not any(one and one.first < here.last and here.first < one.last for one in spans):
        return False
    if isinstance(found, NumberFound):
        return str(wanted.figure.value) == found.value or str(wanted.figure.low) == found.low
    if isinstance(found, DateFound):
        given, date = wanted.claim.date, parse_date(found.date)
        return (given.earliest, given.latest) == (date.earliest, date.latest)
    return True


def tell_affected(finished: Examination, key: str) -> None:
    """Print how much of what cites a source `affects` finds, as if nothing did."""
    citing = {
        one.key
        for one in bearers(finished.briefing)
        if one.kind not in (BearerKind.ROLE, BearerKind.NAME) and not one.is_about_sources
        if any(e.source == key and e.mode is not Mode.SILENCE for e in one.evidence)
    }
    unread = msgspec.convert(cited_elsewhere(msgspec.to_builtins(finished.briefing), key), Briefing)
    found = {one.bearer.key: one for one in affected(Examination(unread, finished.corpus), key)}
    effects = {effect.value: sum(o.effect is effect for o in found.values()) for effect in Effect}
    print(f"\naffects {key}: {len(citing)} cite it, {len(citing & found.keys())} found,")
    print(f"  {len(found.keys() - citing)} others; {effects}")


def cited_elsewhere(value: Any, key: str) -> Any:  # noqa: ANN401
    """A briefing in which nothing cites a source any more."""
    if isinstance(value, list | tuple):
        return [cited_elsewhere(one, key) for one in value]
    if not isinstance(value, dict):
        return value
    return {
        name: ELSEWHERE if (name, one) == ("source", key) else cited_elsewhere(one, key)
        for name, one in value.items()
    }


def tell_contradicted(finished: Briefing, key: str, texts: Path) -> None:
    """Print what is told of copies of an article, each with one number changed."""
    source = finished.sources_by_key[key]
    emptied = replace(finished, sections=(), actors=(), anchors=())
    print(f"one number of {key} changed:")
    with tempfile.TemporaryDirectory() as name:
        corpus = Path(shutil.copytree(texts, name, dirs_exist_ok=True))
        article = (corpus / (source.corpus or "")).read_text("utf-8")
        for one in propose(Examination(emptied, Corpus(texts)), key):
            if not isinstance(one.found, NumberFound) or one.found.words not in article:
                continue
            number = next(w for w in one.found.words.replace("-", " ").split() if w != "at")
            number = "80" if number == "least" else number
            other = one.found.words.replace(number, "seventeen" if number.isalpha() else "77")
            (corpus / "copy.txt").write_text(article.replace(one.found.words, other), "utf-8")
            copy = replace(source, key="copy", corpus="copy.txt", label=None)
            both = replace(finished, sources=(*finished.sources, copy))
            told = affected(Examination(both, Corpus(corpus)), "copy")
            against = [a.bearer.key for a in told if a.effect is Effect.CONTRADICTS]
            print(f"  {one.found.words} → {other}: {', '.join(against) or 'nothing'}")


if __name__ == "__main__":
    main(sys.argv[1:])
