"""The life of a prompt after it was sent: begun in time, finished, come to rest, shown once more."""

from datetime import datetime, timedelta

from bot.engine.limits import Limits

# Whoever did something this recently may be typing the next answer.
STILL_TYPING = timedelta(minutes=10)
# A prompt is shown once more after this long, if at least as long is left to answer it.
NUDGE_AFTER = timedelta(hours=1)
TIME_TO_ANSWER = timedelta(hours=1)


def is_in_time(told_at: datetime, *, begun_at: datetime, closes_at: datetime, limits: Limits) -> bool:
    """Whether an answer counts as in time: begun within the start limit and told within the finish grace."""
    return begun_at < closes_at and told_at < closes_at + limits.finish_grace


def rests_at(
    touched_at: datetime, *, begun_at: datetime, closes_at: datetime | None, limits: Limits
) -> datetime:
    """When a begun check-in is closed if no act comes after `touched_at`.

    `closes_at` is the end of the start limit of the prompt that asked for it, None if nobody asked. After
    the finish grace a shorter rest is enough, but nobody is cut off whose acts are coming. Whoever began
    late is not hurried by a grace that was over before.
    """
    idle = touched_at + limits.idle_limit
    if closes_at is None or begun_at >= closes_at:
        return idle
    return min(idle, max(closes_at + limits.finish_grace, touched_at + STILL_TYPING))


def nudge_at(sent_at: datetime, *, closes_at: datetime) -> datetime | None:
    """When an unanswered prompt is shown once more; None where no time to answer would be left."""
    at = sent_at + NUDGE_AFTER
    return at if at + TIME_TO_ANSWER <= closes_at else None


def may_nudge(*, sent_at: datetime, seen_at: datetime, closes_at: datetime, now: datetime) -> bool:
    """Whether an open prompt is shown once more: only to someone who did nothing since it came.

    Whoever did anything has seen the chat, and the prompt in it.
    """
    return seen_at <= sent_at and now + TIME_TO_ANSWER <= closes_at
