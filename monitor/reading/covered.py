"""All of them, told without a number (全覆盖, 人人持证, 均配备); takes a clause, leaves full rates."""

from __future__ import annotations

import re
from dataclasses import replace

from monitor.reading.phrases import clean, take_apart, tidy
from monitor.reading.stated import NO_RESULT, Implied, implied, own

_FULL = re.compile(r"(?P<mark>全覆盖)")
# 备案及时率、合格率双百: each of the rates is full.
_BOTH_FULL = re.compile(
    r"(?P<rates>[^,;:。\d]{2,12}率(?:、|和)[^,;:。\d、]{2,12}率)(?:均|都|实现|保持|达到?|为)*(?P<mark>双百)"
)
# 执法人员人人持证, 班子成员全员参加述法: all of them, told without a number.
_ALL = re.compile(
    r"^(?!开展|组织|实施|进行)(?P<who>[^,;:。\d]{2,20}?)(?:已|均|都|基本)?(?:实现|做到)?(?P<mark>人人|全员|个个)(?P<what>持证上岗|持证|参训|参学|参考|过关|合格|达标|签约|知晓|述法|轮训)(?:上岗)?$"
)
# 16个村均配备法律顾问: told of all of them.
_EACH_HAS = re.compile(
    r"^(?:全[省市县区州镇乡])?(?:\d+(?:余|多)?个)?(?P<who>[^,;:。\d]{1,14}?)(?P<mark>(?:均|全部|都)(?:已|依法|按要求)*(?:配备|聘请|聘用|选聘|落实|配有|聘有|设立|建立|设有|建有|派驻)了?)(?:\d+[名个])?(?P<thing>[^,;:。\d]{3,12})$"
)
# What every place of a kind has, so that several named together are several coverages: 村(社区)法律顾问、调解委员会.
_HELD = (
    r"[^、和及与\d]{0,12}?(?:法律顾问(?!助)|委员会|调解组织|服务(?:站|中心|点|室|工作室)|工作(?:站|室|点)|联系点|执法(?:大?队|记录仪)|司法所|"
    r"网格员|调解员|法律明白人|警务室|公职律师|调委会|检察官|宣传栏|公示栏|自助机|村规民约|广场|公园|图书角|书屋|阵地)"
)
_SEVERAL_HELD = re.compile(
    rf"(?P<where>[^、和及与]*(?:\([^()]*\)|村|社区|乡镇|镇街|街道|部门|单位|学校|企业|机关|团场|连队|县区|园区)\)?)?(?P<things>{_HELD}(?:[、和及与]{_HELD})+)$"
)
_LONGEST = 60
_NO_RESULT_BEFORE = re.compile(
    r"推进|推动|力争|确保|要求|逐步|着力|争取|落实[^,]{0,12}$|目标|加快|探索|努力|持续|围绕|健全|完善|按照|坚持|旨在"
)
_NO_RESULT_AFTER = re.compile(
    r"(?:的)?(?:要求|培训|工作|目标|检查|监管|行动|任务|原则|机制|模式|宣传|排查|轮训|督察|督查|部署|格局|抽查|审计|管理|体系|巡查|服务|走访|评查|普法)"
)


def find_covered(clause: re.Match[str], head: str) -> list[Implied]:
    """Return the hundred per cents of a clause; `head` is what the sentence is about."""
    every = _all(clause, head)
    return ([every] if every else _each_has(clause)) + _full(clause, head)


def _all(clause: re.Match[str], head: str) -> Implied | None:
    words = clause.group()
    match = _ALL.search(words)
    if (
        not match
        or re.search(r"\d", words)
        or _NO_RESULT_BEFORE.search(words[: match.start("mark")].replace("做到", ""))
    ):
        return None
    who = tidy(take_apart(clean(match["who"])).thing)
    return implied(clause, match.span("mark"), 100, "%", own(f"{who}{match['what']}率", head))


def _each_has(clause: re.Match[str]) -> list[Implied]:
    match = _EACH_HAS.search(clause.group())
    if not match or NO_RESULT.search(match.group()) or _NO_RESULT_AFTER.search(match["thing"]):
        return []
    told = implied(clause, match.span("mark"), 100, "%", f"{match['who']}{match['thing']}覆盖率")
    return [replace(told, loose=True)]


def _full(clause: re.Match[str], head: str) -> list[Implied]:
    found: list[Implied] = []
    words = clause.group()
    if both := _BOTH_FULL.search(words):
        names = [clean(name) for name in re.split(r"、|和", both["rates"])]
        found += [implied(clause, both.span("mark"), 100, "%", own(name, head)) for name in names]
    for match in _FULL.finditer(words):
        before, after = words[: match.start()], words[match.end() :]
        if _NO_RESULT_BEFORE.search(before) or _NO_RESULT_AFTER.match(after) or after.startswith("”"):
            continue
        before = re.sub(r"\d+(?:个|所|家|名|支)?", "", before)
        before = re.sub(r"(?:已|均|基本|全部|全面|率先)*(?:实现|做到|达到|达成)(?:了)?", "", before)
        thing = tidy(take_apart(clean(before)).thing)
        names = [own(name, head) for name in _each_held(thing)]
        found += [implied(clause, match.span(), 100, "%", name.removesuffix("覆盖率") + "覆盖率") for name in names]
    return found


def _each_held(thing: str) -> list[str]:
    """Return what is covered, each with where: 村(社区)法律顾问、警务室 are two; two kinds of places stay one."""
    several = _SEVERAL_HELD.match(thing) if len(thing) <= _LONGEST else None
    if not several:
        return [thing]
    return [(several["where"] or "") + name for name in re.split(r"[、和及与]", several["things"])]
