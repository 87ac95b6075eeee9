from __future__ import annotations

from dataclasses import replace

import pytest

from monitor.subscriptions import unheard, wants
from storage.model import Region, Source, Subscription
from storage.vocabulary import Event, Level, Severity
from tests.monitor.comparing.hands import catalogue
from tests.monitor.telling.test_message import ALERT

ALL = Subscription(name="all", channels=("ops",), min_severity=Severity.INFO)
IN_GUIZHOU = replace(ALERT, region=Region("云汀县", "520123"))

CASES = [
    (ALL, True),
    (replace(ALL, paused=True), False),
    (replace(ALL, min_severity=Severity.WARNING), True),
    (replace(ALL, min_severity=Severity.CRITICAL), False),
    (replace(ALL, regions=("52",)), True),
    (replace(ALL, regions=("520000",)), True),
    (replace(ALL, regions=("520100",)), True),
    (replace(ALL, regions=("520123",)), True),
    (replace(ALL, regions=("5226", "11")), False),
    (replace(ALL, regions=("贵州省",)), True),
    (replace(ALL, regions=("贵州",)), True),
    (replace(ALL, regions=("湖南省",)), False),
    (replace(ALL, regions=("贵阳市",)), True),
    (replace(ALL, regions=("贵阳",)), True),
    (replace(ALL, regions=("遵义市", "黔东南州")), False),
    (replace(ALL, regions=("云汀县",)), True),
    (replace(ALL, agencies=("云汀县人民政府",)), True),
    (replace(ALL, agencies=("云汀县司法局",)), False),
    (replace(ALL, levels=("county",)), True),
    (replace(ALL, levels=("township", "city")), False),
    (replace(ALL, events=("indicator.changed",)), True),
    (replace(ALL, events=("report.revised",)), False),
    (replace(ALL, indicators=("recon_correction_rate",)), True),
    (replace(ALL, indicators=("disputes",)), True),
    (replace(ALL, indicators=("矛盾纠纷化解",)), True),
    (replace(ALL, indicators=(catalogue().indicators["recon_correction_rate"].zh,)), True),
    (replace(ALL, indicators=("行政执法",)), False),
    (replace(ALL, indicators=("enforcement", "fines_amount")), False),
]


@pytest.mark.parametrize(("subscription", "expected"), CASES)
def test_a_subscription_lets_pass_what_it_asks_for(subscription: Subscription, expected: bool) -> None:
    assert wants(subscription, IN_GUIZHOU, catalogue()) is expected


def test_an_alert_without_a_region_passes_no_region_filter() -> None:
    assert not wants(replace(ALL, regions=("52",)), replace(ALERT, region=None), catalogue())
    assert not wants(replace(ALL, regions=("52",)), replace(ALERT, region=Region("云汀县")), catalogue())


def test_a_filter_on_indicators_asks_for_alerts_that_carry_one() -> None:
    blocked = replace(ALERT, event=Event.SOURCE_BLOCKED, figures=())
    assert not wants(replace(ALL, indicators=("recon_correction_rate",)), blocked, catalogue())


def test_levels_are_compared_by_their_contract_names() -> None:
    assert wants(replace(ALL, levels=(str(Level.COUNTY),)), ALERT, catalogue())


@pytest.mark.parametrize(
    ("code", "asked", "expected"),
    [
        ("522627", "黔东南州", True),
        ("522627", "黔东南苗族侗族自治州", True),
        ("522627108", "天柱县", True),
        ("220104", "吉林市", False),
        ("220281", "吉林市", True),
        ("220104", "吉林", True),
        ("450226", "广西", True),
        ("450226", "广西自治区", True),
    ],
)
def test_a_subscription_to_a_place_holds_all_that_lies_in_it(code: str, asked: str, expected: bool) -> None:
    alert = replace(ALERT, region=Region("云汀镇", code))

    assert wants(replace(ALL, regions=(asked,)), alert, catalogue()) is expected


SOURCES = (
    Source("yunting", "https://www.yunting.gov.cn/fz/", agency="云汀县人民政府", region="520123"),
    Source("bare", "https://www.gov.cn/fz/"),
)


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"regions": ("52", "贵州", "云汀县", "520123")}, ()),
        ({"agencies": ("云汀县人民政府",)}, ()),
        ({"regions": ("abc", "52", "湖南省")}, ("region 'abc'", "region '湖南省'")),
        ({"agencies": ("云汀县", "山前县")}, ("agency '云汀县' (did you mean 云汀县人民政府?)", "agency '山前县'")),
    ],
)
def test_what_no_watched_source_reports_on_is_named(asked: dict[str, tuple[str, ...]], told: tuple[str, ...]) -> None:
    assert unheard(replace(ALL, **asked), SOURCES) == told  # type: ignore[arg-type]
