"""Taps taken to the end: update read, turn committed, button answered, next question out."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.bench.crowd import TAPS_AMONG_ACTS
from tests.bench.figures import BrokenBench, Figure, median, percentile
from tests.bench.plan import Plan
from tests.bench.processes import Bot, start_daymark, start_other
from tests.bench.record import new_record

DAYMARK, TYPICAL, BARE = "Daymark", "typical build", "bare echo bot"
BUSY = 100  # taps a second, at which the wait for a reply is measured


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """Taps a second, taps for each second of the bot's processor, and the wait that 99 of 100 stay below."""

    taps: float
    thrift: float
    wait: float


def taps(folder: Path, plan: Plan) -> Iterator[Figure]:
    """The rates of the three bots, in turns so that all meet the same machine, and what follows from them."""
    record = new_record(folder)
    record.add_people(range(1, plan.pool + 1))
    with ExitStack() as stack:
        bots = {
            DAYMARK: stack.enter_context(start_daymark(record)),
            TYPICAL: stack.enter_context(start_other("typical", folder / "typical")),
            BARE: stack.enter_context(start_other("bare", folder / "bare")),
        }
        for bot in bots.values():
            bot.stand_in.wait_for("first_poll")
        yield from _rates(bots, plan.few, 1, plan)
        yield from _rates(bots, plan.many, 1, plan)
        yield from _rates(bots, plan.usual, plan.rounds, plan)
        yield from _waits(bots[DAYMARK], plan)
        for bot in bots.values():
            bot.check()


def _rates(bots: Mapping[str, Bot], people: int, rounds: int, plan: Plan) -> Iterator[Figure]:
    paces: dict[str, list[Pace]] = {name: [] for name in bots}
    for _ in range(rounds):
        for name, bot in bots.items():
            paces[name].append(_pace(bot, people, plan))
    is_goal = people == plan.usual
    middle = {name: median([pace.taps for pace in measured]) for name, measured in paces.items()}
    for name, measured in paces.items():
        yield Figure(
            name=f"taps, {people} at once, {name}",
            value=middle[name],
            unit="/s",
            at_least=400 if is_goal and name == DAYMARK else None,
            remark=f"p99 {median([pace.wait for pace in measured]) * 1000:.0f} ms,"
            f" {median([pace.thrift for pace in measured]):.0f} for a second of processor",
        )
    yield _ratio(paces, TYPICAL, people, 4.0 if is_goal else None)
    yield _ratio(paces, BARE, people, 2.0 if is_goal else None)


def _ratio(paces: Mapping[str, list[Pace]], other: str, people: int, goal: float | None) -> Figure:
    """The median of the ratios within each round, and that of the processor time that a tap costs."""
    pairs = list(zip(paces[DAYMARK], paces[other], strict=True))
    return Figure(
        name=f"taps, {people} at once, Daymark to {other}",
        value=median([own.taps / its.taps for own, its in pairs]),
        unit="x",
        at_least=goal,
        remark=f"{median([own.thrift / its.thrift for own, its in pairs]):.2f} x by processor time",
    )


def _pace(bot: Bot, at_once: int, plan: Plan) -> Pace:
    before, used = bot.stand_in.ask("marks")["acts"], bot.used()
    walked = bot.stand_in.ask(
        "closed", people=plan.pool, at_once=at_once, seconds=plan.stretch, warm=plan.warm
    )
    acts = bot.stand_in.ask("marks")["acts"] - before
    rest_on(walked)
    spent = max(bot.used() - used, 0.01)
    return Pace(
        taps=walked["taps"] / walked["seconds"],
        thrift=acts / spent * walked["taps"] / max(1, walked["taps"] + walked["commands"]),
        wait=percentile(walked["waits"], 0.99),
    )


def _waits(bot: Bot, plan: Plan) -> Iterator[Figure]:
    walked = bot.stand_in.ask("open", people=plan.pool, rate=BUSY / TAPS_AMONG_ACTS, seconds=plan.steady)
    rest_on(walked)
    yield Figure(
        name=f"reply p99 at {BUSY} taps a second",
        value=percentile(walked["waits"], 0.99) * 1000,
        unit="ms",
        below=50,
        remark=f"p50 {percentile(walked['waits'], 0.5) * 1000:.0f} ms",
    )


def rest_on(walked: Mapping[str, Any]) -> None:
    """BrokenBench if somebody waited in vain: then the numbers say nothing."""
    if walked["stuck"]:
        raise BrokenBench(f"{walked['stuck']} acts were never answered.")
