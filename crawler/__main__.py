"""The crawler's one door, `python -m crawler COMMAND`: takes arguments, leaves the store changed or JSON on the output.

crawl     fetch the named sources, or single pages of them (the reactor starts once, so each crawl is a process)
clean     make documents of kept pages that the present cleaner has not seen; no network
document  print the documents of files, one JSON a line (a ZIP may hold several)
probe     say what a page is: its platform, what it lists, where the list goes on
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import sys
import threading
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import storage
from storage.database import Store, open_store
from storage.errors import ConfigError, WatchError
from storage.settings import Settings, find_settings_file, load_settings

OWN_FILES = tuple(f'  File "{Path(module).parent}{os.sep}' for module in (__file__, storage.__file__))
BAD_OUTCOMES = ("suspect", "blocked", "failed")
# A source has no visit, which no other visit explains: the round counts as broken off and is taken up again.
BROKEN_OFF = 3


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return 0: well, 1: something needs a person, 2: wrong usage or settings, 3: broken off."""
    options = _parser().parse_args(arguments)
    logging.basicConfig(stream=sys.stderr, level=options.log_level, format="%(levelname)s %(name)s: %(message)s")
    for handler in logging.getLogger().handlers:
        handler.setLevel(options.log_level)  # Scrapy sets its own loggers to DEBUG, whatever the root says
        handler.setFormatter(PlainLines("%(levelname)s %(name)s: %(message)s"))
    if getattr(options, "chosen", False):
        _take_chosen(options)
    if options.with_parent:
        threading.Thread(target=_follow_parent, daemon=True).start()
    try:
        return int(_COMMANDS[options.command](options))
    except ConfigError as error:
        print(error, file=sys.stderr)  # noqa: T201 (the command's answer to a person)
        return 2
    except WatchError as error:
        print(error, file=sys.stderr)  # noqa: T201
        return 1


class PlainLines(logging.Formatter):
    """A trouble that can be told by its reason is one line, without its trace; a fault of this program keeps it."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line; at DEBUG every trace stands."""
        text = super().format(record)  # Twisted writes the trace into the message itself
        head, mark, trace = text.partition("\nTraceback (most recent call last):")
        if not mark or logging.getLogger().level <= logging.DEBUG:
            return text
        _before, frame, said = trace.rpartition('\n  File "')
        lines = said.strip().splitlines()[bool(frame) :]
        reason = next((line for line in lines if line and not line[0].isspace()), lines[-1])  # SQL may stand behind it
        ours = f"{frame[1:]}{said}".startswith(OWN_FILES) and not reason.startswith("storage.errors.")
        return text if ours else f"{head}: {reason}"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m crawler", description=(__doc__ or "").partition("\n")[0])
    commands = parser.add_subparsers(dest="command", required=True)
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--config", help="settings file; else $FAZHI_CONFIG, else ./settings.toml")
    shared.add_argument("--log-level", default="WARNING", choices=["DEBUG", "INFO", "WARNING", "ERROR"])
    shared.add_argument("--with-parent", action="store_true", help="end at once when standard input ends")
    shared.add_argument("--progress", action="store_true", help="tell progress as JSON lines on standard error")
    crawl = commands.add_parser("crawl", parents=[shared], help="fetch sources or single pages")
    crawl.add_argument("--run", required=True)
    crawl.add_argument("--now", type=_moment, default=None, metavar="ISO", help="the round's moment, with its zone")
    crawl.add_argument("--all", action="store_true", help="look at every held page, due or not")
    crawl.add_argument("--force", action="store_true", help="ask without validators, so that every page is sent again")
    crawl.add_argument("--url", action="append", default=[], help="a single page; may be repeated")
    crawl.add_argument("--source", action="append", default=[], help="a source's slug; may be repeated")
    crawl.add_argument(
        "--chosen", action="store_true", help='read more from the input: {"source": [...], "url": [...]}'
    )
    clean = commands.add_parser("clean", parents=[shared], help="make documents of kept pages")
    clean.add_argument("--run", required=True)
    document = commands.add_parser("document", parents=[shared], help="print files' documents as JSON")
    document.add_argument("files", nargs="+", type=Path, metavar="FILE")
    document.add_argument("--url", default=None)
    probe = commands.add_parser("probe", parents=[shared], help="say what a page lists")
    probe.add_argument("target", metavar="URL|FILE")
    probe.add_argument("--base-url", default=None)
    return parser


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is no ISO moment, such as 2025-03-20T06:00:00+08:00") from error
    if moment.tzinfo is None:
        raise argparse.ArgumentTypeError(f"{text!r} has no time zone; add one, such as +08:00")
    return moment.astimezone(UTC)


def _take_chosen(options: argparse.Namespace) -> None:
    """Read the one line that the parent writes; a line cut off is the parent's end, and this process's."""
    line = bytearray()
    while not line.endswith(b"\n"):
        part = os.read(0, 65536)
        if not part:
            os._exit(1)
        line += part
    chosen = json.loads(line)
    options.source = [*options.source, *chosen["source"]]
    options.url = [*options.url, *chosen["url"]]


def _follow_parent() -> None:
    """End this process at once when the one that started it has ended: its pipe then closes."""
    while os.read(0, 4096):  # unbuffered: a lock held on sys.stdin would break the interpreter's own end
        pass
    os._exit(1)


def _settings(options: argparse.Namespace) -> Settings:
    return load_settings(find_settings_file(options.config))


def _open_store(settings: Settings) -> Store:
    from storage.schema import bring_up_to_date, current_step, newest_step  # noqa: PLC0415

    store = open_store(settings.database_url)
    if current_step(store) != newest_step():
        bring_up_to_date(store, datetime.now(UTC))
    return store


def _crawl(options: argparse.Namespace) -> int:
    from twisted.logger import globalLogBeginner  # noqa: PLC0415

    from crawler.crawling import Order, crawl  # noqa: PLC0415 (Scrapy loads in half a second, cleaning needs none)
    from crawler.progress import Progress  # noqa: PLC0415
    from storage.runs import visits_of_run  # noqa: PLC0415
    from storage.sources import load_sources  # noqa: PLC0415

    # Until somebody takes over, Twisted prints what it thinks critical beside the log, with its trace.
    globalLogBeginner.beginLoggingTo([], redirectStandardIO=False, discardBuffer=True)
    settings = _settings(options)
    sources = load_sources(settings.crawl.sources, settings.source, settings.folder, str(settings.file or "settings"))
    unknown = sorted(set(options.source) - {source.slug for source in sources})
    if unknown:
        raise ConfigError(
            f"--source {unknown[0]}: no such source; known: {', '.join(s.slug for s in sources) or 'none'}"
        )
    if not options.url:
        chosen = set(options.source)
        sources = tuple(source for source in sources if source.slug in chosen)
    order = Order(
        options.run,
        options.now or datetime.now(UTC),
        tuple(options.url),
        everything=options.all,
        force=options.force,
    )
    store = _open_store(settings)
    try:
        if crawl(settings, store, sources, order, Progress(sys.stderr if options.progress else None)):
            return BROKEN_OFF
        return int(any(visit.outcome in BAD_OUTCOMES for visit in visits_of_run(store, options.run)))
    except WatchError:
        raise
    except Exception:
        logging.getLogger("fazhi.crawl").exception("the crawl broke off")
        return BROKEN_OFF
    finally:
        store.close()


def _clean(options: argparse.Namespace) -> int:
    from crawler.cleaning import clean_all  # noqa: PLC0415
    from crawler.progress import Progress  # noqa: PLC0415
    from crawler.unreadable import amend_visits  # noqa: PLC0415

    settings = _settings(options)
    store = _open_store(settings)
    try:
        clean_all(store, settings.archive_folder, Progress(sys.stderr if options.progress else None))
        amend_visits(store, options.run)
    finally:
        store.close()
    return 0


def _document(options: argparse.Namespace) -> int:
    from crawler.cleaning import documents_of_file  # noqa: PLC0415
    from storage.wire import to_json  # noqa: PLC0415

    for file in options.files:
        documents, troubles = documents_of_file(file, options.url)
        for document in documents:
            print(json.dumps(to_json(document), ensure_ascii=False))  # noqa: T201
        for trouble in troubles:
            print(trouble, file=sys.stderr)  # noqa: T201
    return 0


def _probe(options: argparse.Namespace) -> int:
    from crawler.probe import probe  # noqa: PLC0415

    answer = probe(options.target, options.base_url, lambda: _settings(options))
    print(json.dumps(answer, ensure_ascii=False))  # noqa: T201
    return 0


_COMMANDS = {"crawl": _crawl, "clean": _clean, "document": _document, "probe": _probe}

if __name__ == "__main__":
    sys.exit(main())
