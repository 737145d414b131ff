"""/reminders: every screen carries its draft in its buttons; only 'Save' and 'Yes, remove it' write."""

from datetime import timedelta

from bot.engine.flow import Flow
from bot.engine.rhythm import Rhythm, pack, read_rhythm, unpack
from bot.schedule.pauses import FOREVER, running_pause
from bot.schedule.states import SlotState
from bot.store.queries import reminders_of, waiting_slots
from bot.store.tables import Reminder
from bot.turns.desk import Desk
from bot.turns.reminding import (
    MOST_REMINDERS,
    coming_due,
    find_reminder,
    flow_in,
    is_quiet,
    new_reminder,
    rhythm_in,
    set_next,
    tag_of,
)
from bot.voice import reminders as voice
from bot.voice import spans
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
        case ("x" | "y" as act, which):
            _remove(desk, which, is_sure=act == "y")
        case ("m", flow_id) if flow := desk.house.registry.get(flow_id):
            _propose_another(desk, flow)
        case ("b" | "e", which) if flow := desk.house.registry.get(flow_in(which)):
            _propose(desk, flow, which)
        case (screen, which, packed, *more) if draft := _draft(desk, which, packed):
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


def _propose(desk: Desk, flow: Flow, which: str) -> None:
    """The reminder as it is, or the times that the flow itself proposes."""
    reminder = find_reminder(desk, which)
    rhythm = unpack(reminder.rhythm) if reminder else read_rhythm(flow.prompt)
    tag = tag_of(reminder) if reminder else ""
    _show_summary(desk, Draft(flow=flow.id, title=flow.title, rhythm=rhythm, tag=tag))


def _propose_another(desk: Desk, flow: Flow) -> None:
    """A reminder that stands beside those of its flow."""
    rhythm = read_rhythm(flow.prompt)
    _show_summary(desk, Draft(flow=flow.id, title=flow.title, rhythm=rhythm, tag=voice.ANOTHER))


def _show_draft(desk: Desk, draft: Draft, screen: str, more: tuple[str, ...]) -> None:
    match (screen, *more):
        case ("s",):
            _show_summary(desk, draft)
        case ("t",):
            desk.answer(voice.hours(desk.tr, spans.timed(draft, _proposed(desk, draft))))
        case ("w" | "f" | "u",):
            _show_span(desk, draft, screen)
        case ("q", hour) if hour in map(str, voice.HOURS) and draft.rhythm.times:
            desk.answer(voice.quarters(desk.tr, draft, int(hour)))
        case ("d",):
            desk.answer(voice.days(desk.tr, draft))
        case ("k" | "o",):
            _save(desk, draft, is_sure=screen == "o")
        case _:
            _refuse(desk)


def _show_summary(desk: Desk, draft: Draft) -> None:
    reminder = find_reminder(desk, draft.flow + draft.tag)
    stored = unpack(reminder.rhythm) if reminder else None
    coming = _next_in_words(desk, draft)
    desk.answer(voice.summary(desk.tr, draft, coming, desk.zone, stored=stored, paused=_paused(desk)))


def _show_span(desk: Desk, chosen: Draft, screen: str) -> None:
    """The part of the day, or the hours at which it may begin or end."""
    draft, span = spans.spanned(chosen)
    if screen == "w":
        desk.answer(spans.span_screen(desk.tr, draft, span, desk.quiet))
    elif screen == "f":
        desk.answer(spans.start_screen(desk.tr, draft, span))
    else:
        desk.answer(spans.end_screen(desk.tr, draft, span))


def _save(desk: Desk, draft: Draft, *, is_sure: bool) -> None:
    """Store the draft; a time in the person's quiet hours is asked about first."""
    reminder = find_reminder(desk, draft.flow + draft.tag, draft.rhythm)
    if reminder is None and len(reminders_of(desk.db, desk.person.id)) >= MOST_REMINDERS:
        desk.notice = voice.too_many(desk.tr)
        return
    stored = unpack(reminder.rhythm) if reminder else None
    if desk.quiet is not None and not is_sure and is_quiet(draft.rhythm, stored, desk.quiet):
        desk.answer(spans.quiet_question(desk.tr, draft, desk.quiet))
        return
    reminder = reminder or new_reminder(desk, draft.flow, draft.rhythm)
    reminder.rhythm = pack(draft.rhythm)
    set_next(desk, reminder)
    desk.db.flush()
    desk.notice = desk.tr.plain("Saved.")
    _show_list(desk)


def _remove(desk: Desk, which: str, *, is_sure: bool) -> None:
    """Ask, then take the reminder away; a prompt that was put off does not come any more."""
    reminder = find_reminder(desk, which)
    flow = desk.house.registry.get(flow_in(which))
    if reminder is None:
        _refuse(desk)
        return
    if not is_sure:
        desk.answer(voice.removing(desk.tr, which, flow.title if flow else None))
        return
    others = {one.id for one in reminders_of(desk.db, desk.person.id)} - {reminder.id}
    for slot in waiting_slots(desk.db, desk.person.id, (SlotState.SNOOZED, SlotState.HELD), reminder.flow):
        if slot.reminder_id not in others:
            slot.state, slot.again_at = SlotState.SKIPPED, None
            desk.db.add(slot)
    desk.db.delete(reminder)
    desk.db.flush()
    desk.notice = desk.tr.plain("Removed.")
    _show_list(desk)


def _next_in_words(desk: Desk, draft: Draft) -> str:
    """When the draft would ask first, were it saved now; empty in an endless break, or if it is drawn."""
    until = running_pause(desk.person.paused_until, desk.now)
    if until == FOREVER or draft.rhythm.span is not None:
        return ""
    after = until - timedelta(microseconds=1) if until else desk.now
    due = coming_due(desk, new_reminder(desk, draft.flow, draft.rhythm), after=after)
    return desk.tr.moment(due.at, desk.zone, desk.now.astimezone(desk.zone).date())


def _paused(desk: Desk) -> str:
    """A sentence about the break that is running; empty if none is."""
    until = running_pause(desk.person.paused_until, desk.now)
    return pause_in_words(desk.tr, until, desk.zone, desk.now) if until else ""


def _proposed(desk: Desk, draft: Draft) -> Rhythm:
    flow = desk.house.registry.get(draft.flow)
    return read_rhythm(flow.prompt) if flow else draft.rhythm


def _kept(desk: Desk, reminder: Reminder) -> Kept:
    flow = desk.house.registry.get(reminder.flow)
    rhythm, title = unpack(reminder.rhythm), flow.title if flow else None
    return Kept(flow=reminder.flow, title=title, rhythm=rhythm, tag=tag_of(reminder))


def _draft(desk: Desk, which: str, packed: str) -> Draft | None:
    """The draft that a button carried, or None if no button wrote it."""
    flow = desk.house.registry.get(flow_in(which))
    rhythm = rhythm_in(packed)
    if flow is None or rhythm is None:
        return None
    return Draft(flow=flow.id, title=flow.title, rhythm=rhythm, tag=which.removeprefix(flow.id))
