"""Updates that nobody should send: malformed, huge, nested, of wrong types, forged; all from one seed."""

import copy
import json
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

ATTACKERS = range(100, 140)
VICTIMS = range(200, 208)
COMMANDS = (
    *("start", "checkin", "tip", "people", "reminders", "when", "history", "settings"),
    *("pause", "privacy", "help", "cancel", "frobnicate", "", "checkin@daymark_bot", "CHECKIN"),
)
PREFIXES = ("c", "p", "s", "k", "t", "h", "r", "w", "g", "u", "y", "n", "zz", "")
PARTS = (
    *(
        "r",
        "w",
        "d",
        "o",
        "s",
        "b",
        "e",
        "x",
        "n",
        "c",
        "k",
        "mood",
        "words",
        "wish",
        "note",
        "energy",
        "sleep",
    ),
    *(
        "1f",
        "9f",
        "0f",
        "-1f",
        "99t",
        "10t",
        "+tired",
        "-tired",
        "+nothing",
        "tip",
        "people",
        "later",
        "skip",
    ),
    *(
        "quarter",
        "hour",
        "tonight",
        "back",
        "gone",
        "new",
        "hide",
        "show",
        "more",
        "land",
        "lands",
        "GB",
        "US",
    ),
    *("agree", "time", "clock", "city", "none", "go", "other", "daily", "weekly", "delete", "yes", "7f.2000"),
    *(
        "0",
        "1",
        "-1",
        "99",
        "1e9",
        "zzzzzzzzzzzzz",
        "1y2p0ij32e8e7",
        "\N{SUPERSCRIPT TWO}",
        "\u0661",
        "",
        " ",
    ),
    *("../..", "<b>", "&amp;", "'; drop table person; --", "{0}", "%s", "\x00", "\ud800", "\u202e", "A" * 60),
)
TEXTS = (
    *(
        "4",
        "low",
        "skip",
        "stop",
        "back",
        "/",
        "//",
        "/start x",
        "/checkin daily",
        "/tip 99",
        "help",
        "HELP!",
    ),
    *(
        "",
        " ",
        "\n",
        "\x00",
        "\ud800",
        "\udfff\ud800",
        "\u202egnivol",
        "\u200b",
        "e\u0301" * 500,
        "\N{RIGHT-TO-LEFT MARK}",
    ),
    *("<b>", "</b>", "&lt;", "<a href='x'>", "{name}", "{0}", "%s%n", "'; drop table person; --", "\\u0000"),
    *("1" * 400, "9" * 4096, "-1", "1e309", "nan", "\N{FULLWIDTH DIGIT FOUR}", "\u0664", "4/5", "10 of 10"),
    *("a" * 4096, "\N{GRINNING FACE}" * 4096, "words, " * 500, "(" * 2000, "a" * 100_000, "\n" * 4000),
)
WRONG: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 1, 2**31, 2**63 - 1, 0.5, 1e308, "", "x", "1", [], {}, [[]]),
    *([None], {"id": None}, {"id": "x"}, "\ud800", [1] * 50, {"a": {"b": {"c": {}}}}),
)


@dataclass(slots=True, kw_only=True)
class Hostile:
    """A source of bodies for the webhook; `shown` holds the buttons that stand in chats, by person."""

    draw: random.Random
    shown: dict[int, list[str]] = field(default_factory=dict)
    stolen: Sequence[str] = ()
    update_id: int = 10

    def body(self) -> bytes:
        """The next body."""
        kinds: list[Callable[[], bytes]] = [self._pressed, self._typed, self._mutated, self._raw]
        return self.draw.choices(kinds, weights=[35, 25, 32, 8])[0]()

    def update(self, **content: Any) -> dict[str, Any]:
        """An update with the next id."""
        self.update_id += 1
        return {"update_id": self.update_id, **content}

    def data(self, person: int) -> str:
        """What a button sends: one that stands there, one of somebody else, or one that nobody wrote."""
        own, draw = self.shown.get(person) or ["k:go"], self.draw
        match draw.randrange(6):
            case 0:
                return draw.choice(own)
            case 1:
                return draw.choice(self.stolen or own)
            case 2:
                return self._bent(draw.choice(own))
            case 3:
                return self._bent(draw.choice(self.stolen or own))
            case 4:
                return ":".join([draw.choice(PREFIXES), *draw.choices(PARTS, k=draw.randrange(6))])
            case _:
                return "".join(
                    chr(draw.choice((draw.randrange(128), draw.randrange(0x3000)))) for _ in range(20)
                )

    def _bent(self, data: str) -> str:
        """A real button with one part exchanged, doubled, cut or lengthened."""
        parts = data.split(":")
        at = self.draw.randrange(len(parts))
        match self.draw.randrange(4):
            case 0:
                parts[at] = self.draw.choice(PARTS)
            case 1:
                parts.insert(at, parts[at])
            case 2:
                del parts[at]
            case _:
                parts[at] += self.draw.choice("0z:\x00é")
        return ":".join(parts)

    def _pressed(self) -> bytes:
        person = self.draw.choice(ATTACKERS)
        return _as_body(self.update(callback_query=press(person, self.data(person), self.update_id)))

    def _typed(self) -> bytes:
        return _as_body(self._told())

    def _told(self) -> dict[str, Any]:
        person, draw = self.draw.choice(ATTACKERS), self.draw
        text = draw.choice(TEXTS)
        if draw.random() < 0.4:
            text = f"/{draw.choice(COMMANDS)} {draw.choice(('', '', text[:200]))}".strip()
        message = told(person, text, self.update_id)
        return self.update(**{draw.choice(("message", "message", "message", "edited_message")): message})

    def _mutated(self) -> bytes:
        """A real update, bent in one to three places."""
        person = self.draw.choice(ATTACKERS)
        update: Any = self.draw.choice(
            [
                self._told(),
                self.update(callback_query=press(person, self.data(person), self.update_id)),
                self.update(my_chat_member=membership(person)),
                self.update(message=odd(person, self.draw.choice(("sticker", "photo", "voice", "poll")))),
                self.update(channel_post=told(person, "post", self.update_id)),
                self.update(inline_query={"id": "1", "from": who(person), "query": "q", "offset": ""}),
            ]
        )
        for _ in range(self.draw.randrange(1, 4)):
            self._bend(update)
        return _as_body(update)

    def _bend(self, update: Any) -> None:
        """Exchange or drop one value anywhere below the update, but not its id."""
        node = update
        while True:
            keys = (
                [key for key in node if key != "update_id"]
                if isinstance(node, dict)
                else list(range(len(node)))
            )
            if not keys:
                return
            key = self.draw.choice(keys)
            inner = node[key]
            if not isinstance(inner, dict | list) or not inner or self.draw.random() < 0.3:
                break
            node = inner
        if self.draw.random() < 0.2 and isinstance(node, dict):
            del node[key]
        else:
            node[key] = copy.deepcopy(self.draw.choice(WRONG))

    def _raw(self) -> bytes:
        """Bytes that are hardly JSON, or far too many."""
        draw = self.draw
        whole = _as_body(self._told())
        match draw.randrange(7):
            case 0:
                return whole[: draw.randrange(len(whole))]
            case 1:
                return draw.randbytes(draw.randrange(300))
            case 2:
                return b"[" * draw.choice((10, 900, 100_000))
            case 3:
                return b'{"update_id": 1, "message": ' + b'{"reply_to_message": ' * 200 + b"1" + b"}" * 201
            case 4:
                return draw.choice((b"", b"null", b"5", b"[]", b'"x"', b"{}", b'{"update_id": "1"}', b"NaN"))
            case 5:
                return b'{"update_id": ' + str(draw.choice((-1, 2**63, 2**64, 10**300))).encode() + whole[16:]
            case _:
                return whole.replace(
                    b'"date": 1', b'"date": ' + draw.choice((b"NaN", b"1e400", b"-1", b"1e30"))
                )


def who(person: int) -> dict[str, Any]:
    """A person as Telegram's User."""
    return {"id": person, "is_bot": False, "first_name": f"Visitor{person}", "language_code": "en"}


def told(person: int, text: str, number: int) -> dict[str, Any]:
    """A typed message."""
    where = {"id": person, "type": "private", "first_name": f"Visitor{person}"}
    message = {"message_id": number, "date": 1, "chat": where, "from": who(person), "text": text}
    if text.startswith("/"):
        message["entities"] = [{"type": "bot_command", "offset": 0, "length": len(text.split(maxsplit=1)[0])}]
    return message


def press(person: int, data: str, number: int) -> dict[str, Any]:
    """A press on a message of the bot."""
    message = told(person, "question", number % 50 + 1) | {
        "from": {"id": 12, "is_bot": True, "first_name": "D"}
    }
    return {"id": str(number), "from": who(person), "chat_instance": "1", "data": data, "message": message}


def odd(person: int, kind: str) -> dict[str, Any]:
    """A message that is not text."""
    file = {"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1, "duration": 1}
    content: dict[str, Any] = {
        "sticker": file | {"type": "regular", "is_animated": False, "is_video": False},
        "photo": [file],
        "voice": file,
        "poll": {"id": "1", "question": "?", "options": [], "total_voter_count": 0},
    }
    message = told(person, "", 5)
    del message["text"]
    return message | {kind: content[kind]}


def membership(person: int) -> dict[str, Any]:
    """The bot was blocked."""
    bot = {"id": 12, "is_bot": True, "first_name": "D"}
    where = {"id": person, "type": "private", "first_name": "V"}
    change = {"chat": where, "from": who(person), "date": 1}
    old, new = ({"user": bot, "status": "member"}, {"user": bot, "status": "kicked", "until_date": 0})
    return change | {"old_chat_member": old, "new_chat_member": new}


def _as_body(update: Any) -> bytes:
    return json.dumps(update).encode()
