from __future__ import annotations

import pytest

from monitor.reading.divisions import is_held, locate, names_above, of_stem, starting
from storage.vocabulary import Level


@pytest.mark.parametrize(
    ("places", "words", "code"),
    [
        (("贵州省",), "", "520000"),
        (("长沙市",), "", "430100"),
        (("天柱县",), "", "522627"),
        (("黔东南州", "天柱县"), "", "522627"),
        (("恩施州",), "", "422800"),
        (("三江县",), "", "450226"),
        (("仙桃市",), "", "429004"),
        (("石河子市",), "", "659001"),
        (("雄安新区", "容城县"), "", "130629"),
        (("北京市", "朝阳区"), "", "110105"),
        (("朝阳区",), "长春市的营商环境", "220104"),
        (("朝阳区",), "北京市与长春市", None),
        (("鼓楼区",), "", None),
        (("东莞市", "寮步镇"), "", "441900"),
        (("合肥市", "高新技术产业开发区"), "", "340100"),
    ],
)
def test_a_place_is_located_by_its_name_and_what_it_lies_in(
    places: tuple[str, ...], words: str, code: str | None
) -> None:
    assert locate(places, words).code == code


def test_the_same_name_in_two_cities_is_told_with_both() -> None:
    assert [(one.code, one.above) for one in locate(("朝阳区", "新市镇"), "").rivals] == [
        ("110105", ("北京市",)),
        ("220104", ("吉林省", "长春市")),
    ]


def test_the_pages_own_code_only_chooses_between_rivals() -> None:
    assert locate(("朝阳区",), "", "220104").code == "220104"
    assert locate(("朝阳区",), "", "520000").code is None
    assert locate(("天柱县",), "", "110105").code == "522627"


def test_a_known_name_under_an_unknown_city_is_not_the_known_place() -> None:
    assert locate(("云岭市", "河东区"), "天津市").code is None
    assert locate(("云岭市", "天柱县"), "").code is None


def test_the_table_tells_a_county_level_city_from_a_prefecture() -> None:
    assert locate(("仁怀市",), "").level is Level.COUNTY
    assert locate(("遵义市",), "").level is Level.CITY
    assert locate(("遵义市", "茅台镇"), "").level is None


def test_a_code_has_its_full_name() -> None:
    assert names_above("522627") == ("贵州省", "黔东南苗族侗族自治州", "天柱县")
    assert names_above("999999") == ()


def test_a_district_that_left_the_table_is_not_its_namesake() -> None:
    page = "主办单位:重庆市江北区人民政府"
    assert locate(("江北区",), page, "500105").code == "500105"
    assert locate(("江北区",), page).code == "500105"
    assert locate(("江北区",), "").code is None
    assert locate(("江北区",), "宁波市江北区人民政府").code == "330205"


def test_a_bare_name_opens_a_longer_one() -> None:
    assert [one.code for one in starting("安顺经济技术开发区")] == ["520400"]
    assert [one.name for one in of_stem("新民")] == ["新民市"]
    assert starting("云岭经济技术开发区") == ()
    assert is_held("恩施州")
    assert not is_held("云岭县")


def test_what_left_the_table_keeps_its_code_and_what_it_lay_in() -> None:
    assert locate(("莱芜市",), "").code == "371200"
    assert locate(("杭州市", "江干区"), "").code == "330104"
    assert locate(("林芝地区",), "").level is Level.CITY
    assert names_above("371202") == ("山东省", "莱芜市", "莱城区")
    assert names_above("130602")[-1] == "竞秀区"  # the code went on to another name
    assert [one.code for one in of_stem("密云")] == ["110118"]
    assert [one.code for one in of_stem("闸北")] == ["310108"]
