"""A migrated database file for a test: the migrations run once, and every test gets a copy."""

import shutil
import tempfile
from functools import cache
from pathlib import Path

from bot.store.migrate import upgrade


def fresh_database(path: Path) -> None:
    """Put an empty database of the newest schema at `path`."""
    shutil.copyfile(_migrated(), path)


@cache
def _migrated() -> Path:
    path = Path(tempfile.mkdtemp(prefix="daymark-")) / "empty.db"
    upgrade(path)
    return path
