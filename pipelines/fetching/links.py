"""Links of a page, a feed or a sitemap."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin
from xml.etree import ElementTree

from pipelines.fetching.client import Answer
from pipelines.fetching.outcomes import Refused

BLANKS = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Link:
    """Where it leads (in full, without a fragment), and its text."""

    url: str
    text: str = ""

    def found(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """The pattern in the address, else in the text."""
        return pattern.search(self.url) or pattern.search(self.text)


def page_links(answer: Answer) -> list[Link]:
    """The links of an HTML page, in order."""
    parser = _Anchors()
    parser.feed(_text(answer))
    parser.close()
    base = urljoin(answer.url, parser.base)
    return [_link(base, href, text) for href, text in parser.links]


def feed_links(answer: Answer) -> list[Link]:
    """Links and enclosures of the entries of an RSS or Atom feed, with the entry's title.

    Raises:
        Refused: not a feed.
    """
    root = _xml(answer)
    entries = [*root.iterfind(".//{*}item"), *root.iterfind(".//{*}entry")]
    if _local(root) not in ("rss", "feed", "RDF"):
        raise Refused("non è un feed RSS o Atom; correggere where.kind in sources.yaml")
    return [
        _link(answer.url, target, entry.findtext("{*}title", ""))
        for entry in entries
        for part in (*entry.iterfind("{*}link"), *entry.iterfind("{*}enclosure"))
        if (target := part.get("href") or part.get("url") or part.text or "")
    ]


def sitemap_links(answer: Answer) -> tuple[list[Link], list[str]]:
    """The pages of a sitemap, and the addresses of the sitemaps that an index names.

    Raises:
        Refused: not a sitemap.
    """
    root = _xml(answer)
    if _local(root) not in ("urlset", "sitemapindex"):
        raise Refused("non è una sitemap; correggere where.kind in sources.yaml")
    pages = [_link(answer.url, place.text or "", "") for place in root.iterfind("{*}url/{*}loc")]
    return pages, [(place.text or "").strip() for place in root.iterfind("{*}sitemap/{*}loc")]


class _Anchors(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.base = ""
        self.links: list[tuple[str, str]] = []
        self._open = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        href = known.get("href")
        if tag == "base" and href:
            self.base = self.base or href
        elif tag in ("a", "area") and href:
            self.links.append((href, known.get("title") or known.get("alt") or ""))
            self._open = tag == "a"

    def handle_endtag(self, tag: str) -> None:
        self._open = self._open and tag != "a"

    def handle_data(self, data: str) -> None:
        if self._open:
            href, text = self.links[-1]
            self.links[-1] = href, text + data


def _link(base: str, target: str, text: str) -> Link:
    try:
        url = urldefrag(urljoin(base, target.strip())).url
    except ValueError:
        # a link that no browser could follow either
        url = target
    return Link(url, BLANKS.sub(" ", text).strip())


def _text(answer: Answer) -> str:
    body = answer.body or b""
    try:
        return body.decode()
    except UnicodeDecodeError:
        return body.decode("windows-1252", errors="replace")


def _xml(answer: Answer) -> ElementTree.Element:
    try:
        # entities can't grow without bound: expat 2.4.1 and newer stop them
        return ElementTree.fromstring(answer.body or b"")
    except ElementTree.ParseError as error:
        raise Refused(f"non è XML (riga {error.position[0]}); correggere where.kind in sources.yaml") from error


def _local(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]
