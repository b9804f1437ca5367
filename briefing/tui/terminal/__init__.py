"""Between Textual and the terminal: lean output, keys one after the other, the first frame."""
