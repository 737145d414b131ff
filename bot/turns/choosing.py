"""Which check-in to begin: the one, or a choice of several."""

from bot.engine.flow import Flow
from bot.store.queries import reminders_of
from bot.turns import checkin
from bot.turns.desk import Desk
from bot.voice.message import Message, press

PREFIX = "k"


def choose_checkin(desk: Desk, argument: str) -> None:
    """/checkin: the one that is named or open, else the one the person is asked most, at once."""
    row = checkin.running(desk)
    wanted = argument.strip().lower() or (row.flow if row else "")
    flow = desk.house.registry.get(wanted) or (_by_liking(desk))[0]
    checkin.begin(desk, flow)


def press_choice(desk: Desk, parts: tuple[str, ...]) -> None:
    """A check-in by its id, 'go' for the usual one, 'other' for the choice."""
    flow = desk.house.registry.get(parts[0]) if parts else None
    if parts == ("other",):
        desk.answer(_choice(desk, _by_liking(desk)))
    elif flow is not None:
        desk.answer(Message(text=f"<i>{desk.tr.told(flow.title)}</i>"))
        checkin.begin(desk, flow)
    else:
        desk.message_id = None
        choose_checkin(desk, "")


def _by_liking(desk: Desk) -> list[Flow]:
    """All check-ins, those that the person has a reminder for first."""
    reminders = [reminder.flow for reminder in reminders_of(desk.db, desk.person.id)]
    return sorted(desk.house.registry.flows.values(), key=lambda flow: flow.id not in reminders)


def _choice(desk: Desk, flows: list[Flow]) -> Message:
    rows = tuple((press(desk.tr.plain(flow.title), PREFIX, flow.id),) for flow in flows)
    return Message(text=f"<b>{desk.tr.say('Which check-in?')}</b>", rows=rows)
