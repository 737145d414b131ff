"""A talk for each test: nobody known yet, or someone who lives in London."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.turns.talk import Talk, open_talk


@pytest.fixture
async def newcomer(tmp_path: Path) -> AsyncIterator[Talk]:
    """A host that knows nobody."""
    async with open_talk(tmp_path) as talk:
        yield talk


@pytest.fixture
async def talk(newcomer: Talk) -> Talk:
    """A host that knows one person in London."""
    await newcomer.room.person()
    return newcomer
