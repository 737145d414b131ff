"""A prompt that got no answer is shown once more, below, and never twice."""

from datetime import timedelta

import pytest

from bot.schedule.states import SlotState
from bot.store.tables import Slot
from tests.turns.claims import EIGHT, HOUR, MINUTE, change, remind
from tests.turns.screens.room import reminder
from tests.turns.talk import Talk

AGAIN = "Here it is once more, in case it slipped by. No answer is fine too."


@pytest.fixture
async def asked(talk: Talk) -> Talk:
    """Someone who was asked at eight and said nothing."""
    await remind(talk)
    await talk.tick(7 * HOUR)
    return talk


async def test_one_nudge(asked: Talk) -> None:
    """An hour later the prompt stands below with a gentle line, and the older one has no buttons."""
    await asked.tick(HOUR - MINUTE)
    assert len(asked.calls) == 1
    await asked.tick(MINUTE)
    assert asked.texts()[0] == "It is further down now."
    assert asked.texts()[1].startswith(AGAIN)
    assert "How are you feeling right now?" in asked.texts()[1]
    assert asked.labels().count("Not today") == 1
    slot = await asked.row(Slot)
    assert (slot.nudged_at, slot.again_at) == (EIGHT + HOUR, slot.closes_at)
    assert [one.prompt for one in asked.calls] == [True, False, True]


async def test_never_two(asked: Talk) -> None:
    """However often the ticker looks, a prompt is shown twice at most."""
    for _ in range(6):
        await asked.tick(HOUR)
    assert len(asked.calls) == 3
    assert (await asked.row(Slot)).state == SlotState.MISSED


async def test_the_nudge_takes_the_answer(asked: Talk) -> None:
    """A tap on the prompt that stands below answers the same slot, and typed words do."""
    await asked.tick(HOUR)
    await asked.say("4")
    assert (await asked.row(Slot)).state == SlotState.ANSWERED
    assert asked.labels().count("Stop here") == 1


async def test_a_discreet_nudge(talk: Talk) -> None:
    """A discreet prompt stays discreet when it comes once more."""
    await change(talk, discreet=True)
    await remind(talk)
    await talk.tick(7 * HOUR)
    await talk.tick(HOUR)
    again = "Time for a moment? It is here once more, and no answer is fine too."
    assert talk.texts() == ["It is further down now.", again]


@pytest.mark.parametrize("command", ["when", "people", "pause", "checkin"])
async def test_whoever_did_anything_is_not_nudged(asked: Talk, command: str) -> None:
    """Any act since the prompt says that it was seen."""
    asked.room.now += 30 * MINUTE
    await asked.command(command)
    await asked.tick(30 * MINUTE)
    assert not any(AGAIN in text for text in asked.texts())


async def test_not_today_is_not_nudged(asked: Talk) -> None:
    """'Not today' is the end of it."""
    await asked.tap("Not today")
    before = len(asked.calls)
    await asked.tick(HOUR)
    assert len(asked.calls) == before


async def test_no_nudge_in_a_break(asked: Talk) -> None:
    """A break silences the nudge, too."""
    await change(asked, paused_until=EIGHT + 9 * HOUR)
    await asked.tick(HOUR)
    assert len(asked.calls) == 1


async def test_no_nudge_where_it_is_not_wanted(asked: Talk) -> None:
    """Whoever switched it off is asked once."""
    await change(asked, asked_once=True)
    await asked.tick(HOUR)
    assert len(asked.calls) == 1


async def test_no_nudge_without_time_to_answer(talk: Talk) -> None:
    """A prompt that waits less than two hours is not shown twice."""
    await remind(talk, phrase="every day at 20:00 and 21:30")
    await talk.tick(7 * HOUR)
    assert (await talk.row(Slot)).again_at == EIGHT + 90 * MINUTE


async def test_no_nudge_after_downtime(asked: Talk) -> None:
    """A bot that comes up when too little time is left does not nudge."""
    await asked.tick(3 * HOUR + MINUTE)
    assert len(asked.calls) == 1
    assert (await asked.row(Slot)).again_at == EIGHT + 4 * HOUR


async def test_no_nudge_before_the_prompt_arrived(talk: Talk) -> None:
    """A prompt that still waits for Telegram is not sent twice."""
    talk.delivers = False
    await remind(talk)
    await talk.tick(7 * HOUR)
    await talk.tick(HOUR)
    assert len(talk.calls) == 1


async def test_a_second_silent_day_is_not_nudged(asked: Talk) -> None:
    """Whoever left yesterday's prompt unanswered is shown today's once."""
    await asked.tick(HOUR)
    await asked.tick(23 * HOUR)
    before = len(asked.calls)
    await asked.tick(HOUR)
    assert len(asked.calls) == before
    assert [slot.nudged_at is None for slot in await asked.room.slots()] == [False, True]


async def test_what_was_put_off_is_not_nudged(asked: Talk) -> None:
    """A prompt that comes again on wish is not shown a third time."""
    await asked.tap("Later")
    await asked.tap("In 15 minutes")
    await asked.tick(15 * MINUTE)
    slot = await asked.row(Slot)
    assert (slot.state, slot.again_at) == (SlotState.SENT, slot.closes_at)


async def test_a_nudge_keeps_one_question(asked: Talk) -> None:
    """Another flow's prompt takes the place of the nudge, and one set of buttons stands in the chat."""
    await asked.room.add(reminder("morning", "every day at 21:40", EIGHT + 100 * MINUTE))
    await asked.tick(HOUR)
    await asked.tick(40 * MINUTE)
    assert asked.labels().count("Not today") == 1
    assert sorted(slot.state for slot in await asked.room.slots()) == ["missed", "sent"]


async def test_when_tells_of_the_nudge(asked: Talk) -> None:
    """/when says that the prompt was shown once more, and at what time."""
    await asked.tick(HOUR)
    asked.room.now += timedelta(minutes=5)
    await asked.command("when")
    assert "I showed it once more at 21:00." in asked.last()
