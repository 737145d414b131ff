"""Claiming after downtime, a journey, or with rows that cannot be read."""

from datetime import timedelta

from structlog.testing import capture_logs

from bot.registry import Registry
from bot.schedule.states import SlotState
from bot.store.queries import next_wake, reminders_of
from bot.store.tables import Outbox, Person, Reminder, Session, Slot
from bot.store.transaction import Transaction
from bot.turns import claiming
from bot.turns.desk import open_desk
from bot.turns.reminding import set_all_next
from tests.turns.claims import EIGHT, HOUR, MINUTE, change, remind, states
from tests.turns.screens.room import NOON, PERSON, STRANGER, reminder
from tests.turns.talk import Talk


async def test_downtime(talk: Talk) -> None:
    """After downtime the times whose window is over are written as such, and the last one is sent once."""
    await remind(talk, phrase="every day at 14:00, 17:00 and 20:00", at=NOON + HOUR)
    await talk.tick(32 * HOUR)
    found = [(slot.clock, slot.state) for slot in await talk.room.slots()]
    down = SlotState.BOT_WAS_DOWN
    assert found == [
        ("14:00", down),
        ("17:00", down),
        ("20:00", down),
        ("14:00", down),
        ("17:00", down),
        ("20:00", "sent"),
    ]
    assert len(talk.calls) == 1


async def test_a_long_silence_of_the_bot(talk: Talk) -> None:
    """After weeks of downtime the ledger names two weeks of missed times, and nothing is sent late."""
    await remind(talk)
    await talk.tick(timedelta(days=40, hours=2))
    assert [slot.state for slot in await talk.room.slots()] == ["bot_was_down"] * 14
    assert talk.calls == []


async def test_downtime_during_a_pause(talk: Talk) -> None:
    """Times that passed while the person had a break are written as paused."""
    await remind(talk)
    await change(talk, paused_until=EIGHT + HOUR)
    await talk.tick(12 * HOUR)
    assert [slot.state for slot in await talk.room.slots()] == ["paused"]


async def test_downtime_is_counted(talk: Talk) -> None:
    """How many times were missed while the bot was down stands in the log, as a count and nothing else."""
    await remind(talk, phrase="every day at 14:00, 17:00 and 20:00", at=NOON + HOUR)
    with capture_logs() as logs:
        await talk.tick(8 * HOUR)
        await talk.tick(24 * HOUR)
        await change(talk, paused_until=talk.room.now + timedelta(days=9))
        await talk.tick(24 * HOUR)
    counts = [line for line in logs if line["event"] == "missed_while_down"]
    assert [line["slots"] for line in counts] == [2, 2]
    assert all(set(line) == {"event", "log_level", "slots"} for line in counts)


async def test_downtime_while_a_prompt_is_put_off(talk: Talk) -> None:
    """A put-off prompt whose window passed in downtime was asked, and /when says what kept it."""
    await remind(talk)
    await talk.tick(7 * HOUR)
    await talk.tap("Later")
    await talk.tap("In an hour")
    with capture_logs() as logs:
        await talk.tick(6 * HOUR)
    assert [line["slots"] for line in logs if line["event"] == "missed_while_down"] == [1]
    await talk.command("when")
    assert "asked, and put off by you; then I was not running. Sorry." in talk.last()


async def test_a_break_in_downtime_while_a_prompt_is_put_off(talk: Talk) -> None:
    """A put-off prompt that a break would have silenced anyway is told as such."""
    await remind(talk)
    await talk.tick(7 * HOUR)
    await talk.tap("Later")
    await talk.tap("In an hour")
    await change(talk, paused_until=EIGHT + 2 * HOUR)
    await talk.tick(6 * HOUR)
    assert await states(talk) == {"daily": SlotState.PAUSED}


async def test_a_flow_that_vanished(talk: Talk) -> None:
    """A reminder of a flow that is offered no more sleeps, and its waiting slots are not sent."""
    await remind(talk)
    await talk.tick(7 * HOUR)
    await talk.tap("Later")
    await talk.tap("In 15 minutes")
    flows = dict(talk.room.house.registry.flows)
    del flows["daily"]
    registry = Registry(flows=flows)
    house = type(talk.room.house)(
        registry=registry,
        tips=talk.room.house.tips,
        languages=talk.room.house.languages,
        keyring=talk.room.house.keyring,
        operator="",
        draw=talk.room.house.draw,
    )
    claimed = await talk.room.writer.run(lambda db: claiming.claim(db, house, EIGHT + 25 * HOUR))
    assert claimed.sent == []
    assert await states(talk) == {"daily": SlotState.BOT_WAS_DOWN}
    assert (await talk.row(Reminder)).next_due_at is None
    assert await talk.room.writer.run(next_wake) is None


async def test_a_change_of_zone(talk: Talk) -> None:
    """A day that was asked in one zone is not asked again in another."""
    await remind(talk)
    await talk.tick(7 * HOUR)

    def travel(db: Transaction) -> None:
        person = db.get(Person, PERSON)
        assert person is not None
        person.zone = "America/New_York"
        set_all_next(open_desk(talk.room.house, db, person, talk.room.now))

    await talk.room.writer.run(travel)
    tomorrow_in_new_york = EIGHT + 29 * HOUR
    assert (await talk.row(Reminder)).next_due_at == tomorrow_in_new_york


async def test_a_time_that_was_asked_already(talk: Talk) -> None:
    """A reminder that comes due for a day that was asked in another zone writes no second slot."""
    await remind(talk)
    await talk.tick(7 * HOUR)
    await change(talk, zone="America/New_York")

    def set_back(db: Transaction) -> None:
        (row,) = reminders_of(db, PERSON)
        row.next_due_at = EIGHT + 5 * HOUR
        db.add(row)

    await talk.room.writer.run(set_back)
    await talk.tick(5 * HOUR)
    assert len(await talk.room.slots()) == 1
    assert (await talk.row(Reminder)).next_due_at == EIGHT + 29 * HOUR


async def test_two_reminders_of_one_flow(talk: Talk) -> None:
    """Two reminders that ask for the same at the same minute write one slot, also during a break."""
    await remind(talk)
    await remind(talk, phrase="weekdays at 20:00")
    await change(talk, paused_until=EIGHT + HOUR)
    await talk.tick(7 * HOUR)
    assert [slot.state for slot in await talk.room.slots()] == ["paused"]


async def test_one_faulty_row_keeps_nobody_waiting(talk: Talk) -> None:
    """A reminder that cannot be read is put aside, and everyone else is asked."""
    await talk.room.person(STRANGER)
    broken = reminder("daily", "every day at 20:00", EIGHT)
    broken.rhythm = "nonsense"
    await talk.room.add(broken, reminder("daily", "every day at 20:00", EIGHT, STRANGER))
    await talk.tick(7 * HOUR)
    assert [one.person_id for one in talk.calls] == [STRANGER]
    assert (await talk.row(Reminder)).next_due_at is None


async def test_a_slot_of_an_unreadable_person(talk: Talk) -> None:
    """A waiting slot of someone whose key is spoilt is put aside, too."""
    await remind(talk)
    await talk.tick(7 * HOUR)
    await talk.tap("Later")
    await talk.tap("In 15 minutes")
    await change(talk, key_sealed=b"spoilt")
    await talk.tick(16 * MINUTE)
    slot = await talk.row(Slot)
    assert (slot.state, slot.again_at) == (SlotState.NOT_SENT, None)


async def test_the_prompt_is_committed_before_it_is_sent(talk: Talk) -> None:
    """Slot, session and outbox stand in the file before anything is handed on."""
    talk.delivers = False
    await remind(talk)
    await talk.tick(7 * HOUR)
    (waiting,) = await talk.rows(Outbox)
    slot, session = await talk.row(Slot), await talk.row(Session)
    assert (waiting.slot_id, waiting.session_id, waiting.prompt) == (slot.id, session.id, True)
