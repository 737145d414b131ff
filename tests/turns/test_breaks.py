"""A break and a prompt that was put off: nothing is promised that does not come, and /when says what was."""

from datetime import timedelta

import pytest

from bot.schedule.states import SlotState
from bot.store.tables import Slot
from tests.turns.claims import change
from tests.turns.screens.room import NOON, reminder
from tests.turns.talk import Talk

EIGHT = NOON - timedelta(hours=5)
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
PUT_OFF_THEN_BREAK = "today 08:00 · Daily check-in: asked, and put off by you; then your break began."


@pytest.fixture
async def asked(talk: Talk) -> Talk:
    """Someone whose daily prompt came at eight in the morning."""
    talk.room.now = EIGHT
    await talk.room.add(reminder("daily", "every day at 8:00", EIGHT))
    await talk.tick()
    return talk


async def test_later_in_a_break(asked: Talk) -> None:
    """In a break 'Later' is declined with the reason, and the question stays."""
    await change(asked, paused_until=EIGHT + timedelta(days=1))
    notice = (await asked.tap("Later")).notice
    assert "You are taking a break until tomorrow 08:00." in notice
    assert "/pause" in notice
    assert (await asked.row(Slot)).state == SlotState.SENT
    await asked.tap("\N{NEUTRAL FACE} 3")
    assert (await asked.row(Slot)).state == SlotState.ANSWERED


async def test_a_delay_chosen_after_the_break_began(asked: Talk) -> None:
    """Delays that were on offer before the break are declined, too."""
    await asked.tap("Later")
    await change(asked, paused_until=EIGHT + timedelta(days=1))
    assert "You are taking a break" in (await asked.tap("In 15 minutes")).notice
    assert (await asked.row(Slot)).state == SlotState.SENT
    await asked.tap("Back")
    assert "Later" not in asked.labels()
    assert "Not today" in asked.labels()


async def test_a_delay_beyond_the_break(asked: Talk) -> None:
    """What comes after the end of the break can still be chosen."""
    await change(asked, paused_until=EIGHT + 30 * MINUTE)
    await asked.tap("Later")
    assert asked.labels() == ["In an hour", "Tonight at 20:00", "Back"]
    await asked.tap("In an hour")
    await asked.tick(HOUR)
    assert (await asked.row(Slot)).state == SlotState.SENT


async def test_a_break_after_a_prompt_was_put_off(asked: Talk) -> None:
    """The break says that the put-off prompt does not come, and /when tells the whole story."""
    await asked.tap("Later")
    await asked.tap("In an hour")
    await asked.command("pause")
    await asked.tap("For a day")
    assert "What you put off until 09:00 does not come, unless you end the break before." in asked.last()
    await asked.command("when")
    assert PUT_OFF_THEN_BREAK in asked.last()
    before = len(asked.calls)
    await asked.tick(HOUR)
    assert len(asked.calls) == before
    assert (await asked.row(Slot)).state == SlotState.PAUSED
    await asked.command("when")
    assert PUT_OFF_THEN_BREAK in asked.last()


async def test_a_break_that_ends_before_the_put_off_prompt(asked: Talk) -> None:
    """Whoever ends the break in time is told when the put-off prompt comes, and it comes."""
    await asked.tap("Later")
    await asked.tap("In an hour")
    await asked.command("pause")
    await asked.tap("For a day")
    await asked.tap("End the break")
    assert "I ask again today 09:00." in asked.last()
    await asked.tick(HOUR)
    assert (await asked.row(Slot)).state == SlotState.SENT


async def test_a_break_that_nothing_put_off_falls_into(asked: Talk) -> None:
    """Without a put-off prompt the break speaks of none."""
    await asked.command("pause")
    await asked.tap("For a day")
    assert "put off" not in asked.last()


async def test_a_day_taken_seconds_after_the_hour(asked: Talk) -> None:
    """A day of break that begins at 8:00:07 does not swallow the prompt of 8:00 the next day."""
    asked.room.now += timedelta(seconds=7)
    await asked.press("u:day")
    asked.room.now = EIGHT
    await asked.tick(timedelta(days=1))
    assert [slot.state for slot in await asked.room.slots()] == ["missed", "sent"]
