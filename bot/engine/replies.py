"""What a person can send into a check-in."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Begin:
    """The person, or a prompt, opens the check-in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """A tap on a number of a scale."""

    step: str
    value: int
    scale: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pick:
    """A tap on a feeling: `chosen` says whether it stands after the tap, so a double tap changes nothing."""

    step: str
    word: str
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """A tap that closes a question for words."""

    step: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Choose:
    """A tap on an option."""

    step: str
    option: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """Text, whatever was asked; `typed_in` is its message as the host numbers it."""

    text: str
    typed_in: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Edited:
    """The text of the message `typed_in` now reads otherwise."""

    text: str
    typed_in: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Back:
    """Ask the question before `step` once more; None is the one that is asked now."""

    step: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Skip:
    """Pass over `step`; None is the one that is asked now."""

    step: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """End here; what was answered is kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Ask a step that was answered once more, in the middle or after the end."""

    step: str


Reply = Begin | Rate | Pick | Done | Choose | Typed | Edited | Back | Skip | Stop | Change
