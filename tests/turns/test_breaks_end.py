"""The end of a break: one gentle line when it ends by itself, and any act ends one without end."""

from datetime import timedelta

import pytest

from bot.schedule.pauses import FOREVER
from bot.store.queries import next_wake
from bot.store.tables import Outbox, Person
from bot.turns.incoming import Blocked, Odd, Unblocked
from tests.turns.claims import EIGHT, HOUR, MINUTE, change, remind
from tests.turns.screens.room import NOON
from tests.turns.talk import Talk

DAY = timedelta(days=1)
OVER = "Your break is over. I hope it did you good."
BACK = "Good to have you back. Your break is over."


@pytest.fixture
async def resting(talk: Talk) -> Talk:
    """Someone with a prompt at eight, who takes a break of a day at one."""
    await remind(talk)
    await talk.press("u:day")
    return talk


async def test_the_end_is_told_once(resting: Talk) -> None:
    """When the day is over one line says so and names the next prompt; the ticker knows when."""
    await resting.tick(7 * HOUR)
    assert await resting.room.writer.run(next_wake) == NOON + DAY
    before = len(resting.calls)
    await resting.tick(17 * HOUR)
    assert resting.last() == f"{OVER}\n\nI ask again today 20:00."
    await resting.tick(HOUR)
    assert len(resting.calls) == before + 1
    assert (await resting.row(Person)).returns_at is None


async def test_a_prompt_of_the_same_minute(talk: Talk) -> None:
    """When a prompt is due just then, the line goes out with it and names no other time."""
    await remind(talk)
    talk.room.now = EIGHT
    await talk.tick()
    await talk.press("u:day", 1)
    await talk.tick(DAY)
    assert OVER in talk.texts()
    assert [one.prompt for one in talk.calls[-3:]].count(True) == 1


async def test_nobody_is_woken(talk: Talk) -> None:
    """A break that began in the night ends in the night, and its end is told in the morning."""
    await remind(talk)
    talk.room.now = EIGHT + 3 * HOUR
    await talk.press("u:day")
    await talk.tick(DAY)
    assert OVER not in talk.last()
    await talk.tick(10 * HOUR)
    assert talk.last() == f"{OVER}\n\nI ask again today 20:00."


async def test_a_bot_that_was_down_wakes_nobody_either(resting: Talk) -> None:
    """Where the end comes while the bot is down, it is told by day."""
    await resting.tick(DAY + 14 * HOUR)
    assert OVER not in resting.last()
    await resting.tick(6 * HOUR)
    assert OVER in resting.last()


async def test_no_line_between_two_questions(resting: Talk) -> None:
    """Someone who is in a check-in when the break ends is not interrupted."""
    resting.room.now += DAY - MINUTE
    await resting.command("checkin", "daily")
    before = len(resting.calls)
    await resting.tick(MINUTE)
    assert len(resting.calls) == before
    assert (await resting.row(Person)).returns_at is None


async def test_no_line_to_a_blocked_chat(resting: Talk) -> None:
    """Nothing is sent to someone who blocked the bot."""
    await resting.act(Blocked())
    before = len(resting.calls)
    await resting.tick(DAY)
    assert len(resting.calls) == before


async def test_a_break_that_was_ended_is_not_told(resting: Talk) -> None:
    """Whoever ended it knows."""
    await resting.tap("End the break")
    assert (await resting.row(Person)).returns_at is None
    before = len(resting.calls)
    await resting.tick(DAY - 17 * HOUR - HOUR)
    assert len(resting.calls) == before


async def test_a_longer_break_moves_its_end(resting: Talk) -> None:
    """The end that is told is that of the break as it stands."""
    await resting.tap("Two weeks from now")
    assert (await resting.row(Person)).returns_at == NOON + 14 * DAY
    await resting.tap("Until I return")
    assert (await resting.row(Person)).returns_at is None


async def test_no_reminders(talk: Talk) -> None:
    """Without reminders the line promises nothing."""
    await talk.press("u:week")
    await talk.tick(7 * DAY)
    assert "There are no reminders, so I do not ask by myself." in talk.last()


async def test_any_act_ends_a_break_without_end(talk: Talk) -> None:
    """A note is enough: the break is over, said first, and one tap takes it again."""
    await remind(talk)
    await talk.press("u:return", 1)
    await talk.say("a walk by the sea")
    assert talk.texts()[1] == f"{BACK}\n\nI ask again today 20:00."
    assert (await talk.row(Person)).paused_until is None
    await talk.tap("Stay on the break")
    assert (await talk.row(Person)).paused_until == FOREVER


@pytest.mark.parametrize("command", ["checkin", "people", "when", "help"])
async def test_a_command_ends_it(talk: Talk, command: str) -> None:
    """So does a command; what it asked for stands below."""
    await talk.press("u:return", 1)
    await talk.command(command)
    assert BACK in talk.texts()[1]
    assert BACK not in talk.last()
    assert (await talk.row(Person)).paused_until is None


async def test_a_sticker_ends_it(talk: Talk) -> None:
    """Whatever is sent ends it."""
    await talk.press("u:return", 1)
    await talk.act(Odd(kind="sticker"))
    assert (await talk.row(Person)).paused_until is None


async def test_looking_at_the_break_does_not_end_it(talk: Talk) -> None:
    """/pause shows the break, and blocking the bot says nothing about it."""
    await talk.press("u:return", 1)
    await talk.command("pause")
    assert "You are taking a break until you return." in talk.last()
    assert "Whatever you send me ends the break." in talk.last()
    await talk.act(Blocked())
    await talk.act(Unblocked())
    assert (await talk.row(Person)).paused_until == FOREVER


async def test_an_act_does_not_end_a_break_with_an_end(resting: Talk) -> None:
    """A break of a day lasts its day, whatever the person does in it."""
    await resting.command("when")
    assert (await resting.row(Person)).paused_until == NOON + DAY
    assert BACK not in resting.texts()


async def test_a_break_of_someone_unreadable(resting: Talk) -> None:
    """Someone whose key is spoilt keeps nobody waiting, and is not tried for ever."""
    await change(resting, key_sealed=b"spoilt")
    await resting.tick(DAY)
    assert (await resting.row(Person)).returns_at is None
    assert await resting.rows(Outbox) == []
