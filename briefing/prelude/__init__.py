"""What stands in the terminal while the reader is still being loaded: the first frame.

Loading Textual takes twenty times as long as starting Python. So the reader, when left, keeps what
it will show first the next time (`frame`), and the next start writes that to the terminal before it
imports anything (`curtain`). Nothing here imports more of the standard library than it must, not
even `typing`.
"""
