"""From the model to lines of content."""
