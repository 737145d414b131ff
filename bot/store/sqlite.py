"""What only SQLite understands: one writing connection, the others read."""

import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.errors import BotError

DRIVER = "sqlite+aiosqlite"
# From this version on two connections cannot damage a WAL file (sqlite.org/wal.html, "WAL-reset bug").
SAFE_VERSION = (3, 51, 3)
# What SQLite calls faults that meet every transaction alike (sqlite.org/rescode.html).
OF_FILE = (
    "SQLITE_BUSY",
    "SQLITE_LOCKED",
    "SQLITE_FULL",
    "SQLITE_IOERR",
    "SQLITE_READONLY",
    "SQLITE_CANTOPEN",
    "SQLITE_CORRUPT",
    "SQLITE_NOTADB",
)


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


def open_writer(path: Path) -> Engine:
    """The one connection that writes; a transaction begins as a writer (BEGIN IMMEDIATE), so none is lost."""
    engine = create_engine(_address(path, "sqlite"), pool_size=1, max_overflow=0)
    _prepare(engine, begin="BEGIN IMMEDIATE", pragmas=())
    return engine


def open_reader(path: Path) -> AsyncEngine:
    """Connections that only read; each transaction sees one state of the file."""
    engine = create_async_engine(_address(path, DRIVER), pool_size=2, max_overflow=2)
    _prepare(engine.sync_engine, begin="BEGIN", pragmas=("PRAGMA query_only=ON",))
    return engine


def _address(path: Path, driver: str) -> URL:
    path.parent.mkdir(parents=True, exist_ok=True)
    return URL.create(driver, database=str(path))


def _prepare(engine: Engine, *, begin: str, pragmas: tuple[str, ...]) -> None:
    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # transactions are begun below, not by the driver
        cursor = connection.cursor()
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=5000", "foreign_keys=ON"):
            cursor.execute(f"PRAGMA {pragma}")
        for pragma in pragmas:
            cursor.execute(pragma)
        cursor.close()

    @event.listens_for(engine, "begin")
    def start(connection: Any) -> None:
        connection.exec_driver_sql(begin)


def has_safe_version() -> bool:
    """Whether the linked SQLite is free of the WAL-reset fault."""
    return sqlite3.sqlite_version_info >= SAFE_VERSION


def is_of_file(fault: Exception) -> bool:
    """Whether a fault is of the file (locked, full, read-only, damaged): no other work can succeed."""
    name = str(getattr(getattr(fault, "orig", None), "sqlite_errorname", ""))
    return name.startswith(OF_FILE)
