"""Moving the clock forward, and starting over; the bot is told of both."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.sandbox.errors import ControlError
from bot.sandbox.records import Json
from bot.sandbox.world import World

_FARTHEST = timedelta(days=3660)


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeTravel:
    """The hooks through which the bot hears of the moved clock."""

    world: World
    on_clock: Callable[[timedelta], Awaitable[None]] | None
    next_prompt: Callable[[], Awaitable[datetime | None]] | None
    on_start_over: Callable[[], Awaitable[None]] | None

    @property
    def knows_prompts(self) -> bool:
        """Say whether the clock can be moved to the bot's next prompt."""
        return self.next_prompt is not None

    def told(self) -> Json:
        """The moved present, and how far it is ahead."""
        clock = self.world.clock
        return {"now": clock.now().isoformat(), "ahead_seconds": clock.ahead.total_seconds()}

    async def move(self, wish: Json) -> None:
        """Move forward by `ahead_by_seconds`, to the moment `to`, or to the `next_prompt`."""
        step = await self._step(wish)
        if step < timedelta(0):
            raise ControlError("The clock only moves forward: choose a later time, or start over.")
        ahead = self.world.clock.ahead + step
        if ahead > _FARTHEST:
            raise ControlError("The clock moves ten years at most: choose an earlier time, or start over.")
        self.world.move_clock(ahead)
        self.world.save()
        await self._tell()

    async def start_over(self) -> None:
        """Forget all chats and set the clock right, then let the bot forget too."""
        self.world.start_over()
        self.world.save()
        await self._tell()
        if self.on_start_over is not None:
            await self.on_start_over()

    async def _tell(self) -> None:
        if self.on_clock is not None:
            await self.on_clock(self.world.clock.ahead)

    async def _step(self, wish: Json) -> timedelta:
        now = self.world.clock.now()
        match wish:
            case {"ahead_by_seconds": int() | float() as seconds}:
                return min(timedelta(seconds=seconds), _FARTHEST * 2)
            case {"to": str() as moment}:
                return _read_moment(moment) - now
            case {"next_prompt": True} if self.next_prompt is not None:
                due = await self.next_prompt()
                if due is None:
                    raise ControlError("No prompt is planned: ask the bot for a reminder first.")
                return max(timedelta(0), due - now)
            case _:
                raise ControlError("Say how far: ahead_by_seconds, to (with its offset), or next_prompt.")


def _read_moment(moment: str) -> datetime:
    try:
        read = datetime.fromisoformat(moment)
    except ValueError:
        raise ControlError(f"'{moment}' is no time: write it like 2030-01-31T09:00:00+01:00.") from None
    if read.tzinfo is None:
        raise ControlError(f"'{moment}' lacks its offset: write it like 2030-01-31T09:00:00+01:00.")
    return read
