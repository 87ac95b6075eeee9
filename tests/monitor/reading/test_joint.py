"""A total drawn of things of several names is that of none of them; one of parts of one name is that name's."""

from __future__ import annotations

import pytest

from monitor.catalogue_files import load_catalogue
from monitor.reading.reader import read_observations
from storage.vocabulary import Kind


def told(text: str) -> list[tuple[str, str, str | None]]:
    observations = read_observations(text, load_catalogue(), 2023, Kind.REPORT)
    return [(f"{one.value}{one.unit}", one.subject, one.indicator) for one in observations]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "承办县人大代表建议57件、政协提案88件，合计145件，全部按期办结。",
            ("145件", "县人大代表建议、政协提案承办数", None),
        ),
        ("全年办理代表建议31件、委员提案40件，合计办理71件。", ("71件", "代表建议、委员提案办理数", None)),
        (
            "受理行政复议案件92件、行政应诉案件61件，共计153件。",
            ("153件", "行政复议案件、行政应诉案件受理数", None),
        ),
        ("合法性审查规范性文件18件、重大合同33份、重大决策7件，总计58件。", None),
        ("审查行政规范性文件36件、重大行政决策8件，共44件。", ("44件", "行政规范性文件、重大行政决策审查数", None)),
        (
            "作出行政处罚决定310件、行政强制决定25件，两项合计335件。",
            ("335件", "行政处罚决定、行政强制决定作出数", None),
        ),
        ("培训执法人员210人、法律明白人140人，共培训350人。", ("350人", "执法人员、法律明白人培训人数", None)),
        (
            "查处食品安全案件20起、药品安全案件11起，共查处31起。",
            ("31起", "食品安全案件、药品安全案件查处数", "admin_penalty_cases"),
        ),
        ("开展普法讲座12场、模拟法庭5场、法律咨询9场，合计26场。", ("26场", "普法讲座、模拟法庭、法律咨询次数", None)),
    ],
)
def test_a_total_of_several_things_is_filed_as_none_of_them(
    text: str, expected: tuple[str, str, str | None] | None
) -> None:
    if expected is None:
        assert all(indicator is None for value, _subject, indicator in told(text) if value.startswith("58"))
    else:
        assert expected in told(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("受理行政复议申请120件，审结98件，共办结信访事项40件。", ("40件", "信访事项办结数", None)),
        (
            "收到行政复议申请81件，其中土地类20件、治安类31件，共审结75件。",
            ("75件", "行政复议申请审结数", "recon_concluded"),
        ),
        ("办理人大代表建议31件、政协提案40件，共召开座谈会6次。", ("6次", "座谈会召开次数", None)),
        ("新增法律顾问12人，总人数达到48人。", ("48人", "法律顾问人数", "legal_counsel_persons")),
        ("开展普法讲座12场、模拟法庭5场，共惠及群众3000人。", ("3000人", "惠及群众人数", None)),
    ],
)
def test_what_follows_a_list_and_is_no_total_of_it_keeps_its_own_name(
    text: str, expected: tuple[str, str, str | None]
) -> None:
    assert expected[0] in {value for value, _subject, _indicator in told(text)}
    assert not any("、" in subject for _value, subject, _indicator in told(text))
