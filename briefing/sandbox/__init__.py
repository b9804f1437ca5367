"""Giving up, for good, what a process does not need; knows nothing of the program. Linux only."""
