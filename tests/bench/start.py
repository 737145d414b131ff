"""The cold start, and what a check-in costs on disk."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path
from typing import Any

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
    """How the database grows over many check-ins, after everyone had a first one."""
    record = new_record(folder)
    record.add_people(range(1, plan.people_of_cost + 1))
    with start_daymark(record) as bot:
        bot.stand_in.wait_for("first_poll")
        check_in(bot, plan.people_of_cost, plan)
        before = record.size()
        check_in(bot, plan.checkins, plan)
        value = (record.size() - before) / plan.checkins
        bot.check()
    yield Figure(
        name="a check-in in the database",
        value=value,
        unit="bytes",
        below=1000,
        remark=f"over {plan.checkins:,} of {plan.people_of_cost:,} people",
    )


def check_in(bot: Bot, number: int, plan: Plan) -> Mapping[str, Any]:
    """People walk through so many check-ins; BrokenBench if not all came to their end."""
    before = bot.stand_in.ask("marks")["checkins"]
    walked = bot.stand_in.ask("check_ins", people=plan.people_of_cost, at_once=plan.few, number=number)
    rest_on(walked)
    done = bot.stand_in.ask("marks")["checkins"] - before
    if done != number:
        raise BrokenBench(f"{number} check-ins were begun, and {done} came to their end.")
    return walked
