"""The words that changes are written with: numbers, turns up and down, what is compared with; pieces of patterns."""

from __future__ import annotations

from monitor.reading.units import UNIT_PATTERN

DIGITS = r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
HAN = "零一二三四五六七八九"
CHINESE = rf"(?:[{HAN}十百千两]{{1,9}}(?:万[{HAN}十百千两]{{0,9}})?(?:点[{HAN}]{{1,4}})?)"
N = rf"(?:{DIGITS}|{CHINESE})"
ABOUT = r"(?:了|约|近|超过|超|逾|达到?|为|至少|大约|将近|幅度?(?:为|达)?|率?(?:为|达)|共|分别|各)*\s?"
# The first of several values may leave the unit to the last: 分别提高1.2和0.8个百分点.
NO_UNIT = rf"(?=\s?(?:、|和|及|与)\s?{DIGITS}(?:(?:、|和|及|与){DIGITS}){{0,4}}\s?(?:%|个?百分点|{UNIT_PATTERN}))"
VALUE = (
    rf"(?:百分之(?P<percent>{N})|(?P<value>{N})\s?[余多来]?\s?(?P<scale>万|亿)?\s?[余多来]?"
    rf"(?P<unit>%|个?百分点|个?(?:名次|位次)|成(?P<finer>[一二三四五六七八九半])?|倍|{UNIT_PATTERN}|{NO_UNIT}))"
)
UP = (
    r"增长|增加|净增|新增|上升|提高|提升|上涨|增多|攀升|升高|增幅|升幅|涨幅|前移|跃升|进步|扩大|多出|高出"
    r"|增收|增支|前进|晋升|进位|猛增|激增|陡增|大增|微增|略增|稍增|微升|略升|多|增|升|高|\+|↑"
)
DOWN = (
    r"下降|减少|降低|下滑|回落|减幅|降幅|压减|缩减|缩短|收窄|后退|后移|下跌|滑落|净减"
    r"|减收|骤降|锐减|大减|大降|微降|略降|稍降|微减|减|降|少|低|-|↓"
)
# Said of a figure itself as often (新增35项, 高达100%): a change only after a comparison.
ONLY_LED = ("净增", "新增", "净减", "高", "低", "多", "少", "+", "-")
# Said of people (净增5名), not of places in a ranking (上升5名).
COUNTED = ("增加", "净增", "新增", "多", "多出", "减少", "净减", "少")
PAST = r"(?:上年度?|去年|前年|20\d\d年度?|上一年度?|往年|同期|上一?[期届轮次]|年初)"
LEAD = (
    rf"(?:同比|环比|同期|(?<=[,;(、])(?:一年来?|年内|全年|当年|一年间|年间)(?=净[增减](?:了|近|约)?{DIGITS}[^,。;:]{{0,3}}(?:[,。;)]|$))|比(?:{PAST}|[^,。;:\d]{{2,6}}的20\d\d年)[^,。;:]{{0,12}}?|(?:较|相较|相比|对比|与|同|跟|和)"
    r"(?:之|于)?(?:上年|去年|前年|20\d\d年|上一年|往年|同期|上一?[期届轮次]|年初|改革前|此前|以往)[^,。;:]{0,14}?(?:相比)?)"
)
# 多办317件, 少收12件: the verb between says what was done more.
DONE = r"(?:(?<=[多少])[办收受调查审立发开培](?:理|到|解|处|结|案|展|训|出|放)?)?"
TURN = rf"(?:(?P<up>{UP})|(?P<down>{DOWN})){DONE}{ABOUT}"
