"""The pages: deliveries are checked before they are read, and health tells the truth."""

import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest

from bot.health import Part
from bot.web.site import BODY_LIMIT, METRICS_PATH, SECRET_HEADER, WEBHOOK_PATH, site

SECRET = "a-secret-of-some-length"
RIGHT = {SECRET_HEADER: SECRET}


class Told:
    """Health as a test wishes it."""

    def __init__(self, parts: Mapping[str, bool]) -> None:
        self.parts = parts

    async def look(self) -> Mapping[str, Part]:
        """The parts, each as old as the others."""
        return {name: Part(ok=ok, age=1.5) for name, ok in self.parts.items()}

    async def counts(self) -> bytes:
        """Some numbers."""
        return b"numbers 1"


@asynccontextmanager
async def visiting(
    taken: list[Mapping[str, Any]] | None, *, secret: str = SECRET, **parts: bool
) -> AsyncIterator[httpx.AsyncClient]:
    """A visitor of the pages; what is delivered comes into `taken`."""

    async def receive(update: Mapping[str, Any]) -> None:
        assert taken is not None
        if update.get("fault"):
            raise OSError("not committed")
        taken.append(update)

    pages = site(health=Told(parts), secret=secret, receive=receive if taken is not None else None)
    transport = httpx.ASGITransport(app=pages, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://daymark") as http:
        yield http


async def test_a_delivery() -> None:
    """An update with the secret is taken, and acknowledged once it is."""
    taken: list[Mapping[str, Any]] = []
    async with visiting(taken) as http:
        answer = await http.post(WEBHOOK_PATH, json={"update_id": 1, "message": {}}, headers=RIGHT)
    assert (answer.status_code, answer.content) == (200, b"")
    assert taken == [{"update_id": 1, "message": {}}]


@pytest.mark.parametrize("headers", [{}, {SECRET_HEADER: ""}, {SECRET_HEADER: "wrong"}, {SECRET_HEADER: "é"}])
async def test_without_the_secret(headers: dict[str, str]) -> None:
    """Without the secret nothing is read."""
    taken: list[Mapping[str, Any]] = []
    raw = [(name.encode(), value.encode()) for name, value in headers.items()]
    async with visiting(taken) as http:
        answer = await http.post(WEBHOOK_PATH, json={"update_id": 1}, headers=raw)
    assert answer.status_code == 403
    assert taken == []


async def test_no_secret_is_set() -> None:
    """Where no secret is set, nothing is taken, whatever the caller sends."""
    taken: list[Mapping[str, Any]] = []
    async with visiting(taken, secret="") as http:
        answer = await http.post(WEBHOOK_PATH, json={"update_id": 1}, headers={SECRET_HEADER: ""})
    assert answer.status_code == 403


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"no json",
        b"\xff\xfe",
        b"[]",
        b"{}",
        b'{"update_id": "1"}',
        b'{"update_id": true}',
        b'{"update_id": -1}',
        b'{"update_id": 9223372036854775808}',
        b'{"update_id": 1, "text": "\\ud800"}',
        b'{"update_id": 1, "date": NaN}',
        b"[" * 100_000,
        b'{"update_id": 1, "a": "' + b"x" * BODY_LIMIT + b'"}',
    ],
    ids=lambda body: f"{len(body)} bytes",
)
async def test_bodies_that_are_no_update(body: bytes) -> None:
    """What is no update, or far too long, is refused."""
    taken: list[Mapping[str, Any]] = []
    async with visiting(taken) as http:
        answer = await http.post(WEBHOOK_PATH, content=body, headers=RIGHT)
    assert answer.status_code == 400
    assert taken == []


async def test_an_update_that_is_not_committed() -> None:
    """What could not be committed is not acknowledged, so that Telegram delivers it again."""
    async with visiting([]) as http:
        answer = await http.post(
            WEBHOOK_PATH, content=json.dumps({"update_id": 1, "fault": 1}), headers=RIGHT
        )
    assert answer.status_code == 500
    assert b"committed" not in answer.content


async def test_other_pages() -> None:
    """There is nothing else, and while the bot polls there are no deliveries."""
    async with visiting([]) as http:
        assert (await http.get(WEBHOOK_PATH)).status_code == 405
        assert (await http.get("/")).status_code == 404
    async with visiting(None) as http:
        assert (await http.post(WEBHOOK_PATH, json={"update_id": 1}, headers=RIGHT)).status_code == 404


async def test_health() -> None:
    """Health is good when every part is well, and names the one that is not, with its age."""
    well, ill = {"ok": True, "age": 1.5}, {"ok": False, "age": 1.5}
    async with visiting(None, database=True, ticker=True) as http:
        answer = await http.get("/healthz")
        assert (answer.status_code, answer.json()) == (200, {"database": well, "ticker": well})
    async with visiting(None, database=True, ticker=False) as http:
        answer = await http.get("/healthz")
        assert (answer.status_code, answer.json()) == (503, {"database": well, "ticker": ill})


async def test_numbers() -> None:
    """Numbers are told as Prometheus reads them, and not to whom a proxy forwards."""
    async with visiting(None) as http:
        answer = await http.get(METRICS_PATH)
        assert (answer.status_code, answer.content) == (200, b"numbers 1")
        assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
        for name in ("X-Forwarded-For", "Fly-Client-IP", "Forwarded"):
            assert (await http.get(METRICS_PATH, headers={name: "1.2.3.4"})).status_code == 404
        assert (await http.get("/healthz", headers={"X-Forwarded-For": "1.2.3.4"})).status_code == 200
