"""The reader's own process: what it gives, and that its death in whatever way is an answer."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import psutil

from crawler.attachments.files import Part
from crawler.attachments.limits import MOST_MEMORY
from crawler.attachments.reading import read_attachment
from tests.crawler.attachments import made


def test_a_file_is_read_in_a_process_of_its_own() -> None:
    assert read_attachment(made.report_pdf(lines=9)) == [Part(kind="pdf", paragraphs=made.REPORT)]


def test_a_reader_that_takes_too_long_is_stopped() -> None:
    assert read_attachment(made.report_pdf(), seconds=0.02) == [
        Part(unreadable="its reader took more than 0 seconds and was stopped")
    ]


@contextmanager
def killer() -> Iterator[None]:
    """Kill every reader that this process starts, as soon as it is there."""
    over = threading.Event()

    def kill() -> None:
        while not over.is_set():
            for child in psutil.Process().children():
                try:
                    if "crawler.attachments" in child.cmdline():
                        child.kill()
                except psutil.Error:
                    continue
            time.sleep(0.002)

    hunter = threading.Thread(target=kill)
    hunter.start()
    try:
        yield
    finally:
        over.set()
        hunter.join()


def test_a_reader_that_is_killed_is_told() -> None:
    with killer():
        (part,) = read_attachment(made.report_pdf())
    assert part.unreadable == "its reader was killed by SIGKILL: the file is broken or made to harm"


def test_a_file_that_eats_memory_harms_its_reader_only() -> None:
    before = psutil.Process().memory_info().rss
    (part,) = read_attachment(made.docx("<w:p/>" * 6_000_000))
    assert part.unreadable is not None
    assert part.unreadable.startswith(("a broken DOCX: its XML cannot be read", "its reader needed too much memory"))
    assert psutil.Process().memory_info().rss - before < MOST_MEMORY / 4
