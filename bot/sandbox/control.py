"""The control API under /sandbox: what the page and the tests call."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import asdict
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from bot.sandbox import acts
from bot.sandbox.bot_api import BotApi
from bot.sandbox.conversation import Conversation
from bot.sandbox.errors import ControlError
from bot.sandbox.faults import read_fault
from bot.sandbox.images import image_type
from bot.sandbox.records import Json, Person
from bot.sandbox.time_travel import TimeTravel
from bot.sandbox.views import show_chat
from bot.sandbox.world import World

_LONGEST_WAIT = 60.0
_HEARTBEAT = 15.0
_NO_CACHE = {"Cache-Control": "no-store"}
_Handler = Callable[[Request], Awaitable[Response]]


class Control:
    """Routes of the control API; a call that makes no sense is answered with 400 and a sentence."""

    def __init__(self, world: World, api: BotApi, travel: TimeTravel) -> None:
        self._world = world
        self._api = api
        self._travel = travel

    @property
    def routes(self) -> list[Route]:
        """The control API's routes."""
        return [
            _post("/sandbox/people/{person:int}/{act}", self._act),
            _get("/sandbox/people", self._people),
            _get("/sandbox/chats/{chat}", self._chat),
            _get("/sandbox/chats/{chat}/wait", self._wait),
            _get("/sandbox/events", self._events),
            _get("/sandbox/bot", self._bot),
            _get("/sandbox/files/{file_id}", self._file),
            _get("/sandbox/clock", self._clock),
            _post("/sandbox/clock", self._move_clock),
            _post("/sandbox/start-over", self._start_over),
            _get("/sandbox/calls", self._calls),
            _get("/sandbox/refused", self._refused),
            _get("/sandbox/faults", self._faults),
            _post("/sandbox/faults", self._add_fault),
            Route("/sandbox/faults", _guarded(self._clear_faults), methods=["DELETE"]),
            _post("/sandbox/rate", self._set_rate),
            _post("/sandbox/updates", self._push_update),
        ]

    async def _act(self, request: Request) -> Response:
        person = self._person(request)
        body = await _body(request)
        chat = int(body.get("chat", person.id))
        self._conversation(chat)
        try:
            done = _carry_out(self._world, person, request.path_params["act"], body, chat=chat)
        finally:
            self._world.save()
        return JSONResponse({"ok": True} | done)

    async def _people(self, _request: Request) -> Response:
        people = self._world.people.values()
        return JSONResponse(
            [each.as_user() | {"started": each.started, "blocked": each.blocked} for each in people]
        )

    async def _chat(self, request: Request) -> Response:
        chat = self._conversation(request.path_params["chat"]).chat
        return JSONResponse(
            show_chat(self._world, chat, since=_integer(request, "since", 0)), headers=_NO_CACHE
        )

    async def _wait(self, request: Request) -> Response:
        conversation = self._conversation(request.path_params["chat"])
        version = _integer(request, "version", conversation.version)
        seconds = min(_LONGEST_WAIT, float(request.query_params.get("timeout", "10")))
        if conversation.version <= version:
            await conversation.bell.heard(seconds)
        since = _integer(request, "since", 0)
        return JSONResponse(show_chat(self._world, conversation.chat, since=since), headers=_NO_CACHE)

    async def _events(self, request: Request) -> Response:
        conversation = self._conversation(request.query_params.get("chat", ""))
        return StreamingResponse(
            self._stream(conversation),
            media_type="text/event-stream",
            headers={**_NO_CACHE, "X-Accel-Buffering": "no"},
        )

    async def _stream(self, conversation: Conversation) -> AsyncIterator[str]:
        since = 0
        while True:
            shown = show_chat(self._world, conversation.chat, since=since)
            since = conversation.version
            yield f"data: {json.dumps(shown | self._around(conversation.chat))}\n\n"
            while conversation.version == since:
                if conversation.bell.closed:
                    return
                seconds = 1.0 if shown["action"] else _HEARTBEAT
                if not await conversation.bell.heard(seconds):
                    break

    def _around(self, chat: int) -> Json:
        person = self._world.people.get(chat)
        standing = {"started": person.started, "blocked": person.blocked} if person else {}
        return {"clock": self._travel.told(), "bot": self._describe_bot(chat), "person": standing}

    async def _bot(self, request: Request) -> Response:
        return JSONResponse(self._describe_bot(_integer(request, "chat", 0)))

    def _describe_bot(self, chat: int) -> Json:
        profile, person = self._world.profile, self._world.people.get(chat)
        language = person.language_code if person else ""
        described: Json = {"name": profile.names.get(language) or profile.as_user()["first_name"]}
        for name, texts in [
            ("description", profile.descriptions),
            ("short_description", profile.short_descriptions),
        ]:
            described[name] = texts.get(language) or texts.get("", "")
        described["commands"] = profile.commands_for(chat, language, chat=chat or 1)
        described["menu_button"] = profile.menu_button_for(chat)
        return described | {"next_prompt": self._travel.knows_prompts}

    async def _file(self, request: Request) -> Response:
        file = self._world.files.known.get(request.path_params["file_id"])
        if file is None:
            return JSONResponse({"error": "There is no such file."}, 404)
        content = self._world.files.read(file.file_id)
        shown = image_type(content)
        name = "".join(
            each if (each.isascii() and each.isalnum()) or each in "._-" else "_" for each in file.name
        )
        headers = {} if shown else {"Content-Disposition": f'attachment; filename="{name}"'}
        return Response(content, media_type=shown or "application/octet-stream", headers=headers)

    async def _clock(self, _request: Request) -> Response:
        return JSONResponse(self._travel.told(), headers=_NO_CACHE)

    async def _move_clock(self, request: Request) -> Response:
        await self._travel.move(await _body(request))
        return JSONResponse(self._travel.told())

    async def _start_over(self, _request: Request) -> Response:
        await self._travel.start_over()
        return JSONResponse({"ok": True})

    async def _calls(self, request: Request) -> Response:
        method = request.query_params.get("method", "")
        return JSONResponse(self._api.log.listed(method=method, since=_integer(request, "since", 0)))

    async def _refused(self, _request: Request) -> Response:
        return JSONResponse(self._api.log.refused())

    async def _faults(self, _request: Request) -> Response:
        return JSONResponse([asdict(each) for each in self._api.faults.waiting])

    async def _add_fault(self, request: Request) -> Response:
        self._api.faults.waiting.append(read_fault(await _body(request)))
        return JSONResponse({"ok": True})

    async def _clear_faults(self, _request: Request) -> Response:
        self._api.faults.clear()
        return JSONResponse({"ok": True})

    async def _set_rate(self, request: Request) -> Response:
        body = await _body(request)
        self._api.faults.set_rate(float(body.get("per_second", 0)), float(body.get("burst", 1)))
        return JSONResponse({"ok": True})

    async def _push_update(self, request: Request) -> Response:
        update = (await _body(request)).get("update")
        if not isinstance(update, dict):
            raise ControlError("Send the update as an object under 'update'.")
        if not isinstance(update.get("update_id"), int):
            self._world.updates.last_id += 1
            update = {"update_id": self._world.updates.last_id, **update}
        self._world.updates.push(update)
        self._world.save()
        return JSONResponse({"ok": True, "update_id": update["update_id"]})

    def _person(self, request: Request) -> Person:
        person = self._world.people.get(request.path_params["person"])
        if person is None:
            raise ControlError("Nobody here has that id: Robin is 1001 and Sam is 1002.")
        return person

    def _conversation(self, chat: Any) -> Conversation:
        try:
            return self._world.conversations[int(chat)]
        except (KeyError, ValueError):
            raise ControlError("There is no such chat: take 1001, 1002 or the group -2001.") from None


def _carry_out(world: World, person: Person, act: str, body: Json, *, chat: int) -> Json:
    match act:
        case "text":
            reply_to = body.get("reply_to")
            return _told(acts.write_text(world, person, _text(body), chat=chat, reply_to=reply_to))
        case "edit":
            return _told(acts.edit_text(world, person, _message_id(body), _text(body), chat=chat))
        case "tap":
            force = body.get("force") is True
            press = acts.tap(
                world, person, _message_id(body), str(body.get("data", "")), chat=chat, force=force
            )
            return {"callback_query_id": press.id, "version": world.conversations[chat].version}
        case "sticker":
            return _told(acts.send_sticker(world, person, chat=chat))
        case "photo":
            return _told(acts.send_photo(world, person, chat=chat))
        case "voice":
            return _told(acts.send_voice(world, person, chat=chat))
        case _:
            return _change_person(world, person, act, body)


def _change_person(world: World, person: Person, act: str, body: Json) -> Json:
    match act:
        case "block":
            acts.block(world, person)
        case "unblock":
            acts.unblock(world, person)
        case "language":
            person.language_code = str(body.get("code", ""))
            world.keep_person(person)
            world.conversations[person.id].changed()
        case _:
            raise ControlError(f"Nobody can '{act}' here: see the routes in bot/sandbox/control.py.")
    return {"version": world.conversations[person.id].version}


def _told(message: Any) -> Json:
    return {"message_id": message.message_id, "version": message.version}


def _text(body: Json) -> str:
    text = body.get("text")
    if not isinstance(text, str):
        raise ControlError("Send the words under 'text'.")
    return text


def _message_id(body: Json) -> int:
    message_id = body.get("message_id")
    if not isinstance(message_id, int):
        raise ControlError("Name the message under 'message_id'.")
    return message_id


def _integer(request: Request, name: str, default: int) -> int:
    try:
        return int(request.query_params.get(name, default))
    except ValueError:
        raise ControlError(f"'{name}' is a whole number.") from None


async def _body(request: Request) -> Json:
    try:
        body = json.loads(await request.body() or b"{}")
    except ValueError:
        raise ControlError("Send the body as a JSON object.") from None
    if not isinstance(body, dict):
        raise ControlError("Send the body as a JSON object.")
    return body


def _guarded(handle: _Handler) -> _Handler:
    async def answer(request: Request) -> Response:
        try:
            return await handle(request)
        except ControlError as error:
            return JSONResponse({"ok": False, "error": str(error)}, 400)

    return answer


def _get(path: str, handle: _Handler) -> Route:
    return Route(path, _guarded(handle), methods=["GET"])


def _post(path: str, handle: _Handler) -> Route:
    return Route(path, _guarded(handle), methods=["POST"])
