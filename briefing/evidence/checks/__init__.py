"""What is held against the passages cited, one kind of thing in each file."""
