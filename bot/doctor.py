"""Looks at everything the bot stands on, and says what to do about each fault."""

import sqlite3
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from importlib.metadata import version

from bot.app import keyring
from bot.channel.telegram import name_of_bot
from bot.errors import BotError
from bot.registry import load_flows
from bot.schedule.zones import zone_names
from bot.settings import Settings
from bot.store.migrate import newest_revision, revision_of
from bot.store.sqlite import SAFE_VERSION, database_path, has_safe_version


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """What was looked at, whether it is well, and what was seen or is to be done."""

    what: str
    is_well: bool
    words: str


async def examine(settings: Settings) -> list[Health]:
    """Every finding; none of them changes anything."""
    looks: dict[str, Callable[[Settings], Awaitable[str]]] = {
        "token": _token,
        "database": _database,
        "key": _key,
        "time zones": _zones,
        "sqlite": _sqlite,
        "flows": _flows,
    }
    return [await _look(what, look, settings) for what, look in looks.items()]


async def _look(what: str, look: Callable[[Settings], Awaitable[str]], settings: Settings) -> Health:
    try:
        return Health(what=what, is_well=True, words=await look(settings))
    except BotError as fault:
        return Health(what=what, is_well=False, words=str(fault))


async def _token(settings: Settings) -> str:
    token = settings.telegram_bot_token.get_secret_value()
    if not token:
        raise BotError("TELEGRAM_BOT_TOKEN is empty: ask @BotFather on Telegram for one with /newbot.")
    return f"Telegram knows it as @{await name_of_bot(token=token, api_url=settings.telegram_api_url)}"


async def _database(settings: Settings) -> str:
    path = database_path(settings.database_url)
    if not path.exists():
        return f"{path} is not there yet; the first start makes it"
    found, newest = revision_of(path), newest_revision()
    if found != newest:
        raise BotError(f"{path} has schema {found}, this version writes {newest}: run 'daymark db upgrade'.")
    return f"{path} has schema {found}"


async def _key(settings: Settings) -> str:
    path = database_path(settings.database_url)
    has_key = settings.daymark_key.get_secret_value() or settings.daymark_key_file.exists()
    has_record = path.exists() and revision_of(path) is not None
    if not has_key and not has_record:
        return f"{settings.daymark_key_file} is not there yet; the first start makes it"
    return f"fingerprint {keyring(settings, path).fingerprint}"


async def _zones(_settings: Settings) -> str:
    return f"{len(zone_names())} zones, tzdata {version('tzdata')}"


async def _sqlite(_settings: Settings) -> str:
    if has_safe_version():
        return f"{sqlite3.sqlite_version}"
    safe = ".".join(map(str, SAFE_VERSION))
    return (
        f"{sqlite3.sqlite_version}; older than {safe}, so let no other program write to the database file"
        " while the bot runs"
    )


async def _flows(_settings: Settings) -> str:
    return ", ".join(load_flows().flows)
