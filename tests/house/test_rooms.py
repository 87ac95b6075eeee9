"""The rule of the house: imports go one way, each heavy library has its rooms, pure rooms touch no world."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[2]
ROOMS = ("crawler", "monitor", "storage")
FILES = sorted(path for room in ROOMS for path in (HOUSE / room).rglob("*.py"))

# Where a library may be imported; anywhere else it would tie a room to a choice that is not its own.
LIBRARY_ROOMS = {
    "scrapy": ("crawler/",),
    "twisted": ("crawler/",),
    "trafilatura": ("crawler/",),
    "lxml": ("crawler/",),
    "sqlalchemy": ("storage/",),
    "alembic": ("storage/",),
    "warcio": ("storage/warc.py",),
    "apprise": ("monitor/telling/",),
    "apscheduler": ("monitor/service.py", "monitor/timetable.py"),
    "click": ("monitor/cli/",),
    "rich": ("monitor/cli/",),
    "prometheus_client": ("monitor/serving/",),
    "opencc": ("crawler/",),
    "pypdfium2": ("crawler/attachments/pdf.py",),
    "olefile": ("crawler/attachments/doc.py",),
    "pypinyin": ("crawler/",),
}
PURE = ("monitor/reading/", "monitor/comparing/", "monitor/judging/", "storage/model.py", "storage/titles.py")
WORLD = {
    "os",
    "subprocess",
    "socket",
    "sqlite3",
    "requests",
    "urllib.request",
    "sqlalchemy",
    "scrapy",
    "time",
    "random",
}
CATCH_ALL = {"utils", "util", "common", "base", "helpers", "helper", "misc", "shared"}
LONGEST_FILE = 350


def name_of(path: Path) -> str:
    return path.relative_to(HOUSE).as_posix()


def imports_of(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_imports_go_one_way(path: Path) -> None:
    room = name_of(path).split("/")[0]
    allowed = {"storage": {"storage"}, "crawler": {"crawler", "storage"}, "monitor": {"monitor", "storage"}}[room]
    of_ours = {module.split(".")[0] for module in imports_of(path)} & {*ROOMS, "tests"}
    assert of_ours <= allowed


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_each_library_stays_in_its_room(path: Path) -> None:
    for module in imports_of(path):
        rooms = LIBRARY_ROOMS.get(module.split(".")[0])
        assert rooms is None or name_of(path).startswith(rooms), f"{module} does not belong here"


@pytest.mark.parametrize("path", [path for path in FILES if name_of(path).startswith(PURE)], ids=name_of)
def test_pure_rooms_touch_no_world(path: Path) -> None:
    found = set(imports_of(path)) & WORLD
    assert found == set()


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_a_file_has_a_name_a_first_sentence_and_an_end(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert path.stem not in CATCH_ALL
    assert ast.get_docstring(ast.parse(text)), "a module opens with what this room does, takes and leaves"
    assert len(text.splitlines()) <= LONGEST_FILE
