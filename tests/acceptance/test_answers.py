"""What people send beside the buttons that stand there: words, odd things, old buttons, edits."""

import asyncio

import pytest

from tests.acceptance.chat import GROUP, PATIENCE, Chat
from tests.acceptance.ways import FEELING, check_in, outcome, prompted, settle

pytestmark = pytest.mark.acceptance

LONG = "It was a long day with many things in it, and I would like to remember some of them. " * 3


@pytest.mark.parametrize(
    ("typed", "noted"),
    [
        ("7", "(7 of 10)"),
        ("7/10", "(7 of 10)"),
        ("seven", "(7 of 10)"),
        ("2", "low (2 of 5)"),
        ("Very good", "very good (5 of 5)"),
        ("pretty bad", "low (2 of 5)"),
    ],
)
async def test_typed_ratings(robin: Chat, typed: str, noted: str) -> None:
    """A number, a number out of ten, a number word, a label and a mood word are ratings."""
    await settle(robin)
    question = await robin.say("/checkin", sees=FEELING)
    words = await robin.say(typed, sees="Which words")
    assert words.id > question.id
    assert noted in (await robin.message(question.id)).text
    assert (await robin.message(question.id)).rows == []


async def test_nonsense_twice(robin: Chat) -> None:
    """What is not understood is asked again kindly, at most twice, and kept as a note each time."""
    await settle(robin)
    await robin.say("/checkin", sees=FEELING)
    for word in ("hm banana", "banana banana"):
        again = await robin.say(word, sees=FEELING)
        assert "I kept your words as a note." in again.text
    third = await robin.say("and a third banana", sees="I kept your words as a note.")
    assert FEELING not in third.text
    assert len(await robin.open_questions()) == 1
    await robin.tap("3", sees="Which words")
    shown = await robin.say("/history", sees="(3 of 5)")
    assert "hm banana" in shown.text
    assert "and a third banana" in shown.text


async def test_a_long_text_is_kept(robin: Chat) -> None:
    """A long text where a button was expected is kept as a note, and the person is told."""
    await settle(robin)
    await robin.say("/checkin", sees=FEELING)
    await robin.tap("4", sees="Which words")
    await robin.say(LONG, sees="I kept your words as a note.")
    await robin.tap("Stop here")
    await robin.say("/history", sees="It was a long day with many things in it")


async def test_words_without_a_question(robin: Chat) -> None:
    """Words that answer nothing are kept as a note, which can be removed again."""
    await settle(robin)
    await robin.say("Saw a heron today", sees="I kept it as a note.")
    await robin.tap("Remove the note", sees="The note is gone.")


async def test_an_old_button(robin: Chat) -> None:
    """A button of a finished check-in stops spinning, says that all is noted, and stores nothing twice."""
    await settle(robin)
    question = await robin.say("/checkin", sees=FEELING)
    rate = question.finds("2")
    await robin.tap("4", sees="Which words")
    await robin.tap("Skip", sees="remember about today")
    await robin.tap("Skip", sees="It is noted")
    assert rate is not None
    shown = await robin.press(question, rate)
    await robin.hears("That is noted already.")
    assert "(4 of 5)" in shown.text
    history = await robin.say("/history", sees="(4 of 5)")
    assert "(2 of 5)" not in history.text


async def test_a_double_tap(robin: Chat) -> None:
    """The same button twice in a row counts once, and the next question stands there once."""
    await settle(robin)
    question = await robin.say("/checkin", sees=FEELING)
    data = question.finds("4") or ""
    for _ in range(2):
        await robin.control(f"people/{robin.person}/tap", message_id=question.id, data=data, force=True)
    await robin.settled()
    await robin.sees("Which words")
    assert len(await robin.open_questions()) == 1
    await robin.tap("Stop here", sees="We stop here")
    history = await robin.say("/history", sees="(4 of 5)")
    assert history.text.count("(4 of 5)") == 1


async def test_a_button_that_no_one_wrote(robin: Chat) -> None:
    """Forged button data is answered with a notice and changes nothing."""
    await settle(robin)
    question = await robin.say("/checkin", sees=FEELING)
    await robin.press(question, "c:zzzz:r:mood:9f")
    await robin.hears("This button no longer works.")
    await robin.press(question, "nonsense")
    await robin.hears("This button no longer works.")
    await robin.tap("3", sees="Which words")


async def test_an_edited_message(robin: Chat) -> None:
    """An edited message changes the note that it had become, in the history too."""
    await settle(robin)
    await robin.say("/checkin", sees=FEELING)
    await robin.tap("4", sees="Which words")
    await robin.tap("Skip", sees="remember about today")
    await robin.say("Met my sister", sees="It is noted")
    await robin.send("edit", "as you changed it", message_id=robin.said[-1], text="Met my brother")
    history = await robin.say("/history", sees="Met my brother")
    assert "sister" not in history.text


async def test_an_edited_number(robin: Chat) -> None:
    """A typed rating is put right by editing its message, in the middle and after the end."""
    await settle(robin)
    await robin.say("/checkin", sees=FEELING)
    await robin.say("4", sees="Which words")
    rated = robin.said[-1]
    again = await robin.send("edit", "as you changed it", message_id=rated, text="5")
    assert "(5 of 5)" in again.text
    await robin.tap("Skip", sees="remember about today")
    await robin.tap("Skip", sees="It is noted")
    await robin.send("edit", "(3 of 5)", message_id=rated, text="3")
    history = await robin.say("/history", sees="(3 of 5)")
    assert "(4 of 5)" not in history.text


async def test_a_number_off_the_scale(robin: Chat) -> None:
    """It is answered by how far the scale goes, and is no note."""
    await settle(robin)
    await robin.say("/checkin", sees=FEELING)
    await robin.say("11", sees="The scale goes from 1 (very low) to 5 (very good).")
    assert len(await robin.open_questions()) == 1


@pytest.mark.parametrize(
    ("kind", "words"), [("sticker", "sticker"), ("photo", "picture"), ("voice", "speaking")]
)
async def test_odd_messages(robin: Chat, kind: str, words: str) -> None:
    """A sticker, a picture or a voice message gets a short human reply, and the question stays open."""
    await settle(robin)
    question = await robin.say("/checkin", sees=FEELING)
    await robin.send(kind, words)
    await robin.tap("3", sees="Which words", on=question)


async def test_an_unknown_command(robin: Chat) -> None:
    """A command that does not exist is answered with the way to those that do."""
    await settle(robin)
    await robin.say("/frobnicate", sees="/help")


async def test_a_command_in_a_group(robin: Chat) -> None:
    """In a group the bot says once that it only talks in private, and asks nothing."""
    await settle(robin)
    await robin.control(f"people/{robin.person}/text", chat=GROUP, text="/checkin")
    await Chat(http=robin.http, person=GROUP).sees("I only talk in private")
    assert await robin.open_questions() == []


async def test_blocked_and_back(robin: Chat, sam: Chat) -> None:
    """Who blocked the bot is not asked; after the return all is as it was, and they are asked again."""
    await settle(robin)
    await settle(sam)
    await check_in(robin)
    await robin.control(f"people/{robin.person}/block")
    await prompted(sam)
    await robin.control(f"people/{robin.person}/unblock")
    await robin.say("/start", sees="Everything is as you left it")
    assert await robin.open_questions() == []
    await robin.say("/history", sees="(4 of 5)")
    await sam.tap("Not today", sees="All right, not today.")
    await robin.move(next_prompt=True)
    await robin.sees(FEELING)
    await sam.sees(FEELING)


async def test_a_refused_prompt(robin: Chat, sam: Chat) -> None:
    """A 403 stops the prompts of that person until they write again; /when says why one did not come."""
    await settle(robin)
    await settle(sam)
    await robin.control("faults", kind="403", method="sendMessage", chat=str(robin.person))
    await prompted(sam)  # both are claimed together, so Robin's is on its way
    await refused_on_purpose(robin)
    plan = await outcome(robin, "it did not reach you, this chat was blocked then.")
    assert "tomorrow 20:00" in plan
    await robin.move(next_prompt=True)
    await robin.sees(FEELING)
    await sam.sees(FEELING)


async def refused_on_purpose(chat: Chat) -> None:
    """Wait until the refusal that a test prepared has met a call."""
    async with asyncio.timeout(PATIENCE):
        while not any(call["injected"] for call in (await chat.get("calls"))[-5:]):
            await chat.settled()
