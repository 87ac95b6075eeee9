"""A report that stands in a file only: published, exchanged silently, then a scan; as a user is told of it."""

import hashlib
from pathlib import Path

from monitor.demo.articles import load_articles
from tests.crawler.attachments.made import report_docx, report_pdf, scan_pdf
from tests.journey.command import fazhi
from tests.journey.portal import Answer, Portal, article_page, list_page, running

ARTICLES = {article.slug: article for article in load_articles()}
OLD, NEW = ARTICLES["jichuan_2023"], ARTICLES["jichuan_2024"]
NOTICE = "现将年度报告全文予以公布，请社会各界予以监督，提出宝贵的意见和建议。"


def covering(portal: Portal, file: str) -> None:
    """Serve a covering notice with its file."""
    page = article_page(NEW.title, NOTICE, f"{NEW.published:%Y-%m-%d}")
    portal.put("/new.html", page.replace("</p></div>", f"</p><p><a href='{file}'>附件：报告全文</a></p></div>", 1))


def lines_of(text: str) -> list[str]:
    return [NEW.title, *(line.strip() for line in text.splitlines() if line.strip() and line.strip() != NEW.title)]


def test_a_report_in_a_file_is_told_with_the_page_to_click_and_the_bytes_that_prove_it(tmp_path: Path) -> None:
    portal = Portal()
    config = tmp_path / "settings.toml"
    config.write_text(
        f'[storage]\nurl = "sqlite:///{tmp_path}/fazhi.db"\narchive = "{tmp_path}/archive"\n'
        f'[crawl]\ndelay_seconds = 0\nallow_hosts = ["{portal.host}"]\nsources = []\n'
        '[[source]]\nslug = "jichuan"\nagency = "霁川县人民政府"\nregion = "990123"\nlevel = "county"\n'
        f'platform = "static_list"\nurl = "{portal.url}/fz/"\n',
        encoding="utf-8",
    )
    old_row = ("/old.html", OLD.title, f"{OLD.published:%Y-%m-%d}")
    new_row = ("/new.html", NEW.title, f"{NEW.published:%Y-%m-%d}")
    portal.put("/old.html", article_page(OLD.title, OLD.text, f"{OLD.published:%Y-%m-%d}"))
    portal.put("/fz/", list_page([old_row]))
    day = ("run", "--all", "--format", "json", "--as-of", f"{NEW.published:%Y-%m-%d}")
    with running(portal):
        assert fazhi(*day, config=config).code == 0

        portal.put("/fz/", list_page([new_row, old_row]))
        covering(portal, "/files/report.pdf")
        body = report_pdf(lines_of(NEW.text), lines=20)
        portal.pages["/files/report.pdf"] = Answer(body, content_type="application/pdf")
        told = fazhi(*day, config=config)
        assert told.code == 0, told.err
        published = [one for one in told.lines()[0]["alerts"] if one["event"] == "report.published"]
        assert [(one["agency"], one["year"], one["url"]) for one in published] == [
            ("霁川县人民政府", 2024, f"{portal.url}/new.html")
        ]
        rows = fazhi("export", "observations", "--format", "jsonl", config=config).lines()
        (accepted,) = [row for row in rows if row["year"] == 2024 and row["indicator"] == "recon_accepted"]
        assert (accepted["url"], accepted["sha256"]) == (f"{portal.url}/new.html", hashlib.sha256(body).hexdigest())
        assert accepted["quote"] in "".join(lines_of(NEW.text))

        words = NEW.figures["recon_accepted"]
        edited = NEW.text.replace(words, words.replace(next(sign for sign in words if sign.isdigit()), "9", 1))
        body = report_docx(lines_of(edited))
        portal.pages["/files/report.pdf"] = Answer(body, content_type="application/octet-stream")
        (alert,) = fazhi(*day, config=config).lines()[0]["alerts"]
        assert (alert["event"], alert["indicator"], alert["url"]) == (
            "report.revised",
            "recon_accepted",
            f"{portal.url}/new.html",
        )
        assert len(alert["figures"]) == 1

        covering(portal, "/files/scan.pdf")
        portal.pages["/files/scan.pdf"] = Answer(scan_pdf(), content_type="application/pdf")
        scanned = fazhi(*day, config=config)
        assert scanned.code == 1
        (alert,) = scanned.lines()[0]["alerts"]
        assert alert["event"] == "source.failed"
        assert "没有文字层的扫描件（3页），请人工查看" in alert["reason"]
        (source,) = scanned.lines()[0]["sources"]
        assert source["outcome"] == "suspect"
        assert f"{portal.url}/new.html (报告全文: a scan without a text layer" in source["reason"]
