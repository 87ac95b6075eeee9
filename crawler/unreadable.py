"""Kept pages that nothing can be read in: takes a source, leaves what its outcome must tell of them.

A scan that was published is no "no change": somebody has to look at it. The newest year's makes its source suspect
until a report that can be read takes its place; an older one is only named.
"""

from __future__ import annotations

from crawler.attachments.evidence import why_pictures
from crawler.clean import make_document
from crawler.outcome import Failure
from crawler.pictures import body_pictures
from crawler.quality import Answer
from crawler.restore import restore
from storage.amendments import amend_visit
from storage.database import Store
from storage.documents import unreadable_pages
from storage.model import Visit
from storage.pages import PageRecord, pages_of
from storage.runs import visits_of_run
from storage.titles import Likeness, TitleVerdict, judge_title
from storage.vocabulary import Outcome

_NO_REPORT = (Likeness.LOOKALIKE, Likeness.OTHER)
_GOOD = (Outcome.FOUND, Outcome.UNCHANGED, Outcome.NOTHING)


def told_unreadable(store: Store, source: str) -> tuple[tuple[Failure, ...], list[str]]:
    """Return the unreadable pages that a person must look at, and a note of those of earlier years."""
    pages = [(page, reason, _verdict(page)) for page, reason in unreadable_pages(store, source)]
    pages = [one for one in pages if one[2].likeness not in _NO_REPORT]
    if not pages:
        return (), []
    held = [_verdict(page) for page in pages_of(store, source).values() if page.snapshot_id and page.role == "article"]
    newest = max((one.year for one in held if one.year and one.likeness is Likeness.REPORT), default=0)
    grave = [Failure(page.url, reason) for page, reason, title in pages if (title.year or newest) >= newest]
    older = len(pages) - len(grave)
    return tuple(grave), [f"{older} of earlier years cannot be read"] if older else []


def is_report_in_pictures(answer: Answer) -> bool:
    """Tell whether a column's first page, which lists nothing, is itself a report whose text is pictures."""
    if not body_pictures(answer.text):
        return False
    document = make_document(answer.body, answer.headers.get("content-type", ""), answer.final)
    return why_pictures(answer.text, document) is not None


def amend_visits(store: Store, run_id: str) -> None:
    """Tell the visits of a round what the cleaning after them could not read."""
    for visit in visits_of_run(store, run_id):
        # The address alone may stand there for another cause: a file of the page that could not be got.
        fresh = [one for one in told_unreadable(store, visit.source)[0] if _told(one) not in visit.reason]
        if fresh:
            amend_visit(store, _amended(visit, fresh))


def _amended(visit: Visit, unreadable: list[Failure]) -> Visit:
    outcome = Outcome.SUSPECT if visit.outcome in _GOOD else visit.outcome
    named = "; ".join(map(_told, unreadable[:3]))
    more = f"; and {len(unreadable) - 3} more" if len(unreadable) > 3 else ""
    reason = f"{visit.reason}; {len(unreadable)} cannot be read: {named}{more}"
    return Visit(visit.run_id, visit.source, outcome, " ".join(reason.split()), visit.finished_at, visit.counts)


def _told(page: Failure) -> str:
    return " ".join(f"{page.url} ({page.reason})".split())


def _verdict(page: PageRecord) -> TitleVerdict:
    """Return what a page's listed title promises; a page that was asked for by address has none and may be anything."""
    if not page.listed_title:
        return TitleVerdict(Likeness.UNCLEAR, None, "")
    return judge_title(restore(page.listed_title)[0])
