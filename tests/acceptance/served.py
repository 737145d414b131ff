"""A sandbox in the test's own process for a `daymark run` that the test starts, ends and starts again."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from bot.sandbox import Sandbox, serve
from tests.acceptance.chat import PATIENCE, SAM, Chat
from tests.acceptance.process import Process, free_port, start
from tests.acceptance.record import rows_of
from tests.acceptance.ways import FEELING

TOKEN = "123456:a-token-of-the-sandbox"


@dataclass(frozen=True, slots=True, kw_only=True)
class Town:
    """Robin and Sam on a sandbox, and the settings of a bot that is to meet them there."""

    settings: dict[str, str]
    robin: Chat
    sam: Chat


@asynccontextmanager
async def open_town() -> AsyncIterator[Town]:
    """A sandbox that takes one token; at the end it has refused nothing."""
    async with (
        serve(Sandbox(folder=None, token=TOKEN), port=0) as address,
        httpx.AsyncClient(base_url=address.url, timeout=PATIENCE * 2) as http,
    ):
        settings = {"TELEGRAM_API_URL": address.url, "TELEGRAM_BOT_TOKEN": TOKEN, "PORT": str(free_port())}
        yield Town(settings=settings, robin=Chat(http=http), sam=Chat(http=http, person=SAM))
        assert (await http.get("/sandbox/refused")).json() == []


async def run_through(*arguments: str, folder: Path, **settings: str) -> tuple[int, str]:
    """Exit status and words of a program that ends by itself, while the sandbox goes on answering."""
    with start(*arguments, folder=folder, **settings) as process:
        status = await asyncio.to_thread(process.running.wait, 30)
        said = process.said()
    assert "Traceback" not in said
    return status, said.strip()


async def sentence(*arguments: str, folder: Path, **settings: str) -> str:
    """The one thing that a program complains of before it ends with status 1."""
    with start(*arguments, folder=folder, **settings) as process:
        status = await asyncio.to_thread(process.running.wait, 30)
    assert status == 1, process.said()
    assert "Traceback" not in process.said()
    return process.complaint().strip().splitlines()[-1]


async def stop(process: Process) -> None:
    """Ask the bot to stop while the sandbox goes on answering it."""
    assert await asyncio.to_thread(process.ask_to_stop) == 0


async def settle_in(chat: Chat) -> None:
    """From /start to the first question of the first check-in, by the clock that the bot guesses."""
    await chat.say("/start", sees="I ask how you are")
    await chat.tap("I agree", sees="for you?")
    await chat.tap("Yes, ", sees="Which country")
    await chat.press(await chat.newest(), "s:land:DE")
    if "same clock" in (await chat.newest()).text:
        await chat.tap((await chat.newest()).labels[0])
    await chat.sees("When should I ask")
    await chat.tap("20:00", sees=FEELING)


async def at_rest(database: Path) -> None:
    """Wait until nothing is on its way."""
    async with asyncio.timeout(PATIENCE):
        while rows_of(database, "outbox"):  # noqa: ASYNC110 - a file rings no bell
            await asyncio.sleep(0.01)
