"""A start on what an earlier run left: unsent messages, prompts out of time, updates taken already."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest

from bot.sandbox import Sandbox, serve
from tests.acceptance.chat import PATIENCE, Chat, Shown
from tests.acceptance.process import free_port, start
from tests.acceptance.record import rows_of
from tests.acceptance.served import TOKEN, at_rest, settle_in, stop
from tests.acceptance.test_restart import trying
from tests.acceptance.ways import EVENING, FEELING, MORNING, outcome, settle

pytestmark = pytest.mark.acceptance

HOUR = timedelta(hours=1)


async def until_rows(database: Path, table: str, number: int) -> list[dict[str, object]]:
    """Wait until a table has so many rows."""
    async with asyncio.timeout(PATIENCE):
        while len(rows := rows_of(database, table)) < number:  # noqa: ASYNC110 - a file rings no bell
            await asyncio.sleep(0.01)
    return rows


async def nothing_arrives(chat: Chat) -> None:
    """From here on the network is gone before any message reaches Telegram."""
    await chat.control("faults", kind="drop-before", method="sendMessage", times=1000)


async def left_in_the_evening(folder: Path, *, until: datetime) -> None:
    """A prompt was committed and could not be sent; the process is killed, and time goes on without it."""
    async with trying(folder) as (process, robin):
        await robin.move(to=MORNING.isoformat())
        await settle(robin)
        await at_rest(folder / "kept" / "daymark.db")
        await nothing_arrives(robin)
        await robin.move(to=EVENING.isoformat())
        (row,) = await until_rows(folder / "kept" / "daymark.db", "outbox", 1)
        assert row["prompt"]
        process.kill()
    world = Sandbox(folder=folder / "kept" / "sandbox").world
    world.move_clock(until - datetime.now(UTC))
    world.save()


async def prompts(chat: Chat) -> list[Shown]:
    """The prompts in a chat: their first question with a button to put it off."""
    return [one for one in await chat.messages() if FEELING in one.text and "Later" in one.labels]


async def test_messages_of_an_earlier_run(tmp_path: Path) -> None:
    """What was committed and not sent goes out at the next start, in its order, each once."""
    database = tmp_path / "kept" / "daymark.db"
    async with trying(tmp_path) as (process, robin):
        await robin.move(to=MORNING.isoformat())
        await settle(robin)
        await at_rest(database)
        await nothing_arrives(robin)
        for command in ("/privacy", "/settings", "/reminders", "/when"):
            await robin.say(command)
        await until_rows(database, "outbox", 4)
        process.kill()
    async with trying(tmp_path) as (_, robin):
        await robin.sees("What comes next")
        titles = ["Who can read what", "Settings", "When I ask you", "What comes next"]
        texts = [one.text for one in (await robin.messages())[-4:]]
        assert [title for title, text in zip(titles, texts, strict=True) if title not in text] == [], texts
        await at_rest(database)


@pytest.mark.parametrize("late", [5 * HOUR, 60 * HOUR])
async def test_a_prompt_whose_time_is_over(tmp_path: Path, late: timedelta) -> None:
    """A prompt that waited until its time was over is dropped at the start, and /when tells it."""
    await left_in_the_evening(tmp_path, until=EVENING + late)
    async with trying(tmp_path) as (_, robin):
        plan = await outcome(robin, "not asked, it could not be delivered. Sorry.")
        assert plan.count("not asked, it could not be delivered. Sorry.") == 1
        await at_rest(tmp_path / "kept" / "daymark.db")
        assert await prompts(robin) == []


async def test_a_prompt_that_is_still_in_its_time(tmp_path: Path) -> None:
    """A prompt that waited and still has time goes out at the start, once, and takes an answer."""
    await left_in_the_evening(tmp_path, until=EVENING + HOUR)
    async with trying(tmp_path) as (_, robin):
        await robin.sees(FEELING)
        await at_rest(tmp_path / "kept" / "daymark.db")
        assert len(await prompts(robin)) == 1
        await robin.tap("4", sees="Which words")
        await outcome(robin, "answered.")


async def test_a_row_that_nobody_can_read(tmp_path: Path) -> None:
    """The start says so in the log and goes on: what waits behind such a row goes out."""
    database = tmp_path / "kept" / "daymark.db"
    async with trying(tmp_path) as (process, robin):
        await robin.move(to=MORNING.isoformat())
        await settle(robin)
        await at_rest(database)
        await nothing_arrives(robin)
        await robin.say("/settings")
        first, *_ = await until_rows(database, "outbox", 1)
        await robin.say("/when")
        await until_rows(database, "outbox", 2)
        process.kill()
    with closing(sqlite3.connect(database)) as link, link:
        link.execute("UPDATE outbox SET call_sealed = x'00' WHERE id = ?", (first["id"],))
    async with trying(tmp_path) as (process, robin):
        await robin.sees("What comes next")
        await at_rest(database)
        assert not any("Settings" in one.text for one in await robin.messages())
        assert process.complaint().count("set_aside") == 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A sandbox whose polls can be watched, Robin in its chat, and a bot that is to meet them."""

    sandbox: Sandbox
    robin: Chat
    settings: dict[str, str]

    async def forget_offsets(self) -> None:
        """Wait for a poll to be open; what it finds is delivered, and no later poll can confirm it."""
        async with asyncio.timeout(PATIENCE):
            while not self.sandbox.world.updates.is_polled:  # noqa: ASYNC110 - a poll rings no bell
                await asyncio.sleep(0.01)
        await self.robin.control("faults", kind="502", method="getUpdates", times=1000)

    async def until_confirmed(self, update_id: int) -> None:
        """Wait until Telegram no longer holds an update."""
        async with asyncio.timeout(PATIENCE):
            while update_id in self.sandbox.world.updates.pending:  # noqa: ASYNC110 - nor does this
                await asyncio.sleep(0.01)


@pytest.fixture
async def line() -> AsyncIterator[Line]:
    """A sandbox that takes one token."""
    sandbox = Sandbox(folder=None, token=TOKEN)
    async with (
        serve(sandbox, port=0) as address,
        httpx.AsyncClient(base_url=address.url, timeout=PATIENCE * 2) as http,
    ):
        settings = {"TELEGRAM_API_URL": address.url, "TELEGRAM_BOT_TOKEN": TOKEN, "PORT": str(free_port())}
        yield Line(sandbox=sandbox, robin=Chat(http=http), settings=settings)


async def say_a_note(robin: Chat) -> None:
    """Words that are kept as a note."""
    await robin.say("A heron by the river", sees="I kept it as a note")


async def begin(robin: Chat) -> None:
    """A command that is answered below."""
    await robin.say("/checkin", sees=FEELING)


@pytest.mark.parametrize("act", [say_a_note, begin])
async def test_updates_that_were_taken_already(
    tmp_path: Path, line: Line, act: Callable[[Chat], Awaitable[None]]
) -> None:
    """Killed before Telegram heard that an update was taken: it comes again, and nothing happens twice."""
    database, robin = tmp_path / "data" / "daymark.db", line.robin
    with start("run", folder=tmp_path, **line.settings) as process:
        await settle_in(robin)
        await robin.tap("Stop here", sees="we stop here")
        await at_rest(database)
        await line.forget_offsets()
        await act(robin)
        await at_rest(database)
        process.kill()
    before = [(one.id, one.text) for one in await robin.messages()]
    kept = {table: rows_of(database, table) for table in ("note", "session", "entry")}
    (again,) = line.sandbox.world.updates.pending
    await robin.http.delete("/sandbox/faults")
    with start("run", folder=tmp_path, **line.settings) as process:
        await line.until_confirmed(again)
        await at_rest(database)
        assert [(one.id, one.text) for one in await robin.messages()] == before
        assert {table: rows_of(database, table) for table in kept} == kept
        await stop(process)
