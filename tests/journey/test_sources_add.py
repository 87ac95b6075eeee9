"""`fazhi sources probe` and `add` as their user types them: from an address to a watched source."""

import tomllib
from pathlib import Path

from tests.crawler.portal import Portal, article, list_page
from tests.journey.command import fazhi

SAMPLE = [
    (f"/fz/202{n + 1}03/t202{n + 1}0310_{n}.html", f"天柱县202{n}年法治政府建设年度报告", f"202{n + 1}-03-10")
    for n in (2, 3, 4)
]
FRONT = (
    '<html><head><title>天柱县人民政府网</title><meta name="SiteIDCode" content="5226270001"></head>'
    '<body><a href="/fz/">法治政府建设</a></body></html>'
)


def settings(folder: Path, portal: Portal, sources: str = '["own"]') -> Path:
    """Write settings that allow the portal and name a folder of the user's own."""
    (folder / "own").mkdir(exist_ok=True)
    file = folder / "settings.toml"
    file.write_text(
        f'# mine\n[crawl]\ndelay_seconds = 0\nsources = {sources}\nallow_hosts = ["{portal.host}"]\n', encoding="utf-8"
    )
    return file


def served() -> Portal:
    """Return a small county's portal."""
    portal = Portal()
    portal.put("/", FRONT)
    portal.put("/fz/", list_page(*SAMPLE))
    for path, title, _day in SAMPLE:
        portal.put(path, article(title))
    return portal


def test_an_address_becomes_a_watched_source(tmp_path: Path) -> None:
    portal = served()
    config = settings(tmp_path, portal)
    before = config.read_text(encoding="utf-8")
    try:
        added = fazhi("sources", "add", f"{portal.url}/", "--slug", "tianzhu", config=config)
        assert added.code == 0, added.err
        written = tomllib.loads((tmp_path / "own" / "tianzhu.toml").read_text(encoding="utf-8"))
        assert written == {
            "slug": "tianzhu",
            "name": "天柱县人民政府 法治政府建设",
            "agency": "天柱县人民政府",
            "region": "522627",
            "level": "county",
            "platform": "trs_wcm",
            "url": f"{portal.url}/fz/",
            "evidence": "probed: page: 202303/t20230310_2.html",
        }
        portal.put("/fz/index.html", list_page(*SAMPLE))
        again = fazhi("sources", "add", f"{portal.url}/fz/index.html", config=config)
        assert again.code == 2
        assert f"{tmp_path / 'own' / 'tianzhu.toml'}: url: " in again.err
        assert "is watched already, as tianzhu" in again.err
        run = fazhi("run", config=config)
        assert run.code == 0, run.err
        assert "found" in fazhi("sources", "list", "--format", "json", config=config).out
    finally:
        portal.close()
    assert config.read_text(encoding="utf-8") == before


def test_what_cannot_be_stored_says_why(tmp_path: Path) -> None:
    portal = served()
    portal.put("/leer/", list_page(("/leer/1.html", "植树通知第一号", "2025-01-01")))
    try:
        config = settings(tmp_path, portal, '["builtin"]')
        homeless = fazhi("sources", "add", f"{portal.url}/fz/", config=config)
        assert (homeless.code, "[crawl] sources names no folder of your own" in homeless.err) == (2, True)
        config = settings(tmp_path, portal)
        short = fazhi("sources", "add", f"{portal.url}/leer/", config=config)
        assert short.code == 1
        assert "found" in short.err
        assert list((tmp_path / "own").iterdir()) == []
        probed = fazhi("sources", "probe", f"{portal.url}/fz/", config=config)
        assert probed.code == 0, probed.err
        assert 'agency = "天柱县人民政府"' in probed.out
    finally:
        portal.close()


def test_a_saved_file_is_probed_and_added(tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    page = tmp_path / "list.html"
    page.write_text(list_page(*SAMPLE), encoding="utf-8")
    config = tmp_path / "settings.toml"
    config.write_text('[crawl]\nsources = ["own"]\n', encoding="utf-8")
    base = "http://www.tianzhu.gov.cn/fz/"
    assert fazhi("sources", "add", str(page), "--base-url", base, config=config).code == 0
    assert tomllib.loads((tmp_path / "own" / "tianzhu.toml").read_text(encoding="utf-8"))["url"] == base
    page.write_text(list_page(SAMPLE[0]), encoding="utf-8")
    short = fazhi("sources", "probe", str(page), "--base-url", base, config=config)
    assert short.code == 1
    assert "1 dated links were found, 3 at least make a list" in short.err
