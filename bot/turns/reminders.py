"""/reminders: every screen carries its draft in its buttons; only 'Save' and 'Yes, remove it' write."""

from datetime import timedelta

from bot.engine.flow import Flow
from bot.engine.rhythm import pack, read_rhythm, unpack
from bot.schedule.pauses import FOREVER, running_pause
from bot.schedule.rules import next_unasked_due
from bot.schedule.states import SlotState
from bot.store.queries import asked_since, reminders_of, waiting_slots
from bot.store.tables import Reminder
from bot.turns.desk import Desk
from bot.turns.reminding import ASKED_DAYS, asked_times, new_reminder, rhythm_in, set_next
from bot.voice import reminders as voice
from bot.voice.pause import pause_in_words
from bot.voice.reminders import Draft, Kept


def command(desk: Desk, _argument: str) -> None:
    """/reminders: what there is."""
    _show_list(desk)


def press(desk: Desk, parts: tuple[str, ...]) -> None:
    """A tap on any of the screens; data that no button wrote changes nothing."""
    match parts:
        case ("l",):
            _show_list(desk)
        case ("a",):
            _show_flows(desk)
        case ("n", reason) if refusal := voice.refusal(desk.tr, reason):
            desk.notice = refusal
        case ("x" | "y" as act, flow_id):
            _remove(desk, flow_id, is_sure=act == "y")
        case ("b" | "e", flow_id) if flow := desk.house.registry.get(flow_id):
            _propose(desk, flow)
        case (screen, flow_id, packed, *more) if draft := _draft(desk, flow_id, packed):
            _show_draft(desk, draft, screen, tuple(more))
        case _:
            _refuse(desk)


def _refuse(desk: Desk) -> None:
    desk.notice = desk.tr.plain("This button no longer works. /reminders shows them all.")


def _show_list(desk: Desk) -> None:
    kept = [_kept(desk, reminder) for reminder in reminders_of(desk.db, desk.person.id)]
    desk.answer(voice.reminder_list(desk.tr, kept, desk.zone, _paused(desk)))


def _show_flows(desk: Desk) -> None:
    taken = frozenset(reminder.flow for reminder in reminders_of(desk.db, desk.person.id))
    flows = [(flow.id, flow.title) for flow in desk.house.registry.flows.values()]
    desk.answer(voice.flow_choice(desk.tr, flows, taken))


def _propose(desk: Desk, flow: Flow) -> None:
    """The reminder as it is, or the times that the flow itself proposes."""
    reminder = _reminder(desk, flow.id)
    rhythm = unpack(reminder.rhythm) if reminder else read_rhythm(flow.prompt)
    _show_summary(desk, Draft(flow=flow.id, title=flow.title, rhythm=rhythm))


def _show_draft(desk: Desk, draft: Draft, screen: str, more: tuple[str, ...]) -> None:
    match (screen, *more):
        case ("s",):
            _show_summary(desk, draft)
        case ("t",):
            desk.answer(voice.hours(desk.tr, draft))
        case ("q", hour) if hour in map(str, voice.HOURS):
            desk.answer(voice.quarters(desk.tr, draft, int(hour)))
        case ("d",):
            desk.answer(voice.days(desk.tr, draft))
        case ("k",):
            _save(desk, draft)
        case _:
            _refuse(desk)


def _show_summary(desk: Desk, draft: Draft) -> None:
    reminder = _reminder(desk, draft.flow)
    stored = unpack(reminder.rhythm) if reminder else None
    coming = _next_in_words(desk, draft)
    desk.answer(voice.summary(desk.tr, draft, coming, desk.zone, stored=stored, paused=_paused(desk)))


def _save(desk: Desk, draft: Draft) -> None:
    reminder = _reminder(desk, draft.flow) or new_reminder(desk, draft.flow, draft.rhythm)
    reminder.rhythm = pack(draft.rhythm)
    set_next(desk, reminder)
    desk.db.flush()
    desk.notice = desk.tr.plain("Saved.")
    _show_list(desk)


def _remove(desk: Desk, flow_id: str, *, is_sure: bool) -> None:
    """Ask, then take the reminder away; a prompt that was put off does not come any more."""
    reminder = _reminder(desk, flow_id)
    flow = desk.house.registry.get(flow_id)
    if reminder is None:
        _refuse(desk)
        return
    if not is_sure:
        desk.answer(voice.removing(desk.tr, flow_id, flow.title if flow else None))
        return
    for slot in waiting_slots(desk.db, desk.person.id, (SlotState.SNOOZED, SlotState.HELD), flow_id):
        slot.state, slot.again_at = SlotState.SKIPPED, None
        desk.db.add(slot)
    desk.db.delete(reminder)
    desk.db.flush()
    desk.notice = desk.tr.plain("Removed.")
    _show_list(desk)


def _next_in_words(desk: Desk, draft: Draft) -> str:
    """When the draft would ask first, were it saved now; empty in a break that has no end."""
    until = running_pause(desk.person.paused_until, desk.now)
    if until == FOREVER:
        return ""
    draft_reminder = new_reminder(desk, draft.flow, draft.rhythm)
    asked = asked_times(asked_since(desk.db, draft_reminder, (desk.now - ASKED_DAYS).date()))
    after = until - timedelta(microseconds=1) if until else desk.now
    due = next_unasked_due(draft.rhythm, desk.zone, after=after, asked=asked)
    return desk.tr.moment(due.at, desk.zone, desk.now.astimezone(desk.zone).date())


def _paused(desk: Desk) -> str:
    """A sentence about the break that is running; empty if none is."""
    until = running_pause(desk.person.paused_until, desk.now)
    return pause_in_words(desk.tr, until, desk.zone, desk.now) if until else ""


def _reminder(desk: Desk, flow_id: str) -> Reminder | None:
    """The reminder of a flow; there is one at most."""
    reminders = reminders_of(desk.db, desk.person.id)
    return next((reminder for reminder in reminders if reminder.flow == flow_id), None)


def _kept(desk: Desk, reminder: Reminder) -> Kept:
    flow = desk.house.registry.get(reminder.flow)
    return Kept(flow=reminder.flow, title=flow.title if flow else None, rhythm=unpack(reminder.rhythm))


def _draft(desk: Desk, flow_id: str, packed: str) -> Draft | None:
    """The draft that a button carried, or None if no button wrote it."""
    flow = desk.house.registry.get(flow_id)
    rhythm = rhythm_in(packed)
    return Draft(flow=flow.id, title=flow.title, rhythm=rhythm) if flow and rhythm else None
