"""What a person can answer, and how an answer travels through JSON."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, assert_never

from bot.engine.scales import SCALES, Band, band_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Rated:
    """A whole number on a scale; `scale` is the id of one in `bot.engine.scales`."""

    value: int
    scale: str

    @property
    def score(self) -> float:
        """The value on 0-100, comparable between scales."""
        return SCALES[self.scale].score(self.value)

    @property
    def band(self) -> Band:
        """The fifth of the scale that the value lies in."""
        return band_of(self.score)


@dataclass(frozen=True, slots=True, kw_only=True)
class Picked:
    """Feelings by id, and words of the person's own."""

    words: tuple[str, ...] = ()
    own: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.words) + len(self.own)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """The key of one option."""

    option: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A note in the person's own words."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """The person passed over the question; this is neither zero nor empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A remark or an offer was shown; nothing was asked."""


Given = Rated | Picked | Chosen | Written
Value = Given | Skipped | Shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What stands at a step: the value so far, whether it is asked again, and the replies not understood.

    `typed_in` is the message in which the last reply was typed, as the host numbers it; None after a tap.
    """

    value: Value | None = None
    open: bool = False
    misses: int = 0
    typed_in: int | None = None


def value_to_json(value: Value | None) -> Any:
    """A JSON value that `value_from_json` reads back."""
    match value:
        case None:
            return None
        case Rated():
            return {"rated": value.value, "scale": value.scale}
        case Picked():
            return {"words": list(value.words), "own": list(value.own)}
        case Chosen():
            return {"chosen": value.option}
        case Written():
            return {"written": value.text}
        case Skipped():
            return {"skipped": True}
        case Shown():
            return {"shown": True}
        case _:
            assert_never(value)


def value_from_json(data: Mapping[str, Any] | None) -> Value | None:
    """The value that `value_to_json` wrote; raises KeyError for anything else."""
    if data is None:
        return None
    readers: dict[str, Callable[[], Value]] = {
        "rated": lambda: Rated(value=data["rated"], scale=data["scale"]),
        "words": lambda: Picked(words=tuple(data["words"]), own=tuple(data["own"])),
        "chosen": lambda: Chosen(option=data["chosen"]),
        "written": lambda: Written(text=data["written"]),
        "skipped": Skipped,
        "shown": Shown,
    }
    kind = next((name for name in readers if name in data), "")
    return readers[kind]()
