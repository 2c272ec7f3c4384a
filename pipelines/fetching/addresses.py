"""Connections go only where they may: the address that was checked is the address that is connected to.

A name can lead to another address each time it is asked for (DNS rebinding), and a redirect can lead anywhere. So
each request of each hop is resolved here, checked, and sent to the numeric address; TLS still checks the name.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
from functools import cache
from ipaddress import IPv4Address, IPv6Address, ip_address

import httpx

from pipelines.fetching.outcomes import Failed, Refused, Transient

WEB = {"http": 80, "https": 443}


class CheckedTransport(httpx.AsyncHTTPTransport):
    """Refuses addresses that aren't public, unless the host is one of `private_hosts`.

    Raises:
        Refused: the address isn't public.
        Failed, Transient: the name has no address, for good or for now.
    """

    def __init__(self, private_hosts: frozenset[str]) -> None:
        # connections are known by their number here: kept ones could serve another name behind the same number
        super().__init__(verify=_certificates(), limits=httpx.Limits(max_keepalive_connections=0))
        self._private_hosts = private_hosts

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Try the host's addresses in turn."""
        host = request.url.host
        addresses = await _addresses(host, request.url.port or WEB[request.url.scheme])
        if host not in self._private_hosts:
            _check_public(host, addresses)
        for address in addresses[:-1]:
            try:
                return await super().handle_async_request(_sent_to(address, request))
            except (httpx.ConnectError, httpx.ConnectTimeout):
                continue
        return await super().handle_async_request(_sent_to(addresses[-1], request))


@cache
def _certificates() -> ssl.SSLContext:
    return httpx.create_ssl_context()


def _sent_to(address: str, request: httpx.Request) -> httpx.Request:
    return httpx.Request(
        request.method,
        request.url.copy_with(host=address),
        headers=request.headers,
        stream=request.stream,
        extensions={**request.extensions, "sni_hostname": request.url.host},
    )


async def _addresses(host: str, port: int) -> list[str]:
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except socket.gaierror as error:
        if error.errno == socket.EAI_AGAIN:
            raise Transient(f"il nome {host} non si risolve per ora") from error
        raise Failed(f"il nome {host} non esiste; controllare l'indirizzo in sources.yaml") from error
    except UnicodeError as error:
        raise Failed(f"{host} non è un nome di host; controllare l'indirizzo in sources.yaml") from error
    return list(dict.fromkeys(str(where[0]) for *_, where in found))


def _check_public(host: str, addresses: list[str]) -> None:
    for address in addresses:
        if not _is_public(address):
            raise Refused(
                f"{host} porta a un indirizzo non pubblico ({address}); "
                "se la fonte è interna, scrivere allow_private: true"
            )


def _is_public(address: str) -> bool:
    number = ip_address(address.partition("%")[0])
    inner = _inner(number)
    return number.is_global and not number.is_multicast and (inner is None or inner.is_global)


def _inner(number: IPv4Address | IPv6Address) -> IPv4Address | None:
    """The IPv4 address inside one of IPv6."""
    return number.ipv4_mapped or number.sixtofour if isinstance(number, IPv6Address) else None
