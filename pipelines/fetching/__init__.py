"""Fetching: from the sources of `sources.yaml` to documents in the raw folder, each stored once with its provenance."""

from pipelines.fetching.limits import Limits
from pipelines.fetching.night import fetch
from pipelines.fetching.outcomes import Kind, Outcome

__all__ = ["Kind", "Limits", "Outcome", "fetch"]
