"""What the operator is told of a source over many nights: once, not each night, and never nothing."""

from datetime import UTC, date, datetime, timedelta

import pytest

from monitor.judging.others import alerts_of_overdue
from monitor.judging.rules import load_rules
from monitor.judging.silence import alerts_of_silence, expected_by, is_silent
from monitor.judging.visits import alerts_of_visit
from storage.database import Store
from storage.errors import ConfigError
from storage.model import Agency, Region, Source, Visit
from storage.pages import ListedPage, note_listing, save_sources
from storage.runs import close_visit, start_run, visits_awaiting_judgement
from storage.series import Series, SourceHistory, source_histories
from storage.vocabulary import Level, Outcome

RULES = load_rules()
SOURCE = Source("yunting", "http://www.yunting.gov.cn/fz/", agency="云汀市人民政府", region="990100")
FIRST = datetime(2026, 1, 5, 22, 30, tzinfo=UTC)
DAY = timedelta(days=1)
LETTERS = {".": Outcome.UNCHANGED, "B": Outcome.BLOCKED, "F": Outcome.FAILED, "S": Outcome.SUSPECT}


def told(nights: str) -> list[tuple[int, str, str]]:
    """Return (night, event, severity) of all that is told over nights with an outcome each; keys are told once."""
    seen: list[tuple[Outcome, datetime]] = []
    keys: set[str] = set()
    found = []
    for night, letter in enumerate(nights):
        visit = Visit(f"run{night}", "yunting", LETTERS[letter], "", FIRST + night * DAY)
        previous = seen[0][0] if seen else None
        since = visit.finished_at
        for outcome, ended in seen:
            if outcome is not visit.outcome:
                break
            since = ended
        for alert in alerts_of_visit(previous, visit, visit.finished_at, RULES, since=since, earlier=seen):
            if alert.key not in keys:
                found.append((night, str(alert.event).removeprefix("source."), str(alert.severity)))
            keys.add(alert.key)
        seen.insert(0, (visit.outcome, visit.finished_at))
    return found


def test_a_state_that_lasts_is_told_once() -> None:
    assert told(".." + "B" * 40) == [(2, "blocked", "warning")]
    assert told(".SSSSSSSSSSSSSSSSSSSS") == [(1, "failed", "warning")]


def test_a_list_as_incomplete_as_it_was_told_to_be_has_not_recovered() -> None:
    eased = Visit("run2", "yunting", Outcome.UNCHANGED, "", FIRST + DAY, {"eased": 1})
    whole = Visit("run2", "yunting", Outcome.UNCHANGED, "", FIRST + DAY)
    before = ((Outcome.SUSPECT, FIRST),)
    assert alerts_of_visit(Outcome.SUSPECT, eased, FIRST + DAY, RULES, earlier=before) == ()
    (alert,) = alerts_of_visit(Outcome.SUSPECT, whole, FIRST + DAY, RULES, earlier=before)
    assert alert.event == "source.recovered"


def test_nights_on_and_off_are_one_trouble() -> None:
    nights = told("..B.B.B.B.B.B.B")
    assert [one for one in nights if one[2] != "info"] == [(2, "blocked", "warning"), (3, "recovered", "notice")]


def test_a_relapse_that_lasts_is_told_once_more_and_so_is_its_end() -> None:
    nights = told("..B." + "B" * 20 + "..")
    assert [one for one in nights if one[2] != "info"] == [
        (2, "blocked", "warning"),
        (3, "recovered", "notice"),
        (7, "blocked", "warning"),
        (24, "recovered", "notice"),
    ]


def test_a_source_that_was_well_for_two_weeks_is_news_again() -> None:
    nights = told("B" + "." * 15 + "B")
    assert nights == [(0, "blocked", "warning"), (1, "recovered", "notice"), (16, "blocked", "warning")]


def history(firsts: dict[int, str], **changes: object) -> SourceHistory:
    days = {year: date.fromisoformat(f"{year}-{day}") for year, day in firsts.items()}
    values = {"state": Outcome.UNCHANGED, "baseline_at": FIRST - 300 * DAY, "newest_at": FIRST - 250 * DAY} | changes
    return SourceHistory("yunting", firsts=days, **values)  # type: ignore[arg-type]


def test_a_source_is_expected_a_month_after_the_latest_beginning_of_the_years_before() -> None:
    assert expected_by({2023: date(2023, 3, 20), 2024: date(2024, 2, 1), 2025: date(2025, 3, 1)}, 2026) == date(
        2026, 4, 19
    )
    assert expected_by({2025: date(2025, 3, 1)}, 2026) is None
    assert expected_by({2021: date(2021, 3, 1), 2022: date(2022, 3, 1)}, 2026) is None
    assert expected_by({2024: date(2024, 12, 20), 2025: date(2025, 3, 1)}, 2026) is None


PAST = {2024: "03-01", 2025: "03-10"}


@pytest.mark.parametrize(
    ("what", "day", "silent"),
    [
        (history(PAST), "2026-04-10", True),
        (history(PAST), "2026-04-09", False),
        (history(PAST | {2026: "01-20"}), "2026-04-10", False),
        (history(PAST, newest_at=datetime(2026, 1, 20, tzinfo=UTC)), "2026-04-10", False),
        (history(PAST, state=Outcome.BLOCKED), "2026-04-10", False),
        (history(PAST, baseline_at=datetime(2026, 6, 1, tzinfo=UTC)), "2026-07-01", False),
        (history(PAST, baseline_at=None), "2026-07-01", False),
        (history({}), "2026-07-01", False),
    ],
)
def test_silence_is_told_of_a_source_that_was_watched_answers_and_has_brought_nothing(
    what: SourceHistory, day: str, *, silent: bool
) -> None:
    assert is_silent(what, date.fromisoformat(day)) == silent


def test_silence_has_one_key_a_year_and_says_what_was_there_before() -> None:
    keys = set()
    for days in range(0, 200, 20):
        (alert,) = alerts_of_silence([history(PAST)], [SOURCE], datetime(2026, 5, 1, tzinfo=UTC) + days * DAY, RULES)
        keys.add(alert.key)
    assert keys == {"source.silent|云汀市人民政府|990100||yunting|2026"}
    assert "2025年首条为03月10日，2026年至今" in alert.reason
    assert alerts_of_silence([history(PAST)], [], datetime(2026, 5, 1, tzinfo=UTC), RULES) == ()


def test_the_store_knows_what_a_source_brought_in_each_year(fresh_store: Store, now: datetime) -> None:
    save_sources(fresh_store, [SOURCE, Source("other", "http://www.other.gov.cn/")])
    start_run(fresh_store, "run1", "run", now, now)
    pages = [
        ListedPage("http://www.yunting.gov.cn/fz/1.html", "题", date(2024, 3, 5)),
        ListedPage("http://www.yunting.gov.cn/fz/2.html", "题", date(2024, 3, 1)),
        ListedPage("http://www.yunting.gov.cn/fz/3.html", "题", None),
    ]
    note_listing(fresh_store, "yunting", pages, now)
    close_visit(fresh_store, Visit("run1", "yunting", Outcome.FOUND, "", now))
    (stock,) = source_histories(fresh_store)
    assert stock == SourceHistory("yunting", Outcome.FOUND, now, {2024: date(2024, 3, 1)}, None)
    later = [ListedPage("http://www.yunting.gov.cn/fz/4.html", "题", date(2026, 3, 9))]
    note_listing(fresh_store, "yunting", later, now + DAY)
    (grown,) = source_histories(fresh_store)
    assert (grown.firsts, grown.newest_at) == ({2024: date(2024, 3, 1), 2026: date(2026, 3, 9)}, now + DAY)


def test_a_visit_that_waits_knows_the_nights_before(fresh_store: Store, now: datetime) -> None:
    save_sources(fresh_store, [SOURCE])
    for night, outcome in enumerate((Outcome.FOUND, Outcome.BLOCKED, Outcome.BLOCKED)):
        start_run(fresh_store, f"run{night}", "run", now, now)
        close_visit(fresh_store, Visit(f"run{night}", "yunting", outcome, "", now + night * DAY))
    *_before, last = visits_awaiting_judgement(fresh_store)
    assert (last.previous, last.since) == (Outcome.BLOCKED, now + DAY)
    assert last.earlier == ((Outcome.BLOCKED, now + DAY), (Outcome.FOUND, now))


def overdue(day: str, rule: dict[str, str] | None = None, years: tuple[int, ...] = (2023, 2024)) -> list[str]:
    """Return the severities told on a day of an agency that published for some years."""
    agency = Agency("云汀市人民政府", Region("云汀市", "990100"), Level.CITY)
    series = Series(
        agency, frozenset(years), "http://www.yunting.gov.cn/1.html", "yunting", SOURCE.url, Outcome.NOTHING
    )
    rules = load_rules([{"name": "逾期未公布", **rule}] if rule else [])
    return [str(alert.severity) for alert in alerts_of_overdue([series], datetime.fromisoformat(day), rules)]


def test_a_report_is_overdue_from_the_statutory_day_of_china_and_grave_two_months_later() -> None:
    assert overdue("2026-03-31T15:59:59+00:00") == []
    assert overdue("2026-03-31T16:00:00+00:00") == ["warning"]
    assert overdue("2026-06-01T12:00:00+08:00") == ["critical"]


def test_the_days_are_the_rule_s_own() -> None:
    later = {"due": "05-01", "red": "09-01"}
    assert overdue("2026-04-15T12:00:00+08:00", later) == []
    assert overdue("2026-06-15T12:00:00+08:00", later) == ["warning"]
    with pytest.raises(ConfigError, match="due is '1 May': write month and day"):
        overdue("2026-04-15T12:00:00+08:00", {"due": "1 May"})


def test_nobody_is_reminded_who_never_had_to() -> None:
    assert overdue("2026-06-15T12:00:00+08:00", years=(2024,)) == []
    assert overdue("2026-06-15T12:00:00+08:00", years=(2022, 2023)) == []
    assert overdue("2026-06-15T12:00:00+08:00", years=(2023, 2024, 2025)) == []
