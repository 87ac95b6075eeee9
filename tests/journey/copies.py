"""A county's report on several sites at once: takes what each site shows, leaves what rounds over them tell.

The crawler is the real one, forked for each round; reading and judging are the stages of a round in this process.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from crawler.cleaning import clean_all
from crawler.progress import Progress
from monitor.house import House, open_house
from monitor.rounds.judge import judge_awaiting
from monitor.rounds.read import read_awaiting
from storage.model import Alert
from storage.runs import start_run
from tests.forked import run_crawler
from tests.journey.portal import Answer, Portal, article_page, list_page

START = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
COUNTY, CODE = "霁川县人民政府", "990123"
BODY = """一、主要举措和成效
（一）优化营商环境。全县取消证明事项{proofs}项，办理告知承诺事项2410件。
（二）规范行政执法。办理行政处罚案件{penalties}件，评查行政执法案卷130件。
（三）化解行政争议。收到行政复议申请{received}件，受理64件，审结60件；行政机关负责人出庭应诉率100%。
二、党政主要负责人履行推进法治建设第一责任人职责情况
县委、县政府主要负责人专题听取法治工作汇报4次，现场督办执法问题7个。
三、存在的问题和原因
部分乡镇执法力量薄弱，办案经验不足，日常监督还不够经常。
四、{next}年工作安排
继续完善行政执法与行政复议的衔接机制，做好年度案卷评查。
"""
DEFAULTS = {"proofs": 62, "penalties": 1893, "received": 72}


def title_of(year: int) -> str:
    """Return the report's title."""
    return f"霁川县人民政府关于{year}年度法治政府建设情况的报告"


def report(year: int = 2025, **figures: int) -> str:
    """Return the report as the government published it."""
    lead = f"{year}年，霁川县人民政府深入学习贯彻上级决策部署，推动政府工作全面纳入法治轨道。现将有关情况报告如下。\n"
    body = BODY.format(next=year + 1, **{**DEFAULTS, **figures})
    return f"{lead}{body}霁川县人民政府\n{year + 1}年2月25日\n"


def to_congress(year: int = 2025, **figures: int) -> str:
    """Return the report as it was given to the standing committee: another head and end, the same figures."""
    head = (
        f"——{year + 1}年2月26日在霁川县第十八届人民代表大会常务委员会第三十二次会议上\n霁川县司法局局长 林远舟\n"
        f"主任、各位副主任、各位委员：\n受县人民政府委托，我向会议报告{year}年度法治政府建设情况，请予审议。\n"
    )
    return f"{head}{BODY.format(next=year + 1, **{**DEFAULTS, **figures})}以上报告，请予审议。\n"


@dataclass
class World:
    """Sites that each show a column of reports, and the rounds over them, a day each."""

    folder: Path
    sites: dict[str, Portal] = field(default_factory=dict)
    shown: dict[str, dict[str, tuple[str, str, str]]] = field(default_factory=dict)
    blocks: list[str] = field(default_factory=list)
    rounds: int = 0
    _house: House | None = None

    def watch(self, slug: str, agency: str = "", **keys: object) -> Portal:
        """Add a site with one watched column; `agency` is whose column it is declared to be."""
        site = self.sites[slug] = Portal()
        self.shown[slug] = {}
        declared = {"agency": agency, "region": CODE, **keys} if agency else keys
        told = (str(value).lower() if value is True else f'"{value}"' for value in declared.values())
        more = "".join(f"{key} = {value}\n" for key, value in zip(declared, told, strict=True))
        self.blocks.append(f'[[source]]\nslug = "{slug}"\nurl = "{site.url}/fz/"\n{more}')
        return site

    def show(self, slug: str, text: str, path: str = "/fz/2025.html", title: str = "", day: str = "2026-02-27") -> str:
        """Put a page on a site and into its column; return its address."""
        year = int(path[-9:-5]) if path[-9:-5].isdigit() else 2025
        self.shown[slug][path] = (title or title_of(year), text, day)
        self._draw(slug)
        return f"{self.sites[slug].url}{path}"

    def take_down(self, slug: str, path: str = "/fz/2025.html") -> None:
        """Let a page answer 404 and leave the column."""
        del self.shown[slug][path]
        self.sites[slug].pages[path] = Answer("<h1>页面不存在</h1>".encode(), status=404)
        self._draw(slug)

    def round(self, days: int = 1) -> list[Alert]:
        """Look at everything, some days after the last look; return what it told of reports and figures."""
        self.rounds += days
        now, run_id = START + timedelta(days=self.rounds), f"round-{self.rounds}"
        house = self.house
        start_run(house.store, run_id, "test", now, now)
        slugs = [part for slug in self.sites for part in ("--source", slug)]
        command = ["crawl", "--config", str(self._config), "--run", run_id, "--now", now.isoformat(), "--all", *slugs]
        code, said = run_crawler(command, self.folder / "said.txt")
        assert code in (0, 1), said
        assert "Traceback" not in said, said
        clean_all(house.store, house.settings.archive_folder, Progress(None))
        read_awaiting(house, lambda _url: None)
        alerts = judge_awaiting(house, run_id, now)
        return [alert for alert in alerts if alert.event.startswith(("report", "indicator"))]

    @property
    def house(self) -> House:
        """The house on these sites, as they are declared when it is first asked for."""
        if self._house is None:
            hosts = ", ".join(f'"{site.host}"' for site in self.sites.values())
            self._config.write_text(
                '[storage]\nurl = "sqlite:///fazhi.db"\narchive = "archive"\n[crawl]\ndelay_seconds = 0\nsources = []\n'
                f"timeout_seconds = 5\nallow_hosts = [{hosts}]\n" + "\n".join(self.blocks),
                encoding="utf-8",
            )
            self._house = open_house(self._config, {})
        return self._house

    @property
    def _config(self) -> Path:
        return self.folder / "settings.toml"

    def _draw(self, slug: str) -> None:
        site, pages = self.sites[slug], self.shown[slug]
        site.put("/fz/", list_page([(path, title, day) for path, (title, _, day) in pages.items()]))
        for path, (title, text, day) in pages.items():
            site.put(path, article_page(title, text, day))

    def close(self) -> None:
        """Close every site and the store."""
        for site in self.sites.values():
            site.close()
        if self._house is not None:
            self._house.store.close()


@contextmanager
def world_in(folder: Path) -> Iterator[World]:
    """Open a world in an empty folder."""
    world = World(folder)
    try:
        yield world
    finally:
        world.close()
