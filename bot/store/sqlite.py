"""What only SQLite understands: one writing connection, the others read; copies, damage, and its words."""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DatabaseError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool

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
# Seconds that another process gets to finish what it writes.
PATIENCE = 5.0
# What SQLite keeps beside a file that is in use.
COMPANIONS = ("-wal", "-shm", "-journal")
KEPT = ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=5000", "foreign_keys=ON")

Found = TypeVar("Found")


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
    _prepare(engine.sync_engine, begin="BEGIN", pragmas=("query_only=ON",))
    return engine


def with_connection(path: Path, work: Callable[[Connection], Found], *, patience: float = PATIENCE) -> Found:
    """Do `work` in one transaction that may write; BadDatabase says what keeps the file from it."""
    try:
        if path.exists() and not os.access(path, os.W_OK):  # with a log, SQLite notices at the first change
            raise PermissionError("readonly")
        engine = create_engine(
            _address(path, "sqlite"), poolclass=NullPool, connect_args={"timeout": patience}
        )
        _prepare(engine, begin="BEGIN IMMEDIATE", pragmas=(), is_kept=False)
        with engine.begin() as connection:
            return work(connection)
    except (DatabaseError, sqlite3.Error, OSError) as fault:
        raise BadDatabase(explain(path, fault)) from fault


@contextmanager
def only_reading(path: Path) -> Iterator[Connection]:
    """A connection to a file that is there and stays as it is; raises DatabaseError as SQLAlchemy does."""
    is_in_use = any(_beside(path, companion).exists() for companion in COMPANIONS)
    way = "mode=ro" if is_in_use else "mode=ro&immutable=1"
    engine = create_engine(
        "sqlite://", creator=lambda: sqlite3.connect(_uri(path, way), uri=True), poolclass=NullPool
    )
    with engine.connect() as connection:
        yield connection


def copy_online(source: Path, target: Path) -> None:
    """One state of a database as a file without companions, while others write. Raises sqlite3.Error."""
    with (
        closing(sqlite3.connect(_uri(source, "mode=rw"), uri=True, timeout=PATIENCE)) as there,
        closing(sqlite3.connect(target)) as here,
    ):
        there.execute("PRAGMA query_only=ON")
        there.backup(here)
        here.execute("PRAGMA journal_mode=DELETE")


def fold_in(path: Path) -> None:
    """Bring what still stands in the log into the file; BadDatabase while another program has it open."""
    with closing(sqlite3.connect(_uri(path, "mode=rw"), uri=True, timeout=0.2)) as link:
        try:
            link.execute("PRAGMA journal_mode=DELETE")
        except sqlite3.OperationalError as fault:
            if "locked" in str(fault):
                raise BadDatabase(explain(path, fault)) from fault
            raise


def files_of(path: Path) -> Iterator[tuple[Path, str]]:
    """The file of a database and what stands beside it, each with the end that its name has more."""
    for end in ("", *COMPANIONS):
        if _beside(path, end).exists():
            yield _beside(path, end), end


def damage(connection: Connection, *, is_thorough: bool) -> str | None:
    """The first thing that is wrong inside of a file, or None; thorough also compares the indexes."""
    check = "integrity_check" if is_thorough else "quick_check"
    found = str(connection.exec_driver_sql(f"PRAGMA {check}(1)").scalar_one())
    return None if found == "ok" else " ".join(found.removeprefix("*** in database main ***").split())


def refuse_damaged(path: Path) -> None:
    """BadDatabase if there is a file and it is damaged, before anything is written on top of it."""

    def look(connection: Connection) -> None:
        found = damage(connection, is_thorough=False)
        if found is not None:
            raise BadDatabase(_is_damaged(path, found))

    if path.exists():
        if _is_cut(path):
            raise BadDatabase(_is_damaged(path, "its end is missing"))
        with_connection(path, look)


def _is_cut(path: Path) -> bool:
    """Whether the file is shorter than its head says (sqlite.org/fileformat.html, 1.3.2 and 1.3.7).

    SQLite sees it only when it comes to the pages that are missing. With a log beside it the file may be
    shorter, for the log holds the rest.
    """
    log = path.with_name(f"{path.name}-wal")
    if log.exists() and log.stat().st_size:
        return False
    with path.open("rb") as file:
        head = file.read(32)
    if not head.startswith(b"SQLite format 3"):
        return False
    page = int.from_bytes(head[16:18], "big")
    size = 65536 if page == 1 else page
    return path.stat().st_size < size * int.from_bytes(head[28:32], "big")


def explain(path: Path, fault: Exception) -> str:
    """One sentence about what SQLite or the file system complained of, and what to do."""
    reason = str(getattr(fault, "orig", None) or getattr(fault, "strerror", None) or fault)
    if "locked" in reason:
        return f"The database {path} is in use by another process: stop the other Daymark, then start again."
    if "full" in reason or "disk I/O" in reason or "No space" in reason or "too large" in reason:
        return f"There is no room to write {path} ({reason}): make room on its disk, then start again."
    if "readonly" in reason or isinstance(fault, OSError) or "unable to open" in reason:
        return f"The database {path} cannot be written: give this user the right to write it and its folder."
    return _is_damaged(path, reason)


def _is_damaged(path: Path, reason: str) -> str:
    return (
        f"The database {path} cannot be read ({reason}): restore it from a backup with 'daymark db restore',"
        " which keeps this file aside."
    )


def _beside(path: Path, end: str) -> Path:
    return path.with_name(path.name + end)


def _uri(path: Path, way: str) -> str:
    return f"{path.absolute().as_uri()}?{way}"


def _address(path: Path, driver: str) -> URL:
    path.parent.mkdir(parents=True, exist_ok=True)
    return URL.create(driver, database=str(path))


def _prepare(engine: Engine, *, begin: str, pragmas: tuple[str, ...], is_kept: bool = True) -> None:
    """Begin transactions as told; a connection that is kept also gets what makes a file safe and fast."""
    settings = KEPT if is_kept else ()

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # transactions are begun below, not by the driver
        cursor = connection.cursor()
        for pragma in (*settings, *pragmas):
            cursor.execute(f"PRAGMA {pragma}")
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
