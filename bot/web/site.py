"""The web application: Telegram's deliveries, checked before they are read, health, and numbers."""

import hmac
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import asdict
from typing import Any, Protocol

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.health import Part
from bot.metrics import CONTENT_TYPE

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the name of a header
WEBHOOK_PATH = "/telegram"
METRICS_PATH = "/metrics"
# Telegram's updates are a few kilobytes; a message with 4,096 characters and entities stays far below.
BODY_LIMIT = 1_000_000
TOO_LARGE = 2**63

Receive = Callable[[Mapping[str, Any]], Awaitable[None]]
# What a proxy adds for whom it forwards; what comes without is asked from the machine or its own network.
FORWARDED = ("Forwarded", "X-Forwarded-For", "Fly-Client-IP")


class Health(Protocol):
    """Knows how the bot is."""

    async def look(self) -> Mapping[str, Part]:
        """Every part by name."""
        ...

    async def counts(self) -> bytes:
        """The page of numbers."""
        ...


def site(*, health: Health, secret: str = "", receive: Receive | None = None) -> Starlette:
    """The pages; without `receive` there is no delivery, only health and numbers."""

    async def check(_request: Request) -> Response:
        parts = await health.look()
        is_well = all(part.ok for part in parts.values())
        found = {name: asdict(part) for name, part in parts.items()}
        return JSONResponse(found, status_code=200 if is_well else 503)

    async def count(request: Request) -> Response:
        if any(name in request.headers for name in FORWARDED):
            return Response(status_code=404)  # numbers are for who runs the bot, not for the world
        return Response(await health.counts(), media_type=CONTENT_TYPE)

    async def deliver(request: Request) -> Response:
        named = request.headers.get(SECRET_HEADER, "")
        if not secret or not hmac.compare_digest(named.encode(), secret.encode()):
            return Response(status_code=403)
        update = await _read(request)
        if update is None:
            return Response(status_code=400)
        if receive is not None:
            await receive(update)
        return Response(status_code=200)

    routes = [Route("/healthz", check), Route(METRICS_PATH, count)]
    if receive is not None:
        routes.append(Route(WEBHOOK_PATH, deliver, methods=["POST"]))
    return Starlette(routes=routes)


async def _read(request: Request) -> dict[str, Any] | None:
    """The update in a body that is not too long and is a JSON object of whole characters, else None."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > BODY_LIMIT:
            return None
    try:
        data = json.loads(body)
        json.dumps(data, ensure_ascii=False, allow_nan=False).encode()
    except (ValueError, RecursionError):
        return None
    return data if isinstance(data, dict) and _is_id(data.get("update_id")) else None


def _is_id(number: object) -> bool:
    """Whether it is a number that the database can count to."""
    return type(number) is int and 0 <= number < TOO_LARGE
