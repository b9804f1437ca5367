"""Sources in other languages: numbers, dates and units that they give bear English claims out."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.evidence.checking import Verification
from briefing.evidence.dates import read_dates
from briefing.evidence.foreign import gloss
from briefing.evidence.numbers import read_numbers
from briefing.evidence.texts import Passage, SourceText
from briefing.model.actors import Source
from briefing.model.cards import Reaction
from briefing.model.claims import Figure
from briefing.model.dates import MONTHS, parse_date
from briefing.model.vocabulary import Qualifier, Stance
from tests.unit.evidence.verify_samples import a_briefing, cite, claim, told, verified

LANGUAGES = ("de", "fr", "es", "it", "pt", "nl", "ru")


def in_english(text: str, language: str) -> Passage:
    return gloss(SourceText(text), language).text.whole


def numbers(text: str, language: str) -> list[str]:
    return [str(one.value) for one in read_numbers(in_english(text, language))]


def held(text: str, passage: str, language: str, **more: object) -> Verification:
    """What comes of a claim on a paragraph of an article of 20 November 2020."""
    source = Source(
        key="herald",
        type="article-newspaper",
        title="Title",
        outlet="Gazette",
        language=language,
        published=parse_date("2020-11-20"),
    )
    one = claim(text, "herald 1", **more)
    briefing = a_briefing(one, sources=(source,), actors=())
    return verified(briefing, herald=f"{passage}\n\nMehr stand dort nicht.\n")


def answers(text: str, passage: str, language: str) -> str:
    found = told(held(text, passage, language), looks=True)
    return ", ".join(f"{how} {code}" for how, code in found)


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("de", "zehn Euro, 9,99 Euro, 1.000 Euro, 1.234.567,5 Euro", "10 999/100 1000 2469135/2"),
        ("de", "einhundertzwanzig, fünfundzwanzig, zweitausenddreihundertvier", "120 25 2304"),
        ("de", "hundert, zweieinhalb Millionen, anderthalb, 3 Mrd.", "100 2500000 3/2 3000000000"),
        ("de", "ein Drittel, zwei Drittel, ein Dutzend, eine Billion", "1/3 2/3 12 1000000000000"),
        ("de", "0,125 und 0,5 Prozent; 1'200 Franken; 1 200 Meter", "1/8 1/2 1200 1200"),
        ("fr", "soixante et onze, quatre-vingt-dix-sept, vingt et un, cent", "71 97 21 100"),
        ("fr", "deux mille trois cents, 2,5 milliards", "2300 2500000000"),
        ("fr", "une vingtaine de milliards", "1 20000000000"),
        ("es", "treinta y cinco, veintidós, ciento veintiséis mil; once", "35 22 126000 11"),
        ("es", "3.500 millones, dos millones y medio", "3500000000 2500000"),
        ("it", "ventitré, trentotto, centottanta, tremila, 50mila", "23 38 180 3000 50000"),
        ("pt", "cento e vinte e três, dois mil e quinhentos, 2 bilhões", "123 2500 2000000000"),
        ("nl", "vijfentwintig, tweeënzeventig, driehonderd, een derde", "25 72 300 1/3"),
        ("ru", "двадцать пять, сто двадцать тысяч, 2,5 млн рублей", "25 120000 2500000"),
        ("sv", "1.000 kronor, tio", "1000"),
        ("de-AT", "zehn", "10"),
        ("", "zehn", ""),
    ],
)
def test_numbers_are_read_as_each_language_writes_them(
    language: str, text: str, expected: str
) -> None:
    assert numbers(text, language) == expected.split()


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("de", "Am 19. November 2020", "2020-11-19"),
        ("de", "vom 1. bis einschließlich 26. Januar 2019", "2019-01-01 2019-01-26"),
        ("fr", "du 3 au 12 mars 2019", "2019-03-03 2019-03-12"),
        ("de", "im Mai, der Rat", "2020-05-01 2021-05-01"),
        ("de", "am 3.10.2019 oder 03/10/2019", "2019-10-03 2019-10-03"),
        ("de", "gestern, am Mittwoch", "2020-11-19 2020-11-18 2020-11-25"),
        ("de", "im vergangenen Jahr", "2019-01-01"),
        ("fr", "le 1er mars 2019, les 11 et 12 mai 2019", "2019-03-01 2019-05-11"),
        ("fr", "l'année dernière", "2019-01-01"),
        ("es", "el 7 de septiembre de 2019, en marzo del 2018", "2019-09-07 2018-03-01"),
        ("it", "il 1º aprile 2019, il mese scorso", "2019-04-01 2020-10-01"),
        ("pt", "em 7 de maio de 2019, na segunda-feira", "2019-05-07 2020-11-16 2020-11-23"),
        ("nl", "op 3 mei 2019, vorige maand", "2019-05-03 2020-10-01"),
        ("ru", "19 мая 2019 года, вчера", "2019-05-19 2020-11-19"),
    ],
)
def test_dates_are_read_as_each_language_writes_them(
    language: str, text: str, expected: str
) -> None:
    found = read_dates(in_english(text, language), parse_date("2020-11-20"))
    assert [str(one.earliest) for one in found] == expected.split()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_months_and_days_are_those_that_babel_has(language: str) -> None:
    babel = pytest.importorskip("babel")
    locale = babel.Locale(language)
    for number, month in enumerate(MONTHS, start=1):
        for form in (locale.months["format"], locale.months["stand-alone"]):
            assert in_english(f"{form['wide'][number]} 2020", language).words == f"in {month} 2020"
    days = [in_english(locale.days["format"]["wide"][at], language).words for at in range(7)]
    assert [day[:3] for day in days] == ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]


@pytest.mark.parametrize(
    ("true", "false", "passage", "language", "expected"),
    [
        (
            "A copy costs 10 euros.",
            "A copy costs 20 euros.",
            "Das neue Heft kostet zehn Euro am Kiosk.",
            "de",
            "warning number-not-in-passage",
        ),
        (
            "The subscription costs 9.99 euros.",
            "The subscription costs 9.89 euros.",
            "Das Abo kostet 9,99 Euro im Monat bei Abschluss.",
            "de",
            "warning number-not-in-passage",
        ),
        (
            "The loss was $1.1 billion.",
            "The loss was $1.1 million.",
            "Der Verlust erreichte am Ende 1,1 Milliarden Dollar.",
            "de",
            "warning number-not-in-passage",
        ),
        (
            "The council agreed on 19 November.",
            "The council agreed on 18 November.",
            "Am 19. November stimmte der Rat dem Plan zu.",
            "de",
            "warning date-not-in-passage",
        ),
        (
            "The group first met in March.",
            "The group first met in May.",
            "Die Gruppe traf sich im März zum ersten Mal.",
            "de",
            "look date-not-in-passage",
        ),
        (
            "The firm moved in early 2020.",
            "The firm moved in early 2019.",
            "Anfang 2020 zog die Firma in den Hafen um.",
            "de",
            "look date-not-in-passage",
        ),
        (
            "About 1,000 people were moved, 12 per cent of all.",
            "About 1,000 people were moved, 15 per cent of all.",
            "Rund 1.000 Menschen zogen um, zwölf Prozent von allen.",
            "de",
            "warning number-not-in-passage",
        ),
        (
            "On August 1, 97 boats were moored there.",
            "On August 1, 87 boats were moored there.",
            "Le 1er août, quatre-vingt-dix-sept bateaux étaient amarrés.",
            "fr",
            "warning number-not-in-passage",
        ),
        (
            "In May 2019, 35 people fell ill.",
            "In June 2019, 35 people fell ill.",
            "En mayo de 2019 enfermaron treinta y cinco personas allí.",
            "es",
            "look date-not-in-passage",
        ),
    ],
)
def test_what_a_foreign_passage_gives_in_its_words_is_not_missing(
    true: str, false: str, passage: str, language: str, expected: str
) -> None:
    assert answers(true, passage, language) == ""
    assert answers(false, passage, language) == expected


def test_hedges_in_another_language_are_not_compared() -> None:
    passage = "Mindestens achtzig Boote lagen damals fest im Hafen."
    for text in ("80 boats were moored.", "At least 80 boats were moored.", "About 80 boats."):
        assert answers(text, passage, "de") == ""


def test_no_claim_on_a_foreign_source_counts_as_verified() -> None:
    found = held("A copy costs 10 euros.", "Das Heft kostet zehn Euro am Kiosk.", "de")
    assert (found.tallies["claims"].verified, found.tallies["claims"].unchecked) == (0, 1)
    assert found.tallies["numbers"].verified == 1


@pytest.mark.parametrize(
    ("text", "passage", "words"),
    [
        ("On 19 November 2020.", "Gestern kam der Rat noch einmal zusammen.", "Gestern"),
        ("In October 2020.", "Im letzten Monat kam der Rat zusammen, hiess es.", "letzten Monat"),
        ("On 3 May 2020.", "Der Rat kam am 3. Mai dort noch einmal zusammen.", "3. Mai"),
    ],
)
def test_a_date_that_was_reckoned_is_shown_in_the_words_of_the_source(
    text: str, passage: str, words: str
) -> None:
    (derived,) = held(text, passage, "de").derivations
    assert derived.how == f"“{words}” in ¶1; the article was published on 20 Nov 2020"


def test_figures_and_reactions_are_looked_for_in_foreign_words() -> None:
    source = Source(
        key="herald",
        type="article-newspaper",
        title="Title",
        outlet="Gazette",
        language="de",
        published=parse_date("2020-11-20"),
    )
    figure = Figure(
        id="cost",
        measure="Cost",
        value=Decimal("2.5"),
        unit="million euros",
        qualifier=Qualifier.EXACT,
        evidence=cite("herald 1"),
    )
    reaction = Reaction(actor="mayor", stance=Stance.NEUTRAL, date=parse_date("2020-03-04"))
    text = "Am 4. März nannte er Kosten von 2,5 Millionen Euro.\n"
    briefing = a_briefing(
        claim("He gave the cost.", "herald 1"), figures=[figure], detail=reaction, sources=(source,)
    )
    codes = {code for _, code in told(verified(briefing, herald=text), looks=True)}
    assert codes.isdisjoint({"number-not-in-passage", "date-not-in-passage"})


WORDS = "19. November de 2020 und et zehn cent mil veinti centosei 1.000,5 2,5 Mio “ \u00ad\n\n-"


@given(
    st.lists(st.sampled_from(WORDS.split(" ")) | st.text(max_size=3), max_size=12),
    st.sampled_from([*LANGUAGES, "sv", ""]),
)
def test_every_word_stays_where_it_was(words: list[str], language: str) -> None:
    source = SourceText(" ".join(words))
    found = gloss(source, language)
    assert len(found.text.paragraphs) == len(source.paragraphs)
    assert list(found.origins) == sorted(found.origins)
    assert len(found.origins) == len(found.text.tokens)
    assert all(0 <= one.start < one.end <= len(source.tokens) for one in found.origins)
    read_numbers(found.text.whole)
