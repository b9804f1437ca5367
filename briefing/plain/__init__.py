"""Every view once more as labelled lines, for pipes, scripts and screen readers."""
