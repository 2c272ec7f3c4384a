"""Fetching: from the sources of `sources.yaml` to documents in the raw folder, each stored once with its provenance."""

from pipelines.fetching.diary import Night, last_night, silent
from pipelines.fetching.limits import Limits
from pipelines.fetching.night import fetch, fetch_enabled
from pipelines.fetching.outcomes import Kind, Outcome

__all__ = ["Kind", "Limits", "Night", "Outcome", "fetch", "fetch_enabled", "last_night", "silent"]
