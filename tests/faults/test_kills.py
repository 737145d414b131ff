"""The bot is killed while people talk with it; `make faults` does the same three hundred times."""

from pathlib import Path

import pytest

from tests.faults.campaign import campaign
from tests.faults.day import Nursery

pytestmark = pytest.mark.acceptance


async def test_twenty_five_kills(nursery: Nursery, tmp_path: Path) -> None:
    """After 25 kills no confirmed answer and no prompt is missing, nobody is stuck, few messages doubled."""
    found = await campaign(nursery, tmp_path, rounds=25, seed=25)
    assert found.is_clean, (found.line(), found.lost, found.missing, found.stuck)
    assert found.answers > 100
    assert found.prompts > 40
