"""Brings a database file to the schema of this version, in one transaction."""

from collections.abc import Sequence
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from bot.store.sqlite import PATIENCE, BadDatabase, with_connection

MIGRATIONS = Path(__file__).parent / "migrations"
# How many persons' keys say whether a master key is the right one.
A_FEW = 20


def upgrade(path: Path, *, patience: float = PATIENCE) -> None:
    """Apply what is missing; BadDatabase if the file is damaged, locked, read-only or of a newer version."""
    with_connection(path, _upgrade, patience=patience)


def revision_of(path: Path) -> str | None:
    """The schema revision that a file has, or None for an empty one."""
    return with_connection(path, current_revision)


def current_revision(connection: Connection) -> str | None:
    """The schema revision of an open database, or None for an empty one."""
    return MigrationContext.configure(connection).get_current_revision()


def some_keys(path: Path) -> Sequence[tuple[int, bytes]]:
    """Ids and wrapped keys of a few persons, asked in a way that fits every schema since the first."""

    def look(connection: Connection) -> Sequence[tuple[int, bytes]]:
        revision = current_revision(connection)
        if revision is None or not is_known(revision):
            return ()
        found = connection.exec_driver_sql(f"SELECT id, key_sealed FROM person LIMIT {A_FEW}")  # noqa: S608 - a number of our own
        return [(person_id, key) for person_id, key in found]

    return with_connection(path, look) if path.exists() else ()


def is_known(revision: str) -> bool:
    """Whether this version of Daymark has the migration that leads to a revision."""
    scripts = ScriptDirectory.from_config(_config()).walk_revisions()
    return revision in {script.revision for script in scripts}


def newest_revision() -> str | None:
    """The schema revision that this version of Daymark writes."""
    return ScriptDirectory.from_config(_config()).get_current_head()


def _upgrade(connection: Connection) -> None:
    config = _config()
    current = current_revision(connection)
    if current is not None and not is_known(current):
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
