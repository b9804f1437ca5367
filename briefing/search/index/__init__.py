"""The index of all cards of a library: a disposable file that finds them while one types.

Full-text search *proposes* cards, newest first, from words folded by us: never one too few, seldom
one too many. The text of the card, kept beside it, *decides*, by the very patterns that find words
in one briefing, and gives the snippet on the way. What the index says can therefore be no other
than what `briefing.search.finder` says, and its own notion of words may be coarse.
"""
