"""One address for one page: takes URLs as portals print them, leaves the address that is asked for and kept."""

from __future__ import annotations

import re
from functools import lru_cache
from posixpath import dirname
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

# The store's limit (storage/tables.py); a longer address is no page of a portal.
LONGEST_URL = 2048
DEFAULT_PORTS = {"http": 80, "https": 443}
SESSION_KEYS = {"jsessionid", "phpsessid", "sessionid", "aspsessionid", "session_id", "sid", "asp.net_sessionid"}
# What sharing and counting scripts hang on: WeChat's from and isappinstalled, campaign marks, clocks against caches.
SHARE_KEY = re.compile(r"utm_\w+|spm|isappinstalled|share_token|nsukey|COLLCC", re.IGNORECASE)
SHARED_FROM = {"timeline", "singlemessage", "groupmessage"}
CLOCK_KEY = re.compile(r"_|_?t|time(?:stamp)?|rand(?:om)?|rnd|r", re.IGNORECASE)
CLOCK = re.compile(r"\d{10,13}|0\.\d{8,}")
# /gate/big5/HOST/PATH is the same page in traditional script; _wap.html and mpost_7.html are twins for phones.
BIG5_GATE = re.compile(r"^(?:/[^/]+)?/gate/big5/([^/.]+(?:\.[^/.]+){2,})(/.*)?$", re.IGNORECASE)
PHONE_TWIN = re.compile(r"_wap(?=\.s?html?$)|(?<=/)m(?=post_\d+\.s?html?$)", re.IGNORECASE)
SESSION_PATH = re.compile(r";(?:jsessionid|phpsessid)=[^/?;]*|/\([SAF]\([a-z0-9]{16,64}\)\)(?=/)", re.IGNORECASE)
# A relative link without dots, marks or twins, and a base in canonical form: they only need to be put together.
PLAIN_LINK = re.compile(
    r"^(?!.*(?:_wap\.|mpost_|gate/))(?:\./(?!/))?(?P<rest>/?(?:[\w-]+/)*[\w-]+(?:\.[A-Za-z]{1,6}|/)?)$",
    re.ASCII | re.IGNORECASE,
)
PLAIN_BASE = re.compile(
    r"^(?P<site>https?://[a-z0-9-]+(?:\.[a-z0-9-]+)+(?::(?!80/|443/)\d{2,5})?)(?P<folder>/(?!(?:[^/]+/)?gate/)(?:[\w-]+/)*)[^/?#]*$",
    re.ASCII,
)
HOST = re.compile(r"^(?:[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?(?:\.[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?)*|\[[0-9a-f:.]+\])$")


def canonical_url(url: str, base: str = "") -> str:
    """Return the address under which a page is asked for and kept.

    Default ports, fragments, user names, session ids, marks of sharing, dot segments and a host's last dot go; the big5
    or phone twin becomes the page itself. Scheme and www stay as printed: a host may answer on one of them only
    (compare pages with `page_identity`). Raises ValueError for what is no web address or longer than the store carries.
    """
    # Nine links in ten are plain: a sweep over 3,000 columns reads half a million, and the whole way costs 50 µs each.
    if (plain := PLAIN_LINK.match(url)) and (whole := PLAIN_BASE.match(base)) and len(base) + len(url) < LONGEST_URL:
        folder = "" if plain["rest"].startswith("/") else whole["folder"]
        return f"{whole['site']}{folder}{plain['rest']}"
    return _canonical(url, base)


@lru_cache(maxsize=4096)
def _canonical(url: str, base: str) -> str:
    parts = urlsplit(urljoin(base, url.strip().replace("\\", "/")))
    scheme = parts.scheme.lower()
    if scheme not in DEFAULT_PORTS or re.fullmatch(r"https?:/*", url.strip(), re.IGNORECASE):
        raise ValueError(f"no web address: {url[:200]!r}")
    host, port, path = _host(parts.hostname or ""), parts.port, parts.path
    if gate := BIG5_GATE.match(path):
        through = urlsplit(f"//{gate[1].lower()}")
        host, port, path = _host(through.hostname or ""), through.port, gate[2] or "/"
    netloc = host if port is None or port == DEFAULT_PORTS[scheme] else f"{host}:{port}"
    path = PHONE_TWIN.sub("", SESSION_PATH.sub("", path)) or "/"
    path = quote(urlsplit(urljoin(f"{scheme}://{netloc}/", path)).path, safe="%/:=&~+!$,;'@()*")
    query = quote(_without_marks(parts.query), safe="%/:=&~+!$,;'@()*?[]{}|")
    canonical = urlunsplit((scheme, netloc, path, query, ""))
    if len(canonical) > LONGEST_URL:
        raise ValueError(f"an address of {len(canonical)} characters; at most {LONGEST_URL} are kept: {url[:100]}…")
    return canonical


def page_identity(url: str) -> str:
    """Return what two addresses of one page share: no scheme, no www, no index file name."""
    parts = urlsplit(url)
    path = re.sub(r"/(?:index|default)\.s?html?$", "/", parts.path, flags=re.IGNORECASE)
    return f"{parts.netloc.lower().removeprefix('www.')}{path}?{parts.query}".rstrip("?")


def spellings_of(url: str) -> tuple[str, ...]:
    """Return a page's address under either scheme, with www and without, the given one first.

    A host with a port of its own, or without a name, has no www.
    """
    parts = urlsplit(url)
    bare = parts.netloc.removeprefix("www.")
    named = not re.search(r"[:\]]|\d$", bare) and "." in bare
    hosts = dict.fromkeys((parts.netloc, bare, *([f"www.{bare}"] if named else [])))
    schemes = dict.fromkeys((parts.scheme, *DEFAULT_PORTS))
    return tuple(parts._replace(scheme=scheme, netloc=host).geturl() for host in hosts for scheme in schemes)


def same_host(url: str, other: str) -> bool:
    """Tell whether two addresses stand on one host and port, www or not."""
    return host_of(url).removeprefix("www.") == host_of(other).removeprefix("www.")


@lru_cache(maxsize=4096)
def host_of(url: str) -> str:
    """Return host, with the port where it is not the scheme's own."""
    return urlsplit(url).netloc.rpartition("@")[2].lower()


def directory_of(url: str) -> str:
    """Return the path of the folder that a page stands in, with its slash."""
    path = urlsplit(url).path or "/"
    return path if path.endswith("/") else dirname(path).rstrip("/") + "/"


def is_home(url: str) -> bool:
    """Tell whether an address is a site's front page."""
    return bool(re.fullmatch(r"/?(?:(?:index|default|home|main)\.\w+)?", urlsplit(url).path, re.IGNORECASE))


def _host(host: str) -> str:
    host = host.rstrip(".").lower()
    if ":" in host:
        host = f"[{host}]"
    if not host.isascii():
        host = host.encode("idna").decode("ascii")  # UnicodeError is a ValueError
    if not HOST.match(host):
        raise ValueError(f"no host name: {host[:200]!r}")
    return host


def _without_marks(query: str) -> str:
    """Return a query without session ids and marks of sharing; one that has none stays as it is, sign for sign."""
    pieces = query.split("&") if query else []
    kept = [piece for piece in pieces if not _is_mark(*piece.partition("=")[::2])]
    return query if len(kept) == len(pieces) else "&".join(kept)


def _is_mark(key: str, value: str) -> bool:
    if key.lower() in SESSION_KEYS:
        return key.lower() != "sid" or len(value) >= 16  # a gkmlpt site's sid has six digits and must stay
    if key.lower() == "from":
        return value in SHARED_FROM
    return bool(SHARE_KEY.fullmatch(key) or (CLOCK_KEY.fullmatch(key) and CLOCK.fullmatch(value)))
