from datetime import UTC, datetime
from pathlib import Path

import pytest

from storage.database import open_store
from storage.schema import bring_up_to_date
from storage.vocabulary import DeliveryState
from tests.monitor.telling.fire import under_fire


@pytest.mark.parametrize(("seed", "fold_above"), [(1, 3), (2, 0)])
def test_five_services_that_fail_get_every_alert_and_none_twice_but_the_unknown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int, fold_above: int
) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'store.db'}")
    bring_up_to_date(store, datetime.now(UTC))
    account = under_fire(store, monkeypatch, count=8, seed=seed, trouble=0.5, fold_above=fold_above)
    store.close()
    assert (account.lost, account.doubled, account.unequal) == ([], [], [])
    assert set(account.states) == {DeliveryState.SENT}
    assert len(account.moods) >= 4, account.moods
