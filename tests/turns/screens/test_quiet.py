"""Quiet hours are set in a few taps, said plainly, and change what is drawn and held."""

from datetime import UTC, datetime, timedelta

from bot.schedule.states import SlotState
from bot.turns import settings
from tests.turns.screens.room import NOON, Room, reminder, slot


async def test_usual_quiet_hours_are_two_taps(room: Room) -> None:
    """From the settings to one of the usual nights; the choice is marked and can be taken back."""
    first = await room.command(settings.command)
    assert "Quiet hours: none" in first.text
    seen = await room.press(first.buttons["Quiet hours"])
    assert "In them I am silent." in seen.text
    assert "✓ No quiet hours" in seen.labels
    saved = await room.press(seen.buttons["22:00 to 07:00"])
    assert "Quiet hours: 22:00 to 07:00" in saved.text
    assert (await room.stored_person()).quiet == "2200-0700"
    again = await room.press(saved.buttons["Quiet hours"])
    assert "✓ 22:00 to 07:00" in again.labels
    none = await room.press(again.buttons["No quiet hours"])
    assert "Quiet hours: none" in none.text
    assert (await room.stored_person()).quiet is None


async def test_other_quiet_hours_are_chosen_by_the_hour(room: Room) -> None:
    """Someone who sleeps by day chooses both ends; the hours of the night come first."""
    seen = await room.press("g:quiet")
    starts = await room.press(seen.buttons["Other hours"])
    assert starts.labels[0] == "18"
    ends = await room.press(starts.buttons["08"])
    assert "They begin at 08:00." in ends.text
    assert ends.labels[0] == "09"
    assert "08" not in ends.labels
    assert (await room.press(ends.buttons["Back"])).labels[0] == "18"
    await room.press(ends.buttons["15"])
    assert (await room.stored_person()).quiet == "0800-1500"
    assert "✓ 08:00 to 15:00" in (await room.press("g:quiet")).labels


async def test_times_inside_quiet_hours_are_named(room: Room) -> None:
    """A time that was chosen before stays, and the screen says so."""
    await room.add(reminder("daily", "every day at 7:30 and 23:00", NOON + timedelta(hours=10)))
    await room.press("g:quiet:2200-0700")
    seen = await room.press("g:quiet")
    assert "At 23:00 I still ask, because you chose that." in seen.text
    assert (await room.reminders())[0].next_due_at == datetime(2026, 11, 23, 23, tzinfo=UTC)


async def test_new_quiet_hours_draw_anew(room: Room) -> None:
    """A time that was drawn inside of them moves out of them at once."""
    await room.press("r:k:daily:7f.1400~1800x1")
    await room.press("g:quiet:1400-1750")
    (stored,) = await room.reminders()
    assert stored.next_due_at is not None
    assert f"{stored.next_due_at:%H:%M}" >= "17:50"


async def test_what_quiet_hours_held_comes_without_them(room: Room) -> None:
    """A prompt that waits for their end is looked at again when they are changed."""
    await room.add(slot("daily", NOON, SlotState.HELD, again_at=NOON + timedelta(hours=3)))
    seen = await room.press("g:quiet:none")
    assert seen.wakes_ticker
    assert (await room.slots())[0].again_at == NOON
