"""/settings: language, clock, also for some days, country, scale, quiet hours, and how reminders come."""

from collections.abc import Collection, Sequence
from datetime import time

from bot.care.people import countries
from bot.engine.rhythm import unpack
from bot.engine.scales import SCALES
from bot.schedule.journeys import AWAY_DAYS
from bot.schedule.quiet import is_packed_quiet
from bot.schedule.zones import any_zone_at, clock_choices, is_zone, offset_at, zone, zones_for, zones_of
from bot.store.queries import reminders_of
from bot.turns.checkin import release_held
from bot.turns.desk import Desk
from bot.turns.journeys import end_journey, set_off
from bot.turns.reminding import set_all_next
from bot.voice import quiet as quiet_voice
from bot.voice import settings as voice
from bot.voice.journeys import until_screen
from bot.voice.language import OFFERED
from bot.voice.places import page_in
from bot.voice.settings import Settings


def command(desk: Desk, _argument: str) -> None:
    """/settings: what is set."""
    _show(desk)


def press(desk: Desk, parts: tuple[str, ...]) -> None:
    """A tap on a setting or on a new value; data that no button wrote changes nothing."""
    match parts:
        case ("show",):
            _show(desk)
        case (name,):
            _open(desk, name)
        case ("lands", number) if (page := page_in(number)) is not None:
            desk.answer(voice.country_screen(desk.tr, countries(), page))
        case ("clock", "all"):
            _show_clocks(desk, clock_choices(desk.now), is_all=True)
        case ("clock", minutes) if minutes in map(str, clock_choices(desk.now)):
            _set_clock(desk, int(minutes))
        case ("zone", name) if is_zone(name):
            _set_zone(desk, name)
        case ("away", *days, home) if is_zone(home):
            _set_off(desk, days, home)
        case ("quiet", value):
            _set_quiet(desk, value)
        case (name, value):
            _set(desk, name, value)
        case _:
            _refuse(desk)


def _refuse(desk: Desk) -> None:
    desk.notice = desk.tr.plain("This button no longer works. /settings shows what does.")


def _show(desk: Desk, left: str | None = None) -> None:
    """What is set; `left` is the zone that was just changed for another."""
    person = desk.person
    settings = Settings(
        zone=desk.zone,
        country=person.country,
        scale=person.scale,
        discreet=person.discreet,
        quiet=desk.quiet,
        home=person.home_zone,
        away_until=person.away_until,
        nudges=not person.asked_once,
    )
    desk.answer(voice.settings_screen(desk.tr, settings, desk.now, left))


def _open(desk: Desk, name: str) -> None:
    """The screen of one setting."""
    match name:
        case "language":
            desk.answer(voice.language_screen(desk.tr, OFFERED))
        case "clock":
            _ask_clock(desk)
        case "quiet":
            desk.answer(quiet_voice.quiet_screen(desk.tr, desk.quiet, _wished_quiet(desk)))
        case "stay":
            end_journey(desk.person)
            _saved(desk)
        case "scale":
            desk.answer(voice.scale_screen(desk.tr, desk.person.scale))
        case "discreet":
            desk.answer(voice.discreet_screen(desk.tr, is_on=desk.person.discreet))
        case "nudges":
            desk.answer(voice.nudges_screen(desk.tr, is_on=not desk.person.asked_once))
        case _:
            _refuse(desk)


def _ask_clock(desk: Desk) -> None:
    """The clocks of the person's country, west to east; all clocks if the country is unknown."""
    near = {offset_at(name, desk.now) for name in zones_of(desk.person.country or "")}
    offsets = [offset for offset in clock_choices(desk.now) if not near or offset in near]
    _show_clocks(desk, offsets, is_all=not near)


def _show_clocks(desk: Desk, offsets: Collection[int], *, is_all: bool) -> None:
    home = desk.person.home_zone
    desk.answer(voice.clock_screen(desk.tr, desk.now, offsets, is_all=is_all, home=home))


def _set_clock(desk: Desk, offset: int) -> None:
    """The zone with this clock; which one is asked if the country has several kinds."""
    kinds = zones_for(desk.person.country or "", offset, desk.now)
    if len(kinds) > 1:
        desk.answer(voice.city_screen(desk.tr, kinds))
        return
    _set_zone(desk, kinds[0] if kinds else any_zone_at(offset, desk.now))


def _set_zone(desk: Desk, name: str) -> None:
    """Another clock for all reminders; what was asked today is not asked again."""
    left = end_journey(desk.person) or desk.person.zone
    desk.person.zone = name
    set_all_next(desk)
    desk.wakes_ticker = True
    _saved(desk, left if left != name else None)


def _wished_quiet(desk: Desk) -> list[time]:
    """The times of reminders that lie in the quiet hours, because the person chose them."""
    quiet = desk.quiet
    rhythms = [unpack(reminder.rhythm) for reminder in reminders_of(desk.db, desk.person.id)]
    clocks = {clock for rhythm in rhythms for clock in rhythm.times}
    return sorted(clock for clock in clocks if quiet is not None and quiet.holds(clock))


def _set_off(desk: Desk, days: Sequence[str], home: str) -> None:
    """Until when the clock is another than that of `home`: asked, or told in days."""
    if not days:
        today = desk.now.astimezone(zone(home)).date()
        desk.answer(until_screen(desk.tr, home, desk.zone.key, today))
    elif len(days) == 1 and days[0] in map(str, AWAY_DAYS):
        set_off(desk, int(days[0]), home)
        _saved(desk)
    else:
        _refuse(desk)


def _set_quiet(desk: Desk, value: str) -> None:
    """Other quiet hours: drawn times are drawn anew, and what was held is looked at again."""
    if value == "from":
        desk.answer(quiet_voice.quiet_start(desk.tr))
    elif value in map(str, quiet_voice.STARTS):
        desk.answer(quiet_voice.quiet_end(desk.tr, int(value)))
    elif value == "none" or is_packed_quiet(value):
        desk.person.quiet = None if value == "none" else value
        set_all_next(desk)
        release_held(desk)
        _saved(desk)
    else:
        _refuse(desk)


def _set(desk: Desk, name: str, value: str) -> None:
    person = desk.person
    match (name, value):
        case ("language", code) if code in OFFERED and code in desk.house.languages:
            person.language, desk.tr = code, desk.house.languages[code]
        case ("land", code) if code in countries():
            person.country = code
        case ("land", "none"):
            person.country = None
        case ("scale", scale) if scale in SCALES:
            person.scale = scale
        case ("discreet", "on" | "off"):
            person.discreet = value == "on"
        case ("nudges", "on" | "off"):
            person.asked_once = value == "off"
        case _:
            _refuse(desk)
            return
    _saved(desk)


def _saved(desk: Desk, left: str | None = None) -> None:
    desk.db.add(desk.person)
    desk.notice = desk.tr.plain("Saved.")
    _show(desk, left)
