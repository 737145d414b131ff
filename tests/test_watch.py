"""The watch: each thing is told once, and what cannot mend itself ends."""

import asyncio
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from pydantic import SecretStr

from bot.app import open_daymark
from bot.clock import Clock
from bot.sandbox import Sandbox, serve
from bot.settings import Settings
from bot.watch import LATE, RED_FOR, Alarm, News, Unwell, watch
from tests.sandbox.line import ROBIN, Line

NONE, MUCH = timedelta(0), LATE + timedelta(seconds=1)
TOKEN = "12:abc"
STRANGER = 999


def test_lateness_is_told_once() -> None:
    """Late prompts are told when they begin to be late, and once more when they are in time again."""
    alarm = Alarm()
    seen = [
        alarm.see(float(at), red=(), late=late)
        for at, late in enumerate((NONE, LATE, MUCH, MUCH, NONE, MUCH))
    ]
    assert seen == [(), (), (News.LATE,), (), (News.IN_TIME,), (News.LATE,)]


def test_a_part_that_stays_red() -> None:
    """A part may be red for a while; only when it stays so is the bot unwell, and a break counts anew."""
    alarm = Alarm()
    assert alarm.see(0, red=["intake"], late=NONE) == ()
    assert alarm.see(RED_FOR - 1, red=["ticker"], late=NONE) == ()
    assert alarm.see(RED_FOR, red=["intake"], late=NONE) == (News.UNWELL,)
    assert alarm.see(RED_FOR + 1, red=(), late=NONE) == ()
    assert alarm.see(RED_FOR + 2, red=["intake"], late=NONE) == ()


async def test_whoever_runs_the_bot_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A dead part is told in the chat of the operator, and then the watch ends with a sentence."""
    monkeypatch.setattr("bot.watch.RED_FOR", 0.02)
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
            daymark_key=SecretStr(""),
            daymark_key_file=tmp_path / "daymark.key",
            operator_ids=frozenset({ROBIN, STRANGER}),
        )
        line = Line(sandbox=sandbox, http=http)
        await line.say("/start")
        async with open_daymark(settings, Clock()) as daymark:
            await daymark.ticker.stop()
            with pytest.raises(Unwell, match="ticker"):
                await asyncio.wait_for(
                    watch(daymark.health, daymark.operators.tell, vital=("ticker",), every=0.01), 5
                )
        chat = await line.look(f"chats/{ROBIN}")
    assert "It stops now, so that it is started again." in chat["messages"][-1]["text"]
