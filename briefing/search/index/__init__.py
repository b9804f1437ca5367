"""The index of all cards of a library: a disposable file that finds them while one types."""
