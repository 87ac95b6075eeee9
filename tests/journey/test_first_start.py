"""A first start on ten years of archives whose titles mean harm: silence, then the next change, told safely."""

from __future__ import annotations

import csv
import html
import io
import re
from pathlib import Path

from monitor.demo.articles import load_articles
from tests.journey.command import Done, fazhi
from tests.journey.portal import HookSink, MailSink, Portal, article_page, list_page, running
from tests.monitor.telling.twins import Twin, wecom

ARTICLE = next(article for article in load_articles() if article.slug == "jichuan_2024")
YEARS = range(2015, 2025)
EDITED = 2019
BELL = "\x07\x1b[31m\x1b]0;owned\x07"
HARM = f"<script>alert(1)</script>{{{{7*7}}}}\u202e\u2066{BELL}@all {'长' * 5000}"
TITLE = f"=cmd|' /C calc'!A0 霁川县人民政府YEAR年法治政府建设年度报告 {HARM}"
BIDI = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def show(portal: Portal, year: int, fines: str | None = None) -> None:
    """Serve one year's report; only the one that is edited later has its whole length."""
    text = ARTICLE.text.replace("2024年", f"{year}年").replace("2025年", f"{year + 1}年")
    if fines:
        text = text.replace(ARTICLE.figures["recon_accepted"], fines)
    if year != EDITED:
        text = text[:700]
    title = html.escape(TITLE.replace("YEAR", str(year)) if year % 2 else f"{year}年法治政府建设年度报告")
    portal.put(f"/{year}.html", article_page(title, text, f"{year + 1}-03-12"))


def told_safely(done: Done) -> None:
    """No line of output or log can move a terminal's cursor or turn the order of letters around."""
    for words in (done.out, done.err):
        assert not CONTROL.search(words), repr(words)
        assert not BIDI.search(words), repr(words)


def test_ten_years_of_archives_are_no_news_and_the_next_change_is_told_unharmed(tmp_path: Path) -> None:
    portal, hook, mail, chat = Portal(), HookSink(), MailSink(), Twin(wecom("key"))
    for year in YEARS:
        show(portal, year)
    portal.put(
        "/list/", list_page([(f"/{year}.html", f"{year}年法治政府建设年度报告", f"{year + 1}-03-12") for year in YEARS])
    )
    config = tmp_path / "settings.toml"
    channels = {"hook": hook.url, "mail": mail.url, "chat": f"wecombot://key/?host={chat.host}&insecure=yes"}
    blocks = "".join(f'[[channel]]\nname = "{name}"\nurl = "{url}"\n' for name, url in channels.items())
    config.write_text(
        f'[crawl]\ndelay_seconds = 0\nallow_hosts = ["{portal.host}"]\nsources = []\n{blocks}'
        '[[subscription]]\nname = "all"\nchannels = ["hook", "mail", "chat"]\nmin_severity = "info"\n'
        '[[source]]\nslug = "jichuan"\nagency = "霁川县人民政府"\nregion = "990123"\nlevel = "county"\n'
        f'platform = "static_list"\nurl = "{portal.url}/list/"\n',
        encoding="utf-8",
    )
    with running(portal, hook, mail, chat):
        first = fazhi("run", "--all", "--as-of", "2025-08-01", config=config)
        assert first.code == 0, first.err
        assert (hook.received, mail.received, chat.asked) == ([], [], [])
        exported = fazhi("export", config=config)
        rows = list(csv.DictReader(io.StringIO(exported.out)))
        assert {row["year"] for row in rows} == {str(year) for year in YEARS}

        show(portal, EDITED, "受理99件")
        second = fazhi("run", "--all", "--as-of", "2025-08-01", config=config)
        assert second.code == 0, second.err
        found = fazhi("alerts", "--format", "json", config=config).lines()
    revised = [alert for alert in found if alert["event"] == "report.revised"]
    assert [alert["year"] for alert in revised] == [EDITED]
    assert "=cmd" in revised[0]["title"]
    assert len(hook.received) == len(found)
    assert (len(mail.received), len(chat.asked)) == (1, 1)
    assert not any(str(cell).startswith(("=", "+", "-", "@")) for row in rows for cell in row.values())
    for done in (first, exported, second):
        told_safely(done)
    for part in mail.received[0].walk():
        body = part.get_payload(decode=True)
        if isinstance(body, bytes):
            assert b"<script" not in body
            assert not BIDI.search(body.decode())
            assert not CONTROL.search(body.decode().replace("\r", ""))
    said = str(chat.asked[0].object())
    assert "<script" not in said
    assert "@all" not in said
    assert not BIDI.search(said)
