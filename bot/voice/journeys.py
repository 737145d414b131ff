"""A clock for some days: until when, and that it went back."""

from datetime import date, timedelta

from bot.schedule.journeys import AWAY_DAYS
from bot.schedule.zones import city_of
from bot.voice.language import Language
from bot.voice.message import Message, in_rows, paragraphs, press

PREFIX = "g"
_DAYS_A_ROW = 3


def until_screen(tr: Language, home: str, here: str, today: date) -> Message:
    """Until when a clock is for; `home` and `here` are zones, `today` is the day at home."""
    text = paragraphs(
        f"<b>{tr.say('Until when do you go by the clock of {city}?', city=city_of(here))}</b>",
        tr.say(
            "On that morning I go back to the clock of {city} by myself, and tell you.", city=city_of(home)
        ),
    )
    buttons = [
        press(tr.day_near(today + timedelta(days=days), today), PREFIX, "away", days, home)
        for days in AWAY_DAYS
    ]
    stay = press(tr.plain("It stays so"), PREFIX, "show")
    return Message(text=text, rows=(*in_rows(buttons, _DAYS_A_ROW), (stay,)))


def back_home(tr: Language, home: str, away: str) -> Message:
    """The clock went back by itself; whoever is still away keeps the other with one tap."""
    text = paragraphs(
        f"<b>{tr.say('As you wished, I go by the clock of {city} again.', city=city_of(home))}</b>",
        tr.say("I hope your time away was good to you. If you are not back yet, that is one tap."),
    )
    keep = press(tr.plain("Still on the clock of {city}", city=city_of(away)), PREFIX, "zone", away)
    return Message(text=text, rows=((keep,),))
