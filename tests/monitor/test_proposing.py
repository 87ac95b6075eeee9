"""What a person gives settles the doubts that asked for it, and no other."""

import pytest

from monitor.cli.proposing import Proposal, propose, settle

ASKED = "the agency's place is not in the table of divisions: write region yourself"
CODE = "SiteIDCode says 990123; nothing confirms it"


@pytest.mark.parametrize(
    ("given", "doubts"),
    [({}, (ASKED, CODE)), ({"region": "990177"}, (CODE,)), ({"agency": "石湾县人民政府"}, (ASKED, CODE))],
)
def test_a_doubt_ends_where_its_key_is_given(given: dict[str, str], doubts: tuple[str, ...]) -> None:
    assert settle(Proposal({"slug": "shiwan"}, (ASKED, CODE)), given) == Proposal({"slug": "shiwan", **given}, doubts)


def test_a_place_that_no_table_holds_is_asked_for_with_the_sites_own_code() -> None:
    answer = {
        "site": {"name": "石湾县人民政府", "code": "3301060001", "column": "法治政府建设"},
        "links": [],
        "platform": "static_list",
        "evidence": "x",
        "url": "http://www.shiwan.gov.cn/fz/",
    }
    (doubt,) = propose(answer, ()).doubts
    assert doubt.startswith(f"{ASKED}; SiteIDCode says 330106 ")
