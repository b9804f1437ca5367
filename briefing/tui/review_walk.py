"""A walk through what is to be signed: data without a widget, and without a file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from random import Random

import msgspec
from msgspec.structs import replace

from briefing.authoring.review_lock import Exchange
from briefing.evidence.drill import DrillTally, Falsified
from briefing.evidence.reviewing import Question
from briefing.evidence.support import Bearer
from briefing.model.reviews import SignOff


class Stop(msgspec.Struct, frozen=True):
    """Something that a reviewer is asked to sign; it may be falsified, for a drill."""

    question: Question
    falsified: Falsified | None = None

    @property
    def text(self) -> str:
        return self.question.text if self.falsified is None else self.falsified.text

    @property
    def bearer(self) -> Bearer | None:
        return self.question.bearer if self.falsified is None else self.falsified.bearer


class Said(msgspec.Struct, frozen=True):
    """What the reviewer said at a stop, and what of the file that changed.

    Attributes:
        done: None at a falsified sentence, of which nothing is written.
    """

    at: int
    sign_off: SignOff
    done: Exchange | None


class Walk(msgspec.Struct, frozen=True):
    """Where a reviewer is, and what was said on the way.

    Attributes:
        at: Index of the stop; that of none at the end.
        told: What came of the drill, once the reviewer was told: then nothing is falsified any
            more.
    """

    stops: Sequence[Stop]
    at: int = 0
    said: Sequence[Said] = ()
    told: DrillTally | None = None

    @property
    def stop(self) -> Stop | None:
        return self.stops[self.at] if self.at < len(self.stops) else None

    @property
    def place(self) -> str:
        """How far the reviewer is: ``41 of 187``."""
        return f"{min(self.at + 1, len(self.stops)):,} of {len(self.stops):,}"

    @property
    def now(self) -> SignOff | None:
        return self.answers.get(self.at)

    @property
    def answers(self) -> Mapping[int, SignOff]:
        """What was last said at each stop."""
        return {one.at: one.sign_off for one in self.said}

    @property
    def kept(self) -> list[SignOff]:
        """What was last said of each stop, as far as it is written: of none that is falsified."""
        return [one for at, one in self.answers.items() if self.stops[at].falsified is None]

    @property
    def sentences(self) -> int:
        """Index of the first question about a card or the whole; that of none if there is none."""
        asked = (at for at, stop in enumerate(self.stops) if stop.question.bearer is None)
        return next(asked, len(self.stops))

    @property
    def end(self) -> int:
        """Index behind the last stop to go to; a drill is over before the first question."""
        return self.sentences if self.is_drilled else len(self.stops)

    @property
    def without_verdict(self) -> list[int]:
        """The stops before the end of which nothing was said."""
        answers = self.answers
        return [at for at in range(self.end) if at not in answers]

    def moved(self, step: int) -> Walk:
        """Go on or back without a verdict; at most behind the last stop."""
        return replace(self, at=max(0, min(len(self.stops), self.at + step)))

    def to_next_card(self, step: int) -> Walk:
        """Go to the first stop of the next card, or of the one before.

        A card comes twice: with its sentences, and with the questions about it.
        """
        starts = [n for n in range(len(self.stops)) if not n or self._card(n) != self._card(n - 1)]
        if step > 0:
            return replace(self, at=next((n for n in starts if n > self.at), len(self.stops)))
        return replace(self, at=next((n for n in reversed(starts) if n < self.at), 0))

    def _card(self, at: int) -> object:
        question = self.stops[at].question
        return question.about.partition("#")[0], question.bearer is None

    def answered(self, sign_off: SignOff, done: Exchange | None) -> Walk:
        said = (*self.said, Said(self.at, sign_off, done))
        return replace(self, said=said).moved(1)

    def undone(self) -> Walk:
        """Go back to what was said last, as if it had not been said."""
        return replace(self, at=self.said[-1].at, said=self.said[:-1])

    # -- the drill ---------------------------------------------------------------------------------

    @property
    def tally(self) -> DrillTally:
        answers = self.answers
        return DrillTally(
            [
                (stop.falsified, answers[at].verdict if at in answers else None)
                for at, stop in enumerate(self.stops)
                if stop.falsified is not None
            ]
        )

    @property
    def is_drilled(self) -> bool:
        """Whether there are falsified sentences that the reviewer was not told of."""
        return any(stop.falsified for stop in self.stops)

    def taken_back(self) -> Walk:
        """End the drill: the true sentences are asked for behind the others."""
        first = self.sentences
        others = [at for at in range(first) if self.stops[at].falsified is None]
        true = [Stop(stop.question) for stop in self.stops if stop.falsified is not None]
        stops = [*(self.stops[at] for at in others), *true, *self.stops[first:]]
        now_at = {at: now for now, at in enumerate(others)} | {
            at: at for at in range(first, len(self.stops))
        }
        said = [replace(one, at=now_at[one.at]) for one in self.said if one.at in now_at]
        return replace(self, stops=stops, at=len(others), said=said, told=self.tally)

    def shown(self, question: Question) -> str:
        """What a sentence reads like here, which must not give away one that is falsified."""
        return next(
            (stop.text for stop in self.stops if stop.falsified and stop.question is question),
            question.text,
        )


def begin(asked: Sequence[Question], drill: Sequence[Falsified] = ()) -> Walk:
    """Begin a walk; falsified sentences stand in the place of the true ones."""
    by_key = {one.question.subject: one for one in drill}
    return Walk([Stop(one, by_key.get(one.subject)) for one in asked])


def counted(said: Iterable[SignOff]) -> tuple[int, int]:
    carries = [one.carries for one in said]
    return sum(carries), len(carries) - sum(carries)


def new_seed() -> int:
    return Random().getrandbits(32)
