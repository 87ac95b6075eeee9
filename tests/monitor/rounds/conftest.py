"""A house that watches one city's column: what the tests of the rounds ask for."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from monitor.house import House, open_house
from tests.storage.held import SOURCE, begin


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    config = tmp_path / "settings.toml"
    config.write_text(
        f'[crawl]\nsources = []\n[[source]]\nslug = "{SOURCE.slug}"\nurl = "{SOURCE.url}"\nagency = "云汀市人民政府"\n'
        'region = "990100"\nlevel = "city"\n',
        encoding="utf-8",
    )
    opened = open_house(config, {})
    begin(opened.store)
    yield opened
    opened.store.close()
