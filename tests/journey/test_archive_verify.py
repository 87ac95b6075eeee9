"""Bytes that are lost for good: `archive verify` calls for a person once, and lists them ever after."""

from datetime import UTC, datetime
from pathlib import Path

from storage.database import open_store
from storage.pages import ListedPage, keep_snapshot
from storage.schema import bring_up_to_date
from tests.journey.command import fazhi
from tests.storage.held import SOURCE, begin, snapshot


def test_old_damage_ends_no_verification_with_one(tmp_path: Path) -> None:
    config = tmp_path / "settings.toml"
    config.write_text(
        f'[storage]\nurl = "sqlite:///{tmp_path}/fazhi.db"\narchive = "{tmp_path}/archive"\n[crawl]\nsources = []\n',
        encoding="utf-8",
    )
    store = open_store(f"sqlite:///{tmp_path}/fazhi.db")
    bring_up_to_date(store, datetime.now(UTC))
    begin(store)
    url = "http://www.yunting.gov.cn/fz/1.html"
    keep_snapshot(store, snapshot(url, "x"), run_id="run1", page=ListedPage(url, "题", None), source=SOURCE.slug)
    store.close()
    verify = ("archive", "verify")
    first, second = fazhi(*verify, config=config), fazhi(*verify, "--format", "json", config=config)
    assert first.code == 1
    assert first.out.startswith(f"2026/run1.warc.gz at byte 0: the file is not there ({url}); bring the file back")
    assert "1 troubles, 1 of them news" in first.out
    answer = second.lines()[0]
    assert (second.code, answer["sound"], answer["news"]) == (0, False, 0)
    assert answer["troubles"][0]["told"] == f"{datetime.now(UTC):%Y-%m-%d}"
