"""The control API: people, clock, waiting, events, faults, starting over, and what is kept."""

import asyncio
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter
from typing import Any

import httpx
import pytest

from bot.sandbox import Sandbox, SandboxError, serve
from tests.sandbox.line import Line


async def test_a_person_edits_and_replies(line: Line) -> None:
    """A person's edit and reply reach the bot."""
    first = await line.say("a")
    await line.control("people/1001/edit", message_id=first, text="/stop b")
    await line.control("people/1001/text", text="c", reply_to=first)
    _, edited, reply = await line.updates()
    assert edited["edited_message"]["text"] == "/stop b"
    assert edited["edited_message"]["entities"][0]["type"] == "bot_command"
    assert reply["message"]["reply_to_message"]["message_id"] == first


async def test_a_person_sends_other_things(line: Line) -> None:
    """Sticker, photo and voice reach the bot; the photo can be fetched."""
    for kind in ("sticker", "photo", "voice"):
        await line.control(f"people/1001/{kind}")
    sticker, photo, voice = [each["message"] for each in await line.updates()]
    assert (sticker["sticker"]["type"], voice["voice"]["duration"]) == ("regular", 3)
    assert (await line.bot("getFile", file_id=photo["photo"][0]["file_id"]))["file_path"].startswith(
        "photos/"
    )
    assert [each["from"] for each in (await line.look("chats/1001"))["messages"]] == ["person"] * 3


async def test_a_group(line: Line) -> None:
    """Both people can write in the group, and the bot answers there without a Start."""
    await line.control("people/1002/text", text="hello", chat=-2001)
    assert (await line.updates())[0]["message"]["chat"]["type"] == "group"
    sent = await line.bot("sendMessage", chat_id=-2001, text="a")
    assert sent["chat"]["id"] == -2001
    people = await line.look("people")
    assert [(each["first_name"], each["started"]) for each in people] == [("Robin", False), ("Sam", False)]


@pytest.mark.parametrize(
    ("path", "body", "words"),
    [
        ("people/5/text", {"text": "a"}, "Nobody here has that id"),
        ("people/1001/text", {}, "Send the words"),
        ("people/1001/text", {"text": " "}, "nothing to send"),
        ("people/1001/text", {"text": "a", "chat": 7}, "no such chat"),
        ("people/1001/text", {"text": "a", "reply_to": 7}, "no message 7"),
        ("people/1001/edit", {"message_id": 7, "text": "a"}, "Message 7 is not a text"),
        ("people/1001/edit", {"text": "a"}, "Name the message"),
        ("people/1001/sing", {}, "Nobody can 'sing' here"),
        ("clock", {}, "Say how far"),
        ("clock", {"next_prompt": True}, "Say how far"),
        ("clock", {"ahead_by_seconds": -1}, "only moves forward"),
        ("clock", {"ahead_by_seconds": 1e12}, "ten years at most"),
        ("clock", {"to": "soon"}, "'soon' is no time"),
        ("clock", {"to": "2030-01-01T09:00:00"}, "lacks its offset"),
        ("faults", {"kind": "flood"}, "A fault needs a kind"),
        ("faults", {"kind": "500", "when": 1}, "A fault knows only"),
    ],
)
async def test_refused_wishes(line: Line, path: str, body: dict[str, Any], words: str) -> None:
    """What makes no sense is refused with a sentence that helps."""
    assert words in await line.control_error(path, **body)


async def test_broken_wishes(line: Line) -> None:
    """Bodies that are no JSON object and numbers that are none are refused."""
    for content in (b"{", b"[]"):
        assert (await line.http.post("/sandbox/clock", content=content)).status_code == 400
    assert (await line.http.get("/sandbox/calls?since=x")).status_code == 400


async def test_waiting_for_a_change(line: Line) -> None:
    """Waiting answers with the next change, at once when there was one, and in the end without one."""
    version = (await line.look("chats/1001"))["version"]
    waiting = asyncio.create_task(line.look("chats/1001/wait", version=version, timeout=5))
    await line.say("a")
    assert (await waiting)["messages"][0]["text"] == "a"
    assert (await line.look("chats/1001/wait", version=version))["version"] > version
    now = (await line.look("chats/1001"))["version"]
    late = await line.look("chats/1001/wait", version=now, timeout=0.01, since=now)
    assert (late["version"], late["messages"]) == (now, [])


async def test_events_tell_what_changed(line: Line) -> None:
    """The stream begins with the whole chat and goes on with what changed."""
    await line.say("a")
    async with line.http.stream("GET", "/sandbox/events?chat=1001") as stream:
        told = (json.loads(each[6:]) async for each in stream.aiter_lines() if each)
        first = await anext(told)
        assert (first["bot"]["next_prompt"], first["person"]["started"]) == (False, True)
        await line.say("b")
        assert [each["text"] for each in (await anext(told))["messages"]] == ["b"]


async def test_the_clock_is_told_and_dates_messages() -> None:
    """The bot hears of the whole offset, and messages carry the moved time."""
    told: list[timedelta] = []
    due: list[datetime | None] = [None, datetime.now(UTC) + timedelta(days=2), datetime.now(UTC)]

    async def on_clock(ahead: timedelta) -> None:
        told.append(ahead)

    async def next_prompt() -> datetime | None:
        return due.pop(0)

    sandbox = Sandbox(folder=None, on_clock=on_clock, next_prompt=next_prompt)
    async with serve(sandbox, port=0) as address, httpx.AsyncClient(base_url=address.url) as http:
        tomorrow = (datetime.now(UTC) + timedelta(days=1)).isoformat()
        wishes = [
            {"ahead_by_seconds": 900},
            {"to": tomorrow},
            {"next_prompt": True},
            {"next_prompt": True},
            {"next_prompt": True},
        ]
        answers = [await http.post("/sandbox/clock", json=each) for each in wishes]
        await http.post("/sandbox/people/1001/text", json={"text": "a"})
        sent = (await http.get("/sandbox/chats/1001")).json()["messages"][0]["date"]
    assert [each.status_code for each in answers] == [200, 200, 400, 200, 200]
    assert [round(each / timedelta(minutes=1)) for each in told] == [15, 1440, 2880, 2880]
    assert told[-1] == sandbox.ahead
    assert abs(sent - (datetime.now(UTC) + timedelta(days=2)).timestamp()) < 60


async def test_starting_over(line: Line) -> None:
    """Starting over empties the chats and sets the clock right; ids go on and the profile stays."""
    await line.bot("setMyName", name="Daymark")
    message = await line.ask()
    await line.control("people/1001/photo")
    await line.control("people/1001/tap", message_id=message, data="good")
    await line.control("clock", ahead_by_seconds=60)
    await line.control("start-over")
    assert (await line.look("chats/1001"))["messages"] == []
    assert (await line.look("clock"))["ahead_seconds"] == 0
    assert await line.updates() == []
    assert "initiate" in await line.refusal("sendMessage", chat_id=1001, text="a")
    assert await line.say("a") > message
    assert (await line.look("bot"))["name"] == "Daymark"


async def test_starting_over_tells_the_bot() -> None:
    """The bot is asked to forget too."""
    forgotten: list[bool] = []

    async def forget() -> None:
        forgotten.append(True)

    async with (
        serve(Sandbox(folder=None, on_start_over=forget), port=0) as address,
        httpx.AsyncClient(base_url=address.url) as http,
    ):
        await http.post("/sandbox/start-over")
    assert forgotten == [True]


@pytest.mark.parametrize(
    ("fault", "description"),
    [
        ({"kind": "500"}, "Internal Server Error: restart"),
        ({"kind": "502"}, "Bad Gateway"),
        ({"kind": "429", "retry_after": 7}, "Too Many Requests: retry after 7"),
        ({"kind": "429", "retry_after": None}, "Too Many Requests"),
        ({"kind": "403", "description": "user is deactivated"}, "Forbidden: user is deactivated"),
        ({"kind": "400", "chat": 1001}, "Bad Request: chat not found"),
    ],
)
async def test_faults(line: Line, fault: dict[str, Any], description: str) -> None:
    """A fault meets the calls it is meant for, as often as wished, and is not held against the bot."""
    message = await line.ask()
    await line.control("faults", method="editMessageText", times=2, **fault)
    await line.bot("getMe")
    for _ in range(2):
        assert (
            await line.refusal("editMessageText", chat_id=1001, message_id=message, text="b") == description
        )
    await line.bot("editMessageText", chat_id=1001, message_id=message, text="b")
    assert await line.look("refused") == []
    calls = await line.look("calls", method="editmessagetext", since=1)
    assert [(each["status"] == 200, each["injected"]) for each in calls] == [(False, True)] * 2 + [
        (True, False)
    ]


async def test_dropped_connections(line: Line) -> None:
    """A dropped call was carried out or not, and its caller cannot tell; faults can be taken back."""
    await line.say("/start")
    for kind, count in [("drop-before", 1), ("drop-after", 2)]:
        await line.control("faults", kind=kind)
        with pytest.raises(httpx.RemoteProtocolError):
            await line.bot("sendMessage", chat_id=1001, text="a")
        assert len((await line.look("chats/1001"))["messages"]) == count
    await line.control("faults", kind="delay", seconds=0.01)
    await line.bot("getMe")
    await line.control("faults", kind="500", times=9)
    await line.http.delete("/sandbox/faults")
    await line.bot("getMe")


async def test_a_delay(line: Line) -> None:
    """A delayed answer comes when the sandbox's clock says so, and a fault is listed until it is met."""
    await line.control("faults", kind="delay", seconds=3600)
    assert [fault["kind"] for fault in await line.look("faults")] == ["delay"]
    answer = asyncio.create_task(line.bot("getMe"))
    while await line.look("faults"):
        assert not answer.done()
    await line.control("clock", ahead_by_seconds=1800)
    assert not answer.done()
    await line.control("clock", ahead_by_seconds=1800)
    assert (await answer)["is_bot"]


async def test_the_rate_of_a_chat(line: Line) -> None:
    """With a rate, a chat gets its burst and then 429 with the time to wait, in the header too."""
    await line.say("/start")
    await line.control("rate", per_second=0.5, burst=2)
    line.sandbox.clock.system = lambda: datetime(2030, 1, 1, tzinfo=UTC)
    for _ in range(2):
        await line.bot("sendMessage", chat_id=1001, text="a")
    answer = await line.http.post("/bot12:abc/sendMessage", json={"chat_id": 1001, "text": "a"})
    assert answer.json()["parameters"] == {"retry_after": 2}
    assert answer.headers["retry-after"] == "2"
    await line.bot("getMe")
    line.sandbox.clock.system = lambda: datetime(2030, 1, 1, 0, 0, 2, tzinfo=UTC)
    await line.bot("sendMessage", chat_id=1001, text="a")


async def test_the_log_keeps_no_secrets(line: Line) -> None:
    """Neither the token nor the webhook's secret is written into the log."""
    await line.bot("setWebhook", url="http://localhost:1", secret_token="s3cret")
    log = json.dumps(await line.look("calls"))
    assert "hidden" in log
    assert "s3cret" not in log
    assert "abc" not in log


async def test_a_restart_goes_on(tmp_path: Path) -> None:
    """A new process on the same folder finds everything, even after a write that was cut short."""
    first = Sandbox(folder=tmp_path)
    async with serve(first, port=0) as address, httpx.AsyncClient(base_url=address.url) as http:
        await http.post("/sandbox/people/1001/text", json={"text": "/start"})
        await http.post("/bot12:abc/setMyName", json={"name": "Daymark"})
        row = [[{"text": "A", "callback_data": "a"}]]
        sent = {
            "chat_id": 1001,
            "text": "<b>é</b>",
            "parse_mode": "HTML",
            "reply_markup": {"inline_keyboard": row},
        }
        await http.post("/bot12:abc/sendMessage", json=sent)
        await http.post("/sandbox/people/1001/photo")
        await http.post("/sandbox/clock", json={"ahead_by_seconds": 3600})
        tap = await http.post("/sandbox/people/1001/tap", json={"message_id": 2, "data": "a"})
        before = (await http.get("/sandbox/chats/1001")).json()
        updates = (await http.post("/bot12:abc/getUpdates")).json()
    with (tmp_path / "sandbox.jsonl").open("a") as file:
        file.write('{"message/1001/9": {"mess')
    second = Sandbox(folder=tmp_path)
    assert second.ahead == timedelta(hours=1)
    async with serve(second, port=0) as address, httpx.AsyncClient(base_url=address.url) as http:
        after = (await http.get("/sandbox/chats/1001")).json()
        assert after["messages"] == before["messages"]
        assert after["version"] > before["version"]
        assert (await http.post("/bot12:abc/getUpdates")).json() == updates
        assert (await http.get("/bot12:abc/getMe")).json()["result"]["first_name"] == "Daymark"
        assert (await http.get(after["messages"][2]["photo"]["url"])).content.startswith(b"\x89PNG")
        answered = {"callback_query_id": tap.json()["callback_query_id"]}
        assert (await http.post("/bot12:abc/answerCallbackQuery", json=answered)).json()["ok"]
        assert (await http.post("/sandbox/people/1001/text", json={"text": "b"})).json()["message_id"] == 4
        await http.post("/sandbox/start-over")
    assert list((tmp_path / "files").iterdir()) == []


async def test_stopping_is_quick() -> None:
    """Neither a waiting poll nor an open stream of events holds the server up."""
    async with httpx.AsyncClient() as http:
        async with serve(Sandbox(folder=None), port=0) as address:
            poll = asyncio.create_task(http.get(f"{address.base_url}12:abc/getUpdates?timeout=50"))
            waiting = asyncio.create_task(http.get(f"{address.url}/sandbox/chats/1001/wait?timeout=50"))
            events = http.build_request("GET", f"{address.url}/sandbox/events?chat=1001")
            stream = await http.send(events, stream=True)
            await http.get(f"{address.base_url}12:abc/getMe")
            begun = perf_counter()
        assert perf_counter() - begun < 1
        assert (await poll).json() == {"ok": True, "result": []}
        assert (await waiting).status_code == 200
        await stream.aclose()


async def test_a_long_chat_stays_fast(tmp_path: Path) -> None:
    """A full chat that is kept in a folder does not slow down the next message."""
    async with (
        serve(Sandbox(folder=tmp_path), port=0) as address,
        httpx.AsyncClient(base_url=address.url) as http,
    ):
        for number in range(500):
            await http.post("/sandbox/people/1001/text", json={"text": f"message {number}"})
        begun = perf_counter()
        for _ in range(10):
            await http.post("/bot12:abc/sendMessage", json={"chat_id": 1001, "text": "a"})
        assert perf_counter() - begun < 1


async def test_a_foreign_folder_is_refused(tmp_path: Path) -> None:
    """A journal with records of another kind is not read, and the message says what to do."""
    (tmp_path / "sandbox.jsonl").write_text('{"planet/1": {}}\n')
    with pytest.raises(SandboxError, match="it cannot read: empty it"):
        Sandbox(folder=tmp_path)
