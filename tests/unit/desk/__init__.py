"""What the desk does, without its screen."""
