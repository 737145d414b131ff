"""Settings: what is set, and a screen to change each."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from babel import Locale

from bot.engine.scales import FACES, TEN
from bot.schedule.quiet import Quiet
from bot.schedule.zones import city_of, zone
from bot.voice.language import Language
from bot.voice.message import Button, Message, Rows, in_rows, paragraphs, press, shorten
from bot.voice.places import LABEL_LENGTH, clock_rows, country_message, country_rows, no_country
from bot.voice.quiet import in_words

PREFIX = "g"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a person has set; `country` is an ISO code or None, `scale` the id of a scale."""

    zone: ZoneInfo
    country: str | None
    scale: str
    discreet: bool
    nudges: bool
    quiet: Quiet | None = None
    home: str | None = None
    """The zone of home, for someone who is away until a moment."""
    away_until: datetime | None = None


def settings_screen(tr: Language, settings: Settings, now: datetime, left: str | None = None) -> Message:
    """Everything at a glance, and a button for each; `left` is the zone that was just changed for another."""
    lines = (
        tr.say("Language: {language}", language=language_name(tr.code)),
        tr.say(
            "Clock: {city}, {clock} now",
            city=city_of(settings.zone.key),
            clock=tr.clock(now.astimezone(settings.zone)),
        ),
        *_journey(tr, settings, now),
        tr.say("Country: {country}", country=_country(tr, settings.country)),
        tr.say("Answers: {scale}", scale=_scale(tr, settings.scale)),
        _quiet(tr, settings.quiet),
        tr.say("Discreet reminders: on") if settings.discreet else tr.say("Discreet reminders: off"),
        tr.say("Showing a question once more: on")
        if settings.nudges
        else tr.say("Showing a question once more: off"),
    )
    buttons = (
        press(tr.plain("Language"), PREFIX, "language"),
        press(tr.plain("Clock"), PREFIX, "clock"),
        press(tr.plain("Country"), PREFIX, "lands", 0),
        press(tr.plain("Faces or numbers"), PREFIX, "scale"),
        press(tr.plain("Quiet hours"), PREFIX, "quiet"),
        press(tr.plain("Discreet reminders"), PREFIX, "discreet"),
        press(tr.plain("Once more"), PREFIX, "nudges"),
        press(tr.plain("When I ask you"), "r", "l"),
    )
    some_days = ((press(tr.plain("Only for some days"), PREFIX, "away", left),),) if left else ()
    text = paragraphs(f"<b>{tr.say('Settings')}</b>", "\n".join(lines))
    return Message(text=text, rows=(*some_days, *in_rows(buttons, 2)))


def language_screen(tr: Language, codes: Sequence[str]) -> Message:
    """The languages that have all their texts, each by its own name."""
    buttons = [_choice(language_name(code), code == tr.code, "language", code) for code in codes]
    text = paragraphs(
        f"<b>{tr.say('Which language?')}</b>",
        tr.say("A language is offered once its helplines and words for help are checked."),
    )
    return Message(text=text, rows=(*in_rows(buttons, 2), (_back(tr),)))


def clock_screen(
    tr: Language, now: datetime, offsets: Collection[int], *, is_all: bool, home: str | None = None
) -> Message:
    """'What time is it for you?', with the clocks of the person's country or with all of them.

    Whoever is away has the way back to `home`, and the way to stay.
    """
    text = paragraphs(
        f"<b>{tr.say('What time is it for you?')}</b>",
        tr.say("Tap what your clock shows now. Your reminders then follow that clock."),
    )
    others = (press(tr.plain("Another time"), PREFIX, "clock", "all"), _back(tr))
    ways = (_back(tr),) if is_all else others
    journey = _ends(tr, home) if home else ()
    return Message(text=text, rows=(*clock_rows(tr, now, offsets, (PREFIX, "clock")), *journey, ways))


def city_screen(tr: Language, zones: Sequence[str]) -> Message:
    """Where clocks that agree today differ later in the year."""
    buttons = [press(shorten(city_of(zone), LABEL_LENGTH), PREFIX, "zone", zone) for zone in zones]
    text = paragraphs(
        f"<b>{tr.say('Which place has the same clock as you, all year?')}</b>",
        tr.say("These show the same time today, but not in every season."),
    )
    return Message(text=text, rows=(*in_rows(buttons, 2), (_back(tr),)))


def country_screen(tr: Language, codes: Collection[str], page: int) -> Message:
    """All countries with helplines, page by page."""
    rows = country_rows(tr, codes, (PREFIX, "land"), (PREFIX, "lands"), page)
    ways = ((no_country(tr, PREFIX),), (_back(tr),))
    return country_message(tr, rows, tr.say("Your clock stays as it is."), ways=ways)


def scale_screen(tr: Language, scale: str) -> Message:
    """Five faces or ten numbers."""
    faces = _choice(tr.plain("Five faces"), scale == FACES.id, "scale", FACES.id)
    ten = _choice(tr.plain("Numbers from 1 to 10"), scale == TEN.id, "scale", TEN.id)
    text = paragraphs(
        f"<b>{tr.say('How would you like to answer?')}</b>",
        tr.say("Five faces are quick. Numbers from 1 to 10 are finer."),
        tr.say(
            "From the next question on you see what you choose. Earlier answers stay as you gave them, and"
            " can still be compared with new ones."
        ),
    )
    return Message(text=text, rows=((faces,), (ten,), (_back(tr),)))


def discreet_screen(tr: Language, *, is_on: bool) -> Message:
    """What a lock screen shows."""
    text = paragraphs(
        f"<b>{tr.say('Discreet reminders')}</b>",
        tr.say(
            "A reminder then only says “Time for a moment?”, so that nobody who sees your screen can tell"
            " what it is about. You see the question after a tap."
        ),
    )
    return Message(text=text, rows=(_on_or_off(tr, is_on, "discreet"), (_back(tr),)))


def nudges_screen(tr: Language, *, is_on: bool) -> Message:
    """Whether an unanswered prompt comes a second time."""
    text = paragraphs(
        f"<b>{tr.say('Once more')}</b>",
        tr.say(
            "If a question gets no answer and you did nothing else here, I show it once more after an hour."
            " Never twice, and not when you left the last one unanswered, too."
        ),
    )
    return Message(text=text, rows=(_on_or_off(tr, is_on, "nudges"), (_back(tr),)))


def language_name(code: str) -> str:
    """The name of a language in itself."""
    name = str(Locale.parse(code).get_display_name() or code)
    return name[:1].upper() + name[1:]


def _journey(tr: Language, settings: Settings, now: datetime) -> Sequence[str]:
    """Until when the clock is what it is, as a line of its own."""
    if settings.home is None or settings.away_until is None:
        return ()
    home = zone(settings.home)
    moment = tr.moment(settings.away_until, home, now.astimezone(home).date())
    return (tr.say("Back to {city}: {moment}", city=city_of(settings.home), moment=moment),)


def _ends(tr: Language, home: str) -> Rows:
    """Two ways to end a journey before its time."""
    back = press(tr.plain("Back to the clock of {city} now", city=city_of(home)), PREFIX, "zone", home)
    return ((back,), (press(tr.plain("Stay on this clock"), PREFIX, "stay"),))


def _quiet(tr: Language, quiet: Quiet | None) -> str:
    return tr.say("Quiet hours: {hours}", hours=in_words(tr, quiet)) if quiet else tr.say("Quiet hours: none")


def _country(tr: Language, code: str | None) -> str:
    return tr.country(code) if code else tr.plain("not said")


def _scale(tr: Language, scale: str) -> str:
    return tr.plain("numbers from 1 to 10") if scale == TEN.id else tr.plain("five faces")


def _on_or_off(tr: Language, is_on: bool, name: str) -> tuple[Button, Button]:  # noqa: FBT001 - as in _choice
    return (
        _choice(tr.plain("On"), is_on, name, "on"),
        _choice(tr.plain("Off"), not is_on, name, "off"),
    )


def _choice(label: str, is_chosen: bool, *data: str) -> Button:  # noqa: FBT001 - reads as label, mark, data
    return press(f"\N{CHECK MARK} {label}" if is_chosen else label, PREFIX, *data)


def _back(tr: Language) -> Button:
    return press(tr.plain("Back"), PREFIX, "show")
