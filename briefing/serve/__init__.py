"""``ssh host``: the briefing, and nothing else, for whoever may come in.

Three kinds of process, so that none can do more than its part::

    front          speaks SSH (asyncssh): owns the host key, the sockets, the limits, the audit log
                   and the readers' marks; imports no Textual, forks nothing
    fork server    has Textual and the library loaded, one thread and no network; forks
    child          one for each session, on a terminal of its own: the reader, or one verb

The front asks the fork server for a child by a message with the ends of a pseudo-terminal or of
pipes (`protocol`). It pumps bytes between the channel and the terminal, and never looks at them. A
child has no path that it may write to: what the reader marks goes to the front, as messages.
What the front and the fork server share knows nothing of asyncssh or Textual.
"""
