"""The bot on the local sandbox: one process, one folder, a chat page in the browser."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from pydantic import SecretStr

from bot.app import Daymark, open_daymark, until_stopped
from bot.clock import Clock
from bot.errors import BotError
from bot.logs import set_up
from bot.sandbox import Sandbox, serve
from bot.sandbox.errors import PortTakenError
from bot.settings import Settings, load_settings

# The sandbox takes any well-formed token; this one opens nothing anywhere.
TOKEN = "1:local-sandbox"  # noqa: S105


class PortTaken(BotError):
    """Another program listens on the port of the chat page."""


async def run_trial(folder: Path, *, port: int, tell: Callable[[str], None]) -> None:
    """Serve the chat page and run the bot on it until the process is asked to stop."""
    running: list[Daymark] = []
    clock = Clock()

    async def move(ahead: timedelta) -> None:
        clock.ahead = ahead
        for daymark in running:
            daymark.ticker.wake()

    async def next_prompt() -> datetime | None:
        return await running[0].next_prompt() if running else None

    async def start_over() -> None:
        for daymark in running:
            await daymark.start_over()

    sandbox = Sandbox(
        folder=folder / "sandbox",
        on_clock=move,
        next_prompt=next_prompt,
        on_start_over=start_over,
    )
    clock.ahead = sandbox.ahead
    try:
        async with (
            serve(sandbox, port=port) as address,
            open_daymark(settings_for(folder, address.url), clock) as daymark,
        ):
            running.append(daymark)
            tell(address.url)
            await until_stopped(asyncio.create_task(daymark.intake.poll()))
    except PortTakenError as fault:
        raise PortTaken(
            f"Port {port} is taken by another program: stop it, or choose another port, as in"
            " 'make try PORT=8766'."
        ) from fault


def settings_for(folder: Path, url: str) -> Settings:
    """Settings for a trial in a folder; what the environment says about logs still counts."""
    given = load_settings(env_file=None)
    set_up(level="WARNING" if given.log_level == "INFO" else given.log_level, form=given.log_format)
    return given.model_copy(
        update={
            "telegram_bot_token": SecretStr(TOKEN),
            "telegram_api_url": url,
            "database_url": f"sqlite+aiosqlite:///{folder / 'daymark.db'}",
            "daymark_key": SecretStr(""),
            "daymark_key_file": folder / "daymark.key",
            "allowed_ids": frozenset(),
            "operator_name": given.operator_name or "the person at this computer",
        }
    )
