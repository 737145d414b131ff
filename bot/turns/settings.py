"""/settings: language, clock, country, scale and discreet reminders."""

from bot.care.people import countries
from bot.engine.scales import SCALES
from bot.schedule.zones import any_zone_at, clock_choices, is_zone, offset_at, zones_for, zones_of
from bot.turns.desk import Desk
from bot.turns.reminding import set_all_next
from bot.voice import settings as voice
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
            desk.answer(voice.clock_screen(desk.tr, desk.now, clock_choices(desk.now), is_all=True))
        case ("clock", minutes) if minutes in map(str, clock_choices(desk.now)):
            _set_clock(desk, int(minutes))
        case ("zone", name) if is_zone(name):
            _set_zone(desk, name)
        case (name, value):
            _set(desk, name, value)
        case _:
            _refuse(desk)


def _refuse(desk: Desk) -> None:
    desk.notice = desk.tr.plain("This button no longer works. /settings shows what does.")


def _show(desk: Desk) -> None:
    person = desk.person
    settings = Settings(zone=desk.zone, country=person.country, scale=person.scale, discreet=person.discreet)
    desk.answer(voice.settings_screen(desk.tr, settings, desk.now))


def _open(desk: Desk, name: str) -> None:
    """The screen of one setting."""
    match name:
        case "language":
            desk.answer(voice.language_screen(desk.tr, OFFERED))
        case "clock":
            _ask_clock(desk)
        case "scale":
            desk.answer(voice.scale_screen(desk.tr, desk.person.scale))
        case "discreet":
            desk.answer(voice.discreet_screen(desk.tr, is_on=desk.person.discreet))
        case _:
            _refuse(desk)


def _ask_clock(desk: Desk) -> None:
    """The clocks of the person's country, west to east; all clocks if the country is unknown."""
    near = {offset_at(name, desk.now) for name in zones_of(desk.person.country or "")}
    offsets = [offset for offset in clock_choices(desk.now) if not near or offset in near]
    desk.answer(voice.clock_screen(desk.tr, desk.now, offsets, is_all=not near))


def _set_clock(desk: Desk, offset: int) -> None:
    """The zone with this clock; which one is asked if the country has several kinds."""
    kinds = zones_for(desk.person.country or "", offset, desk.now)
    if len(kinds) > 1:
        desk.answer(voice.city_screen(desk.tr, kinds))
        return
    _set_zone(desk, kinds[0] if kinds else any_zone_at(offset, desk.now))


def _set_zone(desk: Desk, name: str) -> None:
    """Another clock for all reminders; what was asked today is not asked again."""
    desk.person.zone = name
    set_all_next(desk)
    desk.wakes_ticker = True
    _saved(desk)


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
        case _:
            _refuse(desk)
            return
    _saved(desk)


def _saved(desk: Desk) -> None:
    desk.db.add(desk.person)
    desk.notice = desk.tr.plain("Saved.")
    _show(desk)
