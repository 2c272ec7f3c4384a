"""One run: what is new is read, loaded, checked and published."""
