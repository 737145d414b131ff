"""A sandbox that fails on purpose, a bot on it that is started and killed, and people in its chats."""

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx

from bot.sandbox import Sandbox, serve
from tests.acceptance.chat import PATIENCE, ROBIN, SAM, Chat
from tests.acceptance.process import INHERITED, free_port
from tests.acceptance.record import rows_of
from tests.acceptance.ways import MORNING
from tests.faults.nursery import CLOCK
from tests.source import ROOT

TOKEN = "123456:a-token-of-the-sandbox"
SECRET = "a-secret-of-32-letters-or-digits"
# A nursery is not measured: most of its processes are killed, and would leave nothing to read.
UNMEASURED = [name for name in INHERITED if not name.startswith("COVERAGE")]


@dataclass(slots=True, kw_only=True)
class Nursery:
    """The process that starts bots, one after the other."""

    process: "subprocess.Popen[str]"

    async def start(self, folder: Path, settings: dict[str, str], ahead: float) -> int:
        """Start a bot and give its process id."""
        wish = {"folder": str(folder), "settings": settings, "ahead": ahead}
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(wish) + "\n")
        self.process.stdin.flush()
        return await self._read()

    async def ended(self) -> int:
        """The exit status of the bot; the number of a signal is negative."""
        return await self._read()

    async def _read(self) -> int:
        assert self.process.stdout is not None
        async with asyncio.timeout(PATIENCE * 2):
            return int(await asyncio.to_thread(self.process.stdout.readline))


@contextmanager
def open_nursery() -> Iterator[Nursery]:
    """A nursery that has loaded the bot's modules; gone at the end."""
    kept = {name: os.environ[name] for name in UNMEASURED if name in os.environ}
    with subprocess.Popen(
        [sys.executable, "-m", "tests.faults.nursery"],
        cwd=ROOT,
        env=kept | {"TZ": "UTC"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield Nursery(process=process)
        finally:
            if process.stdin is not None:
                process.stdin.close()


@dataclass(slots=True, kw_only=True)
class Day:
    """One bad day: the sandbox, the bot's folder and settings, and Robin and Sam."""

    sandbox: Sandbox
    http: httpx.AsyncClient
    nursery: Nursery
    folder: Path
    settings: dict[str, str]
    running: int | None = None
    chats: dict[int, Chat] = field(default_factory=dict)

    @property
    def robin(self) -> Chat:
        """Somebody."""
        return self.chats.setdefault(ROBIN, Chat(http=self.http, person=ROBIN))

    @property
    def sam(self) -> Chat:
        """Somebody else."""
        return self.chats.setdefault(SAM, Chat(http=self.http, person=SAM))

    async def start(self) -> None:
        """Start the bot, at the moment that the sandbox's clock shows."""
        assert self.running is None
        self.running = await self.nursery.start(
            self.folder, self.settings, self.sandbox.ahead.total_seconds()
        )

    async def end(self, sign: signal.Signals = signal.SIGKILL) -> int:
        """End the bot, without a chance to say goodbye unless another signal is named; its exit status."""
        assert self.running is not None
        os.kill(self.running, sign)
        self.running = None
        return await self.nursery.ended()

    async def pass_by(self, seconds: float) -> None:
        """Let time pass, for the sandbox and for every timer of the bot."""
        self.sandbox.world.move_clock(self.sandbox.ahead + timedelta(seconds=seconds))
        with (self.folder / CLOCK).open("w") as pipe:
            pipe.write(f"{seconds}\n")

    async def fail(self, kind: str, method: str = "sendMessage", **fault: Any) -> None:
        """Let the next call of a method fail."""
        await self.robin.control("faults", kind=kind, method=method, **fault)

    def next_id(self) -> int:
        """The id of the next update; the sandbox gives it to no other."""
        self.sandbox.world.updates.last_id += 1
        return self.sandbox.world.updates.last_id

    async def until_met(self) -> None:
        """Wait until every fault that was to come has met its call."""
        async with asyncio.timeout(PATIENCE):
            while await self.robin.get("faults"):  # noqa: ASYNC110 - faults ring no bell
                await asyncio.sleep(0.01)

    async def mend(self) -> None:
        """Let everything succeed again."""
        await self.http.delete("/sandbox/faults")

    async def calls(self, method: str) -> list[Any]:
        """The calls of a method, with those that failed."""
        return list(await self.robin.get("calls", method=method))

    async def until_called(self, method: str, times: int) -> list[Any]:
        """Wait until a method was called so often."""
        async with asyncio.timeout(PATIENCE):
            while len(calls := await self.calls(method)) < times:  # noqa: ASYNC110 - a log rings no bell
                await asyncio.sleep(0.01)
        return calls

    async def until_sent(self) -> None:
        """Wait until nothing waits in the outbox."""
        async with asyncio.timeout(PATIENCE):
            while self.rows("outbox"):  # noqa: ASYNC110 - a file rings no bell
                await asyncio.sleep(0.01)

    def rows(self, table: str) -> list[dict[str, Any]]:
        """A table as it stands in the bot's file."""
        return rows_of(self.folder / "data" / "daymark.db", table)

    def said(self) -> str:
        """What the bot wrote into its log."""
        return (self.folder / "stderr.txt").read_text()

    async def deliver(self, update: dict[str, Any]) -> int:
        """Deliver an update to the bot's webhook, as Telegram would; the status of the answer."""
        headers = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
        address = f"http://127.0.0.1:{self.settings['PORT']}/telegram"
        return (await self.http.post(address, json=update, headers=headers)).status_code


@asynccontextmanager
async def open_day(nursery: Nursery, folder: Path, *, moment: datetime = MORNING) -> AsyncIterator[Day]:
    """A sandbox whose clock shows this moment, and a bot that polls it and is not started yet."""
    sandbox = Sandbox(folder=None, token=TOKEN)
    sandbox.world.move_clock(moment - sandbox.clock.now())
    os.mkfifo(folder / CLOCK)
    async with (
        serve(sandbox, port=0) as address,
        httpx.AsyncClient(base_url=address.url, timeout=PATIENCE * 2) as http,
    ):
        settings = {
            "TELEGRAM_API_URL": address.url,
            "TELEGRAM_BOT_TOKEN": TOKEN,
            "PORT": str(free_port()),
            # People who are played here tap faster than any hand.
            "CHAT_MESSAGES_PER_SECOND": "100",
        }
        day = Day(sandbox=sandbox, http=http, nursery=nursery, folder=folder, settings=settings)
        try:
            yield day
        finally:
            if day.running is not None:
                await day.end()
