"""The platforms whose lists a script fetches, by name: takes a column page, leaves the calls that it would make."""

from __future__ import annotations

from collections.abc import Mapping

from crawler.platforms.calls import Call, NoCallsError, Platform
from crawler.platforms.epoint_ewb import EPOINT_EWB
from crawler.platforms.gkmlpt import GKMLPT
from crawler.platforms.hanweb_unit import HANWEB_UNIT
from crawler.platforms.hanweb_xxgk import HANWEB_XXGK
from crawler.platforms.lonsun import LONSUN
from crawler.platforms.ucap import UCAP

CALLED: Mapping[str, Platform] = {
    "hanweb_unit": HANWEB_UNIT,
    "hanweb_xxgk": HANWEB_XXGK,
    "gkmlpt": GKMLPT,
    "ucap": UCAP,
    "lonsun": LONSUN,
    "epoint_ewb": EPOINT_EWB,
}


def calls_of(platform: str, text: str, url: str) -> tuple[Call, ...]:
    """Return the calls of a column page of a platform; none where it makes none or lacks what they need."""
    known = CALLED.get(platform)
    try:
        return known.first_calls(text, url) if known else ()
    except NoCallsError:
        return ()
