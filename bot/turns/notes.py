"""Words that come without a question: kept as a note, changed when the message is edited, gone on wish."""

from dataclasses import replace

from bot.engine.events import Ending
from bot.engine.values import Written
from bot.store.queries import note_of_message
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


async def keep(desk: Desk, text: str) -> None:
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


async def press_button(desk: Desk, parts: tuple[str, ...]) -> None:
    """Remove the note again."""
    note = await desk.db.get(Note, long(parts[1]) or 0) if len(parts) > 1 else None
    if parts[:1] != ("gone",) or note is None or note.person_id != desk.person.id:
        desk.notice = desk.tr.plain("That note is gone already.")
        return
    await desk.db.delete(note)
    entry = await desk.db.get(Entry, note.entry_id) if note.entry_id else None
    if entry is not None and entry.flow == NO_FLOW:
        await desk.db.delete(entry)
    desk.answer(Message(text=desk.tr.say("The note is gone.")))


async def edited(desk: Desk, text: str, message_id: int) -> None:
    """A message that was edited: its note follows; another kind of answer is changed with the button."""
    note = await note_of_message(desk.db, desk.person.id, message_id)
    if note is None:
        way = desk.tr.say(
            "I had already read that message. “Change something” under a check-in puts an answer right."
        )
        desk.send(Message(text=way))
        return
    note.text_sealed = seal_note(desk, note.id, text)
    desk.db.add(note)
    await _follow(desk, note, text)
    desk.send(Message(text=desk.tr.say("Your note reads as you changed it.")))


async def _follow(desk: Desk, note: Note, text: str) -> None:
    """The answer of the session that the note belongs to reads the same."""
    row = await desk.db.get(Session, note.entry_id) if note.entry_id and note.step else None
    if row is None or note.step is None:
        return
    answers = checkin.answers_of(desk, row)
    answer = answers.answers.get(note.step)
    if answer is not None and isinstance(answer.value, Written):
        checkin.keep(desk, row, answers.with_answer(note.step, replace(answer, value=Written(text=text))))


def _kept(tr: Language, note_id: int) -> Message:
    rows = (
        (press(tr.plain("Check in now"), "k", "go"), press(tr.plain("A tip"), "t", "new")),
        (
            press(tr.plain("Someone to talk to"), "h", "show"),
            press(tr.plain("Remove the note"), PREFIX, "gone", short(note_id)),
        ),
    )
    return Message(text=tr.say("Thank you for telling me. I kept it as a note."), rows=rows)
