"""What a flow is made of, kind by kind: a part of a wrong kind is found before anything is done with it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.engine.conditions import Condition
from bot.engine.flow import During, Flow
from bot.engine.steps import Choice, Note, OfferPeople, OfferTip, Rating, Say, When, Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What is wrong at a step of a flow (None: with the whole of it), and how its author mends it."""

    flow: str
    step: str | None
    wrong: str
    mend: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Wrong:
    """A finding that has not been placed in its flow yet."""

    wrong: str
    mend: str
    step: str | None = None


def wrong_parts(flow: Flow) -> Iterator[Wrong]:
    """Parts of a kind that cannot stand where they stand, for Python hands a dataclass anything."""
    for name in ("id", "title", "prompt", "thanks"):
        yield from _not_text(getattr(flow, name), name, None)
    during: object = flow.during
    if not isinstance(during, During):
        yield Wrong(wrong="during is unknown", mend="write During.WAIT, During.SKIP or During.INTERRUPT")
    if not _is_count(flow.version):
        yield Wrong(wrong="version is not a number", mend="write a whole number from 1 on, as in version=2")
    yield from _wrong_steps(flow.steps)


def _wrong_steps(steps: object) -> Iterator[Wrong]:
    if not isinstance(steps, list | tuple):
        yield Wrong(wrong="the steps are not a list", mend="write them between [ and ], with commas between")
        return
    for step in steps:
        yield from _wrong_when(step) if isinstance(step, When) else _wrong_step(step)


def _wrong_when(held: When) -> Iterator[Wrong]:
    condition: object = held.condition
    if not isinstance(condition, Condition):
        yield Wrong(
            wrong=f"when() begins with {_shown(condition)}, which is not a condition",
            mend='write a condition such as mood.is_low or wish == "tip" first, then the steps',
        )
    if not held.steps:
        yield Wrong(wrong="a when() holds no steps", mend="put steps after its condition, or take it out")
    yield from _wrong_steps(held.steps)


def _wrong_step(step: object) -> Iterator[Wrong]:
    if not isinstance(step, Rating | Words | Choice | Note | Say | OfferTip | OfferPeople):
        yield Wrong(
            wrong=f"{_shown(step)} stands among the steps and is none",
            mend="write a Rating, Words, Choice, Note, Say, OfferTip or OfferPeople, or a when() around some",
        )
        return
    yield from _not_text(step.name, "the name", None)
    where = str(step.name)
    if not isinstance(step, OfferTip | OfferPeople):
        yield from _not_text(step.text, "the text", where)
    if isinstance(step, Rating):
        yield from _wrong_rating(step)
    if isinstance(step, Choice):
        yield from _wrong_options(step.options, where)
    if isinstance(step, Words) and not _is_count(step.at_most):
        yield Wrong(step=where, wrong="at_most is not a number", mend="write a whole number from 1 to 6")
    if isinstance(step, OfferTip):
        yield from _wrong_suits(step.suits, where)


def _wrong_rating(step: Rating) -> Iterator[Wrong]:
    where = str(step.name)
    yield from _not_text(step.low, "low", where)
    yield from _not_text(step.high, "high", where)
    if step.low_means is not None:
        yield from _not_text(step.low_means, "low_means", where)
    between: object = step.between
    if not isinstance(between, tuple | list) or [type(word) for word in between] != [str, str, str]:
        mend = 'write between=("low", "so-so", "good"), in words that suit the question'
        yield Wrong(step=where, wrong="between is not three words", mend=mend)


def _wrong_options(options: object, where: str) -> Iterator[Wrong]:
    if not isinstance(options, Mapping):
        mend = 'write options={"yes": "Yes", "no": "Not now"}: a key for the record, a label for the button'
        yield Wrong(step=where, wrong="the options are not keys with labels", mend=mend)
        return
    for key, label in options.items():
        yield from _not_text(key, f"the option {key!r}", where)
        yield from _not_text(label, f"the label of option {key!r}", where)


def _wrong_suits(suits: object, where: str) -> Iterator[Wrong]:
    if not isinstance(suits, list | tuple) or not all(isinstance(step, Rating | Words) for step in suits):
        mend = "write suits=[mood]: ratings and words of this flow, by their own names, without quotes"
        yield Wrong(step=where, wrong="suits is not a list of ratings and words", mend=mend)


def _not_text(value: object, what: str, step: str | None) -> Iterator[Wrong]:
    if not isinstance(value, str):
        yield Wrong(step=step, wrong=f"{what} is not text", mend='write it in quotes, as in "How are you?"')


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value > 0


def _shown(part: object) -> str:
    """The part as it would stand in a flow, short."""
    return repr(part) if isinstance(part, str | int | float | bool | None) else f"a {type(part).__name__}"
