"""How a portal answered, in Chinese: takes the crawler's reason as the log has it, leaves it as a reader is told; pure.

The crawler names its outcomes in English; the log and the visit keep them so. What has no line in the three tables
stays as it was written, for a name is better than nothing; tests/house/test_reasons.py finds what no table has.
"""

from __future__ import annotations

import re

from monitor.judging.answers_of_files import OF_FILES
from monitor.judging.answers_of_lists import OF_LISTS
from monitor.judging.answers_of_pages import OF_PAGES

# Of two phrases that begin alike the longer stands first.
_ANY = tuple((re.compile(pattern), chinese) for pattern, chinese in (*OF_FILES, *OF_LISTS, *OF_PAGES))


def in_chinese(reason: str) -> str:
    """Return a reason of the crawler with each phrase that it names outcomes by told in Chinese; addresses stay."""
    for pattern, chinese in _ANY:
        reason = pattern.sub(chinese, reason)
    if re.search(r"[\u4e00-\u9fff]", reason) is None:
        return reason
    reason = re.sub(r"(?<=[\u4e00-\u9fff\d）]); ", "；", reason)
    return re.sub(r" \(([^()]*[\u4e00-\u9fff][^()]*)\)", r"（\1）", reason)
