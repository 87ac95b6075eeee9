"""Who reports: weighs title, opening, signature, page fields and first-person nouns, then asks the declared source.

The body that reports is not the office that drafted: a 司法局 that signs a text which says 我县 throughout has drafted
the county's report. Where the text is silent or agrees the source's agency stands; where it names another place the
text wins, and its code is not guessed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

from monitor.reading.declared import Issuer, set_against_source
from monitor.reading.layout import Layout, half_width
from monitor.reading.places import LEADING_VERBS, Body, parse_body, places_named, rank_of, split_places
from monitor.reading.seats import find_seat
from storage.model import Region, Source
from storage.titles import plain_title
from storage.vocabulary import Level


@dataclass(frozen=True)
class _Told:
    """What the text itself says of its body: `how` is the evidence in Chinese words."""

    body: Body | None
    how: str = ""
    doubts: tuple[str, ...] = ()


_SUBJECT = re.compile(
    r"(?:推进|加强|加快|全面|深入|履行)*(?:法[治制](?:[省市县区州镇乡]|街道)?政府|依法行政|法[治制](?:[\u4e00-\u9fff]{2,4})?建设|依法治)"
)
_CUTS = re.compile(
    r"关于(?:报送|印发|呈报|上报|公布|公开)?|(?:19|20)\d\d年?度?|[二][〇零○][\u4e00-\u9fff〇零○]{2}年度?|年度|推进|加强|加快|深入开展|开展|贯彻|落实|实施|履行|党政主要负责人|主要负责人|[(:)《》—\-]|的|在(?=全|[\u4e00-\u9fff]{0,10}会议)|,"
)
_LED_BY = re.compile(
    r"在[^。;\n]{0,90}?(?:领导|指导|支持|关心|监督|部署|帮助|重视|统筹)[^,。]{0,8}下[,]?|按照[^,。]{0,60}(?:要求|部署|安排)[,]?|根据[^,。]{0,80}(?:要求|规定|部署|精神|通知)[,]?"
)
_NAME = (
    r"(?P<name>[\u4e00-\u9fff]{1,24}?(?:人民政府|管委会|管理委员会|街道办事处|办事处|局|厅|委员会"
    r"|(?<=发改)委|(?<=健)委|(?<=改革)委|县|市|区|镇|乡|街道|省|自治州|自治区|旗))"
)
_OPENING_BODY = re.compile(
    rf"(?:^|[\n。,;:])(?:20\d\d年(?:度|以来|来)?,?|今年以来,?|一年来,?|本年度,?|近年来,?)?{_NAME}"
    r"(?=坚持|深入|认真|始终|全面|紧紧|紧扣|以习近平|以[\u4e00-\u9fff]|高度|严格|积极|按照|围绕|深刻|切实|持续|扎实|不断|牢固|聚焦|贯彻|落实|大力|法治政府|主动|立足|党委|党政|党组|党工委|推进|统筹|着力|各级|法治|,)"
)
_ANNOUNCED_BODY = re.compile(rf"现(?:将|就|对|把){_NAME}(?=20\d\d年|本年度|年度|法治|推进|依法)")
_VOICE = re.compile(r"(我|全|本)(省|市|县|区|旗|州|镇|乡|街道|局|厅|委|街|开发区|管委会|新区)(?![级员托会员])")
_PARTY_OF_OFFICE = re.compile(r"局(?:党组|党委|机关|班子|领导|主要|属|系统)|厅(?:党组|党委|机关|领导)|委(?:党组|机关)")
_DRAFTER = re.compile(r"司法[局所厅]|办公[室厅]$|法制办|依法治")
_ANONYMOUS = re.compile(r"(?<![A-Za-z])[xX×*某○〇]{1,3}(?=[省市州县区旗镇乡局街])")
_FIELDS = ("发布机构", "发布单位", "制发机构", "信息来源", "来源", "发文机关", "公开主体")
_OFFICES = frozenset("局厅委办院")


def find_issuer(
    layout: Layout, title: str | None, fields: Mapping[str, str], source: Source | None, label: str | None
) -> Issuer:
    """Return who reports; `title` is the document's headline, `label` the page's 来源 line.

    The region of a department is the place of the government it belongs to; its code is the source's where both agree.
    """
    voice = find_voice(layout)
    told = _from_text(layout, title, fields, label, voice)
    told = _with_place(told, layout, voice, fields, label)
    anonymous = bool(_ANONYMOUS.search((title or "") + layout.lead))
    if source is not None and source.agency:
        issuer = set_against_source(told.body, source, source.agency, layout.body, anonymous)
        issuer = _with_code(issuer, told.body, layout, (fields, title, label))
    else:
        issuer = _alone(told, layout, anonymous, source, (fields, title, label))
    return replace(issuer, doubts=tuple(dict.fromkeys((*told.doubts, *issuer.doubts))))


def find_voice(layout: Layout) -> str | None:
    """Return the rank or office the text speaks as (我县 → 县, 我局 → 局); None where it does not speak of itself."""
    counted: Counter[str] = Counter()
    text = re.sub(r"《[^》]{0,60}》", "", layout.body)
    for who, what in _VOICE.findall(text):
        counted["街道" if what == "街" else what] += {"我": 4, "本": 2, "全": 1}[who]
    counted["局"] += 2 * len(_PARTY_OF_OFFICE.findall(text)) if counted["局"] or not counted else 0
    offices = [what for what in counted if what in _OFFICES and counted[what] >= 4]
    own = [what for what, _ in ((what, who) for who, what in _VOICE.findall(text) if who == "我")]
    if offices and (not own or Counter(own).most_common(1)[0][0] in _OFFICES):
        return max(offices, key=lambda what: counted[what])
    ranks = {what: weight for what, weight in counted.items() if weight}
    return max(ranks, key=lambda what: ranks[what]) if ranks else None


def _from_text(
    layout: Layout, title: str | None, fields: Mapping[str, str], label: str | None, voice: str | None
) -> _Told:
    named = [(_of_title(title), "标题"), (_of_title(layout.title), "标题")]
    lead = _LED_BY.sub("", re.sub(r"《[^》]{0,80}》", "", layout.lead))
    named += [(_of_match(_ANNOUNCED_BODY.search(lead)), "正文开头")]
    named += [(_of_match(match), "正文开头") for match in _OPENING_BODY.finditer(lead[:500])]
    named += [(parse_body(layout.signature) if layout.signature else None, "落款")]
    named += [(parse_body(half_width(fields[key])), "发布机构") for key in _FIELDS if fields.get(key)]
    named += [(parse_body(half_width(label)) if label else None, "来源")]
    relative = None
    for body, how in named:
        if body is None or (how != "标题" and not _fits(body, voice)):
            continue
        if body.places or (how == "标题" and not body.relative):
            return _told(body, how, voice, relative)
        relative = relative or _Told(body, how)
    drafted = next((body for body, how in named if body and body.places and how in {"落款", "发布机构", "来源"}), None)
    if drafted and relative is None and drafted.rank == voice and _DRAFTER.search(drafted.organ):
        whole = parse_body("".join(drafted.places))
        return _Told(
            whole,
            "落款",
            (f"落款或发布机构是{drafted.name},正文以“我{voice}”自称,发布机关认定为{whole.name if whole else voice}。",),
        )
    return relative or _Told(None)


def _told(body: Body, how: str, voice: str | None, relative: _Told | None) -> _Told:
    """Let a relative name of the title (区应急管理局) outrank a full name elsewhere unless both are one office."""
    if relative and relative.body and not _abbreviates(relative.body.organ, body.organ):
        place = body.places[: _depth(body, relative.body.relative)]
        if place:
            return _Told(parse_body("".join(place) + _organ_words(relative.body)), relative.how)
        return relative
    doubts: tuple[str, ...] = ()
    if how == "标题" and voice in _OFFICES and body.is_government and not body.organ.endswith(voice):
        doubts = (f"标题写{body.name},正文却以“我{voice}”自称,请核对发布机关。",)
    return _Told(body, how, doubts)


def _abbreviates(short: str, full: str) -> bool:
    """Tell whether the signs of a short name stand in order in the full one: 发展改革委, 发展和改革委员会."""
    rest = iter(full)
    return all(sign in rest for sign in short)


def _organ_words(relative: Body) -> str:
    return relative.organ if not relative.is_government else "人民政府"


def _depth(body: Body, rank: str | None) -> int:
    ranks = [rank_of(place) for place in body.places]
    return ranks.index(rank) + 1 if rank in ranks else 0


def _of_title(title: str | None) -> Body | None:
    if not title:
        return None
    words = plain_title(title)
    inner = re.search(r"(?:印发|公布|公开|报送)《?([^》]*)》?", words)
    first = words.split("关于", 1)[0]
    if inner and inner.group(1) and re.search(r"办公[室厅]$|^$", first):
        words = inner.group(1)
    subject = _SUBJECT.search(words)
    before, after = (words[: subject.start()], words[subject.end() :]) if subject else (words, "")
    for piece in (*_CUTS.split(before), *_CUTS.split(after)[1:]):
        body = parse_body(piece) if piece and len(piece) >= 2 else None
        if body and (body.places or body.relative or _is_central(body.name)):
            return body
    return None


def _is_central(name: str) -> bool:
    return (
        bool(re.match(r"中国|国家|国务院|[\u4e00-\u9fff]{2,8}部$|中央|海关|[\u4e00-\u9fff]{2,8}(?:总局|总署)$", name))
        or len(name) >= 4
    )


def _of_match(match: re.Match[str] | None) -> Body | None:
    if match is None:
        return None
    words = LEADING_VERBS.sub("", re.sub(r"^[\u4e00-\u9fff]{0,2}年来?", "", match.group("name")))
    words = re.sub(r"^(?:我|全|本)(?=[省市县区镇乡街局])", "", words)
    body = parse_body(words)
    return body if body and (body.places or (body.relative and not body.is_government)) else None


def _fits(body: Body, voice: str | None) -> bool:
    """Whether a body speaks as the text does: a bureau's name does not fit a text that says 我县."""
    if voice is None:
        return True
    if body.is_government:
        rank = body.rank or ""
        same = {
            rank,
            "区" if rank.endswith("区") else rank,
            "州" if rank == "自治州" else rank,
            "乡" if rank == "民族乡" else rank,
        }
        if rank == "自治县":
            same.add("县")
        return voice in same or (voice in {"管委会", "开发区", "新区"} and rank.endswith("区"))
    return (voice in _OFFICES and body.organ[-1:] in _OFFICES | {"会"}) or (
        voice not in _OFFICES and not _DRAFTER.search(body.organ) and body.rank == voice
    )


def _with_place(told: _Told, layout: Layout, voice: str | None, fields: Mapping[str, str], label: str | None) -> _Told:
    """Complete a relative name, or a voice alone, by the place that the text names most often."""
    body = told.body
    if body is not None and (body.places or not body.relative):
        return told
    rank = body.relative if body and body.relative else _rank_of_voice(layout, voice)
    if rank is None or rank == "局":
        return told
    named: Counter[str] = Counter()
    for sign in ("自治州",) if rank == "州" else (rank,):
        named += places_named(layout.body, sign)
    for words in (*(fields.get(key, "") for key in _FIELDS), label or "", fields.get("sitename", "")):
        for place in split_places(half_width(words))[0]:
            named[place] += 2 if rank_of(place) == rank else 0
    best = [place for place, weight in (+named).most_common(2) if weight == max(named.values())]
    organ = body.organ if body and not body.is_government else ""
    if len(best) == 1 and named[best[0]] >= 2 and (organ or voice not in _OFFICES):
        whole = parse_body(best[0] + organ)
        return _Told(whole, "正文地名", (*told.doubts, f"发布机关由正文中的地名“{best[0]}”推定。")) if whole else told
    if len(best) == 1 and voice in _OFFICES and named[best[0]] >= 2:
        return _Told(Body("", (best[0],), voice), "正文地名", told.doubts)
    if len(best) > 1:
        return replace(told, doubts=(*told.doubts, f"正文提到“{best[0]}”“{best[1]}”等地,无法确定发布机关属于哪里。"))
    return told


def _rank_of_voice(layout: Layout, voice: str | None) -> str | None:
    if voice and voice not in _OFFICES:
        return voice
    counted = Counter(re.findall(r"[全我](省|市|县|区|旗|州)(?![级])", layout.body))
    counted.update(re.findall(r"(?<![\u4e00-\u9fff])(市|县|区)(?:委|政府|人民政府)", layout.body))
    return counted.most_common(1)[0][0] if counted else None


def _alone(
    told: _Told,
    layout: Layout,
    anonymous: bool,
    source: Source | None,
    page: tuple[Mapping[str, str], str | None, str | None],
) -> Issuer:
    """Return the issuer by the text alone; `page` is its fields, headline and 来源 line."""
    body = told.body
    if body is None:
        return Issuer(None, None, source.level if source else None, (_nameless(anonymous),))
    if not body.places:
        if body.is_government and body.relative:
            return Issuer(None, None, source.level if source else None, (_nameless(anonymous),))
        level = Level.DEPARTMENT if not body.is_government else None
        doubts = (f"只写“{body.name}”,没有写明属于哪里。",) if body.relative else ()
        return Issuer(body.name, None, (source.level if source else None) or level, doubts)
    seat = find_seat(body, layout, *page)
    if source and source.region and source.level is seat.level:
        seat = replace(seat, region=Region(seat.region.name, source.region), doubts=())
    if not body.name:
        return Issuer(None, seat.region, Level.DEPARTMENT, (f"只知道是{body.place}的部门,没有写明名称。",))
    return Issuer(body.name, seat.region, seat.level, seat.doubts)


def _with_code(
    issuer: Issuer, body: Body | None, layout: Layout, page: tuple[Mapping[str, str], str | None, str | None]
) -> Issuer:
    """Complete the region of a text that names another place than its source by the table of divisions."""
    if body is None or issuer.region is None or issuer.region.code or body.place != issuer.region.name:
        return issuer
    seat = find_seat(body, layout, *page)
    return replace(issuer, region=seat.region, doubts=(*issuer.doubts, *seat.doubts))


def _nameless(anonymous: bool) -> str:
    return "正文隐去了地名,无法认定发布机关。" if anonymous else "正文没有写明发布机关。"
