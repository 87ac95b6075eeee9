"""Redirects leave their own answers here: takes what Scrapy's middlewares follow, leaves each hop with what follows it.

The archive keeps them beside the last answer, so that the address that was asked for can be replayed.
"""

from __future__ import annotations

from typing import Any

from scrapy.downloadermiddlewares.redirect import RedirectMiddleware
from scrapy.http import Headers, Request, Response

from storage.warc import Exchange, Hop

HOPS = "hops"
# A hop says where to go, in its head or by a refresh; a packed body, or one longer than such a page is, is not kept.
LONGEST_BODY = 1 << 20


class HopKeeper(RedirectMiddleware):
    """Follows redirects and hands each one's answer on to the request that it leads to."""

    def process_response(self, request: Request, response: Response, *arguments: Any) -> Request | Response:
        """Return the answer, or the request that it sends the visitor on to."""
        return with_hop(request, response, super().process_response(request, response))


def with_hop(request: Request, response: Response, following: Request | Response) -> Request | Response:
    """Return what follows an answer; a request takes that answer along as a hop, an answer to the same address not."""
    if isinstance(following, Request):
        hops = tuple(hop for hop in request.meta.get(HOPS, ()) if hop.exchange.url != following.url)
        own = () if response.url == following.url else (_hop(request, response),)
        following.meta[HOPS] = (*hops, *own)
    return following


def plain_headers(headers: Headers) -> list[tuple[str, str]]:
    """Return headers in plain text, those of one name joined."""
    return [(name.decode("latin-1"), b", ".join(values).decode("latin-1")) for name, values in headers.items()]


def exchange_of(request: Request, response: Response) -> Exchange:
    """Return how an answer was asked for, with the hops that led to it."""
    address = str(response.ip_address) if response.ip_address else None
    hops = tuple(request.meta.get(HOPS, ()))
    return Exchange(response.url, request.method, tuple(plain_headers(request.headers)), request.body, address, hops)


def _hop(request: Request, response: Response) -> Hop:
    exchange = exchange_of(request.replace(meta={}), response)
    packed = "Content-Encoding" in response.headers
    body = b"" if packed or len(response.body) > LONGEST_BODY else response.body
    return Hop(exchange, response.status, tuple(plain_headers(response.headers)), body)
