"""Requests to a Prefect server: it answers 503 while its database is busy, and its own client asks again, as here."""

import httpx
from tenacity import retry, retry_if_exception, stop_after_delay, wait_fixed


def _is_busy(error):
    return isinstance(error, httpx.HTTPStatusError) and error.response.status_code == httpx.codes.SERVICE_UNAVAILABLE


@retry(retry=retry_if_exception(_is_busy), wait=wait_fixed(0.5), stop=stop_after_delay(30), reraise=True)
def ask(method, url, **given):
    """What the server answers; None where it only does."""
    answer = httpx.request(method, url, timeout=300, **given).raise_for_status()
    return answer.json() if answer.content else None
