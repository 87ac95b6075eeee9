from storage.database import Store
from storage.findings import documents_awaiting_reading, save_reading
from storage.rereadings import last_reading, read_again_since
from tests.storage.held import NOW, begin, hold, read_all, reading


def test_what_was_read_again_stands_beside_what_stood_before(fresh_store: Store) -> None:
    begin(fresh_store)
    assert last_reading(fresh_store) == 0
    hold(fresh_store, "http://www.yunting.gov.cn/fz/1.html", "受理13件")
    read_all(fresh_store, reading())
    before = last_reading(fresh_store)
    assert list(read_again_since(fresh_store, before)) == []
    for held in documents_awaiting_reading(fresh_store, "r2"):
        save_reading(fresh_store, held, reading(value="31", reader="r2"), NOW)
    ((old, new),) = read_again_since(fresh_store, before)
    assert (old.reading.reader, new.reading.reader) == ("r1", "r2")
    assert [one.reading.observations[0].value for one in (old, new)] == [13, 31]
