"""Floors for cleaning real pages; where the measuring pages are absent, nothing is measured and the reason is told."""

from __future__ import annotations

import csv
import re
from collections import Counter
from pathlib import Path

import pytest

from crawler.clean import make_document

PAGES = Path(__file__).parents[3] / "shared" / "pages"
SEEDS = Path(__file__).parents[3] / "shared" / "seeds"

# Measured on 8 and 5 pages; one page is 12 and 20 per cent.
FLOORS = {"gov": {"all5": 7, "source": 5}, "news": {"all5": 5, "source": 5}}


def squeeze(text: str | None) -> str:
    return re.sub(r"[\s\u3000\u200b\ufeff|]+", "", text or "")


@pytest.mark.skipif(not PAGES.is_dir(), reason="../shared/pages is absent: no real pages to measure on")
@pytest.mark.parametrize("group", FLOORS)
def test_fields_of_real_pages_stay_above_their_floor(group: str) -> None:
    right: Counter[str] = Counter()
    with (PAGES / "manifest.csv").open(encoding="utf-8-sig", newline="") as manifest:
        rows = [row for row in csv.DictReader(manifest) if row["kind"] == "article" and row["group"] == group]
    for row in rows:
        document = make_document((PAGES / row["file"]).read_bytes(), "text/html")
        text = squeeze(document.text)
        right["all5"] += all(
            (
                squeeze(document.title) == squeeze(row["title"]),
                str(document.published or "") == row["published"],
                squeeze(row["body_first12"]) in text[:92],
                squeeze(row["body_last12"]) in text[-92:],
                not any(squeeze(row[key]) in text for key in ("forbid1", "forbid2") if row[key]),
            )
        )
        right["source"] += bool(row["source"]) and squeeze(document.source_label) == squeeze(row["source"])
    assert {name: right[name] >= floor for name, floor in FLOORS[group].items()} == dict.fromkeys(
        FLOORS[group], True
    ), right


@pytest.mark.skipif(not SEEDS.is_dir(), reason="../shared/seeds is absent: no reports to measure on")
def test_reports_lose_their_frame_and_not_one_sentence() -> None:
    for path in sorted(SEEDS.glob("*.txt")):
        document = make_document(path.read_bytes(), "text/plain")
        again = make_document(document.text.encode(), "text/plain")
        assert again.text == document.text, path.name
        if document.restored.script == "traditional":
            assert (document.restored.glosses, len(document.restored.damaged)) == (813, 2)
            continue
        before = [line.strip() for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]
        gone = [line for line in before if line not in document.text.split("\n")]
        assert all(len(line) < 40 and "。" not in line for line in gone), gone
        assert len(gone) <= 5
