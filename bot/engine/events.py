"""What happened in a turn, named in the past tense; matched exhaustively where it is stored and rendered."""

from dataclasses import dataclass
from enum import StrEnum

from bot.engine.steps import OfferPeople, OfferTip, Question, Rating, Say
from bot.engine.values import Chosen, Picked, Rated, Written


class Ending(StrEnum):
    """How a session came to its end."""

    FINISHED = "finished"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question was put; `misses` counts the replies to it that were not understood."""

    step: Question
    misses: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingGiven:
    """A number was given."""

    step: str
    rated: Rated


@dataclass(frozen=True, slots=True, kw_only=True)
class WordsGiven:
    """Feelings were named."""

    step: str
    picked: Picked


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionChosen:
    """An option was chosen."""

    step: str
    chosen: Chosen


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteGiven:
    """A note was written in answer to its question."""

    step: str
    written: Written


@dataclass(frozen=True, slots=True, kw_only=True)
class StepSkipped:
    """An optional question was passed over."""

    step: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerEdited:
    """The message in which an answer was typed was edited, and the answer with it; what it is now follows."""

    step: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerWithdrawn:
    """An answer no longer stands.

    It is off the path that was taken, was skipped or lifted instead, or no longer fits a rewritten flow.
    """

    step: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TextKept:
    """Text came that was no answer to the question, or more than one; it is kept as a note."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberOffScale:
    """A number came that does not stand on the scale of this rating; nothing is kept of it."""

    step: Rating


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A remark was made."""

    step: Say


@dataclass(frozen=True, slots=True, kw_only=True)
class TipWanted:
    """The moment has come to offer a tip."""

    step: OfferTip


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleWanted:
    """The moment has come to show people to talk to."""

    step: OfferPeople


@dataclass(frozen=True, slots=True, kw_only=True)
class NothingChanged:
    """The reply belongs to another moment (an old button, a double tap); the question stands as it was.

    Nothing else happened in such a turn.
    """


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """The session came to its end."""

    how: Ending


Event = (
    Asked
    | RatingGiven
    | WordsGiven
    | OptionChosen
    | NoteGiven
    | StepSkipped
    | AnswerEdited
    | AnswerWithdrawn
    | TextKept
    | NumberOffScale
    | Said
    | TipWanted
    | PeopleWanted
    | NothingChanged
    | Ended
)
