"""Someone who falls silent is asked less, then told once that it is quiet, and any act begins anew."""

from datetime import timedelta

import pytest

from bot.schedule.pauses import FOREVER
from bot.schedule.states import SlotState
from bot.store.tables import Person, Slot
from tests.turns.claims import EIGHT, HOUR, MINUTE, change, remind
from tests.turns.screens.room import PERSON, slot
from tests.turns.talk import Talk

DAY = timedelta(days=1)
QUIET = "I will be quiet until you write. Nothing is lost, and nothing is expected of you."


async def days_go_by(talk: Talk, days: int) -> list[str]:
    """Let evenings pass, each with its prompt and its end; gives what became of the slots."""
    for _ in range(days):
        talk.room.now = talk.room.now.replace(hour=EIGHT.hour, minute=0)
        await talk.tick()
        await talk.tick(HOUR)
        await talk.tick(3 * HOUR)
    return [one.state for one in await talk.room.slots()]


async def silent_for(talk: Talk, days: int) -> None:
    """Slots of so many days, ending yesterday, that were asked and got no answer."""
    await change(talk, seen_at=EIGHT - 400 * DAY)
    for number in range(1, days + 1):
        at = EIGHT - number * 7 * DAY
        await talk.room.add(slot("daily", at, SlotState.MISSED, sent_at=at, closes_at=at + HOUR))


@pytest.fixture
async def quiet(talk: Talk) -> Talk:
    """Someone who was silent for so long that only the message comes."""
    await remind(talk)
    await silent_for(talk, 21)
    await talk.tick(7 * HOUR)
    return talk


async def test_three_days_then_every_second(talk: Talk) -> None:
    """After three silent days a slot is left out, with the reason, and the one after is asked."""
    await remind(talk)
    missed, left = SlotState.MISSED, SlotState.LEFT_IN_PEACE
    assert await days_go_by(talk, 7) == [missed, missed, missed, left, missed, left, missed]
    await talk.command("when")
    assert "not asked, to leave you in peace." in talk.last()


async def test_weekly_after_seven(talk: Talk) -> None:
    """After seven silent days six slots of seven are left out."""
    await remind(talk)
    found = await days_go_by(talk, 18)
    assert [number for number, state in enumerate(found, 1) if state == SlotState.MISSED] == [
        *(1, 2, 3, 5, 7, 9, 11),
        18,
    ]


async def test_an_act_begins_anew(talk: Talk) -> None:
    """Any act is enough: the next slot is asked again."""
    await remind(talk)
    await days_go_by(talk, 3)
    await talk.command("help")
    assert (await days_go_by(talk, 3))[3:] == [SlotState.MISSED] * 3


async def test_one_prompt_a_day_where_there_were_two(talk: Talk) -> None:
    """On a day that is asked at all, someone who has fallen silent is asked once."""
    await remind(talk, phrase="every day at 14:00 and 20:00", at=EIGHT - 6 * HOUR)
    for _ in range(5):
        for hour in (14, 20):
            talk.room.now = talk.room.now.replace(hour=hour, minute=0)
            await talk.tick()
        await talk.tick(4 * HOUR)
    states = [one.state for one in await talk.room.slots()]
    missed, left = SlotState.MISSED, SlotState.LEFT_IN_PEACE
    assert states == [missed, missed, missed, missed, missed, left, left, left, missed, left]


async def test_one_message_when_silence_begins(quiet: Talk) -> None:
    """In place of the prompt one message says so; after it nothing comes, for however long."""
    assert quiet.last().startswith(QUIET)
    assert "/people" in quiet.last()
    assert quiet.labels() == ["I am fine", "It is hard", "Leave me be"]
    newest = (await quiet.room.slots())[-1]
    assert (newest.state, newest.sent_at) == (SlotState.SILENCE, EIGHT)
    assert set((await days_go_by(quiet, 30))[22:]) == {SlotState.LEFT_IN_PEACE}
    assert len(quiet.calls) == 1


async def test_two_slots_of_one_minute(talk: Talk) -> None:
    """The message comes once, also where two prompts were due."""
    await remind(talk)
    await remind(talk, "morning")
    await silent_for(talk, 21)
    await talk.tick(7 * HOUR)
    assert len(talk.calls) == 1
    newest = [one.state for one in await talk.room.slots()][-2:]
    assert sorted(newest) == [SlotState.LEFT_IN_PEACE, SlotState.SILENCE]


async def test_when_tells_of_the_message(quiet: Talk) -> None:
    """/when says what was written instead, and that prompts come again after this act."""
    await quiet.command("when")
    assert "today 20:00 · Daily check-in: not asked; I wrote that I am quiet until you write." in quiet.last()
    assert "tomorrow 20:00 · Daily check-in" in quiet.last()


async def test_fine(quiet: Talk) -> None:
    """'I am fine' brings the prompts back and says when."""
    quiet.room.now += MINUTE
    await quiet.tap("I am fine")
    assert "I ask again tomorrow 20:00." in quiet.last()
    assert (await days_go_by(quiet, 2))[-1] == SlotState.MISSED


async def test_hard(quiet: Talk) -> None:
    """'It is hard' is met kindly, with the people to talk to below."""
    quiet.room.now += MINUTE
    await quiet.tap("It is hard")
    assert "I am sorry that it is hard." in quiet.texts()[0]
    assert "I ask again tomorrow 20:00. If that is too much, /pause makes it quiet." in quiet.texts()[0]
    assert "999" in quiet.last()


async def test_leave_me_be(quiet: Talk) -> None:
    """'Leave me be' is a break until the person returns, and tapping it twice changes nothing."""
    quiet.room.now += MINUTE
    for _ in range(2):
        await quiet.press("q:leave", 1001)
        assert "I ask nothing until you come back." in quiet.last()
    assert (await quiet.row(Person)).paused_until == FOREVER
    assert QUIET not in quiet.texts()
    assert (await days_go_by(quiet, 3))[-2:] == [SlotState.PAUSED] * 2


async def test_without_reminders_nothing_is_promised(quiet: Talk) -> None:
    """Someone whose reminders are gone is told that nothing asks, or nothing of it."""
    (row,) = await quiet.room.reminders()
    await quiet.room.writer.run(lambda db: db.delete(row))
    await quiet.tap("I am fine")
    assert "There are no reminders" in quiet.last()
    await quiet.press("q:hard", 1001)
    assert "I ask again" not in quiet.texts()[0]


@pytest.mark.parametrize("data", ["q", "q:", "q:fine:more", "q:nothing"])
async def test_forged_answers(quiet: Talk, data: str) -> None:
    """What no button wrote changes nothing."""
    assert (await quiet.press(data)).notice.startswith("This button no longer works.")
    assert (await quiet.row(Person)).paused_until is None


async def test_a_break_goes_before(talk: Talk) -> None:
    """In a break nothing is written, also not that it is quiet."""
    await remind(talk)
    await silent_for(talk, 21)
    await change(talk, paused_until=EIGHT + HOUR)
    await talk.tick(7 * HOUR)
    assert talk.calls == []
    assert [one.state for one in await talk.rows(Slot, PERSON)].count(SlotState.PAUSED) == 1
