"""Deliberate falsifications of four briefings, and what a check against their sources says.

They were made by others, who had not seen the checker's code: careless and malicious slips of all
kinds, each with a note on what is false, and harmless rewordings that must not be accused. Some
were seen while the checker was written, the others were not. Three of the briefings and their
articles are invented; of the bundled one the articles are private. A fifth briefing, of a water
company, is only to be left in peace: it was not seen either.

Run by hand, this prints the table of ``docs/checking.md``::

    python -m tests.falsifications [CORPUS]
"""
