"""The table of verbs that read and publish; every front builds its parser from it."""

from __future__ import annotations

from typing import Final

from briefing.plain.table import Argument, Completes, Verb, natural_number

_NAME: Final = Argument(
    name="name", metavar="NAME", help="name of a briefing", completes=Completes.NAME
)
_JSON: Final = Argument(name="--json", flag=True, help="print JSON")
_REVISION: Final = Argument(
    name="--revision",
    metavar="N",
    kind=natural_number,
    help="an earlier revision instead of the current one",
)
_SHORT: Final = Argument(name="--short", flag=True, help="the short version only")
_FOLDERS: Final = Argument(
    name="paths",
    metavar="PATH",
    many=True,
    help="folder of a briefing",
    completes=Completes.PATH,
)

_FORMAT: Final = Argument(
    name="--format",
    choices=("text", "json"),
    default="text",
    help="labelled lines (the default) or JSON",
)

VERBS: Final = (
    Verb(
        name="list",
        help="list the briefings",
        action="briefing.plain.actions.listing:run",
        arguments=(_JSON,),
    ),
    Verb(
        name="show",
        help="print a briefing, a section or a card",
        action="briefing.plain.actions.showing:run",
        arguments=(
            Argument(
                name="address",
                metavar="NAME[/SECTION[/CARD]]",
                help="what to print",
                completes=Completes.ADDRESS,
            ),
            Argument(
                name="--format",
                choices=("text", "md", "json"),
                default="text",
                help="labelled lines (the default), Markdown or JSON",
            ),
            _SHORT,
            _REVISION,
        ),
    ),
    Verb(
        name="search",
        help="find words in all briefings",
        action="briefing.plain.actions.searching:run",
        arguments=(
            Argument(
                name="query",
                metavar="QUERY",
                many=True,
                help='words, "exact words", or, not, (), and fields such as in:reactions',
            ),
            Argument(
                name="--briefing",
                metavar="NAME",
                help="search this briefing only",
                completes=Completes.NAME,
            ),
            Argument(
                name="--limit",
                metavar="N",
                kind=natural_number,
                help="print the first N cards only",
            ),
            _JSON,
        ),
        corpus=True,
    ),
    Verb(
        name="figures",
        help="print the figures of a briefing",
        action="briefing.plain.actions.figures:run",
        arguments=(
            _NAME,
            Argument(
                name="--format",
                choices=("text", "csv", "json"),
                default="text",
                help="labelled lines (the default), CSV or JSON",
            ),
            _REVISION,
        ),
    ),
    Verb(
        name="export",
        help="print a briefing for another program",
        action="briefing.plain.actions.exporting:run",
        arguments=(
            _NAME,
            Argument(
                name="--format",
                choices=("md", "json", "csv", "csl"),
                default="md",
                help="Markdown with notes (the default), JSON, its figures as CSV, or its sources"
                " as CSL-JSON for reference managers",
            ),
            _SHORT,
            _REVISION,
        ),
    ),
    Verb(
        name="evidence",
        help="print what each sentence is based on, with the passages where there are source texts",
        action="briefing.plain.actions.evidence:run",
        arguments=(
            Argument(
                name="address",
                metavar="NAME[/SECTION[/CARD[#CLAIM]]]",
                help="of what; after # a claim's id, figure:ID or position:N",
                completes=Completes.ADDRESS,
            ),
            _FORMAT,
            _REVISION,
        ),
        corpus=True,
    ),
    Verb(
        name="health",
        help="print how well a briefing is sourced",
        action="briefing.plain.actions.health:run",
        arguments=(
            _NAME,
            Argument(
                name="--list",
                metavar="KEY",
                help="list what is behind the count of this key",
                completes=Completes.COUNT,
            ),
            _FORMAT,
            _REVISION,
        ),
        corpus=True,
    ),
    Verb(
        name="without",
        help="print what would lose support without some sources",
        action="briefing.plain.actions.without:run",
        arguments=(
            _NAME,
            Argument(
                name="sources",
                metavar="SOURCE",
                many=True,
                help="citation key of a source not to rely on",
                completes=Completes.SOURCE,
            ),
            _FORMAT,
            _REVISION,
        ),
    ),
    Verb(
        name="anchor",
        help="make the cited passages of briefings findable, from the texts of their sources",
        action="briefing.plain.actions.anchoring:run",
        arguments=(
            _FOLDERS,
            Argument(
                name="--renew",
                flag=True,
                help="also for passages that changed, once you have read them again",
            ),
        ),
        local=True,
        corpus=True,
    ),
    Verb(
        name="check",
        help="report all mistakes in briefings, and what does not agree with their sources",
        action="briefing.plain.actions.checking:run",
        arguments=(
            _FOLDERS,
            Argument(
                name="--format",
                choices=("text", "json"),
                default="text",
                help="one line a mistake (the default) or JSON",
            ),
            Argument(
                name="--explained",
                flag=True,
                help="also warnings that the curator explains, and how dates were derived",
            ),
        ),
        local=True,
        corpus=True,
    ),
    Verb(
        name="publish",
        help="publish briefings in the library",
        action="briefing.plain.actions.publishing:run",
        arguments=(_FOLDERS,),
        local=True,
    ),
)
"""In the order of help."""
