"""The one writer: a thread of its own, in which jobs that wait together are committed together."""

import asyncio
from collections import deque
from collections.abc import Callable, Hashable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

from sqlalchemy import Engine
from sqlalchemy.exc import DatabaseError, OperationalError, SQLAlchemyError

from bot import metrics
from bot.store.sqlite import is_of_file
from bot.store.transaction import Transaction

# What `Writer.run` raises when it is the database that failed, and not the work.
DatabaseFault = SQLAlchemyError
# The file is locked, full or damaged; the other faults of a database are those of the work.
BROKEN = (OperationalError, DatabaseError)

Result = TypeVar("Result")
Work = Callable[[Transaction], Any]

# Keeps one transaction short enough that nobody waits for it noticeably.
BATCH = 64


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Job:
    """Work for one transaction, and where its result is awaited."""

    work: Work
    lane: int | None
    result: asyncio.Future[Any]


class Writer:
    """Runs jobs, many in one transaction: in order within a lane, the lanes by turns.

    A person has a lane, so that someone with many updates does not hold up the others. The connection lives
    in one thread, and a batch is one trip to it: asking the file statement by statement from the event loop
    costs several trips for each, which was measured at three times the work of the turn itself.

    A job must do nothing but read and write its transaction: when one of a batch fails, the batch is rolled
    back and its jobs are run again, each in a transaction of its own, so that only the faulty one fails.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._lanes: dict[Hashable, deque[Job]] = {}
        self._has_jobs = asyncio.Event()
        self._is_done = asyncio.Event()
        self._is_done.set()
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="writer")
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to take jobs."""
        self._task = asyncio.create_task(self._run(), name="writer")

    async def stop(self) -> None:
        """Finish what waits, then stop."""
        if self._task is not None:
            await self._is_done.wait()
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
            self._thread.shutdown()

    @property
    def is_alive(self) -> bool:
        """Whether jobs are being taken."""
        return self._task is not None and not self._task.done()

    async def run(self, work: Callable[[Transaction], Result], *, lane: int | None = None) -> Result:
        """The result of `work` once it is committed; raises what the work raised.

        `lane` is the person whose rows the work is about; None stands for work about anybody's.
        """
        result: asyncio.Future[Result] = asyncio.get_running_loop().create_future()
        job = Job(work=work, lane=lane, result=result)
        self._lanes.setdefault(job if lane is None else lane, deque()).append(job)
        self._is_done.clear()
        self._has_jobs.set()
        return await result

    async def _run(self) -> None:
        while True:
            await self._has_jobs.wait()
            await self._settle(self._next_batch())
            if not self._lanes:
                self._has_jobs.clear()
                self._is_done.set()

    def _next_batch(self) -> list[Job]:
        """One job of each lane in turn, until all are taken or the batch is full.

        A job about anybody's rows has a batch for itself, so that it neither waits for what others wrote in
        theirs nor makes them wait for it in the middle.
        """
        batch: list[Job] = []
        while self._lanes and len(batch) < BATCH:
            lane = next(iter(self._lanes))
            if isinstance(lane, Job):
                return batch or [self._lanes.pop(lane).popleft()]
            jobs = self._lanes.pop(lane)
            batch.append(jobs.popleft())
            if jobs:
                self._lanes[lane] = jobs
        return batch

    async def _settle(self, batch: Sequence[Job]) -> None:
        """Commit a batch; where it fails, each of its jobs alone, to find the faulty one.

        With a job that the database failed, those behind it in its lane fail: they were to come after it.
        Were the next message of a person committed, the one that failed would count as taken when it comes
        again, and be lost.
        """
        fault = await self._try(batch)
        if fault is None:
            return
        lost: dict[int, Exception] = {}
        for job in batch:
            of_all = fault if len(batch) == 1 or is_of_file(fault) else None
            alone = of_all or lost.get(job.lane or 0) or await self._try([job])
            if alone is not None:
                _fail(job, alone)
                if job.lane is not None and isinstance(alone, DatabaseFault):
                    lost[job.lane] = alone
        for lane, known in lost.items():
            for job in self._lanes.pop(lane, ()):
                _fail(job, known)

    async def _try(self, batch: Sequence[Job]) -> Exception | None:
        """Commit the jobs and hand out their results, or say what kept them from it."""
        loop = asyncio.get_running_loop()
        try:
            results = await loop.run_in_executor(self._thread, partial(self._commit, batch))
        except Exception as fault:  # noqa: BLE001 - the fault is handed to whoever waits for the job
            if type(fault) in BROKEN:
                metrics.COMMIT_FAULTS.inc()
                metrics.DATABASE.miss()
            return fault
        # Work about nobody in particular, such as a tick, may have written nothing.
        metrics.DATABASE.beat(mends=any(job.lane is not None for job in batch))
        for job, result in zip(batch, results, strict=True):
            if not job.result.done():
                job.result.set_result(result)
        return None

    def _commit(self, batch: Sequence[Job]) -> list[Any]:
        results: list[Any] = []
        unwritten: set[int | None] = set()
        session = Transaction(self._engine, expire_on_commit=False, autoflush=False)
        with (
            metrics.COMMIT.time(),
            session,
            session.begin(),
        ):  # rolled back on a fault, so that rows can be added again
            for job in batch:
                if job.lane in unwritten:
                    session.flush()  # the job must find what the ones before it in its lane wrote
                    unwritten.clear()
                results.append(job.work(session))
                unwritten.add(job.lane)
        return results


def _fail(job: Job, fault: Exception) -> None:
    if not job.result.done():  # whoever waited may have gone
        job.result.set_exception(fault)
