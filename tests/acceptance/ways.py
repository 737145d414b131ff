"""Ways that many tests begin with, and the moment at which they begin."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.acceptance.chat import Chat, Shown

FEELING = "How are you feeling right now?"


def _first_wednesday_of_next_february() -> datetime:
    """Ahead of the real clock whenever this runs; in winter, when Berlin is an hour ahead of UTC."""
    day = datetime(datetime.now(UTC).year + 1, 2, 1, 10, tzinfo=UTC)
    return day + timedelta(days=(2 - day.weekday()) % 7)


# A Wednesday at 10:00 UTC, which is 11:00 in Berlin, where Robin lives.
MORNING = _first_wednesday_of_next_february()
EVENING = MORNING.replace(hour=19)  # 20:00 in Berlin


async def agree(chat: Chat) -> Shown:
    """From nothing to the first question of the set-up."""
    await chat.say("/start", sees="I ask how you are")
    return await chat.tap("I agree", sees="for you?")


async def arrive(chat: Chat) -> Shown:
    """From nothing to the first question of the first check-in: Berlin, every day at 20:00."""
    await agree(chat)
    await chat.tap("11:00", sees="Which country")
    await chat.tap("Germany", sees="When should I ask")
    return await chat.tap("20:00", sees=FEELING)


async def settle(chat: Chat) -> None:
    """Set up, with nothing open and nothing noted."""
    await arrive(chat)
    await chat.tap("Stop here", sees="we stop here")


async def check_in(chat: Chat, face: str = "4") -> Shown:
    """A whole daily check-in on a fair day, without words or note."""
    await chat.say("/checkin", sees=FEELING)
    await chat.tap(face, sees="Which words")
    await chat.tap("Skip", sees="remember about today")
    return await chat.tap("Skip", sees="It is noted")


async def set_up(chat: Chat, setting: str, choice: str) -> None:
    """Change one of the settings."""
    await chat.say("/settings", sees="Settings")
    await chat.tap(setting)
    await chat.tap(choice, sees="Settings")


async def prompted(chat: Chat) -> Shown:
    """Move to the evening, and wait for the prompt."""
    await chat.move(to=EVENING.isoformat())
    return await chat.sees(FEELING)


async def outcome(chat: Chat, words: str) -> str:
    """Ask /when until it tells what became of the last prompt; the ticker runs beside the chat."""
    for _ in range(20):
        plan = await chat.say("/when", sees="What comes next")
        if words in plan.text:
            return plan.text
    return pytest.fail(f"'{words}' never stood in {plan.text}")
