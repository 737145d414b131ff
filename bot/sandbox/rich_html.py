"""A text with its entities, written as HTML that is safe to show."""

from html import escape

from bot.sandbox.entities import Entity

_TAGS = {
    "bold": "strong",
    "italic": "em",
    "underline": "u",
    "strikethrough": "s",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "expandable_blockquote": "blockquote",
}
_CLASSES = {"spoiler": "spoiler", "mention": "mention", "hashtag": "mention"}


def to_html(text: str, entities: list[Entity]) -> str:
    """Write entities as elements and escape everything else; what overlaps is cut to nest."""
    units = text.encode("utf-16-le")
    inside = sorted(entities, key=lambda each: (each["offset"], -each["length"]))
    return _render(units, 0, len(units) // 2, inside)


def _render(units: bytes, begin: int, end: int, entities: list[Entity]) -> str:
    """Write the UTF-16 units from begin to end; the entities are sorted, outer before inner."""
    pieces, at, rest = [], begin, entities
    while rest:
        first, stop = rest[0], min(end, rest[0]["offset"] + rest[0]["length"])
        start = max(at, first["offset"])
        inner = [each for each in rest[1:] if each["offset"] < stop]
        rest = [each for each in rest[1:] if each["offset"] >= stop]
        opening, closing = _tags(first, _cut(units, first["offset"], stop))
        pieces += [escape(_cut(units, at, start)), opening, _render(units, start, stop, inner), closing]
        at = stop
    return "".join([*pieces, escape(_cut(units, at, end))])


def _cut(units: bytes, begin: int, end: int) -> str:
    return units[begin * 2 : end * 2].decode("utf-16-le", "replace")


def _tags(entity: Entity, whole: str) -> tuple[str, str]:
    kind = entity["type"]
    if kind in _TAGS:
        return f"<{_TAGS[kind]}>", f"</{_TAGS[kind]}>"
    if kind in _CLASSES:
        return f'<span class="{_CLASSES[kind]}">', "</span>"
    if kind == "bot_command":
        return f'<a class="command" href="#" data-command="{escape(whole)}">', "</a>"
    target = _target(entity, whole)
    if not target:
        return "", ""
    return f'<a href="{escape(target)}" target="_blank" rel="noopener noreferrer">', "</a>"


def _target(entity: Entity, whole: str) -> str:
    match entity["type"]:
        case "text_link" | "url":
            url = str(entity.get("url", whole))
            if "://" not in url:
                url = f"https://{url}"
            return url if url.lower().startswith(("http://", "https://", "tg://")) else ""
        case "phone_number":
            return "tel:" + "".join(each for each in whole if each.isdigit() or each == "+")
        case "email":
            return f"mailto:{whole}"
        case _:
            return ""
