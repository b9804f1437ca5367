"""The table of verbs: what each is called, what it takes, and the function that does it.

The command line and a server build their parsers from this table, so that both offer the same
words. Functions are named, not imported: a start pays only for the verb that runs.
"""

from __future__ import annotations

from functools import partial
from typing import Final

from briefing.views.typed_values import (
    LAST,
    last_or_moment,
    last_or_span,
    line,
    natural_number,
    revision_or_day,
)
from briefing.views.verbs import Argument, Completes, Verb


def flag(name: str, help_: str) -> Argument:
    return Argument(name, help_, flag=True)


def _address(help_: str, metavar: str) -> Argument:
    return Argument("address", help_, metavar, completes=Completes.ADDRESS, or_folder=True)


def _since(help_: str, default: str | None = None) -> Argument:
    said = f"{help_} a revision, the end of a day (UTC), or the one you had read"
    return Argument("--since", said, "N|DATE|last", kind=last_or_moment, default=default)


def _format(help_: str, *choices: str) -> Argument:
    return Argument("--format", help_, choices=choices, default=choices[0])


_NAME: Final = Argument(
    "name", "name of a briefing", "NAME", completes=Completes.NAME_OR_FOLDER, or_folder=True
)
_FOLDERS: Final = Argument(
    "paths", "folder of a briefing", "PATH", many=True, completes=Completes.PATH
)
_FOLDER: Final = Argument("folder", "folder of a briefing", "FOLDER", completes=Completes.PATH)
_KEY: Final = Argument("key", "citation key of a source", "KEY", completes=Completes.KEY)
_FORMAT: Final = _format("labelled lines (the default) or JSON", "text", "json")
_FORMAT_OR_MARKDOWN: Final = _format(
    "labelled lines (the default), Markdown or JSON", "text", "md", "json"
)
_PUBLISHED: Final = Argument("name", "name of a briefing", "NAME", completes=Completes.NAME)
_REVISION: Final = Argument(
    "--revision", "an earlier revision instead of the current one", "N", kind=natural_number
)
_UNFOLDED: Final = flag("--all", "list one by one what is only counted otherwise")
JSON: Final = flag("--json", "print JSON")
_SHORT: Final = flag("--short", "the short version only")
AS_OF: Final = Argument(
    "--as-of",
    "as it was in a revision, or at the end of a day (UTC)",
    "N|DATE",
    kind=revision_or_day,
    also="--revision",
)

_DRY_RUN: Final = flag("--dry-run", "print what would change, as a diff; write nothing")
_REASON: Final = Argument("--reason", "why, in a sentence for readers", "TEXT", required=True)
_ON: Final = Argument("--on", "when that was found, as 2024-05-03 (today, UTC)", "DATE")

_SIGN: Final = Argument(
    "--sign",
    "sign with this SSH key; without one your name is only stated",
    "KEY",
    completes=Completes.PATH,
)
_SIGNERS: Final = Argument(
    "--signers",
    "whose keys are whose, as `man ssh-keygen` has it under ALLOWED SIGNERS",
    "FILE",
    completes=Completes.PATH,
    local=True,
)

EDITS: Final = {
    "rename": "WHAT NEW-ID",
    "move": "CARD SECTION-OR-POSITION [POSITION]",
    "merge": "WHAT INTO-WHAT",
    "split": "CARD#CLAIM NEW-CARD TITLE",
    "delete": "WHAT",
    "order": "section:ID|sections|key-figures ID …",
    "short": "section:ID view|none|CARD …",
    "key-figures": "[FIGURE] …",
    "accept": "WHAT",
    "set": "WHAT FIELD TEXT",
    "recover": "",
}
"""What `edit` can do, and the words that it takes; ``…`` after the last, any number of it."""

_on_folder = partial(Verb, local=True, corpus=True)
"""Works on the user's own folder of a briefing, and looks into texts of its sources."""

VERBS: Final = (
    Verb("list", "list the briefings", (JSON,), shape="briefing.views.list:BriefingList"),
    Verb(
        "show",
        "print a briefing, a section or a card",
        (
            _address("what to print", "NAME[/SECTION[/CARD]]"),
            _FORMAT_OR_MARKDOWN,
            _SHORT,
            AS_OF,
            _since("say beside each text what has changed since"),
        ),
        shape="briefing.views.export:Exported",
    ),
    Verb(
        "search",
        "find words in all briefings",
        (
            Argument(
                "query",
                'words, "exact words", or, not, (), and fields such as in:reactions',
                "QUERY",
                many=True,
            ),
            Argument("--briefing", "search this briefing only", "NAME", completes=Completes.NAME),
            Argument("--limit", "print the first N cards only", "N", kind=natural_number),
            AS_OF,
            JSON,
        ),
        shape="briefing.views.search:SearchResult",
        corpus=True,
    ),
    Verb(
        "figures",
        "print the figures of a briefing",
        (
            _NAME,
            _format("labelled lines (the default), CSV or JSON", "text", "csv", "json"),
            flag("--history", "what each figure was, revision by revision"),
            AS_OF,
        ),
        shape="briefing.views.figures:FigureList",
    ),
    Verb(
        "actor",
        "print what somebody said and what names them, in all briefings or in one",
        (
            Argument(
                "name", "a name in any spelling, or an id", "ACTOR", completes=Completes.ACTOR
            ),
            Argument(
                "briefing",
                "look in this briefing only",
                "NAME",
                optional=True,
                completes=Completes.NAME,
            ),
            flag("--all", "in that briefing first, then in all others"),
            AS_OF,
            JSON,
        ),
        shape="briefing.views.actor:ActorPages",
    ),
    Verb(
        "export",
        "print a briefing for another program",
        (
            _NAME,
            _format(
                "Markdown with notes (the default), JSON, its figures as CSV, or its sources"
                " as CSL-JSON for reference managers",
                *("md", "json", "csv", "csl"),
            ),
            _SHORT,
            AS_OF,
        ),
    ),
    Verb(
        "evidence",
        "print what each sentence is based on, with the passages where there are source texts",
        (
            _address(
                "of what; after # a claim's id, figure:ID or position:N",
                "NAME[/SECTION[/CARD[#CLAIM]]]",
            ),
            _FORMAT,
            AS_OF,
        ),
        shape="briefing.views.evidence:EvidenceList",
        corpus=True,
    ),
    Verb(
        "health",
        "print how well a briefing is sourced",
        (
            _NAME,
            Argument(
                "--list",
                "list what is behind the count of this key",
                "KEY",
                completes=Completes.COUNT,
            ),
            _FORMAT,
            AS_OF,
            _SIGNERS,
        ),
        shape="briefing.views.health:HealthReport",
        corpus=True,
    ),
    Verb(
        "without",
        "print what would lose support without some sources",
        (
            _NAME,
            Argument(
                "sources",
                "citation key of a source not to rely on",
                "SOURCE",
                many=True,
                completes=Completes.SOURCE,
            ),
            _FORMAT,
            AS_OF,
        ),
        shape="briefing.views.without:BlastRadius",
    ),
    Verb(
        "log",
        "list the revisions of a briefing, with what changed in each",
        (
            _PUBLISHED,
            flag("--all", "all revisions, and not only the 50 newest"),
            JSON,
        ),
        shape="briefing.views.log:RevisionLog",
    ),
    Verb(
        "changes",
        "print what has changed in a briefing since you read it, or since a revision or a day",
        (
            _PUBLISHED,
            _since("since (usually the last of these)", default=LAST),
            _UNFOLDED,
            JSON,
        ),
        shape="briefing.views.changes:ChangeList",
    ),
    Verb(
        "diff",
        "print what is different between two revisions of a briefing",
        (
            _PUBLISHED,
            Argument("old", "the earlier one: its number or a day", "A", kind=revision_or_day),
            Argument("new", "the later one, likewise", "B", kind=revision_or_day),
            _UNFOLDED,
            JSON,
        ),
        action="briefing.views.changes:run_diff",
        shape="briefing.views.changes:ChangeList",
    ),
    Verb(
        "resolve",
        "say what became of claims, by permanent addresses or by a text that has some",
        (
            Argument(
                "addresses",
                "NAME/CARD#CLAIM@REVISION; - for standard input, such as a mail or an export",
                "ADDRESS",
                many=True,
                completes=Completes.ADDRESS,
            ),
            JSON,
        ),
        shape="briefing.views.resolve:Resolution",
    ),
    Verb(
        "digest",
        "print what is new over all briefings, to be mailed",
        (
            Argument(
                "--since",
                "how long ago (1d, which is the default, 36h, 2w), the end of a day (UTC), or last:"
                " since you read each",
                "TIME|DATE|last",
                kind=last_or_span,
                default="1d",
            ),
            _FORMAT_OR_MARKDOWN,
        ),
        shape="briefing.views.digest:Digest",
    ),
    Verb(
        "watch",
        "print what is new since you last asked, for a query or for all; else exit with 1",
        (
            Argument(
                "query",
                "as for search; without one everything that is published",
                "QUERY",
                many=True,
                optional=True,
            ),
            Argument(
                "--saved",
                "the query that you saved by this name",
                "NAME",
                completes=Completes.SAVED,
                local=True,
            ),
            JSON,
        ),
        shape="briefing.views.watch:WatchResult",
        corpus=True,
    ),
    _on_folder(
        "paragraphs",
        "print the text of a source by paragraphs, and what cites each",
        (_FOLDER, _KEY, _FORMAT),
        shape="briefing.views.paragraphs:SourceParagraphs",
    ),
    _on_folder(
        "affects",
        "list what a newly added source contradicts, agrees with or touches",
        (_FOLDER, _KEY, _FORMAT),
        shape="briefing.views.affects:AffectedList",
    ),
    Verb(
        "new",
        "begin a briefing: its folder, and in each file a line on what belongs there",
        (
            _FOLDER,
            Argument("--title", "what is new, as an assertion of at most 80 characters", "TITLE"),
        ),
        local=True,
    ),
    _on_folder(
        "draft",
        "draft what a source may give: quotations, numbers, dates, actors, reactions",
        (
            _FOLDER,
            _KEY,
            Argument(
                "--with", "also what a program proposes, which is given the paragraphs", "CMD"
            ),
            Argument("--only", "draft some: numbers of the list, or kinds", "1,4-6,date"),
            flag("--list", "print the proposals, and write nothing"),
            _FORMAT,
        ),
        shape="briefing.views.draft:DraftList",
    ),
    _on_folder(
        "add",
        "add articles to a briefing as its sources, with their texts",
        (
            _FOLDER,
            Argument(
                "sources",
                "address, saved page, PDF or text; - for standard input",
                "SOURCE",
                many=True,
                completes=Completes.PATH,
            ),
            Argument("--key", "citation key (made of the outlet's name)", "KEY"),
            Argument("--title", "its title, instead of what the page gives", "TITLE"),
            Argument("--outlet", "who carries it, likewise", "NAME"),
            Argument("--author", "who wrote it, likewise; several with ; between", "NAMES"),
            Argument("--published", "when, likewise, as 2024-05-01", "DATE"),
            Argument("--retrieved", "when it was taken from there, likewise", "DATE"),
            Argument("--language", "its language, likewise, as en or de", "CODE"),
            Argument("--address", "its address on the web, likewise", "URL"),
            flag("--yes", "do not show the text and ask"),
            _FORMAT,
        ),
        shape="briefing.views.add:AddResult",
    ),
    _on_folder(
        "anchor",
        "make the cited passages of briefings findable, from the texts of their sources",
        (
            _FOLDERS,
            flag(
                "--renew",
                "also for passages and articles that changed, once you have read them again",
            ),
            flag(
                "--follow",
                "rewrite the paragraph of each citation whose passage stands in another now",
            ),
        ),
    ),
    Verb(
        "edit",
        "rename, move and arrange the parts of a briefing; what refers to them follows",
        (
            _FOLDER,
            Argument("action", "what to do; see the examples", choices=tuple(EDITS)),
            Argument(
                "what",
                "CARD, CARD#CLAIM, section:ID, source:KEY, actor:ID or figure:ID, and what it is"
                " to become",
                "WHAT",
                many=True,
                optional=True,
                completes=Completes.PART,
            ),
            _DRY_RUN,
        ),
        local=True,
        examples=(
            "briefing edit my-topic rename source:herald the-herald",
            "briefing edit my-topic move share section:background 2",
            "briefing edit my-topic merge ferry share       (into share)",
            "briefing edit my-topic merge actor:lee actor:mayor",
            'briefing edit my-topic split share#winter winter-share "A new title"',
            "briefing edit my-topic delete actor:mayor",
            "briefing edit my-topic order section:terms duration share",
            "briefing edit my-topic order sections terms reactions",
            "briefing edit my-topic short section:terms view",
            "briefing edit my-topic key-figures water-share households",
            "briefing edit my-topic accept share            (a draft)",
            'briefing edit my-topic set share title "A better title"',
            "briefing edit my-topic recover                 (after a crash)",
        ),
    ),
    Verb(
        "retract",
        "record that a source is no longer relied on, and list what loses its support",
        (_FOLDER, _KEY, _REASON, _ON, _DRY_RUN, _FORMAT),
        shape="briefing.views.retract:RetractResult",
        local=True,
        examples=('briefing retract my-topic post --reason "Its author made it up"',),
    ),
    Verb(
        "correct",
        "record that a claim was wrong, once its sentence is mended",
        (
            _FOLDER,
            Argument(
                "claim",
                "what was wrong; after # a claim's id, figure:ID, position:N or commitment:N",
                "CARD#CLAIM",
                completes=Completes.PART,
            ),
            Argument("--was", "what it said", "TEXT", required=True),
            _REASON,
            _ON,
            _DRY_RUN,
            _FORMAT,
        ),
        shape="briefing.views.correct:CorrectResult",
        local=True,
        examples=(
            'briefing correct my-topic share#summer --was "It takes half."'
            ' --reason "We misread the table"',
        ),
    ),
    _on_folder(
        "check",
        "report all mistakes in briefings, and what does not agree with their sources",
        (
            _FOLDERS,
            _format("one line a mistake (the default) or JSON", "text", "json"),
            flag(
                "--explained", "also warnings that the curator explains, and how dates were derived"
            ),
            flag("--look", "also what is only worth a reviewer's eye"),
            flag(
                "--strict", "exit with 1 also for a warning, and where a passage was not looked at"
            ),
            flag("--watch", "check again after each save, until Ctrl-C"),
            Argument(
                "--ask",
                "also ask a program, which is given claims and passages, and lists what it says",
                "CMD",
            ),
            _SIGNERS,
        ),
        shape="briefing.views.check:CheckResult",
    ),
    _on_folder(
        "preview",
        "show a folder in the reader as it is, and follow every save; nothing is published",
        (_FOLDER,),
        action="briefing.cli.actions:preview",
        screen=True,
    ),
    _on_folder(
        "review",
        "sign, sentence by sentence, that a briefing says what its passages say",
        (
            _FOLDER,
            Argument(
                "--by", "your name (that which git has for you; else your login name)", "NAME"
            ),
            Argument(
                "--drill",
                "mix in N falsified sentences, and take them back",
                "N",
                kind=natural_number,
            ),
            flag("--list", "list what is not signed as the desk asks, and whom it lacks"),
            _format("labelled lines (the default) or JSON; lists", "text", "json"),
            Argument(
                "--sign-off",
                "sign without the screen: CARD#ITEM, CARD:title or :title for the whole",
                "KEY",
                many=True,
            ),
            Argument("--remark", "with --sign-off: what is wrong; it is not carried", "TEXT"),
            flag("--automated", "with --sign-off: no person signs; it counts for nothing"),
            Argument("--answer", "answer the remarks on something", "KEY TEXT", many=True),
            _SIGN,
            _SIGNERS,
        ),
        action="briefing.cli.actions:review",
        shape="briefing.views.review:ReviewList",
        screen=True,
    ),
    _on_folder(
        "desk",
        "make a briefing: sources, cards and what is wrong with them on one screen",
        (_FOLDER,),
        action="briefing.cli.actions:desk",
        screen=True,
    ),
    _on_folder(
        "publish",
        "publish briefings in the library, if they agree with their sources",
        (
            _FOLDERS,
            flag(
                "--unverified",
                "do not hold them against the texts of their sources; readers are told",
            ),
            flag("--reviewed", "only if everything is signed as the desk's rule asks"),
            Argument(
                "--message", "what is new, for readers: one line", "TEXT", kind=line, also="-m"
            ),
            flag("--merge", "merge what others have published since; no card that both changed"),
            Argument(
                "--over",
                "publish over revision N although this folder does not come from it",
                "N",
                kind=natural_number,
            ),
            _SIGNERS,
        ),
    ),
    Verb(
        "checkout",
        "make a folder of a published briefing, as it was published, to go on with",
        (
            _PUBLISHED,
            Argument("folder", "folder to make", "FOLDER", completes=Completes.PATH),
            _REVISION,
        ),
        local=True,
    ),
    Verb(
        "withdraw",
        "take a publication back: readers get the one before, and are told",
        (
            _PUBLISHED,
            _REVISION,
            Argument("--reason", "why, for readers: one line", "TEXT", kind=line),
        ),
        local=True,
    ),
)
"""In the order of help."""
