"""People who walk through daily check-ins on the buttons that they are shown, and how long each waits."""

import asyncio
import math
import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field

from tests.bench.bot_api import BotApi, Shown

# What is pressed, by what stands in a label; the first that is there. Without any, a new check-in is asked for.
WISHES = ("4 · good", "Done", "content", "Skip")
BEGIN = "/checkin"
# One way through: the command, then the rating, a word, Done, Skip.
TAPS_AMONG_ACTS = 4 / 5
# Seconds after which an answer is no longer expected.
PATIENCE = 20.0


@dataclass(slots=True, kw_only=True, eq=False)
class Walker:
    """One person: what they see, and what they wait for."""

    id: int
    seen: Shown | None = None
    query: str = ""
    is_shown: bool = True
    began: float = 0.0
    is_tap: bool = False

    @property
    def is_idle(self) -> bool:
        """Whether the last act came to its end: the button answered and the next message there."""
        return self.is_shown and not self.query

    @property
    def wish(self) -> str:
        """The button to press next, or nothing at the end of a check-in."""
        labels = self.seen.buttons if self.seen else {}
        return next((label for wish in WISHES for label in labels if wish in label), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Walked:
    """What came to its end in a stretch of time; waits are in seconds, those of taps and of commands."""

    seconds: float
    taps: int
    commands: int
    waits: Sequence[float]
    stuck: int


@dataclass(slots=True, kw_only=True)
class Crowd:
    """Everyone who acts; what the bot sends to anybody else is an unasked message."""

    api: BotApi
    unasked: list[float] = field(default_factory=list)
    surprises: int = 0
    checkins: int = 0
    acts: int = 0
    _walkers: dict[int, Walker] = field(default_factory=dict)
    _by_query: dict[str, Walker] = field(default_factory=dict)
    _ready: deque[Walker] = field(default_factory=deque)
    _due: deque[float] = field(default_factory=deque)
    _goal: float = 0.0
    _waits: list[tuple[float, float, bool]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.api.on_shown = self._see
        self.api.on_answered = self._answered

    async def closed(self, people: int, seconds: float, warm: float) -> Walked:
        """Everyone acts again as soon as they have their answer; what ends in the stretch after `warm` counts."""
        self._start(people, goal=math.inf)
        await asyncio.sleep(warm)
        start = time.monotonic()
        await asyncio.sleep(seconds)
        self._goal, end = 0.0, time.monotonic()
        await self._rest()
        return self._told(start, end)

    async def check_ins(self, people: int, number: int) -> Walked:
        """Everyone acts as above, until so many check-ins have come to their end."""
        start = time.monotonic()
        self._start(people, goal=number)
        await self._rest()
        return self._told(start, time.monotonic())

    async def open(self, people: int, rate: float, seconds: float) -> Walked:
        """So many acts a second, whether or not the bot keeps up; one that finds nobody idle waits, and counts."""
        start = time.monotonic()
        self._gather(people)
        for number in range(int(rate * seconds)):
            at = start + number / rate
            await asyncio.sleep(max(0.0, at - time.monotonic()))
            self._due.append(at)
            self._take_due()
        await self._rest()
        return self._told(start, time.monotonic())

    def _gather(self, people: int) -> None:
        for number in range(1, people + 1):
            self._walkers.setdefault(number, Walker(id=number))
        self._ready = deque(self._walkers[number] for number in range(1, people + 1))
        self._due.clear()
        self._waits.clear()

    def _start(self, people: int, *, goal: float) -> None:
        self._gather(people)
        self._goal = self.checkins + goal
        while self._ready:
            self._act(self._ready.popleft(), time.monotonic())

    async def _rest(self) -> None:
        """Wait until nobody waits for an answer, or nothing has come for a long while."""
        while self._busy():
            count = len(self._waits)
            limit = time.monotonic() + PATIENCE
            while self._busy() and len(self._waits) == count and time.monotonic() < limit:
                await asyncio.sleep(0.02)
            if len(self._waits) == count:
                return

    def _busy(self) -> int:
        return sum(not walker.is_idle for walker in self._walkers.values()) + len(self._due)

    def _told(self, start: float, end: float) -> Walked:
        inside = [(wait, tap) for ended, wait, tap in self._waits if start <= ended <= end]
        taps = sum(tap for _, tap in inside)
        return Walked(
            seconds=end - start,
            taps=taps,
            commands=len(inside) - taps,
            waits=[wait for wait, _ in inside],
            stuck=self._busy(),
        )

    def _take_due(self) -> None:
        while self._due and self._ready:
            self._act(self._ready.popleft(), self._due.popleft())

    def _act(self, walker: Walker, began: float) -> None:
        wish = walker.wish
        self.acts += 1
        walker.began, walker.is_tap, walker.is_shown = began, bool(wish), False
        if wish and walker.seen is not None:
            walker.query = self.api.press(walker.seen, wish)
            self._by_query[walker.query] = walker
        else:
            self.api.type(walker.id, BEGIN)

    def _see(self, shown: Shown) -> None:
        walker = self._walkers.get(shown.chat_id)
        if walker is None:
            self.unasked.append(time.monotonic())
            return
        walker.seen = shown
        self.surprises += walker.is_shown
        if not walker.is_shown:
            walker.is_shown = True
            self._settle(walker)

    def _answered(self, query: str) -> None:
        walker = self._by_query.pop(query, None)
        if walker is not None:
            walker.query = ""
            self._settle(walker)

    def _settle(self, walker: Walker) -> None:
        if not walker.is_idle:
            return
        now = time.monotonic()
        self._waits.append((now, now - walker.began, walker.is_tap))
        self.checkins += walker.is_tap and not walker.wish
        if self.checkins < self._goal:
            self._act(walker, now)
        else:
            self._ready.append(walker)
            self._take_due()
