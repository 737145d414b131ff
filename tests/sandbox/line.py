"""A line to a served sandbox, used by the bot and by people."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from bot.sandbox import Sandbox

TOKEN = "12:abc"
ROBIN = 1001


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One HTTP connection to a served sandbox."""

    sandbox: Sandbox
    http: httpx.AsyncClient

    async def bot(self, method: str, **parameters: Any) -> Any:
        """Call a method with a JSON body and give its result; a refusal fails the test."""
        answer = (await self.http.post(f"/bot{TOKEN}/{method}", json=parameters)).json()
        assert answer["ok"], answer
        return answer["result"]

    async def refusal(self, method: str, **parameters: Any) -> str:
        """Call a method that must be refused and give the description."""
        answer = await self.http.post(f"/bot{TOKEN}/{method}", json=parameters)
        body = answer.json()
        assert body["ok"] is False
        assert answer.status_code == body["error_code"]
        return str(body["description"])

    async def control(self, path: str, **body: Any) -> Any:
        """Post to the control API; a refusal fails the test."""
        answer = await self.http.post(f"/sandbox/{path}", json=body)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def control_error(self, path: str, **body: Any) -> str:
        """Post to the control API what must be refused and give the sentence."""
        answer = await self.http.post(f"/sandbox/{path}", json=body)
        assert answer.status_code == 400, answer.text
        return str(answer.json()["error"])

    async def look(self, path: str, **query: Any) -> Any:
        """Get from the control API."""
        return (await self.http.get(f"/sandbox/{path}", params=query)).json()

    async def say(self, text: str, *, person: int = ROBIN) -> int:
        """Send a person's text and give its message id."""
        return int((await self.control(f"people/{person}/text", text=text))["message_id"])

    async def ask(self, **parameters: Any) -> int:
        """Let Robin start, let the bot send 'Hello' with a button, and give the message's id."""
        await self.say("/start")
        row = [{"text": "Good", "callback_data": "good"}]
        sent = {"chat_id": ROBIN, "text": "Hello", "reply_markup": {"inline_keyboard": [row]}}
        return int((await self.bot("sendMessage", **(sent | parameters)))["message_id"])

    async def updates(self, **parameters: Any) -> list[Any]:
        """Poll once without waiting."""
        found: list[Any] = await self.bot("getUpdates", **parameters)
        return found

    def turn_system_clock(self, seconds: float) -> None:
        """Let the system clock, which windows and expiry follow, be later."""
        self.sandbox.clock.system = lambda: datetime.now(UTC) + timedelta(seconds=seconds)


async def until(holds: Callable[[], bool]) -> None:
    """Let others run until something holds; a test that waits for ever is stopped after five seconds."""
    async with asyncio.timeout(5):
        while not holds():  # noqa: ASYNC110 - the state that is waited for rings no bell
            await asyncio.sleep(0)
