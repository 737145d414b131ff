"""Which tips are never offered in which circumstances, and when no more are offered at all.

The table reads like the facts it rests on. What must follow a tip, the way to a person, stands under every
tip (`bot/voice/tips.py`); what leads at the lowest times is weighed in `bot/care/choosing.py`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.care.needs import Circumstance, Need
from bot.care.tip import Tip, Trait

SHORT_ENOUGH = 5
"""Minutes that someone with little energy can be asked for."""
ENOUGH = 2
"""Tips refused one after the other, from which suggesting stops."""
SITTING = timedelta(hours=1)
"""Tips that follow each other within this time belong to one sitting."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """In a circumstance, only the tips that `allows` lets through."""

    circumstance: Circumstance
    allows: Callable[[Tip], bool]
    because: str


def only(trait: Trait) -> Callable[[Tip], bool]:
    """Lets through the tips of a trait."""
    return lambda tip: trait in tip.traits


def none_of(*traits: Trait) -> Callable[[Tip], bool]:
    """Lets through the tips without these traits."""
    return lambda tip: tip.traits.isdisjoint(traits)


RULES = (
    Rule(
        circumstance=Circumstance.ANGER,
        allows=only(Trait.CALMING),
        because="What calms helps against anger; venting does not, and running tends to raise it "
        "(Kjaervik & Bushman 2024).",
    ),
    Rule(
        circumstance=Circumstance.HIGH_AROUSAL,
        allows=none_of(Trait.THINKING, Trait.REAPPRAISAL, Trait.WRITING),
        because="While everything races, calming comes before thinking.",
    ),
    Rule(
        circumstance=Circumstance.LOW_ENERGY,
        allows=lambda tip: tip.minutes <= SHORT_ENOUGH,
        because="With little energy, only what is short.",
    ),
    Rule(
        circumstance=Circumstance.VERY_LOW,
        allows=none_of(Trait.GRATITUDE, Trait.REAPPRAISAL, Trait.WRITING),
        because="At the lowest rating, gratitude and another light on things feel like being brushed aside.",
    ),
    Rule(
        circumstance=Circumstance.LOWS_IN_A_ROW,
        allows=none_of(Trait.GRATITUDE, Trait.REAPPRAISAL, Trait.WRITING),
        because="The same holds when one low rating follows another.",
    ),
    Rule(
        circumstance=Circumstance.LOW,
        allows=lambda tip: tip.suits != {Need.GOOD},
        because="What is made for good times is kept for good times.",
    ),
    Rule(
        circumstance=Circumstance.GRIEF,
        allows=none_of(Trait.GRATITUDE, Trait.REAPPRAISAL),
        because="A loss is not to be argued with.",
    ),
    Rule(
        circumstance=Circumstance.NUMB,
        allows=none_of(Trait.INWARD),
        because="Someone who feels far away needs the room around them, not more of the inside.",
    ),
    Rule(
        circumstance=Circumstance.NIGHT,
        allows=none_of(Trait.WRITING, Trait.THINKING, Trait.REAPPRAISAL, Trait.MOVING),
        because="At night, what leads to sleep: no writing, no going over things, no going out.",
    ),
)


def is_safe(tip: Tip, circumstances: frozenset[Circumstance]) -> bool:
    """Whether neither the table nor the tip's own file rules it out."""
    ruled = (rule for rule in RULES if rule.circumstance in circumstances)
    return tip.not_for.isdisjoint(circumstances) and all(rule.allows(tip) for rule in ruled)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A tip that was shown, and whether the person wanted another or none like it."""

    at: datetime
    is_refused: bool


def nothing_helps(shown: Sequence[Shown], now: datetime) -> bool:
    """Whether two more tips running were refused in this sitting; `shown` begins with the newest.

    Then no tip follows by itself. One that is asked for afterwards counts anew: every second refusal stops.
    """
    refused, later = 0, now
    for tip in shown:
        if not tip.is_refused or later - tip.at > SITTING:
            break
        refused, later = refused + 1, tip.at
    return refused > 0 and refused % ENOUGH == 0
