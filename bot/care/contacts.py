"""What a line says about a helpline, a way to a therapist, or an emergency number."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from bot.care.numbers import Number, numbers_in

LABEL_LENGTH = 30
"""Characters of a label that a phone shows whole, with room for the arrow of a link."""
_ROUND_THE_CLOCK = re.compile(r"24/7(?! in (most|Beijing))")


class Reach(IntEnum):
    """Whom a helpline is for; the lower, the sooner it is shown."""

    EVERYONE = 0
    REGION = 1
    """One region or town."""
    GROUP = 2
    """An age, a profession, a kind of trouble."""
    NOT_FOR_CRISIS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Helpline:
    """A service that listens; texts are words for a person, '' where the sources say nothing or disagree."""

    country: str
    service: str
    phone: str
    sms: str
    chat_url: str
    url: str
    hours: str
    languages: str
    audience: str
    cost: str
    source: str
    confidence: str
    """'high' or 'medium': of the number or address, not of the hours."""
    checked_on: date
    reach: Reach
    phones: tuple[Number, ...]
    texts_to: tuple[Number, ...]
    """Numbers for text messages."""

    @property
    def is_round_the_clock(self) -> bool:
        """Whether someone answers at any hour, everywhere."""
        return _ROUND_THE_CLOCK.match(self.hours) is not None

    @property
    def is_written(self) -> bool:
        """Whether it can be reached without speaking: by text message or chat."""
        return bool(self.texts_to or self.chat_url)

    def speaks(self, language: str | None) -> bool:
        """Whether a language, by its English name, is among its languages; no language is always spoken."""
        return language is None or language.casefold() in self.languages.casefold()


@dataclass(frozen=True, slots=True, kw_only=True)
class Finder:
    """A way to find a therapist; `country` is 'INT' for directories of helplines of the world."""

    country: str
    name: str
    label: str
    """The name as it fits on a button: at most `LABEL_LENGTH` characters."""
    url: str
    """'' where the way is a telephone number, which then stands in the name."""
    cost: str
    format: str
    operator: str
    languages: str
    source: str
    confidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Responder:
    """One emergency service with a number of its own."""

    who: str
    """'police', 'ambulance and fire'."""
    number: str
    """'133', or '108 or 102'."""

    @property
    def numbers(self) -> tuple[Number, ...]:
        """The numbers to dial."""
        return numbers_in(self.number)


@dataclass(frozen=True, slots=True, kw_only=True)
class Emergency:
    """The number to dial when life is in danger."""

    country: str
    number: str
    """What to dial first; '112 or 199' where sources disagree."""
    role: str
    """Who answers it, if not everyone: 'ambulance'."""
    others: tuple[Responder, ...]
    """Who else is dialled where."""
    also: str
    """A second number for everything, or ''."""
    from_mobiles: str
    """A second number for everything that works from mobile phones, or ''."""
    source: str

    @property
    def numbers(self) -> tuple[Number, ...]:
        """The numbers to dial first."""
        return numbers_in(self.number)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lists:
    """Everything that is known about people, in the order of the files."""

    emergency: Mapping[str, Emergency]
    helplines: tuple[Helpline, ...]
    finders: tuple[Finder, ...]
