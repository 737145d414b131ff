"""The web application: Telegram's deliveries, checked before they are read, and the health page."""

import hmac
import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the name of a header
WEBHOOK_PATH = "/telegram"
# Telegram's updates are a few kilobytes; a message with 4,096 characters and entities stays far below.
BODY_LIMIT = 1_000_000

Receive = Callable[[Mapping[str, Any]], Awaitable[None]]
Health = Callable[[], Mapping[str, bool]]


def site(*, health: Health, secret: str = "", receive: Receive | None = None) -> Starlette:
    """The pages; without `receive` there is no delivery, only health."""

    async def check(_request: Request) -> Response:
        parts = health()
        return JSONResponse(dict(parts), status_code=200 if all(parts.values()) else 503)

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

    routes = [Route("/healthz", check)]
    if receive is not None:
        routes.append(Route(WEBHOOK_PATH, deliver, methods=["POST"]))
    return Starlette(routes=routes)


async def _read(request: Request) -> dict[str, Any] | None:
    """The update in a body that is not too long and is a JSON object, else None."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > BODY_LIMIT:
            return None
    try:
        data = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return data if isinstance(data, dict) and type(data.get("update_id")) is int else None
