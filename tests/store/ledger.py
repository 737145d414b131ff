"""A migrated database file with a writer and a reader, and short ways to fill it."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Engine
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.store.columns import new_id
from bot.store.reader import Reader
from bot.store.sqlite import open_reader, open_writer
from bot.store.tables import Entry, Note, Person, Rating, Reminder, Session, Slot, TipOffer
from bot.store.transaction import Transaction
from bot.store.writer import Writer
from tests.store.fresh import fresh_database

NOW = datetime(2026, 11, 23, 13, 0, tzinfo=UTC)
ROBIN, SAM = 100, 200
Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """The file, the one writer, and those who only read."""

    path: Path
    engine: Engine
    writer: Writer
    reader: AsyncEngine

    async def add(self, *rows: object) -> None:
        """Commit rows."""

        def work(db: Transaction) -> None:
            db.add_all(rows)

        await self.writer.run(work)

    async def ask(self, question: Callable[[Transaction], Answer]) -> Answer:
        """What a question finds, read beside the writer."""
        return await Reader(self.reader).ask(question)


@asynccontextmanager
async def open_ledger(folder: Path) -> AsyncIterator[Ledger]:
    """A fresh file with two people."""
    path = folder / "daymark.db"
    fresh_database(path)
    engine, reader = open_writer(path), open_reader(path)
    writer = Writer(engine)
    writer.start()
    ledger = Ledger(path=path, engine=engine, writer=writer, reader=reader)
    try:
        await ledger.add(person(ROBIN), person(SAM))
        yield ledger
    finally:
        await writer.stop()
        engine.dispose()
        await reader.dispose()


def person(person_id: int) -> Person:
    """Someone who wrote just now."""
    return Person(id=person_id, key_sealed=b"key", seen_at=NOW)


def entry(begun_at: datetime = NOW, **more: Any) -> Entry:
    """An entry of Robin's daily check-in."""
    known = {"id": new_id(NOW), "person_id": ROBIN, "flow": "daily", "version": 1, "zone": "UTC"}
    return Entry(**{**known, "begun_at": begun_at, **more})


def rating(at: Entry, name: str, score: float, told_at: datetime = NOW, **more: Any) -> Rating:
    """A rating in an entry."""
    known = {"id": new_id(NOW), "person_id": at.person_id, "entry_id": at.id, "value": 3, "scale": "faces"}
    return Rating(**{**known, "name": name, "score": score, "felt_at": told_at, "told_at": told_at, **more})


def note(written_at: datetime = NOW, **more: Any) -> Note:
    """A note of Robin's."""
    known = {"id": new_id(NOW), "person_id": ROBIN, "text_sealed": b"words"}
    return Note(**{**known, "written_at": written_at, **more})


def session(status: str, touched_at: datetime = NOW, **more: Any) -> Session:
    """A session of Robin's."""
    known = {"id": new_id(NOW), "person_id": ROBIN, "flow": "daily", "version": 1, "answers_sealed": b""}
    return Session(**{**known, "status": status, "begun_at": NOW, "touched_at": touched_at, **more})


def slot(due_at: datetime, state: str, **more: Any) -> Slot:
    """A slot of Robin's daily reminder."""
    known = {
        "id": new_id(NOW),
        "person_id": ROBIN,
        "flow": "daily",
        "day": due_at.date(),
        "closes_at": due_at,
    }
    return Slot(**{**known, "due_at": due_at, "clock": f"{due_at:%H:%M}", "state": state, **more})


def reminder(next_due_at: datetime | None, **more: Any) -> Reminder:
    """A reminder of Robin's."""
    known = {"id": new_id(NOW), "person_id": ROBIN, "flow": "daily", "rhythm": "7f.2000", "made_at": NOW}
    return Reminder(**{**known, "next_due_at": next_due_at, **more})


def offer(tip: str, offered_at: datetime = NOW, **more: Any) -> TipOffer:
    """A tip that was shown to Robin."""
    return TipOffer(**{"id": new_id(NOW), "person_id": ROBIN, "tip": tip, "offered_at": offered_at, **more})
