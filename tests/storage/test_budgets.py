from datetime import date, timedelta

from storage.budgets import add_requests, requests_on
from storage.database import Store

DAY = date(2026, 3, 12)


def test_requests_add_up_by_host_and_day(fresh_store: Store) -> None:
    add_requests(fresh_store, DAY, {"a.gov.cn": 3, "b.gov.cn": 1})
    add_requests(fresh_store, DAY, {"a.gov.cn": 4})
    add_requests(fresh_store, DAY + timedelta(days=1), {"a.gov.cn": 1})
    add_requests(fresh_store, DAY, {})
    assert requests_on(fresh_store, DAY) == {"a.gov.cn": 7, "b.gov.cn": 1}
    assert requests_on(fresh_store, DAY - timedelta(days=1)) == {}
