"""Words by which a sentence says how it means what it says: not, may, reportedly, all, if.

They are read, not understood: a cue that one text has and another lacks is a question to a person.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import Enum
from functools import lru_cache
from typing import Final

from briefing.evidence.texts import Passage
from briefing.evidence.word_lists import WordLists


class Cue(Enum):
    """What a word does to the sentence that it stands in."""

    NOT = "says that it is not so"
    UNDONE = "says by its verb that it is not so: refuse, fail, deny, ban"
    POSSIBLE = "says that it may be so"
    WANTED = "says that somebody wants it so, or plans it"
    HEDGED = "says that it may not be so: reportedly, alleged"
    SPEAKS = "says, beside a name, who speaks"
    SAID = "says who says so, or whose view it is"
    ALL = "says it of all"
    MOST = "says it of most"
    SOME = "says it of some"


_SPEAKING: Final = """
    said says told tells argued argues warns adds added stated asks insisted insists wrote writes
    calls declared declares conceded admitted denied according
    """

_WORDS: Final = {
    Cue.NOT: "not no never without neither nor none nobody nothing cannot nowhere hardly",
    Cue.UNDONE: """
        fail* refus* deny denie* reject* declin* unable unlikely lack* absen* avoid* prevent* stop*
        halt* ban banned bans bar barred forbid* prohibit* instead except unless barely
        dismiss* oppos* against missing silent silence block* dispute* doubt* drop dropped drops
        suspend* uncertain unknown unclear undecided scarcely rather only abandon* withdr* innocen*
        refrain* abstain* quiet* disagree* object* wrong false contradict* ignor* impossible
        reluctan* few withh*
        """,
    Cue.POSSIBLE: """
        may might could possib* potential* perhaps probabl* likel* consider* mull* conceiv*
        examining examined weighing weighs maybe option optional whether risk* threat* suspect* can
        thinkable
        """,
    Cue.WANTED: """
        plan plans planned planning hope* hoping intend* intent* want* wish* aim* seek* sought
        propos* expect* anticipat*
        urg* ask* demand* prefer* suggest* recommend* encourag* goal* aspir* target* desir*
        meant wait* willing* ready readiness try* tried attempt* call* invit*
        """,
    Cue.HEDGED: """
        reported* alleged* alleg* purported* apparent* unofficial* unconfirmed suspect* believ*
        thought presum* seem* appear* supposed* rumour* rumor* claim* probabl* possib* might may
        could perhaps understood considered unverified
        """,
    Cue.SPEAKS: f"{_SPEAKING} warned states asked called noted replied",
    Cue.SAID: f"""
        {_SPEAKING} say saying tell warn argu* claim claims claimed
        stress* insist* maintains denies announce* reported reports
        reportedly cites cited quotes quoted believe* think* thinks thought
        conced* admit* complain* estimate* account accounts list counts counted alleg* view views
        point points describes accuses expects hopes wants
        reckons words speaks sees suspects unnamed warning
        """,
    Cue.ALL: """
        all every each always entire* whole everyone everybody everything throughout exclusively
        complete* total* any invariably
        """,
    Cue.MOST: "most mostly majority mainly largely predominant* bulk",
    Cue.SOME: """
        some several many few sometimes occasion* often part parts partly partial*
        numerous various certain recent*
        number* dozens scores hundreds handful times most one two three a
        """,
}


_LISTS: Final = WordLists((cue, words.split()) for cue, words in _WORDS.items())


_UNLIKE: Final = ("under", "unit", "univ", "union", "uniq", "unif", "until", "unless", "uncle")
"""How words begin with ``un`` that say nothing of *not*."""


@lru_cache(maxsize=8192)
def cues_of(word: str) -> frozenset[Cue]:
    """What a word, in small letters, may do to its sentence."""
    found = _LISTS.having(word)
    if word.startswith("un") and len(word) > 5 and not word.startswith(_UNLIKE):
        return found | {Cue.UNDONE}
    return found


_NO_ALL: Final = [["above"], ["after"], ["at"], ["over"], ["not"]]
"""Before *all* these make a phrase that speaks of nothing else."""

_NO_MORE: Final = [["more"], ["fewer"], ["less"], ["later"]]
"""After *no* these make a limit, and deny nothing."""


_YET_TO: Final = [[verb, "yet", "to"] for verb in ("has", "have", "had")]
"""“Has yet to open” denies that it has opened."""

_TO_ASK: Final = [["for"], ["on"], ["upon"]]
"""After *call* these say that somebody wants something; else it gives a name."""


def places(passage: Passage, *wanted: Cue) -> Iterator[int]:
    """Find the tokens of a text that are one of some cues."""
    kinds = frozenset(wanted)
    for index, token in enumerate(passage.tokens):
        if token == "t" and index and passage.tokens[index - 1].endswith("n"):
            token = "not"  # noqa: PLW2901
        if token == "all" and passage.tokens[index - 1 : index] in _NO_ALL:
            continue
        if token == "may" and passage.capital(index):
            continue  # the month, or a name
        if token.startswith("call") and passage.tokens[index + 1 : index + 2] not in _TO_ASK:
            continue
        if token == "no" and passage.tokens[index + 1 : index + 2] in _NO_MORE:
            continue
        if token == "yet" and passage.tokens[index - 1 : index + 2] in _YET_TO:
            token = "not"  # noqa: PLW2901
        if not kinds.isdisjoint(cues_of(token)):
            yield index


def has(passages: Sequence[Passage], *wanted: Cue) -> bool:
    return any(next(places(one, *wanted), None) is not None for one in passages)
