"""A realistic library out of nothing: Zipf words, names in several spellings, dates, countries.

What is made depends on the numbers given and on nothing else. The vocabulary is made of syllables;
its words are as frequent as words are, by Zipf's law with the exponent of English.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import accumulate
from pathlib import Path
from typing import Final

from briefing.library.files import write_revision
from briefing.model.actors import Actor, Name, Source
from briefing.model.briefing import Briefing, Revision
from briefing.model.cards import Card, Detail, Disagreement, Position, Reaction, Section
from briefing.model.claims import Claim, Evidence, Figure, Quote
from briefing.model.dates import parse_date
from briefing.model.vocabulary import ActorType, Dimension, NameKind, SectionKind, Stance

VOCABULARY: Final = 40_000
COMMON: Final = str.split(
    "the of to and a in for that is on said with as by at from it was be has its would have not "
    "are will an but which their who after been were more over also had they this about could "
    "between other two first government agreement peace statement talks minister president border "
    "prisoners treaty officials foreign parties sides country region release joint week"
)
COUNTRIES: Final = str.split(
    "AM AZ CH NO US GB FR DE RU TR IR GE UA PL IT ES CN IN JP BR ZA EG KE NG MX CA AU SE FI NL"
)
UNITS: Final = ("people", "per cent", "km", "USD", "households", "tonnes")
_ONSETS: Final = str.split(
    "b c d f g h j k l m n p r s t v w z br ch cl dr fr gr pl pr sh st th tr"
)
_NUCLEI: Final = [*"aeiou", "ai", "ea", "ou"] * 12 + ["é", "ö"]
_CODAS: Final = ["", "", "", "n", "r", "s", "t", "l", "nd", "st", "rm"]
_FIRST_DAY: Final = date(2016, 1, 1)
_KINDS: Final = (
    SectionKind.TERMS,
    SectionKind.REACTIONS,
    SectionKind.DISAGREEMENTS,
    SectionKind.TIMELINE,
    SectionKind.BACKGROUND,
)


class Generator:
    """Makes briefings, always the same ones for the same seed."""

    def __init__(self, seed: int = 4) -> None:
        self._random = random.Random(seed)
        self.words = self._vocabulary()
        self.weights = list(accumulate(1 / (rank + 2.7) for rank in range(len(self.words))))
        self.actors = [self._actor(number) for number in range(600)]

    def briefings(self, count: int, cards: int) -> Iterator[Briefing]:
        """Make briefings, the oldest first.

        Args:
            count: How many.
            cards: Cards in each.
        """
        for number in range(count):
            yield self.briefing(number, cards, _FIRST_DAY + timedelta(days=number * 3650 // count))

    def briefing(self, number: int, cards: int, cutoff: date) -> Briefing:
        """Make one briefing."""
        actors = tuple(self._random.sample(self.actors, 12))
        sources = tuple(
            Source(
                key=f"s{index}",
                type="article-newspaper",
                title=self.title(),
                outlet=f"The {self.words[200 + index].title()} Herald",
            )
            for index in range(6)
        )
        share = cards // len(_KINDS)
        sections = []
        for index, kind in enumerate(_KINDS):
            size = share if index else cards - share * (len(_KINDS) - 1)
            made = tuple(
                self._card(f"c{index}-{one}", kind, actors, cutoff, index * 1000 + one)
                for one in range(size)
            )
            sections.append(Section(id=kind, kind=kind, title=self.title(), cards=made))
        return Briefing(
            id=f"b{number:05}",
            title=self.title(),
            sections=tuple(sections),
            sources=sources,
            actors=actors,
            cutoff=parse_date(cutoff.isoformat()),
        )

    def text(self, words: int) -> str:
        """Make sentences of so many words."""
        found = self._random.choices(self.words, cum_weights=self.weights, k=words)
        return f"{' '.join(found).capitalize()}."

    def title(self) -> str:
        """Make a title."""
        return self.text(8)[:78]

    def _card(
        self, id_: str, kind: SectionKind, actors: tuple[Actor, ...], day: date, number: int
    ) -> Card:
        some = self._random.sample(actors, 2)
        spelled = self._random.choice(some[0].names).text
        when = parse_date((day - timedelta(days=self._random.randrange(40))).isoformat())
        claims: list[Claim] = [
            Claim(
                id=f"p{index}",
                text=f"{self.text(22)} {spelled} {self.text(14)}",
                evidence=self._evidence(),
                date=when if index == 0 else None,
            )
            for index in range(4)
        ]
        if number % 3 == 0:
            said = Quote(
                id="q", text=self.text(9), speaker=some[1].id, evidence=self._evidence(), date=when
            )
            claims.append(said)
        return Card(
            id=id_,
            title=self.title(),
            claims=tuple(claims),
            detail=self._detail(kind, some[0], day),
            figures=self._figures(id_, number),
            actors=tuple(one.id for one in some),
            tags=tuple(self._random.sample(self.words[100:160], 2)),
        )

    def _detail(self, kind: SectionKind, actor: Actor, day: date) -> Detail | None:
        if kind is SectionKind.REACTIONS:
            return Reaction(
                actor=actor.id,
                stance=self._random.choice(list(Stance)),
                country=actor.country,
                date=parse_date(f"{day:%Y-%m}"),
            )
        if kind is SectionKind.DISAGREEMENTS:
            says = [Position(says=self.text(12), evidence=self._evidence()) for _ in range(2)]
            return Disagreement(
                question=f"{self.text(8)[:-1]}?",
                dimension=Dimension.NUMBER,
                positions=tuple(says),
                matters=True,
                why=self.text(12),
            )
        return None

    def _figures(self, id_: str, number: int) -> tuple[Figure, ...]:
        if number % 4:
            return ()
        value = Decimal(round(10 ** self._random.uniform(0, 6)))
        unit = self._random.choice(UNITS)
        return (Figure(id=f"{id_}-f", measure=self.text(5), unit=unit, value=value),)

    def _evidence(self) -> tuple[Evidence, ...]:
        keys = self._random.sample(range(6), self._random.choice((1, 1, 2)))
        return tuple(
            Evidence(source=f"s{key}", paragraph=self._random.randrange(1, 20)) for key in keys
        )

    def _vocabulary(self) -> list[str]:
        found = dict.fromkeys(COMMON)
        while len(found) < VOCABULARY:
            found[self._word()] = None
        return list(found)

    def _word(self) -> str:
        choose = self._random.choice
        syllables = self._random.choices((1, 2, 3, 4), (2, 5, 4, 1))[0]
        return "".join(choose(_ONSETS) + choose(_NUCLEI) + choose(_CODAS) for _ in range(syllables))

    def _actor(self, number: int) -> Actor:
        first, last = self._word().capitalize(), self._word().capitalize()
        person = number % 3 > 0
        other = last.replace("a", "ə").replace("o", "ø") + "ov"
        names = [f"{first} {last}", other] if person else [f"Republic of {last}", last, other]
        kinds = [NameKind.USUAL] + [NameKind.ALIAS] * (len(names) - 1)
        return Actor(
            id=f"a{number}",
            type=ActorType.PERSON if person else ActorType.STATE,
            country=COUNTRIES[number % len(COUNTRIES)],
            names=tuple(
                Name(text=text, kind=kind) for text, kind in zip(names, kinds, strict=True)
            ),
        )


def write_library(folder: Path, count: int, cards: int, seed: int = 4) -> None:
    """Write a library as publishing one briefing after the other would have left it.

    Args:
        folder: Of the library.
        count: Number of briefings.
        cards: Cards in each.
        seed: Of all that is random.
    """
    current = folder / "briefings"
    current.mkdir(parents=True, exist_ok=True)
    for briefing in Generator(seed).briefings(count, cards):
        assert briefing.cutoff is not None
        assert briefing.cutoff.latest is not None
        day = briefing.cutoff.latest
        published = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
        revision = Revision(number=1, published=published, briefing=briefing)
        write_revision(current / f"{briefing.id}.json", revision, ())
