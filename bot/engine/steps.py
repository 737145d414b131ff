"""The parts of a flow: questions, remarks and offers."""

from collections.abc import Mapping, Sequence
from dataclasses import KW_ONLY, dataclass, field
from typing import Any

from bot.engine.conditions import BelowUsual, Chose, Condition, InBands
from bot.engine.scales import Band


@dataclass(frozen=True, slots=True, eq=False)
class Rating:
    """A question for a number; `low` and `high` word the ends, `between` the three bands in the middle.

    A rating of something else than mood names in `low_means` the feeling that a low answer speaks of.
    """

    name: str
    text: str
    _: KW_ONLY
    low: str
    high: str
    between: tuple[str, str, str] = ("low", "so-so", "good")
    low_means: str | None = None
    optional: bool = False

    @property
    def is_very_low(self) -> Condition:
        """The lowest fifth."""
        return InBands(step=self.name, bands=frozenset({Band.VERY_LOW}))

    @property
    def is_low(self) -> Condition:
        """The two lowest fifths."""
        return InBands(step=self.name, bands=frozenset({Band.VERY_LOW, Band.LOW}))

    @property
    def is_high(self) -> Condition:
        """The two highest fifths."""
        return InBands(step=self.name, bands=frozenset({Band.GOOD, Band.VERY_GOOD}))

    @property
    def is_below_usual(self) -> Condition:
        """Clearly lower than the person's own past average."""
        return BelowUsual(step=self.name)

    def word(self, band: Band) -> str:
        """The English word for a band of this rating."""
        return dict(zip(Band, (self.low, *self.between, self.high), strict=True))[band]


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """A question for feelings: up to `at_most` from the list, or words of the person's own."""

    name: str
    text: str
    _: KW_ONLY
    at_most: int = 3
    optional: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Choice:
    """A question with `options`: key in the record, label on the button. `choice == "key"` is a condition."""

    name: str
    text: str
    _: KW_ONLY
    options: Mapping[str, str]
    optional: bool = False

    # A flow reads `when(wish == "tip", ...)`; compared with anything but a key it is plain identity.
    def __eq__(self, other: object) -> Any:
        return Chose(step=self.name, option=other) if isinstance(other, str) else self is other

    # Python's own `!=` would be the truth of the condition that `==` returns, which has none.
    def __ne__(self, other: object) -> Any:
        return ~Chose(step=self.name, option=other) if isinstance(other, str) else self is not other

    def __hash__(self) -> int:
        return hash((Choice, self.name))


@dataclass(frozen=True, slots=True, eq=False)
class Note:
    """A question for words of the person's own, of any length Telegram allows."""

    name: str
    text: str
    _: KW_ONLY
    optional: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Say:
    """A remark; nothing is asked."""

    name: str
    text: str


@dataclass(frozen=True, slots=True, eq=False)
class OfferTip:
    """Offers a coping technique that suits the answers to the steps in `suits`."""

    name: str
    _: KW_ONLY
    suits: Sequence[Rating | Words] = ()


@dataclass(frozen=True, slots=True, eq=False)
class OfferPeople:
    """Offers helplines, therapist finders and the emergency number of the person's country."""

    name: str


Question = Rating | Words | Choice | Note
Offer = Say | OfferTip | OfferPeople
Step = Question | Offer


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class When:
    """Steps that are asked only if `condition` holds."""

    condition: Condition
    steps: tuple["Step | When", ...] = field(default=())


def when(condition: Condition, *steps: Step | When) -> When:
    """Hold `steps` back unless `condition` is true of the answers so far."""
    return When(condition=condition, steps=steps)
