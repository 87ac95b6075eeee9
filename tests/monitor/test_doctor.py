from datetime import UTC, datetime
from pathlib import Path

from monitor.doctor import examine
from monitor.house import House, open_house
from storage.model import Subscription
from storage.subscribers import save_subscription

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
