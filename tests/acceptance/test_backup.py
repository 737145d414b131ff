"""A backup that is made while the bot writes is a record that the bot goes on with elsewhere."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.acceptance.chat import Chat
from tests.acceptance.process import start
from tests.acceptance.record import rows_of
from tests.acceptance.served import Town, at_rest, open_town, run_through, settle_in, stop
from tests.acceptance.ways import FEELING

pytestmark = pytest.mark.acceptance

WORDS = "Heron-by-the-quiet-river"


@pytest.fixture
async def town() -> AsyncIterator[Town]:
    """Robin and Sam, who have not met the bot."""
    async with open_town() as opened:
        yield opened


async def keep_writing(chat: Chat, until: asyncio.Event) -> int:
    """Type notes, one after the other, and give how many were kept."""
    kept = 0
    while not until.is_set() or kept == 0:
        await chat.say(f"{WORDS} {kept}", sees="I kept it as a note")
        kept += 1
    return kept


async def test_a_check_in_goes_on_from_a_backup(town: Town, tmp_path: Path) -> None:
    """Backed up between two notes, restored into an empty folder, the open question takes its answer."""
    old, new = tmp_path / "old", tmp_path / "new"
    done = asyncio.Event()
    with start("run", folder=old, **town.settings) as process:
        await settle_in(town.robin)
        await town.robin.tap("2", sees="Which words")
        await settle_in(town.sam)
        await town.sam.tap("Stop here", sees="we stop here")
        await at_rest(old / "data" / "daymark.db")
        writing = asyncio.create_task(keep_writing(town.sam, done))
        status, said = await run_through("db", "backup", "copy.db", folder=tmp_path / "ops", **at(old))
        done.set()
        assert (status, await writing > 0) == (0, True), said
        assert "copy.db of " in said
        await stop(process)
    copy = tmp_path / "ops" / "copy.db"
    assert copy.stat().st_mode & 0o777 == 0o600
    assert WORDS.encode() not in copy.read_bytes()
    (new / "data").mkdir(parents=True)
    shutil.copy(old / "data" / "daymark.key", new / "data" / "daymark.key")
    for check in (["--check"], []):
        status, said = await run_through("db", "restore", str(copy), *check, folder=new)
        assert (status, "person 2" in said, "is whole" in said) == (0, True, True), said
        assert (new / "data" / "daymark.db").exists() is (check == [])
    with start("run", folder=new, **town.settings) as process:
        await town.robin.tap("Skip", sees="What would be welcome now?")
        await town.robin.tap("Just noting it", sees="remember about today")
        noted = await town.robin.tap("Skip", sees="It is noted")
        assert "low (2 of 5)" in noted.text
        await town.robin.say("/checkin", sees=FEELING)
        await stop(process)


async def test_no_restore_while_the_bot_runs(town: Town, tmp_path: Path) -> None:
    """A bot that runs is told to be stopped first, and keeps its database."""
    with start("run", folder=tmp_path / "home", **town.settings) as process:
        await town.robin.say("/start", sees="I ask how you are")
        settings = at(tmp_path / "home")
        status, said = await run_through("db", "backup", "copy.db", folder=tmp_path / "ops", **settings)
        assert status == 0, said
        status, said = await run_through("db", "restore", "copy.db", folder=tmp_path / "ops", **settings)
        assert status == 1
        assert said.splitlines()[-1] == (
            f"The database {tmp_path / 'home' / 'data' / 'daymark.db'} is in use by another process:"
            " stop the other Daymark, then start again."
        )
        await town.robin.tap("I agree", sees="for you?")
        await stop(process)
    status, said = await run_through("db", "restore", "copy.db", folder=tmp_path / "ops", **settings)
    assert status == 0
    (aside,) = (tmp_path / "home" / "data").glob("daymark-before-*.db")
    assert f"is now {aside}" in said
    assert rows_of(aside, "person")[0]["consented_at"] is not None
    assert rows_of(tmp_path / "home" / "data" / "daymark.db", "person")[0]["consented_at"] is None


def at(home: Path) -> dict[str, str]:
    """Settings that name the record of a bot from anywhere."""
    return {
        "DATABASE_URL": f"sqlite+aiosqlite:///{home / 'data' / 'daymark.db'}",
        "DAYMARK_KEY_FILE": str(home / "data" / "daymark.key"),
    }
