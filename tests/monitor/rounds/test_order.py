"""A round whose crawler breaks off: nobody takes it for a round that found nothing."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from monitor.house import House, open_house
from monitor.rounds.crawl import CrawlRequest
from monitor.rounds.order import RoundRequest, run_round
from storage.model import Visit
from storage.runs import close_visit
from storage.schedules import starts_since_last_end
from storage.vocabulary import Outcome

CRAWL = "monitor.rounds.order.crawl"


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    config = tmp_path / "settings.toml"
    blocks = "".join(f'[[source]]\nslug = "{slug}"\nurl = "http://{slug}.gov.cn/"\n' for slug in ("one", "two"))
    config.write_text(f"[crawl]\nsources = []\n{blocks}", encoding="utf-8")
    opened = open_house(config, {})
    yield opened
    opened.store.close()


def crawler(house: House, code: int, seen: dict[str, Outcome]) -> Callable[..., int]:
    """Return a crawler that sees some sources, each with its outcome, and ends with a code."""

    def crawl(_config: Path | None, request: CrawlRequest, _listener: Callable[[dict[str, Any]], None]) -> int:
        for slug, outcome in seen.items():
            close_visit(house.store, Visit(request.run_id, slug, outcome, "", datetime.now(UTC)))
        return code

    return crawl


WELL, BAD = Outcome.NOTHING, Outcome.BLOCKED


@pytest.mark.parametrize(
    ("code", "seen", "broke_off"),
    [
        (0, {"one": WELL, "two": WELL}, False),
        (0, {"one": WELL}, False),  # the other one has to wait, as the crawler decided
        (1, {"one": WELL, "two": BAD}, False),
        (1, {}, True),
        (1, {"one": WELL}, True),
        (-9, {"one": BAD}, True),
    ],
)
def test_a_crawl_that_ends_badly_without_a_source_that_did_broke_off(
    house: House, monkeypatch: pytest.MonkeyPatch, code: int, seen: dict[str, Outcome], *, broke_off: bool
) -> None:
    monkeypatch.setattr(CRAWL, crawler(house, code, seen))
    result = run_round(house, RoundRequest("run", everything=True), lambda _event: None)
    assert result.crawl_failed == broke_off
    assert result.needs_a_person == (code != 0)
    assert bool(starts_since_last_end(house.store)) == broke_off
