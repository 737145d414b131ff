"""The screens of settings, reminders, breaks, plans and history, in any language."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.engine.rhythm import EVERY_DAY, WEEKDAYS, WEEKENDS, Rhythm, Span, read_rhythm
from bot.engine.values import Chosen, Given, Picked, Rated, Written
from bot.registry import load_flows
from bot.schedule.downtime import Downtime
from bot.schedule.pauses import FOREVER
from bot.schedule.quiet import Quiet
from bot.schedule.states import SlotState
from bot.turns.when import GONE_SHOWN
from bot.voice.history import Told, empty_history, history_page
from bot.voice.journeys import back_home, until_screen
from bot.voice.language import Language
from bot.voice.message import Message
from bot.voice.pause import came_back, offering, over, pause_in_words, pausing, resumed
from bot.voice.quiet import quiet_end, quiet_screen, quiet_start
from bot.voice.reminders import (
    Draft,
    Kept,
    days,
    flow_choice,
    hours,
    quarters,
    reminder_list,
    removing,
    summary,
)
from bot.voice.settings import (
    Settings,
    clock_screen,
    country_screen,
    discreet_screen,
    nudges_screen,
    scale_screen,
    settings_screen,
)
from bot.voice.silence import beginning, fine, hard, left_in_peace
from bot.voice.spans import end_screen, quiet_question, span_screen, start_screen
from bot.voice.when import Coming, Gone, Plan, Reason, plan_message

NOW = datetime(2026, 11, 23, 18, 0, tzinfo=UTC)
ZONE = ZoneInfo("Europe/Berlin")
FLOWS = load_flows().flows
TITLE = FLOWS["daily"].title
RHYTHMS = (
    read_rhythm("every day at 20:00"),
    read_rhythm("weekdays at 8:00"),
    read_rhythm("weekends at 10:00 and 20:05"),
    read_rhythm("mon and thu at 7:00"),
)
QUIET = Quiet(start=time(22), end=time(7))
OWN = "Lunch with <Kim>"


def screens(tr: Language) -> Iterator[tuple[str, Message]]:
    """Each with a name; the only words that are not translated are Berlin, and what the person wrote."""
    yield from _settings(tr)
    yield from _reminders(tr)
    yield from _breaks(tr)
    yield from _plans(tr)
    yield "empty history", empty_history(tr)
    yield "history", history_page(tr, [_entry(), _gone_entry()], NOW, has_earlier=True, has_later=True)


def _settings(tr: Language) -> Iterator[tuple[str, Message]]:
    for scale in ("faces", "ten"):
        settings = Settings(
            zone=ZONE, country=None, scale=scale, discreet=scale == "ten", nudges=scale == "ten"
        )
        yield f"settings {scale}", settings_screen(tr, settings, NOW)
        yield f"scale {scale}", scale_screen(tr, scale)
        yield f"discreet {scale}", discreet_screen(tr, is_on=scale == "ten")
        yield f"nudges {scale}", nudges_screen(tr, is_on=scale == "ten")
        yield f"clock {scale}", clock_screen(tr, NOW, (0, 60), is_all=scale == "ten")
    away = Settings(
        zone=ZONE,
        country="DE",
        scale="ten",
        discreet=False,
        nudges=True,
        quiet=QUIET,
        home="Europe/Berlin",
        away_until=NOW,
    )
    yield "settings away", settings_screen(tr, away, NOW, "Europe/Berlin")
    yield "clock away", clock_screen(tr, NOW, (0, 60), is_all=True, home="Europe/Berlin")
    yield "away until", until_screen(tr, "Europe/Berlin", "Europe/Berlin", NOW.date())
    yield "back home", back_home(tr, "Europe/Berlin", "Europe/Berlin")
    yield "quiet hours", quiet_screen(tr, QUIET, [time(23)])
    yield "no quiet hours", quiet_screen(tr, None, ())
    yield "quiet begin", quiet_start(tr)
    yield "quiet end", quiet_end(tr, 22)
    yield "country", country_screen(tr, ("DE", "FR"), 0)


def _reminders(tr: Language) -> Iterator[tuple[str, Message]]:
    yield "no reminders", reminder_list(tr, (), ZONE)
    kept = [
        Kept(flow=flow.id, title=flow.title, rhythm=rhythm)
        for flow, rhythm in zip(FLOWS.values(), RHYTHMS, strict=False)
    ]
    yield "reminders", reminder_list(tr, [*kept, Kept(flow="old", title=None, rhythm=RHYTHMS[0])], ZONE)
    titles = [(flow.id, flow.title) for flow in FLOWS.values()]
    yield "flows", flow_choice(tr, titles, frozenset({"daily"}))
    for number, rhythm in enumerate(RHYTHMS):
        draft = Draft(flow="daily", title=TITLE, rhythm=rhythm)
        yield f"hours {number}", hours(tr, draft)
        yield f"quarters {number}", quarters(tr, draft, 20)
        yield f"days {number}", days(tr, draft)
        for stored in (None, RHYTHMS[0]):
            coming = tr.moment(NOW, ZONE, NOW.date())
            yield f"summary {number} {stored is None}", summary(tr, draft, coming, ZONE, stored=stored)
    yield from _spans(tr)
    yield "removing", removing(tr, "daily", TITLE)
    yield "removing what is gone", removing(tr, "old", None)


def _spans(tr: Language) -> Iterator[tuple[str, Message]]:
    span = Span(start=time(10), end=time(18), number=3)
    for number, weekdays in enumerate((EVERY_DAY, WEEKDAYS, WEEKENDS, frozenset({0, 3}))):
        once = replace(span, number=1)
        for chosen in (once, span):
            draft = Draft(flow="daily", title=TITLE, rhythm=Rhythm(span=chosen, weekdays=weekdays), tag="+")
            yield f"span {number} {chosen.number}", span_screen(tr, draft, chosen, QUIET)
            yield f"quiet {number} {chosen.number}", quiet_question(tr, draft, QUIET)
            yield f"draft {number} {chosen.number}", summary(tr, draft, "", ZONE, stored=None)
    yield "from", start_screen(tr, draft, span)
    yield "until", end_screen(tr, draft, span)


def _breaks(tr: Language) -> Iterator[tuple[str, Message]]:
    yield "offering", offering(tr)
    for until in (NOW, FOREVER):
        for put_off in ("", tr.clock(NOW)):
            in_words = pause_in_words(tr, until, ZONE, NOW)
            message = pausing(tr, in_words, put_off, is_endless=until == FOREVER)
            yield f"pausing {until:%Y} {bool(put_off)}", message
    for moment in (tr.moment(NOW, ZONE, NOW.date()), ""):
        yield f"resumed {bool(moment)}", resumed(tr, moment)
        yield f"came_back {bool(moment)}", came_back(tr, moment)
        yield f"fine {bool(moment)}", fine(tr, moment)
        yield f"hard {bool(moment)}", hard(tr, moment)
        for is_asked in (True, False):
            yield f"over {bool(moment)} {is_asked}", over(tr, moment, is_asked=is_asked)
    yield "silence", beginning(tr)
    yield "left_in_peace", left_in_peace(tr)


def _plans(tr: Language) -> Iterator[tuple[str, Message]]:
    paused = pause_in_words(tr, NOW, ZONE, NOW)
    coming = [Coming(at=NOW, title=TITLE, reason=reason) for reason in Reason]
    coming.append(Coming(at=NOW, title=TITLE, span=Span(start=time(10), end=time(18), number=3)))
    day, clock = date(2026, 11, 22), time(20)
    down = Downtime(began_at=NOW - timedelta(days=1), ended_at=NOW)
    gone = [Gone(day=day, clock=clock, title=TITLE, state=state, is_late=True) for state in SlotState]
    gone += [
        Gone(day=day, clock=clock, title=TITLE, state=state, is_late=True, down=down, nudged_at=NOW)
        for state in SlotState
    ]
    waiting = (SlotState.SNOOZED, SlotState.HELD)
    gone += [Gone(day=day, clock=clock, title=TITLE, state=state, again_at=NOW) for state in waiting]
    gone += [
        Gone(day=day, clock=clock, title=TITLE, state=state, sent_at=NOW, again_at=again)
        for state in SlotState
        for again in (None, NOW)
    ]
    for at in range(0, len(gone), GONE_SHOWN):
        plan = Plan(coming=coming, gone=gone[at : at + GONE_SHOWN], has_reminders=True)
        yield f"plan {at}", plan_message(tr, plan, ZONE, NOW)
    for has_reminders in (False, True):
        for words in ("", paused):
            plan = Plan(coming=(), gone=(), has_reminders=has_reminders, paused=words)
            yield f"plan {has_reminders} {bool(words)}", plan_message(tr, plan, ZONE, NOW)


def _entry() -> Told:
    answers: dict[str, Given] = {
        "mood": Rated(value=4, scale="faces"),
        "words": Picked(words=("sad", "calm"), own=(OWN,)),
        "wish": Chosen(option="tip"),
        "note": Written(text=OWN),
    }
    daily = FLOWS["daily"]
    return Told(id=1, begun_at=NOW, zone=ZONE, flow=daily, answers=answers, notes=[OWN], can_change=True)


def _gone_entry() -> Told:
    return Told(id=2, begun_at=NOW, zone=ZONE, flow=None, answers={"x": Rated(value=3, scale="ten")})
