"""The vocabulary: frozen, typed, free of input and output."""
