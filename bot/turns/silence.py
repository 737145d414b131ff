"""When someone has fallen silent for long: one message, and then none until they do something."""

from bot.schedule.pauses import Pause
from bot.turns import pause, people
from bot.turns.desk import Desk
from bot.voice import silence as voice


def begin(desk: Desk) -> None:
    """Say that nothing more is asked."""
    desk.send(voice.beginning(desk.tr))


def press(desk: Desk, parts: tuple[str, ...]) -> None:
    """How it is, or the wish to be left in peace; the tap itself ends the silence."""
    match parts:
        case ("fine",):
            desk.answer(voice.fine(desk.tr, pause.next_moment(desk)))
        case ("hard",):
            desk.answer(voice.hard(desk.tr, pause.next_moment(desk)))
            people.show(desk)
        case ("leave",):
            pause.take(desk, Pause.RETURN)
            desk.answer(voice.left_in_peace(desk.tr))
        case _:
            desk.notice = desk.tr.plain("This button no longer works. /when shows what comes next.")
