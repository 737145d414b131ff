"""The tables; a column that ends in `_sealed` is encrypted with the person's own key."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, Column, ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlmodel import Field, SQLModel

from bot.store.columns import UTCDateTime

# Named constraints, so that a migration can drop one.
SQLModel.metadata.naming_convention = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


def _id() -> Any:
    return Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))


def _belongs_to(target: str, *, nullable: bool = False) -> Any:
    """A reference that is checked at the commit, so that the rows of one turn may come in any order."""
    key = ForeignKey(target, deferrable=True, initially="DEFERRED")
    column: Column[int] = Column(BigInteger, key, nullable=nullable, index=True)
    return Field(default=None, sa_column=column)


def _moment(*, nullable: bool = True, index: bool = False) -> Any:
    column: Column[datetime] = Column(UTCDateTime, nullable=nullable, index=index)
    return Field(default=None, sa_column=column)


class Person(SQLModel, table=True):
    """Someone who talks with the bot; the id is Telegram's, of the person and of the private chat.

    Messages and button presses are counted apart (`last_update_id`, `last_press_id`): a webhook delivers
    each in order, but the two beside each other. On a journey `zone` is where the person is, and
    `home_zone` what it becomes again at `away_until`. `quiet` is packed quiet hours. `returns_at` is when
    the end of a break is told, `asked_once` the wish not to be shown an unanswered question a second time.
    """

    __tablename__ = "person"
    id: int = _id()
    last_update_id: int = Field(default=0, sa_type=BigInteger)
    last_press_id: int = Field(default=0, sa_type=BigInteger)
    key_sealed: bytes = Field(sa_type=LargeBinary)
    seen_at: datetime = _moment(nullable=False)
    consented_at: datetime | None = _moment()
    setup: str | None = None
    language: str | None = None
    clock: int | None = None
    country: str | None = None
    zone: str | None = None
    home_zone: str | None = None
    away_until: datetime | None = _moment(index=True)
    quiet: str | None = None
    scale: str = "faces"
    discreet: bool = False
    paused_until: datetime | None = _moment()
    returns_at: datetime | None = _moment(index=True)
    asked_once: bool = False
    blocked_at: datetime | None = _moment()


class Reminder(SQLModel, table=True):
    """A wish to be asked: `rhythm` is packed local times or a part of the day, in the person's zone."""

    __tablename__ = "reminder"
    id: int = _id()
    person_id: int = _belongs_to("person.id")
    flow: str
    rhythm: str
    next_due_at: datetime | None = _moment(index=True)
    made_at: datetime = _moment(nullable=False)


class Slot(SQLModel, table=True):
    """One due time of a reminder and what became of it; `day` and `clock` are the local time meant.

    `begun_at` is the first act on its prompt, `closes_at` until when that is in time, `nudged_at` when the
    prompt was shown once more.
    """

    __tablename__ = "slot"
    __table_args__ = (
        UniqueConstraint("person_id", "flow", "due_at"),
        Index("ix_slot_person_id_sent_at", "person_id", "sent_at"),
    )
    id: int = _id()
    person_id: int = _belongs_to("person.id")
    reminder_id: int | None = Field(default=None, sa_type=BigInteger)
    session_id: int | None = Field(default=None, sa_type=BigInteger)
    flow: str
    due_at: datetime = _moment(nullable=False)
    day: date
    clock: str
    state: str
    again_at: datetime | None = _moment(index=True)
    sent_at: datetime | None = _moment()
    nudged_at: datetime | None = _moment()
    begun_at: datetime | None = _moment()
    closes_at: datetime = _moment(nullable=False)


class Session(SQLModel, table=True):
    """One person's way through one flow; `answers_sealed` is the engine's session as JSON.

    `rests_at` is when it is looked at whether the person has gone; none as long as nothing was begun.
    """

    __tablename__ = "session"
    __table_args__ = (Index("ix_session_person_id_status", "person_id", "status"),)
    id: int = _id()
    person_id: int = _belongs_to("person.id")
    flow: str
    version: int
    status: str
    answers_sealed: bytes = Field(sa_type=LargeBinary)
    message_id: int | None = Field(default=None, sa_type=BigInteger)
    slot_id: int | None = Field(default=None, sa_type=BigInteger)
    begun_at: datetime = _moment(nullable=False)
    touched_at: datetime = _moment(nullable=False)
    rests_at: datetime | None = _moment(index=True)


class Entry(SQLModel, table=True):
    """What a session left; its id is the session's. `answers_sealed` holds words and choices as JSON."""

    __tablename__ = "entry"
    id: int = _id()
    person_id: int = _belongs_to("person.id")
    flow: str
    version: int
    zone: str
    begun_at: datetime = _moment(nullable=False)
    ended_at: datetime | None = _moment()
    ending: str | None = None
    answers_sealed: bytes | None = Field(default=None, sa_type=LargeBinary)


class Rating(SQLModel, table=True):
    """A number a person gave; `score` is the value on 0-100."""

    __tablename__ = "rating"
    __table_args__ = (UniqueConstraint("entry_id", "name"),)
    id: int = _id()
    person_id: int = _belongs_to("person.id")
    entry_id: int = _belongs_to("entry.id")
    name: str
    value: int
    scale: str
    score: float
    felt_at: datetime = _moment(nullable=False)
    told_at: datetime = _moment(nullable=False)


class Note(SQLModel, table=True):
    """Words of the person's own; `step` is the question, or None if they came unasked."""

    __tablename__ = "note"
    id: int = _id()
    person_id: int = _belongs_to("person.id")
    entry_id: int | None = _belongs_to("entry.id", nullable=True)
    step: str | None = None
    message_id: int | None = Field(default=None, sa_type=BigInteger)
    text_sealed: bytes = Field(sa_type=LargeBinary)
    written_at: datetime = _moment(nullable=False)


class TipOffer(SQLModel, table=True):
    """A tip that was shown, and what the person said of it."""

    __tablename__ = "tip_offer"
    id: int = _id()
    person_id: int = _belongs_to("person.id")
    tip: str
    offered_at: datetime = _moment(nullable=False)
    verdict: str | None = None


class Outbox(SQLModel, table=True):
    """A call to Telegram that is still to be made; rows of one person leave in the order of their ids."""

    __tablename__ = "outbox"
    id: int | None = Field(default=None, primary_key=True)
    person_id: int = _belongs_to("person.id")
    session_id: int | None = Field(default=None, sa_type=BigInteger)
    slot_id: int | None = Field(default=None, sa_type=BigInteger)
    prompt: bool = False
    call_sealed: bytes = Field(sa_type=LargeBinary)
    made_at: datetime = _moment(nullable=False)


class Uptime(SQLModel, table=True):
    """A span in which the bot ran, of nobody in particular; between two spans it was down."""

    __tablename__ = "uptime"
    id: int = _id()
    began_at: datetime = _moment(nullable=False)
    ticked_at: datetime = _moment(nullable=False)


SEALED_UNDER_PERSON = (Session, Entry, Note, Outbox)
