"""Conditions on earlier answers: values that can be inspected, so that a check can walk every branch."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass

from bot.engine.scales import Band
from bot.engine.values import Chosen, Rated, Value
from bot.errors import BotError

# A rating counts as below the person's usual from this many points of 0-100; half a step of five faces.
BELOW_USUAL = 12.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What a condition may look at: values by step, and the person's usual score (0-100) by rating."""

    values: Mapping[str, Value]
    usual: Mapping[str, float]


class TruthOfCondition(BotError):
    """A condition was joined with a word of Python, which would drop half of it without a word."""


class Condition(ABC):
    """Something that is true or false of the answers so far; combine with `&`, `|` and `~`."""

    __slots__ = ()

    @abstractmethod
    def holds(self, known: Known) -> bool:
        """Whether the condition is true; a step without an answer makes it false."""

    @abstractmethod
    def steps(self) -> frozenset[str]:
        """The names of the steps that the condition looks at."""

    def __and__(self, other: "Condition") -> "Both":
        return Both(first=self, second=other)

    def __or__(self, other: "Condition") -> "Either":
        return Either(first=self, second=other)

    def __invert__(self) -> "Not":
        return Not(inner=self)

    def __bool__(self) -> bool:
        raise TruthOfCondition(
            "A condition is neither true nor false while the flow is written: join conditions with & and |, "
            "turn one round with ~, and put each part that has == in brackets."
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class InBands(Condition):
    """A rating that lies in one of `bands`."""

    step: str
    bands: frozenset[Band]

    def holds(self, known: Known) -> bool:
        """True if the rating was given and lies in the bands."""
        value = known.values.get(self.step)
        return isinstance(value, Rated) and value.band in self.bands

    def steps(self) -> frozenset[str]:
        """The rating alone."""
        return frozenset({self.step})


@dataclass(frozen=True, slots=True, kw_only=True)
class BelowUsual(Condition):
    """A rating at least `BELOW_USUAL` points under the person's own past average."""

    step: str

    def holds(self, known: Known) -> bool:
        """True only if there is a past average to compare with."""
        value, usual = known.values.get(self.step), known.usual.get(self.step)
        return isinstance(value, Rated) and usual is not None and value.score <= usual - BELOW_USUAL

    def steps(self) -> frozenset[str]:
        """The rating alone."""
        return frozenset({self.step})


@dataclass(frozen=True, slots=True, kw_only=True)
class Chose(Condition):
    """A choice that was answered with `option`."""

    step: str
    option: str

    def holds(self, known: Known) -> bool:
        """True if this very option was chosen."""
        return known.values.get(self.step) == Chosen(option=self.option)

    def steps(self) -> frozenset[str]:
        """The choice alone."""
        return frozenset({self.step})


@dataclass(frozen=True, slots=True, kw_only=True)
class Both(Condition):
    """Two conditions of which each must hold."""

    first: Condition
    second: Condition

    def holds(self, known: Known) -> bool:
        """True if both are."""
        return self.first.holds(known) and self.second.holds(known)

    def steps(self) -> frozenset[str]:
        """The steps of both."""
        return self.first.steps() | self.second.steps()


@dataclass(frozen=True, slots=True, kw_only=True)
class Either(Condition):
    """Two conditions of which one must hold."""

    first: Condition
    second: Condition

    def holds(self, known: Known) -> bool:
        """True if either is."""
        return self.first.holds(known) or self.second.holds(known)

    def steps(self) -> frozenset[str]:
        """The steps of both."""
        return self.first.steps() | self.second.steps()


@dataclass(frozen=True, slots=True, kw_only=True)
class Not(Condition):
    """The opposite of a condition; so it holds as well where the question was skipped or never asked."""

    inner: Condition

    def holds(self, known: Known) -> bool:
        """True if the inner condition is not."""
        return not self.inner.holds(known)

    def steps(self) -> frozenset[str]:
        """The steps of the inner condition."""
        return self.inner.steps()
