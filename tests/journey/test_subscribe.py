"""Subscriptions by command, as a user makes them: added, listed, tested, paused, removed."""

from pathlib import Path

import pytest

from tests.journey.command import fazhi
from tests.journey.portal import HookSink, MailSink, running


def write(folder: Path, channel: str) -> Path:
    config = folder / "settings.toml"
    config.write_text(
        f'[crawl]\nsources = []\n[[channel]]\nname = "ops"\nurl = "{channel}"\n'
        '[[subscription]]\nname = "declared"\nchannels = ["ops"]\n',
        encoding="utf-8",
    )
    return config


def test_a_subscription_is_added_tested_paused_and_removed(tmp_path: Path) -> None:
    hook = HookSink()
    config = write(tmp_path, hook.url)
    filters = ("--region", "99", "--level", "county", "--event", "report.revised", "--min-severity", "warning")
    with running(hook):
        added = fazhi("subscribe", "add", "mine", "--channel", "ops", *filters, config=config)
        assert added.code == 0, added.err
        assert fazhi("subscribe", "test", "mine", config=config).code == 0
    assert len(hook.received) == 1
    assert fazhi("subscribe", "pause", "mine", config=config).code == 0
    listed = {row["name"]: row for row in fazhi("subscribe", "list", "--format", "json", config=config).lines()}
    assert listed["mine"] == {
        "name": "mine",
        "channels": ["ops"],
        "regions": ["99"],
        "agencies": [],
        "levels": ["county"],
        "events": ["report.revised"],
        "indicators": [],
        "min_severity": "warning",
        "digest": "immediate",
        "digest_at": "08:00",
        "digest_day": "monday",
        "quiet": "",
        "critical_passes": False,
        "timezone": "Asia/Shanghai",
        "language": "zh",
        "paused": True,
        "left": [],
        "recent": [],
    }
    assert fazhi("subscribe", "remove", "mine", config=config).code == 0
    assert fazhi("subscribe", "remove", "mine", config=config).code == 1


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (("add", "x", "--channel", "nowhere"), 2, "'nowhere' is not declared"),
        (("add", "x", "--channel", "ops", "--event", "report.publishd"), 2, "'report.published'"),
        (("add", "x", "--channel", "ops", "--indicator", "nothing"), 2, "'nothing'"),
        (("add", "declared", "--channel", "ops"), 2, "[[subscription]]"),
        (("pause", "declared"), 1, "paused = true"),
        (("add", "x", "--channel", "ops", "--quiet", "22-7"), 2, "22:00-07:30"),
        (("add", "x", "--channel", "ops", "--timezone", "Mars/Olympus"), 2, "write Asia/Shanghai"),
        (("remove", "declared", "--recipient", "x@y.example"), 1, "no recipient of 'declared'"),
    ],
)
def test_a_mistake_is_told_by_name(tmp_path: Path, arguments: tuple[str, ...], code: int, told: str) -> None:
    done = fazhi("subscribe", *arguments, config=write(tmp_path, "json://127.0.0.1:9/"))
    assert (done.code, told in done.err) == (code, True), done.err
    assert "Traceback" not in done.err


def test_a_mail_subscription_is_tested_with_a_sample_for_each_recipient_and_one_may_leave(tmp_path: Path) -> None:
    mail = MailSink()
    config = write(tmp_path, f"{mail.url},desk@example.org")
    options = ("--digest", "weekly", "--digest-day", "friday", "--quiet", "22:00-07:00", "--language", "en")
    with running(mail):
        assert fazhi("subscribe", "add", "mine", "--channel", "ops", *options, config=config).code == 0
        told = fazhi("subscribe", "test", "mine", config=config)
    assert told.out.splitlines() == ["ops editor@example.org: sent (250 kept)", "ops desk@example.org: sent (250 kept)"]
    assert [message["To"] for message in mail.received] == ["editor@example.org", "desk@example.org"]
    assert all(str(message["Subject"]).startswith("测试：【Warning】Indicator changed") for message in mail.received)
    left = fazhi("subscribe", "remove", "declared", "--recipient", "desk@example.org", config=config)
    assert left.code == 0, left.err
    listed = fazhi("subscribe", "list", config=config).out
    assert "left by desk@example.org" in listed
    assert "the last 7 days: 0 alerts" in listed
    assert "digest weekly, digest_day friday" in listed
    assert fazhi("subscribe", "resume", "declared", "--recipient", "desk@example.org", config=config).code == 0


def test_deliveries_are_asked_for_by_their_state(tmp_path: Path) -> None:
    done = fazhi("deliveries", "--state", "failed", config=write(tmp_path, "json://127.0.0.1:9/"))
    assert done.code == 0, done.err
