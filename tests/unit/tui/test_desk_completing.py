"""What the editor of the desk offers to type."""

from __future__ import annotations

import pytest

from briefing.evidence.corpus import Corpus, Examination
from briefing.model.vocabulary import SectionKind
from briefing.tui.desk.completing import Spot, offers
from tests.samples import TEXTS, two_towns

TOWNS = Examination(two_towns(), Corpus(TEXTS))


@pytest.mark.parametrize(
    ("before", "word", "in_fields", "first"),
    [
        ("It is so. [", "@h", False, ["@herald, "]),
        ("It is so. [@herald, ¶2; ", "@p", False, ["@post, "]),
        ("It is so. [@herald, ", "", False, ["¶1", "¶2", "¶3"]),
        ("It is so. [@herald, ", "¶3", False, ["¶3"]),
        ('    cite: "', "h", True, ["herald "]),
        ('  - {id: a, cite: "herald ¶2; post ', "", True, ["¶1", "¶2", "¶3"]),
        ("> Yes. [@post, ¶1] {", "sp", False, ["speaker="]),
        ("> Yes. [@post, ¶1] {speaker=", "ma", False, ["mayor"]),
        ("stance: ", "", True, ["welcomes", "supports", "conditional"]),
        ("stance: ", "op", True, ["opposes"]),
        ("actor: ", "hill", True, ["hilltop"]),
        ("actors: [lakeside, ", "h", True, ["hilltop"]),
        ("    rivals: [", "un", True, ["unofficial-share"]),
        ("claims: [", "share#s", True, ["share#summer"]),
        ("", "st", True, ["status: ", "stance: "]),
        ("  - id: a\n    ", "q", True, []),
        ("    ", "qu", True, ["qualifier: "]),
        ("It is ", "so", False, []),
        ("title: ", "so", True, []),
    ],
)
def test_what_can_be_named_is_offered(
    before: str, word: str, in_fields: bool, first: list[str]
) -> None:
    spot = Spot(before, word, in_fields, SectionKind.REACTIONS)
    assert [one.word for one in offers(spot, TOWNS)][: max(3, len(first))][: len(first)] == first


def test_a_paragraph_is_offered_with_its_first_words() -> None:
    first = offers(Spot("[@herald, ", "", False), TOWNS)[0]
    text = TOWNS.text("herald")
    assert text is not None
    assert first.says.removesuffix(" …") in text.line(*text.paragraphs[0])


def test_nothing_is_offered_where_the_folder_could_never_be_read() -> None:
    assert offers(Spot("[", "@h", False), None) == ()
