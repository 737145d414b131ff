"""A pause: how long, until when, and the way back."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.schedule.pauses import FOREVER, Pause
from bot.voice.language import Language
from bot.voice.message import Message, in_rows, paragraphs, press

PREFIX = "u"


def pause_in_words(tr: Language, until: datetime, zone: ZoneInfo, now: datetime) -> str:
    """A sentence as HTML, such as 'You are taking a break until tomorrow 14:05'."""
    if until >= FOREVER:
        return tr.say("You are taking a break until you return.")
    end = tr.moment(until, zone, now.astimezone(zone).date())
    return tr.say("You are taking a break until {moment}.", moment=end)


def offering(tr: Language) -> Message:
    """How long a break may be."""
    text = paragraphs(
        f"<b>{tr.say('Take a break')}</b>",
        tr.say(
            "I stop asking for as long as you like. A break costs nothing, and what you noted stays."
            " You can check in, or end the break, at any time."
        ),
    )
    lengths = [
        press(tr.plain("For a day"), PREFIX, Pause.DAY),
        press(tr.plain("For a week"), PREFIX, Pause.WEEK),
        press(tr.plain("For two weeks"), PREFIX, Pause.FORTNIGHT),
        press(tr.plain("For a month"), PREFIX, Pause.MONTH),
    ]
    ever = press(tr.plain("Until I return"), PREFIX, Pause.RETURN)
    return Message(text=text, rows=(*in_rows(lengths, 2), (ever,)))


def pausing(tr: Language, in_words: str, put_off: str = "", *, is_endless: bool = False) -> Message:
    """The break that is running, from `pause_in_words`, with other lengths and the way back.

    `put_off` lists the clocks at which prompts that were put off would have come; empty if none would.
    """
    silenced = tr.say(
        "What you put off until {clocks} does not come, unless you end the break before.", clocks=put_off
    )
    text = paragraphs(
        f"<b>{in_words}</b>",
        silenced if put_off else "",
        _how_it_ends(tr, is_endless=is_endless),
    )
    resume = press(tr.plain("End the break"), PREFIX, "resume")
    lengths = [
        press(tr.plain("A day from now"), PREFIX, Pause.DAY),
        press(tr.plain("A week from now"), PREFIX, Pause.WEEK),
        press(tr.plain("Two weeks from now"), PREFIX, Pause.FORTNIGHT),
        press(tr.plain("A month from now"), PREFIX, Pause.MONTH),
    ]
    ever = press(tr.plain("Until I return"), PREFIX, Pause.RETURN)
    return Message(text=text, rows=((resume,), *in_rows(lengths, 2), (ever,)))


def over(tr: Language, next_moment: str, *, is_asked: bool) -> Message:
    """A break has ended by itself; `is_asked` if a prompt follows at once."""
    coming = "" if is_asked else _coming(tr, next_moment)
    return Message(text=paragraphs(tr.say("Your break is over. I hope it did you good."), coming))


def came_back(tr: Language, next_moment: str) -> Message:
    """A break 'until I return' has ended with an act, and can be taken again."""
    text = paragraphs(
        f"<b>{tr.say('Good to have you back. Your break is over.')}</b>", _coming(tr, next_moment)
    )
    return Message(text=text, rows=((press(tr.plain("Stay on the break"), PREFIX, Pause.RETURN),),))


def _how_it_ends(tr: Language, *, is_endless: bool) -> str:
    if is_endless:
        return tr.say(
            "Until then I ask nothing. Whatever you send me ends the break. /people is open all the time."
        )
    return tr.say("Until then I ask nothing. /checkin and /people are open to you all the time.")


def resumed(tr: Language, next_moment: str) -> Message:
    """The break is over; `next_moment` is when the next prompt comes, empty if none does."""
    return Message(text=paragraphs(f"<b>{tr.say('Good to have you back.')}</b>", _coming(tr, next_moment)))


def _coming(tr: Language, next_moment: str) -> str:
    if not next_moment:
        return tr.say("There are no reminders, so I do not ask by myself. /reminders changes that.")
    return tr.say("I ask again {moment}.", moment=next_moment)
