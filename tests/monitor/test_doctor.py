from datetime import UTC, datetime
from pathlib import Path

from monitor.doctor import examine
from monitor.house import open_house

NOW = datetime(2026, 3, 12, 1, 30, tzinfo=UTC)
SETTINGS = """[storage]
url = "sqlite:///fazhi.db"
[crawl]
sources = []
[[channel]]
name = "ops"
url = "json://127.0.0.1:9/hook"
[[subscription]]
name = "{name}"
channels = ["ops"]
digest = "{digest}"
"""


def trouble(folder: Path, digest: str) -> list[str]:
    file = folder / "settings.toml"
    file.write_text(SETTINGS.format(name="guizhou", digest=digest), encoding="utf-8")
    house = open_house(file, {})
    found = [finding.trouble for finding in examine(house, NOW) if finding.what == "subscription guizhou"]
    house.store.close()
    return found


def test_a_digest_that_is_not_built_is_told(tmp_path: Path) -> None:
    (told,) = trouble(tmp_path, "daily")
    assert 'set digest = "immediate"' in told
    assert trouble(tmp_path, "immediate") == []
