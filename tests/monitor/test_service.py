"""The loop of the service: every slot once whoever ticks, and nothing that a store or a clock does ends it."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from monitor.house import House, open_house
from monitor.rounds.order import RoundRequest, RoundResult
from monitor.service import Service
from monitor.telling.deliver import DeliveryCount
from storage.errors import LeaseHeldError, StorageError
from storage.leases import hold_lease
from storage.runs import finish_run, start_run
from storage.schedules import Planned, read_plan
from storage.tables import SCHEDULE
from tests.monitor.ticking import FIRST, check

DAY = timedelta(days=1)
SLOTS = 15


@pytest.fixture
def house(database_url: str, tmp_path: Path) -> Iterator[House]:
    """A house without sources on a fresh store."""
    file = tmp_path / "settings.toml"
    file.write_text(f'[storage]\nurl = "{database_url}"\n[crawl]\nsources = []\n', encoding="utf-8")
    opened = open_house(file, {})
    yield opened
    opened.store.close()


class Conductor:
    """Conducts rounds that only leave their rows; `breaks` makes them break off."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self.clock = clock
        self.triggers: list[str] = []
        self.breaks = False

    def __call__(
        self, house: House, request: RoundRequest, _listener: Callable[[object], None], claim: Callable[[], bool]
    ) -> RoundResult:
        assert claim()
        self.triggers.append(request.trigger)
        run_id = f"run{len(self.triggers)}"
        start_run(house.store, run_id, request.trigger, self.clock(), self.clock())
        if self.breaks:
            raise RuntimeError("the portal's page broke the round")
        finish_run(house.store, run_id, self.clock())
        return RoundResult(run_id, (), 0, (), DeliveryCount())


class Hands:
    """A clock with hands to set."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


def serving(house: House, now: datetime) -> tuple[Service, Hands, Conductor]:
    """Return a service that does nothing by itself, its clock and its rounds."""
    hands = Hands(now)
    conductor = Conductor(hands)
    return Service(house, hands, conductor), hands, conductor


def test_three_days_of_rest_are_one_catch_up_round(house: House) -> None:
    service, hands, conductor = serving(house, FIRST - timedelta(hours=1))
    assert not service.tick_schedule()
    hands.now = FIRST + timedelta(seconds=3)
    assert service.tick_schedule()
    restarted, hands, again = serving(house, FIRST + 3 * DAY + timedelta(hours=5))
    assert [restarted.tick_schedule() for _tick in range(5)] == [True, False, False, False, False]
    assert conductor.triggers + again.triggers == ["schedule", "schedule"]
    assert read_plan(house.store, "round") == Planned("0 6 * * * Asia/Shanghai", FIRST + 4 * DAY, hands.now)


def test_a_slot_that_comes_during_a_round_by_hand_waits_for_its_end(house: House) -> None:
    service, hands, conductor = serving(house, FIRST - DAY)
    service.tick_schedule()
    hands.now = FIRST + timedelta(minutes=1)
    with hold_lease(house.store, "round"), pytest.raises(LeaseHeldError):
        service.tick_schedule()
    assert conductor.triggers == []
    assert service.tick_schedule()
    assert conductor.triggers == ["schedule"]


def test_a_round_that_broke_off_is_taken_up_and_not_for_ever(house: House) -> None:
    service, hands, conductor = serving(house, FIRST - DAY)
    service.tick_schedule()
    conductor.breaks = True
    for minutes in range(0, 600, 10):
        hands.now = FIRST + timedelta(minutes=minutes)
        service._guarded("schedule", service.tick_schedule)
    assert conductor.triggers == ["schedule", "resume", "resume", "resume"]
    conductor.breaks = False
    hands.now = FIRST + DAY
    assert service.tick_schedule()
    assert conductor.triggers[-1] == "schedule"


def test_what_stops_a_round_before_it_begins_uses_up_no_slot(house: House) -> None:
    tight = house.settings.service.model_copy(update={"warn_free_mb": 10**12, "min_free_mb": 10**12})
    full = House(house.settings.model_copy(update={"service": tight}), house.store, {})
    hands = Hands(FIRST - DAY)
    service = Service(full, hands)
    service.tick_schedule()
    hands.now = FIRST
    with pytest.raises(StorageError, match="no round begins"):
        service.tick_schedule()
    after, hands, conductor = serving(house, FIRST + timedelta(hours=1))
    assert after.tick_schedule()
    assert conductor.triggers == ["schedule"]


def test_a_bad_row_in_the_timetable_costs_no_more_than_itself(house: House) -> None:
    service, hands, _conductor = serving(house, FIRST - DAY)
    service.tick_schedule()
    with house.store.writing() as connection:
        connection.execute(SCHEDULE.update().values(cron="no cron line at all", next_at=FIRST + 5000 * DAY))
    service.tick_schedule()
    hands.now = FIRST
    assert service.tick_schedule()


@pytest.mark.parametrize("error", [RuntimeError("bad"), SystemExit(1), MemoryError()])
def test_nothing_that_breaks_in_a_tick_ends_the_loop_or_floods_the_log(
    house: House, error: BaseException, caplog: pytest.LogCaptureFixture
) -> None:
    service, _hands, _conductor = serving(house, FIRST)
    caplog.set_level("INFO", "fazhi.service")

    def breaks() -> None:
        raise error

    for _tick in range(3):
        service._guarded("delivery", breaks)
    service._guarded("delivery", lambda: None)
    assert [record.getMessage() for record in caplog.records] == [
        "a tick of the loop delivery broke off; every next one tries again",
        "the loop delivery works again",
    ]


def test_two_services_that_tick_at_once_start_each_slot_once(house: House) -> None:
    """Two processes tick the same slots at the same time; `python -m tests.monitor.ticking` runs 200 of them."""
    assert house.settings.file is not None
    assert check(house.settings.file, SLOTS) == {1: SLOTS}
