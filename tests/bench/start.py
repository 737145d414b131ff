"""The cold start, and what a check-in costs on disk."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path

from tests.bench.figures import BrokenBench, Figure, median
from tests.bench.plan import Plan
from tests.bench.processes import Bot, start_daymark, start_other
from tests.bench.record import new_record
from tests.bench.taps import BARE, DAYMARK, TYPICAL, rest_on


def start(folder: Path, plan: Plan) -> Iterator[Figure]:
    """From the start of the process to the first answered /start, of somebody new and an empty database."""
    for name, rounds, goal in ((DAYMARK, plan.starts, 1.2), (TYPICAL, 1, None), (BARE, 1, None)):
        took = [_start(_way(name, folder / f"{name} {number}")) for number in range(rounds)]
        yield Figure(name=f"cold start to the first answer, {name}", value=median(took), unit="s", below=goal)


def _way(name: str, folder: Path) -> Callable[[], AbstractContextManager[Bot]]:
    folder.mkdir()
    if name == DAYMARK:
        return partial(start_daymark, new_record(folder))
    return partial(start_other, "typical" if name == TYPICAL else "bare", folder)


def _start(way: Callable[[], AbstractContextManager[Bot]]) -> float:
    with way() as bot:
        bot.stand_in.ask("type", person_id=1, command="/start")
        return bot.stand_in.wait_for("first_sent") - bot.began


def cost(folder: Path, plan: Plan) -> Iterator[Figure]:
    """How the file grows over many check-ins, when everything written has been moved into it."""
    record = new_record(folder)
    record.add_people(range(1, plan.pool + 1))
    before = record.size()
    with start_daymark(record) as bot:
        bot.stand_in.wait_for("first_poll")
        rest_on(bot.stand_in.ask("check_ins", people=plan.pool, at_once=plan.usual, number=plan.checkins))
        done = bot.stand_in.ask("marks")["checkins"]
        bot.check()
        bot.stop()
    if done < plan.checkins:
        raise BrokenBench(f"Only {done} of {plan.checkins} check-ins came to their end.")
    value = (record.size() - before) / done
    yield Figure(
        name="a check-in in the database", value=value, unit="bytes", below=1000, remark=f"over {done:,}"
    )
