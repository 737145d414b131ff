"""/when: the next three prompts, and what became of the last five."""

from collections.abc import Iterator, Sequence
from datetime import datetime, time, timedelta
from heapq import merge
from itertools import islice

from bot.engine.rhythm import unpack
from bot.schedule.downtime import Downtime, downtime_in
from bot.schedule.pauses import FOREVER, running_pause
from bot.schedule.rules import dues_after
from bot.schedule.states import SlotState
from bot.store.queries import last_slots, reminders_of, waiting_slots
from bot.store.tables import Reminder, Slot
from bot.turns.checkin import running
from bot.turns.desk import Desk
from bot.turns.reminding import draw_for
from bot.turns.uptime import downtimes
from bot.voice.pause import pause_in_words
from bot.voice.when import Coming, Gone, Plan, Reason, plan_message

COMING_SHOWN = 3
GONE_SHOWN = 5
# A prompt that came so much later than meant is called late.
LATE_FROM = timedelta(minutes=5)
STILL_TO_COME = (SlotState.SNOOZED, SlotState.HELD)
_A_MOMENT = timedelta(microseconds=1)


def command(desk: Desk, _argument: str) -> None:
    """/when."""
    _show(desk)


def press(desk: Desk, parts: tuple[str, ...]) -> None:
    """The way here from another screen."""
    if parts == ("show",):
        _show(desk)
    else:
        desk.notice = desk.tr.plain("This button no longer works. /when shows what comes next.")


def _show(desk: Desk) -> None:
    reminders = reminders_of(desk.db, desk.person.id)
    until = running_pause(desk.person.paused_until, desk.now)
    gone = last_slots(desk.db, desk.person.id, GONE_SHOWN)
    is_busy = running(desk) is not None
    down = downtimes(desk.db)
    plan = Plan(
        coming=_coming(desk, reminders, until, is_busy=is_busy),
        gone=[_gone(desk, slot, until, down, is_busy=is_busy) for slot in gone],
        has_reminders=bool(reminders),
        paused=pause_in_words(desk.tr, until, desk.zone, desk.now) if until else "",
    )
    desk.answer(plan_message(desk.tr, plan, desk.zone, desk.now))


def _coming(
    desk: Desk, reminders: Sequence[Reminder], until: datetime | None, *, is_busy: bool
) -> list[Coming]:
    """The next prompts of all reminders and of what was put off; what falls into a break does not come."""
    if until == FOREVER:
        return []
    since = desk.now if until is None else until - _A_MOMENT
    streams = [_dues(desk, reminder, since) for reminder in reminders if reminder.next_due_at is not None]
    slots = waiting_slots(desk.db, desk.person.id, STILL_TO_COME)
    waiting = sorted(
        (
            _again(desk, slot, slot.again_at, is_busy=is_busy)
            for slot in slots
            if slot.again_at and slot.again_at > since
        ),
        key=_moment,
    )
    return list(islice(merge(waiting, *streams, key=_moment), COMING_SHOWN))


def _dues(desk: Desk, reminder: Reminder, since: datetime) -> Iterator[Coming]:
    """From `next_due_at` on, which already leaves out what was asked in another zone."""
    after = max(since, reminder.next_due_at - _A_MOMENT) if reminder.next_due_at else since
    title = _title(desk, reminder.flow)
    rhythm = unpack(reminder.rhythm)
    dues = dues_after(rhythm, desk.zone, after=after, draw=draw_for(desk, reminder))
    return (Coming(at=due.at, title=title, span=rhythm.span) for due in dues)


def _again(desk: Desk, slot: Slot, at: datetime, *, is_busy: bool) -> Coming:
    held = Reason.HELD if is_busy else Reason.LATE
    reason = held if slot.state == SlotState.HELD else Reason.SNOOZED
    return Coming(at=at, title=_title(desk, slot.flow), reason=reason)


def _gone(desk: Desk, slot: Slot, until: datetime | None, down: Sequence[Downtime], *, is_busy: bool) -> Gone:
    """A slot as it stands; one that would come in a break is told as what the break makes of it."""
    comes_at = slot.again_at if slot.state in STILL_TO_COME else None
    is_silenced = until is not None and comes_at is not None and comes_at < until
    is_late = slot.sent_at is not None and slot.sent_at - slot.due_at >= LATE_FROM
    return Gone(
        day=slot.day,
        clock=time.fromisoformat(slot.clock),
        title=_title(desk, slot.flow),
        state=SlotState.PAUSED if is_silenced else slot.state,
        sent_at=slot.sent_at,
        is_late=is_late,
        nudged_at=slot.nudged_at,
        down=_downtime_of(slot, down, is_late=is_late),
        again_at=None if is_busy and slot.state == SlotState.HELD else comes_at,
    )


def _downtime_of(slot: Slot, down: Sequence[Downtime], *, is_late: bool) -> Downtime | None:
    """The downtime that delayed a prompt or kept it from being sent, if one is known to have."""
    if is_late and slot.sent_at is not None:
        return downtime_in(down, slot.due_at, slot.sent_at)
    if slot.state == SlotState.BOT_WAS_DOWN:
        return downtime_in(down, slot.due_at, slot.closes_at)
    return None


def _title(desk: Desk, flow_id: str) -> str:
    flow = desk.house.registry.get(flow_id)
    return flow.title if flow else "Check-in"


def _moment(coming: Coming) -> datetime:
    return coming.at
