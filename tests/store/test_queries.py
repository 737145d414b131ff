"""Every question to the database finds what it names, of one person, in its order."""

from datetime import UTC, date, datetime, timedelta

from sqlalchemy import func
from sqlmodel import SQLModel, select

from bot.store import queries
from bot.store.tables import Outbox, Uptime
from bot.store.transaction import Transaction
from tests.store.ledger import (
    NOW,
    ROBIN,
    SAM,
    Ledger,
    entry,
    note,
    offer,
    rating,
    reminder,
    session,
    slot,
)

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def outbox(person_id: int) -> Outbox:
    """A call that waits."""
    return Outbox(person_id=person_id, call_sealed=b"", made_at=NOW)


async def test_running_sessions(ledger: Ledger) -> None:
    """A question that is being answered comes before one that was only put, the newest first."""
    old, new = session("open", NOW - HOUR), session("open", NOW)
    prompted, over = session("prompted", NOW + HOUR), session("finished", NOW)
    await ledger.add(prompted, old, over, new, session("open", person_id=SAM))
    found = await ledger.ask(lambda db: queries.running_sessions(db, ROBIN))
    assert [row.id for row in found] == [new.id, old.id, prompted.id]


async def test_the_session_that_takes_words(ledger: Ledger) -> None:
    """An open session takes words first, then a prompt in its window; one of any other state takes none."""
    standing = slot(NOW, "sent", closes_at=NOW + HOUR)
    gone = [
        slot(NOW - HOUR, "sent", closes_at=NOW),
        slot(NOW - 2 * HOUR, "snoozed", closes_at=NOW + HOUR),
        slot(NOW - 3 * HOUR, "paused", closes_at=NOW + HOUR),
    ]
    asked, begun = session("prompted", NOW - HOUR, slot_id=standing.id), session("open", NOW - DAY)
    await ledger.add(*gone, *(session("prompted", NOW, slot_id=one.id) for one in gone))
    assert await ledger.ask(lambda db: queries.asking_session(db, ROBIN, NOW)) is None
    for row, beside in ((asked, standing), (begun, session("open", NOW, person_id=SAM))):
        await ledger.add(row, beside)
        found = await ledger.ask(lambda db: queries.asking_session(db, ROBIN, NOW))
        assert found is not None
        assert found.id == row.id


async def test_usual_scores(ledger: Ledger) -> None:
    """An average needs five ratings of the last time, and those of others do not count."""
    entries = [entry() for _ in range(6)]
    ratings = [rating(at, "mood", 10.0 * number) for number, at in enumerate(entries)]
    old = [rating(at, "sleep", 50, NOW - 40 * DAY) for at in entries]
    few = [rating(at, "rest", 50) for at in entries[:4]]
    sams = [entry(person_id=SAM) for _ in range(6)]
    await ledger.add(*entries, *ratings, *old, *few, *sams, *(rating(at, "mood", 100) for at in sams))
    found = await ledger.ask(lambda db: queries.usual_scores(db, ROBIN, NOW - 28 * DAY))
    assert found == {"mood": 25.0}


async def test_recent_ratings(ledger: Ledger) -> None:
    """The newest ratings of some names come first, no more than asked for."""
    entries = [entry() for _ in range(4)]
    told = [rating(at, "mood", 10, NOW - number * HOUR) for number, at in enumerate(entries)]
    await ledger.add(*entries, *told, rating(entries[0], "sleep", 10))
    found = await ledger.ask(lambda db: queries.recent_ratings(db, ROBIN, {"mood", "week"}, 3))
    assert [row.id for row in found] == [row.id for row in told[:3]]
    assert await ledger.ask(lambda db: queries.recent_ratings(db, SAM, {"mood"}, 3)) == []


async def test_what_an_entry_holds(ledger: Ledger) -> None:
    """The rating of a name and the note of a step are found in their entry alone."""
    one, other = entry(), entry()
    mood, words = rating(one, "mood", 10), note(entry_id=one.id, step="note", message_id=9)
    await ledger.add(one, other, mood, words)
    found = await ledger.ask(lambda db: queries.rating_at(db, one.id, "mood"))
    kept = await ledger.ask(lambda db: queries.note_at(db, one.id, "note"))
    assert (found and found.id, kept and kept.id) == (mood.id, words.id)
    assert await ledger.ask(lambda db: queries.rating_at(db, other.id, "mood")) is None
    assert await ledger.ask(lambda db: queries.note_at(db, one.id, "other")) is None


async def test_the_note_of_a_message(ledger: Ledger) -> None:
    """Message ids repeat between chats, so the note of a message is one of the person's own."""
    mine, theirs = note(message_id=9), note(message_id=9, person_id=SAM)
    await ledger.add(mine, theirs)
    for person_id, row in ((ROBIN, mine), (SAM, theirs)):
        found = await ledger.ask(lambda db, who=person_id: queries.note_of_message(db, who, 9))  # type: ignore[misc] # mypy does not infer a lambda with a default
        assert found is not None
        assert found.id == row.id


async def test_last_entries(ledger: Ledger) -> None:
    """The newest entries come first; those of one moment by their ids."""
    rows = [entry(NOW - HOUR, id=1), entry(NOW, id=2), entry(NOW, id=3), entry(NOW, id=4, person_id=SAM)]
    await ledger.add(*rows)
    found = await ledger.ask(lambda db: queries.last_entries(db, ROBIN, 2))
    assert [row.id for row in found] == [3, 2]


async def test_last_told(ledger: Ledger) -> None:
    """Only a finished check-in of the flow was told, and its moment comes back aware."""
    await ledger.add(
        entry(ended_at=NOW - 2 * HOUR, ending="finished"),
        entry(ended_at=NOW - HOUR, ending="finished"),
        entry(ended_at=NOW, ending="stopped"),
        entry(ended_at=NOW, ending="finished", flow="weekly"),
    )
    assert await ledger.ask(lambda db: queries.last_told(db, ROBIN, "daily")) == NOW - HOUR
    assert await ledger.ask(lambda db: queries.last_told(db, ROBIN, "evening")) is None


async def test_ratings_and_notes_of_entries(ledger: Ledger) -> None:
    """What several entries hold comes in the order in which it was told."""
    one, other, third = entry(), entry(), entry()
    late, early = rating(one, "mood", 10, NOW), rating(other, "mood", 10, NOW - HOUR)
    after, before = note(NOW, entry_id=one.id), note(NOW - HOUR, entry_id=other.id)
    await ledger.add(one, other, third, late, early, rating(third, "mood", 1), after, before, note())
    ids = [one.id, other.id]
    ratings = await ledger.ask(lambda db: queries.ratings_of(db, ids))
    notes = await ledger.ask(lambda db: queries.notes_of(db, ids))
    assert [row.id for row in ratings] == [early.id, late.id]
    assert [row.id for row in notes] == [before.id, after.id]


async def test_offers(ledger: Ledger) -> None:
    """Offers count from a moment on; a hidden tip stays hidden for good, for one person."""
    old, edge = offer("walk", NOW - 20 * DAY, verdict="hidden"), offer("tea", NOW - 14 * DAY)
    new = offer("breathe", NOW)
    await ledger.add(old, edge, new, offer("music", verdict="hidden", person_id=SAM))
    found = await ledger.ask(lambda db: queries.offers_since(db, ROBIN, NOW - 14 * DAY))
    assert [row.tip for row in found] == ["breathe", "tea"]
    assert await ledger.ask(lambda db: queries.hidden_tips(db, ROBIN)) == {"walk"}


async def test_reminders_of(ledger: Ledger) -> None:
    """A person's reminders come oldest first."""
    rows = [reminder(NOW, id=2), reminder(None, id=1), reminder(NOW, id=3, person_id=SAM)]
    await ledger.add(*rows)
    found = await ledger.ask(lambda db: queries.reminders_of(db, ROBIN))
    assert [row.id for row in found] == [1, 2]


async def test_slots(ledger: Ledger) -> None:
    """Slots are found by person, by state and by flow, the newest first."""
    sent, held = slot(NOW, "sent"), slot(NOW + HOUR, "held", flow="weekly")
    missed = slot(NOW - HOUR, "missed")
    await ledger.add(missed, held, sent, slot(NOW, "sent", person_id=SAM))
    last = await ledger.ask(lambda db: queries.last_slots(db, ROBIN, 2))
    waiting = await ledger.ask(lambda db: queries.waiting_slots(db, ROBIN, ("sent", "held")))
    daily = await ledger.ask(lambda db: queries.waiting_slots(db, ROBIN, ("sent", "held"), "daily"))
    assert [row.id for row in last] == [held.id, sent.id]
    assert [row.id for row in waiting] == [held.id, sent.id]
    assert [row.id for row in daily] == [sent.id]


async def test_asked_since(ledger: Ledger) -> None:
    """The slots of a reminder's flow from a local day on come in their order."""
    wish = reminder(NOW)
    late, early = slot(NOW, "sent"), slot(NOW - DAY, "missed")
    other = slot(NOW, "sent", flow="weekly")
    await ledger.add(wish, late, early, other, slot(NOW - 2 * DAY, "missed"))
    found = await ledger.ask(lambda db: queries.asked_since(db, wish, date(2026, 11, 22)))
    assert [row.id for row in found] == [early.id, late.id]


async def test_what_is_due(ledger: Ledger) -> None:
    """What is due now is found with the longest due first, and the next moment of all is known."""
    assert await ledger.ask(queries.next_wake) is None
    assert await ledger.ask(queries.next_prompt) is None
    rows = [reminder(NOW), reminder(NOW - HOUR), reminder(NOW + HOUR), reminder(None)]
    closing = slot(NOW - HOUR, "sent", again_at=NOW - 3 * HOUR)
    snoozed, later = (
        slot(NOW, "snoozed", again_at=NOW - 2 * HOUR),
        slot(NOW + HOUR, "held", again_at=NOW + HOUR),
    )
    await ledger.add(*rows, later, snoozed, closing)
    due = await ledger.ask(lambda db: queries.due_reminders(db, NOW, 9))
    again = await ledger.ask(lambda db: queries.slots_due_again(db, NOW, 9))
    assert [row.id for row in due] == [rows[1].id, rows[0].id]
    assert [row.id for row in again] == [closing.id, snoozed.id]
    assert len(await ledger.ask(lambda db: queries.due_reminders(db, NOW, 1))) == 1
    assert len(await ledger.ask(lambda db: queries.slots_due_again(db, NOW, 1))) == 1
    assert await ledger.ask(queries.next_wake) == NOW - 3 * HOUR
    assert await ledger.ask(queries.next_prompt) == NOW - 2 * HOUR


async def test_the_outbox(ledger: Ledger) -> None:
    """What waits is found in its order, for everyone or for one person."""
    await ledger.add(outbox(ROBIN), outbox(SAM), outbox(ROBIN))
    everyone = await ledger.ask(queries.unsent)
    robins = await ledger.ask(lambda db: queries.outbox_of(db, ROBIN))
    assert [row.person_id for row in everyone] == [ROBIN, SAM, ROBIN]
    assert [row.id for row in everyone] == sorted(row.id or 0 for row in everyone)
    assert [row.person_id for row in robins] == [ROBIN, ROBIN]


async def test_persons(ledger: Ledger) -> None:
    """Persons are found by id, and who is not there is left out."""
    found = await ledger.ask(lambda db: queries.persons(db, {ROBIN, 999}))
    assert set(found) == {ROBIN}


async def test_forget_everyone(ledger: Ledger) -> None:
    """Starting over leaves no row in any table."""
    at = entry()
    told = [at, rating(at, "mood", 1), note(entry_id=at.id), session("open"), slot(NOW, "sent")]
    uptime = Uptime(id=1, began_at=NOW, ticked_at=NOW)
    await ledger.add(*told, reminder(NOW), offer("walk"), outbox(ROBIN), uptime)

    def counts(db: Transaction) -> list[int]:
        tables = SQLModel.metadata.sorted_tables
        return [(db.exec(select(func.count()).select_from(table))).one() for table in tables]

    before = await ledger.ask(counts)
    await ledger.writer.run(queries.forget_everyone)
    assert min(before) > 0
    assert set(await ledger.ask(counts)) == {0}


async def test_entries_around_a_place(ledger: Ledger) -> None:
    """The entries before and after a place leave none out and repeat none, also of one moment."""
    rows = [
        entry(NOW - HOUR, id=5),
        entry(NOW, id=1),
        entry(NOW, id=2),
        entry(NOW, id=3),
        entry(NOW + HOUR, id=4),
    ]
    await ledger.add(*rows, entry(NOW, id=9, person_id=SAM))
    before = await ledger.ask(lambda db: queries.entries_before(db, ROBIN, NOW, 2, 9))
    after = await ledger.ask(lambda db: queries.entries_after(db, ROBIN, NOW, 2, 9))
    assert [row.id for row in before] == [1, 5]
    assert [row.id for row in after] == [3, 4]
    assert len(await ledger.ask(lambda db: queries.entries_before(db, ROBIN, NOW, 2, 1))) == 1
    assert len(await ledger.ask(lambda db: queries.entries_after(db, ROBIN, NOW, 2, 1))) == 1


async def test_sessions_among(ledger: Ledger) -> None:
    """Of several ids, those whose session is kept are named."""
    kept = session("finished", datetime(2026, 1, 1, tzinfo=UTC))
    await ledger.add(kept)
    assert await ledger.ask(lambda db: queries.sessions_among(db, {kept.id, 1})) == {kept.id}
