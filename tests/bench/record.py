"""A database as it would be after some time: people who agreed, and reminders; written before the bot starts."""

import base64
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import insert, update
from sqlmodel import SQLModel, col

from bot.engine.rhythm import Rhythm, pack
from bot.store.migrate import upgrade
from bot.store.sealing import KEY_BYTES, Keyring, read_key
from bot.store.sqlite import open_writer
from bot.store.tables import Person, Reminder
from bot.store.transaction import Transaction

# Those who act are numbered from 1; those who only have a reminder from here.
REMINDED_FROM = 1_000_000
AT_ONCE = 20_000
DAY = 24 * 60
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
        now, ring = datetime.now(UTC), self._ring
        self._write(
            Person,
            (
                {
                    "id": number,
                    "key_sealed": ring.new_person_key(number),
                    "seen_at": now,
                    "consented_at": now,
                    "language": "en",
                    "country": "DE",
                    "zone": "UTC",
                }
                for number in numbers
            ),
        )

    def add_reminders(self, count: int) -> None:
        """As many people, each with a daily reminder that falls due after tomorrow, spread over the day."""
        numbers = range(REMINDED_FROM, REMINDED_FROM + count)
        self.add_people(numbers)
        now = datetime.now(UTC)
        packed = [daily(time(minute // 60, minute % 60)) for minute in range(DAY)]
        due = [_on(now.date() + timedelta(days=2), minute) for minute in range(DAY)]
        self._write(
            Reminder,
            (
                {
                    "id": number,
                    "person_id": number,
                    "flow": "daily",
                    "rhythm": packed[number % DAY],
                    "next_due_at": due[number % DAY],
                    "made_at": now,
                }
                for number in numbers
            ),
        )

    def make_due(self, count: int, at: datetime) -> None:
        """So many of the reminders are for this full minute."""
        last = REMINDED_FROM + count
        change = update(Reminder).where(col(Reminder.id) < last)
        self._run(lambda db: db.execute(change.values(rhythm=daily(at.time()), next_due_at=at)))

    def size(self) -> int:
        """Bytes of the file, with everything that was written moved into it."""
        self._run(lambda _db: None)
        engine = open_writer(self.path)
        raw = engine.raw_connection()
        raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").close()
        raw.close()
        engine.dispose()
        return self.path.stat().st_size

    def _write(self, table: type[SQLModel], rows: Iterable[Row]) -> None:
        waiting = iter(rows)

        def write(db: Transaction) -> None:
            while part := list(islice(waiting, AT_ONCE)):
                db.execute(insert(table), part)

        self._run(write)

    def _run(self, work: Any) -> None:
        engine = open_writer(self.path)
        with Transaction(engine) as db, db.begin():
            work(db)
        engine.dispose()


def new_record(folder: Path) -> Record:
    """An empty database with a new key."""
    path = folder / "daymark.db"
    upgrade(path)
    return Record(path=path, key=base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode())


def daily(clock: time) -> str:
    """Every day at this time, packed."""
    return pack(Rhythm(times=(time(clock.hour, clock.minute),)))


def _on(day: date, minute: int) -> datetime:
    return datetime.combine(day, time(minute // 60, minute % 60), UTC)
