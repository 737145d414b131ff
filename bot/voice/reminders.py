"""Reminders: the list, and the screens on which one is made or changed; the draft lives in the buttons."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import time
from zoneinfo import ZoneInfo

from bot.engine.rhythm import EVERY_DAY, MOST_TIMES, WEEKDAYS, WEEKENDS, Rhythm, pack
from bot.schedule.zones import city_of
from bot.voice.language import Language
from bot.voice.message import Button, Message, in_rows, paragraphs, press, shorten
from bot.voice.rhythm import rhythm_in_words, times_in_words

PREFIX = "r"
# The tag of a reminder that is to stand beside others of its flow.
ANOTHER = "+"
LABEL_LENGTH = 40
QUARTERS = (0, 15, 30, 45)
# The day as people live it: 05 to 22 first, the night below.
HOURS = (*range(5, 24), *range(5))
_HOURS_A_ROW = 6
_DAYS_A_ROW = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A reminder as it is stored; without a title, its check-in is no longer offered."""

    flow: str
    title: str | None
    rhythm: Rhythm
    tag: str = ""
    """Tells the reminders of one flow apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A rhythm for a flow that may not be saved yet; `tag` says of which reminder, as buttons carry it."""

    flow: str
    title: str
    rhythm: Rhythm
    tag: str = ""

    def button(self, label: str, screen: str, *more: object) -> Button:
        """A button that carries this draft to another screen."""
        return press(label, PREFIX, screen, self.flow + self.tag, pack(self.rhythm), *more)

    def at(self, times: Sequence[time]) -> "Draft":
        """The same at other times."""
        return replace(self, rhythm=replace(self.rhythm, times=tuple(sorted(times))))

    def on(self, weekdays: frozenset[int]) -> "Draft":
        """The same on other days."""
        return replace(self, rhythm=replace(self.rhythm, weekdays=weekdays))


def reminder_list(tr: Language, kept: Sequence[Kept], zone: ZoneInfo, paused: str = "") -> Message:
    """All reminders in words; `paused` is a sentence if a break is running."""
    add = (press(tr.plain("Add a reminder"), PREFIX, "a"),)
    title = f"<b>{tr.say('When I ask you')}</b>"
    if not kept:
        empty = tr.say("I do not ask by myself at the moment. If you like, choose a time, and I will.")
        return Message(text=paragraphs(title, empty), rows=(add,))
    lines = "\n".join(_line(tr, one) for one in kept)
    clock = tr.say("All times are on the clock of {city}.", city=city_of(zone.key))
    flows = [one.flow for one in kept]
    changes = [_change(tr, one, is_only=flows.count(one.flow) == 1) for one in kept]
    coming = (press(tr.plain("What comes next"), "w", "show"),)
    return Message(text=paragraphs(title, paused, lines, clock), rows=(*in_rows(changes, 1), add, coming))


def flow_choice(tr: Language, flows: Sequence[tuple[str, str]], taken: frozenset[str]) -> Message:
    """Which check-in to be asked; `flows` are ids and titles, `taken` the ids that have a reminder."""
    buttons = [
        press(_flow_label(tr, title, is_taken=flow in taken), PREFIX, "b", flow) for flow, title in flows
    ]
    text = paragraphs(
        f"<b>{tr.say('Which check-in should I remind you of?')}</b>",
        tr.say("Next you see a proposal, and can change its times and days.") if flows else "",
    )
    return Message(text=text, rows=(*in_rows(buttons, 1), (_back_to_list(tr),)))


def summary(
    tr: Language, draft: Draft, coming: str, zone: ZoneInfo, *, stored: Rhythm | None, paused: str = ""
) -> Message:
    """The draft in words with its next moment `coming`; `stored` is what the reminder is now, if it is."""
    changed = draft.rhythm != stored
    text = paragraphs(
        f"<b>{tr.told(draft.title)}</b>",
        tr.say("I ask {when}.", when=rhythm_in_words(tr, draft.rhythm)),
        paused,
        _clock(tr, draft, coming, city_of(zone.key)),
        _standing(tr, draft, stored, changed=changed),
    )
    choose = (times_button(tr, draft), draft.button(tr.plain("Change the days"), "d"))
    if changed:
        save = draft.button(tr.plain("Save"), "k")
        leave = leave_button(tr) if stored else _back_to_list(tr, tr.plain("Not now"))
        return Message(text=text, rows=((save,), choose, (leave,)))
    other = press(tr.plain("Ask at another time too"), PREFIX, "m", draft.flow)
    remove = press(tr.plain("Remove"), PREFIX, "x", draft.flow + draft.tag)
    return Message(text=text, rows=(choose, (other,), (remove,), (_back_to_list(tr),)))


def hours(tr: Language, draft: Draft) -> Message:
    """The hours of a day, those with a chosen time marked."""
    chosen = {clock.hour for clock in draft.rhythm.times}
    buttons = [draft.button(marked(f"{hour:02}", chosen=hour in chosen), "q", hour) for hour in HOURS]
    text = paragraphs(
        f"<b>{tr.say('At which times should I ask?')}</b>",
        tr.say("Chosen: {times}", times=times_in_words(tr, draft.rhythm)),
        tr.say("Tap an hour to add a time, or to take one away. Up to {most} a day.", most=MOST_TIMES),
    )
    some_time = (draft.button(tr.plain("Some time between"), "w"),)
    ways = (draft.button(tr.plain("Change the days"), "d"), draft.button(tr.plain("Done"), "s"))
    return Message(text=text, rows=(*in_rows(buttons, _HOURS_A_ROW), some_time, ways))


def quarters(tr: Language, draft: Draft, hour: int) -> Message:
    """The quarters of one hour; a chosen time at another minute can be taken away too."""
    odd = {clock for clock in draft.rhythm.times if clock.hour == hour}
    clocks = sorted({time(hour, minute) for minute in QUARTERS} | odd)
    text = paragraphs(
        f"<b>{tr.say('Which time?')}</b>",
        tr.say("Tap to add it. Tap one with a mark to take it away."),
    )
    buttons = [_time_button(tr, draft, clock) for clock in clocks]
    back = draft.button(tr.plain("Back"), "t")
    return Message(text=text, rows=(*in_rows(buttons, 2), (back,)))


def days(tr: Language, draft: Draft) -> Message:
    """Seven days to switch on and off, and the three usual sets."""
    sets = {EVERY_DAY: tr.plain("Every day"), WEEKDAYS: tr.plain("Weekdays"), WEEKENDS: tr.plain("Weekends")}
    usual = tuple(
        draft.on(chosen).button(marked(label, chosen=draft.rhythm.weekdays == chosen), "d")
        for chosen, label in sets.items()
    )
    text = paragraphs(
        f"<b>{tr.say('On which days should I ask?')}</b>",
        tr.say("I ask {when}.", when=rhythm_in_words(tr, draft.rhythm)),
    )
    ways = (times_button(tr, draft), draft.button(tr.plain("Done"), "s"))
    single = in_rows([_day_button(tr, draft, day) for day in range(7)], _DAYS_A_ROW)
    return Message(text=text, rows=(*single, usual, ways))


def times_button(tr: Language, draft: Draft) -> Button:
    """The way to the times, or to the part of the day that stands for them."""
    return draft.button(tr.plain("Change the times"), "t" if draft.rhythm.span is None else "w")


def leave_button(tr: Language) -> Button:
    """Back to the list without saving."""
    return _back_to_list(tr, tr.plain("Leave it as it was"))


def removing(tr: Language, which: str, title: str | None) -> Message:
    """The question before a reminder is removed; `which` is its flow and tag, as buttons carry them."""
    asked = (
        tr.say("Remove the reminder for {title}?", title=tr.plain(title))
        if title
        else tr.say("Remove this reminder? Its check-in is no longer offered.")
    )
    text = paragraphs(f"<b>{asked}</b>", tr.say("What you noted stays."))
    keep = press(tr.plain("Keep it"), PREFIX, "e", which) if title else _back_to_list(tr, tr.plain("Keep it"))
    return Message(text=text, rows=((press(tr.plain("Yes, remove it"), PREFIX, "y", which),), (keep,)))


def too_many(tr: Language) -> str:
    """A notice, for whom no further reminder can be kept."""
    return tr.plain("That is as many reminders as I keep. Change one, or remove one first.")


def refusal(tr: Language, reason: str) -> str | None:
    """Why a time or day cannot be switched, as a notice; None for a reason that no button gives."""
    return {
        "time": tr.plain("One time has to stay. Choose the new one first, then take this one away."),
        "day": tr.plain("One day has to stay. Choose the new one first, then take this one away."),
        "full": tr.plain("{most} times a day is the most. Take one away first.", most=MOST_TIMES),
    }.get(reason)


def _line(tr: Language, kept: Kept) -> str:
    title = tr.plain(kept.title) if kept.title else tr.plain("A check-in that is no longer offered")
    return tr.say("{title}: {when}", title=title, when=rhythm_in_words(tr, kept.rhythm))


def _change(tr: Language, kept: Kept, *, is_only: bool) -> Button:
    """A way to one reminder; of several for one check-in each is named by its times."""
    which = kept.flow + kept.tag
    if kept.title is None:
        return press(tr.plain("Remove what is no longer offered"), PREFIX, "x", which)
    named = tr.plain(kept.title) if is_only else rhythm_in_words(tr, kept.rhythm)
    label = tr.plain("Change: {title}", title=named)
    return press(shorten(label, LABEL_LENGTH), PREFIX, "e", which)


def _clock(tr: Language, draft: Draft, coming: str, city: str) -> str:
    """When it asks first, and on which clock; times that are drawn are not given away."""
    if draft.rhythm.span is not None:
        return tr.say("I choose the times anew every day, on the clock of {city}.", city=city)
    return tr.say("Next: {moment}, on the clock of {city}.", moment=coming, city=city) if coming else ""


def _flow_label(tr: Language, title: str, *, is_taken: bool) -> str:
    name = tr.plain(title)
    return shorten(tr.plain("{title} (set already)", title=name) if is_taken else name, LABEL_LENGTH)


def _standing(tr: Language, draft: Draft, stored: Rhythm | None, *, changed: bool) -> str:
    if not changed:
        return ""
    if draft.tag == ANOTHER:
        return tr.say("Nothing is saved yet. What is set already stays, and this comes beside it.")
    if stored is None:
        return tr.say("Nothing is saved yet.")
    return tr.say(
        "Nothing is saved yet. Until now I ask {when}; saving changes that.", when=rhythm_in_words(tr, stored)
    )


def _time_button(tr: Language, draft: Draft, clock: time) -> Button:
    """A button that carries the draft as it will be, so that a second tap on it changes nothing."""
    times = draft.rhythm.times
    label = marked(tr.clock(clock), chosen=clock in times)
    if times == (clock,):
        return press(label, PREFIX, "n", "time")
    if clock in times:
        return draft.at([other for other in times if other != clock]).button(label, "t")
    if len(times) == MOST_TIMES:
        return press(label, PREFIX, "n", "full")
    return draft.at([*times, clock]).button(label, "t")


def _day_button(tr: Language, draft: Draft, day: int) -> Button:
    label = marked(tr.weekday_short(day), chosen=day in draft.rhythm.weekdays)
    switched = draft.rhythm.weekdays ^ {day}
    return draft.on(switched).button(label, "d") if switched else press(label, PREFIX, "n", "day")


def _back_to_list(tr: Language, label: str = "") -> Button:
    return press(label or tr.plain("Back"), PREFIX, "l")


def marked(label: str, *, chosen: bool) -> str:
    """A label with a mark before it, if it is what is chosen."""
    return f"\N{CHECK MARK} {label}" if chosen else label
