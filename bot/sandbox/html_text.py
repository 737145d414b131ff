"""Telegram's HTML: which tags it takes, what becomes of them, and its words for each mistake.

Rules and words follow parse_html in tdlib's MessageEntity.cpp; offsets in errors count UTF-8 bytes.
"""

import re
from dataclasses import dataclass, field

from bot.sandbox.entities import Entity, is_link, mentioned_user
from bot.sandbox.errors import Refusal, bad_request

_TYPES = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "u": "underline",
    "ins": "underline",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
}
_OTHERS = {"a", "pre", "code", "blockquote", "tg-emoji", "tg-time"}
_NAMED = {b"lt": "<", b"gt": ">", b"amp": "&", b"quot": '"'}
_SPACE = b" \t\r\n\0\v"
_REFERENCE = re.compile(rb"&(?:#x([0-9a-fA-F]{1,8})|#([0-9]{1,8})|([a-zA-Z]+));?")
_LAST_CHARACTER = 0x10FFFF


@dataclass(frozen=True, slots=True, kw_only=True)
class _Open:
    tag: str
    argument: str
    offset: int  # UTF-16 units
    begin: int  # index in the plain text


def parse_html(text: str) -> tuple[str, list[Entity]]:
    """Turn HTML into plain text and entities; a mistake is refused with Telegram's words."""
    return _Parser(source=text.encode() + b"\0").parse()


@dataclass(slots=True, kw_only=True)
class _Parser:
    source: bytes  # ends with a zero byte, as tdlib's does: every loop stops there
    at: int = 0
    plain: list[str] = field(default_factory=list)
    length: int = 0  # of the plain text, in UTF-16 units
    opened: list[_Open] = field(default_factory=list)
    entities: list[Entity] = field(default_factory=list)

    def parse(self) -> tuple[str, list[Entity]]:
        end = len(self.source) - 1
        while self.at < end:
            if self.source[self.at] != ord("<"):
                self._character()
            elif self.source[self.at + 1] == ord("/"):
                self._end_tag()
            else:
                self._start_tag()
        if self.opened:
            raise _mistake(f'Can\'t find end tag corresponding to start tag "{self.opened[-1].tag}"')
        return "".join(self.plain), self.entities

    def _character(self) -> None:
        written, self.at = _decode(self.source, self.at)
        self.plain.append(written)
        self.length += 1 + (written > "\uffff")

    def _start_tag(self) -> None:
        begin = self.at
        self.at += 1
        tag = self._word(b">").lower()
        if not self.source[self.at]:
            raise _mistake(f"Unclosed start tag at byte offset {begin}")
        if tag not in _TYPES and tag not in _OTHERS:
            raise _mistake(f'Unsupported start tag "{tag}" at byte offset {begin}')
        argument = ""
        while self._skip_space() != ord(">"):
            name, value = self._attribute(tag, begin)
            argument = _argument(tag, name, value) or argument
        if tag == "span" and argument != "spoiler":
            raise _mistake(f'Tag "span" must have class "tg-spoiler" at byte offset {begin}')
        self.at += 1
        self.opened.append(_Open(tag=tag, argument=argument, offset=self.length, begin=len(self.plain)))

    def _attribute(self, tag: str, begin: int) -> tuple[str, str]:
        name = self._word(b"=>").lower()
        if not name:
            raise _mistake(f'Empty attribute name in the tag "{tag}" at byte offset {begin}')
        self._skip_space()
        if self.source[self.at] != ord("="):
            self._expect_more(f'Unclosed start tag "{tag}" at byte offset {begin}')
            return name, ""
        self.at += 1
        self._skip_space()
        self._expect_more(f'Unclosed start tag "{tag}" at byte offset {begin}')
        value = self._quoted() if self.source[self.at] in b"'\"" else self._token()
        self._expect_more(f"Unclosed start tag at byte offset {begin}")
        return name, value

    def _quoted(self) -> str:
        quote = self.source[self.at]
        self.at += 1
        value = []
        while self.source[self.at] not in (quote, 0):
            written, self.at = _decode(self.source, self.at)
            value.append(written)
        if self.source[self.at] == quote:
            self.at += 1
        return "".join(value)

    def _token(self) -> str:
        begin = self.at
        while chr(self.source[self.at]) in ".-" or self.source[self.at : self.at + 1].isalnum():
            self.at += 1
        if self.source[self.at] not in _SPACE + b">":
            raise _mistake(f"Unexpected end of name token at byte offset {begin}")
        return self.source[begin : self.at].decode().lower()

    def _end_tag(self) -> None:
        begin = self.at
        if not self.opened:
            raise _mistake(f"Unexpected end tag at byte offset {begin}")
        self.at += 2
        found = self._word(b">")
        if self._skip_space() != ord(">"):
            raise _mistake(f"Unclosed end tag at byte offset {begin}")
        self.at += 1
        start = self.opened.pop()
        if found not in ("", start.tag):
            expected = f'expected "</{start.tag}>", found "</{found}>"'
            raise _mistake(f"Unmatched end tag at byte offset {begin}, {expected}")
        if self.length > start.offset:
            self._close(start)

    def _close(self, start: _Open) -> None:
        span = {"offset": start.offset, "length": self.length - start.offset}
        if start.tag == "a":
            self._close_link(start, span)
        elif start.tag in ("pre", "code"):
            self._close_code(start, span)
        elif start.tag == "blockquote":
            kind = "expandable_blockquote" if start.argument else "blockquote"
            self.entities.append({"type": kind, **span})
        elif start.tag == "tg-emoji":
            self.entities.append({"type": "custom_emoji", **span, "custom_emoji_id": start.argument})
        elif start.tag in _TYPES:
            self.entities.append({"type": _TYPES[start.tag], **span})

    def _close_link(self, start: _Open, span: Entity) -> None:
        url = start.argument or "".join(self.plain[start.begin :])
        user = mentioned_user(url)
        if user is not None:
            self.entities.append({"type": "text_mention", **span, "user": {"id": user}})
        elif is_link(url):
            self.entities.append({"type": "text_link", **span, "url": url})

    def _close_code(self, start: _Open, span: Entity) -> None:
        last = self.entities[-1] if self.entities else {}
        same = all(last.get(name) == value for name, value in span.items())
        if start.tag == "pre":
            if same and last["type"] == "code":
                self.entities.pop()
            language = last.get("language", "") if same else ""
            self.entities.append({"type": "pre", **span} | ({"language": language} if language else {}))
        elif same and last["type"] == "pre":
            last |= {"language": start.argument} if start.argument else {}
        else:
            self.entities.append(
                {"type": "code", **span} | ({"language": start.argument} if start.argument else {})
            )

    def _word(self, stops: bytes) -> str:
        begin = self.at
        while self.source[self.at] not in _SPACE + stops:
            self.at += 1
        return self.source[begin : self.at].decode("utf-8", "replace")

    def _skip_space(self) -> int:
        while self.source[self.at] and self.source[self.at] in _SPACE:
            self.at += 1
        return self.source[self.at]

    def _expect_more(self, otherwise: str) -> None:
        if not self.source[self.at]:
            raise _mistake(otherwise)


def _argument(tag: str, name: str, value: str) -> str:
    match tag, name:
        case "a", "href":
            return value
        case "code", "class" if value.startswith("language-"):
            return value.removeprefix("language-")
        case "span", "class" if value.startswith("tg-"):
            return value.removeprefix("tg-")
        case "tg-emoji", "emoji-id":
            return value
        case "blockquote", "expandable":
            return "expandable"
        case _:
            return ""


def _decode(source: bytes, at: int) -> tuple[str, int]:
    """Give the character that stands there, and where the next one begins."""
    found = _REFERENCE.match(source, at) if source[at] == ord("&") else None
    if found is not None:
        named = _NAMED.get(found[3]) if found[3] else None
        code = int(found[1], 16) if found[1] else int(found[2] or 0)
        if named or 0 < code < _LAST_CHARACTER:
            return named or chr(code), found.end()
    end = at + 1
    while source[end] & 0xC0 == 0x80:  # noqa: PLR2004 - the mark of a UTF-8 continuation byte
        end += 1
    return source[at:end].decode(), end


def _mistake(words: str) -> Refusal:
    return bad_request(f"can't parse entities: {words}")
