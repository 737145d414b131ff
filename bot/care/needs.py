"""What a moment calls for, and what about it limits the tips that may be offered."""

from enum import StrEnum


class Need(StrEnum):
    """What a tip can speak to."""

    LOW_MOOD = "low_mood"
    LOW_ENERGY = "low_energy"
    ANXIETY = "anxiety"
    ANGER = "anger"
    WORRY = "worry"
    LONELY = "lonely"
    SHAME = "shame"
    SAD = "sad"
    OVERWHELMED = "overwhelmed"
    STUCK = "stuck"
    SLEEP = "sleep"
    FLAT = "flat"
    GOOD = "good"
    UNCLEAR = "unclear"


class Circumstance(StrEnum):
    """What about a moment rules some tips out."""

    LOW = "low"
    """The rating stands in one of the two lowest bands."""
    VERY_LOW = "very_low"
    """The rating stands in the lowest band."""
    LOWS_IN_A_ROW = "lows_in_a_row"
    """This low rating is at least the second one running."""
    LOW_ENERGY = "low_energy"
    HIGH_AROUSAL = "high_arousal"
    """A word was chosen that is unpleasant and full of energy."""
    ANGER = "anger"
    NUMB = "numb"
    GRIEF = "grief"
    NIGHT = "night"
