"""Stores what happened in a check-in: entry, ratings, words, choices and notes."""

import json
from collections.abc import Sequence
from typing import Any, assert_never

from bot.engine.events import (
    AnswerEdited,
    AnswerWithdrawn,
    Asked,
    Ended,
    Ending,
    Event,
    NoteGiven,
    NothingChanged,
    NumberOffScale,
    OptionChosen,
    PeopleWanted,
    RatingGiven,
    Said,
    StepSkipped,
    TextKept,
    TipWanted,
    WordsGiven,
)
from bot.store.queries import note_at, notes_of, rating_at
from bot.store.tables import Entry, Note, Rating, Session
from bot.turns.desk import Desk

ANSWERS_PLACE = "entry.answers"
NOTE_PLACE = "note.text"


def store(desk: Desk, row: Session, events: Sequence[Event]) -> None:
    """Write what the events of one turn leave behind."""
    for event in events:
        _store(desk, row, event)


def _store(desk: Desk, row: Session, event: Event) -> None:
    match event:
        case RatingGiven():
            _store_rating(desk, row, event)
        case WordsGiven():
            picked = {"words": list(event.picked.words), "own": list(event.picked.own)}
            _store_answer(desk, row, event.step, picked)
        case OptionChosen():
            _store_answer(desk, row, event.step, event.chosen.option)
        case NoteGiven():
            _store_note(desk, row, event.step, event.written.text)
        case TextKept():
            _store_note(desk, row, None, event.text)
        case StepSkipped() | AnswerWithdrawn():
            _withdraw(desk, row, event.step)
        case Ended():
            _store_ending(desk, row, event)
        case (
            Asked()
            | AnswerEdited()
            | NumberOffScale()
            | Said()
            | TipWanted()
            | PeopleWanted()
            | NothingChanged()
        ):
            pass  # nothing was told
        case _:
            assert_never(event)


def entry_for(desk: Desk, row: Session) -> Entry:
    """The session's entry, made when the first answer comes."""
    entry = desk.db.get(Entry, row.id)
    if entry is None:
        entry = Entry(
            id=row.id,
            person_id=desk.person.id,
            flow=row.flow,
            version=row.version,
            zone=desk.person.zone or "UTC",
            begun_at=desk.now,
        )
        desk.db.add(entry)
        desk.db.flush()  # later events of this turn look it up
    return entry


def answers_of(desk: Desk, entry: Entry) -> dict[str, Any]:
    """Words and choices by step, as they were stored."""
    if entry.answers_sealed is None:
        return {}
    found: dict[str, Any] = json.loads(desk.key.open(entry.answers_sealed, f"{ANSWERS_PLACE}:{entry.id}"))
    return found


def seal_note(desk: Desk, note_id: int, text: str) -> bytes:
    """A note's text, encrypted for its row."""
    return desk.key.seal(text, f"{NOTE_PLACE}:{note_id}")


def open_note(desk: Desk, note: Note) -> str:
    """The text of a note."""
    return desk.key.open(note.text_sealed, f"{NOTE_PLACE}:{note.id}")


def kept_beside(desk: Desk, row: Session) -> tuple[str, ...]:
    """What was typed in a check-in beside its answers and kept as notes, in the order it came."""
    desk.db.flush()  # notes of this turn are among them
    notes = notes_of(desk.db, [row.id])
    return tuple(open_note(desk, note) for note in notes if note.step is None)


def new_note(
    desk: Desk, text: str, *, entry_id: int | None, step: str | None, message_id: int | None
) -> Note:
    """A note that was written now."""
    note_id = desk.new_id()
    return Note(
        id=note_id,
        person_id=desk.person.id,
        entry_id=entry_id,
        step=step,
        message_id=message_id,
        text_sealed=seal_note(desk, note_id, text),
        written_at=desk.now,
    )


def _store_rating(desk: Desk, row: Session, event: RatingGiven) -> None:
    entry_for(desk, row)
    rating = rating_at(desk.db, row.id, event.step)
    rated = event.rated
    if rating is None:
        rating = Rating(
            id=desk.new_id(),
            person_id=desk.person.id,
            entry_id=row.id,
            name=event.step,
            value=rated.value,
            scale=rated.scale,
            score=rated.score,
            felt_at=desk.now,
            told_at=desk.now,
        )
    else:  # a correction is of the same moment
        rating.value, rating.scale, rating.score = rated.value, rated.scale, rated.score
    desk.db.add(rating)


def _store_answer(desk: Desk, row: Session, step: str, answer: Any) -> None:
    entry = entry_for(desk, row)
    answers = {**answers_of(desk, entry), step: answer}
    _seal_answers(desk, entry, answers)


def _seal_answers(desk: Desk, entry: Entry, answers: dict[str, Any]) -> None:
    text = json.dumps(answers, ensure_ascii=False)
    entry.answers_sealed = desk.key.seal(text, f"{ANSWERS_PLACE}:{entry.id}")
    desk.db.add(entry)


def _store_note(desk: Desk, row: Session, step: str | None, text: str) -> None:
    entry_for(desk, row)
    note = note_at(desk.db, row.id, step) if step is not None else None
    if note is None:
        note = new_note(desk, text, entry_id=row.id, step=step, message_id=desk.typed_id)
    else:
        note.text_sealed, note.message_id = seal_note(desk, note.id, text), desk.typed_id
    desk.db.add(note)


def _withdraw(desk: Desk, row: Session, step: str) -> None:
    """Take back what an earlier answer to this step left."""
    entry = desk.db.get(Entry, row.id)
    if entry is None:
        return
    for found in (rating_at(desk.db, row.id, step), note_at(desk.db, row.id, step)):
        if found is not None:
            desk.db.delete(found)
    answers = answers_of(desk, entry)
    if answers.pop(step, None) is not None:
        _seal_answers(desk, entry, answers)


def _store_ending(desk: Desk, row: Session, event: Ended) -> None:
    """A change after the end leaves the moment of the end: it tells nothing of a later time."""
    entry = desk.db.get(Entry, row.id)
    if entry is not None and (entry.ended_at is None or entry.ending != Ending.FINISHED):
        entry.ended_at, entry.ending = desk.now, event.how
        desk.db.add(entry)
