"""Reminders: nothing is saved before 'Save', and what is saved asks at the right moment."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.engine.rhythm import pack, read_rhythm
from bot.schedule.pauses import FOREVER
from bot.schedule.states import SlotState
from bot.turns import reminders
from tests.turns.screens.room import FORGED, NOON, PERSON, PRESSED, STRANGER, Room, reminder, slot

TONIGHT = datetime(2026, 11, 23, 20, 0, tzinfo=UTC)


async def _follow(room: Room, *labels: str) -> str:
    """Press one button after another; the text of the last screen."""
    seen = await room.command(reminders.command)
    for label in labels:
        seen = await room.press(seen.buttons[label])
    return seen.text


async def test_without_reminders_one_is_offered(room: Room) -> None:
    """Someone without reminders is told so and offered one, in a message of its own."""
    seen = await room.command(reminders.command)
    assert "I do not ask by myself" in seen.text
    assert seen.labels == ["Add a reminder"]
    assert seen.edits == [None]


async def test_a_reminder_is_added_with_two_taps_after_its_flow(room: Room) -> None:
    """The flow's own times are proposed with the next moment, and are stored only by 'Save'."""
    text = await _follow(room, "Add a reminder", "Daily check-in")
    assert "I ask every day at 20:00." in text
    assert "Next: today 20:00, on the clock of London." in text
    assert "Nothing is saved yet." in text
    assert await room.reminders() == []
    seen = await room.press(f"r:k:daily:{pack(read_rhythm('every day at 20:00'))}")
    (stored,) = await room.reminders()
    assert (stored.flow, stored.rhythm, stored.next_due_at) == ("daily", "7f.2000", TONIGHT)
    assert seen.notice == "Saved."
    assert seen.wakes_ticker
    assert seen.edits == [PRESSED]
    assert "Daily check-in: every day at 20:00" in seen.text


async def test_a_new_draft_can_be_dropped(room: Room) -> None:
    """'Not now' goes back to the list, and nothing is kept."""
    proposed = await room.press("r:b:daily")
    assert "I do not ask by myself" in (await room.press(proposed.buttons["Not now"])).text
    assert await room.reminders() == []


async def test_times_are_chosen_by_hour_and_quarter(room: Room) -> None:
    """Hours begin at 05; a tapped quarter joins the times, and a tap on a marked one takes it away."""
    seen = await room.press("r:t:daily:7f.2000")
    assert seen.labels[:3] == ["05", "06", "07"]
    assert "✓ 20" in seen.labels
    quarters = await room.press(seen.buttons["09"])
    assert quarters.labels == ["09:00", "09:15", "09:30", "09:45", "Back"]
    both = await room.press(quarters.buttons["09:15"])
    assert "Chosen: 09:15 and 20:00" in both.text
    evening = await room.press(both.buttons["✓ 20"])
    one = await room.press(evening.buttons["✓ 20:00"])
    assert "Chosen: 09:15" in one.text
    summary = await room.press(one.buttons["Done"])
    assert "every day at 09:15" in summary.text
    assert await room.reminders() == []


async def test_a_time_off_the_quarters_can_be_taken_away(room: Room) -> None:
    """A flow may propose 07:40; its hour shows that time beside the quarters."""
    seen = await room.press("r:q:daily:7f.0740-2000:7")
    assert seen.labels == ["07:00", "07:15", "07:30", "✓ 07:40", "07:45", "Back"]
    assert "Chosen: 20:00" in (await room.press(seen.buttons["✓ 07:40"])).text


async def test_the_last_time_stays(room: Room) -> None:
    """The only time cannot be taken away; a notice says what to do first, and the screen stays."""
    seen = await room.press("r:q:daily:7f.2000:20")
    refused = await room.press(seen.buttons["✓ 20:00"])
    assert refused.notice.startswith("One time has to stay.")
    assert refused.messages == []


async def test_a_seventh_time_is_refused(room: Room) -> None:
    """Six times a day are the most; a chosen one can still be taken away."""
    full = "7f.0800-0900-1000-1100-1200-1300"
    seen = await room.press(f"r:q:daily:{full}:13")
    refused = await room.press(seen.buttons["13:15"])
    assert refused.notice.startswith("6 times a day is the most.")
    assert "08:00, 09:00, 10:00, 11:00 and 12:00" in (await room.press(seen.buttons["✓ 13:00"])).text


async def test_days_are_switched_one_by_one_and_in_sets(room: Room) -> None:
    """Each weekday is a switch, and the usual sets are one tap."""
    seen = await room.press("r:d:daily:7f.2000")
    assert "✓ Every day" in seen.labels
    without = await room.press(seen.buttons["✓ Sun"])
    words = "I ask on Monday, Tuesday, Wednesday, Thursday, Friday and Saturday at 20:00."
    assert words in without.text
    assert "I ask on weekdays at 20:00." in (await room.press(without.buttons["Weekdays"])).text
    weekend = await room.press(without.buttons["Weekends"])
    assert "I ask at weekends at 20:00." in weekend.text
    assert "✓ Weekends" in weekend.labels
    sunday = await room.press(weekend.buttons["✓ Sat"])
    assert "I ask every Sunday at 20:00." in sunday.text
    refused = await room.press(sunday.buttons["✓ Sun"])
    assert refused.notice.startswith("One day has to stay.")
    assert "Next: Sun 29 Nov 20:00" in (await room.press(sunday.buttons["Done"])).text


async def test_adding_for_a_flow_that_has_one_changes_that_one(room: Room) -> None:
    """One reminder a flow: the choice says which are set, and saving says what it replaces."""
    await room.add(reminder("daily", "every day at 9:00", NOON))
    listed = await room.command(reminders.command)
    flows = await room.press(listed.buttons["Add a reminder"])
    known = await room.press(flows.buttons["Daily check-in (set already)"])
    assert "I ask every day at 09:00." in known.text
    assert "Save" not in known.buttons
    changed = await room.press("r:s:daily:7f.2100")
    assert "Until now I ask every day at 09:00; saving changes that." in changed.text
    await room.press(changed.buttons["Save"])
    (stored,) = await room.reminders()
    assert (stored.rhythm, stored.next_due_at) == ("7f.2100", datetime(2026, 11, 23, 21, 0, tzinfo=UTC))


async def test_leaving_a_changed_draft_keeps_the_reminder(room: Room) -> None:
    """'Leave it as it was' goes back to the list without writing."""
    await room.add(reminder("daily", "every day at 9:00", NOON))
    changed = await room.press("r:s:daily:7f.2100")
    seen = await room.press(changed.buttons["Leave it as it was"])
    assert "every day at 09:00" in seen.text
    assert (await room.reminders())[0].rhythm == "7f.0900"


async def test_saving_twice_makes_one_reminder(room: Room) -> None:
    """A double tap on 'Save' stores one reminder."""
    await room.press("r:k:daily:7f.2000")
    await room.press("r:k:daily:7f.2000")
    assert len(await room.reminders()) == 1


async def test_an_edit_never_asks_a_slot_again(room: Room) -> None:
    """A time that was asked today is not due again after it is taken away and chosen anew."""
    asked = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
    await room.add(slot("daily", asked, SlotState.ANSWERED, clock="15:00"))
    seen = await room.press("r:s:daily:7f.1500")
    assert "Next: tomorrow 15:00" in seen.text
    await room.press(seen.buttons["Save"])
    assert (await room.reminders())[0].next_due_at == asked + timedelta(days=1)
    (kept,) = await room.slots()
    assert kept.state == SlotState.ANSWERED


async def test_a_reminder_is_removed_after_a_question(room: Room) -> None:
    """Removing asks first, and stops a prompt that was put off."""
    await room.add(
        reminder("daily", "every day at 9:00", NOON),
        slot("daily", NOON, SlotState.SNOOZED, again_at=NOON + timedelta(hours=1)),
    )
    listed = await room.command(reminders.command)
    one = await room.press(listed.buttons["Change: Daily check-in"])
    asked = await room.press(one.buttons["Remove"])
    assert "Remove the reminder for Daily check-in?" in asked.text
    assert "every day at 09:00" in (await room.press(asked.buttons["Keep it"])).text
    assert len(await room.reminders()) == 1
    gone = await room.press(asked.buttons["Yes, remove it"])
    assert gone.notice == "Removed."
    assert "I do not ask by myself" in gone.text
    assert await room.reminders() == []
    (put_off,) = await room.slots()
    assert (put_off.state, put_off.again_at) == (SlotState.SKIPPED, None)
    again = await room.press(asked.buttons["Yes, remove it"])
    assert again.notice.startswith("This button no longer works.")


async def test_a_reminder_without_its_flow_can_only_be_removed(room: Room) -> None:
    """A flow that is no longer offered is named so, and its reminder can go."""
    await room.add(reminder("gone", "every day at 9:00", None))
    listed = await room.command(reminders.command)
    assert "A check-in that is no longer offered: every day at 09:00" in listed.text
    asked = await room.press(listed.buttons["Remove what is no longer offered"])
    assert "Its check-in is no longer offered." in asked.text
    assert "no longer offered" in (await room.press(asked.buttons["Keep it"])).text
    await room.press(asked.buttons["Yes, remove it"])
    assert await room.reminders() == []


async def test_a_break_is_named_where_reminders_stand(room: Room) -> None:
    """In a break the list says so, and the next moment is after it."""
    await room.add(reminder("daily", "every day at 20:00", TONIGHT))
    await _pause_until(room, NOON + timedelta(days=2))
    assert "You are taking a break until Wed 25 Nov 13:00." in (await room.command(reminders.command)).text
    assert "Next: Wed 25 Nov 20:00" in (await room.press("r:e:daily")).text
    await _pause_until(room, FOREVER)
    text = (await room.press("r:e:daily")).text
    assert "until you return" in text
    assert "Next:" not in text


async def test_a_prompt_due_at_the_end_of_a_break_comes(room: Room) -> None:
    """A break ends at its moment, and a prompt that is due then is not left out."""
    await _pause_until(room, TONIGHT)
    assert "Next: today 20:00" in (await room.press("r:s:daily:7f.2000")).text


async def test_reminders_of_others_are_not_seen(room: Room) -> None:
    """A reminder of another person is neither listed nor removed."""
    await room.person(STRANGER)
    await room.add(reminder("daily", "every day at 9:00", NOON, person_id=STRANGER))
    assert "I do not ask by myself" in (await room.command(reminders.command)).text
    assert (await room.press("r:y:daily")).notice.startswith("This button no longer works.")


@pytest.mark.parametrize(
    "data",
    [
        *(":".join(("r", *parts)) for parts in FORGED),
        "r:n:nothing",
        "r:b:nothing",
        "r:e:nothing",
        "r:x:daily",
        "r:y:daily",
        "r:s:nothing:7f.2000",
        "r:s:daily:00.2000",
        "r:k:daily:7f.2500",
        "r:k:daily:7f.2000-0900",
        "r:k:daily:",
        "r:z:daily:7f.2000",
        "r:q:daily:7f.2000",
        "r:q:daily:7f.2000:24",
        "r:q:daily:7f.2000:-1",
        "r:q:daily:7f.2000:\N{SUPERSCRIPT TWO}",
        "r:k:daily:7f.2000:more",
    ],
)
async def test_data_that_no_button_wrote_changes_nothing(room: Room, data: str) -> None:
    """Forged data is met with a notice; nothing is shown, stored or raised."""
    seen = await room.press(data)
    assert seen.notice == "This button no longer works. /reminders shows them all."
    assert seen.messages == []
    assert await room.reminders() == []
    assert not seen.wakes_ticker


async def _pause_until(room: Room, until: datetime) -> None:
    person = await room.stored_person()
    person.paused_until = until
    await room.add(person)
    assert person.id == PERSON
