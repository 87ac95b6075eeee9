from __future__ import annotations

import pytest

from monitor.reading.layout import lay_out
from monitor.reading.parts import LEADER_DUTY, PLAN, PROBLEMS, find_parts

# What was done in 2022, in the flat prose of a small office: no part but the measures stands here.
DONE = """2022年，我局办理许可事项31件，立案查处案件12件，罚款4.6万元，组织培训5场，受训210人。
针对执法人员业务不熟的问题，开展跟班学习3期；集中解决历史遗留问题4个，补齐了基层站所装备短板。
将法治建设纳入年度考核，将2021年查处的6件案件移送归档。
"""

PLANS = (
    "2023年，我局将组织两期案卷评查，修订裁量基准，让每一件案子经得起检验。",
    "二○二三年，全县将重点抓好三项工作：一是清理证明事项，二是培训骨干，三是开门评议。",
    "2023年，配齐法制审核人员，办好法治大讲堂，年底前完成司法所改造。",
    "展望2023年，我们信心满怀：要在数字执法上迈出新步子。",
    "2023年是新班子的开局之年，我镇将以示范创建为牵引，把普法做到田间地头。",
    "【2023年重点】建立跟案学习制度；推行说理式文书。",
    "2023年安排：提请县政府更新权责清单，设立调解工作站。",
    "明年怎么干\n建好一支队伍，用好一个平台，办好十件实事。",
    "6、再出发。建立调解协议抽查制度，在两个社区试点法治楼长。",
    "(五)下步打算：加强培训，提高办案质量。",
    "新的一年里，我局将把执法规范化建设推向深入。",
    "我局将继续以群众满意为标准，不断提高依法行政水平。",
    "今年，我们将围绕优化营商环境，推出涉企合规服务。",
    "3.2023年工作计划\n3.1 开展培训。",
    "来年举措：开展大练兵。",
    "努力方向：把案卷质量提上去，把投诉数量降下来。",
)
PROBLEMS_TOLD = (
    "当然我们也看到，两支队伍的制度融合还不到位，案卷质量参差不齐。",
    "但与群众的期盼相比，基层执法力量薄弱，个别人员作风不实。",
    "同时也要清醒地认识到，一些村干部遇事不会找法，乡镇法制审核人员严重短缺。",
    "平心而论，我局普法的办法不多，对新业态的监管跟不上。",
    "回头看，法律顾问参与事前把关少，合同审查流于形式。",
    "不足：法制审核只有两名专职人员，事后补救多。",
    "6、找差距。执法队员十五人中只有六人懂法律。",
    "【问题不足】①不敢用、不会用；②编制混岗。",
    "短板在哪里\n积案还有六宗没有化解，村级合同不经审查就签。",
    "三、存在的突出问题\n机构力量薄弱，十个乡镇里六个没有专职人员。",
    "(四)需要改进的地方\n文书说理不透。",
    "不过，行政执法信息化水平偏低，部门之间数据不通。",
    "存在基金监管力量不足的问题。",
    "进步固然可喜，差距犹在：文书说理简单。",
    "成绩之外，不足亦存，个别案件送达拖延。",
    "也要看到短板仍在，村级法律顾问一年只来两回。",
    "细看数据，薄弱环节依然存在：夜间出勤少。",
    "工作千头万绪，困难还不少，车辆只有一台。",
    "2.主要问题\n2.1 夜间巡查难。",
    "三、反思与剖析\n对标先进，干部用法的本领还欠火候。",
)
NEITHER = (
    "2022年，我局将法治培训纳入干部教育计划，将执法记录仪配到每个中队。",
    "（六）破解历史遗留问题。办结不动产登记积案86件。",
    "（七）聚焦群众身边突出问题。整治占道经营240处。",
    "6.信访问题。受理来信31件，全部办结。",
    "对违法行为轻微但尚未造成危害后果的当事人，作出不予处罚决定18件。",
    "截至2022年12月底，2023年度计划已报县政府备案。",
    "（三）截至2022年底，重点工作完成率100%，2023年度项目储备21个。",
    "2023年1月，县政府对我局工作给予通报表扬。",
    "疏通执法协作堵点5处，打破部门之间的信息瓶颈，突破取证难这一瓶颈。",
    "做到严之又严，不让一起案件因证据不足被撤销。",
)


def parts_of(paragraph: str) -> dict[str, bool]:
    return find_parts(lay_out(f"云岭县水务局2022年法治政府建设工作报告\n{DONE}{paragraph}"), 2022)


@pytest.mark.parametrize("paragraph", PLANS)
def test_a_plan_is_heard_without_a_heading_of_its_own(paragraph: str) -> None:
    parts = parts_of(paragraph)
    assert (parts[PLAN], parts[PROBLEMS]) == (True, False)


@pytest.mark.parametrize("paragraph", PROBLEMS_TOLD)
def test_what_is_wanting_is_heard_without_the_word_problem(paragraph: str) -> None:
    parts = parts_of(paragraph)
    assert (parts[PLAN], parts[PROBLEMS]) == (False, True)


@pytest.mark.parametrize("paragraph", NEITHER)
def test_measures_that_speak_of_problems_solved_or_of_next_years_day_are_neither(paragraph: str) -> None:
    parts = parts_of(paragraph)
    assert (parts[PLAN], parts[PROBLEMS]) == (False, False)


def test_a_duty_that_is_found_wanting_is_not_the_part_on_the_leader() -> None:
    text = "一、主要举措\n办理案件12件，培训5场，审查合同30份。\n二、存在问题\n少数单位负责人履行第一责任人职责不到位。"
    assert find_parts(lay_out(text), 2022)[LEADER_DUTY] is False


@pytest.mark.parametrize(
    "sentence",
    [
        "局党组书记、局长带头讲授法治课2次。",
        "镇党委书记、镇长“双组长”推进，召开会议4次。",
        "县长主持召开常务会议研究法治政府建设3次。",
        "厅主要负责同志认真履行法治建设职责。",
    ],
)
def test_the_leaders_duty_is_heard(sentence: str) -> None:
    assert parts_of(sentence)[LEADER_DUTY] is True


@pytest.mark.parametrize(
    "sentence",
    ["行政机关负责人出庭应诉率100%。", "分管副局长主持召开执法研讨会2次。", "副县长研究部署执法检查工作。"],
)
def test_others_than_the_heads_and_their_days_in_court_are_not_the_part(sentence: str) -> None:
    assert parts_of(sentence)[LEADER_DUTY] is False


def test_measures_counted_in_chinese_numerals_are_measures() -> None:
    text = "二〇二二年，县民政局办理登记二十三件，检查四十一次，化解积案五件。"
    assert find_parts(lay_out(text), 2022) == {"leader_duty": False, "measures": True, "problems": False, "plan": False}


CHAPTERS = (  # what was done, what is wanting, what will be done
    ("一、重点工作进展", "二、主要问题", "三、2026年安排"),
    ("1. 重点工作进展", "2. 存在短板", "3. 2026年安排"),
    ("一、年度重点工作完成情况", "二、薄弱环节", "三、2026安排"),
    ("（一）重点任务落实", "（二）问题", "（三）新一年安排"),
    ("一、工作重点推进情况", "二、不足之处", "三、明年安排"),
    ("一、重点工作", "二、差距", "三、2026年重点工作"),
    ("第一部分 重点工作成效", "第二部分 存在问题", "第三部分 2026年度工作安排"),
    ("1、重点工作回顾", "2、短板弱项", "3、2026年怎么干"),
    ("一、年度计划执行情况", "二、问题", "三、下一步工作安排及落实措施"),
)


def chaptered(headings: tuple[str, ...], between: str) -> dict[str, bool]:
    told = (
        "县长主持研究法治工作3次，全年审结行政复议案件23件，清理文件41件。",
        "调解员平均年龄五十七岁。",
        "全部司法所配上执法监督终端。",
    )
    text = "".join(f"{between}{heading}{between}{words}" for heading, words in zip(headings, told, strict=True))
    return find_parts(lay_out(f"云岭县2025年度法治政府建设情况报告{text}"), 2025)


@pytest.mark.parametrize("headings", CHAPTERS)
def test_no_part_is_missed_where_the_first_chapter_tells_how_the_years_tasks_went(headings: tuple[str, ...]) -> None:
    assert all(chaptered(headings, "\n").values())


@pytest.mark.parametrize("headings", [CHAPTERS[1], CHAPTERS[7], CHAPTERS[0], CHAPTERS[5], CHAPTERS[3]])
def test_numbered_headings_are_heard_where_the_line_breaks_are_lost(headings: tuple[str, ...]) -> None:
    assert all(chaptered(headings, " ").values())


@pytest.mark.parametrize(
    "heading",
    [
        "一、重点工作进展",
        "一、工作安排落实情况",
        "一、2025年重点工作完成情况",
        "一、重点任务推进",
        "一、年度工作计划执行",
    ],
)
def test_what_became_of_a_plan_is_no_plan(heading: str) -> None:
    assert not find_parts(lay_out(f"云岭县2025年度法治政府建设情况报告\n{heading}\n审结复议案件23件。"), 2025)[PLAN]


@pytest.mark.parametrize(
    "sentence",
    [
        "调整法治建设领导小组，由局长任组长。",
        "成立镇法治政府建设领导小组，由党委书记、镇长担任组长。",
        "健全法治政府建设工作领导小组，由区长任组长。",
        "设立法治建设工作领导小组，由主任任组长。",
        "法制工作领导小组由县长任组长。",
    ],
)
def test_a_head_who_leads_the_group_on_the_rule_of_law_is_the_leaders_duty(sentence: str) -> None:
    assert parts_of(sentence)[LEADER_DUTY]


def test_a_deputy_who_leads_the_group_is_not() -> None:
    assert not parts_of("调整法治建设领导小组，由副局长任组长。")[LEADER_DUTY]
