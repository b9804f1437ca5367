"""Every view outside the reader screen; each verb has a module with its lines and its JSON."""
