"""The history: one block for each entry, newest first, never longer than Telegram takes."""

import html
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import assert_never
from zoneinfo import ZoneInfo

from babel.dates import format_date

from bot.engine.flow import Flow, placed_steps
from bot.engine.steps import Choice, Rating, Step
from bot.engine.values import Chosen, Given, Picked, Rated, Written
from bot.voice.answers import answer_in_words, rating_in_words, words_in_words
from bot.voice.buttons import CHECKIN, long, short
from bot.voice.language import Language, escape
from bot.voice.message import Button, Message, in_rows, paragraphs, press, shorten

PREFIX = "y"
ENTRIES_A_PAGE = 7
# Seven blocks of this length, with a title, stay below 4,096 characters even before tags are read.
BLOCK_LENGTH = 540
NOTE_SHOWN = 120
# An escaped sign takes up to five characters, so that this many signs always fit.
NOTE_SHOWN_AT_LEAST = 40
ESCAPED_LENGTH = 200
QUESTION_SHOWN = 80
_CHANGES_A_ROW = 3
_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
_TICK = timedelta(microseconds=1)
# Above every moment that a button can carry.
_TOO_LATE = datetime(9000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An entry: answers by step, notes that belong to no step; `flow` is None if it is no longer offered."""

    id: int
    begun_at: datetime
    zone: ZoneInfo
    flow: Flow | None
    answers: Mapping[str, Given] = field(default_factory=dict)
    notes: Sequence[str] = ()
    can_change: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Cursor:
    """A place between entries."""

    begun_at: datetime
    entry_id: int


def cursor_in(stamp: str, entry: str) -> Cursor | None:
    """The place that a button of the history carries, or None if no button wrote it."""
    ticks, entry_id = long(stamp), long(entry)
    if ticks is None or entry_id is None or ticks >= (_TOO_LATE - _BEGINNING) // _TICK:
        return None
    return Cursor(begun_at=_BEGINNING + ticks * _TICK, entry_id=entry_id)


def empty_history(tr: Language) -> Message:
    """Before the first check-in."""
    text = paragraphs(
        f"<b>{tr.say('What you noted')}</b>",
        tr.say("There is nothing here yet. Your check-ins will stand here, the newest first."),
    )
    return Message(text=text, rows=((press(tr.plain("Check in now"), "k", "go"),),))


def history_page(
    tr: Language, entries: Sequence[Told], now: datetime, *, has_earlier: bool, has_later: bool
) -> Message:
    """One page, the newest entry first; the buttons carry the numbers that stand before the entries."""
    blocks = [_block(tr, number, entry, now) for number, entry in enumerate(entries, 1)]
    changes = [
        press(tr.plain("Change {number}", number=number), CHECKIN, short(entry.id), "c")
        for number, entry in enumerate(entries, 1)
        if entry.can_change
    ]
    ways: list[Button] = []
    if has_earlier:
        ways.append(_way(tr.plain("Earlier"), "e", entries[-1]))
    if has_later:
        ways.append(_way(tr.plain("Later"), "l", entries[0]))
    rows = (*in_rows(changes, _CHANGES_A_ROW), *((tuple(ways),) if ways else ()))
    return Message(text=paragraphs(f"<b>{tr.say('What you noted')}</b>", *blocks), rows=rows)


def _way(label: str, direction: str, entry: Told) -> Button:
    stamp = (entry.begun_at - _BEGINNING) // _TICK
    return press(label, PREFIX, direction, short(stamp), short(entry.id))


def _block(tr: Language, number: int, entry: Told, now: datetime) -> str:
    """Day, time and title, then as many lines as fit."""
    head = tr.say(
        "{number} · {day} {clock} · {title}",
        number=number,
        day=_day(tr, entry, now),
        clock=tr.clock(entry.begun_at.astimezone(entry.zone)),
        title=_title(tr, entry),
    )
    shown, lines = [f"<b>{head}</b>"], _lines(tr, entry)
    for line in lines:
        if sum(len(one) + 1 for one in (*shown, line)) > BLOCK_LENGTH:
            return "\n".join([*shown, "…"])
        shown.append(line)
    return "\n".join(shown)


def _title(tr: Language, entry: Told) -> str:
    if entry.flow is not None:
        return tr.plain(entry.flow.title)
    return tr.plain("Check-in") if entry.answers else tr.plain("A note")


def _day(tr: Language, entry: Told, now: datetime) -> str:
    """The day on the clock of the entry, with its year if that is another."""
    day, today = entry.begun_at.astimezone(entry.zone).date(), now.astimezone(entry.zone).date()
    if day.year == today.year or (today - day).days <= 1:
        return tr.day_near(day, today)
    return str(format_date(day, "EEE d MMM y", locale=tr.locale))


def _lines(tr: Language, entry: Told) -> list[str]:
    """The answers in the order of the flow, then those to questions that it no longer has."""
    steps = {placed.step.name: placed.step for placed in placed_steps(entry.flow.steps)} if entry.flow else {}
    ratings = [name for name, value in entry.answers.items() if isinstance(value, Rated)]
    names = [*(name for name in steps if name in entry.answers)]
    names += [name for name in entry.answers if name not in steps]
    lines = [
        _line(tr, steps.get(name), entry.answers[name], is_one_of_several=len(ratings) > 1) for name in names
    ]
    return [*(line for line in lines if line), *(_quote(note) for note in entry.notes)]


def _line(tr: Language, step: Step | None, value: Given, *, is_one_of_several: bool) -> str:
    """An answer; with its question where the answer alone would not tell what it is about."""
    match value:
        case Written():
            return _quote(value.text)
        case Picked():
            return _fitting(html.unescape(words_in_words(tr, value)))
        case Rated():
            word = step.word(value.band) if isinstance(step, Rating) else ""
            answer = rating_in_words(tr, value, word)
            return _with_question(tr, step, answer) if is_one_of_several else f"<b>{answer}</b>"
        case Chosen():
            is_known = isinstance(step, Choice) and value.option in step.options
            return _with_question(tr, step, answer_in_words(tr, step, value)) if step and is_known else ""
        case _:
            assert_never(value)


def _with_question(tr: Language, step: Step | None, answer: str) -> str:
    if not isinstance(step, Rating | Choice):
        return f"<b>{answer}</b>"
    return f"{escape(shorten(tr.plain(step.text), QUESTION_SHOWN))} <b>{answer}</b>"


def _quote(text: str) -> str:
    return f"“{_fitting(' '.join(text.split()))}”"


def _fitting(text: str) -> str:
    """The beginning of a person's own words as HTML, short even if every sign must be escaped."""
    shown = escape(shorten(text, NOTE_SHOWN))
    return shown if len(shown) <= ESCAPED_LENGTH else escape(shorten(text, NOTE_SHOWN_AT_LEAST))
