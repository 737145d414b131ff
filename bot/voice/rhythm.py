"""A rhythm in words: on which days, at which times."""

from bot.engine.rhythm import EVERY_DAY, WEEKDAYS, WEEKENDS, Rhythm
from bot.voice.language import Language


def rhythm_in_words(tr: Language, rhythm: Rhythm) -> str:
    """'every day at 09:00 and 20:00', as HTML; each kind of days is a sentence part of its own."""
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
