"""The query language: one parser for find, narrow, library search and the command line.

`parse` makes a tree of a text, ``str`` of the tree is a text that means the same. The tree knows
nothing of how it is evaluated. ``docs/searching.md`` tells the grammar to its users.
"""

from __future__ import annotations

from briefing.search.language.errors import QueryError
from briefing.search.language.parser import may_become_field, parse
from briefing.search.language.query import Query

__all__ = ["Query", "QueryError", "may_become_field", "parse"]
