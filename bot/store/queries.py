"""Questions to the database, named for the domain; every one takes the transaction it belongs to."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import and_, delete, func, or_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.store.tables import Entry, Note, Outbox, Person, Rating, Reminder, Session, Slot, TipOffer

# A past average needs this many ratings, or it says nothing.
USUAL_NEEDS = 5


async def asking_session(db: AsyncSession, person_id: int, now: datetime) -> Session | None:
    """The session whose question takes free words: the newest that is open, else a prompt in its window.

    A prompt that was put off, silenced or missed takes none, though its session still runs.
    """
    stands = and_(col(Session.status) == "prompted", col(Slot.state) == "sent", col(Slot.closes_at) > now)
    wanted = select(Session).outerjoin(Slot, col(Slot.id) == col(Session.slot_id))
    wanted = wanted.where(col(Session.person_id) == person_id, or_(col(Session.status) == "open", stands))
    return (await db.exec(wanted.order_by(col(Session.status), col(Session.touched_at).desc()))).first()


async def running_sessions(db: AsyncSession, person_id: int) -> Sequence[Session]:
    """The sessions that are begun or asked for, also long ago: the open ones first, the newest first."""
    wanted = select(Session).where(
        col(Session.person_id) == person_id, col(Session.status).in_(("open", "prompted"))
    )
    found = await db.exec(wanted.order_by(col(Session.status), col(Session.touched_at).desc()))
    return found.all()


async def recent_sessions(db: AsyncSession, person_id: int, limit: int) -> Sequence[Session]:
    """The sessions that are open or finished and were touched last, the newest first."""
    wanted = select(Session).where(
        col(Session.person_id) == person_id, col(Session.status).in_(("open", "finished"))
    )
    return (await db.exec(wanted.order_by(col(Session.touched_at).desc()).limit(limit))).all()


async def usual_scores(db: AsyncSession, person_id: int, since: datetime) -> Mapping[str, float]:
    """The average score (0-100) of each rating since a moment, where there are enough of them."""
    name, average = col(Rating.name), func.avg(col(Rating.score))
    asked = select(name, average).where(col(Rating.person_id) == person_id, col(Rating.told_at) >= since)
    found = await db.exec(asked.group_by(name).having(func.count() >= USUAL_NEEDS))
    return dict(found.all())


async def recent_ratings(
    db: AsyncSession, person_id: int, names: Collection[str], limit: int
) -> Sequence[Rating]:
    """The last ratings of these names, the newest first."""
    wanted = select(Rating).where(col(Rating.person_id) == person_id, col(Rating.name).in_(names))
    return (await db.exec(wanted.order_by(col(Rating.told_at).desc()).limit(limit))).all()


async def rating_at(db: AsyncSession, entry_id: int, name: str) -> Rating | None:
    """The rating of a name in an entry."""
    wanted = select(Rating).where(col(Rating.entry_id) == entry_id, col(Rating.name) == name)
    return (await db.exec(wanted)).first()


async def note_at(db: AsyncSession, entry_id: int, step: str) -> Note | None:
    """The note that answers a step of an entry."""
    wanted = select(Note).where(col(Note.entry_id) == entry_id, col(Note.step) == step)
    return (await db.exec(wanted)).first()


async def note_of_message(db: AsyncSession, person_id: int, message_id: int) -> Note | None:
    """The note that was written in a message."""
    wanted = select(Note).where(col(Note.person_id) == person_id, col(Note.message_id) == message_id)
    return (await db.exec(wanted)).first()


async def last_entries(db: AsyncSession, person_id: int, limit: int) -> Sequence[Entry]:
    """The newest entries first."""
    wanted = select(Entry).where(col(Entry.person_id) == person_id)
    newest = (col(Entry.begun_at).desc(), col(Entry.id).desc())
    return (await db.exec(wanted.order_by(*newest).limit(limit))).all()


async def last_told(db: AsyncSession, person_id: int, flow: str) -> datetime | None:
    """When a check-in of this flow was last finished."""
    wanted = select(func.max(col(Entry.ended_at))).where(
        col(Entry.person_id) == person_id, col(Entry.flow) == flow, col(Entry.ending) == "finished"
    )
    return (await db.exec(wanted)).first()


async def ratings_of(db: AsyncSession, entries: Collection[int]) -> Sequence[Rating]:
    """The ratings of several entries, in the order they were told."""
    wanted = select(Rating).where(col(Rating.entry_id).in_(entries))
    return (await db.exec(wanted.order_by(col(Rating.told_at), col(Rating.id)))).all()


async def notes_of(db: AsyncSession, entries: Collection[int]) -> Sequence[Note]:
    """The notes of several entries, in the order they were written."""
    wanted = select(Note).where(col(Note.entry_id).in_(entries))
    return (await db.exec(wanted.order_by(col(Note.written_at), col(Note.id)))).all()


async def offers_since(db: AsyncSession, person_id: int, since: datetime) -> Sequence[TipOffer]:
    """The tips offered since a moment, the newest first."""
    wanted = select(TipOffer).where(col(TipOffer.person_id) == person_id, col(TipOffer.offered_at) >= since)
    return (await db.exec(wanted.order_by(col(TipOffer.offered_at).desc(), col(TipOffer.id).desc()))).all()


async def hidden_tips(db: AsyncSession, person_id: int) -> frozenset[str]:
    """The tips that the person does not want to see again."""
    wanted = select(TipOffer.tip).where(
        col(TipOffer.person_id) == person_id, col(TipOffer.verdict) == "hidden"
    )
    return frozenset((await db.exec(wanted)).all())


async def reminders_of(db: AsyncSession, person_id: int) -> Sequence[Reminder]:
    """A person's reminders, the oldest first."""
    wanted = select(Reminder).where(col(Reminder.person_id) == person_id)
    return (await db.exec(wanted.order_by(col(Reminder.id)))).all()


async def last_slots(db: AsyncSession, person_id: int, limit: int) -> Sequence[Slot]:
    """The newest slots first."""
    wanted = select(Slot).where(col(Slot.person_id) == person_id)
    return (await db.exec(wanted.order_by(col(Slot.due_at).desc()).limit(limit))).all()


async def waiting_slots(
    db: AsyncSession, person_id: int, states: Collection[str], flow: str | None = None
) -> Sequence[Slot]:
    """A person's slots in one of these states, of one flow or of all, the newest first."""
    wanted = select(Slot).where(col(Slot.person_id) == person_id, col(Slot.state).in_(states))
    if flow is not None:
        wanted = wanted.where(col(Slot.flow) == flow)
    return (await db.exec(wanted.order_by(col(Slot.due_at).desc()))).all()


async def asked_since(db: AsyncSession, reminder: Reminder, day: date) -> Sequence[Slot]:
    """The slots of a reminder since a local day."""
    wanted = select(Slot).where(
        col(Slot.person_id) == reminder.person_id, col(Slot.flow) == reminder.flow, col(Slot.day) >= day
    )
    return (await db.exec(wanted.order_by(col(Slot.due_at)))).all()


async def due_reminders(db: AsyncSession, now: datetime, limit: int) -> Sequence[Reminder]:
    """The reminders whose time has come, the longest due first."""
    wanted = select(Reminder).where(col(Reminder.next_due_at) <= now)
    return (await db.exec(wanted.order_by(col(Reminder.next_due_at)).limit(limit))).all()


async def slots_due_again(db: AsyncSession, now: datetime, limit: int) -> Sequence[Slot]:
    """The snoozed and held slots whose time has come, and those whose time to be answered is over."""
    wanted = select(Slot).where(col(Slot.again_at) <= now)
    return (await db.exec(wanted.order_by(col(Slot.again_at)).limit(limit))).all()


async def next_wake(db: AsyncSession) -> datetime | None:
    """When a reminder or a slot next needs the ticker."""
    reminder = (await db.exec(select(func.min(col(Reminder.next_due_at))))).one()
    slot = (await db.exec(select(func.min(col(Slot.again_at))))).one()
    return min((moment for moment in (reminder, slot) if moment is not None), default=None)


async def next_prompt(db: AsyncSession) -> datetime | None:
    """When a prompt is next to go out, as far as the rows know."""
    reminder = (await db.exec(select(func.min(col(Reminder.next_due_at))))).one()
    again = select(func.min(col(Slot.again_at))).where(col(Slot.state).in_(("snoozed", "held")))
    slot = (await db.exec(again)).one()
    return min((moment for moment in (reminder, slot) if moment is not None), default=None)


async def anyone(db: AsyncSession) -> Person | None:
    """Some person, if there is one; whoever holds the right key can open theirs."""
    return (await db.exec(select(Person).limit(1))).first()


async def unsent(db: AsyncSession) -> Sequence[Outbox]:
    """What waits in the outbox, in its order."""
    return (await db.exec(select(Outbox).order_by(col(Outbox.id)))).all()


async def outbox_of(db: AsyncSession, person_id: int) -> Sequence[Outbox]:
    """What waits for one person."""
    return (await db.exec(select(Outbox).where(col(Outbox.person_id) == person_id))).all()


async def persons(db: AsyncSession, ids: Collection[int]) -> Mapping[int, Person]:
    """Several persons by id."""
    found = await db.exec(select(Person).where(col(Person.id).in_(ids)))
    return {person.id: person for person in found.all()}


async def forget_everyone(db: AsyncSession) -> None:
    """Empty every table; for the sandbox's 'start over'."""
    for table in (Outbox, TipOffer, Note, Rating, Entry, Session, Slot, Reminder, Person):
        await db.exec(delete(table))


async def entries_before(
    db: AsyncSession, person_id: int, begun_at: datetime, entry_id: int, limit: int
) -> Sequence[Entry]:
    """The entries that come before a place in time, the newest first; ids part those of one moment."""
    at, number = col(Entry.begun_at), col(Entry.id)
    wanted = select(Entry).where(
        col(Entry.person_id) == person_id, or_(at < begun_at, and_(at == begun_at, number < entry_id))
    )
    return (await db.exec(wanted.order_by(at.desc(), number.desc()).limit(limit))).all()


async def entries_after(
    db: AsyncSession, person_id: int, begun_at: datetime, entry_id: int, limit: int
) -> Sequence[Entry]:
    """The entries that come after a place in time, the oldest first."""
    at, number = col(Entry.begun_at), col(Entry.id)
    wanted = select(Entry).where(
        col(Entry.person_id) == person_id, or_(at > begun_at, and_(at == begun_at, number > entry_id))
    )
    return (await db.exec(wanted.order_by(at, number).limit(limit))).all()


async def sessions_among(db: AsyncSession, ids: Collection[int]) -> frozenset[int]:
    """Those of the ids whose session is still kept."""
    return frozenset((await db.exec(select(Session.id).where(col(Session.id).in_(ids)))).all())
