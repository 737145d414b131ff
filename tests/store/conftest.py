"""A ledger for each test."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.store.ledger import Ledger, open_ledger


@pytest.fixture
async def ledger(tmp_path: Path) -> AsyncIterator[Ledger]:
    """A fresh database file with two people."""
    async with open_ledger(tmp_path) as opened:
        yield opened
