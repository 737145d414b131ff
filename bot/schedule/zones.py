"""Time zones and where they are in force, read from the `tzdata` package and from nowhere else.

`zoneinfo.ZoneInfo(name)` asks the folders of PYTHONTZPATH or of the system first and the package
last, so that the same bot would follow other rules on another computer. `zone` reads the pinned
package instead and is the only place where a ZoneInfo is made; it makes each zone once.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from zoneinfo import ZoneInfo

from babel.core import get_global, parse_locale

from bot.errors import BotError

HOME = "Europe/London"
DAY = 24 * 60

# Where most people live who share a country and a clock; zone.tab goes by geography first and
# would name Lord Howe before Sydney. Also the zones that a traveller is likely to mean, best first.
WELL_KNOWN = (
    "Europe/Berlin",
    "Europe/London",
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Los_Angeles",
    "America/Anchorage",
    "Pacific/Honolulu",
    "America/Toronto",
    "America/Winnipeg",
    "America/Edmonton",
    "America/Vancouver",
    "America/Halifax",
    "America/St_Johns",
    "America/Mexico_City",
    "America/Mazatlan",
    "America/Sao_Paulo",
    "America/Manaus",
    "Africa/Accra",
    "Asia/Kolkata",
    "Asia/Shanghai",
    "Asia/Tokyo",
    "Asia/Bangkok",
    "Asia/Dubai",
    "Asia/Karachi",
    "Asia/Dhaka",
    "Asia/Tashkent",
    "Asia/Yangon",
    "Europe/Kyiv",
    "Europe/Moscow",
    "Australia/Sydney",
    "Australia/Adelaide",
    "Australia/Perth",
    "Pacific/Auckland",
    "Pacific/Noumea",
    "Pacific/Tongatapu",
)

# Stations, not homes: their zones are valid but offer no clock of their own.
_UNINHABITED = frozenset({"AQ"})

# What people of a region that is no country most likely mean.
_REGIONS: Mapping[str, str] = {"419": "MX"}

_FAME = {name: rank for rank, name in enumerate(WELL_KNOWN)}

_WEEKS_OF_A_YEAR = tuple(timedelta(weeks=number) for number in range(53))


class UnknownZone(BotError):
    """There is no such time zone; the message names one that there is."""


def is_zone(name: str) -> bool:
    """Whether `name` is an IANA zone, spelled exactly."""
    return name in zone_names()


@cache
def zone(name: str) -> ZoneInfo:
    """The zone of that IANA name, with the rules of the `tzdata` package. Raises UnknownZone."""
    if not is_zone(name):
        raise UnknownZone(f'There is no time zone "{name}": choose an IANA name such as {HOME}.')
    with files("tzdata").joinpath("zoneinfo", *name.split("/")).open("rb") as stream:
        return ZoneInfo.from_file(stream, key=name)


def city_of(name: str) -> str:
    """The city that a zone is named for, as its people would read it: "Buenos Aires"."""
    return name.rsplit("/", maxsplit=1)[-1].replace("_", " ")


def offset_at(name: str, now: datetime) -> int:
    """How many minutes the clock of a zone is ahead of UTC at `now`, modulo a day (0-1439)."""
    return _ahead(name, now) % DAY


def clock_at(offset: int, now: datetime) -> time:
    """What a clock shows that is `offset` minutes ahead of UTC, to the minute."""
    local = now.astimezone(UTC) + timedelta(minutes=offset)
    return time(local.hour, local.minute)


def clock_choices(now: datetime) -> tuple[int, ...]:
    """Every clock that somebody lives by, as minutes ahead of UTC modulo a day, from west to east.

    Modulo a day, for 11 hours behind and 13 ahead show the same time on different days: the
    country tells them apart. These numbers stay true while a person reads, as times would not.
    """
    ahead = {_ahead(name, now) for country in _inhabited() for name in zones_of(country)}
    return tuple(dict.fromkeys(minutes % DAY for minutes in sorted(ahead)))


def countries_at(offset: int, now: datetime) -> tuple[str, ...]:
    """The ISO codes, sorted, of the countries in which a clock shows this now."""
    return tuple(country for country in sorted(_inhabited()) if zone_for(country, offset, now) is not None)


def zones_of(country: str) -> tuple[str, ...]:
    """The zones of a country in the order of zone.tab; none if the ISO code is unknown."""
    return _table().get(country, ())


def zones_for(country: str, offset: int, now: datetime) -> tuple[str, ...]:
    """The zones of a country with this clock, the most populous first, one of each kind.

    Two are of one kind if their clocks agree for a year from `now`. More than one means that the
    clock of this moment cannot tell them apart, as with Los Angeles and Phoenix in summer.
    """
    fitting = (name for name in _by_fame(country) if offset_at(name, now) == offset)
    kinds: dict[tuple[int, ...], str] = {}
    for name in fitting:
        kinds.setdefault(tuple(_ahead(name, now + weeks) for weeks in _WEEKS_OF_A_YEAR), name)
    return tuple(kinds.values())


def zone_for(country: str, offset: int, now: datetime) -> str | None:
    """The most populous zone of a country with this clock; None if the country has no such clock."""
    return next((name for name in _by_fame(country) if offset_at(name, now) == offset), None)


def any_zone_at(offset: int, now: datetime) -> str:
    """A well-known zone with this clock, for someone who travels. Raises UnknownZone."""
    everywhere = (name for country in sorted(_inhabited()) for name in zones_of(country))
    for name in (*WELL_KNOWN, *everywhere):
        if offset_at(name, now) == offset:
            return name
    raise UnknownZone(
        f"No place on Earth has a clock {offset} minutes ahead of UTC: choose from the list again."
    )


def likely_zone(language_code: str | None) -> str:
    """Where most people who use a language live, by CLDR's likely subtags; else Europe/London."""
    return next(iter(_by_fame(_likely_country(language_code or ""))), HOME)


def _ahead(name: str, now: datetime) -> int:
    """Whole minutes ahead of UTC at `now`, negative in the west."""
    local = now.astimezone(zone(name)).replace(tzinfo=None)
    return (local - now.astimezone(UTC).replace(tzinfo=None)) // timedelta(minutes=1)


def _by_fame(country: str) -> list[str]:
    """The zones of a country: the well-known first, the others in the order of zone.tab."""
    return sorted(zones_of(country), key=lambda name: _FAME.get(name, len(_FAME)))


def _likely_country(code: str) -> str:
    """The country that a language code names or suggests; empty if neither."""
    try:
        language, territory, script = parse_locale(code.replace("_", "-"), sep="-")[:3]
    except ValueError:
        return ""
    if territory in _REGIONS or zones_of(territory or ""):
        return _REGIONS.get(territory or "", territory or "")
    likely = get_global("likely_subtags")
    tag = likely.get(f"{language}_{script}") or likely.get(language) or ""
    return str(tag).rpartition("_")[2]


@cache
def zone_names() -> frozenset[str]:
    """Every IANA name, also the old ones."""
    return frozenset(files("tzdata").joinpath("zones").read_text(encoding="ascii").split())


@cache
def _table() -> Mapping[str, tuple[str, ...]]:
    """The zones of each country; a row of zone.tab is a code, coordinates, a zone, a remark."""
    lines = files("tzdata").joinpath("zoneinfo", "zone.tab").read_text(encoding="ascii").splitlines()
    table: dict[str, tuple[str, ...]] = {}
    for line in lines:
        if not line.startswith("#"):
            country, _, name, *_ = line.split("\t")
            table[country] = (*table.get(country, ()), name)
    return MappingProxyType(table)


def _inhabited() -> list[str]:
    return [country for country in _table() if country not in _UNINHABITED]
