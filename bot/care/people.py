"""The way to a person: emergency numbers, helplines and therapist finders, by country and never by guess."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources.abc import Traversable

from bot.care.contacts import Emergency, Finder, Helpline, Lists, Reach, Responder
from bot.care.data import shipped
from bot.care.lists import CONFIDENCES, BadPeople, read_lists
from bot.care.numbers import Number, dialable, numbers_in

__all__ = [
    "BEST_BEFORE",
    "BadPeople",
    "Emergency",
    "Finder",
    "Helpline",
    "Lists",
    "Number",
    "People",
    "Reach",
    "Responder",
    "countries",
    "dialable",
    "is_over_age",
    "load_people",
    "numbers_in",
    "people_for",
]

BEST_BEFORE = timedelta(days=92)
"""How long a check of a line is good for: about three months."""
INTERNATIONAL = "https://findahelpline.com"


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """Whom someone can turn to, in the order in which they should be shown."""

    country: str | None
    """None if it is unknown or nothing is known about it."""
    emergency: Emergency | None
    helplines: tuple[Helpline, ...]
    finders: tuple[Finder, ...]
    international: Finder
    """A directory of helplines of the world; the last line of every list."""

    def first(self, number: int) -> tuple[Helpline, ...]:
        """The best lines, at most `number`: those that are not for some people only, where there are any.

        Where none of them takes writing but another does, that one is the last: someone who cannot speak
        aloud, or would rather not, then sees a way too.
        """
        wide = tuple(line for line in self.helplines if line.reach <= Reach.REGION)
        best = (wide or self.helplines)[:number]
        written = [line for line in self.helplines if line.is_written and line.reach < Reach.NOT_FOR_CRISIS]
        if number == 1 or not written or any(line.is_written for line in best):
            return best
        return (*best[: number - 1], written[0])


def people_for(
    country: str | None,
    *,
    today: date | None = None,
    best_before: timedelta = BEST_BEFORE,
    language: str | None = None,
    lists: Lists | None = None,
) -> People:
    """The people of a country (ISO 3166-1 alpha-2, any case); without one, only the international line.

    Lines for everyone come first, then those of one region, of one group, and not for a crisis. Among these,
    lines checked within `best_before` of `today`; those that speak `language` (its English name); those of
    high confidence; those that answer round the clock.
    """
    lists = lists or _shipped_lists()
    code = country.strip().upper() if country else None
    known = code if code in lists.emergency else None
    oldest = today - best_before if today else date.min
    return People(
        country=known,
        emergency=lists.emergency.get(known or ""),
        helplines=_ordered((line for line in lists.helplines if line.country == known), oldest, language),
        finders=tuple(finder for finder in lists.finders if finder.country == known),
        international=next(finder for finder in lists.finders if finder.url == INTERNATIONAL),
    )


def countries() -> tuple[str, ...]:
    """The codes of the countries with data, in alphabetical order."""
    return tuple(sorted(_shipped_lists().emergency))


def load_people(folder: Traversable | None = None) -> Lists:
    """All lists of a folder, those that ship when none is given; raises `BadPeople`."""
    return _shipped_lists() if folder is None else _with_international(read_lists(folder))


def is_over_age(line: Helpline, *, today: date, best_before: timedelta = BEST_BEFORE) -> bool:
    """Whether a line was checked too long ago to be relied on."""
    return line.checked_on < today - best_before


def _ordered(lines: Iterable[Helpline], oldest: date, language: str | None) -> tuple[Helpline, ...]:
    def place(line: Helpline) -> tuple[int, bool, bool, int, bool]:
        over_age, foreign = line.checked_on < oldest, not line.speaks(language)
        confidence = CONFIDENCES.index(line.confidence)
        return (line.reach, over_age, foreign, confidence, not line.is_round_the_clock)

    return tuple(sorted(lines, key=place))


@cache
def _shipped_lists() -> Lists:
    return _with_international(read_lists(shipped("people_data")))


def _with_international(lists: Lists) -> Lists:
    if any(finder.url == INTERNATIONAL for finder in lists.finders):
        return lists
    raise BadPeople(
        f"therapist_finders.csv: the line of {INTERNATIONAL} is missing; put it back, it ends every list."
    )
