"""Scrapy's answers and errors in this house's own values: takes responses and failures, leaves answers and reasons."""

from __future__ import annotations

import re

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)
from scrapy.http import Request, Response
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure as TwistedFailure

from crawler.bounds import MOST_TEXT_BYTES, UnfitAnswerError
from crawler.canonical import page_identity
from crawler.decode import decode
from crawler.guard import AddressRefusedError, GuardedResolver
from crawler.hops import exchange_of, plain_headers
from crawler.outcome import Failure
from crawler.pace import PostponedError, RobotsUnreachableError
from crawler.quality import SIGNATURES, Answer, Judgement
from crawler.settings import MOST_BYTES
from storage.pages import PageRecord
from storage.vocabulary import Verdict

TOO_LARGE = f"larger than a page ({MOST_TEXT_BYTES // 2**20} MB) or a file ({MOST_BYTES // 2**20} MB) may be"
# How Twisted wraps an error that it passes on.
WRAPPED = re.compile(r"\[?<twisted\.python\.failure\.Failure ([\w.]+): (.*?)>\]?")
ERRORS: tuple[tuple[type[Exception], str], ...] = (
    (AddressRefusedError, "not fetched"),
    (UnfitAnswerError, "no page of a portal"),
    (DownloadTimeoutError, "no whole answer in time"),
    (DownloadCancelledError, TOO_LARGE),
    (ResponseDataLossError, "the answer broke off before its end"),
    (CannotResolveHostError, "the host has no address that may be asked"),
)
# What Scrapy, Twisted and the unpackers say, and what it means to a person; the first that is found in the error.
SAYINGS: tuple[tuple[str, str], ...] = (
    (r"DOWNLOAD_MAXSIZE", TOO_LARGE),
    (r"max redirections reached", "sent on and on, without an end"),
    (r"Missing scheme", "sent on to what is no web address"),
    (r"Invalid IPv6 URL|invalid hostname|Invalid URL", "sent on to what is no web address"),
    (r"EndlessHeadError", "the answer's head does not end"),
    (r"gzip|decompress|brotli|zstd|zlib", "the answer cannot be unpacked"),
    (r"SSL\.Error|SSL routines", "no TLS can be agreed on"),
    (r"ParseError|non-decimal digits|Content-Length|chunk|Malformed|unpack", "the answer is no sound HTTP"),
    (r"ConnectionDone|ConnectionLost|ResponseNeverReceived", "the connection was closed before an answer"),
    (r"reset by peer", "the connection was torn down"),
)
# Words that leave nothing to add: what Scrapy says besides is for programmers.
SUFFICIENT = (
    TOO_LARGE,
    "no whole answer in time",
    "sent on and on, without an end",
    "sent on to what is no web address",
)
# What OpenSSL and service_identity call a certificate that is not signed, not of this host, or over.
BAD_CERTIFICATE = ("certificate verify failed", "CertificateError", "VerificationError")


def is_bare_list(answer: Answer, judgement: Judgement) -> bool:
    """Tell whether rows may stand against a judgement by text: a list is all links; one that was sent home is none."""
    stayed = page_identity(answer.asked) == page_identity(answer.final)
    return judgement.verdict is Verdict.EMPTY or (judgement.verdict is Verdict.SOFT_MISSING and stayed)


def plain_answer(response: Response, asked: str) -> Answer:
    """Return Scrapy's answer in plain values, its text decoded from the bytes; a file of 20 MB has none."""
    headers = {name.lower(): value for name, value in plain_headers(response.headers)}
    is_text = response.body and not response.body.startswith(SIGNATURES)
    text = decode(response.body, headers.get("content-type", "")) if is_text else ""
    exchange = exchange_of(response.request, response) if response.request else None
    return Answer(asked, response.url, response.status, headers, response.body, text, exchange)


def validators(record: PageRecord | None) -> dict[str, str]:
    """Return the headers that ask for a page only where it has changed since it was held."""
    if record is None or record.snapshot_id is None:
        return {}
    held = {"If-None-Match": record.etag, "If-Modified-Since": record.last_modified}
    return {name: value for name, value in held.items() if value}


def explain(failure: TwistedFailure, url: str) -> Failure:
    """Return why no answer came, in words; robots.txt counts as the portal's own refusal."""
    error = failure.value
    if isinstance(error, HttpError):
        return Failure(url, f"status {error.response.status} leads nowhere")
    if isinstance(error, RobotsUnreachableError):
        if error.cause is None:
            return Failure(url, str(error), blocked=True)
        return Failure(url, f"robots.txt cannot be read ({_words(error.cause)}): until it can, nothing is asked")
    if isinstance(error, IgnoreRequest) and "robots.txt" in str(error):
        return Failure(url, "robots.txt asks programs not to fetch it", blocked=True)
    return Failure(url, _words(error))


def is_for_good(failure: TwistedFailure) -> bool:
    """Tell whether the next round would be told the same: the fence and robots.txt decide so, what passes does not."""
    passing = (RobotsUnreachableError, PostponedError)
    return isinstance(failure.value, IgnoreRequest) and not isinstance(failure.value, passing)


def _words(error: BaseException | None) -> str:
    """Return what an error of the wire means to a person."""
    if any(mark in str(error) for mark in BAD_CERTIFICATE):
        return "the certificate cannot be trusted (self-signed, expired or of another host)"
    words = next((words for kind, words in ERRORS if isinstance(error, kind)), "")
    said = f"{type(error).__name__}: {error}"
    words = words or next((words for mark, words in SAYINGS if re.search(mark, said)), type(error).__name__)
    refused = [f"; {host} leads to the private address {ip}" for host, ip in GuardedResolver.refused.items()]
    private = next((told for told in refused if told.split()[1] in str(error)), "")
    bare = WRAPPED.sub(r"\2", str(error))
    told = words if words in SUFFICIENT else f"{words}: {bare}".removesuffix(": ")
    return told[:300] + private


def request_of(failure: TwistedFailure) -> Request:
    """Return the request that failed; Scrapy hangs it on the failure."""
    request: Request = failure.request  # type: ignore[attr-defined]
    return request
