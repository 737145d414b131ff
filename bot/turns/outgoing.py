"""What was committed to the outbox, as it is handed to the sender."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import structlog

from bot.logs import where
from bot.schedule.states import SlotState
from bot.store.queries import leave_outbox, outbox_of, persons, stands_at, unsent
from bot.store.sealing import Keyring
from bot.store.tables import Outbox, Person, Slot
from bot.store.transaction import Transaction
from bot.turns.desk import OUTBOX_PLACE, Sent
from bot.voice.message import Call, call_from_json

log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """One call to Telegram that is committed and still to be made."""

    id: int
    person_id: int
    call: Call
    prompt: bool
    session_id: int | None
    slot_id: int | None
    made_at: datetime
    replaces: tuple[int, ...] = ()
    """Rows of earlier edits that nobody needs to see any more; they leave the outbox with this one."""

    def in_place_of(self, earlier: "Outgoing") -> "Outgoing":
        """This call, made instead of an earlier edit of the same message."""
        replaces = (*earlier.replaces, earlier.id)
        return replace(self, replaces=replaces, session_id=self.session_id or earlier.session_id)


def outgoing(sent: Iterable[Sent]) -> list[Outgoing]:
    """Rows that were just committed, with their calls in clear."""
    return [_outgoing(one.row, one.call) for one in sent]


def waiting(db: Transaction, keyring: Keyring) -> Sequence[Outgoing]:
    """What an earlier run committed and did not send; a row that cannot be read is set aside."""
    rows = unsent(db)
    people = persons(db, {row.person_id for row in rows})
    found = []
    for row in rows:
        call = _call_in(row, people.get(row.person_id), keyring)
        if call is None:
            _set_aside(db, row)
        else:
            found.append(_outgoing(row, call))
    return found


def _call_in(row: Outbox, person: Person | None, keyring: Keyring) -> Call | None:
    """The call that a row holds, or None if it cannot be opened or understood."""
    try:
        sealed = b"" if person is None else person.key_sealed
        key = keyring.person_key(row.person_id, sealed)
        return call_from_json(key.open(row.call_sealed, OUTBOX_PLACE))
    except Exception as fault:  # noqa: BLE001 - whatever stands in one row, all others go out
        kind = type(fault).__name__
        log.error("set_aside", row=row.id, prompt=row.prompt, fault=kind, at=where(fault))
        return None


def _set_aside(db: Transaction, row: Outbox) -> None:
    """A row that nobody can read leaves the outbox, and its slot says that it was not sent."""
    if row.prompt:
        _not_sent(db, row.slot_id)
    db.delete(row)


def delivered(db: Transaction, one: Outgoing, message_id: int | None) -> None:
    """Telegram took the call: it leaves the outbox, and its session knows its message."""
    _forget(db, one)
    if one.session_id and message_id:
        stands_at(db, one.session_id, message_id)


def is_wanted(db: Transaction, one: Outgoing, now: datetime) -> bool:
    """Whether a prompt that could not go out at once is still waited for; if not, it leaves the outbox."""
    slot = db.get(Slot, one.slot_id or 0)
    if slot is not None and slot.state == SlotState.SENT and now < slot.closes_at:
        return True
    if slot is not None and slot.state in (SlotState.SENT, SlotState.MISSED):
        refused(db, one)  # nobody can miss what was not sent
    else:
        _forget(db, one)
    return False


def refused(db: Transaction, one: Outgoing) -> None:
    """Telegram will never take the call: it leaves the outbox, and its slot says that it was not sent."""
    _forget(db, one)
    if one.prompt:
        _not_sent(db, one.slot_id)


def unreachable(db: Transaction, person_id: int) -> None:
    """The person blocked the bot or is gone: nothing more is sent until they return."""
    people = persons(db, {person_id})
    for row in outbox_of(db, person_id):
        slot = db.get(Slot, row.slot_id) if row.slot_id and row.prompt else None
        if slot is not None:
            slot.state, slot.again_at = SlotState.BLOCKED, None
            db.add(slot)
        db.delete(row)
    for person in people.values():
        person.blocked_at = person.blocked_at or person.seen_at
        db.add(person)


def _not_sent(db: Transaction, slot_id: int | None) -> None:
    slot = db.get(Slot, slot_id) if slot_id else None
    if slot is not None and slot.nudged_at is None:  # a nudge that fails leaves the prompt that came
        slot.state, slot.again_at = SlotState.NOT_SENT, None
        db.add(slot)


def _forget(db: Transaction, one: Outgoing) -> None:
    leave_outbox(db, (*one.replaces, one.id))


def _outgoing(row: Outbox, call: Call) -> Outgoing:
    return Outgoing(
        id=row.id or 0,
        person_id=row.person_id,
        call=call,
        prompt=row.prompt,
        session_id=row.session_id,
        slot_id=row.slot_id,
        made_at=row.made_at,
    )
