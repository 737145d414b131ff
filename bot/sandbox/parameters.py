"""The parameters of a Bot API call, from wherever Telegram takes them."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import Request

from bot.sandbox.errors import bad_request, refuse

_LARGEST_BODY = 50 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file as it came in a multipart body."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameters:
    """Texts by parameter name, and uploads by part name; every value is text, as Telegram reads it."""

    values: Mapping[str, str] = field(default_factory=dict)
    uploads: Mapping[str, Upload] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """The parameter, or nothing when it is absent."""
        return self.values.get(name, "")

    def has(self, name: str) -> bool:
        """Say whether the parameter was given at all."""
        return name in self.values

    def boolean(self, name: str) -> bool:
        """Read yes from true, yes and 1, and no from everything else."""
        return self.text(name).strip().lower() in {"true", "yes", "1"}

    def integer(self, name: str, default: int = 0) -> int:
        """Read a whole number; what is none counts as the default."""
        try:
            return int(self.text(name))
        except ValueError:
            return default

    def clamped(self, name: str, default: int, *, low: int, high: int) -> int:
        """Read a whole number and move it into its range; Telegram never rejects one."""
        return max(low, min(high, self.integer(name, default)))

    def parsed(self, name: str, what: str) -> Any:
        """Read JSON; None when absent, else a refusal naming `what` when it is broken."""
        if not self.text(name):
            return None
        try:
            return json.loads(self.text(name))
        except ValueError:
            raise bad_request(f"can't parse {what} JSON object") from None


def as_text(value: Any) -> str:
    """Write a JSON value the way it would stand in a form."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def parameters_from_json(body: Any) -> Parameters:
    """Take the members of a JSON object as parameters; null counts as absent."""
    if not isinstance(body, dict):
        raise bad_request("strings expected as JSON object")
    return Parameters(values={name: as_text(value) for name, value in body.items() if value is not None})


async def read_parameters(request: Request) -> Parameters:
    """Read query string and body (urlencoded, JSON or multipart); the body wins."""
    body = await _read_body(request)
    query = dict(parse_qsl(request.url.query, keep_blank_values=True))
    kind, _, options = request.headers.get("content-type", "").partition(";")
    if kind.strip().lower() == "multipart/form-data":
        sent = _parse_multipart(body, options)
    elif kind.strip().lower() == "application/json" and body:
        sent = _parse_json(body)
    else:
        sent = Parameters(values=dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True)))
    return Parameters(values={**query, **sent.values}, uploads=sent.uploads)


async def _read_body(request: Request) -> bytes:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > _LARGEST_BODY:
            raise refuse(413)
    return bytes(body)


def _parse_json(body: bytes) -> Parameters:
    try:
        return parameters_from_json(json.loads(body))
    except ValueError:
        raise bad_request("can't parse JSON object") from None


def _parse_multipart(body: bytes, options: str) -> Parameters:
    found = re.search(r'boundary="?([^";]+)', options)
    if found is None:
        raise bad_request("boundary expected in multipart/form-data")
    values: dict[str, str] = {}
    uploads: dict[str, Upload] = {}
    for part in (b"\r\n" + body).split(b"\r\n--" + found[1].strip().encode())[1:-1]:
        head, _, content = part.partition(b"\r\n\r\n")
        headers = head.decode("utf-8", "replace")
        name = re.search(r'[;\s]name="([^"]*)"', headers)
        filename = re.search(r'filename="([^"]*)"', headers)
        if name is not None and filename is not None:
            uploads[name[1]] = Upload(name=filename[1], content=content)
        elif name is not None:
            values[name[1]] = content.decode("utf-8", "replace")
    return Parameters(values=values, uploads=uploads)
