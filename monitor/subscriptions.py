"""Who wants to be told: takes a subscription and an alert, answers yes or no; pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage.model import Alert, Region, Subscription

if TYPE_CHECKING:
    from monitor.indicators import Catalogue

# GB/T 2260: the first two digits of a region code are the province.
_PROVINCES = {
    "北京": "11", "天津": "12", "河北": "13", "山西": "14", "内蒙古": "15", "辽宁": "21", "吉林": "22", "黑龙江": "23",
    "上海": "31", "江苏": "32", "浙江": "33", "安徽": "34", "福建": "35", "江西": "36", "山东": "37", "河南": "41",
    "湖北": "42", "湖南": "43", "广东": "44", "广西": "45", "海南": "46", "重庆": "50", "四川": "51", "贵州": "52",
    "云南": "53", "西藏": "54", "陕西": "61", "甘肃": "62", "青海": "63", "宁夏": "64", "新疆": "65",
}  # fmt: skip
_PROVINCE_ENDINGS = ("省", "市", "自治区", "壮族自治区", "回族自治区", "维吾尔自治区")


def wants(subscription: Subscription, alert: Alert, catalogue: Catalogue) -> bool:
    """Tell whether a subscription asks for an alert; an empty filter lets everything pass, a paused one nothing.

    Regions are codes (a prefix is enough: "52", "520000") or names; `indicators` may name indicators or systems, and
    then only alerts that carry such a figure are wanted.
    """
    return (
        not subscription.paused
        and alert.severity.rank >= subscription.min_severity.rank
        and (not subscription.events or alert.event in subscription.events)
        and (not subscription.levels or alert.level in subscription.levels)
        and (not subscription.agencies or _bare(alert.agency) in {_bare(name) for name in subscription.agencies})
        and (not subscription.regions or any(_lies_in(alert.region, asked) for asked in subscription.regions))
        and (not subscription.indicators or _carries(subscription.indicators, alert, catalogue))
    )


def _bare(name: str | None) -> str:
    return "".join((name or "").split())


def _lies_in(region: Region | None, asked: str) -> bool:
    if region is None:
        return False
    asked = _bare(asked)
    if asked.isdigit():
        return region.code is not None and region.code.startswith(_significant(asked))
    province = next(
        (code for name, code in _PROVINCES.items() if asked in {name, *(name + end for end in _PROVINCE_ENDINGS)}), None
    )
    if province is not None and region.code is not None:
        return region.code.startswith(province)
    return bool(asked) and asked in _bare(region.name)


def _significant(code: str) -> str:
    """Return a region code without the pairs of zeros that stand for "all of it"."""
    while len(code) > 2 and len(code) % 2 == 0 and code.endswith("00"):
        code = code[:-2]
    return code


def _carries(asked: tuple[str, ...], alert: Alert, catalogue: Catalogue) -> bool:
    for figure in alert.figures:
        indicator = catalogue.indicators.get(figure.indicator or "")
        if figure.indicator in asked or (indicator is not None and indicator.system in asked):
            return True
    return False
