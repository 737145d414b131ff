"""/privacy, and short questions about the bot: who can read what, what it is, how all is deleted."""

from bot.turns.desk import Desk
from bot.voice.help import about_message
from bot.voice.privacy import deletion_message, privacy_message
from bot.voice.start import welcome


def command(desk: Desk, _argument: str) -> None:
    """/privacy, before the agreement too."""
    desk.answer(privacy_message(desk.tr, desk.house.operator))


def about(desk: Desk, _argument: str) -> None:
    """The answer to 'are you human?'; before the agreement the first message says it all."""
    is_new = desk.person.consented_at is None
    operator = desk.house.operator
    desk.send(welcome(desk.tr, operator) if is_new else about_message(desk.tr, operator))


def deletion(desk: Desk, _argument: str) -> None:
    """The answer to 'delete my data'."""
    desk.send(deletion_message(desk.tr, desk.house.operator))
