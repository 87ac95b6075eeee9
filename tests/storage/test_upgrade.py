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


FILED_ROWS = """
INSERT INTO source (slug, name, platform, url, reason, added_by_command) VALUES ('s', '', 'trs_wcm', 'u', '', {no});
INSERT INTO run (id, trigger, as_of, started_at) VALUES ('r', 'run', '2026-03-12 01:30:00', '2026-03-12 01:30:00');
INSERT INTO page (url, source, role, first_seen_at, state, told_state)
    VALUES ('p', 's', 'article', '2026-03-12 01:30:00', 'present', 'present');
INSERT INTO snapshot (id, url, run_id, fetched_at, status, content_type, sha256, size, verdict, archive_file,
    archive_offset, archive_length) VALUES (1, 'p', 'r', '2026-03-12 01:30:00', 200, '', '', 1, 'page', '', 0, 1);
INSERT INTO document (id, snapshot_id, cleaner, text_sha256, body, made_at)
    VALUES (1, 1, 'c', '', '{{}}', '2026-03-12 01:30:00');
INSERT INTO agency (id, name, region_code, region_name, level)
    VALUES (5, '鼓岭区司法局', '', '鼓岭区', 'department'), (6, '云汀市人民政府', '990100', '云汀市', 'city');
INSERT INTO report (id, agency_id, kind, year, url, reading_id, first_seen_at)
    VALUES (8, 5, 'report', 2025, 'p', 9, '2026-03-12 01:30:00');
INSERT INTO reading (id, document_id, reader, report_id, identity, checks, made_at)
    VALUES (9, 1, 'r1', 8, '{{}}', '[]', '2026-03-12 01:30:00'),
        (10, 1, 'r2', NULL, '{{}}', '[]', '2026-03-12 01:30:00');
"""


def test_reports_stay_filed_while_their_agencies_are_told_apart(database_url: str, now: datetime) -> None:
    store = open_store(database_url)
    stand_at(store, "0006")
    with store.writing() as connection:
        for statement in FILED_ROWS.format(no="0" if store.is_sqlite else "false").strip().split(";\n"):
            connection.execute(text(statement.rstrip(";")))
    bring_up_to_date(store, now)
    with store.writing() as connection:
        connection.execute(text("INSERT INTO agency (id, name, region_code, region_name, level, site) "
                                "VALUES (7, '鼓岭区司法局', '', '鼓岭区', 'department', 'x.gov.cn')"))  # fmt: skip
    for step in (None, "-0006"):
        if step:
            stand_at(store, step)
        with store.reading() as connection:
            filed = connection.execute(text("SELECT id, agency_id, reading_id FROM report")).all()
            read = connection.execute(text("SELECT id, report_id FROM reading ORDER BY id")).all()
            names = connection.execute(text("SELECT count(*) FROM agency")).scalar_one()
        assert ([tuple(row) for row in filed], [tuple(row) for row in read]) == ([(8, 5, 9)], [(9, 8), (10, None)])
        assert names == (2 if step else 3)
    store.close()
