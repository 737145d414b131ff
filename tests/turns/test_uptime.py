"""When the bot ran is written down, so that it can say when it was down."""

from datetime import timedelta

from bot.schedule.downtime import Downtime
from bot.store.queries import uptimes
from bot.turns.uptime import downtimes
from tests.turns.claims import EIGHT, HOUR, MINUTE, remind
from tests.turns.screens.room import NOON
from tests.turns.talk import Talk


async def test_a_bot_that_ticks_was_never_down(talk: Talk) -> None:
    """Ticks of every minute stretch one span, and there is no downtime."""
    for _ in range(60):
        await talk.tick(MINUTE)
    assert await talk.room.writer.run(downtimes) == []
    (span,) = await talk.room.writer.run(uptimes)
    assert (span.began_at, span.ticked_at) == (NOON + MINUTE, NOON + HOUR)


async def test_a_gap_is_a_downtime(talk: Talk) -> None:
    """Between the last tick before and the first one after the bot was down."""
    await talk.tick()
    await talk.tick(5 * HOUR)
    await talk.tick(MINUTE)
    found = await talk.room.writer.run(downtimes)
    assert found == [Downtime(began_at=NOON, ended_at=NOON + 5 * HOUR)]


async def test_many_ticks_in_a_moment(talk: Talk) -> None:
    """Ticks within half a minute write nothing."""
    await talk.tick()
    await talk.tick(timedelta(seconds=20))
    (span,) = await talk.room.writer.run(uptimes)
    assert span.ticked_at == NOON


async def test_old_spans_are_forgotten(talk: Talk) -> None:
    """After two months nobody asks when the bot was down."""
    await talk.tick()
    await talk.tick(timedelta(days=61))
    assert len(await talk.room.writer.run(uptimes)) == 1


async def test_a_prompt_after_downtime_says_why_it_is_late(talk: Talk) -> None:
    """A bot that comes up in time sends late, and /when says from when to when it was down."""
    await remind(talk)
    await talk.tick(7 * HOUR - 20 * MINUTE)
    await talk.tick(HOUR)
    assert talk.room.now == EIGHT + 40 * MINUTE
    await talk.command("when")
    assert "asked at 20:40, and still open if you like." in talk.last()
    assert "It came late, because I was not running from 19:40 to 20:40." in talk.last()
