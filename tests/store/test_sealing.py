"""Encryption: only the right person, place and key open what was sealed."""

import base64
import stat
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.store.sealing import BadKey, Keyring, load_key_file, read_key

RING = Keyring(bytes(range(32)))
OTHER = Keyring(bytes(32))
ROBIN = RING.person_key(100, RING.new_person_key(100))


@given(st.text())
def test_a_text_comes_back(text: str) -> None:
    """What is sealed opens as it was, and does not stand in the sealed bytes."""
    sealed = ROBIN.seal(text, "note.text:1")
    assert ROBIN.open(sealed, "note.text:1") == text
    assert len(text) < 4 or text.encode() not in sealed


def test_two_seals_differ() -> None:
    """The same words twice look unlike, so that nobody can tell that they are the same."""
    assert ROBIN.seal("tired", "note.text:1") != ROBIN.seal("tired", "note.text:1")


def test_another_place_is_refused() -> None:
    """A text that was moved to another row or column does not open."""
    with pytest.raises(BadKey, match="start with the key it was made with"):
        ROBIN.open(ROBIN.seal("tired", "note.text:1"), "note.text:2")


def test_another_person_is_refused() -> None:
    """A text does not open as another person's, not even with the same secret."""
    sealed = ROBIN.seal("tired", "note.text:1")
    sam = RING.person_key(200, RING.new_person_key(200))
    for stranger in (sam, replace(ROBIN, person_id=200)):
        with pytest.raises(BadKey):
            stranger.open(sealed, "note.text:1")


@given(st.integers(0, 60))
def test_a_changed_byte_is_noticed(at: int) -> None:
    """A text that was tampered with does not open."""
    sealed = bytearray(ROBIN.seal("a few words of a day that was long", "note.text:1"))
    sealed[at % len(sealed)] ^= 1
    with pytest.raises(BadKey):
        ROBIN.open(bytes(sealed), "note.text:1")


@pytest.mark.parametrize("length", [0, 5, 12, 20])
def test_a_cut_text_is_noticed(length: int) -> None:
    """What is too short to be a sealed text is refused with the same sentence."""
    with pytest.raises(BadKey):
        ROBIN.open(ROBIN.seal("tired", "here")[:length], "here")


def test_another_master_key_is_refused() -> None:
    """A person's key opens with the master key that wrapped it, and for that person alone."""
    wrapped = RING.new_person_key(100)
    with pytest.raises(BadKey, match="encrypted with another key"):
        OTHER.person_key(100, wrapped)
    with pytest.raises(BadKey):
        RING.person_key(200, wrapped)


def test_every_person_has_a_key_of_their_own() -> None:
    """Two persons share no secret."""
    sam = RING.person_key(200, RING.new_person_key(200))
    assert sam.secret != ROBIN.secret


def test_the_fingerprint_names_a_key() -> None:
    """The fingerprint is stable, differs between keys, and shows nothing of the key."""
    assert RING.fingerprint == Keyring(bytes(range(32))).fingerprint != OTHER.fingerprint
    assert len(RING.fingerprint) == 16
    assert RING.master.hex()[:16] not in RING.fingerprint


def test_a_key_in_base64() -> None:
    """A key of 32 bytes in base64 is read, blanks around it or not."""
    text = base64.b64encode(RING.master).decode()
    assert read_key(f" {text}\n", source="DAYMARK_KEY") == RING


@pytest.mark.parametrize("text", ["", "short", "€", "A" * 43, base64.b64encode(bytes(31)).decode(), "=" * 44])
def test_a_bad_key(text: str) -> None:
    """Anything but 32 bytes in base64 is refused, naming where it was read and not what."""
    with pytest.raises(BadKey, match=r"The key in DAYMARK_KEY is not 32 bytes in base64: put back"):
        read_key(text, source="DAYMARK_KEY")


def test_a_key_file_is_made_once(tmp_path: Path) -> None:
    """The first start makes a key that only its owner can read; the second start reads it."""
    path = tmp_path / "folder" / "daymark.key"
    made = load_key_file(path, may_make=True)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert len(made.master) == 32
    assert load_key_file(path, may_make=False) == made
    assert load_key_file(tmp_path / "another.key", may_make=True) != made


def test_a_missing_key_is_not_replaced(tmp_path: Path) -> None:
    """Where a record exists, a missing key is a fault, for a new one could not open anything."""
    path = tmp_path / "daymark.key"
    with pytest.raises(BadKey, match="is missing: put the key file back, or set DAYMARK_KEY"):
        load_key_file(path, may_make=False)
    assert not path.exists()


def test_a_spoilt_key_file(tmp_path: Path) -> None:
    """A file that holds no key is refused by its path, whatever its bytes."""
    path = tmp_path / "daymark.key"
    for content in (b"not a key", b"\xff\xfe\x00"):
        path.write_bytes(content)
        with pytest.raises(BadKey, match=r"daymark\.key is not 32 bytes in base64"):
            load_key_file(path, may_make=True)
        assert path.read_bytes() == content


def test_a_folder_in_place_of_the_key_file(tmp_path: Path) -> None:
    """A key file that cannot be read or made says what to do."""
    with pytest.raises(BadKey, match="cannot be read"):
        load_key_file(tmp_path, may_make=True)
    (tmp_path / "taken").write_text("a file")
    with pytest.raises(BadKey, match="cannot be made"):
        load_key_file(tmp_path / "taken" / "daymark.key", may_make=True)


def test_a_key_that_opens_some() -> None:
    """A master key is the right one if it opens any of the keys of persons, and none opens with another."""
    ring, other = Keyring(bytes(32)), Keyring(bytes(range(32)))
    keys = [(1, b"damaged"), (2, ring.new_person_key(2))]
    assert ring.opens_any(keys)
    assert not other.opens_any(keys)
    assert not ring.opens_any([])
