"""The database file as another program sees it."""

import sqlite3
from contextlib import closing
from pathlib import Path


def rows_of(database: Path, table: str) -> list[dict[str, object]]:
    """A table as it stands in the file."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        connection.row_factory = sqlite3.Row
        return [dict(row) for row in connection.execute(f"SELECT * FROM {table}")]  # noqa: S608 - our own names
