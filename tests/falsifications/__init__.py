"""Deliberate falsifications of three briefings, and what a check against their sources says.

They were made by somebody who had not seen the checker's code: careless and malicious slips of all
kinds, each with a note on what is false, and harmless rewordings that must not be accused. One half
was seen while the checker was written, the other was not. Two of the briefings and their articles
are invented; of the third, the bundled one, the articles are private.

Run by hand, this prints the table of ``docs/checking.md``::

    python -m tests.falsifications [CORPUS]
"""
