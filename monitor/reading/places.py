"""Take the names of governments and departments apart; takes words, leaves Body values with their level."""

from __future__ import annotations

import re
from dataclasses import dataclass

from monitor.reading.cutting import CORPS, CORPS_PIECE, ZONES, rank_of, split_places
from monitor.reading.divisions import is_held
from storage.vocabulary import Level

MUNICIPALITIES = frozenset({"北京市", "天津市", "上海市", "重庆市"})  # 直辖市, 宪法 article 30

_LEVELS = {
    Level.PROVINCE: frozenset(("省", "自治区", "特别行政区")),
    Level.CITY: frozenset(("自治州", "州", "盟", "地区")),
    Level.COUNTY: frozenset(("县", "区", "旗", "自治县", "自治旗", "林区")),
    Level.TOWNSHIP: frozenset(("镇", "乡", "街道", "民族乡", "苏木", "团")),
}
_ORGAN = re.compile(
    r"(?:人民政府|政府|管理委员会|管委会|街道办事处|办事处|行政公署|公署|街道办|监督管理局|海关|海事局|委员会|总局|分局|局|厅|署|分行|支行|总队|支队|大队|(?:执法|调查|救援|消防|巡查|保障)中?队|中心|研究院|办公室|委|办|部|院|会|所|站|社|馆|学校|党校)$"
)

_JOINT = re.compile(  # 云岭县委县政府, 松江市委、市政府
    r"(?<=[省市州县区旗镇乡])(?:党?委)[、和]?[省市州县区旗镇乡]?(?:人民)?政府$"
)

_BEFORE_NAME = (
    re.compile(  # signs of no name and a letter's cell before one: =A1!B2云岭县; X and ○ hide a name and stay
        r"^(?:.*[^\w·、*×○])?(?:[A-WYZa-wyz][A-Za-z0-9]{0,3}(?=[\u4e00-\u9fff]))?"
    )
)


@dataclass(frozen=True)
class Body:
    """A reporting body taken apart: 云岭市河东区教育局 is places (云岭市, 河东区) and organ 教育局.

    A relative name (市司法局, 区应急管理局) has a rank but no place.
    """

    name: str
    places: tuple[str, ...]
    organ: str
    relative: str | None = None

    @property
    def place(self) -> str | None:
        """The nearest place, which is the body's region."""
        return self.places[-1] if self.places else None

    @property
    def is_government(self) -> bool:
        """Whether the body is a government, its 街道办事处 or 管委会, and not a department."""
        return self.organ in {"", "人民政府", "办事处", "管理委员会", "行政公署"}

    @property
    def is_party(self) -> bool:
        """Whether the body is the party's: its committee, or the office of 依法治县 that it holds."""
        return "依法治" in self.organ or bool(re.search(r"^(?:委|党委|党工委|党组)", self.organ))

    @property
    def rank(self) -> str | None:
        """The sign of the region's rank: 省, 市, 县, 区, 镇, 乡, 街道."""
        return rank_of(self.place) if self.place else self.relative


# Words of a site's menu and of headings that end as a body's name does: 首页…办事大厅, 构建…新格局, 建强法治干部.
_NO_BODY = re.compile(
    r"首页|办事大厅|网上大厅|领导之窗|机构(?:设置|概况)|通知公告|新闻动态|工作动态|要闻|互动交流|政民互动|网站导航"
    r"|走进[\u4e00-\u9fff]{2,4}|[\u4e00-\u9fff]{2}概况|信息公开[\u4e00-\u9fff]*大厅"
    r"|(?:新|大|工作|建设|治理|发展|监督|保护)格局$|(?:布|大|开|破|僵|变|(?<!安)全|(?<![创更])新|开创新)局$|(?:法治|小康|和谐|全|平安)社会$|(?:干|内|外|(?<!安)全)部$|(?:推进|座谈|动员|协调|汇报|部署|表彰|总结|大)会$"
)
_HEARERS = re.compile(r"(?:人大|人民代表大会)(?:常委会|常务委员会)?$")  # they are reported to, and do not report


def parse_body(words: str) -> Body | None:
    """Return the reporting body that the words name, its name completed.

    石桥镇 gives 石桥镇人民政府; None stands for words that name no body.
    """
    text = re.sub(r"[“”\"'《》()\s]", "", words)
    text = re.sub(
        r"^(?:中共)?[\u4e00-\u9fff]{2,20}?(?:党工委|工作委员会|县委|市委|区委|省委|镇党委|乡党委|委员会)(?:办公[室厅])?、?(?=[\u4e00-\u9fff]{2,20}(?:政府|办事处|管委会|管理委员会)(?:办公[室厅])?$)",
        "",
        text,
    )
    text = _JOINT.sub("人民政府", _BEFORE_NAME.sub("", text))
    if not text or len(text) > 40 or _HEARERS.search(text) or _NO_BODY.search(text):
        return None
    relative = re.match(
        r"^(?:全|我|本)?(自治区|自治州|自治县|自治旗|省|市|州|县|区|旗|镇|乡|街道)(?:人民)?(政府|[\u4e00-\u9fff]{0,16})$",
        text,
    )
    if (
        relative
        and (relative.group(2) in {"", "政府", "办事处"} or _ORGAN.search(relative.group(2)))
        and not split_places(text)[0]
    ):
        organ = relative.group(2)
        return Body(text, (), "人民政府" if organ in {"", "政府"} else organ, relative.group(1))
    if text.startswith("民航") and text.endswith("局"):  # its 地区 is a part of the country
        return Body(text, (), text)
    central = re.match(
        r"^(国家[\u4e00-\u9fff]{2,8}(?:总局|局)|中国[\u4e00-\u9fff]{2,6}(?:银行|海关))(?=[\u4e00-\u9fff]{2,})", text
    )
    bare = text.removeprefix("中共")
    nested = re.sub(r"(?<=[区县市])人民政府(?=[\u4e00-\u9fff]{2,}(?:街道|办事处|局|镇))", "", bare)
    places, rest = split_places(text[central.end() :] if central else nested)
    if not places:
        return Body(text, (), text) if _ORGAN.search(text) and len(text) >= 3 else None
    return _completed(text, places, rest)


def level_of(body: Body, text: str) -> Level | None:
    """Return the level of a body; a 市 is told a prefecture or a county-level city by the units its text speaks of.

    A zone's office (管委会) stands at no level: it is sent out by a city or a county. A party's body stands at that of
    its place.
    """
    if not body.is_government and not body.is_party:
        return Level.DEPARTMENT
    rank = body.rank or ""
    if body.organ == "管理委员会" and rank not in ZONES:  # 云岭山风景名胜区管委会
        return None
    if body.place in MUNICIPALITIES | {CORPS}:
        return Level.PROVINCE
    if CORPS_PIECE.fullmatch(body.place or ""):
        return Level.CITY
    if rank == "市":
        return Level.COUNTY if _speaks_as_county_city(text) else Level.CITY
    return next((level for level, ranks in _LEVELS.items() if rank in ranks), None)


def _speaks_as_county_city(text: str) -> bool:
    counties = len(re.findall(r"县[(、]?(?:市[、)]?)?区|区县|市县|各区|县级市|各县|[(]市[、)]区|县、", text))
    towns = len(re.findall(r"各?(?:乡镇|镇街|镇[(、]街道|街道[)、]|乡[(、]镇)", text))
    return counties == 0 and towns >= 2


def _completed(text: str, places: tuple[str, ...], rest: str) -> Body | None:
    if rest in {
        "",
        "人民政府",
        "政府",
        "办",
        "办事处",
        "管委会",
        "管理委员会",
        "行政公署",
        "公署",
        "行署",
        "人民政府办公室",
        "政府办公室",
        "人民政府办公厅",
        "工作委员会",
    }:
        ours = text.endswith(places[-1] + rest)  # the name as it is written: 北京海淀区 is not written 北京市海淀区
        whole = text.removeprefix("中共").removesuffix(rest) if ours else "".join(places)
        if rest in {"管委会", "管理委员会"}:  # the name itself says what it is
            return Body(whole + "管理委员会", places, "管理委员会")
        elected = rest in {"人民政府", "政府"} or is_held(places[-1])  # 浦东新区 has a government, a zone an office
        organ = "人民政府" if elected and rank_of(places[-1]) in ZONES else _government_organ(places[-1])
        return Body(text if text.endswith(organ) else whole + organ, places, organ)
    return Body(text, places, rest) if _ORGAN.search(rest) else None


def _government_organ(place: str) -> str:
    rank = rank_of(place) or ""
    if CORPS_PIECE.fullmatch(place) or rank == "团":
        return ""
    if rank == "街道":
        return "办事处"
    if rank in ZONES:
        return "管理委员会"
    return "行政公署" if rank in {"盟", "地区"} else "人民政府"
