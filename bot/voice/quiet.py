"""Quiet hours: what they do, and which they are."""

from collections.abc import Sequence
from datetime import time

from bot.schedule.quiet import Quiet, pack_quiet
from bot.voice.language import Language
from bot.voice.message import Button, Message, in_rows, paragraphs, press

PREFIX, NAME = "g", "quiet"
PRESETS = (
    Quiet(start=time(22), end=time(7)),
    Quiet(start=time(23), end=time(8)),
    Quiet(start=time(21), end=time(6)),
)
# The hours at which most nights begin come first.
STARTS = (*range(18, 24), *range(18))
_HOURS_A_ROW = 6


def quiet_screen(tr: Language, quiet: Quiet | None, wished: Sequence[time]) -> Message:
    """What quiet hours do; `wished` are the person's own times that lie inside of theirs."""
    clocks = tr.listed([tr.clock(clock) for clock in wished])
    text = paragraphs(
        f"<b>{tr.say('Quiet hours')}</b>",
        tr.say(
            "In them I am silent. A prompt that would come late waits until they are over, and I choose no"
            " times inside of them."
        ),
        tr.say("At {clocks} I still ask, because you chose that. /reminders changes it.", clocks=clocks)
        if wished
        else "",
    )
    offered = (*PRESETS, quiet) if quiet is not None and quiet not in PRESETS else PRESETS
    presets = [_choice(in_words(tr, one), pack_quiet(one), is_chosen=one == quiet) for one in offered]
    none = _choice(tr.plain("No quiet hours"), "none", is_chosen=quiet is None)
    other = press(tr.plain("Other hours"), PREFIX, NAME, "from")
    return Message(text=text, rows=(*in_rows((*presets, other), 2), (none,), (_back(tr, "show"),)))


def quiet_start(tr: Language) -> Message:
    """The hour at which quiet hours begin."""
    buttons = [press(f"{hour:02}", PREFIX, NAME, hour) for hour in STARTS]
    title = f"<b>{tr.say('When do your quiet hours begin?')}</b>"
    return Message(text=title, rows=(*in_rows(buttons, _HOURS_A_ROW), (_back(tr, NAME),)))


def quiet_end(tr: Language, start: int) -> Message:
    """The hour at which quiet hours that begin at `start` end."""
    hours = [(start + length) % 24 for length in range(1, 24)]
    spans = [Quiet(start=time(start), end=time(hour)) for hour in hours]
    buttons = [press(f"{one.end:%H}", PREFIX, NAME, pack_quiet(one)) for one in spans]
    text = paragraphs(
        f"<b>{tr.say('When do they end?')}</b>",
        tr.say("They begin at {clock}.", clock=tr.clock(time(start))),
    )
    return Message(text=text, rows=(*in_rows(buttons, _HOURS_A_ROW), (_back(tr, NAME, "from"),)))


def in_words(tr: Language, quiet: Quiet) -> str:
    """'22:00 to 07:00', for a button."""
    return tr.plain("{start} to {end}", start=tr.clock(quiet.start), end=tr.clock(quiet.end))


def _choice(label: str, value: str, *, is_chosen: bool) -> Button:
    return press(f"\N{CHECK MARK} {label}" if is_chosen else label, PREFIX, NAME, value)


def _back(tr: Language, *where: str) -> Button:
    return press(tr.plain("Back"), PREFIX, *where)
