from datetime import UTC, datetime, timedelta
from pathlib import Path

from monitor.doctor import examine
from monitor.house import House, open_house
from storage.model import Subscription
from storage.notices import Raising, Route, raise_alerts
from storage.runs import start_run
from storage.subscribers import save_subscription
from tests.monitor.telling.test_message import ALERT

NOW = datetime(2026, 3, 12, 1, 30, tzinfo=UTC)
SETTINGS = """[storage]
url = "sqlite:///fazhi.db"
[crawl]
sources = []
[[channel]]
name = "ops"
url = "json://127.0.0.1:9/hook"
[[subscription]]
name = "guizhou"
channels = ["ops"]
"""


def trouble(house: House) -> list[str]:
    return [finding.trouble for finding in examine(house, NOW) if finding.what == "subscription guizhou"]


def test_a_subscription_that_stands_twice_is_told(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text(SETTINGS, encoding="utf-8")
    house = open_house(file, {})
    assert trouble(house) == []
    save_subscription(house.store, Subscription("guizhou", ("ops",)), NOW)
    (told,) = trouble(house)
    assert "`fazhi subscribe remove guizhou`" in told
    house.store.close()


def test_a_subscription_that_no_watched_source_can_meet_is_told(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    source = '[[source]]\nslug = "a"\nurl = "https://a.gov.cn/"\nagency = "云汀县人民政府"\nregion = "990123"\n'
    file.write_text(f'{SETTINGS}regions = ["99", "某地"]\nagencies = ["云汀县"]\n{source}', encoding="utf-8")
    house = open_house(file, {})
    assert found(house, "subscription guizhou") == [
        ("asks for what no source is declared for", "region '某地': mend the filter, or watch a source of it"),
        (
            "asks for what no source is declared for",
            "agency '云汀县' (did you mean 云汀县人民政府?): mend the filter, or watch a source of it",
        ),
    ]
    house.store.close()


def found(house: House, what: str, now: datetime = NOW) -> list[tuple[str, str]]:
    """Return (said, trouble) of what was looked at under one name."""
    return [(finding.said, finding.trouble) for finding in examine(house, now) if finding.what == what]


def test_the_next_round_is_told_in_the_zone_it_is_meant_in(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text(SETTINGS, encoding="utf-8")
    house = open_house(file, {})
    assert found(house, "schedule") == [
        ("'0 6 * * *': 2026-03-13 06:00 Asia/Shanghai; season: months 1, 2, 3, 4 of China", "")
    ]
    assert found(house, "rounds") == [("none has ended yet", "")]
    assert found(house, "heartbeat") == [("none: an outage is told by nobody", "")]
    house.store.close()


def test_rounds_that_start_when_no_portal_may_be_asked_are_told(tmp_path: Path) -> None:
    """Six in London is one or two in the afternoon in China."""
    file, remedy = (
        tmp_path / "settings.toml",
        "move [schedule] cron, or [crawl] quiet_hours, which are hours of Asia/Shanghai",
    )
    told = []
    for cron, zone, quiet in (
        ("0 6 * * *", "Asia/Shanghai", '"08:30-18:00"'),
        ("0 6 * * *", "Europe/London", '"08:30-18:00"'),
        ("0 */6 * * *", "Asia/Shanghai", '"23:00-01:00", "12:00-13:00"'),
        ("0 6 * * *", "Asia/Shanghai", ""),
    ):
        schedule = f'[schedule]\ncron = "{cron}"\ntimezone = "{zone}"\n'
        file.write_text(
            SETTINGS.replace("sources = []", f"sources = []\nquiet_hours = [{quiet}]") + schedule, encoding="utf-8"
        )
        house = open_house(file, {})
        told += [trouble for _said, trouble in found(house, "schedule")]
        house.store.close()
    assert told == [
        "",
        f"every round starts in quiet hours (08:30-18:00) and will look at nothing; {remedy}",
        f"12 of the next 24 rounds start in quiet hours (23:00-01:00, 12:00-13:00) and will look at nothing; {remedy}",
        "",
    ]


def test_a_clock_set_back_a_round_that_broke_off_and_an_unset_heartbeat_are_told(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text(SETTINGS + '[service]\nheartbeat_url_env = "WATCHER"\n', encoding="utf-8")
    house = open_house(file, {})
    start_run(house.store, "run1", "schedule", NOW, NOW)
    ((_said, broken),) = found(house, "rounds", NOW + timedelta(days=2))
    assert broken == "1 broke off since; the log says why, `fazhi run` takes them up"
    ((_said, behind),) = found(house, "clock", NOW - timedelta(days=2))
    assert "which is ahead of it now; set it" in behind
    assert found(house, "heartbeat") == [("nobody is called", "the environment variable WATCHER is not set; set it")]
    house.store.close()


def test_deliveries_of_a_subscription_that_is_gone_are_told(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text(SETTINGS, encoding="utf-8")
    house = open_house(file, {})
    with house.store.writing() as connection:
        route = Route("ops", NOW, subscription="gone")
        raise_alerts(connection, Raising(NOW, [ALERT], {ALERT.key: [route]}))
    (told,) = [finding for finding in examine(house, NOW) if finding.what == "subscription gone"]
    assert told.trouble.endswith("`fazhi subscribe remove gone` withdraws them")
    house.store.close()
