"""A database that an earlier release made is taken over whole, with a check-in in the middle of it."""

import random
import sqlite3
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool

from bot.care.tips import load_tips
from bot.registry import load_flows
from bot.store.migrate import newest_revision, revision_of, upgrade
from bot.store.sealing import Keyring
from bot.store.sqlite import open_writer
from bot.store.tables import Entry, Note, Person, Rating, Reminder, Session
from bot.store.writer import Writer
from bot.turns.desk import House
from bot.voice.buttons import short
from bot.voice.language import Language
from tests.store.releases import FIRST, MASTER, ROBIN, SAM, load
from tests.store.test_migrations import differences, schema_of
from tests.turns.screens.room import Room
from tests.turns.talk import Talk, talk_in

# Some minutes after the first release was stopped.
SOON = datetime(2026, 11, 24, 16, 30, tzinfo=UTC)
QUESTION = 7  # the message under which the open check-in asks for words


@pytest.fixture
async def talk(tmp_path: Path) -> AsyncIterator[Talk]:
    """The host of this version on the file of the first release; later updates than that one took."""
    path = load(FIRST, tmp_path / "daymark.db")
    upgrade(path)
    engine = open_writer(path)
    writer = Writer(engine)
    writer.start()
    house = House(
        registry=load_flows(),
        tips=load_tips(),
        languages={"en": Language()},
        keyring=Keyring(MASTER),
        operator="Ada",
        draw=random.Random(1),  # noqa: S311 - the same draw in every run
    )
    talk = talk_in(Room(writer=writer, house=house, now=SOON))
    talk.update_id = (await talk.row(Person, ROBIN)).last_update_id
    yield talk
    await writer.stop()
    engine.dispose()


def test_the_schema_of_the_first_release(tmp_path: Path) -> None:
    """Its file, brought to this version, has the tables that the code declares and a new file has."""
    path, fresh = load(FIRST, tmp_path / "daymark.db"), tmp_path / "fresh.db"
    assert revision_of(path) == "0001"
    upgrade(path)
    upgrade(fresh)
    assert revision_of(path) == newest_revision() != "0001"
    assert schema_of(path) == schema_of(fresh)
    engine = create_engine(f"sqlite:///{path}", poolclass=NullPool)
    with engine.connect() as connection:
        assert differences(connection) == []


def test_every_row_of_the_first_release(tmp_path: Path) -> None:
    """Bringing its file to this version changes no value that stood in it."""
    path = load(FIRST, tmp_path / "daymark.db")
    before = values_of(path)
    upgrade(path)
    after = values_of(path)
    assert {table: len(rows) for table, rows in before.items() if rows} == {
        "entry": 2,
        "note": 1,
        "person": 2,
        "rating": 2,
        "reminder": 1,
        "session": 2,
    }
    for table, rows in before.items():
        kept = [{name: row[name] for name in old} for old, row in zip(rows, after[table], strict=True)]
        assert kept == rows


def values_of(path: Path) -> dict[str, list[dict[str, object]]]:
    """Every row of every table but Alembic's, by its columns."""
    link = sqlite3.connect(path)
    link.row_factory = sqlite3.Row
    names = [name for (name,) in link.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    found = {
        name: [dict(row) for row in link.execute(f"SELECT * FROM {name} ORDER BY id")]  # noqa: S608 - the file's own names
        for name in names
        if name != "alembic_version"
    }
    link.close()
    return found


async def test_a_note_of_the_first_release_opens(talk: Talk) -> None:
    """What a person wrote under the first release stands in their history, in clear and only theirs."""
    await talk.command("history", person=ROBIN)
    assert "A walk by the river." in talk.last(ROBIN)
    await talk.command("history", person=SAM)
    assert "A walk by the river." not in talk.last(SAM)


async def test_a_check_in_of_the_first_release_goes_on(talk: Talk) -> None:
    """A check-in that stood at its second question is answered there, in its message, to its end."""
    open_one = next(row for row in await talk.rows(Session, ROBIN) if row.status == "open")
    assert open_one.message_id == QUESTION
    await talk.say("tired, and a little sad", person=ROBIN)
    assert "What would be welcome now?" in talk.last(ROBIN)
    await talk.tap("Just noting it", person=ROBIN)
    await talk.say("It rained all day.", person=ROBIN)
    assert "It is noted" in talk.last(ROBIN)
    assert "low (2 of 5)" in talk.last(ROBIN)
    assert {row.status for row in await talk.rows(Session, ROBIN)} == {"finished"}
    assert {row.ending for row in await talk.rows(Entry, ROBIN)} == {"finished"}
    assert [row.value for row in await talk.rows(Rating, ROBIN)] == [4, 2]
    assert len(await talk.rows(Note, ROBIN)) >= 2


async def test_an_old_button_of_the_first_release(talk: Talk) -> None:
    """A button that the first release drew under the open question does what it says."""
    open_one = next(row for row in await talk.rows(Session, ROBIN) if row.status == "open")
    await talk.press(f"c:{short(open_one.id)}:s:words", QUESTION, person=ROBIN)
    assert "What would be welcome now?" in talk.last(ROBIN)
    assert list(talk.chats[ROBIN]) == [QUESTION]


async def test_a_reminder_of_the_first_release(talk: Talk) -> None:
    """A reminder made under the first release asks at its time, and sets its next one."""
    due_at = (await talk.row(Reminder, ROBIN)).next_due_at
    assert due_at is not None
    await talk.command("cancel", person=ROBIN)
    await talk.tick(due_at - SOON)
    assert "How are you feeling right now?" in talk.last(ROBIN)
    assert (await talk.row(Reminder, ROBIN)).next_due_at == datetime(2026, 11, 26, 1, tzinfo=UTC)
