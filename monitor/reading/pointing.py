"""What the words before a change point at: takes a sentence and a place, leaves a Pointing."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Pointing:
    """`opens`: new words begin a new subject; `back`: figures before the last one (前者 is 1); `foremost`: 前两项."""

    opens: bool
    back: int = 0
    foremost: bool = False


_FOREMOST = re.compile(r"前[两二三四][项者类](?:指标|数据)?(?:分别|均|各)*$")
# Why it went so is nothing new that it is told of: 受疫情影响同比下降两成.
_BECAUSE = re.compile(
    r"^(?:主要)?(?:受(?!理)[^,]{1,16}?(?:影响|冲击|制约|带动|拉动)|(?:因|由于|随着|得益于)[^,]{1,16}?(?:影响|原因|调整|改革|变化|收紧|取消|下放|"
    r"划转|合并|实施|施行|出台|减少|增加|停业|暂停|关停|推进|上线))等?(?:因素|原因)?(?:的?影响)?"
)
# Words that only point back at the figure before: 后者较上年净增5名, 位次前移2位.
_POINTS_BACK = re.compile(
    r"(?:其中)?(?:(?P<former>前者)|后者|其|此项|该数|这一数字|这一比例|该比例|总量|总数|数量|案件量|案件数|件数|人数|金额|位次|名次|排名|得分|比例|占比|降幅|增幅|案件|申请|总体|整体|(?:上述|以上|[前后])?[两二三四五各][项者类](?:指标|数据|工作|数字)?|二者|两者|三者|均|各)*$"
)


def point(folded: str, place: int) -> Pointing:
    """Tell what stands between the last pause and the change at `place` (满意度测评较上年上升6名,排第36名).

    Words that only point back open nothing; 前者 points at the figure before the last; a reason is passed over.
    """
    pause = max(folded.rfind(mark, 0, place) for mark in ",;:(。\n!?")
    words = folded[pause + 1 : place]
    han = _BECAUSE.sub("", re.sub(r"[^\u4e00-\u9fff]", "", words))
    if back := _POINTS_BACK.fullmatch(han):
        return Pointing(False, int(bool(back["former"])), bool(_FOREMOST.search(han)))
    return Pointing(len(han) >= 2 and not re.search(r"\d", words))
