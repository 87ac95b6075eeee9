"""What an answer is: a page only where real text is, a removal only where the portal says so."""

from __future__ import annotations

import time

import pytest

from crawler.quality import Answer, judge_answer, spoken_text
from storage.vocabulary import Verdict

PROSE = "全县行政机关负责人出庭应诉，行政复议办案质量提高，执法更加规范，群众更加满意。"
ASKED = "http://www.yl.gov.cn/fz/a.html"


def answer(text: str = "", status: int = 200, final: str = ASKED, body: bytes | None = None, **headers: str) -> Answer:
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    return Answer(ASKED, final, status, names, text.encode() if body is None else body, text)


@pytest.mark.parametrize(
    ("given", "verdict"),
    [
        (answer(f"<p>{PROSE * 9}</p>"), Verdict.PAGE),
        (answer(f"<script>$_ts=1</script><p>{PROSE * 9}</p>"), Verdict.PAGE),
        (answer(f"<p>{PROSE}</p>"), Verdict.PAGE),
        (answer("<p>附件：<a href='./P020250310.pdf'>2024年法治政府建设年度报告</a></p>"), Verdict.PAGE),
        (answer("<html><script>var $_ts={};$_ts.nsd=3</script></html>", 412), Verdict.CHALLENGE),
        (answer("<script>$_ts=window['$_ts']</script>"), Verdict.CHALLENGE),
        (answer("", 521, x_via_jsl="1"), Verdict.CHALLENGE),
        (answer("<script>document.cookie='__jsl_clearance=1'</script>"), Verdict.CHALLENGE),
        (answer("<script>var arg1='A';function setCookie(){'acw_sc__v2'}</script>"), Verdict.CHALLENGE),
        (answer("<noscript>Please enable JavaScript to continue</noscript>"), Verdict.CHALLENGE),
        (answer("<html><script>document.cookie='x=1';location.reload()</script></html>"), Verdict.CHALLENGE),
        (answer("<script>$_ts=1</script>", 403), Verdict.CHALLENGE),
        (answer("<h1>403 Forbidden</h1>", 403), Verdict.REFUSED),
        (answer("请求过快", 429), Verdict.REFUSED),
        (answer("<p>您的访问被拦截，请联系网站管理员</p>"), Verdict.REFUSED),
        (answer("<h1>Not Found</h1>", 404), Verdict.MISSING),
        (answer("", 410), Verdict.MISSING),
        (answer("<title>404</title><p>返回首页</p>"), Verdict.SOFT_MISSING),
        (answer("<p>抱歉，您访问的页面不存在或已被删除</p>"), Verdict.SOFT_MISSING),
        (answer("<p>您要查看的信息已经删除。</p>"), Verdict.SOFT_MISSING),
        (answer(f"<p>{PROSE * 9}</p>", final="http://www.yl.gov.cn/"), Verdict.SOFT_MISSING),
        (answer(f"<p>{PROSE * 9}</p>", final="http://www.yl.gov.cn/404.html"), Verdict.SOFT_MISSING),
        (answer(f"<p>{PROSE * 9}</p>", final="https://yl.gov.cn/fz/a.html"), Verdict.PAGE),
        (answer("<div id='app'></div><script src='/a.js'></script>"), Verdict.EMPTY),
        (answer(""), Verdict.EMPTY),
        (answer("busy", 503), Verdict.SERVER_ERROR),
        (answer("", 300), Verdict.SERVER_ERROR),
        (answer(body=b"%PDF-1.7 \x00", content_type="text/html"), Verdict.ATTACHMENT),
        (answer(body=b"x", content_type="application/msword"), Verdict.ATTACHMENT),
        (answer(f"<html><p>{PROSE}</p>", content_type="application/octet-stream"), Verdict.PAGE),
    ],
)
def test_answers_are_judged(given: Answer, verdict: Verdict) -> None:
    judgement = judge_answer(given)
    assert judgement.verdict is verdict
    assert judgement.reason


def test_a_report_that_speaks_of_deleted_pages_is_a_page() -> None:
    assert (
        judge_answer(
            answer(f"<title>报告</title><p>{PROSE * 9}清理页面，已删除失效文件，找不到的链接已修复。</p>")
        ).verdict
        is Verdict.PAGE
    )


def test_spoken_text_leaves_out_links_scripts_and_comments() -> None:
    html = "<!-- 甲 --><style>乙</style><script>丙</script><a href='/'>丁</a><a name='x'>戊<p>己 <b>庚</b></p>"
    assert spoken_text(html) == "戊 己 庚"


def test_a_page_of_unclosed_tags_is_judged_in_time() -> None:
    began = time.process_time()
    for tag in ("<script ", "<a href=x>", "<a ", "<title ", "<!-- ", "<a href "):
        assert judge_answer(answer(tag * 200_000)).verdict is Verdict.EMPTY
    # Six pages of 2 MB take about 2 s here; the length squared would take minutes.
    assert time.process_time() - began < 30
