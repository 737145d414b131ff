"""A stop while Telegram hangs: the process ends in time, and the next start sends what is left."""

import asyncio
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.acceptance.process import start
from tests.acceptance.record import rows_of
from tests.acceptance.served import Town, at_rest, open_town, settle_in, stop
from tests.faults.test_old_outbox import until_rows

pytestmark = pytest.mark.acceptance

# Seconds; the bot's own limit for one call is 15, and a host gives ten before it kills.
HANGS = 40.0


@pytest.fixture
async def town() -> AsyncIterator[Town]:
    """Robin and Sam, and a bot that is to meet them."""
    async with open_town() as opened:
        yield opened
        await opened.robin.http.delete("/sandbox/faults")


async def hang(town: Town, method: str = "") -> None:
    """From here on Telegram takes calls of a method, or all, and does not answer."""
    await town.robin.control("faults", kind="delay", method=method, seconds=HANGS, times=1000)


@pytest.mark.parametrize("method", ["sendMessage", ""])
async def test_a_stop_while_a_message_hangs(tmp_path: Path, town: Town, method: str) -> None:
    """A message that Telegram neither takes nor refuses stays in the outbox for the next start."""
    database = tmp_path / "data" / "daymark.db"
    with start("run", folder=tmp_path, **town.settings) as process:
        await settle_in(town.robin)
        await town.robin.tap("Stop here", sees="we stop here")
        await at_rest(database)
        await hang(town, method)
        await town.robin.say("A heron by the river")
        await until_rows(database, "outbox", 1)
        await stop(process)
    assert "Traceback" not in process.said()
    assert len(rows_of(database, "note")) == 1
    assert len(rows_of(database, "outbox")) == 1
    await town.robin.http.delete("/sandbox/faults")
    with start("run", folder=tmp_path, **town.settings) as process:
        await town.robin.sees("I kept it as a note")
        await at_rest(database)
        assert len(rows_of(database, "note")) == 1
        await stop(process)


async def test_a_stop_while_a_tap_is_answered(tmp_path: Path, town: Town) -> None:
    """The spinner of a button that nobody can stop does not hold the process up."""
    database = tmp_path / "data" / "daymark.db"
    with start("run", folder=tmp_path, **town.settings) as process:
        await settle_in(town.robin)
        await at_rest(database)
        await hang(town, "answerCallbackQuery")
        tapping = asyncio.create_task(town.robin.tap("4"))
        await town.robin.sees("Which words")
        await stop(process)
        tapping.cancel()
        await asyncio.gather(tapping, return_exceptions=True)
    assert "Traceback" not in process.said()
    assert [row["value"] for row in rows_of(database, "rating")] == [4]


async def test_a_stop_during_the_start(tmp_path: Path, town: Town) -> None:
    """A process that still waits for Telegram's first answer ends at once."""
    database = tmp_path / "data" / "daymark.db"
    await hang(town)
    with start("run", folder=tmp_path, **town.settings) as process:
        async with asyncio.timeout(10):
            while not database.exists() or not database.stat().st_size:  # noqa: ASYNC110 - a file
                await asyncio.sleep(0.01)
        assert await asyncio.to_thread(process.ask_to_stop) in (0, -signal.SIGTERM)
    assert "Traceback" not in process.said()
    await town.robin.http.delete("/sandbox/faults")
    with start("run", folder=tmp_path, **town.settings) as process:
        await town.robin.say("/start", sees="I ask how you are")
        await stop(process)
