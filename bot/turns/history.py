"""/history: what was noted, seven entries a page."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

from bot.engine.values import Chosen, Given, Picked, Rated, Written
from bot.schedule.zones import zone
from bot.store.queries import (
    entries_after,
    entries_before,
    last_entries,
    notes_of,
    ratings_of,
    sessions_among,
)
from bot.store.tables import Entry, Note, Rating
from bot.turns.desk import Desk
from bot.turns.record import answers_of, open_note
from bot.voice.history import ENTRIES_A_PAGE, Cursor, Told, cursor_in, empty_history, history_page

Row = TypeVar("Row", Rating, Note)
_ONE_MORE = ENTRIES_A_PAGE + 1


def command(desk: Desk, _argument: str) -> None:
    """/history: the newest entries."""
    _show_newest(desk)


def press(desk: Desk, parts: tuple[str, ...]) -> None:
    """Earlier or later entries than those that are shown."""
    match parts:
        case ("e", stamp, entry) if cursor := cursor_in(stamp, entry):
            _show_earlier(desk, cursor)
        case ("l", stamp, entry) if cursor := cursor_in(stamp, entry):
            _show_later(desk, cursor)
        case _:
            desk.notice = desk.tr.plain("This button no longer works. /history shows what you noted.")


def _show_newest(desk: Desk) -> None:
    found = last_entries(desk.db, desk.person.id, _ONE_MORE)
    if found:
        _show(desk, found[:ENTRIES_A_PAGE], has_earlier=len(found) == _ONE_MORE, has_later=False)
    else:
        desk.answer(empty_history(desk.tr))


def _show_earlier(desk: Desk, cursor: Cursor) -> None:
    """The entries before a place; the newest ones again if there are none."""
    found = entries_before(desk.db, desk.person.id, cursor.begun_at, cursor.entry_id, _ONE_MORE)
    if found:
        _show(desk, found[:ENTRIES_A_PAGE], has_earlier=len(found) == _ONE_MORE, has_later=True)
    else:
        _show_newest(desk)


def _show_later(desk: Desk, cursor: Cursor) -> None:
    """The entries after a place; the newest page whenever it would not be full otherwise."""
    found = entries_after(desk.db, desk.person.id, cursor.begun_at, cursor.entry_id, _ONE_MORE)
    if len(found) < _ONE_MORE:
        _show_newest(desk)
    else:
        _show(desk, found[ENTRIES_A_PAGE - 1 :: -1], has_earlier=True, has_later=True)


def _show(desk: Desk, entries: Sequence[Entry], *, has_earlier: bool, has_later: bool) -> None:
    ids = [entry.id for entry in entries]
    ratings, notes = ratings_of(desk.db, ids), notes_of(desk.db, ids)
    kept = sessions_among(desk.db, ids)
    told = [
        _told(desk, entry, _of(entry, ratings), _of(entry, notes), has_session=entry.id in kept)
        for entry in entries
    ]
    desk.answer(history_page(desk.tr, told, desk.now, has_earlier=has_earlier, has_later=has_later))


def _of(entry: Entry, rows: Iterable[Row]) -> list[Row]:
    return [row for row in rows if row.entry_id == entry.id]


def _told(
    desk: Desk, entry: Entry, ratings: Sequence[Rating], notes: Sequence[Note], *, has_session: bool
) -> Told:
    """Everything of one entry, opened."""
    flow = desk.house.registry.get(entry.flow)
    answers: dict[str, Given] = {row.name: Rated(value=row.value, scale=row.scale) for row in ratings}
    answers |= {step: _given(answer) for step, answer in answers_of(desk, entry).items()}
    answers |= {note.step: Written(text=open_note(desk, note)) for note in notes if note.step is not None}
    return Told(
        id=entry.id,
        begun_at=entry.begun_at,
        zone=zone(entry.zone),
        flow=flow,
        answers=answers,
        notes=[open_note(desk, note) for note in notes if note.step is None],
        can_change=has_session and flow is not None,
    )


def _given(answer: Any) -> Given:
    """Words or a choice, as `bot.turns.record` stored them."""
    if isinstance(answer, Mapping):
        return Picked(words=tuple(answer["words"]), own=tuple(answer["own"]))
    return Chosen(option=answer)
