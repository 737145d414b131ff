"""A rhythm in words: on which days, at which times or in which part of the day."""

from bot.engine.rhythm import EVERY_DAY, WEEKDAYS, WEEKENDS, Rhythm, Span
from bot.voice.language import Language


def rhythm_in_words(tr: Language, rhythm: Rhythm) -> str:
    """'every day at 09:00 and 20:00', as HTML; each kind of days is a sentence part of its own."""
    if rhythm.span is not None:
        return _span_in_words(tr, rhythm.weekdays, rhythm.span)
    number, times = len(rhythm.times), times_in_words(tr, rhythm)
    if rhythm.weekdays == EVERY_DAY:
        return tr.count("every day at {times}", "every day at {times}", number, times=times)
    if rhythm.weekdays == WEEKDAYS:
        return tr.count("on weekdays at {times}", "on weekdays at {times}", number, times=times)
    if rhythm.weekdays == WEEKENDS:
        return tr.count("at weekends at {times}", "at weekends at {times}", number, times=times)
    names = [tr.weekday(day) for day in sorted(rhythm.weekdays)]
    return tr.count(
        "every {days} at {times}", "on {days} at {times}", len(names), days=tr.listed(names), times=times
    )


def times_in_words(tr: Language, rhythm: Rhythm) -> str:
    """'09:00 and 20:00'."""
    return tr.listed([tr.clock(clock) for clock in rhythm.times])


def _span_in_words(tr: Language, weekdays: frozenset[int], span: Span) -> str:
    """'every day, 3 times between 10:00 and 18:00'."""
    number, start, end = span.number, tr.clock(span.start), tr.clock(span.end)
    if weekdays == EVERY_DAY:
        return tr.count(
            "every day, once between {start} and {end}",
            "every day, {number} times between {start} and {end}",
            number,
            start=start,
            end=end,
        )
    if weekdays == WEEKDAYS:
        return tr.count(
            "on weekdays, once between {start} and {end}",
            "on weekdays, {number} times between {start} and {end}",
            number,
            start=start,
            end=end,
        )
    if weekdays == WEEKENDS:
        return tr.count(
            "at weekends, once between {start} and {end}",
            "at weekends, {number} times between {start} and {end}",
            number,
            start=start,
            end=end,
        )
    return tr.count(
        "on {days}, once between {start} and {end}",
        "on {days}, {number} times between {start} and {end}",
        number,
        days=tr.listed([tr.weekday(day) for day in sorted(weekdays)]),
        start=start,
        end=end,
    )
