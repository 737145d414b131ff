"""Copies of the database: made while the bot runs, checked before they bear their name, and put back."""

import contextlib
import os
import secrets
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Column, Connection, MetaData, String, Table, func, insert, inspect, select, table
from sqlalchemy.exc import DatabaseError
from sqlmodel import col

from bot.errors import BotError
from bot.store.alone import alone
from bot.store.columns import UTCDateTime
from bot.store.migrate import current_revision, is_known
from bot.store.sealing import BadKey, Keyring
from bot.store.sqlite import (
    BadDatabase,
    copy_online,
    damage,
    explain,
    files_of,
    fold_in,
    only_reading,
    with_connection,
)
from bot.store.tables import Person

# Stands in backups alone: which key opens them, and of when they are.
MARK = Table("backup", MetaData(), Column("fingerprint", String), Column("made_at", UTCDateTime))
# The names of tables that hold no row about anyone.
OURS = frozenset({MARK.name, "alembic_version"})


class BadBackup(BotError):
    """A backup cannot be made or used; the message says what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """What a backup holds; a plain copy of a database has no fingerprint and no date."""

    revision: str
    fingerprint: str | None
    made_at: datetime | None
    rows: Mapping[str, int]


def place_for(database: Path, now: datetime) -> Path:
    """Where a backup goes that was given no name."""
    return database.parent / "backups" / f"{database.stem}-{_stamp(now)}{database.suffix}"


def back_up(database: Path, target: Path, *, ring: Keyring, now: datetime) -> Contents:
    """Copy one state of the database; the copy bears its name once it is found whole and to fit the key."""
    if not database.is_file():
        raise BadBackup(f"There is no database {database} yet: start Daymark once, or set DATABASE_URL.")
    if target.exists():
        raise BadBackup(f"{target} is there already: name another file, for a backup replaces none.")
    with _draft(target) as draft:
        _copy(database, draft)
        with_connection(draft, lambda link: _mark(link, ring, now))
        contents = look_into(draft, ring)
        _put(draft, target)
    return contents


def look_into(file: Path, ring: Keyring) -> Contents:
    """What a backup holds; BadBackup if it is damaged, of a newer version or sealed with another key."""
    if not file.is_file():
        raise BadBackup(f"There is no file {file}: name one that 'daymark db backup' made.")
    try:
        with only_reading(file) as link:
            found = damage(link, is_thorough=True)
            if found is not None:
                raise BadBackup(_damaged(file, found))
            return _contents(link, file, ring)
    except DatabaseError as fault:
        raise BadBackup(_damaged(file, str(fault.orig))) from fault


def restore(file: Path, database: Path, *, ring: Keyring, now: datetime) -> Path | None:
    """Put a backup in the place of the database, and give the name that the old file has now.

    BadBackup or BadDatabase, with everything as it was, if it cannot be used or a Daymark runs here.
    """
    look_into(file, ring)
    with alone(database), _draft(database) as draft:
        _copy(file, draft)
        with_connection(draft, lambda link: MARK.drop(link, checkfirst=True))
        look_into(draft, ring)
        aside = _set_aside(database, now)
        _put(draft, database)
    return aside


def _contents(link: Connection, file: Path, ring: Keyring) -> Contents:
    revision = current_revision(link)
    if revision is None:
        raise BadBackup(f"{file} is no record of Daymark's: name one that 'daymark db backup' made.")
    if not is_known(revision):
        raise BadBackup(
            f"{file} was written by a newer version of Daymark (schema {revision}): use that version for it."
        )
    fingerprint, made_at = _read_mark(link)
    _check_key(link, file, fingerprint, ring)
    names = sorted(set(inspect(link).get_table_names()) - OURS)
    rows = {name: link.execute(select(func.count()).select_from(table(name))).scalar_one() for name in names}
    return Contents(revision=revision, fingerprint=fingerprint, made_at=made_at, rows=rows)


def _read_mark(link: Connection) -> tuple[str | None, datetime | None]:
    if not inspect(link).has_table(MARK.name):
        return None, None
    row = link.execute(select(MARK)).first()
    return (None, None) if row is None else (row.fingerprint, row.made_at)


def _check_key(link: Connection, file: Path, fingerprint: str | None, ring: Keyring) -> None:
    """The fingerprint must be the key's, and the key must open what somebody's was wrapped with."""
    if fingerprint not in (None, ring.fingerprint):
        raise BadBackup(
            f"{file} belongs to the key with fingerprint {fingerprint}, and {ring.fingerprint} is in force:"
            " put back that key, in DAYMARK_KEY or its file."
        )
    somebody = link.execute(select(col(Person.id), col(Person.key_sealed)).limit(1)).first()
    if somebody is None:
        return
    try:
        ring.person_key(somebody.id, somebody.key_sealed)
    except BadKey as fault:
        raise BadBackup(
            f"The key in force ({ring.fingerprint}) does not open the notes in {file}: put back the key"
            " it was made with, in DAYMARK_KEY or its file."
        ) from fault


def _mark(link: Connection, ring: Keyring, now: datetime) -> None:
    MARK.drop(link, checkfirst=True)
    MARK.create(link)
    link.execute(insert(MARK).values(fingerprint=ring.fingerprint, made_at=now))


def _copy(source: Path, target: Path) -> None:
    try:
        copy_online(source, target)
    except sqlite3.Error as fault:
        raise BadBackup(explain(source, fault)) from fault


@contextmanager
def _draft(target: Path) -> Iterator[Path]:
    """An empty file beside the target that only its owner reads; gone at the end if not put in place."""
    draft = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    except OSError as fault:
        raise BadBackup(
            f"{target} cannot be written ({fault.strerror}): name a folder that this user may write."
        ) from fault
    try:
        yield draft
    finally:
        for path, _ in list(files_of(draft)):
            path.unlink()


def _put(draft: Path, target: Path) -> None:
    """Give the draft its name, on the disk too and not only in the memory of the system."""
    for path in (draft, target.parent):
        descriptor = os.open(path, os.O_RDONLY)
        os.fsync(descriptor)
        os.close(descriptor)
        if path == draft:
            draft.rename(target)


def _set_aside(database: Path, now: datetime) -> Path | None:
    """Rename the old database with all that belongs to it; BadDatabase if another program has it open."""
    if not database.exists():
        return None
    with contextlib.suppress(sqlite3.Error):  # damaged: it is kept as it is, with its log
        fold_in(database)
    aside = database.with_name(f"{database.stem}-before-{_stamp(now)}{database.suffix}")
    if aside.exists():
        raise BadDatabase(f"{aside} is there already: wait a second, then restore again.")
    for path, end in list(files_of(database)):
        path.rename(aside.with_name(aside.name + end))
    return aside


def _damaged(file: Path, reason: str) -> str:
    return f"{file} is damaged or no database ({reason}): use another backup."


def _stamp(now: datetime) -> str:
    return f"{now.astimezone(UTC):%Y%m%d-%H%M%S}"
