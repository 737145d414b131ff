"""The doctor looks at everything, changes nothing, and says what to do about each fault."""

import base64
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from bot.doctor import examine
from bot.sandbox import Address, Sandbox, serve
from bot.settings import Settings
from bot.store.migrate import upgrade

TOKEN = "12:abc"


@pytest.fixture
async def address() -> AsyncIterator[Address]:
    """A Bot API that knows one token."""
    async with serve(Sandbox(folder=None, token=TOKEN), port=0) as served:
        yield served


def settings(folder: Path, address: Address, **more: Any) -> Settings:
    """Settings that point at a folder and a Bot API."""
    known: dict[str, Any] = {
        "telegram_bot_token": SecretStr(TOKEN),
        "telegram_api_url": address.url,
        "database_url": f"sqlite+aiosqlite:///{folder / 'daymark.db'}",
        "daymark_key_file": folder / "daymark.key",
        "daymark_key": SecretStr(""),
    }
    return Settings(_env_file=None, **{**known, **more})


def files_in(folder: Path) -> list[Path]:
    """What a folder holds."""
    return list(folder.iterdir())


async def look(wanted: Settings) -> dict[str, tuple[bool, str]]:
    """The findings by what was looked at."""
    return {finding.what: (finding.is_well, finding.words) for finding in await examine(wanted)}


async def test_before_the_first_start(tmp_path: Path, address: Address) -> None:
    """On a fresh machine all is well, and looking leaves no file behind."""
    found = await look(settings(tmp_path, address))
    assert list(found) == ["token", "database", "key", "time zones", "sqlite", "flows"]
    assert all(is_well for is_well, _ in found.values())
    assert "Telegram knows it as @" in found["token"][1]
    for what in ("database", "key"):
        assert "is not there yet; the first start makes it" in found[what][1]
    assert "daily" in found["flows"][1]
    assert files_in(tmp_path) == []


async def test_an_empty_file(tmp_path: Path, address: Address) -> None:
    """A file without tables needs an upgrade, and no key is made for it."""
    (tmp_path / "daymark.db").touch()
    found = await look(settings(tmp_path, address))
    assert found["database"][0] is False
    assert "run 'daymark db upgrade'" in found["database"][1]
    assert found["key"][0] is True
    assert not (tmp_path / "daymark.key").exists()


async def test_after_a_start(tmp_path: Path, address: Address) -> None:
    """With database and key in place, schema and fingerprint are named, and the key is not."""
    upgrade(tmp_path / "daymark.db")
    key = base64.b64encode(bytes(range(32))).decode()
    (tmp_path / "daymark.key").write_text(key)
    from_file = await look(settings(tmp_path, address))
    from_setting = await look(settings(tmp_path, address, daymark_key=SecretStr(key)))
    assert from_file["key"] == from_setting["key"]
    assert from_file["key"][1].startswith("fingerprint ")
    assert key not in str(from_file)
    assert "has schema 0004" in from_file["database"][1]


async def test_a_missing_key(tmp_path: Path, address: Address) -> None:
    """A record without its key is a fault."""
    upgrade(tmp_path / "daymark.db")
    is_well, words = (await look(settings(tmp_path, address)))["key"]
    assert not is_well
    assert "put the key file back" in words


@pytest.mark.parametrize(
    ("token", "words"), [("", "ask @BotFather"), ("12:wrong", "copy it again from @BotFather")]
)
async def test_tokens(tmp_path: Path, address: Address, token: str, words: str) -> None:
    """A missing or wrong token is a fault of its own, beside what is well."""
    found = await look(settings(tmp_path, address, telegram_bot_token=SecretStr(token)))
    assert found["token"][0] is False
    assert words in found["token"][1]
    assert found["flows"][0] is True


async def test_nobody_answers(tmp_path: Path, address: Address) -> None:
    """A Bot API that is not there is a fault that names its address."""
    found = await look(settings(tmp_path, address, telegram_api_url="http://127.0.0.1:1"))
    assert found["token"] == (
        False,
        "http://127.0.0.1:1 cannot be reached: check the network and TELEGRAM_API_URL, then try again.",
    )


async def test_the_version_of_sqlite(
    tmp_path: Path, address: Address, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An old SQLite is named with what to take care of; a new one is simply well."""
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 40, 0))
    assert "let no other program write" in (await look(settings(tmp_path, address)))["sqlite"][1]
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 60, 0))
    assert "older" not in (await look(settings(tmp_path, address)))["sqlite"][1]
