"""Chooses a tip for a moment: safety first, then fit, then what is known about it."""

import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.care.feelings import Feeling, all_feelings
from bot.care.needs import Circumstance, Need
from bot.care.safety import is_safe
from bot.care.tip import DayTime, Evidence, Tip, Trait
from bot.engine.scales import Band

HIGH_AROUSAL = 0.5
"""The arousal from which an unpleasant feeling counts as full of energy."""
LOWS = 2
"""Low ratings running from which gentleness is doubled."""
AHEAD = 5
"""What it counts, at the lowest times, that a tip comes before all others: more than two words."""
SHORT_VERSION = 2
"""Minutes that the short version of a tip takes at most."""

_OF_BAND = {
    None: frozenset({Need.UNCLEAR}),
    Band.VERY_LOW: frozenset({Need.LOW_MOOD}),
    Band.LOW: frozenset({Need.LOW_MOOD}),
    Band.MIDDLE: frozenset({Need.UNCLEAR, Need.FLAT}),
    Band.GOOD: frozenset({Need.GOOD}),
    Band.VERY_GOOD: frozenset({Need.GOOD}),
}
_WEIGHT = {Evidence.STRONG: 3, Evidence.SOME: 2, Evidence.CONSENSUS: 1}
_LOWEST_TIMES = frozenset({Circumstance.VERY_LOW, Circumstance.LOWS_IN_A_ROW})
_NIGHT_BEGINS, _DAY_BEGINS, _EVENING_BEGINS = 22, 6, 18


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """What is known when a tip is wanted."""

    band: Band | None
    words: tuple[str, ...]
    """Ids of feelings; unknown ones say nothing."""
    hour: int
    """Of the person's own clock, 0-23."""
    lows_in_a_row: int
    """Low or very low ratings running, this one included."""
    hidden: frozenset[str]
    """Ids of tips that the person does not want to see again."""
    recent: frozenset[str]
    """Ids of tips offered in the last 14 days."""
    at_most: int | None
    """Minutes the person has, if they said so."""
    unsaid: frozenset[str] = frozenset()
    """Of the words, those that an answer stands for and that nobody said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why a tip was chosen: a word, or else the rating or the hour, spoke of a need that the tip suits."""

    need: Need | None
    """None: nothing in the moment asked for it; it may simply be welcome."""
    word: str | None
    """The id of the feeling that spoke of the need, if one did."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reading:
    """A moment, understood once for all tips."""

    moment: Moment
    of_words: frozenset[Need]
    of_setting: frozenset[Need]
    circumstances: frozenset[Circumstance]
    part_of_day: DayTime

    def allows(self, tip: Tip) -> bool:
        fits_hour = not tip.times.isdisjoint({DayTime.ANY, self.part_of_day})
        wanted = fits_hour and tip.id not in self.moment.hidden
        return wanted and _fits_minutes(tip, self.moment.at_most) and is_safe(tip, self.circumstances)

    def fit(self, tip: Tip) -> int:
        """A need that a word spoke of counts two, one of the rating or the hour one.

        At the lowest times the tips that come before all others lead by far.
        """
        fit = 2 * len(tip.suits & self.of_words) + len(tip.suits & (self.of_setting - self.of_words))
        comes_first = Trait.FIRST in tip.traits and not self.circumstances.isdisjoint(_LOWEST_TIMES)
        return fit + AHEAD if fit and comes_first else fit

    def order(self, tip: Tip) -> tuple[int, int, str]:
        return (-self.fit(tip), -_WEIGHT[tip.evidence], tip.id)


def needs_of(moment: Moment) -> frozenset[Need]:
    """What the words, the rating and the hour ask for; the words count for more than the rest."""
    return _needs_of_words(moment) | _needs_of_setting(moment)


def circumstances_of(moment: Moment) -> frozenset[Circumstance]:
    """What about the moment rules tips out."""
    needs = _needs_of_words(moment)
    signs = {
        Circumstance.LOW: moment.band in {Band.VERY_LOW, Band.LOW},
        Circumstance.VERY_LOW: moment.band is Band.VERY_LOW,
        Circumstance.LOWS_IN_A_ROW: moment.lows_in_a_row >= LOWS,
        Circumstance.LOW_ENERGY: Need.LOW_ENERGY in needs,
        Circumstance.HIGH_AROUSAL: any(_races(feeling) for feeling in _feelings(moment)),
        Circumstance.ANGER: Need.ANGER in needs,
        Circumstance.NUMB: "numb" in moment.words,
        Circumstance.GRIEF: "grieving" in moment.words,
        Circumstance.NIGHT: _part_of_day(moment.hour) is DayTime.NIGHT,
    }
    return frozenset(circumstance for circumstance, holds in signs.items() if holds)


def suitable(tips: Mapping[str, Tip] | Iterable[Tip], moment: Moment) -> list[Tip]:
    """The tips that may be offered, best first.

    Never a hidden one, one that a safety rule forbids, or one that does not fit the hour or the minutes.
    Of the others, those that speak to a need and were not offered lately; if there are none, any that were
    not offered lately; if there are none, those that were.
    """
    reading = _read(moment)
    allowed = [tip for tip in (tips.values() if isinstance(tips, Mapping) else tips) if reading.allows(tip)]
    fresh = [tip for tip in allowed if tip.id not in moment.recent]
    fitting = [tip for tip in fresh if reading.fit(tip)]
    return sorted(fitting or fresh or allowed, key=reading.order)


def choose_tip(tips: Mapping[str, Tip] | Iterable[Tip], moment: Moment, *, draw: random.Random) -> Tip | None:
    """One of the tips that fit at least half as well as the best; None if nothing may be offered.

    It is drawn by weight: the better it fits and the better it is tested, the more likely.
    """
    fits = [(tip, _read(moment).fit(tip)) for tip in suitable(tips, moment)]
    if not fits:
        return None
    best = [(tip, fit) for tip, fit in fits if 2 * fit >= fits[0][1]]
    return draw.choices(best, weights=[_WEIGHT[tip.evidence] * (1 + fit) for tip, fit in best])[0][0]


def is_short(tip: Tip, moment: Moment) -> bool:
    """Whether the short version is the one to show, because the whole takes longer than the person has."""
    return bool(tip.short) and moment.at_most is not None and tip.minutes > moment.at_most


def why(tip: Tip, moment: Moment) -> Reason:
    """What in the moment the tip speaks to: the first word that asked for it, else the rating or the hour."""
    for feeling in _feelings(moment):
        if met := feeling.needs & tip.suits:
            return Reason(need=min(met), word=None if feeling.id in moment.unsaid else feeling.id)
    return Reason(need=min(_needs_of_setting(moment) & tip.suits, default=None), word=None)


def _read(moment: Moment) -> _Reading:
    return _Reading(
        moment=moment,
        of_words=_needs_of_words(moment),
        of_setting=_needs_of_setting(moment),
        circumstances=circumstances_of(moment),
        part_of_day=_part_of_day(moment.hour),
    )


def _feelings(moment: Moment) -> list[Feeling]:
    known = all_feelings()
    return [known[word] for word in moment.words if word in known]


def _needs_of_words(moment: Moment) -> frozenset[Need]:
    return frozenset().union(*(feeling.needs for feeling in _feelings(moment)))


def _needs_of_setting(moment: Moment) -> frozenset[Need]:
    """What the rating and the hour ask for; beside words, only a low rating adds something."""
    silent = _feelings(moment) and moment.band not in {Band.VERY_LOW, Band.LOW}
    of_band = frozenset[Need]() if silent else _OF_BAND[moment.band]
    return of_band | {Need.SLEEP} if _part_of_day(moment.hour) is DayTime.NIGHT else of_band


def _races(feeling: Feeling) -> bool:
    return feeling.is_unpleasant and feeling.arousal >= HIGH_AROUSAL


def _fits_minutes(tip: Tip, at_most: int | None) -> bool:
    return at_most is None or tip.minutes <= at_most or (bool(tip.short) and at_most >= SHORT_VERSION)


def _part_of_day(hour: int) -> DayTime:
    if hour >= _NIGHT_BEGINS or hour < _DAY_BEGINS:
        return DayTime.NIGHT
    return DayTime.EVENING if hour >= _EVENING_BEGINS else DayTime.DAY
