"""Due slots are claimed: what is sent, what waits, and the reason that is written down."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from bot import metrics
from bot.engine.flow import During, Flow
from bot.engine.rhythm import unpack
from bot.errors import BotError
from bot.logs import where
from bot.schedule.life import nudge_at
from bot.schedule.rules import (
    Due,
    Window,
    closes_at,
    dues,
    held_until,
    is_nearer,
    is_taken,
    next_unasked_due,
    satisfies,
)
from bot.schedule.silence import Stance, stance
from bot.schedule.states import WAITING, SlotState
from bot.store.queries import (
    asked_since,
    due_reminders,
    last_told,
    persons,
    persons_returning,
    prompt_answered_at,
    running_sessions,
    slots_due_again,
)
from bot.store.tables import Person, Reminder, Session, Slot
from bot.store.transaction import Transaction
from bot.turns import checkin, pause, silence
from bot.turns.desk import Desk, House, Sent, open_desk
from bot.turns.prompts import nudge, past_of, show
from bot.turns.reminding import ASKED_DAYS, asked_times, draw_for
from bot.turns.resting import rest
from bot.turns.uptime import tick
from bot.voice import prompts as voice
from bot.voice.checkin import answered

log = structlog.get_logger()

# Someone who answered this recently is in the middle of a check-in.
IN_THE_MIDDLE = timedelta(minutes=30)
HELD_FOR = timedelta(minutes=10)
# Small enough that a person's own act need not wait noticeably; the ticker goes on at once.
CLAIMED_AT_ONCE = 32
# After a long silence of the bot the ledger names this many missed times, no more.
MISSED_NAMED = 14


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimed:
    """What a claim leaves: what is to be sent, and how many slots were missed while the bot was down."""

    sent: Sequence[Sent]
    missed: int


def claim(db: Transaction, house: House, now: datetime) -> Claimed:
    """Claim what is due in one transaction: slots first, then the prompts that go out."""
    tick(db, now)
    rest(db, house.registry, now, CLAIMED_AT_ONCE)
    reminders = due_reminders(db, now, CLAIMED_AT_ONCE)
    slots = slots_due_again(db, now, CLAIMED_AT_ONCE)
    # A break is told as over when what was due in it is settled.
    due: list[Slot | Reminder | Person] = [*slots, *reminders, *persons_returning(db, now, CLAIMED_AT_ONCE)]
    people = persons(db, {_owner(row) for row in due})
    desks: dict[int, Desk] = {}
    claimed: list[Slot] = []
    for row in due:
        try:
            owner = _owner(row)
            if owner not in desks:
                desks[owner] = open_desk(house, db, people[owner], now)
            claimed.extend(_claim_row(desks[owner], row))
        except BotError as fault:  # one person's faulty row must not keep all others waiting
            log.error("not_claimed", fault=type(fault).__name__, at=where(fault))
            _put_aside(db, row)
    missed = sum(slot.state == SlotState.BOT_WAS_DOWN for slot in claimed)
    return Claimed(sent=[row for desk in desks.values() for row in desk.sent], missed=missed)


def _owner(row: Slot | Reminder | Person) -> int:
    return row.id if isinstance(row, Person) else row.person_id


def _claim_row(desk: Desk, row: Slot | Reminder | Person) -> Sequence[Slot]:
    """Claim one row; gives the slots that were settled."""
    match row:
        case Slot():
            _claim_again(desk, row)
            return [row]
        case Reminder():
            return _claim_reminder(desk, row)
        case Person():
            pause.welcome_back(desk)
            return []


def _put_aside(db: Transaction, row: Slot | Reminder | Person) -> None:
    """A row that cannot be claimed asks for the ticker no more."""
    match row:
        case Slot():
            row.state, row.again_at = SlotState.NOT_SENT, None
        case Reminder():
            row.next_due_at = None
        case Person():
            row.returns_at = None
    db.add(row)


def _claim_reminder(desk: Desk, reminder: Reminder) -> Sequence[Slot]:
    """Write a slot for every time that has come; the last one is sent if it still waits for an answer."""
    flow = desk.house.registry.get(reminder.flow)
    if flow is None or desk.person.blocked_at is not None or reminder.next_due_at is None:
        reminder.next_due_at = None
        desk.db.add(reminder)
        return []
    rhythm = unpack(reminder.rhythm)
    start = reminder.next_due_at - timedelta(microseconds=1)
    draw = draw_for(desk, reminder)
    due = list(dues(rhythm, desk.zone, after=start, until=desk.now, draw=draw))[-MISSED_NAMED:]
    before = asked_since(desk.db, reminder, (start - ASKED_DAYS).date())
    asked, instants = asked_times(before), {slot.due_at for slot in before}
    own = asked_times([slot for slot in before if slot.reminder_id == reminder.id])
    # Two reminders of one flow may fall on one instant, wherever a gap pushes their times to its end.
    fresh = [one for one in due if not is_taken(one, asked) and one.at not in instants]
    taken = {(one.day, one.clock) for one in fresh}
    reminder.next_due_at = next_unasked_due(
        rhythm, desk.zone, after=desk.now, asked=asked | taken, own=own | taken, draw=draw
    ).at
    desk.db.add(reminder)
    following = [*(one.at for one in fresh), reminder.next_due_at][1:]
    window = Window(answer=flow.limits.start_limit)
    ends = [
        closes_at(one.at, window=window, next_at=after) for one, after in zip(fresh, following, strict=True)
    ]
    slots = [_slot(desk, reminder, one, end) for one, end in zip(fresh, ends, strict=True)]
    desk.db.flush()  # each is looked up when the next is settled
    for slot in slots:
        _settle(desk, slot, flow)
    return slots


def _settle(desk: Desk, slot: Slot, flow: Flow) -> None:
    """Send a fresh slot, or write down why its time passed without a prompt."""
    metrics.LATENESS.observe((desk.now - slot.due_at).total_seconds())
    if desk.now < slot.closes_at:
        _attempt(desk, slot, flow)
        return
    slot.state = SlotState.PAUSED if _falls_into_pause(desk, slot.due_at) else SlotState.BOT_WAS_DOWN


def _slot(desk: Desk, reminder: Reminder, due: Due, closes: datetime) -> Slot:
    slot = Slot(
        id=desk.new_id(),
        person_id=desk.person.id,
        reminder_id=reminder.id,
        flow=reminder.flow,
        due_at=due.at,
        day=due.day,
        clock=f"{due.clock:%H:%M}",
        state=SlotState.HELD,
        closes_at=closes,
    )
    desk.db.add(slot)
    return slot


def _claim_again(desk: Desk, slot: Slot) -> None:
    """A sent, snoozed or held slot that is to be looked at again."""
    flow = desk.house.registry.get(slot.flow)
    if slot.state == SlotState.SENT:
        _claim_sent(desk, slot)
    elif slot.state in WAITING and flow is not None and desk.now < slot.closes_at:
        _attempt(desk, slot, flow)
    else:
        if slot.state in WAITING:
            slot.state = _end_of(desk, slot) if slot.closes_at <= desk.now else SlotState.NOT_SENT
        slot.again_at = None
        desk.db.add(slot)


def _claim_sent(desk: Desk, slot: Slot) -> None:
    """A prompt that got no answer yet: shown once more, waited for while it is being answered, or missed."""
    if desk.now < slot.closes_at:
        nudge(desk, slot)
        return
    row = desk.db.get(Session, slot.session_id or 0)
    if row is not None and row.status == "open" and row.rests_at is not None:
        slot.again_at = row.rests_at
    else:
        slot.state, slot.again_at = _unanswered(row), None
    desk.db.add(slot)


def _unanswered(row: Session | None) -> SlotState:
    """Nobody misses what never arrived: a prompt that Telegram took has a message."""
    is_delivered = row is not None and row.message_id is not None
    return SlotState.MISSED if is_delivered else SlotState.NOT_SENT


def _end_of(desk: Desk, slot: Slot) -> SlotState:
    """What became of a slot that was put off or held until its time for an answer was over."""
    if _falls_into_pause(desk, slot.again_at or slot.due_at):
        return SlotState.PAUSED
    was_held_to_the_end = slot.state == SlotState.HELD and slot.again_at == slot.closes_at
    return SlotState.OTHER_CHECKIN if was_held_to_the_end else SlotState.BOT_WAS_DOWN


def _falls_into_pause(desk: Desk, at: datetime) -> bool:
    return desk.person.paused_until is not None and at < desk.person.paused_until


def _attempt(desk: Desk, slot: Slot, flow: Flow) -> None:
    """Send a slot's prompt unless something speaks against it, and say what."""
    slot.again_at = None
    desk.db.add(slot)
    reason = _against(desk, slot, flow)
    if reason is SlotState.SENT:
        slot.state, slot.again_at = reason, slot.closes_at
    elif reason is None and (end := held_until(desk.now, slot.due_at, desk.quiet, desk.zone)):
        is_in_time = end < slot.closes_at
        slot.state, slot.again_at = (SlotState.HELD, end) if is_in_time else (SlotState.QUIET, None)
    elif reason is None:
        _clear_table(desk, slot)
        _open(desk, slot, flow)
    elif reason is SlotState.HELD:
        slot.state, slot.again_at = SlotState.HELD, min(desk.now + HELD_FOR, slot.closes_at)
    elif reason is SlotState.SILENCE:
        slot.state, slot.sent_at = reason, desk.now
        desk.db.flush()  # of two slots of one minute the second finds that it is said
        silence.begin(desk)
    else:
        slot.state = reason


def _against(desk: Desk, slot: Slot, flow: Flow) -> SlotState | None:
    """Why a prompt is not sent now, or None; one that is being answered counts as sent already."""
    person = desk.person
    if person.blocked_at is not None:
        return SlotState.BLOCKED
    in_the_middle = _in_the_middle(desk, flow)
    if any(row.slot_id == slot.id and row.status == "open" for row in in_the_middle):
        return SlotState.SENT
    if _falls_into_pause(desk, desk.now):
        return SlotState.PAUSED
    if (silenced := _silenced(desk, slot)) is not None:
        return silenced
    if _was_told(desk, slot, flow):
        return SlotState.ALREADY_ANSWERED
    busy = [row for row in in_the_middle if row.slot_id != slot.id]
    if not busy or flow.during is During.INTERRUPT:
        return None
    if any(row.flow == flow.id for row in busy):
        return SlotState.ALREADY_ANSWERED
    return SlotState.HELD if flow.during is During.WAIT else SlotState.OTHER_CHECKIN


def _was_told(desk: Desk, slot: Slot, flow: Flow) -> bool:
    """Whether the person told by themselves what the prompt would ask."""
    told, earlier = last_told(desk.db, desk.person.id, flow.id), _earlier(desk, slot)
    if told is None or not satisfies(told, desk.now, earlier_due_at=earlier):
        return False
    answered_slot = prompt_answered_at(desk.db, desk.person.id, flow.id, told)
    return answered_slot in (None, slot.id) or earlier is None or is_nearer(told, earlier, slot.due_at)


def _silenced(desk: Desk, slot: Slot) -> SlotState | None:
    """Why someone who has fallen silent is not asked, or None."""
    match stance(slot.day, past_of(desk), seen_at=desk.person.seen_at):
        case Stance.ASK:
            return None
        case Stance.LEAVE:
            return SlotState.LEFT_IN_PEACE
        case Stance.BEGIN_SILENCE:
            return SlotState.SILENCE


def _in_the_middle(desk: Desk, flow: Flow) -> list[Session]:
    """The check-ins that the person answers, or was asked for by another prompt, a moment ago."""
    rows = running_sessions(desk.db, desk.person.id)
    fresh = [row for row in rows if desk.now - row.touched_at < IN_THE_MIDDLE]
    return [row for row in fresh if row.status == "open" or _is_put(desk, row, flow)]


def _is_put(desk: Desk, row: Session, flow: Flow) -> bool:
    """Whether the prompt of another flow stands in the chat; one that was put off does not."""
    slot = desk.db.get(Slot, row.slot_id) if row.slot_id and row.flow != flow.id else None
    return slot is not None and slot.state == SlotState.SENT


def _earlier(desk: Desk, slot: Slot) -> datetime | None:
    """The due time before this one, for which an earlier check-in would count."""
    reminder = desk.db.get(Reminder, slot.reminder_id) if slot.reminder_id else None
    if reminder is None:
        return None
    asked = asked_since(desk.db, reminder, slot.day - timedelta(days=1))
    return max((other.due_at for other in asked if other.due_at < slot.due_at), default=None)


def _clear_table(desk: Desk, slot: Slot) -> None:
    """Never two open questions: what still stands open makes room for the prompt."""
    for row in running_sessions(desk.db, desk.person.id):
        if row.slot_id == slot.id:
            _go_on_below(desk, row)
            continue
        other = desk.db.get(Slot, row.slot_id) if row.slot_id else None
        if row.status == "prompted" and other is not None:
            if other.state != SlotState.SNOOZED or row.flow == slot.flow:
                _let_go(desk, row, other)
        else:
            checkin.leave(desk, row)


def _go_on_below(desk: Desk, row: Session) -> None:
    """A check-in that was begun before its prompt came again is asked in one place only."""
    flow = desk.house.registry.get(row.flow)
    if flow is not None and row.status == "open" and row.message_id is not None:
        desk.send(answered(checkin.view_of(desk, row, flow)), edits=row.message_id)


def _let_go(desk: Desk, row: Session, slot: Slot) -> None:
    """An unanswered prompt gives way to the next one."""
    if row.message_id is not None:
        desk.send(voice.gone_by(desk.tr), edits=row.message_id)
    row.status, row.rests_at = "left", None
    if slot.state in WAITING:
        slot.state, slot.again_at = _unanswered(row), None
    desk.db.add(row)
    desk.db.add(slot)


def _open(desk: Desk, slot: Slot, flow: Flow) -> None:
    row = desk.db.get(Session, slot.session_id) if slot.session_id else None
    if row is None:
        row = checkin.new_session(desk, flow, slot=slot)
        slot.session_id = row.id
    row.status, row.rests_at = "prompted", None  # it may have been left while this slot was put off
    desk.db.add(row)
    # One that was put off was in time when it first came.
    nudge_due = nudge_at(desk.now, closes_at=slot.closes_at) if slot.sent_at is None else None
    slot.state, slot.sent_at = SlotState.SENT, slot.sent_at or desk.now
    slot.again_at = nudge_due or slot.closes_at
    show(desk, slot, edits=None)
