"""The disk fills while the bot runs: people are told, nothing is lost, and it goes on when there is room."""

import asyncio
import resource
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import pytest

from bot.voice.language import Language
from bot.voice.odd import cannot_note
from tests.acceptance.chat import Chat
from tests.acceptance.process import UNMEASURED, Process, start
from tests.acceptance.record import rows_of
from tests.acceptance.served import Town, at_rest, open_town, settle_in, stop

pytestmark = pytest.mark.acceptance

WAITS = cannot_note(Language(), tapped=False).text
AGAIN = cannot_note(Language(), tapped=True).text


@pytest.fixture
async def town() -> AsyncIterator[Town]:
    """Robin and Sam, and a bot that is to meet them."""
    async with open_town() as opened:
        yield opened


@contextmanager
def full(process: Process, size: int) -> Iterator[None]:
    """No file of the bot can grow beyond so many bytes, as on a disk that is full."""
    number = process.running.pid
    soft, hard = resource.prlimit(number, resource.RLIMIT_FSIZE)
    resource.prlimit(number, resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        with suppress(ProcessLookupError):  # it was stopped meanwhile
            resource.prlimit(number, resource.RLIMIT_FSIZE, (soft, hard))


def beside(database: Path) -> int:
    """The size of the log beside a database; with no more room nothing can be committed."""
    return database.with_name(database.name + "-wal").stat().st_size


async def told(chat: Chat, words: str) -> list[str]:
    """What a person was told of this kind."""
    return [one.text for one in await chat.messages() if one.text == words]


@contextmanager
def held(database: Path) -> Iterator[None]:
    """Another program writes to the file, and takes its time."""
    with closing(sqlite3.connect(database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.rollback()


async def test_the_disk_fills_and_is_freed(tmp_path: Path, town: Town) -> None:
    """What was sent meanwhile is answered in its order, once, when there is room; who waits was told once."""
    database = tmp_path / "data" / "daymark.db"
    with start("run", folder=tmp_path, **town.settings | UNMEASURED) as process:
        await settle_in(town.robin)
        await town.robin.tap("Stop here", sees="we stop here")
        await at_rest(database)
        with full(process, beside(database)):
            await town.robin.say("First words of a long day", sees=WAITS)
            await town.robin.say("Second words of a long day")
            await town.sam.say("/start", sees=WAITS)
            assert process.running.poll() is None
        await town.robin.say("Third words of a long day")
        await town.robin.say("/history", sees="Third words of a long day")
        await town.sam.sees("I ask how you are")
        await at_rest(database)
        assert len(await told(town.robin, WAITS)) == 1
        assert len(await told(town.sam, WAITS)) == 1
        shown = (await town.robin.newest()).text
        places = [shown.index(f"{which} words of a long day") for which in ("First", "Second", "Third")]
        assert sorted(places) in (places, places[::-1])
        assert len(rows_of(database, "note")) == 3
        await stop(process)
    assert "Traceback" not in process.said()
    assert "turn_failed" not in process.complaint()


async def test_a_stop_while_the_disk_is_full(tmp_path: Path, town: Town) -> None:
    """A bot that is stopped while nothing can be written ends well, and the next one takes what waited."""
    database = tmp_path / "data" / "daymark.db"
    with start("run", folder=tmp_path, **town.settings | UNMEASURED) as process:
        await settle_in(town.robin)
        await town.robin.tap("Stop here", sees="we stop here")
        await at_rest(database)
        with full(process, beside(database)):
            await town.robin.say("Words for the next one", sees=WAITS)
            await stop(process)
    assert "Traceback" not in process.said()
    with start("run", folder=tmp_path, **town.settings | UNMEASURED) as process:
        await town.robin.say("/history", sees="Words for the next one")
        await at_rest(database)
        assert len(rows_of(database, "note")) == 1
        await stop(process)


async def test_a_log_that_is_full_too(tmp_path: Path, town: Town) -> None:
    """Where the log of events stands on the same disk, it stays silent, and the bot still goes on."""
    database = tmp_path / "data" / "daymark.db"
    with start("run", folder=tmp_path, **town.settings | UNMEASURED) as process:
        await settle_in(town.robin)
        await town.robin.tap("Stop here", sees="we stop here")
        await at_rest(database)
        before = process.complaint()
        with full(process, 0):
            await town.robin.say("Words that nobody logs", sees=WAITS)
            await town.sam.say("/start", sees=WAITS)  # polled for after the first fault was to be logged
            assert process.complaint() == before
        await town.robin.say("/history", sees="Words that nobody logs")
        await stop(process)
    assert "Traceback" not in process.said()


async def test_a_tap_while_the_disk_is_full(tmp_path: Path, town: Town) -> None:
    """A button asks for another tap, and its check-in stands where it stood until one can be noted."""
    database = tmp_path / "data" / "daymark.db"
    with start("run", folder=tmp_path, **town.settings | UNMEASURED) as process:
        await settle_in(town.robin)
        await at_rest(database)
        question = await town.robin.newest()
        with full(process, beside(database)):
            shown = next(data for label, data in question.data.items() if "4" in label)
            tapping = asyncio.create_task(town.robin.press(question, shown))
            await town.robin.sees(AGAIN)
            assert (await town.robin.message(question.id)).labels == question.labels
        await tapping
        await town.robin.sees("Which words")
        assert [row["value"] for row in rows_of(database, "rating")] == [4]
        await stop(process)


async def test_a_locked_database_while_running(tmp_path: Path, town: Town) -> None:
    """Another program that holds the file is waited for, and then the person is told; nothing is lost."""
    database = tmp_path / "data" / "daymark.db"
    with start("run", folder=tmp_path, **town.settings | UNMEASURED) as process:
        await settle_in(town.robin)
        await town.robin.tap("Stop here", sees="we stop here")
        await at_rest(database)
        with held(database):
            await town.robin.say("Words behind a lock", sees=WAITS)
        await town.robin.say("/history", sees="Words behind a lock")
        await at_rest(database)
        assert len(await told(town.robin, WAITS)) == 1
        assert len(rows_of(database, "note")) == 1
        await stop(process)
