"""Column types, and ids that are made before a row is written."""

import secrets
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import DateTime
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

# Ids count milliseconds from here; 41 bits last until 2089.
EPOCH = datetime(2020, 1, 1, tzinfo=UTC)
RANDOM_BITS = 20


class UTCDateTime(TypeDecorator[datetime]):
    """An aware moment: stored in UTC, given back as aware UTC, refused when naive (ValueError)."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """The moment in UTC without its zone, as the database keeps it."""
        del dialect
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A time without a zone cannot be stored: hand over an aware datetime.")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """The stored moment as aware UTC."""
        del dialect
        return None if value is None else value.replace(tzinfo=UTC)


class _Drawn:
    """The random parts of the ids of one moment, so that none is drawn twice."""

    def __init__(self) -> None:
        self._moment = 0
        self._parts: set[int] = set()

    def draw(self, moment: int) -> int:
        """A part that no id of this moment has yet."""
        if moment != self._moment:
            self._moment, self._parts = moment, set()
        part = secrets.randbits(RANDOM_BITS)
        while part in self._parts:
            part = secrets.randbits(RANDOM_BITS)
        self._parts.add(part)
        return part


_drawn = _Drawn()


def new_id(now: datetime) -> int:
    """A row id that grows with time and cannot be guessed from its neighbours; fits 63 bits.

    Many ids are made at one moment when many people are asked at once: of five hundred, every tenth such
    lot held the same twice before the parts of a moment were remembered.
    """
    milliseconds = int((now - EPOCH).total_seconds() * 1000)
    return milliseconds << RANDOM_BITS | _drawn.draw(milliseconds)
