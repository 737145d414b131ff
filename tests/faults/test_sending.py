"""Calls that Telegram or the network lets fail: what the person sees in the end, and what is kept."""

import pytest

from tests.acceptance.ways import EVENING, FEELING, settle
from tests.faults.day import Day

pytestmark = pytest.mark.acceptance

BROKEN = ["500", "502", "drop-before"]
HOUR = 3600


async def ratings(day: Day) -> list[int]:
    """The values of all ratings that are kept."""
    return [row["value"] for row in day.rows("rating")]


async def question(day: Day) -> None:
    """Robin's first question stands in the chat, and nothing else is on its way."""
    await settle(day.robin)
    await day.robin.say("/checkin", sees=FEELING)
    await day.until_sent()


@pytest.mark.parametrize("kind", BROKEN)
@pytest.mark.parametrize("method", ["sendMessage", "editMessageText"])
async def test_a_call_that_fails(day: Day, kind: str, method: str) -> None:
    """A call that Telegram did not carry out is made again, so the person sees the message once."""
    await question(day)
    await day.fail(kind, method)
    if method == "editMessageText":
        await day.robin.tap("2")
    else:
        await day.robin.say("2")
    await day.until_met()
    await day.pass_by(2)
    await day.robin.sees("Which words")
    await day.until_sent()
    assert len(await day.robin.open_questions()) == 1
    assert await ratings(day) == [2]


@pytest.mark.parametrize("seconds", [1, None])
async def test_a_short_wait(day: Day, seconds: int | None) -> None:
    """A 429 that asks for a second, or does not say for how long, is waited out."""
    await question(day)
    await day.fail("429", retry_after=seconds)
    await day.robin.say("2")
    await day.until_met()
    await day.robin.sees("Which words")
    await day.until_sent()
    assert await ratings(day) == [2]
    assert len(await day.robin.open_questions()) == 1


async def test_a_long_wait(day: Day) -> None:
    """A 429 that asks for an hour holds up one chat and no other, is obeyed, and ends in the message."""
    await question(day)
    await settle(day.sam)
    before = len(await day.calls("sendMessage"))
    await day.fail("429", retry_after=HOUR, chat=str(day.robin.person))
    await day.robin.say("2")
    await day.until_called("sendMessage", before + 1)
    await day.sam.say("/checkin", sees=FEELING)
    await day.pass_by(HOUR - 60)
    await day.sam.say("4", sees="Which words")
    assert [call for call in await day.calls("sendMessage") if call["status"] == 429] != []
    assert "Which words" not in (await day.robin.newest()).text
    await day.pass_by(61)
    await day.robin.sees("Which words")
    assert sorted(await ratings(day)) == [2, 4]


async def test_a_long_wait_and_a_restart(day: Day) -> None:
    """What a 429 held up stands in the outbox, so a new process sends it."""
    await question(day)
    before = len(await day.calls("sendMessage"))
    await day.fail("429", retry_after=HOUR)
    await day.robin.say("2")
    await day.until_called("sendMessage", before + 1)
    await day.end()
    await day.start()
    await day.robin.sees("Which words")
    assert await ratings(day) == [2]


async def test_an_answer_that_is_lost(day: Day) -> None:
    """A message that arrived while its answer was lost stands there twice at most, and can be answered."""
    await question(day)
    await day.fail("drop-after")
    await day.robin.say("2", sees="Which words")
    await day.until_sent()
    shown = [one.text for one in await day.robin.messages() if "Which words" in one.text]
    assert 1 <= len(shown) <= 2
    assert await ratings(day) == [2]
    await day.robin.tap("Skip", sees="What would be welcome")


async def test_an_edit_whose_answer_is_lost(day: Day) -> None:
    """An edit that is made twice changes nothing the second time, and that is no fault."""
    await question(day)
    await day.fail("drop-after", "editMessageText")
    await day.robin.tap("2", sees="Which words")
    await day.until_sent()
    assert len(await day.robin.open_questions()) == 1
    assert await ratings(day) == [2]


async def test_an_answer_after_half_a_minute(day: Day) -> None:
    """Telegram that answers after 30 seconds is asked again before; it stands there twice at most."""
    await question(day)
    await day.fail("delay", seconds=30)
    await day.robin.say("2")
    await day.until_met()
    await day.pass_by(16)
    await day.pass_by(2)
    await day.robin.sees("Which words")
    await day.pass_by(15)
    await day.until_sent()
    shown = [one.text for one in await day.robin.messages() if "Which words" in one.text]
    assert 1 <= len(shown) <= 2
    assert await ratings(day) == [2]
    await day.robin.tap("Skip", sees="What would be welcome")


async def test_a_prompt_after_half_a_minute(day: Day) -> None:
    """A prompt whose answer takes 30 seconds is one slot, which was asked and can be answered."""
    await settle(day.robin)
    await day.end()
    await day.fail("delay", seconds=30)
    day.sandbox.world.move_clock(EVENING - day.sandbox.clock.now() + day.sandbox.ahead)
    await day.start()
    await day.until_met()
    await day.pass_by(18)
    await day.robin.sees(FEELING)
    await day.pass_by(15)
    await day.until_sent()
    assert [row["state"] for row in day.rows("slot")] == ["sent"]
    await day.robin.tap("4", sees="Which words")
    assert [row["state"] for row in day.rows("slot")] == ["answered"]


async def test_a_person_who_blocked_the_bot(day: Day) -> None:
    """A 403 ends every call to that person; what they answered is kept, and words bring them back."""
    await question(day)
    await day.fail("403")
    await day.robin.say("2")
    await day.until_met()
    await day.until_sent()
    assert await ratings(day) == [2]
    assert [row["blocked_at"] is None for row in day.rows("person")] == [False]
    await day.robin.say("/checkin", sees="Which words")
    assert [row["blocked_at"] for row in day.rows("person")] == [None]


async def test_a_message_that_is_refused(day: Day) -> None:
    """A 400 ends one message and not the chat: nothing waits behind it, and the answer is kept."""
    await question(day)
    await day.fail("400", description="can't parse entities")
    await day.robin.say("2")
    await day.until_met()
    await day.until_sent()
    assert await ratings(day) == [2]
    await day.robin.say("/checkin", sees="Which words")


async def test_a_message_to_edit_that_is_gone(day: Day) -> None:
    """Where the message to edit is gone, the next question comes as a message of its own."""
    await question(day)
    await day.fail("400", "editMessageText", description="message to edit not found")
    await day.robin.tap("2", sees="Which words")
    await day.robin.tap("Skip", sees="What would be welcome")


@pytest.mark.parametrize("kind", [*BROKEN, "drop-after"])
async def test_a_spinner_that_is_not_stopped(day: Day, kind: str) -> None:
    """Where the answer to a press fails, the button may spin, but the next question comes."""
    await question(day)
    shown = await day.robin.newest()
    await day.fail(kind, "answerCallbackQuery", times=3)
    data = {"message_id": shown.id, "data": shown.finds("2"), "force": True}
    await day.robin.control(f"people/{day.robin.person}/tap", **data)
    await day.robin.sees("Which words")
    assert await ratings(day) == [2]


@pytest.mark.parametrize("method", ["getMe", "setMyCommands", "deleteWebhook"])
@pytest.mark.parametrize("kind", BROKEN)
async def test_a_start_on_a_bad_day(day: Day, method: str, kind: str) -> None:
    """A start at which a call fails goes on all the same, and what was said meanwhile is answered."""
    await settle(day.robin)
    await day.end()
    await day.robin.say("/checkin")
    await day.fail(kind, method)
    await day.start()
    await day.until_met()
    await day.pass_by(2)
    await day.robin.sees(FEELING)
