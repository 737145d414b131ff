"""What one turn works at: the person, the moment, the open transaction, and what is to be sent."""

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.care.tip import Tip
from bot.registry import Registry
from bot.schedule.quiet import Quiet, unpack_quiet
from bot.schedule.zones import zone
from bot.store.columns import new_id
from bot.store.sealing import Keyring, PersonKey
from bot.store.tables import Outbox, Person
from bot.store.transaction import Transaction
from bot.voice.language import Language, offered_language
from bot.voice.lexicon import SpokenLexicon
from bot.voice.message import Call, Message, call_to_json

OUTBOX_PLACE = "outbox.call"


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """What all turns share: flows, tips, languages, keys, and who runs this bot."""

    registry: Registry
    tips: Mapping[str, Tip]
    languages: Mapping[str, Language]
    keyring: Keyring
    operator: str
    draw: random.Random


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A row of the outbox, and the call it holds in clear."""

    row: Outbox
    call: Call


@dataclass(slots=True, kw_only=True)
class Desk:
    """One turn of one person; what is sent is committed with what is stored."""

    house: House
    db: Transaction
    now: datetime
    person: Person
    tr: Language
    key: PersonKey
    spoken: str | None = None
    """The language code that Telegram names."""
    away_for: timedelta = timedelta(0)
    """How long the person had said and pressed nothing before this turn."""
    message_id: int | None = None
    """The message whose button was pressed, if one was."""
    typed_id: int | None = None
    """The message that the person typed, if they typed."""
    notice: str = ""
    """What a pressed button answers with, for a moment."""
    wakes_ticker: bool = False
    """Whether something may have become due earlier than the ticker thinks."""
    sent: list[Sent] = field(default_factory=list)

    @property
    def zone(self) -> ZoneInfo:
        """The person's time zone; UTC as long as they have not said."""
        return zone(self.person.zone or "UTC")

    @property
    def quiet(self) -> Quiet | None:
        """The hours in which the person does not wish to hear from the bot, if they said any."""
        return unpack_quiet(self.person.quiet) if self.person.quiet else None

    @property
    def lexicon(self) -> SpokenLexicon:
        """The words of the person's language."""
        return SpokenLexicon(language=self.tr, scale=self.person.scale)

    def new_id(self) -> int:
        """An id for a row that is written in this turn."""
        return new_id(self.now)

    def send(
        self,
        message: Message,
        *,
        edits: int | None = None,
        session_id: int | None = None,
        slot_id: int | None = None,
        prompt: bool = False,
    ) -> None:
        """Put a message into the outbox, in the place of the message `edits` if that is named."""
        call = call_to_json(Call(message=message, edits=edits))
        row = Outbox(
            person_id=self.person.id,
            session_id=session_id,
            slot_id=slot_id,
            prompt=prompt,
            call_sealed=self.key.seal(call, OUTBOX_PLACE),
            made_at=self.now,
        )
        self.db.add(row)
        self.sent.append(Sent(row=row, call=Call(message=message, edits=edits)))

    def answer(self, message: Message) -> None:
        """Show a screen: in the place of the message whose button was pressed, or else below."""
        self.send(message, edits=self.message_id)


def open_desk(
    house: House,
    db: Transaction,
    person: Person,
    now: datetime,
    *,
    spoken: str | None = None,
    away_for: timedelta = timedelta(0),
) -> Desk:
    """A desk for one person in an open transaction."""
    code = offered_language(person.language or spoken)
    return Desk(
        house=house,
        db=db,
        now=now,
        person=person,
        tr=house.languages[code],
        key=house.keyring.person_key(person.id, person.key_sealed),
        spoken=spoken,
        away_for=away_for,
    )
