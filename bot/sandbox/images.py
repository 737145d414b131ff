"""How large a picture is, and what kind; read from its first bytes."""

import struct

from bot.sandbox.errors import bad_request

_LARGEST_SIDES = 10_000  # width and height together, in pixels
_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG = b"\xff\xd8\xff"
_FRAMES = {0xC0, 0xC1, 0xC2, 0xC3}  # JPEG segments that carry the size


def image_type(content: bytes) -> str:
    """The media type of a picture that browsers show; empty for anything else."""
    starts = {_PNG: "image/png", _JPEG: "image/jpeg", b"GIF8": "image/gif"}
    return next((kind for start, kind in starts.items() if content.startswith(start)), "")


def measure_image(content: bytes) -> tuple[int, int]:
    """Width and height in pixels; refused when the bytes are no picture or the sides are too long."""
    try:
        width, height = _read_size(content)
    except (struct.error, IndexError):
        raise bad_request("IMAGE_PROCESS_FAILED") from None
    if width + height > _LARGEST_SIDES or not width or not height:
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
    return width, height


def _read_size(content: bytes) -> tuple[int, int]:
    match image_type(content):
        case "image/png":
            width, height = struct.unpack(">II", content[16:24])
        case "image/gif":
            width, height = struct.unpack("<HH", content[6:10])
        case "image/jpeg":
            height, width = struct.unpack(">HH", _jpeg_frame(content))
        case _:
            raise bad_request("IMAGE_PROCESS_FAILED")
    return width, height


def _jpeg_frame(content: bytes) -> bytes:
    at = 2
    while content[at + 1] not in _FRAMES:
        at += 2 + int(struct.unpack(">H", content[at + 2 : at + 4])[0])
    return content[at + 5 : at + 9]
