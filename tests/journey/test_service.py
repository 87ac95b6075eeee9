"""The service as systemd runs it: rounds by its timetable, one of two leads, a clean end on SIGTERM."""

import json
import signal
import subprocess
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from monitor.demo.portal import DemoPortal
from monitor.demo.story import ROUNDS, settings_text
from storage.database import open_store
from storage.schedules import Planned, claim_plan, read_plan
from tests.conftest import NOW
from tests.journey.command import command_line, environment, fazhi

MISSED = Planned("0 6 * * * Asia/Shanghai", NOW, None)


class Running:
    """A service with its log; `wait_for` returns when a line says so."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.lines: list[str] = []
        self._news = threading.Condition()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stderr is not None
        for line in self.process.stderr:
            with self._news:
                self.lines.append(line)
                self._news.notify_all()

    def wait_for(self, words: str, seconds: float = 60) -> str:
        """Return the first line that holds the words; fail where none comes in time."""
        with self._news:
            assert self._news.wait_for(lambda: any(words in line for line in self.lines), seconds), "".join(self.lines)
            return next(line for line in self.lines if words in line)

    def end(self) -> int:
        """Ask it to end and return its exit code."""
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(60)
        self._reader.join()
        return code


@contextmanager
def service(config: Path) -> Iterator[Running]:
    """Run a service; kill it where the test did not end it."""
    anywhere = environment() | {"FAZHI_DASHBOARD__PORT": "0"}
    process = subprocess.Popen(command_line("serve", config=config), stderr=subprocess.PIPE, text=True, env=anywhere)
    with process:
        running = Running(process)
        try:
            yield running
        finally:
            process.kill()


def test_a_due_round_is_run_once_and_a_second_service_stands_by(tmp_path: Path) -> None:
    with DemoPortal() as portal:
        config = tmp_path / "settings.toml"
        config.write_text(settings_text(portal.base_url, tmp_path), encoding="utf-8")
        portal.apply(ROUNDS[0])
        assert fazhi("sources", "list", config=config).code == 0
        store = open_store(f"sqlite:///{tmp_path}/fazhi.db")
        assert claim_plan(store, "round", None, MISSED)
        with service(config) as first:
            first.wait_for("leading")
            with service(config) as second:
                second.wait_for("standing by")
                first.wait_for("alerts,")
                planned = read_plan(store, "round")
                assert planned is not None
                assert planned.next_at > NOW
                assert planned.last_at is not None
                assert first.end() == 0
                second.wait_for("leading")
                assert second.end() == 0
            assert sum("alerts," in line for line in first.lines + second.lines) == 1
        store.close()


def test_sigterm_in_the_middle_of_a_round_ends_cleanly(tmp_path: Path) -> None:
    with DemoPortal() as portal:
        config = tmp_path / "settings.toml"
        text = settings_text(portal.base_url, tmp_path)
        config.write_text(text.replace("delay_seconds = 0", "delay_seconds = 0.5"), encoding="utf-8")
        portal.apply(ROUNDS[0])
        assert fazhi("sources", "list", config=config).code == 0
        store = open_store(f"sqlite:///{tmp_path}/fazhi.db")
        assert claim_plan(store, "round", None, MISSED)
        store.close()
        with service(config) as running:
            running.wait_for("looks at 4 sources")
            assert running.end() == 0
        assert "Traceback" not in "".join(running.lines)
        config.write_text(text, encoding="utf-8")
        done = fazhi("run", "--all", config=config)
        assert done.code == 0, done.err


PLANTED = ("planted-hook-token", "planted-watcher-uuid", "planted-signature")


def test_no_planted_token_is_found_in_log_pages_answers_store_or_backup(tmp_path: Path) -> None:
    """Every channel fails and the watcher too, so that their addresses have every reason to be printed."""
    with DemoPortal() as portal:
        portal.apply(ROUNDS[0])
        config = tmp_path / "settings.toml"
        text = settings_text(portal.base_url, tmp_path / "data").replace(
            "/sink", "/none/planted-hook-token?secret=planted-signature"
        )
        heartbeat = f'[service]\nlog_format = "json"\nheartbeat_url = "{portal.base_url}/planted-watcher-uuid"\n'
        config.write_text(heartbeat + text, encoding="utf-8")
        assert fazhi("sources", "list", config=config).code == 0
        store = open_store(f"sqlite:///{tmp_path}/data/fazhi.db")
        assert claim_plan(store, "round", None, MISSED)
        with service(config) as running:
            address = str(json.loads(running.wait_for("answering on"))["message"]).split()[2]
            running.wait_for("did not answer")
            pages = [
                urllib.request.urlopen(address.replace("/healthz", page)).read() for page in ("/healthz", "/metrics")
            ]
            assert running.end() == 0
        store.close()
        said = [json.loads(line)["message"] for line in running.lines]
        assert any("heartbeat" in line for line in said)
        answers = [fazhi(*command.split(), config=config) for command in ("deliveries --format json", "doctor")]
        assert fazhi("backup", str(tmp_path / "data" / "backup.tar"), config=config).code == 0
    held = [path.read_bytes() for path in (tmp_path / "data").rglob("*") if path.is_file()]
    told = [part.encode() for answer in answers for part in (answer.out, answer.err)]
    for secret in PLANTED:
        assert secret in config.read_text(encoding="utf-8")
        for place in (*running.lines, *(part.decode("utf-8", "replace") for part in (*pages, *held, *told))):
            assert secret not in place
