"""Never two open questions, and free words go only to a question that stands."""

from datetime import timedelta

import pytest

from bot.schedule.states import SlotState
from bot.store.tables import Note, Session, Slot
from tests.turns.screens.room import NOON, reminder
from tests.turns.talk import Talk

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
FACE = "\N{NEUTRAL FACE} 3"
MISREAD = "A rough guess is fine"


@pytest.fixture
async def put_off(talk: Talk) -> Talk:
    """Someone who put the prompt of eight in the morning off for an hour."""
    talk.room.now = NOON - 5 * HOUR
    await talk.room.add(reminder("daily", "every day at 8:00", talk.room.now))
    await talk.tick()
    await talk.tap("Later")
    await talk.tap("In an hour")
    return talk


def open_questions(talk: Talk) -> int:
    """How many messages in the chat ask how the person feels."""
    return sum(label.startswith(FACE) for label in talk.labels())


async def test_someone_who_answers_is_not_asked_again(put_off: Talk) -> None:
    """A check-in begun shortly before the prompt would come again is its answer."""
    put_off.room.now += 50 * MINUTE
    await put_off.command("checkin")
    before = len(put_off.calls)
    await put_off.tick(10 * MINUTE)
    assert len(put_off.calls) == before
    slot = await put_off.row(Slot)
    assert (slot.state, slot.again_at) == (SlotState.SENT, slot.closes_at)
    await put_off.tap(FACE)
    assert (await put_off.row(Slot)).state == SlotState.ANSWERED


async def test_the_older_question_gives_way(put_off: Talk) -> None:
    """A check-in that rested for long is asked anew below, without its misses, and not above, too."""
    await put_off.command("checkin")
    await put_off.say("perhaps")
    assert MISREAD in put_off.last()
    await put_off.tick(HOUR)
    assert open_questions(put_off) == 1
    assert "Not today" in put_off.labels()
    assert MISREAD not in put_off.last()
    assert put_off.texts()[-2].endswith("It goes on below.")
    await put_off.tap(FACE)
    assert (await put_off.row(Slot)).state == SlotState.ANSWERED
    assert len(await put_off.rows(Session)) == 1


async def test_a_check_in_that_is_told_is_not_asked_again(put_off: Talk) -> None:
    """What was told between the prompt and its return, in another session, settles the prompt."""
    put_off.room.now += 20 * MINUTE
    await put_off.command("checkin", "morning")
    await put_off.command("checkin", "daily")
    for words in ("4", "skip", "skip"):
        await put_off.say(words)
    before = len(put_off.calls)
    await put_off.tick(40 * MINUTE)
    assert len(put_off.calls) == before
    assert (await put_off.row(Slot)).state == SlotState.ALREADY_ANSWERED


async def test_another_check_in_holds_what_was_put_off(put_off: Talk) -> None:
    """In the middle of another check-in the put-off prompt waits, and comes when that is done."""
    put_off.room.now += 50 * MINUTE
    await put_off.command("checkin", "morning")
    await put_off.tick(10 * MINUTE)
    assert (await put_off.row(Slot)).state == SlotState.HELD
    await put_off.command("cancel")
    await put_off.tick()
    assert (await put_off.row(Slot)).state == SlotState.SENT
    assert open_questions(put_off) == 1


async def test_words_after_a_prompt_was_put_off(put_off: Talk) -> None:
    """While a prompt is put off, free words are a note and no answer to it."""
    await put_off.say("4")
    assert len(await put_off.rows(Note)) == 1
    assert (await put_off.row(Slot)).state == SlotState.SNOOZED
    await put_off.command("cancel")
    assert (await put_off.row(Slot)).state == SlotState.SNOOZED


async def test_words_after_the_window(put_off: Talk) -> None:
    """Words typed after the answer window are a note, and the buttons still take a late answer."""
    await put_off.tick(HOUR)
    put_off.room.now += 3 * HOUR
    await put_off.say("3")
    assert [note.step for note in await put_off.rows(Note)] == [None]
    await put_off.tick()
    assert (await put_off.row(Slot)).state == SlotState.MISSED
    await put_off.tap(FACE)
    assert (await put_off.row(Slot)).state == SlotState.ANSWERED_LATE


async def test_words_after_a_break_began(put_off: Talk) -> None:
    """A prompt that a break silenced takes no words."""
    await put_off.press("u:day")
    await put_off.tick(HOUR)
    assert (await put_off.row(Slot)).state == SlotState.PAUSED
    await put_off.say("3")
    assert len(await put_off.rows(Note)) == 1


async def test_words_in_time(put_off: Talk) -> None:
    """A prompt that stands in the chat takes words as its answer."""
    await put_off.tick(HOUR)
    await put_off.say("3")
    assert (await put_off.row(Slot)).state == SlotState.ANSWERED


async def test_a_check_in_long_after_a_prompt(put_off: Talk) -> None:
    """A check-in of the next morning is of that morning: the prompt that was missed stays missed."""
    await put_off.tick(HOUR)
    slot = await put_off.row(Slot)
    await put_off.tick(slot.closes_at - put_off.room.now)
    put_off.room.now += timedelta(hours=15)
    await put_off.command("checkin")
    assert open_questions(put_off) == 1
    await put_off.tap(FACE)
    assert [row.state for row in await put_off.rows(Slot) if row.due_at == slot.due_at] == [SlotState.MISSED]
    assert sorted(row.status for row in await put_off.rows(Session)) == ["left", "open"]
