from __future__ import annotations

import pytest

from monitor.reading.mentions import places_named
from monitor.reading.places import Body, level_of, parse_body, split_places
from storage.vocabulary import Level


@pytest.mark.parametrize(
    ("words", "places", "rest"),
    [
        ("云岭市河东区新市街道办事处", ("云岭市", "河东区", "新市街道"), "办事处"),
        ("景德镇市教育局", ("景德镇市",), "教育局"),
        ("宁波市镇海区人民政府", ("宁波市", "镇海区"), "人民政府"),
        ("济宁市市中区", ("济宁市", "市中区"), ""),
        ("云岭市市场监督管理局", ("云岭市",), "市场监督管理局"),
        ("云岭县乡村振兴局", ("云岭县",), "乡村振兴局"),
        ("云岭县城市管理局", ("云岭县",), "城市管理局"),
        ("青禾县住房和城乡建设局", ("青禾县",), "住房和城乡建设局"),
        ("荆州市沙市区", ("荆州市", "沙市区"), ""),
        ("成都市", ("成都市",), ""),
        ("宁乡市", ("宁乡市",), ""),
        ("广西壮族自治区", ("广西壮族自治区",), ""),
        ("松江经济技术开发区管委会", ("松江经济技术开发区",), "管委会"),
        ("社区", (), "社区"),
    ],
)
def test_places_are_cut_off_the_left_of_a_name(words: str, places: tuple[str, ...], rest: str) -> None:
    assert split_places(words) == (places, rest)


def test_a_body_is_completed_and_taken_apart() -> None:
    assert parse_body("石桥镇") == Body("石桥镇人民政府", ("石桥镇",), "人民政府")
    assert parse_body("中共石桥镇委员会石桥镇人民政府") == Body("石桥镇人民政府", ("石桥镇",), "人民政府")
    assert parse_body("柳河街道") == Body("柳河街道办事处", ("柳河街道",), "办事处")
    assert parse_body("市司法局") == Body("市司法局", (), "司法局", "市")
    assert parse_body("国家税务总局青禾县税务局") == Body("国家税务总局青禾县税务局", ("青禾县",), "税务局")
    assert parse_body("某县") is None


def test_the_level_follows_the_rank_and_a_city_the_units_it_speaks_of() -> None:
    city = parse_body("松江市")
    bureau = parse_body("松江市司法局")
    assert city is not None
    assert bureau is not None
    assert level_of(city, "各县(市、区)和各乡镇") is Level.CITY
    assert level_of(city, "各乡镇(街道)开展培训,12个乡镇挂牌") is Level.COUNTY
    assert level_of(bureau, "") is Level.DEPARTMENT


def test_places_are_counted_only_at_a_sure_boundary() -> None:
    text = "《青禾县停车场管理办法》出台。纳入县政府考核,创建全国示范县,信用青禾县上线,全县推广。"
    assert places_named(text, "县") == {"青禾县": 4}
