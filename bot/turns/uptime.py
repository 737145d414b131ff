"""When the bot ran, and so when it was down: every tick stretches a span, and a gap begins a new one."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from bot.schedule.downtime import Downtime
from bot.store.columns import new_id
from bot.store.queries import forget_uptimes, last_uptime, uptimes
from bot.store.tables import Uptime
from bot.store.transaction import Transaction

# The ticker looks every minute; a longer silence is a time in which nothing could be sent.
GAP = timedelta(minutes=3)
# Ticks may come many a second; the span need not be written as often.
WRITTEN_EVERY = timedelta(seconds=30)
KEPT_FOR = timedelta(days=60)


def tick(db: Transaction, now: datetime) -> None:
    """The bot runs at `now`."""
    last = last_uptime(db)
    if last is None or now - last.ticked_at > GAP:
        forget_uptimes(db, now - KEPT_FOR)
        db.add(Uptime(id=new_id(now), began_at=now, ticked_at=now))
    elif now - last.ticked_at >= WRITTEN_EVERY:
        last.ticked_at = now
        db.add(last)


def downtimes(db: Transaction) -> Sequence[Downtime]:
    """The times in which the bot was down, as far as they are remembered, the earliest first."""
    spans = uptimes(db)
    return [
        Downtime(began_at=earlier.ticked_at, ended_at=later.began_at) for earlier, later in pairwise(spans)
    ]
