"""Reminders for some time of the day, several for one check-in, and wishes inside quiet hours."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.schedule.states import SlotState
from bot.turns import reminders, when
from bot.turns.reminding import MOST_REMINDERS
from tests.turns.screens.room import NOON, Room, reminder, slot

TONIGHT = datetime(2026, 11, 23, 20, 0, tzinfo=UTC)


async def _quiet(room: Room, hours: str) -> None:
    person = await room.stored_person()
    person.quiet = hours
    await room.add(person)


async def test_some_time_of_the_day_is_chosen_and_shown_back(room: Room) -> None:
    """From 'at times' to 'some time between' and its sides, in words before anything is saved."""
    times = await room.press("r:t:daily:7f.2000")
    span = await room.press(times.buttons["Some time between"])
    assert "I ask every day, once between 10:00 and 18:00." in span.text
    starts = await room.press(span.buttons["From 10:00"])
    assert "22" in starts.buttons
    assert "23" not in starts.buttons
    later = await room.press(starts.buttons["19"])
    assert "between 19:00 and 20:00" in later.text
    ends = await room.press(later.buttons["Until 20:00"])
    assert ends.labels == ["✓ 20", "21", "22", "23", "Back"]
    until = await room.press(ends.buttons["23"])
    twice = await room.press(until.buttons["2 times"])
    assert "✓ 2 times" in twice.labels
    assert "I ask every day, 2 times between 19:00 and 23:00." in twice.text
    days = await room.press(twice.buttons["Change the days"])
    summary = await room.press((await room.press(days.buttons["Weekends"])).buttons["Done"])
    assert "I ask at weekends, 2 times between 19:00 and 23:00." in summary.text
    assert "I choose the times anew every day, on the clock of London." in summary.text
    assert "Nothing is saved yet." in summary.text
    assert await room.reminders() == []
    await room.press(summary.buttons["Save"])
    (stored,) = await room.reminders()
    assert stored.rhythm == "60.1900~2300x2"
    assert stored.next_due_at is not None
    assert (
        datetime(2026, 11, 28, 19, tzinfo=UTC) <= stored.next_due_at < datetime(2026, 11, 28, 23, tzinfo=UTC)
    )


async def test_back_to_fixed_times(room: Room) -> None:
    """'At fixed times' brings the times that the check-in proposes, on the days that were chosen."""
    span = await room.press("r:w:daily:1f.1000~1800x3")
    fixed = await room.press(span.buttons["At fixed times"])
    assert "Chosen: 20:00" in fixed.text
    assert "I ask on weekdays at 20:00." in (await room.press(fixed.buttons["Done"])).text


async def test_what_is_drawn_is_not_given_away(room: Room) -> None:
    """/when names the part of the day, and not the minute that was drawn in it."""
    await room.press("r:k:daily:7f.1400~1500x1")
    seen = await room.command(when.command)
    assert "between 14:00 and 15:00 · Daily check-in" in seen.text
    assert "Change the times" in (await room.press("r:e:daily")).labels
    changed = await room.press((await room.press("r:e:daily")).buttons["Change the times"])
    assert "Some time between" in changed.text


async def test_a_time_inside_quiet_hours_is_asked_about(room: Room) -> None:
    """Saving a time that lies in quiet hours asks first; 'Ask anyway' saves it, and asks no more."""
    await _quiet(room, "2200-0700")
    asked = await room.press("r:k:daily:7f.2000-2230")
    assert "That is inside your quiet hours (22:00 to 07:00). Ask anyway?" in asked.text
    assert asked.labels == ["Ask anyway", "Change the times", "Leave it as it was"]
    assert await room.reminders() == []
    saved = await room.press(asked.buttons["Ask anyway"])
    assert saved.notice == "Saved."
    for _ in range(2):
        again = await room.press("r:k:daily:1f.2000-2230")
        assert again.notice == "Saved."
    assert (await room.reminders())[0].rhythm == "1f.2000-2230"


@pytest.mark.parametrize(
    ("packed", "is_asked"),
    [
        ("7f.2200~2300x1", True),
        ("7f.2000~2300x1", False),
        ("7f.2000", False),
        ("7f.0700", False),
        ("7f.0645", True),
    ],
)
async def test_only_what_lies_inside_is_asked_about(room: Room, packed: str, is_asked: bool) -> None:  # noqa: FBT001 - a row of the table
    """A part of the day is asked about only where quiet hours cover the whole of it."""
    await _quiet(room, "2200-0700")
    assert ("Ask anyway" in (await room.press(f"r:k:daily:{packed}")).labels) is is_asked


async def test_a_second_reminder_for_one_checkin(room: Room) -> None:
    """'Ask at another time too' adds one beside the first; each is changed and removed by itself."""
    await room.add(reminder("daily", "weekdays at 8:00", TONIGHT))
    room.now += timedelta(minutes=1)
    first = await room.press("r:b:daily")
    other = await room.press(first.buttons["Ask at another time too"])
    assert "What is set already stays, and this comes beside it." in other.text
    days = await room.press(other.buttons["Change the days"])
    weekend = await room.press((await room.press(days.buttons["Weekends"])).buttons["Done"])
    for _ in range(2):
        listed = await room.press(weekend.buttons["Save"])
    assert [one.rhythm for one in await room.reminders()] == ["1f.0800", "60.2000"]
    assert listed.labels[:2] == ["Change: on weekdays at 08:00", "Change: at weekends at 20:00"]
    second = await room.press(listed.buttons["Change: at weekends at 20:00"])
    assert "I ask at weekends at 20:00." in second.text
    changed = await room.press((await room.press(second.buttons["Change the days"])).buttons["Every day"])
    summary = await room.press(changed.buttons["Done"])
    await room.press(summary.buttons["Save"])
    assert [one.rhythm for one in await room.reminders()] == ["1f.0800", "7f.2000"]
    listed = await room.command(reminders.command)
    second = await room.press(listed.buttons["Change: every day at 20:00"])
    gone = await room.press((await room.press(second.buttons["Remove"])).buttons["Yes, remove it"])
    assert "Daily check-in: on weekdays at 08:00" in gone.text
    assert [one.rhythm for one in await room.reminders()] == ["1f.0800"]


async def test_removing_one_leaves_what_the_other_put_off(room: Room) -> None:
    """A prompt that was put off goes with its own reminder only."""
    first, second = (
        reminder("daily", "every day at 8:00", TONIGHT),
        reminder("daily", "every day at 12:00", TONIGHT),
    )
    again = NOON + timedelta(hours=1)
    await room.add(
        first, second, slot("daily", NOON, SlotState.SNOOZED, again_at=again, reminder_id=first.id)
    )
    listed = await room.command(reminders.command)
    for label, state in (("12:00", SlotState.SNOOZED), ("08:00", SlotState.SKIPPED)):
        button = next(one for name, one in listed.buttons.items() if label in name)
        asked = await room.press((await room.press(button)).buttons["Remove"])
        await room.press(asked.buttons["Yes, remove it"])
        assert [one.state for one in await room.slots()] == [state]


async def test_saving_what_is_gone_twice_makes_one(room: Room) -> None:
    """An old 'Save' of a reminder that was removed brings it back once."""
    for _ in range(2):
        await room.press("r:k:daily.abc:7f.2000")
    assert len(await room.reminders()) == 1


async def test_reminders_are_not_endless(room: Room) -> None:
    """At some number of reminders the next is declined, with what to do first."""
    await room.add(*(reminder("daily", f"every day at {hour}:00", TONIGHT) for hour in range(MOST_REMINDERS)))
    refused = await room.press("r:k:daily+:7f.2000")
    assert refused.notice == "That is as many reminders as I keep. Change one, or remove one first."
    assert len(await room.reminders()) == MOST_REMINDERS


@pytest.mark.parametrize(
    "data",
    [
        "r:m:nothing",
        "r:e:daily++",
        "r:e:daily.toolong",
        "r:q:daily:7f.1000~1800x3:9",
        "r:w:daily:7f.1800~1000x3",
        "r:w:daily",
    ],
)
async def test_data_that_no_button_wrote_changes_nothing(room: Room, data: str) -> None:
    """Forged data is met with a notice; nothing is shown or stored."""
    seen = await room.press(data)
    assert seen.notice == "This button no longer works. /reminders shows them all."
    assert seen.messages == []


@pytest.mark.parametrize("minutes", [1, 60, 300, 779])
async def test_moving_a_time_back_asks_nothing_now(room: Room, minutes: int) -> None:
    """A reminder that is moved to a minute ago, or to earlier today, asks tomorrow and makes no slot."""
    await room.add(reminder("daily", "every day at 20:00", TONIGHT))
    clock = (NOON - timedelta(minutes=minutes)).strftime("%H%M")
    await room.press(f"r:k:daily:7f.{clock}")
    (stored,) = await room.reminders()
    assert stored.next_due_at == NOON - timedelta(minutes=minutes) + timedelta(days=1)
    assert await room.slots() == []
