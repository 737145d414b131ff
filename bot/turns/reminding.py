"""A person's reminders as they are stored: made, read from a button, and given their next time."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from bot.engine.rhythm import BadRhythm, Rhythm, pack, unpack
from bot.schedule.drawing import Draw
from bot.schedule.rules import Due, next_unasked_due
from bot.store.queries import asked_since, reminders_of
from bot.store.tables import Reminder, Slot
from bot.turns.desk import Desk

# Zones are less than three days apart, so older local days cannot come again.
ASKED_DAYS = timedelta(days=3)


def new_reminder(desk: Desk, flow_id: str, rhythm: Rhythm) -> Reminder:
    """A reminder of this person that is not stored yet and has no next time."""
    return Reminder(
        id=desk.new_id(), person_id=desk.person.id, flow=flow_id, rhythm=pack(rhythm), made_at=desk.now
    )


def rhythm_in(packed: str) -> Rhythm | None:
    """The rhythm that a button carried, or None if no button wrote it."""
    try:
        return unpack(packed)
    except BadRhythm:
        return None


def set_next(desk: Desk, reminder: Reminder) -> None:
    """The next time this reminder asks, never one that was asked already in another zone."""
    reminder.next_due_at = coming_due(desk, reminder, after=desk.now).at
    desk.db.add(reminder)
    desk.wakes_ticker = True


def coming_due(desk: Desk, reminder: Reminder, *, after: datetime) -> Due:
    """The first time later than `after` at which a reminder asks, stored or not, that it did not ask yet."""
    slots = asked_since(desk.db, reminder, (desk.now - ASKED_DAYS).date())
    return next_unasked_due(
        unpack(reminder.rhythm),
        desk.zone,
        after=after,
        asked=asked_times(slots),
        own=asked_times([slot for slot in slots if slot.reminder_id == reminder.id]),
        draw=draw_for(desk, reminder),
    )


def draw_for(desk: Desk, reminder: Reminder) -> Draw:
    """What the times of a reminder are drawn by; the id it has for good is its seed."""
    return Draw(seed=reminder.id, quiet=desk.quiet)


def set_all_next(desk: Desk) -> None:
    """The next times of all reminders, after the zone changed or the person came back."""
    for reminder in reminders_of(desk.db, desk.person.id):
        set_next(desk, reminder)


def asked_times(slots: Sequence[Slot]) -> set[tuple[date, time]]:
    """The local days and times of slots."""
    return {(slot.day, time.fromisoformat(slot.clock)) for slot in slots}
