"""The Bot API over HTTP: /bot<token>/<method> and /file/bot<token>/<path>."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import Receive, Scope, Send

from bot.sandbox import methods
from bot.sandbox.call import METHODS, NAMES, Call, Described
from bot.sandbox.calls import CallLog
from bot.sandbox.errors import Refusal, refuse
from bot.sandbox.faults import Faults
from bot.sandbox.parameters import Parameters, read_parameters
from bot.sandbox.records import Json
from bot.sandbox.world import World

__all__ = ["BotApi", "methods"]

_LONGEST_TOKEN = 80
_ADDRESS = re.compile(r"/(?:file/)?bot(?P<token>[^/]*)(?:/test)?/(?P<rest>.+)")
HangUp = Callable[[Scope], Awaitable[None]]


class _Dropped(Response):
    """Closes the connection instead of answering, as a failing network does."""

    def __init__(self, hang_up: HangUp) -> None:
        super().__init__()
        self._hang_up = hang_up

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 - ASGI's signature
        await self._hang_up(scope)


async def _cannot_hang_up(_scope: Scope) -> None:
    raise RuntimeError("Connections can be dropped only when the sandbox is served by bot.sandbox.serve.")


@dataclass(slots=True, kw_only=True)
class BotApi:
    """Takes calls, lets them fail when a fault is due, and notes each in the log."""

    world: World
    token: str | None
    faults: Faults
    log: CallLog = field(default_factory=CallLog)
    hang_up: HangUp = _cannot_hang_up

    async def answer(self, request: Request) -> Response:
        """Answer one HTTP request to a method."""
        try:
            token, name = _split(request)
            self.check_token(token)
        except Refusal as refusal:
            return _respond(_as_answer(refusal))
        try:
            parameters = await read_parameters(request)
        except Refusal as refusal:
            return self._finish(name, Parameters(), _as_answer(refusal), injected=False)
        return await self._answer(request, name, parameters)

    async def _answer(self, request: Request, name: str, parameters: Parameters) -> Response:
        fault = self.faults.next(name, parameters)
        refusal = fault.refusal() if fault else None
        if fault is not None and fault.kind == "drop-before":
            return self._drop(name, parameters)
        if refusal is not None:
            return self._finish(name, parameters, _as_answer(refusal), injected=True)
        if fault is not None:
            await self.world.let_pass(fault.seconds)
        work = self.carry_out(name, parameters)
        answer = await (_unless_gone(request, work) if name == "getupdates" else work)
        if fault is not None and fault.kind == "drop-after":
            return self._drop(name, parameters)
        return self._finish(name, parameters, answer, injected=False) if answer else Response()

    async def carry_out(self, name: str, parameters: Parameters) -> Json:
        """Call a method and give Telegram's answer, refused or not."""
        try:
            self.faults.check_rate(name, parameters)
            carry_out = METHODS.get(name)
            if carry_out is None:
                raise refuse(404, "method not found")
            result = await carry_out(Call(world=self.world, parameters=parameters))
        except Refusal as refusal:
            return _as_answer(refusal)
        finally:
            self.world.save()
        if isinstance(result, Described):
            return {"ok": True, "result": result.result, "description": result.description}
        return {"ok": True, "result": result}

    async def download(self, request: Request) -> Response:
        """Give the bytes of a file that getFile named."""
        try:
            token, path = _split(request)
            self.check_token(token)
            return Response(
                self.world.files.read(path.rpartition("/")[2]), media_type="application/octet-stream"
            )
        except Refusal as refusal:
            return _respond(_as_answer(refusal))
        except KeyError:
            return _respond(_as_answer(refuse(404)))

    def check_token(self, token: str) -> None:
        """Refuse what is no token, or not the one token if there is one; learn the bot's id from it."""
        number, colon, _ = token.partition(":")
        if token.startswith("0") or len(token) > _LONGEST_TOKEN or not colon:
            raise refuse(401, "invalid token specified")
        if not (number.isascii() and number.isdigit()):
            raise refuse(421, "unallowed token specified")
        if self.token is not None and token != self.token:
            raise refuse(401)
        if self.world.profile.bot_id != int(number):
            self.world.profile.bot_id = int(number)
            self.world.keep_profile()

    def _drop(self, name: str, parameters: Parameters) -> Response:
        dropped = {"ok": False, "error_code": 0, "description": "connection dropped"}
        self.note(name, parameters, dropped, injected=True)
        return _Dropped(self.hang_up)

    def _finish(self, name: str, parameters: Parameters, answer: Json, *, injected: bool) -> Response:
        self.note(name, parameters, answer, injected=injected)
        return _respond(answer)

    def note(self, name: str, parameters: Parameters, answer: Json, *, injected: bool) -> None:
        """Put a call into the log, without its secrets."""
        told: Json = dict(parameters.values)
        told |= {part: f"{len(upload.content)} bytes" for part, upload in parameters.uploads.items()}
        if "secret_token" in told:
            told["secret_token"] = "hidden"  # noqa: S105 - the very opposite of a password
        self.log.add(NAMES.get(name, name), told, answer, injected=injected)


def _split(request: Request) -> tuple[str, str]:
    found = _ADDRESS.fullmatch(request.url.path)
    if found is None:
        raise refuse(404)
    name = found["rest"]
    return unquote(found["token"]), name if request.url.path.startswith("/file/") else name.lower()


def _as_answer(refusal: Refusal) -> Json:
    answer: Json = {"ok": False, "error_code": refusal.code, "description": refusal.description}
    return answer | ({"parameters": refusal.parameters} if refusal.parameters else {})


def _respond(answer: Json) -> Response:
    status = 200 if answer["ok"] else answer["error_code"]
    wait = answer.get("parameters", {}).get("retry_after")
    return JSONResponse(answer, status, headers={"Retry-After": str(wait)} if wait else None)


async def _unless_gone(request: Request, work: Any) -> Json | None:
    """Carry out the work, but let go of it when the caller hangs up: a poll may wait long."""
    working = asyncio.ensure_future(work)
    watching = asyncio.ensure_future(_hung_up(request))
    try:
        await asyncio.wait({working, watching}, return_when=asyncio.FIRST_COMPLETED)
        return working.result() if working.done() else None
    finally:
        for task in (working, watching):
            task.cancel()
        await asyncio.gather(working, watching, return_exceptions=True)


async def _hung_up(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
