"""Kills the bot again and again while people talk with it, and looks for what was lost: `make faults`."""

import argparse
import asyncio
import random
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from bot.engine.rhythm import read_rhythm
from bot.schedule.rules import next_due
from bot.schedule.zones import zone
from tests.acceptance.chat import Chat
from tests.acceptance.ways import MORNING, settle
from tests.faults.day import Day, Nursery, open_day, open_nursery
from tests.faults.ledger import Sends, balance
from tests.faults.people import Someone, move_in

PEOPLE = 8
RHYTHM = read_rhythm("every day at 20:00")  # what everybody chooses, in Berlin
LAST_WORD = 60.0  # seconds in which everyone can finish a check-in at the end


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a campaign found."""

    seed: int
    rounds: int
    answers: int
    prompts: int
    lost: Sequence[str]
    missing: Sequence[str]
    doubled: int
    most_doubled: int
    stuck: Sequence[int]
    seconds: float

    def line(self) -> str:
        """The figures in one line; every round ends in a kill."""
        return (
            f"seed {self.seed}: {self.rounds} rounds, {self.rounds} kills, {self.answers} answers checked,"
            f" {len(self.lost)} lost, {self.doubled} doubled (at most {self.most_doubled} a chat and kill),"
            f" {len(self.stuck)} stuck; {self.prompts} prompts due, {len(self.missing)} missing;"
            f" {self.seconds:.0f} s"
        )

    @property
    def is_clean(self) -> bool:
        """Whether nothing was lost, missing or stuck, and no kill doubled more than it may."""
        few = self.most_doubled <= 1 and self.doubled <= self.rounds
        return few and not (self.lost or self.missing or self.stuck)


async def campaign(nursery: Nursery, folder: Path, *, rounds: int, seed: int) -> Outcome:
    """So many rounds of people talking and the bot being killed, and then the reckoning."""
    begun = time.monotonic()
    draw = random.Random(seed)  # noqa: S311 - the same people in every run
    async with open_day(nursery, folder, moment=MORNING) as day:
        people = [move_in(day.sandbox.world, number, draw) for number in range(PEOPLE)]
        sends = Sends()
        await day.start()
        await asyncio.gather(*(settle(Chat(http=day.http, person=each.person.id)) for each in people))
        async with living(people):
            for number in range(rounds):
                await one_round(day, draw)
                await sends.read(day, people, number)
                travel(day, draw)
                await day.start()
            await asyncio.sleep(1)
        stuck = await last_words(people)
        await day.until_sent()
        await sends.read(day, people, rounds)
        found = balance(day, people, sends, day.sandbox.clock.now())
        await day.end()
    return Outcome(
        seed=seed,
        rounds=rounds,
        answers=found.answers,
        prompts=found.prompts,
        lost=found.lost,
        missing=found.missing,
        doubled=sends.again.total(),
        most_doubled=max(sends.again.values(), default=0),
        stuck=stuck,
        seconds=time.monotonic() - begun,
    )


@asynccontextmanager
async def living(people: Sequence[Someone]) -> AsyncIterator[None]:
    """Let everyone act while inside; whatever fails in a person fails the campaign."""
    lives = [asyncio.create_task(each.live()) for each in people]
    try:
        yield
    finally:
        for life in lives:
            life.cancel()
        for fault in await asyncio.gather(*lives, return_exceptions=True):
            if isinstance(fault, Exception):
                raise fault


async def one_round(day: Day, draw: random.Random) -> None:
    """Let the bot live for a moment, seldom too short even to start, and kill it."""
    if draw.random() < 0.9:
        await polled(day)
    await asyncio.sleep(draw.uniform(0, 0.3))
    await day.end()


async def polled(day: Day) -> None:
    """Wait until the bot asks for updates, or has taken the first of those that wait."""
    updates = day.sandbox.world.updates
    first = next(iter(updates.pending), None)
    async with asyncio.timeout(20):
        while not updates.is_polled and (first is None or first in updates.pending):
            first = first or next(iter(updates.pending), None)
            await asyncio.sleep(0.01)


def travel(day: Day, draw: random.Random) -> None:
    """While nothing runs, time goes on: to just before the next prompt, past it, or by a snooze."""
    now = day.sandbox.clock.now()
    due = next_due(RHYTHM, zone("Europe/Berlin"), after=now).at - now
    step = draw.choices(
        [
            due - timedelta(seconds=draw.uniform(0, 0.6)),
            due + timedelta(hours=draw.uniform(0, 2)),
            timedelta(minutes=15),
            timedelta(hours=1),
            timedelta(0),
        ],
        weights=[3, 1, 3, 1, 2],
    )[0]
    day.sandbox.world.move_clock(day.sandbox.ahead + max(timedelta(0), step))


async def last_words(people: Sequence[Someone]) -> list[int]:
    """Let everyone finish a check-in; whoever cannot is stuck."""
    ends = {each.person.id: asyncio.create_task(each.finish()) for each in people}
    _, late = await asyncio.wait(ends.values(), timeout=LAST_WORD)
    for task in late:
        task.cancel()
    await asyncio.gather(*ends.values(), return_exceptions=True)
    return [person for person, task in ends.items() if task.cancelled() or task.exception() is not None]


def main() -> None:
    """Run one campaign and say in one line what it found; exit status 1 if anything is wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=300)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    wish = parser.parse_args()
    print(f"seed {wish.seed}", flush=True)  # noqa: T201 - a command speaks
    with open_nursery() as nursery, tempfile.TemporaryDirectory() as folder:
        found = asyncio.run(campaign(nursery, Path(folder), rounds=wish.rounds, seed=wish.seed))
    for wrong in [*found.lost, *found.missing, *found.stuck]:
        print(wrong)  # noqa: T201 - a command speaks
    print(found.line())  # noqa: T201 - a command speaks
    sys.exit(not found.is_clean)


if __name__ == "__main__":
    main()
