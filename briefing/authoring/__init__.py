"""From a folder of text files to a briefing, with problems reported as a compiler does."""
