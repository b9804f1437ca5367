"""From a claim to the passage it rests on: anchors, the corpus, support, and what is verified."""
