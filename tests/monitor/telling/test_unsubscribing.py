from __future__ import annotations

import stat
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from monitor.telling.unsubscribing import (
    footer_of,
    load_secret,
    token_of,
    unsubscribe,
    unsubscribe_address,
    whose_token,
)
from storage.database import Store
from storage.errors import StorageError
from storage.model import Delivery
from storage.outbox import all_deliveries
from storage.settings import CrawlSettings, DashboardSettings, Settings
from storage.subscribers import Leaver, leavers
from storage.vocabulary import DeliveryState
from tests.journey.portal import running
from tests.monitor.telling.test_deliver import ENVIRONMENT, House, alerts
from tests.monitor.telling.test_mail import Post

SECRET = b"planted-signing-secret"
MAIL = "mailto://127.0.0.1:{port}?from=watch@fazhi.example&to=a@x.example,b@x.example"


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'store.db'}"


@pytest.fixture
def delivery(fresh_store: Store) -> Delivery:
    house = House(fresh_store, mail=MAIL.format(port=1))
    house.raise_for(alerts(1))
    return house.all()[0]


def test_a_token_lets_its_one_recipient_leave_its_one_subscription(
    fresh_store: Store, delivery: Delivery, now: datetime
) -> None:
    token = token_of(SECRET, delivery)
    leaver = Leaver("all", "mail", "a@x.example")
    assert whose_token(fresh_store, SECRET, token) == leaver
    assert leavers(fresh_store) == set()
    assert [unsubscribe(fresh_store, SECRET, token, now) for _time in range(2)] == [leaver, leaver]
    assert leavers(fresh_store) == {leaver}
    assert [(one.recipient, one.state) for one in all_deliveries(fresh_store)] == [
        ("a@x.example", DeliveryState.WITHDRAWN),
        ("b@x.example", DeliveryState.PENDING),
    ]


def test_a_token_names_nobody(delivery: Delivery) -> None:
    token = token_of(SECRET, delivery)
    assert "example" not in token
    assert len(token) < 40


@pytest.mark.parametrize(
    "token", ["", "1", "1-", "1-AAAAAAAAAAAAAAAAAAAAAAAAAAA", "9" * 400, "../1", "1-\u202e" + "A" * 26]
)
def test_a_token_that_is_not_ours_does_nothing(
    fresh_store: Store, delivery: Delivery, now: datetime, token: str
) -> None:
    assert unsubscribe(fresh_store, SECRET, token, now) is None
    assert leavers(fresh_store) == set()


def test_a_token_holds_for_no_other_delivery_and_under_no_other_secret(fresh_store: Store, delivery: Delivery) -> None:
    other = all_deliveries(fresh_store)[1]
    swapped = f"{other.id}-{token_of(SECRET, delivery).partition('-')[2]}"
    assert whose_token(fresh_store, SECRET, swapped) is None
    assert whose_token(fresh_store, b"another", token_of(SECRET, delivery)) is None
    changed = replace(delivery, subscription="other")
    assert token_of(SECRET, changed) != token_of(SECRET, delivery)


def test_the_secret_is_made_once_beside_the_store_for_its_owner_alone(fresh_store: Store, tmp_path: Path) -> None:
    first = load_secret(Settings(), fresh_store, {})
    assert load_secret(Settings(), fresh_store, {}) == first
    assert len(first) >= 40
    (file,) = tmp_path.glob("unsubscribe.secret*")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert first not in (tmp_path / "store.db").read_bytes()
    assert load_secret(Settings(), fresh_store, ENVIRONMENT) == SECRET


def test_a_secret_that_cannot_be_had_is_told(fresh_store: Store, tmp_path: Path) -> None:
    (tmp_path / "unsubscribe.secret").mkdir()
    with pytest.raises(StorageError, match="set FAZHI_UNSUBSCRIBE_SECRET"):
        load_secret(Settings(), fresh_store, {})


ADDRESSES = [
    (
        Settings(dashboard=DashboardSettings(public_url="https://watch.example/")),
        "https://watch.example/unsubscribe/1-",
    ),
    (Settings(crawl=CrawlSettings(contact="ops@fazhi.example")), "mailto:ops@fazhi.example?subject=unsubscribe%20all"),
    (Settings(crawl=CrawlSettings(contact="https://fazhi.example/contact")), ""),
    (Settings(), ""),
]


@pytest.mark.parametrize(("settings", "begins"), ADDRESSES)
def test_the_way_out_is_a_page_a_letter_or_a_word_and_never_invented(
    delivery: Delivery, settings: Settings, begins: str
) -> None:
    address = unsubscribe_address(settings, SECRET, delivery)
    assert address.startswith(begins)
    assert bool(address) == bool(begins)
    footer = footer_of(delivery, address)
    assert footer.startswith("本邮件按订阅“all”发送。\n")
    if not begins:
        assert "fazhi subscribe remove all --recipient" in footer


def test_each_mail_carries_the_way_out_of_its_own_recipient(fresh_store: Store) -> None:
    post = Post()
    with running(post):
        house = House(fresh_store, mail=MAIL.format(port=post.port))
        dashboard = DashboardSettings(public_url="https://watch.example")
        house.settings = house.settings.model_copy(update={"dashboard": dashboard})
        house.raise_for(alerts(1))
        house.deliver()
    for (recipient,), mail in post.taken:
        link = mail["List-Unsubscribe"].strip("<>")
        assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        leaver = whose_token(fresh_store, SECRET, link.rpartition("/")[2])
        assert leaver == Leaver("all", "mail", recipient)
        plain, html = (part.get_content() for part in mail.iter_parts())
        assert f"退订：{link}" in plain
        assert f'href="{link}"' in html
