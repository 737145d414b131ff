"""The schema: made by migrations, the same as the tables, and never of a newer version."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, create_engine
from sqlalchemy.pool import NullPool
from sqlmodel import SQLModel

from bot.store import migrate
from bot.store.migrate import newest_revision, revision_of, upgrade
from bot.store.sqlite import BadDatabase, with_connection
from tests.store.releases import FIRST, ROBIN, SAM, load


def schema_of(path: Path) -> list[tuple[str, str]]:
    """Every table and index as SQLite has it."""
    with sqlite3.connect(path) as link:
        found = link.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name")
        schema = found.fetchall()
    link.close()
    return schema


def downgrade(path: Path) -> None:
    """Take every step back."""
    _migrate(path, command.downgrade, "base")


def _migrate(path: Path, step: Callable[[Config, str], None], revision: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(migrate.MIGRATIONS))
    config.set_main_option("path_separator", "os")
    engine = create_engine(f"sqlite:///{path}", poolclass=NullPool)
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        step(config, revision)


def differences(connection: Connection) -> list[object]:
    """What a migration would have to change."""
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    return list(compare_metadata(context, SQLModel.metadata))


def test_migrations_give_the_tables(tmp_path: Path) -> None:
    """A migrated file has exactly the tables, columns, types and indexes that the code declares."""
    path = tmp_path / "daymark.db"
    upgrade(path)
    engine = create_engine(f"sqlite:///{path}", poolclass=NullPool)
    with engine.connect() as connection:
        assert differences(connection) == []
        connection.exec_driver_sql("DROP TABLE note")
        assert differences(connection)


def test_every_constraint_of_the_tables_is_migrated(tmp_path: Path) -> None:
    """Keys and unique constraints, which Alembic compares but loosely, are the declared ones too."""
    path, declared = tmp_path / "migrated.db", tmp_path / "declared.db"
    upgrade(path)
    engine = create_engine(f"sqlite:///{declared}", poolclass=NullPool)
    assert "person" in SQLModel.metadata.tables
    SQLModel.metadata.create_all(engine)
    keys = [_keys_of(file) for file in (path, declared)]
    assert keys[0] == keys[1]
    assert any("slot" in key for key in keys[0])


def _keys_of(path: Path) -> set[tuple[object, ...]]:
    link = sqlite3.connect(path)
    names = [name for name, _ in schema_of(path) if name in SQLModel.metadata.tables]
    found: set[tuple[object, ...]] = set()
    for name in names:
        for _, _, to, own, theirs, *_ in link.execute(f"PRAGMA foreign_key_list({name})"):
            found.add((name, to, own, theirs))
        for _, index, unique, origin, _ in link.execute(f"PRAGMA index_list({name})"):
            columns = link.execute(f"PRAGMA index_info('{index}')").fetchall()
            found.add((name, unique, origin, tuple(column[2] for column in columns)))
    link.close()
    return found


def test_down_and_up_again(tmp_path: Path) -> None:
    """A migration taken back leaves nothing behind, and can be made again."""
    path = tmp_path / "daymark.db"
    upgrade(path)
    before = schema_of(path)
    downgrade(path)
    assert [name for name, _ in schema_of(path)] == ["alembic_version"]
    assert revision_of(path) is None
    upgrade(path)
    assert schema_of(path) == before
    assert revision_of(path) == newest_revision()


def test_open_check_ins_and_breaks_are_taken_along(tmp_path: Path) -> None:
    """Open check-ins are looked at after the upgrade, and only a break that still runs has an end to tell."""
    path = tmp_path / "daymark.db"
    _migrate(path, command.upgrade, "0002")
    far, gone, never = (
        "2999-01-01 09:00:00.000000",
        "2020-01-01 09:00:00.000000",
        "9000-01-01 00:00:00.000000",
    )
    with sqlite3.connect(path) as link:
        for number, until in enumerate((far, gone, never, None)):
            link.execute(
                "INSERT INTO person (id, last_update_id, last_press_id, key_sealed, seen_at, scale, discreet,"
                " paused_until) VALUES (?, 0, 0, x'00', ?, 'faces', 0, ?)",
                (number, gone, until),
            )
        for number, status in enumerate(("open", "prompted", "finished")):
            link.execute(
                "INSERT INTO session (id, person_id, flow, version, status, answers_sealed, begun_at,"
                " touched_at) VALUES (?, 0, 'daily', 1, ?, x'00', ?, ?)",
                (number, status, gone, far),
            )
    link.close()
    upgrade(path)
    with sqlite3.connect(path) as link:
        ends = link.execute("SELECT returns_at, asked_once FROM person ORDER BY id").fetchall()
        rests = link.execute("SELECT rests_at FROM session ORDER BY id").fetchall()
    link.close()
    assert ends == [(far, 0), (None, 0), (None, 0), (None, 0)]
    assert rests == [(far,), (None,), (None,)]


def test_an_upgrade_of_the_newest_changes_nothing(tmp_path: Path) -> None:
    """Starting twice is starting once."""
    path = tmp_path / "folder" / "daymark.db"
    upgrade(path)
    content = path.read_bytes()
    upgrade(path)
    assert path.read_bytes() == content


def test_a_newer_file_is_refused(tmp_path: Path) -> None:
    """A file that a newer version wrote is left alone, and the way out is said."""
    path = tmp_path / "daymark.db"
    upgrade(path)
    with sqlite3.connect(path) as link:
        link.execute("UPDATE alembic_version SET version_num = '9999'")
    link.close()
    with pytest.raises(
        BadDatabase, match="newer version of Daymark: start that version, or restore a backup"
    ):
        upgrade(path)
    assert revision_of(path) == "9999"


def test_a_damaged_file(tmp_path: Path) -> None:
    """What is no database is named as such, and not touched."""
    path = tmp_path / "daymark.db"
    path.write_bytes(b"This is no database, but it is as long as the header of one would be. " * 20)
    content = path.read_bytes()
    with pytest.raises(BadDatabase, match=r"cannot be read .*: restore it from a backup"):
        upgrade(path)
    assert path.read_bytes() == content


def test_a_folder_in_place_of_a_file(tmp_path: Path) -> None:
    """A path that cannot be opened for writing says so."""
    with pytest.raises(BadDatabase, match="cannot be written: give this user the right"):
        upgrade(tmp_path)


def test_a_file_in_place_of_the_folder(tmp_path: Path) -> None:
    """A folder that cannot be made says so."""
    (tmp_path / "taken").write_text("a file")
    with pytest.raises(BadDatabase, match="cannot be written"):
        upgrade(tmp_path / "taken" / "daymark.db")


def test_a_locked_file(tmp_path: Path) -> None:
    """A file that another process writes is not waited for without end."""
    path = tmp_path / "daymark.db"
    upgrade(path)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(BadDatabase, match="in use by another process: stop the other Daymark"):
        upgrade(path, patience=0.01)
    other.rollback()
    other.close()
    upgrade(path)


def test_a_file_that_only_reads(tmp_path: Path) -> None:
    """A connection that may not write explains that the file cannot be written."""
    path = tmp_path / "daymark.db"

    def write(connection: Connection) -> None:
        connection.exec_driver_sql("PRAGMA query_only=ON")
        connection.exec_driver_sql("CREATE TABLE one (id INTEGER)")

    with pytest.raises(BadDatabase, match="cannot be written"):
        with_connection(path, write)


def test_some_keys(tmp_path: Path) -> None:
    """Persons' keys are found in a file of the first schema; one of a newer version is not looked into."""
    path = tmp_path / "daymark.db"
    assert migrate.some_keys(path) == ()
    assert not path.exists()
    load(FIRST, path)
    assert [person_id for person_id, _ in migrate.some_keys(path)] == [ROBIN, SAM]
    with sqlite3.connect(path) as link:
        link.execute("UPDATE alembic_version SET version_num = '9999'")
    link.close()
    assert migrate.some_keys(path) == ()
