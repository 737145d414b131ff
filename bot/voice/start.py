"""The start: what this is, and four taps: agree, the clock, the country, a time to be asked."""

from datetime import datetime, time

from bot.engine.rhythm import EVERY_DAY, Rhythm, pack
from bot.schedule.zones import city_of, clock_at
from bot.voice.help import what_it_is
from bot.voice.language import Language
from bot.voice.message import Button, Message, Rows, in_rows, paragraphs, press
from bot.voice.places import country_message, no_country

PREFIX = "s"
# Offered at the start; any other time can be chosen later with /reminders.
TIMES = (time(8), time(12, 30), time(18), time(20), time(21, 30))


def welcome(tr: Language, operator: str) -> Message:
    """The first message; nothing is kept before its button is pressed."""
    text = paragraphs(
        f"<b>{tr.say('Hello. I ask how you are, at the times you choose.')}</b>",
        tr.say(
            "I keep what you answer, and offer something small that may help a little, or the way to a"
            " person."
        ),
        what_it_is(tr, operator),
        tr.say(
            "If you agree, I keep your answers, your country and your time zone. Words you write are"
            " encrypted. /privacy says who can read what. You should be 18 or older."
        ),
    )
    agree = press(tr.plain("I am 18 or older, and I agree"), PREFIX, "agree")
    help_row = press(tr.plain("I need someone to talk to now"), "h", "show")
    return Message(text=text, rows=((agree,), (help_row,)))


def hello_again(tr: Language, operator: str) -> Message:
    """To someone who was here before."""
    text = paragraphs(
        f"<b>{tr.say('Hello again. Everything is as you left it.')}</b>", what_it_is(tr, operator)
    )
    checkin = press(tr.plain("Check in now"), "k", "go")
    tip, people = press(tr.plain("A tip"), "t", "new"), press(tr.plain("Someone to talk to"), "h", "show")
    return Message(text=text, rows=((checkin,), (tip, people)))


def ask_clock(tr: Language, now: datetime, guess: int, clocks: Rows) -> Message:
    """'Is it 14:20 for you?', with every other clock below."""
    clock = tr.clock(clock_at(guess, now))
    yes = press(tr.plain("Yes, {clock}", clock=clock), PREFIX, "clock", guess)
    text = paragraphs(
        f"<b>{tr.say('Is it {clock} for you?', clock=clock)}</b>",
        tr.say("If not, tap what your clock shows. I use it to ask you at the right time."),
    )
    return Message(text=text, rows=((yes,), *clocks))


def ask_country(tr: Language, countries: Rows) -> Message:
    """For helplines, and for the clock."""
    return country_message(tr, countries, ways=((no_country(tr, PREFIX),), (_back(tr, "clock"),)))


def ask_near_country(tr: Language, countries: Rows) -> Message:
    """The countries with the person's clock first; below them the letters under which the others are."""
    others = tr.say("If yours is not here, tap the letters it begins with.")
    ways = ((no_country(tr, PREFIX),), (_back(tr, "clock"),))
    return country_message(tr, countries, others, ways=ways)


def ask_city(tr: Language, zones: tuple[str, ...]) -> Message:
    """Where the clocks of one country differ later in the year."""
    text = f"<b>{tr.say('Which of these has the same clock as you, all year?')}</b>"
    buttons = [press(city_of(zone), PREFIX, "city", index) for index, zone in enumerate(zones)]
    return Message(text=text, rows=(*in_rows(buttons, 2), (_back(tr, "country"),)))


def ask_time(tr: Language, zone: str) -> Message:
    """When the daily check-in should come."""
    text = paragraphs(
        f"<b>{tr.say('When should I ask how you are?')}</b>",
        tr.say("Once a day, on the clock of {city}. /reminders changes it at any time.", city=city_of(zone)),
    )
    rhythms = [Rhythm(times=(at,), weekdays=EVERY_DAY) for at in TIMES]
    buttons = [press(tr.clock(rhythm.times[0]), PREFIX, "time", pack(rhythm)) for rhythm in rhythms]
    never = press(tr.plain("Do not ask, I come by myself"), PREFIX, "time", "none")
    return Message(text=text, rows=(*in_rows(buttons, 3), (never,), (_back(tr, "country"),)))


def ready(tr: Language, reminder: str, country: str, zone: str) -> Message:
    """What was set up; the first check-in follows below."""
    asked = reminder or tr.say("I do not ask by myself. /reminders changes that.")
    named = tr.country(country) if country else tr.plain("not said")
    place = tr.say("Country: {country}. Clock: {city}.", country=named, city=city_of(zone))
    text = paragraphs(
        f"<b>{tr.say('All set.')}</b>",
        f"{asked}\n{place}",
        tr.say("/settings changes this, /help shows the rest. Here is a first check-in, if you like."),
    )
    return Message(text=text)


def _back(tr: Language, step: str) -> Button:
    """To an earlier question, whose answer is then asked anew."""
    return press(tr.plain("Back"), PREFIX, "back", step)
