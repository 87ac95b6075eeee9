"""What stands inside a body without being of it is named here: takes an element, leaves whether it is noise."""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from crawler.containers import han_length

_NAMES = re.compile(
    r"(?:^|[\s_-])(?:bd)?share\w*|bshare|jiathis|fenxiang|(?:^|[\s_-])(?:related|relat\w*news|xgxw|xgwz|xgyd|xglj|xgwj|xiangguan|recommend\w*|"
    r"hot(?:news|list)?|prev(?:ious)?|next|prenext|prevnext|shangxia|sxp|pagination|pager|paging|breadcrumbs?|crumbs?|dqwz|weizhi|"
    r"fontsize|font-?size|zihao|hits?|visits?|counter|clicks?|ads?|adv|advert\w*|adbox|guanggao|qrcode|ewm|erweima|saoyisao|"
    r"toolbar|tools?|printer?|dayin|copyright|comments?|pinglun|disclaimer|mianze|editor-?info|zeren|jiucuo|footer|sidebar|social\w*)"
    r"(?:$|[\s_-]|\d)",
    re.IGNORECASE,
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_HIDING_CLASSES = frozenset(("ng-hide", "hidden", "hide", "sr-only", "visually-hidden"))
_TAGS = frozenset(("nav", "aside", "footer", "marquee"))

# Sites let visitors resize the date and the 来源 too, so what prints them is called fontSize; a list of links is not.
_SPEAKS = re.compile(r"(?<!\d)(?:19|20)\d{2}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}|来\s*源\s*[:：]")

# More text than this is never noise, whatever its class is called: a class may lie, a lost paragraph is a lost figure.
_LONGEST = 120
_LONGEST_LINKED = 600


def is_noise(element: HtmlElement) -> bool:
    """Tell whether an element inside a body is a share bar, an advert, a pager, related links, or hidden furniture."""
    named = element.tag in _TAGS or bool(
        _NAMES.search(element.get("class") or "") or _NAMES.search(element.get("id") or "")
    )
    hidden = bool(_HIDDEN.search(element.get("style") or "")) or not _HIDING_CLASSES.isdisjoint(
        (element.get("class") or "").lower().split()
    )
    if not named and not hidden:
        return False
    length = han_length(element)
    if length <= _LONGEST:
        return hidden or element.tag in _TAGS or not _says_when_or_whence(element)
    linked = sum(han_length(link) for link in element.iter("a"))
    return named and length <= _LONGEST_LINKED and linked * 2 >= length


def _says_when_or_whence(element: HtmlElement) -> bool:
    return next(element.iter("a"), None) is None and bool(_SPEAKS.search(element.text_content()))
