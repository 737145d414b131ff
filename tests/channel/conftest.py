"""A wire for each test."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.channel.wire import Wire, open_wire


@pytest.fixture
async def wire(tmp_path: Path) -> AsyncIterator[Wire]:
    """A served sandbox, a database, and two people known to both."""
    async with open_wire(tmp_path) as opened:
        yield opened
