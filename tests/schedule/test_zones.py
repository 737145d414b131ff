"""Zones by name, by clock, by country and by language."""

import zoneinfo
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from importlib.resources import files
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.schedule.zones import (
    HOME,
    WELL_KNOWN,
    UnknownZone,
    any_zone_at,
    city_of,
    clock_at,
    clock_choices,
    countries_at,
    is_zone,
    likely_zone,
    offset_at,
    zone,
    zone_for,
    zone_names,
    zones_for,
    zones_of,
)

WINTER = datetime(2026, 1, 15, 12, tzinfo=UTC)
SUMMER = datetime(2026, 7, 15, 12, tzinfo=UTC)
BOUNDS = (datetime(2020, 1, 1), datetime(2035, 1, 1))  # noqa: DTZ001 - Hypothesis wants naive bounds
MOMENTS = st.datetimes(*BOUNDS).map(lambda at: at.replace(tzinfo=UTC))


@pytest.fixture
def foreign_zones(tmp_path: Path) -> Iterator[None]:
    """A computer whose own zone files say that Berlin lives by the clock of Tokyo."""
    (tmp_path / "Europe").mkdir()
    tokyo = files("tzdata").joinpath("zoneinfo", "Asia", "Tokyo").read_bytes()
    (tmp_path / "Europe" / "Berlin").write_bytes(tokyo)
    zoneinfo.reset_tzpath(to=[tmp_path])
    yield
    zoneinfo.reset_tzpath()
    ZoneInfo.clear_cache()


@pytest.mark.usefixtures("foreign_zones")
def test_the_zone_files_of_the_computer_are_not_asked() -> None:
    """The pinned package decides, however old or wrong the system's own files are."""
    zone.cache_clear()
    assert ZoneInfo.no_cache("Europe/Berlin").utcoffset(datetime(2026, 1, 1)) == timedelta(hours=9)  # noqa: DTZ001 - a wall time
    assert offset_at("Europe/Berlin", WINTER) == 60
    zone.cache_clear()


def test_a_zone_knows_its_name_and_is_made_once() -> None:
    """A zone can be stored by its key, and asking again gives the same one."""
    assert zone("America/Argentina/Buenos_Aires").key == "America/Argentina/Buenos_Aires"
    assert zone("Europe/Paris") is zone("Europe/Paris")


@pytest.mark.parametrize(
    "name", ["", "Berlin", "europe/berlin", "../zone.tab", "/etc/passwd", "zone.tab", "Europe"]
)
def test_an_unknown_zone_is_refused(name: str) -> None:
    """Names that IANA does not list, paths above all, are refused with a sentence."""
    assert not is_zone(name)
    with pytest.raises(UnknownZone, match=rf'no time zone "{name}": choose an IANA name such as {HOME}\.'):
        zone(name)


def test_every_listed_zone_can_be_made() -> None:
    """Each IANA name opens, and no well-known one is written twice."""
    assert len(zone_names()) > 590
    assert all(is_zone(name) and zone(name).key == name for name in zone_names())
    assert len(set(WELL_KNOWN)) == len(WELL_KNOWN)


@pytest.mark.parametrize("name", WELL_KNOWN)
def test_a_well_known_zone_belongs_to_a_country(name: str) -> None:
    """Each well-known zone is chosen for the clock it shows, in some country."""
    offset = offset_at(name, SUMMER)
    assert name in {zone_for(country, offset, SUMMER) for country in countries_at(offset, SUMMER)}


def test_clocks_go_from_west_to_east() -> None:
    """Each clock on Earth is offered once, Samoa's first and Chatham's last."""
    choices = clock_choices(WINTER)
    assert choices[:3] == (13 * 60, 14 * 60, 14 * 60 + 30)
    assert choices[-2:] == (12 * 60, 13 * 60 + 45)
    assert len(choices) == len(set(choices)) == 35
    assert {0, 60, 5 * 60 + 45, 8 * 60 + 45, 20 * 60 + 30} <= set(choices)
    assert 10 * 60 + 30 in clock_choices(SUMMER)


def test_a_clock_is_read_to_the_minute() -> None:
    """An offset modulo a day is shown as the time on the wall, in the east and in the west."""
    now = datetime(2026, 1, 15, 23, 50, 59, tzinfo=UTC)
    assert clock_at(0, now) == time(23, 50)
    assert clock_at(5 * 60 + 45, now) == time(5, 35)
    assert clock_at(offset_at("America/New_York", now), now) == time(18, 50)
    assert clock_at(offset_at("Pacific/Apia", now), now) == clock_at(offset_at("Pacific/Pago_Pago", now), now)


def test_countries_share_a_clock() -> None:
    """A clock leads to the countries that live by it now, and stations are not countries."""
    assert {"DE", "FR", "NG"} <= set(countries_at(60, WINTER))
    assert {"GB", "IE", "NG"} <= set(countries_at(60, SUMMER))
    assert "DE" not in countries_at(60, SUMMER)
    assert countries_at(5 * 60 + 45, SUMMER) == ("NP",)
    assert countries_at(14 * 60, WINTER) == ("CK", "KI", "PF", "US")
    assert "AQ" not in countries_at(120, SUMMER)
    assert countries_at(1, WINTER) == ()


@settings(max_examples=10, deadline=None)
@given(now=MOMENTS)
def test_every_clock_leads_to_a_zone_that_shows_it(now: datetime) -> None:
    """Whoever picks a clock and a country gets a zone of that country with that clock."""
    for offset in clock_choices(now):
        countries = countries_at(offset, now)
        assert countries == tuple(sorted(countries))
        for country in countries:
            name = zone_for(country, offset, now)
            assert name in zones_of(country)
            assert offset_at(name, now) == offset
        assert offset_at(any_zone_at(offset, now), now) == offset


@settings(max_examples=8, deadline=None)
@given(now=MOMENTS)
def test_every_inhabited_zone_can_be_reached(now: datetime) -> None:
    """The clock of any zone of a country is offered, and offers that country."""
    offered = {offset: countries_at(offset, now) for offset in clock_choices(now)}
    for country in ("AU", "BR", "CA", "DE", "ID", "KI", "NZ", "PF", "RU", "US"):
        assert all(country in offered[offset_at(name, now)] for name in zones_of(country))


def test_zones_of_a_country_keep_their_order() -> None:
    """Zones come as zone.tab lists them; an unknown code has none."""
    assert zones_of("DE") == ("Europe/Berlin", "Europe/Busingen")
    assert zones_of("ES") == ("Europe/Madrid", "Africa/Ceuta", "Atlantic/Canary")
    assert zones_of("US")[0] == "America/New_York"
    assert zones_of("XX") == zones_of("") == zones_of("de") == ()


@pytest.mark.parametrize(
    ("country", "hours", "now", "expected"),
    [
        ("US", -5, WINTER, "America/New_York"),
        ("US", -5, SUMMER, "America/Chicago"),
        ("US", -7, WINTER, "America/Denver"),
        ("US", -7, SUMMER, "America/Los_Angeles"),
        ("US", -10, WINTER, "Pacific/Honolulu"),
        ("CA", -4, WINTER, "America/Halifax"),
        ("CA", -4, SUMMER, "America/Toronto"),
        ("AU", 11, WINTER, "Australia/Sydney"),
        ("AU", 10, WINTER, "Australia/Brisbane"),
        ("AU", 10, SUMMER, "Australia/Sydney"),
        ("BR", -3, SUMMER, "America/Sao_Paulo"),
        ("MX", -7, SUMMER, "America/Mazatlan"),
        ("UA", 3, SUMMER, "Europe/Kyiv"),
        ("KI", 14, WINTER, "Pacific/Kiritimati"),
        ("DE", 2, SUMMER, "Europe/Berlin"),
        ("DE", 2, WINTER, None),
        ("XX", 1, WINTER, None),
    ],
)
def test_most_people_get_their_own_zone(
    country: str, hours: int, now: datetime, expected: str | None
) -> None:
    """Of the zones of a country with one clock, the most populous is chosen."""
    assert zone_for(country, hours * 60 % (24 * 60), now) == expected


def test_a_clock_that_cannot_decide_offers_each_kind() -> None:
    """In summer Los Angeles and Phoenix show the same time; in winter Denver and Phoenix do."""
    minutes = -7 * 60 % (24 * 60)
    assert zones_for("US", minutes, SUMMER) == ("America/Los_Angeles", "America/Phoenix")
    assert zones_for("US", minutes, WINTER) == ("America/Denver", "America/Phoenix")
    assert zones_for("DE", 60, WINTER) == ("Europe/Berlin",)
    assert zones_for("DE", 0, WINTER) == ()


def test_travellers_get_a_well_known_zone() -> None:
    """A clock alone names the place that most would think of; one that nobody has is refused."""
    assert any_zone_at(60, WINTER) == "Europe/Berlin"
    assert any_zone_at(60, SUMMER) == "Europe/London"
    assert any_zone_at(20 * 60, SUMMER) == "America/New_York"
    assert any_zone_at(13 * 60 + 45, WINTER) == "Pacific/Chatham"
    with pytest.raises(UnknownZone, match="No place on Earth has a clock 1 minutes ahead of UTC"):
        any_zone_at(1, WINTER)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("de", "Europe/Berlin"),
        ("de-at", "Europe/Vienna"),
        ("en", "America/New_York"),
        ("en-GB", "Europe/London"),
        ("en_au", "Australia/Sydney"),
        ("en-001", "America/New_York"),
        ("pt-br", "America/Sao_Paulo"),
        ("pt-pt", "Europe/Lisbon"),
        ("es-419", "America/Mexico_City"),
        ("es", "Europe/Madrid"),
        ("uk", "Europe/Kyiv"),
        ("zh-hans", "Asia/Shanghai"),
        ("zh-hant", "Asia/Taipei"),
        ("zh-hans-sg", "Asia/Singapore"),
        ("fa", "Asia/Tehran"),
        ("eo", HOME),
        ("x", HOME),
        ("", HOME),
        ("not a code", HOME),
        (None, HOME),
    ],
)
def test_a_language_suggests_a_zone(code: str | None, expected: str) -> None:
    """The country of a language code, or the likeliest for the language; London if unknown."""
    assert likely_zone(code) == expected


@given(st.text(max_size=12))
def test_any_language_code_suggests_a_real_zone(code: str) -> None:
    """Whatever a client sends as its language, a zone that exists is suggested."""
    assert is_zone(likely_zone(code))


@pytest.mark.parametrize(
    ("name", "city"),
    [
        ("America/Argentina/Buenos_Aires", "Buenos Aires"),
        ("America/Port-au-Prince", "Port-au-Prince"),
        ("Europe/Berlin", "Berlin"),
        ("UTC", "UTC"),
    ],
)
def test_a_zone_is_named_for_a_city(name: str, city: str) -> None:
    """The last part of the name, with spaces."""
    assert city_of(name) == city
