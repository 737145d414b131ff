"""What comes next and what became of the last prompts, in plain words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import assert_never
from zoneinfo import ZoneInfo

from bot.engine.rhythm import Span
from bot.schedule.downtime import Downtime
from bot.schedule.states import SlotState
from bot.schedule.zones import city_of
from bot.voice.language import Language
from bot.voice.message import Button, Message, paragraphs, press

PREFIX = "w"


class Reason(StrEnum):
    """Why a prompt comes when it comes."""

    REMINDER = "reminder"
    SNOOZED = "snoozed"
    HELD = "held"
    LATE = "late"


@dataclass(frozen=True, slots=True, kw_only=True)
class Coming:
    """A prompt that is still to come; `title` is the flow's, in English."""

    at: datetime
    title: str
    reason: Reason = Reason.REMINDER
    span: Span | None = None
    """The part of the day that the person chose, if the time in it was drawn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gone:
    """A slot whose time has come; `day` and `clock` are the local time that was meant."""

    day: date
    clock: time
    title: str
    state: str
    sent_at: datetime | None = None
    """When it was first sent, if it was."""
    is_late: bool = False
    """Whether that was clearly later than meant."""
    nudged_at: datetime | None = None
    """When it was shown once more."""
    down: Downtime | None = None
    """When the bot was down, if that is why it came late or not at all."""
    again_at: datetime | None = None
    """When it comes, if that is known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What the screen shows; `paused` is a sentence if a break is running."""

    coming: Sequence[Coming]
    gone: Sequence[Gone]
    has_reminders: bool
    paused: str = ""


def plan_message(tr: Language, plan: Plan, zone: ZoneInfo, now: datetime) -> Message:
    """The page behind /when."""
    text = paragraphs(
        f"<b>{plan.paused}</b>" if plan.paused else "",
        _coming(tr, plan, zone, now),
        _gone(tr, plan.gone, zone, now),
    )
    return Message(text=text, rows=(_buttons(tr, plan),))


def _coming(tr: Language, plan: Plan, zone: ZoneInfo, now: datetime) -> str:
    if not plan.coming:
        return _nothing_comes(tr, plan)
    today = now.astimezone(zone).date()
    lines = [f"<b>{tr.say('What comes next')}</b>"]
    lines.extend(_coming_line(tr, one, _comes_at(tr, one, zone, today)) for one in plan.coming)
    clock = tr.say(
        "On the clock of {city}, where it is {clock} now.",
        city=city_of(zone.key),
        clock=tr.clock(now.astimezone(zone)),
    )
    return paragraphs("\n".join(lines), clock)


def _comes_at(tr: Language, one: Coming, zone: ZoneInfo, today: date) -> str:
    """When it comes: a time that was drawn is not given away."""
    if one.span is None:
        return tr.moment(one.at, zone, today)
    return tr.plain(
        "{day} between {start} and {end}",
        day=tr.day_near(one.at.astimezone(zone).date(), today),
        start=tr.clock(one.span.start),
        end=tr.clock(one.span.end),
    )


def _nothing_comes(tr: Language, plan: Plan) -> str:
    if plan.has_reminders:
        return (
            tr.say("Nothing is planned until you are back.") if plan.paused else tr.say("Nothing is planned.")
        )
    return tr.say(
        "I do not ask by myself at the moment. If you like, choose a time, and I will."
        " /checkin is open at any time."
    )


def _coming_line(tr: Language, one: Coming, moment: str) -> str:
    title = tr.plain(one.title)
    match one.reason:
        case Reason.REMINDER:
            return tr.say("{moment} · {title}", moment=moment, title=title)
        case Reason.SNOOZED:
            return tr.say("{moment} · {title}, put off by you", moment=moment, title=title)
        case Reason.HELD:
            return tr.say(
                "soon · {title}, once the open check-in is done or has rested a while",
                title=title,
            )
        case Reason.LATE:
            return tr.say("{moment} · {title}, a little late", moment=moment, title=title)
        case _:
            assert_never(one.reason)


def _gone(tr: Language, gone: Sequence[Gone], zone: ZoneInfo, now: datetime) -> str:
    if not gone:
        return ""
    title = f"<b>{tr.say('The last times')}</b>"
    return "\n".join([title, *(_gone_line(tr, one, zone, now) for one in gone)])


def _gone_line(tr: Language, one: Gone, zone: ZoneInfo, now: datetime) -> str:
    today = now.astimezone(zone).date()
    line = tr.say(
        "{day} {clock} · {title}: {outcome}",
        day=tr.day_near(one.day, today),
        clock=tr.clock(one.clock),
        title=tr.plain(one.title),
        outcome=outcome_in_words(tr, one, zone),
    )
    return " ".join(part for part in (line, _late(tr, one, zone), _nudged(tr, one, zone)) if part)


def _late(tr: Language, one: Gone, zone: ZoneInfo) -> str:
    """Why a prompt came late; empty if it did not."""
    if not one.is_late:
        return ""
    if one.down is None:
        return tr.say("It came later than planned.")
    start, end = _span(tr, one, one.down, zone)
    return tr.say("It came late, because I was not running from {start} to {end}.", start=start, end=end)


def _nudged(tr: Language, one: Gone, zone: ZoneInfo) -> str:
    if one.nudged_at is None:
        return ""
    return tr.say("I showed it once more at {clock}.", clock=_at(tr, one.nudged_at, zone, one.day))


def _span(tr: Language, one: Gone, down: Downtime, zone: ZoneInfo) -> tuple[str, str]:
    return _at(tr, down.began_at, zone, one.day), _at(tr, down.ended_at, zone, one.day)


def _at(tr: Language, moment: datetime, zone: ZoneInfo, day: date) -> str:
    """The clock alone on the day that is spoken of, else with its weekday and date."""
    local = moment.astimezone(zone)
    if local.date() == day:
        return tr.clock(local)
    return tr.plain("{day} {clock}", day=tr.day(local.date()), clock=tr.clock(local))


def outcome_in_words(tr: Language, one: Gone, zone: ZoneInfo) -> str:
    """What became of a slot, as the end of a line; never blames."""
    state = SlotState(one.state)
    if one.sent_at is not None and (told := _after_sending(tr, one, one.sent_at, zone)):
        return told
    if state is SlotState.SNOOZED and one.again_at is not None:
        return tr.plain("put off until {clock}.", clock=_at(tr, one.again_at, zone, one.day))
    if state is SlotState.HELD and one.again_at is not None:
        return tr.plain("it comes at {clock}.", clock=_at(tr, one.again_at, zone, one.day))
    if state is SlotState.BOT_WAS_DOWN and one.down is not None:
        start, end = _span(tr, one, one.down, zone)
        return tr.plain("not asked, I was not running from {start} to {end}. Sorry.", start=start, end=end)
    return _in_words(tr, state)


def _in_words(tr: Language, state: SlotState) -> str:
    return {
        SlotState.SENT: tr.plain("asked, and still open if you like."),
        SlotState.SNOOZED: tr.plain("put off."),
        SlotState.HELD: tr.plain("it waits until the open check-in is done."),
        SlotState.ANSWERED: tr.plain("answered."),
        SlotState.ANSWERED_LATE: tr.plain("answered a little later."),
        SlotState.SKIPPED: tr.plain("skipped, that is fine."),
        SlotState.MISSED: tr.plain("no answer came, that is fine."),
        SlotState.ALREADY_ANSWERED: tr.plain("not asked, you had just checked in."),
        SlotState.PAUSED: tr.plain("not asked, you were taking a break."),
        SlotState.QUIET: tr.plain("not asked, that was in your quiet hours."),
        SlotState.BOT_WAS_DOWN: tr.plain("not asked, I was not running then. Sorry."),
        SlotState.OTHER_CHECKIN: tr.plain("not asked, you were in another check-in."),
        SlotState.BLOCKED: tr.plain("it did not reach you, this chat was blocked then."),
        SlotState.NOT_SENT: tr.plain("not asked, it could not be delivered. Sorry."),
        SlotState.LEFT_IN_PEACE: tr.plain("not asked, to leave you in peace."),
        SlotState.SILENCE: tr.plain("not asked; I wrote that I am quiet until you write."),
    }[state]


def _after_sending(tr: Language, one: Gone, sent_at: datetime, zone: ZoneInfo) -> str:
    """What became of a slot that had been asked; empty where that needs no other words."""
    clock = _at(tr, sent_at, zone, one.day)
    state = SlotState(one.state)
    if state is SlotState.SNOOZED and one.again_at is not None:
        again = _at(tr, one.again_at, zone, one.day)
        return tr.plain("asked at {clock}, put off by you until {again}.", clock=clock, again=again)
    return {
        SlotState.SENT: tr.plain("asked at {clock}, and still open if you like.", clock=clock),
        SlotState.SNOOZED: tr.plain("asked at {clock}, put off by you.", clock=clock),
        SlotState.ANSWERED: tr.plain("asked at {clock}, answered.", clock=clock),
        SlotState.ANSWERED_LATE: tr.plain("asked at {clock}, answered later. That is welcome.", clock=clock),
        SlotState.SKIPPED: tr.plain("asked at {clock}, skipped by you. That is fine.", clock=clock),
        SlotState.MISSED: tr.plain("asked at {clock}, no answer came. That is fine.", clock=clock),
        SlotState.ALREADY_ANSWERED: tr.plain("asked, and put off by you; then you checked in."),
        SlotState.PAUSED: tr.plain("asked, and put off by you; then your break began."),
        SlotState.QUIET: tr.plain("asked, and put off by you; then your quiet hours began."),
        SlotState.BOT_WAS_DOWN: tr.plain("asked, and put off by you; then I was not running. Sorry."),
        SlotState.OTHER_CHECKIN: tr.plain("asked, and put off by you; then you were in another check-in."),
    }.get(state, "")


def _buttons(tr: Language, plan: Plan) -> tuple[Button, ...]:
    if not plan.has_reminders:
        return (press(tr.plain("Add a reminder"), "r", "a"),)
    change = press(tr.plain("Change reminders"), "r", "l")
    if plan.paused:
        return (press(tr.plain("End the break"), "u", "resume"), change)
    return (change,)
