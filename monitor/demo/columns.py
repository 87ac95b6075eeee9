"""The portal's columns: what each is called, which platform it runs on, and the addresses that platform gives out."""

from __future__ import annotations

from dataclasses import dataclass

from monitor.demo.articles import Article

DATAPROXY = "/module/web/jpage/dataproxy.jsp"


@dataclass(frozen=True)
class Column:
    """One column of the portal. Natural key: key.

    `path` is its folder; `number` is the column's id where the platform has one; `code` is the site's 网站标识码,
    whose first six digits are the region code.
    """

    key: str
    platform: str
    path: str
    name: str
    portal: str
    agency: str
    code: str
    per_page: int
    number: int = 0

    @property
    def list_path(self) -> str:
        """Where the first page of the list stands."""
        return f"{self.path}index.html"

    @property
    def unit(self) -> str:
        """The id of the list block on a jpage column; the portal hands out one list a column."""
        return f"{self.number}52"


CITY_PORTAL = "云汀市人民政府"
COUNTY_PORTAL = "霁川县人民政府"

COLUMNS = (
    Column("yunting", "trs_wcm", "/yunting/zwgk/fzzfjs/", "法治政府建设", CITY_PORTAL, CITY_PORTAL, "9901000012", 4),
    Column(
        "scjgj", "static_list", "/yunting/bmzz/scjgj/fzjs/", "法治建设", CITY_PORTAL,
        "云汀市市场监督管理局", "9901000038", 5,
    ),
    Column(
        "jichuan", "hanweb_jpage", "/col/col1307/", "法治政府建设", COUNTY_PORTAL, COUNTY_PORTAL,
        "9901230003", 5, 1307,
    ),
    Column(
        "qiyan", "hanweb_jpage", "/col/col1342/", "栖砚镇信息公开", COUNTY_PORTAL, "栖砚镇人民政府",
        "9901230003", 5, 1342,
    ),
)  # fmt: skip


def bulk_column(pages: int) -> Column:
    """Return the column of the measuring pages; its list keeps to twenty pages, the most that a spider follows."""
    per_page = max(20, -(-pages // 20))
    return Column(
        "bulk", "static_list", "/bulk/fzzfjs/", "法治政府建设年度报告", CITY_PORTAL, CITY_PORTAL, "9901000012", per_page
    )


def article_path(column: Column, article: Article) -> str:
    """Return the path that the column's platform gives an article."""
    day = article.published
    if column.platform == "hanweb_jpage":
        return f"/art/{day.year}/{day.month}/{day.day}/art_{column.number}_{article.number}.html"
    if column.platform == "trs_wcm":
        return f"{column.path}{day:%Y%m}/t{day:%Y%m%d}_{article.number}.html"
    return f"{column.path}{day:%Y%m}/content_{article.number}.html"


def list_page_path(column: Column, page: int) -> str:
    """Return the path of a list page, counted from 1: TRS calls the second `index_1`, the plain list `index_2`."""
    if page == 1:
        return column.list_path
    return f"{column.path}index_{page - 1 if column.platform == 'trs_wcm' else page}.html"
