"""What only SQLite understands: one writing connection, the others read."""

import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.errors import BotError

DRIVER = "sqlite+aiosqlite"
# From this version on two connections cannot damage a WAL file (sqlite.org/wal.html, "WAL-reset bug").
SAFE_VERSION = (3, 51, 3)


class BadDatabase(BotError):
    """The database cannot be used; the message says what to do."""


def database_path(url: str) -> Path:
    """The file that a DATABASE_URL names; BadDatabase for any other kind of database."""
    try:
        parsed = make_url(url)
    except ArgumentError:
        parsed = URL.create("unreadable")
    if parsed.drivername != DRIVER or not parsed.database or parsed.database == ":memory:":
        raise BadDatabase(
            f"DATABASE_URL names {parsed.drivername}, but Daymark keeps its record in an SQLite file:"
            f" write {DRIVER}:///data/daymark.db, with the path of your file."
        )
    return Path(parsed.database)


def open_writer(path: Path) -> AsyncEngine:
    """The one connection that writes; a transaction begins as a writer (BEGIN IMMEDIATE), so none is lost."""
    return _open(path, begin="BEGIN IMMEDIATE", pragmas=(), pool_size=1, max_overflow=0)


def open_reader(path: Path) -> AsyncEngine:
    """Connections that only read; each transaction sees one state of the file."""
    return _open(path, begin="BEGIN", pragmas=("PRAGMA query_only=ON",), pool_size=2, max_overflow=2)


def _open(path: Path, *, begin: str, pragmas: tuple[str, ...], **pool: int) -> AsyncEngine:
    path.parent.mkdir(parents=True, exist_ok=True)
    engine = create_async_engine(URL.create(DRIVER, database=str(path)), **pool)

    @event.listens_for(engine.sync_engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # transactions are begun below, not by the driver
        cursor = connection.cursor()
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=5000", "foreign_keys=ON"):
            cursor.execute(f"PRAGMA {pragma}")
        for pragma in pragmas:
            cursor.execute(pragma)
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def start(connection: Any) -> None:
        connection.exec_driver_sql(begin)

    return engine


def has_safe_version() -> bool:
    """Whether the linked SQLite is free of the WAL-reset fault."""
    return sqlite3.sqlite_version_info >= SAFE_VERSION
