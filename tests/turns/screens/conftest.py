"""One room a test, with every screen behind its prefix."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.turns import checkin, history, pause, people, reminders, settings, when
from tests.turns.screens.room import Room, open_room

SCREENS = {
    "c": checkin.press,
    "r": reminders.press,
    "w": when.press,
    "g": settings.press,
    "h": people.press,
    "u": pause.press,
    "y": history.press,
}


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[Room]:
    """A fresh database with one person in London."""
    async with open_room(tmp_path) as opened:
        opened.screens.update(SCREENS)
        await opened.person()
        yield opened
