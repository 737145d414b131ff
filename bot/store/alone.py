"""Only one Daymark at a time keeps a database: the lock that says so ends with the process."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.store.sqlite import BadDatabase, explain


@contextmanager
def alone(database: Path) -> Iterator[None]:
    """While inside, no other Daymark keeps this database; BadDatabase if one does.

    The lock is on a file beside it: SQLite's own locks would go if the database were opened here once more.
    """
    try:
        database.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(database.with_name(f"{database.name}.lock"), os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as fault:
        raise BadDatabase(explain(database, fault)) from fault
    try:
        _take(descriptor, database)
        yield
    finally:
        os.close(descriptor)


def _take(descriptor: int, database: Path) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as fault:
        raise BadDatabase(
            f"The database {database} is in use by another process: stop the other Daymark, then start again."
        ) from fault
