"""Readings in; star schema, history, scoring views, curated files out."""
