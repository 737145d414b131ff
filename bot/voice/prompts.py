"""A prompt: the first question with a way to put it off, or a discreet line that shows nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.engine.replies import Begin
from bot.schedule.pauses import FOREVER
from bot.schedule.rules import Delay, Snooze
from bot.voice.buttons import SLOT, short
from bot.voice.language import N_, Language
from bot.voice.message import Button, Message, paragraphs, press
from bot.voice.questions import View

DELAYS = {
    Delay.QUARTER: N_("In 15 minutes"),
    Delay.HOUR: N_("In an hour"),
    Delay.TONIGHT: N_("Tonight at {clock}"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How a prompt looks: whether it hides what it is about, can be put off, and comes once more."""

    discreet: bool = False
    can_wait: bool = True
    again: bool = False


def prompt(view: View, question: Message, slot_id: int, look: Look) -> Message:
    """The message that opens a slot; a discreet one has no word of what it is about."""
    tr = view.language
    row = _ways(tr, slot_id, can_wait=look.can_wait)
    if look.discreet:
        quick = tr.say("Time for a moment? It is here once more, and no answer is fine too.")
        text = quick if look.again else tr.say("Time for a moment?")
        return Message(text=text, rows=((view.button(tr.plain("Open"), Begin()),), row))
    kind = tr.say("Here it is once more, in case it slipped by. No answer is fine too.")
    text = paragraphs(kind if look.again else "", question.text)
    return replace(question, text=text, rows=(*question.rows[:-1], row))


def asked_below(tr: Language) -> Message:
    """An unanswered prompt that is shown once more further down."""
    return Message(text=tr.say("It is further down now."))


def later(
    tr: Language, slot_id: int, choices: Sequence[Snooze], clocks: Sequence[str], *, discreet: bool
) -> Message:
    """How long to wait."""
    buttons = [
        (press(tr.plain(DELAYS[choice.delay], clock=clock), SLOT, short(slot_id), choice.delay),)
        for choice, clock in zip(choices, clocks, strict=True)
    ]
    back = (press(tr.plain("Back"), SLOT, short(slot_id), "back"),)
    text = tr.say("Later is fine. When?") if discreet else tr.say("Later is fine. When shall I ask again?")
    return Message(text=text, rows=(*buttons, back))


def no_later(tr: Language, until: datetime, zone: ZoneInfo, now: datetime) -> str:
    """A notice, for whom no delay is left that ends after their break."""
    if until >= FOREVER:
        return tr.plain(
            "You are taking a break, so I do not ask later. You can answer now, or end the break with /pause."
        )
    return tr.plain(
        "You are taking a break until {moment}. I do not ask before that. You can answer now, or end the"
        " break with /pause.",
        moment=tr.moment(until, zone, now.astimezone(zone).date()),
    )


def put_off(tr: Language, clock: str) -> Message:
    """After a delay was chosen."""
    return Message(text=tr.say("All right, I will ask again at {clock}.", clock=clock))


def not_today(tr: Language) -> Message:
    """After 'not today'; it costs nothing and asks for no reason."""
    return Message(text=tr.say("All right, not today."))


def gone_by(tr: Language) -> Message:
    """An unanswered prompt when the next one comes."""
    return Message(text=tr.say("This one went by. That is fine."))


def _ways(tr: Language, slot_id: int, *, can_wait: bool) -> tuple[Button, ...]:
    skip = press(tr.plain("Not today"), SLOT, short(slot_id), "skip")
    if not can_wait:
        return (skip,)
    return (press(tr.plain("Later"), SLOT, short(slot_id), "later"), skip)
