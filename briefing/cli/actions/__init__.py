"""What the verbs do that belong to the command line alone."""
