"""Places that running text mentions: takes text and a rank, leaves the names counted by how sure they are.

A name in running text has no mark at its start, so it counts only at a boundary: a pause, or a word that stands before
places (在, 纳入, 法治).
"""

from __future__ import annotations

import re
from collections import Counter

from monitor.reading.cutting import GENERIC, rank_of, split_places
from monitor.reading.divisions import is_held, of_stem

STOP = "全我本各该每某级的了是有把将等被让个于为由向使从到至其此这那并就按据经与及或以"
_LEADS = (
    "信用",
    "法治",
    "平安",
    "数字",
    "智慧",
    "美丽",
    "中共",
    "共建",
    "在",
    "对",
    "由",
    "经",
    "向",
    "为",
    "与",
    "和",
    "及",
    "推动",
    "推进",
    "建设",
    "打造",
    "根据",
    "按照",
    "印发",
    "制定",
    "出台",
    "落实",
    "发布",
    "实施",
    "召开",
    "成立",
    "修订",
    "通过",
    "指导",
    "结合",
    "全国",
    "纳入",
    "确保",
    "提升",
    "以来",
    "年度",
)
_BOUNDARY = r"(?:(?<=[\s,。;:、!?《》“”\"'()\d])|^|(?<=年)|(?<=日)|" + "|".join(f"(?<={lead})" for lead in _LEADS) + ")"

_PRAISED = re.compile(  # 为建设法治云岭、平安云岭而奋斗
    r"(?:法治|平安|信用|诚信|清廉|数字|美丽|幸福)([\u4e00-\u9fff]{2,4})(?=[\u4e00-\u9fff]{0,2}(?:建设|[,。、;!”]|$))"
)

_OURS = re.compile(r"咱们?([\u4e00-\u9fff]{2,4}?)(?=[的人这,。、]|老百姓|干部)")  # 咱们云岭的法治政府建设

LEADING_VERBS = re.compile(  # words that stand before a place without a pause: 纳入云岭县…, 在云岭县…
    r"^(?:纳入|接受|报告|完成|召开|组织|推动|推进|配合|提请|报请|报送|上报|提交|列入|融入|成立|建立|联合|会同|邀请|协助|参加|参与|落实|贯彻|围绕|全面|被评为|荣获|作为|成为|入选|带动|加快|助力|来到|深入|前往|支持|服务|覆盖|位于|辖区|现将|办理|受理|审理|处理|答复|配合|经过|依托|通过|[在对由及把将年度使让])+"
)


def without_lead(words: str) -> str:
    """Return words without the verbs before a place's name; 将乐县 and 让胡路区 begin with none."""
    lead = LEADING_VERBS.match(words)
    for start in range(lead.end() if lead else 0):
        places, _ = split_places(words[start:])
        if places and is_held(places[0]):
            return words[start:]
    return words[lead.end() :] if lead else words


def places_named(text: str, rank: str) -> Counter[str]:
    """Count, with weights, the places of one rank that a text names; a name must begin at a sure boundary.

    A name before 人民政府 or 委 weighs three, one that opens a law's title or follows 信用 or 法治 two, any other one.
    """
    found: Counter[str] = Counter()
    # Looked at from each boundary anew: in 新市街道在河东区委 the name stands behind a boundary inside the first match.
    pattern = re.compile(rf"{_BOUNDARY}(?=([\u4e00-\u9fff]{{1,11}}?{rank})(?!域|场|容|长|级|民|委员会议))")
    ends: set[int] = set()
    for match in pattern.finditer(text):
        if match.end(1) in ends:
            continue
        named_after = re.match(r"信用|法治|平安|数字|智慧|美丽", match.group(1))
        name = without_lead(match.group(1)[named_after.end() if named_after else 0 :])
        places, rest = split_places(name)
        if (
            rest
            or not places
            or (not is_held(places[-1]) and any(sign in STOP for sign in places[-1]))
            or rank_of(places[-1]) != rank
        ):
            continue
        if (LEADING_VERBS.match(places[-1]) and not is_held(places[-1])) or (
            len(places[-1]) > 5 and not re.search(r"自治|民族|新区|开发区", places[-1])
        ):
            continue
        if GENERIC.search(places[-1]) or re.search(r"[委党政]", places[-1]):
            continue
        before, after = text[max(0, match.start() - 2) : match.start()], text[match.end(1) : match.end(1) + 4]
        sure = named_after or before.endswith("《") or before in {"信用", "法治"}
        strong = 3 if re.match(r"人民政府|委[,、 ]|委县|委区|委市", after) else 2 if sure else 1
        ends.add(match.end(1))
        found[places[-1]] += strong * (2 if is_held(places[-1]) else 1)
    return found


def places_praised(text: str, rank: str, above: str) -> Counter[str]:
    """Count places that the text names without their rank (法治云岭, 平安云岭), if the table holds them at this rank.

    `above` is all the text: where several places bear the name, one counts whose upper place the text names too.
    """
    found: Counter[str] = Counter()
    for match in (*_PRAISED.finditer(text), *_OURS.finditer(text)):
        rows = [
            row
            for length in range(len(match.group(1)), 1, -1)
            for row in of_stem(match.group(1)[:length])
            if (rank_of(row.name) or "").removeprefix("自治") == rank
        ]
        if len(rows) > 1:
            rows = [row for row in rows if any(name[:2] in above for name in row.above)]
        if len({row.name for row in rows}) == 1:
            found[rows[0].name] += 2
    return found
