"""Until when a prompt may be begun and finished, and how a check-in comes to rest."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.authoring import Flow, Limits, Note, Rating
from bot.schedule.states import SlotState
from bot.store.queries import next_wake
from bot.store.tables import Entry, Session, Slot
from bot.store.tables import Rating as Given
from tests.turns.claims import EIGHT, HOUR, MINUTE, change, remind, states
from tests.turns.screens.room import registry_with
from tests.turns.talk import Talk, open_talk

MIDNIGHT = EIGHT + 4 * HOUR
MIDDLE = "\N{NEUTRAL FACE} 3"


def hasty() -> Flow:
    """A check-in with limits of its own."""
    return Flow(
        id="hasty",
        title="Hasty",
        prompt="every day at 20:00",
        steps=[Rating("how", "How is it?", low="bad", high="good"), Note("why", "Why?")],
        thanks="Noted.",
        limits=Limits(start=30, finish=10, inactivity=20),
    )


@pytest.fixture
async def talk(tmp_path: Path) -> AsyncIterator[Talk]:
    """Someone in London, and a flow that says how long it waits."""
    async with open_talk(tmp_path, registry_with(hasty())) as opened:
        await opened.room.person()
        yield opened


async def test_begun_in_time_and_finished_in_the_grace(talk: Talk) -> None:
    """Whoever opened the prompt before midnight and answers a little after it is in time."""
    await change(talk, discreet=True)
    await remind(talk)
    await talk.tick(7 * HOUR)
    talk.room.now = MIDNIGHT - MINUTE
    await talk.tap("Open")
    await talk.tick(MINUTE)
    assert (await talk.row(Slot)).state == SlotState.SENT
    talk.room.now = MIDNIGHT + 30 * MINUTE
    await talk.tap(MIDDLE)
    assert (await talk.row(Slot)).state == SlotState.ANSWERED


async def test_begun_in_time_and_never_answered(talk: Talk) -> None:
    """When the grace is over, a prompt that was only opened is missed, and its buttons still answer late."""
    await change(talk, discreet=True)
    await remind(talk)
    await talk.tick(7 * HOUR)
    talk.room.now = MIDNIGHT - MINUTE
    await talk.tap("Open")
    await talk.tick(MINUTE)
    await talk.tick(HOUR)
    assert (await talk.row(Slot)).state == SlotState.MISSED
    assert (await talk.row(Session)).status == "left"
    await talk.tap(MIDDLE)
    assert (await talk.row(Slot)).state == SlotState.ANSWERED_LATE


async def test_begun_too_late(talk: Talk) -> None:
    """Whoever begins after the limit answers late, also within the grace, and is welcome."""
    await remind(talk)
    await talk.tick(7 * HOUR)
    await talk.tick(4 * HOUR + MINUTE)
    await talk.tap(MIDDLE)
    assert (await talk.row(Slot)).state == SlotState.ANSWERED_LATE
    talk.room.now += HOUR + 30 * MINUTE
    await talk.tick()
    assert (await talk.row(Session)).status == "open"


async def test_idle_check_ins_are_closed_quietly(talk: Talk) -> None:
    """Two hours after the last act a check-in ends as left: nothing is sent, the answers are kept."""
    await remind(talk)
    await talk.tick(7 * HOUR)
    await talk.tap(MIDDLE)
    before = len(talk.calls)
    await talk.tick(2 * HOUR - MINUTE)
    assert (await talk.row(Session)).status == "open"
    await talk.tick(MINUTE)
    row, entry = await talk.row(Session), await talk.row(Entry)
    assert (row.status, row.rests_at) == ("left", None)
    assert (entry.ending, entry.ended_at) == ("left", EIGHT)
    assert len(talk.calls) == before
    assert (await talk.row(Slot)).state == SlotState.ANSWERED


async def test_the_buttons_of_a_closed_check_in_go_on_with_it(talk: Talk) -> None:
    """A tap long after the close takes the answer and asks on; typed words are kept as a note."""
    await remind(talk)
    await talk.tick(7 * HOUR)
    await talk.tap(MIDDLE)
    await talk.tick(9 * HOUR)
    await talk.say("a line of my own")
    assert (await talk.row(Session)).status == "left"
    await talk.tap("Skip")
    assert (await talk.row(Session)).status == "open"
    assert "Anything you would like to remember" in talk.last()
    await talk.tap("Skip")
    assert (await talk.row(Session)).status == "finished"
    endings = {entry.flow: entry.ending for entry in await talk.rows(Entry)}
    assert endings["daily"] == "finished"


async def test_another_prompt_waits_for_whoever_begins(talk: Talk) -> None:
    """A held prompt comes with the quiet close of what it waited for, not only when it is looked at next."""
    await remind(talk)
    talk.room.now = EIGHT - 15 * MINUTE
    await talk.command("checkin", "hasty")
    talk.room.now += 14 * MINUTE
    await talk.say("3")
    await talk.tick(MINUTE)
    assert await states(talk) == {"daily": SlotState.HELD}
    await talk.tick(10 * MINUTE)
    assert await states(talk) == {"daily": SlotState.HELD}
    await talk.tick(9 * MINUTE)
    assert await states(talk) == {"daily": SlotState.SENT}


async def test_an_edit_after_the_close(talk: Talk) -> None:
    """A typed answer that is edited long after the close is read anew, as it is in any other check-in."""
    await remind(talk)
    await talk.tick(7 * HOUR)
    typed = await talk.say("2")
    await talk.tick(2 * HOUR)
    assert (await talk.row(Session)).status == "left"
    await talk.edit(typed, "4")
    assert (await talk.row(Given)).value == 4
    assert "Your answer reads as you changed it." in talk.last()


async def test_an_own_check_in_rests_too(talk: Talk) -> None:
    """A check-in that nobody asked for is closed in the same way, and the ticker knows when."""
    await talk.command("checkin", "daily")
    wake = await talk.room.writer.run(next_wake)
    assert wake == talk.room.now + 2 * HOUR
    await talk.tick(2 * HOUR)
    assert (await talk.row(Session)).status == "left"
    assert await talk.room.writer.run(next_wake) is None


async def test_whoever_is_typing_is_never_cut_off(talk: Talk) -> None:
    """Acts that keep coming carry a check-in past every limit."""
    await remind(talk, "hasty")
    await talk.tick(7 * HOUR)
    await talk.say("3")
    for _ in range(12):
        talk.room.now += 9 * MINUTE
        await talk.tap("Back")
        await talk.say("4")
        await talk.tick()
    assert (await talk.row(Session)).status == "open"
    await talk.tick(10 * MINUTE)
    assert (await talk.row(Session)).status == "left"


async def test_limits_of_a_flow(talk: Talk) -> None:
    """A flow that says so waits half an hour for its beginning."""
    await remind(talk, "hasty")
    await talk.tick(7 * HOUR)
    assert (await talk.row(Slot)).closes_at == EIGHT + 30 * MINUTE
    await talk.tick(30 * MINUTE)
    assert await states(talk) == {"hasty": SlotState.MISSED}


async def test_a_prompt_that_was_opened_and_left_waits_again(talk: Talk) -> None:
    """A prompt that was opened and then left alone takes typed words as long as its time lasts."""
    await change(talk, discreet=True)
    await remind(talk)
    await talk.tick(7 * HOUR)
    await talk.tap("Open")
    await talk.tick(2 * HOUR)
    assert (await talk.row(Session)).status == "prompted"
    await talk.say("4")
    assert (await talk.row(Slot)).state == SlotState.ANSWERED


async def test_a_held_prompt_comes_when_the_other_rests(talk: Talk) -> None:
    """A check-in that is closed quietly keeps no other prompt waiting."""
    await remind(talk)
    talk.room.now = EIGHT - 20 * MINUTE
    await talk.command("checkin", "hasty")
    await talk.tick(20 * MINUTE)
    assert await states(talk) == {"daily": SlotState.SENT}
    assert (await talk.rows(Session))[0].status == "left"


async def test_a_start_after_long_downtime(talk: Talk) -> None:
    """What was open when the bot went down is closed at its start, with the time of the last act."""
    await talk.command("checkin", "daily")
    await talk.say("4")
    begun = talk.room.now
    await talk.tick(timedelta(days=3))
    assert (await talk.row(Entry)).ended_at == begun


async def test_a_flow_that_vanished_rests_as_any(talk: Talk) -> None:
    """An open check-in that is offered no more is closed after the usual time."""
    await talk.command("checkin", "hasty")
    row = await talk.row(Session)
    row.flow = "gone"
    await talk.room.add(row)
    await talk.tick(HOUR)
    assert (await talk.row(Session)).status == "open"
    await talk.tick(HOUR)
    assert (await talk.row(Session)).status == "left"
