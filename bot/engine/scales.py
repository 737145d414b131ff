"""Scales on which a person rates, and the bands that a flow speaks in."""

from dataclasses import dataclass
from enum import StrEnum


class Band(StrEnum):
    """A fifth of the way from lowest to highest, whichever scale the person uses."""

    VERY_LOW = "very_low"
    LOW = "low"
    MIDDLE = "middle"
    GOOD = "good"
    VERY_GOOD = "very_good"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """Whole numbers from 1 to `top`."""

    id: str
    top: int

    def score(self, value: int) -> float:
        """`value` on 0-100: the lowest is 0, the highest 100."""
        return 100 * (value - 1) / (self.top - 1)

    def nearest(self, score: float) -> int:
        """The value of this scale that lies closest to a score of 0-100."""
        return 1 + round(score * (self.top - 1) / 100)

    def holds(self, value: int) -> bool:
        """Whether `value` stands on this scale."""
        return 1 <= value <= self.top


FACES = Scale(id="faces", top=5)
TEN = Scale(id="ten", top=10)
SCALES = {scale.id: scale for scale in (FACES, TEN)}


def band_of(score: float) -> Band:
    """The band of a score of 0-100: five equal parts, the upper edge belongs to the next."""
    return list(Band)[min(int(score // 20), 4)]
