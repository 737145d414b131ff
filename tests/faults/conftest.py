"""One nursery for all, and a bad day for each test."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from tests.faults.day import SECRET, Day, Nursery, open_day, open_nursery


@pytest.fixture(scope="session")
def nursery() -> Iterator[Nursery]:
    """The process that starts bots."""
    with open_nursery() as opened:
        yield opened


@pytest.fixture
async def day(nursery: Nursery, tmp_path: Path) -> AsyncIterator[Day]:
    """A bot that polls a sandbox."""
    async with open_day(nursery, tmp_path) as opened:
        await opened.start()
        yield opened
        assert "turn_failed" not in opened.said()
        assert "Traceback" not in opened.said()


@pytest.fixture
async def delivered(nursery: Nursery, tmp_path: Path) -> AsyncIterator[Day]:
    """A bot to which the sandbox delivers by webhook."""
    async with open_day(nursery, tmp_path) as opened:
        opened.settings |= {
            "WEBHOOK_URL": f"http://127.0.0.1:{opened.settings['PORT']}",
            "WEBHOOK_SECRET": SECRET,
        }
        await opened.start()
        yield opened
        assert "turn_failed" not in opened.said()
        assert "Traceback" not in opened.said()
