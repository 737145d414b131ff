"""What a person does with a prompt: later, not today, and how long to wait; and how a prompt is shown."""

from dataclasses import replace

from bot.engine.events import Asked
from bot.engine.flow import Session as Answers
from bot.engine.replies import Begin
from bot.engine.turn import take
from bot.schedule.life import may_nudge
from bot.schedule.pauses import running_pause
from bot.schedule.quiet import after_quiet
from bot.schedule.rules import Snooze, snooze_choices
from bot.schedule.silence import Past, silent_days
from bot.schedule.states import SlotState
from bot.store.queries import sent_since
from bot.store.tables import Reminder, Session, Slot
from bot.turns import checkin
from bot.turns.desk import Desk
from bot.voice import prompts as voice
from bot.voice.buttons import long
from bot.voice.checkin import asking, scene


def press(desk: Desk, parts: tuple[str, ...]) -> None:
    """Later, not today, and how long to wait."""
    slot = desk.db.get(Slot, long(parts[0]) or 0) if parts else None
    if slot is None or slot.person_id != desk.person.id:
        desk.notice = desk.tr.plain("This button no longer works. /when shows what comes next.")
    elif slot.state != SlotState.SENT:
        desk.notice = desk.tr.plain("That time has passed. /checkin is open at any time.")
    else:
        _take(desk, slot, parts[1:])


def _take(desk: Desk, slot: Slot, parts: tuple[str, ...]) -> None:
    choices = _choices(desk, slot)
    match parts:
        case ("skip",):
            _skip(desk, slot)
        case ("later",) if choices:
            clocks = [desk.tr.clock(choice.at.astimezone(desk.zone)) for choice in choices]
            desk.answer(voice.later(desk.tr, slot.id, choices, clocks, discreet=desk.person.discreet))
        case ("back",):
            show(desk, slot, edits=desk.message_id)
        case (delay,) if chosen := [choice for choice in choices if choice.delay == delay]:
            _put_off(desk, slot, chosen[0])
        case _:
            desk.notice = _declined(desk, slot, parts)


def _declined(desk: Desk, slot: Slot, parts: tuple[str, ...]) -> str:
    """Why a delay is not to be had: a break silences it, or it would come too late."""
    until = running_pause(desk.person.paused_until, desk.now)
    silenced = [choice.delay for choice in _delays(desk, slot)]
    if until is not None and silenced and parts[:1] in [("later",), *((delay,) for delay in silenced)]:
        return voice.no_later(desk.tr, until, desk.zone, desk.now)
    return desk.tr.plain("That is too late for today. /checkin is open at any time.")


def _choices(desk: Desk, slot: Slot) -> tuple[Snooze, ...]:
    """The delays on offer: none that ends in a break, for a break silences everything."""
    until = running_pause(desk.person.paused_until, desk.now)
    return tuple(choice for choice in _delays(desk, slot) if until is None or until <= choice.at)


def _delays(desk: Desk, slot: Slot) -> tuple[Snooze, ...]:
    reminder = desk.db.get(Reminder, slot.reminder_id) if slot.reminder_id else None
    return snooze_choices(
        now=desk.now,
        due_at=slot.due_at,
        zone=desk.zone,
        window_end=slot.closes_at,
        next_at=reminder.next_due_at if reminder else None,
        quiet=desk.quiet,
    )


def _put_off(desk: Desk, slot: Slot, choice: Snooze) -> None:
    slot.state, slot.again_at, slot.closes_at = SlotState.SNOOZED, choice.at, choice.window_end
    desk.db.add(slot)
    desk.wakes_ticker = True
    desk.answer(voice.put_off(desk.tr, desk.tr.clock(choice.at.astimezone(desk.zone))))


def _skip(desk: Desk, slot: Slot) -> None:
    slot.state, slot.again_at = SlotState.SKIPPED, None
    row = desk.db.get(Session, slot.session_id) if slot.session_id else None
    if row is not None:
        row.status, row.rests_at = "skipped", None
        desk.db.add(row)
    desk.db.add(slot)
    checkin.release_held(desk)
    desk.answer(voice.not_today(desk.tr))


def nudge(desk: Desk, slot: Slot) -> None:
    """Show an unanswered prompt once more, below, if that is kind; the older one gives up its buttons.

    So there is still one question only, it stands where the person looks, and one tap answers it there. A
    line that only points to it would leave them to search.
    """
    slot.again_at = slot.closes_at
    row = desk.db.get(Session, slot.session_id or 0)
    if row is not None and row.message_id is not None and _is_nudge_kind(desk, slot, row):
        slot.nudged_at = desk.now
        desk.send(voice.asked_below(desk.tr), edits=row.message_id)
        show(desk, slot, edits=None, again=True)
    desk.db.add(slot)


def _is_nudge_kind(desk: Desk, slot: Slot, row: Session) -> bool:
    """Once, to someone who wants it, can be reached, takes no break, and is not falling silent."""
    person = desk.person
    if person.asked_once or person.blocked_at is not None or slot.nudged_at is not None:
        return False
    if running_pause(person.paused_until, desk.now) is not None or row.status != "prompted":
        return False
    if desk.quiet is not None and after_quiet(desk.now, desk.quiet, desk.zone) != desk.now:
        return False
    sent_at = slot.sent_at or desk.now
    if not may_nudge(sent_at=sent_at, seen_at=person.seen_at, closes_at=slot.closes_at, now=desk.now):
        return False
    return silent_days(past_of(desk)) == 0


def past_of(desk: Desk) -> list[Past]:
    """What was sent since the person last did something."""
    slots = sent_since(desk.db, desk.person.id, desk.person.seen_at)
    return [
        Past(day=slot.day, sent_at=slot.sent_at, state=SlotState(slot.state))
        for slot in slots
        if slot.sent_at is not None
    ]


def show(desk: Desk, slot: Slot, *, edits: int | None, again: bool = False) -> None:
    """The prompt as it stands now; its first question is what the engine asks first."""
    flow = desk.house.registry.get(slot.flow)
    row = desk.db.get(Session, slot.session_id or 0)
    if flow is None or row is None:
        return
    taken = take(flow, _afresh(checkin.answers_of(desk, row)), Begin(), desk.lexicon)
    checkin.keep(desk, row, taken.session)
    view = checkin.view_of(desk, row, flow)
    question = asking(view, scene(view, taken.events), with_answers=False)
    if question is None or not any(isinstance(event, Asked) for event in taken.events):
        return
    can_wait = bool(_choices(desk, slot))
    look = voice.Look(discreet=desk.person.discreet, can_wait=can_wait, again=again)
    message = voice.prompt(view, question, slot.id, look)
    desk.send(message, edits=edits, session_id=row.id, slot_id=slot.id, prompt=edits is None)


def _afresh(answers: Answers) -> Answers:
    """A prompt is a fresh start: what was not understood before is not held against anyone."""
    unasked = {name: replace(answer, misses=0) for name, answer in answers.answers.items()}
    return replace(answers, answers=unasked)
