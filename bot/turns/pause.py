"""/pause: no prompts for a while; what was sent already stays as it is."""

from collections.abc import Sequence
from datetime import datetime

from bot.schedule.pauses import Pause, pause_end, running_pause
from bot.schedule.states import SlotState
from bot.store.queries import reminders_of, waiting_slots
from bot.turns.desk import Desk
from bot.voice import pause as voice


def command(desk: Desk, _argument: str) -> None:
    """/pause: how long, or until when."""
    _show(desk)


def press(desk: Desk, parts: tuple[str, ...]) -> None:
    """A break of some length, or its end."""
    match parts:
        case ("resume",):
            _resume(desk)
        case (length,) if length in list(Pause):
            desk.person.paused_until = pause_end(Pause(length), desk.now)
            desk.db.add(desk.person)
            _show(desk)
        case _:
            desk.notice = desk.tr.plain("This button no longer works. /pause shows what does.")


def _show(desk: Desk) -> None:
    until = running_pause(desk.person.paused_until, desk.now)
    if until is None:
        desk.answer(voice.offering(desk.tr))
        return
    moments = [at for at in _put_off(desk) if at < until]
    clocks = desk.tr.listed([desk.tr.clock(at.astimezone(desk.zone)) for at in moments])
    in_words = voice.pause_in_words(desk.tr, until, desk.zone, desk.now)
    desk.answer(voice.pausing(desk.tr, in_words, clocks))


def _put_off(desk: Desk) -> Sequence[datetime]:
    """When the prompts that the person put off would come again, the earliest first."""
    slots = waiting_slots(desk.db, desk.person.id, (SlotState.SNOOZED,))
    return sorted(slot.again_at for slot in slots if slot.again_at is not None)


def _resume(desk: Desk) -> None:
    """Prompts come again from now on; those that fell into the break do not."""
    desk.person.paused_until = None
    desk.db.add(desk.person)
    desk.wakes_ticker = True
    reminders = reminders_of(desk.db, desk.person.id)
    dues = [reminder.next_due_at for reminder in reminders if reminder.next_due_at is not None]
    dues.extend(at for at in _put_off(desk) if at > desk.now)
    today = desk.now.astimezone(desk.zone).date()
    desk.answer(voice.resumed(desk.tr, desk.tr.moment(min(dues), desk.zone, today) if dues else ""))
