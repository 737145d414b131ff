"""Tokens, methods, and the ways in which parameters arrive."""

from pathlib import Path

import httpx
import pytest

from bot.sandbox import PortTakenError, Sandbox, serve
from tests.sandbox.line import Line


@pytest.mark.parametrize(
    ("path", "status", "description"),
    [
        ("/bot0:a/getMe", 401, "Unauthorized: invalid token specified"),
        ("/botabc/getMe", 401, "Unauthorized: invalid token specified"),
        ("/bot1:" + "a" * 80 + "/getMe", 401, "Unauthorized: invalid token specified"),
        ("/botx:a/getMe", 421, "Misdirected Request: unallowed token specified"),
        ("/bot1:a/getNothing", 404, "Not Found: method not found"),
        ("/bot1:a", 404, "Not Found"),
        ("/file/bot1:a/photos/none", 404, "Not Found"),
        ("/file/botx/photos/none", 401, "Unauthorized: invalid token specified"),
    ],
)
async def test_bad_addresses(line: Line, path: str, status: int, description: str) -> None:
    """A wrong token, method or path is refused in Telegram's words."""
    answer = await line.http.get(path)
    assert answer.status_code == status
    assert answer.json() == {"ok": False, "error_code": status, "description": description}


async def test_only_the_given_token() -> None:
    """A sandbox built with a token takes no other."""
    sandbox = Sandbox(folder=None, token="5:right")
    async with serve(sandbox, port=0) as address, httpx.AsyncClient(base_url=address.url) as http:
        assert (await http.get("/bot5:right/getMe")).json()["result"]["id"] == 5
        assert (await http.get("/bot5:wrong/getMe")).json()["description"] == "Unauthorized"


async def test_methods_ignore_case(line: Line) -> None:
    """The case of a method's name does not matter, nor does /test before it."""
    for path in ("/bot12:abc/GETME", "/bot12:abc/test/getme"):
        assert (await line.http.get(path)).json()["result"]["is_bot"] is True


async def test_all_ways_of_sending(line: Line) -> None:
    """Query, form, JSON and multipart all carry parameters."""
    await line.say("/start")
    address = "/bot12:abc/sendMessage"
    sent = {"chat_id": "1001", "text": "Hello é"}
    answers = [
        await line.http.get(address, params=sent),
        await line.http.post(address, data=sent),
        await line.http.post(address, json={**sent, "chat_id": 1001, "parse_mode": None}),
        await line.http.post(address, files={name: (None, value) for name, value in sent.items()}),
    ]
    assert [each.json()["result"]["text"] for each in answers] == ["Hello é"] * 4


@pytest.mark.parametrize(
    ("content", "kind", "description"),
    [
        (b"{", "application/json", "Bad Request: can't parse JSON object"),
        (b"[]", "application/json", "Bad Request: strings expected as JSON object"),
        (b"x", "multipart/form-data", "Bad Request: boundary expected in multipart/form-data"),
    ],
)
async def test_broken_bodies(line: Line, content: bytes, kind: str, description: str) -> None:
    """A body that cannot be read is refused, and noted."""
    answer = await line.http.post("/bot12:abc/sendMessage", content=content, headers={"Content-Type": kind})
    assert answer.json()["description"] == description
    assert [each["error"] for each in await line.look("refused")] == [description]


async def test_too_large_bodies(line: Line) -> None:
    """More than 50 MB are not taken."""
    answer = await line.http.post("/bot12:abc/sendDocument", content=b"x" * (50 * 1024 * 1024 + 1))
    assert answer.json()["description"] == "Request Entity Too Large"


async def test_a_taken_port(line: Line) -> None:
    """A taken port is an OSError that says what to do."""
    port = line.http.base_url.port or 0
    with pytest.raises(PortTakenError, match=f"Port {port} of this computer is already in use"):
        async with serve(Sandbox(folder=None), port=port):
            pass
    assert issubclass(PortTakenError, OSError)


@pytest.mark.parametrize("headers", [{"Host": "evil.example"}, {"Origin": "https://evil.example"}])
async def test_other_names_and_pages_are_kept_out(line: Line, headers: dict[str, str]) -> None:
    """Neither a foreign name for this computer nor a foreign page can call the sandbox."""
    for path in ("/", "/bot12:abc/getMe", "/sandbox/clock"):
        assert (await line.http.get(path, headers=headers)).status_code == 403


async def test_page_and_its_headers(line: Line) -> None:
    """The page and its files are served under a policy that allows no foreign code."""
    page = await line.http.get("/")
    assert page.headers["content-security-policy"].startswith("default-src 'none'; script-src 'self'")
    assert "A local stand-in for Telegram. Nothing leaves this computer." in page.text
    for name in ("chat.css", "chat.js", "message.js", "icon.svg"):
        assert f"/page/{name}" in page.text or name == "message.js"
        assert (await line.http.get(f"/page/{name}")).status_code == 200
    assert (await line.http.get("/page/none.js")).status_code == 404


async def test_page_loads_nothing_from_elsewhere() -> None:
    """No file of the page names another host, inline style or inline script."""
    folder = Path(__file__).parents[2] / "bot" / "sandbox" / "page"
    for file in folder.iterdir():
        text = file.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
        assert "http://" not in text
        assert "https://" not in text
        assert " style=" not in text
        assert " onclick=" not in text
