"""Delivery of updates to the bot's webhook, with Telegram's order and retries.

One update at a time for each chat, and for each person's presses; different ones side by side. A failed
delivery is tried again at once, then after 2, 4, 8 ... seconds, until it succeeds or the update expires.
"""

import asyncio
import json
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from bot.sandbox.bot_api import BotApi
from bot.sandbox.parameters import parameters_from_json
from bot.sandbox.records import Json
from bot.sandbox.world import World

_LONGEST_PAUSE = 60.0
_PATIENCE = aiohttp.ClientTimeout(total=60)
_UNANSWERABLE = ("get", "setwebhook", "deletewebhook", "close", "logout")


@dataclass(slots=True, kw_only=True)
class Courier:
    """Delivers what waits in the queue as long as a webhook is set."""

    world: World
    api: BotApi
    _lanes: dict[str, "asyncio.Task[None]"] = field(default_factory=dict)

    async def run(self) -> None:
        """Deliver until cancelled, or until nobody shall wait any more."""
        async with aiohttp.ClientSession(timeout=_PATIENCE) as client:
            try:
                while not self.world.updates.bell.closed:
                    self._open_lanes(client)
                    await self.world.updates.bell.heard(_LONGEST_PAUSE)
            finally:
                await self._close_lanes()

    def _open_lanes(self, client: aiohttp.ClientSession) -> None:
        webhook = self.world.profile.webhook
        self._lanes = {name: task for name, task in self._lanes.items() if not task.done()}
        for update in self.world.updates.pending.values() if webhook.url else ():
            lane = _lane(update)
            if lane not in self._lanes and len(self._lanes) < webhook.max_connections:
                self._lanes[lane] = asyncio.create_task(self._deliver_lane(client, lane))

    async def _close_lanes(self) -> None:
        for task in self._lanes.values():
            task.cancel()
        await asyncio.gather(*self._lanes.values(), return_exceptions=True)

    async def _deliver_lane(self, client: aiohttp.ClientSession, lane: str) -> None:
        failures = 0
        while (update := self._first(lane)) is not None:
            pause = await self._deliver(client, update)
            if pause is None:
                failures = 0
                self.world.updates.remove(update["update_id"])
                self.world.save()
            else:
                failures += 1
                await asyncio.sleep(pause or _pause(failures))
        self.world.updates.bell.ring()

    def _first(self, lane: str) -> Json | None:
        if not self.world.profile.webhook.url:
            return None
        self.world.updates.expire()
        return next((each for each in self.world.updates.pending.values() if _lane(each) == lane), None)

    async def _deliver(self, client: aiohttp.ClientSession, update: Json) -> float | None:
        """Deliver once: None when it arrived, else the seconds the bot asked to wait, or 0."""
        webhook = self.world.profile.webhook
        headers = {"Content-Type": "application/json"}
        if webhook.secret_token:
            headers["X-Telegram-Bot-Api-Secret-Token"] = webhook.secret_token
        body = json.dumps(update).encode()
        try:
            async with client.post(webhook.url, data=body, headers=headers, allow_redirects=False) as answer:
                if answer.ok and answer.status < 300:  # noqa: PLR2004 - any 2xx is a success
                    await self._carry_out(await answer.read())
                    return None
                self._note(f"Wrong response from the webhook: {answer.status} {answer.reason}")
                return _asked_pause(answer.headers.get("Retry-After", ""))
        except (aiohttp.ClientError, TimeoutError) as error:
            refused = isinstance(error, aiohttp.ClientConnectorError)
            self._note("Connection refused" if refused else "Connection closed")
            return 0.0

    def _note(self, words: str) -> None:
        self.world.profile.webhook.last_error_date = self.world.clock.unix()
        self.world.profile.webhook.last_error_message = words
        self.world.journal.put("profile", self.world.profile.as_json())

    async def _carry_out(self, body: bytes) -> None:
        """Carry out the call that a webhook may put into its answer; its result is never told."""
        try:
            call: Any = json.loads(body)
        except ValueError:
            return
        if isinstance(call, dict) and isinstance(call.get("method"), str):
            name = call["method"].lower()
            if not name.startswith(_UNANSWERABLE):
                parameters = parameters_from_json(call)
                answer = await self.api.carry_out(name, parameters)
                self.api.note(name, parameters, answer, injected=False)


def _pause(failures: int) -> float:
    """No pause before the first retry, then 2, 4, 8 ... seconds."""
    return 0.0 if failures == 1 else min(_LONGEST_PAUSE, 2.0 ** (failures - 1))


def _asked_pause(header: str) -> float:
    return float(min(3600, int(header))) if header.isdigit() else 0.0


def _lane(update: Json) -> str:
    """The queue of an update: presses by person, everything else by chat."""
    if "callback_query" in update:
        return f"press/{update['callback_query'].get('from', {}).get('id')}"
    body: Any = next((value for name, value in update.items() if name != "update_id"), {})
    chat = body.get("chat", {}) if isinstance(body, dict) else {}
    return f"chat/{chat.get('id') if isinstance(chat, dict) else None}"
