"""Bad input of every kind in one round: each gets its named outcome, and the round goes on for the others."""

from pathlib import Path

import pytest

from monitor.demo.articles import load_articles
from tests.journey.command import fazhi
from tests.journey.portal import Answer, Portal, article_page, endless, huge, list_page, running

REPORT = next(article for article in load_articles() if article.slug == "jichuan_2024")
TITLE = REPORT.title
PAGE = article_page(TITLE, REPORT.text, f"{REPORT.published:%Y-%m-%d}")


def entry(path: str) -> str:
    """Return a list with one report."""
    return list_page([(path, TITLE, f"{REPORT.published:%Y-%m-%d}")])


def serve_bad_pages(portal: Portal) -> None:
    """Serve one column for each kind of trouble, and one that is well."""
    portal.put("/well/", entry("/well.html"))
    portal.put("/well.html", PAGE)
    portal.put("/huge/", entry("/huge.html"))
    portal.pages["/huge.html"] = Answer(behaviour=huge)
    portal.put("/endless/", entry("/endless.html"))
    portal.pages["/endless.html"] = Answer(behaviour=endless)
    portal.put("/private/", entry("/private.html"))
    portal.pages["/private.html"] = Answer(status=302, headers={"Location": "http://10.0.0.1/secret.html"})
    portal.put("/metadata/", entry("/metadata.html"))
    portal.pages["/metadata.html"] = Answer(status=302, headers={"Location": "http://169.254.169.254/latest/"})
    portal.pages["/gbk/"] = Answer(entry("/gbk.html").encode("gbk"))
    portal.pages["/gbk.html"] = Answer(PAGE.replace("charset='utf-8'", "charset='utf-8'").encode("gb18030"))
    portal.put("/empty/", list_page([]))
    portal.put("/refused/", "<h1>403</h1>", status=403)
    portal.put("/refusing/", entry("/refusing.html"))
    portal.put("/refusing.html", "<h1>403</h1>", status=403)


EXPECTED = {
    "well": ("found", ""),
    "huge": ("suspect", "larger than a page (5 MB) or a file (20 MB) may be"),
    "endless": ("suspect", "endless.html"),
    "private": ("suspect", "10.0.0.1"),
    "metadata": ("suspect", "169.254.169.254"),
    "gbk": ("found", ""),
    "empty": ("nothing", ""),
    "refused": ("blocked", "403"),
    "refusing": ("blocked", "403"),
}


def test_each_trouble_gets_its_name_and_the_round_goes_on(tmp_path: Path) -> None:
    portal = Portal()
    serve_bad_pages(portal)
    config = tmp_path / "settings.toml"
    blocks = "".join(
        f'[[source]]\nslug = "{slug}"\nagency = "霁川县人民政府"\nregion = "990123"\nlevel = "county"\n'
        f'platform = "static_list"\nurl = "{portal.url}/{slug}/"\n'
        for slug in EXPECTED
    )
    config.write_text(
        f'[crawl]\ndelay_seconds = 0\ntimeout_seconds = 8\nallow_hosts = ["{portal.host}"]\nsources = []\n{blocks}',
        encoding="utf-8",
    )
    with running(portal):
        done = fazhi("run", "--all", "--format", "json", config=config)
    assert done.code == 1, done.err
    told = {row["slug"]: (row["outcome"], row["reason"]) for row in done.lines()[0]["sources"]}
    for slug, (outcome, words) in EXPECTED.items():
        assert told[slug][0] == outcome, (slug, told[slug])
        assert words in told[slug][1], (slug, told[slug])
        assert told[slug][1] or outcome == "found", slug
    rows = fazhi("export", "observations", "--format", "jsonl", config=config).lines()
    assert {(row["agency"], row["year"]) for row in rows} == {("霁川县人民政府", 2024)}
    assert all("�" not in row["quote"] for row in rows)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[crawl]\ndelay_second = 1\n", "did you mean delay_seconds?"),
        ('[[source]]\nslug = "x"\n', "url"),
        ('[[source]]\nslug = "x"\nurl = "http://a.gov.cn/"\nplatfrom = "trs_wcm"\n', "platform"),
        ('[[source]]\nslug = "x"\nurl = "http://a.gov.cn/"\nplatform = "nothing"\n', "trs_wcm"),
        ('[[rule]]\nname = "x"\nrelativ = 3\n', "relative"),
        ('[schedule]\ncron = "0 25 * * *"\n', "write five fields"),
        ('[schedule]\ntimezone = "Asia/Peking"\n', "write Asia/Shanghai"),
        (
            '[[channel]]\nname = "o"\nurl = "json://127.0.0.1:9"\n'
            '[[subscription]]\nname = "x"\nchannels = ["o"]\nindicators = ["recon_acepted"]\n',
            "did you mean recon_accepted?",
        ),
    ],
)
def test_a_wrong_settings_file_ends_with_2_and_says_what_to_mend(tmp_path: Path, text: str, told: str) -> None:
    config = tmp_path / "settings.toml"
    config.write_text(f"{text}[crawl]\nsources = []\n" if "[crawl]" not in text else text, encoding="utf-8")
    done = fazhi("run", "--all", config=config)
    assert done.code == 2, done.err
    assert told in done.err
    assert "settings.toml" in done.err
    assert "Traceback" not in done.err


def test_a_file_that_is_not_there_ends_with_2(tmp_path: Path) -> None:
    for arguments in (("run",), ("read", "nowhere.html"), ("compare", "a.txt", "b.txt")):
        done = fazhi(*arguments, config=tmp_path / "none.toml" if arguments == ("run",) else None, folder=tmp_path)
        assert done.code == 2, (arguments, done.err)
        assert "Traceback" not in done.err


def test_an_unknown_command_names_the_nearest(tmp_path: Path) -> None:
    done = fazhi("recrwal", folder=tmp_path)
    assert done.code == 2
    assert "recrawl" in done.err


def test_an_unknown_source_ends_with_2_and_names_the_nearest(tmp_path: Path) -> None:
    config = tmp_path / "settings.toml"
    config.write_text(
        '[crawl]\nsources = []\n[[source]]\nslug = "yunting"\nurl = "http://a.gov.cn/"\nagency = "云汀市人民政府"\n',
        encoding="utf-8",
    )
    for arguments, near in ((("run", "yuntin"), "yunting"), (("recrawl", "云汀市人民正府"), "云汀市人民政府")):
        done = fazhi(*arguments, config=config)
        assert (done.code, f"did you mean {near}?" in done.err) == (2, True), done.err
