"""What is counted: by kind, without content or ids, in the format that Prometheus reads."""

import asyncio
import re
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from prometheus_client import REGISTRY
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from bot import metrics
from bot.clock import Clock
from bot.health import OUTBOX_LIMIT, Health
from bot.schedule.ticker import Ticker
from bot.store.columns import new_id
from bot.store.queries import next_wake
from bot.store.reader import Reader
from bot.store.tables import Outbox
from bot.store.transaction import Transaction
from tests.channel.wire import ROBIN as WRITER_OF_ROBIN
from tests.channel.wire import empty, open_wire
from tests.store.ledger import NOW, ROBIN, Ledger, open_ledger, slot

# Every label that a number may carry, and what may stand in it.
LABELS = {"kind": r"[a-z]+|\d{3}", "state": r"[a-z_]+", "le": r"[\d.+Inf]+"}


def value(name: str, **labels: str) -> float:
    """What a number stands at."""
    return REGISTRY.get_sample_value(name, labels) or 0.0


def health_of(ledger: Ledger, clock: Clock, *, is_delivered_to: bool = False) -> Health:
    """Health of a database, with a ticker that was not started."""
    reader = Reader(ledger.reader)
    ticker = Ticker(next_wake=lambda: reader.ask(next_wake), clock=clock)
    return Health(
        writer=ledger.writer, reader=reader, ticker=ticker, clock=clock, is_delivered_to=is_delivered_to
    )


@pytest.fixture(autouse=True)
def _fresh() -> None:
    """Nothing has failed yet."""
    metrics.begin()


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Moves the clock that pulses are felt by."""
    moved = [0.0]
    real = time.monotonic
    monkeypatch.setattr("bot.metrics.monotonic", lambda: real() + moved[0])

    def move(seconds: float) -> None:
        moved[0] += seconds

    return move


def test_a_pulse() -> None:
    """A miss stays until a beat that shows that the fault is over."""
    pulse = metrics.Pulse()
    pulse.miss()
    found = []
    for mends in (False, True):
        pulse.beat(mends=mends)
        found.append(pulse.is_failing)
    assert found == [True, False]
    assert 0 <= pulse.age < 5


async def test_the_page_of_numbers(tmp_path: Path) -> None:
    """Slots by state and the depth of the outbox are those of the record; no label can hold content."""
    async with open_ledger(tmp_path) as ledger:
        await ledger.add(slot(NOW, "sent"), slot(NOW + timedelta(days=1), "missed"))
        await ledger.add(slot(NOW + timedelta(days=2), "missed"))
        page = (await health_of(ledger, Clock()).counts()).decode()
    families = {family.name: family for family in text_string_to_metric_families(page)}
    states = {sample.labels["state"]: sample.value for sample in families["daymark_slots"].samples}
    assert states == {"sent": 1, "missed": 2}
    assert families["daymark_outbox_depth"].samples[0].value == 0
    ours = [family for name, family in families.items() if name.startswith("daymark")]
    for sample in (sample for family in ours for sample in family.samples):
        assert all(re.fullmatch(LABELS[name], text) for name, text in sample.labels.items()), sample


async def test_commits_are_timed(tmp_path: Path) -> None:
    """Each transaction is timed, and one that the database does not take is counted and felt."""
    name = "daymark_commit_seconds_count"
    async with open_ledger(tmp_path) as ledger:
        before, faults = value(name), value("daymark_commit_faults_total")
        await ledger.add(slot(NOW, "sent"))
        assert value(name) == before + 1
        with pytest.raises(OperationalError, match="no such table"):
            await ledger.writer.run(lambda db: db.connection().execute(text("SELECT * FROM no_table")))
        assert value("daymark_commit_faults_total") == faults + 1
        found = []
        for lane in (None, ROBIN):
            found.append(metrics.DATABASE.is_failing)
            await ledger.writer.run(_nothing, lane=lane)
        assert [*found, metrics.DATABASE.is_failing] == [True, True, False]


async def test_a_job_with_a_fault_is_not_the_database_s(tmp_path: Path) -> None:
    """What a job does wrong says nothing about the database."""
    async with open_ledger(tmp_path) as ledger:
        with pytest.raises(KeyError):
            await ledger.writer.run(_faulty, lane=ROBIN)
    assert not metrics.DATABASE.is_failing


async def test_refusals_of_telegram_are_counted(tmp_path: Path) -> None:
    """Each call that Telegram refuses is counted by its status, and one without an answer by its kind."""
    async with open_wire(tmp_path) as wire:
        before = {kind: value("daymark_api_errors_total", kind=kind) for kind in ("500", "network")}
        await wire.fail(kind="500", method="sendMessage")
        await wire.fail(kind="drop-before", method="sendMessage")
        sender = wire.sender()
        sender.hand_on(await wire.commit("Good evening.", person=WRITER_OF_ROBIN))
        await empty(sender)
        assert (await wire.chat())[-1:] == ["Good evening."]
    for kind, count in before.items():
        assert value("daymark_api_errors_total", kind=kind) == count + 1


async def test_what_makes_health_red(tmp_path: Path, later: Callable[[float], None]) -> None:
    """A part whose last sign of life is older than its limit is not well; deliveries may stay away."""
    async with open_ledger(tmp_path) as ledger:
        polled = health_of(ledger, Clock())
        delivered = health_of(ledger, Clock(), is_delivered_to=True)
        found = await polled.look()
        assert {name: part.ok for name, part in found.items()} == {
            "intake": True,
            "ticker": False,
            "outbox": True,
            "database": True,
        }
        later(121)
        assert {name for name, part in (await polled.look()).items() if part.ok} == {"outbox"}
        age = (await polled.look())["intake"].age
        assert age is not None
        assert age > 120
        assert (await delivered.look())["intake"].ok
        metrics.INTAKE.miss()
        assert not (await delivered.look())["intake"].ok
        metrics.INTAKE.beat()
        assert (await polled.look())["intake"].ok


async def test_an_outbox_that_is_stuck(tmp_path: Path) -> None:
    """A message that nobody is going to send any more makes the outbox red."""
    async with open_ledger(tmp_path) as ledger:
        clock = Clock()
        health = health_of(ledger, clock)
        assert (await health.look())["outbox"].age is None
        row = Outbox(id=new_id(NOW), person_id=ROBIN, call_sealed=b"", made_at=clock.now())
        await ledger.add(row)
        assert (await health.look())["outbox"].ok
        clock.ahead = timedelta(seconds=OUTBOX_LIMIT + 1)
        part = (await health.look())["outbox"]
        assert part.age is not None
        assert (part.ok, part.age > OUTBOX_LIMIT) == (False, True)


async def test_a_record_that_cannot_be_read(tmp_path: Path) -> None:
    """A file that is damaged makes the outbox red, and the other numbers are still told."""
    async with open_ledger(tmp_path) as ledger:
        health = health_of(ledger, Clock())
        await ledger.writer.run(lambda db: db.connection().execute(text("DROP TABLE outbox")))
        assert (await health.look())["outbox"].ok is False
        assert b"daymark_commit_seconds" in await health.counts()


async def test_a_tick_is_felt(tmp_path: Path, later: Callable[[float], None]) -> None:
    """A ticker that ticks is well, and one that fails at each tick is not."""
    async with open_ledger(tmp_path) as ledger:
        health = health_of(ledger, Clock())
        ticked = asyncio.Event()

        async def tick() -> None:
            ticked.set()
            if metrics.TICKER.age > 120:
                raise OSError("locked")

        health.ticker.start(tick)
        await ticked.wait()
        assert (await health.look())["ticker"].ok
        later(121)
        ticked.clear()
        health.ticker.wake()
        await ticked.wait()
        assert not (await health.look())["ticker"].ok
        await health.ticker.stop()


def _nothing(_db: Transaction) -> None:
    """Work that leaves all as it is."""


def _faulty(_db: Transaction) -> None:
    raise KeyError("faulty")
