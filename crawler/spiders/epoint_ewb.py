"""Epoint: the column page names a category, the site's script its own id, the list comes by posted JSON."""

from __future__ import annotations

from crawler.keep import Keeper
from crawler.platforms.epoint_ewb import EPOINT_EWB
from crawler.progress import Progress
from crawler.spiders.called import CalledSpider
from crawler.walk import Task


class EpointEwbSpider(CalledSpider):
    """Asks for the site's script, then for the category's pages."""

    name = "epoint_ewb"
    platform = EPOINT_EWB

    def __init__(self, task: Task, keeper: Keeper, progress: Progress) -> None:
        super().__init__(task, keeper, progress)
        self.walk.patience = 1  # page 1 repeats page 0 where the portal counts from 1
