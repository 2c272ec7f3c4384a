"""The log of schedario on standard error, as lines or as JSON: off unless the setting `log` says otherwise."""

from __future__ import annotations

import json
import logging
import time
from typing import Literal

LOG = logging.getLogger("schedario")
LINES = "%(asctime)s %(levelname)s %(name)s %(message)s"


def is_on() -> bool:
    """Whether anybody asked for the log; without, Python would print what is grave at the prompt, and say it twice."""
    return bool(LOG.handlers)


class _Utc(logging.Formatter):
    converter = staticmethod(time.gmtime)
    default_time_format = "%Y-%m-%dT%H:%M:%S"
    default_msec_format = "%s.%03dZ"


class _OneLine(_Utc):
    """What a document or a site says begins no line of its own."""

    def format(self, record: logging.LogRecord) -> str:
        return super().format(record).replace("\n", "\\n")


class _Json(_Utc):
    def format(self, record: logging.LogRecord) -> str:
        told = {
            "time": self.formatTime(record),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            told["exception"] = self.formatException(record.exc_info)
        return json.dumps(told, ensure_ascii=False)


def begin(form: Literal["off", "lines", "json"]) -> None:
    """Log in this form from now on; said twice, once is enough."""
    if form == "off" or LOG.handlers:
        return
    handler = logging.StreamHandler()
    handler.setFormatter(_Json() if form == "json" else _OneLine(LINES))
    LOG.addHandler(handler)
    LOG.propagate = False  # Prefect writes what comes to the root once more
    LOG.setLevel(logging.INFO)
