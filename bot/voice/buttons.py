"""What the buttons of a check-in carry, written and read back; short, because 64 bytes is all there is."""

import string

from bot.engine.replies import Back, Begin, Change, Choose, Done, Pick, Rate, Reply, Skip, Stop
from bot.engine.scales import SCALES

CHECKIN = "c"
SLOT = "p"
_DIGITS = string.digits + string.ascii_lowercase
# 63 bits in base 36, and the values of the longest scale, take no more characters than these.
_ID_LENGTH = 13
_TOO_LARGE = 2**63  # the database counts no further
_VALUE_LENGTH = 2


def short(number: int) -> str:
    """An id in base 36: at most 13 characters."""
    digits = ""
    while number:
        number, digit = divmod(number, 36)
        digits = _DIGITS[digit] + digits
    return digits or "0"


def long(text: str) -> int | None:
    """The id that `short` wrote, or None for anything else."""
    if not 0 < len(text) <= _ID_LENGTH or any(sign not in _DIGITS for sign in text):
        return None
    number = int(text, 36)
    return number if number < _TOO_LARGE else None


def parts_of(reply: Reply) -> tuple[str, ...]:
    """The parts of button data that stand for a reply; typed text has none (ValueError)."""
    match reply:
        case Rate():
            return ("r", reply.step, f"{reply.value}{reply.scale[0]}")
        case Pick():
            return ("w", reply.step, ("+" if reply.chosen else "-") + reply.word)
        case Done():
            return ("d", reply.step)
        case Choose():
            return ("o", reply.step, reply.option)
        case Back():
            return ("b", reply.step or "")
        case Skip():
            return ("s", reply.step or "")
        case Change():
            return ("e", reply.step)
        case Stop():
            return ("x",)
        case Begin():
            return ("n",)
        case _:
            raise ValueError("Typed text has no button: send it as a message.")


def reply_of(parts: tuple[str, ...]) -> Reply | None:
    """The reply that button data stands for, or None if it was never written by a button."""
    match parts:
        case ("r", step, value):
            return _rate(step, value)
        case ("w", step, word) if word[:1] in ("+", "-") and len(word) > 1:
            return Pick(step=step, word=word[1:], chosen=word[0] == "+")
        case ("d", step):
            return Done(step=step)
        case ("o", step, option):
            return Choose(step=step, option=option)
        case ("b", step):
            return Back(step=step or None)
        case ("s", step):
            return Skip(step=step or None)
        case ("e", step):
            return Change(step=step)
        case ("x",):
            return Stop()
        case ("n",):
            return Begin()
        case _:
            return None


def _rate(step: str, value: str) -> Rate | None:
    scales = {scale[0]: scale for scale in SCALES}
    number, scale = value[:-1], scales.get(value[-1:])
    is_number = number.isascii() and number.isdigit() and len(number) <= _VALUE_LENGTH
    return Rate(step=step, value=int(number), scale=scale) if scale and is_number else None
