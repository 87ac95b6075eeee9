"""Sources as data: strict files and blocks, and the columns that the package brings."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from storage.errors import ConfigError
from storage.model import Source
from storage.sources import load_sources
from storage.vocabulary import Level

GOOD = {"slug": "yunling", "url": "http://www.yl.gov.cn/fz/"}


def test_a_block_is_a_source() -> None:
    block = {**GOOD, "name": "云岭", "region": "529900", "level": "county", "platform": "trs_wcm", "years": [2024]}
    assert load_sources([], [block], Path(), "settings.toml") == (
        Source(
            slug="yunling",
            url="http://www.yl.gov.cn/fz/",
            name="云岭",
            region="529900",
            level=Level.COUNTY,
            platform="trs_wcm",
            years=(2024,),
            origin="settings.toml: [[source]] block 1",
        ),
    )


def test_a_folders_files_are_sources_named_after_them(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "yunling.toml").write_text('url = "http://www.yl.gov.cn/"\n', encoding="utf-8")
    (source,) = load_sources(["mine"], [], tmp_path, "settings.toml")
    assert (source.slug, source.origin) == ("yunling", str(tmp_path / "mine" / "yunling.toml"))


def test_the_packages_own_columns_load_and_are_honest() -> None:
    sources = load_sources(["builtin"], [], Path(), "settings.toml")
    assert len(sources) == 12
    assert not [source.slug for source in sources if source.seen_live or not source.evidence or not source.agency]
    assert {source.platform for source in sources} == {"trs_wcm", "hanweb_jpage", "nfcms", "shanghai_hex"}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"urll": "x"}, "settings.toml: [[source]] block 1: unknown key urll; did you mean url?"),
        ({"origin": "x"}, "unknown key origin"),
        ({"url": ""}, 'url is missing; add url = "https://…/", the address of the list page'),
        ({"slug": ""}, 'slug is missing; add slug = "tianzhu"'),
        ({"slug": "云岭"}, "slug '云岭': write small letters, digits, - and _ only"),
        ({"url": "www.yl.gov.cn"}, "url 'www.yl.gov.cn' is no web address; write http:// or https://, host and path"),
        ({"url": "http://a:b/"}, "is no web address"),
        ({"platform": "trs"}, "unknown platform 'trs'; did you mean trs_wcm?"),
        ({"level": "counties"}, "unknown level 'counties'; did you mean county?"),
        ({"region": "云岭"}, "region '云岭': write the code of GB/T 2260, six digits"),
        ({"region": 529900}, "region: write it in quotes"),
        ({"minimum_items": -1}, "minimum_items = -1: write a whole number, 0 or more"),
        ({"max_list_pages": 0}, "max_list_pages = 0: write a whole number, 1 or more"),
        ({"years": 2024}, "years = 2024: write a list of years, such as [2023, 2024]"),
        ({"seen_live": "no"}, "seen_live: write true or false"),
        ({"mirror": "yes"}, "mirror: write true or false"),
    ],
)
def test_a_wrong_key_is_named_with_its_remedy(change: dict[str, Any], message: str) -> None:
    with pytest.raises(ConfigError) as caught:
        load_sources([], [{**GOOD, **change}], Path(), "settings.toml")
    assert message in str(caught.value)


def test_a_slug_given_twice_names_both_places() -> None:
    with pytest.raises(ConfigError, match=r"block 2: slug 'yunling' is taken by settings.toml: \[\[source\]\] block 1"):
        load_sources([], [GOOD, GOOD], Path(), "settings.toml")


def test_a_missing_folder_and_a_broken_file_are_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"'mine/' is neither \"builtin\" nor a folder"):
        load_sources(["mine/"], [], tmp_path, "settings.toml")
    (tmp_path / "a.toml").write_text("url = ", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"a.toml: is not TOML"):
        load_sources(["."], [], tmp_path, "settings.toml")
