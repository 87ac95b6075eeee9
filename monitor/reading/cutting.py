"""Cut the places off the left of a name and know their ranks; takes words, leaves the places and what is left.

The table of divisions is asked first. Other names are cut from the left, at the shortest piece that ends in a rank and
leaves a name behind: they may hold the sign of another rank (景德镇市, 新市街道).
"""

from __future__ import annotations

import re

from monitor.reading.divisions import is_held, of_stem, starting, stem_of
from storage.vocabulary import Level

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
_STATE = re.compile(r"[\u4e00-\u9fff]{2,4}州(?!市)")
_LAST_SIGN = re.compile(r"[省市州盟区县旗]")
_LONGEST_NAME = 17  # signs: 积石山保安族东乡族撒拉族自治县 has fifteen
_NAMES_BODY = re.compile(
    r"(?!管理局)(?:$|人民政府|政府|[\u4e00-\u9fff]{1,14}(?:局|委员会|办公室|中心|大队|支队)$|[\u4e00-\u9fff]{1,6}(?:镇|乡|街道))"
)
CORPS_PIECE = re.compile(rf"{CORPS}|第[一二三四五六七八九十]{{1,3}}师(?:[\u4e00-\u9fff]{{2,5}}?市)?(?!范)")
_REGIMENT = re.compile(r"第?[一二三四五六七八九十百〇\d]{1,6}团(?:场)?(?=$|\D)")
_RANK_IN_WORDS = r"市场|市政|市容|市民|市域|乡村|区域|县域|镇域|[省市县区乡镇]级|[市县区]直"
GENERIC = re.compile(
    r"依法治|^.{0,4}治[省市县区州旗镇]$|(?:社区|小区|校区|景区|辖区|片区|灾区|(?<!沙)市区|牧区|库区|厂区|专区|集聚区|功能区|先行区|(?:文明|卫生|示范|法治|智慧|特?大|超大|小|宜居|魅力|无废|中心|海绵|省会|试点|先进|文化|园林|森林|健康|平安|信用|现代|沿海|节水|创新)城市|上市|超市|大都市|集市|县市|省市|市县|区县|城乡|下乡|返乡|家乡|城镇|乡镇|集镇|场镇|村镇|重镇|老区|试验区|中心城区|主城区|老城区)$"
    r"|^(?:[请受副正原全我本各该某每两多一二三四五几大小强名老周边区省市县州乡镇村外跨下]|示范|试点|先进|有关|所属|其他|全国|自治|直辖|平安|文明|法治|美丽|特色|中心|重点|边境|边疆|沿海|贫困|地|基层|所在|辖)[省市县区州旗镇乡]$"
    r"|(?:示范|试点|先进|创建|模范|文明|样板|标杆|百强|重点|达标)[市县区镇乡]|^城市$|^都市$|^街道$|^开发区$|^经开区$|^高新区$|^工业园$|^新区$|^地区$|^园区$|^管理区$|^示范区$|^自治区$"
)
# Words of a running sentence: no name holds them (今天召开全区, 本人担任云岭县).
_IN_A_SENTENCE = re.compile(
    r"[的我了是某]|对(?![\u4e00-\u9fff]?[镇乡]$)|今天|日前|近日|召开|举行|参加|担任|本人|同志|办公室|委|^(?:认真|贯彻|落实|加强|切实|扎实|严格|积极|充分)"
)
_TWO_BODIES = re.compile(
    r"[局厅府委会县市区镇乡办院所部门关队][和及与][\u4e00-\u9fff]{1,}$"
)  # 和平镇 and 太和镇 are one
_NAMED_CITY = re.compile(r"(?!小城|大城|新型|重点|中心)[\u4e00-\u9fff]{1,2}城[镇乡]$")  # 古城镇 is a town, 小城镇 none
_OF_GOVERNMENT = re.compile(r"$|人民政府|政府|党委|党政|委员会|人大")


def rank_of(place: str) -> str | None:
    """Return the sign of rank that a place's name ends in."""
    found = re.search(rf"(?:{_RANK})$", place)
    if found:
        return found.group()
    if _REGIMENT.fullmatch(place):
        return "团"
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
        if not places and (province := _short_province(rest)):
            places.append(province)
            rest = rest[len(stem_of(province)) :]
            continue
        piece = CORPS_PIECE.match(rest) or _state(rest) or _PIECE.match(rest)
        if not piece:
            break
        name, after = piece.group(), rest[piece.end() :]
        following = re.match(rf"(?!{_RANK_IN_WORDS})(?:{_RANK})", after)
        if CORPS_PIECE.fullmatch(name) or _state(name):
            places.append(name)
            rest = after
            if regiment := _REGIMENT.match(rest):
                places.append(regiment.group())
                rest = rest[regiment.end() :]
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


def _short_province(words: str) -> str | None:
    """Return the province whose bare name opens the words before a name of the table: 北京海淀区 lies in 北京市."""
    for length in (2, 3):
        rows = [row for row in of_stem(words[:length]) if row.level is Level.PROVINCE]
        if rows and _known(words[length:]):
            return rows[0].name
    return None


def _state(words: str) -> re.Match[str] | None:
    """Match an autonomous prefecture by its everyday name (大理州); the table holds 广州 and 杭州 as 市 only."""
    found = _STATE.match(words)
    return found if found and is_held(found.group()) else None


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
    if GENERIC.search(name) and not re.match(r"^(?:郊|城|矿)区$", name) and not _zone_of_table(name):
        return not (_NAMED_CITY.match(name) and _OF_GOVERNMENT.match(after))
    if _TWO_BODIES.search(name) or (
        re.match(r"管理|建设|规划|综合", after) and name.endswith(("城市", "城乡", "园区"))
    ):
        return True
    return len(name) < 3 and name[-1] in "镇乡省市"


def _zone_of_table(name: str) -> bool:
    """Tell a zone that is named after a division (济源产城融合示范区) from a model of its kind."""
    return len(name) > 5 and rank_of(name) in ZONES and bool(starting(name))
