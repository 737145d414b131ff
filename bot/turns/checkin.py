"""Check-ins: a reply goes through the engine, what happened is stored, and the next question goes out."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from bot.care.feelings import all_feelings
from bot.engine.events import (
    Ended,
    Ending,
    Event,
    NoteGiven,
    NothingChanged,
    OptionChosen,
    PeopleWanted,
    RatingGiven,
    TipWanted,
    WordsGiven,
)
from bot.engine.flow import Flow, session_from_json, session_to_json
from bot.engine.flow import Session as Answers
from bot.engine.replies import Begin, Pick, Reply, Stop, Typed
from bot.engine.turn import take
from bot.engine.values import Picked
from bot.schedule.life import is_in_time
from bot.schedule.states import WAITING, SlotState
from bot.store.queries import asking_session, running_sessions, usual_scores, waiting_slots
from bot.store.tables import Entry, Session, Slot
from bot.turns import people, tips
from bot.turns.desk import Desk
from bot.turns.record import kept_beside, store
from bot.turns.resting import touched
from bot.voice.buttons import long, reply_of
from bot.voice.checkin import Scene, answered, asking, changing, closing, left, scene
from bot.voice.message import Message
from bot.voice.questions import View

ANSWERS_PLACE = "session.answers"
USUAL_OVER = timedelta(days=28)
TOLD = (RatingGiven, WordsGiven, OptionChosen, NoteGiven)


def running(desk: Desk) -> Session | None:
    """The session in which a question waits for this person's words."""
    return asking_session(desk.db, desk.person.id, desk.now)


def begin(desk: Desk, flow: Flow) -> None:
    """Start a check-in, or go on with the same one where it stands; another that is open is left."""
    row = None
    for other in running_sessions(desk.db, desk.person.id):
        if other.flow == flow.id and row is None and _still_counts(desk, other):
            row = other
        else:
            leave(desk, other)
    if row is None:
        row = new_session(desk, flow)
    play(desk, row, Begin())


def _still_counts(desk: Desk, row: Session) -> bool:
    """Whether a check-in goes on with a session: not with that of a prompt whose time is over."""
    slot = desk.db.get(Slot, row.slot_id) if row.status == "prompted" and row.slot_id else None
    return row.status == "open" or (slot is not None and slot.state in WAITING)


def new_session(desk: Desk, flow: Flow, *, slot: Slot | None = None) -> Session:
    """A session at its first question, opened by the person or by a prompt."""
    usual = usual_scores(desk.db, desk.person.id, desk.now - USUAL_OVER)
    answers = Answers(flow=flow.id, version=flow.version, usual=usual)
    row = Session(
        id=desk.new_id(),
        person_id=desk.person.id,
        flow=flow.id,
        version=flow.version,
        status="prompted" if slot else "open",
        answers_sealed=b"",
        slot_id=slot.id if slot else None,
        begun_at=desk.now,
        touched_at=desk.now,
    )
    keep(desk, row, answers)
    desk.db.flush()  # the rest of this turn looks it up
    return row


def leave(desk: Desk, row: Session) -> None:
    """End a session for something else: what was answered stays, its buttons go."""
    flow = desk.house.registry.get(row.flow)
    if flow is not None and row.message_id is not None and row.message_id != desk.message_id:
        desk.send(left(view_of(desk, row, flow)), edits=row.message_id)
    entry = desk.db.get(Entry, row.id)
    if entry is not None and entry.ended_at is None:
        entry.ended_at, entry.ending = desk.now, "left"
        desk.db.add(entry)
    row.status, row.rests_at = "left", None
    desk.db.add(row)


def press(desk: Desk, parts: tuple[str, ...]) -> None:
    """A button of a check-in; one that is not this person's, or was never written, changes nothing."""
    row = desk.db.get(Session, long(parts[0]) or 0) if parts else None
    flow = desk.house.registry.get(row.flow) if row else None
    if row is None or flow is None or row.person_id != desk.person.id:
        desk.notice = desk.tr.plain("This button no longer works. /checkin starts anew.")
        return
    match parts[1:]:
        case ("c",):
            desk.answer(changing(view_of(desk, row, flow)))
        case ("k",):
            desk.answer(_summary(desk, row, flow))
        case rest if (reply := reply_of(rest)) is not None and _is_known(reply):
            play(desk, row, reply)
        case _:
            desk.notice = desk.tr.plain("This button no longer works. /checkin starts anew.")


def _is_known(reply: Reply) -> bool:
    """Whether a feeling that was picked is one that a button ever offered."""
    return not isinstance(reply, Pick) or reply.word in all_feelings()


def typed(desk: Desk, row: Session, text: str) -> None:
    """Words typed while a question waits."""
    play(desk, row, Typed(text=text, typed_in=desk.typed_id))


def show_again(desk: Desk, row: Session, flow: Flow) -> None:
    """The summary that stands in the chat of a check-in that is over, as it reads now."""
    if row.message_id is None or row.status not in set(Ending):
        return
    desk.send(_summary(desk, row, flow), edits=row.message_id)


def _summary(desk: Desk, row: Session, flow: Flow) -> Message:
    """What was noted, with the ending as it was: one that was stopped is not thanked for as a whole."""
    how = Ending.STOPPED if row.status == Ending.STOPPED else Ending.FINISHED
    return closing(whole_view_of(desk, row, flow), how)


def stop(desk: Desk, row: Session) -> None:
    """End a check-in from any step; the answers are kept."""
    play(desk, row, Stop())


def play(desk: Desk, row: Session, reply: Reply) -> None:
    """One turn of a check-in, from the stored answers to the messages that go out."""
    flow = desk.house.registry.get(row.flow)
    if flow is None:
        leave(desk, row)
        desk.send(
            Message(text=desk.tr.say("This check-in is no longer offered. /checkin shows what there is."))
        )
        return
    was_running = row.status in ("open", "prompted")
    taken = take(flow, answers_of(desk, row), reply, desk.lexicon)
    if any(isinstance(event, NothingChanged) for event in taken.events):
        _show_as_it_stands(desk, row, flow, reply, is_running=was_running)
        return
    ended = next((event.how for event in taken.events if isinstance(event, Ended)), None)
    if not was_running and not ended:
        _leave_others(desk, row)
    row.status = ended or "open"
    keep(desk, row, taken.session)
    touched(desk, row, flow)
    store(desk, row, taken.events)
    _settle_slot(desk, row, flow, taken.events)
    if ended:
        release_held(desk)
    _show(desk, row, flow, taken.events)


def view_of(desk: Desk, row: Session, flow: Flow) -> View:
    """A session as it is shown to this person."""
    return View(
        flow=flow,
        session=answers_of(desk, row),
        session_id=row.id,
        language=desk.tr,
        scale=desk.person.scale,
        offers_others=row.slot_id is None,
    )


def whole_view_of(desk: Desk, row: Session, flow: Flow) -> View:
    """The same with what was kept beside the answers, for where all of it is shown."""
    return replace(view_of(desk, row, flow), kept=kept_beside(desk, row))


def answers_of(desk: Desk, row: Session) -> Answers:
    """The answers of a session, opened."""
    return session_from_json(desk.key.open(row.answers_sealed, f"{ANSWERS_PLACE}:{row.id}"))


def keep(desk: Desk, row: Session, answers: Answers) -> None:
    """Store the answers of a session."""
    row.answers_sealed = desk.key.seal(session_to_json(answers), f"{ANSWERS_PLACE}:{row.id}")
    row.touched_at = desk.now
    desk.db.add(row)


def _leave_others(desk: Desk, row: Session) -> None:
    """A session that is opened again is the only open one."""
    for other in running_sessions(desk.db, desk.person.id):
        if other.id != row.id:
            leave(desk, other)


def _settle_slot(desk: Desk, row: Session, flow: Flow, events: Sequence[Event]) -> None:
    """The first answer settles the slot that asked; stopping before any answer skips it."""
    slot = desk.db.get(Slot, row.slot_id) if row.slot_id else None
    if slot is None or slot.state in (SlotState.ANSWERED, SlotState.ANSWERED_LATE):
        return
    if any(isinstance(event, TOLD) for event in events):
        begun_at = slot.begun_at or desk.now
        in_time = is_in_time(desk.now, begun_at=begun_at, closes_at=slot.closes_at, limits=flow.limits)
        slot.state = SlotState.ANSWERED if in_time else SlotState.ANSWERED_LATE
    elif row.status == Ending.STOPPED:
        slot.state = SlotState.SKIPPED
    else:
        return
    slot.again_at = None
    desk.db.add(slot)


def release_held(desk: Desk) -> None:
    """Prompts that waited for this check-in to end need wait no longer."""
    for slot in waiting_slots(desk.db, desk.person.id, (SlotState.HELD,)):
        slot.again_at = desk.now
        desk.db.add(slot)
        desk.wakes_ticker = True


def _show_as_it_stands(desk: Desk, row: Session, flow: Flow, reply: Reply, *, is_running: bool) -> None:
    """An old button or a double tap: nothing is stored twice, and the state of things is shown."""
    if desk.message_id is None:
        return
    if is_running and desk.message_id == row.message_id:
        if isinstance(reply, Pick) and reply.chosen and not _is_picked(desk, row, reply):
            desk.notice = desk.tr.plain("That is enough words for this one. Tap one again to take it back.")
        return
    desk.notice = desk.tr.plain("That is noted already.")
    if desk.message_id == row.message_id:
        return  # it shows how things stand
    if is_running:
        desk.answer(answered(view_of(desk, row, flow)))
    else:
        desk.answer(_summary(desk, row, flow))


def _is_picked(desk: Desk, row: Session, reply: Pick) -> bool:
    answer = answers_of(desk, row).answers.get(reply.step)
    return answer is not None and isinstance(answer.value, Picked) and reply.word in answer.value.words


def _show(desk: Desk, row: Session, flow: Flow, events: Sequence[Event]) -> None:
    """A tap moves its message on; after typed text, or an offer, the next question comes below."""
    ends = any(isinstance(event, Ended) for event in events)
    view = whole_view_of(desk, row, flow) if ends else view_of(desk, row, flow)
    happened = scene(view, events)
    edits = desk.message_id
    last = _last(view, happened, below=edits is None)
    moves_on = last is not None and (last.rows or happened.ended)
    if row.message_id is not None and row.message_id != edits and moves_on:
        desk.send(answered(view), edits=row.message_id)
    if happened.offers:
        if edits is not None:
            desk.send(answered(view, happened.remarks), edits=edits)
        _offer(desk, view, happened)
        edits = None
    if last is not None:
        keeps_place = last.rows and row.status == "open"
        desk.send(last, edits=edits, session_id=row.id if keeps_place or happened.ended else None)
    if edits is not None:
        row.message_id = edits


def _last(view: View, happened: Scene, *, below: bool) -> Message | None:
    """The message that stands last after the turn: the next question, or the ending.

    Where a tap leads to an offer, the remarks stand above the offer and not here again.
    """
    if happened.offers and not below:
        happened = replace(happened, remarks=[])
    if happened.ended is not None:
        return closing(view, happened.ended, happened.remarks)
    return asking(view, happened, with_answers=not below and not happened.offers)


def _offer(desk: Desk, view: View, happened: Scene) -> None:
    for offer in happened.offers:
        match offer:
            case TipWanted():
                tips.offer_in(desk, view, offer)
            case PeopleWanted():
                people.show(desk)
