"""A row of the outbox that nobody can read keeps nothing else from going out."""

import pytest
from structlog.testing import capture_logs

from bot.schedule.states import SlotState
from bot.store.queries import persons, unsent
from bot.store.tables import Outbox, Person
from bot.store.transaction import Transaction
from bot.turns.desk import OUTBOX_PLACE
from bot.turns.outgoing import Outgoing, is_wanted, waiting
from tests.turns.claims import EIGHT, HOUR, remind, states
from tests.turns.screens.room import NOON, PERSON, STRANGER, Room
from tests.turns.talk import Talk

WORDS = "words that are in no log"


@pytest.fixture
async def left(talk: Talk) -> Talk:
    """Three answers for one person and one for another were committed and not sent."""
    await talk.room.person(STRANGER)
    talk.delivers = False
    for command in ("help", "privacy", "settings"):
        await talk.command(command)
    await talk.command("help", person=STRANGER)
    return talk


async def spoil(room: Room, at: int, *, sealed: bytes | None = None, text: str = "") -> None:
    """Put something else into one of the waiting rows: bytes, or words that are sealed as they should be."""

    def work(db: Transaction) -> None:
        row = unsent(db)[at]
        owner = persons(db, {row.person_id})[row.person_id]
        key = room.house.keyring.person_key(owner.id, owner.key_sealed)
        row.call_sealed = key.seal(text, OUTBOX_PLACE) if sealed is None else sealed
        db.add(row)

    await room.writer.run(work)


async def found(room: Room) -> list[Outgoing]:
    """What a start would hand to the sender."""
    return list(await room.writer.run(lambda db: waiting(db, room.house.keyring)))


@pytest.mark.parametrize("sealed", [b"", b"short", bytes(200)])
async def test_a_row_that_cannot_be_opened(left: Talk, sealed: bytes) -> None:
    """It leaves the outbox with an event in the log; all others are found in their order."""
    before = await found(left.room)
    await spoil(left.room, 1, sealed=sealed)
    with capture_logs() as logs:
        after = await found(left.room)
    assert after == [before[0], *before[2:]]
    (event,) = logs
    assert (event["event"], event["row"], event["log_level"]) == ("set_aside", before[1].id, "error")
    assert [row.id for row in await left.rows(Outbox)] == [before[0].id, before[2].id]
    with capture_logs() as logs:
        assert await found(left.room) == after
    assert logs == []


@pytest.mark.parametrize(
    "text", ["", WORDS, "[]", "{}", f'{{"message": "{WORDS}"}}', '{"message": {"text": "a"}, "edits": 1}']
)
async def test_a_row_that_cannot_be_understood(left: Talk, text: str) -> None:
    """What is sealed rightly and is no call is set aside too, and none of its words are in the log."""
    before = await found(left.room)
    await spoil(left.room, 3, text=text)
    with capture_logs() as logs:
        assert await found(left.room) == before[:3]
    assert [event["event"] for event in logs] == ["set_aside"]
    assert WORDS not in str(logs)


async def test_a_person_whose_key_is_damaged(left: Talk) -> None:
    """What waits for someone whose key cannot be opened is set aside; others get what waits for them."""

    def work(db: Transaction) -> None:
        person = db.get(Person, PERSON)
        assert person is not None
        person.key_sealed = bytes(60)
        db.add(person)

    await left.room.writer.run(work)
    assert [one.person_id for one in await found(left.room)] == [STRANGER]


async def test_a_prompt_that_cannot_be_opened(talk: Talk) -> None:
    """The slot of a prompt that is set aside says that it could not be sent; /when tells it."""
    await remind(talk)
    talk.delivers = False
    await talk.tick(EIGHT - NOON)
    await spoil(talk.room, 0, sealed=b"nothing")
    assert await found(talk.room) == []
    (slot,) = await talk.room.slots()
    assert (slot.state, slot.again_at) == (SlotState.NOT_SENT, None)
    await talk.command("when")
    assert "not asked, it could not be delivered. Sorry." in talk.last()


async def test_a_prompt_that_never_went_out(talk: Talk) -> None:
    """A prompt that could not be sent until its time was over was not left unanswered by the person."""
    await remind(talk)
    talk.delivers = False
    await talk.tick(EIGHT - NOON)
    (prompt,) = await found(talk.room)
    await talk.tick(12 * HOUR)
    assert await states(talk) == {"daily": SlotState.NOT_SENT}
    now = talk.room.now
    assert not await talk.room.writer.run(lambda db: is_wanted(db, prompt, now))
    assert await states(talk) == {"daily": SlotState.NOT_SENT}
    assert await found(talk.room) == []
