"""Where each platform keeps an article's body: the known containers as data; takes a page, leaves the body's element.

Names come from pages of the platforms read one by one; a class matches as a whole word of the attribute. `EXACT` names
are written by a content system around the body and nothing else, `LOOSE` names also stand around titles or menus, so
they are asked only where no exact one holds text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

# Ids of body containers; a trailing `*` stands for any ending (#vsb_content_2, #vsb_content_502).
EXACT_IDS = (
    "ucap-content",  # UCAP and www.gov.cn
    "vsb_content*",  # 博达 VSB
    "ivs_content",  # Shanghai
    "wenzhang-content",  # nfra.gov.cn
    "zoom",  # Hanweb, TRS
    "zoomcon",  # NFCMS
    "js_content",  # WeChat articles, where many columns link to
    "p-detail",  # xinhuanet
    "rwb_zw",  # people.cn
    "detail_content",
    "div_article_content",
    "news_content",
    "contentbox",
    "artibody",
)
EXACT_CLASSES = (
    "trs_editor",
    "trs_ueditor",
    "trs_editor_view",
    "trs_paper_default",
    "v_news_content",
    "article_content",  # Shanghai
    "vf_detail_content",  # ccgp.gov.cn
    "artile_zw",  # Hanweb, spelt so
    "wzzw-article",  # Hanweb jpaas
    "three_xilan_07",
    "zwxl-article",  # Chongqing
    "xl-zw-cons",
    "news_cont_d_wrap",  # NFCMS
    "rm_txt_con",  # people.cn
    "view_con",
    "wzcon",  # Lonsun
    "bt-article-y",
    "ewb-article-info",  # Epoint
    "ewb-info-content",
    "info-content",
    "article-con",
    "article_con",
    "articlecon",
    "conttext",
    "xxgk_content",
    "u-maintext",
)
EXACT_TAGS = ("ucapcontent",)
LOOSE_IDS = (
    "detail",
    "article",
    "content",
    "maincontent",
    "contenttext",
    "text",
    "articlecontent",
    "article_content",
    "endtext",
)
LOOSE_CLASSES = (
    "article-content",
    "article_content_mix",
    "pages_content",
    "main-txt",
    "main_txt",
    "news_content",
    "news-content",
    "detail-content",
    "detail_content",
    "article",
    "view",
    "content_txt",
    "con_text",
    "text-con",
    "txt_con",
    "article-body",
    "article_body",
    "articlebody",
    "post_text",
    "post_body",
    "content",
)

# Under eighty characters a container is an empty shell or a picture's caption (measured on 39 real pages).
LEAST_CHARACTERS = 80

# An inner container that holds this share of an outer one's text is the body without the outer one's frame.
_WHOLE_SHARE = 0.9

# A loose name around more links than this is the page's frame: a report has next to none.
_MENU_SHARE = 0.25
_LEAST_STRAY = 15
_TEXT_TAGS = frozenset(("p", "br", "span", "strong", "b", "font", "table", "o:p", "u", "center"))

_HAN = re.compile(r"[\u3400-\u9fff]")


def find_container(root: HtmlElement) -> HtmlElement | None:
    """Return the page's known body container with most Chinese text, or None where none holds eighty characters.

    Exact names go before loose ones. Among loose ones that enclose each other the innermost that still holds nine
    tenths of the text is taken: the outer ones add titles, share bars and menus.
    """
    exact = _most_text(_marked(root, EXACT_IDS, EXACT_CLASSES, EXACT_TAGS))
    if exact is not None:
        return exact
    loose = _innermost(_marked(root, LOOSE_IDS, LOOSE_CLASSES, ()))
    return loose if loose is not None and _linked_share(loose) <= _MENU_SHARE else None


def find_short_container(root: HtmlElement) -> HtmlElement | None:
    """Return the exact container of a page that says little: a notice of one line, a cover of an attachment."""
    return _most_text(_marked(root, EXACT_IDS, EXACT_CLASSES, EXACT_TAGS), least=1)


def known_containers(root: HtmlElement) -> list[HtmlElement]:
    """Return the page's known body containers, exact ones first, whatever they hold."""
    exact = _marked(root, EXACT_IDS, EXACT_CLASSES, EXACT_TAGS)
    return [*exact, *_marked(root, LOOSE_IDS, LOOSE_CLASSES, ())]


def adopt_strays(container: HtmlElement) -> None:
    """Move into a container what a stray </div> in the middle of the text has left outside it, and its twins.

    Text pasted from a word processor closes a `div` too many; the rest of the report then stands right behind the
    container, as paragraphs, tables and bare text. Some systems write one container for each part. Neighbours without
    one sentence stay where they are: they are credits and share bars.
    """
    strays = []
    for sibling in container.itersiblings():
        if sibling.tag not in _TEXT_TAGS and not _is_twin(container, sibling):
            break
        strays.append(sibling)
    texts = [container.tail or "", *(stray.text_content() + (stray.tail or "") for stray in strays)]
    if not any(len(_HAN.findall(text)) >= _LEAST_STRAY and "。" in text for text in texts):
        return
    bare = container.makeelement("p")
    bare.text, container.tail = container.tail, None
    container.append(bare)
    for stray in strays:
        container.append(stray)


def _is_twin(container: HtmlElement, other: HtmlElement) -> bool:
    name = (container.get("class") or "").strip()
    twin = bool(name) and other.tag == container.tag and (other.get("class") or "").strip() == name
    return twin and not set(name.lower().split()).isdisjoint(EXACT_CLASSES)


def _linked_share(element: HtmlElement) -> float:
    return sum(han_length(link) for link in element.iter("a")) / max(1, han_length(element))


def han_length(element: HtmlElement) -> int:
    """Return how many Chinese characters an element's text has."""
    return len(_HAN.findall(element.text_content()))


def _marked(
    root: HtmlElement, ids: tuple[str, ...], classes: tuple[str, ...], tags: tuple[str, ...]
) -> Iterator[HtmlElement]:
    prefixes = tuple(name[:-1] for name in ids if name.endswith("*"))
    for element in root.iter():
        identifier = (element.get("id") or "").strip().lower()
        named = identifier in ids or bool(prefixes and identifier.startswith(prefixes))
        words = (element.get("class") or "").lower().split()
        if named or element.tag in tags or not set(words).isdisjoint(classes):
            yield element


def _most_text(elements: Iterator[HtmlElement], least: int = LEAST_CHARACTERS) -> HtmlElement | None:
    sized = [(han_length(element), element) for element in elements]
    best = max(sized, key=lambda pair: pair[0], default=None)
    return best[1] if best and best[0] >= least else None


def _innermost(elements: Iterator[HtmlElement]) -> HtmlElement | None:
    sized = [(han_length(element), element) for element in elements]
    most = max((size for size, _ in sized), default=0)
    if most < LEAST_CHARACTERS:
        return None
    outer = next(element for size, element in sized if size == most)
    inside = [
        (size, e) for size, e in sized if size >= most * _WHOLE_SHARE and (e is outer or outer in e.iterancestors())
    ]
    return min(inside, key=lambda pair: pair[0])[1]
