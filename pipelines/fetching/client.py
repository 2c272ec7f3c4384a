"""Ask one address: limits of time and size, few redirects, another try for what is transient, manners."""

from __future__ import annotations

import asyncio
import ssl
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.robotparser import RobotFileParser

import httpx
from tenacity import AsyncRetrying, RetryCallState, retry_if_exception_type, stop_after_attempt, wait_exponential_jitter

from pipelines.fetching import manners
from pipelines.fetching.addresses import WEB, CheckedTransport
from pipelines.fetching.limits import MEGABYTE, Limits
from pipelines.fetching.outcomes import Failed, Gone, Refused, Transient

GONE = {404, 410}
TRANSIENT = {408, 425, 429, 500, 502, 503, 504}
KEPT_HEADERS = ("content-type", "content-length", "content-disposition", "etag", "last-modified", "date", "server")


@dataclass(frozen=True, slots=True)
class Tags:
    """What a site said about the version of an answer, to ask only for a newer one."""

    url: str
    """Where the answer came from, after all redirects."""
    etag: str = ""
    last_modified: str = ""

    def headers(self, url: str) -> dict[str, str]:
        """Headers of a question to `url`."""
        known = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: text for name, text in known.items() if text and url == self.url}


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    url: str
    """After all redirects."""
    headers: dict[str, str]
    body: bytes | None
    """None: nothing newer than the tags."""

    @property
    def tags(self) -> Tags:
        """To ask for something newer the next time."""
        return Tags(self.url, self.headers.get("etag", ""), self.headers.get("last-modified", ""))


class Client:
    """What one source asks of the web; an asynchronous context."""

    def __init__(self, contact: str, limits: Limits, pace: manners.Pace, private_hosts: frozenset[str]) -> None:
        self._limits = limits
        self._pace = pace
        self._robots: dict[str, RobotFileParser] = {}
        self._http = httpx.AsyncClient(
            transport=CheckedTransport(private_hosts),
            # not compressed: what is counted is what comes
            headers={"User-Agent": f"{manners.NAME} (+{contact})", "Accept": "*/*", "Accept-Encoding": "identity"},
            timeout=limits.silence,
        )

    async def __aenter__(self) -> Client:
        await self._http.__aenter__()
        return self

    async def __aexit__(self, *raised: object) -> None:
        await self._http.aclose()

    async def get(self, url: str, most: int, tags: Tags | None = None) -> Answer:
        """What stands at `url`, at most so many bytes, or the news that nothing changed since `tags`.

        Raises:
            Refused: it may not be asked for, or is too large.
            Gone: nothing is published there.
            Failed: it doesn't come; Transient: not even after all attempts.
        """
        for _ in range(self._limits.redirects + 1):
            robots = await self._allowed(url)
            answer = await self._patiently(url, most, tags, manners.pause_asked(robots))
            if isinstance(answer, Answer):
                return answer
            url = answer
        raise Failed(f"più di {self._limits.redirects} rinvii da un indirizzo all'altro, forse in circolo")

    async def _allowed(self, url: str) -> RobotFileParser:
        address = _checked(url)
        origin = f"{address.scheme}://{address.netloc.decode()}"
        if origin not in self._robots:
            self._robots[origin] = await self._rules(f"{origin}/robots.txt")
        if not self._robots[origin].can_fetch(manners.NAME, url):
            raise Refused("robots.txt del sito non lo permette; chiedere all'ente, o togliere la fonte")
        return self._robots[origin]

    async def _rules(self, url: str) -> RobotFileParser:
        """RFC 9309: a site without robots.txt allows all; one whose robots.txt doesn't come allows nothing."""
        try:
            for _ in range(self._limits.redirects + 1):
                answer = await self._patiently(url, self._limits.page, None, 0)
                if isinstance(answer, Answer):
                    return manners.rules((answer.body or b"").decode(errors="replace"))
                url = str(_checked(answer))
        except Transient as error:
            raise Transient(f"robots.txt non arriva: {error}") from error
        except (Failed, Refused) as error:
            if not isinstance(error.__cause__, httpx.HTTPStatusError):
                raise
        return manners.rules("")

    async def _patiently(self, url: str, most: int, tags: Tags | None, pause: float) -> Answer | str:
        """The answer, or where it redirects to; asked again for what is transient."""
        attempts = AsyncRetrying(
            retry=retry_if_exception_type(Transient),
            stop=stop_after_attempt(self._limits.attempts),
            wait=self._wait,
            reraise=True,
        )
        return await attempts(self._ask, url, most, tags, max(self._limits.delay, pause))

    def _wait(self, state: RetryCallState) -> float:
        error = state.outcome.exception() if state.outcome else None
        if isinstance(error, Transient) and error.wait is not None:
            return error.wait
        limits = self._limits
        return wait_exponential_jitter(multiplier=limits.first_wait, max=limits.longest_wait, jitter=limits.first_wait)(
            state
        )

    async def _ask(self, url: str, most: int, tags: Tags | None, pause: float) -> Answer | str:
        await self._pace.turn(httpx.URL(url).host, min(pause, self._limits.longest_wait))
        headers = tags.headers(url) if tags else {}
        try:
            question = self._http.stream("GET", url, headers=headers)
            async with asyncio.timeout(self._limits.seconds), question as response:
                if response.next_request is not None:
                    return str(response.next_request.url)
                if response.status_code == httpx.codes.NOT_MODIFIED and headers:
                    return Answer(url, _kept(response), None)
                self._check_status(response)
                return Answer(url, _kept(response), await _body(response, most))
        except TimeoutError as error:
            raise Failed(f"non finisce di arrivare in {self._limits.seconds:g} secondi") from error
        except httpx.TransportError as error:
            raise _told(error) from error

    def _check_status(self, response: httpx.Response) -> None:
        status = f"il sito risponde {response.status_code} {response.reason_phrase}".rstrip()
        try:
            response.raise_for_status()
        except httpx.HTTPStatusError as error:
            if response.status_code in GONE:
                raise Gone(f"{status}: l'indirizzo non c'è; controllarlo in sources.yaml") from error
            if response.status_code not in TRANSIENT:
                raise Failed(f"{status}; aprire l'indirizzo con un browser e chiedere all'ente") from error
            wait = _retry_after(response)
            if wait is not None and wait > self._limits.longest_wait:
                raise Failed(f"{status}: tornare fra {wait:.0f} secondi; si ritenta la prossima notte") from error
            raise Transient(f"{status}; si ritenta la prossima notte", wait) from error


def _checked(url: str) -> httpx.URL:
    try:
        address = httpx.URL(url)
    except httpx.InvalidURL as error:
        raise Refused(f"{url} non è un indirizzo") from error
    if address.scheme not in WEB or not address.host:
        raise Refused(f"{url}: si prendono solo indirizzi http e https")
    return address


def _kept(response: httpx.Response) -> dict[str, str]:
    return {name: response.headers[name] for name in KEPT_HEADERS if name in response.headers}


async def _body(response: httpx.Response, most: int) -> bytes:
    body = bytearray()
    async for chunk in response.aiter_bytes():
        body += chunk
        if len(body) > most:
            raise Refused(f"più di {most / MEGABYTE:g} MB: tagliato")
    return bytes(body)


def _told(error: httpx.TransportError) -> Failed:
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return Failed(f"il certificato del sito non è valido ({cause.verify_message}); avvisare l'ente")
        cause = cause.__cause__ or cause.__context__
    if isinstance(error, httpx.TimeoutException):
        return Transient("il sito non risponde in tempo; si ritenta la prossima notte")
    if isinstance(error, httpx.ConnectError):
        return Transient("il sito non accetta il collegamento; si ritenta la prossima notte")
    if isinstance(error, httpx.RemoteProtocolError) and "location" in str(error):
        return Failed("il sito rinvia a qualcosa che non è un indirizzo; aprirlo con un browser e avvisare l'ente")
    return Transient("il collegamento si è interrotto; si ritenta la prossima notte")


def _retry_after(response: httpx.Response) -> float | None:
    """Seconds to wait, from a number or a date (RFC 9110, 10.2.3)."""
    text = response.headers.get("retry-after", "").strip()
    if text.isdecimal():
        return float(text)
    try:
        return max(0.0, (parsedate_to_datetime(text) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError):
        return None
