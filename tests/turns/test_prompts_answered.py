"""What a person does with a prompt: later, not today, back, and buttons that come too late."""

from datetime import timedelta

import pytest

from bot.schedule.states import SlotState
from bot.store.tables import Session, Slot
from tests.turns.screens.room import NOON, STRANGER, reminder
from tests.turns.talk import Talk

EIGHT = NOON + timedelta(hours=7)
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


@pytest.fixture
async def asked(talk: Talk) -> Talk:
    """Someone whose daily prompt came at eight in the morning."""
    talk.room.now = NOON - 5 * HOUR
    await talk.room.add(reminder("daily", "every day at 8:00", talk.room.now))
    await talk.tick()
    return talk


async def test_later(asked: Talk) -> None:
    """'Later' offers a quarter, an hour and the evening, in the place of the prompt."""
    await asked.tap("Later")
    assert asked.labels() == ["In 15 minutes", "In an hour", "Tonight at 20:00", "Back"]
    assert len(asked.texts()) == 1
    await asked.tap("Back")
    assert "How are you feeling right now?" in asked.last()
    assert "Later" in asked.labels()


@pytest.mark.parametrize(
    ("label", "wait"), [("In 15 minutes", 15 * MINUTE), ("In an hour", HOUR), ("Tonight", 12 * HOUR)]
)
async def test_a_snooze(asked: Talk, label: str, wait: timedelta) -> None:
    """A prompt that was put off comes again at its time, once, below."""
    await asked.tap("Later")
    await asked.tap(label)
    at = f"{asked.room.now + wait:%H:%M}"
    assert asked.last() == f"All right, I will ask again at {at}."
    assert asked.woken == 1
    await asked.tick(wait - MINUTE)
    assert (await asked.row(Slot)).state == SlotState.SNOOZED
    await asked.tick(MINUTE)
    slot = await asked.row(Slot)
    assert (slot.state, slot.again_at) == (SlotState.SENT, slot.closes_at)
    assert len(asked.texts()) == 2
    await asked.tap("\N{NEUTRAL FACE} 3")
    assert (await asked.row(Slot)).state == SlotState.ANSWERED


async def test_a_snooze_is_kept_when_another_prompt_comes(asked: Talk) -> None:
    """Another flow's prompt in the meantime does not break the promise to ask again."""
    await asked.room.add(reminder("morning", "every day at 8:30", asked.room.now + 30 * MINUTE))
    await asked.tap("Later")
    await asked.tap("In an hour")
    await asked.tick(30 * MINUTE)
    await asked.command("cancel")
    await asked.tick(30 * MINUTE)
    found = {slot.flow: slot.state for slot in await asked.room.slots()}
    assert found == {"daily": SlotState.SENT, "morning": SlotState.SKIPPED}


async def test_a_snooze_after_another_checkin(asked: Talk) -> None:
    """A check-in begun in the meantime leaves the prompt; when it comes again, typed words answer it."""
    await asked.tap("Later")
    await asked.tap("In an hour")
    await asked.command("checkin", "morning")
    await asked.command("cancel")
    await asked.tick(HOUR)
    await asked.say("4")
    assert {slot.flow: slot.state for slot in await asked.room.slots()} == {"daily": SlotState.ANSWERED}


async def test_a_snooze_that_was_answered_early(asked: Talk) -> None:
    """Someone who checks in by themselves before the prompt comes again is not asked again."""
    await asked.tap("Later")
    await asked.tap("In an hour")
    await asked.command("checkin", "daily")
    await asked.say("4")
    await asked.tick(HOUR)
    slot = await asked.row(Slot)
    assert (slot.state, slot.again_at) == (SlotState.ANSWERED, None)


async def test_not_today(asked: Talk) -> None:
    """'Not today' costs nothing, asks no reason, and is not repeated."""
    await asked.tap("Not today")
    assert asked.texts() == ["All right, not today."]
    slot = await asked.row(Slot)
    assert (slot.state, slot.again_at) == (SlotState.SKIPPED, None)
    assert (await asked.row(Session)).status == "skipped"
    await asked.tick(12 * HOUR)
    assert len(asked.calls) == 2


async def test_a_button_of_a_time_that_passed(asked: Talk) -> None:
    """The buttons of a prompt that ended say so, and change nothing."""
    data = next(one for one in asked.data() if one.endswith("later"))
    await asked.tap("Not today")
    assert "That time has passed" in (await asked.press(data)).notice
    assert (await asked.row(Slot)).state == SlotState.SKIPPED


async def test_later_at_the_last_moment(asked: Talk) -> None:
    """When no delay is left inside the window, the person is told, and the prompt stands."""
    data = next(one for one in asked.data() if one.endswith("later"))
    asked.room.now += 4 * HOUR
    assert "too late for today" in (await asked.press(data)).notice
    assert (await asked.row(Slot)).state == SlotState.SENT


async def test_a_prompt_without_later(talk: Talk) -> None:
    """A prompt that comes when its window is nearly over offers no delay."""
    await talk.room.add(reminder("daily", "every day at 13:00 and 13:10", NOON))
    await talk.tick()
    assert "Later" not in talk.labels()
    assert "Not today" in talk.labels()


async def test_a_deleted_reminder(asked: Talk) -> None:
    """A prompt whose reminder is gone can still be put off."""
    (row,) = await asked.room.reminders()
    await asked.room.writer.run(lambda db: db.delete(row))
    await asked.tap("Later")
    await asked.tap("In 15 minutes")
    await asked.tick(15 * MINUTE)
    assert (await asked.row(Slot)).state == SlotState.SENT


async def test_a_session_that_is_gone(asked: Talk) -> None:
    """A prompt whose session was forgotten can be skipped, and shows nothing half."""
    row = await asked.row(Session)
    await asked.room.writer.run(lambda db: db.delete(row))
    before = len(asked.calls)
    slot = next(one for one in asked.data() if one.endswith("skip")).removesuffix("skip")
    await asked.press(f"{slot}back")
    assert len(asked.calls) == before
    await asked.press(f"{slot}skip")
    assert (await asked.row(Slot)).state == SlotState.SKIPPED


@pytest.mark.parametrize("data", ["p", "p:", "p:zzzzzzzzzzzzz:skip", "p:1:skip", "p:!:later"])
async def test_forged_prompts(asked: Talk, data: str) -> None:
    """A slot that does not exist cannot be put off."""
    assert "/when shows what comes next" in (await asked.press(data)).notice


async def test_a_forged_delay(asked: Talk) -> None:
    """A delay that was not offered is not taken."""
    slot = next(one for one in asked.data() if one.endswith("skip")).removesuffix("skip")
    for delay in ("year", "", "skip:now"):
        assert "too late for today" in (await asked.press(f"{slot}{delay}")).notice
    assert (await asked.row(Slot)).state == SlotState.SENT


async def test_another_persons_prompt(asked: Talk) -> None:
    """Nobody skips what another person was asked."""
    await asked.room.person(STRANGER)
    for data in asked.data():
        assert (await asked.press(data, person=STRANGER)).notice
    assert (await asked.row(Slot)).state == SlotState.SENT
    assert (await asked.row(Session)).status == "prompted"
