"""Encryption: AES-GCM, one key a person, wrapped by a master key that lives outside the database file."""

import base64
import binascii
import contextlib
import hashlib
import os
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bot.errors import BotError

KEY_BYTES = 32
NONCE_BYTES = 12
ANOTHER_KEY = "What is stored was encrypted with another key: start with the key it was made with."


class BadKey(BotError):
    """The master key cannot be used; the message says what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonKey:
    """Seals and opens what one person told; `place` (table and column) binds a text to where it stands."""

    person_id: int
    secret: bytes

    def seal(self, text: str, place: str) -> bytes:
        """The text encrypted for this person and place: nonce, then ciphertext with its tag."""
        return _encrypt(self.secret, text.encode(), self._bind(place))

    def open(self, sealed: bytes, place: str) -> str:
        """The text that was sealed; BadKey if it belongs elsewhere or was changed."""
        return _decrypt(self.secret, sealed, self._bind(place)).decode()

    def _bind(self, place: str) -> bytes:
        return f"{self.person_id}:{place}".encode()


@dataclass(frozen=True, slots=True)
class Keyring:
    """Holds the master key: makes and opens the keys of persons."""

    master: bytes

    @property
    def fingerprint(self) -> str:
        """Names the key without showing it."""
        return hashlib.sha256(b"daymark master key" + self.master).hexdigest()[:16]

    def new_person_key(self, person_id: int) -> bytes:
        """A fresh key for a person, wrapped."""
        return _encrypt(self.master, secrets.token_bytes(KEY_BYTES), f"key:{person_id}".encode())

    def person_key(self, person_id: int, key_sealed: bytes) -> PersonKey:
        """The person's key, unwrapped; BadKey if another master key wrapped it."""
        secret = _decrypt(self.master, key_sealed, f"key:{person_id}".encode())
        return PersonKey(person_id=person_id, secret=secret)

    def opens_any(self, keys: Collection[tuple[int, bytes]]) -> bool:
        """Whether this master key wrapped any of these keys of persons, each with its person's id."""
        for person_id, key_sealed in keys:
            with contextlib.suppress(BadKey):
                self.person_key(person_id, key_sealed)
                return True
        return False


def read_key(text: str, *, source: str) -> Keyring:
    """The keyring for a key of 32 bytes in base64; `source` names where it was read."""
    try:
        master = base64.b64decode(text.strip(), validate=True)
    except (binascii.Error, ValueError):
        master = b""
    if len(master) != KEY_BYTES:
        raise BadKey(
            f"The key in {source} is not 32 bytes in base64: put back the key that the record was made with."
        )
    return Keyring(master)


def load_key_file(path: Path, *, may_make: bool) -> Keyring:
    """The keyring in a file, made with mode 0600 at the first start; BadKey if it is missing later."""
    if not path.exists():
        if not may_make:
            raise BadKey(
                f"The database holds encrypted notes, but its key {path} is missing: put the key file back,"
                " or set DAYMARK_KEY."
            )
        _make_key_file(path)
    try:
        text = path.read_text(errors="replace")
    except OSError as fault:
        raise BadKey(
            f"The key file {path} cannot be read ({fault.strerror}): give this user the right to read it."
        ) from fault
    return read_key(text, source=str(path))


def _make_key_file(path: Path) -> None:
    secret = base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode() + "\n"
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")  # half a key must never bear the name
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secret)
            file.flush()
            os.fsync(file.fileno())
        draft.rename(path)
    except OSError as fault:
        with contextlib.suppress(OSError):
            draft.unlink(missing_ok=True)
        raise BadKey(
            f"The key file {path} cannot be made ({fault.strerror}): give this user the right to write its"
            " folder, or set DAYMARK_KEY."
        ) from fault


def _encrypt(key: bytes, plain: bytes, bound_to: bytes) -> bytes:
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, plain, bound_to)


def _decrypt(key: bytes, sealed: bytes, bound_to: bytes) -> bytes:
    try:
        return AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], bound_to)
    except (InvalidTag, ValueError) as fault:  # ValueError: too short to hold a nonce
        raise BadKey(ANOTHER_KEY) from fault
