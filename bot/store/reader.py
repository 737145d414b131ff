"""Reads beside the one writer."""

from collections.abc import Callable
from typing import TypeVar, cast

from sqlalchemy.ext.asyncio import AsyncEngine
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.store.transaction import Transaction

Answer = TypeVar("Answer")


class Reader:
    """Answers questions in transactions that cannot write, each of which sees one state of the file."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def ask(self, question: Callable[[Transaction], Answer]) -> Answer:
        """What a question to the database finds."""
        async with AsyncSession(self._engine) as session:
            return await session.run_sync(lambda transaction: question(cast("Transaction", transaction)))

    async def close(self) -> None:
        """Close the connections."""
        await self._engine.dispose()
