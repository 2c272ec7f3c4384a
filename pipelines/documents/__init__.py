"""The documents of the raw folder: where they come from, which there are, and how each was read."""
