"""``ssh host``: the briefing, and nothing else, for whoever may come in.

OpenSSH's ``sshd`` is the front: who may come in, how often and how many at a time, all that is
spoken before somebody has proved a key, and every byte on the way are its business. Ours begins
where it starts a session::

    supervisor     ``briefing serve``: makes sshd's configuration, runs sshd and the pool, watches
                   both, ends all
    thin client    what sshd starts: passes its terminal on, forwards signals, keeps the
                   log; imports next to nothing
    pool           has Textual and the library loaded and forks a session for each thin client
    session        one for each reader: the reader or one verb, confined before it looks at anything
                   that the reader sent

Where no pool answers, the thin client starts the session as a program of its own.
"""
