"""What stands around a text says whose it is: takes page fields, title and 来源, leaves places weighed, and a code.

Site name, owner, breadcrumb and publisher are weighed together, since each of them lies on some page: a place that two
of them name outweighs one that a copied template left behind.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from monitor.reading.cutting import rank_of, split_places
from monitor.reading.divisions import is_held
from monitor.reading.layout import Layout, half_width
from monitor.reading.mentions import STOP

# How far each field is believed of the place it names: what visitors see more than what templates carry along.
_WEIGHTS = {
    "发布机构": 3,
    "发布单位": 3,
    "发布机关": 3,
    "制发机构": 3,
    "制发机关": 3,
    "发文机关": 3,
    "发文单位": 3,
    "发文机构": 3,
    "公开机构": 3,
    "公开主体": 3,
    "信息提供单位": 3,
    "位置": 3,
    "版权所有": 2,
    "主办单位": 2,
    "网页标题": 2,
    "信息来源": 2,
    "来源": 2,
    "承办单位": 1,
    "sitename": 2,
    "og:site_name": 1,
    "contentsource": 1,
    "columnname": 1,
    "keywords": 1,
}
_DEPTH = ("省", "自治区", "市", "自治州", "州", "盟", "地区", "区", "县", "旗", "自治县", "自治旗")
_SURE = 2
_SIGN = re.compile(r"自治[区州县旗]|[省市县区州盟旗]")
_LONGEST = 12  # signs of the longest name but one: 双江拉祜族佤族布朗族傣族自治县 is found by its everyday name


@dataclass(frozen=True)
class Surroundings:
    """What the page says of its place: `words` all of it, `places` weighed, `code` six digits or None."""

    words: str = ""
    places: Counter[str] = field(default_factory=Counter)
    code: str | None = None

    def of_rank(self, rank: str) -> str | None:
        """Return the one place of a rank that outweighs the others of its rank, if there is one."""
        named = Counter({place: weight for place, weight in self.places.items() if _has_rank(place, rank)})
        best = named.most_common(2)
        if not best or (len(best) > 1 and best[0][1] == best[1][1]):
            return None
        return best[0][0]

    def nearest(self) -> str | None:
        """Return the place named most, of several the lowest: 浦北县 of 广西钦州市浦北县; None below two mentions."""
        if not self.places or max(self.places.values()) < _SURE:
            return None
        most = max(self.places.values())
        leading = [place for place, weight in self.places.items() if weight == most and rank_of(place) in _DEPTH]
        return max(leading, key=lambda place: _DEPTH.index(rank_of(place) or ""), default=None)


def look_around(layout: Layout, fields: Mapping[str, str], title: str | None, label: str | None) -> Surroundings:
    """Return what fields, title, 来源 and the furniture of a plain text say of its place."""
    told = [(half_width(fields[key]), weight) for key, weight in _WEIGHTS.items() if fields.get(key)]
    told += [(half_width(words), 2) for words in (title, layout.title, label) if words]
    told += [(line, 2) for line in layout.furniture.split("\n") if line]
    places: Counter[str] = Counter()
    for words, weight in told:
        for place in _named(words):
            places[place] += weight
    code = fields.get("网站标识码", "")[:6] or fields.get("siteidcode", "")[:6]
    return Surroundings("\n".join(words for words, _ in told), places, code if code.isdigit() else None)


def held_in(words: str) -> tuple[str, ...]:
    """Return the divisions of the table that a text names in full, longest name first at each place."""
    found = []
    for sign in _SIGN.finditer(words):
        for start in range(max(0, sign.end() - _LONGEST), sign.end() - 1):
            name = words[start : sign.end()]
            # Names of two signs (和县, 南县, 城区) stand inside other words: they need a start of their own.
            own = len(name) > 2 or start == 0 or not re.match(r"[\u4e00-\u9fff]", words[start - 1])
            if own and is_held(name):
                found.append(name)
                break
    return tuple(found)


def _named(words: str) -> set[str]:
    named = set(held_in(words))
    for piece in re.split(r"[\s>|_\-—,、:()《》/]+", words):
        for place in split_places(piece)[0]:
            if not any(place in one for one in named) and not any(sign in STOP for sign in place):
                named.add(place)
    return named


def _has_rank(place: str, rank: str) -> bool:
    own = rank_of(place) or ""
    return own == rank or (rank in {"区", "县", "州", "旗"} and own == f"自治{rank}") or (rank == "市" and own == "市")
