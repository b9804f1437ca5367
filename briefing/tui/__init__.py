"""The reader: Textual screens and panes."""
