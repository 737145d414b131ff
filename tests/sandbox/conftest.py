"""A served sandbox for each test."""

from collections.abc import AsyncIterator

import httpx
import pytest

from bot.sandbox import Sandbox, serve
from tests.sandbox.line import Line


@pytest.fixture
async def line() -> AsyncIterator[Line]:
    """A fresh sandbox in memory."""
    sandbox = Sandbox(folder=None)
    async with serve(sandbox, port=0) as address, httpx.AsyncClient(base_url=address.url) as http:
        yield Line(sandbox=sandbox, http=http)
