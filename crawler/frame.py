"""What a page's frame says of whose site it is: takes the lines around the text and the <title>, leaves fields.

Owner, code and breadcrumb tell a township's county and a bureau's city where the text itself does not. They are
evidence and never truth: templates are copied from site to site with their tags.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_BREADCRUMB = re.compile(
    r"(?:您|你)?(?:(?:当前|现在|目前)的?(?:所在|所处)?的?|(?:所在|所处)的?|的)?位置(?:是|为)?\s*[:：]?\s*(?P<path>.*)"
    r"|(?P<bare>(?:网站|本站)?(?:首\s*页|主页)\s*(?:[>＞»›/／→\\]|&gt;).*)"
)
_STEP = re.compile(r"\s*(?:[>＞»›/／→\\|｜]+|&gt;|->|--?)\s*")
_BODY = r"[\u4e00-\u9fff]{3,30}?(?:人民政府|管理?委员?会|兵团|[局厅委]|街道办事处|办公[室厅]|市)"
_OWNER = re.compile(
    rf"(?P<label>主办(?:单位)?|承办(?:单位)?|版权所有|管理单位)\s*[:：]?\s*(?:©|\(C\))?\s*(?P<name>{_BODY})"
    r"(?=[\s|｜,，。;；&（(]|$|版权|主办|承办|网站|地址|联系|技术|政府)"
)
_OWNER_FIRST = re.compile(rf"(?P<name>{_BODY})\s*(?P<label>主办|版权所有)")
_CODE = re.compile(r"网站标识码\s*[:：]?\s*(?P<code>[0-9]{10}|bm[0-9]{8})", re.IGNORECASE)
_LONGEST_PATH = 120
_LAST_LINES = 25


def frame_fields(before: Iterable[str], after: Iterable[str], page_title: str) -> dict[str, str]:
    """Return the frame's own words: 位置, 主办单位, 承办单位, 版权所有, 网站标识码, 网页标题, where it prints them.

    `before` are the lines in front of the text, `after` those behind it; of these the last count, the page's foot.
    """
    found: dict[str, str] = {}
    if page_title:
        found["网页标题"] = page_title[:200]
    for line in before:
        if (path := _path(line)) and "位置" not in found:
            found["位置"] = path
    for line in list(after)[-_LAST_LINES:]:
        for owner in (*_OWNER.finditer(line), *_OWNER_FIRST.finditer(line)):
            label = owner["label"] if owner["label"].endswith(("单位", "所有")) else f"{owner['label']}单位"
            found.setdefault(label, owner["name"])
        if code := _CODE.search(line):
            found.setdefault("网站标识码", code["code"])
    return found


def _path(line: str) -> str | None:
    match = _BREADCRUMB.match(line.strip())
    if not match or len(line) > _LONGEST_PATH or "。" in line:
        return None
    steps = [step for step in _STEP.split(match["path"] or match["bare"] or "") if step]
    return " > ".join(steps) if len(steps) > 1 else None
