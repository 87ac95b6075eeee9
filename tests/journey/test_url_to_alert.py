"""From a portal's column to an alert with its evidence, as a user runs it: real processes, a portal, two sinks."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from monitor.demo.articles import load_articles
from tests.journey.command import fazhi
from tests.journey.portal import HookSink, MailSink, Portal, article_page, list_page, running

ARTICLES = {article.slug: article for article in load_articles()}
WATCHED = {
    "county": ("jichuan_2024", "霁川县人民政府", "990123", "county"),
    "township": ("qiyan_2024", "栖砚镇人民政府", "990123103", "township"),
    "city": ("yunting_2024", "云汀市人民政府", "990100", "city"),
    "bureau": ("scjgj_2024", "云汀市市场监督管理局", "990100", "department"),
    "speech": ("jichuan_jianghua_2025", "霁川县人民政府", "990123", "county"),
}


@dataclass
class World:
    portal: Portal
    hook: HookSink
    mail: MailSink
    config: Path

    def show(self, slug: str, text: str) -> None:
        article = ARTICLES[slug]
        self.portal.put(f"/{slug}.html", article_page(article.title, text, f"{article.published:%Y-%m-%d}"))


@pytest.fixture
def world(tmp_path: Path, database_url: str) -> Iterator[World]:
    """Five sources of one document each, a hook and a mail channel."""
    portal, hook, mail = Portal(), HookSink(), MailSink()
    config = tmp_path / "settings.toml"
    blocks = []
    for name, (slug, agency, region, level) in WATCHED.items():
        article = ARTICLES[slug]
        portal.put(
            f"/{name}/", list_page([(f"/{slug}.html", article.title, f"{article.published:%Y-%m-%d}")], "法治建设")
        )
        blocks.append(
            f'[[source]]\nslug = "{name}"\nagency = "{agency}"\nregion = "{region}"\nlevel = "{level}"\n'
            f'platform = "static_list"\nurl = "{portal.url}/{name}/"\n'
        )
    config.write_text(
        f"""[storage]
url = "{database_url}"
archive = "{tmp_path}/archive"
[crawl]
delay_seconds = 0
allow_hosts = ["{portal.host}"]
sources = []
[[channel]]
name = "hook"
url = "{hook.url}"
[[channel]]
name = "mail"
url = "{mail.url}"
[[subscription]]
name = "all"
channels = ["hook", "mail"]
min_severity = "info"
"""
        + "\n".join(blocks),
        encoding="utf-8",
    )
    world = World(portal, hook, mail, config)
    for slug, *_rest in WATCHED.values():
        world.show(slug, ARTICLES[slug].text)
    with running(portal, hook, mail):
        yield world


def reports(world: World) -> set[tuple[str, str, int]]:
    """Return (kind, agency, year) of every report in the store."""
    done = fazhi("export", "observations", "--format", "jsonl", config=world.config)
    return {(row["kind"], row["agency"], row["year"]) for row in done.lines()}


def test_a_figure_edited_on_one_page_is_told_once_on_each_channel(world: World) -> None:
    first = fazhi("run", "--all", config=world.config)
    assert first.code == 0, first.err
    assert reports(world) == {
        ("report", "霁川县人民政府", 2024),
        ("report", "栖砚镇人民政府", 2024),
        ("report", "云汀市人民政府", 2024),
        ("report", "云汀市市场监督管理局", 2024),
        ("speech", "霁川县人民政府", ARTICLES["jichuan_jianghua_2025"].year),
    }
    world.hook.received.clear()
    world.mail.received.clear()

    again = fazhi("run", "--all", "--format", "json", config=world.config)
    assert again.code == 0, again.err
    assert [(row["outcome"]) for row in again.lines()[0]["sources"]] == ["unchanged"] * 5
    assert (world.hook.received, world.mail.received) == ([], [])

    words = ARTICLES["jichuan_2024"].figures["recon_accepted"]
    edited = words.replace(next(digit for digit in words if digit.isdigit()), "9", 1)
    assert edited != words
    world.show("jichuan_2024", ARTICLES["jichuan_2024"].text.replace(words, edited))
    told = fazhi("recrawl", f"{world.portal.url}/jichuan_2024.html", "--format", "json", config=world.config)
    assert told.code == 0, told.err
    (alert,) = told.lines()[0]["alerts"]
    assert (alert["event"], alert["agency"], alert["year"]) == ("report.revised", "霁川县人民政府", 2024)
    assert alert["indicator"] == "recon_accepted"
    assert str(alert["old"]) in words
    assert str(alert["new"]) in edited
    assert len(alert["figures"]) == 1
    (hooked,) = world.hook.received
    (mailed,) = world.mail.received
    parts = [part.get_payload(decode=True) for part in mailed.walk() if not part.is_multipart()]
    assert all(isinstance(part, bytes) for part in parts)
    assert len(parts) == 2
    for text in (hooked["message"], *(part.decode() for part in parts if isinstance(part, bytes))):
        assert str(alert["old"]) in text
        assert str(alert["new"]) in text
        assert alert["url"] in text

    silent = fazhi("run", "--all", config=world.config)
    assert silent.code == 0, silent.err
    assert (len(world.hook.received), len(world.mail.received)) == (1, 1)


def test_a_dead_channel_holds_up_no_other_and_is_tried_again(world: World) -> None:
    fazhi("run", "--all", config=world.config)
    world.hook.received.clear()
    text = world.config.read_text(encoding="utf-8")
    world.config.write_text(text.replace(world.mail.url, "mailto://127.0.0.1:9?from=a@example.org&to=b@example.org"))
    words = ARTICLES["qiyan_2024"].figures[min(ARTICLES["qiyan_2024"].figures)]
    digit = next(digit for digit in words if digit.isdigit())
    edited = words.replace(digit, "9" if digit != "9" else "8", 1)
    world.show("qiyan_2024", ARTICLES["qiyan_2024"].text.replace(words, edited))
    told = fazhi("run", "--all", config=world.config)
    assert told.code == 1
    assert len(world.hook.received) == 1
    rows = fazhi("deliveries", "--format", "json", config=world.config).lines()
    last = {row["channel"]: row for row in rows[-2:]}
    assert last["hook"]["state"] == "sent"
    assert (last["mail"]["state"], last["mail"]["attempts"]) == ("failed", 1)
    world.config.write_text(text)
    world.mail.received.clear()
    assert fazhi("deliveries", "resend", str(last["mail"]["id"]), config=world.config).code == 0
    assert len(world.mail.received) == 1
    assert len(world.hook.received) == 1


SEEDS = Path(__file__).parents[3] / "shared" / "seeds"
SEED_SOURCES = {
    "000": ("天柱县人民政府", "522627", "county", 2023, "report"),
    "001": ("嵩县人民政府", "410325", "county", 2024, "report"),
    "002": ("东坝乡人民政府", "110105", "township", 2022, "report"),
    "003": ("沙溪镇人民政府", "445103", "township", 2023, "report"),
    "004": ("X县人民政府", "532624", "county", 2023, "speech"),
}


@pytest.mark.skipif(not SEEDS.is_dir(), reason="../shared/seeds is not here")
def test_real_documents_are_filed_under_the_right_agency_and_year(tmp_path: Path) -> None:
    portal = Portal()
    blocks = []
    for number, (agency, region, level, _year, _kind) in SEED_SOURCES.items():
        text = next(SEEDS.glob(f"{number}_*.txt")).read_text(encoding="utf-8")
        lines = "".join(f"<p>{line}</p>" for line in text.splitlines() if line.strip())
        title = next(line.strip() for line in text.splitlines() if "法治政府" in line or "大常委会" in line)[:50]
        head = f"<html><head><title>{title}</title></head>"
        portal.put(f"/{number}.html", f"{head}<body><div>{lines}</div></body></html>")
        portal.put(f"/{number}/", list_page([(f"/{number}.html", title, "2025-03-01")], "政务公开"))
        blocks.append(
            f'[[source]]\nslug = "s{number}"\nagency = "{agency}"\nregion = "{region}"\nlevel = "{level}"\n'
            f'platform = "static_list"\nurl = "{portal.url}/{number}/"\n'
        )
    config = tmp_path / "settings.toml"
    head = f'[crawl]\ndelay_seconds = 0\nallow_hosts = ["{portal.host}"]\nsources = []\n'
    config.write_text(head + "\n".join(blocks), encoding="utf-8")
    with running(portal):
        done = fazhi("run", "--all", "--format", "json", config=config)
    assert done.code == 0, done.err
    rows = fazhi("export", "observations", "--format", "jsonl", config=config).lines()
    found = {(row["agency"], row["year"], row["kind"]) for row in rows}
    assert found == {(agency, year, kind) for agency, _region, _level, year, kind in SEED_SOURCES.values()}, json.dumps(
        sorted(map(str, found)), ensure_ascii=False
    )
