"""Databases as released versions left them: dumps, which git and people can read."""

import base64
import sqlite3
from pathlib import Path

FIRST = "0.1.0"
# The master key that every dump was made with.
MASTER = bytes(range(32))
KEY = base64.b64encode(MASTER).decode()
# Robin is in the middle of a daily check-in and has one note; Sam has not agreed to anything yet.
ROBIN, SAM = 1001, 1002


def load(release: str, path: Path) -> Path:
    """The file of a release, as that release left it when it was stopped."""
    path.parent.mkdir(parents=True, exist_ok=True)
    link = sqlite3.connect(path)
    link.execute("PRAGMA journal_mode=WAL")
    link.executescript((Path(__file__).parent / f"{release}.sql").read_text(encoding="utf-8"))
    link.close()
    return path
