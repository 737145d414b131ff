"""The composition root: what is wired, what is refused, and an end at which nothing is lost."""

import asyncio
import base64
import contextlib
import os
import signal
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from bot.app import Daymark, PortTaken, build_house, keyring, open_daymark, run
from bot.channel.telegram import BadToken
from bot.clock import Clock
from bot.sandbox import Sandbox, serve
from bot.settings import Settings
from bot.store.migrate import upgrade
from bot.store.sealing import BadKey, Keyring
from tests.sandbox.line import ROBIN, Line

TOKEN = "12:abc"
ALL_WELL = dict.fromkeys(("intake", "ticker", "outbox", "database"), True)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """A sandbox, and settings that point at it."""

    line: Line
    settings: Settings

    def with_settings(self, **more: Any) -> Settings:
        """The settings, some of them changed."""
        return self.settings.model_copy(update=more)

    async def until_told(self, words: str) -> None:
        """Wait until the bot wrote something to Robin."""
        async with asyncio.timeout(10):
            while words not in str(await self.line.look(f"chats/{ROBIN}")):  # noqa: ASYNC110 - the sandbox rings no bell here
                await asyncio.sleep(0.01)


@pytest.fixture
async def home(tmp_path: Path) -> AsyncIterator[Home]:
    """A sandbox that knows one token, and a folder."""
    sandbox = Sandbox(folder=None, token=TOKEN)
    async with (
        serve(sandbox, port=0) as address,
        httpx.AsyncClient(base_url=address.url) as http,
    ):
        settings = Settings(
            _env_file=None,
            telegram_bot_token=SecretStr(TOKEN),
            telegram_api_url=address.url,
            database_url=f"sqlite+aiosqlite:///{tmp_path / 'daymark.db'}",
            daymark_key_file=tmp_path / "daymark.key",
            daymark_key=SecretStr(""),
            host="127.0.0.1",
            port=free_port(),
            webhook_url="",
        )
        yield Home(line=Line(sandbox=sandbox, http=http), settings=settings)


@asynccontextmanager
async def running(settings: Settings) -> AsyncIterator[None]:
    """The bot runs while inside; at the end this process is asked to stop, as a host asks it."""
    task = asyncio.create_task(run(settings, Clock()))
    try:
        yield
        os.kill(os.getpid(), signal.SIGTERM)
        await asyncio.wait_for(task, 10)
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


@asynccontextmanager
async def polling(daymark: Daymark) -> AsyncIterator[None]:
    """Updates are taken while inside."""
    task = asyncio.create_task(daymark.intake.poll())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def test_a_conversation(home: Home) -> None:
    """What a person sends is answered, and health is good while the bot is open."""
    async with open_daymark(home.settings, Clock()) as daymark:
        assert {name: part.ok for name, part in (await daymark.health.look()).items()} == ALL_WELL
        assert await daymark.next_prompt() is None
        async with polling(daymark):
            await home.line.say("/start")
            await home.until_told("Hello. I ask how you are")
        await daymark.start_over()
    assert not daymark.writer.is_alive
    assert await home.line.look("refused") == []


async def test_run_by_polling(home: Home) -> None:
    """The bot polls and serves its health until it is asked to stop."""
    async with running(home.settings):
        await home.line.say("/start")
        await home.until_told("Hello. I ask how you are")
        async with httpx.AsyncClient() as http:
            answer = await http.get(f"http://127.0.0.1:{home.settings.port}/healthz")
        assert {name: part["ok"] for name, part in answer.json().items()} == ALL_WELL


async def test_run_by_webhook(home: Home) -> None:
    """With an address Telegram delivers, and each delivery is answered in the chat."""
    url = f"http://127.0.0.1:{home.settings.port}/"
    settings = home.with_settings(webhook_url=url, webhook_secret=SecretStr("a-secret-of-some-length"))
    async with running(settings):
        await home.line.say("/start")
        await home.until_told("Hello. I ask how you are")
        assert (await home.line.bot("getWebhookInfo"))["url"] == f"{url}telegram"


async def test_a_wrong_token_ends_the_run(home: Home) -> None:
    """A token that Telegram does not know ends the run with its sentence."""
    with pytest.raises(BadToken):
        await run(home.with_settings(telegram_bot_token=SecretStr("12:wrong")), Clock())


@pytest.mark.parametrize("host", ["127.0.0.1", "::1"])
async def test_a_taken_port(home: Home, host: str) -> None:
    """A port that another program listens on is a fault that names it."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as other:
        with contextlib.suppress(OSError):  # without IPv6 nothing can listen there either
            other.bind((host, home.settings.port))
            other.listen()
        with pytest.raises(PortTaken, match=rf"Nothing can listen on {host}:\d+ .*: set HOST or PORT"):
            await run(home.with_settings(host=host), Clock())


async def test_what_was_left_goes_out_at_the_next_start(home: Home) -> None:
    """What was committed and not sent before the end is sent after the next start."""
    async with open_daymark(home.settings, Clock(), farewell=0.05) as daymark:
        await home.line.control("faults", kind="429", method="sendMessage", retry_after=60)
        async with polling(daymark), asyncio.timeout(10):
            await home.line.say("/start")
            while not await home.line.look("calls", method="sendMessage"):  # noqa: ASYNC110 - as above
                await asyncio.sleep(0.01)
    async with open_daymark(home.settings, Clock()):
        await home.until_told("Hello. I ask how you are")


async def test_another_key_is_refused(home: Home) -> None:
    """A key that cannot open what is stored is refused before anything is touched."""
    async with open_daymark(home.settings, Clock()) as daymark, polling(daymark):
        await home.line.say("/start")
        await home.until_told("Hello. I ask how you are")
    other = SecretStr(base64.b64encode(bytes(32)).decode())
    with pytest.raises(BadKey, match="start with the key it was made with"):
        async with open_daymark(home.with_settings(daymark_key=other), Clock()):
            pass
    home.settings.daymark_key_file.unlink()
    with pytest.raises(BadKey, match="put the key file back"):
        async with open_daymark(home.settings, Clock()):
            pass


def test_the_key_in_force(home: Home, tmp_path: Path) -> None:
    """The setting goes before the file, and a file is made only as long as nothing is stored."""
    text = base64.b64encode(bytes(range(32))).decode()
    path = tmp_path / "daymark.db"
    assert keyring(home.with_settings(daymark_key=SecretStr(text)), path) == Keyring(bytes(range(32)))
    assert not home.settings.daymark_key_file.exists()
    made = keyring(home.settings, path)
    upgrade(path)
    assert keyring(home.settings, path) == made


def test_the_house() -> None:
    """Everything that turns share is loaded."""
    house = build_house(Keyring(bytes(32)), "Ada")
    assert "daily" in house.registry.flows
    assert len(house.tips) >= 24
    assert house.operator == "Ada"
    assert "en" in house.languages
