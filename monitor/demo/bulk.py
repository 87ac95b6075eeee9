"""Further pages for measuring: takes a number, leaves as many short reports of invented townships, always the same."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from monitor.demo.articles import Article

# Two rare characters make a township's name that no map has.
FIRST = "霁砚漱缥珩溦飏皎澹筠蘅棠沅翎薇岚霭湉瓴璆漪筱芷荻菡茗蓼葭菖薜鹂鹭鸢隼雎翡琅玦瑾瑛琬琰璇珞瓒甯芃苡萱茱荇苓蕤蘩"
SECOND = "汀渚岫坞埭堰桁槎潭溆浒涘砾磴峒垅垴墩圩埕陂坝碛峪崮岙岵嵂嶂峁塬梁垌坳隘渎浜荡湫洼埠墟垸濑滩渡桥"
CHINA = timezone(timedelta(hours=8))
MOST_PAGES = len(FIRST) * len(SECOND)

TEXT = """\
2024年，{name}镇坚持依法行政、为民服务，法治政府建设取得新成效。现将有关情况报告如下：
一、主要举措和成效
（一）落实领导责任。镇党政主要负责人履行推进法治建设第一责任人职责，全年开展班子会前学法{study}次。
（二）推进依法决策。全年开展合法性审查{reviews}件，审查合同{contracts}份。
（三）规范行政执法。全年开展行政检查{inspections}次，办理行政处罚案件{penalties}件，罚款{fines}万元。
（四）化解矛盾纠纷。全镇有人民调解员{mediators}人，全年排查矛盾纠纷{screened}件，调解成功{resolved}件，\
调解成功率{rate}%。办理12345热线工单{tickets}件，办结率100%。
（五）做好复议应诉。全年行政诉讼案件{suits}件，行政机关负责人出庭应诉率100%。
二、存在的问题和原因
专业执法人员不足，干部运用法治方式化解矛盾的能力有待提高，主要原因是日常培训不够系统。
三、2025年工作安排
健全合法性审查机制，加强执法队伍建设，力争调解成功率达到98%。
> {name}镇人民政府
"""


def bulk_articles(pages: int) -> tuple[Article, ...]:
    """Return the reports for 2024 of as many townships; raise ValueError beyond `MOST_PAGES`."""
    if not 0 <= pages <= MOST_PAGES:
        raise ValueError(f"pages = {pages}: choose 0 to {MOST_PAGES}")
    return tuple(_article(index) for index in range(pages))


def _article(index: int) -> Article:
    name = FIRST[index // len(SECOND)] + SECOND[index % len(SECOND)]
    screened = 120 + index * 7 % 180
    resolved = screened - 2 - index % 5
    text = TEXT.format(
        name=name,
        study=6 + index % 7,
        reviews=15 + index * 3 % 40,
        contracts=20 + index * 5 % 50,
        inspections=200 + index * 11 % 400,
        penalties=10 + index % 25,
        fines=f"{(30 + index * 13 % 90) / 10:.1f}",
        mediators=30 + index % 40,
        screened=screened,
        resolved=resolved,
        rate=f"{100 * resolved / screened:.2f}",
        tickets=600 + index * 17 % 1400,
        suits=1 + index % 4,
    )
    return Article(
        slug=f"bulk_{index:04d}",
        column="bulk",
        number=100_000 + index,
        title=f"{name}镇2024年法治政府建设年度报告",
        published=datetime(2025, 3, 28, 18, tzinfo=CHINA) - timedelta(minutes=37 * index),
        issued_by=f"{name}镇人民政府",
        kind="report",
        year=2024,
        appears=0,
        hand="paragraph",
        text=text.strip(),
    )
