"""Asking less of someone who has fallen silent, and nothing at last: pure rules over what was sent."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from bot.schedule.states import SlotState

# After so many silent days in a row, so many days lie between two prompts.
EVERY_DAY, EVERY_SECOND_DAY, WEEKLY = timedelta(0), timedelta(days=2), timedelta(days=7)
SECOND_DAY_FROM = 3
WEEKLY_FROM = 7
SILENT_FROM = 21


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """A slot for which something was sent: its local day, when that was, and what became of it."""

    day: date
    sent_at: datetime
    state: SlotState


class Stance(StrEnum):
    """How a slot is met: asked, left out, or used to say that it is quiet from now on."""

    ASK = "ask"
    LEAVE = "leave"
    BEGIN_SILENCE = "begin_silence"


def stance(day: date, past: Iterable[Past], *, seen_at: datetime) -> Stance:
    """Whether a slot of the local `day` may be asked, after all that was sent since the last act.

    Days are counted and not prompts: who is asked six times a day and misses an afternoon has not fallen
    silent. Any act, at `seen_at`, begins anew.
    """
    since = [one for one in past if one.sent_at >= seen_at]
    if any(one.state is SlotState.SILENCE for one in since):
        return Stance.LEAVE
    silent = silent_days(since)
    last = max((one.day for one in since), default=None)
    if last is not None and day - last < _gap(silent):
        return Stance.LEAVE
    return Stance.BEGIN_SILENCE if silent >= SILENT_FROM else Stance.ASK


def silent_days(since: Iterable[Past]) -> int:
    """The days of which a prompt got no answer."""
    return len({one.day for one in since if one.state is SlotState.MISSED})


def _gap(silent: int) -> timedelta:
    """How far apart two prompts are; it never shrinks as the silence grows."""
    if silent < SECOND_DAY_FROM:
        return EVERY_DAY
    return EVERY_SECOND_DAY if silent < WEEKLY_FROM else WEEKLY
