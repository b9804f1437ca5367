"""What runs in the fork server and in its children; nothing here knows SSH."""
