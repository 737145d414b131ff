"""/pause: no prompts for a while; what was sent already stays as it is, and the way back is kind."""

from collections.abc import Sequence
from datetime import datetime

from bot.schedule.pauses import FOREVER, Pause, pause_end, running_pause, welcome_at
from bot.schedule.quiet import after_quiet
from bot.schedule.states import SlotState
from bot.store.queries import reminders_of, running_sessions, sent_since, waiting_slots
from bot.turns.desk import Desk
from bot.voice import pause as voice


def command(desk: Desk, _argument: str) -> None:
    """/pause: how long, or until when."""
    _show(desk)


def press(desk: Desk, parts: tuple[str, ...]) -> None:
    """A break of some length, or its end."""
    match parts:
        case ("resume",):
            _end(desk)
            desk.answer(voice.resumed(desk.tr, next_moment(desk)))
        case (length,) if length in list(Pause):
            take(desk, Pause(length))
            _show(desk)
        case _:
            desk.notice = desk.tr.plain("This button no longer works. /pause shows what does.")


def take(desk: Desk, length: Pause) -> None:
    """Begin a break, or change the one that is running."""
    desk.person.paused_until = pause_end(length, desk.now)
    desk.person.returns_at = welcome_at(desk.person.paused_until, desk.zone)
    desk.db.add(desk.person)


def come_back(desk: Desk) -> None:
    """Any act ends a break 'until I return'; it says so, and one tap takes the break again."""
    if running_pause(desk.person.paused_until, desk.now) == FOREVER:
        _end(desk)
        desk.send(voice.came_back(desk.tr, next_moment(desk)))


def welcome_back(desk: Desk) -> None:
    """A break ended by itself: one gentle line, not in the night and not between two questions."""
    at = welcome_at(desk.now, desk.zone)
    if at is not None and desk.quiet is not None:
        at = after_quiet(at, desk.quiet, desk.zone)
    if at is not None and at > desk.now:
        desk.person.returns_at = at
    else:
        desk.person.returns_at = None
        if _may_be_told(desk):
            desk.send(voice.over(desk.tr, next_moment(desk), is_asked=_is_asked_now(desk)))
    desk.db.add(desk.person)


def next_moment(desk: Desk) -> str:
    """When the next prompt comes, in words; empty if none does."""
    reminders = reminders_of(desk.db, desk.person.id)
    dues = [reminder.next_due_at for reminder in reminders if reminder.next_due_at is not None]
    dues.extend(at for at in _put_off(desk) if at > desk.now)
    today = desk.now.astimezone(desk.zone).date()
    return desk.tr.moment(min(dues), desk.zone, today) if dues else ""


def _may_be_told(desk: Desk) -> bool:
    if desk.person.blocked_at is not None or running_pause(desk.person.paused_until, desk.now) is not None:
        return False
    return all(row.status != "open" for row in running_sessions(desk.db, desk.person.id))


def _is_asked_now(desk: Desk) -> bool:
    """Whether a prompt goes out at this very moment: it stands below."""
    desk.db.flush()  # it was settled in this transaction
    return any(slot.state == SlotState.SENT for slot in sent_since(desk.db, desk.person.id, desk.now))


def _show(desk: Desk) -> None:
    until = running_pause(desk.person.paused_until, desk.now)
    if until is None:
        desk.answer(voice.offering(desk.tr))
        return
    moments = [at for at in _put_off(desk) if at < until]
    clocks = desk.tr.listed([desk.tr.clock(at.astimezone(desk.zone)) for at in moments])
    in_words = voice.pause_in_words(desk.tr, until, desk.zone, desk.now)
    desk.answer(voice.pausing(desk.tr, in_words, clocks, is_endless=until >= FOREVER))


def _put_off(desk: Desk) -> Sequence[datetime]:
    """When the prompts that the person put off would come again, the earliest first."""
    slots = waiting_slots(desk.db, desk.person.id, (SlotState.SNOOZED,))
    return sorted(slot.again_at for slot in slots if slot.again_at is not None)


def _end(desk: Desk) -> None:
    """Prompts come again from now on; those that fell into the break do not."""
    desk.person.paused_until = desk.person.returns_at = None
    desk.db.add(desk.person)
    desk.wakes_ticker = True
