"""The one writer: many jobs in one transaction, in order, and a faulty one fails alone."""

import asyncio
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

from sqlalchemy import event, text
from sqlalchemy.exc import IntegrityError, OperationalError

from bot.store.sqlite import open_writer
from bot.store.tables import Person
from bot.store.transaction import Transaction
from bot.store.writer import BATCH, Writer
from tests.store.ledger import NOW, ROBIN, SAM, Ledger, entry, person


@contextmanager
def statements(ledger: Ledger) -> Iterator[list[str]]:
    """The statements that reach the writing connection, and its commits."""
    seen: list[str] = []
    engine = ledger.engine

    def note(_link: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        seen.append(statement)

    def note_commit(_link: Any) -> None:
        seen.append("COMMIT")

    event.listen(engine, "before_cursor_execute", note)
    event.listen(engine, "commit", note_commit)
    yield seen
    event.remove(engine, "before_cursor_execute", note)
    event.remove(engine, "commit", note_commit)


def _add(row: Person, db: Transaction) -> None:
    db.add(row)


def see(db: Transaction, person_id: int) -> int:
    """Count one more update of a person."""
    row = db.get(Person, person_id)
    assert row is not None
    row.last_update_id += 1
    db.add(row)
    return row.last_update_id


def refuse(_db: Transaction) -> None:
    """A job with a fault."""
    raise KeyError("faulty")


async def test_waiting_jobs_share_a_commit(ledger: Ledger) -> None:
    """Jobs that wait together are committed together, in one transaction that begins as a writer."""
    with statements(ledger) as seen:
        adding = (partial(_add, person(number)) for number in range(1000, 1040))
        await asyncio.gather(*(ledger.writer.run(work, lane=lane) for lane, work in enumerate(adding)))
    assert seen.count("COMMIT") == 1
    assert seen[0] == "BEGIN IMMEDIATE"
    assert seen.count("BEGIN IMMEDIATE") == 1


async def test_a_batch_has_an_end(ledger: Ledger) -> None:
    """A transaction takes no more than a batch of jobs."""
    with statements(ledger) as seen:
        await asyncio.gather(
            *(ledger.writer.run(lambda db: see(db, ROBIN), lane=ROBIN) for _ in range(BATCH + 1))
        )
    assert seen.count("COMMIT") == 2


async def test_no_increment_is_lost(ledger: Ledger) -> None:
    """Two hundred jobs that each count one more come to two hundred, and each sees its own number."""
    found = await asyncio.gather(*(ledger.writer.run(lambda db: see(db, ROBIN)) for _ in range(200)))
    assert found == list(range(1, 201))
    stored = await ledger.ask(lambda db: db.get(Person, ROBIN))
    assert stored is not None
    assert stored.last_update_id == 200


async def test_a_faulty_job_fails_alone(ledger: Ledger) -> None:
    """The others of its batch are committed, and only who handed it over hears of the fault."""
    jobs = [ledger.add(person(7)), ledger.writer.run(refuse), ledger.add(person(8))]
    found = await asyncio.gather(*jobs, return_exceptions=True)
    assert [type(one) for one in found] == [type(None), KeyError, type(None)]
    for number in (7, 8):
        assert await ledger.ask(lambda db, number=number: db.get(Person, number)) is not None  # type: ignore[misc] # mypy does not infer a lambda with a default


async def test_a_fault_at_the_commit_fails_alone(ledger: Ledger) -> None:
    """A reference to nobody shows only when the batch is committed, and still harms no other job."""
    orphan = entry(person_id=999)
    found = await asyncio.gather(ledger.add(person(7)), ledger.add(orphan), return_exceptions=True)
    assert [type(one) for one in found] == [type(None), IntegrityError]
    assert await ledger.ask(lambda db: db.get(Person, 7)) is not None


async def test_jobs_keep_their_order(ledger: Ledger) -> None:
    """Jobs run in the order in which they came, also where one of them fails."""
    order: list[int] = []

    def job(number: int, db: Transaction) -> None:
        order.append(number)
        if number == 3 and len(order) < 8:
            refuse(db)

    await asyncio.gather(*(ledger.writer.run(partial(job, n), lane=n) for n in range(5)))
    assert order == [0, 1, 2, 3, 0, 1, 2, 3, 4]


async def test_who_no_longer_waits(ledger: Ledger) -> None:
    """A job whose caller went away is done all the same, and disturbs nobody."""
    waiting = [asyncio.create_task(ledger.add(person(7))), asyncio.create_task(ledger.writer.run(refuse))]
    await asyncio.sleep(0)
    for task in waiting:
        task.cancel()
    await ledger.add(person(8))
    assert await ledger.ask(lambda db: db.get(Person, 7)) is not None


async def test_what_waits_is_finished_before_the_end(ledger: Ledger) -> None:
    """Stopping waits for the jobs that were handed over."""
    engine = open_writer(ledger.path)
    writer = Writer(engine)
    await writer.stop()
    writer.start()
    was_alive = writer.is_alive
    jobs = [asyncio.create_task(writer.run(lambda db: see(db, ROBIN))) for _ in range(3)]
    await asyncio.sleep(0)
    await writer.stop()
    assert [job.result() for job in jobs] == [1, 2, 3]
    assert (was_alive, writer.is_alive) == (True, False)
    engine.dispose()


async def test_rows_stay_readable_after_the_commit(ledger: Ledger) -> None:
    """A row that a job gives back can be read without another question to the file."""

    def work(db: Transaction) -> Person | None:
        return db.get(Person, ROBIN)

    row = await ledger.writer.run(work)
    assert row is not None
    assert row.seen_at == NOW


async def test_a_job_sees_what_the_ones_before_it_wrote(ledger: Ledger) -> None:
    """Inside a batch, rows of an earlier job are in the tables already."""

    def count(db: Transaction) -> int:
        return int(db.connection().execute(text("SELECT count(*) FROM person")).scalar_one())

    _, found = await asyncio.gather(ledger.add(person(7)), ledger.writer.run(count))
    assert found == 3


async def test_lanes_take_turns(ledger: Ledger) -> None:
    """Someone with many jobs does not hold up someone with one."""
    order: list[int] = []

    def note(person_id: int) -> Callable[[Transaction], None]:
        return lambda _db: order.append(person_id)

    jobs = [ledger.writer.run(note(ROBIN), lane=ROBIN) for _ in range(200)]
    await asyncio.gather(*jobs, ledger.writer.run(note(SAM), lane=SAM))
    assert order.index(SAM) <= 1


def lose(_db: Transaction) -> None:
    """A job that the database fails."""
    raise OperationalError("lost", {}, Exception("lost"))


def keep(_db: Transaction) -> None:
    """A job without a fault."""


async def test_what_stands_behind_a_fault_of_the_database(ledger: Ledger) -> None:
    """Where the database failed one job of a lane, those behind it fail too, and other lanes go on."""
    handed_over = ((ROBIN, refuse), (ROBIN, keep), (SAM, lose), (SAM, keep), (7, keep), (None, keep))
    jobs = [ledger.writer.run(work, lane=lane) for lane, work in handed_over]
    found = await asyncio.gather(*jobs, return_exceptions=True)
    none = type(None)
    assert [type(one) for one in found] == [KeyError, none, OperationalError, OperationalError, none, none]


async def test_a_file_that_fails(ledger: Ledger) -> None:
    """Where the file fails, all that wait learn of it after one try, and later work goes on."""
    with ledger.engine.connect() as link:
        link.exec_driver_sql("PRAGMA busy_timeout=50")
    other = sqlite3.connect(ledger.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    jobs = [ledger.writer.run(lambda db: see(db, ROBIN), lane=lane) for lane in range(40)]
    async with asyncio.timeout(1):
        found = await asyncio.gather(*jobs, return_exceptions=True)
    assert {type(one) for one in found} == {OperationalError}
    other.close()
    await ledger.add(person(7))


async def test_work_about_anybody_has_a_transaction_of_its_own(ledger: Ledger) -> None:
    """Work that belongs to no person is committed alone, after what waited before it."""
    with statements(ledger) as seen:
        person_by_person = [ledger.writer.run(partial(_add, person(one)), lane=one) for one in (7, 8)]
        counted = ledger.writer.run(lambda db: db.connection().exec_driver_sql("SELECT 1").scalar())
        await asyncio.gather(*person_by_person, counted)
    assert seen.count("COMMIT") == 2
    assert seen.index("SELECT 1") > seen.index("COMMIT")
