"""What the verbs do, one module each, imported when the verb is run."""
