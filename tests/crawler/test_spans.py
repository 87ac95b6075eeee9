import time

import pytest

from crawler.cleaning import time_limit
from crawler.links import read_list
from crawler.spans import comments, elements, scripts, without_comments


def test_what_stands_inside_and_outside() -> None:
    html = "a<!-- b -->c<script type='x'>d</script>e<RECORD> <![CDATA[f]]> </record>g"
    assert comments(html) == [" b "]
    assert scripts(html) == ["d"]
    assert elements(html, "record") == ["f"]
    assert without_comments(html) == html.replace("<!-- b -->", "")


def test_a_mark_without_an_end_takes_nothing() -> None:
    assert comments("a<!-- b") == []
    assert without_comments("a<!-- b -->c<!-- d") == "ac<!-- d"


@pytest.mark.parametrize("tag", ["<script ", "<script>", "<!--", "<record>", "<record><![CDATA["])
def test_a_list_page_of_unclosed_marks_is_read_in_time(tag: str) -> None:
    began = time.process_time()
    read_list("<html><body>" + tag * (1_000_000 // len(tag)), "http://www.yl.gov.cn/fz/")
    assert time.process_time() - began < 30  # a second or two here; the length squared took minutes


def test_work_that_takes_too_long_is_given_up() -> None:
    def never_end() -> None:
        while True:
            pass

    with pytest.raises(TimeoutError), time_limit(1):
        never_end()
