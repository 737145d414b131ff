"""What was measured, against what is wished."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass


class BrokenBench(Exception):
    """Nothing was measured, because the bench itself or a bot in it went wrong."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One measured number; `at_least` or `below` is the goal, and neither is a number to compare with."""

    name: str
    value: float
    unit: str
    at_least: float | None = None
    below: float | None = None
    remark: str = ""

    @property
    def has_goal(self) -> bool:
        """Whether there is something to reach."""
        return self.at_least is not None or self.below is not None

    @property
    def is_reached(self) -> bool:
        """Whether the goal holds; without one nothing is missed."""
        return not (
            (self.at_least is not None and self.value < self.at_least)
            or (self.below is not None and self.value >= self.below)
        )

    def line(self) -> str:
        """The figure as it is printed."""
        value = f"{self.value:,.2f}" if abs(self.value) < 10 else f"{self.value:,.0f}"
        told = f"{self.name:<52} {value:>9} {self.unit:<7} {self._goal():<28}"
        return f"{told}{self.remark}".rstrip()

    def _goal(self) -> str:
        if not self.has_goal:
            return ""
        goal = f"goal >= {self.at_least:g}" if self.at_least is not None else f"goal < {self.below:g}"
        return f"{goal:<14} {'reached' if self.is_reached else 'NOT REACHED'}"


def percentile(values: Sequence[float], share: float) -> float:
    """The value that this share of all does not exceed; BrokenBench without any."""
    if not values:
        raise BrokenBench("Nothing came to its end, so there is nothing to time.")
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def median(values: Sequence[float]) -> float:
    """The middle value."""
    return statistics.median(values)


def most_in_a_second(stamps: Sequence[float]) -> int:
    """The most stamps (in order, in seconds) in any second, wherever it begins."""
    most, first = 0, 0
    for last, stamp in enumerate(stamps):
        while stamp - stamps[first] >= 1.0:
            first += 1
        most = max(most, last - first + 1)
    return most
