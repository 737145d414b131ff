"""The one writer: jobs that wait together are committed together."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlmodel.ext.asyncio.session import AsyncSession

# What `Writer.run` raises when it is the database that failed, and not the work.
DatabaseFault = SQLAlchemyError

Result = TypeVar("Result")
Work = Callable[[AsyncSession], Awaitable[Any]]

# Keeps one transaction short enough that nobody waits for it noticeably.
BATCH = 128


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Job:
    """Work for one transaction, and where its result is awaited."""

    work: Work
    result: asyncio.Future[Any]


class Writer:
    """Runs jobs in the order they came, many in one transaction.

    A job must do nothing but read and write its session: when one of a batch fails, the batch is rolled
    back and its jobs are run again, each in a transaction of its own, so that only the faulty one fails.
    """

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._waiting: asyncio.Queue[Job] = asyncio.Queue()
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to take jobs."""
        self._task = asyncio.create_task(self._run(), name="writer")

    async def stop(self) -> None:
        """Finish what waits, then stop."""
        await self._waiting.join()
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    @property
    def is_alive(self) -> bool:
        """Whether jobs are being taken."""
        return self._task is not None and not self._task.done()

    async def run(self, work: Callable[[AsyncSession], Awaitable[Result]]) -> Result:
        """The result of `work` once it is committed; raises what the work raised."""
        result: asyncio.Future[Result] = asyncio.get_running_loop().create_future()
        self._waiting.put_nowait(Job(work=work, result=result))
        return await result

    async def _run(self) -> None:
        while True:
            batch = [await self._waiting.get()]
            while not self._waiting.empty() and len(batch) < BATCH:
                batch.append(self._waiting.get_nowait())
            await self._settle(batch)
            for _ in batch:
                self._waiting.task_done()

    async def _settle(self, batch: list[Job]) -> None:
        try:
            results = await self._commit(batch)
        except Exception as fault:  # noqa: BLE001 - the fault is handed to whoever waits for the job
            if len(batch) > 1:
                for job in batch:
                    await self._settle([job])
            elif not batch[0].result.done():
                batch[0].result.set_exception(fault)
            return
        for job, result in zip(batch, results, strict=True):
            if not job.result.done():
                job.result.set_result(result)

    async def _commit(self, batch: list[Job]) -> list[Any]:
        results = []
        session = AsyncSession(self._engine, expire_on_commit=False, autoflush=False)
        async with session, session.begin():  # rolled back on a fault, so that rows can be added again
            for job in batch:
                results.append(await job.work(session))
                await session.flush()
        return results
