"""Moments as they are stored, and ids that grow."""

import sqlite3
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.exc import StatementError

from bot.store.columns import UTCDateTime, new_id
from bot.store.tables import Person
from tests.store.ledger import NOW, ROBIN, Ledger

COLUMN, DIALECT = UTCDateTime(), SQLiteDialect_pysqlite()


@given(st.datetimes(timezones=st.timezones(), min_value=datetime(1950, 1, 1), max_value=datetime(2100, 1, 1)))  # noqa: DTZ001 - Hypothesis takes naive bounds
def test_a_moment_comes_back_as_it_was(moment: datetime) -> None:
    """An aware moment of any zone comes back as the same moment in UTC."""
    back = COLUMN.process_result_value(COLUMN.process_bind_param(moment, DIALECT), DIALECT)
    assert back == moment.astimezone(UTC)
    assert back.tzinfo is UTC


def test_a_naive_moment_is_refused() -> None:
    """A time without a zone could be any moment, so it is not stored."""
    with pytest.raises(ValueError, match="hand over an aware datetime"):
        COLUMN.process_bind_param(datetime(2026, 1, 1), DIALECT)  # noqa: DTZ001 - the fault to be refused


def test_nothing_stays_nothing() -> None:
    """No moment is no moment, both ways."""
    assert COLUMN.process_bind_param(None, DIALECT) is None
    assert COLUMN.process_result_value(None, DIALECT) is None


async def test_in_the_file(ledger: Ledger) -> None:
    """The file holds UTC without a zone, and a row gives the moment back aware."""
    person = Person(
        id=7, key_sealed=b"", seen_at=datetime(2026, 6, 1, 20, 30, tzinfo=timezone(timedelta(hours=5)))
    )
    await ledger.add(person)
    link = sqlite3.connect(ledger.path)
    assert link.execute("SELECT seen_at FROM person WHERE id = 7").fetchone() == (
        "2026-06-01 15:30:00.000000",
    )
    link.close()
    found = await ledger.ask(lambda db: db.get(Person, ROBIN))
    assert found is not None
    assert found.seen_at == NOW
    assert found.seen_at.tzinfo is UTC


async def test_a_naive_moment_never_reaches_the_file(ledger: Ledger) -> None:
    """A row with a naive time is refused at the commit."""
    with pytest.raises(StatementError, match="without a zone cannot be stored"):
        await ledger.add(Person(id=7, key_sealed=b"", seen_at=datetime(2026, 1, 1)))  # noqa: DTZ001 - the fault
    assert await ledger.ask(lambda db: db.get(Person, 7)) is None


@given(st.datetimes(min_value=datetime(2020, 1, 2), max_value=datetime(2088, 1, 1)))  # noqa: DTZ001 - Hypothesis takes naive bounds
def test_ids_grow(moment: datetime) -> None:
    """A later millisecond has the larger id, and every id fits 63 bits."""
    at = moment.replace(tzinfo=UTC)
    earlier, later = new_id(at), new_id(at + timedelta(milliseconds=1))
    assert 0 < earlier < later < 2**63


def test_ids_of_one_moment_differ() -> None:
    """Rows of one moment have ids of their own that cannot be counted on."""
    ids = [new_id(NOW) for _ in range(50)]
    assert len(set(ids)) == 50
    assert ids != sorted(ids)


def test_no_id_is_made_twice() -> None:
    """Twenty thousand ids of one moment are twenty thousand."""
    assert len({new_id(NOW) for _ in range(20_000)}) == 20_000
