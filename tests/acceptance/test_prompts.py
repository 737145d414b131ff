"""Prompts: at their time, put off, left out, held back, and without a word on the lock screen."""

from datetime import timedelta

import pytest

from tests.acceptance.chat import Chat
from tests.acceptance.ways import EVENING, FEELING, check_in, outcome, prompted, set_up, settle

pytestmark = pytest.mark.acceptance

MINUTE = timedelta(minutes=1)


async def test_a_minute_before_nothing_comes(robin: Chat) -> None:
    """The prompt comes at its time, not before, and once."""
    await settle(robin)
    await robin.move(to=(EVENING - MINUTE).isoformat())
    plan = await robin.say("/when", sees="today 20:00")
    assert "The last times" not in plan.text
    await prompted(robin)
    await robin.move(ahead_by_seconds=60)
    await outcome(robin, "asked at 20:00, and still open if you like.")
    assert len(await robin.open_questions()) == 1


@pytest.mark.parametrize(
    ("delay", "clock", "at"), [("In 15 minutes", "20:15", 15), ("In an hour", "21:00", 60)]
)
async def test_later(robin: Chat, delay: str, clock: str, at: int) -> None:
    """'Later' names the new time, asks again then, and not before."""
    await settle(robin)
    await prompted(robin)
    await robin.tap("Later", sees="Later is fine")
    await robin.tap(delay, sees=f"I will ask again at {clock}.")
    plan = await robin.say("/when", sees=f"put off by you until {clock}.")
    assert f"today {clock} · Daily check-in, put off by you" in plan.text
    assert await robin.open_questions() == []
    moved = await robin.move(next_prompt=True)
    assert EVENING + at * MINUTE <= moved < EVENING + (at + 1) * MINUTE
    await robin.sees(FEELING)
    await robin.tap("4", sees="Which words")
    assert "It came late" not in await outcome(robin, "answered.")


async def test_tonight(robin: Chat) -> None:
    """A prompt at noon can wait for the evening."""
    await settle(robin)
    await robin.say("/reminders", sees="When I ask you")
    await robin.tap("Change: Daily check-in", sees="Daily check-in")
    await robin.tap("Change the times", sees="At which times")
    await robin.tap("12", sees="Which time?")
    await robin.tap("12:30", sees="At which times")
    await robin.tap("Done", sees="Nothing is saved yet")
    await robin.tap("Save", sees="at 12:30 and 20:00")
    await robin.move(next_prompt=True)
    await robin.sees(FEELING)
    shown = await robin.tap("Later", sees="Later is fine")
    assert [label for label in shown.labels if label.startswith("Tonight")] == []  # 20:00 is the next one
    await robin.tap("Back", sees=FEELING)


async def test_tonight_with_nothing_else_that_day(robin: Chat) -> None:
    """'Tonight' moves a morning's prompt to 20:00 of the same day."""
    await settle(robin)
    await robin.say("/reminders", sees="When I ask you")
    await robin.tap("Change: Daily check-in", sees="Daily check-in")
    await robin.tap("Remove", sees="Remove the reminder")
    await robin.tap("Yes, remove it", sees="I do not ask by myself")
    await robin.tap("Add a reminder", sees="Which check-in")
    await robin.tap("Morning check-in", sees="Nothing is saved yet")
    await robin.tap("Save", sees="every day at 08:00")
    await robin.move(next_prompt=True)
    await robin.sees("How did you sleep?")
    await robin.tap("Later", sees="Later is fine")
    await robin.tap("Tonight at 20:00", sees="I will ask again at 20:00.")
    moved = await robin.move(next_prompt=True)
    assert (moved.hour, moved.minute) == (19, 0)
    await robin.sees("How did you sleep?")


async def test_not_today(robin: Chat) -> None:
    """'Not today' costs nothing and asks no reason; tomorrow's prompt comes."""
    await settle(robin)
    await prompted(robin)
    await robin.tap("Not today", sees="All right, not today.")
    await outcome(robin, "asked at 20:00, skipped by you. That is fine.")
    await robin.move(next_prompt=True)
    await robin.sees(FEELING)


async def test_silent_if_answered(robin: Chat, sam: Chat) -> None:
    """Who checked in within the three hours before is not asked; /when says so."""
    await settle(robin)
    await settle(sam)
    await robin.move(to=(EVENING - 60 * MINUTE).isoformat())
    await check_in(robin)
    await prompted(sam)
    await outcome(robin, "not asked, you had just checked in.")
    assert await robin.open_questions() == []


async def test_one_open_question(robin: Chat, sam: Chat) -> None:
    """A prompt waits while the person is in another check-in, and comes when that one is done."""
    await settle(robin)
    await settle(sam)
    await robin.move(to=(EVENING - MINUTE).isoformat())
    await robin.say("/checkin morning", sees="How did you sleep?")
    await robin.tap("3", sees="How much energy")
    await prompted(sam)
    assert len(await robin.open_questions()) == 1
    await outcome(robin, "it waits until the open check-in is done.")
    await robin.tap("4", sees="one small thing")
    await robin.tap("Skip")
    prompt = await robin.sees(FEELING)
    assert "Later" in prompt.labels
    assert len(await robin.open_questions()) == 1


async def test_an_unanswered_prompt_gives_way(robin: Chat) -> None:
    """The next day's prompt replaces one that nobody answered, without blame."""
    await settle(robin)
    first = await prompted(robin)
    await robin.move(ahead_by_seconds=24 * 3600)
    second = await robin.sees(FEELING)
    assert second.id > first.id
    assert len(await robin.open_questions()) == 1
    await outcome(robin, "asked at 20:00, no answer came. That is fine.")


async def test_a_discreet_prompt(robin: Chat) -> None:
    """A discreet prompt has no word of what it is about, in any of its states before it is opened."""
    await settle(robin)
    await set_up(robin, "Discreet reminders", "On")
    await robin.move(to=EVENING.isoformat())
    prompt = await robin.sees("Time for a moment?")
    assert prompt.text == "Time for a moment?"
    assert prompt.labels == ["Open", "Later", "Not today"]
    later = await robin.tap("Later", sees="Later is fine")
    await robin.tap("Back", sees="Time for a moment?", on=later)
    await robin.tap("Open", sees=FEELING)
    await robin.tap("4", sees="Which words")
