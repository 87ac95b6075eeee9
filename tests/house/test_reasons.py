"""Whatever the crawler can say of a source is told in Chinese, or is listed here as said to nobody but the log."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from monitor.judging.answered import in_chinese

CRAWLER = Path(__file__).parents[2] / "crawler"
ENGLISH = re.compile(r"\b(?!fazhi read)[a-z]{2,},? [a-z]{2,}")
# Commands' own words to the person at the terminal, and the names that pages and other programs use.
OF_OTHERS = ("__main__.py", "probe.py", "recognise.py", "fields.py", "rendering.py", "crawling.py")
NOT_REASONS = frozenset(
    {
        "a list of links",  # what `sources probe` says of a page without a platform's mark
        "dead links",  # counted: "3 dead links"
        "real text",  # of pages that are well
        "max redirections reached",  # other programs' words, which the crawler knows errors by
        "Invalid IPv6 URL|invalid hostname|Invalid URL",
        "ParseError|non-decimal digits|Content-Length|chunk|Malformed|unpack",
        "reset by peer",
        "certificate verify failed",
        "the list ends|stalls|declares|names",
        "<7 allowed hosts>",  # settings as they are printed
        "7: cannot be read: 7",  # said by `fazhi read` of a file on this machine
        "7: no text stands in it; give the file that holds the report's own text",
    }
)


def phrases(module: Path) -> Iterator[str]:
    """Give the English phrases of a module, what is put into them by a 7; not its docstrings and log lines."""
    tree = ast.parse(module.read_text(encoding="utf-8"))
    within = {id(part) for one in ast.walk(tree) if isinstance(one, ast.JoinedStr) for part in ast.walk(one)} - {
        id(one) for one in ast.walk(tree) if isinstance(one, ast.JoinedStr)
    }
    documented = {id(one.value) for one in ast.walk(tree) if isinstance(one, ast.Expr)}
    for one in ast.walk(tree):
        if isinstance(one, ast.JoinedStr):
            text = "".join(str(part.value) if isinstance(part, ast.Constant) else "7" for part in one.values)
        elif isinstance(one, ast.Constant) and isinstance(one.value, str) and id(one) not in within | documented:
            text = one.value
        else:
            continue
        if ENGLISH.search(text) and "%s" not in text and "(?" not in text:
            yield text


def all_phrases() -> list[str]:
    """Return what the crawler can say, each phrase once."""
    modules = [one for one in sorted(CRAWLER.rglob("*.py")) if one.name not in OF_OTHERS]
    return sorted({text for module in modules for text in phrases(module)} - NOT_REASONS)


@pytest.mark.parametrize("written", all_phrases())
def test_what_the_crawler_says_has_its_chinese(written: str) -> None:
    told = in_chinese(written)
    assert ENGLISH.search(told) is None, f"{told!r}: add it to a table of monitor/judging/answers_of_*.py"
    assert re.search(r"[\u4e00-\u9fff]", told)
