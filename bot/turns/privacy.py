"""/privacy: who can read what."""

from bot.turns.desk import Desk
from bot.voice.privacy import privacy_message


async def command(desk: Desk, _argument: str) -> None:
    """/privacy, before the agreement too."""
    desk.answer(privacy_message(desk.tr, desk.house.operator))
