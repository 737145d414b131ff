"""Entities of a text: what is found by itself, what may stand together, and how trimming moves them.

Offsets and lengths count UTF-16 units, as Telegram's do.
"""

import re
from typing import Any

Entity = dict[str, Any]

_MOST = 100
_PLAIN = {"code", "pre", "text_link", "text_mention"}
_PATTERNS = {
    "bot_command": re.compile(r"(?<![\w/<>@])/[a-zA-Z0-9_]{1,64}(?:@\w{3,32})?(?![\w/])"),
    "url": re.compile(
        r"(?<![\w@.])(?:https?://[^\s<>\"]+|(?:[a-z0-9-]+\.)+(?:com|org|net|de|uk|eu|info|io|ie|at|ch|fr|gov|int)"
        r"\b(?:/[^\s<>\"]*)?)",
        re.IGNORECASE,
    ),
    "email": re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),
    "phone_number": re.compile(r"(?<![\w+/.,-])\+?\(?\d(?:[ -]?\(?\d\)?){2,16}(?![\w/.,:-]?\d|\w)"),
    "mention": re.compile(r"(?<![\w@.])@[a-zA-Z]\w{3,31}\b"),
    "hashtag": re.compile(r"(?<![\w&#])#\w*[^\W\d]\w*"),
}
_TRAILING = ".,:;!?)'\""
_SHORTEST_PHONE, _LONGEST_PHONE = 5, 15
_DATE = re.compile(r"\d{4}-\d\d(?:-\d\d)?$|\d\d?-\d\d?-\d{4}$")
_LINK = re.compile(
    r"(?:(?:https?|tg|ton|tonsite)://)?[^\s/?#.]+(?:\.[^\s/?#.]+)+(?:[/?#:]\S*)?", re.IGNORECASE
)
_DEEP_LINK = re.compile(r"(?:tg|ton)://\S+", re.IGNORECASE)
_USER = re.compile(r"tg://user\?id=(\d+)", re.IGNORECASE)


def width(text: str) -> int:
    """The length of a text in UTF-16 units."""
    return len(text.encode("utf-16-le")) // 2


def is_link(url: str) -> bool:
    """Say whether Telegram keeps this as a link: http, https, tg or ton, and a host with a dot."""
    if _DEEP_LINK.fullmatch(url):
        return True
    return not url.lower().startswith(("tel:", "mailto:")) and _LINK.fullmatch(url) is not None


def mentioned_user(url: str) -> int | None:
    """The user that tg://user?id=... points to."""
    found = _USER.fullmatch(url)
    return int(found[1]) if found else None


def arrange(text: str, entities: list[Entity]) -> list[Entity]:
    """Add what is found in the text, drop what may not stand inside code, sort, and keep 100."""
    fixed = [each for each in entities if each["length"] > 0]
    code = [each for each in fixed if each["type"] in {"code", "pre"}]
    kept = [each for each in fixed if each in code or not any(_overlap(each, other) for other in code)]
    plain = [each for each in kept if each["type"] in _PLAIN]
    found = [each for each in find_entities(text) if not any(_overlap(each, other) for other in plain)]
    return sorted(kept + found, key=lambda each: (each["offset"], -each["length"]))[:_MOST]


def find_entities(text: str) -> list[Entity]:
    """Find commands, links, addresses, phone numbers, mentions and hashtags; none overlap."""
    found: list[Entity] = []
    for kind, pattern in _PATTERNS.items():
        for match in pattern.finditer(text):
            written = match[0].rstrip(_TRAILING) if kind == "url" else match[0].rstrip()
            if kind == "phone_number" and not _is_phone_number(written):
                continue
            entity = {"type": kind, "offset": width(text[: match.start()]), "length": width(written)}
            if not any(_overlap(entity, other) for other in found):
                found.append(entity)
    return found


def shift(entities: list[Entity], *, cut: int, length: int) -> list[Entity]:
    """Move entities after `cut` units were taken from the front and `length` remain."""
    moved = []
    for entity in entities:
        begin = max(0, entity["offset"] - cut)
        end = min(length, entity["offset"] + entity["length"] - cut)
        if end > begin:
            moved.append({**entity, "offset": begin, "length": end - begin})
    return moved


def _overlap(one: Entity, other: Entity) -> bool:
    return bool(
        one["offset"] < other["offset"] + other["length"] and other["offset"] < one["offset"] + one["length"]
    )


def _is_phone_number(written: str) -> bool:
    """Take five digits and more, in groups of which one has three; dates and years are none."""
    digits = sum(letter.isdigit() for letter in written)
    grouped = re.search(r"\d{3}", written) is not None
    return grouped and _SHORTEST_PHONE <= digits <= _LONGEST_PHONE and not _DATE.match(written)
