"""Due slots are claimed: what is sent, what is not, and the reason that is written down."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.authoring import Flow, Rating
from bot.engine.flow import During
from bot.schedule.states import SlotState
from bot.store.tables import Reminder, Session, Slot
from bot.turns.incoming import Blocked
from tests.turns.claims import EIGHT, HOUR, MINUTE, change, remind, states
from tests.turns.screens.room import NOON, registry_with
from tests.turns.talk import Talk, open_talk


def ask(id: str, during: During) -> Flow:  # noqa: A002 - the word that flows use
    """A check-in of one question."""
    steps = [Rating("how", "How is it?", low="bad", high="good")]
    return Flow(id=id, title=id, prompt="every day at 20:00", steps=steps, thanks="Noted.", during=during)


@pytest.fixture
async def talk(tmp_path: Path) -> AsyncIterator[Talk]:
    """Someone in London, and two more flows: one that makes way, one that does not."""
    registry = registry_with(ask("meek", During.SKIP), ask("bold", During.INTERRUPT))
    async with open_talk(tmp_path, registry) as opened:
        await opened.room.person()
        yield opened


async def test_nothing_before_its_time(talk: Talk) -> None:
    """A reminder is not claimed a minute early."""
    await remind(talk)
    await talk.tick(7 * HOUR - MINUTE)
    assert talk.calls == []
    assert await talk.room.slots() == []


async def test_a_prompt_at_its_time(talk: Talk) -> None:
    """A due reminder writes its slot and its prompt once, and names its next time."""
    await remind(talk)
    for _ in range(2):
        await talk.tick(7 * HOUR if talk.room.now == NOON else 0 * HOUR)
    slot = await talk.row(Slot)
    assert (slot.state, slot.due_at, slot.sent_at, slot.clock) == ("sent", EIGHT, EIGHT, "20:00")
    assert (slot.closes_at, slot.again_at) == (EIGHT + 4 * HOUR, EIGHT + HOUR)
    assert [one.prompt for one in talk.calls] == [True]
    assert "How are you feeling right now?" in talk.last()
    assert (await talk.row(Reminder)).next_due_at == EIGHT + timedelta(days=1)
    assert (await talk.row(Session)).status == "prompted"
    assert "Other check-ins" not in talk.labels()


async def test_a_discreet_prompt(talk: Talk) -> None:
    """A discreet prompt says nothing of what it is about until it is opened."""
    await change(talk, discreet=True)
    await remind(talk)
    await talk.tick(7 * HOUR)
    assert talk.texts() == ["Time for a moment?"]
    await talk.tap("Open")
    assert "How are you feeling" in talk.texts()[0]
    assert (await talk.row(Slot)).state == SlotState.SENT


async def test_an_answer_settles_the_slot(talk: Talk) -> None:
    """The first answer settles the slot; one that comes after the window counts as late."""
    await remind(talk)
    await talk.tick(7 * HOUR)
    await talk.tap("\N{NEUTRAL FACE} 3")
    assert (await talk.row(Slot)).state == SlotState.ANSWERED
    await talk.command("cancel")
    await talk.tick(24 * HOUR)
    await talk.tick(5 * HOUR)
    assert [slot.state for slot in await talk.room.slots()] == ["answered", "missed"]
    await talk.tap("\N{NEUTRAL FACE} 3")
    assert [slot.state for slot in await talk.room.slots()] == ["answered", "answered_late"]


async def test_stopping_before_any_answer(talk: Talk) -> None:
    """'Stop here' on a prompt skips its slot."""
    await remind(talk)
    await talk.tick(7 * HOUR)
    await talk.command("cancel")
    assert (await talk.row(Slot)).state == SlotState.SKIPPED


async def test_a_pause(talk: Talk) -> None:
    """During a break the slot is written as paused and nothing is sent."""
    await remind(talk)
    await change(talk, paused_until=EIGHT + HOUR)
    await talk.tick(7 * HOUR)
    assert await states(talk) == {"daily": SlotState.PAUSED}
    assert talk.calls == []


async def test_a_blocked_bot(talk: Talk) -> None:
    """To someone who blocked the bot nothing is sent, and the reminder sleeps until they return."""
    await remind(talk)
    await talk.act(Blocked())
    await talk.tick(7 * HOUR)
    assert await talk.room.slots() == []
    assert (await talk.row(Reminder)).next_due_at is None


async def test_a_snoozed_prompt_of_a_blocked_bot(talk: Talk) -> None:
    """A slot that was put off before the block ends as blocked."""
    await remind(talk)
    await talk.tick(7 * HOUR)
    await talk.tap("Later")
    await talk.tap("In 15 minutes")
    await talk.act(Blocked())
    await talk.tick(16 * MINUTE)
    assert await states(talk) == {"daily": SlotState.BLOCKED}


@pytest.mark.parametrize(("ago", "state"), [(2, "already_answered"), (4, "sent")])
async def test_an_unasked_checkin_before(talk: Talk, ago: int, state: str) -> None:
    """A check-in within the three hours before makes the prompt needless; an older one does not."""
    await remind(talk)
    talk.room.now = EIGHT - ago * HOUR
    await talk.command("checkin", "daily")
    for words in ("4", "skip", "skip"):
        await talk.say(words)
    await talk.tick(ago * HOUR)
    assert await states(talk) == {"daily": state}


async def test_a_checkin_counts_for_one_time_only(talk: Talk) -> None:
    """A check-in that answers the earlier of two close times does not answer the later one, too."""
    await remind(talk, phrase="every day at 20:00 and 21:00")
    talk.room.now = EIGHT - HOUR
    await talk.command("checkin", "daily")
    for words in ("4", "skip", "skip"):
        await talk.say(words)
    await talk.tick(2 * HOUR + MINUTE)
    assert [slot.state for slot in await talk.room.slots()] == ["bot_was_down", "sent"]


async def test_held_during_another_checkin(talk: Talk) -> None:
    """While another check-in is answered the prompt waits, and comes once that one has ended."""
    await remind(talk)
    talk.room.now = EIGHT
    await talk.command("checkin", "morning")
    await talk.tick()
    slot = await talk.row(Slot)
    assert (slot.state, slot.again_at) == (SlotState.HELD, EIGHT + 10 * MINUTE)
    await talk.command("when")
    assert "soon · Daily check-in, once the open check-in is done or has rested a while" in talk.last()
    assert "today 20:00 · Daily check-in: it waits until the open check-in is done." in talk.last()
    woken = talk.woken
    await talk.command("cancel")
    assert talk.woken == woken + 1
    await talk.tick()
    assert await states(talk) == {"daily": SlotState.SENT}


async def test_held_until_the_other_is_forgotten(talk: Talk) -> None:
    """Someone who stopped answering half an hour ago is asked; the old question makes way."""
    await remind(talk)
    talk.room.now = EIGHT
    await talk.command("checkin", "morning")
    await talk.say("3")
    for _ in range(3):
        await talk.tick(10 * MINUTE)
    assert await states(talk) == {"daily": SlotState.SENT}
    assert any("Left here. What you answered is kept." in text for text in talk.texts())


async def test_held_too_long(talk: Talk) -> None:
    """A prompt that is held until its window is over was not asked, and the reason says so."""
    await remind(talk, phrase="every day at 20:00 and 20:05")
    talk.room.now = EIGHT
    await talk.command("checkin", "morning")
    await talk.tick()
    await talk.tick(11 * MINUTE)
    assert [slot.state for slot in await talk.room.slots()] == ["other_checkin", "held"]


async def test_the_same_checkin_is_open(talk: Talk) -> None:
    """Someone who is in the middle of this very check-in is not asked for it again."""
    await remind(talk)
    talk.room.now = EIGHT - MINUTE
    await talk.command("checkin", "daily")
    await talk.tick(MINUTE)
    assert await states(talk) == {"daily": SlotState.ALREADY_ANSWERED}


async def test_a_flow_that_makes_way(talk: Talk) -> None:
    """A prompt whose flow skips is not sent while another check-in is answered."""
    await remind(talk, "meek")
    talk.room.now = EIGHT
    await talk.command("checkin", "morning")
    await talk.tick()
    assert await states(talk) == {"meek": SlotState.OTHER_CHECKIN}


async def test_a_flow_that_interrupts(talk: Talk) -> None:
    """A prompt whose flow interrupts comes at once, and the open check-in is left with its answers."""
    await remind(talk, "bold")
    talk.room.now = EIGHT
    await talk.command("checkin", "morning")
    await talk.say("3")
    await talk.tick()
    assert await states(talk) == {"bold": SlotState.SENT}
    found = {row.flow: row.status for row in await talk.rows(Session)}
    assert found == {"morning": "left", "bold": "prompted"}


async def test_two_reminders_of_one_minute(talk: Talk) -> None:
    """Of two prompts due at once one is sent; the other comes when that is answered."""
    await remind(talk, "morning")
    await remind(talk, "daily")
    await talk.tick(7 * HOUR)
    assert sorted((await states(talk)).values()) == [SlotState.HELD, SlotState.SENT]
    assert len(talk.calls) == 1
    await talk.command("cancel")
    await talk.tick()
    assert sorted((await states(talk)).values()) == [SlotState.SENT, SlotState.SKIPPED]


async def test_not_today_lets_the_other_come(talk: Talk) -> None:
    """A prompt that waited behind another comes as soon as that one is declined."""
    await remind(talk, "morning")
    await remind(talk, "daily")
    await talk.tick(7 * HOUR)
    woken = talk.woken
    await talk.tap("Not today")
    assert talk.woken == woken + 1
    await talk.tick()
    assert sorted((await states(talk)).values()) == [SlotState.SENT, SlotState.SKIPPED]


async def test_later_does_not_bring_the_other_at_once(talk: Talk) -> None:
    """Who puts one prompt off is not asked the other that moment; /when says when it comes."""
    await remind(talk, "morning")
    await remind(talk, "daily")
    await talk.tick(7 * HOUR)
    held = next(slot for slot in await talk.room.slots() if slot.state == SlotState.HELD)
    await talk.tap("Later")
    await talk.tap("In an hour")
    await talk.command("when")
    title = talk.room.house.registry.flows[held.flow].title
    assert f"today 20:10 · {title}, a little late" in talk.last()
    assert f"today 20:00 · {title}: it comes at 20:10." in talk.last()
    await talk.tick(10 * MINUTE)
    assert sorted((await states(talk)).values()) == [SlotState.SENT, SlotState.SNOOZED]


async def test_an_unanswered_prompt_makes_way(talk: Talk) -> None:
    """Yesterday's prompt loses its buttons when today's comes: never two open questions."""
    await remind(talk)
    await talk.tick(7 * HOUR)
    await talk.tick(24 * HOUR)
    assert [slot.state for slot in await talk.room.slots()] == ["missed", "sent"]
    assert talk.texts()[0] == "This one went by. That is fine."
    assert sorted(row.status for row in await talk.rows(Session)) == ["left", "prompted"]


async def test_a_prompt_that_never_arrived_makes_way(talk: Talk) -> None:
    """A prompt that Telegram never took has no message to change, and nobody has missed it."""
    talk.delivers = False
    await remind(talk)
    await talk.tick(7 * HOUR)
    await talk.tick(24 * HOUR)
    assert [slot.state for slot in await talk.room.slots()] == ["not_sent", "sent"]
    assert [one.call.edits for one in talk.calls] == [None, None]


async def test_the_window_closes(talk: Talk) -> None:
    """Four hours after its time an unanswered slot is missed."""
    await remind(talk)
    await talk.tick(7 * HOUR)
    await talk.tick(4 * HOUR)
    slot = await talk.row(Slot)
    assert (slot.state, slot.again_at) == (SlotState.MISSED, None)
