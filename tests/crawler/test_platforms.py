"""Each platform's spider against its loopback twin: one crawl of all of them, read by many tests."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from crawler.probe import describe
from storage.archive import archive_files
from storage.model import Visit
from storage.pages import PageRecord
from storage.vocabulary import Outcome
from tests.crawler import twins
from tests.crawler.conftest import Crawling
from tests.crawler.portal import Asked, Portal

COLUMNS = {
    "unit": ("hanweb_unit", "/dw/fz/index.html"),
    "unit_stau": ("hanweb_unit", "/dw/stau/index.html"),
    "gk": ("gkmlpt", "/gkmlpt/index"),
    "gk_cap": ("gkmlpt", "/gkmlpt/index#8"),
    "gk_jump": ("gkmlpt", "/gkmlpt/index#9"),
    "ucap": ("ucap", "/uc/list.shtml"),
    "lonsun": ("lonsun", "/public/column/6596?type=4&catId=77&action=list"),
    "epoint_1": ("epoint_ewb", "/xz/govInfoPub.html?categorynum=003001003&deptcode="),
    "epoint_0": ("epoint_ewb", "/yk/govInfoPub.html?categorynum=004002&deptcode="),
    "epoint_2": ("epoint_ewb", "/bc/govInfoPub.html?categorynum=005003&deptcode="),
    "xxgk": ("hanweb_xxgk", "/col/col88/index.html"),
    "nfcms": ("nfcms", "/nf/"),
    "shanghai": ("shanghai_hex", "/nw12344/"),
    "vsb": ("vsb", "/xx/fzjs.htm"),
    "rahmen": ("static_list", "/rahmen/"),
    "jpage_cap": ("hanweb_jpage", "/col/col5/index.html"),
    "stumm": ("static_list", "/stumm/"),
    "leck": ("static_list", "/leck/"),
    "stau": ("trs_wcm", "/stau/"),
}


@dataclass
class Round:
    """What one crawl of every twin left."""

    portal: Portal
    crawling: Crawling
    visits: dict[str, Visit]
    asked: list[Asked]

    def pages(self, slug: str) -> dict[str, PageRecord]:
        """Return the articles of a column by their years' titles."""
        return {path: one for path, one in self.crawling.pages(slug).items() if one.role != "list"}


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Round]:
    portal = Portal()
    for twin in (
        twins.hanweb_unit,
        twins.gkmlpt,
        twins.ucap,
        twins.lonsun,
        twins.epoint,
        twins.hanweb_xxgk,
        twins.static_families,
        twins.framed,
        twins.mute,
        twins.hanweb_jpage,
        twins.broken_lists,
    ):
        twin(portal)
    folder: Path = tmp_path_factory.mktemp("platforms")
    crawling = Crawling(folder, portal.host)
    for slug, (platform, path) in COLUMNS.items():
        crawling.watch(slug, portal.url + path, platform=platform)
    visits = crawling.run()
    yield Round(portal, crawling, visits, list(portal.asked))
    portal.close()


@pytest.mark.parametrize(
    "slug",
    ["unit", "gk", "ucap", "lonsun", "epoint_1", "epoint_0", "epoint_2", "xxgk", "nfcms", "shanghai", "vsb", "rahmen"],
)
def test_a_platforms_whole_list_is_walked_and_its_reports_are_kept(seen: Round, slug: str) -> None:
    visit = seen.visits[slug]
    assert (visit.outcome, visit.counts["entries"], visit.counts["failed"]) == (Outcome.FOUND, 5, 0), visit.reason
    listed = seen.pages(slug).values()
    assert len({one.url for one in listed}) == visit.counts["new"] == 5
    assert len({one.listed_on for one in listed if one.listed_on}) == 5


@pytest.mark.parametrize(
    ("slug", "reason"),
    [
        (
            "unit_stau",
            "2 entries, 0 new, 0 changed, 0 unchanged; the list stalls: page 2 brings nothing new; "
            "the list declares 5 entries, 2 were collected",
        ),
        (
            "gk_cap",
            "3 entries, 0 new, 0 changed, 0 unchanged; the list ends before "
            "{url}/gkmlpt/api/all/8?page=2&sid=200001 (status 404); the list declares 5 entries, 3 were collected",
        ),
        (
            "jpage_cap",
            "4 entries, 4 new, 0 changed, 0 unchanged; the list declares 7 entries, 4 were collected; the list ends "
            "with an empty page {url}/module/web/jpage/dataproxy.jsp?page=3&columnid=5&unitid=6&perpage=2",
        ),
        (
            "stumm",
            "20 entries, 0 new, 0 changed, 0 unchanged; "
            "20 entries are named without a word of Chinese; none of them was followed",
        ),
        (
            "leck",
            "2 entries, 2 new, 0 changed, 0 unchanged; "
            "{url}/leck/index_2.html lists another column; its 2 entries are left out; "
            "{url}/leck/2026/t10.html goes on over 2 pages; only the first is kept",
        ),
        (
            "stau",
            "2 entries, 2 new, 0 changed, 0 unchanged; "
            "the list stalls: {url}/stau/index_1.html repeats entries, 1 more pages are named",
        ),
    ],
)
def test_what_of_a_list_was_not_seen_is_told(seen: Round, slug: str, reason: str) -> None:
    visit = seen.visits[slug]
    assert (visit.outcome, visit.reason) == (Outcome.SUSPECT, reason.format(url=seen.portal.url))


def test_a_category_that_lives_elsewhere_is_told_with_its_address(seen: Round) -> None:
    visit = seen.visits["gk_jump"]
    assert visit.outcome is Outcome.FAILED
    assert visit.reason.endswith("category 9 leads to another page: http://other.gov.cn/")


def test_a_unit_is_asked_with_the_pages_own_parameters_and_its_number_inside_paramjson(seen: Round) -> None:
    asked = [one.path for one in seen.asked if "pageId=fz" in one.path and "tagId=list" in one.path]
    assert [path.partition("tagId=list")[2] for path in asked] == [
        "",
        "&paramJson=%7B%22pageNo%22%3A2%2C%22pageSize%22%3A2%7D",
        "&paramJson=%7B%22pageNo%22%3A3%2C%22pageSize%22%3A2%7D",
    ]


def test_a_directory_is_asked_from_page_1_until_its_count_is_reached(seen: Round) -> None:
    asked = [one.path for one in seen.asked if "/gkmlpt/api/all/7" in one.path]
    assert asked == [f"/gkmlpt/api/all/7?page={page}&sid=200001" for page in (1, 2)]


def test_titles_with_escapes_and_broken_halves_are_made_sound(seen: Round) -> None:
    titles = {one.listed_title for one in seen.pages("gk").values()}
    assert "云岭县2024年法治政府建设情况报告" in titles


def test_a_search_over_all_columns_leaves_the_others_rows_alone(seen: Round) -> None:
    assert {path.rpartition("/")[2][:6] for path in seen.pages("xxgk")} == {"art_88"}
    assert not [one.path for one in seen.asked if "art_99" in one.path]


@pytest.mark.parametrize("slug", COLUMNS)
def test_a_probe_names_the_platform_and_where_its_list_goes_on(seen: Round, slug: str) -> None:
    platform, path = COLUMNS[slug]
    url = seen.portal.url + path
    text = seen.portal.pages[path.partition("?")[0].partition("#")[0]].body.decode()
    told = describe(text, url)
    assert (told["platform"], bool(told["evidence"])) == (platform, True)
    asked = {one.path for one in seen.asked}
    followed = [one.removeprefix(seen.portal.url).partition("&json=")[0] for one in told["next"]]
    if slug in ("gk_jump", "stumm"):
        assert followed == []
        return
    assert {one.partition("?json=")[0] for one in followed} & asked
    assert all(link["report"] for link in told["links"])


def test_the_archive_holds_each_exchange_as_it_was_on_the_wire(seen: Round) -> None:
    (file,) = archive_files(seen.crawling.folder / "archive")
    heard = {(one.method, one.path, one.form, tuple(sorted(one.headers.items()))) for one in seen.asked}
    kinds: list[str] = []
    methods: set[str] = set()
    with file.open("rb") as stream:
        for record in ArchiveIterator(stream, check_digests="raise"):
            body, named = record.content_stream().read(), record.rec_headers.get_header
            kinds.append(record.rec_type)
            if record.rec_type == "response":
                answer = (named("WARC-Record-ID"), named("WARC-Target-URI"), named("WARC-Date"))
                assert record.http_headers.get_header("Content-Length") == str(len(body))
                assert record.http_headers.get_statuscode() in ("200", "404")
            elif record.rec_type != "warcinfo":
                assert (named("WARC-Concurrent-To"), named("WARC-Target-URI"), named("WARC-Date")) == answer
            if record.rec_type == "request":
                method, asked = record.http_headers.protocol, record.http_headers.statusline.removesuffix(" HTTP/1.1")
                methods.add(method)
                assert (method, asked, body.decode(), tuple(sorted(record.http_headers.headers))) in heard
    assert methods == {"GET", "POST"}
    assert kinds[0] == "warcinfo"
    assert kinds[1:] == ["response", "request", "metadata"] * (len(kinds) // 3)
