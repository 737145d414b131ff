"""A process that is killed and started again on the same folder loses nothing and repeats nothing."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest

from bot.sandbox import Sandbox
from tests.acceptance.chat import PATIENCE, Chat
from tests.acceptance.process import Process, start_trial
from tests.acceptance.record import rows_of
from tests.acceptance.ways import EVENING, FEELING, MORNING, outcome, prompted, settle

pytestmark = pytest.mark.acceptance


@asynccontextmanager
async def trying(folder: Path) -> AsyncIterator[tuple[Process, Chat]]:
    """`daymark try` on a folder, and Robin in its chat; at the end nothing was refused."""
    with start_trial(folder) as (process, address):
        async with httpx.AsyncClient(base_url=address, timeout=PATIENCE * 2) as http:
            yield process, Chat(http=http)
            if process.running.poll() is None:
                assert (await http.get("/sandbox/refused")).json() == []


async def kill_in_silence(process: Process, chat: Chat) -> None:
    """Kill once nothing is on its way: what was is sent again, because nobody can know that it arrived."""
    database = process.folder / "kept" / "daymark.db"
    async with asyncio.timeout(PATIENCE):
        while rows_of(database, "outbox"):
            await chat.settled()
    process.kill()


async def test_the_next_tap_goes_on(tmp_path: Path) -> None:
    """Killed in the middle of a question: after the start the old button is understood."""
    async with trying(tmp_path) as (process, robin):
        await robin.move(to=MORNING.isoformat())
        await settle(robin)
        await robin.say("/checkin", sees=FEELING)
        await robin.tap("2", sees="Which words")
        await kill_in_silence(process, robin)
    async with trying(tmp_path) as (_, robin):
        await robin.tap("Skip", sees="What would be welcome now?")
        await robin.tap("Just noting it", sees="remember about today")
        noted = await robin.tap("Skip", sees="It is noted")
        assert "low (2 of 5)" in noted.text
        assert len(await robin.messages()) == 3  # the set-up, its check-in, and this one


async def test_a_prompt_is_not_sent_twice(tmp_path: Path) -> None:
    """Killed right after a prompt: the start sends no second one, and the first still takes a tap."""
    async with trying(tmp_path) as (process, robin):
        await robin.move(to=MORNING.isoformat())
        await settle(robin)
        await prompted(robin)
        await kill_in_silence(process, robin)
    async with trying(tmp_path) as (_, robin):
        await outcome(robin, "asked at 20:00, and still open if you like.")
        assert len(await robin.open_questions()) == 1
        await robin.tap("4", sees="Which words")


async def test_a_prompt_that_is_still_in_time(tmp_path: Path) -> None:
    """A prompt whose time came while nothing ran is sent once at the start, and /when says it was late."""
    await stay_away(tmp_path, until=EVENING + timedelta(hours=1))
    async with trying(tmp_path) as (_, robin):
        await robin.sees(FEELING)
        plan = await outcome(robin, "asked at 21:00, and still open if you like.")
        assert "It came late, because I was not running from 11:00 to 21:00." in plan
        assert len(await robin.open_questions()) == 1
        await robin.tap("4", sees="Which words")


async def test_prompts_that_are_too_late(tmp_path: Path) -> None:
    """Prompts whose window passed while nothing ran are not sent; /when says that the bot was down."""
    await stay_away(tmp_path, until=EVENING + timedelta(days=2, hours=5))
    async with trying(tmp_path) as (_, robin):
        plan = await outcome(robin, "not asked, I was not running from 11:00 to Sat 6 Feb 01:00. Sorry.")
        assert plan.count("I was not running from") == 3
        assert await robin.open_questions() == []


async def stay_away(folder: Path, *, until: datetime) -> None:
    """Set Robin up, kill the process, and let the sandbox's clock go on without it."""
    async with trying(folder) as (process, robin):
        await robin.move(to=MORNING.isoformat())
        await settle(robin)
        await kill_in_silence(process, robin)
    world = Sandbox(folder=folder / "kept" / "sandbox").world
    world.move_clock(until - datetime.now(UTC))
    world.save()
