"""What goes over the line to the terminal: only cells that changed, in the fewest bytes we know.

Textual sends a region again whenever anything in it may have changed, each piece with all of its
colours. The layer here reads that text back into cells (`decoding`), compares them with what the
terminal shows (`canvas`) and sends the difference (`difference`). What it does not understand it
sends on as it came, and then takes nothing for granted (`output`).
"""
