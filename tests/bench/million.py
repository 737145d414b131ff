"""A large record: the start, the memory, and what it takes to claim what is due."""

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.bench.figures import BrokenBench, Figure
from tests.bench.plan import Plan
from tests.bench.processes import start_daymark
from tests.bench.record import new_record
from tests.bench.storm import minute_in

# Seconds from the start of the bot to the minute in which the reminders are due.
LEAD = 8.0
# Prompts a second: the sending must not take part in what is timed.
HELD_BACK = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimed:
    """Seconds to the first poll, MB at rest, seconds of the ticks that claimed, and the longest stall in them."""

    started: float
    resident: float
    took: float
    ticks: int
    stalled: float


def million(folder: Path, plan: Plan) -> Iterator[Figure]:
    """A small record first, then the large one."""
    small = _claim(folder / "small", plan.small_record, plan.due)
    large = _claim(folder / "large", plan.large_record, plan.due)
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


def _claim(folder: Path, people: int, due: int) -> Claimed:
    folder.mkdir()
    record = new_record(folder)
    record.add_reminders(people)
    record.size()
    minute = minute_in(LEAD)
    record.make_due(due, minute.at)
    with start_daymark(record, ahead=minute.ahead, PROMPTS_PER_SECOND=str(HELD_BACK)) as bot:
        started = bot.stand_in.wait_for("first_poll") - bot.began
        time.sleep(max(0.0, bot.began + LEAD - 1 - time.monotonic()))
        resident = bot.resident()
        time.sleep(LEAD / 2)
        bot.check()
        bot.stop()
    return _read(folder / "probe.json", due, started, resident)


def _read(file: Path, due: int, started: float, resident: float) -> Claimed:
    seen = json.loads(file.read_text())
    ticks = [(start, end) for start, end, handed in seen["ticks"] if handed]
    if sum(handed for _, _, handed in seen["ticks"]) != due:
        raise BrokenBench(f"{due} slots were due, but the ticks were {seen['ticks']}.")
    first, last = ticks[0][0], ticks[-1][1]
    late = [length for start, length in seen["late"] if first <= start + length and start <= last]
    return Claimed(
        started=started,
        resident=resident,
        took=sum(end - start for start, end in ticks),
        ticks=len(ticks),
        stalled=max(late, default=0.0),
    )
