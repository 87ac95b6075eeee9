"""A store with data from an older program is brought up to date without losing what was under way."""

from datetime import datetime

from alembic import command
from alembic.config import Config
from sqlalchemy import text

from storage.database import Store, open_store
from storage.outbox import AttemptRecord, all_deliveries, attempts_of
from storage.schema import STEPS, bring_up_to_date
from storage.vocabulary import DeliveryState


def stand_at(store: Store, step: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(STEPS))
    with store.writing() as connection:
        config.attributes["connection"] = connection
        (command.upgrade if not step.startswith("-") else command.downgrade)(config, step.lstrip("-"))


OLD_ROWS = """
INSERT INTO alert (id, key, event, severity, year, raised_at, body)
    VALUES (7, 'k', 'report.revised', 'warning', 2025, '2026-03-12 01:30:00', '{}');
INSERT INTO delivery (id, alert_id, channel, state, attempts, next_attempt_at, answer)
    VALUES (3, 7, 'mail', 'failed', 2, '2026-03-12 02:00:00', '451 later'), (4, 7, 'hook', 'sent', 1, NULL, 'ok');
INSERT INTO attempt (id, delivery_id, at, state, answer)
    VALUES (1, 3, '2026-03-12 01:30:00', 'failed', '451 later'), (2, 4, '2026-03-12 01:30:00', 'sent', 'ok');
"""


def test_deliveries_under_way_keep_alert_state_and_attempts(database_url: str, now: datetime) -> None:
    store = open_store(database_url)
    stand_at(store, "0002")
    with store.writing() as connection:
        for statement in OLD_ROWS.strip().split(";\n"):
            connection.execute(text(statement.rstrip(";")))
    bring_up_to_date(store, now)
    mail, hook = all_deliveries(store)
    assert (mail.id, mail.alerts, mail.channel, mail.recipient) == (3, (7,), "mail", "")
    assert (mail.state, mail.attempts, mail.answer) == (DeliveryState.FAILED, 2, "451 later")
    assert (hook.id, hook.alerts, hook.state) == (4, (7,), DeliveryState.SENT)
    assert attempts_of(store, 3) == [AttemptRecord(now, DeliveryState.FAILED, "451 later")]
    stand_at(store, "-0002")
    with store.reading() as connection:
        kept = connection.execute(text("SELECT id, alert_id, channel FROM delivery ORDER BY id")).all()
        tried = connection.execute(text("SELECT count(*) FROM attempt")).scalar_one()
    assert ([tuple(row) for row in kept], tried) == ([(3, 7, "mail"), (4, 7, "hook")], 2)
    store.close()
