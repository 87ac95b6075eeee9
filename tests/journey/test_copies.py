"""One report on several sites: told once, kept with every address, read where it stands best."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from monitor.cli import fazhi
from storage.copies import addresses
from storage.findings import current_reports
from storage.model import Alert
from storage.vocabulary import Event
from tests.journey.copies import COUNTY, World, report, title_of, to_congress, world_in

BUREAU, CONGRESS = "霁川县司法局", "霁川县人民代表大会常务委员会"


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with world_in(tmp_path) as opened:
        yield opened


def held(world: World) -> list[tuple[str | None, int | None, str, tuple[str, ...]]]:
    """Return whose report of which year is read where, and all addresses it stands at."""
    places = addresses(world.house.store)
    return [
        (one.agency.name if one.agency else None, one.reading.identity.year, one.url, places[one.report_id or 0])
        for one in current_reports(world.house.store)
    ]


def told(alerts: list[Alert]) -> list[tuple[Event, str | None]]:
    return [(alert.event, alert.url) for alert in alerts]


def asked(world: World, *arguments: str) -> list[dict[str, Any]]:
    """Return what a command answers, one JSON a line."""
    command = ["--config", str(world.folder / "settings.toml"), *arguments]
    answer = CliRunner().invoke(fazhi, command, catch_exceptions=False)
    return [json.loads(line) for line in answer.stdout.splitlines()]


def everywhere(world: World) -> dict[str, str]:
    """Show the report on the bureau's site, before the congress, on a foreign mirror and on the county's portal."""
    world.watch("bureau", BUREAU, level="department")
    world.watch("congress", CONGRESS)
    world.watch("mirror", mirror=True)
    world.watch("portal", COUNTY, level="county")
    return {
        "bureau": world.show("bureau", report()),
        "congress": world.show("congress", to_congress()),
        "mirror": world.show("mirror", report()),
        "portal": world.show("portal", report()),
    }


def test_a_report_on_many_sites_is_told_once_and_read_where_it_stands_best(world: World) -> None:
    sites = everywhere(world)
    world.show("portal", report(2024, received=70), "/fz/2024.html", day="2025-02-27")
    for late in ("portal", "congress"):
        world.take_down(late)
    assert told(world.round()) == [(Event.REPORT_PUBLISHED, sites["bureau"])]

    world.show("portal", report())
    world.show("congress", to_congress(received=74))
    world.show("mirror", report(received=99))
    (differs,) = world.round()
    assert (differs.event, differs.rule) == (Event.REPORT_CONTRADICTION, "各处文本数字不一")
    assert (differs.url, differs.old_url) == (sites["congress"], sites["bureau"])
    assert [(one.old, one.new) for one in differs.figures] == [(Decimal(72), Decimal(74))]
    assert ("72件" in differs.figures[0].old_quote, "74件" in differs.figures[0].new_quote) == (True, True)
    assert held(world) == [
        (COUNTY, 2024, f"{sites['portal'][:-9]}2024.html", (f"{sites['portal'][:-9]}2024.html",)),
        (COUNTY, 2025, sites["portal"], tuple(sorted(sites.values()))),
    ]

    (answer,) = asked(world, "compare", COUNTY, "2024", "2025", "--format", "json")
    (change,) = [row for row in answer["changes"] if row["old"] and row["old"]["value"] == 70]
    assert change["new"]["value"] == 72
    rows = asked(world, "export", "observations", "--format", "jsonl")
    (row,) = [row for row in rows if (row["value"], row["year"]) == (72, 2025)]
    assert row["url"] == sites["portal"]
    assert row["copies"].split() == sorted(url for slug, url in sites.items() if slug != "portal")

    world.show("portal", report(penalties=1993))
    world.show("mirror", report(received=98))
    (revised,) = world.round()
    assert (revised.event, revised.url) == (Event.REPORT_REVISED, sites["portal"])
    world.show("bureau", report(penalties=1993))
    assert world.round() == []


def test_the_end_of_one_copy_is_no_removal_and_that_of_the_last_one_is(world: World) -> None:
    sites = everywhere(world)
    world.take_down("congress")
    world.show("portal", report(2024), "/fz/2024.html", day="2025-02-27")
    assert told(world.round()) == [(Event.REPORT_PUBLISHED, sites["portal"])]
    world.take_down("portal")
    assert world.round() == []
    world.take_down("bureau")
    assert world.round() == []
    assert [row[2] for row in held(world) if row[1] == 2025] == [sites["bureau"]]
    (removal,) = world.round()
    assert (removal.event, removal.url, removal.year) == (Event.REPORT_REMOVED, sites["bureau"], 2025)
    assert sites["mirror"] not in removal.reason
    world.show("portal", report())
    (back,) = world.round()
    assert (back.event, back.rule, back.url) == (Event.REPORT_PUBLISHED, "撤下的报告恢复", sites["portal"])
    assert [row[2] for row in held(world) if row[1] == 2025] == [sites["portal"]]


def test_a_foreign_mirror_alone_tells_nothing_and_is_no_report_of_the_year(world: World) -> None:
    sites = everywhere(world)
    for slug in ("bureau", "congress", "portal"):
        world.take_down(slug)
    assert (world.round(), held(world)) == ([], [])
    world.show("portal", report())
    world.show("mirror", report(received=99))
    assert told(world.round()) == [(Event.REPORT_PUBLISHED, sites["portal"])]
    assert held(world) == [(COUNTY, 2025, sites["portal"], tuple(sorted((sites["portal"], sites["mirror"]))))]


def test_what_only_looks_alike_stays_apart(world: World) -> None:
    """A bureau's own report, two years, two bureaus of one name in two cities."""
    world.watch("portal", COUNTY, level="county")
    world.watch("bureau", BUREAU, level="department")
    world.watch("east", "鼓岭区司法局", region="990201", level="department")
    world.watch("west", "鼓岭区司法局", region="990304", level="department")
    own = report().replace("霁川县人民政府", BUREAU).replace("县委、县政府", "局").replace("全县", "全局")
    urls = {
        (COUNTY, 2025): world.show("portal", report()),
        (COUNTY, 2024): world.show("portal", report(2024), "/fz/2024.html", day="2026-02-20"),
        (BUREAU, 2025): world.show("bureau", own, title=title_of(2025).replace(COUNTY, BUREAU)),
    }
    for slug in ("east", "west"):
        text = own.replace(BUREAU, "鼓岭区司法局").replace("72件", f"7{len(slug) + (slug == 'east')}件")
        world.show(slug, text, title=title_of(2025).replace(COUNTY, "鼓岭区司法局"))
    alerts = world.round()
    published = [(one.agency, one.region and one.region.code) for one in alerts if one.event is Event.REPORT_PUBLISHED]
    assert sorted(published) == sorted(
        [(COUNTY, "990123"), (BUREAU, "990123"), ("鼓岭区司法局", "990201"), ("鼓岭区司法局", "990304")]
    )
    assert [one for one in alerts if one.event is Event.REPORT_CONTRADICTION] == []
    found = {(name, year): url for name, year, url, addresses in held(world) if addresses == (url,)}
    assert {key: found.get(key) for key in urls} == urls
    assert len(held(world)) == 5
