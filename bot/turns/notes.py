"""Words that come without a question: kept as a note, changed when the message is edited, gone on wish."""

from dataclasses import replace

from bot.engine.events import Asked, Ending
from bot.engine.replies import Edited
from bot.engine.turn import take, typed_at
from bot.engine.values import Written
from bot.store.queries import note_of_message, recent_sessions
from bot.store.tables import Entry, Note, Session
from bot.turns import checkin
from bot.turns.desk import Desk
from bot.turns.record import new_note, seal_note
from bot.voice.buttons import long, short
from bot.voice.language import Language
from bot.voice.message import Message, press

PREFIX = "n"
# What stands for the flow in an entry that no flow asked for.
NO_FLOW = ""
# An edit is looked for in the check-in that is open and in those finished just before it.
EDITS_LOOKED_FOR = 3


def keep(desk: Desk, text: str) -> None:
    """Keep words that answer no question, as an entry of their own."""
    entry = Entry(
        id=desk.new_id(),
        person_id=desk.person.id,
        flow=NO_FLOW,
        version=1,
        zone=desk.person.zone or "UTC",
        begun_at=desk.now,
        ended_at=desk.now,
        ending=Ending.FINISHED,
    )
    note = new_note(desk, text, entry_id=entry.id, step=None, message_id=desk.typed_id)
    desk.db.add(entry)
    desk.db.add(note)
    desk.send(_kept(desk.tr, note.id))


def press_button(desk: Desk, parts: tuple[str, ...]) -> None:
    """Remove the note again."""
    note = desk.db.get(Note, long(parts[1]) or 0) if len(parts) > 1 else None
    if parts[:1] != ("gone",) or note is None or note.person_id != desk.person.id:
        desk.notice = desk.tr.plain("That note is gone already.")
        return
    desk.db.delete(note)
    entry = desk.db.get(Entry, note.entry_id) if note.entry_id else None
    if entry is not None and entry.flow == NO_FLOW:
        desk.db.delete(entry)
    desk.answer(Message(text=desk.tr.say("The note is gone.")))


def edited(desk: Desk, text: str, message_id: int) -> None:
    """A message that was edited: the answer that it gave follows, and so does its note."""
    desk.typed_id = message_id
    note = note_of_message(desk.db, desk.person.id, message_id)
    if _read_anew(desk, note, Edited(text=text, typed_in=message_id)):
        return
    if note is None:
        desk.send(Message(text=_way(desk)))
        return
    note.text_sealed = seal_note(desk, note.id, text)
    desk.db.add(note)
    _follow(desk, note, text)
    desk.send(Message(text=desk.tr.say("Your note reads as you changed it.")))


def _read_anew(desk: Desk, note: Note | None, edit: Edited) -> bool:
    """Read the message anew at the question where it was typed; False if that cannot be.

    `note` is what was kept of it so far: one that stands beside the answers gives way to what it says now.
    """
    row = _typed_at(desk, edit)
    if row is None:
        return False
    if note is not None and note.step is None:
        desk.db.delete(note)
    checkin.play(desk, row, edit)
    return True


def _typed_at(desk: Desk, edit: Edited) -> Session | None:
    """The check-in that this message answered; none if an old one would push aside what is open."""
    for row in recent_sessions(desk.db, desk.person.id, EDITS_LOOKED_FOR):
        flow, answers = desk.house.registry.get(row.flow), checkin.answers_of(desk, row)
        if flow is None or typed_at(flow, answers, edit.typed_in) is None:
            continue
        events = take(flow, answers, edit, desk.lexicon).events
        open_one = checkin.running(desk)
        pushes_aside = open_one is not None and open_one.id != row.id
        return None if pushes_aside and any(isinstance(event, Asked) for event in events) else row
    return None


def _way(desk: Desk) -> str:
    """What to do where nothing follows an edit: the message gave no answer, or its note was removed."""
    row = checkin.running(desk)
    answers = checkin.answers_of(desk, row).answers.values() if row else ()
    if any(answer.value is not None for answer in answers):
        return desk.tr.say(
            "I keep no note of that message, so its edit changes nothing. “Back” leads to the question before"
            " this one, and another answer counts there."
        )
    return desk.tr.say(
        "I keep no note of that message, so its edit changes nothing. /history shows what you noted, and"
        " answers can be changed there."
    )


def _follow(desk: Desk, note: Note, text: str) -> None:
    """The check-in that the note belongs to reads the same, in the answers and on the screen."""
    row = desk.db.get(Session, note.entry_id) if note.entry_id else None
    flow = desk.house.registry.get(row.flow) if row else None
    if row is None or flow is None:
        return
    answers = checkin.answers_of(desk, row)
    answer = answers.answers.get(note.step or "")
    if note.step is not None and answer is not None and isinstance(answer.value, Written):
        edited_answer = replace(answer, value=Written(text=text))
        checkin.keep(desk, row, answers.with_answer(note.step, edited_answer))
    checkin.show_again(desk, row, flow)


def _kept(tr: Language, note_id: int) -> Message:
    rows = (
        (press(tr.plain("Check in now"), "k", "go"), press(tr.plain("A tip"), "t", "new")),
        (
            press(tr.plain("Someone to talk to"), "h", "show"),
            press(tr.plain("Remove the note"), PREFIX, "gone", short(note_id)),
        ),
    )
    return Message(text=tr.say("Thank you for telling me. I kept it as a note."), rows=rows)
