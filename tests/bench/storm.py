"""Many prompts due in one minute, while other people tap."""

import math
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.bench.crowd import TAPS_AMONG_ACTS
from tests.bench.figures import BrokenBench, Figure, most_in_a_second, percentile
from tests.bench.plan import Plan
from tests.bench.processes import Bot, start_daymark
from tests.bench.record import new_record
from tests.bench.taps import rest_on

TAPPING = 20  # taps a second meanwhile
TAPPERS = 100
# A storm that is not over after this many times the time that the limit allows has missed its goal anyhow.
SLACK = 1.3
# How often what came is looked at.
WATCHES = 6


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
    """When prompts came, in seconds from the first, how long replies took meanwhile, and what was logged."""

    stamps: list[float]
    waits: list[float]
    complaints: Sequence[str]

    @property
    def rate(self) -> float:
        """Prompts a second, from the first to the last."""
        return (len(self.stamps) - 1) / max(self.stamps[-1], 1e-9)


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """So many people are due at once, `lead` after the start; what comes is watched for a `stretch`."""

    people: int
    limit: int
    stretch: float
    lead: float


def storm(folder: Path, plan: Plan) -> Iterator[Figure]:
    """A storm at the highest limit, then one at the usual limit."""
    limit = plan.storm_limit
    stretch = math.ceil(plan.storm_people / limit * SLACK)
    forecast = Forecast(people=plan.storm_people, limit=limit, stretch=stretch, lead=plan.lead)
    seen = watch(folder / "storm", forecast)
    yield Figure(
        name=f"storm of {plan.storm_people:,}: prompts sent",
        value=seen.rate,
        unit="/s",
        at_least=0.9 * limit,
        remark=f"limit {limit} a second; {len(seen.stamps):,} came in {seen.stamps[-1]:.0f} s",
    )
    yield Figure(name="storm: reply p99", value=percentile(seen.waits, 0.99) * 1000, unit="ms", below=250)
    yield Figure(
        name="storm: warnings logged",
        value=len(seen.complaints),
        unit="",
        below=1,
        remark=", ".join(sorted(set(seen.complaints))),
    )
    yield _busiest("storm", seen, limit)
    yield from _steady(folder / "slow", plan)


def _steady(folder: Path, plan: Plan) -> Iterator[Figure]:
    limit, stretch = plan.slow_limit, plan.slow_stretch
    seen = watch(folder, Forecast(people=plan.slow_people, limit=limit, stretch=stretch, lead=plan.lead))
    stamps = [stamp for stamp in seen.stamps if stamp < stretch]
    yield Figure(
        name=f"{limit} prompts a second: share of the bucket used",
        value=100 * len(stamps) / (limit * stretch),
        unit="%",
        at_least=98,
    )
    yield _busiest(f"{limit} prompts a second", seen, limit)


def _busiest(name: str, seen: Storm, limit: int) -> Figure:
    most = most_in_a_second(seen.stamps)
    return Figure(name=f"{name}: most prompts in any second", value=most, unit="", below=limit + 1)


def watch(folder: Path, forecast: Forecast) -> Storm:
    """What comes of a forecast, in a new folder; BrokenBench if nothing comes at all."""
    folder.mkdir()
    record = new_record(folder)
    record.add_people(range(1, TAPPERS + 1))
    record.add_reminders(forecast.people)
    minute = minute_in(forecast.lead)
    record.make_due(forecast.people, minute.at)
    with start_daymark(record, ahead=minute.ahead, PROMPTS_PER_SECOND=str(forecast.limit)) as bot:
        bot.stand_in.wait_for("first_poll")
        seen = _sit_out(bot, forecast)
        bot.check()
    return seen


def _sit_out(bot: Bot, forecast: Forecast) -> Storm:
    """People tap until everything came, or until it should have."""
    acts = {"people": TAPPERS, "rate": TAPPING / TAPS_AMONG_ACTS, "seconds": forecast.stretch / WATCHES}
    waits: list[float] = []
    stamps: list[float] = []
    limit_at = time.monotonic() + forecast.lead + 2 * forecast.stretch
    while len(stamps) < forecast.people and time.monotonic() < limit_at:
        if stamps and time.monotonic() - stamps[0] > forecast.stretch:
            break
        walked = bot.stand_in.ask("open", **acts)
        rest_on(walked)
        waits += walked["waits"]
        stamps = bot.stand_in.ask("marks")["unasked"]
    if not stamps:
        raise BrokenBench(f"Of {forecast.people} prompts that were due none came.")
    return Storm(stamps=[stamp - stamps[0] for stamp in stamps], waits=waits, complaints=bot.complaints())
