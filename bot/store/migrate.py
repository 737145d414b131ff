"""Brings a database file to the schema of this version, in one transaction."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, event
from sqlalchemy.engine import URL
from sqlalchemy.exc import DatabaseError
from sqlalchemy.pool import NullPool

from bot.store.sqlite import BadDatabase

MIGRATIONS = Path(__file__).parent / "migrations"
# Seconds that another process gets to finish what it writes.
PATIENCE = 5.0


def upgrade(path: Path, *, patience: float = PATIENCE) -> None:
    """Apply what is missing; BadDatabase if the file is damaged, locked, read-only or of a newer version."""
    with_connection(path, _upgrade, patience=patience)


def revision_of(path: Path) -> str | None:
    """The schema revision that a file has, or None for an empty one."""
    found: list[str | None] = []
    with_connection(path, lambda link: found.append(MigrationContext.configure(link).get_current_revision()))
    return found[0]


def newest_revision() -> str | None:
    """The schema revision that this version of Daymark writes."""
    return ScriptDirectory.from_config(_config()).get_current_head()


def with_connection(path: Path, work: Callable[[Connection], object], *, patience: float = PATIENCE) -> None:
    """Do `work` in one transaction that may write; BadDatabase says what keeps the file from it."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _connect(path, work, patience)
    except (DatabaseError, sqlite3.Error, OSError) as fault:
        raise BadDatabase(_explain(path, fault)) from fault


def _upgrade(connection: Connection) -> None:
    config = _config()
    current = MigrationContext.configure(connection).get_current_revision()
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if current is not None and current not in known:
        raise BadDatabase(
            "The database was written by a newer version of Daymark: start that version, or restore a backup"
            " made with this one."
        )
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    return config


def _connect(path: Path, work: Callable[[Connection], object], patience: float) -> None:
    url = URL.create("sqlite", database=str(path))
    engine = create_engine(url, poolclass=NullPool, connect_args={"timeout": patience})

    @event.listens_for(engine, "connect")
    def prepare(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None

    @event.listens_for(engine, "begin")
    def start(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    with engine.begin() as connection:
        work(connection)


def _explain(path: Path, fault: Exception) -> str:
    reason = str(getattr(fault, "orig", None) or fault)
    if "locked" in reason:
        return f"The database {path} is in use by another process: stop the other Daymark, then start again."
    if "readonly" in reason or isinstance(fault, OSError) or "unable to open" in reason:
        return f"The database {path} cannot be written: give this user the right to write it and its folder."
    return f"The database {path} cannot be read ({reason}): restore it from a backup, or move it away."
