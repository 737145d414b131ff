"""A room to try screens in: a migrated database, a person, and what went to the outbox."""

import html
import random
import re
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlmodel import col, select

from bot.care.tips import load_tips
from bot.engine.flow import Flow
from bot.engine.rhythm import pack, read_rhythm
from bot.registry import Registry, load_flows
from bot.store.columns import new_id
from bot.store.queries import reminders_of
from bot.store.sealing import Keyring, PersonKey
from bot.store.sqlite import open_writer
from bot.store.tables import Entry, Outbox, Person, Reminder, Session, Slot
from bot.store.transaction import Transaction
from bot.store.writer import Writer
from bot.turns.desk import OUTBOX_PLACE, Desk, House, open_desk
from bot.voice.language import Language
from bot.voice.message import DATA_LIMIT, TEXT_LIMIT, Button, Message, call_from_json
from tests.store.fresh import fresh_database

PERSON, STRANGER = 100, 200
# A Monday, 13:00 in London.
NOON = datetime(2026, 11, 23, 13, 0, tzinfo=UTC)
PRESSED = 77
MOST_BUTTONS, LONGEST_LABEL = 100, 40
# What a button never wrote, for whichever screen it is sent to.
FORGED = (
    (),
    ("",),
    ("nothing",),
    ("show", "more"),
    ("\N{SUPERSCRIPT TWO}",),
    ("a", "b", "c", "d", "e", "f"),
    ("<b>", "&", "'; drop table person; --"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What one turn left: the message, whether it replaced the pressed one, and the notice."""

    messages: Sequence[Message]
    edits: Sequence[int | None]
    notice: str
    wakes_ticker: bool

    @property
    def message(self) -> Message:
        """The only message."""
        (message,) = self.messages
        return message

    @property
    def text(self) -> str:
        """The text as it is read."""
        return html.unescape(re.sub(r"</?[bi]>", "", self.message.text))

    @property
    def buttons(self) -> dict[str, Button]:
        """The buttons by label."""
        return {button.label: button for row in self.message.rows for button in row}

    @property
    def labels(self) -> list[str]:
        """The labels, row after row."""
        return [button.label for row in self.message.rows for button in row]


Command = Callable[[Desk, str], None]
Press = Callable[[Desk, tuple[str, ...]], None]


@dataclass(slots=True, kw_only=True)
class Room:
    """The host's part of a turn, with nothing but the screens under test."""

    writer: Writer
    house: House
    now: datetime = NOON
    screens: dict[str, Press] = field(default_factory=dict)

    async def person(self, person_id: int = PERSON, **settings: Any) -> None:
        """Someone who lives in London, or elsewhere."""
        known: dict[str, Any] = {"country": "GB", "zone": "Europe/London", **settings}

        def work(db: Transaction) -> None:
            key = self.house.keyring.new_person_key(person_id)
            db.add(Person(id=person_id, key_sealed=key, seen_at=self.now, consented_at=self.now, **known))

        await self.writer.run(work)

    async def command(self, command: Command, argument: str = "") -> Seen:
        """What a typed command shows."""
        return await self._turn(lambda desk: command(desk, argument), None)

    async def press(self, button: Button | str) -> Seen:
        """What a button shows, found by the prefix of its data."""
        data = button if isinstance(button, str) else button.data
        prefix, *parts = (data or "").split(":")
        return await self._turn(lambda desk: self.screens[prefix](desk, tuple(parts)), PRESSED)

    async def _turn(self, act: Callable[[Desk], None], message_id: int | None) -> Seen:
        def work(db: Transaction) -> Desk:
            person = db.get(Person, PERSON)
            assert person is not None
            desk = open_desk(self.house, db, person, self.now)
            desk.message_id = message_id
            act(desk)
            return desk

        before = len(await self._outbox())
        desk = await self.writer.run(work)
        calls = [call_from_json(desk.key.open(row.call_sealed, OUTBOX_PLACE)) for row in await self._outbox()]
        seen = Seen(
            messages=[call.message for call in calls[before:]],
            edits=[call.edits for call in calls[before:]],
            notice=desk.notice,
            wakes_ticker=desk.wakes_ticker,
        )
        _check(seen)
        return seen

    async def _outbox(self) -> Sequence[Outbox]:
        def work(db: Transaction) -> Sequence[Outbox]:
            return (db.exec(select(Outbox).order_by(col(Outbox.id)))).all()

        return await self.writer.run(work)

    async def add(self, *rows: object) -> None:
        """Put rows into the database."""

        def work(db: Transaction) -> None:
            db.add_all(rows)

        await self.writer.run(work)

    async def entry(self, begun_at: datetime, **more: Any) -> Entry:
        """Store an empty entry, and the session that it came from."""
        known: dict[str, Any] = {"flow": "daily", "version": 1, "person_id": PERSON, "begun_at": begun_at}
        entry = Entry(**{**known, "id": new_id(NOON), "zone": "Europe/London", **more})
        session = Session(
            id=entry.id,
            person_id=entry.person_id,
            flow=entry.flow,
            version=1,
            status="finished",
            answers_sealed=b"",
            begun_at=begun_at,
            touched_at=begun_at,
        )
        await self.add(entry, session)
        return entry

    async def key(self) -> PersonKey:
        """The person's key, to seal what a test stores."""
        person = await self.stored_person()
        return self.house.keyring.person_key(person.id, person.key_sealed)

    async def stored_person(self) -> Person:
        """The person as the database has it."""

        def work(db: Transaction) -> Person:
            return (db.exec(select(Person).where(col(Person.id) == PERSON))).one()

        return await self.writer.run(work)

    async def reminders(self) -> Sequence[Reminder]:
        """The person's reminders as the database has them."""
        return await self.writer.run(lambda db: reminders_of(db, PERSON))

    async def slots(self) -> Sequence[Slot]:
        """Every slot."""

        def work(db: Transaction) -> Sequence[Slot]:
            return (db.exec(select(Slot).order_by(col(Slot.due_at)))).all()

        return await self.writer.run(work)


def reminder(flow: str, phrase: str, next_due_at: datetime | None, person_id: int = PERSON) -> Reminder:
    """A reminder as it would be stored at noon."""
    return Reminder(
        id=new_id(NOON),
        person_id=person_id,
        flow=flow,
        rhythm=pack(read_rhythm(phrase)),
        next_due_at=next_due_at,
        made_at=NOON,
    )


def slot(flow: str, due_at: datetime, state: str, **more: Any) -> Slot:
    """A slot whose local time was that of London in winter."""
    known: dict[str, Any] = {
        "id": new_id(NOON),
        "person_id": PERSON,
        "flow": flow,
        "due_at": due_at,
        "day": date(due_at.year, due_at.month, due_at.day),
        "clock": f"{due_at:%H:%M}",
        "state": state,
        "closes_at": due_at + timedelta(hours=4),
    }
    return Slot(**{**known, **more})


def registry_with(*flows: Flow) -> Registry:
    """The flows that ship, and some others."""
    return Registry(flows={**load_flows().flows, **{flow.id: flow for flow in flows}})


@asynccontextmanager
async def open_room(folder: Path, registry: Registry | None = None) -> AsyncIterator[Room]:
    """A room on a fresh database file."""
    path = folder / "daymark.db"
    fresh_database(path)
    engine = open_writer(path)
    writer = Writer(engine)
    writer.start()
    house = House(
        registry=registry or load_flows(),
        tips=load_tips(),
        languages={"en": Language()},
        keyring=Keyring(bytes(32)),
        operator="Ada",
        draw=random.Random(1),  # noqa: S311 - the same draw in every run
    )
    try:
        yield Room(writer=writer, house=house)
    finally:
        await writer.stop()
        engine.dispose()


def _check(seen: Seen) -> None:
    """Telegram's limits and ours, for everything that any screen shows."""
    assert len(seen.notice) <= 200
    for message in seen.messages:
        buttons = [button for row in message.rows for button in row]
        assert 0 < len(message.text) <= TEXT_LIMIT
        assert len(buttons) <= MOST_BUTTONS
        assert all(0 < len(button.label) <= LONGEST_LABEL for button in buttons)
        assert all(len((button.data or "").encode()) <= DATA_LIMIT for button in buttons)
        assert message.text.count("<b>") == message.text.count("</b>")
        assert "{" not in message.text
