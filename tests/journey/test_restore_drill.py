"""The drill: back up while all is well, lose everything, restore; the next round is silent, the next change is told."""

import shutil
from pathlib import Path

from sqlalchemy import MetaData

from monitor.demo.articles import load_articles
from monitor.house import open_house
from monitor.rounds.order import RoundRequest, run_round
from storage.database import open_store
from storage.runs import GOOD_OUTCOMES
from tests.journey.command import fazhi
from tests.journey.portal import Portal, article_page, list_page, running

REPORT = next(article for article in load_articles() if article.slug == "jichuan_2024")
FIGURE = REPORT.figures["recon_accepted"]
EDITED = REPORT.text.replace(FIGURE, FIGURE.replace(next(digit for digit in FIGURE if digit.isdigit()), "9", 1))
SETTINGS = """[storage]
url = "{url}"
archive = "{folder}/data/archive"
[crawl]
delay_seconds = 0
allow_hosts = ["{host}"]
sources = []
[[channel]]
name = "ops"
url = "json://127.0.0.1:9/planted-token"
[[source]]
slug = "jichuan"
agency = "霁川县人民政府"
region = "990123"
level = "county"
url = "{portal}/list/"
"""


def lose_everything(url: str, folder: Path) -> None:
    """Take away the archive and all tables."""
    shutil.rmtree(folder / "data")
    store = open_store(url)
    with store.writing() as connection:
        every = MetaData()
        every.reflect(connection)
        every.drop_all(connection)
    store.close()


def run(config: Path) -> list[str]:
    """Run one round over everything and return the events that it raised."""
    house = open_house(config, {})
    result = run_round(house, RoundRequest("run", everything=True), lambda _event: None)
    house.store.close()
    assert [visit.outcome in GOOD_OUTCOMES for visit in result.visits] == [True]
    return [str(alert.event) for alert in result.alerts]


def test_after_a_loss_nothing_is_told_again_and_the_next_change_is(database_url: str, tmp_path: Path) -> None:
    portal = Portal()
    day = f"{REPORT.published:%Y-%m-%d}"
    portal.put("/list/", list_page([("/report.html", REPORT.title, day)]))
    portal.put("/report.html", article_page(REPORT.title, REPORT.text, day))
    config, file = tmp_path / "settings.toml", tmp_path / "kept" / "backup.tar"
    url = database_url.replace(str(tmp_path), f"{tmp_path}/data")
    config.write_text(SETTINGS.format(url=url, folder=tmp_path, host=portal.host, portal=portal.url), encoding="utf-8")
    with running(portal):
        run(config)
        assert fazhi("backup", str(file), config=config).code == 0
        assert b"planted-token" not in file.read_bytes()
        lose_everything(url, tmp_path)
        done = fazhi("restore", str(file), config=config)
        assert done.code == 0, done.err
        assert run(config) == []
        portal.put("/report.html", article_page(REPORT.title, EDITED, day))
        assert run(config) == ["report.revised"]
    refused = fazhi("restore", str(file), config=config)
    assert (refused.code, "--replace" in refused.err) == (1, True)
