"""Written units and their classes; takes the words after a number, leaves the canonical unit and its factor."""

from __future__ import annotations

import re
from decimal import Decimal
from enum import StrEnum


class UnitClass(StrEnum):
    """Units that may stand for one another inside one indicator (件 = 宗 = 起); 人 and 人次 may not."""

    CASE = "case"
    PERSON = "person"
    VISIT = "visit"
    SESSION = "session"
    THING = "thing"
    PERCENT = "percent"
    POINTS = "points"
    MONEY = "money"
    SCORE = "score"
    RANK = "rank"
    HOURS = "hours"
    DAYS = "days"
    TIMES = "times"
    YEARS = "years"
    MEASURE = "measure"


_CLASSES: dict[UnitClass, str] = {
    UnitClass.CASE: "件 宗 起 例 案 单 件次 件(次) 宗次 案次 笔",
    UnitClass.PERSON: "人 名 位",
    UnitClass.VISIT: "人次 户次 家次 户(次) 人(次) 车次 企次",
    UnitClass.SESSION: "场次 场(次) 次 场 期 期次 轮 轮次 批 批次 班 班次 届 回 讲 课 堂 节",
    UnitClass.THING: "个 家 所 处 支 户 项 条 类 种 部 套 份 份(册) 篇 册 本 张 幅 面 台 辆 座 间 枚 只 块 "
    "栋 组 队 卷 门 盏 对 艘 架 道 款 封 幢 片 根 把 顶 具 台次 辆次 例次 个次 项次 条次 份次 家(次) 处次 点 期刊 "
    "架次 组次 队次 店次 卷次 篇次 艘次 剂次 针次 趟 趟次 航次 尾 羽 箱 瓶 袋 桶 头 株 枚次 票 桩 列 盒 通",
    UnitClass.PERCENT: "%",
    UnitClass.POINTS: "个百分点 百分点",
    UnitClass.MONEY: "元",
    UnitClass.SCORE: "分",
    UnitClass.HOURS: "学时 课时 个学时 个课时 小时 个小时",
    UnitClass.DAYS: "天 日 工作日 个工作日 分钟",
    UnitClass.TIMES: "倍",
    UnitClass.YEARS: "年",
    UnitClass.MEASURE: "亩 公顷 公里 千米 米 ㎡ 平方米 平方公里 吨 公斤 千克 万字 字 立方米",
}
_CANONICAL = {
    "㎡": "平方米",
    "场(次)": "场次",
    "户(次)": "户次",
    "人(次)": "人次",
    "家(次)": "家次",
    "件(次)": "件次",
    "份(册)": "份",
    "个学时": "学时",
    "个课时": "课时",
    "个小时": "小时",
    "个工作日": "工作日",
}
CLASS_OF: dict[str, UnitClass] = {
    _CANONICAL.get(unit, unit): kind for kind, units in _CLASSES.items() for unit in units.split()
}
_WRITTEN = sorted({unit for units in _CLASSES.values() for unit in units.split()}, key=len, reverse=True)
UNIT_PATTERN = "(?:" + "|".join(re.escape(unit) for unit in _WRITTEN) + ")"
SCALES = {
    "百": Decimal(100),
    "千": Decimal(1000),
    "万": Decimal(10_000),
    "百万": Decimal(1_000_000),
    "千万": Decimal(10_000_000),
    "亿": Decimal(100_000_000),
    "万亿": Decimal(1_000_000_000_000),
}


def canonical_unit(written: str) -> str:
    """Return the unit as it is kept: 场(次) is 场次, 个学时 is 学时; others stay as written."""
    return _CANONICAL.get(written, written)


def unit_class(unit: str) -> UnitClass | None:
    """Return the class of a canonical unit, None for an unknown one."""
    if unit in ("名次", "位次"):
        return UnitClass.RANK
    return CLASS_OF.get(unit)
