"""The screens beside the check-in: settings, scale, break, privacy, help and the way out."""

import pytest

from tests.acceptance.chat import Chat
from tests.acceptance.ways import EVENING, FEELING, check_in, prompted, set_up, settle

pytestmark = pytest.mark.acceptance


async def test_numbers_from_one_to_ten(robin: Chat) -> None:
    """With numbers instead of faces a question has two rows of five, and says what the ends mean."""
    await settle(robin)
    await set_up(robin, "Faces or numbers", "Numbers from 1 to 10")
    question = await robin.say("/checkin", sees=FEELING)
    assert question.rows[:2] == [["1", "2", "3", "4", "5"], ["6", "7", "8", "9", "10"]]
    assert "1 is very low, 10 is very good." in question.text
    words = await robin.tap("10", sees="Which words")
    assert "(10 of 10)" in words.text


async def test_the_settings_are_kept(robin: Chat) -> None:
    """Clock, country and discreet reminders are changed by taps and stand in the list."""
    await settle(robin)
    await set_up(robin, "Discreet reminders", "On")
    await robin.tap("Country", sees="Which country")
    await robin.tap("Austria", sees="Country: Austria")
    await robin.tap("Clock", sees="What time is it for you?")
    await robin.tap("Another time", sees="What time is it for you?")
    await robin.tap("10:00", sees="Settings")
    shown = await robin.say("/settings", sees="Discreet reminders: on")
    assert "10:00 now" in shown.text
    assert "Country: Austria" in shown.text


async def test_a_break(robin: Chat, sam: Chat) -> None:
    """During a break nobody is asked; the next time after it is named when the break ends."""
    await settle(robin)
    await settle(sam)
    await robin.say("/pause", sees="Take a break")
    await robin.tap("For a day", sees="You are taking a break until")
    await prompted(sam)  # everything that is due was claimed together
    plan = await robin.say("/when", sees="not asked, you were taking a break.")
    assert plan.id == (await robin.newest()).id
    assert await robin.open_questions() == []
    await robin.say("/pause", sees="You are taking a break until")
    await robin.tap("End the break", sees="I ask again tomorrow 20:00.")
    await robin.move(next_prompt=True)
    await robin.sees(FEELING)
    await sam.sees(FEELING)


@pytest.mark.parametrize("typed", ["/help", "help", "Help!"])
async def test_help_in_the_middle(robin: Chat, typed: str) -> None:
    """Help names people first, mid check-in too, and the question it came between still takes a tap."""
    await settle(robin)
    question = await robin.say("/checkin", sees=FEELING)
    shown = await robin.say(typed, sees="not a therapist")
    assert shown.text.startswith("If someone is in danger now, call 112 (ambulance and fire).")
    await robin.tap("3", sees="Which words", on=question)


async def test_cancel_keeps_what_was_answered(robin: Chat) -> None:
    """/cancel in the middle keeps the rating; the same again says kindly that nothing is open."""
    await settle(robin)
    await robin.say("/checkin", sees=FEELING)
    await robin.tap("2", sees="Which words")
    ended = await robin.say("/cancel", sees="What you answered is kept")
    assert "low (2 of 5)" in ended.text
    assert await robin.open_questions() == []
    await robin.say("/cancel", sees="Nothing is open")
    await robin.say("/history", sees="low (2 of 5)")


async def test_who_can_read_what(robin: Chat) -> None:
    """/privacy says that Telegram chats with bots are not end-to-end encrypted, and who runs this bot."""
    await settle(robin)
    shown = await robin.say("/privacy", sees="not end-to-end encrypted")
    assert "Who runs this bot" in shown.text


async def test_an_answer_is_put_right(robin: Chat) -> None:
    """'Change something' under a check-in asks the old question again; the history shows the new answer."""
    await settle(robin)
    await check_in(robin, face="4")
    await robin.tap("Change something", sees="Which answer would you like to change?")
    await robin.tap(FEELING, sees=FEELING)
    await robin.tap("2")
    shown = await robin.say("/history", sees="low (2 of 5)")
    assert "(4 of 5)" not in shown.text


async def test_back_and_skip(robin: Chat) -> None:
    """Back asks the last question again, and the answer that it had can be replaced."""
    await settle(robin)
    await robin.say("/checkin", sees=FEELING)
    await robin.tap("5", sees="Which words")
    await robin.tap("Back", sees=FEELING)
    await robin.tap("3", sees="Which words")
    await robin.tap("Skip", sees="remember about today")
    noted = await robin.tap("Skip", sees="It is noted")
    assert "(3 of 5)" in noted.text
    assert "(5 of 5)" not in noted.text


async def test_start_over_forgets_everyone(robin: Chat) -> None:
    """After 'start over' on the page the bot greets as if nobody had ever been there."""
    await settle(robin)
    await robin.control("start-over")
    await robin.say("/start", sees="I ask how you are")
    await robin.move(to=EVENING.isoformat())
    await robin.say("/when", sees="I ask how you are")
