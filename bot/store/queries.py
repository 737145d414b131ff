"""Questions to the database, named for the domain; every one takes the transaction it belongs to."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import and_, delete, func, or_, update
from sqlmodel import col, select

from bot.store.tables import Entry, Note, Outbox, Person, Rating, Reminder, Session, Slot, TipOffer, Uptime
from bot.store.transaction import Transaction

# A past average needs this many ratings, or it says nothing.
USUAL_NEEDS = 5


def asking_session(db: Transaction, person_id: int, now: datetime) -> Session | None:
    """The session whose question takes free words: the newest that is open, else a prompt in its window.

    A prompt that was put off, silenced or missed takes none, though its session still runs.
    """
    stands = and_(col(Session.status) == "prompted", col(Slot.state) == "sent", col(Slot.closes_at) > now)
    wanted = select(Session).outerjoin(Slot, col(Slot.id) == col(Session.slot_id))
    wanted = wanted.where(col(Session.person_id) == person_id, or_(col(Session.status) == "open", stands))
    return (db.exec(wanted.order_by(col(Session.status), col(Session.touched_at).desc()))).first()


def running_sessions(db: Transaction, person_id: int) -> Sequence[Session]:
    """The sessions that are begun or asked for, also long ago: the open ones first, the newest first."""
    wanted = select(Session).where(
        col(Session.person_id) == person_id, col(Session.status).in_(("open", "prompted"))
    )
    found = db.exec(wanted.order_by(col(Session.status), col(Session.touched_at).desc()))
    return found.all()


def recent_sessions(db: Transaction, person_id: int, limit: int) -> Sequence[Session]:
    """The sessions that are open, finished or left and were touched last, the newest first."""
    wanted = select(Session).where(
        col(Session.person_id) == person_id, col(Session.status).in_(("open", "finished", "left"))
    )
    return (db.exec(wanted.order_by(col(Session.touched_at).desc()).limit(limit))).all()


def usual_scores(db: Transaction, person_id: int, since: datetime) -> Mapping[str, float]:
    """The average score (0-100) of each rating since a moment, where there are enough of them."""
    name, average = col(Rating.name), func.avg(col(Rating.score))
    asked = select(name, average).where(col(Rating.person_id) == person_id, col(Rating.told_at) >= since)
    found = db.exec(asked.group_by(name).having(func.count() >= USUAL_NEEDS))
    return dict(found.all())


def recent_ratings(db: Transaction, person_id: int, names: Collection[str], limit: int) -> Sequence[Rating]:
    """The last ratings of these names, the newest first."""
    wanted = select(Rating).where(col(Rating.person_id) == person_id, col(Rating.name).in_(names))
    return (db.exec(wanted.order_by(col(Rating.told_at).desc()).limit(limit))).all()


def rating_at(db: Transaction, entry_id: int, name: str) -> Rating | None:
    """The rating of a name in an entry."""
    wanted = select(Rating).where(col(Rating.entry_id) == entry_id, col(Rating.name) == name)
    return (db.exec(wanted)).first()


def note_at(db: Transaction, entry_id: int, step: str) -> Note | None:
    """The note that answers a step of an entry."""
    wanted = select(Note).where(col(Note.entry_id) == entry_id, col(Note.step) == step)
    return (db.exec(wanted)).first()


def note_of_message(db: Transaction, person_id: int, message_id: int) -> Note | None:
    """The note that was written in a message."""
    wanted = select(Note).where(col(Note.person_id) == person_id, col(Note.message_id) == message_id)
    return (db.exec(wanted)).first()


def last_entries(db: Transaction, person_id: int, limit: int) -> Sequence[Entry]:
    """The newest entries first."""
    wanted = select(Entry).where(col(Entry.person_id) == person_id)
    newest = (col(Entry.begun_at).desc(), col(Entry.id).desc())
    return (db.exec(wanted.order_by(*newest).limit(limit))).all()


def last_told(db: Transaction, person_id: int, flow: str) -> datetime | None:
    """When a check-in of this flow was last finished."""
    wanted = select(func.max(col(Entry.ended_at))).where(
        col(Entry.person_id) == person_id, col(Entry.flow) == flow, col(Entry.ending) == "finished"
    )
    return (db.exec(wanted)).first()


def prompt_answered_at(db: Transaction, person_id: int, flow: str, told_at: datetime) -> int | None:
    """The slot that a check-in finished at this moment answered; None if nobody had asked for it."""
    wanted = select(Session.slot_id).join(Entry, col(Entry.id) == col(Session.id))
    own = wanted.where(col(Entry.person_id) == person_id, col(Entry.flow) == flow)
    return (db.exec(own.where(col(Entry.ended_at) == told_at))).first()


def ratings_of(db: Transaction, entries: Collection[int]) -> Sequence[Rating]:
    """The ratings of several entries, in the order they were told."""
    wanted = select(Rating).where(col(Rating.entry_id).in_(entries))
    return (db.exec(wanted.order_by(col(Rating.told_at), col(Rating.id)))).all()


def notes_of(db: Transaction, entries: Collection[int]) -> Sequence[Note]:
    """The notes of several entries, in the order they were written."""
    wanted = select(Note).where(col(Note.entry_id).in_(entries))
    return (db.exec(wanted.order_by(col(Note.written_at), col(Note.id)))).all()


def offers_since(db: Transaction, person_id: int, since: datetime) -> Sequence[TipOffer]:
    """The tips offered since a moment, the newest first."""
    wanted = select(TipOffer).where(col(TipOffer.person_id) == person_id, col(TipOffer.offered_at) >= since)
    return (db.exec(wanted.order_by(col(TipOffer.offered_at).desc(), col(TipOffer.id).desc()))).all()


def hidden_tips(db: Transaction, person_id: int) -> frozenset[str]:
    """The tips that the person does not want to see again."""
    wanted = select(TipOffer.tip).where(
        col(TipOffer.person_id) == person_id, col(TipOffer.verdict) == "hidden"
    )
    return frozenset((db.exec(wanted)).all())


def reminders_of(db: Transaction, person_id: int) -> Sequence[Reminder]:
    """A person's reminders, the oldest first."""
    wanted = select(Reminder).where(col(Reminder.person_id) == person_id)
    return (db.exec(wanted.order_by(col(Reminder.id)))).all()


def last_slots(db: Transaction, person_id: int, limit: int) -> Sequence[Slot]:
    """The newest slots first."""
    wanted = select(Slot).where(col(Slot.person_id) == person_id)
    return (db.exec(wanted.order_by(col(Slot.due_at).desc()).limit(limit))).all()


def waiting_slots(
    db: Transaction, person_id: int, states: Collection[str], flow: str | None = None
) -> Sequence[Slot]:
    """A person's slots in one of these states, of one flow or of all, the newest first."""
    wanted = select(Slot).where(col(Slot.person_id) == person_id, col(Slot.state).in_(states))
    if flow is not None:
        wanted = wanted.where(col(Slot.flow) == flow)
    return (db.exec(wanted.order_by(col(Slot.due_at).desc()))).all()


def asked_since(db: Transaction, reminder: Reminder, day: date) -> Sequence[Slot]:
    """The slots of a reminder since a local day."""
    wanted = select(Slot).where(
        col(Slot.person_id) == reminder.person_id, col(Slot.flow) == reminder.flow, col(Slot.day) >= day
    )
    return (db.exec(wanted.order_by(col(Slot.due_at)))).all()


def due_reminders(db: Transaction, now: datetime, limit: int) -> Sequence[Reminder]:
    """The reminders whose time has come, the longest due first."""
    wanted = select(Reminder).where(col(Reminder.next_due_at) <= now)
    return (db.exec(wanted.order_by(col(Reminder.next_due_at)).limit(limit))).all()


def slots_due_again(db: Transaction, now: datetime, limit: int) -> Sequence[Slot]:
    """The snoozed and held slots whose time has come, and those whose time to be answered is over."""
    wanted = select(Slot).where(col(Slot.again_at) <= now)
    return (db.exec(wanted.order_by(col(Slot.again_at)).limit(limit))).all()


def persons_due_home(db: Transaction, now: datetime, limit: int) -> Sequence[Person]:
    """Those whose journey is over, the longest over first."""
    wanted = select(Person).where(col(Person.away_until) <= now)
    return (db.exec(wanted.order_by(col(Person.away_until)).limit(limit))).all()


def sessions_resting(db: Transaction, now: datetime, limit: int) -> Sequence[Session]:
    """The sessions in which nothing was done for long, the longest quiet first."""
    wanted = select(Session).where(col(Session.rests_at) <= now)
    return (db.exec(wanted.order_by(col(Session.rests_at)).limit(limit))).all()


def persons_returning(db: Transaction, now: datetime, limit: int) -> Sequence[Person]:
    """The people who are to hear that their break is over."""
    wanted = select(Person).where(col(Person.returns_at) <= now)
    return (db.exec(wanted.order_by(col(Person.returns_at)).limit(limit))).all()


def sent_since(db: Transaction, person_id: int, since: datetime) -> Sequence[Slot]:
    """The slots for which something was sent since a moment."""
    wanted = select(Slot).where(col(Slot.person_id) == person_id, col(Slot.sent_at) >= since)
    return (db.exec(wanted.order_by(col(Slot.sent_at)))).all()


def next_wake(db: Transaction) -> datetime | None:
    """When a reminder, a slot, an open check-in, or the end of a break or journey next needs the ticker."""
    columns = (
        col(Reminder.next_due_at),
        col(Slot.again_at),
        col(Session.rests_at),
        col(Person.returns_at),
        col(Person.away_until),
    )
    found = [db.exec(select(func.min(column))).one() for column in columns]
    return min((moment for moment in found if moment is not None), default=None)


def next_prompt(db: Transaction) -> datetime | None:
    """When a prompt is next to go out, as far as the rows know."""
    reminder = (db.exec(select(func.min(col(Reminder.next_due_at))))).one()
    again = select(func.min(col(Slot.again_at))).where(col(Slot.state).in_(("snoozed", "held")))
    slot = (db.exec(again)).one()
    return min((moment for moment in (reminder, slot) if moment is not None), default=None)


def last_uptime(db: Transaction) -> Uptime | None:
    """The span in which the bot ran last."""
    return (db.exec(select(Uptime).order_by(col(Uptime.ticked_at).desc()).limit(1))).first()


def uptimes(db: Transaction) -> Sequence[Uptime]:
    """The spans in which the bot ran, the earliest first."""
    return (db.exec(select(Uptime).order_by(col(Uptime.ticked_at)))).all()


def forget_uptimes(db: Transaction, before: datetime) -> None:
    """Remove the spans that ended before a moment."""
    db.exec(delete(Uptime).where(col(Uptime.ticked_at) < before))


def unsent(db: Transaction) -> Sequence[Outbox]:
    """What waits in the outbox, in its order."""
    return (db.exec(select(Outbox).order_by(col(Outbox.id)))).all()


def oldest_unsent(db: Transaction) -> datetime | None:
    """When the message that waits longest was committed."""
    return db.exec(select(func.min(col(Outbox.made_at)))).one()


def oldest_prompt(db: Transaction) -> datetime | None:
    """When the prompt that waits longest was committed."""
    return db.exec(select(func.min(col(Outbox.made_at))).where(col(Outbox.prompt))).one()


def outbox_depth(db: Transaction) -> int:
    """How many messages wait."""
    return db.exec(select(func.count()).select_from(Outbox)).one()


def slots_by_state(db: Transaction) -> Mapping[str, int]:
    """How many slots are in each state."""
    found = db.exec(select(col(Slot.state), func.count()).group_by(col(Slot.state)))
    return dict(found.all())


def leave_outbox(db: Transaction, ids: Collection[int]) -> None:
    """Take calls out of the outbox; each was read before, so nothing is asked about them again."""
    db.exec(delete(Outbox).where(col(Outbox.id).in_(ids)), execution_options={"synchronize_session": False})


def stands_at(db: Transaction, session_id: int, message_id: int) -> None:
    """Remember in which message a session stands."""
    db.exec(update(Session).where(col(Session.id) == session_id).values(message_id=message_id))


def outbox_of(db: Transaction, person_id: int) -> Sequence[Outbox]:
    """What waits for one person."""
    return (db.exec(select(Outbox).where(col(Outbox.person_id) == person_id))).all()


def persons(db: Transaction, ids: Collection[int]) -> Mapping[int, Person]:
    """Several persons by id."""
    found = db.exec(select(Person).where(col(Person.id).in_(ids)))
    return {person.id: person for person in found.all()}


def forget_everyone(db: Transaction) -> None:
    """Empty every table; for the sandbox's 'start over'."""
    for table in (Outbox, TipOffer, Note, Rating, Entry, Session, Slot, Reminder, Person, Uptime):
        db.exec(delete(table))


def entries_before(
    db: Transaction, person_id: int, begun_at: datetime, entry_id: int, limit: int
) -> Sequence[Entry]:
    """The entries that come before a place in time, the newest first; ids part those of one moment."""
    at, number = col(Entry.begun_at), col(Entry.id)
    wanted = select(Entry).where(
        col(Entry.person_id) == person_id, or_(at < begun_at, and_(at == begun_at, number < entry_id))
    )
    return (db.exec(wanted.order_by(at.desc(), number.desc()).limit(limit))).all()


def entries_after(
    db: Transaction, person_id: int, begun_at: datetime, entry_id: int, limit: int
) -> Sequence[Entry]:
    """The entries that come after a place in time, the oldest first."""
    at, number = col(Entry.begun_at), col(Entry.id)
    wanted = select(Entry).where(
        col(Entry.person_id) == person_id, or_(at > begun_at, and_(at == begun_at, number > entry_id))
    )
    return (db.exec(wanted.order_by(at, number).limit(limit))).all()


def sessions_among(db: Transaction, ids: Collection[int]) -> frozenset[int]:
    """Those of the ids whose session is still kept."""
    return frozenset((db.exec(select(Session.id).where(col(Session.id).in_(ids)))).all())
