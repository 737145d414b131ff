"""A reminder that is changed touches what is to come; several of one check-in share their slots."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest

from bot.schedule.states import SlotState
from bot.store.tables import Reminder, Slot
from tests.turns.claims import EIGHT, HOUR, MINUTE, change, remind
from tests.turns.screens.room import NOON
from tests.turns.talk import Talk

DAY = timedelta(days=1)


@pytest.mark.parametrize("clock", ["1259", "1200", "0900", "0000", "1300"])
async def test_a_time_that_passed_today_is_asked_tomorrow(talk: Talk, clock: str) -> None:
    """Moved to this minute, a minute ago or earlier today, a reminder sends and writes nothing now."""
    await remind(talk)
    await talk.press(f"r:k:daily:7f.{clock}")
    sent = len(talk.calls)
    await talk.tick()
    await talk.tick(MINUTE)
    await talk.tick(8 * HOUR)
    assert await talk.room.slots() == []
    assert len(talk.calls) == sent
    await talk.tick(16 * HOUR)
    assert [slot.day for slot in await talk.room.slots()] == [date(2026, 11, 24)]


async def test_a_change_leaves_a_sent_slot_alone(talk: Talk) -> None:
    """After a prompt its reminder is moved back and forth: the slot stays one, as sent as it was."""
    await remind(talk)
    await talk.tick(7 * HOUR)
    before = (await talk.row(Slot)).model_dump()
    for packed in ("7f.1959", "7f.2000", "7f.0800-2000", "1f.2000"):
        await talk.press(f"r:k:daily:{packed}")
        await talk.tick()
    assert (await talk.row(Slot)).model_dump() == before
    assert (await talk.row(Reminder)).next_due_at == EIGHT + DAY


async def test_an_answered_time_is_not_asked_again(talk: Talk) -> None:
    """A time that was answered today, taken away and chosen anew, comes tomorrow."""
    await remind(talk)
    await talk.tick(7 * HOUR)
    for words in ("4", "skip", "skip"):
        await talk.say(words)
    await talk.press("r:k:daily:7f.2200")
    await talk.press("r:k:daily:7f.2000")
    await talk.tick(HOUR)
    assert (await talk.row(Slot)).state == SlotState.ANSWERED
    assert (await talk.row(Reminder)).next_due_at == EIGHT + DAY


async def test_a_later_time_today_is_still_asked(talk: Talk) -> None:
    """A reminder that is moved to later today asks at that time, too."""
    await remind(talk)
    await talk.tick(7 * HOUR)
    await talk.tap("Not today")
    await talk.press("r:k:daily:7f.2300")
    await talk.tick(3 * HOUR)
    assert [(slot.clock, slot.state) for slot in await talk.room.slots()] == [
        ("20:00", "skipped"),
        ("23:00", "sent"),
    ]


async def test_a_part_of_the_day_that_is_widened_asks_no_more_than_it_says(talk: Talk) -> None:
    """After three of six prompts a wider part of the day brings three more, each an hour after the last."""
    await remind(talk)
    reminder = await talk.row(Reminder)
    reminder.rhythm, reminder.next_due_at = "7f.1300~1500x6", NOON + MINUTE
    await talk.room.add(reminder)
    while len(await talk.room.slots()) < 3:
        await _let_pass(talk)
    await talk.press("r:k:daily:7f.1300~2300x6")
    while talk.room.now < NOON + 11 * HOUR:
        await _let_pass(talk)
    dues = [slot.due_at for slot in await talk.room.slots()]
    assert len(dues) == 6
    assert all(late - early >= HOUR for early, late in pairwise(dues[2:]))


async def _let_pass(talk: Talk) -> None:
    """Five minutes, in which every prompt is declined."""
    await talk.tick(5 * MINUTE)
    if "Not today" in talk.labels():
        await talk.tap("Not today")


async def test_two_reminders_of_one_checkin(talk: Talk) -> None:
    """Weekdays at 20:00 and weekends at 10:00 are asked each on its days, and /when names both."""
    await remind(talk, phrase="weekdays at 20:00")
    await remind(talk, phrase="weekends at 10:00", at=datetime(2026, 11, 28, 10, tzinfo=UTC))
    await talk.command("when")
    assert "today 20:00" in talk.last()
    for _ in range(7 * 24):
        await talk.tick(HOUR)
        if "Not today" in talk.labels():
            await talk.tap("Not today")
    found = [f"{slot.day:%a} {slot.clock} {slot.state}" for slot in await talk.room.slots()]
    weekdays = [f"{day} 20:00 skipped" for day in ("Mon", "Tue", "Wed", "Thu", "Fri")]
    assert found == [*weekdays, "Sat 10:00 skipped", "Sun 10:00 skipped"]


async def test_two_reminders_at_one_time(talk: Talk) -> None:
    """Where two reminders of one check-in meet, they are one slot and one prompt."""
    await remind(talk)
    await remind(talk, phrase="mon and tue at 20:00")
    await talk.tick(7 * HOUR)
    assert len(await talk.room.slots()) == 1
    assert len(talk.calls) == 1
    assert [one.next_due_at for one in await talk.rows(Reminder)] == [EIGHT + DAY] * 2


async def test_two_reminders_in_one_gap(talk: Talk) -> None:
    """Times that a change of clocks pushes onto one moment are one slot, also of two reminders."""
    talk.room.now = datetime(2026, 3, 28, 12, tzinfo=UTC)
    await change(talk, zone="Europe/Berlin")
    gap = datetime(2026, 3, 29, 1, tzinfo=UTC)
    await remind(talk, phrase="every day at 2:15", at=gap)
    await remind(talk, phrase="every day at 2:45", at=gap)
    await talk.tick(13 * HOUR)
    assert [slot.due_at for slot in await talk.room.slots()] == [gap]
    dues = sorted(one.next_due_at for one in await talk.rows(Reminder) if one.next_due_at)
    assert [f"{due:%d %H:%M}" for due in dues] == ["30 00:15", "30 00:45"]
