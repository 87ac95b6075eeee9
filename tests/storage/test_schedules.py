from datetime import datetime, timedelta

from storage.database import Store
from storage.runs import finish_run, start_run
from storage.schedules import Planned, claim_plan, read_plan, starts_since_last_end

CRON = "0 6 * * * Asia/Shanghai"


def test_a_plan_is_kept_and_claimed_by_the_first_who_knows_it(fresh_store: Store, now: datetime) -> None:
    first, second = Planned(CRON, now, None), Planned(CRON, now + timedelta(days=1), now)
    assert read_plan(fresh_store, "round") is None
    assert claim_plan(fresh_store, "round", None, first)
    assert not claim_plan(fresh_store, "round", None, second)
    assert claim_plan(fresh_store, "round", first, second)
    assert not claim_plan(fresh_store, "round", first, first)
    assert read_plan(fresh_store, "round") == second


def test_rounds_that_broke_off_are_known_until_one_ends(fresh_store: Store, now: datetime) -> None:
    hours = [now + timedelta(hours=hour) for hour in range(5)]
    for number, trigger in enumerate(("run", "schedule", "reread", "resume")):
        start_run(fresh_store, f"run{number}", trigger, now, hours[number])
    assert starts_since_last_end(fresh_store) == (hours[0], hours[1], hours[3])
    finish_run(fresh_store, "run1", hours[4])
    assert starts_since_last_end(fresh_store) == (hours[3],)
    finish_run(fresh_store, "run3", hours[4])
    assert starts_since_last_end(fresh_store) == ()
