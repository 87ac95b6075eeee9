"""The files that start the service: complete, with this installation's paths, and such as their readers accept."""

import os
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml

from monitor.cli.deploy import WAYS, filled
from monitor.timetable import next_start
from storage.settings import ScheduleSettings, Settings
from tests.journey.command import fazhi

PLACES = {"@FAZHI@": "/bin/true", "@CONFIG@": "/etc/fazhi/settings.toml", "@SOURCE@": "/opt/source"}


def written(folder: Path, *ways: str) -> list[Path]:
    """Write the files of some ways."""
    paths = []
    for way in ways:
        for name in WAYS[way]:
            paths.append(folder / name)
            paths[-1].write_text(filled(name, PLACES), encoding="utf-8")
    return paths


def test_nothing_is_left_to_fill_in() -> None:
    for way in WAYS.values():
        for name in way:
            text = filled(name, PLACES)
            assert not [mark for mark in PLACES if mark in text]
            assert text.startswith("#")


def test_systemd_takes_the_units(tmp_path: Path) -> None:
    verify = shutil.which("systemd-analyze")
    reason = "systemd-analyze is missing: install Debian's systemd"
    if verify is None and os.environ.get("CI"):
        pytest.fail(reason)
    if verify is None:
        pytest.skip(reason)
    units = written(tmp_path, "systemd", "timer")
    done = subprocess.run([verify, "verify", *map(str, units)], check=False, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_crontab_has_five_fields_a_user_and_our_command() -> None:
    lines = filled("crontab", PLACES).splitlines()
    (line,) = [line for line in lines if line and not line.startswith("#") and "=" not in line.split()[0]]
    *fields, user, command = line.split(maxsplit=6)
    assert next_start(ScheduleSettings(cron=" ".join(fields)), datetime(2026, 3, 12, 15, 30, tzinfo=UTC))
    assert (user, command) == ("fazhi", "/bin/true --config /etc/fazhi/settings.toml --quiet run >/dev/null")
    assert "%" not in line


def test_compose_starts_after_the_database_and_keeps_to_this_machine() -> None:
    composed = yaml.safe_load(filled("compose.yaml", PLACES))
    service, database = composed["services"]["fazhi"], composed["services"]["database"]
    assert service["build"] == {"context": "/opt/source", "dockerfile": "monitor/deploy/Dockerfile"}
    assert (service["read_only"], service["cap_drop"]) == (True, ["ALL"])
    assert all(port.startswith("127.0.0.1:") for port in service["ports"])
    assert service["depends_on"] == {"database": {"condition": "service_healthy"}}
    assert "ports" not in database
    assert {name.partition(":")[0] for one in composed["services"].values() for name in one["volumes"]} == {
        "./settings.toml", *composed["volumes"],
    }  # fmt: skip


def test_the_image_runs_as_nobody_in_particular_and_names_settings_that_exist() -> None:
    lines = filled("Dockerfile", PLACES).splitlines()
    assert "USER 10001:10001" in lines
    assert lines.index("USER 10001:10001") > max(n for n, line in enumerate(lines) if line.startswith("RUN"))
    for name in ("FAZHI_STORAGE__URL", "FAZHI_STORAGE__ARCHIVE", "FAZHI_DASHBOARD__HOST"):
        section, _, key = name.removeprefix("FAZHI_").lower().partition("__")
        assert key in type(getattr(Settings(), section)).model_fields
        assert any(name in line for line in lines)


def test_the_command_prints_the_paths_and_overwrites_nothing(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text("", encoding="utf-8")
    first = fazhi("deploy", "systemd", config=tmp_path / "settings.toml")
    assert f"--config {tmp_path}/settings.toml serve" in first.out
    assert fazhi("deploy", "cron", "--into", str(tmp_path), config=tmp_path / "settings.toml").code == 0
    again = fazhi("deploy", "cron", "--into", str(tmp_path), config=tmp_path / "settings.toml")
    assert (again.code, "choose another folder" in again.err) == (2, True)
