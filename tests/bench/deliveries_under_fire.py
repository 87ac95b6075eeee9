"""Send 500 alerts over five services that fail as services do: none may be lost, or doubled without being unknown.

Run it as `python -m tests.bench.deliveries_under_fire [--alerts 500] [--seed 1] [--fold-above 10]`. A webhook, the bots
of WeCom, DingTalk and Feishu with their limits, and a mail channel with two recipients refuse, fail, ask for time, cut
the line before and after accepting, and answer too late, three times in ten. Clock and pauses are simulated, the
connections are real. It exits with 1 where the books of both sides differ.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from storage.database import open_store
from storage.schema import bring_up_to_date
from tests.monitor.telling.fire import READERS, under_fire


def main() -> int:
    """Run once and print the books."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--alerts", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--fold-above", type=int, default=10)
    asked = parser.parse_args()
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        store = open_store(f"sqlite:///{Path(folder) / 'store.db'}")
        bring_up_to_date(store, datetime.now(UTC))
        account = under_fire(store, patch, count=asked.alerts, seed=asked.seed, fold_above=asked.fold_above)
        store.close()
    told = asked.alerts * len(READERS)
    sys.stdout.write(
        f"{asked.alerts} alerts for {len(READERS)} readers, seed {asked.seed}: {told - len(account.lost)} of {told} "
        f"arrived in {account.messages} accepted messages; {account.attempts} attempts in {account.passes} minutes of "
        f"simulated time, {time.monotonic() - begun:.0f} s of real time\n"
        f"moods {dict(account.moods)}\nstates {dict(account.states)}\n"
        f"lost {len(account.lost)}, doubled without being told as unknown {len(account.doubled)}, "
        f"books that differ {len(account.unequal)} {account.unequal[:3]}\n"
    )
    return 1 if account.lost or account.doubled or account.unequal else 0


if __name__ == "__main__":
    sys.exit(main())
