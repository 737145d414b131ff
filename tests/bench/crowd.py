"""People who walk through daily check-ins on the buttons that they are shown, and how long each waits."""

import asyncio
import math
import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field

from tests.bench.bot_api import BotApi, Shown

# What is pressed, by what stands in a label, the first that is there; without any, a check-in is asked for.
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
    """Everyone who acts; what the bot sends to anybody else is an unasked message.

    Who begins a check-in goes through it without a pause, and comes again after all others: so nobody gets
    more than a few messages at once, and the pace that a bot keeps in one chat is not what is measured.
    """

    api: BotApi
    unasked: list[float] = field(default_factory=list)
    surprises: int = 0
    checkins: int = 0
    acts: int = 0
    _walkers: dict[int, Walker] = field(default_factory=dict)
    _by_query: dict[str, Walker] = field(default_factory=dict)
    _ready: deque[Walker] = field(default_factory=deque)
    _due: deque[float] = field(default_factory=deque)
    _settled: asyncio.Event = field(default_factory=asyncio.Event)
    _under_way: int = 0
    _left: float = 0.0
    _is_closed: bool = False
    _waits: list[tuple[float, float, bool]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.api.on_shown = self._see
        self.api.on_answered = self._answered

    async def closed(self, people: int, at_once: int, seconds: float, warm: float) -> Walked:
        """An answer is followed by the next act; what ends in the stretch after `warm` counts."""
        self._start(people, at_once, check_ins=math.inf)
        await asyncio.sleep(warm)
        start = time.monotonic()
        await asyncio.sleep(seconds)
        self._is_closed, end = False, time.monotonic()
        await self._rest()
        return self._told(start, end)

    async def check_ins(self, people: int, at_once: int, number: int) -> Walked:
        """As above, until so many check-ins were begun and have come to their end."""
        start = time.monotonic()
        self._start(people, at_once, check_ins=number)
        await self._rest()
        return self._told(start, time.monotonic())

    async def open(self, people: int, rate: float, seconds: float) -> Walked:
        """So many acts a second, whether or not the bot keeps up; the wait for someone idle counts."""
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
        for number in range(len(self._walkers) + 1, people + 1):
            self._walkers[number] = Walker(id=number)
            self._ready.append(self._walkers[number])
        self._due.clear()
        self._waits.clear()
        self._is_closed = False

    def _start(self, people: int, at_once: int, *, check_ins: float) -> None:
        self._gather(people)
        self._left, self._is_closed = check_ins, True
        for _ in range(at_once):
            self._go_on()

    async def _rest(self) -> None:
        """Wait until nobody waits for an answer, or nothing has come for a long while."""
        while self._busy():
            self._settled.clear()
            try:
                await asyncio.wait_for(self._settled.wait(), PATIENCE)
            except TimeoutError:
                return

    def _busy(self) -> int:
        return self._under_way + len(self._due)

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

    def _go_on(self) -> None:
        """Whoever is in the middle of a check-in acts next; others as long as check-ins are left."""
        if self._ready and (self._ready[0].wish or self._left > 0):
            self._act(self._ready.popleft(), time.monotonic())

    def _take_due(self) -> None:
        while self._due and self._ready:
            self._act(self._ready.popleft(), self._due.popleft())

    def _act(self, walker: Walker, began: float) -> None:
        wish = walker.wish
        self.acts += 1
        self._under_way += 1
        walker.began, walker.is_tap, walker.is_shown = began, bool(wish), False
        if wish and walker.seen is not None:
            walker.query = self.api.press(walker.seen, wish)
            self._by_query[walker.query] = walker
        else:
            self._left -= 1
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
        """An act has come to its end: the person is ready again, before others if amid a check-in."""
        if not walker.is_idle:
            return
        now = time.monotonic()
        self._settled.set()
        self._under_way -= 1
        self._waits.append((now, now - walker.began, walker.is_tap))
        self.checkins += walker.is_tap and not walker.wish
        if walker.wish:
            self._ready.appendleft(walker)
        else:
            self._ready.append(walker)
        if self._is_closed:
            self._go_on()
        else:
            self._take_due()
