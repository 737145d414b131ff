"""What the tests of claiming share: a reminder, a change of the person, and what became of the slots."""

from datetime import timedelta
from typing import Any

from bot.store.tables import Person
from bot.store.transaction import Transaction
from tests.turns.screens.room import NOON, PERSON, reminder
from tests.turns.talk import Talk

EIGHT = NOON + timedelta(hours=7)
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


async def remind(
    talk: Talk, flow: str = "daily", phrase: str = "every day at 20:00", at: Any = EIGHT
) -> None:
    """Store a reminder."""
    await talk.room.add(reminder(flow, phrase, at))


async def change(talk: Talk, **values: Any) -> None:
    """Change the person's row."""

    def work(db: Transaction) -> None:
        person = db.get(Person, PERSON)
        assert person is not None
        for name, value in values.items():
            setattr(person, name, value)
        db.add(person)

    await talk.room.writer.run(work)


async def states(talk: Talk) -> dict[str, str]:
    """What became of each flow's last slot."""
    return {slot.flow: slot.state for slot in await talk.room.slots()}
