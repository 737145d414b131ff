"""Quiet hours and claiming: what comes late waits for the morning, what was wished for the night comes."""

from datetime import timedelta
from itertools import pairwise

import pytest

from bot.schedule.states import SlotState
from bot.store.tables import Reminder, Slot
from tests.turns.claims import EIGHT, HOUR, MINUTE, change, remind, states
from tests.turns.talk import Talk

QUIET = "2100-2230"
MORNING = timedelta(hours=11)


async def test_a_prompt_after_downtime_waits_for_the_end(talk: Talk) -> None:
    """A prompt that would come late inside quiet hours comes at their end, and /when says so."""
    await change(talk, quiet=QUIET)
    await remind(talk)
    await talk.tick(8 * HOUR + MINUTE)
    slot = await talk.row(Slot)
    assert (slot.state, slot.again_at) == (SlotState.HELD, EIGHT + 150 * MINUTE)
    assert talk.calls == []
    await talk.command("when")
    assert "today 20:00 · Daily check-in: it comes at 22:30." in talk.last()
    await talk.tick(89 * MINUTE)
    assert (await talk.row(Slot)).state == SlotState.SENT


async def test_a_prompt_that_cannot_wait_so_long_is_not_asked(talk: Talk) -> None:
    """Quiet hours that outlast the answer window end the prompt, with the reason."""
    await change(talk, quiet="2100-0700")
    await remind(talk)
    await talk.tick(8 * HOUR + MINUTE)
    slot = await talk.row(Slot)
    assert (slot.state, slot.again_at) == (SlotState.QUIET, None)
    await talk.command("when")
    assert "today 20:00 · Daily check-in: not asked, that was in your quiet hours." in talk.last()


async def test_a_prompt_that_was_put_off_into_quiet_hours(talk: Talk) -> None:
    """Quiet hours that were set after a delay was chosen hold the prompt, too."""
    await remind(talk)
    await talk.tick(7 * HOUR)
    await talk.tap("Later")
    await talk.tap("In an hour")
    await change(talk, quiet="2030-0600")
    await talk.tick(HOUR)
    assert await states(talk) == {"daily": SlotState.QUIET}
    await talk.command("when")
    assert "asked, and put off by you; then your quiet hours began." in talk.last()


async def test_later_does_not_offer_what_would_be_held(talk: Talk) -> None:
    """Of the delays only those outside of quiet hours are on offer."""
    await change(talk, quiet="2030-0700")
    await remind(talk)
    await talk.tick(7 * HOUR)
    await talk.tap("Later")
    assert "In 15 minutes" in talk.labels()
    assert "In an hour" not in talk.labels()


async def test_a_prompt_that_was_held_into_quiet_hours(talk: Talk) -> None:
    """A prompt that waited behind another check-in does not come in the night."""
    await change(talk, quiet="2005-0700")
    await remind(talk)
    talk.room.now = EIGHT
    await talk.command("checkin", "morning")
    await talk.tick()
    await talk.tick(6 * MINUTE)
    await talk.command("cancel")
    await talk.tick()
    assert await states(talk) == {"daily": SlotState.QUIET}


@pytest.mark.parametrize("late", [0, 20])
async def test_a_time_inside_quiet_hours_was_wished(talk: Talk, late: int) -> None:
    """A prompt whose own time lies in the quiet hours comes, also a little late."""
    await change(talk, quiet="1930-0700")
    await remind(talk)
    await talk.tick(7 * HOUR + late * MINUTE)
    assert await states(talk) == {"daily": SlotState.SENT}


async def test_drawn_times_are_asked_outside_of_quiet_hours(talk: Talk) -> None:
    """Three prompts between 14:00 and 20:00 come on each of five days, an hour apart, none of them quiet."""
    await change(talk, quiet="1600-1700")
    await remind(talk, at=EIGHT - 6 * HOUR)
    reminder = await talk.row(Reminder)
    reminder.rhythm = "7f.1400~2000x3"
    await talk.room.add(reminder)
    for _ in range(5 * 24 * 12):
        await talk.tick(5 * MINUTE)
        if talk.calls and "Not today" in talk.labels():
            await talk.tap("Not today")
    slots = await talk.room.slots()
    days = {day: [slot for slot in slots if slot.day == day] for day in {slot.day for slot in slots}}
    assert [len(found) for found in days.values()] == [3] * 5
    assert {slot.state for slot in slots} == {SlotState.SKIPPED}
    assert all("14:00" <= slot.clock < "20:00" and not "16:00" <= slot.clock < "17:00" for slot in slots)
    assert len({slot.clock for slot in slots}) > 10
    for found in days.values():
        dues = sorted(slot.due_at for slot in found)
        assert min(late - early for early, late in pairwise(dues)) >= HOUR


@pytest.mark.parametrize(
    ("answered_after", "state"), [(5, SlotState.SENT), (100, SlotState.ALREADY_ANSWERED)]
)
async def test_an_answer_counts_for_its_own_prompt(talk: Talk, answered_after: int, state: SlotState) -> None:
    """The answer to one prompt does not silence the next, unless it came nearer to that."""
    await remind(talk, phrase="every day at 20:00 and 22:00")
    await talk.tick(7 * HOUR)
    talk.room.now += answered_after * MINUTE
    for words in ("4", "skip", "skip"):
        await talk.say(words)
    await talk.tick(2 * HOUR - answered_after * MINUTE)
    assert [slot.state for slot in await talk.room.slots()] == [SlotState.ANSWERED, state]
