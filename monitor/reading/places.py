"""Take the names of governments, departments and places apart; takes words, leaves Body values or the places named.

Chinese place names may hold the sign of a rank (景德镇市, 新市街道), so a name is cut from the left, at the shortest
piece that ends in a rank and leaves a name behind.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from monitor.reading.divisions import is_held
from storage.vocabulary import Level

MUNICIPALITIES = frozenset({"北京市", "天津市", "上海市", "重庆市"})  # 直辖市, 宪法 article 30

_RANK = (
    r"自治区|特别行政区|自治州|地区|自治县|自治旗|林区|新区|开发区|经开区|高新区|高技区|示范区|管理区|度假区|保税区|合作区|试验区|实验区|园区|工业园(?!区)"
    r"|街道|民族乡|苏木"
    r"|省|市|盟|县|旗|区|镇|乡"
)
_PIECE = re.compile(rf"[\u4e00-\u9fff]{{1,16}}?(?:{_RANK})")
ZONES = frozenset(  # 派出机构 of a city's or county's government; their own rank is that of no division
    (
        "新区",
        "开发区",
        "经开区",
        "高新区",
        "高技区",
        "示范区",
        "管理区",
        "度假区",
        "保税区",
        "合作区",
        "试验区",
        "实验区",
        "园区",
        "工业园",
    )
)
CORPS = "新疆生产建设兵团"
_LEVELS = {
    Level.PROVINCE: frozenset(("省", "自治区", "特别行政区")),
    Level.CITY: frozenset(("自治州", "州", "盟", "地区")),
    Level.COUNTY: frozenset(("县", "区", "旗", "自治县", "自治旗", "林区")),
    Level.TOWNSHIP: frozenset(("镇", "乡", "街道", "民族乡", "苏木")),
}
_STATE = re.compile(r"[\u4e00-\u9fff]{2,4}州(?!市)")
_LAST_SIGN = re.compile(r"[省市州盟区县旗]")
_LONGEST_NAME = 17  # signs: 积石山保安族东乡族撒拉族自治县 has fifteen
_NAMES_BODY = re.compile(
    r"(?!管理局)(?:$|人民政府|政府|[\u4e00-\u9fff]{1,14}(?:局|委员会|办公室|中心|大队|支队)$|[\u4e00-\u9fff]{1,6}(?:镇|乡|街道))"
)
_CORPS_PIECE = re.compile(rf"{CORPS}|第[一二三四五六七八九十]{{1,3}}师(?:[\u4e00-\u9fff]{{2,5}}?市)?(?!范)")
_ORGAN = re.compile(
    r"(?:人民政府|政府|管理委员会|管委会|街道办事处|办事处|行政公署|公署|街道办|监督管理局|海关|海事局|委员会|总局|分局|局|厅|署|分行|支行|总队|支队|大队|(?:执法|调查|救援|消防|巡查|保障)中?队|中心|研究院|办公室|委|办|部|院|会|所|站|社|馆|学校|党校)$"
)
_RANK_IN_WORDS = r"市场|市政|市容|市民|市域|乡村|区域|县域|镇域|[省市县区乡镇]级|[市县区]直"
GENERIC = re.compile(
    r"依法治|^.{0,4}治[省市县区州旗镇]$|(?:社区|小区|校区|景区|辖区|片区|灾区|(?<!沙)市区|牧区|库区|厂区|专区|集聚区|功能区|先行区|(?:文明|卫生|示范|法治|智慧|特?大|超大|小|宜居|魅力|无废|中心|海绵|省会|试点|先进|文化|园林|森林|健康|平安|信用|现代|沿海|节水|创新)城市|上市|超市|大都市|集市|县市|省市|市县|区县|城乡|下乡|返乡|家乡|城镇|乡镇|集镇|场镇|村镇|重镇|老区|试验区|中心城区|主城区|老城区)$"
    r"|^(?:[请受副正原全我本各该某每两多一二三四五几大小强名老周边区省市县州乡镇村外跨下]|示范|试点|先进|有关|所属|其他|全国|自治|直辖|平安|文明|法治|美丽|特色|中心|重点|边境|边疆|沿海|贫困|地|基层|所在|辖)[省市县区州旗镇乡]$"
    r"|(?:示范|试点|先进|创建|模范|文明|样板|标杆|百强|重点|达标)[市县区镇乡]|^城市$|^都市$|^街道$|^开发区$|^经开区$|^高新区$|^工业园$|^新区$|^地区$|^园区$|^管理区$|^示范区$|^自治区$"
)

# Words of a running sentence: no name holds them (今天召开全区, 本人担任云岭县).
_IN_A_SENTENCE = re.compile(
    r"[的我了是某]|对(?![\u4e00-\u9fff]?[镇乡]$)|今天|日前|近日|召开|举行|参加|担任|本人|同志|办公室|委员会|^(?:认真|贯彻|落实|加强|切实|扎实|严格|积极|充分)"
)
_TWO_BODIES = re.compile(
    r"[局厅府委会县市区镇乡办院所部门关队][和及与][\u4e00-\u9fff]{1,}$"
)  # 和平镇 and 太和镇 are one
_NAMED_CITY = re.compile(r"(?!小城|大城|新型|重点|中心)[\u4e00-\u9fff]{1,2}城[镇乡]$")  # 古城镇 is a town, 小城镇 none
_OF_GOVERNMENT = re.compile(r"$|人民政府|政府|党委|党政|委员会|人大")

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


def rank_of(place: str) -> str | None:
    """Return the sign of rank that a place's name ends in."""
    found = re.search(rf"(?:{_RANK})$", place)
    if found:
        return found.group()
    state = _state(place)
    return "州" if state and state.group() == place else None


def split_places(words: str) -> tuple[tuple[str, ...], str]:
    """Cut the places off the left of a name; return them and what is left.

    云岭市河东区新市街道办事处 gives (云岭市, 河东区, 新市街道) and 办事处.
    """
    places: list[str] = []
    rest = words
    while rest:
        if known := _known(rest):
            places.append(known)
            rest = rest[len(known) :]
            continue
        piece = _CORPS_PIECE.match(rest) or _state(rest) or _PIECE.match(rest)
        if not piece:
            break
        name, after = piece.group(), rest[piece.end() :]
        following = re.match(rf"(?!{_RANK_IN_WORDS})(?:{_RANK})", after)
        if _CORPS_PIECE.fullmatch(name) or _state(name):
            places.append(name)
            rest = after
            continue
        if following and _belongs(name, following.group(), after[following.end() :]):
            name, after = name + following.group(), after[following.end() :]
        if _is_no_place(name, after):
            break
        places.append(name)
        rest = after
    return tuple(places), rest


def _known(words: str) -> str | None:
    """Return the longest name of the table that opens the words: 西乡塘区 holds the sign of another rank.

    A name of two signs (代县, 芒市, 城区) must be followed by nothing or by the words of a body.
    """
    for sign in reversed(list(_LAST_SIGN.finditer(words[:_LONGEST_NAME]))):
        name, after = words[: sign.end()], words[sign.end() :]
        if is_held(name) and (len(name) > 2 or _NAMES_BODY.match(after)):
            return name
    return None


def _state(words: str) -> re.Match[str] | None:
    """Match an autonomous prefecture by its everyday name (大理州); the table holds 广州 and 杭州 as 市 only."""
    found = _STATE.match(words)
    return found if found and is_held(found.group()) else None


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
    text = _BEFORE_NAME.sub("", text)
    if not text or len(text) > 40 or _HEARERS.search(text):
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
    if _CORPS_PIECE.fullmatch(body.place or ""):
        return Level.CITY
    if rank == "市":
        return Level.COUNTY if _speaks_as_county_city(text) else Level.CITY
    return next((level for level, ranks in _LEVELS.items() if rank in ranks), None)


def _speaks_as_county_city(text: str) -> bool:
    counties = len(re.findall(r"县[(、]?(?:市[、)]?)?区|区县|市县|各区|县级市|各县|[(]市[、)]区|县、", text))
    towns = len(re.findall(r"各?(?:乡镇|镇街|镇[(、]街道|街道[)、]|乡[(、]镇)", text))
    return counties == 0 and towns >= 2


def _belongs(name: str, sign: str, rest: str) -> bool:
    """Tell whether a rank that follows a rank is part of the name: 景德镇|市, 沙市|区, 新市|街道; not 宁波市|镇海区."""
    rank = name[-1]
    if rank in "镇乡旗盟" or is_held(name + sign):
        return True
    if rank == "市" and sign == "区":
        return len(name) == 2
    if rank == "市" and sign == "市":
        return name == "津市"
    return sign in {"街道", "镇", "乡"} and bool(re.match(r"$|人民政府|政府|办|党", rest))


def _is_no_place(name: str, after: str) -> bool:
    if (after.startswith(("管委会", "管理委员会")) and name != "城市") or (len(name) > 2 and is_held(name)):
        return False
    if _IN_A_SENTENCE.search(name):
        return True
    if len(name) > 7 and not re.search(r"自治|民族|开发区|新区|园区|示范区|管理区|保税区|高新区|[试实]验区", name):
        return True
    if GENERIC.search(name) and not re.match(r"^(?:郊|城|矿)区$", name):
        return not (_NAMED_CITY.match(name) and _OF_GOVERNMENT.match(after))
    if _TWO_BODIES.search(name) or (
        re.match(r"管理|建设|规划|综合", after) and name.endswith(("城市", "城乡", "园区"))
    ):
        return True
    return len(name) < 3 and name[-1] in "镇乡省市"


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
        "人民政府办公室",
        "政府办公室",
        "人民政府办公厅",
        "工作委员会",
    }:
        if rest in {"管委会", "管理委员会"}:  # the name itself says what it is
            return Body("".join(places) + "管理委员会", places, "管理委员会")
        elected = rest in {"人民政府", "政府"} or is_held(places[-1])  # 浦东新区 has a government, a zone an office
        organ = "人民政府" if elected and rank_of(places[-1]) in ZONES else _government_organ(places[-1])
        return Body(text if text.endswith(organ) else "".join(places) + organ, places, organ)
    return Body(text, places, rest) if _ORGAN.search(rest) else None


def _government_organ(place: str) -> str:
    rank = rank_of(place) or ""
    if _CORPS_PIECE.fullmatch(place):
        return ""
    if rank == "街道":
        return "办事处"
    if rank in ZONES:
        return "管理委员会"
    return "行政公署" if rank in {"盟", "地区"} else "人民政府"
