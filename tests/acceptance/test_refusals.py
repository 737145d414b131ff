"""What a person can mend is one sentence and exit status 1, without a traceback."""

import asyncio
import base64
import socket
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from bot.sandbox import Sandbox, serve
from tests.acceptance.chat import Chat
from tests.acceptance.process import PATIENCE, Process, free_port, start

pytestmark = pytest.mark.acceptance

TOKEN = "123456:a-token-of-the-sandbox"


@pytest.fixture
async def settings() -> AsyncIterator[dict[str, str]]:
    """Settings with which the bot would run."""
    async with serve(Sandbox(folder=None, token=TOKEN), port=0) as address:
        yield {"TELEGRAM_API_URL": address.url, "TELEGRAM_BOT_TOKEN": TOKEN, "PORT": str(free_port())}


@pytest.fixture
async def key_of_another(tmp_path: Path) -> str:
    """A key with which nothing of the record in the folder was sealed; somebody has been there."""
    sandbox = Sandbox(folder=None, token=TOKEN)
    async with (
        serve(sandbox, port=0) as address,
        httpx.AsyncClient(base_url=address.url, timeout=PATIENCE) as http,
    ):
        settings = {"TELEGRAM_API_URL": address.url, "TELEGRAM_BOT_TOKEN": TOKEN, "PORT": str(free_port())}
        with start("run", folder=tmp_path, **settings) as process:
            await Chat(http=http).say("/start", sees="I ask how you are")
            assert process.ask_to_stop() == 0
    return base64.b64encode(bytes(32)).decode()


async def sentence(*arguments: str, folder: Path, **settings: str) -> str:
    """What the program says before it ends by itself with status 1."""
    with start(*arguments, folder=folder, **settings) as process:
        assert await ended(process) == 1, process.said()
    said = process.complaint().strip().splitlines()
    assert "Traceback" not in process.said()
    assert said
    return said[-1]


async def ended(process: Process) -> int:
    """The exit status, while the sandbox of this test goes on answering."""
    return await asyncio.to_thread(process.running.wait, PATIENCE)


async def test_without_a_token(tmp_path: Path) -> None:
    """Without a token: how to get one, and that `make try` needs none."""
    said = await sentence("run", folder=tmp_path)
    assert "@BotFather" in said
    assert "'make try' needs none" in said


async def test_a_wrong_token(tmp_path: Path, settings: dict[str, str]) -> None:
    """A token that Telegram does not know: where to copy it from."""
    said = await sentence("run", folder=tmp_path, **settings | {"TELEGRAM_BOT_TOKEN": "123456:another"})
    assert said == "Telegram does not know this TELEGRAM_BOT_TOKEN: copy it again from @BotFather into .env."


async def test_a_taken_port(tmp_path: Path, settings: dict[str, str]) -> None:
    """A port on which something listens: which one, and which settings choose another."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        said = await sentence("run", folder=tmp_path, **settings | {"PORT": port})
        assert f"127.0.0.1:{port}" in said
        assert "set HOST or PORT" in said


async def test_a_taken_port_of_the_page(tmp_path: Path) -> None:
    """`daymark try` on a taken port says how to choose another."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        said = await sentence("try", "--port", port, folder=tmp_path)
        assert port in said
        assert "make try PORT=" in said


async def test_another_database(tmp_path: Path, settings: dict[str, str]) -> None:
    """A DATABASE_URL that is not SQLite's is named, with what is allowed."""
    said = await sentence("run", folder=tmp_path, **settings | {"DATABASE_URL": "postgresql://x/y"})
    assert "DATABASE_URL" in said
    assert "sqlite" in said


async def test_another_key(tmp_path: Path, settings: dict[str, str], key_of_another: str) -> None:
    """A key that is not the one the record was sealed with is refused before anything is sent."""
    said = await sentence("run", folder=tmp_path, **settings | {"DAYMARK_KEY": key_of_another})
    assert "key" in said
    assert key_of_another not in said


async def test_a_lost_key_file(tmp_path: Path, settings: dict[str, str], key_of_another: str) -> None:
    """With the key file gone and a record there, no new key is made in silence."""
    assert key_of_another
    (tmp_path / "data" / "daymark.key").unlink()
    said = await sentence("run", folder=tmp_path, **settings)
    assert "daymark.key" in said
    assert not (tmp_path / "data" / "daymark.key").exists()


async def test_a_wrong_setting(tmp_path: Path, settings: dict[str, str]) -> None:
    """A wrong value names the setting, what was read and what is allowed."""
    said = await sentence("run", folder=tmp_path, **settings | {"LOG_LEVEL": "loud"})
    assert said == "LOG_LEVEL is 'loud': allowed is DEBUG, INFO, WARNING or ERROR."
