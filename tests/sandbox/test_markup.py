"""Keyboards: what is taken, what is dropped, what is refused."""

from typing import Any

import pytest

from tests.sandbox.line import Line


def button(**fields: Any) -> dict[str, Any]:
    """An inline keyboard of one button."""
    return {"inline_keyboard": [[{"text": "A", **fields}]]}


@pytest.mark.parametrize(
    ("markup", "description"),
    [
        ("{", "can't parse reply keyboard markup JSON object"),
        ("[]", "object expected as reply markup"),
        ({"inline_keyboard": [1]}, 'field "inline_keyboard" must be an Array of Arrays'),
        ({"keyboard": [1]}, 'field "keyboard" must be an Array of Arrays'),
        ({"inline_keyboard": [[1]]}, "can't parse inline keyboard button: expected an Object"),
        ({"keyboard": [[1]]}, "can't parse keyboard button: expected an Object"),
        (
            button(text=1, callback_data="a"),
            'can\'t parse inline keyboard button: field "text" must be of type String',
        ),
        (button(), "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"),
        (
            button(callback_data=""),
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        ),
        (button(callback_data="é" * 33), "BUTTON_DATA_INVALID"),
        (
            button(callback_data="a", style="loud"),
            "can't parse inline keyboard button: invalid button style specified",
        ),
        (
            button(url="http://localhost"),
            "inline keyboard button URL 'http://localhost' is invalid: Wrong HTTP URL",
        ),
        (
            button(web_app={"url": "http://a.org"}),
            "inline keyboard button Web App URL 'http://a.org' is invalid: Only HTTPS links are allowed",
        ),
        (
            button(copy_text={"text": ""}),
            "can't parse inline keyboard button: copy text must be of 1-256 characters",
        ),
        ({"inline_keyboard": [[{"text": "A", "callback_data": "a"}]] * 101}, "reply markup is too long"),
    ],
)
async def test_refused_markup(line: Line, markup: Any, description: str) -> None:
    """Each mistake in a keyboard is refused in Telegram's words."""
    await line.say("/start")
    refusal = await line.refusal("sendMessage", chat_id=1001, text="a", reply_markup=markup)
    assert refusal == f"Bad Request: {description}"


async def test_what_is_dropped(line: Line) -> None:
    """Buttons without text, empty rows and the ninth button of a row vanish without an error."""
    await line.say("/start")
    row = [{"text": str(number), "callback_data": "x" * 64} for number in range(9)]
    empty = [{"text": " ", "callback_data": "a"}]
    markup = {"inline_keyboard": [row, empty]}
    sent = await line.bot("sendMessage", chat_id=1001, text="a", reply_markup=markup)
    assert [len(each) for each in sent["reply_markup"]["inline_keyboard"]] == [8]


async def test_buttons_as_the_page_sees_them(line: Line) -> None:
    """The chat shows data, links, copies and styles of buttons."""
    await line.say("/start")
    row = [
        {"text": "a", "callback_data": "a", "style": "primary"},
        {"text": "b", "url": "a.org"},
        {"text": "c", "web_app": {"url": "https://a.org"}},
        {"text": "d", "copy_text": {"text": "x"}},
    ]
    await line.bot("sendMessage", chat_id=1001, text="a", reply_markup={"inline_keyboard": [row]})
    assert (await line.look("chats/1001"))["messages"][-1]["buttons"] == [
        [
            {"text": "a", "data": "a", "style": "primary"},
            {"text": "b", "url": "http://a.org"},
            {"text": "c", "url": "https://a.org"},
            {"text": "d", "copy": "x"},
        ]
    ]


async def test_reply_keyboards(line: Line) -> None:
    """A reply keyboard stands until it is removed, is not echoed, and is private where it must be."""
    await line.say("/start")
    keyboard = {"keyboard": [["a", {"text": "b", "request_contact": True}, " "]]}
    sent = await line.bot("sendMessage", chat_id=1001, text="a", reply_markup=keyboard)
    assert "reply_markup" not in sent
    shown = (await line.look("chats/1001"))["reply_keyboard"]["keyboard"]
    assert [[each["text"] for each in row] for row in shown] == [["a", "b"]]
    await line.bot("sendMessage", chat_id=1001, text="a", reply_markup={"remove_keyboard": True})
    assert (await line.look("chats/1001"))["reply_keyboard"] is None
    await line.bot("sendMessage", chat_id=1001, text="a", reply_markup={})
    asked: list[tuple[dict[str, Any], str]] = [
        ({"request_contact": True}, "phone number can be requested in private chats only"),
        ({"web_app": {"url": "https://a.org"}}, "web App buttons can be used in private chats only"),
    ]
    for field, words in asked:
        markup = {"keyboard": [[{"text": "a", **field}]]}
        refusal = await line.refusal("sendMessage", chat_id=-2001, text="a", reply_markup=markup)
        assert refusal == f"Bad Request: {words}"
