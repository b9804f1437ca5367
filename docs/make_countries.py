"""Write briefing/search/countries.txt: ``pip install babel && python docs/make_countries.py``.

What states are called in each language that is official in one, as Unicode's CLDR has it, which
Babel brings along. Run it for a new release of CLDR, and look at what changed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import babel
from babel import Locale
from babel.core import get_global
from babel.languages import get_official_languages
from babel.localedata import locale_identifiers
from iso3166 import countries_by_alpha2

from briefing.search.countries import FILE, key_of

LICENCE: Final = Path(babel.__file__).parent / "locale-data" / "LICENSE.unicode"
HEAD: Final = """\
# Names of states as search compares them, without blanks; ISO 3166-1 alpha-2 codes.
# Made by docs/make_countries.py from the CLDR data of Babel {version}, whose licence follows.
#"""

SHORT: Final = 3
"""Most letters of a name that could be any word, where it is not written in capitals."""


def main() -> None:
    """Write the file: the licence, and a line for each name."""
    codes: defaultdict[str, set[str]] = defaultdict(set)
    for language in languages():
        for code, name in Locale.parse(language).territories.items():
            key = key_of(name)
            # “Man” is an island in some languages; “USA” is meant as such.
            if code in countries_by_alpha2 and (
                len(key) > SHORT or name.isupper() or not key.isascii()
            ):
                codes[key].add(code)
    licence = LICENCE.read_text(encoding="utf-8").strip().splitlines()
    head = [HEAD.format(version=babel.__version__), *(f"# {line}".rstrip() for line in licence)]
    lines = [" ".join([key, *sorted(found)]) for key, found in codes.items()]
    lines.sort(key=str.encode)
    FILE.write_text("\n".join([*head, *lines, ""]), encoding="utf-8")


def languages() -> Iterator[str]:
    """List the languages of states, in each script, but not as they differ by country."""
    states = [code for code in get_global("territory_languages") if code in countries_by_alpha2]
    official = {
        language.partition("_")[0]
        for state in states
        for language in get_official_languages(state, de_facto=True)
    }
    for known in sorted(locale_identifiers()):
        language, *rest = known.split("_")
        if language in official and all(len(part) == 4 for part in rest):
            yield known


if __name__ == "__main__":
    main()
