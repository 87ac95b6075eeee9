"""The crawler's reasons, as it writes them, in the words of an alert."""

import pytest

from monitor.judging.answered import in_chinese

LIST = "http://www.qiyan.gov.cn/fz/"
TOLD = (
    (
        f"the list cannot be got: {LIST}: status 200 with a challenge page: 瑞数 script",
        f"栏目列表打不开（{LIST}）：状态码200，内容为防护验证页：瑞数脚本",
    ),
    (
        f"the list cannot be got: {LIST}: status 412 with a challenge",
        f"栏目列表打不开（{LIST}）：状态码412，要求防护验证",
    ),
    (
        f"the list cannot be got: {LIST}: status 403: the portal refuses",
        f"栏目列表打不开（{LIST}）：状态码403，网站拒绝访问",
    ),
    ("status 404", "状态码404，网页不存在"),
    ("status 502: the portal is in trouble", "状态码502，网站故障"),
    ("status 200 with an error text: 页面不存在", "状态码200，内容为出错提示：页面不存在"),
    ("sent on to the front page http://www.qiyan.gov.cn/", "被转到首页http://www.qiyan.gov.cn/"),
    ("no real text: 3 Chinese characters in 512 bytes", "没有正文（512字节中只有3个汉字）"),
    ("the list had entries before and is empty now", "列表以前有条目，现在为空"),
    (
        "9 entries, 0 new, 1 changed, 6 unchanged, 1 missing; "
        f"1 could not be got: {LIST}a.html (status 500: the portal is in trouble)",
        f"列表9条，新0条，变动1条，未变6条，已不在1条；取不到1页：{LIST}a.html（状态码500，网站故障）",
    ),
    ("答复为验证页面", "答复为验证页面"),
    ("its own words", "its own words"),
    (
        f"the list cannot be got: {LIST}: no whole answer in time",
        f"栏目列表打不开（{LIST}）：未能及时答复",
    ),
)  # fmt: skip


@pytest.mark.parametrize(("written", "told"), TOLD)
def test_an_outcome_is_told_in_chinese(written: str, told: str) -> None:
    assert in_chinese(written) == told
