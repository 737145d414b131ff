"""Prompts: due slots are claimed, and what a person does with a prompt is taken."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

import structlog
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.engine.events import Asked
from bot.engine.flow import During, Flow
from bot.engine.replies import Begin
from bot.engine.rhythm import unpack
from bot.engine.turn import take
from bot.errors import BotError
from bot.logs import where
from bot.schedule.rules import (
    Due,
    Snooze,
    Window,
    closes_at,
    dues,
    is_taken,
    next_unasked_due,
    satisfies,
    snooze_choices,
)
from bot.schedule.states import WAITING, SlotState
from bot.store.queries import (
    asked_since,
    due_reminders,
    last_told,
    persons,
    reminders_of,
    running_sessions,
    slots_due_again,
)
from bot.store.tables import Reminder, Session, Slot
from bot.turns import checkin
from bot.turns.desk import Desk, House, Sent, open_desk
from bot.voice import prompts as voice
from bot.voice.buttons import long
from bot.voice.checkin import asking, scene

log = structlog.get_logger()

WINDOW = Window()
# Someone who answered this recently is in the middle of a check-in.
IN_THE_MIDDLE = timedelta(minutes=30)
HELD_FOR = timedelta(minutes=10)
# Zones are less than three days apart, so older local days cannot come again.
ASKED_DAYS = timedelta(days=3)
CLAIMED_AT_ONCE = 500
# After a long silence of the bot the ledger names this many missed times, no more.
MISSED_NAMED = 14


async def claim(db: AsyncSession, house: House, now: datetime) -> Sequence[Sent]:
    """Claim what is due in one transaction: slots first, then the prompts that go out."""
    reminders = await due_reminders(db, now, CLAIMED_AT_ONCE)
    slots = await slots_due_again(db, now, CLAIMED_AT_ONCE)
    due: list[Slot | Reminder] = [*slots, *reminders]
    people = await persons(db, {row.person_id for row in due})
    desks: dict[int, Desk] = {}
    for row in due:
        try:
            if row.person_id not in desks:
                desks[row.person_id] = open_desk(house, db, people[row.person_id], now)
            await _claim_row(desks[row.person_id], row)
        except BotError as fault:  # one person's faulty row must not keep all others waiting
            log.error("not_claimed", fault=type(fault).__name__, at=where(fault))
            _put_aside(db, row)
    return [row for desk in desks.values() for row in desk.sent]


async def set_next(desk: Desk, reminder: Reminder) -> None:
    """The next time this reminder asks, never one that was asked already in another zone."""
    rhythm, since = unpack(reminder.rhythm), (desk.now - ASKED_DAYS).date()
    asked = _pairs(await asked_since(desk.db, reminder, since))
    reminder.next_due_at = next_unasked_due(rhythm, desk.zone, after=desk.now, asked=asked).at
    desk.db.add(reminder)
    desk.wakes_ticker = True


async def set_all_next(desk: Desk) -> None:
    """The next times of all reminders, after the zone changed or the person came back."""
    for reminder in await reminders_of(desk.db, desk.person.id):
        await set_next(desk, reminder)


async def press(desk: Desk, parts: tuple[str, ...]) -> None:
    """Later, not today, and how long to wait."""
    slot = await desk.db.get(Slot, long(parts[0]) or 0) if parts else None
    if slot is None or slot.person_id != desk.person.id:
        desk.notice = desk.tr.plain("This button no longer works. /when shows what comes next.")
    elif slot.state != SlotState.SENT:
        desk.notice = desk.tr.plain("That time has passed. /checkin is open at any time.")
    else:
        await _take(desk, slot, parts[1:])


async def _take(desk: Desk, slot: Slot, parts: tuple[str, ...]) -> None:
    choices = await _choices(desk, slot)
    match parts:
        case ("skip",):
            await _skip(desk, slot)
        case ("later",) if choices:
            clocks = [desk.tr.clock(choice.at.astimezone(desk.zone)) for choice in choices]
            desk.answer(voice.later(desk.tr, slot.id, choices, clocks, discreet=desk.person.discreet))
        case ("back",):
            await _show(desk, slot, edits=desk.message_id)
        case (delay,) if chosen := [choice for choice in choices if choice.delay == delay]:
            _put_off(desk, slot, chosen[0])
        case _:
            desk.notice = desk.tr.plain("That is too late for today. /checkin is open at any time.")


async def _choices(desk: Desk, slot: Slot) -> tuple[Snooze, ...]:
    reminder = await desk.db.get(Reminder, slot.reminder_id) if slot.reminder_id else None
    return snooze_choices(
        now=desk.now,
        due_at=slot.due_at,
        zone=desk.zone,
        window_end=slot.closes_at,
        next_at=reminder.next_due_at if reminder else None,
    )


def _put_off(desk: Desk, slot: Slot, choice: Snooze) -> None:
    slot.state, slot.again_at, slot.closes_at = SlotState.SNOOZED, choice.at, choice.window_end
    desk.db.add(slot)
    desk.wakes_ticker = True
    desk.answer(voice.put_off(desk.tr, desk.tr.clock(choice.at.astimezone(desk.zone))))


async def _skip(desk: Desk, slot: Slot) -> None:
    slot.state, slot.again_at = SlotState.SKIPPED, None
    row = await desk.db.get(Session, slot.session_id) if slot.session_id else None
    if row is not None:
        row.status = "skipped"
        desk.db.add(row)
    desk.db.add(slot)
    desk.answer(voice.not_today(desk.tr))


async def _claim_row(desk: Desk, row: Slot | Reminder) -> None:
    match row:
        case Slot():
            await _claim_again(desk, row)
        case Reminder():
            await _claim_reminder(desk, row)


def _put_aside(db: AsyncSession, row: Slot | Reminder) -> None:
    """A row that cannot be claimed asks for the ticker no more."""
    match row:
        case Slot():
            row.state, row.again_at = SlotState.NOT_SENT, None
        case Reminder():
            row.next_due_at = None
    db.add(row)


async def _claim_reminder(desk: Desk, reminder: Reminder) -> None:
    """Write a slot for every time that has come; the last one is sent if it still waits for an answer."""
    flow = desk.house.registry.get(reminder.flow)
    if flow is None or desk.person.blocked_at is not None or reminder.next_due_at is None:
        reminder.next_due_at = None
        desk.db.add(reminder)
        return
    rhythm = unpack(reminder.rhythm)
    start = reminder.next_due_at - timedelta(microseconds=1)
    due = list(dues(rhythm, desk.zone, after=start, until=desk.now))[-MISSED_NAMED:]
    asked = _pairs(await asked_since(desk.db, reminder, (start - ASKED_DAYS).date()))
    fresh = [one for one in due if not is_taken(one, asked)]
    asked |= {(one.day, one.clock) for one in fresh}
    reminder.next_due_at = next_unasked_due(rhythm, desk.zone, after=desk.now, asked=asked).at
    desk.db.add(reminder)
    following = [*(one.at for one in fresh), reminder.next_due_at][1:]
    slots = [_slot(desk, reminder, one, after) for one, after in zip(fresh, following, strict=True)]
    await desk.db.flush()  # each is looked up when the next is settled
    for slot in slots:
        await _settle(desk, slot, flow)


async def _settle(desk: Desk, slot: Slot, flow: Flow) -> None:
    """Send a fresh slot, or write down why its time passed without a prompt."""
    if desk.now < slot.closes_at:
        await _attempt(desk, slot, flow)
        return
    paused = desk.person.paused_until is not None and slot.due_at < desk.person.paused_until
    slot.state = SlotState.PAUSED if paused else SlotState.BOT_WAS_DOWN


def _slot(desk: Desk, reminder: Reminder, due: Due, next_at: datetime) -> Slot:
    slot = Slot(
        id=desk.new_id(),
        person_id=desk.person.id,
        reminder_id=reminder.id,
        flow=reminder.flow,
        due_at=due.at,
        day=due.day,
        clock=f"{due.clock:%H:%M}",
        state=SlotState.HELD,
        closes_at=closes_at(due.at, window=WINDOW, next_at=next_at),
    )
    desk.db.add(slot)
    return slot


async def _claim_again(desk: Desk, slot: Slot) -> None:
    """A snoozed or held slot whose time has come, or one whose time for an answer is over."""
    flow = desk.house.registry.get(slot.flow)
    over = slot.closes_at <= desk.now
    if slot.state not in WAITING or slot.state == SlotState.SENT or flow is None or over:
        if slot.state in WAITING:
            slot.state = SlotState.MISSED if slot.state == SlotState.SENT or over else SlotState.NOT_SENT
        slot.again_at = None
        desk.db.add(slot)
        return
    await _attempt(desk, slot, flow)


async def _attempt(desk: Desk, slot: Slot, flow: Flow) -> None:
    """Send a slot's prompt unless something speaks against it, and say what."""
    slot.again_at = None
    desk.db.add(slot)
    reason = await _against(desk, slot, flow)
    if reason is None:
        await _clear_table(desk, slot)
        await _open(desk, slot, flow)
    elif reason is SlotState.HELD:
        slot.state, slot.again_at = SlotState.HELD, desk.now + HELD_FOR
    else:
        slot.state = reason


async def _against(desk: Desk, slot: Slot, flow: Flow) -> SlotState | None:
    """Why a prompt is not sent now, or None."""
    person = desk.person
    if person.blocked_at is not None:
        return SlotState.BLOCKED
    if person.paused_until is not None and desk.now < person.paused_until:
        return SlotState.PAUSED
    told = await last_told(desk.db, person.id, flow.id)
    at = max(slot.due_at, desk.now) if slot.state == SlotState.HELD else slot.due_at
    if told is not None and satisfies(told, at, earlier_due_at=await _earlier(desk, slot)):
        return SlotState.ALREADY_ANSWERED
    busy = [row for row in await _in_the_middle(desk, flow) if row.slot_id != slot.id]
    if not busy or flow.during is During.INTERRUPT:
        return None
    if any(row.flow == flow.id for row in busy):
        return SlotState.ALREADY_ANSWERED
    return SlotState.HELD if flow.during is During.WAIT else SlotState.OTHER_CHECKIN


async def _in_the_middle(desk: Desk, flow: Flow) -> list[Session]:
    """The check-ins that the person answers, or was asked for by another prompt, a moment ago."""
    rows = await running_sessions(desk.db, desk.person.id)
    fresh = [row for row in rows if desk.now - row.touched_at < IN_THE_MIDDLE]
    return [row for row in fresh if row.status == "open" or await _is_put(desk, row, flow)]


async def _is_put(desk: Desk, row: Session, flow: Flow) -> bool:
    """Whether the prompt of another flow stands in the chat; one that was put off does not."""
    slot = await desk.db.get(Slot, row.slot_id) if row.slot_id and row.flow != flow.id else None
    return slot is not None and slot.state == SlotState.SENT


async def _earlier(desk: Desk, slot: Slot) -> datetime | None:
    """The due time before this one, for which an earlier check-in would count."""
    reminder = await desk.db.get(Reminder, slot.reminder_id) if slot.reminder_id else None
    if reminder is None:
        return None
    asked = await asked_since(desk.db, reminder, slot.day - timedelta(days=1))
    return max((other.due_at for other in asked if other.due_at < slot.due_at), default=None)


async def _clear_table(desk: Desk, slot: Slot) -> None:
    """Never two open questions: what still stands open makes room for the prompt."""
    for row in await running_sessions(desk.db, desk.person.id):
        if row.slot_id == slot.id:
            continue
        other = await desk.db.get(Slot, row.slot_id) if row.slot_id else None
        if row.status == "prompted" and other is not None:
            if other.state != SlotState.SNOOZED or row.flow == slot.flow:
                await _let_go(desk, row, other)
        else:
            await checkin.leave(desk, row)


async def _let_go(desk: Desk, row: Session, slot: Slot) -> None:
    """An unanswered prompt gives way to the next one."""
    if row.message_id is not None:
        desk.send(voice.gone_by(desk.tr), edits=row.message_id)
    row.status = "left"
    if slot.state in WAITING:
        slot.state, slot.again_at = SlotState.MISSED, None
    desk.db.add(row)
    desk.db.add(slot)


async def _open(desk: Desk, slot: Slot, flow: Flow) -> None:
    row = await desk.db.get(Session, slot.session_id) if slot.session_id else None
    if row is None:
        row = await checkin.new_session(desk, flow, slot=slot)
        slot.session_id = row.id
    row.status = "prompted"  # it may have been left while this slot was put off
    desk.db.add(row)
    # One that was put off was in time when it first came.
    slot.state, slot.sent_at, slot.again_at = SlotState.SENT, slot.sent_at or desk.now, slot.closes_at
    await _show(desk, slot, edits=None)


async def _show(desk: Desk, slot: Slot, *, edits: int | None) -> None:
    """The prompt as it stands now; its first question is what the engine asks first."""
    flow = desk.house.registry.get(slot.flow)
    row = await desk.db.get(Session, slot.session_id or 0)
    if flow is None or row is None:
        return
    taken = take(flow, checkin.answers_of(desk, row), Begin(), desk.lexicon)
    checkin.keep(desk, row, taken.session)
    view = checkin.view_of(desk, row, flow)
    question = asking(view, scene(view, taken.events), with_answers=False)
    if question is None or not any(isinstance(event, Asked) for event in taken.events):
        return
    can_wait = bool(await _choices(desk, slot))
    message = voice.prompt(view, question, slot.id, discreet=desk.person.discreet, can_wait=can_wait)
    desk.send(message, edits=edits, session_id=row.id, slot_id=slot.id, prompt=edits is None)


def _pairs(slots: Sequence[Slot]) -> set[tuple[date, time]]:
    return {(slot.day, time.fromisoformat(slot.clock)) for slot in slots}
