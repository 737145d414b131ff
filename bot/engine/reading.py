"""What typed words mean, read against the question that was asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, assert_never

from bot.engine.replies import Back, Done, Reply, Skip, Stop
from bot.engine.scales import FACES, TEN
from bot.engine.steps import Choice, Note, Question, Rating, Words
from bot.engine.values import Chosen, Given, Picked, Rated, Written

# A word of the person's own is short; longer text is a note.
OWN_WORD_LENGTH = 30
OWN_WORD_COUNT = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class OffScale:
    """A number on no scale that it can be meant on, as 11 of 10: it is no answer, and no text to keep."""

    step: Rating


class Lexicon(Protocol):
    """The words of one language, handed to the engine by its host."""

    @property
    def scale(self) -> str:
        """The id of the scale that the person chose."""
        ...

    def number(self, text: str) -> tuple[int, int | None] | None:
        """The number that the text is, of any size, and what it is out of, if said: '7/10' is (7, 10)."""
        ...

    def mood(self, text: str) -> float | None:
        """The score (0-100) that a phrase like 'pretty bad' stands for."""
        ...

    def feelings(self, text: str) -> tuple[str, ...]:
        """The ids of the feelings that the text lists; empty if it is anything else."""
        ...

    def label(self, text: str) -> str:
        """A text of a flow as the person sees it on a button."""
        ...

    def command(self, text: str) -> str | None:
        """'back', 'skip', 'stop', 'done', 'no' or 'none' (of these) if the text is a word for it."""
        ...


def read_command(text: str, lexicon: Lexicon, step: Question | None) -> Reply | None:
    """The reply that a single word like 'back' stands for.

    'done' and 'none' only where words are asked, 'no' also where a note is asked that can be skipped.
    """
    commands: dict[str, Reply] = {"back": Back(), "skip": Skip(), "stop": Stop()}
    if isinstance(step, Words):
        commands |= dict.fromkeys(("done", "no", "none"), Done(step=step.name))
    if isinstance(step, Note) and step.optional:
        commands["no"] = Skip(step=step.name)
    return commands.get(lexicon.command(text) or "")


def read_value(step: Question, text: str, lexicon: Lexicon) -> Given | OffScale | None:
    """The answer that `text` is to `step`, a number that misses its scale, or None if it is not understood.

    All feelings that the text lists are in it, even if they are more than `step` takes.
    """
    match step:
        case Rating():
            return _read_rating(step, text, lexicon)
        case Words():
            return _read_words(text, lexicon)
        case Choice():
            return _read_choice(step, text, lexicon)
        case Note():
            return Written(text=text)
        case _:
            assert_never(step)


def _read_rating(step: Rating, text: str, lexicon: Lexicon) -> Rated | OffScale | None:
    if (found := lexicon.number(text)) is not None:
        return _rated(*found, lexicon.scale) or OffScale(step=step)
    scale = FACES if lexicon.scale == FACES.id else TEN
    labels = [_fold(lexicon.label(word)) for word in (step.low, *step.between, step.high)]
    if _fold(text) in labels:
        return Rated(value=scale.nearest(25 * labels.index(_fold(text))), scale=scale.id)
    score = lexicon.mood(text)
    return None if score is None else Rated(value=scale.nearest(score), scale=scale.id)


def _rated(value: int, out_of: int | None, own: str) -> Rated | None:
    """A number on the scale it was told on: the one that was named, else the person's own if it fits."""
    tops = {FACES.top: FACES, TEN.top: TEN}
    chosen = FACES if own == FACES.id else TEN
    scale = tops.get(out_of) if out_of is not None else (chosen if chosen.holds(value) else TEN)
    return Rated(value=value, scale=scale.id) if scale and scale.holds(value) else None


def _read_words(text: str, lexicon: Lexicon) -> Picked | None:
    known = lexicon.feelings(text)
    if known:
        return Picked(words=known)
    short = len(text) <= OWN_WORD_LENGTH and len(text.split()) <= OWN_WORD_COUNT
    return Picked(own=(text.strip(),)) if short and any(map(str.isalpha, text)) else None


def _read_choice(step: Choice, text: str, lexicon: Lexicon) -> Chosen | None:
    wanted = _fold(text)
    for option, label in step.options.items():
        if wanted in _names(option, label, lexicon):
            return Chosen(option=option)
    return None


def _names(option: str, label: str, lexicon: Lexicon) -> Sequence[str]:
    return _fold(option), _fold(label), _fold(lexicon.label(label))


def _fold(text: str) -> str:
    """Case, outer punctuation and spacing do not matter."""
    return " ".join(text.casefold().split()).strip(" .,!?…")
