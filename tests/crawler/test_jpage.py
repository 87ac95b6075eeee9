"""How Hanweb lists are paged: the posted form, the numbered address, the group that names its successor."""

from __future__ import annotations

from crawler.jpage import Call, declared_total, next_call, own_records

URL = "http://www.yl.gov.cn/col/col9/index.html"
PROXY = "http://www.yl.gov.cn/module/web/jpage/dataproxy.jsp"
FORM = {
    "col": "1",
    "webid": "3",
    "path": "/",
    "columnid": "9",
    "unitid": "77",
    "webname": "云岭县",
    "permissiontype": "0",
}


def store(count: int, group: str = "", total: str = "") -> str:
    head = f'<nextgroup><![CDATA[<a href="{group}"></a>]]></nextgroup>' if group else ""
    return f"<datastore>{total}{head}<recordset>{'<record>x</record>' * count}</recordset></datastore>"


def test_a_form_in_the_page_is_posted_for_what_is_not_known_yet() -> None:
    script = (
        "$('#77').jpage({proxyUrl:'/module/web/jpage/dataproxy.jsp',perPage:'20',totalRecord:'90',params:"
        "{col:1,webid:3,path:'/',columnid:9,unitid:'77',webname:'云岭县',permissiontype:0}})"
    )
    call = next_call(store(20) + script, URL, 20, None)
    assert call == Call(f"{PROXY}?startrecord=21&endrecord=80&perpage=20", FORM, 20, 90)
    again = next_call(store(40), URL, 60, call)
    assert again == Call(f"{PROXY}?startrecord=61&endrecord=120&perpage=20", FORM, 20, 90)
    assert next_call(store(30), URL, 90, again) is None


def test_a_group_names_its_successor_and_keeps_encrypted_parameters() -> None:
    group = "/module/web/jpage/dataproxy.jsp?page=2&amp;columnid=4fa0&amp;unitid=b1"
    call = next_call(store(15, group, "<totalrecord>40</totalrecord>"), URL, 15, None)
    assert call == Call(f"{PROXY}?page=2&columnid=4fa0&unitid=b1", {}, 15, 40)


def test_a_group_that_names_itself_is_turned() -> None:
    group = "./dataproxy.jsp?page=2&columnid=9&unitid=7"
    before = Call(f"{PROXY}?page=2&columnid=9&unitid=7", {}, 15, 60)
    call = next_call(store(15, group), URL, 30, before)
    assert call == Call(f"{PROXY}?page=3&columnid=9&unitid=7", {}, 15, 60)


def test_a_numbered_address_goes_on_from_page_one() -> None:
    page = f"<script src='/module/web/jpage/dataproxy.jsp?columnid=9&unitid=7'></script>{store(0)}"
    first = next_call(page, URL, 0, None)
    assert first == Call(f"{PROXY}?columnid=9&unitid=7&page=1")
    assert next_call(store(15), URL, 15, first) == Call(f"{PROXY}?columnid=9&unitid=7&page=2")


def test_the_fuller_of_two_blocks_is_followed() -> None:
    small = store(2, "/module/web/jpage/dataproxy.jsp?page=2&columnid=9&unitid=1")
    large = store(9, "/module/web/jpage/dataproxy.jsp?page=2&columnid=9&unitid=2")
    call = next_call(small + large, URL, 11, None)
    assert call == Call(f"{PROXY}?page=2&columnid=9&unitid=2")


def test_a_page_without_a_call_or_a_call_elsewhere_gives_none() -> None:
    assert next_call("<ul></ul>", URL, 0, None) is None
    assert next_call(store(3, "http://evil.example/dataproxy.jsp?page=2"), URL, 3, None) is None


def test_an_answer_is_kept_under_what_was_asked() -> None:
    assert Call(PROXY + "?startrecord=1", {"columnid": "9"}).shelf_url == PROXY + "?startrecord=1&columnid=9"


def test_an_address_that_the_script_joins_is_put_together() -> None:
    pieces = (
        "var unit = '77';function go(p){$.get('/module/web/jpage/dataproxy.jsp?page=' + p + '&appid=1&columnid=9"
        "&unitid=' + unit + '&permissiontype=0', show)} var totalRecord = '63';"
    )
    call = next_call(f"{store(20)}<script>{pieces}</script>", URL, 20, None)
    assert call == Call(f"{PROXY}?page=2&appid=1&columnid=9&unitid=77&permissiontype=0", {}, 15, 63)
    last = '$.get("/module/web/jpage/dataproxy.jsp?columnid=9&unitid=77&page="+(n+1),show)'
    assert next_call(f"<script>{last}</script>", URL, 20, None) == Call(f"{PROXY}?columnid=9&unitid=77&page=2")


def test_of_two_blocks_the_one_of_the_columns_own_number_is_followed() -> None:
    news = "$.get('/module/web/jpage/dataproxy.jsp?page=1&columnid=4&unitid=1&perpage=15');var totalrecord=4000;"
    own = (
        "$.ajax({url:'/module/web/jpage/dataproxy.jsp?startrecord=1&endrecord=45&perpage=15',data:"
        "{col:1,webid:3,path:'/',columnid:9,unitid:'77',webname:'云岭县',permissiontype:0}})"
    )
    listed = "<datastore><totalrecord>48</totalrecord>" + "<record>/art/2026/3/1/art_9_7.html</record>" * 15
    page = f"{store(20)}{listed}</datastore><script>{news}</script><script>{own}</script>"
    assert (own_records(page, URL), declared_total(page, URL)) == (15, 48)
    assert next_call(page, URL, 15, None) == Call(f"{PROXY}?startrecord=16&endrecord=60&perpage=15", FORM, 15, 48)
    assert declared_total(f"<script>{news}</script><script>totalRecord:'12'</script>", URL) is None
