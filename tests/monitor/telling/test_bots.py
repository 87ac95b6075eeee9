from urllib.parse import parse_qs

import pytest
from pydantic import SecretStr

from monitor.telling.answers import Answer, Particulars
from monitor.telling.bots import believe
from monitor.telling.channels import Channel
from monitor.telling.posting import Reply
from storage.vocabulary import DeliveryState
from tests.journey.portal import running
from tests.monitor.telling.twins import Asked, Told, Twin, dingtalk, feishu, serverchan, wecom

KEY = "planted-key-693a91f6"
TOKEN = "plantedtoken0123456789"
SECRET = "SECplantedsecret987"
LINK = "https://www.yunting.gov.cn/2024_(1).html"
TITLE = "【警告】指标变动：云汀县人民政府 2024年 行政复议直接纠错率"
SHORT = f"云汀县人民政府 2024年 纠错率：5.1% → 12.3%\n网页：{LINK}"
LONG = "\n".join(f"第{number}项：某某指标由{number}件增至{number * 2}件，增长一倍" for number in range(1, 2001))

TWINS = {
    "wecombot": (wecom(KEY), f"wecombot://{KEY}/?"),
    "dingtalk": (dingtalk(TOKEN, SECRET), f"dingtalk://{SECRET}@{TOKEN}/?"),
    "feishu": (feishu(KEY, SECRET), f"feishu://{KEY}/?secret={SECRET}&"),
    "lark": (feishu(KEY, SECRET), f"lark://{KEY}/?secret={SECRET}&"),
    "schan": (serverchan(TOKEN), f"schan://{TOKEN}/?"),
}


def channel(twin: Twin, address: str) -> Channel:
    return Channel("bot", SecretStr(f"{address}host={twin.host}&insecure=yes"))


@pytest.mark.parametrize("scheme", TWINS)
@pytest.mark.parametrize(
    "text", [SHORT, LONG, "长" * 30_000, "[x](y)\n" * 4_000], ids=["short", "long", "line", "signs"]
)
def test_every_bot_accepts_what_it_is_sent_whatever_the_length(scheme: str, text: str) -> None:
    rule, address = TWINS[scheme]
    twin = Twin(rule)
    with running(twin):
        answer = channel(twin, address).send(TITLE, text, "fazhi-7-bot", Particulars(link=LINK))
    assert (answer.state, len(twin.asked)) == (DeliveryState.SENT, 1), answer


@pytest.mark.parametrize(
    ("scheme", "address", "words"),
    [
        ("wecombot", "wecombot://another-planted-key/?", "93000 invalid webhook url, key ***"),
        ("dingtalk", f"dingtalk://SECanother@{TOKEN}/?", "310000 sign not match"),
        ("dingtalk", f"dingtalk://{TOKEN}/?", "310000 sign not match"),
        ("feishu", f"feishu://{KEY}/?secret=another&", "19021 sign match fail or timestamp is not within one hour"),
        ("schan", "schan://anotherkey/?", "40001 [AUTH]错误的Key"),
    ],
)
def test_a_refusal_is_a_failure_in_the_bots_own_words(scheme: str, address: str, words: str) -> None:
    twin = Twin(TWINS[scheme][0])
    with running(twin):
        answer = channel(twin, address).send(TITLE, SHORT, "fazhi-7-bot")
    assert answer.state is DeliveryState.FAILED
    assert answer.words.startswith(words)


def test_wecom_gets_text_where_it_fits_and_markdown_with_a_link_where_not() -> None:
    twin = Twin(wecom(KEY))
    with running(twin):
        bot = channel(twin, TWINS["wecombot"][1])
        bot.send(TITLE, SHORT, "1", Particulars(link=LINK))
        bot.send(TITLE, f"# <b>*题*</b> [a](b)\n网页：{LINK}\n{LONG[:3000]}", "2", Particulars(link=LINK))
    short, long = (asked.object() for asked in twin.asked)
    assert short == {"msgtype": "text", "text": {"content": f"{TITLE}\n{SHORT}"}}
    lines = long["markdown"]["content"].split("\n")
    assert lines[1:3] == [
        "＃ ＜b＞＊题＊＜/b＞ ［a］(b)",
        "网页：[打开](https://www.yunting.gov.cn/2024_%281%29.html)",
    ]
    assert lines[-1].endswith(f"全文：{LINK}")


def test_feishu_text_rings_nobody_and_opens_nothing_that_a_page_wrote() -> None:
    twin = Twin(feishu(KEY, SECRET))
    with running(twin):
        channel(twin, TWINS["feishu"][1]).send("题", f'<at user_id="all"></at>\n网页：{LINK}', "1")
    assert twin.asked[0].object()["content"] == {
        "post": {
            "zh_cn": {
                "title": "题",
                "content": [
                    [{"tag": "text", "text": '<at user_id="all"></at>'}],
                    [{"tag": "text", "text": "网页："}, {"tag": "a", "text": LINK, "href": LINK}],
                ],
            }
        }
    }


def test_serverchan_keeps_a_long_title_in_the_text_and_escapes_markup() -> None:
    twin = Twin(serverchan(TOKEN))
    with running(twin):
        channel(twin, TWINS["schan"][1]).send("题" * 33, "<script>*a*", "1")
    form = parse_qs(twin.asked[0].body.decode())
    assert form == {"title": ["题" * 31 + "…"], "desp": ["题" * 33 + "\n\n&lt;script&gt;\\*a\\*"]}


def test_dingtalk_names_the_mobiles_of_its_address() -> None:
    twin = Twin(dingtalk(TOKEN, SECRET))
    with running(twin):
        channel(twin, f"dingtalk://{SECRET}@{TOKEN}/13800000000/?").send("题", "文", "1")
    assert twin.asked[0].object()["at"] == {"atMobiles": ["13800000000"], "isAtAll": False}


def test_an_address_copied_from_wecom_leads_to_the_bot() -> None:
    twin = Twin(wecom(KEY))
    with running(twin):
        address = f"https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key={KEY}&host={twin.host}&insecure=yes"
        answer = Channel("bot", SecretStr(address)).send("题", "文", "1")
    assert answer == Answer(DeliveryState.SENT, "accepted: ok")


STRANGE = "HTTP 200, not an answer of this service: "
FAILED, SENT, UNKNOWN = DeliveryState.FAILED, DeliveryState.SENT, DeliveryState.UNKNOWN


@pytest.mark.parametrize(
    ("reply", "answer"),
    [
        (Reply(200, b"<html>login</html>"), Answer(FAILED, f"{STRANGE}<html>login</html>")),
        (Reply(200, b"[]"), Answer(FAILED, f"{STRANGE}[]")),
        (Reply(200, b'{"errcode": null}'), Answer(FAILED, f'{STRANGE}{{"errcode": null}}')),
        (Reply(200, b'{"errcode": "0"}'), Answer(SENT, "accepted: 0")),
        (Reply(500, b'{"errcode": 0}'), Answer(FAILED, 'HTTP 500 {"errcode": 0}', down=True)),
        (Reply(429, b"slow down", 7.0), Answer(FAILED, "HTTP 429 slow down", 7.0)),
        (Reply(504, b""), Answer(UNKNOWN, "HTTP 504", down=True)),
        (Reply(200, b'{"errcode": 45009, "errmsg": "limit"}'), Answer(FAILED, "45009 limit", 60.0)),
        (Reply(200, b'{"errcode": 130101, "errmsg": "too fast"}'), Answer(FAILED, "130101 too fast", 600.0)),
        (Reply(200, b'{"errcode": -1, "errmsg": "x"}', 3.0), Answer(FAILED, "-1 x", 3.0)),
    ],
)
def test_a_reply_is_believed_by_status_and_code(reply: Reply, answer: Answer) -> None:
    assert believe(reply, ("errcode",)) == answer


def test_feishus_older_answer_is_believed_too() -> None:
    reply = Reply(200, b'{"StatusCode": 0, "StatusMessage": "success"}')
    assert believe(reply, ("code", "StatusCode")) == Answer(DeliveryState.SENT, "accepted: success")


def test_a_cut_connection_and_a_late_answer_are_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("monitor.telling.posting.READ_TIMEOUT_SECONDS", 0.1)
    told = [Told(status=None), Told({"errcode": 0}, delay=5)]

    def rule(_asked: Asked) -> Told:
        return told[len(twin.asked) - 1]

    twin = Twin(rule)
    with running(twin):
        bot = channel(twin, TWINS["wecombot"][1])
        answers = [bot.send("题", "文", "1"), bot.send("题", "文", "1")]
    assert answers == [
        Answer(DeliveryState.UNKNOWN, "the connection was cut before an answer came", down=True),
        Answer(DeliveryState.UNKNOWN, "no answer in time", down=True),
    ]
