"""Check-ins come to rest: begun, and closed quietly when nothing more is done in them."""

from datetime import datetime

from bot.engine.flow import Flow
from bot.engine.limits import Limits
from bot.registry import Registry
from bot.schedule.life import rests_at
from bot.schedule.states import SlotState
from bot.store.queries import sessions_resting, waiting_slots
from bot.store.tables import Entry, Session, Slot
from bot.store.transaction import Transaction
from bot.turns.desk import Desk


def touched(desk: Desk, row: Session, flow: Flow) -> None:
    """An act in a check-in: its slot was begun, and the silence is counted from now.

    The ticker is not woken: it looks every minute anyway, and no rest is as short.
    """
    slot = desk.db.get(Slot, row.slot_id) if row.slot_id else None
    if slot is not None and slot.begun_at is None:
        slot.begun_at = desk.now
        desk.db.add(slot)
    row.touched_at = desk.now
    row.rests_at = _rest_of(row, slot, flow.limits) if row.status == "open" else None
    desk.db.add(row)


def rest(db: Transaction, registry: Registry, now: datetime, limit: int) -> None:
    """Close the check-ins in which nothing was done for long enough: nothing is sent, nothing is lost."""
    for row in sessions_resting(db, now, limit):
        flow = registry.get(row.flow)
        slot = db.get(Slot, row.slot_id) if row.slot_id else None
        at = _rest_of(row, slot, flow.limits if flow else Limits())
        row.rests_at = at if at > now else None
        if row.rests_at is None:
            _close(db, row, slot, now)
        db.add(row)
    db.flush()  # what was held for them is due in the same tick


def _rest_of(row: Session, slot: Slot | None, limits: Limits) -> datetime:
    begun_at = (slot.begun_at if slot else None) or row.touched_at
    closes_at = slot.closes_at if slot else None
    return rests_at(row.touched_at, begun_at=begun_at, closes_at=closes_at, limits=limits)


def _close(db: Transaction, row: Session, slot: Slot | None, now: datetime) -> None:
    """The entry ends when the person last did something; what was only opened waits again for its answer."""
    entry = db.get(Entry, row.id)
    is_only_opened = slot is not None and slot.state == SlotState.SENT and now < slot.closes_at
    row.status = "prompted" if is_only_opened else "left"
    if entry is not None and entry.ended_at is None:
        entry.ended_at, entry.ending = row.touched_at, "left"
        db.add(entry)
    for held in waiting_slots(db, row.person_id, (SlotState.HELD,)):
        held.again_at = now
        db.add(held)
