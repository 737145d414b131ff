"""Starts the bot as often as a test wishes: imports it once, then forks a process of its own for each start.

`python -m tests.faults.nursery` reads a JSON object a line from its input and runs `bot.app.run` with it:
`folder` (where it works and speaks into files), `settings` (its environment) and `ahead` (seconds that its
clock is ahead). It answers with two lines, the process id at once and the exit status at the end. Nothing of
the bot is open when it forks, so a start differs from `daymark run` only in that the modules are loaded and
that its clock can be moved: it, and its timers too, by seconds written into the pipe `clock` in its folder.
"""

import asyncio
import json
import os
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

from bot import app
from bot.clock import Clock
from bot.errors import BotError
from bot.logs import set_up
from bot.settings import load_settings

CLOCK = "clock"


class MovedLoop(asyncio.SelectorEventLoop):
    """An event loop whose clock can be moved on, so that nothing has to be waited for."""

    ahead = 0.0

    def time(self) -> float:
        """Seconds of the steady clock, moved."""
        return super().time() + self.ahead


def main() -> None:
    """Start one bot for each line, until there are no more lines."""
    for line in sys.stdin:
        wish = json.loads(line)
        child = os.fork()
        if not child:
            _live(wish)
        print(child, flush=True)  # noqa: T201 - the protocol of this module
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)  # noqa: T201 - the same


def _live(wish: dict[str, Any]) -> None:
    """Be the bot; whatever happens, never go back into the nursery."""
    status = 1
    try:
        _settle_in(Path(wish["folder"]), wish["settings"])
        clock = Clock(ahead=timedelta(seconds=wish["ahead"]))
        asyncio.Runner(loop_factory=MovedLoop).run(_run(clock, Path(wish["folder"]) / CLOCK))
        status = 0
    except BotError as fault:
        sys.stderr.write(f"{fault}\n")
    finally:
        sys.stderr.flush()
        os._exit(status)


def _settle_in(folder: Path, settings: dict[str, str]) -> None:
    os.chdir(folder)
    for name, stream in (("stdout.txt", 1), ("stderr.txt", 2)):
        os.dup2(os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), stream)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.environ.update(settings)


async def _run(clock: Clock, pipe: Path) -> None:
    settings = load_settings()
    set_up(level=settings.log_level, form=settings.log_format)
    _listen(clock, os.open(pipe, os.O_RDWR | os.O_NONBLOCK))
    await app.run(settings, clock)


def _listen(clock: Clock, pipe: int) -> None:
    loop = asyncio.get_running_loop()
    assert isinstance(loop, MovedLoop)

    def move() -> None:
        for seconds in os.read(pipe, 1000).split():
            loop.ahead += float(seconds)
            clock.ahead += timedelta(seconds=float(seconds))

    loop.add_reader(pipe, move)


if __name__ == "__main__":
    main()
