"""Sending, editing, deleting, and answering presses."""

import struct
import zlib

import pytest

from tests.sandbox.line import Line

SAME = (
    "Bad Request: message is not modified: specified new message content and reply markup are exactly "
    "the same as a current content and reply markup of the message"
)
TOO_OLD = "Bad Request: query is too old and response timeout expired or query ID is invalid"


def picture(width: int = 3, height: int = 2) -> bytes:
    """A grey PNG."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress(b"".join(b"\0" + b"\x80" * width for _ in range(height)))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("chat", "description"),
    [
        ("", "Bad Request: chat_id is empty"),
        (5, "Bad Request: chat not found"),
        ("@robin", "Bad Request: chat not found"),
        (1001, "Forbidden: bot can't initiate conversation with a user"),
    ],
)
async def test_who_cannot_be_written_to(line: Line, chat: object, description: str) -> None:
    """Unknown chats and people who never pressed Start cannot be written to."""
    assert await line.refusal("sendMessage", chat_id=chat, text="a") == description
    assert await line.refusal("sendChatAction", chat_id=chat, action="typing") == description


async def test_block_and_unblock(line: Line) -> None:
    """A person who blocked the bot gets nothing, and the bot is told of both changes."""
    message = await line.ask()
    await line.control("people/1001/block")
    await line.control("people/1001/block")
    blocked = "Forbidden: bot was blocked by the user"
    assert await line.refusal("sendMessage", chat_id=1001, text="a") == blocked
    assert await line.refusal("editMessageText", chat_id=1001, message_id=message, text="b") == blocked
    assert "unblock it first" in await line.control_error("people/1001/text", text="a")
    await line.control("people/1001/unblock")
    changes = [each["my_chat_member"] for each in (await line.updates())[1:]]
    assert [each["new_chat_member"]["status"] for each in changes] == ["kicked", "member"]
    await line.bot("sendMessage", chat_id=1001, text="a")


async def test_edit_changes_text_and_takes_buttons(line: Line) -> None:
    """An edit without reply_markup takes the buttons away; the same again is refused."""
    message = await line.ask()
    edited = await line.bot("editMessageText", chat_id=1001, message_id=message, text="Bye")
    assert edited["text"] == "Bye"
    assert "reply_markup" not in edited
    assert edited["edit_date"] >= edited["date"]
    assert await line.refusal("editMessageText", chat_id=1001, message_id=message, text=" Bye ") == SAME
    assert await line.refusal("editMessageReplyMarkup", chat_id=1001, message_id=message) == SAME


async def test_edit_of_buttons_only(line: Line) -> None:
    """An edit of the markup exchanges buttons and leaves the text, which does not count as edited."""
    message = await line.ask()
    edited = await line.bot("editMessageReplyMarkup", chat_id=1001, message_id=message)
    assert (edited["text"], "edit_date" in edited) == ("Hello", False)


async def test_what_cannot_be_edited(line: Line) -> None:
    """Missing, foreign, keyboard-bearing messages and those without text are not edited."""
    bearing = await line.ask(reply_markup={"keyboard": [["a"]]})
    refused = "editMessageText"
    for message_id in (0, -1, 999):
        words = "Bad Request: message to edit not found"
        assert await line.refusal(refused, chat_id=1001, message_id=message_id, text="a") == words
    for message_id in (1, bearing):
        words = "Bad Request: message can't be edited"
        assert await line.refusal(refused, chat_id=1001, message_id=message_id, text="a") == words
    assert (
        await line.refusal(refused, chat_id=1001, text="a")
        == "Bad Request: message identifier is not specified"
    )
    assert await line.refusal(refused, inline_message_id="x", text="a") == "Bad Request: MESSAGE_ID_INVALID"
    markup = {"force_reply": True}
    words = "Bad Request: inline keyboard expected"
    assert await line.refusal(refused, chat_id=1001, message_id=2, text="a", reply_markup=markup) == words


async def test_deleting(line: Line) -> None:
    """Messages of the last two days can be deleted, also a person's in a private chat."""
    message = await line.ask()
    assert await line.bot("deleteMessage", chat_id=1001, message_id=1)
    assert await line.bot("deleteMessages", chat_id=1001, message_ids=[message, 999])
    assert [each["deleted"] for each in (await line.look("chats/1001"))["messages"]] == [True, True]
    gone = "Bad Request: message to delete not found"
    assert await line.refusal("deleteMessage", chat_id=1001, message_id=message) == gone
    assert (
        await line.refusal("deleteMessage", chat_id=1001)
        == "Bad Request: message identifier is not specified"
    )
    old = await line.say("old")
    await line.control("clock", ahead_by_seconds=48 * 3600 + 5)
    words = "Bad Request: message can't be deleted for everyone"
    assert await line.refusal("deleteMessage", chat_id=1001, message_id=old) == words
    assert await line.bot("deleteMessages", chat_id=1001, message_ids=[old])
    for ids, said in [
        ([], "message identifiers are not specified"),
        ([1] * 101, "too many message identifiers specified"),
    ]:
        assert await line.refusal("deleteMessages", chat_id=1001, message_ids=ids) == f"Bad Request: {said}"


async def test_a_press_is_answered_once_and_soon(line: Line) -> None:
    """A press can be answered once, within 15 seconds, with 200 characters."""
    message = await line.ask()
    press = (await line.control("people/1001/tap", message_id=message, data="good"))["callback_query_id"]
    assert len((await line.look("chats/1001"))["waiting"]) == 1
    answer = "answerCallbackQuery"
    assert (
        await line.refusal(answer, callback_query_id=press, text="x" * 201) == "Bad Request: MESSAGE_TOO_LONG"
    )
    assert (
        await line.refusal(answer, callback_query_id=press, url="http://a.org") == "Bad Request: URL_INVALID"
    )
    await line.bot(answer, callback_query_id=press, text="Noted", show_alert=True)
    assert await line.refusal(answer, callback_query_id=press) == TOO_OLD
    chat = await line.look("chats/1001")
    assert [(each["text"], each["alert"]) for each in chat["toasts"]] == [("Noted", True)]
    assert chat["waiting"] == []
    late = (await line.control("people/1001/tap", message_id=message, data="good"))["callback_query_id"]
    line.turn_system_clock(16)
    assert await line.refusal(answer, callback_query_id=late) == TOO_OLD
    await line.control("people/1001/tap", message_id=message, data="good")
    assert len((await line.look("chats/1001"))["waiting"]) == 1


async def test_presses_must_stand_there(line: Line) -> None:
    """A button that is not there cannot be pressed, except on purpose."""
    message = await line.ask()
    assert "No button with 'bad'" in await line.control_error(
        "people/1001/tap", message_id=message, data="bad"
    )
    await line.control("people/1001/tap", message_id=message, data="bad", force=True)
    await line.control("people/1001/tap", message_id=999, data="good", force=True)
    forged, gone = [each["callback_query"] for each in (await line.updates())[1:]]
    assert (forged["data"], forged["message"]["text"]) == ("bad", "Hello")
    assert gone["message"]["date"] == 0
    assert gone["chat_instance"]


async def test_replies(line: Line) -> None:
    """A reply carries what it answers; a missing one is refused unless that is allowed."""
    message = await line.ask()
    sent = await line.bot("sendMessage", chat_id=1001, text="a", reply_parameters={"message_id": message})
    assert sent["reply_to_message"]["text"] == "Hello"
    missing = {"message_id": 999}
    words = "Bad Request: message to be replied not found"
    assert await line.refusal("sendMessage", chat_id=1001, text="a", reply_parameters=missing) == words
    await line.bot(
        "sendMessage",
        chat_id=1001,
        text="a",
        reply_parameters=missing | {"allow_sending_without_reply": True},
    )
    await line.bot(
        "sendMessage", chat_id=1001, text="a", reply_to_message_id=999, allow_sending_without_reply=True
    )
    for name, value, said in [
        ("reply_parameters", "[", "can't parse reply parameters JSON object"),
        ("reply_parameters", "[1]", "object expected as reply parameters"),
        ("link_preview_options", "1", "object expected as link preview options"),
        ("link_preview_options", "{", "can't parse link preview options JSON object"),
    ]:
        assert (
            await line.refusal("sendMessage", chat_id=1001, text="a", **{name: value})
            == f"Bad Request: {said}"
        )


async def test_photos_and_documents(line: Line) -> None:
    """Uploads are kept, described, shown, sent again by id, and can be fetched."""
    await line.say("/start")
    content = picture()
    sent = await line.http.post(
        "/bot12:abc/sendPhoto",
        data={"chat_id": "1001", "photo": "attach://p"},
        files={"p": ("a.png", content)},
    )
    size = sent.json()["result"]["photo"][0]
    assert (size["width"], size["height"]) == (3, 2)
    again = await line.bot(
        "sendPhoto", chat_id=1001, photo=size["file_id"], caption="<b>c</b>", parse_mode="HTML"
    )
    assert again["caption_entities"] == [{"type": "bold", "offset": 0, "length": 1}]
    edited = await line.bot("editMessageCaption", chat_id=1001, message_id=again["message_id"], caption="d")
    assert (edited["caption"], "caption_entities" in edited) == ("d", False)
    path = (await line.bot("getFile", file_id=size["file_id"]))["file_path"]
    assert (await line.http.get(f"/file/bot12:abc/{path}")).content == content
    await line.http.post(
        "/bot12:abc/sendDocument", data={"chat_id": "1001"}, files={"document": ("my data.csv", b"a")}
    )
    photo, _, document = (await line.look("chats/1001"))["messages"][1:]
    shown = await line.http.get(photo["photo"]["url"])
    assert (shown.headers["content-type"], shown.content) == ("image/png", content)
    fetched = await line.http.get(document["document"]["url"])
    assert fetched.headers["content-disposition"] == 'attachment; filename="my_data.csv"'
    assert (await line.http.get("/sandbox/files/none")).status_code == 404
    words = "Bad Request: there is no text in the message to edit"
    assert (
        await line.refusal("editMessageText", chat_id=1001, message_id=again["message_id"], text="a") == words
    )


@pytest.mark.parametrize(
    ("kind", "given", "description"),
    [
        ("photo", {}, "there is no photo in the request"),
        ("document", {}, "there is no document in the request"),
        ("photo", {"photo": "nonsense"}, "wrong file identifier/HTTP URL specified"),
        ("photo", {"photo": "https://a.org/a.png"}, "failed to get HTTP URL content"),
        ("document", {"document": "x", "caption": "x" * 1025}, "message caption is too long"),
    ],
)
async def test_refused_files(line: Line, kind: str, given: dict[str, str], description: str) -> None:
    """Files that are missing, unknown or far away are refused."""
    await line.say("/start")
    assert await line.refusal(f"send{kind}", chat_id=1001, **given) == f"Bad Request: {description}"


@pytest.mark.parametrize(
    ("name", "content", "description"),
    [
        ("a.pdf", b"x", "photo has unsupported extension. Use one of .jpg, .jpeg, .gif, .png, .tif or .bmp"),
        ("a.png", b"x", "IMAGE_PROCESS_FAILED"),
        ("a.jpg", b"\xff\xd8\xff", "IMAGE_PROCESS_FAILED"),
        ("a.png", b"", "file must be non-empty"),
        ("a.png", picture(10_000, 1), "PHOTO_INVALID_DIMENSIONS"),
        ("a.png", picture() + b"x" * 10 * 1024 * 1024, "file is too big"),
    ],
)
async def test_refused_pictures(line: Line, name: str, content: bytes, description: str) -> None:
    """What is no picture, or too large a one, is refused."""
    await line.say("/start")
    answer = await line.http.post(
        "/bot12:abc/sendPhoto", data={"chat_id": "1001"}, files={"photo": (name, content)}
    )
    assert answer.json()["description"] == f"Bad Request: {description}"


@pytest.mark.parametrize(
    ("name", "content", "size"),
    [
        ("a.gif", b"GIF89a" + struct.pack("<HH", 7, 5), (7, 5)),
        ("a.jpg", b"\xff\xd8\xff\xe0\x00\x04ab\xff\xc0\x00\x0b\x08" + struct.pack(">HH", 5, 7), (7, 5)),
    ],
)
async def test_other_pictures(line: Line, name: str, content: bytes, size: tuple[int, int]) -> None:
    """GIF and JPEG are measured too."""
    await line.say("/start")
    photo = (
        await line.http.post(
            "/bot12:abc/sendPhoto", data={"chat_id": "1001"}, files={"photo": (name, content)}
        )
    ).json()["result"]["photo"][0]
    assert (photo["width"], photo["height"]) == size


async def test_chat_actions(line: Line) -> None:
    """An action is shown for five seconds, or until the next message."""
    await line.say("/start")
    words = "Bad Request: wrong parameter action in request"
    assert await line.refusal("sendChatAction", chat_id=1001, action="dancing") == words
    await line.bot("sendChatAction", chat_id=1001, action="typing")
    assert (await line.look("chats/1001"))["action"] == "typing"
    await line.bot("sendMessage", chat_id=1001, text="a")
    assert (await line.look("chats/1001"))["action"] == ""
    await line.bot("sendChatAction", chat_id=1001, action="typing")
    line.turn_system_clock(6)
    assert (await line.look("chats/1001"))["action"] == ""


async def test_get_file_and_chat(line: Line) -> None:
    """Unknown files are refused; people and groups are described."""
    assert await line.refusal("getFile", file_id="x") == "Bad Request: invalid file_id"
    assert (await line.bot("getChat", chat_id=1001))["first_name"] == "Robin"
    assert (await line.bot("getChat", chat_id=-2001))["title"] == "A group"
    assert await line.refusal("getChat", chat_id=9) == "Bad Request: chat not found"
