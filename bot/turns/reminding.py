"""A person's reminders as they are stored: made, read from a button, and given their next time."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from bot.engine.rhythm import BadRhythm, Rhythm, pack, unpack
from bot.schedule.drawing import Draw
from bot.schedule.quiet import Quiet, covers
from bot.schedule.rules import Due, next_unasked_due
from bot.store.queries import asked_since, reminders_of
from bot.store.tables import Reminder, Slot
from bot.turns.desk import Desk
from bot.voice.buttons import short
from bot.voice.reminders import ANOTHER

# Zones are less than three days apart, so older local days cannot come again.
ASKED_DAYS = timedelta(days=3)
# So that the list fits on a screen.
MOST_REMINDERS = 12
_TAG_LENGTH = 3


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


def tag_of(reminder: Reminder) -> str:
    """What tells a reminder apart from the others of its flow, short enough for a button."""
    return f".{short(reminder.id)[-_TAG_LENGTH:]}"


def flow_in(which: str) -> str:
    """The flow in what a button carried: a flow's id alone, or with a tag behind it."""
    flow, mark, tag = which.partition(".")
    is_tagged = bool(mark) and len(tag) == _TAG_LENGTH
    return flow if is_tagged else which.removesuffix(ANOTHER)


def find_reminder(desk: Desk, which: str, rhythm: Rhythm | None = None) -> Reminder | None:
    """The reminder that a button means: the tagged one, or without a tag the first of its flow.

    One that is to stand beside others, or is gone, is found if there is one with this very rhythm: a
    double tap on 'Save' must not make two.
    """
    flow = flow_in(which)
    found = [one for one in reminders_of(desk.db, desk.person.id) if one.flow == flow]
    if which == flow:
        return next(iter(found), None)
    tagged = [one for one in found if flow + tag_of(one) == which]
    same = [one for one in found if rhythm is not None and one.rhythm == pack(rhythm)]
    return next(iter([*tagged, *same]), None)


def is_quiet(rhythm: Rhythm, stored: Rhythm | None, quiet: Quiet) -> bool:
    """Whether a rhythm asks in quiet hours where the stored one did not: then the person is asked first."""
    if rhythm == stored:
        return False
    if rhythm.span is not None:
        return covers(quiet, rhythm.span)
    known = stored.times if stored else ()
    return any(quiet.holds(clock) for clock in rhythm.times if clock not in known)


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
