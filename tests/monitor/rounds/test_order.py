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


def crawler(house: House, code: int, *seen: str) -> Callable[..., int]:
    """Return a crawler that sees some sources and ends with a code."""

    def crawl(_config: Path | None, request: CrawlRequest, _listener: Callable[[dict[str, Any]], None]) -> int:
        for slug in seen:
            close_visit(house.store, Visit(request.run_id, slug, Outcome.NOTHING, "", datetime.now(UTC)))
        return code

    return crawl


@pytest.mark.parametrize(
    ("code", "seen", "broke_off"),
    [(0, ("one", "two"), False), (1, ("one", "two"), False), (1, (), True), (1, ("one",), True), (-9, ("one",), True)],
)
def test_a_crawl_that_has_not_seen_every_source_broke_off(
    house: House, monkeypatch: pytest.MonkeyPatch, code: int, seen: tuple[str, ...], *, broke_off: bool
) -> None:
    monkeypatch.setattr(CRAWL, crawler(house, code, *seen))
    result = run_round(house, RoundRequest("run", everything=True), lambda _event: None)
    assert (result.crawl_failed, result.needs_a_person) == (broke_off, broke_off)
    assert bool(starts_since_last_end(house.store)) == broke_off
