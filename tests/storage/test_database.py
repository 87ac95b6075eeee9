from datetime import datetime
from pathlib import Path

import pytest

from storage.database import open_store
from storage.errors import ConfigError, StorageError
from storage.schema import bring_up_to_date
from tests.postgres import free_port


@pytest.mark.parametrize("url", ["oracle://host/store", "hello"])
def test_an_address_of_no_known_database_is_a_mistake_in_the_settings(url: str) -> None:
    with pytest.raises(ConfigError, match="write sqlite:///FILE"):
        open_store(url)


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file stands where the folder should be", encoding="utf-8")
    with pytest.raises(StorageError, match="cannot be made"):
        open_store(f"sqlite:///{tmp_path}/data/deeper/store.db")


def test_a_server_that_is_away_is_no_damage(now: datetime) -> None:
    store = open_store(f"postgresql+psycopg://u:planted-password@127.0.0.1:{free_port()}/d")
    with pytest.raises(StorageError, match="check that the server runs") as error:
        bring_up_to_date(store, now)
    store.close()
    assert "planted" not in str(error.value)


def test_a_file_that_cannot_be_opened_is_no_damage(tmp_path: Path, now: datetime) -> None:
    (tmp_path / "store.db").mkdir()
    store = open_store(f"sqlite:///{tmp_path}/store.db")
    with pytest.raises(StorageError, match="may write to the file and its folder"):
        bring_up_to_date(store, now)
    store.close()
