"""Many prompts due in one minute, while other people tap."""

import math
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.bench.crowd import TAPS_AMONG_ACTS
from tests.bench.figures import Figure, most_in_a_second, percentile
from tests.bench.plan import Plan
from tests.bench.processes import start_daymark
from tests.bench.record import Record, new_record
from tests.bench.taps import rest_on

TAPPING = 20  # taps a second meanwhile
TAPPERS = 100
# Seconds from the start of the bot to the minute in which everything is due.
LEAD = 3.0
# A storm that is not over after this many times the time that the limit allows has missed its goal anyhow.
SLACK = 1.3


@dataclass(frozen=True, slots=True, kw_only=True)
class Minute:
    """A full minute by a clock that is moved ahead (seconds), so that it comes soon by the real one."""

    at: datetime
    ahead: float


def minute_in(lead: float) -> Minute:
    """The full minute that comes so many seconds from now by a clock moved ahead."""
    soon = datetime.now(UTC) + timedelta(seconds=lead)
    at = soon.replace(second=0, microsecond=0) + timedelta(minutes=1)
    return Minute(at=at, ahead=(at - soon).total_seconds())


@dataclass(frozen=True, slots=True, kw_only=True)
class Storm:
    """When prompts came, in seconds from the first, and how long the replies meanwhile took."""

    stamps: list[float]
    waits: list[float]

    @property
    def rate(self) -> float:
        """Prompts a second, from the first to the last."""
        return (len(self.stamps) - 1) / max(self.stamps[-1], 1e-9)


def storm(folder: Path, plan: Plan) -> Iterator[Figure]:
    """A storm at the highest limit, then one at the usual limit."""
    limit = plan.storm_limit
    stretch = math.ceil(plan.storm_people / limit * SLACK)
    seen = _weather(folder / "storm", plan.storm_people, limit, stretch)
    yield Figure(
        name=f"storm of {plan.storm_people:,}: prompts sent",
        value=seen.rate,
        unit="/s",
        at_least=0.9 * limit,
        remark=f"limit {limit} a second; {len(seen.stamps):,} came in {seen.stamps[-1]:.0f} s",
    )
    yield Figure(name="storm: reply p99", value=percentile(seen.waits, 0.99) * 1000, unit="ms", below=250)
    yield _busiest("storm", seen, limit)
    limit = plan.slow_limit
    seen = _weather(folder / "slow", plan.slow_people, limit, plan.slow_stretch)
    stamps = [stamp for stamp in seen.stamps if stamp < plan.slow_stretch]
    yield Figure(
        name=f"{limit} prompts a second: share of the bucket used",
        value=100 * len(stamps) / (limit * plan.slow_stretch),
        unit="%",
        at_least=98,
    )
    yield _busiest(f"{limit} prompts a second", seen, limit)


def _busiest(name: str, seen: Storm, limit: int) -> Figure:
    most = most_in_a_second(seen.stamps)
    return Figure(name=f"{name}: most prompts in any second", value=most, unit="", below=limit + 1)


def _weather(folder: Path, people: int, limit: int, stretch: float) -> Storm:
    folder.mkdir()
    record = new_record(folder)
    record.add_people(range(1, TAPPERS + 1))
    record.add_reminders(people)
    return _blow(record, people, limit, stretch)


def _blow(record: Record, people: int, limit: int, stretch: float) -> Storm:
    minute = minute_in(LEAD)
    record.make_due(people, minute.at)
    acts = {"people": TAPPERS, "rate": TAPPING / TAPS_AMONG_ACTS}
    with start_daymark(record, ahead=minute.ahead, PROMPTS_PER_SECOND=str(limit)) as bot:
        bot.stand_in.wait_for("first_poll")
        waits: list[float] = []
        limit_at = time.monotonic() + LEAD + 2 * stretch
        while time.monotonic() < limit_at:
            walked = bot.stand_in.ask("open", **acts, seconds=stretch)
            rest_on(walked)
            waits += walked["waits"]
            stamps = bot.stand_in.ask("marks")["unasked"]
            if len(stamps) >= people or (stamps and time.monotonic() - stamps[0] > stretch):
                break
        bot.check()
    return Storm(stamps=[stamp - stamps[0] for stamp in stamps], waits=waits)
