"""How much is measured: the whole bench, or the little that proves that it works."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Numbers of people and of rounds; stretches of time in seconds.

    `few`, `usual` and `many` of the `pool` wait for an answer at once. `lead` is the time from the start of a
    bot to the minute in which its reminders are due.
    """

    rounds: int
    stretch: float
    warm: float
    pool: int
    few: int
    usual: int
    many: int
    steady: float
    lead: float
    storm_people: int
    storm_limit: int
    slow_people: int
    slow_limit: int
    slow_stretch: float
    small_record: int
    large_record: int
    due: int
    starts: int
    checkins: int
    people_of_cost: int


WHOLE = Plan(
    rounds=3,
    stretch=4.0,
    warm=0.5,
    pool=2_000,
    few=10,
    usual=50,
    many=200,
    steady=10.0,
    lead=5.0,
    storm_people=20_000,
    storm_limit=1000,
    slow_people=1_000,
    slow_limit=25,
    slow_stretch=20.0,
    small_record=10_000,
    large_record=1_000_000,
    due=1_000,
    starts=5,
    checkins=1_600,
    people_of_cost=400,
)
SMOKE = Plan(
    rounds=1,
    stretch=0.3,
    warm=0.1,
    pool=60,
    few=2,
    usual=3,
    many=4,
    steady=0.5,
    lead=0.5,
    storm_people=30,
    storm_limit=100,
    slow_people=20,
    slow_limit=10,
    slow_stretch=1.0,
    small_record=20,
    large_record=40,
    due=10,
    starts=1,
    checkins=8,
    people_of_cost=4,
)
