"""How a portal answered, in Chinese: takes the crawler's reason as the log has it, leaves it as a reader is told; pure.

The crawler names its outcomes in English (crawler/outcome.py, quality.py, spiders); the log and the visit keep them so.
What has no line here stays as it was written: a name is better than nothing.
"""

from __future__ import annotations

import re

# Of two phrases that begin alike the longer stands first.
_PHRASES: tuple[tuple[str, str], ...] = (
    (r"the list cannot be got: (\S+): ", r"栏目列表打不开（\1）："),
    (r"every page is refused: ", "网页均被拒绝访问："),
    (
        r"the list has (\d+) entries, (\d+) at least are declared; none was followed",
        r"列表只有\1条，设置要求至少\2条，均未跟进",
    ),
    (r"the list had entries before and is empty now", "列表以前有条目，现在为空"),
    (r"the list page is a shell that a script fills", "列表页是由脚本填充的空页"),
    (r"the list has no entries", "列表没有条目"),
    (r"(\d+) entries, (\d+) new, (\d+) changed, (\d+) unchanged", r"列表\1条，新\2条，变动\3条，未变\4条"),
    (r", (\d+) missing", r"，已不在\1条"),
    (r", (\d+) dead links", r"，失效链接\1条"),
    (r", (\d+) elsewhere", r"，站外\1条"),
    (r"; (\d+) could not be got: ", r"；取不到\1页："),
    (r"; (\d+) cannot be read: ", r"；读不出\1页："),
    (r"; and (\d+) more", r"；另有\1页"),
    (r"the list cannot go on: ", "列表翻页中断："),
    (r"the list ends at page (\d+), (\d+) pages are declared", r"列表到第\1页为止，网页标明共\2页"),
    (r"the list stalls: page (\d+) brings nothing new", r"列表翻页停滞：第\1页没有新条目"),
    (
        r"the list stalls: (\S+) repeats entries, (\d+) more pages are named",
        r"列表翻页停滞：\1重复前页条目，另有\2页未看",
    ),
    (r"the list ends before (\S+) ", r"列表在\1之前中断"),
    (r"the crawl was broken off: ", "采集中断："),
    (r"the crawl ended before the list was asked for; the log says why", "采集在打开列表前结束，原因见日志"),
    (r"status (\d+) with a challenge page: ", r"状态码\1，内容为防护验证页："),
    (r"status (\d+) with a challenge(?![\w ])", r"状态码\1，要求防护验证"),
    (r"status (\d+) with a refusal: ", r"状态码\1，内容为拒绝访问："),
    (r"status (\d+) with an error text: ", r"状态码\1，内容为出错提示："),
    (r"status (\d+) with ", r"状态码\1，要求防护验证："),
    (r"status (\d+): the portal refuses", r"状态码\1，网站拒绝访问"),
    (r"status (\d+): the portal is in trouble", r"状态码\1，网站故障"),
    (r"status (\d+) leads nowhere", r"状态码\1，没有内容"),
    (r"status (404|410)\b", r"状态码\1，网页不存在"),
    (r"status (\d+)\b", r"状态码\1"),
    (r"(瑞数|WZWS) script", r"\1脚本"),
    (r"(acw_sc__v2|加速乐|C3VK) cookie script", r"\1脚本"),
    (r"加速乐 header", "加速乐"),
    (r"Cloudflare challenge", "Cloudflare验证"),
    (r"asks for JavaScript", "要求启用脚本"),
    (r"asks for a check by hand", "要求人工验证"),
    (r"a script that sets a cookie before any text", "先设置Cookie的脚本"),
    (r"sent on to the front page ", "被转到首页"),
    (r"sent on to an error page ", "被转到出错页"),
    (r"no real text: (\d+) Chinese characters in (\d+) bytes", r"没有正文（\2字节中只有\1个汉字）"),
    (r", as is every page", "，其他网页也是如此"),
    (r"robots\.txt asks programs not to fetch it", "robots.txt不允许程序访问"),
    (
        r"robots\.txt cannot be read \((.*?)\): until it can, nothing is asked",
        r"robots.txt读不到（\1），读到之前不再访问",
    ),
    (r"no whole answer in time", "未能及时答复"),
    (r"no page of a portal", "答复不是网页"),
    (r"the answer broke off before its end", "答复中途断开"),
    (r"the host has no address that may be asked", "网站域名无法解析"),
    (r"sent on and on, without an end", "跳转没有尽头"),
    (r"sent on to what is no web address", "被转到无效网址"),
    (r"the answer cannot be unpacked", "答复无法解压"),
    (r"no TLS can be agreed on", "无法建立加密连接"),
    (r"the answer is no sound HTTP", "答复不合HTTP格式"),
    (r"the connection was closed before an answer", "连接在答复前被关闭"),
    (r"the connection was torn down", "连接被切断"),
    (
        r"the certificate cannot be trusted \(self-signed, expired or of another host\)",
        "网站证书不可信（自签、过期或属于其他网站）",
    ),
)  # fmt: skip
_ANY = tuple((re.compile(pattern), chinese) for pattern, chinese in _PHRASES)


def in_chinese(reason: str) -> str:
    """Return a reason of the crawler with each phrase that it names outcomes by told in Chinese; addresses stay."""
    for pattern, chinese in _ANY:
        reason = pattern.sub(chinese, reason)
    if re.search(r"[\u4e00-\u9fff]", reason) is None:
        return reason
    reason = re.sub(r"(?<=[\u4e00-\u9fff\d）]); ", "；", reason)
    return re.sub(r" \(([^()]*[\u4e00-\u9fff][^()]*)\)", r"（\1）", reason)
