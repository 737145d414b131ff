"""What only SQLite understands: its address, its one writer, and readers that cannot write."""

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.store import sqlite
from bot.store.sqlite import BadDatabase, database_path, has_safe_version
from tests.store.ledger import Ledger, person


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("sqlite+aiosqlite:///data/daymark.db", "data/daymark.db"),
        ("sqlite+aiosqlite:////srv/daymark.db", "/srv/daymark.db"),
    ],
)
def test_the_file_of_an_address(url: str, path: str) -> None:
    """Three slashes lead from here, four from the root."""
    assert database_path(url) == Path(path)


@pytest.mark.parametrize(
    ("url", "named"),
    [
        ("postgresql+asyncpg://user@host/daymark", "postgresql"),
        ("sqlite:///data/daymark.db", "sqlite"),
        ("sqlite+aiosqlite://", "sqlite"),
        ("sqlite+aiosqlite:///:memory:", "sqlite"),
        ("nonsense", "unreadable"),
    ],
)
def test_another_kind_of_database(url: str, named: str) -> None:
    """Anything but an SQLite file is refused with an address that works."""
    with pytest.raises(BadDatabase, match=rf"names {named}.*write sqlite\+aiosqlite:///data/daymark\.db"):
        database_path(url)


def test_a_password_is_not_shown() -> None:
    """The sentence about a wrong address leaves out what may be secret."""
    with pytest.raises(BadDatabase) as refused:
        database_path("postgresql://user:secret@host/daymark")
    assert "secret" not in str(refused.value)


async def test_readers_cannot_write(ledger: Ledger) -> None:
    """A connection of the readers refuses every change."""
    async with AsyncSession(ledger.reader) as db:
        db.add(person(7))
        with pytest.raises(OperationalError, match="readonly"):
            await db.commit()


async def test_a_reader_sees_one_state(ledger: Ledger) -> None:
    """What is committed while a reader looks does not change what it sees."""
    count = text("SELECT count(*) FROM person")
    async with ledger.reader.begin() as before:
        assert (await before.execute(count)).scalar_one() == 2
        await ledger.add(person(7))
        assert (await before.execute(count)).scalar_one() == 2
    async with ledger.reader.begin() as after:
        assert (await after.execute(count)).scalar_one() == 3


async def test_the_file_is_kept_with_care(ledger: Ledger) -> None:
    """The writer keeps a write-ahead log, waits for the disk, and checks references."""
    with ledger.engine.connect() as link:
        found = [
            link.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("journal_mode", "synchronous", "busy_timeout", "foreign_keys")
        ]
    assert found == ["wal", 2, 5000, 1]


def test_the_version_is_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    """A version is safe from 3.51.3 on."""
    for version, safe in {(3, 51, 2): False, (3, 51, 3): True, (3, 53, 0): True}.items():
        monkeypatch.setattr(sqlite3, "sqlite_version_info", version)
        assert has_safe_version() is safe
    assert sqlite.SAFE_VERSION == (3, 51, 3)
