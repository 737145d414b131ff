"""`daymark run` on another Bot API than Telegram's: by polling and by webhook, to its end."""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from bot.sandbox import Address, Sandbox, serve
from tests.acceptance.chat import PATIENCE, Chat
from tests.acceptance.process import Process, free_port, start
from tests.acceptance.ways import FEELING

pytestmark = pytest.mark.acceptance

TOKEN = "123456:a-token-of-the-sandbox"
SECRET = "a-secret-of-32-letters-or-digits"
MARKER = "Heron-by-the-quiet-river"


@dataclass(frozen=True, slots=True, kw_only=True)
class Telegram:
    """The sandbox in the test's own process, and Robin in its chat."""

    address: Address
    robin: Chat

    def settings(self, *, port: int, **more: str) -> dict[str, str]:
        """What the program is told: where its Telegram is, and where itself listens."""
        told = {"TELEGRAM_API_URL": self.address.url, "TELEGRAM_BOT_TOKEN": TOKEN, "PORT": str(port)}
        return told | {"OPERATOR_NAME": "the people of this test"} | more


@pytest.fixture
async def telegram() -> AsyncIterator[Telegram]:
    """A sandbox that takes one token; at the end it has refused nothing."""
    sandbox = Sandbox(folder=None, token=TOKEN)
    async with (
        serve(sandbox, port=0) as address,
        httpx.AsyncClient(base_url=address.url, timeout=PATIENCE * 2) as http,
    ):
        yield Telegram(address=address, robin=Chat(http=http))
        assert (await http.get("/sandbox/refused")).json() == []


async def first_check_in(robin: Chat) -> None:
    """From /start to a noted check-in with a note, by the clock that the bot guesses."""
    await robin.say("/start", sees="run by the people of this test")
    await robin.tap("I agree", sees="for you?")
    await robin.tap("Yes, ", sees="Which country")
    await robin.press(await robin.newest(), "s:land:US")
    if "same clock" in (await robin.newest()).text:
        await robin.tap((await robin.newest()).labels[0])
    await robin.sees("When should I ask")
    await robin.tap("20:00", sees=FEELING)
    await robin.tap("4", sees="Which words")
    await robin.tap("Skip", sees="remember about today")
    await robin.say(MARKER, sees="It is noted")


def in_the_clear(process: Process) -> list[str]:
    """The files in which the marker stands as it was typed."""
    files = [path for path in process.folder.rglob("*") if path.is_file()]
    return [path.name for path in files if MARKER.encode() in path.read_bytes()]


@pytest.mark.parametrize("form", ["console", "json"])
async def test_by_polling(telegram: Telegram, tmp_path: Path, form: str) -> None:
    """A check-in by polling; what was typed stands in no log line and nowhere in the database in clear."""
    settings = telegram.settings(port=free_port(), LOG_LEVEL="DEBUG", LOG_FORMAT=form)
    with start("run", folder=tmp_path, **settings) as process:
        await first_check_in(telegram.robin)
        assert process.ask_to_stop() == 0
    assert (tmp_path / "data" / "daymark.db").exists()
    assert "started" in process.complaint()
    assert "stopped" in process.complaint()
    assert "Traceback" not in process.said()
    assert TOKEN not in process.said()
    assert in_the_clear(process) == []
    assert (tmp_path / "data" / "daymark.key").stat().st_mode & 0o777 == 0o600


async def test_by_webhook(telegram: Telegram, tmp_path: Path) -> None:
    """The same check-in by webhook; a delivery with another secret is refused and changes nothing."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    settings = telegram.settings(port=port, WEBHOOK_URL=address, WEBHOOK_SECRET=SECRET)
    with start("run", folder=tmp_path, **settings) as process:
        await first_check_in(telegram.robin)
        async with httpx.AsyncClient(base_url=address) as visitor:
            health = await visitor.get("/healthz")
            assert health.status_code == httpx.codes.OK
            assert set(health.json()) == {"intake", "ticker", "outbox", "database"}
            numbers = (await visitor.get("/metrics")).text
            assert 'daymark_turns_total{kind="press"}' in numbers
            assert MARKER not in numbers
            assert re.search(r"\b1001\b", numbers) is None  # in a fraction of a second it may stand
            for secret in ("", "another-secret-of-32-letters-here"):
                headers = {"X-Telegram-Bot-Api-Secret-Token": secret}
                forged = await visitor.post("/telegram", json={"update_id": 1}, headers=headers)
                assert forged.status_code == httpx.codes.FORBIDDEN
        assert process.ask_to_stop() == 0
    assert "Traceback" not in process.said()
    assert in_the_clear(process) == []


async def test_one_database_two_starts(telegram: Telegram, tmp_path: Path) -> None:
    """Stopped and started again, the bot knows what was noted; words typed in between are answered."""
    settings = telegram.settings(port=free_port())
    with start("run", folder=tmp_path, **settings) as process:
        await first_check_in(telegram.robin)
        assert process.ask_to_stop() == 0
    await telegram.robin.say("/history")
    with start("run", folder=tmp_path, **settings) as process:
        await telegram.robin.sees(MARKER)
        assert process.ask_to_stop() == 0
