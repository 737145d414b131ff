"""A text on its way into a message: parsed, cleaned, trimmed, measured, in Telegram's order."""

import re
from typing import Any

from bot.sandbox.entities import Entity, arrange, shift, width
from bot.sandbox.errors import bad_request
from bot.sandbox.html_text import parse_html
from bot.sandbox.markdown_text import parse_markdown, parse_markdown_v2
from bot.sandbox.parameters import Parameters
from bot.sandbox.records import Json

_LONGEST_RAW = 32_768  # bytes
_LONGEST_TEXT = 4096  # code points after parsing
_LONGEST_CAPTION = 1024
_PARSERS = {"html": parse_html, "markdownv2": parse_markdown_v2, "markdown": parse_markdown}
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f\u2028-\u202e]")
_TRIMMED = " \n"


def read_text(parameters: Parameters) -> Json:
    """Read `text` with `parse_mode` or `entities`; gives the message's text and entities."""
    if not parameters.text("text"):
        raise bad_request("message text is empty")
    if len(parameters.text("text").encode()) > _LONGEST_RAW:
        raise bad_request("text is too long")
    text, entities = _parse(parameters, "text", "entities")
    if not text.strip():
        raise bad_request("text must be non-empty")
    if len(text) > _LONGEST_TEXT:
        raise bad_request("message is too long")
    return {"text": text} | ({"entities": entities} if entities else {})


def read_caption(parameters: Parameters) -> Json:
    """Read `caption` with `parse_mode` or `caption_entities`; an empty one is none."""
    text, entities = _parse(parameters, "caption", "caption_entities")
    if len(text) > _LONGEST_CAPTION:
        raise bad_request("message caption is too long")
    return ({"caption": text} if text else {}) | ({"caption_entities": entities} if text and entities else {})


def write_plainly(text: str) -> Json:
    """Make text and found entities of what a person wrote."""
    trimmed, entities = _trim(text, [])
    return {"text": trimmed} | ({"entities": entities} if entities else {})


def _parse(parameters: Parameters, name: str, entities_name: str) -> tuple[str, list[Entity]]:
    mode = parameters.text("parse_mode").strip().lower()
    if mode in ("", "none"):
        given = parameters.parsed(entities_name, "message entities") or []
        return _trim(parameters.text(name), _check_entities(given))
    if mode not in _PARSERS:
        raise bad_request("unsupported parse_mode")
    return _trim(*_PARSERS[mode](parameters.text(name)))


def _check_entities(given: Any) -> list[Entity]:
    if not isinstance(given, list):
        raise bad_request("expected an Array of MessageEntity")
    for each in given:
        if not isinstance(each, dict) or not {"type", "offset", "length"} <= each.keys():
            raise bad_request("can't parse MessageEntity: expected an Object with type, offset and length")
    return [dict(each) for each in given]


def _trim(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    right = _CONTROL.sub(" ", text).rstrip(_TRIMMED)
    trimmed = right.lstrip(_TRIMMED)
    moved = shift(entities, cut=len(right) - len(trimmed), length=width(trimmed))
    return trimmed, arrange(trimmed, moved)
