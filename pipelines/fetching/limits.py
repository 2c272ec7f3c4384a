"""How much a night may ask for, and how politely."""

from __future__ import annotations

from dataclasses import dataclass

MEGABYTE = 10**6


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds for one night; sizes in bytes, times in seconds."""

    document: int = 100 * MEGABYTE
    """Of an answer that holds a document."""
    page: int = 10 * MEGABYTE
    """Of a page, feed, sitemap or robots.txt."""
    seconds: float = 300
    """For one answer, from the question to its last byte."""
    silence: float = 30
    """For the next bytes to come."""
    redirects: int = 5
    attempts: int = 4
    """For what is transient."""
    first_wait: float = 2
    """Before the second attempt; doubled each time."""
    longest_wait: float = 120
    """A site that asks for more is left until the next night."""
    delay: float = 1
    """Between two questions to the same host; robots.txt may ask for more."""
    patience: int = 3
    """Documents in a row that don't come before a source is left until the next night."""
    at_once: int = 8
    """Sources that are asked side by side."""
    pages: int = 100
    """Further pages of a source."""
    documents: int = 1000
    """Documents of a source."""
    unpacked: int = 300 * MEGABYTE
    """All that comes out of one archive."""
    members: int = 200
    """Documents in one archive."""
    nesting: int = 4
    """Envelopes in envelopes."""
