"""A database as it would be after some time: people who agreed, and reminders; written before a start."""

import base64
import secrets
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from itertools import chain
from pathlib import Path
from typing import Any

from bot.engine.rhythm import Rhythm, pack
from bot.store.migrate import upgrade
from bot.store.sealing import KEY_BYTES, Keyring, read_key
from bot.store.tables import Person, Reminder

# Those who act are numbered from 1; those who only have a reminder from here.
REMINDED_FROM = 1_000_000
DAY = 24 * 60
# As the tables keep a moment: in UTC, without the zone.
MOMENT = "%Y-%m-%d %H:%M:%S.%f"
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A database file and its key."""

    path: Path
    key: str

    @property
    def address(self) -> str:
        """The file as DATABASE_URL."""
        return f"sqlite+aiosqlite:///{self.path}"

    @property
    def _ring(self) -> Keyring:
        return read_key(self.key, source="the bench")

    def add_people(self, numbers: Iterable[int]) -> None:
        """People who agreed and are set up, with keys of their own."""
        now, ring = packed(datetime.now(UTC)), self._ring
        self._write(
            Person.__tablename__,
            (
                {
                    "id": number,
                    "last_update_id": 0,
                    "last_press_id": 0,
                    "key_sealed": ring.new_person_key(number),
                    "seen_at": now,
                    "consented_at": now,
                    "language": "en",
                    "country": "DE",
                    "zone": "UTC",
                    "scale": "faces",
                    "discreet": False,
                    "asked_once": False,
                }
                for number in numbers
            ),
        )

    def add_reminders(self, count: int) -> None:
        """As many people, each with a daily reminder that falls due after tomorrow, spread over the day."""
        numbers = range(REMINDED_FROM, REMINDED_FROM + count)
        self.add_people(numbers)
        now = datetime.now(UTC)
        rhythms = [daily(_clock(minute)) for minute in range(DAY)]
        day = now.date() + timedelta(days=2)
        due = [packed(datetime.combine(day, _clock(minute), UTC)) for minute in range(DAY)]
        self._write(
            Reminder.__tablename__,
            (
                {
                    "id": number,
                    "person_id": number,
                    "flow": "daily",
                    "rhythm": rhythms[number % DAY],
                    "next_due_at": due[number % DAY],
                    "made_at": packed(now),
                }
                for number in numbers
            ),
        )

    def make_due(self, count: int, at: datetime) -> None:
        """So many of the reminders are for this full minute."""
        change = f"UPDATE {Reminder.__tablename__} SET rhythm = ?, next_due_at = ? WHERE id < ?"  # noqa: S608
        with closing(sqlite3.connect(self.path)) as db, db:
            db.execute(change, (daily(at.time()), packed(at), REMINDED_FROM + count))

    def count(self, table: str) -> int:
        """How many rows a table has."""
        with closing(sqlite3.connect(self.path)) as db:
            return int(db.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608 - our own name

    def size(self) -> int:
        """Bytes of all pages, those included that still stand in the journal."""
        with closing(sqlite3.connect(self.path)) as db:
            (pages,), (bytes_of_page,) = (
                db.execute(f"PRAGMA {name}").fetchone() for name in ("page_count", "page_size")
            )
        return int(pages * bytes_of_page)

    def _write(self, table: str, rows: Iterator[Row]) -> None:
        """Write rows past the tables' own types, which would take minutes for a million of them."""
        first = next(rows)
        names, places = ", ".join(first), ", ".join(f":{name}" for name in first)
        with closing(sqlite3.connect(self.path)) as db, db:
            db.executemany(f"INSERT INTO {table} ({names}) VALUES ({places})", chain([first], rows))  # noqa: S608


def new_record(folder: Path) -> Record:
    """An empty database with a new key."""
    path = folder / "daymark.db"
    upgrade(path)
    return Record(path=path, key=base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode())


def daily(clock: time) -> str:
    """Every day at this time, packed."""
    return pack(Rhythm(times=(time(clock.hour, clock.minute),)))


def packed(moment: datetime) -> str:
    """A moment as the tables keep it."""
    return moment.astimezone(UTC).strftime(MOMENT)


def _clock(minute: int) -> time:
    return time(minute // 60, minute % 60)
