"""Starts that cannot be: one sentence that says what to do, exit status 1, and not a byte changed."""

import asyncio
import base64
import hashlib
import os
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from bot.store.migrate import upgrade
from tests.acceptance.process import PATIENCE, UNMEASURED, Process, start
from tests.acceptance.served import Town, open_town, stop
from tests.store.releases import FIRST, KEY, load

pytestmark = pytest.mark.acceptance

PAGE = 4096
# Root may write everywhere; started like this it may only do what the modes of files allow.
BOUND = ("setpriv", "--bounding-set=-dac_override,-dac_read_search") if os.geteuid() == 0 else ()
# Less room than SQLite needs beside a file; what the program complains of still fits.
NO_ROOM = ("prlimit", f"--fsize={2 * PAGE}")
IN_USE = (
    "The database data/daymark.db is in use by another process: stop the other Daymark, then start again."
)
NOT_WRITABLE = (
    "The database data/daymark.db cannot be written: give this user the right to write it and its folder."
)
ANOTHER_KEY = "What is stored was encrypted with another key: start with the key it was made with."
NEWER = (
    "The database was written by a newer version of Daymark: start that version, or restore a backup made"
    " with this one."
)


@pytest.fixture
async def town() -> AsyncIterator[Town]:
    """Somebody to talk with the bot where it can start after all."""
    async with open_town() as opened:
        yield opened


@pytest.fixture
def settings(town: Town) -> dict[str, str]:
    """Settings with which the bot would run on the database of the first release."""
    return {**town.settings, "DAYMARK_KEY": KEY}


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """The database of the first release, brought to this version, where the bot looks for it."""
    path = load(FIRST, tmp_path / "data" / "daymark.db")
    upgrade(path)
    return path


def prints(folder: Path) -> dict[str, str]:
    """A hash of each file that holds anything, but for the logs and the lock of the process itself."""
    own = {"stdout.txt", "stderr.txt", "daymark.db.lock"}
    files = [path for path in folder.rglob("*") if path.is_file() and path.name not in own]
    # An empty log beside a database that was opened and not written to holds nothing.
    contents = {path.name: path.read_bytes() for path in files if not path.name.endswith("-shm")}
    return {name: hashlib.sha256(content).hexdigest() for name, content in contents.items() if content}


async def ended(process: Process) -> int:
    """The exit status, while the sandbox of this test goes on answering."""
    return await asyncio.to_thread(process.running.wait, PATIENCE)


async def refusal(folder: Path, *, under: Sequence[str] = (), **settings: str) -> str:
    """The only thing that a start says before it ends with 1; not a byte of the folder is changed by it."""
    before = prints(folder)
    with start(
        "run", folder=folder, under=under, **settings | (UNMEASURED if under == NO_ROOM else {})
    ) as process:
        status = await ended(process)
        said = process.said()
    assert status == 1, said
    assert "Traceback" not in said
    assert prints(folder) == before
    (sentence,) = process.complaint().strip().splitlines()
    return sentence


async def test_a_locked_database(tmp_path: Path, database: Path, settings: dict[str, str]) -> None:
    """A file that another program writes to is waited for, and then the start says so."""
    with closing(sqlite3.connect(database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert await refusal(tmp_path, **settings) == IN_USE
        other.rollback()


@contextmanager
def only_readable(path: Path) -> Iterator[None]:
    """Nobody may write to a file or folder while inside."""
    mode = path.stat().st_mode
    path.chmod(mode & ~0o222)
    try:
        yield
    finally:
        path.chmod(mode)


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("place", ["data/daymark.db", "data"])
async def test_a_read_only_database(tmp_path: Path, settings: dict[str, str], place: str) -> None:
    """A file, or a folder, that this user may not write to: which right is missing."""
    with only_readable(tmp_path / place):
        assert await refusal(tmp_path, under=BOUND, **settings) == NOT_WRITABLE


async def test_a_folder_that_cannot_be_made(tmp_path: Path, settings: dict[str, str]) -> None:
    """A first start in a folder that this user may not write to says so and leaves nothing behind."""
    home = tmp_path / "home"
    home.mkdir()
    (home / "stdout.txt").touch()
    (home / "stderr.txt").touch()
    with only_readable(home):
        assert await refusal(home, under=BOUND, **settings) == NOT_WRITABLE


def with_garbage(path: Path) -> None:
    """Two pages in the middle of the file are overwritten."""
    with path.open("r+b") as file:
        file.seek(path.stat().st_size // PAGE // 2 * PAGE)
        file.write(bytes(range(256)) * (2 * PAGE // 256))


def cut_off(path: Path) -> None:
    """Only the first half of the file is left."""
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size // PAGE // 2 * PAGE)


def cut_in_a_page(path: Path) -> None:
    """The file ends in the middle of a page."""
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size - PAGE // 2)


def without_a_head(path: Path) -> None:
    """The first page, which says that it is a database, is overwritten."""
    with path.open("r+b") as file:
        file.write(b"nothing " * (PAGE // 8))


@pytest.mark.parametrize("spoil", [with_garbage, cut_off, cut_in_a_page, without_a_head])
async def test_a_damaged_database(
    tmp_path: Path, database: Path, settings: dict[str, str], spoil: Callable[[Path], None]
) -> None:
    """A damaged file is found before anything is written on top of it, and the way to a backup is said."""
    spoil(database)
    said = await refusal(tmp_path, **settings)
    assert said.startswith("The database data/daymark.db cannot be read (")
    assert "restore it from a backup with 'daymark db restore'" in said


async def test_a_newer_schema(tmp_path: Path, database: Path, settings: dict[str, str]) -> None:
    """A file that a newer version wrote is left to that version."""
    with closing(sqlite3.connect(database)) as link, link:
        link.execute("UPDATE alembic_version SET version_num = '9999'")
    assert await refusal(tmp_path, **settings) == NEWER


@pytest.mark.usefixtures("database")
async def test_a_missing_key(tmp_path: Path, settings: dict[str, str]) -> None:
    """Without the key of what is stored, no other is made."""
    said = await refusal(tmp_path, **settings | {"DAYMARK_KEY": ""})
    assert said == (
        "The database holds encrypted notes, but its key data/daymark.key is missing: put the key file back,"
        " or set DAYMARK_KEY."
    )


@pytest.mark.parametrize("brought_up_to_date", [True, False])
async def test_a_wrong_key(
    tmp_path: Path,
    settings: dict[str, str],
    brought_up_to_date: bool,  # noqa: FBT001 - a case
) -> None:
    """Another key is refused before the file is brought to this version's schema."""
    path = load(FIRST, tmp_path / "data" / "daymark.db")
    if brought_up_to_date:
        upgrade(path)
    other = base64.b64encode(bytes(32)).decode()
    assert await refusal(tmp_path, **settings | {"DAYMARK_KEY": other}) == ANOTHER_KEY


@pytest.mark.usefixtures("database")
async def test_a_start_on_a_full_disk(tmp_path: Path, settings: dict[str, str]) -> None:
    """With no room for what SQLite keeps beside a file, the start says that room is needed."""
    said = await refusal(tmp_path, under=NO_ROOM, **settings | UNMEASURED)
    assert said.startswith("There is no room to write data/daymark.db (")
    assert said.endswith("): make room on its disk, then start again.")


async def test_a_first_start_on_a_full_disk(tmp_path: Path, town: Town, settings: dict[str, str]) -> None:
    """A first start without room says so, and the next one with room begins as if it were the first."""
    with start("run", folder=tmp_path, under=NO_ROOM, **settings | UNMEASURED) as process:
        assert await ended(process) == 1
    assert "There is no room to write data/daymark.db (" in process.complaint()
    assert "Traceback" not in process.said()
    with start("run", folder=tmp_path, **settings) as process:
        await town.robin.say("/start", sees="I ask how you are")
        await stop(process)
