"""Reads telephone numbers from what the lists print: alternatives, keypad letters, notes in brackets."""

import re
from dataclasses import dataclass

_KEYPAD = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "22233344455566677778889999")
_NUMBER = re.compile(r"(?P<shown>[+*]?\d[\d A-Z-]*?)\s*(?:\((?P<note>[^()]*)\))?")
_BETWEEN = re.compile(r"\s+or\s+|\s*[;,]\s*")
_BRACKETS = re.compile(r"\([^()]*\)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """One number, as a person reads it and as a telephone dials it."""

    shown: str
    """As its operator writes it: '0800 111 0 111'."""
    dialled: str
    """Digits with a leading '+' or '*' if there is one: '08001110111'."""
    note: str
    """What to do or who it is for, or ''."""

    @property
    def is_word(self) -> bool:
        """Whether the note is the word that a service waits for: 'SHOUT'. It is typed as it stands."""
        return self.note.isupper() and self.note.isalpha()


def numbers_in(phone: str) -> tuple[Number, ...]:
    """The numbers of a field, the main one first; raises ValueError if a part of it is no number."""
    return tuple(_read(part) for part in _parts(phone)) if phone.strip() else ()


def dialable(phone: str) -> list[str]:
    """The numbers of a field without gaps and hyphens, each to be sent as a word of its own.

    Telegram's apps find telephone numbers in a text by themselves; one that is unbroken is found whole. No
    country code is ever put in front: free and short numbers do not work with one.
    """
    return [number.dialled for number in numbers_in(phone)]


def _parts(phone: str) -> list[str]:
    """Splits at 'or', ';' and ',', but not inside brackets."""
    masked = _BRACKETS.sub(lambda match: "#" * len(match.group()), phone)
    cuts = [match.span() for match in _BETWEEN.finditer(masked)]
    starts, ends = [0, *(end for _, end in cuts)], [*(start for start, _ in cuts), len(phone)]
    return [phone[start:end].strip() for start, end in zip(starts, ends, strict=True)]


def _read(part: str) -> Number:
    match = _NUMBER.fullmatch(part)
    if match is None:
        raise ValueError(f"'{part}' is not a telephone number")
    shown = match["shown"]
    dialled = re.sub(r"[ -]", "", shown).translate(_KEYPAD)
    return Number(shown=shown, dialled=dialled, note=match["note"] or "")
