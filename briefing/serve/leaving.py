"""What a session is told at its end."""

from __future__ import annotations

from typing import Final

FAULT: Final = 70  # EX_SOFTWARE of sysexits.h
NOTICE: Final = 60  # seconds before the end of an idle session at which the reader is warned

FULL: Final = "This host keeps no more marks for you; remove some before you set others."
NOT_KEPT: Final = "This host cannot store your marks at the moment."
DAMAGED: Final = "Your marks were damaged and begin anew; the administrator has the damaged file."
TOO_MANY: Final = "This host keeps the marks of no more readers; yours are lost when you leave."
NO_KEY: Final = "You have not proved a key, and this account is for readers with a key."
KEY_GONE: Final = "Your key has been revoked."
IDLE: Final = "The session was idle for too long and has ended."
IDLE_SOON: Final = "The session is idle and ends in a minute; any key keeps it."
LONG: Final = "The session has reached its time limit; log in again."
STOPPING: Final = "The server is shutting down."
SPENT: Final = "The session has used all the processor time it is allowed."
SLOW: Final = "The command was ended after {} seconds, the most it may take."
CUT: Final = "A command can write at most {:,} bytes, so the output is cut."
FAILED: Final = "This stopped because of an internal error; the administrator can look up {}."
KEPT: Final = "Your place is kept."  # follows IDLE, LONG and STOPPING where it is so
