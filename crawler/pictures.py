"""Pages whose text is pictures: takes a page's HTML, leaves the addresses of the pictures that stand for it; pure.

Some offices scan the stamped report and set the scans into the page. Every template has pictures of its own as well:
logos, banners, codes to be scanned, share buttons. Inside a known body container a picture counts unless it is named or
measured as such; elsewhere only one whose address was given by an upload, which numbers its files.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from crawler.containers import known_containers
from crawler.noise import is_noise
from crawler.rows import MENU_NAMES, MENU_TAGS, parse_html
from crawler.spans import without_comments

# A page of A4 that can be read is wider; buttons, codes and stamps are not.
_LEAST_PIXELS = 250
_PIXELS = re.compile(r"^\s*(\d{1,5})(?:\.\d+)?\s*(?:px)?\s*$", re.IGNORECASE)
_STYLED = re.compile(r"(?:^|;)\s*(?:max-)?(?:width|height)\s*:\s*(\d{1,5})(?:\.\d+)?px", re.IGNORECASE)
# Editors of some systems keep the picture's own place beside one that is filled in later.
_SOURCES = ("src", "data-src", "data-original", "data-url", "oldsrc", "_src")
_FURNITURE = re.compile(
    r"logo|icon|ico[_.-]|qr[_-]?code|ewm|erweima|weixin|wechat|weibo|share|btn|button|banner|blank|spacer|loading|arrow"
    r"|beian|gongan|(?:^|[_-])(?:bg|top|foot|footer|head|header|nav|line|dot|close|print|file)\d*\.|\.ico$|\.svg$",
    re.IGNORECASE,
)
_PICTURE_FILE = re.compile(r"\.(?:jpe?g|png|gif|bmp|webp|tiff?)$", re.IGNORECASE)
_UPLOADED = re.compile(r"\d{6}|[0-9a-f]{16}", re.IGNORECASE)


def body_pictures(text: str) -> tuple[str, ...]:
    """Return the addresses of the pictures in a page's body, as they are written, each once in their order."""
    tree = parse_html(without_comments(text))
    if tree is None:
        return ()
    for container in known_containers(tree):
        if found := _pictures(container):
            return found
    return tuple(address for address in _pictures(tree) if _UPLOADED.search(_path(address)))


def _pictures(body: Any) -> tuple[str, ...]:
    shown = [image for image in body.iter("img") if _is_large(image) and not _is_furniture(image)]
    addresses = [address for image in shown if (address := _address(image))]
    return tuple(dict.fromkeys(one for one in addresses if not _FURNITURE.search(_path(one).rpartition("/")[2])))


def _address(image: Any) -> str:
    written = [(image.get(name) or "").strip() for name in _SOURCES]
    return next((one for one in reversed(written) if one and not one.startswith("data:")), "")


def _is_large(image: Any) -> bool:
    """Tell whether a picture is as large as a page, as far as it says."""
    declared = [match[1] for name in ("width", "height") if (match := _PIXELS.match(image.get(name) or ""))]
    declared += _STYLED.findall(image.get("style") or "")
    return all(int(pixels) >= _LEAST_PIXELS for pixels in declared)


def _is_furniture(image: Any) -> bool:
    """Tell whether a picture stands in the page's frame, or leads elsewhere as a banner does."""
    for above in image.iterancestors():
        if above.tag in ("body", "html"):
            return False
        if above.tag == "a" and (href := above.get("href")) and not _PICTURE_FILE.search(_path(href)):
            return not href.startswith(("#", "javascript:"))
        names = f"{above.get('class') or ''} {above.get('id') or ''}"
        if above.tag in MENU_TAGS or is_noise(above) or MENU_NAMES.search(names):
            return True
    return False


def _path(address: str) -> str:
    try:
        return urlsplit(address).path
    except ValueError:
        return ""
