"""A clock for some days: set with its end, and brought back by the ticker."""

from collections.abc import Sequence
from datetime import datetime

import structlog

from bot.errors import BotError
from bot.logs import where
from bot.schedule.journeys import return_moment
from bot.schedule.pauses import running_pause
from bot.schedule.zones import HOME, zone
from bot.store.queries import persons_due_home, reminders_of
from bot.store.tables import Person
from bot.store.transaction import Transaction
from bot.turns.desk import Desk, House, Sent, open_desk
from bot.turns.reminding import set_next
from bot.voice import journeys as voice

log = structlog.get_logger()

BROUGHT_AT_ONCE = 500


def set_off(desk: Desk, days: int, home: str) -> None:
    """The person's clock is one for some days, and goes back to that of `home` after them."""
    desk.person.home_zone = home
    desk.person.away_until = return_moment(desk.now, days, zone(home), desk.quiet)
    desk.db.add(desk.person)
    desk.wakes_ticker = True


def end_journey(person: Person) -> str | None:
    """Whatever the clock is now, it stays; gives the zone of home, if the person was away."""
    home, person.home_zone, person.away_until = person.home_zone, None, None
    return home


def bring_home(db: Transaction, house: House, now: datetime) -> Sequence[Sent]:
    """The clocks of those whose journey is over; what is to be sent for it."""
    sent: list[Sent] = []
    for person in persons_due_home(db, now, BROUGHT_AT_ONCE):
        away = person.zone or HOME
        person.zone = end_journey(person) or away
        db.add(person)
        try:
            desk = open_desk(house, db, person, now)
            _arrive(desk, away)
        except BotError as fault:  # one person's faulty row must not keep all others away
            log.error("not_brought_home", fault=type(fault).__name__, at=where(fault))
        else:
            sent.extend(desk.sent)
    db.flush()  # claiming, which follows, looks the reminders up
    return sent


def _arrive(desk: Desk, away: str) -> None:
    """Reminders follow the clock of home; in a break, or a blocked chat, nothing is said of it."""
    for reminder in reminders_of(desk.db, desk.person.id):
        # What is due and not claimed yet is claimed next, so that nothing is lost in downtime.
        if reminder.next_due_at is not None and reminder.next_due_at > desk.now:
            set_next(desk, reminder)
    is_silent = running_pause(desk.person.paused_until, desk.now) is not None
    if not is_silent and desk.person.blocked_at is None:
        desk.send(voice.back_home(desk.tr, desk.zone.key, away))
