"""A part of the day to be asked in: its beginning, its end and how often; and a wish inside quiet hours."""

from dataclasses import replace
from datetime import time

from bot.engine.rhythm import MOST_TIMES, Rhythm, Span
from bot.schedule.quiet import Quiet
from bot.voice.language import Language
from bot.voice.message import Message, in_rows, paragraphs
from bot.voice.reminders import HOURS, Draft, leave_button, marked, times_button
from bot.voice.rhythm import rhythm_in_words

# What is proposed to whoever wishes to be asked at some time; who is asked once a day stays so.
PROPOSED = (time(10), time(18))
LATEST = 23
_HOURS_A_ROW = 6


def spanned(draft: Draft) -> tuple[Draft, Span]:
    """The draft with a part of the day in place of its times, as often as it asks already; and that part."""
    start, end = PROPOSED
    span = draft.rhythm.span or Span(start=start, end=end, number=len(draft.rhythm.times))
    return replace(draft, rhythm=Rhythm(span=span, weekdays=draft.rhythm.weekdays)), span


def timed(draft: Draft, proposed: Rhythm) -> Draft:
    """The draft with the times of what its flow proposes in place of a part of the day."""
    if draft.rhythm.span is None:
        return draft
    return replace(draft, rhythm=Rhythm(times=proposed.times, weekdays=draft.rhythm.weekdays))


def span_screen(tr: Language, draft: Draft, span: Span, quiet: Quiet | None) -> Message:
    """The part of the day as it is, and a way to change each of its sides."""
    numbers = [
        _with(draft, replace(span, number=number)).button(
            marked(tr.count("once", "{number} times", number), chosen=number == span.number),
            "w",
        )
        for number in range(1, MOST_TIMES + 1)
    ]
    ends = (
        draft.button(tr.plain("From {clock}", clock=tr.clock(span.start)), "f"),
        draft.button(tr.plain("Until {clock}", clock=tr.clock(span.end)), "u"),
    )
    ways = (draft.button(tr.plain("At fixed times"), "t"), draft.button(tr.plain("Change the days"), "d"))
    text = paragraphs(
        f"<b>{tr.say('Some time between')}</b>",
        tr.say("I ask {when}.", when=rhythm_in_words(tr, draft.rhythm)),
        tr.say("I choose the times anew every day, an hour or more apart where there is room."),
        tr.say("Your quiet hours are left out.") if quiet else "",
        tr.say("Choose from when until when, and how many times a day."),
    )
    done = (draft.button(tr.plain("Done"), "s"),)
    return Message(text=text, rows=(ends, *in_rows(numbers, 3), ways, done))


def start_screen(tr: Language, draft: Draft, span: Span) -> Message:
    """The hours at which the part of the day may begin; an end before it moves along."""
    buttons = [
        _with(draft, _from(span, hour)).button(marked(f"{hour:02}", chosen=time(hour) == span.start), "w")
        for hour in HOURS
        if hour < LATEST
    ]
    title = f"<b>{tr.say('From when may I ask?')}</b>"
    back = (draft.button(tr.plain("Back"), "w"),)
    return Message(text=title, rows=(*in_rows(buttons, _HOURS_A_ROW), back))


def end_screen(tr: Language, draft: Draft, span: Span) -> Message:
    """The hours at which the part of the day may end, all of them after its beginning."""
    hours = range(span.start.hour + 1, LATEST + 1)
    buttons = [
        _with(draft, replace(span, end=time(hour))).button(
            marked(f"{hour:02}", chosen=time(hour) == span.end), "w"
        )
        for hour in hours
    ]
    title = f"<b>{tr.say('Until when may I ask?')}</b>"
    back = (draft.button(tr.plain("Back"), "w"),)
    return Message(text=title, rows=(*in_rows(buttons, _HOURS_A_ROW), back))


def quiet_question(tr: Language, draft: Draft, quiet: Quiet) -> Message:
    """Before a time is saved that lies in the person's own quiet hours."""
    asked = tr.say(
        "That is inside your quiet hours ({start} to {end}). Ask anyway?",
        start=tr.clock(quiet.start),
        end=tr.clock(quiet.end),
    )
    text = paragraphs(f"<b>{asked}</b>", tr.say("I ask {when}.", when=rhythm_in_words(tr, draft.rhythm)))
    anyway = (draft.button(tr.plain("Ask anyway"), "o"),)
    return Message(text=text, rows=(anyway, (times_button(tr, draft),), (leave_button(tr),)))


def _from(span: Span, hour: int) -> Span:
    return replace(span, start=time(hour), end=max(span.end, time(hour + 1)))


def _with(draft: Draft, span: Span) -> Draft:
    return replace(draft, rhythm=replace(draft.rhythm, span=span))
