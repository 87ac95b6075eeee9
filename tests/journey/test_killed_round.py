"""A round killed at any moment: the crawl dies with it, the next one takes over, nothing lost, nothing told twice."""

import os
import random
import signal
import subprocess
import time
from collections import Counter
from pathlib import Path

import psutil
import pytest

from monitor.demo.portal import DemoPortal
from monitor.demo.story import ROUNDS, settings_text
from tests.journey.command import command_line, environment, fazhi

# Moments of the kill, in seconds from the start, spread over start, crawl, cleaning, reading, judging and delivery.
KILLS = 6
SPAN_SECONDS = 6.0
# A message whose first sending was cut off in the middle comes again, and says so.
UNKNOWN = "(此前一次投递结果不明，如已收到请忽略。)\n"


def start_and_kill(config: Path, after: float) -> bool:
    """Start a round, kill it hard after so many seconds; return False where it had ended by itself."""
    command = command_line("run", "--all", "--as-of", "2026-03-12", config=config)
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment()) as round_:
        try:
            round_.wait(after)
        except subprocess.TimeoutExpired:
            children = psutil.Process(round_.pid).children(recursive=True)
            os.kill(round_.pid, signal.SIGKILL)
            round_.wait()
            _gone, alive = psutil.wait_procs(children, timeout=5)
            assert alive == [], "the crawl outlived its parent"
            return True
    return False


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Counter[str]:
    """What a round that nobody kills tells."""
    folder = tmp_path_factory.mktemp("undisturbed")
    with DemoPortal() as portal:
        told, _received = play(portal, folder, kills=())
    return told


def play(portal: DemoPortal, folder: Path, kills: tuple[float, ...]) -> tuple[Counter[str], list[str]]:
    """Take stock, let the new year's reports appear, kill rounds, then run one to its end; return what was told."""
    config = folder / "settings.toml"
    config.write_text(settings_text(portal.base_url, folder), encoding="utf-8")
    portal.apply(ROUNDS[0])
    assert fazhi("run", "--all", "--as-of", "2026-01-10", config=config).code == 0
    portal.apply(ROUNDS[1])
    before = len(portal.received)
    for after in kills:
        start_and_kill(config, after)
    last = fazhi("run", "--all", "--as-of", "2026-03-12", config=config)
    assert last.code == 0, last.err
    verified = fazhi("archive", "verify", "--format", "json", config=config)
    assert (verified.code, verified.lines()[0]["troubles"]) == (0, []), verified.out
    alerts = fazhi("alerts", "--format", "json", config=config).lines()
    told = Counter(alert["key"] for alert in alerts if alert["raised_at"].startswith("2026-03-12"))
    received = [str(message["title"]) + str(message["message"]) for message in portal.received[before:]]
    states = Counter(row["state"] for row in fazhi("deliveries", "--format", "json", config=config).lines())
    assert states.keys() == {"sent"}, states
    return told, received


def test_nothing_is_lost_and_nothing_told_twice(undisturbed: Counter[str], tmp_path: Path) -> None:
    chance = random.Random(20260312)
    kills = tuple(sorted(chance.uniform(0.2, SPAN_SECONDS) for _kill in range(KILLS)))
    with DemoPortal() as portal:
        started = time.monotonic()
        told, received = play(portal, tmp_path, kills)
    assert told == undisturbed, (kills, time.monotonic() - started)
    plain = [message for message in received if UNKNOWN not in message]
    assert len(set(plain)) == len(plain)
    assert len({message.replace(UNKNOWN, "") for message in received}) == len(told)
