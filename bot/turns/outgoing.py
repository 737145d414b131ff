"""What was committed to the outbox, as it is handed to the sender."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.schedule.states import SlotState
from bot.store.queries import outbox_of, persons, unsent
from bot.store.sealing import Keyring
from bot.store.tables import Outbox, Session, Slot
from bot.turns.desk import OUTBOX_PLACE, Sent
from bot.voice.message import Call, call_from_json


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """One call to Telegram that is committed and still to be made."""

    id: int
    person_id: int
    call: Call
    prompt: bool
    session_id: int | None
    slot_id: int | None


def outgoing(sent: Iterable[Sent]) -> list[Outgoing]:
    """Rows that were just committed, with their calls in clear."""
    return [_outgoing(one.row, one.call) for one in sent]


async def waiting(db: AsyncSession, keyring: Keyring) -> Sequence[Outgoing]:
    """What an earlier run committed and did not send."""
    rows = await unsent(db)
    people = await persons(db, {row.person_id for row in rows})
    found = []
    for row in rows:
        key = keyring.person_key(row.person_id, people[row.person_id].key_sealed)
        found.append(_outgoing(row, call_from_json(key.open(row.call_sealed, OUTBOX_PLACE))))
    return found


async def delivered(db: AsyncSession, one: Outgoing, message_id: int | None) -> None:
    """Telegram took the call: it leaves the outbox, and its session knows its message."""
    await _forget(db, one)
    row = await db.get(Session, one.session_id) if one.session_id and message_id else None
    if row is not None:
        row.message_id = message_id
        db.add(row)


async def refused(db: AsyncSession, one: Outgoing) -> None:
    """Telegram will never take the call: it leaves the outbox, and its slot says that it was not sent."""
    await _forget(db, one)
    slot = await db.get(Slot, one.slot_id) if one.slot_id and one.prompt else None
    if slot is not None:
        slot.state, slot.again_at = SlotState.NOT_SENT, None
        db.add(slot)


async def unreachable(db: AsyncSession, person_id: int) -> None:
    """The person blocked the bot or is gone: nothing more is sent until they return."""
    people = await persons(db, {person_id})
    for row in await outbox_of(db, person_id):
        slot = await db.get(Slot, row.slot_id) if row.slot_id and row.prompt else None
        if slot is not None:
            slot.state, slot.again_at = SlotState.BLOCKED, None
            db.add(slot)
        await db.delete(row)
    for person in people.values():
        person.blocked_at = person.blocked_at or person.seen_at
        db.add(person)


async def _forget(db: AsyncSession, one: Outgoing) -> None:
    row = await db.get(Outbox, one.id)
    if row is not None:
        await db.delete(row)


def _outgoing(row: Outbox, call: Call) -> Outgoing:
    return Outgoing(
        id=row.id or 0,
        person_id=row.person_id,
        call=call,
        prompt=row.prompt,
        session_id=row.session_id,
        slot_id=row.slot_id,
    )
