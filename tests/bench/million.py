"""A large record: the start, the memory, and what it takes to claim what is due."""

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.bench.figures import BrokenBench, Figure
from tests.bench.plan import Plan
from tests.bench.processes import start_daymark
from tests.bench.record import new_record
from tests.bench.storm import minute_in

# Seconds that it may take until everything that is due has been claimed.
PATIENCE = 60.0
# Prompts a second: the sending must not take part in what is timed.
HELD_BACK = 1
# What the probe wrote, by the names of its fields.
Seen = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimed:
    """Seconds to the first poll, MB at rest, seconds of the ticks that claimed, the longest stall in them."""

    started: float
    resident: float
    took: float
    ticks: int
    stalled: float


def million(folder: Path, plan: Plan) -> Iterator[Figure]:
    """A small record first, then the large one."""
    small = claim(folder / "small", plan.small_record, plan)
    large = claim(folder / "large", plan.large_record, plan)
    people = f"{plan.large_record:,} people"
    yield Figure(name=f"{people}: start to the first poll", value=large.started, unit="s", below=2)
    yield Figure(name=f"{people}: resident memory", value=large.resident, unit="MB", below=200)
    yield Figure(
        name=f"{people}: {plan.due:,} slots claimed",
        value=large.took * 1000,
        unit="ms",
        below=60,
        remark=f"in {large.ticks} ticks",
    )
    yield Figure(
        name=f"{people}: longest stall of the loop meanwhile", value=large.stalled * 1000, unit="ms", below=20
    )
    yield Figure(
        name=f"claim with {people} to one with {plan.small_record:,}",
        value=large.took / small.took,
        unit="x",
        below=1.25,
        remark=f"{small.took * 1000:.0f} ms with {plan.small_record:,}",
    )


def claim(folder: Path, people: int, plan: Plan) -> Claimed:
    """What a bot needs for what is due, in a record of so many people in a new folder."""
    folder.mkdir()
    record = new_record(folder)
    record.add_reminders(people)
    minute = minute_in(plan.lead)
    record.make_due(plan.due, minute.at)
    with start_daymark(record, ahead=minute.ahead, PROMPTS_PER_SECOND=str(HELD_BACK)) as bot:
        started = bot.stand_in.wait_for("first_poll") - bot.began
        time.sleep(max(0.0, bot.began + plan.lead - 0.5 - time.monotonic()))
        resident = bot.resident()
        seen = _wait_for(folder / "probe.json", plan.due)
        bot.check()
    return _read(seen, started, resident)


def _wait_for(file: Path, due: int) -> Seen:
    """What the probe saw, once it has counted every slot that was due."""
    limit = time.monotonic() + PATIENCE
    seen: Seen = {}
    while time.monotonic() < limit:
        seen = json.loads(file.read_text()) if file.exists() else {}
        if seen and sum(handed for _, _, handed in seen["ticks"]) >= due:
            return seen
        time.sleep(0.1)
    raise BrokenBench(f"{due} slots were due, but within {PATIENCE:g} s the ticks were {seen.get('ticks')}.")


def _read(seen: Seen, started: float, resident: float) -> Claimed:
    ticks = [(start, end) for start, end, handed in seen["ticks"] if handed]
    first, last = ticks[0][0], ticks[-1][1]
    late = [length for start, length in seen["late"] if first <= start + length and start <= last]
    return Claimed(
        started=started,
        resident=resident,
        took=sum(end - start for start, end in ticks),
        ticks=len(ticks),
        stalled=max(late, default=0.0),
    )
