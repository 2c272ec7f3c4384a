"""Being a polite visitor: one question at a time for each host, with a pause, and robots.txt obeyed."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from urllib.robotparser import RobotFileParser

NAME = "schedario"
"""What robots.txt calls us."""


class Pace:
    """Keeps questions to one host apart, whichever source asks them."""

    def __init__(self) -> None:
        self._locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._free_at: dict[str, float] = {}

    async def turn(self, host: str, pause: float) -> None:
        """Wait until `host` may be asked; the next one waits `pause` seconds more."""
        clock = asyncio.get_running_loop().time
        async with self._locks[host]:
            await asyncio.sleep(max(0.0, self._free_at.get(host, 0.0) - clock()))
            self._free_at[host] = clock() + pause


def rules(text: str) -> RobotFileParser:
    """The rules of a robots.txt; of an empty one, that all is allowed."""
    parser = RobotFileParser()
    parser.parse(text.splitlines())
    return parser


def pause_asked(parser: RobotFileParser) -> float:
    """Seconds between two questions that the rules ask of us."""
    return float(parser.crawl_delay(NAME) or 0)
