"""What a person gives settles the doubts that asked for it, and no other."""

import pytest

from monitor.cli.proposing import Proposal, settle

ASKED = "the agency's place is not in the table of divisions: write region yourself"
CODE = "SiteIDCode says 990123; nothing confirms it"


@pytest.mark.parametrize(
    ("given", "doubts"),
    [({}, (ASKED, CODE)), ({"region": "990177"}, (CODE,)), ({"agency": "石湾县人民政府"}, (ASKED, CODE))],
)
def test_a_doubt_ends_where_its_key_is_given(given: dict[str, str], doubts: tuple[str, ...]) -> None:
    assert settle(Proposal({"slug": "shiwan"}, (ASKED, CODE)), given) == Proposal({"slug": "shiwan", **given}, doubts)
