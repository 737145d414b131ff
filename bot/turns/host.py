"""Takes what Telegram brought: finds the person, the right screen, and commits the turn."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import assert_never

import structlog
from sqlalchemy.exc import OperationalError

from bot import metrics
from bot.care.phrases import INTERRUPTING, Wish, wish_in
from bot.errors import BotError
from bot.logs import where
from bot.store.tables import Entry, Person, Session
from bot.store.transaction import Transaction
from bot.store.writer import Want, Writer
from bot.turns import (
    checkin,
    claiming,
    history,
    journeys,
    notes,
    pause,
    people,
    privacy,
    prompts,
    reminders,
    settings,
    silence,
    start,
    tips,
    when,
)
from bot.turns.choosing import choose_checkin, press_choice
from bot.turns.desk import Desk, House, Sent, open_desk
from bot.turns.incoming import Act, Blocked, Command, Edit, Incoming, Odd, Outcome, Press, Text, Unblocked
from bot.turns.outgoing import Outgoing, outgoing
from bot.turns.reminding import set_all_next
from bot.voice import help as help_voice
from bot.voice import odd
from bot.voice import start as start_voice
from bot.voice.buttons import long

log = structlog.get_logger()

Handler = Callable[[Desk, str], None]
Button = Callable[[Desk, tuple[str, ...]], None]

# Telegram draws update ids anew after a week of silence; until then they only grow.
IDS_GROW_FOR = timedelta(days=6)


def _cancel(desk: Desk, _argument: str) -> None:
    row = checkin.running(desk)
    if row is None:
        desk.send(odd.nothing_to_cancel(desk.tr))
    else:
        checkin.stop(desk, row)


COMMANDS: Mapping[str, Handler] = {
    "start": start.command,
    "checkin": choose_checkin,
    "tip": tips.command,
    "people": people.command,
    "reminders": reminders.command,
    "when": when.command,
    "history": history.command,
    "settings": settings.command,
    "pause": pause.command,
    "privacy": privacy.command,
    "help": people.help_command,
    "cancel": _cancel,
}
BUTTONS: Mapping[str, Button] = {
    "c": checkin.press,
    "p": prompts.press,
    "s": start.press,
    "k": press_choice,
    "t": tips.press,
    "h": people.press,
    "r": reminders.press,
    "w": when.press,
    "g": settings.press,
    "u": pause.press,
    "q": silence.press,
    "y": history.press,
    "n": notes.press_button,
}
# What typed words ask for.
WISHES: Mapping[Wish, Handler] = {
    Wish.HELP: people.help_command,
    Wish.PEOPLE: people.command,
    Wish.ABOUT: privacy.about,
    Wish.PRIVACY: privacy.command,
    Wish.DELETION: privacy.deletion,
    Wish.TIP: tips.command,
    Wish.PAUSE: pause.command,
    Wish.SETTINGS: settings.command,
}
# These say themselves what the bot is.
SAYS_WHAT_IT_IS = frozenset({"start", "help"})
# After so long away a person is told again what the bot is.
AWAY = timedelta(days=7)
# These speak of the break itself, and do not end one by being looked at.
OF_THE_BREAK = frozenset({"pause", "u", "q"})
# What works before a person has agreed to anything.
OPEN_COMMANDS = frozenset({"start", "help", "people", "privacy"})
OPEN_BUTTONS = frozenset({"s", "h"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Turned:
    """What a committed turn leaves to do."""

    outcome: Outcome
    sent: Sequence[Sent] = ()
    wakes_ticker: bool = False


class Turns:
    """The host: takes one act at a time for each person, and hands on what was committed."""

    def __init__(
        self,
        *,
        writer: Writer,
        house: House,
        now: Callable[[], datetime],
        hand_on: Callable[[Sequence[Outgoing]], None],
        wake_ticker: Callable[[], None],
        room: Callable[[], Awaitable[None]] | None = None,
    ) -> None:
        self._writer = writer
        self._house = house
        self._now = now
        self._hand_on = hand_on
        self._wake_ticker = wake_ticker
        self._room = room

    async def take(self, incoming: Incoming) -> Outcome:
        """Take one act; it is committed when this returns. A redelivered one changes nothing."""
        now = self._now()
        try:
            turned = await self._writer.run(
                partial(turn, house=self._house, now=now, incoming=incoming),
                lane=incoming.person_id,
                wants=_wanted(incoming),
            )
        except OperationalError:
            raise  # locked, full or broken: the update is not confirmed and comes again
        except Exception as fault:  # noqa: BLE001 - the one place where a faulty turn is met; see apologise
            log.error("turn_failed", act=_name(incoming), fault=type(fault).__name__, at=where(fault))
            turned = await self._apologise(incoming, now)
        log.info("turn", act=_name(incoming), sent=len(turned.sent))
        metrics.TURNS.labels(kind=_name(incoming)).inc()
        self._hand_on(outgoing(turned.sent))
        if turned.wakes_ticker:
            self._wake_ticker()
        return turned.outcome

    async def _apologise(self, incoming: Incoming, now: datetime) -> Turned:
        """An apology; to someone whose own rows are at fault not even that can be sent."""
        try:
            work = partial(apologise, house=self._house, now=now, incoming=incoming)
            return await self._writer.run(work, lane=incoming.person_id)
        except BotError as fault:  # the updates of all others must not wait behind this one
            log.error("apology_failed", fault=type(fault).__name__, at=where(fault))
            return Turned(outcome=Outcome())

    async def tick(self) -> None:
        """Claim the next lot of what is due and hand the prompts on, once there is room for them."""
        if self._room is not None:
            await self._room()
        now = self._now()
        home, claimed = await self._writer.run(partial(_tick, house=self._house, now=now))
        if claimed.missed:
            log.info("missed_while_down", slots=claimed.missed)
        sent = [*home, *claimed.sent]
        if sent:
            log.info("tick", sent=len(sent))
        self._hand_on(outgoing(sent))


def _tick(db: Transaction, house: House, now: datetime) -> tuple[Sequence[Sent], claiming.Claimed]:
    """Clocks first, for what is due goes by them."""
    return journeys.bring_home(db, house, now), claiming.claim(db, house, now)


def turn(db: Transaction, house: House, now: datetime, incoming: Incoming) -> Turned:
    """One act inside a transaction."""
    desk = _sit_down(db, house, now, incoming)
    if desk is None:
        return Turned(outcome=Outcome())
    _act(desk, incoming)
    return Turned(outcome=Outcome(notice=desk.notice), sent=desk.sent, wakes_ticker=desk.wakes_ticker)


def apologise(db: Transaction, house: House, now: datetime, incoming: Incoming) -> Turned:
    """After a turn that failed: the update counts as taken, and the person is told what to do."""
    desk = _sit_down(db, house, now, incoming)
    if desk is None:
        return Turned(outcome=Outcome())
    desk.send(odd.went_wrong(desk.tr))
    return Turned(outcome=Outcome(), sent=desk.sent)


def _sit_down(db: Transaction, house: House, now: datetime, incoming: Incoming) -> Desk | None:
    """The desk for an act, or None if the act was taken before."""
    person = db.get(Person, incoming.person_id)
    if person is None:
        key = house.keyring.new_person_key(incoming.person_id)
        person = Person(id=incoming.person_id, key_sealed=key, seen_at=now)
    if not _count(person, incoming, now):
        return None
    away_for = now - person.seen_at
    if not isinstance(incoming.act, Blocked | Unblocked):
        person.seen_at = now  # blocking is nothing that a person says
    db.add(person)
    return open_desk(house, db, person, now, spoken=incoming.language, away_for=away_for)


def _count(person: Person, incoming: Incoming, now: datetime) -> bool:
    """Whether an act is new; what the person did last is remembered, by message and by button.

    Whether they blocked the bot is told outside of both orders: it counts unless they wrote since.
    """
    if now - person.seen_at >= IDS_GROW_FOR:
        person.last_update_id = person.last_press_id = 0
    at = incoming.update_id
    match incoming.act:
        case Press():
            is_new, person.last_press_id = at > person.last_press_id, max(at, person.last_press_id)
        case Blocked() | Unblocked():
            is_new = at > person.last_update_id
        case _:
            is_new, person.last_update_id = at > person.last_update_id, max(at, person.last_update_id)
    return is_new


def _wanted(incoming: Incoming) -> Sequence[Want]:
    """The rows that a turn begins with, as far as the update names them; a forged name finds nothing."""
    prefix, _, rest = incoming.act.data.partition(":") if isinstance(incoming.act, Press) else ("", "", "")
    row_id = long(rest.partition(":")[0]) if prefix == "c" else None
    return ((Person, incoming.person_id), *(((Session, row_id), (Entry, row_id)) if row_id else ()))


def _name(incoming: Incoming) -> str:
    return type(incoming.act).__name__.lower()


def _act(desk: Desk, incoming: Incoming) -> None:
    act = incoming.act
    _greet(desk, act)
    if not isinstance(act, Blocked) and desk.person.blocked_at is not None:
        _return(desk)
    _end_break(desk, act)
    match act:
        case Command():
            _command(desk, act.name, act.argument)
        case Press():
            desk.message_id = act.message_id
            _press(desk, act.data)
        case Text():
            desk.typed_id = act.message_id
            _text(desk, act.text)
        case Edit():
            if desk.person.consented_at is not None:
                notes.edited(desk, act.text, act.message_id)
        case Odd():
            _odd(desk, act.kind)
        case Blocked():
            desk.person.blocked_at = desk.now
        case Unblocked():
            pass  # the return itself was all
        case _:
            assert_never(act)


def _greet(desk: Desk, act: Act) -> None:
    """Whoever comes back after more than a week hears once what the bot is, with the first reply."""
    is_told_anyway = isinstance(act, Command) and act.name in SAYS_WHAT_IT_IS
    if isinstance(act, Blocked | Unblocked) or is_told_anyway or desk.person.consented_at is None:
        return
    if desk.away_for > AWAY:
        desk.send(help_voice.notice(desk.tr))


def _end_break(desk: Desk, act: Act) -> None:
    """A break 'until I return' ends with whatever the person does next, except that they look at it."""
    match act:
        case Blocked() | Unblocked():
            return
        case Command() if act.name in OF_THE_BREAK:
            return
        case Press() if act.data.partition(":")[0] in OF_THE_BREAK:
            return
        case _:
            pause.come_back(desk)


def _return(desk: Desk) -> None:
    """Someone who had blocked the bot is back, with everything as it was."""
    desk.person.blocked_at = None
    set_all_next(desk)


def _command(desk: Desk, name: str, argument: str) -> None:
    handler = COMMANDS.get(name)
    if desk.person.consented_at is None and name not in OPEN_COMMANDS:
        start.command(desk, "")
    elif handler is None:
        desk.send(odd.unknown_command(desk.tr))
    else:
        handler(desk, argument)


def _press(desk: Desk, data: str) -> None:
    prefix, *parts = data.split(":")
    handler = BUTTONS.get(prefix)
    if desk.person.consented_at is None and prefix not in OPEN_BUTTONS:
        desk.send(start_voice.welcome(desk.tr, desk.house.operator))
    elif handler is None:
        desk.notice = desk.tr.plain("This button no longer works. /help shows what does.")
    else:
        handler(desk, tuple(parts))


def _text(desk: Desk, text: str) -> None:
    """Typed words: a call for help first, then an answer, then another wish, then a note."""
    wish = wish_in(text, desk.tr.code)
    if wish in INTERRUPTING:
        WISHES[wish](desk, "")
        if wish is Wish.ABOUT and desk.person.setup is not None:
            start.command(desk, "")
        return
    if desk.person.consented_at is None:
        start.command(desk, "")
        return
    row = checkin.running(desk)
    if row is not None:
        checkin.typed(desk, row, text)
        return
    if wish is not None:
        WISHES[wish](desk, "")
        return
    notes.keep(desk, text)
    if desk.person.setup is not None:
        start.command(desk, "")


def _odd(desk: Desk, kind: str) -> None:
    desk.send(odd.not_text(desk.tr, kind))
