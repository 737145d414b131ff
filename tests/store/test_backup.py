"""Backups: whole, of one moment, without the key; put back only where nothing is lost by it."""

import resource
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.store import backup
from bot.store.alone import alone
from bot.store.backup import BadBackup, back_up, look_into, place_for, restore
from bot.store.migrate import newest_revision, upgrade
from bot.store.queries import forget_everyone
from bot.store.sealing import Keyring
from bot.store.sqlite import BadDatabase
from tests.store.ledger import Ledger, person

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
RING, OTHER = Keyring(bytes(range(32))), Keyring(bytes(32))


def record(path: Path, *people: int, ring: Keyring = RING) -> Path:
    """A migrated database with some people in it."""
    upgrade(path)
    with closing(sqlite3.connect(path)) as link, link:
        for one in people:
            link.execute(
                "INSERT INTO person (id, last_update_id, last_press_id, key_sealed, seen_at, scale, discreet,"
                " asked_once)"
                " VALUES (?, 0, 0, ?, '2026-11-23 13:00:00', 'faces', 0, 0)",
                (one, ring.new_person_key(one)),
            )
    return path


def names(folder: Path) -> list[str]:
    """What a folder holds."""
    return sorted(path.name for path in folder.iterdir())


def tables(path: Path) -> set[str]:
    """The tables of a file."""
    with closing(sqlite3.connect(path)) as link:
        return {name for (name,) in link.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}


@contextmanager
def disk_of(size: int) -> Iterator[None]:
    """No file may grow beyond so many bytes."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_backup(tmp_path: Path) -> None:
    """A backup counts what it holds, names the key by its fingerprint alone, and is for its owner's eyes."""
    path = record(tmp_path / "daymark.db", 1, 2)
    target = tmp_path / "copies" / "one.db"
    made = back_up(path, target, ring=RING, now=NOW)
    assert (made.rows["person"], made.rows["note"]) == (2, 0)
    assert (made.revision, made.fingerprint, made.made_at) == (newest_revision(), RING.fingerprint, NOW)
    assert look_into(target, RING) == made
    assert target.stat().st_mode & 0o777 == 0o600
    assert names(target.parent) == ["one.db"]
    assert RING.master not in target.read_bytes()
    assert "backup" not in tables(path)


async def test_a_backup_beside_the_writer(ledger: Ledger) -> None:
    """What is committed but still in the log is in the backup, and the writer goes on."""
    await ledger.writer.run(forget_everyone)
    for one in range(1000, 1020):
        row = person(one)
        row.key_sealed = RING.new_person_key(one)
        await ledger.add(row)
    made = back_up(ledger.path, ledger.path.with_name("copy.db"), ring=RING, now=NOW)
    await ledger.add(person(7))
    assert made.rows["person"] == 20


def test_a_backup_replaces_no_file(tmp_path: Path) -> None:
    """A name that is taken is refused, and so is a database that is not there."""
    path = record(tmp_path / "daymark.db")
    with pytest.raises(BadBackup, match=r"is there already: name another file"):
        back_up(path, path, ring=RING, now=NOW)
    with pytest.raises(BadBackup, match=r"no database .*: start Daymark once"):
        back_up(tmp_path / "gone.db", tmp_path / "copy.db", ring=RING, now=NOW)
    assert names(tmp_path) == ["daymark.db"]


def test_a_disk_that_fills(tmp_path: Path) -> None:
    """A backup for which there is no room leaves nothing behind, least of all under its name."""
    path = record(tmp_path / "daymark.db", *range(1, 200))
    with disk_of(20_000), pytest.raises(BadBackup, match=r"no room to write .*: make room"):
        back_up(path, tmp_path / "copies" / "one.db", ring=RING, now=NOW)
    assert names(tmp_path / "copies") == []


def test_a_folder_that_cannot_be(tmp_path: Path) -> None:
    """A place that cannot be written is named."""
    path = record(tmp_path / "daymark.db")
    with pytest.raises(BadBackup, match=r"cannot be written .*: name a folder"):
        back_up(path, path / "one.db", ring=RING, now=NOW)


def test_the_name_of_a_backup() -> None:
    """Without a name a backup is dated, in a folder beside the database."""
    assert place_for(Path("data/daymark.db"), NOW) == Path("data/backups/daymark-20261124-093000.db")


def test_a_backup_is_made_with_its_own_key(tmp_path: Path) -> None:
    """A copy under a key that does not open it would be of no use, so it is not made."""
    path = record(tmp_path / "daymark.db", 1)
    with pytest.raises(BadBackup, match="put back"):
        back_up(path, tmp_path / "one.db", ring=OTHER, now=NOW)
    assert names(tmp_path) == ["daymark.db"]


def test_another_key(tmp_path: Path) -> None:
    """A backup of another key is told by the fingerprint, a plain copy by what the key cannot open."""
    path = record(tmp_path / "daymark.db", 1)
    target = tmp_path / "one.db"
    back_up(path, target, ring=RING, now=NOW)
    with pytest.raises(BadBackup, match=f"{RING.fingerprint}, and {OTHER.fingerprint} is in force: put back"):
        look_into(target, OTHER)
    with pytest.raises(BadBackup, match=r"does not open the notes in .*daymark.db: put back"):
        look_into(path, OTHER)
    assert look_into(path, RING).fingerprint is None


def test_files_that_are_no_backups(tmp_path: Path) -> None:
    """What is missing, damaged, empty or of a newer version is named as such, and not touched."""
    good = record(tmp_path / "good.db", *range(1, 200))
    newer, empty = record(tmp_path / "newer.db"), tmp_path / "empty.db"
    with closing(sqlite3.connect(newer)) as link, link:
        link.execute("UPDATE alembic_version SET version_num = '9999'")
    empty.touch()
    cut, garbled, foreign = (tmp_path / f"{name}.db" for name in ("cut", "garbled", "foreign"))
    content = good.read_bytes()
    cut.write_bytes(content[: len(content) // 2])
    garbled.write_bytes(content[:8192] + b"\xff" * 4096 + content[12288:])
    foreign.write_text("not a database at all " * 100)
    expected = {
        tmp_path / "gone.db": "There is no file",
        newer: "newer version of Daymark .schema 9999.: use that version",
        empty: "no record of Daymark's",
        cut: "damaged or no database .*: use another backup",
        garbled: "damaged or no database .*: use another backup",
        foreign: "damaged or no database .*: use another backup",
    }
    for file, words in expected.items():
        before = file.read_bytes() if file.exists() else None
        with pytest.raises(BadBackup, match=words):
            look_into(file, RING)
        with pytest.raises(BadBackup, match=words):
            restore(file, good, ring=RING, now=NOW)
        assert (file.read_bytes() if file.exists() else None) == before
    assert good.read_bytes() == content


def test_a_restore(tmp_path: Path) -> None:
    """The backup is in place without its mark, and the file that was there is kept under a dated name."""
    path = record(tmp_path / "daymark.db", 1)
    back_up(path, tmp_path / "one.db", ring=RING, now=NOW)
    record(path, 2, 3)
    aside = restore(tmp_path / "one.db", path, ring=RING, now=NOW)
    assert aside == tmp_path / "daymark-before-20261124-093000.db"
    assert look_into(path, RING).rows["person"] == 1
    assert look_into(aside, RING).rows["person"] == 3
    assert "backup" not in tables(path)
    assert path.stat().st_mode & 0o777 == 0o600
    with pytest.raises(BadDatabase, match=r"is there already: wait a second"):
        restore(tmp_path / "one.db", path, ring=RING, now=NOW)
    assert names(tmp_path) == ["daymark-before-20261124-093000.db", "daymark.db", "daymark.db.lock", "one.db"]


def test_a_restore_where_there_was_nothing(tmp_path: Path) -> None:
    """In an empty folder nothing needs to be kept."""
    back_up(record(tmp_path / "daymark.db", 1), tmp_path / "one.db", ring=RING, now=NOW)
    fresh = tmp_path / "elsewhere" / "daymark.db"
    assert restore(tmp_path / "one.db", fresh, ring=RING, now=NOW) is None
    assert look_into(fresh, RING).rows["person"] == 1


def test_a_restore_in_place_of_a_damaged_file(tmp_path: Path) -> None:
    """A damaged database is kept byte for byte."""
    path = record(tmp_path / "daymark.db", 1)
    back_up(path, tmp_path / "one.db", ring=RING, now=NOW)
    path.write_bytes(b"damaged " * 1000)
    aside = restore(tmp_path / "one.db", path, ring=RING, now=NOW)
    assert aside is not None
    assert aside.read_bytes() == b"damaged " * 1000
    assert look_into(path, RING).rows["person"] == 1


def test_no_restore_under_a_running_daymark(tmp_path: Path) -> None:
    """While a Daymark or any other program has the database open, it stays where it is."""
    path = record(tmp_path / "daymark.db", 1)
    back_up(path, tmp_path / "one.db", ring=RING, now=NOW)
    with alone(path), pytest.raises(BadDatabase, match="in use by another process: stop the other Daymark"):
        restore(tmp_path / "one.db", path, ring=RING, now=NOW)
    with closing(sqlite3.connect(path)) as other:
        other.execute("PRAGMA journal_mode=WAL")
        other.execute("SELECT * FROM person").fetchall()
        with pytest.raises(BadDatabase, match="in use by another process"):
            restore(tmp_path / "one.db", path, ring=RING, now=NOW)
    assert [name for name in names(tmp_path) if "before" in name] == []
    assert restore(tmp_path / "one.db", path, ring=RING, now=NOW) is not None


def test_a_place_that_nobody_may_lock(tmp_path: Path) -> None:
    """Where the lock cannot be made, the database could not be written either."""
    (tmp_path / "taken").write_text("a file")
    with pytest.raises(BadDatabase, match=r"cannot be written"), alone(tmp_path / "taken" / "daymark.db"):
        pass


def test_a_draft_is_gone_after_a_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever happens in between, no draft stays."""
    path = record(tmp_path / "daymark.db", 1)
    monkeypatch.setattr(backup, "_put", _unplugged)
    with pytest.raises(OSError, match="unplugged"):
        back_up(path, tmp_path / "copies" / "one.db", ring=RING, now=NOW)
    assert names(tmp_path / "copies") == []


def _unplugged(_draft: Path, _target: Path) -> None:
    raise OSError("unplugged")
