"""Webhooks: what may be set, how updates arrive, and what happens when they do not."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiohttp import web

from tests.sandbox.line import Line, until


@dataclass(slots=True, kw_only=True)
class Receiver:
    """A bot's webhook that answers as it is told and keeps what came."""

    url: str = ""
    answers: list[web.Response] = field(default_factory=list)
    came: "asyncio.Queue[tuple[str, Any]]" = field(default_factory=asyncio.Queue)

    async def take(self, request: web.Request) -> web.Response:
        """Keep the update and its secret, and answer."""
        await self.came.put(
            (request.headers.get("X-Telegram-Bot-Api-Secret-Token", ""), await request.json())
        )
        return self.answers.pop(0) if self.answers else web.Response()

    async def next(self) -> Any:
        """The next update that comes."""
        async with asyncio.timeout(5):
            return (await self.came.get())[1]


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    """A served webhook."""
    made = Receiver()
    application = web.Application()
    application.router.add_post("/hook", made.take)
    runner = web.AppRunner(application)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    made.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield made
    await runner.cleanup()


@pytest.mark.parametrize(
    ("parameters", "description"),
    [
        ({"url": "http://a.org"}, "bad webhook: An HTTPS URL must be provided for webhook"),
        ({"url": "https://a.org:99"}, "bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443"),
        ({"url": "https://10.0.0.1"}, "bad webhook: IP address 10.0.0.1 is reserved"),
        ({"url": "https://a.org"}, "bad webhook: the sandbox delivers to this computer only"),
        ({"url": "ftp://a.org"}, "invalid webhook URL specified"),
        ({"url": "https://a.org:x"}, "invalid webhook URL specified"),
        ({"url": "http://localhost", "secret_token": "x" * 257}, "secret token is too long"),
        ({"url": "http://localhost", "secret_token": "é"}, "secret token contains unallowed characters"),
    ],
)
async def test_refused_webhooks(line: Line, parameters: dict[str, Any], description: str) -> None:
    """Telegram's rules hold for other hosts; this computer is allowed without https."""
    assert await line.refusal("setWebhook", **parameters) == f"Bad Request: {description}"


async def test_setting_twice_and_deleting(line: Line) -> None:
    """The description says what changed."""
    said = []
    for method, url in [
        ("setWebhook", "http://localhost:1"),
        ("setWebhook", "http://localhost:1"),
        ("setWebhook", ""),
        ("deleteWebhook", ""),
    ]:
        sent = {"url": url, "drop_pending_updates": True}
        said.append((await line.http.post(f"/bot12:abc/{method}", json=sent)).json()["description"])
    assert said == [
        "Webhook was set",
        "Webhook is already set",
        "Webhook was deleted",
        "Webhook is already deleted",
    ]


async def test_delivery_in_order_with_the_secret(line: Line, receiver: Receiver) -> None:
    """Updates of a chat arrive one after the other, with the secret, and leave the queue."""
    await line.say("a")
    await line.bot("setWebhook", url=receiver.url, secret_token="s-1")
    for text in "bc":
        await line.say(text)
    came = [await receiver.came.get() for _ in range(3)]
    assert [update["message"]["text"] for _, update in came] == ["a", "b", "c"]
    assert {secret for secret, _ in came} == {"s-1"}
    await line.control("people/1001/tap", message_id=1, data="x", force=True)
    assert (await receiver.next())["callback_query"]["data"] == "x"


async def test_a_failed_delivery_is_tried_again_at_once(line: Line, receiver: Receiver) -> None:
    """After an answer other than 2xx the same update comes again, and the failure is told."""
    receiver.answers.append(web.Response(status=500))
    await line.bot("setWebhook", url=receiver.url)
    await line.say("a")
    assert (await receiver.next())["update_id"] == (await receiver.next())["update_id"]
    told = await line.bot("getWebhookInfo")
    assert told["last_error_message"] == "Wrong response from the webhook: 500 Internal Server Error"


async def test_an_unreachable_webhook(line: Line) -> None:
    """What cannot be delivered stays in the queue, and the failure is told."""
    await line.bot("setWebhook", url="http://127.0.0.1:1/hook")
    await line.say("a")
    webhook = line.sandbox.world.profile
    await until(lambda: bool(webhook.webhook.last_error_message))
    told = await line.bot("getWebhookInfo")
    assert (told["last_error_message"], told["pending_update_count"]) == ("Connection refused", 1)


async def test_a_call_in_the_answer(line: Line, receiver: Receiver) -> None:
    """A call in the webhook's answer is carried out, except reading and changing the webhook."""
    call = {"method": "sendMessage", "chat_id": 1001, "text": "from the answer"}
    receiver.answers += [
        web.json_response({"method": "deleteWebhook"}),
        web.Response(text="{"),
        web.json_response(call),
    ]
    await line.bot("setWebhook", url=receiver.url)
    for text in "abc":
        await line.say(text)
        await receiver.next()
    chat = await line.look("chats/1001")
    while chat["messages"][-1]["from"] != "bot":
        chat = await line.look("chats/1001/wait", version=chat["version"])
    assert chat["messages"][-1]["text"] == "from the answer"
