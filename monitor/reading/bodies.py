"""Where a text names its body: title, opening, signature, page fields and first-person nouns; leaves Body values.

Nothing is decided here: `issuers` weighs what these places say.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from monitor.reading.layout import Layout, half_width
from monitor.reading.mentions import without_lead
from monitor.reading.places import Body, parse_body
from storage.titles import plain_title

OFFICES = frozenset("局厅委办院关队") | {"中心"}
PUBLISHERS = (
    "发布机构",
    "发布单位",
    "发布机关",
    "制发机构",
    "制发机关",
    "发文机关",
    "发文单位",
    "发文机构",
    "公开机构",
    "公开主体",
    "信息提供单位",
)
FIELDS = (*PUBLISHERS[:4], "信息来源", "来源", *PUBLISHERS[4:])
_LOST = "\ufffd"  # what decoding leaves where a page's bytes were cut
_BODY_ENDS = frozenset("府局厅委会处院心队室")
_LETTERHEAD = re.compile(
    r"^\s*(?P<name>[\u4e00-\u9fff]{4,30}(?:政府|局|厅|委员会|办公[室厅]|办事处|管委会))\s?文件\s*$", re.MULTILINE
)
_MEDIA = re.compile(r"融媒体|传媒|新闻|日报|晚报|电视|广播|报社|报业|客户端|公众号|宣传部|信息网|管理员|网信")
_SUBJECT = re.compile(
    r"(?:推进|加强|加快|全面|深入|履行)*(?:法[治制](?:[省市县区州镇乡]|街道)?政府|依法行政|法[治制](?:[\u4e00-\u9fff]{2,4})?建设|依法治)"
)
_CUTS = re.compile(
    r"关于(?:报送|印发|呈报|上报|公布|公开)?|(?:19|20)\d\d年?度?|[二][〇零○][\u4e00-\u9fff〇零○]{2}年度?|年度|推进|加强|加快|深入开展|开展|贯彻|落实|实施|履行|党政主要负责人|主要负责人|(?<=[局厅委院])(?:党[组委]书记|[局厅院]长|主任)|(?<=政府)[省市县区旗镇乡州]长|[(:)《》—\-]|的|在(?=全|[\u4e00-\u9fff]{0,10}会议)|,"
)
_WORK_REPORT = re.compile(r"(?<=[院会局厅府])工作(?:情况)?的?报告$")
LED_BY = re.compile(
    r"在[^。;\n]{0,90}?(?:领导|指导|支持|关心|监督|部署|帮助|重视|统筹)[^,。]{0,8}下[,]?|按照[^,。]{0,60}(?:要求|部署|安排)[,]?|根据[^,。]{0,80}(?:要求|规定|部署|精神|通知)[,]?"
)
_NAME = (
    r"(?P<name>[\u4e00-\u9fff]{1,24}?(?:人民政府|管委会|管理委员会|街道办事处|办事处|局|厅|委员会"
    r"|(?<=发改)委|(?<=健)委|(?<=改革)委|县|市|区|镇|乡|街道|省|自治州|自治区|旗))"
)
OPENING_BODY = re.compile(
    rf"(?:^|[\n。,;:])(?:20\d\d年(?:度|以来|来)?,?|今年以来,?|一年来,?|本年度,?|近年来,?)?{_NAME}"
    r"(?=作为|坚持|深入|认真|始终|全面|紧紧|紧扣|以习近平|以[\u4e00-\u9fff]|高度|严格|积极|按照|围绕|深刻|切实|持续|扎实|不断|牢固|聚焦|贯彻|落实|大力|法治政府|主动|立足|党委|党政|党组|党工委|推进|统筹|着力|各级|法治|,)"
)
ANNOUNCED_BODY = re.compile(rf"现(?:将|就|对|把){_NAME}(?=20\d\d年|本年度|年度|法治|推进|依法)")
_EXPLAINED_BY = re.compile(r"(?:解读|起草|编制)(?:机关|单位|部门|机构)[::]\s*(?P<name>[\u4e00-\u9fff]{3,30})")
_BYLINE = re.compile(  # 云岭市司法局 2023-04-03, under the title
    r"(?:[^\n]{0,60}\n)?[(]?(?P<name>[\u4e00-\u9fff]{2,28}(?:政府|局|厅|委员会|办公[室厅]|办事处|管委会|中心|医院|法院|检察院|海关|调查队|[总支大]队))[)]?"
    r"(?:\s*[(]?20\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?[^\n]{0,16})?\n"
)
_VOICE = re.compile(
    r"(我|全|本)(省|市|县|区|旗|州|镇|乡|街道|局|厅|委|街|开发区|管委会|新区|经开区|高新区|园区|师|中心"
    r"|办(?![理案结公法学好实事])|关(?![注于心系键联爱])|队(?!伍)|院(?!校))(?![级员托会员范生资])"
)
_PARTY_OF_OFFICE = re.compile(r"局(?:党组|党委|机关|班子|领导|主要|属|系统)|厅(?:党组|党委|机关|领导)|委(?:党组|机关)")


def bodies_named(
    layout: Layout, titles: Sequence[str | None], fields: Mapping[str, str], label: str | None
) -> list[tuple[Body, str]]:
    """Return the bodies in the order in which they are believed of a report, each with the evidence in Chinese."""
    named = [(body_of_title(_mended(title, fields) if title else None), "标题") for title in titles]
    lead = LED_BY.sub("", re.sub(r"《[^》]{0,80}》", "", layout.lead))
    named += [(_of_match(ANNOUNCED_BODY.search(lead)), "正文开头")]
    named += [(_of_match(match), "正文开头") for match in OPENING_BODY.finditer(lead[:500])]
    named += [(parse_body(layout.signature) if layout.signature else None, "落款")]
    named += [(parse_body(found["name"]), "解读机关") for found in _EXPLAINED_BY.finditer(layout.body)]
    byline = _BYLINE.match(layout.body[:160])
    named += [(parse_body(byline["name"]) if byline else _of_field(fields.get("署名")), "署名")]
    for key in FIELDS:
        named += [(_of_field(fields.get(key)), "发布机构" if key in PUBLISHERS else "来源")]
    named += [(_of_field(label), "来源")]
    return [(body, how) for body, how in named if body is not None]


def letterhead(text: str) -> list[tuple[Body, str]]:
    """Return the body whose red head opens a text (云岭县人民政府文件), with its evidence; empty where none does."""
    head = _LETTERHEAD.search(half_width(text[:200]))
    body = parse_body(head["name"]) if head else None
    return [(body, "文头")] if body and body.places else []


def _mended(title: str, fields: Mapping[str, str]) -> str:
    """Return a title whose lost signs (生\ufffd环境局) are filled in its body's name from a field that has it whole."""
    opening = re.match(r"[\u4e00-\u9fff\ufffd]{4,30}", title) if _LOST in title else None
    if opening is None:
        return title
    ends = [end for end in range(len(opening.group()), 3, -1) if title[end - 1] in _BODY_ENDS | {_LOST}]
    for end in ends:
        name = re.escape(title[:end]).replace(_LOST, r"[\u4e00-\u9fff]")
        found = next((match for words in fields.values() if (match := re.search(name, half_width(words)))), None)
        if found and found.group()[-1] in _BODY_ENDS:
            return found.group() + title[end:]
    return title


def body_of_title(title: str | None) -> Body | None:
    """Return the body that a title names, before its subject or behind it; None where it names none."""
    if not title:
        return None
    words = _WORK_REPORT.sub("", plain_title(title))
    inner = re.search(r"(?:印发|公布|公开|报送)《?([^》]*)》?", words)
    first = words.split("关于", 1)[0]
    if inner and inner.group(1) and re.search(r"办公[室厅]$|^$", first):
        words = inner.group(1)
    subject = _SUBJECT.search(words)
    before, after = (words[: subject.start()], words[subject.end() :]) if subject else (words, "")
    for piece in map(without_lead, (*_CUTS.split(before), *_CUTS.split(after)[1:])):
        body = parse_body(piece) if piece and len(piece) >= 2 else None
        if body and (body.places or body.relative or _is_central(body.name)):
            return body
    return None


def _is_central(name: str) -> bool:
    return (
        bool(re.match(r"中国|国家|国务院|[\u4e00-\u9fff]{2,8}部$|中央|海关|[\u4e00-\u9fff]{2,8}(?:总局|总署)$", name))
        or len(name) >= 4
    )


def _of_field(words: str | None) -> Body | None:
    """Return the body a page names as its publisher; newsrooms carry reports and issue none."""
    return None if not words or _MEDIA.search(words) else parse_body(half_width(words))


def _of_match(match: re.Match[str] | None) -> Body | None:
    if match is None:
        return None
    words = without_lead(re.sub(r"^[\u4e00-\u9fff]{0,2}年来?", "", match.group("name")))
    words = re.sub(r"^(?:我|全|本)(?=[省市县区镇乡街局])", "", words)
    body = parse_body(words)
    return body if body and (body.places or (body.relative and not body.is_government)) else None


def find_voice(layout: Layout) -> str | None:
    """Return the rank or office the text speaks as (我县 → 县, 我局 → 局); None where it does not speak of itself."""
    counted: Counter[str] = Counter()
    text = re.sub(r"《[^》]{0,60}》", "", layout.body)
    for who, what in _VOICE.findall(text):
        counted["街道" if what == "街" else what] += (
            {"我": 4, "本": 2, "全": 1}[who] if who != "全" or what not in OFFICES else 0
        )
    counted["局"] += 2 * len(_PARTY_OF_OFFICE.findall(text)) if counted["局"] or not counted else 0
    offices = [what for what in counted if what in OFFICES and counted[what] >= 4]
    own = [what for what, _ in ((what, who) for who, what in _VOICE.findall(text) if who == "我")]
    if offices and (not own or Counter(own).most_common(1)[0][0] in OFFICES):
        return max(offices, key=lambda what: counted[what])
    ranks = {what: weight for what, weight in counted.items() if weight}
    return max(ranks, key=lambda what: ranks[what]) if ranks else None
