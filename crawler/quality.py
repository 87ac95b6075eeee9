"""What an answer is: takes status, headers, text and addresses, leaves a verdict with its reason in one line.

Success is positive: real text must be there. A page without challenge words is not yet a page: protection systems empty
the body, portals answer 200 with an error text, and a shell that only a script fills has no text either. A refusal is
never taken for a removal.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from crawler.canonical import is_home, page_identity
from crawler.pictures import body_pictures
from storage.vocabulary import Verdict
from storage.warc import Exchange

# A page shorter than this in Chinese characters outside links says nothing; the shortest covering notice has more.
LEAST_CHARACTERS = 30
REAL_TEXT = "real text"
# With this much text a page is a page, whatever its scripts contain (protected portals keep theirs in good pages too).
ENOUGH_CHARACTERS = 200
SEARCHED_CHARACTERS = 2_000_000
CJK = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")
ATTACHMENT_TYPES = re.compile(
    r"^(?:application/(?:pdf|msword|vnd\.|zip|x-rar|rar$|octet-stream|x-zip|x-7z|x-compressed|ofd|wps|kswps|x-msdownload)"
    r"|(?:application|text)/(?:x-)?rtf|image/|audio/|video/)"
)
ATTACHMENT_NAMES = re.compile(r"\.(?:pdf|docx?|wps|ofd|xlsx?|zip|rar|7z|ceb|et|pptx?|rtf)$", re.IGNORECASE)
ATTACHMENT_LINK = re.compile(
    r"href\s*=\s*[\"']?[^\"'>\s]{1,500}\.(?:pdf|docx?|wps|ofd|xlsx?|ceb|zip|rar|7z|rtf)\b", re.IGNORECASE
)
SIGNATURES = (b"%PDF", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"Rar!", b"7z\xbc\xaf", b"{\\rtf")
# Systems that ask for a browser first, by what they leave in the page.
CHALLENGES: tuple[tuple[str, str], ...] = (
    (r"\$_ts\s*[=.]|\$_ts\b.{0,40}\bnsd\b", "瑞数 script"),
    (r"acw_sc__v2", "acw_sc__v2 cookie script"),
    (r"__jsl_clearance|__jsluid", "加速乐 cookie script"),
    (r"wzws-waf|wzws_sessionid|WZWS_", "WZWS script"),
    (r"C3VK", "C3VK cookie script"),
    (r"cf-chl|Just a moment\.\.\.", "Cloudflare challenge"),
    (
        r"(?i)please\s+enable\s+javascript|enable javascript and cookies|请(?:启用|开启)\s*(?:浏览器的?)?\s*javascript",
        "asks for JavaScript",
    ),
    (r"(?:安全|人机|访问|身份|滑动)验证|请完成(?:以下|下方)?验证|请输入验证码", "asks for a check by hand"),
)
REFUSALS = re.compile(
    r"(?:访问|请求)(?:已?被|行为被|遭到)?(?:拦截|阻断|拒绝|禁止|限制)|创宇盾|云盾|网站防火墙|Web应用防火墙"
    r"|不在允许的(?:地区|区域)|访问(?:过于|太)频繁|Access Denied|Request Blocked",
    re.IGNORECASE,
)
GONE_TITLE = re.compile(
    r"404|页面(?:不存在|未找到|没有?找到)|找不到(?:该)?(?:页面|网页|文件)|not\s+found|错误页面|出错了", re.IGNORECASE
)
GONE_TEXT = re.compile(
    r"(?:您|你)?(?:所?要?(?:访问|浏览|查看|请求|查找)的)?(?:页面|网页|文件|文章|内容|信息|资源|链接)[^。，,]{0,8}?"
    r"(?:不存在|已(?:经)?(?:被)?(?:删除|移除|撤销|下线|失效)|未找到|没有找到|找不到了?)"
    r"|(?:找不到|无法找到|没有找到|未找到)[^。，,]{0,12}?(?:页面|网页|文件|资源|地址|内容)|404\s*not\s*found|错误代码\s*[:：]?\s*404",
    re.IGNORECASE,
)
ERROR_ADDRESS = re.compile(r"/(?:40[34]|error|notfound|404error|nopage)[^/]*$", re.IGNORECASE)


@dataclass(frozen=True)
class Answer:
    """One answer: what was asked, where it came from at last, and what it held; header names in lower case.

    `exchange` is how it was asked for, for the archive; None where the held bytes stand for an answer.
    """

    asked: str
    final: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    text: str
    exchange: Exchange | None = None


@dataclass(frozen=True)
class Judgement:
    """A verdict and why, in one line of English."""

    verdict: Verdict
    reason: str


def judge_answer(answer: Answer) -> Judgement:
    """Return what an answer is; only a `PAGE` is worth reading, only MISSING and SOFT_MISSING speak of removal."""
    for rule in (_by_status, _as_attachment, _as_redirect, _as_text):
        if judgement := rule(answer):
            return judgement
    return Judgement(Verdict.PAGE, REAL_TEXT)


def judge_article(answer: Answer) -> Judgement:
    """Return what an answer is where an article is expected: its text may be pictures, told when it is read."""
    judgement = judge_answer(answer)
    if judgement.verdict is Verdict.EMPTY and (pictures := body_pictures(answer.text)):
        return Judgement(Verdict.PAGE, f"{len(pictures)} pictures in the place of text")
    return judgement


def judge_file(answer: Answer) -> Judgement:
    """Return what an answer is that a link promised to be a file; a web page in its place is none.

    Word's own web pages come under the name and type of a .doc, and are one.
    """
    judgement = judge_answer(answer)
    if judgement.verdict is not Verdict.PAGE:
        return judgement
    kind, sent = answer.headers.get("content-type", "").lower(), answer.headers.get("content-disposition", "").lower()
    if "attachment" in sent or ATTACHMENT_TYPES.match(kind) or kind.startswith("text/plain"):
        return Judgement(Verdict.ATTACHMENT, f"a file of type {kind[:80]}")
    return Judgement(Verdict.EMPTY, "a web page came in place of a file")


def named_trouble(answer: Answer) -> Judgement | None:
    """Return what a page that is not the expected one says of itself, however long it is: a challenge, a refusal."""
    if mark := _challenge_in(answer):
        return Judgement(Verdict.CHALLENGE, f"status {answer.status} with a challenge page: {mark}")
    if refused := REFUSALS.search(f"{_title_of(answer.text)}\n{spoken_text(answer.text)}"):
        return Judgement(Verdict.REFUSED, f"status {answer.status} with a refusal: {refused.group()[:40]}")
    return None


def is_attachment(headers: Mapping[str, str], url: str, body: bytes) -> bool:
    """Tell whether an answer is a file rather than a page, by its type, its first bytes or its name."""
    kind = headers.get("content-type", "").lower()
    if body[:8].startswith(SIGNATURES):
        return True
    if (
        "html" in kind
        or kind.startswith("text/")
        or re.search(rb"(?i)<(?:!doctype\s+html|html|head|body)\b", body[:1000])
    ):
        return False
    sent = headers.get("content-disposition", "").lower().startswith("attachment")
    return bool(sent or ATTACHMENT_TYPES.match(kind) or ATTACHMENT_NAMES.search(urlsplit(url).path))


def is_sent_home(answer: Answer) -> bool:
    """Tell whether a page's address led to the site's front page."""
    moved = page_identity(answer.asked) != page_identity(answer.final)
    return moved and is_home(answer.final) and not is_home(answer.asked)


def spoken_text(html: str) -> str:
    """Return what a page says outside its links, scripts and comments, roughly; linear in the page's length."""
    text = _without(html[:SEARCHED_CHARACTERS], "<!--", "-->")
    for name in ("script", "style", "noscript", "template", "title", "a"):
        text = _without_element(text, name)
    return " ".join(re.sub(r"<[^>]*>?", " ", text).split())


def _by_status(answer: Answer) -> Judgement | None:
    status = answer.status
    mark = _challenge_in(answer)
    if status in (412, 521) or (status >= 400 and mark):
        return Judgement(Verdict.CHALLENGE, f"status {status} with {mark or 'a challenge'}")
    if status in (404, 410):
        return Judgement(Verdict.MISSING, f"status {status}")
    if 400 <= status < 500:
        return Judgement(Verdict.REFUSED, f"status {status}: the portal refuses")
    if status >= 500:
        return Judgement(Verdict.SERVER_ERROR, f"status {status}: the portal is in trouble")
    if not 200 <= status < 300:
        return Judgement(Verdict.SERVER_ERROR, f"status {status} leads nowhere")
    return None


def _as_attachment(answer: Answer) -> Judgement | None:
    if answer.body and is_attachment(answer.headers, answer.final, answer.body):
        return Judgement(Verdict.ATTACHMENT, f"a file of type {answer.headers.get('content-type', 'unknown')[:80]}")
    return None


def _as_redirect(answer: Answer) -> Judgement | None:
    if page_identity(answer.asked) == page_identity(answer.final):
        return None
    if is_sent_home(answer):
        return Judgement(Verdict.SOFT_MISSING, f"sent on to the front page {answer.final}")
    if ERROR_ADDRESS.search(urlsplit(answer.final).path):
        return Judgement(Verdict.SOFT_MISSING, f"sent on to an error page {answer.final}")
    return None


def _as_text(answer: Answer) -> Judgement | None:
    spoken = spoken_text(answer.text)
    characters = len(CJK.findall(spoken))
    if characters >= ENOUGH_CHARACTERS:
        return None
    if mark := _challenge_in(answer):
        return Judgement(Verdict.CHALLENGE, f"status {answer.status} with a challenge page: {mark}")
    if refused := REFUSALS.search(spoken):
        return Judgement(Verdict.REFUSED, f"status {answer.status} with a refusal: {refused.group()[:40]}")
    if gone := GONE_TITLE.search(_title_of(answer.text)) or GONE_TEXT.search(spoken):
        return Judgement(Verdict.SOFT_MISSING, f"status {answer.status} with an error text: {gone.group()[:40]}")
    if characters >= LEAST_CHARACTERS or ATTACHMENT_LINK.search(answer.text[:SEARCHED_CHARACTERS]):
        return None
    return Judgement(Verdict.EMPTY, f"no real text: {characters} Chinese characters in {len(answer.body)} bytes")


def _challenge_in(answer: Answer) -> str:
    if "x-via-jsl" in answer.headers and answer.status != 200:
        return "加速乐 header"
    head = answer.text[:200_000]
    for pattern, name in CHALLENGES:
        if re.search(pattern, head):
            return name
    early = answer.text[:4000]
    if "document.cookie" in early and len(CJK.findall(spoken_text(answer.text))) < LEAST_CHARACTERS:
        return "a script that sets a cookie before any text"
    return ""


def _title_of(html: str) -> str:
    found = re.search(r"<title[^<>]*>([^<]{0,300})", html[:SEARCHED_CHARACTERS], re.IGNORECASE)
    return found[1] if found else ""


def _without(text: str, start: str, end: str) -> str:
    kept, place = [], 0
    while (begin := text.find(start, place)) >= 0:
        kept.append(text[place:begin])
        stop = text.find(end, begin)
        if stop < 0:
            return "".join(kept)
        place = stop + len(end)
    kept.append(text[place:])
    return "".join(kept)


def _without_element(text: str, name: str) -> str:
    # A tag ends at the next "<" too: with [^>]* a page of unclosed tags took 200 s, its length squared.
    opening = re.compile(r"<a\b[^<>]*\bhref[^<>]*>" if name == "a" else rf"<{name}\b[^<>]*>", re.IGNORECASE)
    closing = re.compile(rf"</{name}\s*>", re.IGNORECASE)
    kept, place = [], 0
    while found := opening.search(text, place):
        kept.append(text[place : found.start()])
        stop = closing.search(text, found.end())
        if stop is None:
            place = found.end() if name == "a" else len(text)
            break
        place = stop.end()
    kept.append(text[place:])
    return "".join(kept)
