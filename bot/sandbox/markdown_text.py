"""Telegram's two Markdowns, read strictly: what is not escaped or not closed is refused."""

from dataclasses import dataclass, field

from bot.sandbox.entities import Entity, is_link, mentioned_user, width
from bot.sandbox.errors import Refusal, bad_request

_RESERVED = "_*[]()~`>#+-=|{}.!"
_MARKS = {"*": "bold", "_": "italic", "__": "underline", "~": "strikethrough", "||": "spoiler"}
_NAMES = {
    "bold": "Bold",
    "italic": "Italic",
    "underline": "Underline",
    "strikethrough": "Strikethrough",
    "spoiler": "Spoiler",
    "code": "Code",
    "pre": "Pre",
    "text_link": "TextUrl",
}


def parse_markdown_v2(text: str) -> tuple[str, list[Entity]]:
    """Turn MarkdownV2 into plain text and entities."""
    return _Parser(source=text).parse()


def parse_markdown(text: str) -> tuple[str, list[Entity]]:
    """Turn legacy Markdown, which knows no nesting, into plain text and entities."""
    plain, entities, at = "", list[Entity](), 0
    while at < len(text):
        if text[at] == "\\" and text[at + 1 : at + 2] in tuple("_*`["):
            plain, at = plain + text[at + 1], at + 2
        elif text[at] in "_*`" or (text[at] == "[" and "](" in text[at:]):
            written, entity, at = _legacy_entity(text, at)
            if entity and written:
                entities.append({**entity, "offset": width(plain), "length": width(written)})
            plain += written
        else:
            plain, at = plain + text[at], at + 1
    return plain, entities


def _legacy_entity(text: str, at: int) -> tuple[str, Entity, int]:
    mark = "```" if text.startswith("```", at) else text[at]
    kind = {"```": "pre", "`": "code", "*": "bold", "_": "italic", "[": "text_link"}[mark]
    end = text.find("](" if mark == "[" else mark, at + len(mark))
    if end < 0:
        raise _mistake(f"Can't find end of the entity starting at byte offset {_bytes(text, at)}")
    written, after = text[at + len(mark) : end], end + len(mark)
    if mark != "[":
        return written, {"type": kind}, after
    close = text.find(")", end)
    if close < 0:
        raise _mistake(f"Can't find end of the entity starting at byte offset {_bytes(text, at)}")
    return written, _link(text[end + 2 : close]), close + 1


@dataclass(slots=True, kw_only=True)
class _Parser:
    source: str
    at: int = 0
    plain: list[str] = field(default_factory=list)
    length: int = 0
    opened: list[tuple[str, int, int]] = field(default_factory=list)  # mark, source index, offset
    entities: list[Entity] = field(default_factory=list)

    def parse(self) -> tuple[str, list[Entity]]:
        while self.at < len(self.source):
            letter = self.source[self.at]
            if letter == "\\" and _is_escape(self.source[self.at + 1 : self.at + 2]):
                self._write(self.source[self.at + 1], 2)
            elif letter == "`":
                self._code()
            elif letter in _RESERVED:
                self._mark()
            else:
                self._write(letter, 1)
        if self.opened:
            mark, begin, _ = self.opened[-1]
            raise self._unclosed("text_link" if mark == "[" else _MARKS[mark], begin)
        return "".join(self.plain), self.entities

    def _write(self, letter: str, step: int) -> None:
        self.plain.append(letter)
        self.length += width(letter)
        self.at += step

    def _code(self) -> None:
        begin, offset = self.at, self.length
        mark = "```" if self.source.startswith("```", begin) else "`"
        kind = "pre" if mark == "```" else "code"
        self.at += len(mark)
        language = self._language() if kind == "pre" else ""
        while not self.source.startswith(mark, self.at):
            if self.at >= len(self.source):
                raise self._unclosed(kind, begin)
            escaped = self.source[self.at] == "\\" and _is_escape(self.source[self.at + 1 : self.at + 2])
            self._write(self.source[self.at + escaped], 1 + escaped)
        self.at += len(mark)
        self._add({"type": kind} | ({"language": language} if language else {}), offset)

    def _language(self) -> str:
        line = self.source[self.at :].partition("\n")[0]
        if line.strip() and "`" not in line and " " not in line and len(line) < len(self.source) - self.at:
            self.at += len(line) + 1
            return line
        return ""

    def _mark(self) -> None:
        two = self.source[self.at : self.at + 2]
        mark = two if two in _MARKS else self.source[self.at]
        if self.opened and self.opened[-1][0] == ("[" if mark == "]" else mark):
            self._close(mark)
        elif mark in _MARKS or mark == "[":
            self.opened.append((mark, self.at, self.length))
            self.at += len(mark)
        else:
            raise _mistake(f"Character '{mark[0]}' is reserved and must be escaped with the preceding '\\'")

    def _close(self, mark: str) -> None:
        _, _, offset = self.opened.pop()
        self.at += len(mark)
        self._add({"type": _MARKS[mark]} if mark != "]" else self._target(), offset)

    def _target(self) -> Entity:
        if self.source[self.at : self.at + 1] != "(":
            return {}
        end = self.source.find(")", self.at)
        if end < 0:
            raise _mistake(f"Can't find end of a URL at byte offset {_bytes(self.source, self.at)}")
        url, self.at = self.source[self.at + 1 : end], end + 1
        return _link(url.replace("\\", ""))

    def _add(self, entity: Entity, offset: int) -> None:
        if entity and self.length > offset:
            self.entities.append({**entity, "offset": offset, "length": self.length - offset})

    def _unclosed(self, kind: str, begin: int) -> Refusal:
        return _mistake(
            f"Can't find end of {_NAMES[kind]} entity at byte offset {_bytes(self.source, begin)}"
        )


def _is_escape(letter: str) -> bool:
    return bool(letter) and 0 < ord(letter) <= 126  # noqa: PLR2004 - the last printable of ASCII


def _link(url: str) -> Entity:
    user = mentioned_user(url)
    if user is not None:
        return {"type": "text_mention", "user": {"id": user}}
    return {"type": "text_link", "url": url} if is_link(url) else {}


def _bytes(text: str, index: int) -> int:
    return len(text[:index].encode())


def _mistake(words: str) -> Refusal:
    return bad_request(f"can't parse entities: {words}")
