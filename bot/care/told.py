"""What a check-in tells of a moment: how it is rated, and the feelings that were named."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.engine.scales import Band
from bot.engine.steps import Rating, Words
from bot.engine.values import Picked, Rated, Value

LOW = (Band.VERY_LOW, Band.LOW)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What the person said of the moment: how it is rated, and feelings by id."""

    band: Band | None = None
    words: tuple[str, ...] = ()
    unsaid: frozenset[str] = frozenset()
    """Of the words, those that a low rating stands for and that the person did not say."""


def told_in(suits: Sequence[Rating | Words], values: Mapping[str, Value | None]) -> Told:
    """What the answers (by step) to the steps in `suits` tell, in the order of the steps."""
    told = Told()
    for step in suits:
        told = _with(told, step, values.get(step.name))
    return told


def _with(told: Told, step: Rating | Words, value: Value | None) -> Told:
    """A mood sets the band; a low rating of something else names a feeling; words are words."""
    match step, value:
        case _, Picked():
            return replace(told, words=(*told.words, *value.words), unsaid=told.unsaid - {*value.words})
        case Rating(low_means=None), Rated():
            return replace(told, band=value.band)
        case Rating(low_means=str() as feeling), Rated() if value.band in LOW:
            return replace(told, words=(*told.words, feeling), unsaid=told.unsaid | {feeling} - {*told.words})
        case _:
            return told
